//! Each estimator of one row, written out once more from the formulas.

use gumbel_softmax::gradient::Objective;
use gumbel_softmax::softmax::{argmax, jacobian, log_softmax, softmax};

/// A row, written out once more from the formulas, with `libm::exp` and no lanes.
pub struct Row<'a> {
    pub objective: &'a Objective,
    pub u: &'a [f64],
    pub v: &'a [f64],
    pub tau: f64,
}

impl Row<'_> {
    pub fn winner(&self, logits: &[f64]) -> usize {
        let x = logits
            .iter()
            .zip(self.u)
            .map(|(l, u)| l - libm::log(-libm::log(*u)));
        argmax(&x.collect::<Vec<_>>())
    }

    pub fn soft(&self, logits: &[f64]) -> Vec<f64> {
        let x = logits
            .iter()
            .zip(self.u)
            .map(|(l, u)| (l - libm::log(-libm::log(*u))) / self.tau);
        softmax(&x.collect::<Vec<_>>())
    }

    /// The relaxed sample drawn anew given the winner b, as a function of ln pi.
    pub fn anew(&self, ln_probs: &[f64], b: usize) -> Vec<f64> {
        let e = |j: usize| -libm::log(self.v[j]);
        let z = |(j, ln_pi): (usize, &f64)| {
            let z = if j == b {
                -libm::log(e(b))
            } else {
                -libm::log(e(j) / libm::exp(*ln_pi) + e(b))
            };
            z / self.tau
        };
        softmax(&ln_probs.iter().enumerate().map(z).collect::<Vec<_>>())
    }

    pub fn f(&self, z: &[f64]) -> f64 {
        self.objective.value(z).unwrap()
    }

    /// REBAR, its derivatives by central differences; at fixed noise.
    pub fn rebar(&self, logits: &[f64], eta: f64) -> Vec<f64> {
        let (b, pi) = (self.winner(logits), softmax(logits));
        let weight = self.objective.corner(b) - eta * self.f(&self.anew(&log_softmax(logits), b));
        let direct = differences(logits, self.tau, |l| self.f(&self.soft(l)));
        let anew = differences(logits, self.tau, |l| self.f(&self.anew(&log_softmax(l), b)));
        let one = |k: usize| if k == b { 1.0 } else { 0.0 };
        let term = |k: usize| weight * (one(k) - pi[k]) + eta * (direct[k] - anew[k]);
        (0..logits.len()).map(term).collect()
    }

    /// The slip: d z~_j / d ln pi_j taken for 1, as if z~ were ln pi + noise.
    pub fn rebar_slip(&self, logits: &[f64]) -> Vec<f64> {
        let (b, pi) = (self.winner(logits), softmax(logits));
        let anew = self.anew(&log_softmax(logits), b);
        let weight = self.objective.corner(b) - self.f(&anew);
        let (direct, back) = (self.back(&self.soft(logits)), self.back(&anew));
        let one = |k: usize| if k == b { 1.0 } else { 0.0 };
        (0..logits.len())
            .map(|k| weight * (one(k) - pi[k]) + direct[k] - back[k])
            .collect()
    }

    /// J(y)^T grad f(y).
    pub fn back(&self, y: &[f64]) -> Vec<f64> {
        times(&jacobian(y, self.tau), &self.objective.gradient(y).unwrap())
    }
}

pub fn times(matrix: &[f64], v: &[f64]) -> Vec<f64> {
    let row = |row: &[f64]| row.iter().zip(v).map(|(a, b)| a * b).sum();
    matrix.chunks(v.len()).map(row).collect()
}

/// Central differences with steps of 1e-4 tau: the error is of the order 1e-8 / tau.
pub fn differences(at: &[f64], tau: f64, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let h = 1e-4 * tau.min(1.0);
    let mut x = at.to_vec();
    let mut slope = |k: usize| {
        if at[k] == f64::NEG_INFINITY {
            return 0.0;
        }
        x[k] = at[k] + h;
        let above = f(&x);
        x[k] = at[k] - h;
        let below = f(&x);
        x[k] = at[k];
        (above - below) / (2.0 * h)
    };
    (0..at.len()).map(&mut slope).collect()
}
