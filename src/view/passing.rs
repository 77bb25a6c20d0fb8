//! Straight through, by hand: one draw forward and backward on one graph, every value written.
//!
//! Forward, from left to right, l + g, the soft sample y, the one-hot z and f(z); backward df/dz, which cannot pass the
//! argmax (its slope is 0), takes the detour as if z were y, and comes by J(y)^T to the logits.

use super::chapter::{arrow, tag};
use super::focus::{Focus, Layer, Probe};
use super::notation::{self, number, readout};
use super::parts::tau_is;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::{Rgb, Theme};
use crate::explorer::{Draw, Explorer, Params};
use crate::gradient::StraightThroughPass;

/// The places of a value: l, g, l + g, y, z.
const COLUMNS: usize = 5;
const LOGIT: usize = 0;
const NOISE: usize = 1;
const SUM: usize = 2;
const SOFT: usize = 3;
const HARD: usize = 4;

/// Rows are so high; with few categories there is room for more.
const ROW: f64 = 23.0;
/// Above the rows of either half: what is done on the way, the way, and the names of its places.
const HEAD: f64 = 84.0;
/// f(z), between the halves.
const TURN: f64 = 58.0;

pub(super) fn height(categories: usize) -> f64 {
    2.0 * (HEAD + ROW * categories as f64) + TURN + 14.0
}

struct Plan {
    /// The middles of the columns.
    column: [f64; COLUMNS],
    wide: f64,
    names: f64,
    row: f64,
    /// The way forward and the way back.
    tracks: [f64; 2],
    /// The first row of either half.
    rows: [f64; 2],
    /// f(z).
    turn: f64,
}

impl Plan {
    fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let k = params.categories() as f64;
        let names = (w * 0.12).clamp(px(24.0), px(110.0));
        let wide = ((w - names - px(4.0)) / COLUMNS as f64).max(1.0);
        let head = px(HEAD);
        let room = h - 2.0 * head - px(TURN) - px(14.0);
        let row = (room / (2.0 * k)).max(1.0);
        let rows = [head, 2.0 * head + row * k + px(TURN)];
        Plan {
            column: core::array::from_fn(|i| names + (i as f64 + 0.5) * wide),
            wide,
            names,
            row,
            tracks: rows.map(|top| top - px(44.0)),
            turn: rows[0] + row * k + px(TURN * 0.5),
            rows,
        }
    }

    /// The middle of a cell's line.
    fn cell(&self, half: usize, column: usize, k: usize) -> Point {
        let y = self.rows[half] + (k as f64 + 0.5) * self.row;
        (self.column[column], y)
    }

    fn at(&self, (x, y): Point, categories: usize) -> Option<(usize, usize, usize)> {
        let column = ((x - self.column[0]) / self.wide + 0.5).max(0.0) as usize;
        let half = usize::from(y >= self.turn);
        let k = (y - self.rows[half]) / self.row;
        let inside = column < COLUMNS && (0.0..categories as f64).contains(&k);
        inside.then_some((half, column, k as usize))
    }
}

/// What the present draw passes on.
pub(super) fn pass(params: &Params, draw: &Draw) -> StraightThroughPass {
    let tau = params.temperature.tau();
    StraightThroughPass::new(&params.objective_of(), &draw.soft_sample, draw.winner, tau)
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
        Layer::Ground => {
            ways(&mut scene, params, &plan, theme);
            names(&mut scene, params, &plan, theme, focus);
        }
        Layer::Live => {
            if let Some(draw) = explorer.draw() {
                forward(&mut scene, params, draw, &plan, theme, focus);
                backward(&mut scene, params, draw, &plan, theme, focus);
            }
        }
        Layer::Over => {}
    }
    scene
}

/// What does not pass.
fn broken(theme: &Theme) -> Ink {
    let red = if theme.dark {
        Rgb(0xff, 0x8a, 0x7a)
    } else {
        Rgb(0xc0, 0x20, 0x1a)
    };
    Ink(theme.until(red, 4.5), 1.0)
}

