//! What the backwards picture says under the pointer, and the choice of the winner.

use super::backwards::{Plan, largest, perturbed, soft};
use super::focus::{Grab, Probe};
use super::notation::readout;
use super::surface::Point;
use super::theme::Theme;
use crate::explorer::{Explorer, Params};

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let plan = Plan::new(explorer, size, theme);
    let Some(k) = plan.column_at(at.0, params.logits.len()) else {
        if !plan.law.holds(at, 0.0) {
            return Probe::default();
        }
        let v = plan.value.value(at.1);
        let f = readout(largest(explorer).pdf(v));
        let z = readout(explorer.law().ln_z);
        return Probe {
            text: format!("max = {} · f(max − ln Z) = {f} · ln Z = {z}", readout(v)),
            category: None,
            grab: Some(Grab::Winner),
        };
    };
    let name = &params.names[k];
    let text = match explorer.draw() {
        None => format!("l_{name} = {}", readout(params.logits[k])),
        Some(draw) => {
            let values = perturbed(params, draw);
            let g = readout(values[k] - params.logits[k]);
            let l = readout(params.logits[k]);
            if !values[k].is_finite() {
                format!("l_{name} = {l}")
            } else if at.1 > plan.perturbed.bottom() + theme.px(6.0) {
                format!("y_{name} = {}", readout(soft(params, &values)[k]))
            } else {
                format!("l_{name} + g_{name} = {l} + {g} = {}", readout(values[k]))
            }
        }
    };
    Probe {
        text,
        category: Some(k),
        grab: params.logits[k].is_finite().then_some(Grab::Winner),
    }
}

/// The winner becomes the column under the pointer; over the law of the largest, none is given.
pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    if grab != Grab::Winner {
        return None;
    }
    let params = explorer.params();
    let plan = Plan::new(explorer, size, theme);
    let chosen = plan.column_at(to.0, params.logits.len());
    with_given(params, chosen.map_or(0, |k| k + 1))
}

fn with_given(params: &Params, given: usize) -> Option<Params> {
    let possible = given == 0 || params.logits.get(given - 1).is_some_and(|l| l.is_finite());
    (possible && given != params.given).then(|| Params {
        given,
        ..params.clone()
    })
}

/// The next winner, or the one before; none lies before the first.
pub(super) fn nudge(explorer: &Explorer, grab: Grab, steps: f64) -> Option<Params> {
    let params = explorer.params();
    if grab != Grab::Winner || steps == 0.0 {
        return None;
    }
    let mut at = params.given;
    loop {
        at = if steps > 0.0 {
            at + 1
        } else {
            at.checked_sub(1)?
        };
        if at > params.logits.len() {
            return None;
        }
        if let Some(new) = with_given(params, at) {
            return Some(new);
        }
    }
}
