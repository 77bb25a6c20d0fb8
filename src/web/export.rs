//! The state as files of text.

use wasm_bindgen::prelude::*;

use super::Explorer;

#[wasm_bindgen]
impl Explorer {
    /// The first samples as CSV with the permalink in its head: all of the text, or the part of it
    /// that begins with sample `from` (from 0; empty at the end), so that a long file need not be
    /// held at once.
    pub fn csv_samples(&self, permalink: &str, from: Option<f64>) -> String {
        match from {
            None => self.inner.csv_samples(permalink),
            Some(from) => {
                let part = self.inner.csv_samples_part(permalink, from as u64);
                part.unwrap_or_default()
            }
        }
    }

    /// What is shown in numbers as CSV, with the permalink in its head.
    pub fn csv_summary(&self, permalink: &str) -> String {
        self.inner.csv_summary(permalink)
    }
}

/// How many samples a part of [`Explorer::csv_samples`] holds.
#[wasm_bindgen]
pub fn csv_part() -> f64 {
    crate::explorer::SAMPLES_IN_PART as f64
}
