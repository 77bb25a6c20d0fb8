//! The value of the maximum: K curves `pi_i f(m - ln Z)` of one shape, stacked to the Gumbel(ln Z) density, and at every
//! height the split is pi.
//!
//! Above, the densities and the maxima of the first draws; below, who won in each tenth of the maxima.

use super::chapter::tag;
use super::focus::{Focus, Layer, Probe};
use super::marks::{bar, category_mark};
use super::noise::pdf;
use super::notation::{self, readout};
use super::plot::{Scale, beyond, bottom_axis, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::Gumbel;
use crate::explorer::{Explorer, MAX_CATEGORIES, Params};

/// m - ln Z at the ends of the axis.
const M: (f64, f64) = (-2.5, 6.5);
/// Bars of the histogram, half a nat wide.
const BARS: usize = 18;
const BAR: f64 = 0.5;
/// Parts of the law of the maximum that hold a tenth of it each.
const TENTHS: usize = 10;
const TOP: f64 = 0.45;

struct Plan {
    density: Rect,
    split: Rect,
    /// m - ln Z to pixels.
    m: Scale,
    f: Scale,
    share: Scale,
    /// To the right of the panels.
    room: f64,
    ln_z: f64,
}

impl Plan {
    fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let left = theme.px(44.0);
        let right = (w * 0.12).clamp(theme.px(30.0), theme.px(84.0));
        let wide = (w - left - right).max(1.0);
        let (top, gap, bottom) = (theme.px(34.0), theme.px(28.0), theme.px(42.0));
        let room = (h - top - gap - bottom).max(2.0);
        let density = Rect::new(left, top, wide, room * 0.58);
        let split = Rect::new(left, density.bottom() + gap, wide, room * 0.42);
        Plan {
            m: Scale::new(M, (left, left + wide)),
            f: Scale::new((0.0, TOP), (density.bottom(), density.y)),
            share: Scale::new((0.0, 1.0), (split.bottom(), split.y)),
            density,
            split,
            room: right - theme.px(6.0),
            ln_z: explorer.law().ln_z,
        }
    }
}

impl Plan {
    /// A share c of the density of the maximum, from left to right.
    fn curve(&self, c: f64) -> impl DoubleEndedIterator<Item = Point> {
        (0..=180)
            .map(|i| M.0 + (M.1 - M.0) * f64::from(i) / 180.0)
            .map(move |m| (self.m.at(m), self.f.at(c * pdf(m))))
    }
}

/// The sums of pi up to each category, from 0.
fn sums(probs: &[f64]) -> Vec<f64> {
    let mut sum: f64 = 0.0;
    let mut sums = vec![0.0];
    for p in probs {
        sum += p;
        sums.push(sum.min(1.0));
    }
    sums
}

/// Winners of the first draws, counted by where their maximum lies.
fn counts<const N: usize>(
    explorer: &Explorer,
    place: impl Fn(f64) -> f64,
) -> [[u32; MAX_CATEGORIES]; N] {
    let mut counts = [[0; MAX_CATEGORIES]; N];
    let ln_z = explorer.law().ln_z;
    for dot in explorer.dots() {
        let place = place(f64::from(dot.maximum) - ln_z);
        if place >= 0.0
            && let Some(bar) = counts.get_mut(place as usize)
            && let Some(count) = bar.get_mut(usize::from(dot.winner))
        {
            *count += 1;
        }
    }
    counts
}

/// Which tenth of the law m - ln Z lies in.
fn tenth(m: f64) -> f64 {
    (TENTHS as f64 * super::noise::cdf(m)).min(TENTHS as f64 - 0.5)
}

/// The ends of a tenth on the axis.
fn ends(part: usize) -> (f64, f64) {
    let at = |i: usize| {
        let u = i as f64 / TENTHS as f64;
        Gumbel::standard().quantile(u).clamp(M.0, M.1)
    };
    (at(part), at(part + 1))
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let plan = Plan::new(explorer, size, theme);
    match layer {
        Layer::Ground => ground(&mut scene, explorer, &plan, theme, focus),
        Layer::Live => live(&mut scene, explorer, &plan, theme, focus),
        Layer::Over => over(&mut scene, explorer, &plan, theme, focus),
    }
    scene
}

