//! What makes samples of words: noise, perturbed logits, winners, soft samples.
//!
//! [`super::octet`] has the arithmetic, [`super::setting`] the parameters.

use super::octet::{Arithmetic, Bits, Octet, ROUGHLY, all};
use super::setting::Setting;
use super::stream::OctetStream;
use crate::explorer::MAX_CATEGORIES;
use wide::bytemuck::cast;

/// Octets of a pass: few enough that they stay near the processor, and that no tally of a pass overflows a u32.
pub(super) const PASS: usize = 32;
/// A value for each of them.
type Row<T> = [T; PASS];

/// Some octets of samples, a row for each category, on which every step is taken before the next begins.
///
/// A processor looks some hundred instructions ahead: where a step is longer than that, it waits for the chain of each octet,
/// so short steps over many octets take three quarters of the time.
pub(super) struct Pass {
    categories: usize,
    octets: usize,
    rows: [Row<Octet>; MAX_CATEGORIES],
    largest: Row<Octet>,
    /// Room for what is not kept.
    values: [Row<Octet>; MAX_CATEGORIES],
}

impl Pass {
    /// None yet.
    pub(super) fn new(categories: usize) -> Self {
        Pass {
            categories,
            octets: 0,
            rows: [[all(0.0); PASS]; MAX_CATEGORIES],
            largest: [all(0.0); PASS],
            values: [[all(0.0); PASS]; MAX_CATEGORIES],
        }
    }

    /// The octets of these rows, whatever they are.
    pub(super) fn of<const OCTETS: usize>(
        rows: impl ExactSizeIterator<Item = [Octet; OCTETS]>,
        largest: [Octet; OCTETS],
    ) -> Self {
        let mut pass = Pass::new(rows.len());
        pass.octets = OCTETS;
        for (row, octets) in pass.rows.iter_mut().zip(rows) {
            row[..OCTETS].copy_from_slice(&octets);
        }
        pass.largest[..OCTETS].copy_from_slice(&largest);
        pass
    }

    /// The words of the next octets.
    pub(super) fn fill(&mut self, octets: usize, lanes: &mut OctetStream) {
        self.octets = octets.min(PASS);
        for i in 0..self.octets {
            for row in &mut self.rows[..self.categories] {
                row[i] = cast(lanes.next_words());
            }
        }
    }

    /// A row of values for each category.
    #[inline(always)]
    pub(super) fn rows(
        &self,
    ) -> impl DoubleEndedIterator<Item = &[Octet]> + ExactSizeIterator<Item = &[Octet]> {
        let rows = self.rows[..self.categories].iter();
        rows.map(|row| &row[..self.octets])
    }

    /// The values of the last octet; of categories that there are not, anything.
    pub(super) fn last(&self) -> [Octet; MAX_CATEGORIES] {
        self.rows.each_ref().map(|row| row[self.octets - 1])
    }

    #[inline(always)]
    fn rows_mut(&mut self) -> impl Iterator<Item = &mut [Octet]> {
        let rows = self.rows[..self.categories].iter_mut();
        rows.map(|row| &mut row[..self.octets])
    }

    /// The largest perturbed logits.
    pub(super) fn largest(&self) -> &[Octet] {
        &self.largest[..self.octets]
    }

    /// The noise in bits, in place of the words.
    pub(super) fn noise(&mut self, a: &Arithmetic) {
        let octets = self.octets;
        let [exponents, ..] = &mut self.values;
        for row in &mut self.rows[..self.categories] {
            let row = &mut row[..octets];
            minus_log2(a, row, exponents, |words| {
                a.split_survival(a.survival_of_words(cast(words)))
            });
            minus_log2(a, row, exponents, |e| a.split(e));
        }
    }

    /// The perturbed logits in bits, in place of the noise, and the largest of them.
    pub(super) fn perturb(&mut self, setting: &Setting) {
        let mut most = [all(f32::NEG_INFINITY); PASS];
        for (row, l) in self.rows_mut().zip(setting.logits_in_bits) {
            for (p, largest) in row.iter_mut().zip(&mut most) {
                *p += all(l);
                *largest = largest.fast_max(*p);
            }
        }
        self.largest = most;
    }

    /// Which of the perturbed logits is the largest; of equals, the first.
    pub(super) fn winners(&self) -> Row<Bits> {
        let mut winners = [Bits::splat(self.categories as u32 - 1); PASS];
        for (k, row) in self.rows().enumerate().rev().skip(1) {
            let octets = row.iter().zip(&self.largest);
            for (winner, (p, largest)) in winners.iter_mut().zip(octets) {
                let wins: Bits = cast(p.simd_eq(*largest));
                *winner = wins.bitselect(Bits::splat(k as u32), *winner);
            }
        }
        winners
    }

