//! What makes a sample of its words: perturbed logits, the winner, the soft sample.
//!
//! [`super::octet`] has the arithmetic, eight samples at a time; here are also its forms for the 16 of a block and for one.

use super::octet::{Arithmetic, Bits, Octet, WIDTH, all};
use super::stream::LANES;
use crate::explorer::MAX_CATEGORIES;
use wide::bytemuck::cast;

/// A value for each of the 16 samples of a block.
pub type Lanes = [f32; LANES];

/// What a batch needs of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    categories: usize,
    logits_in_bits: [f32; MAX_CATEGORIES],
    /// 2^-logit: what exponential noise is multiplied with so that the least wins.
    weights: [f32; MAX_CATEGORIES],
    /// None at the limit tau -> 0, where the soft sample is the one-hot of the winner.
    inverse_temperature: Option<f32>,
}

impl Setting {
    /// Logits (2 to 10; at least one finite, none NaN or +inf) and the temperature (None: argmax).
    pub fn new(logits: &[f64], temperature: Option<f64>) -> Self {
        debug_assert!((2..=MAX_CATEGORIES).contains(&logits.len()));
        let mut logits_in_bits = [f32::NEG_INFINITY; MAX_CATEGORIES];
        let mut weights = [f32::INFINITY; MAX_CATEGORIES];
        for ((bits, weight), l) in logits_in_bits.iter_mut().zip(&mut weights).zip(logits) {
            *bits = (l * core::f64::consts::LOG2_E) as f32;
            *weight = libm::exp2f(-*bits);
        }
        Setting {
            categories: logits.len(),
            logits_in_bits,
            weights,
            inverse_temperature: temperature.map(|tau| (1.0 / tau) as f32),
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.categories
    }
}

/// The noise in bits of words, in their place.
#[inline(always)]
pub(super) fn noise(a: &Arithmetic, words: &mut [Octet]) {
    for words in words {
        *words = a.noise_in_bits(a.survival_of_words(cast(*words)));
    }
}

/// The exponential noise of words, in their place.
#[inline(always)]
pub(super) fn exponential_noise(a: &Arithmetic, words: &mut [Octet]) {
    for words in words {
        *words = a.exponential_noise(a.survival_of_words(cast(*words)));
    }
}

/// The perturbed logits in bits (in place of the noise), and the winner of each lane with its
/// value; the first of equals wins.
#[inline(always)]
pub(super) fn perturb_octet(setting: &Setting, h: &mut [Octet]) -> (Bits, Octet) {
    let mut winner = Bits::splat(0);
    let mut largest = all(f32::NEG_INFINITY);
    for (k, (h, l)) in h.iter_mut().zip(setting.logits_in_bits).enumerate() {
        *h += all(l);
        let wins: Bits = cast(h.simd_gt(largest));
        winner = wins.bitselect(Bits::splat(k as u32), winner);
        largest = largest.fast_max(*h);
    }
    (winner, largest)
}

/// How much larger than the least another value must be so that no rounding can have put them in this order.
///
/// The order of p = h + l in bits is that of e 2^-l turned round. h is off by at most 2.5e-7 (1 + |g|)/ln 2 < 9e-6 bits, p is
/// rounded by 2^-19 at most (|p| < 64), and a product here by 2^-23 of itself twice: less than 3e-5 bits for a pair, where
/// this is 1.4e-4.
const APART: f32 = 1.0001;

/// The winners of [`perturb_octet`], to the last, from exponential noise: the least of e 2^-l, one logarithm a category.
/// Where two come close, both logarithms decide, in place of the noise.
#[inline(always)]
pub(super) fn winners(a: &Arithmetic, setting: &Setting, e: &mut [Octet]) -> Bits {
    let (mut least, mut next) = (all(f32::INFINITY), all(f32::INFINITY));
    let mut winner = Bits::splat(0);
    for (k, (e, weight)) in e.iter().zip(setting.weights).enumerate() {
        let value = *e * all(weight);
        let wins: Bits = cast(value.simd_lt(least));
        winner = wins.bitselect(Bits::splat(k as u32), winner);
        next = next.fast_min(value.fast_max(least));
        least = least.fast_min(value);
    }
    if next.simd_le(least * all(APART)).any() {
        for e in e.iter_mut() {
            *e = a.minus_log2(*e);
        }
        winner = perturb_octet(setting, e).0;
    }
    winner
}

/// The soft samples, in place of the perturbed logits: see [`soften`].
#[inline(always)]
pub(super) fn soften_octet(
    a: &Arithmetic,
    setting: &Setting,
    p: &mut [Octet],
    winner: Bits,
    largest: Octet,
) {
    let Some(inverse) = setting.inverse_temperature else {
        for (k, p) in p.iter_mut().enumerate() {
            let wins: Octet = cast(winner.simd_eq(Bits::splat(k as u32)));
            *p = a.one() & wins;
        }
        return;
    };
    let inverse = all(inverse);
    let mut sum = all(0.0);
    for p in p.iter_mut() {
        *p = a.exp2_nonpositive((*p - largest) * inverse);
        sum += *p;
    }
    let share = a.one() / sum;
    for p in p.iter_mut() {
        *p *= share;
    }
}

/// Octet `q` of each of the rows, changed in place by what `change` does to them.
#[inline(always)]
fn with_octet<T>(rows: &mut [Lanes], q: usize, change: impl FnOnce(&mut [Octet]) -> T) -> T {
    let mut octets = [all(0.0); MAX_CATEGORIES];
    let octets = &mut octets[..rows.len()];
    for (octet, row) in octets.iter_mut().zip(&*rows) {
        *octet = Octet::new(core::array::from_fn(|i| row[q * WIDTH + i]));
    }
    let result = change(octets);
    for (octet, row) in octets.iter().zip(rows) {
        row[q * WIDTH..][..WIDTH].copy_from_slice(octet.as_array());
    }
    result
}

/// The perturbed logits of a block in bits, in place of its noise; the winner of each lane, and its value.
pub fn perturb(setting: &Setting, h: &mut [Lanes]) -> ([u32; LANES], Lanes) {
    let (mut winner, mut largest) = ([0; LANES], [0.0; LANES]);
    for q in 0..LANES / WIDTH {
        let (wins, most) = with_octet(h, q, |h| perturb_octet(setting, h));
        winner[q * WIDTH..][..WIDTH].copy_from_slice(wins.as_array());
        largest[q * WIDTH..][..WIDTH].copy_from_slice(most.as_array());
    }
    (winner, largest)
}

/// The soft samples of a block, in place of its perturbed logits: y_k = 2^((p_k - max)/tau) / sum.
///
/// For two categories at tau = 1 the relative error is at most 2.3e-7 for every difference of p: `tests/accuracy.rs` tries
/// them all. From words to y, for any K and tau, y is off by at most 3e-6 (1 + 1/tau): `tests/sampler.rs`, on random draws.
pub fn soften(setting: &Setting, p: &mut [Lanes], winner: &[u32; LANES], largest: &Lanes) {
    let a = Arithmetic::new();
    for q in 0..LANES / WIDTH {
        let wins = Bits::new(core::array::from_fn(|i| winner[q * WIDTH + i]));
        let most = Octet::new(core::array::from_fn(|i| largest[q * WIDTH + i]));
        with_octet(p, q, |p| soften_octet(a, setting, p, wins, most));
    }
}

/// [`Arithmetic::noise_in_bits`] of one.
pub fn noise_in_bits(v: f32) -> f32 {
    Arithmetic::new().noise_in_bits(all(v)).to_array()[0]
}

/// [`Arithmetic::gumbel_of_bits`] of one.
pub fn gumbel_of_bits(h: f32) -> f32 {
    Arithmetic::new().gumbel_of_bits(all(h)).to_array()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 400,000 octets, some of them with two values close together.
    #[test]
    fn one_logarithm_finds_the_winners_of_two() {
        let a = Arithmetic::new();
        let mut close = 0;
        for (seed, logits) in [
            (1, &[0.0, 0.0][..]),
            (2, &[2.0, 1.0, 0.1]),
            (3, &[10.0, -10.0, f64::NEG_INFINITY, 9.9]),
            (4, &[0.0; 10]),
        ] {
            let setting = Setting::new(logits, None);
            let mut lanes = super::super::stream::Stream::new(seed).octet(0);
            let mut e = vec![all(0.0); logits.len()];
            for _ in 0..100_000 {
                lanes.fill(&mut e);
                exponential_noise(a, &mut e);
                let mut p: Vec<Octet> = e.iter().map(|e| a.minus_log2(*e)).collect();
                let (wins, _) = perturb_octet(&setting, &mut p);
                let before = e.clone();
                assert_eq!(winners(a, &setting, &mut e).to_array(), wins.to_array());
                close += u32::from(before != e);
            }
        }
        assert!(close > 50, "only {close} were close");
    }
}
