//! The largest of n draws, shifted and scaled: its exact law, the noise that is there made into such draws, the limit,
//! and below it how far the CDF is from its limit.

use super::focus::{Focus, Layer, Probe};
use super::notation::{self, number, plain, readout};
use super::plot::{Scale, bottom_axis, left_axis};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::{BlockMaximum, ExtremeValue, Parent};
use crate::explorer::{Explorer, NOISE_BIN_WIDTH, NOISE_BINS, NOISE_START, Params};

/// The range of the standardised maximum.
const X: (f64, f64) = (-4.0, 7.0);
/// Places of the curves.
const PLACES: u32 = 352;

struct Plan {
    density: Rect,
    apart: Rect,
    x: Scale,
    f: Scale,
    /// F - F_limit to pixels.
    d: Scale,
    law: BlockMaximum,
    /// GEV at the reader's shape, where it is not the limit itself.
    chosen: Option<ExtremeValue>,
    gap: (f64, f64),
}

fn parent(params: &Params) -> Parent {
    match params.parent {
        "normal" => Parent::Normal,
        "uniform" => Parent::Uniform,
        "pareto" => Parent::Pareto,
        _ => Parent::Exponential,
    }
}

/// The parent's CDF.
fn cdf(parent: Parent) -> &'static str {
    match parent {
        Parent::Exponential => "F(t) = 1 − exp(−t)",
        Parent::Normal => "F(t) = Φ(t)",
        Parent::Uniform => "F(t) = t",
        Parent::Pareto => "F(t) = 1 − 1/t²",
    }
}

/// Its largest of n draws as it is standardised.
fn standardised(parent: Parent, law: &BlockMaximum) -> String {
    match parent {
        Parent::Exponential => "x = M_n − ln n".into(),
        Parent::Normal => format!("x = (M_n − {})/{}", plain(law.centre()), plain(law.scale())),
        Parent::Uniform => "x = n (M_n − 1) + 1".into(),
        Parent::Pareto => "x = 2 (M_n/√n − 1)".into(),
    }
}

fn places() -> impl Iterator<Item = f64> + Clone {
    (0..=PLACES).map(|i| X.0 + (X.1 - X.0) * f64::from(i) / f64::from(PLACES))
}

impl Plan {
    fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let law = BlockMaximum::new(parent(params), params.block);
        let limit = law.limit();
        let chosen = ExtremeValue::new(params.xi)
            .ok()
            .filter(|chosen| chosen.shape() != limit.shape());
        let left = theme.px(50.0);
        let wide = (w - left - theme.px(14.0)).max(1.0);
        let (top, gap, bottom) = (theme.px(34.0), theme.px(40.0), theme.px(42.0));
        let room = (h - top - gap - bottom).max(2.0);
        let density = Rect::new(left, top, wide, room * 0.68);
        let apart = Rect::new(left, density.bottom() + gap, wide, room * 0.32);
        let highest = places().fold(0.0, |highest: f64, x| {
            let other = chosen.map_or(0.0, |law| law.pdf(x));
            highest.max(law.pdf(x)).max(limit.pdf(x)).max(other)
        });
        let f_top = [0.45, 0.6, 0.8]
            .into_iter()
            .find(|top| highest <= top * 0.96)
            .unwrap_or(1.1);
        let gap = law.gap();
        let d_top = if gap.1.abs() <= 0.1 { 0.1 } else { 0.5 };
        Plan {
            x: Scale::new(X, (left, left + wide)),
            f: Scale::new((0.0, f_top), (density.bottom(), density.y)),
            d: Scale::new((-d_top, d_top), (apart.bottom(), apart.y)),
            density,
            apart,
            law,
            chosen,
            gap,
        }
    }

    /// A density along the axis: over a jump at an end the line stands upright.
    fn curve(&self, pdf: impl Fn(f64) -> f64) -> Vec<Point> {
        places()
            .map(|x| (self.x.at(x), self.f.held(pdf(x))))
            .collect()
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
        Layer::Ground => ground(&mut scene, params, &plan, theme),
        Layer::Live => live(&mut scene, explorer, &plan, theme),
        Layer::Over => over(&mut scene, params, &plan, theme, focus),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme) {
    left_axis(scene, theme, plan.density, &plan.f, 0.0);
    let (x0, x1) = (plan.density.x, plan.density.right());
    let y = plan.density.bottom();
    scene.line((x0, y), (x1, y), theme.rule(), theme.hair());
    bottom_axis(scene, theme, plan.apart.bottom(), X, &plan.x);
    let top = plan.d.top();
    left_axis(scene, theme, plan.apart, &plan.d, -top);
    let zero = plan.d.at(0.0);
    scene.line((x0, zero), (x1, zero), theme.rule(), theme.hair());
    let (size, ink) = (theme.symbol(), theme.ink());
    let parent = parent(params);
    let at = (theme.px(8.0), plan.density.y - theme.px(19.0));
    notation::set(scene, cdf(parent), at, Align::Left, size, ink);
    let at = (x1, plan.apart.bottom() + theme.px(31.0));
    let text = standardised(parent, &plan.law);
    notation::set(scene, &text, at, Align::Right, size, ink);
    let at = (theme.px(8.0), plan.apart.y - theme.px(16.0));
    notation::set(scene, "Δ = F_n − F_∞", at, Align::Left, size, ink);
}

