//! Three comparisons: counts with pi, means with E\[y\] and pi, a marginal with its density.

use super::focus::{Focus, Layer};
use super::marginal;
use super::marks::{bar, category_mark, expectation};
use super::notation;
use super::plot::{Scale, beyond, left_axis};
use super::present_draw;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::Explorer;

/// From this width on the three stand side by side.
pub(super) const WIDE: f64 = 560.0;

/// Where everything lies.
pub(super) struct Plan {
    /// Counts, means, marginal.
    pub(super) panels: [Rect; 3],
    /// Of the first two.
    pub(super) probability: [Scale; 2],
    pub(super) column: f64,
}

impl Plan {
    pub(super) fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let (title, left, below, right) = (px(34.0), px(40.0), px(26.0), px(13.0));
        let panels = if w >= WIDE * theme.px(1.0) {
            let each = w / 3.0;
            core::array::from_fn(|i| {
                let x = each * i as f64 + left;
                Rect::new(x, title, each - left - right, h - title - below - px(12.0))
            })
        } else {
            let each = h / 3.0;
            core::array::from_fn(|i| {
                let y = each * i as f64 + title;
                Rect::new(left, y, w - left - right, each - title - below)
            })
        };
        let law = explorer.law();
        let most = law
            .probs
            .iter()
            .chain(&law.mean)
            .fold(0.0f64, |a, &b| a.max(b));
        let top = [0.25, 0.5, 0.75, 1.0]
            .into_iter()
            .find(|t| most * 1.15 <= *t)
            .unwrap_or(1.0);
        let probability = core::array::from_fn(|i: usize| {
            let p: &Rect = &panels[i];
            Scale::new((0.0, top), (p.bottom(), p.y))
        });
        Plan {
            panels,
            probability,
            column: panels[0].w / law.probs.len() as f64,
        }
    }

    pub(super) fn middle(&self, panel: usize, k: usize) -> f64 {
        self.panels[panel].x + (k as f64 + 0.5) * self.column
    }

    fn half(&self, theme: &Theme) -> f64 {
        (self.column * 0.34).min(theme.px(26.0))
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
        Layer::Ground => ground(&mut scene, explorer, &plan, theme, focus),
        Layer::Live => {
            counts(&mut scene, explorer, &plan, theme, focus);
            means(&mut scene, explorer, &plan, theme, focus);
            marginal::live(&mut scene, explorer, plan.panels[2], theme);
            if focus.mark_draw {
                present_draw::on_bars(&mut scene, explorer, &plan, theme);
            }
        }
        Layer::Over => {
            targets(&mut scene, explorer, &plan, theme, focus);
            marginal::over(&mut scene, explorer, plan.panels[2], theme, focus);
        }
    }
    scene
}

fn ground(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let params = explorer.params();
    for i in 0..2 {
        let panel = plan.panels[i];
        left_axis(scene, theme, panel, &plan.probability[i], 0.0);
        let (a, b) = ((panel.x, panel.bottom()), (panel.right(), panel.bottom()));
        scene.line(a, b, theme.rule(), theme.hair());
        for (k, name) in params.names.iter().enumerate() {
            label(
                scene,
                theme,
                focus,
                k,
                name,
                (plan.middle(i, k), panel.bottom()),
                plan.column,
            );
        }
    }
    // The signs: filled is measured, hollow is exact.
    let keys: [&[(Sign, &str)]; 2] = [
        &[(Sign::Bar, "N_k/N"), (Sign::Target, "π_k")],
        &[
            (Sign::Bar, "ȳ_k"),
            (Sign::Mean, "E[y_k]"),
            (Sign::Target, "π_k"),
        ],
    ];
    for (panel, signs) in plan.panels.iter().zip(keys) {
        let (mut x, y) = (panel.x - theme.px(34.0), panel.y - theme.px(20.0));
        let signs = signs
            .iter()
            .filter(|(sign, _)| sign.is_measured() || !focus.hide_targets);
        for (sign, text) in signs {
            sign.draw(scene, theme, (x + theme.px(6.0), y));
            let at = (x + theme.px(16.0), y);
            x = notation::set(scene, text, at, Align::Left, theme.symbol(), theme.ink());
            x += theme.px(13.0);
        }
    }
    marginal::ground(scene, explorer, plan.panels[2], theme);
}

