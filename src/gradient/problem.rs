//! An objective at given logits, solved exactly by enumeration.

use super::objective::{Objective, Quadratic};
use crate::distribution::{Categorical, ParameterError};
use crate::softmax::log_softmax;

/// An objective and the logits at which its expectation and the gradient of it are wanted.
///
/// ```
/// use gumbel_softmax::gradient::{Objective, Problem};
/// let objective = Objective::SquaredDistance { target: vec![0.3, 0.2, 0.5] };
/// let problem = Problem::new(objective, &[libm::log(2.0), libm::log(0.5), 0.0])?;
/// assert!((problem.gradient()[0] - 0.04898).abs() < 5e-6);
/// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    objective: Objective,
    logits: Vec<f64>,
    pub(super) ln_probs: Vec<f64>,
    pub(super) probs: Vec<f64>,
    /// f at each corner.
    pub(super) corners: Vec<f64>,
    pub(super) quadratic: Option<Quadratic>,
    expected: f64,
    gradient: Vec<f64>,
}

impl Problem {
    /// The objective at these logits, shape `[K]`, in nats.
    ///
    /// # Errors
    /// As [`Objective::check`]; names `logits` where one is `NaN` or `+inf`, all are `-inf`, or there are not K.
    pub fn new(objective: Objective, logits: &[f64]) -> Result<Self, ParameterError> {
        objective.check()?;
        let k = objective.categories();
        if logits.len() != k {
            let allowed = "be as many as the objective has categories";
            return Err(ParameterError::new("logits", logits.len() as f64, allowed));
        }
        Categorical::from_logits(logits)?;
        let mut problem = Problem {
            corners: (0..k).map(|k| objective.corner(k)).collect(),
            quadratic: objective.quadratic(),
            objective,
            logits: Vec::new(),
            ln_probs: Vec::new(),
            probs: Vec::new(),
            expected: 0.0,
            gradient: Vec::new(),
        };
        problem.move_to(logits);
        Ok(problem)
    }

    /// The same objective at other logits, which must be as valid as those of [`Self::new`].
    pub(super) fn move_to(&mut self, logits: &[f64]) {
        self.logits.clear();
        self.logits.extend_from_slice(logits);
        self.ln_probs = log_softmax(logits);
        self.probs.clear();
        self.probs
            .extend(self.ln_probs.iter().map(|l| libm::exp(*l)));
        let terms = self.probs.iter().zip(&self.corners);
        self.expected = terms.map(|(p, f)| p * f).sum();
        self.gradient.clear();
        for (p, f) in self.probs.iter().zip(&self.corners) {
            // Of a category that never occurs, nothing is felt, whatever f is there.
            let g = if *p > 0.0 {
                p * (f - self.expected)
            } else {
                0.0
            };
            self.gradient.push(g);
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.logits.len()
    }

    /// f.
    pub fn objective(&self) -> &Objective {
        &self.objective
    }

    /// l, shape `[K]`, in nats.
    pub fn logits(&self) -> &[f64] {
        &self.logits
    }

    /// pi = softmax(l), shape `[K]`.
    pub fn probs(&self) -> &[f64] {
        &self.probs
    }

    /// `E[f(z)] = sum_k pi_k f(e_k)`, exact.
    pub fn expected(&self) -> f64 {
        self.expected
    }

    /// `d E[f(z)] / d l_k = pi_k (f(e_k) - sum_j pi_j f(e_j))`, exact, shape `[K]`, in the unit of f per nat.
    pub fn gradient(&self) -> &[f64] {
        &self.gradient
    }
}
