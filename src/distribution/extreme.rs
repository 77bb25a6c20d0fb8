//! Laws of the largest value: the generalised extreme value law, and the exact law of the largest of n draws.

use super::error::{ParameterError, finite};
use super::special::{normal_pdf, normal_quantile_survival};
use std::f64::consts::SQRT_2;

/// The generalised extreme value law `GEV(shape)` with location 0 and scale 1.
///
/// With `t(x) = (1 + shape x)^(-1/shape)`, and `exp(-x)` at shape 0:
///
/// ```text
/// F(x) = exp(-t)      f(x) = t^(1 + shape) exp(-t)      x(u) = ((-ln u)^-shape - 1) / shape
/// ```
///
/// Shape 0 is the Gumbel law; above 0 it is a Fréchet law with its end at `-1/shape` on the left, below 0 a reversed
/// Weibull law with its end on the right. Source: Fisher, Tippett (1928); Gnedenko (1943); Jenkinson (1955).
///
/// ```
/// use gumbel_softmax::distribution::ExtremeValue;
/// assert_eq!(ExtremeValue::new(0.0)?.cdf(0.0), libm::exp(-1.0));
/// assert_eq!(ExtremeValue::new(-1.0)?.cdf(1.0), 1.0);
/// # Ok::<(), gumbel_softmax::distribution::ParameterError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExtremeValue {
    shape: f64,
}

impl ExtremeValue {
    /// The law with this shape xi (finite, without unit).
    ///
    /// # Errors
    /// Names `shape` and the value given.
    pub fn new(shape: f64) -> Result<Self, ParameterError> {
        finite("shape", shape).map(|shape| Self { shape })
    }

    /// The shape xi.
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// `ln t(x)`: `+inf` and `-inf` beyond the left and the right end.
    fn ln_hazard(&self, x: f64) -> f64 {
        if self.shape == 0.0 {
            return -x;
        }
        let inside = self.shape * x;
        if inside <= -1.0 {
            return f64::INFINITY.copysign(self.shape);
        }
        -libm::log1p(inside) / self.shape
    }

    /// `P(X <= x) = exp(-t(x))`.
    pub fn cdf(&self, x: f64) -> f64 {
        libm::exp(-libm::exp(self.ln_hazard(x)))
    }

    /// The density `f(x)`, per unit of x; 0 beyond an end, and at the end itself its limit from outside.
    pub fn pdf(&self, x: f64) -> f64 {
        let ln_t = self.ln_hazard(x);
        if ln_t.is_infinite() {
            return 0.0;
        }
        libm::exp((1.0 + self.shape) * ln_t - libm::exp(ln_t))
    }

    /// The `x` with `P(X <= x) = u`, for u in (0, 1).
    pub fn quantile(&self, u: f64) -> f64 {
        let ln_t = libm::log(-libm::log(u));
        if self.shape == 0.0 {
            -ln_t
        } else {
            libm::expm1(-self.shape * ln_t) / self.shape
        }
    }
}

/// A law whose largest draws are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// `F(t) = 1 - exp(-t)`, t at least 0.
    Exponential,
    /// The standard normal law.
    Normal,
    /// `F(t) = t` on \[0, 1\]: bounded.
    Uniform,
    /// `F(t) = 1 - 1/t^2`, t at least 1: a heavy tail.
    Pareto,
}

impl Parent {
    /// `P(T > t)`.
    fn survival(self, t: f64) -> f64 {
        match self {
            Parent::Exponential => libm::exp(-t.max(0.0)),
            Parent::Normal => 0.5 * libm::erfc(t / SQRT_2),
            Parent::Uniform => 1.0 - t.clamp(0.0, 1.0),
            Parent::Pareto => 1.0 / (t.max(1.0) * t.max(1.0)),
        }
    }