/// The noise as draws of the maximum: its bins with their ends carried over, joined until they have a width that can
/// be seen; so each keeps its count.
fn bars(explorer: &Explorer, law: &BlockMaximum) -> Vec<(f64, f64, u64)> {
    const LEAST: f64 = 0.11;
    let noise = &explorer.tally().noise;
    let edge = |i: usize| law.from_gumbel(NOISE_START + NOISE_BIN_WIDTH * i as f64);
    let mut bars: Vec<(f64, f64, u64)> = Vec::new();
    let (mut from, mut joined) = (edge(0), 0);
    for (i, count) in noise.bins.iter().enumerate() {
        joined += count;
        let to = edge(i + 1);
        if to - from >= LEAST {
            bars.push((from, to, joined));
            (from, joined) = (to, 0);
        } else if i + 1 == NOISE_BINS
            && let Some(last) = bars.last_mut()
        {
            (last.1, last.2) = (to, last.2 + joined);
        }
    }
    bars
}

fn live(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme) {
    let noise = &explorer.tally().noise;
    let total = noise.noises();
    if total == 0 {
        return;
    }
    let ink = Ink(theme.measured, if theme.dark { 0.75 } else { 0.55 });
    let base = plan.density.bottom();
    let mut outline = Vec::new();
    let mut right = noise.above;
    for (from, to, count) in bars(explorer, &plan.law) {
        if from >= X.1 {
            right += count;
        }
        if to <= X.0 || from >= X.1 || to <= from {
            continue;
        }
        let y = plan.f.held(count as f64 / total as f64 / (to - from));
        let (left, end) = (plan.x.held(from), plan.x.held(to));
        if outline.is_empty() {
            outline.push((left, base));
        }
        outline.extend([(left, y), (end, y)]);
    }
    if let Some(&(x, _)) = outline.last() {
        outline.push((x, base));
    }
    scene.fill(outline, ink);
    if right > 0 {
        let at = (plan.density.right(), base - theme.px(12.0));
        let text = format!("{right} ▸");
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

fn over(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    let limit = plan.law.limit();
    let ink = theme.ink();
    // The limit is hollow: a band of the ground between two lines.
    let curve = plan.curve(|x| limit.pdf(x));
    scene.path(curve.iter().copied(), ink, theme.px(4.6));
    scene.path(curve, Ink(theme.background, 1.0), theme.px(2.2));
    let dash = (theme.px(5.0), theme.px(4.0));
    let other = Ink(theme.category_edge(3), 1.0);
    if let Some(chosen) = &plan.chosen {
        scene.dashes(&plan.curve(|x| chosen.pdf(x)), dash, other, theme.px(2.0));
    }
    let exact = Ink(theme.category_edge(0), 1.0);
    scene.path(plan.curve(|x| plan.law.pdf(x)), exact, theme.px(2.0));
    legend(scene, params, plan, theme, (exact, other));
    // How far the one CDF is from the other.
    let apart: Vec<Point> = places()
        .map(|x| (plan.x.at(x), plan.d.held(plan.law.cdf(x) - limit.cdf(x))))
        .collect();
    let zero = plan.d.at(0.0);
    let (start, end) = ((plan.apart.x, zero), (plan.apart.right(), zero));
    let area = [start]
        .into_iter()
        .chain(apart.iter().copied())
        .chain([end]);
    scene.fill(area, Ink(exact.0, 0.2));
    scene.path(apart, exact, theme.px(1.6));
    let at = (plan.x.held(plan.gap.0), plan.d.held(plan.gap.1));
    scene.line((at.0, zero), at, ink, theme.pen());
    scene.disc(at, theme.px(2.6), ink);
    let gap = plan.gap.1.abs();
    let decimals = if gap < 0.0005 { 6 } else { 3 };
    let text = format!("max |Δ| = {}", number(gap, decimals));
    let place = (plan.apart.right(), plan.apart.y - theme.px(16.0));
    notation::set(scene, &text, place, Align::Right, theme.symbol(), ink);
    if let Some((x, _)) = focus
        .cursor
        .filter(|&(x, _)| x >= plan.density.x && x <= plan.density.right())
    {
        let faint = Ink(theme.muted, 0.6);
        scene.line(
            (x, plan.density.y),
            (x, plan.apart.bottom()),
            faint,
            theme.hair(),
        );
    }
}

/// Which line is which, where every density is low.
fn legend(
    scene: &mut Scene,
    params: &Params,
    plan: &Plan,
    theme: &Theme,
    (exact, other): (Ink, Ink),
) {
    let mut rows = vec![format!("n = {}", params.block), "n → ∞".to_owned()];
    if plan.chosen.is_some() {
        rows.push(format!("ξ = {}", plain(params.xi)));
    }
    let size = theme.symbol();
    let widest = rows
        .iter()
        .map(|row| notation::width(row, size))
        .fold(0.0, f64::max);
    let text = plan.density.right() - widest - theme.px(4.0);
    let (from, to) = (text - theme.px(26.0), text - theme.px(6.0));
    for (i, row) in rows.iter().enumerate() {
        let y = plan.density.y + theme.px(8.0) + i as f64 * theme.px(21.0);
        let line = [(from, y), (to, y)];
        match i {
            0 => scene.path(line, exact, theme.px(2.0)),
            1 => {
                scene.path(line, theme.ink(), theme.px(4.6));
                scene.path(line, Ink(theme.background, 1.0), theme.px(2.2));
            }
            _ => scene.dashes(&line, (theme.px(5.0), theme.px(4.0)), other, theme.px(2.0)),
        }
        notation::set(scene, row, (text, y), Align::Left, size, theme.ink());
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: (f64, f64)) -> Probe {
    let plan = Plan::new(explorer.params(), size, theme);
    if at.0 < plan.density.x || at.0 > plan.density.right() {
        return Probe::default();
    }
    let (x, limit) = (plan.x.value(at.0), plan.law.limit());
    let mut text = format!("x = {}", readout(x));
    if at.1 < plan.density.bottom() + theme.px(16.0) {
        text += &format!(
            " · f_n(x) = {} · f_∞(x) = {}",
            readout(plan.law.pdf(x)),
            readout(limit.pdf(x))
        );
        let total = explorer.tally().noise.noises();
        let bar = bars(explorer, &plan.law)
            .into_iter()
            .find(|bar| bar.0 <= x && x < bar.1);
        if let Some((from, to, count)) = bar.filter(|_| total > 0) {
            let density = count as f64 / total as f64 / (to - from);
            text += &format!(" · {count}/{total}/Δx = {}", readout(density));
        }
    } else {
        let (f, l) = (plan.law.cdf(x), limit.cdf(x));
        text += &format!(
            " · F_n(x) − F_∞(x) = {} − {} = {}",
            readout(f),
            readout(l),
            readout(f - l)
        );
    }
    Probe {
        text,
        category: None,
        grab: None,
    }
}

/// The counts of the bars.
#[cfg(test)]
pub(super) fn counts(explorer: &Explorer) -> Vec<u64> {
    let law = BlockMaximum::new(parent(explorer.params()), explorer.params().block);
    bars(explorer, &law).iter().map(|bar| bar.2).collect()
}
