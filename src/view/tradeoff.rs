//! Bias and variance of the estimators along the temperature, as far as the sweep has come.

use super::estimators;
use super::focus::{Focus, Grab, Layer, Probe};
use super::notation::{self, readout};
use super::plot::beyond;
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use super::tradeoff_plan::{Chart, Place, Quantity, Row, charts};
use crate::explorer::{Explorer, Params};
use crate::few::sort_few;

pub(super) use super::tradeoff_plan::height;

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    _: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    for chart in charts(explorer, size, theme) {
        match layer {
            Layer::Ground => {
                chart.tau.ground(&mut scene, theme);
                let at = (
                    chart.panel.x - theme.px(40.0),
                    chart.panel.y - theme.px(20.0),
                );
                let (text, size) = (chart.quantity.symbol(), theme.symbol());
                notation::set(&mut scene, text, at, Align::Left, size, theme.ink());
            }
            Layer::Live => live(&mut scene, &chart, theme),
            Layer::Over => chart.tau.over(&mut scene, explorer.params(), theme),
        }
    }
    scene
}

fn live(scene: &mut Scene, chart: &Chart, theme: &Theme) {
    chart.axis(scene, theme);
    if chart.rows.iter().any(|row| row.unbiased) {
        // What is 0 has no place on a logarithmic axis: it lies in a strip of its own, below.
        let panel = chart.panel;
        let top = panel.bottom() - theme.px(14.0);
        let strip = Rect::new(panel.x, top, panel.w, panel.bottom() - top);
        scene.fill_rect(
            strip,
            Ink(theme.measured, if theme.dark { 0.3 } else { 0.22 }),
        );
        let at = (panel.x - theme.px(7.0), panel.bottom() - theme.px(7.0));
        scene.text(
            "0",
            at,
            Align::Right,
            Face::Sans,
            theme.small(),
            theme.quiet(),
        );
    }
    for row in &chart.rows {
        curve(scene, chart, row, theme);
    }
    labels(scene, chart, theme);
}

/// Dark for what bends with the temperature, quieter for what does not.
fn ink(row: &Row, theme: &Theme) -> Ink {
    if row.soft { theme.ink() } else { theme.quiet() }
}

/// Of those that lie in the strip, each its own place along it.
fn in_strip(chart: &Chart, row: &Row) -> f64 {
    let unbiased = || chart.rows.iter().filter(|row| row.unbiased);
    let i = unbiased()
        .position(|other| other.word == row.word)
        .unwrap_or(0);
    let share = (i as f64 + 0.5) / unbiased().count() as f64;
    chart.panel.x + chart.panel.w * share
}

fn curve(scene: &mut Scene, chart: &Chart, row: &Row, theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let ink = ink(row, theme);
    let shape = estimators::shape(row.word);
    if row.unbiased {
        let at = (in_strip(chart, row), chart.panel.bottom() - px(7.0));
        if !row.places.is_empty() {
            scene.mark(shape, at, px(3.4), ink);
        }
        return;
    }
    let at = |p: &Place| (chart.tau.x(p.tau), chart.y(p.value));
    let shown: Vec<&Place> = row.places.iter().filter(|p| p.value.is_finite()).collect();
    // Two standard errors either way.
    let reach = |p: &Place| {
        (
            chart.y(p.value + 2.0 * p.error),
            chart.y(p.value - 2.0 * p.error),
        )
    };
    if let (false, Some(first)) = (row.soft, shown.first()) {
        let (top, bottom) = reach(first);
        let band = Rect::new(chart.panel.x, top, chart.panel.w, bottom - top);
        scene.fill_rect(band, Ink(theme.measured, 0.35));
        let y = chart.y(first.value);
        let (from, to) = ((chart.panel.x, y), (chart.panel.right(), y));
        scene.dashes(&[from, to], (px(5.0), px(3.0)), ink, px(1.3));
    } else {
        scene.path(shown.iter().map(|p| at(p)), ink, px(1.3));
        for p in &shown {
            let (x, (top, bottom)) = (chart.tau.x(p.tau), reach(p));
            scene.line((x, top), (x, bottom), ink, px(1.0));
        }
        // A mark at every third, so that none covers its neighbour.
        for p in shown.iter().step_by(3) {
            scene.mark(shape, at(p), px(3.4), ink);
        }
    }
    // What overflowed at a temperature, told at the top.
    for p in row.places.iter().filter(|p| p.not_finite > 0) {
        let x = if row.soft {
            chart.tau.x(p.tau)
        } else {
            chart.panel.right() - px(8.0)
        };
        beyond(scene, theme, (x, chart.panel.y - px(4.0)), 1.0);
        let at = (x, chart.panel.y + px(8.0));
        scene.text(
            "∞",
            at,
            Align::Centre,
            Face::Sans,
            theme.small(),
            theme.ink(),
        );
        if !row.soft {
            break;
        }
    }
}

