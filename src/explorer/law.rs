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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_has_the_mean_pi_and_no_density() {
        let logits = [2.0, 1.0, 0.1];
        let limit = Law::new(&logits, Temperature::Argmax);
        assert_eq!(limit.gumbel_softmax(), None);
        assert_eq!(limit.mean, limit.probs);
        let warm = Law::new(&logits, Temperature::Soft(0.5));
        let law = warm.gumbel_softmax().unwrap();
        assert_eq!((law.temperature(), law.logits()), (0.5, &logits[..]));
        assert_eq!(warm.mean, law.mean());
        assert_ne!(warm.mean, warm.probs);
    }
}
