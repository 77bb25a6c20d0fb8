//! What many estimates have in common: mean, covariance, bias, each with its standard error.

use super::draws::Draws;
use super::estimation::Estimation;
use super::lanes::{LANES, Lanes, all, packed};
use super::problem::Problem;
use super::relaxed::Relaxed;

/// Sums over estimates of the gradient, taken about the exact gradient so that a small bias keeps its digits.
///
/// An estimate that is not finite (or above 1e77, whose fourth power is not) is counted and left out of every sum. Sums are
/// kept lane by lane in the order of the rows, so batches of whole chunks may be cut anywhere without changing a bit.
///
/// Standard errors take the estimates as independent; see [`super::Estimator::LeaveOneOut`] for the one that is not quite.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    exact: Vec<f64>,
    rows: u64,
    not_finite: u64,
    /// Sums of d, the estimate less the exact gradient; of `d_i d_j` for j <= i; of `|d|^2 d`; and of `|d|^4`.
    first: Vec<Lanes>,
    second: Vec<Lanes>,
    third: Vec<Lanes>,
    fourth: Lanes,
}

fn total(lanes: &Lanes) -> f64 {
    lanes.iter().sum()
}

impl Moments {
    /// No estimates yet, of the gradient of `problem`.
    pub fn new(problem: &Problem) -> Self {
        let k = problem.categories();
        Moments {
            exact: problem.gradient().to_vec(),
            rows: 0,
            not_finite: 0,
            first: vec![[0.0; LANES]; k],
            second: vec![[0.0; LANES]; k * (k + 1) / 2],
            third: vec![[0.0; LANES]; k],
            fourth: [0.0; LANES],
        }
    }

    /// Adds the estimates of a batch; false where the estimator does not apply. The arguments of [`Estimation::estimates`].
    pub fn add(
        &mut self,
        estimation: &mut Estimation,
        problem: &Problem,
        draws: &Draws,
        relaxed: &Relaxed,
    ) -> bool {
        estimation.each(problem, draws, relaxed, |live, d| self.add_chunk(live, d))
    }

    fn add_chunk(&mut self, live: usize, d: &mut [Lanes]) {
        let mut squared = all(0.0);
        for (d, exact) in d.iter_mut().zip(&self.exact) {
            let less = packed(d) - all(*exact);
            *d = less.to_array();
            squared += less * less;
        }
        self.rows += live as u64;
        if live < LANES || !(squared * squared).simd_lt(all(f64::INFINITY)).all() {
            squared = packed(&self.without_the_infinite(live, squared.to_array(), d));
        }
        let mut pairs = self.second.iter_mut();
        for a in 0..d.len() {
            let own = packed(&d[a]);
            for (other, pair) in d[..=a].iter().zip(&mut pairs) {
                *pair = (packed(pair) + own * packed(other)).to_array();
            }
            let (first, third) = (&mut self.first[a], &mut self.third[a]);
            *first = (packed(first) + own).to_array();
            *third = (packed(third) + squared * own).to_array();
        }
        self.fourth = (packed(&self.fourth) + squared * squared).to_array();
    }

    /// 0 in the lanes that are no rows, or not finite, which are counted.
    fn without_the_infinite(&mut self, live: usize, mut squared: Lanes, d: &mut [Lanes]) -> Lanes {
        for (i, squared) in squared.iter_mut().enumerate() {
            let finite = (*squared * *squared).is_finite();
            self.not_finite += u64::from(i < live && !finite);
            if i >= live || !finite {
                *squared = 0.0;
                for d in d.iter_mut() {
                    d[i] = 0.0;
                }
            }
        }
        squared
    }

    /// Estimates seen, finite or not.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Those of them that were not finite.
    pub fn not_finite(&self) -> u64 {
        self.not_finite
    }

    /// How many the sums hold.
    fn n(&self) -> f64 {
        (self.rows - self.not_finite) as f64
    }

    /// The mean less the exact gradient, shape `[K]`; `NaN` without a finite estimate.
    pub fn bias(&self) -> Vec<f64> {
        self.first.iter().map(|s| total(s) / self.n()).collect()
    }

    /// The mean of the estimates, shape `[K]`; `NaN` without a finite estimate.
    pub fn mean(&self) -> Vec<f64> {
        let bias = self.bias();
        self.exact.iter().zip(bias).map(|(g, b)| g + b).collect()
    }

    /// The covariance of one estimate, shape `[K, K]`, with n - 1 in the denominator; `NaN` with fewer than 2.
    pub fn covariance(&self) -> Vec<f64> {
        let (k, n, bias) = (self.exact.len(), self.n(), self.bias());
        let mut matrix = vec![0.0; k * k];
        let mut pairs = self.second.iter();
        for i in 0..k {
            for (j, pair) in (0..=i).zip(&mut pairs) {
                let moment = (total(pair) - n * bias[i] * bias[j]) / (n - 1.0);
                // Rounding may leave a variance of 0 just below it.
                let moment = if i == j && moment < 0.0 { 0.0 } else { moment };
                matrix[i * k + j] = moment;
                matrix[j * k + i] = moment;
            }
        }
        matrix
    }

    /// The standard error of each coordinate of the mean, shape `[K]`.
    pub fn standard_errors(&self) -> Vec<f64> {
        let (k, covariance) = (self.exact.len(), self.covariance());
        let of = |i: usize| libm::sqrt(covariance[i * k + i] / self.n());
        (0..k).map(of).collect()
    }

    /// `|mean - exact|` and its standard error (to first order).
    ///
    /// The length of a mean is about [`Self::resolution`] even where there is no bias: below a few times that, no bias
    /// was seen.
    pub fn bias_length(&self) -> (f64, f64) {
        let (k, bias, covariance) = (self.exact.len(), self.bias(), self.covariance());
        let length = libm::sqrt(bias.iter().map(|b| b * b).sum());
        if length <= 0.0 {
            return (length, self.resolution());
        }
        let mut along = 0.0;
        for i in 0..k {
            for j in 0..k {
                along += bias[i] * covariance[i * k + j] * bias[j];
            }
        }
        let error = libm::sqrt(along.max(0.0) / self.n()) / length;
        (length, error)
    }

    /// `sqrt(variance / n)`: how far the mean lies from its expectation, in the root mean square.
    pub fn resolution(&self) -> f64 {
        libm::sqrt(self.variance().0 / self.n())
    }

    /// The variance of one estimate summed over the coordinates, and its standard error (from the fourth moments).
    pub fn variance(&self) -> (f64, f64) {
        let (k, n, bias, covariance) = (self.exact.len(), self.n(), self.bias(), self.covariance());
        let variance: f64 = (0..k).map(|i| covariance[i * k + i]).sum();
        // The mean of r^2, r = |d - mean|^2 = q - 2 m.d + c, with q = |d|^2 and c = |m|^2.
        let c: f64 = bias.iter().map(|m| m * m).sum();
        let (mut squares, mut cross, mut q) = (0.0, 0.0, 0.0);
        let mut pairs = self.second.iter();
        for i in 0..k {
            cross += bias[i] * total(&self.third[i]) / n;
            for (j, pair) in (0..=i).zip(&mut pairs) {
                let moment = total(pair) / n;
                q += if i == j { moment } else { 0.0 };
                let twice = if i == j { 1.0 } else { 2.0 };
                squares += twice * bias[i] * bias[j] * moment;
            }
        }
        let r2 = total(&self.fourth) / n + 4.0 * squares - 4.0 * cross + 2.0 * c * q - 3.0 * c * c;
        let spread = (r2 - (q - c) * (q - c)).max(0.0);
        (variance, libm::sqrt(spread / n))
    }
}
