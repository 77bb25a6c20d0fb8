//! What makes a sample of its words: perturbed logits, the winner, the soft sample.
//!
//! [`super::octet`] has the arithmetic, four samples at a time; here are also its forms for the 16 of a block and for one.

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

/// The noise in bits of words, in their place.
#[inline(always)]
pub(super) fn noise(words: &mut [Octet]) {
    let a = Arithmetic::new();
    for words in words {
        *words = a.noise_in_bits(a.survival_of_words(cast(*words)));
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
