//! The law of one coordinate `y_i` of a Gumbel-Softmax sample, where a form exists that can be computed exactly.
//!
//! K = 2: `y_1 = sigmoid((l_1 - l_2 + L) / tau)` with L logistic, so the CDF is `sigmoid(tau logit(t) - (l_1 - l_2))`.
//!
//! K = 3: with `c = t / (1-t)` and `a_k = exp(l_k)`, conditioning on the share B of the second exponential time,
//!
//! ```text
//! P(y_1 <= t) = integral over B in (0,1) of (1+A)^-2,   A = a_1 c^-tau h(B)
//! h(B) = ((a_2/B)^(1/tau) + (a_3/(1-B))^(1/tau))^-tau
//! ```
//!
//! and its derivative in t is `integral of 2 tau A (1+A)^-3 / (t (1-t))`. h bends within tau of the B where both its
//! terms are equal, so the integral is split there, and `w = |logit B - logit B_0| = softplus(x)` crowds the nodes of
//! a trapezoid sum towards the bend, at any tau, and leaves them even along the tails.

use super::gumbel_softmax::GumbelSoftmax;
use super::logistic::{sigmoid, softplus};
use std::f64::consts::LN_2;

const STEP: f64 = 0.25;

/// The first node: softplus(x) is below 1e-14 left of it.
const FIRST: f64 = -33.0;

/// Where logits lie further apart, or the temperature is higher, the sum would need too many nodes.
const WIDEST: f64 = 1e3;

/// Tails are followed until they are below exp(-TAIL).
const TAIL: f64 = 42.0;

/// The integrals are computed where `ln A` at the bend lies within this of 0. Above, they go as 1/A: to the last bit
/// while tau is at most 2, and with nothing left above exp(-ASYMPTOTIC) beyond. Below, they go as A.
const ASYMPTOTIC: f64 = 100.0;

/// Stands for 0 (or for the distance to 1) in the limit at an end, where tau = 1 makes that finite.
const LN_END: f64 = -41.588_830_833_596_72; // ln 2^-60

/// The law of one coordinate, by the number of categories that can be drawn.
enum Marginal {
    /// `l_i - l_j` for the only other category.
    Two {
        difference: f64,
    },
    Three(Three),
}

/// One side of the bend: `h` at each node over its largest value, and the weight `dB`.
struct Side {
    nodes: Vec<(f64, f64)>,
    /// The logit of the side's own category, less the other's.
    bend: f64,
    /// `l_1` less the logit of the side's own category.
    reach: f64,
}

impl Side {
    /// Nodes from the bend to where `dB` and A have died out, at `shift = -tau ln c`.
    fn count(bend: f64, reach: f64, shift: f64) -> usize {
        let width = TAIL + bend.max(0.0) + (reach + shift).max(0.0);
        libm::ceil((width - FIRST) / STEP) as usize
    }
}

struct Three {
    sides: [Side; 2],
    /// `l_1 - max(l_2, l_3)`.
    lead: f64,
    /// The largest `lead + shift` that the table serves: h is smaller by `2^tau` at the bend than far from it.
    highest: f64,
}

impl Three {
    fn new(own: f64, second: f64, third: f64, temperature: f64) -> Self {
        let largest = second.max(third);
        let lead = own - largest;
        let highest = ASYMPTOTIC + temperature * LN_2;
        let side = |near: f64, far: f64| {
            let (bend, reach) = (near - far, own - near);
            let node = |k: usize| {
                let x = FIRST + STEP * k as f64;
                let w = softplus(x);
                let v = bend - w; // logit of the share that belongs to `near`, whose term is the larger here
                let ln_h =
                    -(near + softplus(-v)) - temperature * libm::log1p(libm::exp(-w / temperature));
                (
                    libm::exp(ln_h + largest),
                    STEP * sigmoid(x) * sigmoid(v) * sigmoid(-v),
                )
            };
            let count = Side::count(bend, reach, highest - lead);
            Side {
                nodes: (0..count).map(node).collect(),
                bend,
                reach,
            }
        };
        Self {
            sides: [side(second, third), side(third, second)],
            lead,
            highest,
        }
    }

