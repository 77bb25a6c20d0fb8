//! Draws at a temperature: the soft samples.

use super::draws::Draws;
use super::lanes::{LANES, Lanes, soften};
use super::problem::Problem;

/// The soft samples `y = softmax((l + g)/tau)` of a batch, and those drawn anew given the winner where REBAR needs them.
#[derive(Clone, Debug, Default)]
pub struct Relaxed {
    categories: usize,
    rows: usize,
    pub(super) inverse: f64,
    /// `y[chunk * K + k]`, as `conditional`.
    pub(super) y: Vec<Lanes>,
    pub(super) conditional: Vec<Lanes>,
}

impl Relaxed {
    /// The soft samples of `draws` at this temperature, in place of those held. `conditional` as in [`Draws::draw`].
    pub fn relax(&mut self, draws: &Draws, temperature: f64, conditional: bool) {
        let k = draws.categories();
        (self.categories, self.rows) = (k, draws.rows());
        self.inverse = 1.0 / temperature;
        let all = draws.chunks() * k;
        self.y.resize(all, [0.0; LANES]);
        for (x, y) in draws.perturbed.chunks(k).zip(self.y.chunks_mut(k)) {
            soften(x, self.inverse, y);
        }
        if conditional {
            self.conditional.resize(all, [0.0; LANES]);
            let anew = draws.conditional.chunks(k);
            for (x, y) in anew.zip(self.conditional.chunks_mut(k)) {
                soften(x, self.inverse, y);
            }
        }
    }

    /// `y_k` of a row.
    ///
    /// # Panics
    /// If there is no such row or category.
    pub fn soft_sample(&self, row: usize, k: usize) -> f64 {
        assert!(row < self.rows && k < self.categories);
        self.y[row / LANES * self.categories + k][row % LANES]
    }

    /// The mean of `f(y)` over the rows: the loss as the relaxation sees it. `None` for a table, and without rows.
    pub fn mean_value(&self, problem: &Problem) -> Option<f64> {
        let q = problem.quadratic.as_ref()?;
        let mut sum = 0.0;
        for row in 0..self.rows {
            let mut value = q.constant;
            for k in 0..self.categories {
                let y = self.soft_sample(row, k);
                value += y * (0.5 * q.curvature[k] * y + q.slope[k]);
            }
            sum += value;
        }
        (self.rows > 0).then(|| sum / self.rows as f64)
    }
}
