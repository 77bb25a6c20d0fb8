//! The descents in numbers, as a plain object for the page's words.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::{Explorer, object};

#[wasm_bindgen]
impl Explorer {
    /// Everyone after the step that is looked at, as far as the descents have been run; null before they have begun.
    pub fn descents(&self) -> JsValue {
        let params = self.inner.params();
        let Some(race) = self.inner.race() else {
            return JsValue::NULL;
        };
        let t = params.step_at();
        let steps = params.steps as usize;
        let schedule = params.schedule_of();
        let number = |v: Option<f64>| v.map_or(JsValue::NULL, JsValue::from);
        let each = params.entrants().into_iter().enumerate().map(|(e, one)| {
            let band = race.expected_at(e, t);
            let (lost, rows) = race.not_finite(e);
            object([
                ("word", one.word.into()),
                ("annealed", one.annealed.into()),
                ("expected", number(band.map(|b| b.mean))),
                ("deviation", number(band.map(|b| b.deviation))),
                (
                    "relaxed",
                    number(
                        race.relaxed_at(e, t.min(race.steps().saturating_sub(1)))
                            .map(|b| b.mean),
                    ),
                ),
                ("diverged", (race.diverged(e) as u32).into()),
                ("not_finite", (lost as f64).into()),
                ("rows", (rows as f64).into()),
            ])
        });
        object([
            ("step", (t as u32).into()),
            ("done", (race.steps() as u32).into()),
            ("temperature", schedule.at(t, steps).temperature.into()),
            ("first", schedule.at(0, steps).temperature.into()),
            (
                "floored",
                number(schedule.first_floored(steps).map(|t| t as f64)),
            ),
            ("entrants", each.collect::<Array>().into()),
        ])
    }
}
