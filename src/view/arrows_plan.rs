//! Where the estimates lie: a small simplex for each estimator, all of one scale.

use super::simplex_frame::{Field, Frame, categories};
use super::surface::{Point, Rect};
use super::theme::Theme;
use crate::explorer::{Estimated, Explorer};
use crate::gradient::Moments;

/// Where the reach lies between the exact gradient and the widest spread, in the logarithm: an arrow can be seen beside
/// much noise, and some points lie outside.
const BETWEEN: f64 = 0.65;
/// How far the reach goes from pi, in sides of the triangle.
const REACH: f64 = 0.36;

/// How many panels stand beside each other in a width at scale 1.
fn columns(width: f64, count: usize) -> usize {
    let least = if count > 4 { 156.0 } else { 200.0 };
    let most = ((width / least) as usize).clamp(2, 4).min(count.max(1));
    // As even as the rows allow.
    let rows = count.max(1).div_ceil(most);
    count.max(1).div_ceil(rows)
}

/// The height of one panel in a width, at scale 1.
fn cell(width: f64, columns: usize, triangle: bool) -> f64 {
    if triangle {
        (width / columns as f64 * 0.8 + 44.0).clamp(160.0, 330.0)
    } else {
        124.0
    }
}

const KEY: f64 = 30.0;

/// The height that suits a width.
pub(super) fn height(explorer: &Explorer, width: f64) -> f64 {
    let count = explorer.params().estimators.len();
    let columns = columns(width, count);
    let rows = count.max(1).div_ceil(columns);
    let triangle = categories(explorer.params()).len() == 3;
    KEY + rows as f64 * cell(width, columns, triangle)
}

/// A panel: what its marks may fill, and the simplex in it.
pub(super) struct Panel {
    pub(super) room: Rect,
    pub(super) frame: Frame,
}

pub(super) struct Plan {
    pub(super) panels: Vec<Panel>,
    /// Where the key stands.
    pub(super) key: f64,
    /// Sides of the simplex to a unit of the gradient, down a loss or up a reward.
    pub(super) scale: f64,
    /// pi among the corners.
    pub(super) probs: Vec<f64>,
}

/// Of a gradient, what moves the shown categories among themselves.
fn among(categories: &[usize], values: &[f64]) -> Vec<f64> {
    let shown: Vec<f64> = categories.iter().map(|&k| values[k]).collect();
    let mean = shown.iter().sum::<f64>() / shown.len().max(1) as f64;
    shown.into_iter().map(|v| v - mean).collect()
}

fn length(v: &[f64]) -> f64 {
    libm::sqrt(v.iter().map(|x| x * x).sum())
}

