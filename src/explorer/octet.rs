//! The arithmetic of a batch: eight samples side by side, in f32, branch-free.
//!
//! # Arithmetic (`v=1` in a link; it does not change)
//!
//! Only + - x / on f32, comparisons and bit operations, in the order written here: each is
//! correctly rounded everywhere, so the bits are the same natively and in every browser. No fused
//! multiply-add, no function of a libm, and of `wide` only what is one such operation. What is
//! faster must give the same bits.
//!
//! Logarithms and exponentials are base 2: with h = -log2(-log2(1 - v)), the noise is
//! g = h ln 2 - ln ln 2, and softmax and argmax need only h, since a constant drops out.

use core::hint::black_box;

use wide::bytemuck::cast;
use wide::{f32x4, f32x8, i32x4, i32x8, u32x8};

/// A value for each of eight neighbouring lanes.
pub type Octet = f32x8;
/// Their bits.
pub type Bits = u32x8;
/// Samples in an octet.
pub const WIDTH: usize = 8;

/// Coefficients of -log2(1 - f)/f on [1 - sqrt(2), 1 - sqrt(1/2)], fitted for the smallest
/// relative error (2.6e-8 before rounding).
#[allow(clippy::excessive_precision)]
const MINUS_LOG2: [f32; 9] = [
    core::f32::consts::LOG2_E,
    0.721_347_33,
    0.480_910_63,
    0.360_703_68,
    0.287_916_24,
    0.238_944_83,
    0.215_715_62,
    0.207_269_73,
    0.125_836_98,
];

/// Coefficients of -log2(1 - f)/f there to a relative error of 3.51e-4: enough to tell most winners.
#[allow(clippy::excessive_precision)]
const MINUS_LOG2_ROUGHLY: [f32; 4] = [1.442_270_4, 0.724_296_96, 0.511_272_8, 0.327_770_8];

/// Coefficients of (2^x - 1)/x on [-1/2, 1/2] (2.0e-9 before rounding).
#[allow(clippy::excessive_precision)]
const EXP2: [f32; 6] = [
    core::f32::consts::LN_2,
    0.240_226_48,
    0.055_503_324,
    0.009_618_437,
    0.001_339_887_4,
    0.000_153_533_62,
];

/// The same in every lane.
#[inline(always)]
pub fn all(x: f32) -> Octet {
    Octet::splat(x)
}

/// A constant, ready to be loaded four lanes at a time.
#[derive(Clone, Copy, Debug)]
pub struct Constant(f32x4);

impl Constant {
    /// Of this value.
    pub const fn new(x: f32) -> Self {
        Constant(f32x4::splat(x))
    }

    /// Of several.
    pub const fn each<const N: usize>(xs: [f32; N]) -> [Self; N] {
        let mut constants = [Constant::new(0.0); N];
        let mut i = 0;
        while i < N {
            constants[i] = Constant::new(xs[i]);
            i += 1;
        }
        constants
    }

    /// It, in every lane.
    #[inline(always)]
    pub fn all(&self) -> Octet {
        cast([self.0, self.0])
    }

    /// Its bits, in every lane.
    #[inline(always)]
    pub fn bits(&self) -> Bits {
        cast([self.0, self.0])
    }
}

