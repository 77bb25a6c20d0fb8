//! Survival functions of two test statistics, the logarithm of the gamma function, and the normal law.

use std::f64::consts::{PI, SQRT_2};

/// `ln Gamma(x)` for `x > 0`, in nats.
///
/// ```
/// use gumbel_softmax::distribution::special::ln_gamma;
/// assert!((ln_gamma(5.0) - libm::log(24.0)).abs() < 1e-15);
/// ```
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `P(|X| > |z|)` for X standard normal: the p-value of a z-score.
///
/// ```
/// use gumbel_softmax::distribution::special::normal_two_sided;
/// assert!((normal_two_sided(1.959963984540054) - 0.05).abs() < 1e-15);
/// ```
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / core::f64::consts::SQRT_2)
}

/// `P(X > x)` for X chi-square with `df` degrees of freedom: the p-value of the statistic `x`.
///
/// The regularised upper gamma function `Q(df/2, x/2)`, by its power series where `x < df + 2` and by its continued
/// fraction (modified Lentz) elsewhere: Abramowitz & Stegun 6.5.29 and 6.5.31, 26.4.19. Relative error about 1e-13 up
/// to 100 degrees of freedom. 1 at `x <= 0`; `NaN` unless `df` is finite and above 0.
///
/// ```
/// use gumbel_softmax::distribution::special::chi_square_survival;
/// assert!((chi_square_survival(3.841458820694124, 1.0) - 0.05).abs() < 1e-14);
/// ```
pub fn chi_square_survival(x: f64, df: f64) -> f64 {
    if !(df.is_finite() && df > 0.0) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 1.0;
    }
    if x == f64::INFINITY {
        return 0.0;
    }
    let (a, x) = (0.5 * df, 0.5 * x);
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return 1.0 - front * sum;
    }
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    // The fraction converges in about sqrt(a) steps; the bound only guards against an endless loop.
    for i in 1..100_000 {
        let i = f64::from(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = numerator * d + b;
        c = b + numerator / c;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = if c.abs() < TINY { TINY } else { c };
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * fraction
}

/// `P(K > x)` for the Kolmogorov distribution: the p-value of `sqrt(n)` times the largest gap between the empirical and
/// the exact CDF, for large n.
///
/// `2 sum_{k >= 1} (-1)^(k-1) exp(-2 k^2 x^2)`, and for small x the same by its theta-function transform:
/// Feller, Annals of Mathematical Statistics 19 (1948), equations 1.3 and 1.4.
///
/// ```
/// use gumbel_softmax::distribution::special::kolmogorov_survival;
/// assert!((kolmogorov_survival(1.0) - 0.269_999_671_677_354_56).abs() < 1e-15);
/// ```
pub fn kolmogorov_survival(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < 0.04 {
        return 1.0; // the CDF is below 1e-300
    }
    if x < 1.0 {
        let exponent = -PI * PI / (8.0 * x * x);
        let sum: f64 = [1.0, 9.0, 25.0, 49.0]
            .iter()
            .map(|square| libm::exp(square * exponent))
            .sum();
        return 1.0 - libm::sqrt(2.0 * PI) / x * sum;
    }
    let term = |k: f64| libm::exp(-2.0 * k * k * x * x);
    2.0 * (term(1.0) - term(2.0) + term(3.0) - term(4.0) + term(5.0))
}

/// The density of the standard normal law, `exp(-x^2/2) / sqrt(2 pi)`.
pub fn normal_pdf(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * PI)
}

