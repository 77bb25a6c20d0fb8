//! The noise: PDF above, CDF below, over one axis x = mu + beta g.
//!
//! g runs from -3 to 9 whatever mu and beta are, so these relabel the axes and the curves stay.

use super::focus::{Focus, Grab, Layer, Probe};
use super::noise_live;
use super::notation::{self, readout};
use super::plot::{Scale, bottom_axis, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, Params};

/// g at the ends of the axis: where the tally of the noise begins and ends.
pub(super) const G: (f64, f64) = (-3.0, 9.0);
/// f of the standard law at the top of its panel; its mode is at 1/e = 0.368.
const TOP: f64 = 0.42;
/// -ln ln 2.
pub(super) const MEDIAN: f64 = 0.366_512_920_581_664_3;
/// Euler's constant.
const MEAN: f64 = 0.577_215_664_901_532_9;

/// f of Gumbel(0, 1).
pub(super) fn pdf(g: f64) -> f64 {
    let e = libm::exp(-g);
    if e.is_finite() {
        e * libm::exp(-e)
    } else {
        0.0
    }
}

/// F of Gumbel(0, 1).
pub(super) fn cdf(g: f64) -> f64 {
    libm::exp(-libm::exp(-g))
}

/// Where everything lies.
pub(super) struct Plan {
    pub(super) pdf: Rect,
    pub(super) cdf: Rect,
    /// g to pixels.
    pub(super) g: Scale,
    /// f of the standard law to pixels.
    pub(super) f: Scale,
    /// F to pixels.
    pub(super) big_f: Scale,
}

pub(super) fn plan((w, h): (f64, f64), theme: &Theme) -> Plan {
    let (left, right) = (theme.px(44.0), theme.px(14.0));
    let (top, gap, bottom) = (theme.px(30.0), theme.px(64.0), theme.px(40.0));
    let room = (h - top - gap - bottom).max(2.0);
    let wide = (w - left - right).max(1.0);
    let pdf = Rect::new(left, top, wide, room * 0.54);
    let cdf = Rect::new(left, pdf.bottom() + gap, wide, room * 0.46);
    Plan {
        g: Scale::new(G, (left, left + wide)),
        f: Scale::new((0.0, TOP), (pdf.bottom(), pdf.y)),
        big_f: Scale::new((0.0, 1.0), (cdf.bottom(), cdf.y)),
        pdf,
        cdf,
    }
}

/// g along the curves, close enough for a smooth line.
fn along() -> impl Iterator<Item = f64> + Clone {
    (0..=192).map(|i| G.0 + f64::from(i) / 16.0)
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
        Layer::Ground => ground(&mut scene, explorer.params(), &plan, theme),
        Layer::Live => noise_live::live(&mut scene, explorer, &plan, theme, focus),
        Layer::Over => {
            if !focus.hide_targets {
                exact(&mut scene, &plan, theme);
            }
            crosshair(&mut scene, &plan, theme, focus);
        }
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme) {
    let (location, scale) = (params.location, params.scale);
    let f = Scale::new((0.0, TOP / scale), (plan.pdf.bottom(), plan.pdf.y));
    left_axis(scene, theme, plan.pdf, &f, 0.0);
    left_axis(scene, theme, plan.cdf, &plan.big_f, 0.0);
    let (x0, x1) = (plan.pdf.x, plan.pdf.right());
    scene.line(
        (x0, plan.pdf.bottom()),
        (x1, plan.pdf.bottom()),
        theme.rule(),
        theme.hair(),
    );
    let ends = (location + scale * G.0, location + scale * G.1);
    let x = Scale::new(ends, (x0, x1));
    bottom_axis(scene, theme, plan.cdf.bottom(), ends, &x);
    let size = theme.symbol();
    let above = |r: Rect| (theme.px(8.0), r.y - theme.px(18.0));
    notation::set(
        scene,
        "f(x)",
        above(plan.pdf),
        Align::Left,
        size,
        theme.ink(),
    );
    notation::set(
        scene,
        "F(x)",
        above(plan.cdf),
        Align::Left,
        size,
        theme.ink(),
    );
    let end = (x1, plan.cdf.bottom() + theme.px(31.0));
    notation::set(scene, "x = μ + β g", end, Align::Right, size, theme.ink());
}

fn exact(scene: &mut Scene, plan: &Plan, theme: &Theme) {
    // Mode, median, mean: from the one curve to the other, named between the panels.
    let quiet = Ink(theme.muted, 0.55);
    for g in [0.0, MEDIAN, MEAN] {
        let x = plan.g.at(g);
        scene.line(
            (x, plan.f.at(pdf(g))),
            (x, plan.big_f.at(cdf(g))),
            quiet,
            theme.hair(),
        );
    }
    let ink = theme.ink();
    scene.path(
        along().map(|g| (plan.g.at(g), plan.f.at(pdf(g)))),
        ink,
        theme.pen(),
    );
    scene.path(
        along().map(|g| (plan.g.at(g), plan.big_f.at(cdf(g)))),
        ink,
        theme.pen(),
    );
    landmarks(scene, plan, theme);
}

