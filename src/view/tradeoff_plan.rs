//! Where bias and variance lie: two charts, each logarithmic both ways.

use super::notation;
use super::parts::TauAxis;
use super::plot::Scale;
use super::surface::{Align, Face, Rect, Scene};
use super::theme::Theme;
use crate::explorer::Explorer;
use crate::gradient::{Bias, Moments, Sweep};

/// From this width on, at scale 1, the charts stand side by side.
const WIDE: f64 = 640.0;
/// What lies more than this below the largest is at the floor: rounding, not a measurement.
const DEEPEST: f64 = 1e-7;

pub(super) fn height(width: f64) -> f64 {
    if width >= WIDE {
        (width * 0.42).clamp(300.0, 400.0)
    } else {
        540.0
    }
}

/// What a chart shows of an estimator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    Bias,
    Variance,
}

impl Quantity {
    /// Its symbol.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Quantity::Bias => "|E[ĝ] − g|",
            Quantity::Variance => "Var ĝ",
        }
    }

    /// Its value and standard error.
    pub(super) fn of(self, moments: &Moments) -> (f64, f64) {
        match self {
            Quantity::Bias => moments.bias_length(),
            Quantity::Variance => moments.variance(),
        }
    }
}

/// What was measured of an estimator at one temperature.
pub(super) struct Place {
    pub(super) tau: f64,
    pub(super) value: f64,
    pub(super) error: f64,
    pub(super) not_finite: u64,
    pub(super) rows: u64,
}

/// An estimator in a chart.
pub(super) struct Row {
    pub(super) word: &'static str,
    /// Whether its bias is 0 by what it is.
    pub(super) unbiased: bool,
    /// Whether the temperature makes a difference.
    pub(super) soft: bool,
    /// Along the temperatures; none where it does not apply.
    pub(super) places: Vec<Place>,
}

fn rows(explorer: &Explorer, sweep: &Sweep, quantity: Quantity) -> Vec<Row> {
    let params = explorer.params();
    let words = params.estimators.iter().enumerate();
    words
        .filter_map(|(e, word)| {
            let estimator = params.estimator_of(word)?;
            let place = |(t, tau): (usize, &f64)| {
                let moments = sweep.moments(e, t)?;
                let (value, error) = quantity.of(moments);
                Some(Place {
                    tau: *tau,
                    value,
                    error,
                    not_finite: moments.not_finite(),
                    rows: moments.rows(),
                })
            };
            Some(Row {
                word,
                unbiased: quantity == Quantity::Bias && estimator.bias() != Bias::Biased,
                soft: estimator.uses_temperature(),
                places: sweep
                    .temperatures()
                    .iter()
                    .enumerate()
                    .filter_map(place)
                    .collect(),
            })
        })
        .collect()
}

/// One chart.
pub(super) struct Chart {
    pub(super) quantity: Quantity,
    pub(super) panel: Rect,
    pub(super) tau: TauAxis,
    /// log10 of the quantity to pixels; None before anything was measured.
    pub(super) scale: Option<Scale>,
    ends: (f64, f64),
    pub(super) rows: Vec<Row>,
}

impl Chart {
    fn new(explorer: &Explorer, quantity: Quantity, panel: Rect, floor: f64) -> Self {
        let sweep = explorer.sweep().filter(|sweep| sweep.rows() > 1);
        let rows = sweep.map_or_else(Vec::new, |sweep| rows(explorer, sweep, quantity));
        let ends = ends(&rows);
        let inner = (panel.bottom() - floor, panel.y);
        Chart {
            quantity,
            panel,
            tau: TauAxis::between(panel, swept()),
            scale: ends.map(|ends| Scale::new(ends, inner)),
            ends: ends.unwrap_or_default(),
            rows,
        }
    }

    /// The place of a value; what is 0 or less lies at the floor.
    pub(super) fn y(&self, value: f64) -> f64 {
        let floor = self.panel.bottom();
        match &self.scale {
            Some(scale) if value > 0.0 => {
                let exponent = libm::log10(value);
                if exponent < self.ends.0 - 1e-9 {
                    floor
                } else {
                    scale.held(exponent)
                }
            }
            _ => floor,
        }
    }