    fn pdf(self, t: f64) -> f64 {
        match self {
            Parent::Exponential if t >= 0.0 => libm::exp(-t),
            Parent::Normal => normal_pdf(t),
            Parent::Uniform if (0.0..=1.0).contains(&t) => 1.0,
            Parent::Pareto if t >= 1.0 => 2.0 / (t * t * t),
            _ => 0.0,
        }
    }

    /// The t with `ln P(T <= t)` as given, accurate in both tails.
    fn quantile_of_ln(self, ln_u: f64) -> f64 {
        let v = -libm::expm1(ln_u);
        match self {
            Parent::Exponential => -libm::log(v),
            Parent::Normal if v > 0.5 => -normal_quantile_survival(libm::exp(ln_u)),
            Parent::Normal => normal_quantile_survival(v),
            Parent::Uniform => 1.0 - v,
            Parent::Pareto => 1.0 / libm::sqrt(v),
        }
    }
}

/// The law of `x = (M_n - b_n) / a_n`, where `M_n` is the largest of n independent draws of a [`Parent`].
///
/// `F(x) = F_parent(a_n x + b_n)^n`, with `b_n` the quantile of `1 - 1/n` and `a_n = 1 / (n f_parent(b_n))`. As n
/// grows it tends to [`Self::limit`]: for the exponential parent `b_n = ln n`, `a_n = 1`. One draw of the normal
/// parent has no such quantile and stays as it is: `b_1 = 0`, `a_1 = 1`. Source: de Haan, Ferreira, "Extreme Value
/// Theory" (2006), theorem 1.1.8; the normal's slow pace is Hall's (1979).
///
/// ```
/// use gumbel_softmax::distribution::{BlockMaximum, Parent};
/// let law = BlockMaximum::new(Parent::Normal, 1000);
/// assert!((law.gap().1.abs() - 0.018).abs() < 5e-4);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockMaximum {
    parent: Parent,
    n: f64,
    centre: f64,
    scale: f64,
}

impl BlockMaximum {
    /// The largest of n draws; n = 0 counts as 1.
    pub fn new(parent: Parent, n: u32) -> Self {
        let n = f64::from(n.max(1));
        let (centre, scale) = match parent {
            Parent::Exponential => (libm::log(n), 1.0),
            Parent::Normal if n == 1.0 => (0.0, 1.0),
            Parent::Normal => {
                let b = normal_quantile_survival(1.0 / n);
                (b, 1.0 / (n * normal_pdf(b)))
            }
            Parent::Uniform => (1.0 - 1.0 / n, 1.0 / n),
            Parent::Pareto => (libm::sqrt(n), 0.5 * libm::sqrt(n)),
        };
        Self {
            parent,
            n,
            centre,
            scale,
        }
    }

    /// `b_n`.
    pub fn centre(&self) -> f64 {
        self.centre
    }

    /// `a_n`.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// `F_parent(t)^times`.
    fn power(&self, t: f64, times: f64) -> f64 {
        if times == 0.0 {
            return 1.0; // 0 ln 0 is no number
        }
        libm::exp(times * libm::log1p(-self.parent.survival(t)))
    }

    /// `P(X <= x) = F_parent(a_n x + b_n)^n`.
    pub fn cdf(&self, x: f64) -> f64 {
        self.power(self.centre + self.scale * x, self.n)
    }

    /// The density `n a_n f_parent(t) F_parent(t)^(n-1)` at `t = a_n x + b_n`, per unit of x.
    pub fn pdf(&self, x: f64) -> f64 {
        let t = self.centre + self.scale * x;
        self.n * self.scale * self.parent.pdf(t) * self.power(t, self.n - 1.0)
    }

    /// The value of this law at the quantile that `gumbel_noise` is of the standard Gumbel law: increasing, so that
    /// noise that is there becomes draws of this maximum. With `u = exp(-exp(-g))`, x is the quantile of u.
    pub fn from_gumbel(&self, gumbel_noise: f64) -> f64 {
        let ln_u = -libm::exp(-gumbel_noise) / self.n;
        (self.parent.quantile_of_ln(ln_u) - self.centre) / self.scale
    }

