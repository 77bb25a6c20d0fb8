//! The histograms under the pointer: readouts, and targets that are dragged.

use super::focus::{Grab, Probe};
use super::histogram::Plan;
use super::marginal;
use super::notation::readout;
use super::simplex_frame::logit_near;
use super::theme::Theme;
use crate::explorer::{Explorer, Params};
use crate::softmax;

pub(super) fn probe(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    at: (f64, f64),
    hidden: bool,
) -> Probe {
    let plan = Plan::new(explorer, size, theme);
    let (law, tally) = (explorer.law(), explorer.tally());
    if plan.panels[2].holds(at, theme.px(6.0)) {
        return marginal::probe(explorer, plan.panels[2], at, hidden);
    }
    for panel in 0..2 {
        let area = plan.panels[panel];
        if !area.holds(at, theme.px(20.0)) || at.0 < area.x || at.0 >= area.right() {
            continue;
        }
        let k = (((at.0 - area.x) / plan.column) as usize).min(law.probs.len() - 1);
        let name = &explorer.params().names[k];
        let pi = format!("π_{name} = {}", readout(law.probs[k]));
        let mut parts = Vec::new();
        if panel == 0 {
            if tally.hard.n > 0 {
                let (count, n) = (tally.hard.counts[k], tally.hard.n);
                let share = count as f64 / n as f64;
                parts.push(format!("N_{name}/N = {count}/{n} = {}", readout(share)));
            }
            let error =
                libm::sqrt(law.probs[k] * (1.0 - law.probs[k]) / tally.hard.n.max(1) as f64);
            let error = if tally.hard.n > 0 {
                format!(" ± {}", readout(2.0 * error))
            } else {
                String::new()
            };
            if !hidden {
                parts.push(pi + &error);
            }
        } else {
            if let Some(mean) = tally.soft.mean(k) {
                let error = tally
                    .soft
                    .standard_error(k)
                    .map(|e| format!(" ± {}", readout(2.0 * e)));
                parts.push(format!(
                    "ȳ_{name} = {}{}",
                    readout(mean),
                    error.unwrap_or_default()
                ));
            }
            if !hidden {
                parts.push(format!("E[y_{name}] = {}", readout(law.mean[k])));
                parts.push(pi);
            }
        }
        let top = plan.probability[0].held(law.probs[k]);
        let grab = (panel == 0
            && !hidden
            && law.logits[k].is_finite()
            && (at.1 - top).abs() < theme.px(12.0)
            && law.probs[k] < 1.0)
            .then_some(Grab::Target(k));
        return Probe {
            text: parts.join(" · "),
            category: Some(k),
            grab,
        };
    }
    Probe::default()
}

/// The parameters after pi_k is set to p by its logit alone: l_k = ln(p/(1 - p)) + LSE of the rest.
fn with_target(explorer: &Explorer, k: usize, p: f64) -> Option<Params> {
    const LEAST: f64 = 1e-4;
    let params = explorer.params();
    if !params.logits.get(k)?.is_finite() || !p.is_finite() {
        return None;
    }
    let others: Vec<f64> = params
        .logits
        .iter()
        .enumerate()
        .filter(|&(i, _)| i != k)
        .map(|(_, &l)| l)
        .collect();
    let rest = softmax::log_sum_exp(&others);
    if !rest.is_finite() {
        return None;
    }
    let p = p.clamp(LEAST, 1.0 - LEAST);
    let mut new = params.clone();
    new.logits[k] = logit_near(libm::log(p) - libm::log1p(-p) + rest);
    (new.logits != params.logits).then_some(new)
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: (f64, f64),
) -> Option<Params> {
    let Grab::Target(k) = grab else {
        return None;
    };
    let plan = Plan::new(explorer, size, theme);
    with_target(explorer, k, plan.probability[0].value(to.1))
}

pub(super) fn nudge(explorer: &Explorer, grab: Grab, steps: f64) -> Option<Params> {
    let Grab::Target(k) = grab else {
        return None;
    };
    with_target(explorer, k, explorer.law().probs.get(k)? + steps * 0.01)
}
