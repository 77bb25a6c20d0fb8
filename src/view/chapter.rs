//! What the pictures of the chapters share: what the reader holds, and marks of it.

use super::focus::Grab;
use super::marks::category_mark;
use super::notation;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Params, SHARE, UNIFORM};

/// The parameters with another u; None when that changes nothing.
pub(super) fn with_uniform(params: &Params, u: f64) -> Option<Params> {
    let u = UNIFORM.nearest((u * 1000.0).round() / 1000.0);
    (u != params.u).then(|| Params {
        u,
        ..params.clone()
    })
}

/// The parameters with the proof's area filled to another place.
pub(super) fn with_fill(params: &Params, fill: f64) -> Option<Params> {
    let fill = SHARE.nearest((fill * 1000.0).round() / 1000.0);
    (fill != params.fill).then(|| Params {
        fill,
        ..params.clone()
    })
}

/// The keyboard's drag of either, in hundredths.
pub(super) fn nudge(params: &Params, grab: Grab, steps: f64) -> Option<Params> {
    match grab {
        Grab::Uniform => with_uniform(params, params.u + 0.01 * steps),
        Grab::Fill => with_fill(params, params.fill + 0.01 * steps),
        _ => None,
    }
}

/// A handle: a hollow ring.
pub(super) fn grip(scene: &mut Scene, theme: &Theme, at: Point) {
    let r = theme.px(5.4);
    scene.disc(at, r, Ink(theme.background, 1.0));
    scene.ring(at, r, theme.ink(), theme.pen());
}

/// A line with an arrowhead at its end, upright or level.
pub(super) fn arrow(
    scene: &mut Scene,
    theme: &Theme,
    from: Point,
    to: Point,
    ink: Ink,
    width: f64,
) {
    let length = libm::hypot(to.0 - from.0, to.1 - from.1);
    let r = theme.px(4.0);
    if length < r {
        return;
    }
    let (x, y) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let neck = (to.0 - x * 1.6 * r, to.1 - y * 1.6 * r);
    scene.line(from, neck, ink, width);
    let wings = [
        to,
        (neck.0 - y * r, neck.1 + x * r),
        (neck.0 + y * r, neck.1 - x * r),
    ];
    scene.fill(wings, ink);
}

/// A category's mark and name from a point to the right, within some room; returns where it ends.
pub(super) fn tag(
    scene: &mut Scene,
    theme: &Theme,
    params: &Params,
    k: usize,
    (x, y): Point,
    room: f64,
    strength: f64,
) -> f64 {
    category_mark(
        scene,
        theme,
        k,
        (x + theme.px(5.0), y),
        theme.px(4.4),
        strength,
    );
    let (size, indent) = (theme.px(13.0), theme.px(13.0));
    let text = notation::fit(&params.names[k], Face::Sans, size, room - indent);
    let end = x + indent + notation::text_width(&text, Face::Sans, size);
    let ink = Ink(theme.category_text(k), strength.max(0.6));
    scene.text(text, (x + indent, y), Align::Left, Face::Sans, size, ink);
    end
}

/// A hollow area of a category: an edge with a breath of its colour inside.
pub(super) fn hollow(scene: &mut Scene, theme: &Theme, k: usize, r: Rect, strength: f64) {
    let tint = if theme.dark { 0.26 } else { 0.16 };
    if r.w > 0.0 && r.h > 0.0 {
        scene.fill_rect(r, Ink(theme.category(k), tint * strength));
        scene.outline_rect(r, Ink(theme.category_edge(k), strength), theme.px(1.4));
    }
}
