//! Descent with several estimators from one start on one noise: losses against steps, the temperature under them, and the
//! paths on the simplex.
//!
//! Solid is E\[f(z)\], exact, with a band of one standard deviation over the replicates; dashed is f(y), what the relaxation
//! believes. What lies behind the cursor is faint. Under a schedule that anneals, dotted is E\[f(z)\] of the same
//! estimator at the first temperature throughout.

use super::chapter::grip;
use super::descent_labels::{Label, directly, label};
use super::descent_paths;
use super::estimator_style::style;
use super::focus::{Focus, Layer};
use super::notation::{self, number};
use super::parts::clipped;
use super::plot::{Scale, bottom_axis, left_axis, ticks};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, Params};
use crate::gradient::{Band, Estimator, Race};

/// From this width on the simplex stands beside the curves.
const WIDE: f64 = 640.0;
/// Places along a curve.
const PLACES: usize = 120;

pub(super) struct Plan {
    pub(super) losses: Rect,
    pub(super) schedule: Rect,
    pub(super) simplex: Rect,
    /// Steps to pixels.
    pub(super) step: Scale,
    steps: usize,
}

impl Plan {
    pub(super) fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let wide = w >= px(WIDE);
        let (left, label) = (px(46.0), px(100.0));
        let panels = if wide { w * 0.62 } else { w };
        let across = (panels - left - label).max(1.0);
        let (top, title, bottom) = (px(30.0), px(28.0), px(40.0));
        let room = if wide { h } else { h * 0.56 } - top - title - bottom;
        let losses = Rect::new(left, top, across, room.max(2.0) * 0.76);
        let schedule = Rect::new(left, losses.bottom() + title, across, room.max(2.0) * 0.24);
        let under = schedule.bottom() + bottom;
        let simplex = if wide {
            let x = panels + px(14.0);
            Rect::new(x, px(30.0), w - x - px(14.0), h - px(64.0))
        } else {
            Rect::new(
                px(16.0),
                under + px(24.0),
                w - px(32.0),
                h - under - px(50.0),
            )
        };
        Plan {
            step: Scale::new((0.0, f64::from(params.steps)), (left, left + across)),
            steps: params.steps as usize,
            losses,
            schedule,
            simplex,
        }
    }

    /// The step nearest to a place.
    pub(super) fn step_near(&self, x: f64) -> usize {
        let t = self.step.value(x).clamp(0.0, self.steps as f64);
        libm::round(t) as usize
    }
}

/// Loss to pixels: from the best corner, or below where a relaxed loss is lower, up to the start and the bands.
pub(super) fn scale(explorer: &Explorer, plan: &Plan) -> Scale {
    let problem = explorer.problem();
    let k = problem.categories();
    let corners = (0..k).filter(|i| problem.logits()[*i].is_finite());
    let corners: Vec<f64> = corners.map(|i| problem.objective().corner(i)).collect();
    let start = problem.expected();
    let reward = problem.objective().is_reward();
    let far = |a: f64, b: f64| if reward { a.max(b) } else { a.min(b) };
    let best = corners.into_iter().fold(start, far);
    let (mut low, mut high) = (best.min(start), best.max(start));
    if let Some(race) = explorer.race() {
        for e in 0..race.settings().entrants().count() {
            for t in places(race.steps()) {
                for band in [race.expected_at(e, t), believed(race, e, t)]
                    .into_iter()
                    .flatten()
                {
                    let reach = band.deviation.min((high - low).max(1e-9));
                    (low, high) = (
                        low.min(band.mean - 0.2 * reach),
                        high.max(band.mean + 0.2 * reach),
                    );
                }
            }
        }
    }
    let room = ((high - low) * 0.08)
        .max(high.abs().max(low.abs()) * 1e-3)
        .max(1e-9);
    Scale::new(
        (low - room, high + room),
        (plan.losses.bottom(), plan.losses.y),
    )
}

/// Steps at which a curve is drawn.
fn places(steps: usize) -> impl Iterator<Item = usize> {
    let count = steps.min(PLACES);
    (0..=count).map(move |i| i * steps / count.max(1))
}

/// The relaxed loss about step t, of those that descend it under the schedule: a mean over the steps around, since each has few rows.
pub(super) fn believed(race: &Race, e: usize, t: usize) -> Option<Band> {
    let descends = [
        Estimator::GumbelSoftmax,
        Estimator::StraightThroughGumbelSoftmax,
    ];
    let annealing = race.settings().estimators.get(e);
    if !annealing.is_some_and(|estimator| descends.contains(estimator)) {
        return None;
    }
    let around = race.settings().steps / 40;
    let bands = t.saturating_sub(around)..=t + around;
    let means = bands
        .filter_map(|t| race.relaxed_at(e, t))
        .map(|band| band.mean);
    let (count, sum) = means.fold((0.0, 0.0), |(n, sum), v| (n + 1.0, sum + v));
    let mean = sum / count;
    (count > 0.0 && mean.is_finite()).then_some(Band {
        mean,
        deviation: 0.0,
    })
}

