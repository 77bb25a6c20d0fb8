//! Parts that the chapters' pictures share: a temperature axis, a row of names, clipped curves.

use super::focus::{Focus, Grab, Probe};
use super::marks::category_mark;
use super::notation;
use super::plot::{Scale, beyond};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Params, TEMPERATURE, Temperature};

/// A logarithmic axis of the temperature, with the present one to be dragged.
pub(super) struct TauAxis {
    panel: Rect,
    /// The temperatures at its ends.
    ends: (f64, f64),
    /// log10 tau to pixels.
    scale: Scale,
}

impl TauAxis {
    /// Over its whole range.
    pub(super) fn new(panel: Rect) -> Self {
        TauAxis::between(panel, (TEMPERATURE.min, TEMPERATURE.max))
    }

    pub(super) fn between(panel: Rect, ends: (f64, f64)) -> Self {
        let logs = (libm::log10(ends.0), libm::log10(ends.1));
        TauAxis {
            panel,
            ends,
            scale: Scale::new(logs, (panel.x, panel.right())),
        }
    }

    pub(super) fn x(&self, tau: f64) -> f64 {
        self.scale.held(libm::log10(tau))
    }

    /// The place of the present temperature; the limit lies at the left end.
    pub(super) fn present(&self, params: &Params) -> f64 {
        params
            .temperature
            .tau()
            .map_or(self.panel.x, |tau| self.x(tau))
    }

    /// The temperature at a place, within its range, to three digits.
    pub(super) fn tau(&self, x: f64) -> f64 {
        rounded(libm::pow(10.0, self.scale.value(x)))
    }

    /// Temperatures along the axis, about one every two pixels.
    pub(super) fn along(&self) -> impl Iterator<Item = f64> + use<> {
        let count = (self.panel.w / 2.0).clamp(16.0, 200.0) as usize;
        let scale = self.scale;
        let (from, to) = (self.panel.x, self.panel.right());
        (0..=count).map(move |i| {
            let x = from + (to - from) * i as f64 / count as f64;
            libm::pow(10.0, scale.value(x))
        })
    }

    /// The axis below the panel: a number a decade, a short rule at the digits between.
    pub(super) fn ground(&self, scene: &mut Scene, theme: &Theme) {
        let y = self.panel.bottom();
        let ends = ((self.panel.x, y), (self.panel.right(), y));
        scene.line(ends.0, ends.1, theme.rule(), theme.hair());
        for decade in -2..=2 {
            let tau = libm::pow(10.0, f64::from(decade));
            for digit in 1..10 {
                let at = tau * f64::from(digit);
                let length = theme.px(if digit == 1 { 5.0 } else { 2.5 });
                if (self.ends.0 * 0.999..=self.ends.1 * 1.001).contains(&at) {
                    let x = self.x(at);
                    scene.line((x, y), (x, y + length), theme.rule(), theme.hair());
                }
            }
            if !(self.ends.0..=self.ends.1).contains(&tau) {
                continue;
            }
            let at = (self.x(tau), y + theme.px(19.0));
            let text = notation::plain(tau);
            let (small, quiet) = (theme.small(), theme.quiet());
            scene.text(text, at, Align::Centre, Face::Sans, small, quiet);
        }
    }

    /// The line at the present temperature, its handle on the axis, and its value at the upper
    /// right of the panel.
    pub(super) fn over(&self, scene: &mut Scene, params: &Params, theme: &Theme) {
        let (x, y) = (self.present(params), self.panel.bottom());
        let ink = theme.ink();
        scene.line(
            (x, self.panel.y),
            (x, y),
            Ink(theme.text, 0.7),
            theme.hair(),
        );
        let r = theme.px(6.0);
        let diamond = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
        scene.fill(diamond, Ink(theme.background, 1.0));
        scene.outline(&diamond, ink, theme.pen());
        let at = (self.panel.right(), self.panel.y - theme.px(16.0));
        let text = tau_is(params.temperature);
        notation::set(scene, &text, at, Align::Right, theme.symbol(), ink);
    }

    pub(super) fn grab(&self, params: &Params, theme: &Theme, at: Point) -> Option<Probe> {
        let near = (at.0 - self.present(params)).abs() < theme.px(12.0);
        let along = Rect::new(
            self.panel.x,
            self.panel.y,
            self.panel.w,
            self.panel.h + theme.px(12.0),
        );
        (near && along.holds(at, theme.px(12.0))).then(|| Probe {
            text: tau_is(params.temperature),
            category: None,
            grab: Some(Grab::Temperature),
        })
    }

    pub(super) fn drag(&self, params: &Params, to: Point) -> Option<Params> {
        with_tau(params, self.tau(to.0))
    }
}

/// The keyboard's drag of the temperature: a hundredth of the axis a step.
pub(super) fn nudge_tau(params: &Params, steps: f64) -> Option<Params> {
    let tau = params.temperature.tau().unwrap_or(TEMPERATURE.min);
    with_tau(params, rounded(tau * libm::pow(10.0, 0.04 * steps)))
}

fn with_tau(params: &Params, tau: f64) -> Option<Params> {
    let temperature = Temperature::Soft(TEMPERATURE.nearest(tau));
    (temperature != params.temperature).then(|| Params {
        temperature,
        ..params.clone()
    })
}