    /// The soft samples, in place of the perturbed logits: see [`super::kernel::soften`].
    pub(super) fn soften(&mut self, a: &Arithmetic, setting: &Setting) {
        match setting.inverse_temperature {
            None => self.harden(a),
            Some(inverse) if setting.is_near => {
                self.share(a, |d| a.exp2_in_range(d * all(inverse)));
            }
            Some(inverse) => self.share(a, |d| a.exp2_nonpositive(d * all(inverse))),
        }
    }

    /// Each one's share of the sum of their powers, of how far below the largest they lie.
    #[inline(always)]
    fn share(&mut self, a: &Arithmetic, power: impl Fn(Octet) -> Octet) {
        let (largest, mut shares) = (self.largest, [all(0.0); PASS]);
        for row in self.rows_mut() {
            for ((p, largest), sum) in row.iter_mut().zip(&largest).zip(&mut shares) {
                *p = power(*p - *largest);
                *sum += *p;
            }
        }
        for share in &mut shares[..self.octets] {
            *share = a.one() / *share;
        }
        for row in self.rows_mut() {
            for (y, share) in row.iter_mut().zip(&shares) {
                *y *= *share;
            }
        }
    }

    /// One for the winner and zero for all others.
    fn harden(&mut self, a: &Arithmetic) {
        let winners = self.winners();
        for (k, row) in self.rows_mut().enumerate() {
            for (p, winner) in row.iter_mut().zip(&winners) {
                let wins: Octet = cast(winner.simd_eq(Bits::splat(k as u32)));
                *p = a.one() & wins;
            }
        }
    }

    /// Adds to `wins` of each category where it wins, as [`Self::winners`] says to the last: the least of e 2^-l tells, for
    /// exponential noise e that is known roughly; where two come close, the logarithms of the noise. Returns how many did.
    pub(super) fn add_wins(
        &mut self,
        a: &Arithmetic,
        setting: &Setting,
        wins: &mut [Bits; MAX_CATEGORIES],
    ) -> u32 {
        let (mut least, mut next) = ([all(f32::INFINITY); PASS], [all(f32::INFINITY); PASS]);
        let octets = self.octets;
        let rows = self.rows[..self.categories]
            .iter()
            .map(|row| &row[..octets]);
        let places = rows.zip(&mut self.values).zip(setting.weights);
        for ((words, values), weight) in places {
            for (value, words) in values.iter_mut().zip(words) {
                *value = a.exponential_noise_roughly(cast(*words)) * all(weight);
            }
            let two = least.iter_mut().zip(&mut next);
            for (value, (least, next)) in values[..octets].iter().zip(two) {
                *next = next.fast_min(value.fast_max(*least));
                *least = least.fast_min(*value);
            }
        }
        let mut close = 0;
        for (i, (least, next)) in least[..self.octets].iter_mut().zip(next).enumerate() {
            if next.simd_le(*least * all(APART)).any() {
                close += 1;
                // None is the least then.
                *least = all(-1.0);
                let winner = self.winner(a, setting, i);
                for (k, wins) in wins[..self.categories].iter_mut().enumerate() {
                    // A mask that is true is -1.
                    *wins -= winner.simd_eq(Bits::splat(k as u32));
                }
            }
        }
        for (wins, values) in wins.iter_mut().zip(&self.values[..self.categories]) {
            for (value, least) in values[..self.octets].iter().zip(&least) {
                *wins -= cast::<Octet, Bits>(value.simd_eq(*least));
            }
        }
        close
    }

    /// The winner of the words of the octet `i`.
    fn winner(&self, a: &Arithmetic, setting: &Setting, i: usize) -> Bits {
        let mut one = Pass::of(self.rows().map(|row| [row[i]]), [all(0.0)]);
        one.noise(a);
        one.perturb(setting);
        one.winners()[0]
    }
}

/// -log2 of each, of which `split` makes e and 1 - m: [`Arithmetic::split`]. `exponents` is room for as many.
#[inline(always)]
fn minus_log2(
    a: &Arithmetic,
    row: &mut [Octet],
    exponents: &mut [Octet],
    split: impl Fn(Octet) -> (Octet, Octet),
) {
    for (value, exponent) in row.iter_mut().zip(&mut *exponents) {
        (*exponent, *value) = split(*value);
    }
    for (value, exponent) in row.iter_mut().zip(exponents) {
        *value = a.minus_log2_1m(*value) - *exponent;
    }
}

/// How much larger than the least another value must be so that no rounding can have put them in this order.
///
/// The order of p = h + l in bits is that of e 2^-l turned round. h is off by at most 2.5e-7 (1 + |g|)/ln 2 < 9e-6 bits, and p is
/// rounded by 2^-19 at most (|p| < 64): less than 3e-5 bits for a pair, a ratio of 1.00002. What is rough is off by
/// [`ROUGHLY`] in each of the two, and their products are rounded by 2^-23.
const APART: f32 = 1.0 + 2.5 * ROUGHLY;