impl Plan {
    pub(super) fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let params = explorer.params();
        let px = |v: f64| theme.px(v);
        let count = explorer.estimated().len();
        let columns = columns(w / px(1.0), count);
        let rows = count.max(1).div_ceil(columns);
        let key = px(KEY).min(h / 4.0);
        let (cell_w, cell_h) = (w / columns as f64, (h - key).max(1.0) / rows as f64);
        let panel = |i: usize| {
            let (column, row) = ((i % columns) as f64, (i / columns) as f64);
            let (x, y) = (column * cell_w, key + row * cell_h);
            let room = Rect::new(
                x + px(4.0),
                y + px(24.0),
                cell_w - px(8.0),
                cell_h - px(30.0),
            );
            let beside = (room.w * 0.1).max(px(6.0));
            let inner = Rect::new(
                room.x + beside,
                room.y + px(20.0),
                room.w - 2.0 * beside,
                room.h - px(42.0),
            );
            let frame = Frame::within(params, inner);
            Panel { room, frame }
        };
        let panels: Vec<Panel> = (0..count.max(1)).map(panel).collect();
        let categories = categories(params);
        let probs = panels[0].frame.probs(params);
        let sign = if explorer.problem().objective().is_reward() {
            1.0
        } else {
            -1.0
        };
        let reach = reach(explorer, &categories);
        let scale = sign * REACH * core::f64::consts::SQRT_2 / reach;
        Plan {
            panels,
            key,
            scale,
            probs,
        }
    }

    /// The length that the scale shows as a bar: a round part of the reach.
    pub(super) fn bar(&self) -> f64 {
        let whole = REACH * core::f64::consts::SQRT_2 / self.scale.abs();
        super::plot::step(whole, 1.999) / 2.0
    }

    /// Where a gradient ends, drawn from pi.
    pub(super) fn end(&self, frame: &Frame, gradient: &[f64]) -> Point {
        let moved = among(&frame.categories, gradient);
        let terms = self.probs.iter().zip(moved);
        let y: Vec<f64> = terms.map(|(p, g)| p + self.scale * g).collect();
        frame.at(&y)
    }

    pub(super) fn start(&self, frame: &Frame) -> Point {
        frame.at(&self.probs)
    }

    /// A unit vector of category `i` among the corners, in pixels of the plane.
    fn axis(&self, frame: &Frame, i: usize) -> Point {
        let mut one = vec![0.0; frame.categories.len()];
        one[i] = 1.0;
        let mean = 1.0 / one.len() as f64;
        let y: Vec<f64> = one.iter().map(|v| mean + self.scale * (v - mean)).collect();
        let (a, b) = (frame.at(&y), frame.at(&vec![mean; one.len()]));
        (a.0 - b.0, a.1 - b.1)
    }

    /// The ellipse of one standard deviation about the mean, as a polygon; on an interval its two ends.
    pub(super) fn ellipse(&self, frame: &Frame, moments: &Moments) -> Vec<Point> {
        let middle = self.end(frame, &moments.mean());
        let covariance = moments.covariance();
        let k = moments.mean().len();
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (i, &a) in frame.categories.iter().enumerate() {
            for (j, &b) in frame.categories.iter().enumerate() {
                let (u, v) = (self.axis(frame, i), self.axis(frame, j));
                let c = covariance[a * k + b];
                xx += c * u.0 * v.0;
                xy += c * u.0 * v.1;
                yy += c * u.1 * v.1;
            }
        }
        if let Field::Interval { .. } = frame.field {
            let sigma = libm::sqrt(xx.max(0.0));
            return vec![(middle.0 - sigma, middle.1), (middle.0 + sigma, middle.1)];
        }
        // Cholesky: any square root of the matrix turns a circle into the ellipse.
        let a = libm::sqrt(xx.max(0.0));
        let b = if a > 0.0 { xy / a } else { 0.0 };
        let c = libm::sqrt((yy - b * b).max(0.0));
        (0..72)
            .map(|i| {
                let angle = f64::from(i) * core::f64::consts::TAU / 72.0;
                let (s, t) = (libm::cos(angle), libm::sin(angle));
                (middle.0 + a * s, middle.1 + b * s + c * t)
            })
            .collect()
    }
}

/// The gradient that reaches as far as estimates are shown.
fn reach(explorer: &Explorer, categories: &[usize]) -> f64 {
    let exact = length(&among(categories, explorer.problem().gradient()));
    let spread = |estimated: &Estimated| {
        let moments = &estimated.work.as_ref()?.moments;
        let mean = length(&among(categories, &moments.mean()));
        let variance = moments.variance().0 / (categories.len().max(2) - 1) as f64;
        let all = mean + 1.5 * libm::sqrt(variance);
        all.is_finite().then_some(all)
    };
    let widest = explorer
        .estimated()
        .iter()
        .filter_map(spread)
        .fold(exact, f64::max);
    let reach = if exact > 0.0 {
        exact * libm::pow(widest / exact, BETWEEN)
    } else {
        widest
    };
    if reach > 0.0 { reach } else { 1.0 }
}

/// What is counted of an estimator's points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    pub(super) shown: usize,
    pub(super) outside: usize,
    pub(super) not_finite: u64,
    pub(super) rows: u64,
}

/// The end points within a panel, and how many there are elsewhere.
pub(super) fn points(plan: &Plan, panel: &Panel, estimated: &Estimated) -> (Vec<Point>, Counts) {
    let Some(work) = &estimated.work else {
        return (Vec::new(), Counts::default());
    };
    let k = work.moments.mean().len();
    let mut counts = Counts {
        not_finite: work.moments.not_finite(),
        rows: work.moments.rows(),
        ..Counts::default()
    };
    let mut inside = Vec::new();
    for row in work.cloud.chunks_exact(k) {
        if !row.iter().all(|g| g.is_finite()) {
            continue;
        }
        let at = plan.end(&panel.frame, row);
        if panel.room.holds(at, 0.0) {
            counts.shown += 1;
            inside.push(at);
        } else {
            counts.outside += 1;
        }
    }
    (inside, counts)
}
