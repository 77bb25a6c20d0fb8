//! The Gumbel-max trick, proved: the integral behind `P(argmax_k (l_k + g_k) = i) = pi_i`, in numbers.

use super::categorical::check_logits;
use super::error::ParameterError;
use super::gumbel::Gumbel;
use crate::softmax::{log_softmax, log_sum_exp};

/// The largest of K perturbed logits `l_k + g_k`, g standard Gumbel, and who it is.
///
/// Given `g_i = g`, category i wins when every other `l_j + g_j` stays below `l_i + g`:
///
/// ```text
/// f(g) prod_(j != i) F(g + l_i - l_j) = exp(-g - exp(-g)/pi_i) = d/dg pi_i exp(-exp(-g)/pi_i)
/// ```
///
/// so its integral over the whole line is `pi_i`. Seen along the value of the maximum, `m = l_i + g`, the density of
/// "the maximum is m and the winner is i" is `pi_i f(m - ln Z)`: the maximum is Gumbel(ln Z), whoever wins.
/// Logits, shape `[K]`, noise and maximum in nats; densities per nat. Source: `[MT]` section 2; `[H]` section 3.
///
/// ```
/// use gumbel_softmax::distribution::GumbelMax;
/// let law = GumbelMax::new(&[2.0, 1.0, 0.1])?;
/// assert!((law.integral(0, f64::INFINITY) - 0.659).abs() < 1e-4);
/// assert_eq!(law.antiderivative(0, f64::INFINITY), libm::exp(law.ln_probs()[0]));
/// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GumbelMax {
    logits: Vec<f64>,
    ln_probs: Vec<f64>,
    ln_z: f64,
}

/// Nodes and weights of Gauss and Legendre on \[-1, 1\], five of them: Abramowitz & Stegun table 25.4.
const GAUSS: [(f64, f64); 3] = [
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];

impl GumbelMax {
    /// For these logits, shape `[K]`.
    ///
    /// # Errors
    /// Names `logits`, place and value: `NaN` and `+inf` are refused, `-inf` everywhere too.
    pub fn new(logits: &[f64]) -> Result<Self, ParameterError> {
        check_logits(logits)?;
        Ok(Self {
            logits: logits.to_vec(),
            ln_probs: log_softmax(logits),
            ln_z: log_sum_exp(logits),
        })
    }

    /// `ln pi`, shape `[K]`.
    pub fn ln_probs(&self) -> &[f64] {
        &self.ln_probs
    }

    /// `prod_(j != i) F(g + l_i - l_j)`: the chance that all others stay below, given `g_i = g`.
    ///
    /// # Panics
    /// If there is no category i.
    pub fn others_below(&self, i: usize, g: f64) -> f64 {
        let others = self.logits.iter().enumerate();
        let ln: f64 = others
            .filter(|&(j, l)| j != i && *l != f64::NEG_INFINITY)
            .map(|(_, l)| -libm::exp(-(g + self.logits[i] - l)))
            .sum();
        libm::exp(ln)
    }

    /// The integrand `f(g) prod_(j != i) F(g + l_i - l_j)`, as it is written.
    ///
    /// # Panics
    /// If there is no category i.
    pub fn integrand(&self, i: usize, g: f64) -> f64 {
        Gumbel::standard().pdf(g) * self.others_below(i, g)
    }

    /// `pi_i exp(-exp(-g)/pi_i)`: an antiderivative of the integrand, 0 at `-inf` and `pi_i` at `+inf`.
    ///
    /// # Panics
    /// If there is no category i.
    pub fn antiderivative(&self, i: usize, g: f64) -> f64 {
        let ln_pi = self.ln_probs[i];
        if ln_pi == f64::NEG_INFINITY {
            return 0.0;
        }
        libm::exp(ln_pi - libm::exp(-(g + ln_pi)))
    }

    /// The integral of [`Self::integrand`] from `-inf` to `to`, summed without its antiderivative.
    ///
    /// Gauss-Legendre sums of five nodes on steps of at most a quarter of a nat, from where the integrand is below 1e-22 of
    /// its peak to where it is below 1e-18 of it; relative error about 1e-13.
    ///
    /// # Panics
    /// If there is no category i.
    pub fn integral(&self, i: usize, to: f64) -> f64 {
        let mode = -self.ln_probs[i];
        let (from, to) = (mode - 4.0, to.min(mode + 42.0));
        if !(mode.is_finite() && to > from) {
            return 0.0;
        }
        let steps = libm::ceil((to - from) / 0.25);
        let half = 0.5 * (to - from) / steps;
        let mut sum = 0.0;
        for step in 0..steps as u32 {
            let middle = from + half * f64::from(2 * step + 1);
            for (node, weight) in GAUSS {
                let pair = if node == 0.0 {
                    self.integrand(i, middle)
                } else {
                    let shift = half * node;
                    self.integrand(i, middle - shift) + self.integrand(i, middle + shift)
                };
                sum += weight * pair;
            }
        }
        half * sum
    }

