//! One draw: a column a category, from the uniform to the soft sample.
//!
//! u, then g = -ln(-ln u), then l + g, then y = softmax((l + g)/tau), each strip with one scale for
//! all categories.

use super::focus::{Focus, Layer, Probe};
use super::marks::{bar, category_mark};
use super::notation::{self, number, readout};
use super::plot::{Scale, beyond, ticks};
use super::surface::{Align, Face, Ink, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Draw, Explorer, Params, Temperature};

/// The range of g on its strip; beyond, an arrowhead: 1 in 400 draws.
const G: (f64, f64) = (-2.5, 6.0);

/// Where everything lies.
struct Plan {
    /// The strips of u, g, l + g and y.
    strips: [Rect; 4],
    scales: [Scale; 4],
    column: f64,
    /// The right edge of the picture.
    edge: f64,
    /// The middle of the names.
    names: f64,
}

impl Plan {
    fn new(params: &Params, (w, h): (f64, f64), theme: &Theme) -> Self {
        let (left, right) = (theme.px(34.0), theme.px(6.0));
        let title = theme.px(31.0);
        let (top, bottom) = (theme.px(22.0), theme.px(9.0));
        let wide = (w - left - right).max(1.0);
        let room = (h - top - bottom - 4.0 * title).max(4.0);
        let finite = || params.logits.iter().copied().filter(|l| l.is_finite());
        let lo = finite().fold(0.0, f64::min) + G.0;
        let hi = finite().fold(0.0, f64::max) + G.1;
        // One unit is as high on the strip of g as on that of l + g, while there is room.
        let noise = (0.58 * (G.1 - G.0) / (G.1 - G.0 + hi - lo)).max(0.17);
        let mut y = top;
        let strips = [0.18, noise, 0.58 - noise, 0.24].map(|share| {
            y += title;
            let strip = Rect::new(left, y, wide, room * share);
            y += strip.h;
            strip
        });
        let ranges = [(0.0, 1.0), G, (lo, hi), (0.0, 1.0)];
        let scales =
            core::array::from_fn(|i| Scale::new(ranges[i], (strips[i].bottom(), strips[i].y)));
        let column = wide / params.logits.len() as f64;
        Plan {
            strips,
            scales,
            column,
            edge: w,
            names: theme.px(13.0),
        }
    }

    fn middle(&self, k: usize) -> f64 {
        self.strips[0].x + (k as f64 + 0.5) * self.column
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
                if !focus.hide_targets {
                    winner(&mut scene, draw, &plan, theme);
                }
                for k in 0..draw.u.len() {
                    column(&mut scene, params, draw, &plan, theme, focus, k);
                }
            }
        }
        Layer::Over => {}
    }
    scene
}

fn titles(params: &Params) -> [String; 4] {
    let last = match params.temperature {
        Temperature::Soft(tau) => {
            format!("y = softmax((l + g)/τ),  τ = {}", notation::plain(tau))
        }
        Temperature::Argmax => "z = argmax(l + g)".into(),
    };
    ["u".into(), "g = −ln(−ln u)".into(), "l + g".into(), last]
}

