//! Descent under the present parameters: who takes part, and the race as far as it has been run.

use super::gradient_lab::Rows;
use super::params::Params;
use crate::gradient::{Estimator, LEAST_TEMPERATURE, Optimizer, Race, RaceSettings, Schedule};

/// Rows whose estimates a step averages.
pub const ROWS_OF_STEP: usize = 4;

/// Who descends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entrant {
    /// `exact`, or a word of [`super::ESTIMATORS`].
    pub word: &'static str,
    /// The estimator.
    pub estimator: Estimator,
    /// Whether under the schedule; else at its first temperature throughout.
    pub annealed: bool,
}

/// A race and the noise of its replicates.
#[derive(Clone, Debug)]
pub(super) struct Course {
    race: Option<Race>,
    sources: Vec<Rows>,
}

impl Course {
    /// Everyone at the start; no race where f is not finite.
    pub(super) fn new(params: &Params) -> Self {
        let settings = params.race_settings();
        let sources = Rows::replicates(params.seed, params.categories(), settings.replicates);
        Course {
            race: Race::new(settings).ok(),
            sources,
        }
    }

    pub(super) fn race(&self) -> Option<&Race> {
        self.race.as_ref()
    }

    /// As many whole steps as fit in `most` estimates, at least one.
    pub(super) fn advance(&mut self, most: u64) {
        if let Some(race) = &mut self.race {
            let settings = race.settings();
            let all = settings.rows * settings.replicates * settings.entrants().count().max(1);
            let steps = (most / all as u64).clamp(1, settings.steps as u64);
            race.step(steps as usize, &mut self.sources);
        }
    }

    pub(super) fn progress(&self) -> f64 {
        self.race.as_ref().map_or(1.0, Race::progress)
    }
}

impl Params {
    /// Who descends: the exact gradient first, then those chosen, then, under a schedule that anneals, those that use a
    /// temperature once more without it. At the limit tau -> 0 these cannot.
    pub fn entrants(&self) -> Vec<Entrant> {
        let soft = self.temperature.tau().is_some();
        let chosen = self.estimators.iter();
        let chosen = chosen.filter_map(|word| Some((*word, self.estimator_of(word)?)));
        let mut entrants: Vec<Entrant> = [("exact", Estimator::Exact)]
            .into_iter()
            .chain(chosen.filter(|(_, e)| soft || !e.uses_temperature()))
            .map(|(word, estimator)| Entrant {
                word,
                estimator,
                annealed: true,
            })
            .collect();
        if !matches!(self.schedule_of(), Schedule::Constant { .. }) {
            let again = entrants.iter().filter(|e| e.estimator.uses_temperature());
            let again = again.map(|e| Entrant {
                annealed: false,
                ..*e
            });
            entrants.extend(again.collect::<Vec<_>>());
        }
        entrants
    }

    /// The temperature against the step, from the present one.
    pub fn schedule_of(&self) -> Schedule {
        let start = self.temperature.tau().unwrap_or(LEAST_TEMPERATURE);
        let floor = self.floor;
        match self.schedule {
            "linear" => Schedule::Linear { start, floor },
            "exponential" => Schedule::Exponential {
                start,
                rate: self.decay,
                every: self.every as usize,
                floor,
            },
            _ => Schedule::Constant { temperature: start },
        }
    }

    /// What the race is run with.
    pub fn race_settings(&self) -> RaceSettings {
        let rate = self.rate;
        let (annealed, constant): (Vec<Entrant>, _) =
            self.entrants().into_iter().partition(|e| e.annealed);
        let estimators = |of: Vec<Entrant>| of.into_iter().map(|e| e.estimator).collect();
        RaceSettings {
            objective: self.objective_of(),
            logits: self.logits.clone(),
            estimators: estimators(annealed),
            not_annealed: estimators(constant),
            optimizer: match self.optimizer {
                "adam" => Optimizer::Adam { rate },
                _ => Optimizer::Sgd { rate },
            },
            schedule: self.schedule_of(),
            steps: self.steps as usize,
            rows: ROWS_OF_STEP,
            replicates: self.replicates as usize,
        }
    }

    /// The step that is looked at: `at` of all.
    pub fn step_at(&self) -> usize {
        libm::round(self.at * f64::from(self.steps)) as usize
    }

    /// Whether a race under `other` is the same race.
    pub(super) fn same_race(&self, other: &Params) -> bool {
        self.seed == other.seed && self.race_settings() == other.race_settings()
    }
}