#[cfg(test)]
mod tests {
    use super::super::octet::WIDTH;
    use super::super::setting::NOISE_RANGE;
    use super::super::stream::{Stream, survival_of_word};
    use super::*;

    /// 1.6 million octets, some of them with two values close together.
    #[test]
    fn one_rough_logarithm_finds_the_winners_of_two() {
        let a = Arithmetic::new();
        for (seed, logits) in [
            (1, &[0.0, 0.0][..]),
            (2, &[2.0, 1.0, 0.1]),
            (3, &[10.0, -10.0, f64::NEG_INFINITY, 9.9]),
            (4, &[0.0; 10]),
            (5, &[-900.0, -901.0, f64::NEG_INFINITY]),
        ] {
            let (setting, k) = (Setting::new(logits, None), logits.len());
            let mut lanes = Stream::new(seed).octet(0);
            let mut pass = Pass::new(k);
            let mut close = 0;
            for _ in 0..10_000 {
                pass.fill(PASS, &mut lanes);
                let mut wins = [Bits::splat(0); MAX_CATEGORIES];
                close += pass.add_wins(a, &setting, &mut wins);
                pass.noise(a);
                pass.perturb(&setting);
                let winners = pass.winners().map(Bits::to_array);
                for (k, wins) in wins.iter().enumerate() {
                    let expected: [u32; WIDTH] = core::array::from_fn(|i| {
                        let lane = winners.iter().map(|octet| u32::from(octet[i] == k as u32));
                        lane.sum()
                    });
                    assert_eq!(wins.to_array(), expected, "category {k} of {logits:?}");
                }
            }
            // Of 320,000.
            assert!(
                (200..4000).contains(&close),
                "{close} were close of {logits:?}"
            );
        }
    }

    /// What says that no value is the least must be no value: here the third category's is 1.
    #[test]
    fn where_two_come_close_nobody_else_wins() {
        let a = Arithmetic::new();
        let rough = |word| a.exponential_noise_roughly(Bits::splat(word)).to_array()[0];
        let half = 1u32 << 31;
        let one = (half - (1 << 16)..half + (1 << 16))
            .find(|word| rough(*word) == 1.0)
            .expect("a word whose rough noise is 1");
        for close in [one / 4, one / 2] {
            assert!(rough(close) < 1.0);
            let words = [close, close, one].map(|word| [cast(Bits::splat(word))]);
            let mut pass = Pass::of(words.into_iter(), [all(0.0)]);
            let mut wins = [Bits::splat(0); MAX_CATEGORIES];
            assert_eq!(
                pass.add_wins(a, &Setting::new(&[0.0; 3], None), &mut wins),
                1
            );
            assert_eq!(wins[2].to_array(), [0; WIDTH]);
            assert_eq!((wins[0] + wins[1]).to_array(), [1; WIDTH]);
        }
    }

    /// At the ends of the noise and everywhere between them.
    #[test]
    fn what_is_rough_keeps_its_bound() {
        let a = Arithmetic::new();
        let ends = (0..1 << 16).flat_map(|i: u32| [i, u32::MAX - i]);
        for word in ends.chain((0..u32::MAX).step_by(10_007)) {
            let rough = a.exponential_noise_roughly(Bits::splat(word)).to_array()[0];
            let exact = a.exponential_noise(all(survival_of_word(word))).to_array()[0];
            let error = (rough / exact - 1.0).abs();
            assert!(error < ROUGHLY, "{word}: {rough} for {exact}");
        }
    }

    /// The bound of a setting is that of the noise's ends, and both ways give the same bits.
    #[test]
    fn near_is_what_never_falls_to_the_least_power() {
        let a = Arithmetic::new();
        let [most, least] = [0, u32::MAX].map(|word| {
            let h = a.noise_in_bits(all(survival_of_word(word)));
            f64::from(h.to_array()[0])
        });
        let range = most - least;
        assert!(range < NOISE_RANGE && range > NOISE_RANGE - 0.1, "{range}");
        for i in 0..1_000_000 {
            let d = all(i as f32 * -1.26e-4);
            assert_eq!(
                a.exp2_in_range(d).to_array(),
                a.exp2_nonpositive(d).to_array()
            );
        }
        let is_near = |logits: &[f64], tau: f64| Setting::new(logits, Some(tau)).is_near;
        assert!(is_near(&[2.0, 1.0, 0.1], 0.5) && is_near(&[0.0, 0.0], 0.29));
        assert!(!is_near(&[0.0, 0.0], 0.28) && !is_near(&[0.0, f64::NEG_INFINITY], 10.0));
    }
}