fn ground(scene: &mut Scene, params: &Params, plan: &Plan, theme: &Theme, focus: &Focus) {
    for (i, title) in titles(params).iter().enumerate() {
        let (strip, scale) = (plan.strips[i], &plan.scales[i]);
        let at = (strip.x, strip.y - theme.px(14.0));
        notation::set(scene, title, at, Align::Left, theme.symbol(), theme.ink());
        let (lo, hi) = (scale.value(strip.bottom()), scale.value(strip.y));
        let count = (strip.h / (theme.small() * 1.7)).clamp(1.0, 4.0);
        let (values, decimals) = ticks(lo, hi, count);
        for v in values {
            let y = scale.at(v);
            let zero = v == 0.0;
            let ink = Ink(theme.axis, if zero { 1.0 } else { 0.45 });
            scene.line((strip.x, y), (strip.right(), y), ink, theme.hair());
            let at = (strip.x - theme.px(5.0), y);
            let text = number(v, decimals);
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
    for (k, name) in params.names.iter().enumerate() {
        let chosen = focus.category == Some(k);
        let face = if chosen { Face::Bold } else { Face::Sans };
        let size = theme.px(13.0);
        let mark = plan.column > theme.px(44.0);
        let room = plan.column - theme.px(if mark { 22.0 } else { 4.0 });
        let text = notation::fit(name, face, size, room);
        let strength = theme.presence(focus.category, k);
        let ink = Ink(theme.category_text(k), 1.0);
        let middle = plan.middle(k);
        if mark {
            let w = notation::text_width(&text, face, size);
            let at = (middle - w / 2.0 - theme.px(3.0), plan.names);
            category_mark(scene, theme, k, at, theme.px(4.5), strength);
            let at = (at.0 + theme.px(9.0), plan.names);
            scene.text(text, at, Align::Left, face, size, ink);
        } else {
            scene.text(text, (middle, plan.names), Align::Centre, face, size, ink);
        }
    }
}

/// A tint over the column of the winner.
fn winner(scene: &mut Scene, draw: &Draw, plan: &Plan, theme: &Theme) {
    let k = draw.winner;
    let w = plan.column.min(theme.px(120.0));
    let (top, bottom) = (theme.px(2.0), plan.strips[3].bottom());
    let band = Rect::new(plan.middle(k) - w / 2.0, top, w, bottom - top);
    scene.fill_rect(
        band,
        Ink(theme.category(k), if theme.dark { 0.2 } else { 0.1 }),
    );
    // The height of the largest l + g, across all columns.
    let strip = plan.strips[2];
    let y = plan.scales[2].held(draw.perturbed_logits[k]);
    let line = [(strip.x, y), (strip.right(), y)];
    scene.dashes(
        &line,
        (theme.px(3.0), theme.px(3.0)),
        theme.quiet(),
        theme.hair(),
    );
}

fn column(
    scene: &mut Scene,
    params: &Params,
    draw: &Draw,
    plan: &Plan,
    theme: &Theme,
    focus: &Focus,
    k: usize,
) {
    let strength = theme.presence(focus.category, k);
    let edge = Ink(theme.category_edge(k), strength);
    let x = plan.middle(k);
    let half = (plan.column * 0.2).clamp(theme.px(2.0), theme.px(9.5));
    let wins = k == draw.winner;
    let numbers = plan.column >= theme.px(84.0);
    let width = |text: &str| notation::text_width(text, Face::Sans, theme.small());
    // What might be cut off ends at the edge: a wide font's "−0.00" is a sixth wider than assumed.
    let beside_or_in = |text: &str, beside: f64| match beside + 1.2 * width(text) > plan.edge {
        true => (plan.edge, Align::Right),
        false => (beside, Align::Left),
    };
    let write = |scene: &mut Scene, v: f64, y: f64| {
        if numbers {
            let text = number(v, 2);
            let (x, align) = beside_or_in(&text, x + half + theme.px(6.0));
            let ink = Ink(theme.text, strength.max(0.6));
            scene.text(text, (x, y), align, Face::Sans, theme.small(), ink);
        }
    };

    // u: a bar from 0.
    let (strip, scale) = (plan.strips[0], &plan.scales[0]);
    bar(
        scene,
        theme,
        k,
        (x - half, x + half),
        (scale.at(draw.u[k]), strip.bottom()),
        strength,
    );
    let floor = |y: f64, strip: Rect| y.min(strip.bottom() - theme.px(5.0));
    write(scene, draw.u[k], floor(scale.at(draw.u[k]), strip));

    // g: a mark on a stem from 0.
    let (strip, scale) = (plan.strips[1], &plan.scales[1]);
    let y = scale.held(draw.gumbel_noise[k]);
    scene.line((x, scale.at(0.0)), (x, y), edge, theme.px(1.5));
    category_mark(scene, theme, k, (x, y), theme.px(4.6), strength);
    sign_beyond(scene, theme, x, draw.gumbel_noise[k], scale, strip);
    let zero = scale.at(0.0);
    // Beside the mark, but clear of the line at 0.
    let clear = theme.px(9.0);
    let beside = if (y - zero).abs() >= clear {
        y
    } else {
        zero + if draw.gumbel_noise[k] < 0.0 {
            clear
        } else {
            -clear
        }
    };
    write(scene, draw.gumbel_noise[k], beside);

    // l as a hollow step (a parameter); from its level g goes up or down to l + g.
    let (strip, scale) = (plan.strips[2], &plan.scales[2]);
    let logit = params.logits[k];
    if logit.is_finite() {
        let (foot, base) = (scale.at(logit), scale.at(0.0));
        let (left, pole) = (x - 2.0 * half - theme.px(1.0), x + half);
        let step = Rect::new(left, foot.min(base), 2.0 * half, (foot - base).abs());
        scene.outline_rect(step, edge, theme.px(1.3));
        if focus.hide_targets {
            return;
        }
        scene.line((left + 2.0 * half, foot), (pole, foot), edge, theme.hair());
        let tip = scale.held(draw.perturbed_logits[k]);
        scene.line((pole, foot), (pole, tip), edge, theme.px(1.8));
        category_mark(scene, theme, k, (pole, tip), theme.px(4.6), strength);
        if wins {
            scene.ring((pole, tip), theme.px(8.5), theme.ink(), theme.pen());
        }
        sign_beyond(scene, theme, pole, draw.perturbed_logits[k], scale, strip);
        if numbers {
            // Clear of the line at 0 and of the winner's.
            let top = scale.held(draw.perturbed_logits[draw.winner]);
            let mut y = tip;
            if wins || (y - top).abs() < clear {
                y = top + if wins { -clear } else { clear };
            }
            if (y - base).abs() < clear {
                y = base
                    + if draw.perturbed_logits[k] < 0.0 {
                        clear
                    } else {
                        -clear
                    };
            }
            let text = number(draw.perturbed_logits[k], 2);
            let (x, align) = beside_or_in(&text, pole + theme.px(if wins { 11.0 } else { 8.0 }));
            let ink = Ink(theme.text, strength.max(0.6));
            scene.text(text, (x, y), align, Face::Sans, theme.small(), ink);
        }
    } else {
        let at = (x, strip.bottom() - theme.px(8.0));
        notation::set(
            scene,
            "−∞",
            at,
            Align::Centre,
            theme.symbol(),
            Ink(theme.text, strength),
        );
    }

    if focus.hide_targets {
        return;
    }
    // y filled, and the one-hot of the winner hollow beside it.
    let (strip, scale) = (plan.strips[3], &plan.scales[3]);
    let soft = draw.soft_sample[k];
    let gap = theme.px(1.0);
    bar(
        scene,
        theme,
        k,
        (x - 2.0 * half - gap, x - gap),
        (scale.at(soft), strip.bottom()),
        strength,
    );
    let top = if wins {
        strip.y
    } else {
        strip.bottom() - theme.px(1.5)
    };
    let hot = Rect::new(x + gap, top, 2.0 * half, strip.bottom() - top);
    scene.outline_rect(hot, edge, theme.px(1.3));
    if numbers {
        let top = scale.at(soft);
        let text = number(soft, 3);
        // Above the bar; beside a bar that leaves no room above, on the side where there is room.
        let away = 2.0 * half + theme.px(4.0);
        let (at, align) = if top - strip.y > theme.px(10.0) {
            ((x - gap, top - theme.px(8.0)), Align::Right)
        } else if x - away - width(&text) >= strip.x {
            ((x - away, top + theme.px(7.0)), Align::Right)
        } else {
            ((x + away, top + theme.px(7.0)), Align::Left)
        };
        let ink = Ink(theme.text, strength.max(0.6));
        scene.text(text, at, align, Face::Sans, theme.small(), ink);
    }
}

/// An arrowhead where a value lies beyond its strip.
fn sign_beyond(scene: &mut Scene, theme: &Theme, x: f64, v: f64, scale: &Scale, strip: Rect) {
    let y = scale.at(v);
    if y < strip.y - 0.5 {
        beyond(scene, theme, (x, strip.y - theme.px(8.0)), 1.0);
    } else if y > strip.bottom() + 0.5 {
        beyond(scene, theme, (x, strip.bottom() + theme.px(8.0)), -1.0);
    }
}

pub(super) fn probe(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    at: (f64, f64),
    hidden: bool,
) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    let strip = plan.strips[0];
    if at.0 < strip.x || at.0 >= strip.right() {
        return Probe::default();
    }
    let k = (((at.0 - strip.x) / plan.column) as usize).min(params.logits.len() - 1);
    let name = &params.names[k];
    let text = match explorer.draw() {
        _ if hidden && at.1 > plan.strips[1].bottom() + theme.px(4.0) => {
            format!("l_{name} = {}", readout(params.logits[k]))
        }
        None => format!("l_{name} = {}", readout(params.logits[k])),
        Some(draw) => {
            let all = [
                format!("u_{name} = {}", readout(draw.u[k])),
                format!("g_{name} = {}", readout(draw.gumbel_noise[k])),
                format!(
                    "l_{name} + g_{name} = {} + {} = {}",
                    readout(params.logits[k]),
                    readout(draw.gumbel_noise[k]),
                    readout(draw.perturbed_logits[k])
                ),
                format!(
                    "y_{name} = {} · z_{name} = {}",
                    readout(draw.soft_sample[k]),
                    u8::from(k == draw.winner)
                ),
            ];
            // The strip under the pointer; on the names, all of them.
            match plan
                .strips
                .iter()
                .position(|s| at.1 <= s.bottom() + theme.px(4.0))
            {
                _ if at.1 < plan.names + theme.px(8.0) => {
                    all[..if hidden { 2 } else { 4 }].join(" · ")
                }
                Some(i) => all[i].clone(),
                None => all[3].clone(),
            }
        }
    };
    Probe {
        text,
        category: Some(k),
        grab: None,
    }
}
