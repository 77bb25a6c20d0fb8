//! Going backwards: the winner is given, the largest comes from Gumbel(ln Z), and the others from
//! their Gumbels truncated there (`[MT]`, top-down). With none given, the draw as it was.

use super::focus::{Focus, Layer};
use super::marks::{bar, category_mark};
use super::notation::{self, number};
use super::parts;
use super::plot::{Scale, beyond, ticks};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::{Categorical, Gumbel};
use crate::explorer::{Draw, Explorer, Params};
use crate::softmax::{argmax, softmax};

/// Bins of the dots' maxima.
const BINS: usize = 28;

pub(super) struct Plan {
    /// The law of the largest, lying on its side.
    pub(super) law: Rect,
    /// The strips of l + g and of y.
    pub(super) perturbed: Rect,
    soft: Rect,
    pub(super) value: Scale,
    y: Scale,
    column: f64,
    names: f64,
    /// Ends of the values.
    ends: (f64, f64),
}

impl Plan {
    pub(super) fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let params = explorer.params();
        let (left, right) = (px(32.0), px(6.0));
        let side = (w * 0.2).clamp(px(48.0), px(150.0));
        let (top, title, bottom) = (px(54.0), px(34.0), px(10.0));
        let room = (h - top - title - bottom).max(2.0);
        let law = Rect::new(left, top, side, room * 0.74);
        let x = law.right() + px(10.0);
        let perturbed = Rect::new(x, top, w - right - x, law.h);
        let soft = Rect::new(x, perturbed.bottom() + title, perturbed.w, room * 0.26);
        let finite = || params.logits.iter().copied().filter(|l| l.is_finite());
        let ends = (
            finite().fold(f64::INFINITY, f64::min) - 2.0,
            explorer.law().ln_z + 5.5,
        );
        Plan {
            value: Scale::new(ends, (law.bottom(), law.y)),
            y: Scale::new((0.0, 1.0), (soft.bottom(), soft.y)),
            column: perturbed.w / params.logits.len() as f64,
            names: px(13.0),
            law,
            perturbed,
            soft,
            ends,
        }
    }

    fn middle(&self, k: usize) -> f64 {
        self.perturbed.x + (k as f64 + 0.5) * self.column
    }

    pub(super) fn column_at(&self, x: f64, categories: usize) -> Option<usize> {
        let place = (x - self.perturbed.x) / self.column;
        (place >= 0.0 && place < categories as f64).then_some(place as usize)
    }
}

/// The winner that is given; None where the draw is as it was.
fn given(params: &Params) -> Option<usize> {
    let k = params.given.checked_sub(1)?;
    params.logits.get(k).filter(|l| l.is_finite())?;
    Some(k)
}

/// The perturbed logits of the draw's noise, given the winner.
pub(super) fn perturbed(params: &Params, draw: &Draw) -> Vec<f64> {
    let law = given(params).and_then(|k| Some((k, Categorical::from_logits(&params.logits).ok()?)));
    match law {
        Some((k, law)) => law.top_down(k, &draw.gumbel_noise),
        None => draw.perturbed_logits.clone(),
    }
}

pub(super) fn soft(params: &Params, perturbed: &[f64]) -> Vec<f64> {
    match params.temperature.tau() {
        Some(tau) => softmax(&perturbed.iter().map(|p| p / tau).collect::<Vec<_>>()),
        None => {
            let mut hot = vec![0.0; perturbed.len()];
            hot[argmax(perturbed)] = 1.0;
            hot
        }
    }
}