    /// `integral of term(A) dB` at `shift = -tau ln c`, and by how much `ln A` was cut to stay in the table.
    fn integral(&self, shift: f64, term: impl Fn(f64) -> f64) -> (f64, f64) {
        let ln_scale = (self.lead + shift).clamp(-ASYMPTOTIC, self.highest);
        let cut = self.lead + shift - ln_scale;
        let scale = libm::exp(ln_scale);
        let mut sum = 0.0;
        for side in &self.sides {
            let count =
                Side::count(side.bend, side.reach, ln_scale - self.lead).min(side.nodes.len());
            // From the small terms of the tail to the large.
            sum += side.nodes[..count]
                .iter()
                .rev()
                .map(|(h, weight)| weight * term(scale * h))
                .sum::<f64>();
        }
        (sum, cut)
    }

    /// `ln integral of A (1+A)^-3 dB`.
    fn ln_slope(&self, shift: f64) -> f64 {
        let (sum, cut) = self.integral(shift, |a| {
            let r = 1.0 / (1.0 + a);
            a * r * r * r
        });
        libm::log(sum) - cut.abs()
    }

    /// `integral of (1+A)^-2 dB`.
    fn cdf(&self, shift: f64) -> f64 {
        let (sum, cut) = self.integral(shift, |a| 1.0 / ((1.0 + a) * (1.0 + a)));
        if cut < 0.0 {
            1.0
        } else {
            sum.min(1.0) * libm::exp(-cut)
        }
    }
}

impl GumbelSoftmax {
    fn marginal(&self, i: usize) -> Option<Marginal> {
        let own = *self.logits().get(i)?;
        if own == f64::NEG_INFINITY {
            return None;
        }
        let others: Vec<f64> = (0..self.categories())
            .filter(|k| *k != i && self.logits()[*k] > f64::NEG_INFINITY)
            .map(|k| self.logits()[k])
            .collect();
        match others[..] {
            [other] => Some(Marginal::Two {
                difference: own - other,
            }),
            [second, third] => {
                let far = (own - second)
                    .abs()
                    .max((own - third).abs())
                    .max((second - third).abs());
                let three = || Marginal::Three(Three::new(own, second, third, self.temperature()));
                (far.max(self.temperature()) <= WIDEST).then(three)
            }
            _ => None,
        }
    }

    /// The density of one coordinate `y_i` at `y`, per unit of y; exact or `None`.
    ///
    /// "Exact" is to about 1e-13 relative; for K = 3 and tau above 2 only where the density is above 1e-40.
    ///
    /// - K = 2, `[M]` equation 17: `tau s (1-s) / (y (1-y))`, `s = sigmoid(tau logit(y) - (l_i - l_j))`.
    /// - K = 3: by a one-dimensional quadrature.
    /// - K > 3, a coordinate that is constant, or at K = 3 logits more than 1000 apart or tau above 1000: `None`.
    ///
    /// Categories with a logit of `-inf` do not count in K. At `y = 0` and `y = 1` it is the limit: `+inf` for
    /// `tau < 1`, finite at 1, 0 above. Outside `[0, 1]` it is 0.
    ///
    /// ```
    /// # use gumbel_softmax::distribution::GumbelSoftmax;
    /// let flat = GumbelSoftmax::new(&[0.0, 0.0], 1.0)?;
    /// assert!((flat.marginal_pdf(0, 0.3).unwrap() - 1.0).abs() < 1e-15);
    /// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
    /// ```
    pub fn marginal_pdf(&self, i: usize, y: f64) -> Option<f64> {
        self.marginal_pdf_curve(i, &[y]).map(|curve| curve[0])
    }

    /// [`Self::marginal_pdf`] at many points, shape as `y`: at K = 3 they share one table.
    pub fn marginal_pdf_curve(&self, i: usize, y: &[f64]) -> Option<Vec<f64>> {
        let tau = self.temperature();
        let marginal = self.marginal(i)?;
        let density = |y: &f64| {
            let (ln_y, ln_rest) = logarithms(*y);
            if !(0.0..=1.0).contains(y) {
                return 0.0;
            }
            if (*y == 0.0 || *y == 1.0) && tau != 1.0 {
                return if tau < 1.0 { f64::INFINITY } else { 0.0 };
            }
            let shift = -tau * (ln_y - ln_rest);
            match &marginal {
                Marginal::Two { difference } => {
                    let z = (shift + difference).abs();
                    libm::exp(
                        libm::log(tau) - z - 2.0 * libm::log1p(libm::exp(-z)) - ln_y - ln_rest,
                    )
                }
                Marginal::Three(three) => {
                    libm::exp(LN_2 + libm::log(tau) + three.ln_slope(shift) - ln_y - ln_rest)
                }
            }
        };
        Some(y.iter().map(density).collect())
    }