    /// The law that this one tends to as n grows.
    pub fn limit(&self) -> ExtremeValue {
        ExtremeValue {
            shape: match self.parent {
                Parent::Exponential | Parent::Normal => 0.0,
                Parent::Uniform => -1.0,
                Parent::Pareto => 0.5,
            },
        }
    }

    /// Where the CDF is furthest from its limit's, and by how much: `(x, F(x) - F_limit(x))`.
    ///
    /// The supremum over all x, to about 1e-12: the best of 255 quantiles of the limit, then a ternary search between
    /// its neighbours.
    pub fn gap(&self) -> (f64, f64) {
        let limit = self.limit();
        let apart = |u: f64| self.cdf(limit.quantile(u)) - u;
        const CELLS: u32 = 256;
        let place = |i: u32| f64::from(i) / f64::from(CELLS);
        let mut best = 1;
        for i in 2..CELLS {
            if apart(place(i)).abs() > apart(place(best)).abs() {
                best = i;
            }
        }
        let (mut low, mut high) = (place(best - 1).max(1e-9), place(best + 1).min(1.0 - 1e-9));
        for _ in 0..48 {
            let third = (high - low) / 3.0;
            if apart(low + third).abs() < apart(high - third).abs() {
                low += third;
            } else {
                high -= third;
            }
        }
        let u = 0.5 * (low + high);
        (limit.quantile(u), apart(u))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, known: f64, allowed: f64) {
        assert!((value - known).abs() <= allowed, "{value} for {known}");
    }

    const PARENTS: [Parent; 4] = [
        Parent::Exponential,
        Parent::Normal,
        Parent::Uniform,
        Parent::Pareto,
    ];

    #[test]
    fn the_normal_stays_away_from_the_gumbel_law() {
        // mpmath, 20 digits: centre, scale, F(1), and where the largest gap is and how large.
        for (n, centre, scale, f, x, gap) in [
            (
                2,
                0.0,
                1.253_314_137_315_500_3,
                0.800_943_194_216_415,
                1.448_635_3,
                0.141_115_389_301_937,
            ),
            (
                10,
                1.281_551_565_544_600_5,
                0.569_805_985_611_701,
                0.721_919_155_201_199_4,
                1.884_752,
                0.052_162_962_408_152_5,
            ),
            (
                100,
                2.326_347_874_040_841,
                0.375_204_361_572_951_7,
                0.707_738_943_863_252_5,
                2.027_426_8,
                0.027_189_762_063_840_4,
            ),
            (
                1000,
                3.090_232_306_167_813_5,
                0.296_992_351_589_231_1,
                0.702_520_946_507_772_1,
                2.087_598_5,
                0.018_246_796_552_015_9,
            ),
            (
                10_000,
                3.719_016_485_455_680_6,
                0.252_622_239_842_514_55,
                0.699_838_321_648_432_1,
                2.122_001_9,
                0.013_681_149_055_501_5,
            ),
        ] {
            let law = BlockMaximum::new(Parent::Normal, n);
            close(law.centre(), centre, 1e-13);
            close(law.scale(), scale, 1e-12);
            close(law.cdf(1.0), f, 1e-12);
            let found = law.gap();
            close(found.0, x, 1e-5);
            close(found.1, gap, 1e-12);
        }
    }

    #[test]
    fn the_others_come_close_at_the_rate_of_one_over_n() {
        // In probability the three are one: (1 - s/n)^n against exp(-s). mpmath.
        for (n, gap) in [
            (1, -0.367_879_441_171_442),
            (10, -0.028_000_080_455_330_8),
            (1000, -2.707_608_200_772_4e-4),
            (10_000, -2.706_795_891_261_94e-5),
        ] {
            for parent in [Parent::Exponential, Parent::Uniform, Parent::Pareto] {
                close(BlockMaximum::new(parent, n).gap().1, gap, 1e-11);
            }
        }
    }