/// The density of the largest.
pub(super) fn largest(explorer: &Explorer) -> Gumbel {
    Gumbel::new(explorer.law().ln_z, 1.0).unwrap_or_default()
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
        Layer::Live => {
            maxima(&mut scene, explorer, &plan, theme, focus);
            if let Some(draw) = explorer.draw() {
                columns(&mut scene, params, draw, &plan, theme, focus);
            }
        }
        Layer::Over => over(&mut scene, explorer, &plan, theme),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    let (size, ink) = (theme.symbol(), theme.ink());
    let write = |scene: &mut Scene, text: &str, x: f64, r: Rect| {
        let at = (x, r.y - theme.px(15.0));
        notation::set(scene, text, at, Align::Left, size, ink);
    };
    let (values, decimals) = ticks(plan.ends.0, plan.ends.1, 5.0);
    for v in values {
        let y = plan.value.at(v);
        let rule = Ink(theme.axis, if v == 0.0 { 1.0 } else { 0.4 });
        let ends = ((plan.law.x, y), (plan.perturbed.right(), y));
        scene.line(ends.0, ends.1, rule, theme.hair());
        let at = (plan.law.x - theme.px(5.0), y);
        let text = number(v, decimals);
        scene.text(
            text,
            at,
            Align::Right,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
    let r = plan.law;
    scene.line((r.x, r.y), (r.x, r.bottom()), theme.rule(), theme.hair());
    write(scene, "max", theme.px(8.0), r);
    write(scene, "l + g", plan.perturbed.x, plan.perturbed);
    let title = format!("y,  {}", parts::tau_is(params.temperature));
    write(scene, &title, plan.soft.x, plan.soft);
    for v in [0.0, 1.0] {
        let y = plan.y.at(v);
        let rule = Ink(theme.axis, if v == 0.0 { 1.0 } else { 0.45 });
        scene.line((plan.soft.x, y), (plan.soft.right(), y), rule, theme.hair());
        let at = (plan.soft.x - theme.px(5.0), y);
        let text = number(v, 0);
        scene.text(
            text,
            at,
            Align::Right,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
    // The winner that is given stands on a tint, its name in a frame.
    if let Some(k) = given(params) {
        let wide = plan.column.min(theme.px(120.0)) - theme.px(2.0);
        let top = theme.px(2.0);
        let x = plan.middle(k) - wide / 2.0;
        let band = Rect::new(x, top, wide, plan.soft.bottom() - top);
        let tint = Ink(theme.category(k), if theme.dark { 0.2 } else { 0.1 });
        scene.fill_rect(band, tint);
        let tab = Rect::new(x, top, wide, theme.px(22.0));
        let edge = Ink(theme.category_edge(k), 1.0);
        scene.outline_rect(tab, edge, theme.px(1.6));
    }
    let ends = (plan.perturbed.x, plan.perturbed.right());
    parts::names(scene, params, ends, plan.names, theme, focus);
}

/// The maxima of the dots: of all, or of those that the given winner won.
fn maxima(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let chosen = given(explorer.params());
    let (lo, hi) = plan.ends;
    let mut counts = [0.0; BINS];
    let mut total = 0.0;
    let dots = explorer.dots().iter();
    for dot in dots.filter(|d| chosen.is_none_or(|k| usize::from(d.winner) == k)) {
        total += 1.0;
        let place = (f64::from(dot.maximum) - lo) / (hi - lo) * BINS as f64;
        if place >= 0.0 && place < BINS as f64 {
            counts[place as usize] += 1.0;
        }
    }
    if total == 0.0 {
        return;
    }
    let ink = match chosen {
        Some(k) => Ink(theme.category(k), 0.6 * theme.presence(focus.category, k)),
        None => Ink(theme.measured, if theme.dark { 0.75 } else { 0.55 }),
    };
    let width = (hi - lo) / BINS as f64;
    let scale = densities(plan);
    for (i, count) in counts.iter().enumerate().filter(|(_, c)| **c > 0.0) {
        let (from, to) = (lo + width * i as f64, lo + width * (i + 1) as f64);
        let density = count / total / width;
        let (top, bottom) = (plan.value.at(to), plan.value.at(from));
        let long = scale.held(density) - plan.law.x;
        scene.fill_rect(Rect::new(plan.law.x, top, long, bottom - top), ink);
    }
}

fn densities(plan: &Plan) -> Scale {
    Scale::new((0.0, 0.46), (plan.law.x, plan.law.right()))
}

fn over(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme) {
    let law = largest(explorer);
    let scale = densities(plan);
    let (lo, hi) = plan.ends;
    let points = (0..=120).map(|i| {
        let v = lo + (hi - lo) * f64::from(i) / 120.0;
        (scale.at(law.pdf(v)), plan.value.at(v))
    });
    scene.path(points, theme.ink(), theme.pen());
    // Its mode, ln Z.
    let z = explorer.law().ln_z;
    let at = (plan.law.x, plan.value.at(z));
    scene.disc(at, theme.px(3.2), Ink(theme.background, 1.0));
    scene.ring(at, theme.px(3.2), theme.ink(), theme.pen());
}

fn columns(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
) {
    let values = perturbed(params, draw);
    let y = soft(params, &values);
    let winner = argmax(&values);
    let most = values[winner];
    let level = plan.value.held(most);
    let strip = plan.perturbed;
    // Above the largest nothing can lie.
    let cut = Rect::new(strip.x, strip.y, strip.w, level - strip.y);
    if given(params).is_some() {
        scene.fill_rect(cut, Ink(theme.muted, 0.1));
    }
    let ends = [(plan.law.x, level), (strip.right(), level)];
    scene.dashes(
        &ends,
        (theme.px(3.0), theme.px(3.0)),
        theme.ink(),
        theme.pen(),
    );
    let edge = Ink(theme.category_edge(winner), 1.0);
    scene.disc((plan.law.x, level), theme.px(5.2), edge);
    scene.disc(
        (plan.law.x, level),
        theme.px(3.8),
        Ink(theme.category(winner), 1.0),
    );
    let half = (plan.column * 0.2).clamp(theme.px(2.0), theme.px(9.5));
    for (k, &value) in values.iter().enumerate() {
        let strength = theme.presence(focus.category, k);
        let edge = Ink(theme.category_edge(k), strength);
        let x = plan.middle(k);
        if value.is_finite() {
            if given(params).is_some() && k != winner && !focus.hide_targets {
                truncated(scene, params.logits[k], most, (x, plan), edge, theme);
            }
            let at = (x, plan.value.held(value));
            category_mark(scene, theme, k, at, theme.px(4.8), strength);
            if k == winner {
                scene.ring(at, theme.px(8.5), theme.ink(), theme.pen());
            }
            if value < plan.ends.0 {
                beyond(scene, theme, (x, strip.bottom() + theme.px(8.0)), -1.0);
            }
        } else {
            let at = (x, strip.bottom() - theme.px(8.0));
            let ink = Ink(theme.text, strength);
            notation::set(scene, "−∞", at, Align::Centre, theme.symbol(), ink);
        }
        let top = plan.y.at(y[k]);
        let ends = (x - half * 1.3, x + half * 1.3);
        bar(scene, theme, k, ends, (top, plan.soft.bottom()), strength);
    }
}

/// The density of Gumbel(l, 1) below the largest, lying on its side beside its column's middle.
fn truncated(
    scene: &mut Scene,
    logit: f64,
    most: f64,
    (x, plan): (f64, &Plan),
    edge: Ink,
    theme: &Theme,
) {
    let Ok(law) = Gumbel::new(logit, 1.0) else {
        return;
    };
    let room = plan.column * 0.5 - theme.px(3.0);
    if room < theme.px(6.0) {
        return;
    }
    let top = most.min(plan.ends.1);
    let below = law.ln_cdf(most);
    let density = |v: f64| libm::exp(law.ln_pdf(v) - below);
    let values: Vec<f64> = (0..=60)
        .map(|i| plan.ends.0 + (top - plan.ends.0) * f64::from(i) / 60.0)
        .collect();
    let highest = values.iter().map(|&v| density(v)).fold(0.36, f64::max);
    let place = |v: f64| (x + room * density(v) / highest, plan.value.at(v));
    let mut outline: Vec<Point> = values.iter().map(|&v| place(v)).collect();
    outline.push((x, plan.value.at(top)));
    scene.path(outline, edge, theme.px(1.3));
    scene.line(
        (x, plan.value.at(plan.ends.0)),
        (x, plan.value.at(top)),
        edge,
        theme.px(0.8),
    );
}

pub(super) fn height(width: f64) -> f64 {
    (width * 0.7).clamp(400.0, 480.0)
}
