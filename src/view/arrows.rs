//! What each estimator makes of the gradient at the present logits: end points drawn from pi, all of one scale.

use std::collections::BTreeMap;

use super::arrows_plan::{Counts, Panel, Plan, points};
use super::chapter::grip;
use super::estimators;
use super::focus::{Focus, Layer};
use super::interval;
use super::marks::category_mark;
use super::notation;
use super::plot::beyond;
use super::simplex_frame::{Field, Frame};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::explorer::{Estimated, Explorer, Params};

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let plan = Plan::new(explorer, size, theme);
    let certain = matches!(plan.panels[0].frame.field, Field::Point { .. });
    if layer == Layer::Over && !certain {
        key(&mut scene, explorer, &plan, size, theme);
    }
    for (i, panel) in plan.panels.iter().enumerate() {
        let estimated = explorer.estimated().get(i);
        match layer {
            Layer::Ground => ground(&mut scene, explorer, panel, estimated, theme, focus),
            _ if certain => {}
            Layer::Live => {
                if let Some(estimated) = estimated {
                    live(&mut scene, &plan, panel, estimated, theme);
                }
            }
            Layer::Over => {
                let (from, to) = ends(explorer, &plan, &panel.frame);
                hollow_arrow(&mut scene, theme, from, to);
                grip(&mut scene, theme, from);
            }
        }
    }
    scene
}

fn ends(explorer: &Explorer, plan: &Plan, frame: &Frame) -> (Point, Point) {
    let exact = explorer.problem().gradient();
    (plan.start(frame), plan.end(frame, exact))
}

/// Which way the arrows point, and how long a gradient is.
fn key(scene: &mut Scene, explorer: &Explorer, plan: &Plan, size: (f64, f64), theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let y = px(13.0).min(plan.key / 2.0);
    hollow_arrow(scene, theme, (px(6.0), y), (px(34.0), y));
    let reward = explorer.problem().objective().is_reward();
    let text = if reward { "∇E[f]" } else { "−∇E[f]" };
    let at = (px(42.0), y);
    notation::set(scene, text, at, Align::Left, theme.symbol(), theme.ink());
    // A bar of the scale, in the plane of the first panel.
    let frame = &plan.panels[0].frame;
    let side = match frame.field {
        Field::Triangle { side, .. } => side,
        Field::Interval { curve, .. } => curve.w,
        Field::Point { .. } => return,
    };
    let unit = plan.bar();
    let long = unit * plan.scale.abs() * side / core::f64::consts::SQRT_2;
    let right = size.0 - px(8.0);
    let end = (right - long, y);
    scene.line(end, (right, y), theme.quiet(), theme.hair());
    for x in [end.0, right] {
        scene.line(
            (x, y - px(4.0)),
            (x, y + px(4.0)),
            theme.quiet(),
            theme.hair(),
        );
    }
    let at = (end.0 - px(7.0), y);
    scene.text(
        short(unit),
        at,
        Align::Right,
        Face::Sans,
        theme.small(),
        theme.quiet(),
    );
}

/// A round number in few characters, however large or small.
fn short(v: f64) -> String {
    if v != 0.0 && !(1e-3..1e6).contains(&v.abs()) {
        return format!("{v:.0e}").replace('-', "−");
    }
    notation::plain(v)
}

fn ground(
    scene: &mut Scene,
    explorer: &Explorer,
    panel: &Panel,
    estimated: Option<&Estimated>,
    theme: &Theme,
    focus: &Focus,
) {
    let params = explorer.params();
    let applies = estimated.is_none_or(|e| e.work.is_some());
    if let Some(estimated) = estimated {
        let at = (panel.room.x, panel.room.y - theme.px(11.0));
        let end = estimators::tag(scene, theme, estimated.word, at, 1.0);
        if !applies {
            // An empty set: there is no estimate.
            let at = (end + theme.px(8.0), at.1);
            scene.text(
                "∅",
                at,
                Align::Left,
                Face::Sans,
                theme.px(14.0),
                theme.quiet(),
            );
        }
    }
    let rule = (theme.rule(), theme.hair());
    match panel.frame.field {
        Field::Triangle { corners, .. } => scene.outline(&corners, rule.0, rule.1),
        Field::Interval { curve, .. } => {
            let y = curve.bottom();
            scene.line((curve.x, y), (curve.right(), y), rule.0, rule.1);
            for x in [curve.x, curve.right()] {
                scene.line(
                    (x, y - theme.px(4.0)),
                    (x, y + theme.px(4.0)),
                    rule.0,
                    rule.1,
                );
            }
        }
        Field::Point { at } => {
            if let Some(&k) = panel.frame.categories.first() {
                category_mark(scene, theme, k, at, theme.px(7.0), 1.0);
            }
            return;
        }
    }
    names(scene, params, panel, theme, focus);
}

