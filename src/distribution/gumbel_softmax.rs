//! The Gumbel-Softmax distribution on the simplex: samples and the exact density.

use super::categorical::{Categorical, check_logits};
use super::error::{ParameterError, positive};
use super::quadrature;
use crate::softmax::{argmax, log_softmax, log_sum_exp};

/// The Gumbel-Softmax distribution `GumbelSoftmax(logits, temperature)`, also called Concrete.
///
/// ```text
/// y_k = exp((l_k + g_k) / tau) / sum_j exp((l_j + g_j) / tau),   g_k independent standard Gumbel
/// ```
///
/// `l` has shape `[K]`, K at least 1, in nats; `y` has shape `[K]`, no unit, and lies on the simplex. `tau` has no
/// unit. Adding a constant to all logits changes nothing; where a logit is `-inf`, `y` is 0 and the law lives on the
/// remaining face. Sources: `[J]` equation 2, `[M]` section 3.1.
///
/// ```
/// use gumbel_softmax::distribution::GumbelSoftmax;
/// let law = GumbelSoftmax::new(&[2.0, 1.0, 0.1], 0.5)?;
/// let mut y = [0.0; 3];
/// law.soft_sample(&[-0.3, 1.2, 0.4], &mut y);
/// assert!((y.iter().sum::<f64>() - 1.0).abs() < 1e-15);
/// assert_eq!(law.hard_sample(&[-0.3, 1.2, 0.4]), 1);
/// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GumbelSoftmax {
    categorical: Categorical,
    temperature: f64,
}

/// A straight-through sample: what goes forward, and what the gradient is taken through.
///
/// The gradient of an objective is that at `forward`, pulled back through the Jacobian at `backward`
/// ([`crate::softmax::jacobian`]): `[J]` section 2.2.
#[derive(Clone, Debug, PartialEq)]
pub struct StraightThrough {
    /// One-hot at the argmax, shape `[K]`.
    pub forward: Vec<f64>,
    /// The soft sample, shape `[K]`.
    pub backward: Vec<f64>,
}

impl GumbelSoftmax {
    /// The distribution with these logits and this temperature, finite and above 0.
    ///
    /// # Errors
    /// Names `logits` (with the place) or `temperature`, and the value: logits must be finite or `-inf`, one of them
    /// finite. The temperature 0 is no distribution with a density and is refused; its limit is [`Categorical`].
    pub fn new(logits: &[f64], temperature: f64) -> Result<Self, ParameterError> {
        let temperature = positive("temperature", temperature)?;
        Ok(Self {
            categorical: Categorical::from_logits(logits)?,
            temperature,
        })
    }

    /// The number of categories, K.
    pub fn categories(&self) -> usize {
        self.categorical.categories()
    }

    /// The temperature `tau`.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// The logits as given, shape `[K]`, in nats.
    pub fn logits(&self) -> &[f64] {
        self.categorical.logits()
    }

    /// `pi = softmax(logits)`, shape `[K]`: the law of the argmax at every temperature (`[M]` proposition 1b).
    pub fn probs(&self) -> &[f64] {
        self.categorical.probs()
    }

    /// The law of the argmax.
    pub fn categorical(&self) -> &Categorical {
        &self.categorical
    }

    /// `(l_k + g_k - max_j (l_j + g_j)) / tau`: the largest is 0, so no division by a small tau overflows.
    fn scaled(&self, gumbel_noise: &[f64]) -> Vec<f64> {
        assert_eq!(
            gumbel_noise.len(),
            self.categories(),
            "one noise value for each category"
        );
        let mut x: Vec<f64> = self
            .logits()
            .iter()
            .zip(gumbel_noise)
            .map(|(l, g)| l + g)
            .collect();
        let max = x[argmax(&x)];
        for x in &mut x {
            *x = (*x - max) / self.temperature;
        }
        x
    }

    /// The soft sample for this standard Gumbel noise, written into `y`; all of shape `[K]`. `[J]` equation 2.
    ///
    /// # Panics
    /// If `gumbel_noise` or `y` is not of length K. The noise must be finite.
    pub fn soft_sample(&self, gumbel_noise: &[f64], y: &mut [f64]) {
        crate::softmax::softmax_into(&self.scaled(gumbel_noise), y);
    }

