//! The exponential race: the same draw as K alarm clocks, each to ring at `T_k = E_k exp(-l_k)`, `E_k = exp(-g_k)`.
//!
//! Time runs on a logarithmic axis, where the law of each clock has one shape, with its top at the clock's mean
//! `exp(-l_k)`: `-ln T_k = l_k + g_k`, so the first to ring is the largest of the perturbed logits.

use super::chapter::tag;
use super::focus::{Focus, Layer, Probe};
use super::marks::category_mark;
use super::noise::pdf;
use super::notation::{self, readout};
use super::plot::{Scale, beyond};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Draw, Explorer, Params};

struct Plan {
    lanes: Rect,
    lane: f64,
    /// ln T to pixels.
    time: Scale,
    /// The right edge of the rates.
    rates: f64,
}

impl Plan {
    fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let left = (w * 0.16).clamp(theme.px(36.0), theme.px(96.0));
        let (right, top) = (theme.px(66.0), theme.px(46.0));
        let wide = (w - left - right).max(1.0);
        let tall = (h - top - theme.px(38.0)).max(1.0);
        let finite = || params.logits.iter().copied().filter(|l| l.is_finite());
        let (low, high) = (
            finite().fold(f64::INFINITY, f64::min),
            finite().fold(f64::NEG_INFINITY, f64::max),
        );
        Plan {
            lanes: Rect::new(left, top, wide, tall),
            lane: tall / params.logits.len() as f64,
            time: Scale::new((-high - 4.0, -low + 1.8), (left, left + wide)),
            rates: w - theme.px(8.0),
        }
    }

    fn base(&self, k: usize) -> f64 {
        self.lanes.y + (k as f64 + 1.0) * self.lane
    }

    /// Where the clock's time runs.
    fn middle(&self, k: usize) -> f64 {
        self.base(k) - self.lane * 0.5
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
        Layer::Ground => ground(&mut scene, params, &plan, theme, focus),
        Layer::Live => {
            if let Some(draw) = explorer.draw() {
                race(&mut scene, params, draw, &plan, theme, focus);
            }
        }
        Layer::Over => {}
    }
    scene
}

