//! Scales, ticks and axes.

use super::notation;
use super::surface::{Align, Face, Point, Rect, Scene};
use super::theme::Theme;

/// A straight map from values to pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// `from` lies at pixel `start`, `to` at `end`.
    pub(crate) fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Scale {
            from,
            to,
            start,
            end,
        }
    }
    pub(crate) fn at(&self, v: f64) -> f64 {
        self.start + (v - self.from) / (self.to - self.from) * (self.end - self.start)
    }
    /// As `at`, held within the ends.
    pub(crate) fn held(&self, v: f64) -> f64 {
        self.at(v.clamp(self.from.min(self.to), self.from.max(self.to)))
    }
    pub(crate) fn value(&self, px: f64) -> f64 {
        let run = self.end - self.start;
        if run == 0.0 {
            self.from
        } else {
            self.from + (px - self.start) / run * (self.to - self.from)
        }
    }
    pub(crate) fn top(&self) -> f64 {
        self.to
    }
}

/// A round step (1, 2 or 5 times a power of ten) that gives at most `count` intervals.
pub(crate) fn step(span: f64, count: f64) -> f64 {
    let rough = span / count.max(1.0);
    if !(rough > 0.0 && rough.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let part = rough / power;
    power
        * match part {
            p if p <= 1.0 => 1.0,
            p if p <= 2.0 => 2.0,
            p if p <= 5.0 => 5.0,
            _ => 10.0,
        }
}

/// Round values within an interval, and the decimals that tell them apart.
pub(crate) fn ticks(lo: f64, hi: f64, count: f64) -> (Vec<f64>, usize) {
    let step = step(hi - lo, count);
    let first = libm::ceil(lo / step - 1e-9);
    let last = libm::floor(hi / step + 1e-9);
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 12.0) as usize;
    if !(last - first).is_finite() || last - first > 50.0 {
        return (Vec::new(), 0);
    }
    let values = (0..=(last - first) as i32)
        .map(|i| (first + f64::from(i)) * step)
        .collect();
    (values, decimals)
}

/// The numbers of a vertical axis at the left of a panel, with a short rule at each.
pub(crate) fn left_axis(scene: &mut Scene, theme: &Theme, panel: Rect, scale: &Scale, lo: f64) {
    let count = (panel.h / (theme.small() * 2.6)).clamp(1.0, 4.0);
    let (values, decimals) = ticks(lo, scale.top(), count);
    for v in values {
        let y = scale.at(v);
        let x = panel.x;
        scene.line((x - theme.px(4.0), y), (x, y), theme.rule(), theme.hair());
        let at = (x - theme.px(7.0), y);
        let text = notation::number(v, decimals);
        scene.text(
            text,
            at,
            Align::Right,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
    scene.line(
        (panel.x, panel.y),
        (panel.x, panel.bottom()),
        theme.rule(),
        theme.hair(),
    );
}

/// The numbers below a horizontal axis; `scale` maps what the ticks say.
pub(crate) fn bottom_axis(
    scene: &mut Scene,
    theme: &Theme,
    y: f64,
    (lo, hi): (f64, f64),
    scale: &Scale,
) {
    let (x0, x1) = (scale.at(lo), scale.at(hi));
    scene.line((x0, y), (x1, y), theme.rule(), theme.hair());
    let mut count = ((x1 - x0) / (theme.small() * 3.2)).clamp(1.0, 12.0);
    // Wide numbers get fewer ticks, so that they never touch.
    let (values, decimals) = loop {
        let (values, decimals) = ticks(lo, hi, count);
        let width = values
            .iter()
            .map(|v| {
                notation::text_width(&notation::number(*v, decimals), Face::Sans, theme.small())
            })
            .fold(0.0, f64::max);
        let gap = values
            .get(..2)
            .map_or(f64::INFINITY, |v| scale.at(v[1]) - scale.at(v[0]));
        if gap > width + theme.px(6.0) || count <= 1.0 {
            break (values, decimals);
        }
        count = (count - 1.0).max(1.0);
    };
    for v in values {
        let x = scale.at(v);
        scene.line((x, y), (x, y + theme.px(4.0)), theme.rule(), theme.hair());
        let at = (x, y + theme.px(13.0));
        let text = notation::number(v, decimals);
        scene.text(
            text,
            at,
            Align::Centre,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
}

/// A small notched sign: what was drawn goes on beyond the edge.
pub(crate) fn beyond(scene: &mut Scene, theme: &Theme, (x, y): Point, up: f64) {
    let r = theme.px(4.0);
    let points = [
        (x - r, y + up * r),
        (x, y - up * r * 0.4),
        (x + r, y + up * r),
    ];
    scene.fill(points, theme.ink());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(-3.0, 9.0, 4.0), (vec![0.0, 5.0], 0));
        assert_eq!(ticks(0.0, 0.4, 4.0).0.len(), 5);
        assert_eq!(ticks(0.0, 1.0, 2.0), (vec![0.0, 0.5, 1.0], 1));
        assert!(ticks(0.0, f64::NAN, 2.0).0.is_empty());
        assert!(ticks(1e300, 1e300 + 1.0, 2.0).0.len() < 60);
    }
}
