//! The inverse transform: u to g through the CDF of the noise; nine even u, the reader's own, and the noise seen from
//! both axes: spread along g as f, flat along u.

use super::chapter::{arrow, grip, with_uniform};
use super::focus::{Focus, Grab, Layer, Probe};
use super::noise::{cdf, pdf};
use super::noise_live::backed;
use super::notation::{self, readout};
use super::plot::{Scale, bottom_axis, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::Gumbel;
use crate::explorer::{Explorer, NOISE_BIN_WIDTH, NOISE_BINS, NOISE_START, Params};

/// The range of g: the reader's u of 0.001 to 0.999 is -1.9 to 6.9.
const G: (f64, f64) = (-2.75, 7.25);
/// f at the end of its strip.
const F_TOP: f64 = 0.42;
/// The density of u at the end of its strip; the exact one is 1.
const U_TOP: f64 = 1.45;
/// The least share of the unit interval that has a bar of its own.
const LEAST: f64 = 1.0 / 32.0;

struct Plan {
    /// The density of u, growing to the left of the axis of u.
    flat: Rect,
    panel: Rect,
    /// The density of g, hanging from the axis of g.
    spread: Rect,
    g: Scale,
    u: Scale,
    /// Densities to pixels.
    along_u: Scale,
    along_g: Scale,
}

fn plan((w, h): (f64, f64), theme: &Theme) -> Plan {
    let (left, top) = (theme.px(38.0), theme.px(36.0));
    let strip = (w * 0.13).clamp(theme.px(36.0), theme.px(72.0));
    let x = left + strip;
    let wide = (w - x - theme.px(14.0)).max(1.0);
    let room = (h - top - theme.px(40.0)).max(2.0);
    let hang = (room * 0.2).min(theme.px(84.0));
    let panel = Rect::new(x, top, wide, room - hang);
    let flat = Rect::new(left, top, strip, panel.h);
    let spread = Rect::new(x, panel.bottom(), wide, hang);
    Plan {
        g: Scale::new(G, (panel.x, panel.right())),
        u: Scale::new((0.0, 1.0), (panel.bottom(), panel.y)),
        along_u: Scale::new((0.0, U_TOP), (panel.x, flat.x)),
        along_g: Scale::new((0.0, F_TOP), (spread.y, spread.bottom())),
        flat,
        panel,
        spread,
    }
}

fn quantile(u: f64) -> f64 {
    Gumbel::standard().quantile(u)
}

fn along() -> impl Iterator<Item = f64> + Clone {
    (0..=160).map(|i| G.0 + (G.1 - G.0) * f64::from(i) / 160.0)
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let plan = plan(size, theme);
    match layer {
        Layer::Ground => ground(&mut scene, &plan, theme),
        Layer::Live => live(&mut scene, explorer, &plan, theme),
        Layer::Over => over(&mut scene, explorer.params(), &plan, theme, focus),
    }
    scene
}

fn ground(scene: &mut Scene, plan: &Plan, theme: &Theme) {
    let axis = Rect::new(plan.flat.x, plan.panel.y, 0.0, plan.panel.h);
    left_axis(scene, theme, axis, &plan.u, 0.0);
    bottom_axis(scene, theme, plan.spread.bottom(), G, &plan.g);
    let (corner, rule) = ((plan.panel.x, plan.panel.bottom()), theme.rule());
    scene.line((plan.panel.x, plan.panel.y), corner, rule, theme.hair());
    scene.line(corner, (plan.panel.right(), corner.1), rule, theme.hair());
    let (size, ink) = (theme.symbol(), theme.ink());
    let at = (theme.px(8.0), plan.panel.y - theme.px(18.0));
    notation::set(scene, "u = F(g)", at, Align::Left, size, ink);
    let at = (plan.panel.right(), at.1);
    notation::set(scene, "g = −ln(−ln u)", at, Align::Right, size, ink);
    let at = (plan.panel.right(), plan.spread.bottom() + theme.px(30.0));
    notation::set(scene, "g", at, Align::Right, size, ink);
    // Nine even u, and where each lands.
    let (faint, r) = (Ink(theme.muted, 0.5), theme.px(2.2));
    for i in 1..=9 {
        let u = f64::from(i) / 10.0;
        let (x, y) = (plan.g.at(quantile(u)), plan.u.at(u));
        scene.line((plan.panel.x, y), (x, y), faint, theme.hair());
        scene.line((x, y), (x, corner.1), faint, theme.hair());
        scene.disc((plan.panel.x, y), r, theme.quiet());
        scene.disc((x, corner.1), r, theme.quiet());
    }
}

/// The noise's bins, joined until each holds a share of the unit interval that can be seen: ends along g, count.
fn joined(explorer: &Explorer) -> Vec<(f64, f64, u64)> {
    let noise = &explorer.tally().noise;
    let mut bars: Vec<(f64, f64, u64)> = Vec::new();
    let (mut from, mut count) = (f64::NEG_INFINITY, noise.below);
    for (i, bin) in noise.bins.iter().enumerate() {
        count += bin;
        let to = NOISE_START + NOISE_BIN_WIDTH * (i + 1) as f64;
        if cdf(to) - cdf(from) >= LEAST && 1.0 - cdf(to) >= LEAST {
            bars.push((from, to, count));
            (from, count) = (to, 0);
        }
    }
    bars.push((from, f64::INFINITY, count + noise.above));
    bars
}

fn live(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme) {
    let noise = &explorer.tally().noise;
    let total = noise.noises();
    if total == 0 {
        return;
    }
    let ink = Ink(theme.measured, if theme.dark { 0.75 } else { 0.55 });
    // Along g, hanging.
    let mut outline: Vec<Point> = vec![(plan.g.at(G.0), plan.spread.y)];
    for i in 0..NOISE_BINS {
        let from = NOISE_START + NOISE_BIN_WIDTH * i as f64;
        let density = noise.bins[i] as f64 / total as f64 / NOISE_BIN_WIDTH;
        let y = plan.along_g.held(density);
        outline.extend([
            (plan.g.held(from), y),
            (plan.g.held(from + NOISE_BIN_WIDTH), y),
        ]);
    }
    outline.push((plan.panel.right(), plan.spread.y));
    scene.fill(outline, ink);
    // The same, along u: each bar over the share that the law gives it.
    let mut outline: Vec<Point> = vec![(plan.panel.x, plan.panel.bottom())];
    for (from, to, count) in joined(explorer) {
        let (low, high) = (cdf(from), cdf(to));
        let x = plan
            .along_u
            .held(count as f64 / total as f64 / (high - low));
        outline.extend([(x, plan.u.at(low)), (x, plan.u.at(high))]);
    }
    outline.push((plan.panel.x, plan.panel.y));
    scene.fill(outline, ink);
}

fn over(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    let ink = theme.ink();
    // The exact densities: 1 along u, f along g.
    let one = plan.along_u.at(1.0);
    let flat = [
        (plan.panel.x, plan.panel.bottom()),
        (one, plan.panel.bottom()),
        (one, plan.panel.y),
        (plan.panel.x, plan.panel.y),
    ];
    scene.path(flat, ink, theme.pen());
    let spread = along().map(|g| (plan.g.at(g), plan.along_g.at(pdf(g))));
    scene.path(spread, ink, theme.pen());
    let curve = along().map(|g| (plan.g.at(g), plan.u.at(cdf(g))));
    scene.path(curve, ink, theme.px(2.2));
    if let Some(at) = focus.cursor.filter(|&at| plan.panel.holds(at, 0.0)) {
        let g = plan.g.value(at.0);
        let faint = Ink(theme.muted, 0.6);
        scene.line(
            (at.0, plan.panel.y),
            (at.0, plan.spread.bottom()),
            faint,
            theme.hair(),
        );
        scene.ring((at.0, plan.u.at(cdf(g))), theme.px(3.5), ink, theme.pen());
    }
    // The reader's own u.
    let g = quantile(params.u);
    let (x, y, floor) = (plan.g.at(g), plan.u.at(params.u), plan.panel.bottom());
    let own = Ink(theme.category_edge(1), 1.0);
    let width = theme.px(2.0);
    scene.line((plan.panel.x, y), (x, y), own, width);
    arrow(scene, theme, (x, y), (x, floor), own, width);
    scene.disc((x, y), theme.px(4.0), own);
    grip(scene, theme, (plan.panel.x, y));
    // In the corner that the curve leaves, unless the reader's own line is there.
    let corner = plan.panel.right() - theme.px(2.0);
    let text = [
        format!("u = {}", readout(params.u)),
        format!("g = {}", readout(g)),
    ];
    let size = theme.symbol();
    let widest = notation::width(&text[0], size).max(notation::width(&text[1], size));
    let at = if x + theme.px(8.0) < corner - widest {
        corner
    } else {
        x - theme.px(10.0)
    };
    for (text, up) in text.iter().zip([37.0, 15.0]) {
        backed(scene, theme, text, (at, floor - theme.px(up)), Align::Right);
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: (f64, f64)) -> Probe {
    let plan = plan(size, theme);
    let params = explorer.params();
    let reach = theme.px(14.0);
    let (y, floor) = (plan.u.at(params.u), plan.panel.bottom());
    let near_axis = (at.0 - plan.panel.x).abs() < reach && at.1 < floor + reach;
    let on_line = (at.1 - y).abs() < reach * 0.6
        && at.0 > plan.panel.x
        && at.0 < plan.g.at(quantile(params.u));
    if at.1 > plan.panel.y - reach && (near_axis || on_line) {
        let text = format!(
            "u = {} · g = −ln(−ln u) = {}",
            readout(params.u),
            readout(quantile(params.u))
        );
        return Probe {
            text,
            category: None,
            grab: Some(Grab::Uniform),
        };
    }
    let noise = &explorer.tally().noise;
    let total = noise.noises();
    let text = if plan.flat.holds(at, 0.0) {
        let u = plan.u.value(at.1).clamp(0.0, 1.0);
        let bar = joined(explorer).into_iter().find(|bar| u <= cdf(bar.1));
        match bar {
            Some((from, to, count)) if total > 0 => {
                let ends = (cdf(from), cdf(to));
                format!(
                    "F(g) ∈ [{}, {}): {count}/{total} = {} · {}",
                    readout(ends.0),
                    readout(ends.1),
                    readout(count as f64 / total as f64),
                    readout(ends.1 - ends.0)
                )
            }
            _ => format!("u = {}", readout(u)),
        }
    } else if at.0 >= plan.panel.x && at.0 <= plan.panel.right() {
        let g = plan.g.value(at.0);
        format!(
            "g = {} · F(g) = {} · f(g) = {}",
            readout(g),
            readout(cdf(g)),
            readout(pdf(g))
        )
    } else {
        String::new()
    };
    Probe {
        text,
        category: None,
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
    (grab == Grab::Uniform)
        .then(|| plan(size, theme).u.value(to.1))
        .and_then(|u| with_uniform(explorer.params(), u))
}

/// The counts of the bars along u.
#[cfg(test)]
pub(super) fn counts(explorer: &Explorer) -> Vec<u64> {
    joined(explorer).iter().map(|bar| bar.2).collect()
}
