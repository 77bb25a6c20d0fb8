//! The estimates under the pointer, and pi that moves with it.

use super::arrows_plan::{Panel, Plan, points};
use super::estimators;
use super::focus::{Grab, Probe};
use super::notation::readout;
use super::simplex_frame::{Field, with_probs};
use super::surface::{Point, Rect};
use super::theme::Theme;
use crate::explorer::{Explorer, Params};

fn panel_at(plan: &Plan, at: Point) -> Option<(usize, &Panel)> {
    let holds = |(_, panel): &(usize, &Panel)| {
        let Rect { x, y, w, h } = panel.room;
        Rect::new(x, y - 24.0, w, h + 24.0).holds(at, 0.0)
    };
    plan.panels.iter().enumerate().find(holds)
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(explorer, size, theme);
    let Some((i, panel)) = panel_at(&plan, at) else {
        return Probe::default();
    };
    let frame = &panel.frame;
    let certain = matches!(frame.field, Field::Point { .. });
    let list = |symbol: &str, values: &[f64]| {
        let each = frame.categories.iter().zip(values);
        each.map(|(&k, v)| format!("{symbol}_{} = {}", params.names[k], readout(*v)))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let start = plan.start(frame);
    if !certain && libm::hypot(start.0 - at.0, start.1 - at.1) < theme.px(13.0) {
        let exact = explorer.problem().gradient();
        let shown: Vec<f64> = frame.categories.iter().map(|&k| exact[k]).collect();
        let text = format!("{} · {}", list("π", &plan.probs), list("g", &shown));
        let grab = Some(Grab::Panel(i));
        return Probe {
            text,
            category: None,
            grab,
        };
    }
    let Some(estimated) = explorer.estimated().get(i) else {
        return Probe::default();
    };
    let name = estimators::name(estimated.word);
    let Some(work) = &estimated.work else {
        return Probe {
            text: format!("{name} · ∅"),
            ..Probe::default()
        };
    };
    let (_, counts) = points(&plan, panel, estimated);
    let moments = &work.moments;
    let mut text = name.to_owned();
    let ((bias, error), (variance, _)) = (moments.bias_length(), moments.variance());
    if bias.is_finite() && variance.is_finite() {
        let mean: Vec<f64> = frame
            .categories
            .iter()
            .map(|&k| moments.mean()[k])
            .collect();
        let (bias, error, variance) = (readout(bias), readout(error), readout(variance));
        text += &format!(" · {}", list("E[ĝ]", &mean));
        text += &format!(" · |E[ĝ] − g| = {bias} ± {error} · Var ĝ = {variance}");
    }
    if counts.outside > 0 {
        text += &format!(
            " · ∉ {} / {}",
            counts.outside,
            counts.outside + counts.shown
        );
    }
    if counts.not_finite > 0 {
        text += &format!(" · ∞ {} / {}", counts.not_finite, counts.rows);
    }
    Probe {
        text,
        category: None,
        grab: None,
    }
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    let Grab::Panel(i) = grab else { return None };
    let plan = Plan::new(explorer, size, theme);
    let frame = &plan.panels.get(i)?.frame;
    with_probs(explorer, &frame.categories, &frame.coordinates(to)?)
}

/// A hundredth of the side a step.
pub(super) fn nudge(explorer: &Explorer, grab: Grab, dx: f64, dy: f64) -> Option<Params> {
    let Grab::Panel(_) = grab else { return None };
    super::simplex::nudge(explorer, Grab::Probability, dx, dy)
}