    /// The soft sample for the noise `g_k = -ln(-ln u_k)`, written into `y`; all of shape `[K]`.
    ///
    /// # Panics
    /// If `u` or `y` is not of length K, or a uniform is not strictly between 0 and 1: the noise would be infinite.
    pub fn soft_sample_from_uniforms(&self, u: &[f64], y: &mut [f64]) {
        let noise = |u: &f64| {
            assert!(
                *u > 0.0 && *u < 1.0,
                "a uniform must lie strictly between 0 and 1, not {u}"
            );
            -libm::log(-libm::log(*u))
        };
        let gumbel_noise: Vec<f64> = u.iter().map(noise).collect();
        self.soft_sample(&gumbel_noise, y);
    }

    /// `ln y` of the soft sample, shape `[K]`, in nats: finite where `y` itself underflows. `[M]` appendix C.3.
    ///
    /// # Panics
    /// If the noise is not of length K.
    pub fn ln_soft_sample(&self, gumbel_noise: &[f64]) -> Vec<f64> {
        log_softmax(&self.scaled(gumbel_noise))
    }

    /// The hard sample `argmax_k (l_k + g_k)`: the temperature plays no part. `[J]` equation 1.
    ///
    /// # Panics
    /// If the noise is not of length K.
    pub fn hard_sample(&self, gumbel_noise: &[f64]) -> usize {
        self.categorical.gumbel_max(gumbel_noise)
    }

    /// The straight-through sample: one-hot forward, soft backward. `[J]` section 2.2.
    ///
    /// # Panics
    /// If the noise is not of length K.
    pub fn straight_through(&self, gumbel_noise: &[f64]) -> StraightThrough {
        let mut forward = vec![0.0; self.categories()];
        forward[self.hard_sample(gumbel_noise)] = 1.0;
        let mut backward = vec![0.0; self.categories()];
        self.soft_sample(gumbel_noise, &mut backward);
        StraightThrough { forward, backward }
    }

    /// `ln p(y)`, the density with respect to the first K-1 coordinates. `[M]` equation 10, `[J]` equation 3:
    ///
    /// ```text
    /// ln p(y) = ln Gamma(K) + (K-1) ln tau + sum_k (l_k - (tau+1) ln y_k) - K LSE_k(l_k - tau ln y_k)
    /// ```
    ///
    /// `y` has shape `[K]` and is taken to lie on the simplex; a negative or `NaN` coordinate gives `-inf`. Use
    /// [`Self::ln_pdf_from_ln`] where a coordinate is too small for an `f64`, and see it for the limits on the border.
    ///
    /// # Panics
    /// If `y` is not of length K.
    ///
    /// ```
    /// # use gumbel_softmax::distribution::GumbelSoftmax;
    /// let centre = [1.0 / 3.0; 3];
    /// let flat = GumbelSoftmax::new(&[0.0; 3], 1.0)?;
    /// assert!((flat.ln_pdf(&centre) - libm::log(2.0)).abs() < 1e-15); // (K-1)! tau^(K-1)
    /// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
    /// ```
    pub fn ln_pdf(&self, y: &[f64]) -> f64 {
        let ln_y: Vec<f64> = y.iter().map(|y| libm::log(*y)).collect();
        self.ln_pdf_from_ln(&ln_y)
    }

