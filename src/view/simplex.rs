//! The soft samples on the simplex, over their exact density.

use super::colour::viridis;
use super::focus::{Focus, Grab, Layer, Probe};
use super::interval;
use super::marks::{BLACK, WHITE, category_mark, mean_mark};
use super::notation::{self, readout};
use super::present_draw;
use super::raster::{self, Density, LN_DENSITY_RANGE, Raster};
use super::simplex_frame::{Field, Frame, categories, corner, disc_radius, with_probs};
use super::simplex_over::over;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, Params};
use crate::softmax::argmax;

pub(super) fn is_triangle(explorer: &Explorer) -> bool {
    categories(explorer.params()).len() == 3
}

pub(super) fn raster(
    explorer: &Explorer,
    size: (f64, f64),
    ratio: f64,
    theme: &Theme,
) -> Option<Raster> {
    let params = explorer.params();
    let frame = Frame::new(params, size, theme);
    let (Field::Triangle { corners, side }, Some(tau)) = (frame.field, params.temperature.tau())
    else {
        return None;
    };
    let logits = core::array::from_fn(|i| params.logits[frame.categories[i]]);
    let density = Density::new(logits, tau);
    Some(raster::triangle(&density, corners, side, ratio))
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
    let frame = Frame::new(params, size, theme);
    match (frame.field, layer) {
        (Field::Triangle { corners, side }, Layer::Ground) => {
            let soft = params.temperature.tau().is_some() && !focus.hide_targets;
            ground(&mut scene, corners, side, size, theme, soft);
        }
        (Field::Interval { .. }, Layer::Ground) => {
            interval::ground(&mut scene, params, &frame, theme, focus.hide_targets);
        }
        (Field::Point { at }, Layer::Ground) => {
            point(&mut scene, params, &frame, at, theme, focus.hide_targets);
        }
        (Field::Point { .. }, _) => {}
        (_, Layer::Live) => live(&mut scene, explorer, &frame, theme, focus),
        (_, Layer::Over) => over(&mut scene, explorer, &frame, size, theme, focus),
    }
    scene
}

/// `soft`: over a density.
fn ground(
    scene: &mut Scene,
    corners: [Point; 3],
    side: f64,
    size: (f64, f64),
    theme: &Theme,
    soft: bool,
) {
    // Where two perturbed logits are equal: from the middle to the middle of each edge.
    let middle = (
        (corners[0].0 + corners[1].0) / 2.0,
        corners[0].1 - side * 0.288_675_134_594_8,
    );
    for (a, b) in [(0, 1), (1, 2), (2, 0)] {
        let end = (
            (corners[a].0 + corners[b].0) / 2.0,
            (corners[a].1 + corners[b].1) / 2.0,
        );
        if soft {
            scene.line(middle, end, Ink(BLACK, 0.45), theme.px(2.4));
            scene.line(middle, end, Ink(WHITE, 0.8), theme.hair());
        } else {
            scene.line(middle, end, theme.rule(), theme.hair());
        }
    }
    scene.outline(
        &corners,
        if soft { theme.quiet() } else { theme.rule() },
        theme.hair(),
    );
    if soft {
        legend(scene, corners, side, size, theme);
    }
}

