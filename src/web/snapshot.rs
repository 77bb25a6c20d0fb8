//! The state in numbers, as a plain object for the page's words.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{numbers, object};
use crate::distribution::Gumbel;
use crate::explorer::{ChiSquare, Draw, Explorer, number};
use crate::gradient::StraightThroughPass;
use crate::view::Chord;

/// See the keys: they are the field's names.
pub(super) fn of(explorer: &Explorer) -> JsValue {
    let (params, law, tally) = (explorer.params(), explorer.law(), explorer.tally());
    let k = params.categories();
    let each = |f: &dyn Fn(usize) -> Option<f64>| numbers((0..k).map(|i| f(i).unwrap_or(0.0)));
    let names = params.names.iter().map(JsValue::from).collect::<Array>();
    let logit_texts = params.logits.iter().map(|&l| JsValue::from(number(l)));
    object([
        ("n", (explorer.n() as f64).into()),
        ("shown", (explorer.shown() as f64).into()),
        ("k", (k as u32).into()),
        ("logits", numbers(params.logits.iter().copied())),
        ("logit_texts", logit_texts.collect::<Array>().into()),
        ("names", names.into()),
        ("probs", numbers(law.probs.iter().copied())),
        ("ln_z", law.ln_z.into()),
        (
            "tau",
            params
                .temperature
                .tau()
                .map_or(JsValue::NULL, JsValue::from),
        ),
        ("seed", params.seed.into()),
        (
            "counts",
            numbers(tally.hard.counts.iter().map(|&c| c as f64)),
        ),
        ("hard_n", (tally.hard.n as f64).into()),
        ("soft_n", (tally.soft.n as f64).into()),
        ("mean", each(&|i| tally.soft.mean(i))),
        ("standard_error", each(&|i| tally.soft.standard_error(i))),
        ("expected_mean", numbers(law.mean.iter().copied())),
        (
            "chi_square",
            explorer.chi_square().map_or(JsValue::NULL, chi_square),
        ),
        ("noise", noise(explorer)),
        (
            "draw",
            explorer.draw().map_or(JsValue::NULL, |d| draw(explorer, d)),
        ),
        ("triple", numbers(params.triple.map(|i| i as f64))),
        ("category", (params.category as u32).into()),
        ("speed", params.speed.into()),
        ("pinned", params.pin.is_some().into()),
        (
            "chord",
            Chord::new(params).map_or(JsValue::NULL, |of| chord(&of)),
        ),
    ])
}

fn chi_square(test: ChiSquare) -> JsValue {
    object([
        ("statistic", test.statistic.into()),
        ("degrees_of_freedom", test.degrees_of_freedom.into()),
        ("p", test.p.into()),
        ("pooled", (test.pooled as u32).into()),
    ])
}

fn chord(chord: &Chord) -> JsValue {
    let (inside, straight) = chord.middle();
    object([
        ("category", (chord.category as u32).into()),
        ("ln_pdf", inside.into()),
        ("straight", straight.into()),
        ("bound", chord.bound().into()),
    ])
}

fn noise(explorer: &Explorer) -> JsValue {
    let (params, tally) = (explorer.params(), &explorer.tally().noise);
    // The ranges of the parameters are those that the law takes.
    let law = Gumbel::new(params.location, params.scale).unwrap_or_default();
    object([
        ("n", (tally.noises() as f64).into()),
        ("below", (tally.below as f64).into()),
        ("above", (tally.above as f64).into()),
        ("location", params.location.into()),
        ("scale", params.scale.into()),
        ("mode", law.mode().into()),
        ("median", law.median().into()),
        ("mean", law.mean().into()),
    ])
}

fn draw(explorer: &Explorer, draw: &Draw) -> JsValue {
    let params = explorer.params();
    let tau = params.temperature.tau();
    let pass =
        StraightThroughPass::new(&params.objective_of(), &draw.soft_sample, draw.winner, tau);
    let list = |values: Option<Vec<f64>>| values.map_or(JsValue::NULL, numbers);
    object([
        ("index", (draw.index as f64).into()),
        ("u", numbers(draw.u.iter().copied())),
        ("gumbel_noise", numbers(draw.gumbel_noise.iter().copied())),
        (
            "perturbed_logits",
            numbers(draw.perturbed_logits.iter().copied()),
        ),
        ("soft_sample", numbers(draw.soft_sample.iter().copied())),
        ("winner", (draw.winner as u32).into()),
        ("value", pass.value.into()),
        ("slope", list(pass.slope)),
        ("passed", list(pass.logits)),
    ])
}