/// A line of one that is not annealed.
pub(super) fn dotted(scene: &mut Scene, points: &[Point], ink: Ink, theme: &Theme) {
    scene.dashes(points, (theme.px(1.6), theme.px(3.2)), ink, theme.px(1.6));
}

/// The first step at which a replicate diverged.
pub(super) fn diverged(race: &Race, e: usize) -> Option<usize> {
    race.descents(e)
        .iter()
        .filter_map(|run| run.diverged())
        .min()
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
    let plan = Plan::new(params, size, theme);
    match layer {
        Layer::Ground => {
            ground(&mut scene, params, &plan, theme);
            descent_paths::ground(&mut scene, params, plan.simplex, theme, focus);
        }
        Layer::Live => {
            let loss = scale(explorer, &plan);
            left_axis(
                &mut scene,
                theme,
                plan.losses,
                &loss,
                loss.value(plan.losses.bottom()),
            );
            if let Some(race) = explorer.race() {
                curves(&mut scene, params, race, &plan, &loss, theme);
                descent_paths::paths(&mut scene, params, race, plan.simplex, theme);
            }
        }
        Layer::Over => over(&mut scene, params, &plan, theme),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let (size, ink) = (theme.symbol(), theme.ink());
    // The two losses, each after a piece of its line.
    let y = px(13.0);
    let width = px(2.0);
    scene.line((px(4.0), y), (px(20.0), y), ink, width);
    let x = notation::set(scene, "E[f(z)]", (px(24.0), y), Align::Left, size, ink);
    let dash = [(x + px(12.0), y), (x + px(30.0), y)];
    scene.dashes(&dash, (px(5.0), px(3.0)), ink, width);
    notation::set(scene, "f(y)", (x + px(34.0), y), Align::Left, size, ink);
    let last = f64::from(params.steps);
    bottom_axis(
        scene,
        theme,
        plan.schedule.bottom(),
        (0.0, last),
        &plan.step,
    );
    let at = (
        plan.schedule.x + plan.schedule.w / 2.0,
        plan.schedule.bottom() + px(31.0),
    );
    notation::set(scene, "t", at, Align::Centre, size, ink);
    temperatures(scene, params, plan, theme);
}

/// The schedule, from 0 to its highest; where its floor holds, on a thicker line.
fn temperatures(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme) {
    let schedule = params.schedule_of();
    let steps = params.steps as usize;
    let r = plan.schedule;
    let top = schedule.at(0, steps).temperature * 1.15;
    let scale = Scale::new((0.0, top), (r.bottom(), r.y));
    let (values, decimals) = ticks(0.0, top, 2.0);
    for v in values {
        let y = scale.at(v);
        scene.line(
            (r.x, y),
            (r.right(), y),
            Ink(theme.axis, 0.45),
            theme.hair(),
        );
        let at = (r.x - theme.px(7.0), y);
        let text = number(v, decimals);
        let (small, quiet) = (theme.small(), theme.quiet());
        scene.text(text, at, Align::Right, Face::Sans, small, quiet);
    }
    let at = (theme.px(4.0), r.y - theme.px(12.0));
    notation::set(scene, "τ", at, Align::Left, theme.symbol(), theme.ink());
    let points = |from: usize, to: usize| {
        (0..=PLACES).map(move |i| {
            let t = from + i * (to - from) / PLACES;
            (
                plan.step.at(t as f64),
                scale.at(schedule.at(t, steps).temperature),
            )
        })
    };
    let constant = schedule.not_annealed();
    if constant != schedule {
        let y = scale.at(constant.at(0, steps).temperature);
        dotted(scene, &[(r.x, y), (r.right(), y)], theme.ink(), theme);
        let at = (r.right() + theme.px(21.0), y);
        let size = theme.px(12.5);
        scene.text("τ₀", at, Align::Left, Face::Sans, size, theme.ink());
    }
    scene.path(points(0, steps), theme.ink(), theme.pen());
    if let Some(first) = schedule.first_floored(steps) {
        scene.path(points(first, steps), theme.ink(), theme.px(3.4));
    }
}

fn over(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let t = params.step_at();
    let x = plan.step.at(t as f64);
    let (top, bottom) = (plan.losses.y - px(4.0), plan.schedule.bottom());
    scene.line((x, top), (x, bottom), Ink(theme.text, 0.7), theme.hair());
    grip(scene, theme, (x, bottom));
    let (size, ink) = (theme.symbol(), theme.ink());
    let right = plan.losses.right() + px(86.0);
    notation::set(
        scene,
        &format!("t = {t}"),
        (right, px(13.0)),
        Align::Right,
        size,
        ink,
    );
    let tau = params
        .schedule_of()
        .at(t, params.steps as usize)
        .temperature;
    let text = format!("τ = {}", notation::plain((tau * 1e3).round() / 1e3));
    let at = (right, plan.schedule.y - px(12.0));
    notation::set(scene, &text, at, Align::Right, size, ink);
}

fn curves(
    scene: &mut Scene,
    params: &Params,
    race: &Race,
    plan: &Plan,
    loss: &Scale,
    theme: &Theme,
) {
    let cursor = params.step_at();
    let r = plan.losses;
    let mut labels = Vec::new();
    let entrants = params.entrants();
    for (e, one) in entrants.iter().enumerate() {
        let style = style(one.word);
        if race.descents(e).is_empty() {
            continue;
        }
        let ink = style.ink(theme);
        let at = |t: usize, v: f64| (plan.step.at(t as f64), loss.at(v));
        let mean = |t: usize| race.expected_at(e, t);
        let drawn: Vec<(usize, Band)> = places(race.steps())
            .filter_map(|t| Some((t, mean(t)?)))
            .collect();
        // The band, within the panel.
        let within = |v: f64| loss.at(v).clamp(r.y, r.bottom());
        let upper = drawn
            .iter()
            .map(|(t, b)| (plan.step.at(*t as f64), within(b.mean + b.deviation)));
        let lower = drawn.iter().rev();
        let lower = lower.map(|(t, b)| (plan.step.at(*t as f64), within(b.mean - b.deviation)));
        if one.annealed && drawn.iter().any(|(_, b)| b.deviation > 0.0) {
            let tint = if theme.dark { 0.2 } else { 0.13 };
            scene.fill(upper.chain(lower), Ink(ink.0, tint));
        }
        let broken = diverged(race, e);
        let solid = |from: usize, to: usize| -> Vec<Point> {
            let part = drawn.iter().filter(|(t, _)| (from..=to).contains(t));
            part.map(|(t, b)| at(*t, b.mean)).collect()
        };
        let faint = Ink(ink.0, 0.4);
        let end = broken.map_or(cursor, |b| cursor.min(b.saturating_sub(1)));
        let width = theme.px(2.2);
        let mut part = solid(0, end);
        part.extend(mean(end).map(|b| at(end, b.mean)));
        if one.annealed {
            clipped(scene, r, solid(end, usize::MAX), (faint, width));
            clipped(scene, r, part, (ink, width));
        } else {
            part.retain(|p| p.1 >= r.y && p.1 <= r.bottom());
            dotted(scene, &part, ink, theme);
        }
        // What the relaxation believes.
        let believed: Vec<Point> = places(race.steps().saturating_sub(1))
            .filter(|_| race.steps() > 0)
            .filter_map(|t| Some(at(t, believed(race, e, t)?.mean)))
            .filter(|p| p.1 >= r.y && p.1 <= r.bottom())
            .collect();
        scene.dashes(
            &believed,
            (theme.px(5.0), theme.px(3.0)),
            ink,
            theme.px(1.6),
        );
        if let (Some(step), Some(b)) = (broken, broken.and_then(|s| mean(s.saturating_sub(1)))) {
            let (x, y) = at(step, b.mean);
            cross(scene, theme, (x, y.clamp(r.y, r.bottom())), ink);
        }
        if let Some(b) = mean(race.steps()) {
            style.mark(
                scene,
                theme,
                (
                    at(end, mean(end).map_or(b.mean, |b| b.mean)).0,
                    within(mean(end).map_or(b.mean, |b| b.mean)),
                ),
                theme.px(if one.annealed { 4.4 } else { 3.0 }),
            );
            labels.push(Label {
                style,
                text: label(one),
                y: within(b.mean),
            });
        }
    }
    gap(scene, params, race, plan, loss, theme);
    directly(
        scene,
        labels,
        (
            r.right() + theme.px(8.0),
            (r.y, plan.schedule.y - theme.px(24.0)),
        ),
        theme,
    );
}

/// The gap at the cursor between what the relaxation believes and what is so, of the first that believes anything.
fn gap(scene: &mut Scene, params: &Params, race: &Race, plan: &Plan, loss: &Scale, theme: &Theme) {
    let t = params.step_at().min(race.steps());
    let entrants = params.entrants().into_iter().enumerate();
    let mut both = entrants.filter_map(|(e, one)| {
        let so = race.expected_at(e, t)?.mean;
        Some((style(one.word), so, believed(race, e, t)?.mean))
    });
    let Some((style, so, believed)) = both.next() else {
        return;
    };
    let (a, b) = (loss.held(so), loss.held(believed));
    let x = plan.step.at(t as f64) - theme.px(9.0);
    if (a - b).abs() < theme.px(10.0) || x < plan.losses.x {
        return;
    }
    let (ink, width) = (style.ink(theme), theme.px(1.4));
    scene.line((x, a), (x, b), ink, width);
    for y in [a, b] {
        scene.line((x - theme.px(4.0), y), (x + theme.px(4.0), y), ink, width);
    }
}

/// Here a descent left what can be computed.
fn cross(scene: &mut Scene, theme: &Theme, (x, y): Point, ink: Ink) {
    let r = theme.px(5.5);
    for sign in [1.0, -1.0] {
        let ends = ((x - r, y - sign * r), (x + r, y + sign * r));
        scene.line(ends.0, ends.1, ink, theme.px(2.4));
    }
}

pub(super) fn height(width: f64) -> f64 {
    if width >= WIDE {
        (width * 0.48).clamp(380.0, 460.0)
    } else {
        (width * 0.6 + 370.0).clamp(540.0, 680.0)
    }
}