    /// `P(y_i <= t)` for one coordinate, exact under the same conditions as [`Self::marginal_pdf`], or `None`.
    pub fn marginal_cdf(&self, i: usize, t: f64) -> Option<f64> {
        let marginal = self.marginal(i)?;
        if t.is_nan() || t <= 0.0 {
            return Some(0.0);
        }
        if t >= 1.0 {
            return Some(1.0);
        }
        let (ln_t, ln_rest) = logarithms(t);
        let shift = -self.temperature() * (ln_t - ln_rest);
        Some(match &marginal {
            Marginal::Two { difference } => sigmoid(-(shift + difference)),
            Marginal::Three(three) => three.cdf(shift),
        })
    }
}

/// `ln y` and `ln(1-y)`, with the ends moved inside by 2^-60.
fn logarithms(y: f64) -> (f64, f64) {
    if y == 0.0 {
        (LN_END, 0.0)
    } else if y == 1.0 {
        (0.0, LN_END)
    } else {
        (libm::log(y), libm::log1p(-y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Summed over ln(y/(1-y)): the density has all of its mass, its mean is that of quadrature over the simplex, and the CDF
    /// at a half is the mass below.
    #[test]
    fn a_marginal_has_its_mass_and_its_mean() {
        const STEP: f64 = 0.01;
        let places = |k: i32| sigmoid((f64::from(k) + 0.5) * STEP);
        // Beyond the last, y is 1 in f64.
        let y: Vec<f64> = (-8000..3600).map(places).collect();
        for logits in [[-8.0, 0.0, 0.0], [0.0, -8.0, 3.0], [4.0, 0.0, 1.0]] {
            for tau in [0.5, 1.0, 2.0] {
                let law = GumbelSoftmax::new(&logits, tau).unwrap();
                for (i, mean) in law.mean().into_iter().enumerate() {
                    let (mut mass, mut first, mut below) = (0.0, 0.0, 0.0);
                    let curve = law.marginal_pdf_curve(i, &y).unwrap();
                    for (y, density) in y.iter().zip(curve) {
                        let part = density * y * (1.0 - y) * STEP;
                        mass += part;
                        first += part * y;
                        below += if *y < 0.5 { part } else { 0.0 };
                    }
                    let cdf = law.marginal_cdf(i, 0.5).unwrap();
                    for (found, known) in [(mass, 1.0), (first, mean), (below, cdf)] {
                        assert!(
                            (found - known).abs() < 1e-5,
                            "{i} of {logits:?} at {tau}: {found} for {known}"
                        );
                    }
                }
            }
        }
    }

    /// At temperature 1 the density at y_1 = 0 is the sum of the other weights over its own: `y_1 < t` where a sum of
    /// inverse exponentials passes `alpha_1 / (E_1 t)`, and one of them alone does that with the chance of a large inverse.
    #[test]
    fn the_density_at_zero_is_the_odds_against_it() {
        for [own, second, third] in [[-50.0, 0.0, 0.0], [-50.0, 0.0, -3.0], [0.0, 1.0, 50.0]] {
            let law = GumbelSoftmax::new(&[own, second, third], 1.0).unwrap();
            let odds = libm::exp(second - own) + libm::exp(third - own);
            let lead = second.max(third) - own;
            for beyond in [20.0, 60.0, 90.0] {
                let found = law.marginal_pdf(0, libm::exp(-lead - beyond)).unwrap();
                // The next term is of order beyond exp(-beyond).
                let off = (found / odds - 1.0).abs();
                assert!(
                    off < 1e-12 + 10.0 * beyond * libm::exp(-beyond),
                    "{own} {second} {third} at {beyond}: {off}"
                );
            }
        }
    }

    #[test]
    fn logits_too_far_apart_have_none() {
        let a = 0.75 * WIDEST;
        for logits in [[-a, a, 0.0], [-a, 0.0, a], [0.0, -a, a], [a, 0.0, -a]] {
            let law = GumbelSoftmax::new(&logits, 1.0).unwrap();
            assert_eq!(law.marginal_pdf(0, 0.5), None, "{logits:?}");
            let nearer = logits.map(|l| l * 0.6);
            let law = GumbelSoftmax::new(&nearer, 1.0).unwrap();
            assert!(law.marginal_pdf(0, 0.5).is_some(), "{nearer:?}");
        }
    }
}