fn ground(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    // A breath of each category's colour in what is its own.
    let sums = sums(&explorer.law().probs);
    for (k, ends) in sums
        .windows(2)
        .enumerate()
        .filter(|(_, ends)| ends[1] > ends[0])
    {
        let strength = theme.presence(focus.category, k);
        let tint = if theme.dark { 0.26 } else { 0.16 };
        let ink = Ink(theme.category(k), tint * strength);
        scene.fill(plan.curve(ends[0]).chain(plan.curve(ends[1]).rev()), ink);
        let (low, high) = (plan.share.at(ends[0]), plan.share.at(ends[1]));
        let band = Rect::new(plan.split.x, high, plan.split.w, low - high);
        scene.fill_rect(band, ink);
    }

    left_axis(scene, theme, plan.density, &plan.f, 0.0);
    left_axis(scene, theme, plan.split, &plan.share, 0.0);
    let (x0, x1) = (plan.density.x, plan.density.right());
    let floor = plan.density.bottom();
    scene.line((x0, floor), (x1, floor), theme.rule(), theme.hair());
    let ends = (plan.ln_z + M.0, plan.ln_z + M.1);
    bottom_axis(
        scene,
        theme,
        plan.split.bottom(),
        ends,
        &Scale::new(ends, (x0, x1)),
    );
    let (size, ink) = (theme.symbol(), theme.ink());
    let at = (theme.px(8.0), plan.density.y - theme.px(18.0));
    notation::set(scene, "π_k f(m − ln Z)", at, Align::Left, size, ink);
    let at = (x1, plan.split.bottom() + theme.px(31.0));
    notation::set(scene, "m = max (l + g)", at, Align::Right, size, ink);
    // The mode of the maximum.
    let x = plan.m.at(0.0);
    let faint = Ink(theme.muted, 0.55);
    let dash = (theme.px(3.0), theme.px(3.0));
    scene.dashes(
        &[(x, plan.density.y), (x, floor)],
        dash,
        faint,
        theme.hair(),
    );
    let at = (x, floor + theme.px(15.0));
    notation::set(scene, "ln Z", at, Align::Centre, size, ink);
}

fn live(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let dots = explorer.dots().len();
    if dots > 0 {
        let bars: [_; BARS] = counts(explorer, |m| (m - M.0) / BAR);
        for (i, counts) in bars.iter().enumerate() {
            let left = M.0 + BAR * i as f64;
            let x = (plan.m.at(left), plan.m.at(left + BAR));
            let unit = 1.0 / (dots as f64 * BAR);
            stack(scene, theme, focus, counts, x, unit, &plan.f);
            let height = f64::from(counts.iter().sum::<u32>()) * unit;
            if height > TOP {
                beyond(
                    scene,
                    theme,
                    ((x.0 + x.1) / 2.0, plan.density.y - theme.px(5.0)),
                    1.0,
                );
            }
        }
        split(scene, explorer, plan, theme, focus);
    }
    // The present draw's maximum.
    if let Some(draw) = explorer.draw() {
        let m = draw.perturbed_logits[draw.winner] - plan.ln_z;
        let at = (plan.m.held(m), plan.density.bottom());
        category_mark(scene, theme, draw.winner, at, theme.px(5.0), 1.0);
    }
}

/// Who won in each tenth, and the two standard errors about pi that so few draws have.
fn split(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let sums = sums(&explorer.law().probs);
    for (i, counts) in counts_in_tenths(explorer).iter().enumerate() {
        let total = f64::from(counts.iter().sum::<u32>());
        if total == 0.0 {
            continue;
        }
        let (from, to) = ends(i);
        let x = (plan.m.at(from), plan.m.at(to));
        stack(scene, theme, focus, counts, x, 1.0 / total, &plan.share);
        // Of more than four they would cover one another: those of the category pointed at.
        for (k, &c) in sums.iter().enumerate().take(sums.len() - 1).skip(1) {
            let near = focus.category.is_some_and(|f| f + 1 == k || f == k);
            if sums.len() > 5 && !near {
                continue;
            }
            let error = 2.0 * libm::sqrt(c * (1.0 - c) / total);
            let (top, bottom) = (plan.share.held(c + error), plan.share.held(c - error));
            let band = Rect::new(x.0, top, x.1 - x.0, bottom - top);
            scene.fill_rect(band, Ink(theme.text, 0.14));
        }
    }
}

