//! Why a gradient passes some functions and not others: each with its derivative beneath.
//!
//! A rectifier has one corner; `where(u < theta)` and the argmax are flat with a jump; the soft sample
//! bends the jump; and z = mu + sigma eps moves with mu.

use super::focus::{Focus, Layer};
use super::marks::category_mark;
use super::notation;
use super::parts::{clipped_with_signs, tau_is};
use super::plot::Scale;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::Logistic;
use crate::explorer::{Explorer, Params};
use crate::softmax::log_sum_exp;

/// From this width on the four stand in a row.
const WIDE: f64 = 640.0;
/// The top of the derivatives, and of the functions that end at 1.
const SLOPE: f64 = 1.5;
const FULL: f64 = 1.15;
/// l about the jump.
pub(super) const REACH: f64 = 5.0;

/// A function and its derivative over one axis.
pub(super) struct Cell {
    title: Point,
    pub(super) function: Rect,
    pub(super) slope: Rect,
}

pub(super) fn cells((w, h): (f64, f64), theme: &Theme) -> [Cell; 4] {
    let px = |v: f64| theme.px(v);
    let columns = if w >= px(WIDE) { 4 } else { 2 };
    let (wide, tall) = (w / columns as f64, h / (4 / columns) as f64);
    core::array::from_fn(|i| {
        let (x, y) = (wide * (i % columns) as f64, tall * (i / columns) as f64);
        let (left, right) = (px(24.0), px(12.0));
        let (top, between, bottom) = (px(30.0), px(30.0), px(20.0));
        let room = (tall - top - between - bottom).max(2.0);
        let function = Rect::new(x + left, y + top, wide - left - right, room * 0.58);
        Cell {
            title: (x + px(6.0), y + px(13.0)),
            slope: Rect::new(
                function.x,
                function.bottom() + between,
                function.w,
                room * 0.42,
            ),
            function,
        }
    })
}

impl Cell {
    fn slopes(&self) -> Scale {
        Scale::new((0.0, SLOPE), (self.slope.bottom(), self.slope.y))
    }

