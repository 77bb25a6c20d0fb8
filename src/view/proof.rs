//! Gumbel-max, proved: the area under `f(g) prod F(g + l_i - l_j)` is pi_i.
//!
//! Above, the integrand under f, filled up to a front; below, its antiderivative, whose height at the front is that
//! area. The front at the end of the axis stands for the whole line.

use super::chapter::{grip, with_fill};
use super::focus::{Focus, Grab, Layer, Probe};
use super::marks::category_mark;
use super::noise::pdf;
use super::noise_live::backed;
use super::notation::{self, indexed, number, readout};
use super::plot::{Scale, bottom_axis, left_axis};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::GumbelMax;
use crate::explorer::{Explorer, Params};

/// 1/e: f at its mode, and the integrand's share of pi_i at its own.
const PEAK: f64 = 0.367_879_441_171_442_3;
const PLACES: u32 = 320;

struct Plan {
    above: Rect,
    below: Rect,
    g: Scale,
    ends: (f64, f64),
    f: Scale,
    area: Scale,
    /// The category whose pi it is.
    i: usize,
    pi: f64,
    /// Heights are written in units of ten to this, 0 unless pi is small.
    exponent: i32,
    /// g at the front; infinite at the end of the axis.
    front: f64,
}

impl Plan {
    fn new(explorer: &Explorer, (w, h): (f64, f64), theme: &Theme) -> Self {
        let (params, probs) = (explorer.params(), &explorer.law().probs);
        let i = params.category.min(probs.len() - 1);
        let pi = probs[i];
        // The integrand has its top at -ln pi.
        let mode = if pi > 0.0 { -libm::log(pi) } else { 0.0 };
        let ends = (-2.5, libm::ceil(mode + 5.5).max(7.0));
        let left = theme.px(46.0);
        let wide = (w - left - theme.px(14.0)).max(1.0);
        let (top, gap, bottom) = (theme.px(36.0), theme.px(42.0), theme.px(40.0));
        let room = (h - top - gap - bottom).max(2.0);
        let above = Rect::new(left, top, wide, room * 0.58);
        let below = Rect::new(left, above.bottom() + gap, wide, room * 0.42);
        // Under f, unless it would be a sliver.
        let f_top = if pi > 0.1 || pi == 0.0 {
            0.42
        } else {
            1.6 * PEAK * pi
        };
        let a_top = if pi > 0.0 { pi * 1.16 } else { 1.0 };
        let front = if params.fill >= 1.0 {
            f64::INFINITY
        } else {
            ends.0 + (ends.1 - ends.0) * params.fill
        };
        Plan {
            g: Scale::new(ends, (left, left + wide)),
            f: Scale::new((0.0, f_top), (above.bottom(), above.y)),
            area: Scale::new((0.0, a_top), (below.bottom(), below.y)),
            above,
            below,
            ends,
            i,
            pi,
            exponent: if pi > 0.0 && pi < 0.01 {
                libm::floor(libm::log10(pi)) as i32
            } else {
                0
            },
            front,
        }
    }

    fn unit(&self) -> f64 {
        libm::pow(10.0, f64::from(self.exponent))
    }

    /// A value with so many decimals, of its own power of ten.
    fn figure(&self, value: f64, decimals: usize) -> String {
        let text = number(value / self.unit(), decimals);
        match self.exponent {
            0 => text,
            exponent => format!("{text} · {}", notation::power_of_ten(exponent)),
        }
    }

