//! The present draw where it is one of many, for a room that watches it arrive.

use super::histogram::Plan;
use super::interval;
use super::marks::{BLACK, WHITE, category_mark};
use super::simplex_frame::{Field, Frame};
use super::surface::{Ink, Point, Scene};
use super::theme::Theme;
use crate::explorer::Explorer;
use crate::softmax::argmax;

/// The present draw among the dots, ringed; at the limit, the corner where it is.
pub(super) fn on_simplex(scene: &mut Scene, explorer: &Explorer, frame: &Frame, theme: &Theme) {
    let Some(draw) = explorer.draw() else {
        return;
    };
    let y: Vec<f64> = frame
        .categories
        .iter()
        .map(|&k| draw.soft_sample[k])
        .collect();
    let sum: f64 = y.iter().sum();
    if sum < 1e-30 {
        return;
    }
    let y: Vec<f64> = y.into_iter().map(|y| y / sum).collect();
    let k = frame.categories[argmax(&y)];
    let at = match frame.field {
        Field::Interval { dots, .. } => {
            (frame.at(&y).0, interval::scatter(dots, draw.index as usize))
        }
        _ => frame.at(&y),
    };
    category_mark(scene, theme, k, at, theme.px(4.0), 1.0);
    scene.ring(at, theme.px(8.0), Ink(WHITE, 0.9), theme.px(4.0));
    scene.ring(at, theme.px(8.0), Ink(BLACK, 1.0), theme.px(1.8));
}

/// Where the present draw went: a ring in the winner's bar, and on the axis of the marginal.
pub(super) fn on_bars(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme) {
    let Some(draw) = explorer.draw() else {
        return;
    };
    let r = theme.px(5.0);
    let ring = |scene: &mut Scene, at: Point| {
        scene.disc(at, r, Ink(theme.background, 1.0));
        scene.ring(at, r, theme.ink(), theme.pen());
    };
    let foot = plan.panels[0].bottom() - r - theme.px(3.0);
    ring(scene, (plan.middle(0, draw.winner), foot));
    let panel = plan.panels[2];
    let k = explorer.params().category.min(draw.soft_sample.len() - 1);
    ring(
        scene,
        (panel.x + panel.w * draw.soft_sample[k], panel.bottom()),
    );
}