    /// The axes, the name of the function and that of the variable.
    fn ground(&self, scene: &mut Scene, theme: &Theme, by: &str, ticks: Option<&Scale>) {
        let slopes = self.slopes();
        for (r, scale) in [(self.function, ticks), (self.slope, Some(&slopes))] {
            for v in [0.0, 1.0] {
                let Some(y) = scale.map(|s| s.at(v)) else {
                    continue;
                };
                let rule = Ink(theme.axis, if v == 0.0 { 1.0 } else { 0.45 });
                scene.line((r.x, y), (r.right(), y), rule, theme.hair());
                let at = (r.x - theme.px(6.0), y);
                let text = notation::number(v, 0);
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
        let at = (self.title.0, self.slope.y - theme.px(11.0));
        let (size, quiet) = (theme.symbol(), theme.quiet());
        // Letters in a row would stand upright: set apart.
        let x = notation::set(scene, "d/d", at, Align::Left, size, quiet);
        notation::set(scene, by, (x, at.1), Align::Left, size, quiet);
    }
}

/// A symbol with a subscript of a few letters: two of them share a narrow line.
fn short(symbol: &str, name: &str, theme: &Theme) -> String {
    let letters: String = name.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    let size = theme.small();
    let name = notation::fit(&letters, Face::Serif, size, size * 2.4);
    format!("{symbol}_{{{name}}}")
}

pub(super) fn category(params: &Params) -> usize {
    params.category.min(params.logits.len() - 1)
}

/// The logit at which category k begins to win in the draw; infinite without a rival.
pub(super) fn jump(explorer: &Explorer, k: usize) -> Option<f64> {
    let draw = explorer.draw()?;
    let rivals = draw.perturbed_logits.iter().enumerate();
    let most = rivals.filter(|(j, _)| *j != k).map(|(_, p)| *p);
    Some(most.fold(f64::NEG_INFINITY, f64::max) - draw.gumbel_noise[k])
}

/// The soft sample's logit less l, over tau: LSE of the rivals' (l + g)/tau less g/tau.
pub(super) fn rivals(explorer: &Explorer, k: usize, tau: f64) -> Option<f64> {
    let draw = explorer.draw()?;
    let scaled = draw.perturbed_logits.iter().enumerate();
    let scaled = scaled.filter(|(j, _)| *j != k).map(|(_, p)| p / tau);
    Some(log_sum_exp(&scaled.collect::<Vec<_>>()) - draw.gumbel_noise[k] / tau)
}

/// The axis of mu: wide enough for mu and the lines about it.
pub(super) fn reach(params: &Params) -> f64 {
    let need = params.location.abs() + 2.0 * params.scale;
    let reaches = [4.0, 8.0, 16.0];
    reaches.into_iter().find(|r| need <= *r).unwrap_or(32.0)
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
    let cells = cells(size, theme);
    match layer {
        Layer::Ground => ground(&mut scene, params, &cells, theme),
        Layer::Live => argmax(&mut scene, explorer, &cells[2], theme, focus),
        Layer::Over => {
            rectifier(&mut scene, &cells[0], theme);
            mask(&mut scene, params, &cells[1], theme);
            gaussian(&mut scene, params, &cells[3], theme);
        }
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, cells: &[Cell; 4], theme: &Theme) {
    let k = category(params);
    let name = params.names[k].as_str();
    let unit = |c: &Cell| Scale::new((0.0, FULL), (c.function.bottom(), c.function.y));
    let (size, ink) = (theme.symbol(), theme.ink());
    for (cell, title) in cells
        .iter()
        .zip(["max(0, x)", "[u < θ]", "", "z = μ + σ ε"])
    {
        notation::set(scene, title, cell.title, Align::Left, size, ink);
    }
    // The hard and the soft, each after a piece of its line.
    let at = cells[2].title;
    let dash = |scene: &mut Scene, x: f64, ink: Ink, width: f64| {
        scene.line((x, at.1), (x + theme.px(10.0), at.1), ink, width);
        x + theme.px(13.0)
    };
    let x = dash(scene, at.0, ink, theme.px(2.2));
    let x = notation::set(
        scene,
        &short("z", name, theme),
        (x, at.1),
        Align::Left,
        size,
        ink,
    );
    if params.temperature.tau().is_some() {
        let own = Ink(theme.category_edge(k), 1.0);
        let x = dash(scene, x + theme.px(9.0), own, theme.px(2.2));
        notation::set(
            scene,
            &short("y", name, theme),
            (x, at.1),
            Align::Left,
            size,
            ink,
        );
    }
    cells[0].ground(scene, theme, "x", Some(&rectifier_scale(&cells[0])));
    cells[1].ground(scene, theme, "θ", Some(&unit(&cells[1])));
    cells[2].ground(
        scene,
        theme,
        &short("l", name, theme),
        Some(&unit(&cells[2])),
    );
    cells[3].ground(scene, theme, "μ", None);
    // What the slope of the soft sample depends on.
    let r = cells[2].slope;
    let at = (r.right(), r.y - theme.px(11.0));
    let text = tau_is(params.temperature);
    notation::set(
        scene,
        &text,
        at,
        Align::Right,
        theme.symbol(),
        theme.quiet(),
    );
}

fn rectifier_scale(cell: &Cell) -> Scale {
    let r = cell.function;
    Scale::new((-0.4, 2.6), (r.bottom(), r.y))
}

fn strong(theme: &Theme) -> f64 {
    theme.px(2.2)
}

fn rectifier(scene: &mut Scene, cell: &Cell, theme: &Theme) {
    let (r, s) = (cell.function, cell.slope);
    let x = Scale::new((-2.6, 2.6), (r.x, r.right()));
    let (y, slope) = (rectifier_scale(cell), cell.slopes());
    let ink = theme.ink();
    let corner = (x.at(0.0), y.at(0.0));
    scene.path(
        [(r.x, corner.1), corner, (r.right(), y.at(2.6))],
        ink,
        strong(theme),
    );
    scene.line(
        (s.x, slope.at(0.0)),
        (corner.0, slope.at(0.0)),
        ink,
        strong(theme),
    );
    scene.line(
        (corner.0, slope.at(1.0)),
        (s.right(), slope.at(1.0)),
        ink,
        strong(theme),
    );
    hole(scene, theme, corner);
    for v in [0.0, 1.0] {
        hole(scene, theme, (corner.0, slope.at(v)));
    }
}

/// A place left out: there is no slope there.
fn hole(scene: &mut Scene, theme: &Theme, at: Point) {
    scene.disc(at, theme.px(3.4), Ink(theme.background, 1.0));
    scene.ring(at, theme.px(3.4), theme.ink(), theme.pen());
}

/// A step from 0 to 1 at `jump`, with its slope: 0 on either side.
fn step(scene: &mut Scene, cell: &Cell, jump: f64, theme: &Theme) {
    let (r, s) = (cell.function, cell.slope);
    let y = Scale::new((0.0, FULL), (r.bottom(), r.y));
    let (ink, width) = (theme.ink(), strong(theme));
    let at = jump.clamp(r.x, r.right());
    scene.line((r.x, y.at(0.0)), (at, y.at(0.0)), ink, width);
    scene.line((at, y.at(1.0)), (r.right(), y.at(1.0)), ink, width);
    let zero = cell.slopes().at(0.0);
    scene.line((s.x, zero), (s.right(), zero), ink, width);
    if at == jump {
        let dash = (theme.px(2.5), theme.px(2.5));
        scene.dashes(&[(at, y.at(0.0)), (at, y.at(1.0))], dash, ink, theme.hair());
        for v in [y.at(0.0), y.at(1.0), zero] {
            hole(scene, theme, (at, v));
        }
    }
}

fn mask(scene: &mut Scene, params: &Params, cell: &Cell, theme: &Theme) {
    let r = cell.function;
    let at = r.x + r.w * params.u;
    step(scene, cell, at, theme);
    // Beside the jump, on the side that has room.
    let (dx, align) = if params.u < 0.6 {
        (theme.px(7.0), Align::Left)
    } else {
        (theme.px(-7.0), Align::Right)
    };
    let beside = (at + dx, r.y + r.h * 0.55);
    let size = theme.symbol();
    notation::set(scene, "u", beside, align, size, theme.ink());
}

/// z_k and y_k of the draw as its logit moves and the noise stays.
fn argmax(scene: &mut Scene, explorer: &Explorer, cell: &Cell, theme: &Theme, focus: &Focus) {
    let params = explorer.params();
    let k = category(params);
    let Some(jump) = jump(explorer, k) else {
        return;
    };
    let r = cell.function;
    let centre = if jump.is_finite() { jump } else { 0.0 };
    let x = Scale::new((centre - REACH, centre + REACH), (r.x, r.right()));
    let place = if jump.is_finite() {
        x.at(jump)
    } else {
        r.x - 1.0
    };
    step(scene, cell, place, theme);
    let y = Scale::new((0.0, FULL), (r.bottom(), r.y));
    let edge = Ink(theme.category_edge(k), theme.presence(focus.category, k));
    let here = x.held(params.logits[k].max(-1e3));
    let Some((tau, rivals)) = params
        .temperature
        .tau()
        .and_then(|tau| Some((tau, rivals(explorer, k, tau)?)))
    else {
        let hard = f64::from(u8::from(params.logits[k] > jump));
        category_mark(scene, theme, k, (here, y.at(hard)), theme.px(4.8), 1.0);
        return;
    };
    let logistic = Logistic::standard();
    let along = || (0..=240).map(|i| x.value(r.x + r.w * f64::from(i) / 240.0));
    let soft = |l: f64| logistic.cdf(l / tau - rivals);
    let slope = |l: f64| logistic.pdf(l / tau - rivals) / tau;
    let points = along().map(|l| (x.at(l), y.at(soft(l))));
    scene.path(points, edge, strong(theme));
    if focus.hide_targets {
        return;
    }
    let slopes = cell.slopes();
    let points = along().map(|l| (x.at(l), slopes.at(slope(l))));
    let points: Vec<Point> = points.collect();
    clipped_with_signs(scene, theme, cell.slope, points, (edge, strong(theme)));
    let l = params.logits[k];
    category_mark(scene, theme, k, (here, y.at(soft(l))), theme.px(4.8), 1.0);
    category_mark(
        scene,
        theme,
        k,
        (here, slopes.held(slope(l))),
        theme.px(4.8),
        1.0,
    );
}

pub(super) fn gaussian_scales(params: &Params, cell: &Cell) -> (Scale, Scale) {
    let (r, reach) = (cell.function, reach(params));
    (
        Scale::new((-reach, reach), (r.x, r.right())),
        Scale::new((-reach, reach), (r.bottom(), r.y)),
    )
}

/// Three lines, for three fixed eps: mu moves z as much as itself.
fn gaussian(scene: &mut Scene, params: &Params, cell: &Cell, theme: &Theme) {
    let (r, s) = (cell.function, cell.slope);
    let (x, y) = gaussian_scales(params, cell);
    let at = x.at(params.location);
    scene.line(
        (r.x, y.at(0.0)),
        (r.right(), y.at(0.0)),
        theme.rule(),
        theme.hair(),
    );
    scene.line((at, r.y), (at, r.bottom()), theme.rule(), theme.hair());
    for eps in [-1.0, 0.0, 1.0] {
        let shift = params.scale * eps;
        // The part of the line within the panel.
        let reach = reach(params);
        let (from, to) = ((-reach - shift).max(-reach), (reach - shift).min(reach));
        let ink = Ink(theme.text, if eps == 0.0 { 1.0 } else { 0.55 });
        let ends = (
            (x.at(from), y.at(from + shift)),
            (x.at(to), y.at(to + shift)),
        );
        scene.line(ends.0, ends.1, ink, theme.pen());
        let z = params.location + shift;
        scene.disc((at, y.at(z)), theme.px(3.6), theme.ink());
    }
    let slope = cell.slopes().at(1.0);
    scene.line((s.x, slope), (s.right(), slope), theme.ink(), strong(theme));
    // mu is taken by its handle.
    let (h, d) = ((at, r.bottom()), theme.px(5.5));
    let diamond = [
        (h.0, h.1 - d),
        (h.0 + d, h.1),
        (h.0, h.1 + d),
        (h.0 - d, h.1),
    ];
    scene.fill(diamond, Ink(theme.background, 1.0));
    scene.outline(&diamond, theme.ink(), theme.pen());
}

pub(super) fn height(width: f64) -> f64 {
    if width >= WIDE {
        (width * 0.34).clamp(250.0, 320.0)
    } else {
        (width * 1.2).clamp(400.0, 440.0)
    }
}
