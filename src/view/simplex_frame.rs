//! Where the simplex lies: a triangle, an interval or a point.

use super::surface::{Point, Rect};
use super::theme::Theme;
use crate::distribution::GumbelSoftmax;
use crate::explorer::{Dot, Explorer, LOGIT, Params, Temperature};
use crate::softmax;

/// Half the square root of 3: the height of a triangle of side 1.
const HEIGHT: f64 = 0.866_025_403_784_438_6;

/// Which categories can win among those shown: their number is the number of corners.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// The categories of the corners: left below, right below, top; on an interval right, left.
    pub(super) categories: Vec<usize>,
    pub(super) field: Field,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field {
    Triangle {
        corners: [Point; 3],
        side: f64,
    },
    /// The panel of the density, the coloured strip that is the interval, and room for dots.
    Interval {
        curve: Rect,
        strip: Rect,
        dots: Rect,
    },
    /// One category is certain; or none is left, and there is nothing to show.
    Point {
        at: Point,
    },
}

/// The categories shown that can win.
pub(super) fn categories(params: &Params) -> Vec<usize> {
    let k = params.logits.len();
    let shown: Vec<usize> = if k > 3 {
        params.triple.to_vec()
    } else {
        (0..k).collect()
    };
    shown
        .into_iter()
        .filter(|&i| i < k && params.logits[i].is_finite())
        .collect()
}

impl Frame {
    pub(super) fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let categories = categories(params);
        let px = |v: f64| theme.px(v);
        let limit = params.temperature == Temperature::Argmax;
        let field = match categories.len() {
            3 => {
                // At the limit a disc stands on each corner, and needs room.
                let around = if limit { w.min(h) * 0.1 } else { 0.0 };
                let (top, bottom, beside) =
                    (px(28.0) + around, px(30.0) + around, px(15.0) + around);
                let side = (w - 2.0 * beside).min((h - top - bottom) / HEIGHT).max(1.0);
                let (x, y) = (
                    w / 2.0,
                    top + ((h - top - bottom) - side * HEIGHT).max(0.0) / 2.0,
                );
                let base = y + side * HEIGHT;
                Field::Triangle {
                    corners: [(x - side / 2.0, base), (x + side / 2.0, base), (x, y)],
                    side,
                }
            }
            2 => {
                let (left, right) = (px(34.0), px(18.0));
                let wide = (w - left - right).max(1.0);
                let (top, bottom) = (px(30.0), px(56.0));
                let room = (h - top - bottom).max(3.0);
                let curve = Rect::new(left, top, wide, room * 0.62);
                let strip = Rect::new(left, curve.bottom(), wide, (room * 0.1).min(px(16.0)));
                let dots = Rect::new(left, strip.bottom(), wide, room - curve.h - strip.h);
                Field::Interval { curve, strip, dots }
            }
            _ => Field::Point {
                at: (w / 2.0, h / 2.0),
            },
        };
        Frame { categories, field }
    }

    /// Small, within a room: the triangle as large as fits and in its middle; an interval is a curve
    /// that fills the room.
    pub(super) fn within(params: &Params, room: Rect) -> Self {
        let categories = categories(params);
        let field = match categories.len() {
            3 => {
                let side = room.w.min(room.h / HEIGHT).max(1.0);
                let (x, base) = (
                    room.x + room.w / 2.0,
                    room.y + (room.h + side * HEIGHT) / 2.0,
                );
                Field::Triangle {
                    corners: [
                        (x - side / 2.0, base),
                        (x + side / 2.0, base),
                        (x, base - side * HEIGHT),
                    ],
                    side,
                }
            }
            2 => Field::Interval {
                curve: room,
                strip: Rect::new(room.x, room.bottom(), room.w, 0.0),
                dots: Rect::new(room.x, room.bottom(), room.w, 0.0),
            },
            _ => Field::Point {
                at: (room.x + room.w / 2.0, room.y + room.h / 2.0),
            },
        };
        Frame { categories, field }
    }

    /// The law of the corners among themselves; None at the limit and on a point.
    pub(super) fn law(&self, params: &Params) -> Option<GumbelSoftmax> {
        let logits: Vec<f64> = self.categories.iter().map(|&k| params.logits[k]).collect();
        if logits.len() < 2 {
            return None;
        }
        GumbelSoftmax::new(&logits, params.temperature.tau()?).ok()
    }

    /// pi of the corners among themselves.
    pub(super) fn probs(&self, params: &Params) -> Vec<f64> {
        let logits: Vec<f64> = self.categories.iter().map(|&k| params.logits[k]).collect();
        softmax::softmax(&logits)
    }

    /// The soft sample of the corners among themselves; None where it was lost to rounding.
    ///
    /// That happens when another category leads by 126 tau ln 2 or more. Who leads among the
    /// corners is independent of that, so no corner is favoured by leaving the dot out.
    pub(super) fn renormalised(&self, dot: &Dot) -> Option<Vec<f64>> {
        let y: Vec<f64> = self
            .categories
            .iter()
            .map(|&k| f64::from(dot.y[k]))
            .collect();
        let sum: f64 = y.iter().sum();
        (sum > 1e-30).then(|| y.into_iter().map(|y| y / sum).collect())
    }

    /// The place of a point of the simplex.
    pub(super) fn at(&self, y: &[f64]) -> Point {
        match self.field {
            Field::Triangle { corners, .. } => corners
                .iter()
                .zip(y)
                .fold((0.0, 0.0), |p, (c, y)| (p.0 + c.0 * y, p.1 + c.1 * y)),
            Field::Interval { strip, .. } => {
                let y = y.first().copied().unwrap_or(0.0);
                (strip.x + strip.w * y, strip.y + strip.h / 2.0)
            }
            Field::Point { at } => at,
        }
    }

    /// The coordinates of a place: they sum to 1; some are negative outside.
    pub(super) fn coordinates(&self, at: Point) -> Option<Vec<f64>> {
        match self.field {
            Field::Triangle { corners, side } => {
                let top = (corners[0].1 - at.1) / (side * HEIGHT);
                let right = (at.0 - corners[0].0) / side - top / 2.0;
                Some(vec![1.0 - right - top, right, top])
            }
            Field::Interval { strip, .. } if strip.w > 0.0 => {
                let y = (at.0 - strip.x) / strip.w;
                Some(vec![y, 1.0 - y])
            }
            _ => None,
        }
    }
}