/// What does, though by a detour.
fn detour(theme: &Theme) -> Ink {
    let blue = if theme.dark {
        Rgb(0x7c, 0xc0, 0xf5)
    } else {
        Rgb(0x00, 0x5a, 0x9c)
    };
    Ink(theme.until(blue, 4.5), 1.0)
}

fn stop(scene: &mut Scene, theme: &Theme, at: Point) {
    scene.disc(at, theme.px(4.0), theme.ink());
}

fn ways(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let (ink, width) = (theme.ink(), px(1.6));
    let [there, back] = plan.tracks;
    let gap = px(8.0);
    let x = plan.column;
    let label = |scene: &mut Scene, text: &str, at: Point, size: f64, ink: Ink| {
        notation::set(scene, text, at, Align::Centre, size, ink);
    };
    let (small, symbol) = (px(13.0), theme.symbol());
    // There: l goes round the noise that joins it.
    for (from, to) in [(NOISE, SUM), (SUM, SOFT), (SOFT, HARD)] {
        arrow(
            scene,
            theme,
            (x[from] + gap, there),
            (x[to] - gap, there),
            ink,
            width,
        );
    }
    let over = there - px(13.0);
    let bow = bend(
        (x[LOGIT], there - gap),
        (x[SUM] - px(3.0), there - gap),
        over - there + gap,
    );
    scene.path(bow.iter().copied(), ink, width);
    head(scene, theme, &bow, ink);
    let middle = |a: usize, b: usize| (x[a] + x[b]) / 2.0;
    label(scene, "+", (x[NOISE], there - px(28.0)), symbol, ink);
    let up = there - px(17.0);
    let room = plan.wide - px(4.0);
    let relaxed = match params.temperature.tau() {
        Some(tau) => format!("softmax(·/{})", notation::plain(tau)),
        None => "argmax".to_owned(),
    };
    let relaxed = [relaxed.as_str(), "softmax", "σ"];
    let fitting = relaxed.iter().find(|t| notation::width(t, small) <= room);
    label(
        scene,
        fitting.unwrap_or(&"σ"),
        (middle(SUM, SOFT) + px(2.0), up),
        small,
        ink,
    );
    label(scene, "argmax", (middle(SOFT, HARD), up), small, ink);
    for i in 0..COLUMNS {
        stop(scene, theme, (x[i], there));
        let title = ["l", "g", "l + g", "y", "z"][i];
        label(scene, title, (x[i], plan.rows[0] - px(16.0)), symbol, ink);
    }
    // The turn.
    let bottom = plan.cell(0, HARD, params.categories() - 1).1 + plan.row / 2.0;
    let ends = ((x[HARD], bottom + px(1.0)), (x[HARD], plan.turn - px(12.0)));
    arrow(scene, theme, ends.0, ends.1, ink, width);
    // Back: nothing passes the argmax; the detour goes as if z were y.
    let no = broken(theme);
    let link = [(x[HARD] - gap, back), (x[SOFT] + gap, back)];
    scene.dashes(&link, (px(4.0), px(3.0)), no, width);
    let at = (middle(SOFT, HARD), back);
    let r = px(6.0);
    for sign in [1.0, -1.0] {
        let ends = ((at.0 - r, at.1 - sign * r), (at.0 + r, at.1 + sign * r));
        scene.line(ends.0, ends.1, no, px(2.4));
    }
    label(scene, "0", (at.0, back + px(15.0)), small, no);
    let (yes, strong) = if params.objective_of().is_differentiable() {
        (detour(theme), px(2.4))
    } else {
        (theme.ghost(), px(1.4))
    };
    let bow = bend(
        (x[HARD] - px(2.0), back - gap),
        (x[SOFT] + px(2.0), back - gap),
        -px(15.0),
    );
    scene.path(bow.iter().copied(), yes, strong);
    head(scene, theme, &bow, yes);
    label(scene, "z := y", (at.0, back - px(30.0)), small, yes);
    arrow(
        scene,
        theme,
        (x[SOFT] - gap, back),
        (x[SUM] + gap, back),
        yes,
        strong,
    );
    label(
        scene,
        "J(y)",
        (middle(SUM, SOFT), back - px(16.0)),
        small,
        yes,
    );
    let bow = bend(
        (x[SUM] - px(2.0), back - gap),
        (x[LOGIT] + px(2.0), back - gap),
        -px(13.0),
    );
    scene.path(bow.iter().copied(), yes, strong);
    head(scene, theme, &bow, yes);
    for i in [LOGIT, SUM, SOFT, HARD] {
        stop(scene, theme, (x[i], back));
        let text = ["∂l", "", "∂(l + g)", "∂y", "∂z"][i];
        label(scene, text, (x[i], plan.rows[1] - px(16.0)), symbol, ink);
    }
    // From f(z) down to the way back.
    let ends = ((x[HARD], plan.turn + px(12.0)), (x[HARD], back - px(7.0)));
    arrow(scene, theme, ends.0, ends.1, yes, strong);
    let at = (px(2.0), plan.rows[1] - px(16.0));
    notation::set(scene, "∂f /", at, Align::Left, symbol, theme.quiet());
}

