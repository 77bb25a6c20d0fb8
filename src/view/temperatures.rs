//! The same noise at several temperatures side by side: E\[y\] above, a few samples below (`[J]`
//! figure 1).

use super::focus::{Focus, Layer, Probe};
use super::marks::bar;
use super::notation::{self, readout};
use super::parts;
use super::plot::{Scale, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{COMPARED, Draw, Explorer, Params};
use crate::softmax::softmax;

/// Samples shown of each temperature.
const ROWS: usize = 6;
/// The limit, and the temperatures.
const COLUMNS: usize = COMPARED.len() + 1;

struct Plan {
    left: f64,
    /// Width of a column, and of what is drawn in it.
    column: f64,
    inner: f64,
    header: f64,
    /// The bars of E\[y\], and the rows of samples, over all columns.
    mean: Rect,
    rows: [Rect; ROWS],
    names: f64,
}

impl Plan {
    fn new((w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let (left, right) = (px(34.0), px(4.0));
        let wide = (w - left - right).max(1.0);
        let column = wide / COLUMNS as f64;
        let (top, between, bottom) = (px(30.0), px(22.0), px(34.0));
        let room = (h - top - between - bottom).max(1.0);
        let mean = Rect::new(left, top, wide, room * 0.26);
        let first = mean.bottom() + between;
        let row = (h - bottom - first) / ROWS as f64;
        let gap = row * 0.2;
        Plan {
            left,
            column,
            inner: column - (column * 0.16).min(px(20.0)),
            header: px(12.0),
            rows: core::array::from_fn(|i| {
                Rect::new(left, first + row * i as f64 + gap, wide, row - gap)
            }),
            mean,
            names: h - px(14.0),
        }
    }

    /// Where column i begins.
    fn start(&self, i: usize) -> f64 {
        self.left + self.column * i as f64 + (self.column - self.inner) / 2.0
    }

    /// The ends of bar k of K.
    fn bar(&self, column: usize, k: usize, categories: usize) -> (f64, f64) {
        let cell = self.inner / categories as f64;
        let left = self.start(column) + cell * k as f64;
        let gap = (cell * 0.12).min(3.0);
        (left + gap, left + cell - gap)
    }
}

/// y of a draw in a column; the first is the limit.
fn sample(draw: &Draw, column: usize) -> Vec<f64> {
    match column.checked_sub(1) {
        Some(i) => {
            let scaled = draw.perturbed_logits.iter().map(|p| p / COMPARED[i]);
            softmax(&scaled.collect::<Vec<_>>())
        }
        None => (0..draw.u.len())
            .map(|k| f64::from(u8::from(k == draw.winner)))
            .collect(),
    }
}

fn mean(explorer: &Explorer, column: usize) -> &[f64] {
    match column.checked_sub(1) {
        Some(i) => &explorer.compared_means()[i],
        None => &explorer.law().probs,
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
    let plan = Plan::new(size, theme);
    match layer {
        Layer::Ground => {
            ground(&mut scene, params, &plan, theme, focus);
            left_axis(
                &mut scene,
                theme,
                plan.mean,
                &means_scale(explorer, &plan),
                0.0,
            );
        }
        Layer::Live => {
            for (draw, row) in explorer.first_draws(ROWS).iter().zip(plan.rows) {
                for column in 0..COLUMNS {
                    let y = sample(draw, column);
                    for (k, &y) in y.iter().enumerate() {
                        let ends = plan.bar(column, k, params.logits.len());
                        let strength = theme.presence(focus.category, k);
                        let top = row.bottom() - row.h * y;
                        if row.h * y > 0.2 {
                            bar(&mut scene, theme, k, ends, (top, row.bottom()), strength);
                        }
                    }
                }
            }
        }
        Layer::Over => means(&mut scene, explorer, &plan, theme, focus),
    }
    scene
}

/// One scale for all columns: pi has the largest of all, since a mean lies nearer to 1/K.
fn means_scale(explorer: &Explorer, plan: &Plan) -> Scale {
    let most = explorer.law().probs.iter().copied().fold(0.0, f64::max);
    Scale::new((0.0, most * 1.04), (plan.mean.bottom(), plan.mean.y))
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    let size = theme.symbol();
    for column in 0..COLUMNS {
        let x = plan.start(column);
        let text = match column.checked_sub(1) {
            Some(i) => format!("τ = {}", notation::plain(COMPARED[i])),
            None => "τ → 0".to_owned(),
        };
        let at = (x + plan.inner / 2.0, plan.header);
        // Where the columns are narrow the symbol is small.
        let fits = notation::width(&text, size) + theme.px(2.0) < plan.column;
        let size = if fits { size } else { theme.px(12.5) };
        notation::set(scene, &text, at, Align::Centre, size, theme.ink());
        for r in plan.rows.iter().chain([&plan.mean]) {
            let y = r.bottom();
            let ends = ((x, y), (x + plan.inner, y));
            scene.line(ends.0, ends.1, theme.rule(), theme.hair());
        }
    }
    if !focus.hide_targets {
        let mean = (theme.px(4.0), plan.header);
        notation::set(
            scene,
            "E[y]",
            mean,
            Align::Left,
            theme.px(14.0),
            theme.ink(),
        );
    }
    let last = plan.rows[ROWS / 2 - 1].bottom() + plan.rows[0].h * 0.1;
    let at = (theme.px(4.0), last);
    notation::set(scene, "y", at, Align::Left, size, theme.ink());
    let ends = (plan.left, plan.mean.right());
    parts::names(scene, params, ends, plan.names, theme, focus);
}

/// Targets: hollow. pi stays behind each as a line, so that the bias is seen.
fn means(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let probs = &explorer.law().probs;
    let scale = means_scale(explorer, plan);
    for column in 0..COLUMNS {
        for (k, &y) in mean(explorer, column).iter().enumerate() {
            let (x0, x1) = plan.bar(column, k, probs.len());
            let strength = theme.presence(focus.category, k);
            let edge = Ink(theme.category_edge(k), strength);
            let top = scale.at(y);
            let bar = Rect::new(x0, top, x1 - x0, plan.mean.bottom() - top);
            scene.fill_rect(bar, Ink(theme.category(k), 0.16 * strength));
            scene.outline_rect(bar, edge, theme.px(1.4));
            if column > 0 {
                let level = scale.at(probs[k]);
                let ink = Ink(theme.text, 0.75 * strength);
                scene.line((x0 - 0.5, level), (x1 + 0.5, level), ink, theme.px(1.4));
            }
        }
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(size, theme);
    let place = (at.0 - plan.left) / plan.column;
    if !(place >= 0.0 && place < COLUMNS as f64) {
        return Probe::default();
    }
    let column = place as usize;
    let categories = params.logits.len();
    let within = (at.0 - plan.start(column)) / plan.inner.max(1e-9);
    let k = (within.clamp(0.0, 1.0) * categories as f64) as usize;
    let k = k.min(categories - 1);
    let name = &params.names[k];
    let tau = match column.checked_sub(1) {
        Some(i) => format!("τ = {}", notation::plain(COMPARED[i])),
        None => "τ → 0".to_owned(),
    };
    let half = plan.rows[0].h * 0.2;
    let text = if at.1 <= plan.mean.bottom() + half {
        let (e, p) = (mean(explorer, column)[k], explorer.law().probs[k]);
        format!(
            "{tau} · E[y_{name}] = {} · π_{name} = {}",
            readout(e),
            readout(p)
        )
    } else {
        let row = plan.rows.iter().position(|r| at.1 <= r.bottom() + half);
        let draws = explorer.first_draws(ROWS);
        match row.and_then(|row| draws.get(row)) {
            Some(draw) => format!("{tau} · y_{name} = {}", readout(sample(draw, column)[k])),
            None => tau,
        }
    };
    Probe {
        text,
        category: Some(k),
        grab: None,
    }
}
