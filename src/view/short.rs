//! The arithmetic of the samples with shorter polynomials, for the raster of the density.

use crate::explorer::octet::{Arithmetic, Constant, Octet, loaded};

/// The least y: a pixel that the edge cuts has its centre outside.
pub(super) const LEAST: f32 = 1e-6;

/// -log2 and 2^d to as many digits as colours need.
pub(super) struct Short {
    arithmetic: &'static Arithmetic,
    constants: &'static Constants,
}

struct Constants {
    minus_log2: [Constant; 5],
    minus_log2_of_sum: [Constant; 4],
    half_exp2: [Constant; 3],
    least: Constant,
}

static CONSTANTS: Constants = Constants {
    minus_log2: Constant::each([
        1.442_578,
        0.720_241_8,
        0.486_686_5,
        0.394_575_4,
        0.252_658_4,
    ]),
    half_exp2: Constant::each([0.693_112_5 / 2.0, 0.242_225_53 / 2.0, 0.055_977_123 / 2.0]),
    minus_log2_of_sum: Constant::each([1.441_760_7, 0.724_904_2, 0.517_509_4, 0.329_629_8]),
    least: Constant::new(LEAST),
};

impl Short {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Short {
            arithmetic: Arithmetic::new(),
            constants: loaded(&CONSTANTS),
        }
    }

    /// 1 in every lane.
    #[inline(always)]
    pub(super) fn one(&self) -> Octet {
        self.arithmetic.one()
    }

    /// At least [`LEAST`].
    #[inline(always)]
    pub(super) fn within(&self, y: Octet) -> Octet {
        y.fast_max(self.constants.least.all())
    }

    /// -log2 of a positive normal number; absolute error below 1.6e-5.
    #[inline(always)]
    pub(super) fn minus_log2(&self, t: Octet) -> Octet {
        let c = |i: usize| self.constants.minus_log2[i].all();
        let (e, f) = self.arithmetic.split(t);
        let f2 = f * f;
        f * ((c(0) + f * c(1)) + f2 * ((c(2) + f * c(3)) + f2 * c(4))) - e
    }

    /// The same; absolute error below 1.1e-4.
    #[inline(always)]
    pub(super) fn minus_log2_of_sum(&self, t: Octet) -> Octet {
        let c = |i: usize| self.constants.minus_log2_of_sum[i].all();
        let (e, f) = self.arithmetic.split(t);
        f * ((c(0) + f * c(1)) + (f * f) * (c(2) + f * c(3))) - e
    }

    /// 2^d for d <= 0, or 2^-126; relative error below 1.5e-4.
    #[inline(always)]
    pub(super) fn exp2(&self, d: Octet) -> Octet {
        self.arithmetic.exponential(d, |x| self.half_exp2_1(x))
    }

    /// 2^d for d from -126 to 126, as close.
    #[inline(always)]
    pub(super) fn exp2_in_range(&self, d: Octet) -> Octet {
        self.arithmetic
            .exponential_in_range(d, |x| self.half_exp2_1(x))
    }

    /// (2^x - 1)/2x.
    #[inline(always)]
    fn half_exp2_1(&self, x: Octet) -> Octet {
        let c = |i: usize| self.constants.half_exp2[i].all();
        (c(0) + x * c(1)) + (x * x) * c(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::octet::all;

    #[test]
    fn short_polynomials_keep_their_bounds() {
        let short = Short::new();
        for i in 1..200_000 {
            let x = i as f32 * 1e-5;
            let gap = short.minus_log2(all(x)).to_array()[0] + libm::log2f(x);
            assert!(gap.abs() < 1.6e-5, "log2 {x}: off by {gap}");
            let gap = short.minus_log2_of_sum(all(x)).to_array()[0] + libm::log2f(x);
            assert!(gap.abs() < 1.1e-4, "log2 {x} of a sum: off by {gap}");
            let d = -(i as f32) * 6e-4;
            let gap = short.exp2(all(d)).to_array()[0] / libm::exp2f(d) - 1.0;
            assert!(gap.abs() < 1.5e-4, "2^{d}: off by {gap}");
        }
        assert!(short.exp2(all(-1e9)).to_array()[0] < 2e-38);
    }
}