    /// The numbers of the vertical axis: a power of ten each, and 2 and 5 where there are few of those.
    pub(super) fn axis(&self, scene: &mut Scene, theme: &Theme) {
        let (x, panel) = (self.panel.x, self.panel);
        let rule = (theme.rule(), theme.hair());
        scene.line((x, panel.y), (x, panel.bottom()), rule.0, rule.1);
        let Some(scale) = &self.scale else { return };
        let (lo, hi) = self.ends;
        let (first, last) = (libm::floor(lo) as i32, libm::ceil(hi) as i32);
        // Numbers no closer than two lines of type.
        let room = ((scale.at(lo) - scale.at(hi)) / (theme.small() * 2.0)).max(1.0);
        let every = libm::ceil((hi - lo) / room).max(1.0) as i32;
        let fine = hi - lo < 2.0 && (hi - lo) * 3.2 <= room;
        for exponent in first..=last {
            for digit in [1.0, 2.0, 5.0] {
                let at = f64::from(exponent) + libm::log10(digit);
                let whole = digit == 1.0;
                if at < lo - 1e-9 || at > hi + 1e-9 || (!whole && hi - lo > 6.0) {
                    continue;
                }
                let y = scale.at(at);
                let long = theme.px(if whole { 4.0 } else { 2.5 });
                scene.line((x - long, y), (x, y), rule.0, rule.1);
                let told = if whole {
                    exponent.rem_euclid(every) == 0
                } else {
                    fine
                };
                if told {
                    let text = if (-3..=3).contains(&exponent) {
                        notation::plain(digit * libm::pow(10.0, f64::from(exponent)))
                    } else if whole {
                        notation::power_of_ten(exponent)
                    } else {
                        continue;
                    };
                    let at = (x - theme.px(7.0), y);
                    scene.text(
                        text,
                        at,
                        Align::Right,
                        Face::Sans,
                        theme.small(),
                        theme.quiet(),
                    );
                }
            }
        }
    }
}

/// The temperatures of a sweep, from the first to the last.
fn swept() -> (f64, f64) {
    crate::explorer::SWEPT
}

/// The smallest and the largest exponent that are shown, at 1, 2 or 5 of a power of ten.
fn ends(rows: &[Row]) -> Option<(f64, f64)> {
    let values = || {
        let measured = rows.iter().filter(|row| !row.unbiased);
        let all = measured.flat_map(|row| &row.places);
        all.filter(|p| p.value.is_finite() && p.value > 0.0)
    };
    let high = values()
        .map(|p| p.value + 2.0 * p.error)
        .fold(0.0, f64::max);
    if !(high > 0.0 && high.is_finite()) {
        return None;
    }
    let low = values()
        .map(|p| p.value)
        .fold(high, f64::min)
        .max(high * DEEPEST);
    let round = |v: f64, up: bool| {
        let power = libm::floor(libm::log10(v));
        let part = v / libm::pow(10.0, power);
        let digit = match (up, part) {
            (true, p) if p <= 1.0 => 1.0,
            (true, p) if p <= 2.0 => 2.0,
            (true, p) if p <= 5.0 => 5.0,
            (true, _) => 10.0,
            (false, p) if p >= 5.0 => 5.0,
            (false, p) if p >= 2.0 => 2.0,
            (false, _) => 1.0,
        };
        power + libm::log10(digit)
    };
    let (lo, hi) = (round(low * 0.8, false), round(high, true));
    // At least a decade, so that little looks little.
    Some((lo.min(hi - 1.0), hi))
}

/// Both charts of a size.
pub(super) fn charts(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> [Chart; 2] {
    let px = |v: f64| theme.px(v);
    // Room for the numbers at the left, for the names at the right, for an axis below.
    let (left, right, top, bottom) = (px(46.0), px(110.0), px(38.0), px(34.0));
    let wide = w / px(1.0) >= WIDE;
    let (columns, rows) = if wide { (2.0, 1.0) } else { (1.0, 2.0) };
    let (cell_w, cell_h) = (w / columns, h / rows);
    let chart = |i: usize| {
        let i = i as f64;
        let (x, y) = if wide {
            (i * cell_w, 0.0)
        } else {
            (0.0, i * cell_h)
        };
        Rect::new(
            x + left,
            y + top,
            cell_w - left - right,
            cell_h - top - bottom,
        )
    };
    let floor = px(26.0);
    [
        Chart::new(explorer, Quantity::Bias, chart(0), floor),
        Chart::new(explorer, Quantity::Variance, chart(1), 0.0),
    ]
}