/// A flat bow between two places of one height.
fn bend(from: Point, to: Point, rise: f64) -> Vec<Point> {
    (0..=24)
        .map(|i| {
            let t = f64::from(i) / 24.0;
            let up = 4.0 * t * (1.0 - t);
            let lift = libm::sqrt(up) * rise;
            (from.0 + (to.0 - from.0) * t, from.1 + lift)
        })
        .collect()
}

/// The head of an arrow along the end of a path.
fn head(scene: &mut Scene, theme: &Theme, path: &[Point], ink: Ink) {
    let (Some(&to), Some(&from)) = (path.last(), path.get(path.len().saturating_sub(4))) else {
        return;
    };
    let length = libm::hypot(to.0 - from.0, to.1 - from.1);
    let (x, y) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let r = theme.px(4.0);
    let neck = (to.0 - x * 1.6 * r, to.1 - y * 1.6 * r);
    let wings = [
        to,
        (neck.0 - y * r, neck.1 + x * r),
        (neck.0 + y * r, neck.1 - x * r),
    ];
    scene.fill(wings, ink);
}

fn names(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    for half in 0..2 {
        let (top, rows) = (plan.rows[half], params.categories());
        let ends = (theme.px(2.0), plan.column[HARD] + plan.wide / 2.0);
        scene.line((ends.0, top), (ends.1, top), theme.rule(), theme.hair());
        for k in 0..rows {
            let at = (theme.px(2.0), plan.cell(half, 0, k).1);
            let strength = theme.presence(focus.category, k);
            tag(
                scene,
                theme,
                params,
                k,
                at,
                plan.names - theme.px(2.0),
                strength,
            );
        }
    }
}

/// A number with a short bar under it, from the middle of the cell where the values have either sign.
struct Cell {
    value: f64,
    text: String,
    /// The value whose bar fills the cell.
    most: f64,
    signed: bool,
}

fn cell(
    scene: &mut Scene,
    theme: &Theme,
    plan: &Plan,
    (half, column, k): (usize, usize, usize),
    cell: &Cell,
    strength: f64,
) {
    let (x, y) = plan.cell(half, column, k);
    let room = (plan.wide - theme.px(8.0)).min(theme.px(96.0));
    let share = if cell.value.is_finite() && cell.most > 0.0 {
        (cell.value / cell.most).clamp(-1.0, 1.0)
    } else {
        0.0
    };
    let base = y + plan.row * 0.5 - theme.px(3.5);
    let (from, to) = if cell.signed {
        (x, x + share * room / 2.0)
    } else {
        (x - room / 2.0, x - room / 2.0 + share * room)
    };
    let bar = Rect::new(from.min(to), base, (to - from).abs(), theme.px(2.6));
    scene.fill_rect(bar, Ink(theme.category_edge(k), strength));
    let face = if !cell.signed && cell.value == 1.0 && column == HARD {
        Face::Bold
    } else {
        Face::Sans
    };
    let ink = Ink(theme.text, strength.max(0.6));
    let at = (x, y - theme.px(1.5));
    scene.text(&*cell.text, at, Align::Centre, face, theme.px(12.5), ink);
}

