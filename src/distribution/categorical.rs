//! The categorical distribution, and three ways to draw from it.

use super::error::ParameterError;
use crate::softmax::{argmax, log_softmax, softmax};

/// Checks logits: at least one, none `NaN` or `+inf`, not all `-inf`.
pub(crate) fn check_logits(logits: &[f64]) -> Result<(), ParameterError> {
    for (i, logit) in logits.iter().enumerate() {
        if logit.is_nan() || *logit == f64::INFINITY {
            return Err(ParameterError::at(
                "logits",
                i,
                *logit,
                "be finite, or -inf for a category that never wins",
            ));
        }
    }
    if logits.is_empty() {
        return Err(ParameterError::new(
            "length of logits",
            0.0,
            "be at least 1",
        ));
    }
    if logits.iter().all(|logit| *logit == f64::NEG_INFINITY) {
        return Err(ParameterError::at(
            "logits",
            0,
            logits[0],
            "be finite, since every logit is -inf",
        ));
    }
    Ok(())
}

/// The categorical distribution over `0..K` with unnormalised log-probabilities `logits`.
///
/// `P(i) = pi_i = exp(l_i) / sum_k exp(l_k)`, shape `[K]`. Adding a constant to all logits changes nothing; a logit
/// of `-inf` is a category that is never drawn. Source: `[H]` section 2.
///
/// ```
/// use gumbel_softmax::distribution::Categorical;
/// let law = Categorical::from_probs(&[0.5, 0.3, 0.2])?;
/// assert_eq!(law.inverse_transform(0.79), 1);
/// assert_eq!(law.gumbel_max(&[0.0, 0.0, 4.0]), 2);
/// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Categorical {
    logits: Vec<f64>,
    probs: Vec<f64>,
}

impl Categorical {
    /// The distribution with these logits, shape `[K]`, K at least 1, in nats.
    ///
    /// # Errors
    /// Names `logits`, place and value: `NaN` and `+inf` are refused, `-inf` everywhere too.
    pub fn from_logits(logits: &[f64]) -> Result<Self, ParameterError> {
        check_logits(logits)?;
        Ok(Self {
            logits: logits.to_vec(),
            probs: softmax(logits),
        })
    }

    /// The distribution with these probabilities, shape `[K]`, or weights in proportion to them.
    ///
    /// # Errors
    /// Names `probs`, place and value: each must be finite and not negative, and one of them above 0.
    pub fn from_probs(probs: &[f64]) -> Result<Self, ParameterError> {
        for (i, p) in probs.iter().enumerate() {
            if !(p.is_finite() && *p >= 0.0) {
                return Err(ParameterError::at(
                    "probs",
                    i,
                    *p,
                    "be finite and at least 0",
                ));
            }
        }
        if probs.is_empty() {
            return Err(ParameterError::new("length of probs", 0.0, "be at least 1"));
        }
        if probs.iter().all(|p| *p == 0.0) {
            return Err(ParameterError::at(
                "probs",
                0,
                probs[0],
                "be above 0, since every probability is 0",
            ));
        }
        let logits: Vec<f64> = probs.iter().map(|p| libm::log(*p)).collect();
        Self::from_logits(&logits)
    }

    /// The number of categories, K.
    pub fn categories(&self) -> usize {
        self.logits.len()
    }

    /// The logits as given (or `ln probs`), shape `[K]`.
    pub fn logits(&self) -> &[f64] {
        &self.logits
    }

    /// The probabilities `pi = softmax(logits)`, shape `[K]`.
    pub fn probs(&self) -> &[f64] {
        &self.probs
    }

    /// `ln pi`, shape `[K]`, in nats; finite where `pi` itself underflows.
    pub fn ln_prob(&self) -> Vec<f64> {
        log_softmax(&self.logits)
    }

    /// The discrete inverse transform: the smallest `i` whose cumulative sum `pi_0 + ... + pi_i` exceeds `u`.
    ///
    /// `u` is uniform on `[0, 1)`. A category of probability 0 is never returned, and where rounding leaves the whole
    /// sum at or below `u`, the last category that has a probability is.
    pub fn inverse_transform(&self, u: f64) -> usize {
        let mut cumulative = 0.0;
        let mut last = 0;
        for (i, p) in self.probs.iter().enumerate() {
            if *p > 0.0 {
                cumulative += p;
                last = i;
                if cumulative > u {
                    break;
                }
            }
        }
        last
    }