pub(super) fn counts_in_tenths(explorer: &Explorer) -> [[u32; MAX_CATEGORIES]; TENTHS] {
    counts(explorer, tenth)
}

/// A filled bar of a part for each category.
fn stack(
    scene: &mut Scene,
    theme: &Theme,
    focus: &Focus,
    counts: &[u32; MAX_CATEGORIES],
    (x0, x1): (f64, f64),
    unit: f64,
    scale: &Scale,
) {
    let gap = theme.px(0.4);
    let mut sum = 0.0;
    for (k, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let bottom = scale.held(sum * unit);
        sum += f64::from(count);
        let strength = theme.presence(focus.category, k) * 0.62;
        bar(
            scene,
            theme,
            k,
            (x0 + gap, x1 - gap),
            (scale.held(sum * unit), bottom),
            strength,
        );
    }
}

fn over(scene: &mut Scene, explorer: &Explorer, plan: &Plan, theme: &Theme, focus: &Focus) {
    let params = explorer.params();
    let probs = &explorer.law().probs;
    let sums = sums(probs);
    let pen = if probs.len() > 5 {
        theme.hair()
    } else {
        theme.pen()
    };
    let mut last = f64::NEG_INFINITY;
    for k in 0..probs.len() {
        if probs[k] <= 0.0 {
            continue;
        }
        let top = sums[k + 1];
        let ink = theme.ink();
        scene.path(plan.curve(top), ink, pen);
        let (high, low) = (plan.share.at(top), plan.share.at(sums[k]));
        scene.line((plan.split.x, high), (plan.split.right(), high), ink, pen);
        // Its name at the end of its band, where there is room for one.
        let middle = (high + low) / 2.0;
        let apart = last.is_infinite() || (last - middle).abs() >= theme.px(14.0);
        if low - high >= theme.px(9.0) && apart {
            let at = (plan.split.right() + theme.px(4.0), middle);
            tag(
                scene,
                theme,
                params,
                k,
                at,
                plan.room,
                theme.presence(focus.category, k),
            );
            last = middle;
        }
    }
    if let Some((x, _)) = focus
        .cursor
        .filter(|&(x, _)| x >= plan.density.x && x <= plan.density.right())
    {
        let m = plan.m.value(x);
        scene.line(
            (x, plan.density.y),
            (x, plan.split.bottom()),
            theme.ink(),
            theme.hair(),
        );
        for k in 0..probs.len() {
            if probs[k] > 0.0 {
                let at = (x, plan.f.at(sums[k + 1] * pdf(m)));
                scene.disc(at, theme.px(2.4), theme.ink());
            }
        }
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: (f64, f64)) -> Probe {
    let plan = Plan::new(explorer, size, theme);
    let (params, probs): (&Params, _) = (explorer.params(), &explorer.law().probs);
    let sums = sums(probs);
    let within = |v: f64| {
        sums[1..]
            .iter()
            .position(|&c| v < c)
            .filter(|&k| probs[k] > 0.0)
    };
    if at.0 < plan.density.x || at.0 > plan.density.right() + theme.px(60.0) {
        return Probe::default();
    }
    let m = plan.m.value(at.0.min(plan.density.right()));
    let value = readout(plan.ln_z + m);
    let below = at.1 > plan.density.bottom() + theme.px(10.0);
    let category = if below {
        within(plan.share.value(at.1))
    } else {
        within(plan.f.value(at.1) / pdf(m).max(1e-12))
    };
    let text = match category {
        Some(k) if below => {
            let name = &params.names[k];
            let part = tenth(m) as usize;
            let counts = counts_in_tenths(explorer)[part];
            let total = counts.iter().sum::<u32>();
            let share = if total > 0 {
                format!(
                    " · {}/{total} = {}",
                    counts[k],
                    readout(f64::from(counts[k]) / f64::from(total))
                )
            } else {
                String::new()
            };
            format!("m = {value} · π_{name} = {}{share}", readout(probs[k]))
        }
        Some(k) => {
            let name = &params.names[k];
            format!(
                "m = {value} · π_{name} f(m − ln Z) = {} · {} = {}",
                readout(probs[k]),
                readout(pdf(m)),
                readout(probs[k] * pdf(m))
            )
        }
        None => format!("m = {value} · f(m − ln Z) = {}", readout(pdf(m))),
    };
    Probe {
        text,
        category,
        grab: None,
    }
}
