//! Parts of the core on their own, for `cargo xtask bench` (the feature `bench`); the page has none of them.

use wasm_bindgen::prelude::*;

use crate::explorer::{Batch, Rows};
use crate::gradient::{Estimator, Objective, Problem, Sweep};
use crate::view::Density;

/// How many samples are made before the same memory is used again.
const SAMPLES: usize = 4096;

/// See [`Batch`].
#[wasm_bindgen]
pub struct Bench {
    batch: Batch,
    out: Vec<f32>,
    counts: Vec<u64>,
}

#[wasm_bindgen]
impl Bench {
    /// A seed, logits and a temperature.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u32, logits: &[f64], temperature: f64) -> Bench {
        Bench {
            batch: Batch::new(seed, logits, Some(temperature)),
            out: vec![0.0; SAMPLES * logits.len()],
            counts: vec![0; logits.len()],
        }
    }

    /// Soft samples, so many times 4,096; the sum of y_1 of the last.
    pub fn soft(&mut self, times: u32) -> f64 {
        for _ in 0..times {
            self.batch.soft(&mut self.out);
        }
        self.out[..SAMPLES].iter().map(|y| f64::from(*y)).sum()
    }

    /// Winners, so many times 4,096; the counts so far.
    pub fn hard(&mut self, times: u32) -> Vec<f64> {
        self.batch
            .hard(u64::from(times) * SAMPLES as u64, &mut self.counts);
        self.counts.iter().map(|n| *n as f64).collect()
    }
}

/// The density of three logits in colours, four bytes a pixel; the red of the pixel in the middle.
#[wasm_bindgen]
pub fn bench_density(logits: &[f64], temperature: f64, width: u32, height: u32) -> u8 {
    let density = Density::new([logits[0], logits[1], logits[2]], temperature);
    let rgba = density.colours(width, height);
    rgba[rgba.len() / 2 + width as usize * 2]
}

/// A sweep of |z - t|^2 over temperatures on the stream of a seed; the mean of the Gumbel-Softmax estimates at the last
/// temperature. `all`: with every estimator, else that one alone.
#[wasm_bindgen]
pub fn bench_sweep(
    logits: &[f64],
    target: &[f64],
    temperatures: &[f64],
    rows: u32,
    all: bool,
) -> Vec<f64> {
    let one = [Estimator::GumbelSoftmax];
    let estimators: &[Estimator] = if all { &Estimator::ALL } else { &one };
    let objective = Objective::SquaredDistance {
        target: target.to_vec(),
    };
    let problem = Problem::new(objective, logits).expect_throw("a valid problem");
    let mut sweep = Sweep::new(problem, estimators, temperatures, u64::from(rows))
        .expect_throw("valid temperatures");
    sweep.step(u64::from(rows), &mut Rows::new(1, logits.len()));
    let place = estimators.iter().position(|e| *e == one[0]);
    let moments = sweep.moments(place.unwrap_or(0), temperatures.len() - 1);
    moments.map_or_else(Vec::new, |moments| moments.mean())
}
