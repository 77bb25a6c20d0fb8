//! Estimates of a gradient under the present parameters: those of the first draws, computed when a view asks for them,
//! and the jobs that take longer than a frame.

use core::cell::OnceCell;

use super::course::Course;
use super::gradient_lab::Rows;
use super::params::Params;
use super::{Explorer, TEMPERATURE};
use crate::gradient::{
    Draws, Estimation, Estimator, Moments, Noise, Problem, Race, Relaxed, Sweep, Uniforms,
};

/// How many draws' estimates are kept one by one.
pub const CLOUD: usize = 400;
/// The draws over which the mean and the covariance at the present temperature are taken, in batches of
/// [`crate::gradient::BLOCK`].
pub const ESTIMATES: usize = 2000;
/// The draws of a sweep, at each of its temperatures.
pub const SWEEP_ROWS: u64 = 100_000;

/// The first and the last temperature of a sweep.
pub const SWEPT: (f64, f64) = (0.05, 10.0);
/// Its temperatures, evenly in ln tau.
const PLACES: usize = 25;

/// An estimator's work on the first draws of the seed.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// Its word, one of [`super::ESTIMATORS`].
    pub word: &'static str,
    /// The estimator.
    pub estimator: Estimator,
    /// What it came to; `None` where it does not apply: to a table, or at the limit tau -> 0.
    pub work: Option<EstimatorWork>,
}

/// Estimates of the gradient in the logits, in the unit of f per nat.
#[derive(Clone, Debug)]
pub struct EstimatorWork {
    /// Of the first [`CLOUD`] draws, row by row, shape `[CLOUD, K]`.
    pub cloud: Vec<f64>,
    /// Of the first [`ESTIMATES`] draws.
    pub moments: Moments,
}

/// Something too long for a frame, done in slices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Bias and variance over temperatures.
    Sweep,
    /// Descent with several estimators.
    Descent,
}

impl Job {
    /// All of them.
    pub const ALL: [Job; 2] = [Job::Sweep, Job::Descent];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Job::Sweep => "sweep",
            Job::Descent => "descent",
        }
    }

    /// The job of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.name() == name)
    }
}

/// What has been computed, until something that it depends on changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Lab {
    problem: OnceCell<Problem>,
    estimated: OnceCell<Vec<Estimated>>,
    sweep: Option<Swept>,
    course: Option<Course>,
    /// Jobs that the reader has stopped.
    halted: Vec<Job>,
    revision: u32,
}

#[derive(Clone, Debug)]
struct Swept {
    sweep: Sweep,
    rows: Rows,
}

impl Lab {
    /// Lets go of what new parameters no longer give.
    pub(super) fn follow(&mut self, old: &Params, new: &Params) {
        let problem =
            old.logits != new.logits || old.objective != new.objective || old.target != new.target;
        let estimators =
            old.seed != new.seed || old.estimators != new.estimators || old.eta != new.eta;
        if problem {
            self.problem.take();
        }
        if problem || estimators || old.temperature != new.temperature {
            self.estimated.take();
        }
        if problem || estimators {
            self.forget(Job::Sweep);
        }
        if !old.same_race(new) {
            self.forget(Job::Descent);
        }
    }

    fn forget(&mut self, job: Job) {
        self.halted.retain(|halted| *halted != job);
        self.revision += 1;
        match job {
            Job::Sweep => self.sweep = None,
            Job::Descent => self.course = None,
        }
    }
}

/// The estimators that are shown, in their order.
fn chosen(params: &Params) -> Vec<(&'static str, Estimator)> {
    let words = params.estimators.iter();
    words
        .filter_map(|word| Some((*word, params.estimator_of(word)?)))
        .collect()
}

/// The temperatures of a sweep.
fn places() -> Vec<f64> {
    let (lo, hi) = (libm::log(SWEPT.0), libm::log(SWEPT.1));
    let place = |i: usize| libm::exp(lo + (hi - lo) * i as f64 / (PLACES - 1) as f64);
    (0..PLACES).map(|i| TEMPERATURE.nearest(place(i))).collect()
}

