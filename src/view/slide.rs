//! The frozen draw sliding to its corner: y(tau) of one draw, over the temperature.
//!
//! The noise stays; only tau moves. The curves never change their order, so the argmax is the same
//! all along: at the left end it is everything, at the right nothing is left but 1/K.

use super::focus::{Focus, Grab, Layer, Probe};
use super::marks::category_mark;
use super::notation::{self, readout};
use super::parts::{self, TauAxis};
use super::plot::{Scale, left_axis};
use super::simplex_frame::{Field, Frame, categories};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Draw, Explorer, Params};
use crate::few::sort_few;
use crate::softmax::{argmax, softmax};

/// From this width on the triangle stands beside the curves.
const WIDE: f64 = 460.0;

struct Plan {
    chart: Rect,
    tau: TauAxis,
    y: Scale,
    names: f64,
    triangle: Option<Frame>,
}

impl Plan {
    fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let (left, right, top) = (px(34.0), px(34.0), px(30.0));
        let triangle = categories(params).len() == 3;
        let beside = triangle && w >= px(WIDE);
        let across = if beside { w * 0.58 } else { w };
        let bottom = px(58.0);
        let tall = if triangle && !beside { h * 0.56 } else { h };
        let chart = Rect::new(left, top, across - left - right, tall - top - bottom);
        let triangle = triangle.then(|| {
            let room = if beside {
                Rect::new(
                    across + px(18.0),
                    px(26.0),
                    w - across - px(36.0),
                    h - px(52.0),
                )
            } else {
                Rect::new(px(24.0), tall + px(24.0), w - px(48.0), h - tall - px(48.0))
            };
            Frame::within(params, room)
        });
        Plan {
            tau: TauAxis::new(chart),
            y: Scale::new((0.0, 1.0), (chart.bottom(), chart.y)),
            names: tall - px(14.0),
            chart,
            triangle,
        }
    }
}