    /// `ln p(y)` from `ln y`, shape `[K]`: [`Self::ln_pdf`] down to the corners, where `y` is too small for an `f64`.
    ///
    /// On the border, where m of the K coordinates are 0 (`ln y = -inf`), it is the limit along the ray on which
    /// these m stay equal: the density goes as `eps^(tau (K-m) - m)`, so the limit is `-inf`, finite, or `+inf` as
    /// that exponent is above, at, or below 0. Categories with a logit of `-inf` are left out of K: there the
    /// density is that on the remaining face, and `-inf` away from it.
    ///
    /// # Panics
    /// If `ln_y` is not of length K.
    pub fn ln_pdf_from_ln(&self, ln_y: &[f64]) -> f64 {
        let Some((logits, ln_y)) = self.on_the_face(ln_y) else {
            return f64::NEG_INFINITY;
        };
        let zeros = ln_y.iter().filter(|x| **x == f64::NEG_INFINITY).count();
        let categories = logits.len();
        if zeros == 0 {
            return self.ln_volume(categories) + self.ln_shares(&logits, &ln_y)
                - ln_y.iter().sum::<f64>();
        }
        if zeros == categories {
            return f64::NEG_INFINITY; // no point of the simplex
        }
        let exponent = self.temperature * (categories - zeros) as f64 - zeros as f64;
        if exponent > 0.0 {
            return f64::NEG_INFINITY;
        }
        if exponent < 0.0 {
            return f64::INFINITY;
        }
        let (mut small, mut rest) = (Vec::new(), 0.0);
        for (l, x) in logits.iter().zip(&ln_y) {
            if *x == f64::NEG_INFINITY {
                small.push(*l);
            } else {
                rest += l - (self.temperature + 1.0) * x;
            }
        }
        let shares: f64 = log_softmax(&small).iter().sum();
        self.ln_volume(categories) + rest - (categories - zeros) as f64 * log_sum_exp(&small)
            + shares
    }

    /// The ln density of ExpConcrete at `x = ln y`, shape `[K]`, in nats. `[M]` appendix C.3, equation 26:
    ///
    /// ```text
    /// ln kappa(x) = ln Gamma(K) + (K-1) ln tau + sum_k (l_k - tau x_k) - K LSE_k(l_k - tau x_k)
    /// ```
    ///
    /// A density in the log-ratios `x_k - x_K`, k < K: `kappa = p(y) prod_k y_k`, so it is unchanged by adding a
    /// constant to all of `x`, and finite for every finite `x`. Where some `x` is `-inf` it is `-inf`.
    ///
    /// # Panics
    /// If `x` is not of length K.
    pub fn ln_pdf_exp_concrete(&self, x: &[f64]) -> f64 {
        match self.on_the_face(x) {
            Some((logits, x)) if x.iter().all(|x| x.is_finite()) => {
                self.ln_volume(logits.len()) + self.ln_shares(&logits, &x)
            }
            _ => f64::NEG_INFINITY,
        }
    }

    /// Logits and `ln y` of the categories that can be drawn; `None` where `y` is no point of that face.
    fn on_the_face(&self, ln_y: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
        assert_eq!(
            ln_y.len(),
            self.categories(),
            "one coordinate for each category"
        );
        let max = self
            .logits()
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        let (mut logits, mut kept) = (Vec::new(), Vec::new());
        for (l, x) in self.logits().iter().zip(ln_y) {
            if x.is_nan() || *x == f64::INFINITY {
                return None;
            }
            if *l == f64::NEG_INFINITY {
                if *x != f64::NEG_INFINITY {
                    return None;
                }
            } else {
                logits.push(l - max);
                kept.push(*x);
            }
        }
        Some((logits, kept))
    }

    /// `ln Gamma(K) + (K-1) ln tau`.
    fn ln_volume(&self, categories: usize) -> f64 {
        libm::lgamma(categories as f64) + (categories as f64 - 1.0) * libm::log(self.temperature)
    }

    /// `sum_k ln q_k` with `q = softmax(l - tau ln y)`.
    fn ln_shares(&self, logits: &[f64], ln_y: &[f64]) -> f64 {
        // Only differences of ln y count: taking the largest off first keeps tau ln y from overflowing together.
        let top = ln_y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exponents: Vec<f64> = logits
            .iter()
            .zip(ln_y)
            .map(|(l, x)| l - self.temperature * (x - top))
            .collect();
        log_softmax(&exponents).iter().sum()
    }

    /// The law of `(y_i)_{i in chosen} / sum of them`: Gumbel-Softmax with the chosen logits and the same temperature.
    ///
    /// Exact, for any choice of distinct categories: dividing by the sum of the chosen removes the rest.
    ///
    /// # Errors
    /// Names `category` where one is out of range or chosen twice, and `logits` where all that are chosen are `-inf`.
    pub fn sub_simplex(&self, chosen: &[usize]) -> Result<Self, ParameterError> {
        for (i, category) in chosen.iter().enumerate() {
            if *category >= self.categories() {
                return Err(ParameterError::at(
                    "category",
                    i,
                    *category as f64,
                    "be below the number of categories",
                ));
            }
            if chosen[..i].contains(category) {
                return Err(ParameterError::at(
                    "category",
                    i,
                    *category as f64,
                    "be chosen only once",
                ));
            }
        }
        let logits: Vec<f64> = chosen.iter().map(|i| self.logits()[*i]).collect();
        check_logits(&logits)?;
        Self::new(&logits, self.temperature)
    }