/// Three significant digits, within the range.
fn rounded(tau: f64) -> f64 {
    let tau = tau.clamp(TEMPERATURE.min, TEMPERATURE.max);
    let unit = libm::pow(10.0, 2.0 - libm::floor(libm::log10(tau)));
    ((tau * unit).round() / unit).clamp(TEMPERATURE.min, TEMPERATURE.max)
}

pub(super) fn tau_is(temperature: Temperature) -> String {
    match temperature {
        Temperature::Soft(tau) => format!("τ = {}", notation::plain(tau)),
        Temperature::Argmax => "τ → 0".into(),
    }
}

/// The categories in a row, each with its mark, in cells of equal width.
pub(super) fn names(
    scene: &mut Scene,
    params: &Params,
    (x0, x1): (f64, f64),
    y: f64,
    theme: &Theme,
    focus: &Focus,
) {
    let cell = (x1 - x0) / params.logits.len() as f64;
    for k in 0..params.logits.len() {
        let middle = x0 + (k as f64 + 0.5) * cell;
        name(scene, params, k, (middle, y), cell, theme, focus);
    }
}

/// A category's mark and name about a place; the name alone where there is little room.
pub(super) fn name(
    scene: &mut Scene,
    params: &Params,
    k: usize,
    (x, y): Point,
    room: f64,
    theme: &Theme,
    focus: &Focus,
) {
    let face = if focus.category == Some(k) {
        Face::Bold
    } else {
        Face::Sans
    };
    let size = theme.px(13.0);
    let mark = room >= theme.px(26.0);
    let space = room - theme.px(if mark { 16.0 } else { 3.0 });
    let text = notation::fit(&params.names[k], face, size, space);
    let ink = Ink(theme.category_text(k), 1.0);
    if !mark {
        scene.text(text, (x, y), Align::Centre, face, size, ink);
        return;
    }
    let left = x - notation::text_width(&text, face, size) / 2.0;
    let strength = theme.presence(focus.category, k);
    let at = (left - theme.px(2.0), y);
    category_mark(scene, theme, k, at, theme.px(4.4), strength);
    let at = (left + theme.px(5.5), y);
    scene.text(text, at, Align::Left, face, size, ink);
}

/// A curve within a panel: what lies above or below is left out. Gives the places where it rises
/// beyond the top.
pub(super) fn clipped(
    scene: &mut Scene,
    panel: Rect,
    points: impl IntoIterator<Item = Point>,
    (ink, width): (Ink, f64),
) -> Vec<f64> {
    let mut part: Vec<Point> = Vec::new();
    let mut last: Option<Point> = None;
    let mut above = Vec::new();
    let inside = |p: Point| p.1 >= panel.y - 0.5 && p.1 <= panel.bottom() + 0.5;
    let high = |p: Point| p.1 < panel.y - 0.5;
    for at in points {
        if let Some(from) = last.filter(|&from| inside(from) != inside(at)) {
            // Up to the edge, where the curve leaves or enters.
            let edge = if at.1.min(from.1) < panel.y {
                panel.y
            } else {
                panel.bottom()
            };
            let t = ((edge - from.1) / (at.1 - from.1)).clamp(0.0, 1.0);
            part.push((from.0 + (at.0 - from.0) * t, edge));
            if inside(from) {
                scene.path(part.drain(..), ink, width);
            }
        }
        if high(at) && !last.is_some_and(high) {
            above.push(at.0);
        }
        if inside(at) {
            part.push(at);
        }
        last = Some(at);
    }
    scene.path(part, ink, width);
    above
}

/// As [`clipped`], with a sign where the curve rises beyond the top.
pub(super) fn clipped_with_signs(
    scene: &mut Scene,
    theme: &Theme,
    panel: Rect,
    points: impl IntoIterator<Item = Point>,
    pen: (Ink, f64),
) {
    for x in clipped(scene, panel, points, pen) {
        let inset = theme.px(4.0).min(panel.w / 2.0);
        // Where the panel is no wider than the sign, both ends are its middle, but for rounding: no `clamp`.
        let x = x.max(panel.x + inset).min(panel.right() - inset);
        beyond(scene, theme, (x, panel.y - theme.px(5.0)), 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by the fuzz targets.
    #[test]
    fn a_panel_narrower_than_its_signs_is_drawn() {
        let theme = Theme::light();
        for i in 0..1000 {
            let mut scene = Scene::new();
            let panel = Rect::new(
                24.3 + 0.0137 * f64::from(i),
                10.0,
                0.0079 * f64::from(i),
                50.0,
            );
            let rising = [(panel.x, 30.0), (panel.right(), -30.0)];
            clipped_with_signs(&mut scene, &theme, panel, rising, (theme.ink(), 1.0));
            assert!(!scene.is_empty());
        }
    }

    #[test]
    fn a_drag_sets_the_temperature_under_the_pointer() {
        let axis = TauAxis::new(Rect::new(34.0, 30.0, 300.0, 200.0));
        let params = Params::default();
        for tau in [0.01, 0.0123, 0.5, 1.0, 99.5, 100.0] {
            let moved = axis.drag(&params, (axis.x(tau), 0.0));
            let got = moved.map_or(params.temperature, |p| p.temperature);
            assert_eq!(got, Temperature::Soft(tau));
        }
        let beyond = axis.drag(&params, (1e9, 0.0)).unwrap();
        assert_eq!(beyond.temperature, Temperature::Soft(100.0));
        let more = nudge_tau(&params, 25.0).unwrap();
        assert_eq!(more.temperature, Temperature::Soft(5.0));
    }
}
