//! The arithmetic of a batch: 16 samples at a time, in f32, branch-free.
//!
//! # Arithmetic (`v=1` in a link; it does not change)
//!
//! Only + - x / on f32, comparisons and bit operations, in the order written here: each is
//! correctly rounded everywhere, so the bits are the same natively and in every browser. No fused
//! multiply-add, no function of a libm. Loops over the 16 lanes are plain so that the compiler
//! turns them into SIMD; a faster form must give the same bits.
//!
//! Logarithms and exponentials are base 2: with h = -log2(-log2(1 - v)), the noise is
//! g = h ln 2 - ln ln 2, and softmax and argmax need only h, since a constant drops out.

#![allow(clippy::needless_range_loop)] // One index over several arrays is what vectorises.

use super::stream::{LANES, survival_of_word};
use crate::explorer::MAX_CATEGORIES;

/// A value for each of the 16 samples of a block.
pub type Lanes = [f32; LANES];

/// Coefficients of log2(1 + f)/f on [sqrt(1/2) - 1, sqrt(2) - 1], fitted for the smallest
/// relative error (2.6e-8 before rounding).
#[allow(clippy::excessive_precision)]
const LOG2: [f32; 9] = [
    core::f32::consts::LOG2_E,
    -0.721_347_33,
    0.480_910_63,
    -0.360_703_68,
    0.287_916_24,
    -0.238_944_83,
    0.215_715_62,
    -0.207_269_73,
    0.125_836_98,
];

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

/// log2(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)), as f times log2(1 + f)/f by Estrin's scheme.
///
/// Its relative error is at most 2.2e-7 for every f of a stream: `tests/accuracy.rs` tries them all.
#[inline(always)]
pub fn log2_1p(f: f32) -> f32 {
    let c = &LOG2;
    let f2 = f * f;
    let f4 = f2 * f2;
    let low = (c[0] + c[1] * f) + f2 * (c[2] + c[3] * f);
    let high = (c[4] + c[5] * f) + f2 * (c[6] + c[7] * f);
    f * (low + f4 * (high + f4 * c[8]))
}

/// t = 2^e m with m in [sqrt(1/2), sqrt(2)): e as f32, and m.
#[inline(always)]
fn split(t: f32) -> (f32, f32) {
    const SQRT_HALF: u32 = 0x3f35_04f3;
    let bits = t.to_bits();
    let e = (bits.wrapping_sub(SQRT_HALF) as i32) >> 23;
    (
        e as f32,
        f32::from_bits(bits.wrapping_sub((e << 23) as u32)),
    )
}

/// h = -log2(-log2(1 - v)) for v in [2^-32, 1 - 2^-24]: the Gumbel noise in bits, less a constant.
///
/// The noise that it stands for, [`gumbel_of_bits`], is off by at most 2.5e-7 (1 + |g|) for every v of a stream:
/// `tests/accuracy.rs` tries them all.
#[inline(always)]
pub fn noise_in_bits(v: f32) -> f32 {
    let (e, m) = split(1.0 - v);
    // Where 1 - v lost bits of a small v, v itself still has them.
    let f = if e == 0.0 { -v } else { m - 1.0 };
    let (e, m) = split(-(e + log2_1p(f)));
    -(e + log2_1p(m - 1.0))
}

/// 2^d for d <= 0; 0 below 2^-126, so no subnormal ever arises. Takes -inf.
///
/// Its relative error is at most 1.21e-7 (two units in the last place) for every f32: `tests/accuracy.rs` tries them all.
#[inline(always)]
pub fn exp2_nonpositive(d: f32) -> f32 {
    // Adding 3 x 2^22 rounds to the nearest integer and leaves it in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let c = &EXP2;
    let clamped = if d > -126.0 { d } else { -126.0 };
    let rounded = clamped + ROUND;
    let x = clamped - (rounded - ROUND);
    let x2 = x * x;
    let poly = (c[0] + c[1] * x) + x2 * ((c[2] + c[3] * x) + x2 * (c[4] + c[5] * x));
    let scale = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000));
    let value = (1.0 + x * poly) * scale;
    if d > -126.0 { value } else { 0.0 }
}

/// What a batch needs of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    categories: usize,
    logits_in_bits: [f32; MAX_CATEGORIES],
    /// None at the limit tau -> 0, where the soft sample is the one-hot of the winner.
    inverse_temperature: Option<f32>,
}

impl Setting {
    /// Logits (2 to 10; at least one finite, none NaN or +inf) and the temperature (None: argmax).
    pub fn new(logits: &[f64], temperature: Option<f64>) -> Self {
        debug_assert!((2..=MAX_CATEGORIES).contains(&logits.len()));
        let mut logits_in_bits = [f32::NEG_INFINITY; MAX_CATEGORIES];
        for (bits, l) in logits_in_bits.iter_mut().zip(logits) {
            *bits = (l * core::f64::consts::LOG2_E) as f32;
        }
        Setting {
            categories: logits.len(),
            logits_in_bits,
            inverse_temperature: temperature.map(|tau| (1.0 / tau) as f32),
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.categories
    }
}

/// The noise of a block from its words, in bits: `h[k][lane]`.
#[inline(always)]
pub fn noise(words: &[[u32; LANES]], h: &mut [Lanes]) {
    for (words, h) in words.iter().zip(h) {
        for i in 0..LANES {
            h[i] = noise_in_bits(survival_of_word(words[i]));
        }
    }
}

/// The perturbed logits in bits (in place of the noise), and the winner of each lane with its
/// value; the first of equals wins.
#[inline(always)]
pub fn perturb(setting: &Setting, h: &mut [Lanes]) -> ([u32; LANES], Lanes) {
    let mut winner = [0; LANES];
    let mut largest = [f32::NEG_INFINITY; LANES];
    for (k, (h, l)) in h.iter_mut().zip(setting.logits_in_bits).enumerate() {
        for i in 0..LANES {
            h[i] += l;
            let wins = h[i] > largest[i];
            winner[i] = if wins { k as u32 } else { winner[i] };
            largest[i] = if wins { h[i] } else { largest[i] };
        }
    }
    (winner, largest)
}

/// The soft samples, in place of the perturbed logits: y_k = 2^((p_k - max)/tau) / sum.
///
/// For two categories at tau = 1 the relative error is at most 2.3e-7 for every difference of p: `tests/accuracy.rs` tries
/// them all. From words to y, for any K and tau, y is off by at most 3e-6 (1 + 1/tau): `tests/sampler.rs`, on random draws.
#[inline(always)]
pub fn soften(setting: &Setting, p: &mut [Lanes], winner: &[u32; LANES], largest: &Lanes) {
    let Some(inverse) = setting.inverse_temperature else {
        for (k, p) in p.iter_mut().enumerate() {
            for i in 0..LANES {
                p[i] = if winner[i] == k as u32 { 1.0 } else { 0.0 };
            }
        }
        return;
    };
    let mut sum = [0.0; LANES];
    for p in p.iter_mut() {
        for i in 0..LANES {
            p[i] = exp2_nonpositive((p[i] - largest[i]) * inverse);
            sum[i] += p[i];
        }
    }
    for i in 0..LANES {
        sum[i] = 1.0 / sum[i];
    }
    for p in p.iter_mut() {
        for i in 0..LANES {
            p[i] *= sum[i];
        }
    }
}

/// g of h: g = h ln 2 - ln ln 2.
#[inline(always)]
pub fn gumbel_of_bits(h: f32) -> f32 {
    h * core::f32::consts::LN_2 + 0.366_512_93
}