fn forward(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
) {
    let pass = pass(params, draw);
    let lists = [&params.logits, &draw.gumbel_noise, &draw.perturbed_logits];
    let finite = lists.into_iter().flatten().filter(|v| v.is_finite());
    let most = finite.fold(1.0, |most: f64, v| most.max(v.abs()));
    for k in 0..params.categories() {
        let strength = theme.presence(focus.category, k);
        for (column, list) in lists.into_iter().enumerate() {
            let value = list[k];
            let text = number(value, 2);
            let one = Cell {
                value,
                text,
                most,
                signed: true,
            };
            cell(scene, theme, plan, (0, column, k), &one, strength);
        }
        let y = draw.soft_sample[k];
        let soft = Cell {
            value: y,
            text: number(y, 3),
            most: 1.0,
            signed: false,
        };
        cell(scene, theme, plan, (0, SOFT, k), &soft, strength);
        let z = pass.hard_sample[k];
        let hard = Cell {
            value: z,
            text: number(z, 0),
            most: 1.0,
            signed: false,
        };
        cell(scene, theme, plan, (0, HARD, k), &hard, strength);
    }
    let text = format!("f(z) = {}", short(pass.value));
    // In the middle of the last column, or as far right as it fits in a wide font.
    let half = notation::width(&text, theme.symbol()) * 0.68;
    let x = plan.column[HARD].min(plan.column[HARD] + plan.wide / 2.0 - half);
    notation::set(
        scene,
        &text,
        (x, plan.turn),
        Align::Centre,
        theme.symbol(),
        theme.ink(),
    );
}

/// Three decimals, fewer for large numbers.
fn short(v: f64) -> String {
    let size = v.abs();
    if size >= 1e4 {
        return format!("{v:.0e}").replace('-', "−");
    }
    number(v, if size < 10.0 { 3 } else { 1 })
}

fn backward(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
) {
    let pass = pass(params, draw);
    let places = [
        (HARD, &pass.slope),
        (SOFT, &pass.slope),
        (SUM, &pass.logits),
        (LOGIT, &pass.logits),
    ];
    for (column, list) in places {
        let values = list.iter().flatten().map(|v| v.abs());
        let most = values.fold(0.0, f64::max);
        for k in 0..params.categories() {
            let strength = theme.presence(focus.category, k);
            let value = list.as_ref().map_or(f64::NAN, |list| list[k]);
            let one = Cell {
                value,
                text: short(value),
                most,
                signed: true,
            };
            cell(scene, theme, plan, (1, column, k), &one, strength);
        }
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    let (Some((half, column, k)), Some(draw)) = (plan.at(at, params.categories()), explorer.draw())
    else {
        return Probe::default();
    };
    let pass = pass(params, draw);
    let name = &params.names[k];
    let (l, g) = (params.logits[k], draw.gumbel_noise[k]);
    let one = |list: &Option<Vec<f64>>| list.as_ref().map(|list| readout(list[k]));
    let text = match (half, column) {
        (0, LOGIT) => format!("l_{name} = {}", readout(l)),
        (0, NOISE) => format!("g_{name} = {}", readout(g)),
        (0, SUM) => {
            let sum = readout(draw.perturbed_logits[k]);
            format!(
                "l_{name} + g_{name} = {} + {} = {sum}",
                readout(l),
                readout(g)
            )
        }
        (0, SOFT) => {
            let y = readout(draw.soft_sample[k]);
            format!("y_{name} = {y} · {}", tau_is(params.temperature))
        }
        (0, _) => format!(
            "z_{name} = {} · f(z) = {}",
            number(pass.hard_sample[k], 0),
            readout(pass.value)
        ),
        (_, NOISE) => String::new(),
        (_, SOFT | HARD) => {
            let over = if column == HARD { "z" } else { "y" };
            one(&pass.slope).map_or_else(String::new, |v| format!("∂f/∂{over}_{name} = {v}"))
        }
        (_, _) => one(&pass.logits).map_or_else(String::new, |v| {
            format!("∂f/∂l_{name} = (J(y)ᵀ ∂f/∂z)_{name} = {v}")
        }),
    };
    Probe {
        text,
        category: Some(k),
        grab: None,
    }
}
