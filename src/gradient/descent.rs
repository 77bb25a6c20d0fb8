//! Descent on the logits with one estimator.

use super::draws::Draws;
use super::estimation::Estimation;
use super::estimator::Estimator;
use super::noise::Noise;
use super::optimizer::{Memory, Optimizer};
use super::problem::Problem;
use super::relaxed::Relaxed;

/// Logits further apart than this have diverged: the least probability is below e^-700, next to the end of f64, so no sample and
/// no gradient brings the category back.
pub const SPREAD_LIMIT: f64 = 700.0;

/// Room for one step, shared by descents that take turns.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    draws: Draws,
    relaxed: Relaxed,
}

/// One descent, with its whole history. It goes down a loss and up a reward.
#[derive(Clone, Debug)]
pub struct Descent {
    problem: Problem,
    estimation: Estimation,
    optimizer: Optimizer,
    memory: Memory,
    logits: Vec<f64>,
    path: Vec<f64>,
    losses: Vec<f64>,
    relaxed_losses: Vec<f64>,
    diverged: Option<usize>,
    rows: u64,
    not_finite: u64,
}

impl Descent {
    /// At the start: the logits of `problem`, whose objective the estimator must apply to.
    pub(super) fn new(problem: Problem, estimator: Estimator, optimizer: Optimizer) -> Self {
        Descent {
            estimation: Estimation::new(estimator),
            optimizer,
            memory: optimizer.memory(problem.categories()),
            logits: problem.logits().to_vec(),
            path: problem.logits().to_vec(),
            losses: vec![problem.expected()],
            relaxed_losses: Vec::new(),
            diverged: None,
            rows: 0,
            not_finite: 0,
            problem,
        }
    }

    /// One step, along the mean of the finite estimates of these rows. A descent that has diverged stays where it is.
    pub(super) fn step(&mut self, noise: &Noise, temperature: f64, scratch: &mut Scratch) {
        if self.diverged.is_some() {
            return;
        }
        let estimator = self.estimation.estimator();
        let Scratch { draws, relaxed } = scratch;
        draws.draw(&self.problem, noise, estimator.is_conditional());
        if estimator.uses_temperature() {
            relaxed.relax(draws, temperature, estimator.is_conditional());
            let value = relaxed.mean_value(&self.problem).unwrap_or(f64::NAN);
            self.relaxed_losses.push(value);
        }
        let mut gradient = vec![0.0; self.problem.categories()];
        let mut finite = 0u64;
        self.estimation
            .each(&self.problem, draws, relaxed, |live, estimate| {
                for i in 0..live {
                    if estimate.iter().all(|lanes| lanes[i].is_finite()) {
                        finite += 1;
                        for (g, lanes) in gradient.iter_mut().zip(estimate.iter()) {
                            *g += lanes[i];
                        }
                    }
                }
            });
        self.rows += noise.rows() as u64;
        self.not_finite += noise.rows() as u64 - finite;
        if finite > 0 {
            let sign = if self.problem.objective().is_reward() {
                -1.0
            } else {
                1.0
            };
            for g in &mut gradient {
                *g = sign * *g / finite as f64;
            }
            let mut logits = self.logits.clone();
            self.optimizer
                .step(&mut self.memory, &gradient, &mut logits);
            if has_diverged(&self.logits, &logits) {
                self.diverged = Some(self.losses.len());
                return;
            }
            self.logits = logits;
            self.problem.move_to(&self.logits);
        }
        self.path.extend_from_slice(&self.logits);
        self.losses.push(self.problem.expected());
    }

    /// Which estimator.
    pub fn estimator(&self) -> Estimator {
        self.estimation.estimator()
    }

    /// The logits now: of a descent that has diverged, the last before it did. Shape `[K]`, in nats.
    pub fn logits(&self) -> &[f64] {
        &self.logits
    }

    /// Steps in the history, beside the start.
    pub fn steps(&self) -> usize {
        self.losses.len() - 1
    }

    /// The logits after t steps, or after the last before that.
    pub fn logits_at(&self, t: usize) -> &[f64] {
        let k = self.logits.len();
        let t = t.min(self.steps());
        &self.path[t * k..(t + 1) * k]
    }

    /// `E[f(z)]`, exact, after t steps, or after the last before that.
    pub fn expected_at(&self, t: usize) -> f64 {
        self.losses[t.min(self.steps())]
    }

    /// The mean of `f(y)` over the rows of step t, at the logits and the temperature it was taken at: the loss that the
    /// relaxation sees. `None` for an estimator that does not relax, and for steps not taken. `NaN` where y is not finite.
    pub fn relaxed_at(&self, t: usize) -> Option<f64> {
        self.relaxed_losses.get(t).copied()
    }

    /// The step, from 1, whose result was not finite or beyond [`SPREAD_LIMIT`]; the state before it is kept.
    pub fn diverged(&self) -> Option<usize> {
        self.diverged
    }

    /// Estimates that were not finite, and all estimates.
    pub fn not_finite(&self) -> (u64, u64) {
        (self.not_finite, self.rows)
    }
}

fn has_diverged(before: &[f64], after: &[f64]) -> bool {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for (before, after) in before.iter().zip(after) {
        // A category left out at the start stays out.
        if *before == f64::NEG_INFINITY && *after == f64::NEG_INFINITY {
            continue;
        }
        if !after.is_finite() {
            return true;
        }
        (least, most) = (least.min(*after), most.max(*after));
    }
    most - least > SPREAD_LIMIT
}