    /// Gumbel-max: `argmax_k (l_k + g_k)` for standard Gumbel noise `g`, shape `[K]`, finite. `[MT]`, `[H]` section 3.
    ///
    /// # Panics
    /// If the noise is not as long as the logits.
    pub fn gumbel_max(&self, gumbel_noise: &[f64]) -> usize {
        assert_eq!(
            gumbel_noise.len(),
            self.categories(),
            "one noise value for each category"
        );
        let perturbed: Vec<f64> = self
            .logits
            .iter()
            .zip(gumbel_noise)
            .map(|(l, g)| l + g)
            .collect();
        argmax(&perturbed)
    }

    /// The exponential race: `argmin_k E_k exp(-l_k)` for Exponential(1) times `E`, shape `[K]`, at least 0.
    ///
    /// With `E_k = exp(-g_k)` it is [`Self::gumbel_max`] to the letter. `[H]` section 3.
    ///
    /// # Panics
    /// If there is not one time for each category.
    pub fn exponential_race(&self, exponentials: &[f64]) -> usize {
        assert_eq!(
            exponentials.len(),
            self.categories(),
            "one time for each category"
        );
        let head_start = |(l, e): (&f64, &f64)| if l.is_finite() { l - libm::log(*e) } else { *l };
        let lead: Vec<f64> = self
            .logits
            .iter()
            .zip(exponentials)
            .map(head_start)
            .collect();
        argmax(&lead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: f64 = f64::NEG_INFINITY;

    #[test]
    fn the_race_and_the_noise_choose_the_same_winner() {
        let law = Categorical::from_logits(&[0.5, -1.0, NEVER, 2.0]).unwrap();
        for (winner, noise) in [
            (0, [3.0, 0.0, 0.0, 0.0]),
            (0, [0.6, 0.0, 9.0, -1.0]),
            (1, [0.0, 4.0, 9.0, 0.0]),
            (3, [0.0; 4]),
            (3, [1.2, 2.5, 9.0, -0.2]),
        ] {
            assert_eq!(law.gumbel_max(&noise), winner, "{noise:?}");
            let times = noise.map(|g| libm::exp(-g));
            assert_eq!(law.exponential_race(&times), winner, "{times:?}");
        }
    }

    #[test]
    fn refuses_by_name_place_and_value() {
        let error = Categorical::from_logits(&[0.0, f64::INFINITY]).unwrap_err();
        assert_eq!(
            (error.parameter, error.index, error.value),
            ("logits", Some(1), f64::INFINITY)
        );
        assert!(Categorical::from_logits(&[NEVER, NEVER]).is_err());
        assert!(Categorical::from_logits(&[f64::NAN, 0.0]).is_err());
        assert_eq!(
            Categorical::from_logits(&[]).unwrap_err().parameter,
            "length of logits"
        );
        for (probs, parameter, index) in [
            (&[0.5, -0.1] as &[f64], "probs", Some(1)),
            (&[0.5, 0.2, f64::INFINITY], "probs", Some(2)),
            (&[f64::NAN, 0.2], "probs", Some(0)),
            (&[0.0, 0.0], "probs", Some(0)),
            (&[], "length of probs", None),
        ] {
            let error = Categorical::from_probs(probs).unwrap_err();
            assert_eq!((error.parameter, error.index), (parameter, index));
        }
    }

    #[test]
    fn inverse_transform_is_the_smallest_whose_sum_exceeds_u() {
        let law = Categorical::from_probs(&[0.0, 0.25, 0.25, 0.0, 0.5, 0.0]).unwrap();
        for (u, category) in [
            (0.0, 1),
            (0.2499, 1),
            (0.25, 2),
            (0.4999, 2),
            (0.5, 4),
            (0.9999999, 4),
            (1.0, 4),
        ] {
            assert_eq!(law.inverse_transform(u), category, "{u}");
        }
    }

    #[test]
    fn weights_need_no_sum_of_one() {
        let law = Categorical::from_probs(&[1e308, 1e308, 0.0]).unwrap();
        assert_eq!(law.probs(), [0.5, 0.5, 0.0]);
        assert_eq!(law.ln_prob()[2], NEVER);
    }

    #[test]
    fn a_category_left_out_never_wins() {
        let law = Categorical::from_logits(&[NEVER, -1e300, NEVER]).unwrap();
        assert_eq!(law.gumbel_max(&[700.0, -3.0, 700.0]), 1);
        assert_eq!(law.exponential_race(&[0.0, 40.0, 1e-300]), 1);
    }
}
