//! The laboratory of gradients: its numbers as plain objects, and its long jobs.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::{Explorer, numbers, object};
use crate::explorer::Job;
use crate::gradient::{Moments, Problem};

fn job_of(name: &str) -> Result<Job, JsError> {
    Job::from_name(name).ok_or_else(|| JsError::new(&format!("no job is named {name:?}")))
}

/// f and the exact gradient.
fn problem_of(problem: &Problem) -> [(&'static str, JsValue); 4] {
    let objective = problem.objective();
    [
        ("reward", objective.is_reward().into()),
        ("expected", problem.expected().into()),
        ("gradient", numbers(problem.gradient().iter().copied())),
        ("differentiable", objective.is_differentiable().into()),
    ]
}

/// Lengths and variances with their standard errors; `whole` adds the mean and the covariance. Null for an estimator that
/// does not apply.
fn moments_of(moments: Option<&Moments>, whole: bool) -> JsValue {
    let Some(moments) = moments else {
        return JsValue::NULL;
    };
    // They would be most of what crosses over, at every temperature.
    let list = |values: fn(&Moments) -> Vec<f64>| match whole {
        true => numbers(values(moments)),
        false => JsValue::UNDEFINED,
    };
    let (bias, bias_error) = moments.bias_length();
    let (variance, variance_error) = moments.variance();
    object([
        ("rows", (moments.rows() as f64).into()),
        ("not_finite", (moments.not_finite() as f64).into()),
        ("mean", list(Moments::mean)),
        ("covariance", list(Moments::covariance)),
        ("bias", bias.into()),
        ("bias_error", bias_error.into()),
        ("variance", variance.into()),
        ("variance_error", variance_error.into()),
    ])
}

#[wasm_bindgen]
impl Explorer {
    /// f, its exact gradient, and what each chosen estimator makes of the first draws at the present temperature.
    pub fn estimates(&self) -> JsValue {
        let [a, b, c, d] = problem_of(self.inner.problem());
        let target = numbers(self.inner.params().target_of());
        let each = self.inner.estimated().iter().map(|estimated| {
            object([
                ("word", estimated.word.into()),
                (
                    "moments",
                    moments_of(estimated.work.as_ref().map(|work| &work.moments), true),
                ),
            ])
        });
        let each = each.collect::<Array>().into();
        object([a, b, c, d, ("target", target), ("estimators", each)])
    }

    /// The sweep as far as it has come: its temperatures, and of each estimator what it did at each of them; null
    /// before it has begun.
    pub fn sweep(&self) -> JsValue {
        let Some(sweep) = self.inner.sweep() else {
            return JsValue::NULL;
        };
        let words = self.inner.params().estimators.iter();
        let each = words.enumerate().map(|(e, word)| {
            let places = 0..sweep.temperatures().len();
            let moments = places.map(|t| moments_of(sweep.moments(e, t), false));
            object([
                ("word", (*word).into()),
                ("moments", moments.collect::<Array>().into()),
            ])
        });
        object([
            ("rows", (sweep.rows() as f64).into()),
            (
                "temperatures",
                numbers(sweep.temperatures().iter().copied()),
            ),
            ("estimators", each.collect::<Array>().into()),
        ])
    }

    /// Does `most` more rows of a job; true when nothing is left of it.
    ///
    /// # Errors
    /// An unknown job, as of the others here.
    pub fn work(&mut self, job: &str, most: f64) -> Result<bool, JsError> {
        Ok(self.inner.work(job_of(job)?, most as u64))
    }

    /// Whether there is more of it to do.
    pub fn pending(&self, job: &str) -> Result<bool, JsError> {
        Ok(self.inner.pending(job_of(job)?))
    }

    /// How much of it is done, from 0 to 1.
    pub fn progress(&self, job: &str) -> Result<f64, JsError> {
        Ok(self.inner.progress(job_of(job)?))
    }

    /// Whether the reader has stopped it.
    pub fn halted(&self, job: &str) -> Result<bool, JsError> {
        Ok(self.inner.halted(job_of(job)?))
    }

    /// Stops it where it is, or lets it go on.
    pub fn halt(&mut self, job: &str, halted: bool) -> Result<(), JsError> {
        self.inner.halt(job_of(job)?, halted);
        Ok(())
    }

    /// Changes with everything that a job has found.
    pub fn lab_revision(&self) -> u32 {
        self.inner.lab_revision()
    }
}
