//! Moments of the Gumbel-Softmax distribution by quadrature, for every K.
//!
//! A category drawn from `y = softmax((l + g) / tau)` by Gumbel-max is `argmax_k (l_k + g_k + tau g'_k)`, so `E[y_i]`
//! is the chance that `i` has the largest `l_k + W_k`, where `W = g + tau g'`. Both noises being standard Gumbel, the
//! law of the winner is the same for `(l, tau)` and `(l / tau, 1 / tau)`: here tau is at most 1, and `g'` is the narrower.
//!
//! With `E = exp(-g')` and `t = -m`, the CDF of W at m is `Phi(t) = E exp(-q)`, `q = exp(t) E^-tau`; its derivatives
//! bring down factors of q. Both integrals, over `g'` and over m, are trapezoid sums of analytic integrands that
//! vanish at both ends, so their error falls exponentially in 1/step: at these steps it is at the level of rounding.

/// Step of the sum over the second noise, and of that over the maximum.
const INNER_STEP: f64 = 0.24;
const OUTER_STEP: f64 = 0.2;

/// `x = STRETCH sinh(v / STRETCH)`: a uniform grid near 0 that widens along the exponential right tail.
const STRETCH: f64 = 12.0;

/// Nodes `(x, weight)` from `low` to `high` for `integral dx`.
fn nodes(low: f64, high: f64, step: f64) -> impl Iterator<Item = (f64, f64)> {
    let first = libm::floor(STRETCH * libm::asinh(low / STRETCH) / step) as i64;
    let last = libm::ceil(STRETCH * libm::asinh(high / STRETCH) / step) as i64;
    (first..=last).map(move |k| {
        let v = k as f64 * step / STRETCH;
        (STRETCH * libm::sinh(v), step * libm::cosh(v))
    })
}

/// `Phi`, `-Phi'` and `Phi'' - Phi'` at one point, as expectations of `(1, q, q^2) exp(-q)`.
#[derive(Clone, Copy)]
struct Level {
    zeroth: f64,
    first: f64,
    second: f64,
}

impl Level {
    const ZERO: Self = Level {
        zeroth: 0.0,
        first: 0.0,
        second: 0.0,
    };
}

/// The law of `W = g + tau g'`, tau at most 1, as a table of `E^-tau` and weights.
struct NoiseSum {
    powers: Vec<(f64, f64)>,
}

impl NoiseSum {
    fn new(temperature: f64, step: f64) -> Self {
        // The density of g', exp(-x - exp(-x)), is below 1e-17 outside.
        let mut powers: Vec<(f64, f64)> = nodes(-3.8, 38.5, step)
            .map(|(x, weight)| {
                (
                    libm::exp(temperature * x),
                    weight * libm::exp(-(x + libm::exp(-x))),
                )
            })
            .collect();
        // The weights sum to 1 but for rounding and the cut tail: take both out.
        let sum: f64 = powers.iter().rev().map(|(_, weight)| weight).sum();
        for (_, weight) in &mut powers {
            *weight /= sum;
        }
        Self { powers }
    }

    /// At `rate = exp(t)`, which may be 0 (t far to the left).
    fn at(&self, rate: f64) -> Level {
        let mut level = Level::ZERO;
        for (power, weight) in &self.powers {
            let q = rate * power;
            if q > 50.0 {
                break; // exp(-50) adds nothing, and the powers only grow
            }
            let term = weight * libm::exp(-q);
            level.zeroth += term;
            level.first += term * q;
            level.second += term * q * q;
        }
        level
    }
}

/// The categories with a finite logit: their places, and `exp(l - max)` after the exchange that makes tau at most 1.
struct Reduced {
    places: Vec<usize>,
    rates: Vec<f64>,
    temperature: f64,
    swapped: bool,
}

fn reduce(logits: &[f64], temperature: f64) -> Reduced {
    let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let swapped = temperature > 1.0;
    let scale = if swapped { temperature } else { 1.0 };
    let places: Vec<usize> = (0..logits.len())
        .filter(|k| logits[*k] > f64::NEG_INFINITY)
        .collect();
    let rates = places
        .iter()
        .map(|k| libm::exp((logits[*k] - max) / scale))
        .collect();
    Reduced {
        places,
        rates,
        temperature: if swapped {
            1.0 / temperature
        } else {
            temperature
        },
        swapped,
    }
}

