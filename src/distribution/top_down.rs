//! Going backwards: perturbed logits given which of them is the largest.

use super::categorical::Categorical;
use crate::softmax::log_sum_exp;

/// `Gumbel(location, 1)` given that it is at most `most`, from standard Gumbel noise.
///
/// ```text
/// x = -ln(exp(-most) + exp(-(location + g)))       P(X <= x) = F(x - location) / F(most - location) for x <= most
/// ```
///
/// Everything in nats. Never above `most` nor above `location + g`. Source: `[MT]`, "Gumbel Machinery", truncated
/// Gumbels.
///
/// ```
/// use gumbel_softmax::distribution::truncated_gumbel;
/// assert_eq!(truncated_gumbel(0.5, f64::INFINITY, 1.25), 1.75); // not truncated
/// assert!((truncated_gumbel(0.0, 0.0, 0.0) + libm::log(2.0)).abs() < 1e-15);
/// ```
pub fn truncated_gumbel(location: f64, most: f64, gumbel_noise: f64) -> f64 {
    let free = location + gumbel_noise;
    let (low, gap) = (free.min(most), (free - most).abs());
    if low == f64::NEG_INFINITY {
        return low;
    }
    low - libm::log1p(libm::exp(-gap))
}

impl Categorical {
    /// The perturbed logits `l + g` given that `winner` has the largest, from as much fresh standard Gumbel noise;
    /// both of shape `[K]`, in nats. "Top-down":
    ///
    /// ```text
    /// x_w = ln Z + g_w                                  the largest is Gumbel(ln Z, 1), whoever wins
    /// x_k = -ln(exp(-x_w) + exp(-(l_k + g_k)))          the others are Gumbel(l_k, 1), truncated at the largest
    /// ```
    ///
    /// With the winner drawn from the probabilities it is the law of `l + g` itself. Where a logit is `-inf`, so is
    /// the result. Source: `[MT]`, section on the top-down construction.
    ///
    /// # Panics
    /// If the noise is not of length K, or `winner` is no category of positive probability.
    ///
    /// ```
    /// use gumbel_softmax::distribution::Categorical;
    /// let law = Categorical::from_logits(&[2.0, 1.0, 0.1])?;
    /// let perturbed = law.top_down(2, &[3.0, -0.5, 0.2]);
    /// assert_eq!(gumbel_softmax::softmax::argmax(&perturbed), 2);
    /// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
    /// ```
    pub fn top_down(&self, winner: usize, gumbel_noise: &[f64]) -> Vec<f64> {
        let logits = self.logits();
        assert_eq!(
            gumbel_noise.len(),
            logits.len(),
            "one noise value for each category"
        );
        assert!(
            logits[winner] > f64::NEG_INFINITY,
            "category {winner} cannot win"
        );
        let largest = log_sum_exp(logits) + gumbel_noise[winner];
        let perturbed = logits.iter().zip(gumbel_noise).enumerate();
        perturbed
            .map(|(k, (&l, &g))| {
                if k == winner {
                    largest
                } else {
                    truncated_gumbel(l, largest, g)
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::softmax::argmax;

    #[test]
    fn truncation_at_known_points() {
        // -ln(exp(-most) + exp(-(location + g))) at 40 digits.
        for (location, most, g, known) in [
            (1.0, 2.5, 0.7, 1.328_899_334_052_222_3),
            (-10.0, 3.0, 22.0, 2.999_876_597_810_277),
            (10.0, -3.0, 1.0, -3.000_000_831_528_373_4),
        ] {
            let value = truncated_gumbel(location, most, g);
            assert!(
                (value - known).abs() < 2e-15 * known.abs(),
                "{value} {known}"
            );
        }
    }

    #[test]
    fn ends_are_limits_and_never_nan() {
        let ends = [f64::NEG_INFINITY, -1e308, 0.0, 1e308];
        for location in ends {
            for most in ends.into_iter().chain([f64::INFINITY]) {
                for g in [-4.0, 0.0, 23.0] {
                    let x = truncated_gumbel(location, most, g);
                    assert!(x <= most && x <= location + g, "{location} {most} {g}: {x}");
                }
            }
        }
    }

    #[test]
    fn the_chosen_wins_however_unlikely() {
        let law = Categorical::from_logits(&[10.0, -10.0, f64::NEG_INFINITY, 9.0]).unwrap();
        for noise in [[22.0, -3.5, 0.0, 22.0], [-3.5, 22.0, 1.0, 0.3], [22.2; 4]] {
            for winner in [0, 1, 3] {
                let perturbed = law.top_down(winner, &noise);
                assert_eq!(argmax(&perturbed), winner);
                assert_eq!(perturbed[2], f64::NEG_INFINITY);
                for (k, x) in perturbed.iter().enumerate() {
                    assert!(k == winner || *x < perturbed[winner]);
                }
            }
        }
    }
}
