//! Marks that several pictures share.

use super::surface::{Ink, Point, Rect, Scene};
use super::theme::{Rgb, Theme};

/// The dark and the light of marks that lie over the colours of the density, on either theme.
pub(super) const BLACK: Rgb = Rgb(0x10, 0x12, 0x16);
pub(super) const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);

/// A category's mark with its darker edge.
pub(super) fn category_mark(
    scene: &mut Scene,
    theme: &Theme,
    k: usize,
    at: Point,
    radius: f64,
    strength: f64,
) {
    let shape = theme.shape(k);
    scene.mark(shape, at, radius, Ink(theme.category_edge(k), strength));
    scene.mark(
        shape,
        at,
        radius - theme.px(1.1),
        Ink(theme.category(k), strength),
    );
}

/// A filled bar of a category, hatched where its colour is another's too.
pub(super) fn bar(
    scene: &mut Scene,
    theme: &Theme,
    k: usize,
    (x0, x1): (f64, f64),
    (top, bottom): (f64, f64),
    strength: f64,
) {
    let r = Rect::new(x0, top, x1 - x0, bottom - top);
    scene.fill_rect(r, Ink(theme.category(k), strength));
    if theme.hatched(k) {
        let every = theme.px(5.0);
        let mut y = r.bottom() - every;
        let ground = Ink(theme.background, strength);
        while y > r.y + theme.px(1.0) {
            scene.line((r.x, y), (r.right(), y), ground, theme.px(1.5));
            y -= every;
        }
    }
    let edge = theme.category_edge(k);
    if edge != theme.category(k) && r.h > 1.0 {
        scene.outline_rect(r, Ink(edge, strength), theme.hair());
    }
}

/// The mean of the samples: filled.
pub(super) fn mean_mark(scene: &mut Scene, theme: &Theme, at: Point) {
    diamond(scene, at, theme.px(6.0), Ink(WHITE, 0.9), None);
    diamond(scene, at, theme.px(4.6), Ink(BLACK, 1.0), None);
}

pub(super) fn diamond(scene: &mut Scene, (x, y): Point, r: f64, ink: Ink, width: Option<f64>) {
    let points = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
    match width {
        Some(width) => scene.outline(&points, ink, width),
        None => scene.fill(points, ink),
    }
}

/// pi: a hollow ring with a cross, to be dragged.
pub(super) fn target(scene: &mut Scene, theme: &Theme, (x, y): Point) {
    for (ink, extra) in [(Ink(WHITE, 0.9), 2.4), (Ink(BLACK, 1.0), 0.0)] {
        let width = theme.px(1.8 + extra);
        scene.ring((x, y), theme.px(7.5), ink, width);
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let (a, b) = (theme.px(7.5), theme.px(12.5));
            let end = (x + dx * b, y + dy * b);
            scene.line((x + dx * a, y + dy * a), end, ink, width);
        }
    }
}

/// E\[y\]: a hollow diamond, filled with the ground so that it reads over a bar.
pub(super) fn expectation(scene: &mut Scene, theme: &Theme, (x, y): Point, ink: Ink) {
    let r = theme.px(5.0);
    let points = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
    scene.fill(points, Ink(theme.background, 1.0));
    scene.outline(&points, ink, theme.px(1.6));
}