/// Calls `visit(weight, levels)` at each node of the integral over the maximum; all steps are as many times as long
/// as `coarseness` says.
fn integrate(reduced: &Reduced, coarseness: f64, mut visit: impl FnMut(f64, &[Level])) {
    let noise = NoiseSum::new(reduced.temperature, INNER_STEP * coarseness);
    // Its length stays: see "WebKit" in doc/architecture.md.
    let mut levels = vec![Level::ZERO; reduced.rates.len()];
    // To the left F is below 1e-17 for the largest logit; to the right the density is, even with two equal scales.
    for (m, weight) in nodes(
        -3.8 * (1.0 + reduced.temperature),
        46.0,
        OUTER_STEP * coarseness,
    ) {
        let rate = libm::exp(-m);
        for (level, r) in levels.iter_mut().zip(&reduced.rates) {
            *level = noise.at(rate * r);
        }
        visit(weight, &levels);
    }
}

/// `products[i] = prod_{j != i} Phi_j`, without a division by what may be 0.
fn products_of_others(levels: &[Level], products: &mut [f64]) {
    let mut before = 1.0;
    for (product, level) in products.iter_mut().zip(levels) {
        *product = before;
        before *= level.zeroth;
    }
    let mut after = 1.0;
    for (product, level) in products.iter_mut().zip(levels).rev() {
        *product *= after;
        after *= level.zeroth;
    }
}

/// `E[y]`, shape `[K]`. The logits are checked by the caller.
pub(super) fn mean(logits: &[f64], temperature: f64, coarseness: f64) -> Vec<f64> {
    let reduced = reduce(logits, temperature);
    let mut sums = vec![0.0; reduced.places.len()];
    let mut products = sums.clone();
    integrate(&reduced, coarseness, |weight, levels| {
        products_of_others(levels, &mut products);
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += weight * levels[i].first * products[i];
        }
    });
    let total: f64 = sums.iter().sum();
    let mut mean = vec![0.0; logits.len()];
    for (place, sum) in reduced.places.iter().zip(&sums) {
        mean[*place] = sum / total;
    }
    mean
}

