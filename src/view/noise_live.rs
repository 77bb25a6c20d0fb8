//! The noise that was drawn, and the ride of the present draw along the curves.

use super::focus::{Focus, Probe};
use super::marks::category_mark;
use super::noise::{G, Plan, pdf};
use super::notation::{self, indexed, readout};
use super::plot::beyond;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, NOISE_BIN_WIDTH, NOISE_BINS, NOISE_START};

fn bin_of(g: f64) -> Option<usize> {
    let place = (g - NOISE_START) / NOISE_BIN_WIDTH;
    (place >= 0.0 && place < NOISE_BINS as f64).then_some(place as usize)
}

/// The density of the histogram at g; None outside or before the first sample.
pub(super) fn measured_density(explorer: &Explorer, g: f64) -> Option<f64> {
    let noise = &explorer.tally().noise;
    let total = noise.noises();
    let bin = bin_of(g)?;
    (total > 0).then(|| noise.bins[bin] as f64 / total as f64 / NOISE_BIN_WIDTH)
}

/// The share of the noise below the bin boundary nearest to g.
pub(super) fn measured_below(explorer: &Explorer, g: f64) -> Option<f64> {
    let noise = &explorer.tally().noise;
    let total = noise.noises();
    let edge = ((g - NOISE_START) / NOISE_BIN_WIDTH)
        .round()
        .clamp(0.0, NOISE_BINS as f64) as usize;
    let below = noise.below + noise.bins[..edge].iter().sum::<u64>();
    (total > 0).then(|| below as f64 / total as f64)
}

pub(super) fn live(
    scene: &mut Scene,
    explorer: &Explorer,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
) {
    histogram(scene, explorer, plan, theme);
    ride(scene, explorer, plan, theme, focus);
}

fn histogram(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme) {
    let noise = &explorer.tally().noise;
    let total = noise.noises();
    if total == 0 {
        return;
    }
    let strength = if theme.dark { 0.75 } else { 0.55 };
    let ink = Ink(theme.measured, strength);
    let mut below = noise.below;
    let mut steps: Vec<Point> = vec![(plan.cdf.x, plan.cdf.bottom())];
    let share = |count: u64| count as f64 / total as f64;
    let mut bars: Vec<Point> = vec![(plan.pdf.x, plan.pdf.bottom())];
    steps.push((plan.cdf.x, plan.big_f.at(share(below))));
    for (i, &count) in noise.bins.iter().enumerate() {
        let left = plan.g.at(NOISE_START + i as f64 * NOISE_BIN_WIDTH);
        let right = plan.g.at(NOISE_START + (i + 1) as f64 * NOISE_BIN_WIDTH);
        let density = share(count) / NOISE_BIN_WIDTH;
        let y = plan.f.held(density);
        bars.extend([(left, y), (right, y)]);
        if plan.f.at(density) < plan.pdf.y - 0.5 {
            beyond(
                scene,
                theme,
                ((left + right) / 2.0, plan.pdf.y - theme.px(5.0)),
                1.0,
            );
        }
        below += count;
        steps.push((right, plan.big_f.at(share(below))));
    }
    bars.push((plan.pdf.right(), plan.pdf.bottom()));
    steps.push((plan.cdf.right(), plan.cdf.bottom()));
    scene.fill(bars, ink);
    // The area under F has no meaning of its own, so it is paler.
    scene.fill(steps, Ink(theme.measured, strength * 0.6));
    // What fell outside the axis is said at its ends.
    let y = plan.pdf.bottom() - theme.px(9.0);
    let size = theme.small();
    if noise.below > 0 {
        let text = format!("◂ {}", noise.below);
        let at = (plan.pdf.x + theme.px(4.0), y);
        scene.text(text, at, Align::Left, Face::Sans, size, theme.quiet());
    }
    if noise.above > 0 {
        let text = format!("{} ▸", noise.above);
        let at = (plan.pdf.right(), y);
        scene.text(text, at, Align::Right, Face::Sans, size, theme.quiet());
    }
}

/// A path up to a part of its length, and where it stops.
fn part(points: &[Point], share: f64) -> Vec<Point> {
    let lengths: Vec<f64> = points
        .windows(2)
        .map(|p| libm::hypot(p[1].0 - p[0].0, p[1].1 - p[0].1))
        .collect();
    let mut left = lengths.iter().sum::<f64>() * share;
    let mut out = vec![points[0]];
    for (pair, &length) in points.windows(2).zip(&lengths) {
        let t = if length > 0.0 {
            (left / length).min(1.0)
        } else {
            1.0
        };
        out.push((
            pair[0].0 + (pair[1].0 - pair[0].0) * t,
            pair[0].1 + (pair[1].1 - pair[0].1) * t,
        ));
        left -= length;
        if left <= 0.0 {
            break;
        }
    }
    out
}