fn time_axis(scene: &mut Scene, plan: &Plan, theme: &Theme) {
    let y = plan.lanes.bottom();
    let (x0, x1) = (plan.lanes.x, plan.lanes.right());
    scene.line((x0, y), (x1, y), theme.rule(), theme.hair());
    let ln_ten = core::f64::consts::LN_10;
    let decade = (plan.time.at(ln_ten) - plan.time.at(0.0)).max(1e-3);
    let every = libm::ceil(theme.px(46.0) / decade).clamp(1.0, 20.0) as i32;
    let ends = (plan.time.value(x0) / ln_ten, plan.time.value(x1) / ln_ten);
    for exponent in libm::ceil(ends.0) as i32..=libm::floor(ends.1) as i32 {
        let x = plan.time.at(f64::from(exponent) * ln_ten);
        let long = exponent % every == 0;
        let tall = theme.px(if long { 4.0 } else { 2.5 });
        scene.line((x, y), (x, y + tall), theme.rule(), theme.hair());
        if long {
            let faint = Ink(theme.axis, 0.45);
            scene.line((x, plan.lanes.y), (x, y), faint, theme.hair());
            let at = (x, y + theme.px(13.0));
            scene.text(
                notation::power_of_ten(exponent),
                at,
                Align::Centre,
                Face::Sans,
                theme.small(),
                theme.quiet(),
            );
        }
    }
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    time_axis(scene, plan, theme);
    let (size, ink) = (theme.symbol(), theme.ink());
    let row = theme.px(15.0);
    let at = (theme.px(8.0), row);
    notation::set(
        scene,
        "T_k = E_k exp(−l_k), E_k = exp(−g_k)",
        at,
        Align::Left,
        size,
        ink,
    );
    let at = (plan.rates, plan.lanes.y - theme.px(9.0));
    notation::set(scene, "exp(l_k)", at, Align::Right, theme.symbol(), ink);
    let at = (plan.lanes.right(), plan.lanes.bottom() + theme.px(29.0));
    notation::set(scene, "T", at, Align::Right, size, ink);
    let tall = plan.lane * 0.8 / 0.368;
    for (k, &l) in params.logits.iter().enumerate() {
        let strength = theme.presence(focus.category, k);
        let base = plan.base(k);
        let faint = Ink(theme.axis, 0.45);
        scene.line(
            (plan.lanes.x, base),
            (plan.lanes.right(), base),
            faint,
            theme.hair(),
        );
        let at = (theme.px(4.0), plan.middle(k));
        tag(
            scene,
            theme,
            params,
            k,
            at,
            plan.lanes.x - theme.px(6.0),
            strength,
        );
        let rate = libm::exp(l);
        let text = if rate == 0.0 {
            "0".into()
        } else {
            readout(rate)
        };
        let at = (plan.rates, plan.middle(k));
        scene.text(
            text,
            at,
            Align::Right,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
        if !l.is_finite() {
            continue;
        }
        // The law of ln T is that of -(l + g).
        let ends = (
            plan.time.value(plan.lanes.x),
            plan.time.value(plan.lanes.right()),
        );
        let ridge: Vec<Point> = (0..=160)
            .map(|i| {
                let t = ends.0 + (ends.1 - ends.0) * f64::from(i) / 160.0;
                (plan.time.at(t), base - tall * pdf(-t - l))
            })
            .collect();
        let under = [(plan.lanes.x, base)]
            .into_iter()
            .chain(ridge.iter().copied());
        let under = under.chain([(plan.lanes.right(), base)]);
        let tint = if theme.dark { 0.22 } else { 0.12 };
        scene.fill(under, Ink(theme.category(k), tint * strength));
        scene.path(ridge, Ink(theme.category_edge(k), strength), theme.px(1.3));
    }
}

fn race(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
) {
    let (x0, x1) = (plan.lanes.x, plan.lanes.right());
    let ring = -draw.perturbed_logits[draw.winner];
    // While the race runs, time has come so far.
    let start = plan.time.value(x0);
    let now = focus
        .ride
        .filter(|r| *r < 1.0)
        .map(|r| start + (ring - start) * r);
    let finish = plan.time.held(now.unwrap_or(ring));
    let line = [
        (finish, plan.lanes.y - theme.px(4.0)),
        (finish, plan.lanes.bottom()),
    ];
    let won = Ink(theme.category_edge(draw.winner), 1.0);
    scene.dashes(
        &line,
        (theme.px(4.0), theme.px(3.0)),
        if now.is_none() { won } else { theme.quiet() },
        theme.px(1.4),
    );
    for (k, &perturbed) in draw.perturbed_logits.iter().enumerate() {
        let strength = theme.presence(focus.category, k);
        let y = plan.middle(k);
        let edge = Ink(theme.category_edge(k), strength);
        if !perturbed.is_finite() {
            let at = (x1 - theme.px(4.0), y);
            notation::set(
                scene,
                "∞",
                at,
                Align::Right,
                theme.symbol(),
                Ink(theme.text, strength),
            );
            continue;
        }
        let x = plan.time.held(-perturbed);
        // The clock runs until the first rings, and would go on.
        scene.line((x0, y), (finish.min(x), y), edge, theme.px(3.0));
        if now.is_some() {
            continue;
        }
        let rest = [(finish, y), (x, y)];
        scene.dashes(&rest, (theme.px(2.0), theme.px(3.0)), edge, theme.px(1.3));
        if -perturbed < start || plan.time.at(-perturbed) > x1 {
            beyond(scene, theme, (x, y - theme.px(12.0)), 1.0);
        }
        if k == draw.winner {
            ringing(scene, theme, (x, y), won);
            category_mark(scene, theme, k, (x, y), theme.px(6.0), 1.0);
        } else {
            category_mark(scene, theme, k, (x, y), theme.px(4.6), strength);
        }
    }
    if now.is_none() {
        // What the first clock showed.
        let text = format!(
            "{} = {}",
            notation::indexed("T", &params.names[draw.winner], theme),
            readout(libm::exp(ring))
        );
        let size = theme.symbol();
        let half = notation::width(&text, size) / 2.0;
        let x = finish.clamp(
            theme.px(6.0) + half,
            (plan.rates - theme.px(64.0) - half).max(theme.px(6.0) + half),
        );
        let at = (x, plan.lanes.y - theme.px(13.0));
        notation::set(scene, &text, at, Align::Centre, size, theme.ink());
    }
}

/// An alarm: short rays about a mark.
fn ringing(scene: &mut Scene, theme: &Theme, (x, y): Point, ink: Ink) {
    for i in 0..8 {
        let angle = (f64::from(i) + 0.5) * core::f64::consts::FRAC_PI_4;
        let (s, c) = (libm::sin(angle), libm::cos(angle));
        let (a, b) = (theme.px(9.0), theme.px(13.0));
        scene.line(
            (x + c * a, y + s * a),
            (x + c * b, y + s * b),
            ink,
            theme.px(1.5),
        );
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: (f64, f64)) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    if at.1 < plan.lanes.y || at.1 >= plan.lanes.bottom() {
        return Probe::default();
    }
    let k = (((at.1 - plan.lanes.y) / plan.lane) as usize).min(params.logits.len() - 1);
    let (name, rate) = (&params.names[k], libm::exp(params.logits[k]));
    let mut text = format!("exp(l_{name}) = {}", readout(rate));
    match explorer.draw() {
        Some(draw) if params.logits[k].is_finite() => {
            let (e, t) = (-draw.gumbel_noise[k], -draw.perturbed_logits[k]);
            text += &format!(
                " · E_{name} = {} · T_{name} = {} · −ln T_{name} = l_{name} + g_{name} = {}",
                readout(libm::exp(e)),
                readout(libm::exp(t)),
                readout(-t)
            );
        }
        _ => {}
    }
    Probe {
        text,
        category: Some(k),
        grab: None,
    }
}
