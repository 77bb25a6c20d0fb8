//! The colour of an estimator's curve, beside the mark and the name that it has everywhere.
//!
//! Curves cross and lie on each other, so here a shape alone does not tell them apart. None of the colours is a category's; the
//! score function and its baselines are of one family, the relaxations of another.

use super::estimators;
use super::shape::Shape;
use super::surface::{Ink, Point, Scene};
use super::theme::{Rgb, Theme};

/// The look of an estimator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// Its name in the field.
    pub(super) label: &'static str,
    shape: Shape,
    /// On light and on dark; none for the exact gradient, which has the colour of the text.
    colours: Option<[Rgb; 2]>,
}

/// The look of an estimator by its word, or of the exact gradient.
pub(super) fn style(word: &str) -> Style {
    let colours = match word {
        "reinforce" => [Rgb(0x8c, 0x51, 0x0a), Rgb(0xdf, 0xb0, 0x72)],
        "baseline" => [Rgb(0x5e, 0x3c, 0x99), Rgb(0xb9, 0xa3, 0xe3)],
        "loo" => [Rgb(0x8e, 0x44, 0xad), Rgb(0xd7, 0x9b, 0xee)],
        "gs" => [Rgb(0x1b, 0x78, 0x37), Rgb(0x7f, 0xcf, 0x8d)],
        "stgs" => [Rgb(0x0b, 0x7a, 0x84), Rgb(0x6f, 0xd0, 0xd8)],
        "st" => [Rgb(0xb2, 0x18, 0x2b), Rgb(0xff, 0x93, 0x8f)],
        "rebar" => [Rgb(0xa8, 0x1e, 0x6b), Rgb(0xf1, 0x92, 0xc8)],
        _ => {
            return Style {
                label: "∇E[f]",
                shape: Shape::Hourglass,
                colours: None,
            };
        }
    };
    Style {
        label: estimators::name(word),
        shape: estimators::shape(word),
        colours: Some(colours),
    }
}

impl Style {
    /// Of its lines and marks: at least 3 : 1 on the ground.
    pub(super) fn ink(&self, theme: &Theme) -> Ink {
        let own = self
            .colours
            .map(|[light, dark]| if theme.dark { dark } else { light });
        Ink(own.map_or(theme.text, |own| theme.until(own, 3.0)), 1.0)
    }

    /// Of its name: at least 4.5 : 1.
    pub(super) fn letters(&self, theme: &Theme) -> Ink {
        Ink(theme.until(self.ink(theme).0, 4.5), 1.0)
    }

    pub(super) fn mark(&self, scene: &mut Scene, theme: &Theme, at: Point, radius: f64) {
        scene.mark(self.shape, at, radius, self.ink(theme));
    }
}