fn estimated(params: &Params, problem: &Problem) -> Vec<Estimated> {
    let k = params.categories();
    let tau = params.temperature.tau();
    let mut source = Rows::new(params.seed, k);
    let (mut noise, mut draws, mut relaxed) = (Noise::new(k), Draws::default(), Relaxed::default());
    let applies = |estimator: &Estimator| {
        estimator.applies_to(problem.objective())
            && (tau.is_some() || !estimator.uses_temperature())
    };
    let mut list: Vec<(Estimated, [Estimation; 2])> = chosen(params)
        .into_iter()
        .map(|(word, estimator)| {
            let work = applies(&estimator).then(|| EstimatorWork {
                cloud: Vec::with_capacity(CLOUD * k),
                moments: Moments::new(problem),
            });
            let estimated = Estimated {
                word,
                estimator,
                work,
            };
            (
                estimated,
                [Estimation::new(estimator), Estimation::new(estimator)],
            )
        })
        .collect();
    let conditional = list
        .iter()
        .any(|(e, _)| e.work.is_some() && e.estimator.is_conditional());
    let mut done = 0;
    while done < ESTIMATES {
        let rows = (ESTIMATES - done).min(crate::gradient::BLOCK as usize);
        noise.draw(rows, &mut source as &mut dyn Uniforms);
        draws.draw(problem, &noise, conditional);
        if let Some(tau) = tau {
            relaxed.relax(&draws, tau, conditional);
        }
        for (estimated, [each, all]) in &mut list {
            let Some(work) = &mut estimated.work else {
                continue;
            };
            if work.cloud.len() < CLOUD * k {
                let rows = each
                    .estimates(problem, &draws, &relaxed)
                    .unwrap_or_default();
                let missing = CLOUD * k - work.cloud.len();
                work.cloud.extend(rows.into_iter().take(missing));
            }
            work.moments.add(all, problem, &draws, &relaxed);
        }
        done += rows;
    }
    list.into_iter().map(|(estimated, _)| estimated).collect()
}

fn new_problem(params: &Params) -> Problem {
    Problem::new(params.objective_of(), &params.logits)
        .expect("parameters are valid logits and numbers")
}

fn new_sweep(problem: Problem, estimators: &[Estimator]) -> Sweep {
    Sweep::new(problem, estimators, &places(), SWEEP_ROWS).expect("its places are temperatures")
}

impl Explorer {
    /// f and the logits, with the exact gradient.
    pub fn problem(&self) -> &Problem {
        self.lab.problem.get_or_init(|| new_problem(&self.params))
    }

    /// What each chosen estimator makes of the first draws of the seed at the present temperature; computed when first
    /// asked for.
    pub fn estimated(&self) -> &[Estimated] {
        let lab = &self.lab;
        lab.estimated
            .get_or_init(|| estimated(&self.params, self.problem()))
    }

    /// Bias and variance over temperatures, as far as [`Explorer::work`] has come; its estimators are those chosen.
    pub fn sweep(&self) -> Option<&Sweep> {
        self.lab.sweep.as_ref().map(|swept| &swept.sweep)
    }

    /// The descents as far as [`Explorer::work`] has come, of [`Params::entrants`]; none where f is not finite.
    pub fn race(&self) -> Option<&Race> {
        self.lab.course.as_ref()?.race()
    }

    /// Changes with everything that a job has found.
    pub fn lab_revision(&self) -> u32 {
        self.lab.revision
    }

    /// Does `most` more rows of a job; true when nothing is left of it. How it is cut leaves no trace.
    pub fn work(&mut self, job: Job, most: u64) -> bool {
        if !self.pending(job) {
            return true;
        }
        match job {
            Job::Sweep => {
                let problem = self.problem().clone();
                let params = &self.params;
                let swept = self.lab.sweep.get_or_insert_with(|| {
                    let estimators: Vec<Estimator> =
                        chosen(params).into_iter().map(|(_, e)| e).collect();
                    Swept {
                        sweep: new_sweep(problem, &estimators),
                        rows: Rows::new(params.seed, params.categories()),
                    }
                });
                swept.sweep.step(most, &mut swept.rows);
            }
            Job::Descent => {
                let params = &self.params;
                let course = self.lab.course.get_or_insert_with(|| Course::new(params));
                course.advance(most);
            }
        }
        self.lab.revision += 1;
        !self.pending(job)
    }

    /// Whether there is more of a job to do.
    pub fn pending(&self, job: Job) -> bool {
        !self.halted(job) && self.progress(job) < 1.0
    }

    /// How much of a job is done, from 0 to 1.
    pub fn progress(&self, job: Job) -> f64 {
        match job {
            Job::Sweep => self.sweep().map_or(0.0, Sweep::progress),
            Job::Descent => self.lab.course.as_ref().map_or(0.0, Course::progress),
        }
    }

    /// Whether the reader has stopped a job.
    pub fn halted(&self, job: Job) -> bool {
        self.lab.halted.contains(&job)
    }

    /// Stops a job where it is, or lets it go on; a change that begins it anew lets it go on too.
    pub fn halt(&mut self, job: Job, halted: bool) {
        self.lab.halted.retain(|other| *other != job);
        if halted {
            self.lab.halted.push(job);
        }
        self.lab.revision += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_found_by_its_name() {
        let names = Job::ALL.map(Job::name);
        assert_eq!(names, ["sweep", "descent"]);
        assert_eq!(names.map(Job::from_name), Job::ALL.map(Some));
        assert_eq!(Job::from_name("race"), None);
    }
}