/// The parameters whose pi, among the corners, is the nearest to p: their logits keep their
/// log-sum-exp, so no other category's probability changes but for rounding.
pub(super) fn with_probs(explorer: &Explorer, categories: &[usize], p: &[f64]) -> Option<Params> {
    const LEAST: f64 = 1e-4;
    let params = explorer.params();
    if categories.len() < 2 || p.iter().any(|p| !p.is_finite()) {
        return None;
    }
    let p: Vec<f64> = p.iter().map(|p| p.max(LEAST)).collect();
    let sum: f64 = p.iter().sum();
    let old: Vec<f64> = categories.iter().map(|&k| params.logits[k]).collect();
    let whole = softmax::log_sum_exp(&old);
    let mut new = params.clone();
    for (&k, p) in categories.iter().zip(&p) {
        new.logits[k] = logit_near(whole + libm::log(p / sum));
    }
    (new.logits != params.logits).then_some(new)
}

/// Three decimals, within the range of a logit.
pub(super) fn logit_near(l: f64) -> f64 {
    let l = (l * 1000.0).round() / 1000.0;
    // + 0 makes -0 plain 0.
    l.clamp(LOGIT.min, LOGIT.max) + 0.0
}

/// The radius of a disc of area p.
pub(super) fn disc_radius(frame: &Frame, p: f64) -> f64 {
    let whole = match frame.field {
        Field::Triangle { side, .. } => side * 0.2,
        Field::Interval { curve, .. } => (curve.h * 0.4).min(curve.w * 0.2),
        Field::Point { .. } => 0.0,
    };
    whole * libm::sqrt(p.clamp(0.0, 1.0))
}

pub(super) fn corner(frame: &Frame, i: usize) -> Point {
    match frame.field {
        Field::Interval { curve, .. } => {
            let x = if i == 0 { curve.right() } else { curve.x };
            let inward = (curve.h * 0.4).min(curve.w * 0.2);
            (
                x + if i == 0 { -inward } else { inward },
                curve.y + curve.h / 2.0,
            )
        }
        _ => {
            let mut y = vec![0.0; frame.categories.len()];
            y[i] = 1.0;
            frame.at(&y)
        }
    }
}