    /// `E[y]`, shape `[K]`, for every K and temperature, by quadrature: absolute error below 1e-12.
    ///
    /// It differs from [`Self::probs`] unless those are equal. A category drawn from `y` is
    /// `argmax_k (l_k + g_k + tau g'_k)` with second noise `g'`, so with F and f the CDF and density of `g + tau g'`
    ///
    /// ```text
    /// E[y_i] = integral of f(m - l_i) prod_{j != i} F(m - l_j) dm
    /// ```
    ///
    /// ```
    /// # use gumbel_softmax::distribution::GumbelSoftmax;
    /// // A row of [M] figure 2: alpha = (2, 0.5, 1) at temperature 1.
    /// let law = GumbelSoftmax::new(&[libm::log(2.0), libm::log(0.5), 0.0], 1.0)?;
    /// for (mean, known) in law.mean().iter().zip([0.498, 0.191, 0.311]) {
    ///     assert!((mean - known).abs() < 5e-4);
    /// }
    /// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
    /// ```
    pub fn mean(&self) -> Vec<f64> {
        quadrature::mean(self.logits(), self.temperature, 1.0)
    }

    /// [`Self::mean`] to an absolute error of 1e-6, at a quarter of its cost: for a curve over many temperatures.
    pub fn coarse_mean(&self) -> Vec<f64> {
        quadrature::mean(self.logits(), self.temperature, 2.0)
    }

    /// `E[y_i y_j]`, shape `[K, K]` in rows, symmetric, all entries summing to 1; by the quadrature of [`Self::mean`].
    pub fn second_moments(&self) -> Vec<f64> {
        quadrature::second_moments(self.logits(), self.temperature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_temperature_gives_the_winner() {
        let law = GumbelSoftmax::new(&[2.0, 1.0, 0.1], f64::MIN_POSITIVE).unwrap();
        let mut y = [0.0; 3];
        law.soft_sample(&[0.0, 0.0, 3.0], &mut y);
        assert_eq!(y, [0.0, 0.0, 1.0]);
    }

    #[test]
    fn what_is_no_point_of_the_simplex_has_no_density() {
        let law = GumbelSoftmax::new(&[1.0, 0.0, f64::NEG_INFINITY], 0.5).unwrap();
        let face = GumbelSoftmax::new(&[1.0, 0.0], 0.5).unwrap();
        assert_eq!(law.ln_pdf(&[0.3, 0.7, 0.0]), face.ln_pdf(&[0.3, 0.7]));
        for y in [[0.3, 0.6, 0.1], [0.3, f64::NAN, 0.0], [-0.3, 1.3, 0.0]] {
            assert_eq!(law.ln_pdf(&y), f64::NEG_INFINITY, "{y:?}");
        }
        let x = [f64::INFINITY, 0.0];
        assert_eq!(face.ln_pdf_from_ln(&x), f64::NEG_INFINITY);
        for x in [x, [f64::NEG_INFINITY, 0.0]] {
            assert_eq!(face.ln_pdf_exp_concrete(&x), f64::NEG_INFINITY);
        }
    }

    /// What is equal in all logits, or in all of ln y, plays no part, however large it is.
    #[test]
    fn what_all_have_in_common_does_not_overflow() {
        let ln_y = [0.2, 0.3, 0.5].map(libm::log);
        let [plain, far] = [0.0, 1e308]
            .map(|l| GumbelSoftmax::new(&[l; 3], 0.5).unwrap())
            .map(|law| law.ln_pdf_from_ln(&ln_y));
        assert_eq!(plain, far);
        let law = GumbelSoftmax::new(&[1.0, 0.0, -1.0], 1e10).unwrap();
        let [plain, far] = [0.0, -1e300].map(|x| law.ln_pdf_exp_concrete(&[x; 3]));
        assert_eq!(plain, far);
    }
}
