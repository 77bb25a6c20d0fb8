//! The panel "Check it yourself", step by step.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::{Explorer, notices_of, object};
use crate::explorer::Notices;
use crate::explorer::claims::{self, LOOKS, PANEL_FALSE_ALARM};

/// The claims of the page about one setting, measured on the stream of one seed.
#[wasm_bindgen]
pub struct Claims {
    inner: claims::Claims,
    notices: Notices,
}

#[wasm_bindgen]
impl Explorer {
    /// The claims about the present logits and temperature, on the stream of a seed as it was typed;
    /// no draw yet.
    pub fn claims(&self, seed: &str) -> Claims {
        let mut notices = Notices::default();
        let mut params = self.inner.params().clone();
        params.set("seed", seed, &mut notices);
        Claims {
            inner: claims::Claims::new(&params),
            notices,
        }
    }
}

#[wasm_bindgen]
impl Claims {
    /// Draws about so many more, up to the last look.
    pub fn step(&mut self, count: f64) {
        self.inner.advance(count as u64);
    }

    /// N, the draws so far.
    pub fn n(&self) -> f64 {
        self.inner.n() as f64
    }

    /// Whether the last look is over.
    pub fn done(&self) -> bool {
        self.inner.complete()
    }

    /// The seed that was taken.
    pub fn seed(&self) -> u32 {
        self.inner.seed()
    }

    /// The temperature that the rows on soft samples take; at the limit tau -> 0 it is not that of
    /// the state.
    pub fn tau(&self) -> f64 {
        self.inner.tau()
    }

    /// What about the seed could not be taken as it was typed: as [`Explorer::take_notices`].
    pub fn take_notices(&mut self) -> Array {
        notices_of(&mut self.notices)
    }

    /// A row for each claim that applies to the setting: id, expected, measured, z (null for a claim
    /// on every single draw), p, state (collecting, agrees, disagrees), n, look (how many looks are
    /// behind it).
    pub fn rows(&self) -> Array {
        let (n, look) = (self.inner.n() as f64, self.inner.looks() as u32);
        let rows = self.inner.rows().into_iter().map(|row| {
            object([
                ("id", row.id.into()),
                ("expected", row.expected.into()),
                ("measured", row.measured.into()),
                ("z", row.z.map_or(JsValue::NULL, JsValue::from)),
                ("p", row.p.into()),
                ("state", row.verdict.name().into()),
                ("n", n.into()),
                ("look", look.into()),
            ])
        });
        rows.collect()
    }
}

/// The rule of the panel: the N at which it looks, and the chance that a panel of true claims ever
/// shows a "disagrees".
#[wasm_bindgen]
pub fn claims_rule() -> JsValue {
    object([
        ("looks", super::numbers(LOOKS.map(|n| n as f64))),
        ("rate", PANEL_FALSE_ALARM.into()),
    ])
}
