//! The Gumbel distribution: the noise of the Gumbel-max trick.

use super::error::{ParameterError, finite, positive};
use std::f64::consts::{LN_2, PI};

/// The Euler-Mascheroni constant, the mean of the standard Gumbel distribution.
pub const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;

/// The Gumbel distribution of maxima, `Gumbel(location, scale)`.
///
/// With `z = (x - location) / scale`:
///
/// ```text
/// f(x) = exp(-(z + exp(-z))) / scale      F(x) = exp(-exp(-z))      x(u) = location - scale ln(-ln u)
/// ```
///
/// `x`, location and scale share one unit (nats, where the noise is added to logits); densities are per that unit.
/// Sources: `[H]` section 2; `[MT]` section 2. The scale of the noise is not the temperature of the relaxation.
///
/// ```
/// use gumbel_softmax::distribution::Gumbel;
/// let noise = Gumbel::standard();
/// assert_eq!(noise.cdf(0.0), libm::exp(-1.0));
/// assert!((noise.quantile(0.5) - noise.median()).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gumbel {
    location: f64,
    scale: f64,
    ln_scale: f64,
}

impl Gumbel {
    /// The distribution with this location (finite) and scale (finite, above 0).
    ///
    /// # Errors
    /// Names `location` or `scale` and the value given.
    pub fn new(location: f64, scale: f64) -> Result<Self, ParameterError> {
        let location = finite("location", location)?;
        let scale = positive("scale", scale)?;
        Ok(Self {
            location,
            scale,
            ln_scale: libm::log(scale),
        })
    }

    /// `Gumbel(0, 1)`.
    pub fn standard() -> Self {
        Self {
            location: 0.0,
            scale: 1.0,
            ln_scale: 0.0,
        }
    }

    /// The location: the mode.
    pub fn location(&self) -> f64 {
        self.location
    }

    /// The scale.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    fn standardised(&self, x: f64) -> f64 {
        (x - self.location) / self.scale
    }

    /// `ln f(x) = -(z + exp(-z)) - ln scale`, in nats; `-inf` at both infinities.
    pub fn ln_pdf(&self, x: f64) -> f64 {
        let z = self.standardised(x);
        if z == f64::NEG_INFINITY {
            return z; // not -inf + inf
        }
        -(z + libm::exp(-z)) - self.ln_scale
    }

    /// The density `f(x)`, per unit of `x`.
    pub fn pdf(&self, x: f64) -> f64 {
        let z = self.standardised(x);
        if z == f64::NEG_INFINITY {
            return 0.0;
        }
        libm::exp(-(z + libm::exp(-z))) / self.scale
    }

    /// `P(X <= x) = exp(-exp(-z))`.
    pub fn cdf(&self, x: f64) -> f64 {
        libm::exp(self.ln_cdf(x))
    }

    /// `ln P(X <= x) = -exp(-z)`, in nats.
    pub fn ln_cdf(&self, x: f64) -> f64 {
        -libm::exp(-self.standardised(x))
    }

    /// `P(X > x) = 1 - exp(-exp(-z))`, accurate far into the right tail.
    pub fn survival(&self, x: f64) -> f64 {
        -libm::expm1(self.ln_cdf(x))
    }

    /// `ln P(X > x)`, in nats, accurate in both tails: near `-exp(-exp(-z))` on the left, near `-z` on the right.
    pub fn ln_survival(&self, x: f64) -> f64 {
        let z = self.standardised(x);
        let hazard = libm::exp(-z);
        if hazard > LN_2 {
            libm::log1p(-libm::exp(-hazard))
        } else if hazard > 1e-18 {
            libm::log(-libm::expm1(-hazard))
        } else {
            -z
        }
    }

    /// The `x` with `P(X <= x) = u`: `location - scale ln(-ln u)`. The ends 0 and 1 give `-inf` and `+inf`;
    /// outside `[0, 1]` it is `NaN`.
    pub fn quantile(&self, u: f64) -> f64 {
        self.location - self.scale * libm::log(-libm::log(u))
    }

    /// The `x` with `P(X > x) = v`: `location - scale ln(-ln(1 - v))`, accurate for small `v`, where the long right
    /// tail is. The ends 0 and 1 give `+inf` and `-inf`; outside `[0, 1]` it is `NaN`.
    pub fn quantile_survival(&self, v: f64) -> f64 {
        self.location - self.scale * libm::log(-libm::log1p(-v))
    }

    /// `location + scale * 0.5772...` ([`EULER_GAMMA`]).
    pub fn mean(&self) -> f64 {
        self.location + self.scale * EULER_GAMMA
    }

    /// `pi^2 scale^2 / 6`, in squared units of `x`.
    pub fn variance(&self) -> f64 {
        PI * PI / 6.0 * self.scale * self.scale
    }

    /// `location - scale ln ln 2`.
    pub fn median(&self) -> f64 {
        self.location - self.scale * libm::log(LN_2)
    }

    /// The location, where the density is `1 / (e scale)` and the CDF `1/e`.
    pub fn mode(&self) -> f64 {
        self.location
    }

    /// `12 sqrt(6) zeta(3) / pi^3`, whatever the parameters.
    pub fn skewness(&self) -> f64 {
        1.139_547_099_404_648_7
    }

    /// `12/5`, whatever the parameters.
    pub fn excess_kurtosis(&self) -> f64 {
        2.4
    }

    /// The differential entropy `ln scale + 0.5772... + 1`, in nats.
    pub fn entropy(&self) -> f64 {
        self.ln_scale + (EULER_GAMMA + 1.0)
    }
}

impl Default for Gumbel {
    fn default() -> Self {
        Self::standard()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_by_name_and_value() {
        let error = Gumbel::new(f64::NAN, 1.0).unwrap_err();
        assert_eq!((error.parameter, error.value.is_nan()), ("location", true));
        for scale in [0.0, -0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Gumbel::new(0.0, scale).unwrap_err().parameter, "scale");
        }
    }

    #[test]
    fn ends_are_limits_and_never_nan() {
        let law = Gumbel::new(-3.0, 0.01).unwrap();
        for x in [f64::NEG_INFINITY, -1e308, -1.0, 0.0, 1e308, f64::INFINITY] {
            let all = [
                law.ln_pdf(x),
                law.pdf(x),
                law.cdf(x),
                law.ln_cdf(x),
                law.survival(x),
                law.ln_survival(x),
            ];
            assert!(all.iter().all(|value| !value.is_nan()), "{x}: {all:?}");
        }
        assert_eq!(
            (law.quantile_survival(0.0), law.quantile_survival(1.0)),
            (f64::INFINITY, f64::NEG_INFINITY)
        );
    }

    #[test]
    fn what_a_law_is_made_of_is_read_back() {
        let law = Gumbel::new(1.5, 2.0).unwrap();
        assert_eq!((law.location(), law.scale()), (1.5, 2.0));
        assert!((law.mean() - 2.654_431_329_803_065_5).abs() < 1e-15);
        assert!((law.variance() - 6.579_736_267_392_906).abs() < 1e-14);
    }

    #[test]
    fn both_quantiles_invert_the_cdf() {
        let law = Gumbel::new(1.5, 2.0).unwrap();
        for u in [1e-12, 0.1, 0.5, 0.9, 0.999] {
            assert!((law.cdf(law.quantile(u)) / u - 1.0).abs() < 1e-13);
            assert!((law.survival(law.quantile_survival(u)) / u - 1.0).abs() < 1e-13);
        }
    }
}
