//! Bias and variance over temperatures, several estimators on the same noise, in slices.

use super::draws::Draws;
use super::estimation::Estimation;
use super::estimator::Estimator;
use super::moments::Moments;
use super::noise::{Noise, Uniforms};
use super::problem::Problem;
use super::relaxed::Relaxed;
use crate::distribution::ParameterError;

/// Rows of a batch of a sweep: the unit in which it is cut, and the batch of [`Estimator::LeaveOneOut`].
pub const BLOCK: u64 = 128;

/// A sweep, as far as it has been run.
#[derive(Clone, Debug)]
pub struct Sweep {
    problem: Problem,
    temperatures: Vec<f64>,
    runs: Vec<Run>,
    goal: u64,
    rows: u64,
    noise: Noise,
    draws: Draws,
    relaxed: Relaxed,
}

#[derive(Clone, Debug)]
struct Run {
    estimation: Estimation,
    /// By temperature; a single one where the temperature makes no difference; none where not applicable.
    moments: Vec<Moments>,
}

impl Sweep {
    /// Nothing drawn yet, of `rows` rows.
    ///
    /// # Errors
    /// Names the temperature, its place and its value, where one is not finite and above 0.
    pub fn new(
        problem: Problem,
        estimators: &[Estimator],
        temperatures: &[f64],
        rows: u64,
    ) -> Result<Self, ParameterError> {
        for (i, tau) in temperatures.iter().enumerate() {
            if !(tau.is_finite() && *tau > 0.0) {
                let allowed = "be finite and above 0";
                return Err(ParameterError::at("temperatures", i, *tau, allowed));
            }
        }
        let run = |estimator: &Estimator| {
            let count = match estimator {
                e if !e.applies_to(problem.objective()) => 0,
                e if e.uses_temperature() => temperatures.len(),
                _ => 1,
            };
            Run {
                estimation: Estimation::new(*estimator),
                moments: vec![Moments::new(&problem); count],
            }
        };
        Ok(Sweep {
            runs: estimators.iter().map(run).collect(),
            temperatures: temperatures.to_vec(),
            goal: rows,
            rows: 0,
            noise: Noise::new(problem.categories()),
            draws: Draws::default(),
            relaxed: Relaxed::default(),
            problem,
        })
    }

    /// Runs `budget` more rows, rounded up to whole batches of [`BLOCK`]; true when all are done.
    ///
    /// How a sweep is cut into calls changes no bit. To stop it, do not call again: every temperature then has the
    /// same rows.
    pub fn step(&mut self, budget: u64, source: &mut dyn Uniforms) -> bool {
        let wanted = self.goal.min(self.rows.saturating_add(budget));
        while self.rows < wanted {
            let rows = BLOCK.min(self.goal - self.rows);
            self.noise.draw(rows as usize, source);
            self.block();
            self.rows += rows;
        }
        self.rows == self.goal
    }

    fn block(&mut self) {
        let used = |run: &&Run| !run.moments.is_empty();
        let estimators = || {
            self.runs
                .iter()
                .filter(used)
                .map(|run| run.estimation.estimator())
        };
        let conditional = estimators().any(Estimator::is_conditional);
        let relaxes = estimators().any(Estimator::uses_temperature);
        let (problem, draws, relaxed) = (&self.problem, &mut self.draws, &mut self.relaxed);
        draws.draw(problem, &self.noise, conditional);
        let soft = |run: &Run| run.estimation.estimator().uses_temperature();
        for run in self.runs.iter_mut().filter(|run| !soft(run)) {
            if let Some(moments) = run.moments.first_mut() {
                moments.add(&mut run.estimation, problem, draws, relaxed);
            }
        }
        if !relaxes {
            return;
        }
        for (t, tau) in self.temperatures.iter().enumerate() {
            relaxed.relax(draws, *tau, conditional);
            for run in self.runs.iter_mut().filter(|run| soft(run)) {
                if let Some(moments) = run.moments.get_mut(t) {
                    moments.add(&mut run.estimation, problem, draws, relaxed);
                }
            }
        }
    }

    /// The objective and the logits.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The temperatures, as given.
    pub fn temperatures(&self) -> &[f64] {
        &self.temperatures
    }

    /// Rows done.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// From 0 to 1.
    pub fn progress(&self) -> f64 {
        self.rows as f64 / self.goal.max(1) as f64
    }

    /// What estimator `e` did at temperature `t`, both by their place in the lists; `None` where it is not applicable.
    ///
    /// # Panics
    /// If there is no such estimator or temperature.
    pub fn moments(&self, e: usize, t: usize) -> Option<&Moments> {
        assert!(t < self.temperatures.len(), "there is no temperature {t}");
        let moments = &self.runs[e].moments;
        moments.get(t).or(moments.first())
    }
}
