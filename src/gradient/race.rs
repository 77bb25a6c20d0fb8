//! Several estimators from one start on the same noise, a number of times.

use super::descent::{Descent, Scratch};
use super::estimator::Estimator;
use super::noise::{Noise, Uniforms};
use super::objective::Objective;
use super::optimizer::Optimizer;
use super::problem::Problem;
use super::schedule::Schedule;
use crate::distribution::ParameterError;

/// What a race is run with.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceSettings {
    /// f.
    pub objective: Objective,
    /// The start, shape `[K]`, in nats.
    pub logits: Vec<f64>,
    /// Who takes part.
    pub estimators: Vec<Estimator>,
    /// Who takes part once more, after those, at the temperature that the schedule starts with.
    pub not_annealed: Vec<Estimator>,
    /// The rule of a step.
    pub optimizer: Optimizer,
    /// The temperature of those that use one.
    pub schedule: Schedule,
    /// T.
    pub steps: usize,
    /// Rows whose estimates a step averages.
    pub rows: usize,
    /// How many times, each on noise of its own.
    pub replicates: usize,
}

impl Default for RaceSettings {
    /// f = |z - t|^2 with t = (0.3, 0.2, 0.5), from the probabilities (4/7, 1/7, 2/7), where category 1 leads and category 3
    /// is best: E\[f\] falls from .694 towards .38. The relaxation's own least loss is at y = t, inside.
    fn default() -> Self {
        RaceSettings {
            objective: Objective::SquaredDistance {
                target: vec![0.3, 0.2, 0.5],
            },
            logits: vec![core::f64::consts::LN_2, -core::f64::consts::LN_2, 0.0],
            estimators: Estimator::ALL.to_vec(),
            not_annealed: Vec::new(),
            optimizer: Optimizer::Sgd { rate: 1.0 },
            schedule: Schedule::Constant { temperature: 1.0 },
            steps: 300,
            rows: 4,
            replicates: 20,
        }
    }
}

impl RaceSettings {
    /// Everyone: those under the schedule, then those that are not annealed.
    pub fn entrants(&self) -> impl Iterator<Item = &Estimator> {
        self.estimators.iter().chain(&self.not_annealed)
    }
}

/// The mean over the replicates and how far they spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The mean.
    pub mean: f64,
    /// The standard deviation over the replicates, with R - 1; 0 of a single one.
    pub deviation: f64,
}

/// A race, as far as it has been run. In every step of a replicate all estimators meet the same rows of noise.
#[derive(Clone, Debug)]
pub struct Race {
    settings: RaceSettings,
    /// By entrant, then by replicate; none where the estimator does not apply.
    descents: Vec<Vec<Descent>>,
    steps: usize,
    noise: Noise,
    scratch: Scratch,
}

impl Race {
    /// Everyone at the start.
    ///
    /// # Errors
    /// As [`Problem::new`] and [`Schedule::check`]; and where the step size is not finite or below 0, or there are no rows or replicates.
    pub fn new(settings: RaceSettings) -> Result<Self, ParameterError> {
        let problem = Problem::new(settings.objective.clone(), &settings.logits)?;
        settings.schedule.check()?;
        let rate = settings.optimizer.rate();
        if !(rate.is_finite() && rate >= 0.0) {
            return Err(ParameterError::new(
                "rate",
                rate,
                "be finite and at least 0",
            ));
        }
        for (name, count) in [("rows", settings.rows), ("replicates", settings.replicates)] {
            if count == 0 {
                return Err(ParameterError::new(name, 0.0, "be at least 1"));
            }
        }
        let runs = |estimator: &Estimator| {
            if !estimator.applies_to(&settings.objective) {
                return Vec::new();
            }
            let run = Descent::new(problem.clone(), *estimator, settings.optimizer);
            vec![run; settings.replicates]
        };
        Ok(Race {
            descents: settings.entrants().map(runs).collect(),
            steps: 0,
            noise: Noise::new(problem.categories()),
            scratch: Scratch::default(),
            settings,
        })
    }

    /// Runs at most `steps` more steps, with a source of uniforms for each replicate; true when the race is over.
    ///
    /// How the race is cut into calls changes no bit. To stop it, do not call again.
    ///
    /// # Panics
    /// If there is not a source for each replicate.
    pub fn step<S: Uniforms>(&mut self, steps: usize, sources: &mut [S]) -> bool {
        assert_eq!(
            sources.len(),
            self.settings.replicates,
            "a source a replicate"
        );
        let goal = self.settings.steps.min(self.steps.saturating_add(steps));
        while self.steps < goal {
            let schedule = self.settings.schedule;
            let [annealed, constant] = [schedule, schedule.not_annealed()]
                .map(|schedule| schedule.at(self.steps, self.settings.steps).temperature);
            let annealing = self.settings.estimators.len();
            for (replicate, source) in sources.iter_mut().enumerate() {
                self.noise.draw(self.settings.rows, source);
                for (e, runs) in self.descents.iter_mut().enumerate() {
                    if let Some(run) = runs.get_mut(replicate) {
                        let tau = if e < annealing { annealed } else { constant };
                        run.step(&self.noise, tau, &mut self.scratch);
                    }
                }
            }
            self.steps += 1;
        }
        self.steps == self.settings.steps
    }

    /// What it is run with.
    pub fn settings(&self) -> &RaceSettings {
        &self.settings
    }

    /// Steps run.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// From 0 to 1.
    pub fn progress(&self) -> f64 {
        self.steps as f64 / self.settings.steps.max(1) as f64
    }

    /// The descents of entrant `e` of the settings, a replicate each; empty where its estimator is not applicable.
    ///
    /// # Panics
    /// If there is no such entrant.
    pub fn descents(&self, e: usize) -> &[Descent] {
        &self.descents[e]
    }

    /// `E[f(z)]`, exact, after t steps over the replicates; `None` where not applicable.
    pub fn expected_at(&self, e: usize, t: usize) -> Option<Band> {
        band(self.descents(e).iter().map(|run| run.expected_at(t)))
    }

    /// The relaxed loss of step t over the replicates that took it; see [`Descent::relaxed_at`].
    pub fn relaxed_at(&self, e: usize, t: usize) -> Option<Band> {
        band(self.descents(e).iter().filter_map(|run| run.relaxed_at(t)))
    }

    /// How many replicates have diverged.
    pub fn diverged(&self, e: usize) -> usize {
        let runs = self.descents(e).iter();
        runs.filter(|run| run.diverged().is_some()).count()
    }

    /// Estimates that were not finite, and all, over the replicates.
    pub fn not_finite(&self, e: usize) -> (u64, u64) {
        let counts = self.descents(e).iter().map(Descent::not_finite);
        counts.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }
}

fn band(values: impl Iterator<Item = f64> + Clone) -> Option<Band> {
    let n = values.clone().count();
    if n == 0 {
        return None;
    }
    let mean = values.clone().sum::<f64>() / n as f64;
    let squares: f64 = values.map(|v| (v - mean) * (v - mean)).sum();
    let deviation = libm::sqrt(squares / (n.max(2) - 1) as f64);
    Some(Band { mean, deviation })
}