/// The colours and what they stand for; the ends are arrows, since beyond them it is clipped.
fn legend(scene: &mut Scene, corners: [Point; 3], side: f64, size: (f64, f64), theme: &Theme) {
    let right = (corners[2].0 + side * 0.6).min(size.0 - theme.px(4.0));
    let (wide, tall) = (
        theme.px(10.0),
        (side * 0.36).clamp(theme.px(60.0), theme.px(150.0)),
    );
    let (x, top) = (right - wide, theme.px(38.0));
    let tip = theme.px(8.0);
    let title = (right, theme.px(14.0));
    notation::set(
        scene,
        "ln p(y)",
        title,
        Align::Right,
        theme.symbol(),
        theme.ink(),
    );
    let steps = 48;
    for i in 0..steps {
        let t = f64::from(i) / f64::from(steps);
        let y = top + tall * t;
        // A hair taller, so that no seam shows.
        let r = Rect::new(x, y, wide, tall / f64::from(steps) + 0.5);
        let t = 1.0 - (f64::from(i) + 0.5) / f64::from(steps);
        scene.fill_rect(r, Ink(viridis(t), 1.0));
    }
    let bottom = top + tall;
    let middle = x + wide / 2.0;
    scene.fill(
        [(x, top), (middle, top - tip), (right, top)],
        Ink(viridis(1.0), 1.0),
    );
    scene.fill(
        [(x, bottom), (middle, bottom + tip), (right, bottom)],
        Ink(viridis(0.0), 1.0),
    );
    let outline = [
        (x, top),
        (middle, top - tip),
        (right, top),
        (right, bottom),
        (middle, bottom + tip),
        (x, bottom),
    ];
    scene.outline(&outline, theme.quiet(), theme.px(0.75));
    let (lo, hi) = LN_DENSITY_RANGE;
    let middle_value = (lo + hi) / 2.0;
    for (t, text) in [
        (0.0, format!("≥ {}", notation::plain(hi))),
        (0.5, notation::plain(middle_value)),
        (1.0, format!("≤ {}", notation::plain(lo))),
    ] {
        let at = (x - theme.px(6.0), top + tall * t);
        scene.text(
            text,
            at,
            Align::Right,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
}

/// One category is certain.
fn point(
    scene: &mut Scene,
    params: &Params,
    frame: &Frame,
    at: Point,
    theme: &Theme,
    hidden: bool,
) {
    let Some(&k) = frame.categories.first() else {
        notation::set(
            scene,
            "π = 0",
            at,
            Align::Centre,
            theme.symbol(),
            theme.ink(),
        );
        return;
    };
    category_mark(scene, theme, k, at, theme.px(9.0), 1.0);
    if hidden {
        return;
    }
    scene.ring(at, theme.px(15.0), theme.ink(), theme.pen());
    let text = format!("{} = 1", notation::indexed("y", &params.names[k], theme));
    let below = (at.0, at.1 + theme.px(34.0));
    notation::set(
        scene,
        &text,
        below,
        Align::Centre,
        theme.symbol(),
        theme.ink(),
    );
}

fn live(scene: &mut Scene, explorer: &Explorer, frame: &Frame, theme: &Theme, focus: &Focus) {
    let params = explorer.params();
    if params.temperature.tau().is_none() {
        counts(scene, explorer, frame, theme, focus);
        if focus.mark_draw {
            present_draw::on_simplex(scene, explorer, frame, theme);
        }
        return;
    }
    let mut sum = vec![0.0; frame.categories.len()];
    let mut seen = 0.0;
    let casing = if theme.dark { 0.55 } else { 0.7 };
    // A thousand dots must leave the density in sight.
    let radius = match frame.field {
        Field::Triangle { side, .. } => (side / 240.0).clamp(1.3, 2.2) * theme.px(1.0),
        _ => theme.px(1.7),
    };
    for (i, dot) in explorer.dots().iter().enumerate() {
        let Some(y) = frame.renormalised(dot) else {
            continue;
        };
        for (sum, y) in sum.iter_mut().zip(&y) {
            *sum += y;
        }
        seen += 1.0;
        let k = frame.categories[argmax(&y)];
        let at = match frame.field {
            Field::Interval { dots, .. } => (frame.at(&y).0, interval::scatter(dots, i)),
            _ => frame.at(&y),
        };
        let strength = match focus.category {
            Some(chosen) if chosen != k => 0.15,
            _ => 1.0,
        };
        let shape = theme.shape(k);
        scene.mark(
            shape,
            at,
            radius + theme.px(1.0),
            Ink(WHITE, casing * strength),
        );
        scene.mark(shape, at, radius, Ink(theme.category(k), strength));
    }
    if focus.mark_draw {
        present_draw::on_simplex(scene, explorer, frame, theme);
    }
    if seen == 0.0 {
        return;
    }
    // All samples where the tally has this very law, else the dots.
    let soft = &explorer.tally().soft;
    let mean: Option<Vec<f64>> = if params.logits.len() <= 3 {
        frame.categories.iter().map(|&k| soft.mean(k)).collect()
    } else {
        Some(sum.iter().map(|s| s / seen).collect())
    };
    if let Some(mean) = mean {
        mean_mark(scene, theme, frame.at(&mean));
    }
}

/// At the limit every sample is a corner: a disc of the area of its share.
fn counts(scene: &mut Scene, explorer: &Explorer, frame: &Frame, theme: &Theme, focus: &Focus) {
    let hard = &explorer.tally().hard;
    let total: u64 = frame.categories.iter().map(|&k| hard.counts[k]).sum();
    for (i, &k) in frame.categories.iter().enumerate() {
        let share = if total > 0 {
            hard.counts[k] as f64 / total as f64
        } else {
            0.0
        };
        let ink = Ink(theme.category(k), 0.85 * theme.presence(focus.category, k));
        scene.disc(corner(frame, i), disc_radius(frame, share), ink);
    }
}

pub(super) fn probe(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    at: (f64, f64),
    hidden: bool,
) -> Probe {
    let params = explorer.params();
    let frame = Frame::new(params, size, theme);
    if let Field::Point { .. } = frame.field {
        let Some(&k) = frame.categories.first() else {
            return Probe::default();
        };
        let text = format!("y_{} = 1", params.names[k]);
        return Probe {
            text,
            category: Some(k),
            grab: None,
        };
    }
    let list = |symbol: &str, values: &[f64]| {
        let parts = frame
            .categories
            .iter()
            .zip(values)
            .map(|(&k, &v)| format!("{symbol}_{} = {}", params.names[k], readout(v)));
        parts.collect::<Vec<_>>().join(" · ")
    };
    let probs = frame.probs(params);
    let target = frame.at(&probs);
    if !hidden && libm::hypot(target.0 - at.0, target.1 - at.1) < theme.px(15.0) {
        let grab = Some(Grab::Probability);
        return Probe {
            text: list("π", &probs),
            category: None,
            grab,
        };
    }
    let Some(y) = frame
        .coordinates(at)
        .filter(|y| y.iter().all(|&y| y >= 0.0))
    else {
        return Probe::default();
    };
    let mut text = list("y", &y);
    if let Some(law) = frame.law(params).filter(|_| !hidden) {
        text.push_str(&format!(" · ln p(y) = {}", readout(law.ln_pdf(&y))));
    }
    Probe {
        text,
        category: Some(frame.categories[argmax(&y)]),
        grab: None,
    }
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: (f64, f64),
) -> Option<Params> {
    if grab != Grab::Probability {
        return None;
    }
    let frame = Frame::new(explorer.params(), size, theme);
    with_probs(explorer, &frame.categories, &frame.coordinates(to)?)
}

pub(super) fn nudge(explorer: &Explorer, grab: Grab, dx: f64, dy: f64) -> Option<Params> {
    if grab != Grab::Probability {
        return None;
    }
    let params = explorer.params();
    // Any size will do: a step is a hundredth of the side.
    let frame = Frame::new(params, (300.0, 300.0), &Theme::light());
    let (x, y) = frame.at(&frame.probs(params));
    let step = match frame.field {
        Field::Triangle { side, .. } => side / 100.0,
        Field::Interval { strip, .. } => strip.w / 100.0,
        Field::Point { .. } => return None,
    };
    with_probs(
        explorer,
        &frame.categories,
        &frame.coordinates((x + dx * step, y - dy * step))?,
    )
}
