//! The exact quantities that belong to the present parameters.

use super::params::Temperature;
use crate::distribution::GumbelSoftmax;
use crate::softmax;

/// What the samples should show.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// l.
    pub logits: Vec<f64>,
    /// pi = softmax(l).
    pub probs: Vec<f64>,
    /// ln Z = LSE(l): the maximum of the perturbed logits is Gumbel(ln Z, 1).
    pub ln_z: f64,
    /// tau.
    pub temperature: Temperature,
    /// E[y]; pi at the limit tau -> 0.
    pub mean: Vec<f64>,
}

impl Law {
    /// The law of valid logits (2 to 10, at least one finite, none NaN or +inf) and temperature.
    pub fn new(logits: &[f64], temperature: Temperature) -> Self {
        let probs = softmax::softmax(logits);
        let mean = match Self::relaxed(logits, temperature) {
            Some(law) => law.mean(),
            None => probs.clone(),
        };
        Law {
            logits: logits.to_vec(),
            ln_z: softmax::log_sum_exp(logits),
            probs,
            temperature,
            mean,
        }
    }

    /// The Gumbel-Softmax law; None at the limit tau -> 0, which has no density.
    pub fn gumbel_softmax(&self) -> Option<GumbelSoftmax> {
        Self::relaxed(&self.logits, self.temperature)
    }

    fn relaxed(logits: &[f64], temperature: Temperature) -> Option<GumbelSoftmax> {
        GumbelSoftmax::new(logits, temperature.tau()?).ok()
    }
}