fn names(scene: &mut Scene, params: &Params, panel: &Panel, theme: &Theme, focus: &Focus) {
    let px = |v: f64| theme.px(v);
    let frame = &panel.frame;
    let several = frame.categories.len();
    for (i, &k) in frame.categories.iter().enumerate() {
        let mut y = vec![0.0; several];
        y[i] = 1.0;
        let corner = frame.at(&y);
        let top = several == 3 && i == 2;
        // On an interval the first is at the right.
        let left = if several == 3 { i == 0 } else { i == 1 };
        let y = if top {
            corner.1 - px(11.0)
        } else {
            corner.1 + px(14.0)
        };
        let letters = px(13.0);
        let room = panel.room.w / 2.0 - px(26.0);
        let text = notation::fit(&params.names[k], Face::Sans, letters, room);
        let w = notation::text_width(&text, Face::Sans, letters) + px(13.0);
        let x = if top {
            corner.0 - w / 2.0
        } else if left {
            (corner.0 - px(8.0)).max(panel.room.x)
        } else {
            (corner.0 + px(8.0)).min(panel.room.right()) - w
        };
        let strength = theme.presence(focus.category, k).max(0.6);
        category_mark(scene, theme, k, (x + px(5.0), y), px(4.2), strength);
        let ink = Ink(theme.category_text(k), 1.0);
        scene.text(
            text,
            (x + px(13.0), y),
            Align::Left,
            Face::Sans,
            letters,
            ink,
        );
    }
}

fn live(scene: &mut Scene, plan: &Plan, panel: &Panel, estimated: &Estimated, theme: &Theme) {
    let Some(work) = &estimated.work else { return };
    let (inside, counts) = points(plan, panel, estimated);
    let moments = &work.moments;
    band(scene, panel, &plan.ellipse(&panel.frame, moments), theme);
    let ink = Ink(theme.text, if theme.high_contrast { 0.6 } else { 0.38 });
    let shape = estimators::shape(estimated.word);
    let mut mean = plan.end(&panel.frame, &moments.mean());
    if let Field::Interval { curve, .. } = panel.frame.field {
        for (i, at) in inside.iter().enumerate() {
            scene.mark(
                shape,
                (at.0, interval::scatter(curve, i)),
                theme.px(1.5),
                ink,
            );
        }
        mean.1 = curve.y + curve.h / 2.0;
    } else {
        for (at, count) in together(inside) {
            let r = theme.px(1.5) * libm::sqrt(count as f64);
            scene.mark(shape, at, r.min(theme.px(9.0)), ink);
        }
    }
    if mean.0.is_finite() && mean.1.is_finite() && panel.room.holds(mean, 0.0) {
        scene.mark(shape, mean, theme.px(6.4), Ink(theme.background, 0.9));
        scene.mark(shape, mean, theme.px(4.8), theme.ink());
    }
    tell(scene, panel, counts, theme);
}

/// Points at one place become one of their area: a score function has no more than K.
fn together(points: Vec<Point>) -> Vec<(Point, usize)> {
    let mut counted: BTreeMap<(i64, i64), (Point, usize)> = BTreeMap::new();
    for at in points {
        let place = ((at.0 * 4.0).round() as i64, (at.1 * 4.0).round() as i64);
        counted.entry(place).or_insert((at, 0)).1 += 1;
    }
    counted.into_values().collect()
}

/// One standard deviation, cut to the panel.
fn band(scene: &mut Scene, panel: &Panel, ellipse: &[Point], theme: &Theme) {
    let Rect { x, y, .. } = panel.room;
    let held = |p: &Point| {
        let (right, bottom) = (panel.room.right(), panel.room.bottom());
        (p.0.clamp(x, right), p.1.clamp(y, bottom))
    };
    let finite = ellipse.iter().all(|p| p.0.is_finite() && p.1.is_finite());
    if !finite {
        return;
    }
    let fill = Ink(theme.measured, if theme.dark { 0.4 } else { 0.3 });
    let held: Vec<Point> = ellipse.iter().map(held).collect();
    match (panel.frame.field, &held[..]) {
        (Field::Interval { curve, .. }, [from, to]) => {
            let r = Rect::new(from.0, curve.y, to.0 - from.0, curve.h);
            scene.fill_rect(r, fill);
        }
        _ => {
            scene.outline(&held, Ink(theme.measured, 0.9), theme.hair());
            scene.fill(held, fill);
        }
    }
}

/// How many points lie outside, below a notched sign; how many estimates are not finite, after a sign of that.
fn tell(scene: &mut Scene, panel: &Panel, counts: Counts, theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let (small, quiet) = (theme.small(), theme.quiet());
    let top = panel.room.y + px(6.0);
    if counts.outside > 0 {
        let text = counts.outside.to_string();
        let at = (panel.room.right() - px(2.0), top);
        let w = notation::text_width(&text, Face::Sans, small);
        scene.text(text, at, Align::Right, Face::Sans, small, quiet);
        beyond(scene, theme, (at.0 - w - px(9.0), top), 1.0);
    }
    if counts.not_finite > 0 {
        let text = format!("∞ {}", counts.not_finite);
        let at = (panel.room.x, top);
        scene.text(text, at, Align::Left, Face::Bold, small, theme.ink());
    }
}

/// The exact one: hollow.
fn hollow_arrow(scene: &mut Scene, theme: &Theme, from: Point, to: Point) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = libm::hypot(dx, dy);
    if length.is_nan() || length <= theme.px(1.0) {
        return;
    }
    let (x, y) = (dx / length, dy / length);
    let head = theme.px(11.0).min(length * 0.6);
    let (half, wing) = (head * 0.2, head * 0.5);
    let neck = (to.0 - x * head, to.1 - y * head);
    let aside = |p: Point, d: f64| (p.0 - y * d, p.1 + x * d);
    let outline = [
        aside(from, half),
        aside(neck, half),
        aside(neck, wing),
        to,
        aside(neck, -wing),
        aside(neck, -half),
        aside(from, -half),
    ];
    scene.fill(outline, Ink(theme.background, 0.75));
    scene.outline(&outline, theme.ink(), theme.pen());
}