    fn places(&self) -> impl Iterator<Item = f64> + Clone + use<> {
        let (from, to) = self.ends;
        (0..=PLACES).map(move |i| from + (to - from) * f64::from(i) / f64::from(PLACES))
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
    let plan = Plan::new(explorer, size, theme);
    // The logits of parameters are valid.
    let Ok(law) = GumbelMax::new(&explorer.params().logits) else {
        return scene;
    };
    match layer {
        Layer::Ground => ground(&mut scene, explorer.params(), &plan, &law, theme),
        Layer::Live => {}
        Layer::Over => over(&mut scene, explorer.params(), &plan, &law, theme, focus),
    }
    scene
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, law: &GumbelMax, theme: &Theme) {
    for (panel, scale) in [(plan.above, &plan.f), (plan.below, &plan.area)] {
        let top = scale.top() / plan.unit();
        let scale = Scale::new((0.0, top), (panel.bottom(), panel.y));
        left_axis(scene, theme, panel, &scale, 0.0);
        if plan.exponent != 0 {
            let text = format!("× {}", notation::power_of_ten(plan.exponent));
            let at = (panel.x + theme.px(4.0), panel.y + theme.px(2.0));
            scene.text(
                text,
                at,
                Align::Left,
                Face::Sans,
                theme.small(),
                theme.quiet(),
            );
        }
    }
    let (x0, x1) = (plan.above.x, plan.above.right());
    let floor = plan.above.bottom();
    scene.line((x0, floor), (x1, floor), theme.rule(), theme.hair());
    bottom_axis(scene, theme, plan.below.bottom(), plan.ends, &plan.g);
    let (size, ink) = (theme.symbol(), theme.ink());
    let end = (x1, plan.below.bottom() + theme.px(30.0));
    notation::set(scene, "g", end, Align::Right, size, ink);
    let i = plan.i;
    category_mark(
        scene,
        theme,
        i,
        (theme.px(10.0), plan.above.y - theme.px(19.0)),
        theme.px(5.0),
        1.0,
    );
    let name = &params.names[i];
    let product = indexed("∏", &format!("j≠{name}"), theme);
    let title = format!("f(g) {product} F(g + {} − l_j)", indexed("l", name, theme));
    let at = (theme.px(20.0), plan.above.y - theme.px(19.0));
    notation::set(scene, &title, at, Align::Left, size, ink);
    let pi = indexed("π", &params.names[i], theme);
    let title = format!("{pi} exp(−exp(−g)/{pi})");
    let at = (theme.px(8.0), plan.below.y - theme.px(18.0));
    notation::set(scene, &title, at, Align::Left, size, ink);
    // The noise of category i alone, of which the others leave a part.
    let quiet = theme.quiet();
    let mut part: Vec<Point> = Vec::new();
    for g in plan.places() {
        if pdf(g) <= plan.f.top() {
            part.push((plan.g.at(g), plan.f.at(pdf(g))));
        } else {
            scene.path(part.drain(..), quiet, theme.hair());
        }
    }
    scene.path(part, quiet, theme.hair());
    // The area, filled up to the front.
    let colour = theme.category(i);
    let mut area: Vec<Point> = vec![(x0, floor)];
    let end = plan.front.min(plan.ends.1);
    let places = plan.places().filter(|&g| g < end).chain([end]);
    area.extend(places.map(|g| (plan.g.at(g), plan.f.held(law.integrand(i, g)))));
    area.push((plan.g.at(end), floor));
    scene.fill(area, Ink(colour, 0.75));
    // That area as a height.
    let (x, wide) = (plan.g.at(end), theme.px(7.0).min(plan.g.at(end) - x0));
    let top = plan.area.held(law.antiderivative(i, plan.front));
    let bar = Rect::new(x - wide, top, wide, plan.below.bottom() - top);
    scene.fill_rect(bar, Ink(colour, 0.75));
    if plan.f.top() > PEAK {
        let at = (plan.g.at(-1.2), plan.f.at(0.21));
        notation::set(scene, "f(g)", at, Align::Right, size, quiet);
    }
}

fn over(
    scene: &mut Scene,
    params: &Params,
    plan: &Plan,
    law: &GumbelMax,
    theme: &Theme,
    focus: &Focus,
) {
    let (i, ink) = (plan.i, theme.ink());
    let edge = Ink(theme.category_edge(i), 1.0);
    let curve = plan
        .places()
        .map(|g| (plan.g.at(g), plan.f.held(law.integrand(i, g))));
    scene.path(curve, edge, theme.px(2.0));
    let curve = plan
        .places()
        .map(|g| (plan.g.at(g), plan.area.held(law.antiderivative(i, g))));
    scene.path(curve, edge, theme.px(2.0));
    // pi_i, which it never passes.
    let whole = plan.area.at(plan.pi);
    if plan.pi > 0.0 {
        let line = [(plan.below.x, whole), (plan.below.right(), whole)];
        scene.dashes(
            &line,
            (theme.px(4.0), theme.px(3.0)),
            theme.quiet(),
            theme.hair(),
        );
    }
    let size = theme.symbol();
    let pi = format!(
        "{} = {}",
        indexed("π", &params.names[i], theme),
        plan.figure(plan.pi, 4)
    );
    let at = (
        plan.below.x + theme.px(8.0),
        whole.min(plan.below.bottom() - theme.px(40.0)) + theme.px(13.0),
    );
    notation::set(scene, &pi, at, Align::Left, size, ink);
    // The front, and the same number by two roads.
    let x = plan.g.at(plan.front.min(plan.ends.1));
    let so_far = law.antiderivative(i, plan.front);
    let y = plan.area.held(so_far);
    scene.line(
        (x, plan.above.y),
        (x, plan.below.bottom()),
        ink,
        theme.pen(),
    );
    scene.disc((x, y), theme.px(4.2), edge);
    grip(scene, theme, (x, plan.above.bottom()));
    // On the side that the integrand leaves.
    let (x0, right) = (plan.above.x, plan.above.right());
    let left = plan.pi > 0.0 && plan.g.at(-libm::log(plan.pi)) > (x0 + right) / 2.0;
    let (at, align) = if left {
        (x0 + theme.px(8.0), Align::Left)
    } else {
        (right - theme.px(12.0), Align::Right)
    };
    let sum = format!("∫ = {}", plan.figure(law.integral(i, plan.front), 6));
    let down = theme.px(if left { 24.0 } else { 9.0 });
    backed(scene, theme, &sum, (at, plan.above.y + down), align);
    let closed = format!("= {}", plan.figure(so_far, 6));
    let up = plan.below.bottom() - theme.px(12.0);
    backed(scene, theme, &closed, (at, up), align);
    if let Some((x, _)) = focus
        .cursor
        .filter(|&(x, _)| x >= plan.above.x && x <= right)
    {
        let faint = Ink(theme.muted, 0.6);
        scene.line(
            (x, plan.above.y),
            (x, plan.below.bottom()),
            faint,
            theme.hair(),
        );
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: (f64, f64)) -> Probe {
    let plan = Plan::new(explorer, size, theme);
    let params = explorer.params();
    let Ok(law) = GumbelMax::new(&params.logits) else {
        return Probe::default();
    };
    let (i, name) = (plan.i, &params.names[plan.i]);
    let front = plan.g.at(plan.front.min(plan.ends.1));
    if (at.0 - front).abs() < theme.px(14.0) {
        let to = if plan.front.is_finite() {
            readout(plan.front)
        } else {
            "∞".into()
        };
        return Probe {
            text: format!(
                "g = {to} · ∫ = {} · π_{name} exp(−exp(−g)/π_{name}) = {}",
                plan.figure(law.integral(i, plan.front), 6),
                plan.figure(law.antiderivative(i, plan.front), 6)
            ),
            category: Some(i),
            grab: Some(Grab::Fill),
        };
    }
    if at.0 < plan.above.x || at.0 > plan.above.right() {
        return Probe::default();
    }
    let g = plan.g.value(at.0);
    let text = if at.1 < plan.above.bottom() + theme.px(16.0) {
        format!(
            "g = {} · f(g) ∏ F = {} · {} = {}",
            readout(g),
            readout(pdf(g)),
            readout(law.others_below(i, g)),
            readout(law.integrand(i, g))
        )
    } else {
        format!(
            "g = {} · π_{name} exp(−exp(−g)/π_{name}) = {}",
            readout(g),
            readout(law.antiderivative(i, g))
        )
    };
    Probe {
        text,
        category: Some(i),
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
    if grab != Grab::Fill {
        return None;
    }
    let above = Plan::new(explorer, size, theme).above;
    with_fill(explorer.params(), (to.0 - above.x) / above.w)
}
