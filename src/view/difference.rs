//! The difference of two Gumbels is logistic; passed through a sigmoid it is binary Concrete.
//!
//! x = g_A - g_B: its density above, its CDF below, and beneath both y_A = sigmoid((l_A - l_B + x)/tau),
//! the share of A between the two. A wins right of x = l_B - l_A, so sigma splits there into pi.

use super::focus::{Focus, Layer, Probe};
use super::marks::category_mark;
use super::notation::{self, indexed, readout};
use super::parts::{clipped_with_signs, tau_is};
use super::plot::{Scale, beyond, bottom_axis, left_axis};
use super::surface::{Align, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::{GumbelSoftmax, Logistic};
use crate::explorer::{Explorer, Params};
use crate::few::sort_few;

/// x at the ends of its axis: 7 in 10,000 differences lie beyond.
const X: (f64, f64) = (-8.0, 8.0);
/// Bins of the differences, and of y.
const BINS: usize = 32;
/// f(0) = 1/4.
const TOP: f64 = 0.3;
/// From this width on the third panel stands beside the others.
const WIDE: f64 = 600.0;

struct Plan {
    pdf: Rect,
    cdf: Rect,
    share: Rect,
    x: Scale,
    f: Scale,
    big_f: Scale,
    y: Scale,
}

impl Plan {
    fn new((w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let (left, right, top, bottom) = (px(38.0), px(14.0), px(32.0), px(44.0));
        let beside = w >= px(WIDE);
        let wide = if beside { w * 0.5 } else { w } - left - right;
        let gap = px(36.0);
        let (pdf, cdf, share) = if beside {
            let room = h - top - gap - bottom;
            let pdf = Rect::new(left, top, wide, room * 0.54);
            let cdf = Rect::new(left, pdf.bottom() + gap, wide, room * 0.46);
            let share = Rect::new(w / 2.0 + left, top, wide, h - top - bottom);
            (pdf, cdf, share)
        } else {
            let room = h - top - gap - bottom - px(36.0) - bottom;
            let pdf = Rect::new(left, top, wide, room * 0.34);
            let cdf = Rect::new(left, pdf.bottom() + gap, wide, room * 0.3);
            let share = Rect::new(left, cdf.bottom() + bottom + px(36.0), wide, room * 0.36);
            (pdf, cdf, share)
        };
        Plan {
            x: Scale::new(X, (pdf.x, pdf.right())),
            f: Scale::new((0.0, TOP), (pdf.bottom(), pdf.y)),
            big_f: Scale::new((0.0, 1.0), (cdf.bottom(), cdf.y)),
            y: Scale::new((0.0, 1.0), (share.x, share.right())),
            pdf,
            cdf,
            share,
        }
    }
}

/// The first two categories that can win, else the first two.
fn pair(params: &Params) -> [usize; 2] {
    let mut order: Vec<usize> = (0..params.logits.len()).collect();
    sort_few(&mut order, |&k| !params.logits[k].is_finite());
    let (a, b) = (order[0], order[1]);
    [a.min(b), a.max(b)]
}

/// Where the two perturbed logits are equal: x = l_B - l_A; infinite where one of them never wins.
fn even(params: &Params, [a, b]: [usize; 2]) -> f64 {
    params.logits[b] - params.logits[a]
}

/// g_A - g_B of the dots.
fn differences(explorer: &Explorer, [a, b]: [usize; 2]) -> Vec<f64> {
    let rows = explorer.dot_noise();
    let differences = rows.iter().map(|g| f64::from(g[a]) - f64::from(g[b]));
    differences.collect()
}

/// The share of A: sigmoid((x - even)/tau).
fn share(x: f64, even: f64, tau: Option<f64>) -> f64 {
    match tau {
        Some(tau) => Logistic::standard().cdf((x - even) / tau),
        None => f64::from(u8::from(x > even)),
    }
}

/// Densities of values in bins of an interval.
fn densities(values: impl Iterator<Item = f64>, (lo, hi): (f64, f64)) -> ([f64; BINS], usize) {
    let (mut counts, mut n) = ([0.0; BINS], 0);
    for v in values {
        n += 1;
        let place = (v - lo) / (hi - lo) * BINS as f64;
        if place >= 0.0 && v <= hi {
            counts[(place as usize).min(BINS - 1)] += 1.0;
        }
    }
    let per = BINS as f64 / (hi - lo) / f64::from(n.max(1));
    (counts.map(|c| c * per), n as usize)
}

/// The binary Concrete law of the pair; None at the limit, or where one is certain.
fn law(params: &Params, pair: [usize; 2]) -> Option<GumbelSoftmax> {
    let logits = pair.map(|k| params.logits[k]);
    if logits.iter().any(|l| !l.is_finite()) {
        return None;
    }
    GumbelSoftmax::new(&logits, params.temperature.tau()?).ok()
}

fn places() -> impl Iterator<Item = f64> {
    (0..256).map(|i| (f64::from(i) + 0.5) / 256.0)
}

/// Densities of y: what lies away from the ends fits.
fn heights(params: &Params, pair: [usize; 2], panel: Rect) -> Scale {
    let curve = law(params, pair).and_then(|law| {
        let y: Vec<f64> = places().filter(|y| (0.06..0.94).contains(y)).collect();
        law.marginal_pdf_curve(0, &y)
    });
    let inner = curve.map_or(1.0, |c| c.iter().copied().fold(0.0, f64::max));
    let top = [2.0, 4.0, 8.0, 16.0, 32.0]
        .into_iter()
        .find(|t| inner * 1.1 <= *t)
        .unwrap_or(64.0);
    Scale::new((0.0, top), (panel.bottom(), panel.y))
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let plan = Plan::new(size, theme);
    let params = explorer.params();
    let pair = pair(params);
    match layer {
        Layer::Ground => ground(&mut scene, params, &plan, pair, theme),
        Layer::Live => live(&mut scene, explorer, &plan, pair, theme, focus),
        Layer::Over => over(&mut scene, params, &plan, pair, theme),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, pair: [usize; 2], theme: &Theme) {
    let (size, ink) = (theme.symbol(), theme.ink());
    left_axis(scene, theme, plan.pdf, &plan.f, 0.0);
    left_axis(scene, theme, plan.cdf, &plan.big_f, 0.0);
    let (y, ends) = (plan.pdf.bottom(), (plan.pdf.x, plan.pdf.right()));
    scene.line((ends.0, y), (ends.1, y), theme.rule(), theme.hair());
    bottom_axis(scene, theme, plan.cdf.bottom(), X, &plan.x);
    bottom_axis(scene, theme, plan.share.bottom(), (0.0, 1.0), &plan.y);
    let y = heights(params, pair, plan.share);
    if params.temperature.tau().is_some() {
        left_axis(scene, theme, plan.share, &y, 0.0);
    }
    let mut title = |text: &str, r: Rect| {
        let at = (r.x - theme.px(30.0), r.y - theme.px(17.0));
        notation::set(scene, text, at, Align::Left, size, ink);
    };
    title("f(x)", plan.pdf);
    title("σ(x)", plan.cdf);
    let [a, b] = pair.map(|k| params.names[k].as_str());
    let ya = indexed("y", a, theme);
    title(&format!("p({ya})"), plan.share);
    let mut end = |text: &str, r: Rect| {
        let at = (r.right(), r.bottom() + theme.px(32.0));
        notation::set(scene, text, at, Align::Right, size, ink);
    };
    let x = format!(
        "x = {} − {}",
        indexed("g", a, theme),
        indexed("g", b, theme)
    );
    end(&x, plan.cdf);
    let more = params.logits.len() > 2;
    let of = format!("{ya}/({ya} + {})", indexed("y", b, theme));
    end(if more { &of } else { &ya }, plan.share);
    let at = (plan.share.right(), plan.share.y - theme.px(17.0));
    let tau = tau_is(params.temperature);
    notation::set(scene, &tau, at, Align::Right, size, ink);
}

/// Bars of densities, each in the colour of who wins there.
fn histogram(
    scene: &mut Scene,
    theme: &Theme,
    bins: &[f64; BINS],
    (x, y): (&Scale, &Scale),
    (lo, hi): (f64, f64),
    split: f64,
    colours: [Ink; 2],
) {
    let width = (hi - lo) / BINS as f64;
    let floor = y.at(0.0);
    for (i, &density) in bins.iter().enumerate().filter(|(_, d)| **d > 0.0) {
        let (from, to) = (lo + width * i as f64, lo + width * (i + 1) as f64);
        let top = y.held(density);
        let cut = split.clamp(from, to);
        for (from, to, ink) in [(cut, to, colours[0]), (from, cut, colours[1])] {
            if to > from {
                let (left, right) = (x.at(from), x.at(to));
                scene.fill_rect(Rect::new(left, top, right - left, floor - top), ink);
            }
        }
        // At the ends the curve has its own sign.
        if density > y.top() * 1.0001 && i > 0 && i + 1 < BINS {
            let at = ((x.at(from) + x.at(to)) / 2.0, y.at(y.top()) - theme.px(4.0));
            beyond(scene, theme, at, 1.0);
        }
    }
}

fn live(
    scene: &mut Scene,
    explorer: &Explorer,
    plan: &Plan,
    pair: [usize; 2],
    theme: &Theme,
    focus: &Focus,
) {
    let params = explorer.params();
    let even = even(params, pair);
    let x = differences(explorer, pair);
    if x.is_empty() {
        return;
    }
    let colours = pair.map(|k| Ink(theme.category(k), 0.75 * theme.presence(focus.category, k)));
    let (bins, _) = densities(x.iter().copied(), X);
    histogram(scene, theme, &bins, (&plan.x, &plan.f), X, even, colours);
    // The shares below each edge.
    let mut sorted = x.clone();
    sorted.sort_by(f64::total_cmp);
    let below = |v: f64| sorted.partition_point(|x| *x < v) as f64 / sorted.len() as f64;
    let mut steps: Vec<Point> = vec![
        (plan.cdf.right(), plan.cdf.bottom()),
        (plan.cdf.x, plan.cdf.bottom()),
    ];
    let mut level = plan.cdf.bottom();
    for i in 0..=128 {
        let v = X.0 + (X.1 - X.0) * f64::from(i) / 128.0;
        let x = plan.x.at(v);
        steps.push((x, level));
        level = plan.big_f.at(below(v));
        steps.push((x, level));
    }
    scene.fill(
        steps,
        Ink(theme.measured, if theme.dark { 0.5 } else { 0.35 }),
    );
    let tau = params.temperature.tau();
    let ends = (0.0, 1.0);
    if tau.is_some() {
        let shares = x.iter().map(|&x| share(x, even, tau));
        let (bins, _) = densities(shares, ends);
        let y = heights(params, pair, plan.share);
        histogram(scene, theme, &bins, (&plan.y, &y), ends, 0.5, colours);
    } else {
        let first = 1.0 - below(even);
        for (i, p) in [first, 1.0 - first].into_iter().enumerate() {
            scene.fill_rect(end_bar(plan, i, p), colours[i]);
        }
    }
    // The draw that is explained, through all three.
    let Some(draw) = explorer.draw() else {
        return;
    };
    let x = draw.gumbel_noise[pair[0]] - draw.gumbel_noise[pair[1]];
    let y = share(x, even, tau);
    let k = if x > even { pair[0] } else { pair[1] };
    let (px, py) = (plan.x.held(x), plan.big_f.at(Logistic::standard().cdf(x)));
    let mut mark = |at: Point| category_mark(scene, theme, k, at, theme.px(4.8), 1.0);
    mark((px, plan.pdf.bottom()));
    mark((px, py));
    mark((plan.y.at(y), plan.share.bottom()));
}

/// At the limit y is 0 or 1: a bar of its probability at that end.
fn end_bar(plan: &Plan, i: usize, p: f64) -> Rect {
    let r = plan.share;
    let wide = r.w * 0.1;
    let x = if i == 0 { r.right() - wide } else { r.x };
    Rect::new(x, r.bottom() - r.h * p, wide, r.h * p)
}

fn over(scene: &mut Scene, params: &Params, plan: &Plan, pair: [usize; 2], theme: &Theme) {
    let logistic = Logistic::standard();
    let (ink, pen) = (theme.ink(), theme.pen());
    let along = || (0..=160).map(|i| X.0 + (X.1 - X.0) * f64::from(i) / 160.0);
    scene.path(
        along().map(|x| (plan.x.at(x), plan.f.at(logistic.pdf(x)))),
        ink,
        pen,
    );
    scene.path(
        along().map(|x| (plan.x.at(x), plan.big_f.at(logistic.cdf(x)))),
        ink,
        pen,
    );
    // sigma at l_B - l_A: below it B wins, above it A.
    let even = even(params, pair);
    let level = plan.big_f.at(logistic.cdf(even));
    let x = plan.x.held(even);
    let dash = (theme.px(3.0), theme.px(3.0));
    if (X.0..=X.1).contains(&even) {
        let line = [(x, plan.pdf.y), (x, plan.cdf.bottom())];
        scene.dashes(&line, dash, ink, theme.hair());
    }
    scene.dashes(&[(plan.cdf.x, level), (x, level)], dash, ink, theme.hair());
    let side = plan.cdf.right();
    for (k, from, to) in [
        (pair[0], plan.cdf.y, level),
        (pair[1], level, plan.cdf.bottom()),
    ] {
        let bracket = Rect::new(side + theme.px(3.0), from, theme.px(6.0), to - from);
        scene.fill_rect(bracket, Ink(theme.category(k), 1.0));
        scene.outline_rect(bracket, Ink(theme.category_edge(k), 1.0), theme.hair());
    }
    scene.dashes(&[(x, level), (side, level)], dash, ink, theme.hair());
    scene.ring((x, level), theme.px(3.6), ink, pen);
    match law(params, pair) {
        Some(law) => {
            let scale = heights(params, pair, plan.share);
            let y: Vec<f64> = places().collect();
            let curve = law.marginal_pdf_curve(0, &y).unwrap_or_default();
            let points = y
                .iter()
                .zip(curve)
                .map(|(y, p)| (plan.y.at(*y), scale.at(p)));
            clipped_with_signs(scene, theme, plan.share, points, (ink, pen));
        }
        None if params.temperature.tau().is_none() => {
            let p = logistic.survival(even);
            for (i, p) in [p, 1.0 - p].into_iter().enumerate() {
                let edge = Ink(theme.category_edge(pair[i]), 1.0);
                scene.outline_rect(end_bar(plan, i, p), edge, theme.px(1.8));
            }
        }
        None => {}
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(size, theme);
    let pair = pair(params);
    let even = even(params, pair);
    let name = &params.names[pair[0]];
    let logistic = Logistic::standard();
    let margin = theme.px(6.0);
    let (text, first) = if plan.share.holds(at, margin) {
        let y = plan.y.value(at.0).clamp(0.0, 1.0);
        let p = law(params, pair).and_then(|law| law.marginal_pdf(0, y));
        let p = p.filter(|p| p.is_finite());
        let density = p.map_or(String::new(), |p| {
            format!(" · p(y_{name}) = {}", readout(p))
        });
        (format!("y_{name} = {}{density}", readout(y)), y > 0.5)
    } else if plan.pdf.holds(at, margin) || plan.cdf.holds(at, margin) {
        let x = plan.x.value(at.0).clamp(X.0, X.1);
        let value = if at.1 <= plan.pdf.bottom() + margin {
            format!("f(x) = {}", readout(logistic.pdf(x)))
        } else {
            format!("σ(x) = {}", readout(logistic.cdf(x)))
        };
        let y = readout(share(x, even, params.temperature.tau()));
        (
            format!("x = {} · {value} · y_{name} = {y}", readout(x)),
            x > even,
        )
    } else {
        return Probe::default();
    };
    Probe {
        text,
        category: Some(pair[usize::from(!first)]),
        grab: None,
    }
}

pub(super) fn height(width: f64) -> f64 {
    if width >= WIDE {
        (width * 0.46).clamp(330.0, 420.0)
    } else {
        500.0
    }
}