/// The names of mode, median and mean, each tied to its line; the handles of mu and beta.
fn landmarks(scene: &mut Scene, plan: &Plan, theme: &Theme) {
    let (size, ink) = (theme.symbol(), theme.ink());
    let y = plan.pdf.bottom();
    let (mode, grip) = (plan.g.at(0.0), plan.g.at(1.0));
    let write = |scene: &mut Scene, math: &str, at: Point, align: Align| {
        let w = notation::width(math, size);
        let left = if align == Align::Right {
            at.0 - w
        } else {
            at.0
        };
        let veil = Rect::new(left - 1.0, at.1 - size * 0.5, w + 2.0, size * 1.05);
        scene.fill_rect(veil, Ink(theme.background, 0.8));
        notation::set(scene, math, at, align, size, ink);
    };
    let row = y + theme.px(13.0);
    write(scene, "μ", (mode - theme.px(7.0), row), Align::Right);
    write(scene, "μ + β", (grip + theme.px(7.0), row), Align::Left);
    // The median to the left of the lines, the mean to their right.
    let row = y + theme.px(33.0);
    let tie = Ink(theme.muted, 0.8);
    let (median, mean) = (plan.g.at(MEDIAN), plan.g.at(MEAN));
    let (left, right) = (mode - theme.px(9.0), mean + theme.px(9.0));
    scene.line(
        (left + theme.px(2.0), row),
        (median, row),
        tie,
        theme.hair(),
    );
    scene.disc((median, row), theme.px(2.2), ink);
    write(scene, "x_{1/2}", (left, row), Align::Right);
    scene.line((mean, row), (right - theme.px(2.0), row), tie, theme.hair());
    scene.disc((mean, row), theme.px(2.2), ink);
    write(scene, "E[x]", (right, row), Align::Left);
    // Handles: the mode at mu, and beta to the right of it.
    let ground = Ink(theme.background, 1.0);
    let r = theme.px(4.8);
    scene.disc((mode, y), r, ground);
    scene.ring((mode, y), r, ink, theme.pen());
    let r = r * 1.25;
    let diamond = [(grip, y - r), (grip + r, y), (grip, y + r), (grip - r, y)];
    scene.fill(diamond, ground);
    scene.outline(&diamond, ink, theme.pen());
}

/// The value under the pointer, on both curves.
fn crosshair(scene: &mut Scene, plan: &Plan, theme: &Theme, focus: &Focus) {
    let Some((x, _)) = focus
        .cursor
        .filter(|&(x, _)| x >= plan.pdf.x && x <= plan.pdf.right())
    else {
        return;
    };
    let g = plan.g.value(x);
    let faint = Ink(theme.muted, 0.6);
    scene.line((x, plan.pdf.y), (x, plan.cdf.bottom()), faint, theme.hair());
    if focus.hide_targets {
        return;
    }
    for y in [plan.f.at(pdf(g)), plan.big_f.at(cdf(g))] {
        scene.ring((x, y), theme.px(3.5), theme.ink(), theme.pen());
    }
}

pub(super) fn probe(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    at: (f64, f64),
    hidden: bool,
) -> Probe {
    let plan = plan(size, theme);
    let (location, scale) = (explorer.params().location, explorer.params().scale);
    let reach = theme.px(14.0);
    let handle_y = plan.pdf.bottom();
    let near = |g: f64| libm::hypot(plan.g.at(g) - at.0, handle_y - at.1);
    let from = plan.g.value(at.0);
    if !hidden && near(0.0).min(near(1.0)) < reach {
        return if near(0.0) <= near(1.0) {
            Probe {
                text: format!("μ = {}", readout(location)),
                category: None,
                grab: Some(Grab::Location {
                    from,
                    location,
                    scale,
                }),
            }
        } else {
            Probe {
                text: format!("β = {}", readout(scale)),
                category: None,
                grab: Some(Grab::Scale { from, scale }),
            }
        };
    }
    if let Some(found) = noise_live::probe_uniform(explorer, &plan, theme, at) {
        return found;
    }
    if at.0 < plan.pdf.x || at.0 > plan.pdf.right() {
        return Probe::default();
    }
    let x = readout(location + scale * from);
    let exact = |text: String| if hidden { String::new() } else { text };
    let text = if at.1 < plan.pdf.bottom() + theme.px(28.0) {
        let measured = noise_live::measured_density(explorer, from)
            .map(|d| format!(" · n/(N K Δx) = {}", readout(d / scale)))
            .unwrap_or_default();
        let f = exact(format!(" · f(x) = {}", readout(pdf(from) / scale)));
        format!("x = {x}{f}{measured}")
    } else {
        let measured = noise_live::measured_below(explorer, from)
            .map(|d| format!(" · F_N(x) = {}", readout(d)))
            .unwrap_or_default();
        let f = exact(format!(" · F(x) = {}", readout(cdf(from))));
        format!("x = {x}{f}{measured}")
    };
    Probe {
        text,
        category: None,
        grab: None,
    }
}

/// Rounded to the decimals that a step of a pixel tells apart.
fn rounded(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}

fn with(params: &Params, location: f64, scale: f64) -> Option<Params> {
    use crate::explorer::{LOCATION, SCALE};
    let location = rounded(location).clamp(LOCATION.min, LOCATION.max);
    let scale = rounded(scale).clamp(SCALE.min, SCALE.max);
    let new = Params {
        location,
        scale,
        ..params.clone()
    };
    (new != *params).then_some(new)
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: (f64, f64),
) -> Option<Params> {
    let params = explorer.params();
    let to = plan(size, theme).g.value(to.0);
    match grab {
        Grab::Location {
            from,
            location,
            scale,
        } => with(params, location + scale * (to - from), params.scale),
        Grab::Scale { from, scale } => with(
            params,
            params.location,
            scale * (to / from.max(0.1)).max(0.01),
        ),
        _ => None,
    }
}

pub(super) fn nudge(explorer: &Explorer, grab: Grab, steps: f64) -> Option<Params> {
    let params = explorer.params();
    match grab {
        Grab::Location { .. } => with(params, params.location + 0.1 * steps, params.scale),
        Grab::Scale { .. } => with(params, params.location, params.scale + 0.05 * steps),
        _ => None,
    }
}