#[derive(Clone, Copy)]
enum Sign {
    Bar,
    Target,
    Mean,
}

impl Sign {
    fn is_measured(self) -> bool {
        matches!(self, Sign::Bar)
    }

    fn draw(self, scene: &mut Scene, theme: &Theme, at: Point) {
        let r = theme.px(4.5);
        let square = Rect::new(at.0 - r, at.1 - r, 2.0 * r, 2.0 * r);
        match self {
            Sign::Bar => scene.fill_rect(square, Ink(theme.measured, 1.0)),
            Sign::Target => scene.outline_rect(square, theme.ink(), theme.px(1.5)),
            Sign::Mean => expectation(scene, theme, at, theme.ink()),
        }
    }
}

/// A category under its column: mark and name where there is room, else the name alone.
pub(super) fn label(
    scene: &mut Scene,
    theme: &Theme,
    focus: &Focus,
    k: usize,
    name: &str,
    (x, y): Point,
    column: f64,
) {
    let y = y + theme.px(13.0);
    let size = theme.px(13.0);
    let face = if focus.category == Some(k) {
        Face::Bold
    } else {
        Face::Sans
    };
    let strength = theme.presence(focus.category, k);
    let ink = Ink(theme.category_text(k), 1.0);
    if column > theme.px(34.0) {
        let text = notation::fit(name, face, size, column - theme.px(18.0));
        let w = notation::text_width(&text, face, size);
        let start = x - w / 2.0;
        category_mark(
            scene,
            theme,
            k,
            (start - theme.px(1.0), y),
            theme.px(4.2),
            strength,
        );
        scene.text(
            text,
            (start + theme.px(7.0), y),
            Align::Left,
            face,
            size,
            ink,
        );
    } else {
        let text = notation::fit(name, face, size, column - theme.px(2.0));
        scene.text(text, (x, y), Align::Centre, face, size, ink);
    }
}

/// A band of two standard errors about an exact value.
fn band(
    scene: &mut Scene,
    theme: &Theme,
    scale: &Scale,
    (x0, x1): (f64, f64),
    (centre, error): (f64, f64),
    strength: f64,
) {
    let (top, bottom) = (
        scale.held(centre + 2.0 * error),
        scale.held(centre - 2.0 * error),
    );
    let r = Rect::new(x0, top, x1 - x0, (bottom - top).max(0.5));
    scene.fill_rect(r, Ink(theme.text, 0.24 * strength));
}

/// A measured bar, cut with a sign where it leaves the panel.
fn measured(
    scene: &mut Scene,
    theme: &Theme,
    scale: &Scale,
    (k, x, half): (usize, f64, f64),
    value: f64,
    strength: f64,
) {
    bar(
        scene,
        theme,
        k,
        (x - half, x + half),
        (scale.held(value), scale.at(0.0)),
        strength * 0.8,
    );
    if value > scale.top() * 1.0001 {
        beyond(
            scene,
            theme,
            (x, scale.at(scale.top()) - theme.px(4.0)),
            1.0,
        );
    }
}

fn counts(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let hard = &explorer.tally().hard;
    if hard.n == 0 {
        return;
    }
    let (n, half, scale) = (hard.n as f64, plan.half(theme), &plan.probability[0]);
    for (k, (&count, &p)) in hard.counts.iter().zip(&explorer.law().probs).enumerate() {
        let strength = theme.presence(focus.category, k);
        let x = plan.middle(0, k);
        measured(
            scene,
            theme,
            scale,
            (k, x, half),
            count as f64 / n,
            strength,
        );
        if focus.hide_targets {
            continue;
        }
        let error = libm::sqrt(p * (1.0 - p) / n);
        let wide = half * 1.3;
        band(
            scene,
            theme,
            scale,
            (x - wide, x + wide),
            (p, error),
            strength,
        );
    }
}

