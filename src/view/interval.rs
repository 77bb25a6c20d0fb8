//! Two categories: the simplex is an interval, with the density as a curve above it.

use super::colour::viridis;
use super::notation::{self, indexed};
use super::plot::{Scale, beyond, bottom_axis, left_axis};
use super::raster::LN_DENSITY_RANGE;
use super::simplex_frame::{Field, Frame};
use super::surface::{Align, Ink, Rect, Scene};
use super::theme::Theme;
use crate::distribution::GumbelSoftmax;
use crate::explorer::Params;

/// Places along the interval, denser at the ends; never 0 or 1.
fn along(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |i| {
        let t = (i as f64 + 0.5) / count as f64;
        (0.5 - 0.5 * libm::cos(core::f64::consts::PI * t)).clamp(1e-9, 1.0 - 1e-9)
    })
}

fn heights(curve: Rect) -> Scale {
    Scale::new(LN_DENSITY_RANGE, (curve.bottom(), curve.y))
}

pub(super) fn ground(
    scene: &mut Scene,
    params: &Params,
    frame: &Frame,
    theme: &Theme,
    hidden: bool,
) {
    let Field::Interval { curve, strip, dots } = frame.field else {
        return;
    };
    let x = Scale::new((0.0, 1.0), (strip.x, strip.right()));
    bottom_axis(scene, theme, dots.bottom(), (0.0, 1.0), &x);
    let first = indexed("y", &params.names[frame.categories[0]], theme);
    let at = (strip.x + strip.w / 2.0, dots.bottom() + theme.px(34.0));
    notation::set(
        scene,
        &first,
        at,
        Align::Centre,
        theme.symbol(),
        theme.ink(),
    );
    let Some(law) = frame.law(params).filter(|_| !hidden) else {
        scene.line(
            (strip.x, strip.y),
            (strip.right(), strip.y),
            theme.rule(),
            theme.hair(),
        );
        return;
    };
    left_axis(scene, theme, curve, &heights(curve), LN_DENSITY_RANGE.0);
    let at = (theme.px(4.0), theme.px(13.0));
    notation::set(
        scene,
        "ln p(y)",
        at,
        Align::Left,
        theme.symbol(),
        theme.ink(),
    );
    // The interval itself, coloured as the triangle is.
    let (lo, hi) = LN_DENSITY_RANGE;
    let cells = (strip.w / 2.0).clamp(8.0, 256.0) as usize;
    for i in 0..cells {
        let y = (i as f64 + 0.5) / cells as f64;
        let t = (law.ln_pdf(&[y, 1.0 - y]) - lo) / (hi - lo);
        let left = strip.x + strip.w * i as f64 / cells as f64;
        let wide = (strip.w / cells as f64 + 0.5).min(strip.right() - left);
        scene.fill_rect(
            Rect::new(left, strip.y, wide, strip.h),
            Ink(viridis(t), 1.0),
        );
    }
    // The argmax changes in the middle.
    let middle = strip.x + strip.w / 2.0;
    let line = [(middle, curve.y), (middle, dots.bottom())];
    scene.dashes(
        &line,
        (theme.px(3.0), theme.px(3.0)),
        theme.rule(),
        theme.hair(),
    );
}

pub(super) fn over(scene: &mut Scene, frame: &Frame, law: Option<&GumbelSoftmax>, theme: &Theme) {
    let (Field::Interval { curve, .. }, Some(law)) = (frame.field, law) else {
        return;
    };
    let scale = heights(curve);
    // Parts beyond the panel are left out, and an arrowhead says so.
    let mut part = Vec::new();
    let mut clipped = [false; 2];
    for y in along(240) {
        let at = (curve.x + curve.w * y, scale.at(law.ln_pdf(&[y, 1.0 - y])));
        if at.1 >= curve.y - 0.5 && at.1 <= curve.bottom() + 0.5 {
            part.push(at);
        } else {
            clipped[usize::from(y > 0.5)] |= at.1 < curve.y;
            scene.path(part.drain(..), theme.ink(), theme.pen());
        }
    }
    for (clipped, x) in clipped.into_iter().zip([curve.x, curve.right()]) {
        if clipped {
            beyond(scene, theme, (x, curve.y - theme.px(6.0)), 1.0);
        }
    }
    scene.path(part, theme.ink(), theme.pen());
}

/// The height of dot i below the interval: the golden ratio spreads them evenly.
pub(super) fn scatter(dots: Rect, i: usize) -> f64 {
    let t = (i as f64 * 0.618_033_988_749_894_9) % 1.0;
    dots.y + dots.h * (0.12 + 0.78 * t)
}