/// softmax(x / tau), which at the limit is the one-hot of the largest.
fn soft(perturbed: &[f64], tau: Option<f64>) -> Vec<f64> {
    match tau {
        Some(tau) => softmax(&perturbed.iter().map(|p| p / tau).collect::<Vec<_>>()),
        None => {
            let mut hot = vec![0.0; perturbed.len()];
            hot[argmax(perturbed)] = 1.0;
            hot
        }
    }
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
    let plan = Plan::new(params, size, theme);
    match layer {
        Layer::Ground => ground(&mut scene, params, &plan, theme, focus),
        Layer::Live => {
            if let Some(draw) = explorer.draw() {
                curves(&mut scene, params, draw, &plan, theme, focus);
                if let Some(frame) = plan.triangle.as_ref().filter(|_| !focus.hide_targets) {
                    path(&mut scene, params, draw, frame, &plan, theme);
                }
            }
        }
        Layer::Over => plan.tau.over(&mut scene, params, theme),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    left_axis(scene, theme, plan.chart, &plan.y, 0.0);
    plan.tau.ground(scene, theme);
    let at = (theme.px(8.0), plan.chart.y - theme.px(16.0));
    let size = theme.symbol();
    notation::set(scene, "y_k", at, Align::Left, size, theme.ink());
    // All that is left at a high temperature.
    let live = params.logits.iter().filter(|l| l.is_finite()).count();
    let level = plan.y.at(1.0 / live as f64);
    let (x0, x1) = (plan.chart.x, plan.chart.right());
    let dash = (theme.px(3.0), theme.px(3.0));
    scene.dashes(
        &[(x0, level), (x1, level)],
        dash,
        theme.rule(),
        theme.hair(),
    );
    let label = if live == params.logits.len() {
        "1/K".to_owned()
    } else {
        format!("1/{live}")
    };
    let at = (x1 + theme.px(5.0), level);
    notation::set(scene, &label, at, Align::Left, theme.small(), theme.quiet());
    let ends = (plan.chart.x - theme.px(26.0), x1 + theme.px(26.0));
    parts::names(scene, params, ends, plan.names, theme, focus);
    let Some(Frame {
        categories,
        field: Field::Triangle { corners, .. },
    }) = &plan.triangle
    else {
        return;
    };
    scene.outline(corners, theme.rule(), theme.pen());
    for (&k, corner) in categories.iter().zip(corners) {
        let strength = theme.presence(focus.category, k);
        category_mark(scene, theme, k, *corner, theme.px(6.0), strength);
    }
}

fn curves(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
) {
    let rows: Vec<(f64, Vec<f64>)> = plan
        .tau
        .along()
        .map(|tau| (plan.tau.x(tau), soft(&draw.perturbed_logits, Some(tau))))
        .collect();
    let live = (0..draw.u.len()).filter(|&k| params.logits[k].is_finite());
    let mut order: Vec<usize> = live.collect();
    // The winner over the others.
    sort_few(&mut order, |&k| k == draw.winner);
    let drawn = order.iter().filter(|_| !focus.hide_targets);
    for &k in drawn {
        let strength = theme.presence(focus.category, k);
        let width = theme.px(if k == draw.winner { 3.0 } else { 1.8 });
        let points = rows.iter().map(|(x, y)| (*x, plan.y.at(y[k])));
        scene.path(points, Ink(theme.category_edge(k), strength), width);
    }
    // The one-hot that it slides to.
    let end = (plan.chart.x, plan.y.at(1.0));
    if !focus.hide_targets {
        scene.ring(
            end,
            theme.px(5.0),
            Ink(theme.category_edge(draw.winner), 1.0),
            theme.px(2.0),
        );
    }
    let x = plan.tau.present(params);
    for &k in &order {
        let strength = theme.presence(focus.category, k);
        let at = (x, plan.y.at(draw.soft_sample[k]));
        category_mark(scene, theme, k, at, theme.px(5.0), strength);
    }
}

/// The way of the three among themselves, and where the present temperature stands on it.
fn path(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    frame: &Frame,
    plan: &Plan,
    theme: &Theme,
) {
    let three: Vec<f64> = frame
        .categories
        .iter()
        .map(|&k| draw.perturbed_logits[k])
        .collect();
    let winner = frame.categories[argmax(&three)];
    let ink = Ink(theme.category_edge(winner), 1.0);
    let place = |tau: Option<f64>| frame.at(&soft(&three, tau));
    let points: Vec<Point> = plan.tau.along().map(|tau| place(Some(tau))).collect();
    scene.path(points, ink, theme.px(2.4));
    for tau in [0.1, 1.0, 10.0] {
        scene.disc(place(Some(tau)), theme.px(2.6), ink);
    }
    let corner = place(None);
    scene.ring(corner, theme.px(10.0), ink, theme.px(2.0));
    let at = place(params.temperature.tau());
    category_mark(scene, theme, winner, at, theme.px(6.0), 1.0);
    scene.ring(at, theme.px(9.0), theme.ink(), theme.pen());
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    if let Some(found) = plan.tau.grab(params, theme, at) {
        return found;
    }
    let Some(draw) = explorer.draw() else {
        return Probe::default();
    };
    if !plan.chart.holds(at, theme.px(4.0)) {
        return Probe::default();
    }
    let tau = plan.tau.tau(at.0);
    let y = soft(&draw.perturbed_logits, Some(tau));
    let distance = |k: usize| (plan.y.at(y[k]) - at.1).abs();
    let nearest = (0..y.len()).min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
    let k = nearest.unwrap_or(0);
    let name = &params.names[k];
    Probe {
        text: format!(
            "τ = {} · y_{name} = {}",
            notation::plain(tau),
            readout(y[k])
        ),
        category: Some(k),
        grab: None,
    }
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    (grab == Grab::Temperature)
        .then(|| plan.tau.drag(params, to))
        .flatten()
}

pub(super) fn height(width: f64, triangle: bool) -> f64 {
    match triangle {
        true if width >= WIDE => (width * 0.42).clamp(270.0, 380.0),
        true => (width * 1.35).clamp(440.0, 560.0),
        false => (width * 0.6).clamp(290.0, 380.0),
    }
}
