//! The discrete inverse transform: the cumulative sums of pi as a staircase, and the step that u hits.

use super::chapter::{arrow, grip, hollow, tag, with_uniform};
use super::focus::{Focus, Grab, Layer, Probe};
use super::histogram;
use super::marks::category_mark;
use super::notation::{self, number, readout};
use super::plot::{Scale, left_axis};
use super::surface::{Align, Face, Ink, Rect, Scene};
use super::theme::Theme;
use crate::distribution::Categorical;
use crate::explorer::{Explorer, Params};

struct Plan {
    /// The unit interval, cut by the cumulative sums.
    strip: Rect,
    panel: Rect,
    /// u to pixels.
    u: Scale,
    column: f64,
    /// c_0 = 0, c_1, …, c_K.
    sums: Vec<f64>,
    /// The category whose step u hits.
    hit: usize,
}

impl Plan {
    fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let (left, wide) = (theme.px(38.0), theme.px(14.0));
        let (top, bottom) = (theme.px(58.0), theme.px(28.0));
        let tall = (h - top - bottom).max(1.0);
        let strip = Rect::new(left, top, wide, tall);
        let from = strip.right() + theme.px(12.0);
        let panel = Rect::new(from, top, (w - from - theme.px(10.0)).max(1.0), tall);
        let probs = &explorer.law().probs;
        let mut sums = vec![0.0];
        let mut sum: f64 = 0.0;
        for p in probs {
            sum += p;
            sums.push(sum.min(1.0));
        }
        let u = explorer.params().u;
        let hit = Categorical::from_logits(&explorer.params().logits)
            .map_or(0, |law| law.inverse_transform(u));
        Plan {
            u: Scale::new((0.0, 1.0), (strip.bottom(), strip.y)),
            column: panel.w / probs.len() as f64,
            strip,
            panel,
            sums,
            hit,
        }
    }

    fn middle(&self, k: usize) -> f64 {
        self.panel.x + (k as f64 + 0.5) * self.column
    }

    fn step(&self, k: usize, theme: &Theme) -> Rect {
        let half = (self.column * 0.26).min(theme.px(26.0));
        let (low, high) = (self.u.at(self.sums[k]), self.u.at(self.sums[k + 1]));
        Rect::new(self.middle(k) - half, high, 2.0 * half, low - high)
    }
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let plan = Plan::new(explorer, size, theme);
    match layer {
        Layer::Ground => ground(&mut scene, explorer.params(), &plan, theme, focus),
        Layer::Live => {}
        Layer::Over => over(&mut scene, explorer.params(), &plan, theme, focus),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    left_axis(scene, theme, plan.strip, &plan.u, 0.0);
    let floor = plan.panel.bottom();
    scene.line(
        (plan.strip.x, floor),
        (plan.panel.right(), floor),
        theme.rule(),
        theme.hair(),
    );
    for (k, name) in params.names.iter().enumerate() {
        let strength = theme.presence(focus.category, k);
        let at = (plan.middle(k), floor);
        histogram::label(scene, theme, focus, k, name, at, plan.column);
        let (low, high) = (plan.u.at(plan.sums[k]), plan.u.at(plan.sums[k + 1]));
        // The step's share of the interval, and its height carried over.
        let part = Rect::new(plan.strip.x, high, plan.strip.w, low - high);
        hollow(scene, theme, k, part, strength);
        let step = plan.step(k, theme);
        let faint = Ink(theme.axis, 0.55);
        let guide = [(plan.strip.right(), high), (step.x, high)];
        scene.dashes(&guide, (theme.px(2.0), theme.px(3.0)), faint, theme.hair());
        // The tread up to the next step.
        let end = match params.logits.get(k + 1) {
            Some(_) => plan.step(k + 1, theme).x,
            None => plan.panel.right(),
        };
        scene.line(
            (step.right(), high),
            (end, high),
            theme.quiet(),
            theme.px(1.4),
        );
        hollow(scene, theme, k, step, strength);
        if low == high {
            // A step of no height is only walked over.
            let ends = ((step.x, high), (step.right(), high));
            scene.line(ends.0, ends.1, theme.quiet(), theme.px(1.4));
        }
    }
    let at = (theme.px(8.0), theme.px(15.0));
    let rule = "i = min{k : π_1 + … + π_k > u}";
    notation::set(scene, rule, at, Align::Left, theme.symbol(), theme.ink());
}

fn over(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    let (k, y) = (plan.hit, plan.u.at(params.u));
    let edge = Ink(theme.category_edge(k), 1.0);
    let step = plan.step(k, theme);
    let tint = Ink(theme.category(k), if theme.dark { 0.34 } else { 0.3 });
    scene.fill_rect(step, tint);
    scene.fill_rect(Rect::new(plan.strip.x, step.y, plan.strip.w, step.h), tint);
    let (x, width) = (plan.middle(k), theme.px(2.0));
    scene.line((plan.strip.x, y), (x, y), edge, width);
    let end = plan.panel.bottom() - theme.px(1.0);
    arrow(scene, theme, (x, y), (x, end), edge, width);
    category_mark(scene, theme, k, (x, y), theme.px(5.4), 1.0);
    grip(scene, theme, (plan.strip.x + plan.strip.w / 2.0, y));
    // What holds here: the sums on either side of u.
    let decimals = 3;
    let text = format!(
        "{} ≤ u = {} < {}",
        number(plan.sums[k], decimals),
        number(params.u, decimals),
        number(plan.sums[k + 1], decimals)
    );
    let at = (theme.px(8.0), theme.px(38.0));
    let end = notation::set(scene, &text, at, Align::Left, theme.symbol(), theme.ink());
    let start = (end + theme.px(12.0), at.1);
    notation::set(scene, "→", start, Align::Left, theme.symbol(), theme.ink());
    let start = (start.0 + theme.px(16.0), at.1);
    let room = plan.panel.right() - start.0;
    tag(scene, theme, params, k, start, room, 1.0);
    if let Some(c) = focus.category {
        let at = (
            plan.panel.right(),
            plan.u.at(plan.sums[c + 1]) - theme.px(9.0),
        );
        let text = number(plan.sums[c + 1], decimals);
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

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: (f64, f64)) -> Probe {
    let plan = Plan::new(explorer, size, theme);
    let params = explorer.params();
    let (names, reach) = (&params.names, theme.px(12.0));
    let on_strip = plan.strip.holds(at, reach) && at.0 < plan.panel.x;
    if on_strip || (at.1 - plan.u.at(params.u)).abs() < reach && at.0 < plan.panel.x + reach {
        let hit = plan.hit;
        return Probe {
            text: format!(
                "u = {} · i = {} · [{}, {})",
                readout(params.u),
                names[hit],
                readout(plan.sums[hit]),
                readout(plan.sums[hit + 1])
            ),
            category: Some(hit),
            grab: Some(Grab::Uniform),
        };
    }
    if at.0 < plan.panel.x || at.0 >= plan.panel.right() {
        return Probe::default();
    }
    let k = (((at.0 - plan.panel.x) / plan.column) as usize).min(names.len() - 1);
    Probe {
        text: format!(
            "π_{} = {} · [{}, {})",
            names[k],
            readout(explorer.law().probs[k]),
            readout(plan.sums[k]),
            readout(plan.sums[k + 1])
        ),
        category: Some(k),
        grab: None,
    }
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: (f64, f64),
) -> Option<Params> {
    (grab == Grab::Uniform)
        .then(|| Plan::new(explorer, size, theme).u.value(to.1))
        .and_then(|u| with_uniform(explorer.params(), u))
}