/// u on the axis of F, across to the curve, down to x, up to the density.
fn ride(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let Some(draw) = explorer.draw() else {
        return;
    };
    let chosen = focus.category.unwrap_or(draw.winner).min(draw.u.len() - 1);
    let axis = plan.cdf.x;
    for (k, &u) in draw.u.iter().enumerate().filter(|&(k, _)| k != chosen) {
        let strength = theme.presence(focus.category, k).max(0.45);
        let at = (axis, plan.big_f.at(u));
        category_mark(scene, theme, k, at, theme.px(3.6), strength);
    }
    let (u, g) = (draw.u[chosen], draw.gumbel_noise[chosen]);
    let inside = g >= G.0 && g <= G.1;
    let x = plan.g.held(g);
    let (across, down, up) = (
        plan.big_f.at(u),
        plan.cdf.bottom(),
        plan.f.at(if inside { pdf(g) } else { 0.0 }),
    );
    let edge = theme.category_edge(chosen);
    // The density at x is no part of what was drawn.
    let up = if focus.hide_targets { down } else { up };
    let route = [(axis, across), (x, across), (x, down), (x, up)];
    let share = focus.ride.unwrap_or(1.0);
    let riding = focus.ride.is_some_and(|r| r < 1.0);
    let points = part(&route, share);
    let (ink, width) = if riding {
        (Ink(edge, 1.0), theme.px(2.2))
    } else {
        (Ink(edge, 0.9), theme.px(1.4))
    };
    scene.path(points.iter().copied(), ink, width);
    let mark = |scene: &mut Scene, at: Point, r: f64| {
        category_mark(scene, theme, chosen, at, theme.px(r + 1.1), 1.0);
    };
    let start = (axis, across);
    mark(scene, start, 4.6);
    // Above the line, unless it would leave the panel.
    let name = explorer.params().names[chosen].clone();
    let below = across - plan.cdf.y < theme.px(16.0);
    let dy = theme.px(if below { 12.0 } else { -11.0 });
    let label = indexed("u", &name, theme);
    let at = (axis + theme.px(9.0), across + dy);
    backed(scene, theme, &label, at, Align::Left);
    if riding {
        if let Some(&head) = points.last() {
            mark(scene, head, 4.6);
        }
    } else {
        mark(scene, (x, plan.cdf.bottom()), 4.2);
        if inside && !focus.hide_targets {
            mark(scene, (x, up), 4.6);
        }
        let label = indexed("x", &name, theme);
        let room = notation::width(&label, theme.symbol()) + theme.px(12.0);
        let right = x + room < plan.cdf.right();
        let at = (
            x + theme.px(if right { 8.0 } else { -8.0 }),
            down - theme.px(12.0),
        );
        backed(
            scene,
            theme,
            &label,
            at,
            if right { Align::Left } else { Align::Right },
        );
    }
}

/// Mathematics on a veil of the ground, legible over bars.
pub(super) fn backed(scene: &mut Scene, theme: &Theme, math: &str, at: Point, align: Align) {
    let size = theme.symbol();
    let w = notation::width(math, size);
    let x = match align {
        Align::Left => at.0,
        Align::Centre => at.0 - w / 2.0,
        Align::Right => at.0 - w,
    };
    let veil = Rect::new(x - 1.0, at.1 - size * 0.5, w + 2.0, size);
    scene.fill_rect(veil, Ink(theme.background, 0.72));
    notation::set(scene, math, at, align, size, theme.ink());
}

/// The uniform of a category on the axis of F.
pub(super) fn probe_uniform(
    explorer: &Explorer,
    plan: &Plan,
    theme: &Theme,
    at: Point,
) -> Option<Probe> {
    let draw = explorer.draw()?;
    let reach = theme.px(10.0);
    let distance = |u: f64| libm::hypot(plan.cdf.x - at.0, plan.big_f.at(u) - at.1);
    let (k, u) = draw
        .u
        .iter()
        .copied()
        .enumerate()
        .min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))
        .filter(|&(_, u)| distance(u) < reach)?;
    let name = &explorer.params().names[k];
    let (g, params) = (draw.gumbel_noise[k], explorer.params());
    let text = format!(
        "u_{name} = {} · x_{name} = F⁻¹(u_{name}) = {}",
        readout(u),
        readout(params.location + params.scale * g)
    );
    Some(Probe {
        text,
        category: Some(k),
        grab: None,
    })
}