    #[test]
    fn densities_are_the_slopes_and_noise_becomes_draws() {
        for parent in PARENTS {
            for n in [1, 2, 10, 10_000] {
                let law = BlockMaximum::new(parent, n);
                let mut before = f64::NEG_INFINITY;
                for i in -24..=72 {
                    let g = f64::from(i) / 8.0 + 0.01;
                    let x = law.from_gumbel(g);
                    assert!(x > before, "{parent:?} {n} {g}");
                    before = x;
                    let u = libm::exp(-libm::exp(-g));
                    close(law.cdf(x), u, 1e-11);
                    let h = 1e-6 * (1.0 + x.abs());
                    if law.cdf(x - h) == 0.0 || law.cdf(x + h) == 1.0 {
                        assert!(law.pdf(x) < 1.0 + 1e-9, "{parent:?} {n} {x}");
                        continue; // an end of the law, where the density may jump
                    }
                    let slope = (law.cdf(x + h) - law.cdf(x - h)) / (2.0 * h);
                    close(law.pdf(x), slope, 1e-6 * (1.0 + slope));
                }
            }
        }
    }

    #[test]
    fn nothing_is_drawn_beyond_an_end() {
        for (parent, outside) in [
            (Parent::Exponential, &[-0.1][..]),
            (Parent::Uniform, &[-0.1, 1.1]),
            (Parent::Pareto, &[0.9, -2.0]),
        ] {
            let law = BlockMaximum::new(parent, 3);
            for t in outside {
                let x = (t - law.centre()) / law.scale();
                assert_eq!(law.pdf(x), 0.0, "{parent:?} at {t}");
            }
        }
    }

    #[test]
    fn draws_of_the_normal_are_as_accurate_in_both_tails() {
        let law = BlockMaximum::new(Parent::Normal, 1);
        for i in -36..=320 {
            let g = f64::from(i) / 10.0;
            let t = law.from_gumbel(g);
            let below = 0.5 * libm::erfc(-t / SQRT_2) / libm::exp(-libm::exp(-g));
            let above = 0.5 * libm::erfc(t / SQRT_2) / -libm::expm1(-libm::exp(-g));
            close(below, 1.0, 1e-9);
            close(above, 1.0, 1e-9);
        }
    }

    #[test]
    fn extreme_values_at_known_points_and_their_ends() {
        // mpmath at x = 0.7.
        for (shape, cdf, pdf) in [
            (-0.5, 0.655_406_254_326_840_5, 0.426_014_065_312_446_3),
            (0.3, 0.588_768_082_036_517_9, 0.257_755_329_357_592_8),
            (1e-9, 0.6086053177303614, 0.3022244564566867),
            (0.0, 0.608_605_317_804_406_4, 0.302_224_456_630_968_5),
        ] {
            let law = ExtremeValue::new(shape).unwrap();
            assert_eq!(law.shape(), shape);
            close(law.cdf(0.7), cdf, 1e-14);
            close(law.pdf(0.7), pdf, 1e-14);
            for u in [0.01, 0.5, 0.99] {
                close(law.cdf(law.quantile(u)), u, 1e-13);
            }
        }
        let (left, right) = (
            ExtremeValue::new(0.5).unwrap(),
            ExtremeValue::new(-0.5).unwrap(),
        );
        assert_eq!((left.cdf(-2.0), left.pdf(-2.5)), (0.0, 0.0));
        assert_eq!((right.cdf(2.0), right.pdf(2.5)), (1.0, 0.0));
        assert_eq!(ExtremeValue::new(f64::NAN).unwrap_err().parameter, "shape");
        for shape in [-1.0, -0.3, 0.0, 0.3, 1.0] {
            let law = ExtremeValue::new(shape).unwrap();
            for x in [-1e308, -900.0, -1.0, 0.0, 1.0, 900.0, 1e308] {
                assert!(!law.pdf(x).is_nan() && !law.cdf(x).is_nan(), "{shape} {x}");
            }
        }
    }
}
