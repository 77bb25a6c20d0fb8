//! How an estimator is told from the others: a mark in the colour of the text, and its name.
//!
//! Colours are the categories'; so an estimator has none, and its shape stands beside its name.

use super::notation;
use super::shape::Shape;
use super::surface::{Align, Face, Ink, Point, Scene};
use super::theme::Theme;

/// Its name, the same in every language: R is REINFORCE, c its running mean, LOO the leave-one-out mean.
pub(super) fn name(word: &str) -> &'static str {
    match word {
        "reinforce" => "REINFORCE",
        "baseline" => "R − c",
        "loo" => "R − LOO",
        "gs" => "GS",
        "stgs" => "ST-GS",
        "st" => "ST",
        "rebar" => "REBAR",
        _ => "",
    }
}

pub(super) fn shape(word: &str) -> Shape {
    match word {
        "reinforce" => Shape::Square,
        "baseline" => Shape::Diamond,
        "loo" => Shape::Plus,
        "gs" => Shape::Circle,
        "stgs" => Shape::Triangle,
        "st" => Shape::TriangleDown,
        _ => Shape::Star,
    }
}

/// Its mark and name from a point to the right; returns where they end.
pub(super) fn tag(
    scene: &mut Scene,
    theme: &Theme,
    word: &str,
    (x, y): Point,
    strength: f64,
) -> f64 {
    let ink = Ink(theme.text, strength);
    scene.mark(shape(word), (x + theme.px(5.0), y), theme.px(3.8), ink);
    let (at, size) = ((x + theme.px(13.0), y), theme.px(13.0));
    scene.text(name(word), at, Align::Left, Face::Sans, size, ink);
    at.0 + notation::text_width(name(word), Face::Sans, size)
}