fn means(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let soft = &explorer.tally().soft;
    let (half, scale) = (plan.half(theme), &plan.probability[1]);
    for k in 0..explorer.law().probs.len() {
        let Some(mean) = soft.mean(k) else {
            return;
        };
        let strength = theme.presence(focus.category, k);
        let x = plan.middle(1, k);
        measured(scene, theme, scale, (k, x, half), mean, strength);
        if let Some(error) = soft.standard_error(k) {
            let wide = half * 1.3;
            band(
                scene,
                theme,
                scale,
                (x - wide, x + wide),
                (mean, error),
                strength,
            );
        }
    }
}

fn targets(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let law = explorer.law();
    ghost(scene, explorer, plan, theme, focus.hide_targets);
    if focus.hide_targets {
        return;
    }
    let half = plan.half(theme);
    for k in 0..law.probs.len() {
        let strength = theme.presence(focus.category, k);
        let edge = Ink(theme.category_edge(k).mix(theme.text, 0.25), strength);
        let heavy = theme.px(if focus.category == Some(k) { 2.6 } else { 1.6 });
        for panel in 0..2 {
            let (x, scale) = (plan.middle(panel, k), &plan.probability[panel]);
            let (top, base) = (scale.held(law.probs[k]), scale.at(0.0));
            scene.outline_rect(
                Rect::new(x - half, top, 2.0 * half, base - top),
                edge,
                heavy,
            );
            if panel == 0 && law.logits[k].is_finite() {
                grip(scene, theme, (x, top), half, edge);
            } else if panel == 1 && law.temperature.tau().is_some() {
                let at = (x, scale.held(law.mean[k]));
                expectation(scene, theme, at, Ink(theme.text, strength));
            }
        }
    }
}

/// The handle on a target's top.
fn grip(scene: &mut Scene, theme: &Theme, (x, y): Point, half: f64, ink: Ink) {
    let r = half.min(theme.px(9.0)) * 0.75;
    let tall = theme.px(2.6);
    let bar = Rect::new(x - r, y - tall, 2.0 * r, 2.0 * tall);
    scene.fill_rect(bar, Ink(theme.background, 1.0));
    scene.outline_rect(bar, ink, theme.px(1.4));
}

/// The pinned setting: its target dashed, its counts as a short rule.
fn ghost(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, hidden: bool) {
    let Some(pinned) = explorer
        .pinned()
        .filter(|p| p.law.probs.len() == explorer.law().probs.len())
    else {
        return;
    };
    let half = plan.half(theme) * 1.18;
    let tally = pinned.run.tally();
    let total = tally.hard.n;
    for k in 0..pinned.law.probs.len() {
        let values = [
            (
                pinned.law.probs[k],
                (total > 0).then(|| tally.hard.counts[k] as f64 / total as f64),
            ),
            (pinned.law.mean[k], tally.soft.mean(k)),
        ];
        for (panel, (target, seen)) in values.into_iter().enumerate() {
            let (x, scale) = (plan.middle(panel, k), &plan.probability[panel]);
            let (top, base) = (scale.held(target), scale.at(0.0));
            let outline = [
                (x - half, base),
                (x - half, top),
                (x + half, top),
                (x + half, base),
            ];
            let dash = (theme.px(4.0), theme.px(3.0));
            if !hidden {
                scene.dashes(&outline, dash, theme.ghost(), theme.px(1.3));
            }
            if let Some(seen) = seen {
                let y = scale.held(seen);
                for x in [x - half - theme.px(2.0), x + half - theme.px(2.0)] {
                    scene.line((x, y), (x + theme.px(4.0), y), theme.ghost(), theme.px(2.6));
                }
            }
        }
    }
}