/// `E[y_i y_j]`, shape `[K, K]` in rows.
///
/// From `1 / S^2 = integral of t exp(-t S) dt`: with `kappa = min(tau, 1)`,
/// `E[y_i y_j] = kappa integral Phi_i' Phi_j' prod Phi` and `E[y_i^2] = integral (kappa Phi_i'' - Phi_i') prod Phi`.
pub(super) fn second_moments(logits: &[f64], temperature: f64) -> Vec<f64> {
    let reduced = reduce(logits, temperature);
    let kappa = if reduced.swapped {
        1.0
    } else {
        reduced.temperature
    };
    let n = reduced.places.len();
    let mut sums = vec![0.0; n * n];
    let mut products = vec![0.0; n];
    integrate(&reduced, 1.0, |weight, levels| {
        products_of_others(levels, &mut products);
        for i in 0..n {
            let square = kappa * (levels[i].second - levels[i].first) + levels[i].first;
            sums[i * n + i] += weight * square * products[i];
            for j in i + 1..n {
                let others: f64 = (0..n)
                    .filter(|k| *k != i && *k != j)
                    .map(|k| levels[k].zeroth)
                    .product();
                sums[i * n + j] += weight * kappa * levels[i].first * levels[j].first * others;
            }
        }
    });
    let k = logits.len();
    let mut moments = vec![0.0; k * k];
    for i in 0..n {
        for j in i..n {
            let (row, column) = (reduced.places[i], reduced.places[j]);
            moments[row * k + column] = sums[i * n + j];
            moments[column * k + row] = sums[i * n + j];
        }
    }
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: f64 = f64::NEG_INFINITY;
    const LOGITS: [f64; 10] = [3.0, 0.0, -10.0, 10.0, 9.5, NEVER, 1.0, 8.0, -2.0, 5.0];

    /// `E[y]` at [`LOGITS`], its 0 for `-inf` left out: both integrals of phi in their first form (no exchange of the
    /// scales, no stretched grid), with 5 to 50 times as many nodes, in NumPy; good to about 1e-13.
    const BRUTE_FORCE: [(f64, [f64; 9]); 7] = [
        (
            0.01,
            [
                0.000521206570941544,
                2.5949349326963e-05,
                1.17809864191965e-09,
                0.571518387831523,
                0.346656260487574,
                7.0537644210698e-05,
                0.0773529226250068,
                3.51186255412652e-06,
                0.00385122245072928,
            ],
        ),
        (
            0.1,
            [
                0.000525362415756457,
                2.61565109170739e-05,
                1.18750436844356e-09,
                0.570400878274198,
                0.347236772659749,
                7.11007055642379e-05,
                0.0778545115855787,
                3.53990038577375e-06,
                0.00388167676042887,
            ],
        ),
        (
            0.5,
            [
                0.00068903426073918,
                3.44002599660535e-05,
                1.56212253570194e-09,
                0.547482913719759,
                0.355259142513498,
                9.3479813363296e-05,
                0.0914049949051479,
                4.65644676672471e-06,
                0.00503137651859967,
            ],
        ),
        (
            1.0,
            [
                0.00218808502536966,
                0.000153820990768204,
                1.38256623914347e-08,
                0.50289701424991,
                0.358745027448262,
                0.000377276257172979,
                0.123753952395781,
                2.48935450691605e-05,
                0.0118599162619904,
            ],
        ),
        (
            2.0,
            [
                0.0161971348757246,
                0.00370026507913061,
                2.52162820151458e-05,
                0.419890446749858,
                0.33753147980806,
                0.00606802820549397,
                0.172658457590446,
                0.00136986362782967,
                0.0425591077814047,
            ],
        ),
        (
            10.0,
            [
                0.097749090815603,
                0.0724487652787785,
                0.0266757248705692,
                0.196486702312786,
                0.186936056764488,
                0.0800567710152995,
                0.160973073857955,
                0.0593307883892939,
                0.119343026695232,
            ],
        ),
        (
            100.0,
            [
                0.111220993864149,
                0.107933975766866,
                0.0976628668995731,
                0.119285265808272,
                0.118690339809335,
                0.109018710579177,
                0.116923305232072,
                0.105796777478373,
                0.113467764562192,
            ],
        ),
    ];

    #[test]
    fn mean_agrees_with_brute_force_from_cold_to_hot() {
        for (temperature, known) in BRUTE_FORCE {
            let mut mean = mean(&LOGITS, temperature, 1.0);
            assert_eq!(mean.remove(5), 0.0);
            for (value, known) in mean.iter().zip(known) {
                assert!(
                    (value - known).abs() < 2e-13,
                    "temperature {temperature}: {value:e} for {known:e}"
                );
            }
        }
    }

    #[test]
    fn a_coarse_mean_is_good_for_a_picture() {
        for (temperature, known) in BRUTE_FORCE {
            let mut mean = mean(&LOGITS, temperature, 2.0);
            assert_eq!(mean.remove(5), 0.0);
            for (value, known) in mean.iter().zip(known) {
                assert!(
                    (value - known).abs() < 1e-6,
                    "temperature {temperature}: {value:e} for {known:e}"
                );
            }
        }
    }

    #[test]
    fn before_division_the_sums_are_one() {
        for temperature in [1e-9, 0.01, 0.3, 0.7, 1.0, 1.4, 3.0, 100.0, 1e9] {
            let total: f64 = second_moments(&LOGITS, temperature).iter().sum();
            assert!(
                (total - 1.0).abs() < 1e-13,
                "temperature {temperature}: off by {:e}",
                total - 1.0
            );
        }
    }

    #[test]
    fn rows_of_the_second_moments_sum_to_the_mean() {
        for temperature in [0.01, 0.5, 1.0, 2.0, 100.0] {
            let second = second_moments(&LOGITS, temperature);
            for (row, mean) in second.chunks(10).zip(mean(&LOGITS, temperature, 1.0)) {
                assert!(
                    (row.iter().sum::<f64>() - mean).abs() < 1e-13,
                    "temperature {temperature}"
                );
            }
        }
    }

    #[test]
    fn two_categories_at_temperature_one_in_closed_form() {
        for delta in [-9.0_f64, -1.0, 0.3, 2.0, 20.0] {
            let a = libm::exp(delta);
            let known = a * (a - 1.0 - delta) / ((a - 1.0) * (a - 1.0));
            assert!(
                (mean(&[delta, 0.0], 1.0, 1.0)[0] - known).abs() < 1e-14,
                "{delta}"
            );
        }
    }

    #[test]
    fn limits_are_the_argmax_and_the_centre() {
        for (mean, pi) in mean(&LOGITS, 1e-12, 1.0)
            .iter()
            .zip(crate::softmax::softmax(&LOGITS))
        {
            assert!((mean - pi).abs() < 1e-11);
        }
        assert!(
            mean(&LOGITS, 1e15, 1.0)
                .iter()
                .enumerate()
                .all(|(k, y)| k == 5 || (y - 1.0 / 9.0).abs() < 1e-13)
        );
        assert_eq!(mean(&[4.0], 0.5, 1.0), [1.0]);
        assert_eq!(
            mean(&[NEVER, -1e300, 1e300], f64::MIN_POSITIVE, 1.0),
            [0.0, 0.0, 1.0]
        );
    }
}