/// A table of constants of which the compiler knows nothing but its address, so that it loads them.
///
/// V8 makes a vector that is written in the code anew at each use, with three instructions of which two wait for the
/// same unit: half of the time that a sample takes.
#[inline(always)]
pub fn loaded<T>(table: &'static T) -> &'static T {
    black_box(table)
}

/// The relative error of [`Arithmetic::exponential_noise_roughly`].
pub const ROUGHLY: f32 = 3.6e-4;

/// The functions of the arithmetic, with their constants.
#[derive(Debug)]
pub struct Arithmetic {
    minus_log2: [Constant; 9],
    /// Those of a number that is multiplied with 2^31.
    minus_log2_roughly: [Constant; 4],
    /// The half of each.
    half_exp2: [Constant; 6],
    one: Constant,
    half: Constant,
    /// 2^-31.
    of_word: Constant,
    /// 1 - 2^-24.
    largest: Constant,
    /// What [`Self::split`] cuts at.
    sqrt_half: Constant,
    /// The sign and exponent of an f32, and the exponent alone.
    exponent: Constant,
    unsigned_exponent: Constant,
    /// 2^31; 2^7, which is 2^-24 of it; and what cuts as `sqrt_half` does, in its units.
    whole: Constant,
    least_of_whole: Constant,
    sqrt_half_of_whole: Constant,
    ln_2: Constant,
    minus_ln_ln_2: Constant,
    least_exponent: Constant,
    /// Adding 3 x 2^22 + 128 rounds to the nearest integer and leaves it in the low bits, with 128 more.
    round: Constant,
}

/// 2^31: in these units the survival probability is a word's upper bits and a half.
const WHOLE: f32 = 2_147_483_648.0;

/// x / 2^31.
const fn of_whole(x: f32) -> f32 {
    x / WHOLE
}

static ARITHMETIC: Arithmetic = Arithmetic {
    minus_log2: Constant::each(MINUS_LOG2),
    minus_log2_roughly: Constant::each([
        of_whole(MINUS_LOG2_ROUGHLY[0]),
        of_whole(of_whole(MINUS_LOG2_ROUGHLY[1])),
        of_whole(of_whole(of_whole(MINUS_LOG2_ROUGHLY[2]))),
        of_whole(of_whole(of_whole(of_whole(MINUS_LOG2_ROUGHLY[3])))),
    ]),
    half_exp2: Constant::each(halves(EXP2)),
    one: Constant::new(1.0),
    half: Constant::new(0.5),
    of_word: Constant::new(of_whole(1.0)),
    largest: Constant::new(1.0 - 1.0 / 16_777_216.0),
    sqrt_half: Constant::new(f32::from_bits(0x3f35_04f3)),
    exponent: Constant::new(f32::NEG_INFINITY),
    unsigned_exponent: Constant::new(f32::INFINITY),
    whole: Constant::new(WHOLE),
    least_of_whole: Constant::new(128.0),
    sqrt_half_of_whole: Constant::new(f32::from_bits(0x3f35_04f3) * WHOLE),
    ln_2: Constant::new(core::f32::consts::LN_2),
    minus_ln_ln_2: Constant::new(0.366_512_93),
    least_exponent: Constant::new(-126.0),
    round: Constant::new(12_582_912.0 + 128.0),
};

/// The half of each, which is exact.
const fn halves<const N: usize>(mut xs: [f32; N]) -> [f32; N] {
    let mut i = 0;
    while i < N {
        xs[i] *= 0.5;
        i += 1;
    }
    xs
}

/// Integers as numbers. By halves: `wide` converts eight one by one.
#[inline(always)]
fn numbers(integers: i32x8) -> Octet {
    let [low, high]: [i32x4; 2] = cast(integers);
    cast([f32x4::from_i32x4(low), f32x4::from_i32x4(high)])
}

/// The integers that numbers in [0, 2^31) are cut to.
#[inline(always)]
pub fn truncated(x: Octet) -> Bits {
    let [low, high]: [f32x4; 2] = cast(x);
    cast([low.fast_trunc_int(), high.fast_trunc_int()])
}

impl Arithmetic {
    /// What a loop takes once, before it begins.
    #[inline(always)]
    pub fn new() -> &'static Self {
        loaded(&ARITHMETIC)
    }

    /// 1 in every lane.
    #[inline(always)]
    pub fn one(&self) -> Octet {
        self.one.all()
    }

    /// -log2(1 - f) for 1 - f in [sqrt(1/2), sqrt(2)), as f times -log2(1 - f)/f by Estrin's scheme.
    ///
    /// Its relative error is at most 2.2e-7 for every f of a stream: `tests/accuracy.rs` tries them all.
    #[inline(always)]
    pub fn minus_log2_1m(&self, f: Octet) -> Octet {
        let c = |i: usize| self.minus_log2[i].all();
        let f2 = f * f;
        let f4 = f2 * f2;
        let low = (c(0) + c(1) * f) + f2 * (c(2) + c(3) * f);
        let high = (c(4) + c(5) * f) + f2 * (c(6) + c(7) * f);
        f * (low + f4 * (high + f4 * c(8)))
    }

    /// t = 2^e m with m in [sqrt(1/2), sqrt(2)): e and 1 - m.
    #[inline(always)]
    pub fn split(&self, t: Octet) -> (Octet, Octet) {
        let bits: i32x8 = cast(t);
        let above = bits - cast::<Bits, i32x8>(self.sqrt_half.bits());
        // Its sign and exponent are e; the rest is of m.
        let m: Octet = cast(bits - (above & cast::<Bits, i32x8>(self.exponent.bits())));
        (numbers(above >> 23), self.one() - m)
    }

    /// -log2 of a positive normal number.
    #[inline(always)]
    pub fn minus_log2(&self, t: Octet) -> Octet {
        let (e, f) = self.split(t);
        self.minus_log2_1m(f) - e
    }

    /// e = -log2(1 - v) for v in [2^-32, 1 - 2^-24]: exponential noise in bits.
    #[inline(always)]
    pub fn exponential_noise(&self, v: Octet) -> Octet {
        let (e, f) = self.split_survival(v);
        self.minus_log2_1m(f) - e
    }

    /// [`Self::split`] of 1 - v, with all that v knows of it.
    #[inline(always)]
    pub fn split_survival(&self, v: Octet) -> (Octet, Octet) {
        self.split_in_units(v, self.one(), self.one() - v, &self.sqrt_half)
    }

    /// [`Self::split`] of s = 1 - v, all three in units of `one`; where e is 0, 1 - m is v itself, which still has the bits
    /// of a small v that s has lost.
    #[inline(always)]
    fn split_in_units(&self, v: Octet, one: Octet, s: Octet, cut: &Constant) -> (Octet, Octet) {
        let bits: i32x8 = cast(s);
        let above = bits - cast::<Bits, i32x8>(cut.bits());
        // Without its sign, which only a negative e has: -m for such an e, and s for 0.
        let turned: Octet =
            cast(bits - (above & cast::<Bits, i32x8>(self.unsigned_exponent.bits())));
        // 1 - m <= 0.293 < v for a negative e; for 0, v < 1 + s.
        (numbers(above >> 23), v.fast_min(one + turned))
    }

    /// [`Self::exponential_noise`] of words to a relative error of [`ROUGHLY`], by half of the instructions.
    #[inline(always)]
    pub fn exponential_noise_roughly(&self, words: Bits) -> Octet {
        let c = |i: usize| self.minus_log2_roughly[i].all();
        let (whole, v) = (
            self.whole.all(),
            numbers(cast(words >> 1)) + self.half.all(),
        );
        let s = (whole - v).fast_max(self.least_of_whole.all());
        let (e, f) = self.split_in_units(v, whole, s, &self.sqrt_half_of_whole);
        f * (c(0) + f * c(1) + (f * f) * (c(2) + f * c(3))) - e
    }

    /// h = -log2(-log2(1 - v)) for v in [2^-32, 1 - 2^-24]: the Gumbel noise in bits, less a constant.
    ///
    /// The noise that it stands for, [`Self::gumbel_of_bits`], is off by at most 2.5e-7 (1 + |g|) for every v of a
    /// stream: `tests/accuracy.rs` tries them all.
    #[inline(always)]
    pub fn noise_in_bits(&self, v: Octet) -> Octet {
        self.minus_log2(self.exponential_noise(v))
    }

    /// g of h: g = h ln 2 - ln ln 2.
    #[inline(always)]
    pub fn gumbel_of_bits(&self, h: Octet) -> Octet {
        h * self.ln_2.all() + self.minus_ln_ln_2.all()
    }

    /// 2^d for d <= 0, or 2^-126, by the half of a polynomial for (2^x - 1)/x on [-1/2, 1/2].
    #[inline(always)]
    pub fn exponential(&self, d: Octet, half_polynomial: impl Fn(Octet) -> Octet) -> Octet {
        self.exponential_in_range(d.fast_max(self.least_exponent.all()), half_polynomial)
    }

    /// The same for d from -126 to 126.
    #[inline(always)]
    pub fn exponential_in_range(
        &self,
        d: Octet,
        half_polynomial: impl Fn(Octet) -> Octet,
    ) -> Octet {
        let rounded = d + self.round.all();
        let x = d - (rounded - self.round.all());
        // 2^(n + 1): 128 more than n, where the bits of an f32 have 127 more than an exponent.
        let twice: Octet = cast(cast::<Octet, Bits>(rounded) << 23);
        (self.half.all() + x * half_polynomial(x)) * twice
    }

    /// 2^d for d <= 0; 0 below 2^-126, so no subnormal ever arises. Takes -inf.
    ///
    /// Its relative error is at most 1.21e-7 (two units in the last place) for every f32: `tests/accuracy.rs` tries them
    /// all.
    #[inline(always)]
    pub fn exp2_nonpositive(&self, d: Octet) -> Octet {
        let value = self.exponential(d, |x| self.half_exp2_1(x));
        value & d.simd_gt(self.least_exponent.all())
    }

    /// The same bits for -126 < d <= 0.
    #[inline(always)]
    pub fn exp2_in_range(&self, d: Octet) -> Octet {
        self.exponential_in_range(d, |x| self.half_exp2_1(x))
    }

    /// (2^x - 1)/2x.
    #[inline(always)]
    fn half_exp2_1(&self, x: Octet) -> Octet {
        let c = |i: usize| self.half_exp2[i].all();
        let x2 = x * x;
        (c(0) + c(1) * x) + x2 * ((c(2) + c(3) * x) + x2 * (c(4) + c(5) * x))
    }

    /// The survival probability v = 1 - u that a word stands for, in [2^-32, 1 - 2^-24].
    ///
    /// v = round((w >> 1) + 1/2) 2^-31 to 24 significant bits: small v keep all their bits, so the long
    /// right tail of the noise (large g is small v) reaches g = 22.2, and v is never 0 or 1. The same
    /// f32 feeds the batch and, exactly, the f64 path of the single draw.
    #[inline(always)]
    pub fn survival_of_words(&self, words: Bits) -> Octet {
        // Through i32, since a signed conversion is one instruction everywhere.
        let half = numbers(cast(words >> 1)) + self.half.all();
        (half * self.of_word.all()).fast_min(self.largest.all())
    }
}