/// Each name at the end of its curve, moved apart where they would touch.
fn labels(scene: &mut Scene, chart: &Chart, theme: &Theme) {
    let px = |v: f64| theme.px(v);
    let gap = px(16.0);
    let (panel, right) = (chart.panel, chart.panel.right());
    let floor = panel.bottom() - px(7.0);
    let mut ends: Vec<(f64, &Row)> = Vec::new();
    for row in &chart.rows {
        let last = row.places.iter().rev().find(|p| p.value.is_finite());
        match last {
            _ if row.unbiased && !row.places.is_empty() => ends.push((floor, row)),
            Some(last) => ends.push((chart.y(last.value), row)),
            // Not applicable, or never finite: named all the same, below the others.
            None => ends.push((f64::INFINITY, row)),
        }
    }
    sort_few(&mut ends, |(end, _)| *end);
    // Down from the top, then up from the bottom.
    let lowest = panel.bottom() + px(8.0);
    let mut least = panel.y - px(6.0);
    let mut places: Vec<f64> = Vec::new();
    for (end, _) in &ends {
        let y = end.min(lowest).max(least);
        least = y + gap;
        places.push(y);
    }
    let mut most = lowest;
    for y in places.iter_mut().rev() {
        *y = y.min(most);
        most = *y - gap;
    }
    for ((end, row), y) in ends.into_iter().zip(places) {
        let ink = ink(row, theme);
        if end.is_finite() {
            let from = if row.unbiased {
                (right, floor)
            } else {
                (right, end)
            };
            scene.line(
                from,
                (right + px(10.0), y),
                Ink(theme.muted, 0.7),
                theme.hair(),
            );
        }
        let strength = if end.is_finite() { 1.0 } else { 0.6 };
        let end = estimators::tag(scene, theme, row.word, (right + px(11.0), y), strength);
        if row.places.is_empty() {
            let at = (end + px(5.0), y);
            scene.text("∅", at, Align::Left, Face::Sans, theme.px(13.0), ink);
        }
    }
}

/// The chart at a point.
fn chart_at(charts: &[Chart; 2], at: Point, margin: f64) -> Option<&Chart> {
    charts.iter().find(|chart| chart.panel.holds(at, margin))
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let charts = charts(explorer, size, theme);
    let grabbed = charts
        .iter()
        .find_map(|chart| chart.tau.grab(params, theme, at));
    let Some(chart) = chart_at(&charts, at, theme.px(8.0)) else {
        return grabbed.unwrap_or_default();
    };
    let text = nearest(chart, at, theme).map(|(row, place)| said(chart.quantity, row, place));
    let grab = grabbed.as_ref().and_then(|probe| probe.grab);
    let tau = grabbed.map(|probe| probe.text);
    let parts: Vec<String> = tau.into_iter().chain(text).collect();
    Probe {
        text: parts.join(" · "),
        category: None,
        grab,
    }
}

/// The estimator nearest to a point, and its place there.
fn nearest<'a>(chart: &'a Chart, at: Point, theme: &Theme) -> Option<(&'a Row, &'a Place)> {
    let floor = chart.panel.bottom() - theme.px(7.0);
    let candidates = chart.rows.iter().filter_map(|row| {
        let off = |p: &Place| (chart.tau.x(p.tau) - at.0).abs();
        let place = row.places.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
        let (y, aside) = if row.unbiased {
            (floor, (in_strip(chart, row) - at.0).abs() * 1e-3)
        } else {
            (chart.y(place.value), 0.0)
        };
        Some(((y - at.1).abs() + aside, row, place))
    });
    let best = candidates.min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((best.1, best.2))
}

/// Three significant digits, since the axes are logarithmic.
fn significant(v: f64) -> String {
    let size = v.abs();
    if (0.001..1.0).contains(&size) {
        return notation::number(v, (2.0 - libm::floor(libm::log10(size))) as usize);
    }
    readout(v)
}

fn said(quantity: Quantity, row: &Row, place: &Place) -> String {
    let mut text = estimators::name(row.word).to_owned();
    if row.soft {
        text += &format!(" · τ = {}", notation::plain(place.tau));
    }
    let (symbol, value, error) = (
        quantity.symbol(),
        significant(place.value),
        significant(place.error),
    );
    if place.value.is_finite() && place.error.is_finite() {
        text += &match row.unbiased {
            true => format!(" · E[ĝ] = g · {value} ± {error}"),
            false => format!(" · {symbol} = {value} ± {error}"),
        };
    }
    if place.not_finite > 0 {
        text += &format!(" · ∞ {} / {}", place.not_finite, place.rows);
    }
    text
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    if grab != Grab::Temperature {
        return None;
    }
    let charts = charts(explorer, size, theme);
    // Side by side, the nearer; both have one axis.
    let off = |chart: &&Chart| {
        let panel = chart.panel;
        (to.0 - to.0.clamp(panel.x, panel.right())).abs()
    };
    let near = charts.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
    near.tau.drag(explorer.params(), to)
}
