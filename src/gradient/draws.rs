//! Noise under logits: who wins each row, and by how much; nothing here depends on a temperature.

#![allow(clippy::needless_range_loop)] // One index over several arrays.

use super::lanes::{LANES, Lanes};
use super::noise::Noise;
use super::problem::Problem;
use core::f64::consts::LOG2_E;

/// A batch of rows under the logits of a problem.
#[derive(Clone, Debug, Default)]
pub struct Draws {
    categories: usize,
    rows: usize,
    /// `l + g` less its largest, in bits (nats times log2 e): `[chunk * K + k]`, as the next three.
    pub(super) perturbed: Vec<Lanes>,
    /// 1 for the winner, else 0.
    pub(super) one_hot: Vec<Lanes>,
    /// REBAR: the conditional perturbed logits `z~` less their largest, in bits.
    pub(super) conditional: Vec<Lanes>,
    /// REBAR: `d z~_j / d ln pi_j`.
    pub(super) slope: Vec<Lanes>,
    /// f at the winner's corner: `[chunk]`.
    pub(super) value: Vec<Lanes>,
    winner: Vec<[usize; LANES]>,
}

impl Draws {
    /// The rows of `noise` under the logits of `problem`, in place of those held. `conditional` adds what only REBAR needs.
    ///
    /// `x = l + g`; the winner is b = argmax x, of probability `pi_b`. Given b and `E = -ln v`, the perturbed logits drawn
    /// anew are `z~_b = -ln E_b` and `z~_j = -ln(E_j/pi_j + E_b)`, with `d z~_j / d ln pi_j = E_j / (E_j + pi_j E_b)` and
    /// `d z~_b = 0`: `[T]` appendix on categorical variables.
    ///
    /// # Panics
    /// If the noise has not K categories.
    pub fn draw(&mut self, problem: &Problem, noise: &Noise, conditional: bool) {
        let k = problem.categories();
        assert_eq!(noise.categories(), k, "noise of other categories");
        (self.categories, self.rows) = (k, noise.rows());
        let chunks = self.rows.div_ceil(LANES);
        self.perturbed.resize(chunks * k, [0.0; LANES]);
        self.one_hot.resize(chunks * k, [0.0; LANES]);
        self.value.resize(chunks, [0.0; LANES]);
        self.winner.resize(chunks, [0; LANES]);
        for chunk in 0..chunks {
            let range = chunk * k..(chunk + 1) * k;
            let x = &mut self.perturbed[range.clone()];
            let winner = &mut self.winner[chunk];
            let mut largest = [f64::NEG_INFINITY; LANES];
            *winner = [0; LANES];
            let gumbel = &noise.gumbel()[range.clone()];
            for (j, (x, g)) in x.iter_mut().zip(gumbel).enumerate() {
                for i in 0..LANES {
                    x[i] = problem.ln_probs[j] + g[i];
                    if x[i] > largest[i] {
                        (winner[i], largest[i]) = (j, x[i]);
                    }
                }
            }
            for (j, (x, one_hot)) in x.iter_mut().zip(&mut self.one_hot[range]).enumerate() {
                for i in 0..LANES {
                    x[i] = (x[i] - largest[i]) * LOG2_E;
                    one_hot[i] = if winner[i] == j { 1.0 } else { 0.0 };
                }
            }
            for i in 0..LANES {
                self.value[chunk][i] = problem.corners[winner[i]];
            }
        }
        if conditional {
            self.condition(problem, noise);
        }
    }

    fn condition(&mut self, problem: &Problem, noise: &Noise) {
        let k = self.categories;
        self.conditional.resize(self.perturbed.len(), [0.0; LANES]);
        self.slope.resize(self.perturbed.len(), [0.0; LANES]);
        for (chunk, winner) in self.winner.iter().enumerate() {
            let e = &noise.conditional()[chunk * k..(chunk + 1) * k];
            for i in 0..LANES {
                let of_winner = e[winner[i]][i];
                let largest = -libm::log(of_winner);
                for j in 0..k {
                    // Multiplied through by pi_j, so that a probability of 0 gives -inf and not NaN.
                    let both = e[j][i] + problem.probs[j] * of_winner;
                    let (z, slope) = if j == winner[i] {
                        (0.0, 0.0)
                    } else {
                        let z = problem.ln_probs[j] - libm::log(both);
                        ((z - largest) * LOG2_E, e[j][i] / both)
                    };
                    self.conditional[chunk * k + j][i] = z;
                    self.slope[chunk * k + j][i] = slope;
                }
            }
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// Rows held.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The winner of a row: argmax(l + g).
    ///
    /// # Panics
    /// If there is no such row.
    pub fn winner(&self, row: usize) -> usize {
        assert!(row < self.rows, "there is no row {row}");
        self.winner[row / LANES][row % LANES]
    }

    /// `z = one_hot(argmax(l + g))` of a row, shape `[K]`, exact ones and zeros: what a straight-through sample passes forward.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn hard_sample(&self, row: usize) -> Vec<f64> {
        assert!(row < self.rows, "there is no row {row}");
        let k = self.categories;
        let chunk = &self.one_hot[row / LANES * k..][..k];
        chunk.iter().map(|lanes| lanes[row % LANES]).collect()
    }

    pub(super) fn chunks(&self) -> usize {
        self.value.len()
    }

    /// How many rows of a chunk are rows of the batch.
    pub(super) fn live(&self, chunk: usize) -> usize {
        (self.rows - chunk * LANES).min(LANES)
    }
}
