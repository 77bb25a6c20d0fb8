//! The marginal of one coordinate of the soft sample, with its exact density where there is one.

use super::focus::{Focus, Probe};
use super::marks::category_mark;
use super::notation::{self, indexed, readout};
use super::plot::{Scale, beyond, bottom_axis, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, SOFT_BINS};

fn category(explorer: &Explorer) -> usize {
    explorer
        .params()
        .category
        .min(explorer.law().probs.len() - 1)
}

/// The share of the samples in each bin, as a density.
fn measured(explorer: &Explorer) -> Option<[f64; SOFT_BINS]> {
    let soft = &explorer.tally().soft;
    let bins = soft.histogram(category(explorer));
    let per = SOFT_BINS as f64 / soft.n.max(1) as f64;
    (soft.n > 0).then(|| bins.map(|count| count as f64 * per))
}

/// Places of the exact curve: four a bin, none at an end, where the density may be infinite.
fn places() -> Vec<f64> {
    let count = SOFT_BINS * 4;
    (0..count)
        .map(|i| (i as f64 + 0.5) / count as f64)
        .collect()
}

fn exact(explorer: &Explorer) -> Option<Vec<f64>> {
    let k = category(explorer);
    if !explorer.law().logits[k].is_finite() {
        return None;
    }
    let law = explorer.law().gumbel_softmax()?;
    let curve = law.marginal_pdf_curve(k, &places())?;
    curve.iter().all(|d| !d.is_nan()).then_some(curve)
}

/// The scale of densities: what lies between the outer bins fits; the ends may be clipped.
fn scale(explorer: &Explorer, panel: Rect) -> Scale {
    let inner = match exact(explorer) {
        Some(curve) => curve[12..curve.len() - 12]
            .iter()
            .copied()
            .fold(0.0, f64::max),
        None => measured(explorer).map_or(0.0, |bins| {
            bins[3..SOFT_BINS - 3].iter().copied().fold(0.0, f64::max)
        }),
    };
    let top = [2.0, 4.0, 8.0, 16.0, 32.0]
        .into_iter()
        .find(|t| inner * 1.1 <= *t)
        .unwrap_or(64.0);
    Scale::new((0.0, top), (panel.bottom(), panel.y))
}

pub(super) fn ground(scene: &mut Scene, explorer: &Explorer, panel: Rect, theme: &Theme) {
    let x = Scale::new((0.0, 1.0), (panel.x, panel.right()));
    bottom_axis(scene, theme, panel.bottom(), (0.0, 1.0), &x);
    let k = category(explorer);
    let (left, y) = (panel.x - theme.px(34.0), panel.y - theme.px(20.0));
    let mark = (left + theme.px(6.0), y);
    category_mark(scene, theme, k, mark, theme.px(4.6), 1.0);
    let name = indexed("y", &explorer.params().names[k], theme);
    let at = (left + theme.px(16.0), y);
    notation::set(
        scene,
        &format!("p({name})"),
        at,
        Align::Left,
        theme.symbol(),
        theme.ink(),
    );
}

pub(super) fn live(scene: &mut Scene, explorer: &Explorer, panel: Rect, theme: &Theme) {
    // Here rather than on the ground, since it may follow the tally.
    let scale = scale(explorer, panel);
    left_axis(scene, theme, panel, &scale, 0.0);
    let Some(bins) = measured(explorer) else {
        return;
    };
    let k = category(explorer);
    let width = panel.w / SOFT_BINS as f64;
    let mut outline: Vec<Point> = vec![(panel.x, panel.bottom())];
    for (i, &density) in bins.iter().enumerate() {
        let left = panel.x + width * i as f64;
        let y = scale.held(density);
        outline.extend([(left, y), (left + width, y)]);
    }
    outline.push((panel.right(), panel.bottom()));
    scene.fill(outline.iter().copied(), Ink(theme.category(k), 0.8));
    if theme.category_edge(k) != theme.category(k) {
        scene.path(outline, Ink(theme.category_edge(k), 1.0), theme.hair());
    }
    for (i, &density) in bins.iter().enumerate() {
        if density > scale.top() * 1.0001 {
            let at = (panel.x + width * (i as f64 + 0.5), panel.y - theme.px(4.0));
            let neighbour = i > 0 && i + 1 < SOFT_BINS && bins[i - 1] > scale.top() * 1.0001;
            if !neighbour {
                beyond(scene, theme, at, 1.0);
            }
        }
    }
}

pub(super) fn over(
    scene: &mut Scene,
    explorer: &Explorer,
    panel: Rect,
    theme: &Theme,
    focus: &Focus,
) {
    if !focus.hide_targets
        && let Some(curve) = exact(explorer)
    {
        let scale = scale(explorer, panel);
        let mut part = Vec::new();
        for (y, density) in places().into_iter().zip(curve) {
            if density <= scale.top() {
                part.push((panel.x + panel.w * y, scale.at(density)));
            } else {
                scene.path(part.drain(..), theme.ink(), theme.pen());
            }
        }
        scene.path(part, theme.ink(), theme.pen());
    }
    if let Some((x, _)) = focus.cursor.filter(|&at| panel.holds(at, 0.0)) {
        let faint = Ink(theme.muted, 0.6);
        scene.line((x, panel.y), (x, panel.bottom()), faint, theme.hair());
    }
}

pub(super) fn probe(explorer: &Explorer, panel: Rect, at: Point, hidden: bool) -> Probe {
    if panel.w <= 0.0 {
        return Probe::default();
    }
    let k = category(explorer);
    let name = &explorer.params().names[k];
    let y = ((at.0 - panel.x) / panel.w).clamp(0.0, 1.0);
    let bin = ((y * SOFT_BINS as f64) as usize).min(SOFT_BINS - 1);
    let mut parts = vec![format!("y_{name} = {}", readout(y))];
    if explorer.tally().soft.n > 0 {
        let soft = &explorer.tally().soft;
        let (from, to) = (bin as f64 / 64.0, (bin + 1) as f64 / 64.0);
        let count = soft.histogram(k)[bin];
        parts.push(format!(
            "[{}, {}): {count}/{}",
            readout(from),
            readout(to),
            soft.n
        ));
    }
    if !hidden && let Some(curve) = exact(explorer) {
        let i = ((y * curve.len() as f64) as usize).min(curve.len() - 1);
        parts.push(format!("p(y_{name}) = {}", readout(curve[i])));
    }
    Probe {
        text: parts.join(" · "),
        category: Some(k),
        grab: None,
    }
}
