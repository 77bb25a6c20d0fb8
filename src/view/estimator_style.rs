//! How the estimators are told apart: a name, a mark and a colour of their own, none of a category.

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

/// The look of an estimator by its word; the score function and its baselines are of one family, as are the relaxations.
pub(super) fn style(word: &str) -> Option<Style> {
    let (label, shape, colours) = match word {
        "exact" => ("exact", Shape::Hourglass, None),
        "reinforce" => (
            "REINFORCE",
            Shape::Square,
            Some([Rgb(0x8c, 0x51, 0x0a), Rgb(0xdf, 0xb0, 0x72)]),
        ),
        "baseline" => (
            "R − c",
            Shape::Diamond,
            Some([Rgb(0x5e, 0x3c, 0x99), Rgb(0xb9, 0xa3, 0xe3)]),
        ),
        "loo" => (
            "R − LOO",
            Shape::Plus,
            Some([Rgb(0x8e, 0x44, 0xad), Rgb(0xd7, 0x9b, 0xee)]),
        ),
        "gs" => (
            "GS",
            Shape::Circle,
            Some([Rgb(0x1b, 0x78, 0x37), Rgb(0x7f, 0xcf, 0x8d)]),
        ),
        "stgs" => (
            "ST-GS",
            Shape::Triangle,
            Some([Rgb(0x0b, 0x7a, 0x84), Rgb(0x6f, 0xd0, 0xd8)]),
        ),
        "st" => (
            "ST",
            Shape::TriangleDown,
            Some([Rgb(0xb2, 0x18, 0x2b), Rgb(0xff, 0x93, 0x8f)]),
        ),
        "rebar" => (
            "REBAR",
            Shape::Star,
            Some([Rgb(0xa8, 0x1e, 0x6b), Rgb(0xf1, 0x92, 0xc8)]),
        ),
        _ => return None,
    };
    Some(Style {
        label,
        shape,
        colours,
    })
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
