//! The density on the simplex at four temperatures, small multiples of one legend (`[M]` figure 2).
//!
//! Where m of K coordinates go to 0 together the density goes as eps^(tau (K - m) - m): by the sign of
//! that exponent an edge or a corner is at 0, finite or infinite, and is marked so.

use super::colour::viridis;
use super::focus::{Focus, Layer, Probe};
use super::marks::{BLACK, WHITE, category_mark};
use super::notation::{self, readout};
use super::parts::{clipped, name};
use super::plot::Scale;
use super::raster::{self, Density, LN_DENSITY_RANGE, Raster};
use super::simplex_frame::{Field, Frame, categories};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::GumbelSoftmax;
use crate::explorer::{Explorer, Params};
use crate::softmax::{argmax, softmax};

/// From hot to cold, those of `[M]` figure 2 and one colder.
const TEMPERATURES: [f64; 4] = [2.0, 1.0, 0.5, 0.1];
/// From this width on all four stand in a row.
const WIDE: f64 = 640.0;
/// Samples drawn over each.
const DOTS: usize = 60;

struct Plan {
    /// Where each picture lies, its title above.
    cells: [Rect; 4],
    legend: Rect,
    names: f64,
}

impl Plan {
    fn new((w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let columns = if w >= px(WIDE) { 4 } else { 2 };
        let rows = 4 / columns;
        let foot = px(82.0);
        let cell = (w / columns as f64, (h - foot) / rows as f64);
        Plan {
            cells: core::array::from_fn(|i| {
                let (x, y) = (cell.0 * (i % columns) as f64, cell.1 * (i / columns) as f64);
                Rect::new(
                    x + px(20.0),
                    y + px(40.0),
                    cell.0 - px(40.0),
                    cell.1 - px(60.0),
                )
            }),
            names: h - foot + px(14.0),
            legend: Rect::new(px(74.0), h - px(44.0), w - px(92.0), px(10.0)),
        }
    }

    fn frame(&self, params: &Params, i: usize) -> Frame {
        Frame::within(params, self.cells[i])
    }
}

fn law(frame: &Frame, params: &Params, tau: f64) -> Option<GumbelSoftmax> {
    let logits: Vec<f64> = frame.categories.iter().map(|&k| params.logits[k]).collect();
    if logits.len() < 2 {
        return None;
    }
    GumbelSoftmax::new(&logits, tau).ok()
}

pub(super) fn rasters(
    explorer: &Explorer,
    size: (f64, f64),
    ratio: f64,
    theme: &Theme,
) -> Vec<Raster> {
    let params = explorer.params();
    let plan = Plan::new(size, theme);
    let triangles = TEMPERATURES.iter().enumerate().filter_map(|(i, &tau)| {
        let frame = plan.frame(params, i);
        let Field::Triangle { corners, side } = frame.field else {
            return None;
        };
        let logits = core::array::from_fn(|i| params.logits[frame.categories[i]]);
        Some(raster::triangle(
            &Density::new(logits, tau),
            corners,
            side,
            ratio,
        ))
    });
    triangles.collect()
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let params = explorer.params();
    let plan = Plan::new(size, theme);
    for (i, &tau) in TEMPERATURES.iter().enumerate() {
        let frame = plan.frame(params, i);
        match layer {
            Layer::Ground => ground(&mut scene, &frame, plan.cells[i], tau, theme),
            Layer::Live => samples(&mut scene, explorer, &frame, tau, theme, focus),
            Layer::Over => over(&mut scene, params, &frame, plan.cells[i], tau, theme, focus),
        }
    }
    if layer == Layer::Ground {
        if !focus.hide_targets {
            legend(&mut scene, plan.legend, theme);
        }
        let shown = categories(params);
        let cell = (size.0 / shown.len().max(1) as f64).min(theme.px(110.0));
        let first = size.0 / 2.0 - cell * (shown.len() as f64 - 1.0) / 2.0;
        for (i, &k) in shown.iter().enumerate() {
            let at = (first + cell * i as f64, plan.names);
            name(&mut scene, params, k, at, cell, theme, focus);
        }
    }
    scene
}

fn ground(scene: &mut Scene, frame: &Frame, cell: Rect, tau: f64, theme: &Theme) {
    let title = format!("τ = {}", notation::plain(tau));
    let at = (cell.x - theme.px(14.0), cell.y - theme.px(26.0));
    notation::set(scene, &title, at, Align::Left, theme.symbol(), theme.ink());
    match frame.field {
        Field::Triangle { corners, .. } => scene.outline(&corners, theme.quiet(), theme.hair()),
        Field::Interval { curve, .. } => {
            for y in [curve.y, curve.bottom()] {
                scene.line((curve.x, y), (curve.right(), y), theme.rule(), theme.hair());
            }
        }
        Field::Point { .. } => {}
    }
}

/// The sign of the exponent of eps where m of K coordinates vanish: the limit of the density.
fn limit(tau: f64, categories: usize, zeros: usize) -> Option<&'static str> {
    let exponent = tau * (categories - zeros) as f64 - zeros as f64;
    if exponent > 1e-9 {
        Some("0")
    } else if exponent < -1e-9 {
        Some("∞")
    } else {
        None
    }
}

