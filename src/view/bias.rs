//! The cost of softness: E\[y\] - pi along the temperature, by quadrature.

use super::focus::{Focus, Grab, Layer, Probe};
use super::marks::category_mark;
use super::notation::{self, readout};
use super::parts::{self, TauAxis};
use super::plot::{Scale, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, Params, TEMPERATURE};

struct Plan {
    chart: Rect,
    tau: TauAxis,
    bias: Scale,
    /// The lowest number of the axis.
    least: f64,
    names: f64,
}

impl Plan {
    fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let (left, right) = (px(48.0), px(16.0));
        let (top, bottom) = (px(30.0), px(58.0));
        let chart = Rect::new(left, top, w - left - right, h - top - bottom);
        // At the right end lies the largest: 1/K - pi.
        let probs = &explorer.law().probs;
        let live = probs.iter().filter(|p| **p > 0.0).count().max(1) as f64;
        let end = |p: &f64| if *p > 0.0 { 1.0 / live - p } else { 0.0 };
        let lowest = probs.iter().map(end).fold(0.0, f64::min);
        let highest = probs.iter().map(end).fold(0.0, f64::max);
        let room = ((highest - lowest) * 0.08).max(0.01);
        let (lo, hi) = (lowest - room, highest + room);
        Plan {
            tau: TauAxis::new(chart),
            bias: Scale::new((lo, hi), (chart.bottom(), chart.y)),
            least: lo,
            names: h - px(14.0),
            chart,
        }
    }
}

/// The categories that can win.
fn live(params: &Params) -> impl Iterator<Item = usize> + '_ {
    (0..params.logits.len()).filter(|&k| params.logits[k].is_finite())
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let params = explorer.params();
    let plan = Plan::new(explorer, size, theme);
    match layer {
        Layer::Ground => ground(&mut scene, params, &plan, theme, focus),
        Layer::Live => measured(&mut scene, explorer, &plan, theme, focus),
        Layer::Over => over(&mut scene, explorer, &plan, theme, focus),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    left_axis(scene, theme, plan.chart, &plan.bias, plan.least);
    plan.tau.ground(scene, theme);
    let zero = plan.bias.at(0.0);
    let ends = ((plan.chart.x, zero), (plan.chart.right(), zero));
    scene.line(ends.0, ends.1, theme.quiet(), theme.hair());
    let at = (theme.px(8.0), plan.chart.y - theme.px(16.0));
    let size = theme.symbol();
    if !focus.hide_targets {
        notation::set(scene, "E[y_k] − π_k", at, Align::Left, size, theme.ink());
    }
    let ends = (theme.px(8.0), plan.chart.right() + theme.px(8.0));
    parts::names(scene, params, ends, plan.names, theme, focus);
}

/// The curve of category k: the cubic through the computed places, straight slopes between their
/// neighbours.
fn curve(curve: &[(f64, Vec<f64>)], k: usize, tau: f64) -> f64 {
    let last = curve.len() - 1;
    let place = libm::log(tau / curve[0].0) / libm::log(curve[last].0 / curve[0].0) * last as f64;
    let i = (place.max(0.0) as usize).min(last - 1);
    let t = place - i as f64;
    let y = |j: usize| curve[j.min(last)].1[k];
    let slope = |j: usize| {
        let (a, b) = (j.saturating_sub(1), (j + 1).min(last));
        (y(b) - y(a)) / (b - a) as f64
    };
    let (a, b) = (y(i), y(i + 1));
    let (da, db) = (slope(i), slope(i + 1));
    let c = 3.0 * (b - a) - 2.0 * da - db;
    let d = 2.0 * (a - b) + da + db;
    a + t * (da + t * (c + t * d))
}