/// The `x` with `P(X > x) = v` for X standard normal; `+inf` and `-inf` at 0 and 1, `NaN` outside.
///
/// Abramowitz & Stegun 26.2.23 (4.5e-4) and three of Halley's steps on `ln P`, each of which triples the digits.
///
/// ```
/// use gumbel_softmax::distribution::special::normal_quantile_survival;
/// assert!((normal_quantile_survival(0.025) - 1.959_963_984_540_054).abs() < 1e-14);
/// ```
pub fn normal_quantile_survival(v: f64) -> f64 {
    if !(v > 0.0 && v < 1.0) {
        return match v {
            0.0 => f64::INFINITY,
            1.0 => f64::NEG_INFINITY,
            _ => f64::NAN,
        };
    }
    if v > 0.5 {
        return -normal_quantile_survival(1.0 - v);
    }
    let t = libm::sqrt(-2.0 * libm::log(v));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = t - above / below;
    for _ in 0..3 {
        let error = (0.5 * libm::erfc(x / SQRT_2) - v) / normal_pdf(x);
        x += error / (1.0 - 0.5 * x * error);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, known: f64, relative: f64) {
        assert!(
            (value - known).abs() <= relative * known,
            "{value:e} for {known:e}"
        );
    }

    #[test]
    fn ln_gamma_of_known_numbers() {
        // Gamma(1/2) = sqrt(pi); Gamma(11) = 10!.
        assert!((ln_gamma(0.5) - 0.5 * libm::log(PI)).abs() < 1e-15);
        close(ln_gamma(11.0), libm::log(3_628_800.0), 1e-15);
    }

    #[test]
    fn chi_square_with_two_degrees_is_exponential() {
        for x in [0.001, 0.5, 3.0, 4.0, 27.631, 400.0, 1400.0] {
            close(chi_square_survival(x, 2.0), libm::exp(-0.5 * x), 2e-13);
        }
    }

    #[test]
    fn chi_square_with_one_degree_is_the_error_function() {
        for x in [1e-6, 0.5, 2.9, 3.1, 25.0, 600.0] {
            close(
                chi_square_survival(x, 1.0),
                libm::erfc(libm::sqrt(0.5 * x)),
                2e-13,
            );
        }
    }

    #[test]
    fn chi_square_at_known_points() {
        // mpmath.gammainc(df/2, x/2, regularized=True)
        close(
            chi_square_survival(1.0, 5.0),
            0.962_565_773_247_296_4,
            1e-12,
        );
        close(
            chi_square_survival(4.0, 9.0),
            0.911_412_526_831_679_2,
            1e-12,
        );
        close(
            chi_square_survival(44.8, 9.0),
            1.004_665_826_320_337e-6,
            1e-12,
        );
        close(
            chi_square_survival(60.0, 63.0),
            0.583_927_330_526_277_2,
            1e-12,
        );
        close(
            chi_square_survival(131.4, 63.0),
            9.917_367_053_048_957e-7,
            1e-12,
        );
        close(
            chi_square_survival(200.0, 63.0),
            3.6170018669952573e-16,
            1e-12,
        );
        close(chi_square_survival(10.0, 95.0), 1.0, 1e-12);
        assert_eq!(
            (
                chi_square_survival(-1.0, 3.0),
                chi_square_survival(f64::INFINITY, 3.0)
            ),
            (1.0, 0.0)
        );
        for (x, df) in [
            (1.0, 0.0),
            (-1.0, 0.0),
            (1.0, -1.0),
            (1.0, f64::INFINITY),
            (f64::NAN, 3.0),
        ] {
            assert!(chi_square_survival(x, df).is_nan(), "{x} {df}");
        }
    }

    #[test]
    fn kolmogorov_at_known_points_and_across_the_seam() {
        // The alternating series at 40 digits.
        close(kolmogorov_survival(0.2), 0.999_999_999_999_495, 1e-13);
        close(kolmogorov_survival(0.5), 0.963_945_243_664_875_1, 1e-13);
        close(kolmogorov_survival(0.9), 0.39273070794065434, 1e-13);
        close(kolmogorov_survival(1.5), 0.022_217_962_616_525_13, 1e-13);
        close(
            kolmogorov_survival(2.6933861344527097),
            9.999_999_999_999_995e-7,
            1e-13,
        );
        close(kolmogorov_survival(4.0), 2.532_833_109_818_835e-14, 1e-13);
        close(
            kolmogorov_survival(1.0 - 1e-15),
            kolmogorov_survival(1.0),
            1e-14,
        );
        assert_eq!(
            (kolmogorov_survival(0.0), kolmogorov_survival(f64::INFINITY)),
            (1.0, 0.0)
        );
    }

    #[test]
    fn normal_quantiles_at_known_points() {
        // mpmath, 20 digits.
        for (v, x) in [
            (1e-12, 7.034_483_825_301_132),
            (1e-4, 3.719_016_485_455_680_6),
            (0.1, 1.281_551_565_544_600_5),
            (0.3, 0.524_400_512_708_040_8),
            (0.7, -0.524_400_512_708_040_8),
            (0.999, -3.090_232_306_167_813_5),
        ] {
            assert!((normal_quantile_survival(v) - x).abs() < 2e-14, "{v}");
        }
        assert!(normal_quantile_survival(0.5).abs() < 1e-16);
        assert_eq!(normal_quantile_survival(0.0), f64::INFINITY);
        assert_eq!(normal_quantile_survival(1.0), f64::NEG_INFINITY);
        for v in [-0.1, 1.1, f64::NAN] {
            assert!(normal_quantile_survival(v).is_nan(), "{v}");
        }
    }
}