fn over(
    scene: &mut Scene,
    params: &Params,
    frame: &Frame,
    cell: Rect,
    tau: f64,
    theme: &Theme,
    focus: &Focus,
) {
    let (ink, size) = (theme.ink(), theme.px(14.0));
    let mut write = |text: Option<&str>, at: Point| {
        if let Some(text) = text {
            scene.text(text, at, Align::Centre, Face::Serif, size, ink);
        }
    };
    let corner_marks: Vec<Point> = match frame.field {
        Field::Triangle {
            corners: [a, b, c], ..
        } => {
            let away = theme.px(11.0);
            let corner = limit(tau, 3, 2);
            let edge = limit(tau, 3, 1);
            write(corner, (a.0 + theme.px(2.0), a.1 + away + theme.px(2.0)));
            write(corner, (b.0 - theme.px(2.0), b.1 + away + theme.px(2.0)));
            write(corner, (c.0, c.1 - away - theme.px(3.0)));
            let middle = |p: Point, q: Point| ((p.0 + q.0) / 2.0, (p.1 + q.1) / 2.0);
            let below = middle(a, b);
            write(edge, (below.0, below.1 + away + theme.px(2.0)));
            let (left, right) = (middle(a, c), middle(b, c));
            write(edge, (left.0 - away, left.1 - away * 0.5));
            write(edge, (right.0 + away, right.1 - away * 0.5));
            vec![a, b, c]
        }
        Field::Interval { curve, .. } => {
            let end = limit(tau, 2, 1);
            let y = curve.y - theme.px(9.0);
            write(end, (curve.x, y));
            write(end, (curve.right(), y));
            if let Some(law) = law(frame, params, tau) {
                let scale = Scale::new(LN_DENSITY_RANGE, (curve.bottom(), curve.y));
                let points = (0..200).map(|i| {
                    let t = (f64::from(i) + 0.5) / 200.0;
                    let y = 0.5 - 0.5 * libm::cos(core::f64::consts::PI * t);
                    (curve.x + curve.w * y, scale.at(law.ln_pdf(&[y, 1.0 - y])))
                });
                let points: Vec<Point> = points.collect();
                clipped(scene, curve, points, (ink, theme.pen()));
            }
            vec![(curve.right(), curve.bottom()), (curve.x, curve.bottom())]
        }
        Field::Point { .. } => vec![(cell.x + cell.w / 2.0, cell.y + cell.h / 2.0)],
    };
    for (&k, at) in frame.categories.iter().zip(corner_marks) {
        category_mark(
            scene,
            theme,
            k,
            at,
            theme.px(4.6),
            theme.presence(focus.category, k),
        );
    }
}

