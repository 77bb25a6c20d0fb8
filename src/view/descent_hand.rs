//! What the descent says under the pointer, and its cursor.

use super::descent::{Plan, believed, diverged, scale};
use super::descent_labels::label;
use super::focus::{Grab, Probe};
use super::notation::readout;
use super::surface::Point;
use super::theme::Theme;
use crate::explorer::{Explorer, Params, SHARE};

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    let cursor = plan.step.at(params.step_at() as f64);
    let (top, bottom) = (plan.losses.y, plan.schedule.bottom() + theme.px(12.0));
    let across =
        at.0 >= plan.losses.x - theme.px(12.0) && at.0 <= plan.losses.right() + theme.px(12.0);
    if !(across && at.1 >= top && at.1 <= bottom) {
        return Probe::default();
    }
    let near = (at.0 - cursor).abs() <= theme.px(12.0);
    let t = if near {
        params.step_at()
    } else {
        plan.step_near(at.0)
    };
    let grab = near.then_some(Grab::Step);
    let schedule = params.schedule_of().at(t, params.steps as usize);
    let mut text = format!("t = {t} · τ = {}", readout(schedule.temperature));
    if plan.losses.holds(at, theme.px(4.0))
        && let Some(race) = explorer.race()
    {
        let loss = scale(explorer, &plan);
        let entrants = params.entrants();
        let here = entrants.iter().enumerate().filter_map(|(e, one)| {
            let band = race.expected_at(e, t.min(race.steps()))?;
            Some((e, label(one), band, (loss.at(band.mean) - at.1).abs()))
        });
        if let Some((e, label, band, _)) = here.min_by(|a, b| a.3.total_cmp(&b.3)) {
            text += &format!(" · {label}: E[f(z)] = {}", readout(band.mean));
            if band.deviation > 0.0 {
                text += &format!(" ± {}", readout(band.deviation));
            }
            if let Some(b) = believed(race, e, t) {
                text += &format!(" · f(y) = {}", readout(b.mean));
            }
            if diverged(race, e).is_some_and(|step| step <= t) {
                text += " · ×";
            }
        }
    }
    Probe {
        text,
        category: None,
        grab,
    }
}

/// The parameters with the cursor elsewhere; None when that changes nothing.
fn with_at(params: &Params, at: f64) -> Option<Params> {
    let at = SHARE.nearest((at * 1000.0).round() / 1000.0);
    (at != params.at).then(|| Params {
        at,
        ..params.clone()
    })
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    let params = explorer.params();
    let plan = Plan::new(params, size, theme);
    let share = (to.0 - plan.losses.x) / plan.losses.w.max(1.0);
    (grab == Grab::Step).then(|| with_at(params, share))?
}

/// A hundredth of the race a step.
pub(super) fn nudge(params: &Params, grab: Grab, steps: f64) -> Option<Params> {
    (grab == Grab::Step).then(|| with_at(params, params.at + 0.01 * steps))?
}
