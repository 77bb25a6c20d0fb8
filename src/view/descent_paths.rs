//! The paths of softmax(l) in a descent: on the triangle of the shown categories, or over an interval with the steps
//! running down.

use super::descent::{diverged, dotted};
use super::estimator_style::style;
use super::focus::Focus;
use super::marks::diamond;
use super::parts::name;
use super::simplex_frame::{Field, Frame};
use super::surface::{Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::Params;
use crate::gradient::{Objective, Race};
use crate::softmax::softmax;

/// Places along a path.
const PLACES: usize = 80;

pub(super) fn ground(scene: &mut Scene, params: &Params, room: Rect, theme: &Theme, focus: &Focus) {
    let frame = Frame::within(params, room);
    let tag = |scene: &mut Scene, k: usize, at: Point, room: f64| {
        name(scene, params, k, at, room, theme, focus);
    };
    let away = theme.px(14.0);
    match frame.field {
        Field::Triangle { corners, side } => {
            scene.outline(&corners, theme.rule(), theme.px(1.2));
            let [left, right, top] = corners;
            let inset = side * 0.12;
            tag(
                scene,
                frame.categories[0],
                (left.0 + inset, left.1 + away),
                side * 0.44,
            );
            tag(
                scene,
                frame.categories[1],
                (right.0 - inset, right.1 + away),
                side * 0.44,
            );
            tag(
                scene,
                frame.categories[2],
                (top.0, top.1 - away),
                side * 0.6,
            );
            if let Some(t) = least(params, &frame) {
                // Where f between the corners is least.
                let ink = theme.ink();
                diamond(scene, frame.at(&t), theme.px(6.5), ink, Some(theme.px(1.6)));
            }
        }
        Field::Interval { curve, .. } => {
            for x in [curve.x, curve.right()] {
                scene.line(
                    (x, curve.y),
                    (x, curve.bottom()),
                    theme.rule(),
                    theme.px(1.2),
                );
            }
            let y = curve.bottom() + away;
            tag(
                scene,
                frame.categories[1],
                (curve.x + curve.w * 0.2, y),
                curve.w * 0.36,
            );
            tag(
                scene,
                frame.categories[0],
                (curve.x + curve.w * 0.8, y),
                curve.w * 0.36,
            );
        }
        Field::Point { at } => {
            if let Some(&k) = frame.categories.first() {
                tag(scene, k, at, room.w * 0.8);
            }
        }
    }
}

/// The t of a squared distance, where it lies on the triangle.
fn least(params: &Params, frame: &Frame) -> Option<Vec<f64>> {
    let Objective::SquaredDistance { target } = params.objective_of() else {
        return None;
    };
    let inside =
        target.iter().all(|t| *t >= 0.0) && (target.iter().sum::<f64>() - 1.0).abs() < 1e-9;
    let whole = frame.categories.len() == params.categories();
    (inside && whole).then(|| frame.categories.iter().map(|&k| target[k]).collect())
}

/// The probabilities of the corners among themselves.
fn corners(frame: &Frame, logits: &[f64]) -> Option<Vec<f64>> {
    let own: Vec<f64> = frame.categories.iter().map(|&k| logits[k]).collect();
    let p = softmax(&own);
    p.iter().all(|p| p.is_finite()).then_some(p)
}

pub(super) fn paths(scene: &mut Scene, params: &Params, race: &Race, room: Rect, theme: &Theme) {
    let frame = Frame::within(params, room);
    if let Field::Point { .. } = frame.field {
        return;
    }
    let cursor = params.step_at().min(race.steps());
    let all = params.steps.max(1);
    let place = |t: usize, p: &[f64]| match frame.field {
        Field::Interval { curve, .. } => (
            curve.x + curve.w * p[0],
            curve.y + curve.h * t as f64 / f64::from(all),
        ),
        _ => frame.at(p),
    };
    for (e, one) in params.entrants().iter().enumerate() {
        let (style, runs) = (style(one.word), race.descents(e));
        if runs.is_empty() {
            continue;
        }
        let ink = style.ink(theme);
        // Where each replicate is.
        if runs.len() > 1 && one.word != "exact" && one.annealed {
            for run in runs {
                if let Some(p) = corners(&frame, run.logits_at(cursor)) {
                    scene.disc(place(cursor, &p), theme.px(1.8), Ink(ink.0, 0.45));
                }
            }
        }
        let mean = |t: usize| -> Option<Point> {
            let mut sum = vec![0.0; frame.categories.len()];
            for run in runs {
                let p = corners(&frame, run.logits_at(t))?;
                sum.iter_mut().zip(p).for_each(|(s, p)| *s += p);
            }
            let p: Vec<f64> = sum.into_iter().map(|s| s / runs.len() as f64).collect();
            Some(place(t, &p))
        };
        let end = diverged(race, e).map_or(cursor, |step| cursor.min(step.saturating_sub(1)));
        let count = end.clamp(1, PLACES);
        let path = (0..=count).filter_map(|i| mean(i * end / count));
        if one.annealed {
            scene.path(path, ink, theme.px(1.8));
        } else {
            dotted(scene, &path.collect::<Vec<_>>(), ink, theme);
        }
        if let Some(at) = mean(end) {
            let radius = if one.annealed { 5.0 } else { 3.2 };
            style.mark(scene, theme, at, theme.px(radius));
        }
    }
}
