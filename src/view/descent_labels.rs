//! Names at the ends of the curves of a descent.

use super::estimator_style::{Style, style};
use super::surface::{Align, Face, Scene};
use super::theme::Theme;
use crate::explorer::Entrant;
use crate::few::sort_few;

/// A label at the end of a curve, and where it wants to stand.
pub(super) struct Label {
    pub(super) style: Style,
    pub(super) text: String,
    pub(super) y: f64,
}

/// An entrant's name; of one that is not annealed, with the temperature it keeps, which the schedule's panel marks.
pub(super) fn label(one: &Entrant) -> String {
    let kept = if one.annealed { "" } else { ", τ₀" };
    style(one.word).label.to_owned() + kept
}

/// Names at the ends of the curves, as near as they can stand without touching.
pub(super) fn directly(
    scene: &mut Scene,
    mut labels: Vec<Label>,
    (x, (top, bottom)): (f64, (f64, f64)),
    theme: &Theme,
) {
    let every = theme
        .px(16.0)
        .min((bottom - top) / labels.len().max(1) as f64);
    sort_few(&mut labels, |label| label.y);
    let mut least = top + every / 2.0;
    for label in &mut labels {
        label.y = label.y.max(least);
        least = label.y + every;
    }
    let mut most = bottom - every / 2.0;
    for label in labels.iter_mut().rev() {
        label.y = label.y.min(most);
        most = label.y - every;
    }
    for Label { style, text, y } in labels {
        style.mark(scene, theme, (x + theme.px(5.0), y), theme.px(4.2));
        let at = (x + theme.px(13.0), y);
        let size = theme.px(12.5);
        scene.text(
            text,
            at,
            Align::Left,
            Face::Sans,
            size,
            style.letters(theme),
        );
    }
}
