//! The logistic distribution: the difference of two Gumbels.

use super::error::{ParameterError, finite, positive};
use std::f64::consts::PI;

/// `1 / (1 + exp(-x))`, without overflow.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

/// `ln(1 + exp(x))`, without overflow.
pub(crate) fn softplus(x: f64) -> f64 {
    if x > 0.0 {
        x + libm::log1p(libm::exp(-x))
    } else {
        libm::log1p(libm::exp(x))
    }
}

/// The logistic distribution, `Logistic(location, scale)`.
///
/// With `z = (x - location) / scale` and `sigmoid(z) = 1 / (1 + exp(-z))`:
///
/// ```text
/// f(x) = sigmoid(z) sigmoid(-z) / scale      F(x) = sigmoid(z)      x(u) = location + scale ln(u / (1 - u))
/// ```
///
/// The difference of two independent `Gumbel(m1, s)` and `Gumbel(m2, s)` is `Logistic(m1 - m2, s)`: `[M]` section 3.3,
/// where it makes the binary case. `x`, location and scale share one unit; densities are per that unit.
///
/// ```
/// use gumbel_softmax::distribution::Logistic;
/// let difference = Logistic::standard();
/// assert_eq!(difference.cdf(0.0), 0.5);
/// assert_eq!(difference.pdf(0.0), 0.25);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic {
    location: f64,
    scale: f64,
    ln_scale: f64,
}

impl Logistic {
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

    /// `Logistic(0, 1)`.
    pub fn standard() -> Self {
        Self {
            location: 0.0,
            scale: 1.0,
            ln_scale: 0.0,
        }
    }

    /// The location: mode, median and mean.
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

    /// `ln f(x)`, in nats; `-inf` at both infinities.
    pub fn ln_pdf(&self, x: f64) -> f64 {
        // The density is even in z, and with |z| no term overflows.
        let z = self.standardised(x).abs();
        -z - 2.0 * libm::log1p(libm::exp(-z)) - self.ln_scale
    }

    /// The density `f(x)`, per unit of `x`.
    pub fn pdf(&self, x: f64) -> f64 {
        let z = self.standardised(x);
        sigmoid(z) * sigmoid(-z) / self.scale
    }

    /// `P(X <= x) = sigmoid(z)`.
    pub fn cdf(&self, x: f64) -> f64 {
        sigmoid(self.standardised(x))
    }

    /// `ln P(X <= x) = -ln(1 + exp(-z))`, in nats.
    pub fn ln_cdf(&self, x: f64) -> f64 {
        -softplus(-self.standardised(x))
    }

    /// `P(X > x) = sigmoid(-z)`.
    pub fn survival(&self, x: f64) -> f64 {
        sigmoid(-self.standardised(x))
    }

    /// `ln P(X > x) = -ln(1 + exp(z))`, in nats.
    pub fn ln_survival(&self, x: f64) -> f64 {
        -softplus(self.standardised(x))
    }

    /// The `x` with `P(X <= x) = u`: `location + scale (ln u - ln(1 - u))`. The ends 0 and 1 give `-inf` and `+inf`;
    /// outside `[0, 1]` it is `NaN`.
    pub fn quantile(&self, u: f64) -> f64 {
        self.location + self.scale * (libm::log(u) - libm::log1p(-u))
    }

    /// The `x` with `P(X > x) = v`; accurate for small `v`. The ends 0 and 1 give `+inf` and `-inf`; outside `[0, 1]`
    /// it is `NaN`.
    pub fn quantile_survival(&self, v: f64) -> f64 {
        self.location + self.scale * (libm::log1p(-v) - libm::log(v))
    }

    /// The location.
    pub fn mean(&self) -> f64 {
        self.location
    }

    /// `pi^2 scale^2 / 3`, in squared units of `x`.
    pub fn variance(&self) -> f64 {
        PI * PI / 3.0 * self.scale * self.scale
    }

    /// The location.
    pub fn median(&self) -> f64 {
        self.location
    }

    /// The location.
    pub fn mode(&self) -> f64 {
        self.location
    }

    /// 0: the density is even about the location.
    pub fn skewness(&self) -> f64 {
        0.0
    }

    /// `6/5`, whatever the parameters.
    pub fn excess_kurtosis(&self) -> f64 {
        1.2
    }

    /// The differential entropy `ln scale + 2`, in nats.
    pub fn entropy(&self) -> f64 {
        self.ln_scale + 2.0
    }
}

impl Default for Logistic {
    fn default() -> Self {
        Self::standard()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: at half a scale above the location the density is `e^-z / (beta (1 + e^-z)^2)` with z = 1/2.
    #[test]
    fn its_figures_are_those_of_the_formulas() {
        let law = Logistic::new(-1.5, 2.0).unwrap();
        assert_eq!((law.location(), law.scale()), (-1.5, 2.0));
        assert_eq!((law.mean(), law.median(), law.mode()), (-1.5, -1.5, -1.5));
        assert_eq!((law.skewness(), law.excess_kurtosis()), (0.0, 1.2));
        for (found, known) in [
            (law.variance(), 13.159_472_534_785_811),
            (law.entropy(), 2.693_147_180_559_945_4),
            (law.pdf(-0.5), 0.117_501_856_100_797_25),
            (law.pdf(-2.5), 0.117_501_856_100_797_25),
            (law.ln_pdf(-0.5), libm::log(0.117_501_856_100_797_25)),
        ] {
            assert!((found / known - 1.0).abs() < 1e-14, "{found} for {known}");
        }
    }

    #[test]
    fn refuses_by_name_and_value() {
        assert_eq!(
            Logistic::new(f64::INFINITY, 1.0).unwrap_err().parameter,
            "location"
        );
        let error = Logistic::new(0.0, 0.0).unwrap_err();
        assert_eq!((error.parameter, error.value), ("scale", 0.0));
    }

    #[test]
    fn tails_are_exponential_and_never_nan() {
        let law = Logistic::standard();
        assert_eq!(law.ln_pdf(1e4), -1e4);
        assert_eq!(law.ln_survival(1e4), -1e4);
        assert_eq!(law.ln_cdf(-1e4), -1e4);
        assert!((law.survival(700.0) / libm::exp(-700.0) - 1.0).abs() < 1e-15);
        for x in [f64::NEG_INFINITY, -1e308, 1e308, f64::INFINITY] {
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
    }

    #[test]
    fn both_quantiles_invert_the_cdf() {
        let law = Logistic::new(-1.0, 0.5).unwrap();
        for u in [1e-12, 0.1, 0.5, 0.9, 0.999] {
            assert!((law.cdf(law.quantile(u)) / u - 1.0).abs() < 1e-13);
            assert!((law.survival(law.quantile_survival(u)) / u - 1.0).abs() < 1e-13);
        }
    }
}