fn over(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let (params, law) = (explorer.params(), explorer.law());
    let means = explorer.mean_curve();
    for k in live(params) {
        let strength = theme.presence(focus.category, k);
        let points = plan.tau.along().map(|tau| {
            let bias = curve(means, k, tau) - law.probs[k];
            (plan.tau.x(tau), plan.bias.at(bias))
        });
        let ink = Ink(theme.category_edge(k), strength);
        scene.path(points, ink, theme.px(2.0));
    }
    plan.tau.over(scene, params, theme);
    let x = plan.tau.present(params);
    for k in live(params) {
        let at = (x, plan.bias.at(law.mean[k] - law.probs[k]));
        let ink = Ink(theme.category_edge(k), theme.presence(focus.category, k));
        scene.ring(at, theme.px(6.0), ink, theme.px(1.5));
        let bias = curve(means, k, TEMPERATURE.max) - law.probs[k];
        let end = (plan.chart.right(), plan.bias.at(bias));
        category_mark(scene, theme, k, end, theme.px(4.4), ink.1);
    }
}

/// The means of the samples at the present temperature, with two standard errors either way.
fn measured(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let (params, law) = (explorer.params(), explorer.law());
    let soft = &explorer.tally().soft;
    let x = plan.tau.present(params);
    if params.temperature.tau().is_none() {
        return;
    }
    // All of them, or of many the one that is looked at.
    let chosen = focus.category.unwrap_or(params.category);
    for k in live(params).filter(|&k| k == chosen || params.logits.len() <= 3) {
        let Some(mean) = soft.mean(k) else { continue };
        let strength = theme.presence(focus.category, k);
        let at = |y: f64| plan.bias.held(y - law.probs[k]);
        if let Some(error) = soft.standard_error(k) {
            let (top, bottom) = (at(mean + 2.0 * error), at(mean - 2.0 * error));
            let band = Rect::new(x - theme.px(6.0), top, theme.px(12.0), bottom - top);
            scene.fill_rect(band, Ink(theme.category(k), 0.3 * strength));
        }
        category_mark(scene, theme, k, (x, at(mean)), theme.px(4.4), strength);
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let (params, law) = (explorer.params(), explorer.law());
    let plan = Plan::new(explorer, size, theme);
    let grab = plan.tau.grab(params, theme, at);
    if !plan.chart.holds(at, theme.px(4.0)) {
        return grab.unwrap_or_default();
    }
    // Near the present temperature the exact means there, elsewhere the curve.
    let means = explorer.mean_curve();
    let tau = plan.tau.tau(at.0);
    let mean = |k: usize| match grab {
        Some(_) => law.mean[k],
        None => curve(means, k, tau),
    };
    let distance = |k: usize| (plan.bias.at(mean(k) - law.probs[k]) - at.1).abs();
    let Some(k) = live(params).min_by(|&a, &b| distance(a).total_cmp(&distance(b))) else {
        return grab.unwrap_or_default();
    };
    let name = &params.names[k];
    let tau = match grab {
        Some(_) => parts::tau_is(params.temperature),
        None => format!("τ = {}", notation::plain(tau)),
    };
    let (e, p) = (readout(mean(k)), readout(law.probs[k]));
    Probe {
        text: format!(
            "{tau} · E[y_{name}] − π_{name} = {e} − {p} = {}",
            readout(mean(k) - law.probs[k])
        ),
        category: Some(k),
        grab: grab.and_then(|grab| grab.grab),
    }
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    let plan = Plan::new(explorer, size, theme);
    (grab == Grab::Temperature)
        .then(|| plan.tau.drag(explorer.params(), to))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::GumbelSoftmax;
    use crate::explorer::Params;

    #[test]
    fn the_curve_between_its_places_is_the_mean() {
        for logits in [
            vec![2.0, 1.0, 0.1],
            vec![10.0, -10.0, 9.0, 0.0],
            vec![3.0, 0.0],
        ] {
            let mut params = Params::default();
            params.set_categories(logits.len());
            params.logits = logits.clone();
            let explorer = Explorer::new(params);
            for tau in [0.01, 0.013, 0.07, 0.31, 0.5, 1.0, 2.2, 7.7, 23.0, 100.0] {
                let exact = GumbelSoftmax::new(&logits, tau).unwrap().mean();
                for (k, exact) in exact.iter().enumerate() {
                    let got = curve(explorer.mean_curve(), k, tau);
                    // Half a pixel of a chart 400 pixels high.
                    assert!((got - exact).abs() < 1.25e-3, "{tau} {k}: {got} {exact}");
                }
            }
        }
    }
}