/// The first dots, at this temperature.
fn samples(
    scene: &mut Scene,
    explorer: &Explorer,
    frame: &Frame,
    tau: f64,
    theme: &Theme,
    focus: &Focus,
) {
    let Field::Triangle { side, .. } = frame.field else {
        return;
    };
    let logits = &explorer.params().logits;
    let radius = (side / 110.0).clamp(1.1, 2.0) * theme.px(1.0);
    for g in explorer.dot_noise().iter().take(DOTS) {
        let scaled = frame
            .categories
            .iter()
            .map(|&k| (logits[k] + f64::from(g[k])) / tau);
        let y = softmax(&scaled.collect::<Vec<_>>());
        let k = frame.categories[argmax(&y)];
        let strength = if focus.category.is_some_and(|c| c != k) {
            0.15
        } else {
            1.0
        };
        let at = frame.at(&y);
        scene.disc(at, radius + theme.px(0.8), Ink(WHITE, 0.7 * strength));
        scene.disc(
            at,
            radius,
            Ink(
                if theme.hatched(k) {
                    BLACK
                } else {
                    theme.category(k)
                },
                strength,
            ),
        );
    }
}

/// The colours and what they stand for; the ends are arrows, since beyond them it is clipped.
fn legend(scene: &mut Scene, bar: Rect, theme: &Theme) {
    let (size, tip) = (theme.symbol(), theme.px(8.0));
    let middle = bar.y + bar.h / 2.0;
    let at = (bar.x - theme.px(16.0), middle);
    notation::set(scene, "ln p(y)", at, Align::Right, size, theme.ink());
    let steps = 64;
    let width = bar.w / f64::from(steps);
    for i in 0..steps {
        let r = Rect::new(
            bar.x + width * f64::from(i),
            bar.y,
            (width + 1.0).min(bar.right() - bar.x - width * f64::from(i)),
            bar.h,
        );
        scene.fill_rect(
            r,
            Ink(viridis((f64::from(i) + 0.5) / f64::from(steps)), 1.0),
        );
    }
    for (x, dx, t) in [(bar.x, -tip, 0.0), (bar.right(), tip, 1.0)] {
        let points = [(x, bar.y), (x + dx, middle), (x, bar.bottom())];
        scene.fill(points, Ink(viridis(t), 1.0));
    }
    let (lo, hi) = LN_DENSITY_RANGE;
    let scale = Scale::new((lo, hi), (bar.x, bar.right()));
    for (v, text) in [
        (lo, format!("≤ {}", notation::plain(lo))),
        ((lo + hi) / 2.0, notation::plain((lo + hi) / 2.0)),
        (hi, format!("≥ {}", notation::plain(hi))),
    ] {
        let at = (scale.at(v), bar.bottom() + theme.px(12.0));
        scene.text(
            text,
            at,
            Align::Centre,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(size, theme);
    let margin = theme.px(4.0);
    let Some(i) = plan.cells.iter().position(|cell| cell.holds(at, margin)) else {
        return Probe::default();
    };
    let (frame, tau) = (plan.frame(params, i), TEMPERATURES[i]);
    let tau_is = format!("τ = {}", notation::plain(tau));
    let y = frame
        .coordinates(at)
        .filter(|y| y.iter().all(|&y| y >= 0.0));
    let (Some(y), Some(law)) = (y, law(&frame, params, tau)) else {
        let text = tau_is;
        return Probe {
            text,
            ..Probe::default()
        };
    };
    let parts = frame.categories.iter().zip(&y);
    let parts = parts.map(|(&k, &y)| format!("y_{} = {}", params.names[k], readout(y)));
    let parts: Vec<String> = parts.collect();
    Probe {
        text: format!(
            "{tau_is} · {} · ln p(y) = {}",
            parts.join(" · "),
            readout(law.ln_pdf(&y))
        ),
        category: Some(frame.categories[argmax(&y)]),
        grab: None,
    }
}

pub(super) fn height(width: f64, triangle: bool) -> f64 {
    if width >= WIDE || !triangle {
        (width / 4.0 * 0.87 + 118.0).clamp(if triangle { 260.0 } else { 320.0 }, 460.0)
    } else {
        (width * 0.87 + 140.0).clamp(380.0, 680.0)
    }
}