    /// The law of the maximum: Gumbel(ln Z), ln Z = LSE(l).
    pub fn maximum(&self) -> Gumbel {
        // ln Z of valid logits is finite.
        Gumbel::new(self.ln_z, 1.0).unwrap_or_default()
    }

    /// The density of "the maximum is m and the winner is i": `pi_i f(m - ln Z)`.
    ///
    /// # Panics
    /// If there is no category i.
    pub fn joint_pdf(&self, i: usize, m: f64) -> f64 {
        libm::exp(self.ln_probs[i]) * self.maximum().pdf(m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases() -> [GumbelMax; 4] {
        let lost = f64::NEG_INFINITY;
        [
            GumbelMax::new(&[2.0, 1.0, 0.1]).unwrap(),
            GumbelMax::new(&[10.0, -10.0]).unwrap(),
            GumbelMax::new(&[lost, 0.3, lost, -1.0]).unwrap(),
            GumbelMax::new(&[0.5; 10]).unwrap(),
        ]
    }

    #[test]
    fn the_logarithms_of_pi_are_read_back() {
        for case in cases() {
            let pi = crate::softmax::softmax(&case.logits);
            assert_eq!(case.ln_probs().len(), pi.len());
            for (ln_pi, pi) in case.ln_probs().iter().zip(&pi) {
                assert!((libm::exp(*ln_pi) - pi).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn before_the_integrand_begins_there_is_nothing() {
        for case in cases() {
            for i in 0..case.logits.len() {
                let from = -case.ln_probs()[i] - 4.0;
                for to in [from, from - 0.1, f64::NEG_INFINITY] {
                    assert_eq!(case.integral(i, to), 0.0, "category {i} to {to}");
                }
            }
        }
    }

    #[test]
    fn the_product_is_the_closed_form() {
        for law in cases() {
            for i in 0..law.logits.len() {
                let pi = libm::exp(law.ln_probs[i]);
                for step in -24..=160 {
                    let g = f64::from(step) / 8.0;
                    let closed = libm::exp(-g - libm::exp(-g) / pi);
                    let closed = if pi > 0.0 { closed } else { 0.0 };
                    let value = law.integrand(i, g);
                    assert!((value - closed).abs() <= 1e-12 * closed + 1e-300, "{i} {g}");
                }
            }
        }
    }

    #[test]
    fn the_sum_meets_the_antiderivative_and_the_total_is_pi() {
        for law in cases() {
            for i in 0..law.logits.len() {
                let pi = libm::exp(law.ln_probs[i]);
                for to in [-2.0, -0.3, 0.0, 0.7, 2.0, 9.0, 30.0, f64::INFINITY] {
                    let (sum, closed) = (law.integral(i, to), law.antiderivative(i, to));
                    assert!(
                        (sum - closed).abs() <= 1e-12 * pi,
                        "{i} to {to}: {sum} {closed}"
                    );
                }
                assert!((law.integral(i, f64::INFINITY) - pi).abs() <= 1e-12 * pi);
            }
        }
    }

    #[test]
    fn along_the_maximum_the_split_is_pi() {
        for law in cases() {
            for m in [-1.0, 0.5, 2.0, 7.0] {
                let all: f64 = (0..law.logits.len()).map(|i| law.joint_pdf(i, m)).sum();
                assert!((all - law.maximum().pdf(m)).abs() <= 1e-14, "{m}");
                for i in 0..law.logits.len() {
                    if law.logits[i].is_finite() {
                        // The same event, as the integrand at g = m - l_i has it.
                        let direct = law.integrand(i, m - law.logits[i]);
                        assert!((law.joint_pdf(i, m) - direct).abs() <= 1e-13, "{i} {m}");
                    }
                }
            }
        }
        // Z = 3.5 has the mean ln 3.5 + 0.57722 = 1.82998.
        let law = GumbelMax::new(&[libm::log(2.0), libm::log(0.5), 0.0]).unwrap();
        assert!((law.maximum().mean() - 1.829_978_6).abs() < 1e-6);
    }
}
