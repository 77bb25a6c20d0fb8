//! What is kept of the samples: exact integers, so the order of the samples does not matter.

use super::octet::{Arithmetic, Bits, Constant, Octet, loaded, truncated};
use super::pass::PASS;
use crate::explorer::MAX_CATEGORIES;
use wide::bytemuck::cast;

/// Bins of the noise histogram.
pub const NOISE_BINS: usize = 96;
/// Where the noise histogram begins; each bin is 1/8 wide, so it ends at 9.
pub const NOISE_START: f64 = -3.0;
/// Width of a bin of the noise histogram.
pub const NOISE_BIN_WIDTH: f64 = 0.125;
/// Bins of the marginal histogram of a coordinate of the soft sample, each 1/64 wide.
pub const SOFT_BINS: usize = 64;

/// The unit of the sums of soft samples: 2^-24.
const UNIT: f32 = 16_777_216.0;

/// The histogram of the Gumbel noise g, all categories together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoiseTally {
    /// Samples seen; each brings K noises.
    pub n: u64,
    /// Noises below -3.
    pub below: u64,
    /// Noises in [-3 + i/8, -3 + (i + 1)/8).
    pub bins: [u64; NOISE_BINS],
    /// Noises of 9 and more.
    pub above: u64,
}

/// How often each category won.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HardTally {
    /// Samples seen.
    pub n: u64,
    /// Wins of each category; they sum to n.
    pub counts: Vec<u64>,
}

/// Moments and marginals of the soft sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoftTally {
    /// Samples seen.
    pub n: u64,
    /// Sum of y_k in units of 2^-24.
    sums: Vec<u64>,
    /// Sum of y_k^2 in units of 2^-24.
    squares: Vec<u64>,
    histograms: Vec<[u64; SOFT_BINS]>,
}

/// All that is kept. The parts may have different n while a control moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The noise, which neither logits nor temperature change.
    pub noise: NoiseTally,
    /// The winners, which the temperature does not change.
    pub hard: HardTally,
    /// The soft samples.
    pub soft: SoftTally,
}

impl NoiseTally {
    fn new() -> Self {
        NoiseTally {
            n: 0,
            below: 0,
            bins: [0; NOISE_BINS],
            above: 0,
        }
    }

    /// The noises seen: the sum of all counts, n K.
    pub fn noises(&self) -> u64 {
        self.below + self.bins.iter().sum::<u64>() + self.above
    }
}

impl HardTally {
    fn new(categories: usize) -> Self {
        HardTally {
            n: 0,
            counts: vec![0; categories],
        }
    }
}

impl SoftTally {
    fn new(categories: usize) -> Self {
        SoftTally {
            n: 0,
            sums: vec![0; categories],
            squares: vec![0; categories],
            histograms: vec![[0; SOFT_BINS]; categories],
        }
    }

    /// The mean of y_k; None before the first sample.
    pub fn mean(&self, k: usize) -> Option<f64> {
        (self.n > 0).then(|| self.sums[k] as f64 / f64::from(UNIT) / self.n as f64)
    }

    /// The mean of y_k^2; None before the first sample.
    pub fn mean_square(&self, k: usize) -> Option<f64> {
        (self.n > 0).then(|| self.squares[k] as f64 / f64::from(UNIT) / self.n as f64)
    }

    /// The standard error of the mean, s / sqrt(n) with divisor n - 1; None below two samples.
    pub fn standard_error(&self, k: usize) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        let n = self.n as f64;
        let mean = self.mean(k)?;
        let mean_square = self.mean_square(k)?;
        let variance = (mean_square - mean * mean).max(0.0) * (n / (n - 1.0));
        Some(libm::sqrt(variance / n))
    }

    /// The histogram of y_k: bin i holds [i/64, (i + 1)/64), the last also 1. Sums to n.
    pub fn histogram(&self, k: usize) -> &[u64; SOFT_BINS] {
        &self.histograms[k]
    }
}

impl Tally {
    /// Empty, for K categories.
    pub fn new(categories: usize) -> Self {
        Tally {
            noise: NoiseTally::new(),
            hard: HardTally::new(categories),
            soft: SoftTally::new(categories),
        }
    }

    /// What `count` samples brought.
    pub(super) fn add(&mut self, sheet: &Sheet, count: u64) {
        let Tally { noise, hard, soft } = self;
        noise.n += count;
        noise.below += u64::from(sheet.noise[BELOW]);
        noise.above += u64::from(sheet.noise[NOISE_BINS]);
        add_counts(&mut noise.bins, &sheet.noise);
        hard.n += count;
        soft.n += count;
        for k in 0..soft.sums.len() {
            hard.counts[k] += total(sheet.winners[k]);
            soft.sums[k] += sheet.sums[k];
            soft.squares[k] += sheet.squares[k];
            for counts in &sheet.soft[k] {
                add_counts(&mut soft.histograms[k], counts);
            }
        }
    }

    /// Every count and sum in a fixed order, for a digest.
    pub fn words(&self) -> impl Iterator<Item = u64> + '_ {
        let Tally { noise, hard, soft } = self;
        [noise.n, noise.below, noise.above, hard.n, soft.n]
            .into_iter()
            .chain(noise.bins)
            .chain(hard.counts.iter().copied())
            .chain(soft.sums.iter().copied())
            .chain(soft.squares.iter().copied())
            .chain(soft.histograms.iter().flatten().copied())
    }
}

/// The sum of all lanes.
fn total(lanes: Bits) -> u64 {
    lanes.to_array().into_iter().map(u64::from).sum()
}

fn add_counts(counts: &mut [u64], more: &[u32]) {
    for (count, more) in counts.iter_mut().zip(more) {
        *count += u64::from(*more);
    }
}

/// Places in a row of counts: as many as a byte tells apart, which are more than there are bins.
const ROW: usize = 256;
/// Where noises below the first bin are counted: at -1, in a byte. Those above the last are next to it.
const BELOW: usize = ROW - 1;
/// Where noises that nobody wants are counted.
const UNREAD: u32 = ROW as u32 - 2;

struct Constants {
    noise_start: Constant,
    noise_bins: Constant,
    noise_bins_in_1: Constant,
    unit: Constant,
    half: Constant,
    soft_bins: Constant,
    /// The last bin of a marginal, which holds 1 too.
    last_bin: Constant,
    below: Constant,
    /// Adding 3 x 2^22 rounds to the nearest integer and leaves it in the low bits.
    round: Constant,
}

impl Constants {
    /// The largest integers not above numbers between -2^21 and 2^21, in the low bits: two instructions fewer than a
    /// conversion, which looks for NaN and overflow.
    #[inline(always)]
    fn floor(&self, x: Octet) -> Bits {
        let nearest = x + self.round.all();
        let above = (nearest - self.round.all()).simd_gt(x);
        // A mask that is true is -1.
        cast::<Octet, Bits>(nearest) + cast::<Octet, Bits>(above)
    }
}

static CONSTANTS: Constants = Constants {
    noise_start: Constant::new(NOISE_START as f32),
    noise_bins: Constant::new(NOISE_BINS as f32),
    noise_bins_in_1: Constant::new((1.0 / NOISE_BIN_WIDTH) as f32),
    unit: Constant::new(UNIT),
    half: Constant::new(0.5),
    soft_bins: Constant::new(SOFT_BINS as f32),
    last_bin: Constant::new(SOFT_BINS as f32 - 1.0),
    below: Constant::new(-1.0),
    round: Constant::new(12_582_912.0),
};

/// What samples bring, counted in u32: [`Sheet::MOST`] at most. A lane that is `dead` (all ones) counts where nobody reads.
pub(super) struct Sheet {
    constants: &'static Constants,
    /// The places in their rows of the values of a pass: read back as bytes, which is faster than lane by lane.
    places: [Bits; PASS],
    noise: [u32; ROW],
    winners: [Bits; MAX_CATEGORIES],
    /// By even and odd lanes: where many lie in one bin, each waits for the count before.
    soft: [[[u32; ROW]; 2]; MAX_CATEGORIES],
    sums: [u64; MAX_CATEGORIES],
    squares: [u64; MAX_CATEGORIES],
}

impl Sheet {
    /// Were all of their noises in one bin, it would hold them.
    pub(super) const MOST: u64 = u32::MAX as u64 / MAX_CATEGORIES as u64;

    pub(super) fn new() -> Self {
        Sheet {
            constants: loaded(&CONSTANTS),
            places: [Bits::splat(0); PASS],
            noise: [0; ROW],
            winners: [Bits::splat(0); MAX_CATEGORIES],
            soft: [[[0; ROW]; 2]; MAX_CATEGORIES],
            sums: [0; MAX_CATEGORIES],
            squares: [0; MAX_CATEGORIES],
        }
    }

    /// Noises in bits.
    #[inline(always)]
    pub(super) fn add_noise(&mut self, a: &Arithmetic, noises: &[Octet], dead: Bits) {
        let (c, counts) = (self.constants, &mut self.noise);
        for (bin, h) in self.places.iter_mut().zip(noises) {
            let place = (a.gumbel_of_bits(*h) - c.noise_start.all()) * c.noise_bins_in_1.all();
            let at = c.floor(place.fast_max(c.below.all()).fast_min(c.noise_bins.all()));
            *bin = (at & !dead) | (dead & Bits::splat(UNREAD));
        }
        for bins in &self.places[..noises.len()] {
            for bin in bins.as_array() {
                counts[usize::from(*bin as u8)] += 1;
            }
        }
    }

    #[inline(always)]
    pub(super) fn add_winners(&mut self, winners: &[Bits], categories: usize, dead: Bits) {
        for (k, wins) in self.winners[..categories].iter_mut().enumerate() {
            for winner in winners {
                // A mask that is true is -1.
                *wins -= winner.simd_eq(Bits::splat(k as u32)) & !dead;
            }
        }
    }

    /// Soft samples of category k, of one pass.
    #[inline(always)]
    pub(super) fn add_soft(&mut self, k: usize, ys: &[Octet], dead: Bits) {
        let (c, live, histogram) = (self.constants, !dead, &mut self.soft[k]);
        let units = |y: Octet| truncated(y * c.unit.all() + c.half.all()) & live;
        let (mut sum, mut square) = (Bits::splat(0), Bits::splat(0));
        for (bin, &y) in self.places.iter_mut().zip(ys) {
            sum += units(y);
            square += units(y * y);
            *bin = c.floor((y * c.soft_bins.all()).fast_min(c.last_bin.all())) | dead;
        }
        let [evens, odds] = histogram;
        for bins in &self.places[..ys.len()] {
            for [even, odd] in bins.as_array().as_chunks().0 {
                evens[usize::from(*even as u8)] += 1;
                odds[usize::from(*odd as u8)] += 1;
            }
        }
        self.sums[k] += total(sum);
        self.squares[k] += total(square);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_yet_is_none() {
        let mut soft = SoftTally::new(2);
        let known = |soft: &SoftTally| {
            [soft.mean(0), soft.mean_square(0), soft.standard_error(0)].map(|x| x.is_some())
        };
        for (n, then) in [
            (0, [false, false, false]),
            (1, [true, true, false]),
            (2, [true, true, true]),
        ] {
            soft.n = n;
            assert_eq!(known(&soft), then, "{n}");
        }
    }

    #[test]
    fn what_lies_beyond_the_bins_adds_up() {
        let (mut tally, mut sheet) = (Tally::new(2), Sheet::new());
        (sheet.noise[BELOW], sheet.noise[NOISE_BINS]) = (3, 5);
        for _ in 0..2 {
            tally.add(&sheet, 8);
        }
        let NoiseTally {
            n, below, above, ..
        } = tally.noise;
        assert_eq!((n, below, above), (16, 6, 10));
    }

    /// Of 0, 1/2, 1/2 and 1: the variance is 1/6 with divisor n - 1.
    #[test]
    fn the_standard_error_has_the_divisor_of_a_sample() {
        let mut soft = SoftTally::new(1);
        (soft.n, soft.sums[0], soft.squares[0]) = (4, 2 << 24, 3 << 23);
        assert_eq!(
            (soft.mean(0), soft.mean_square(0)),
            (Some(0.5), Some(0.375))
        );
        let found = soft.standard_error(0).unwrap();
        assert!((found - libm::sqrt(1.0 / 24.0)).abs() < 1e-15, "{found}");
    }

    /// Bins of 1/8 from -3 to 9, what is left and right of them, and a lane that is not read.
    #[test]
    fn a_noise_is_counted_in_its_bin_or_beyond_them() {
        let noises = [-3.05, -2.99, -2.88, -2.87, 0.01, 8.99, 9.01, 1.0];
        let bits = noises.map(|g: f64| {
            ((g + libm::log(std::f64::consts::LN_2)) / std::f64::consts::LN_2) as f32
        });
        let dead = Bits::from([0, 0, 0, 0, 0, 0, 0, u32::MAX]);
        let (mut tally, mut sheet) = (Tally::new(2), Sheet::new());
        sheet.add_noise(Arithmetic::new(), &[Octet::from(bits)], dead);
        tally.add(&sheet, 7);
        let mut bins = [0; NOISE_BINS];
        for (bin, count) in [(0, 2), (1, 1), (24, 1), (95, 1)] {
            bins[bin] = count;
        }
        let noise = tally.noise;
        assert_eq!((noise.below, noise.bins, noise.above), (1, bins, 1));
    }

    #[test]
    fn every_noise_is_in_one_of_the_bins_or_beyond_them() {
        let mut noise = NoiseTally::new();
        (noise.below, noise.above) = (3, 5);
        (noise.bins[0], noise.bins[NOISE_BINS - 1]) = (7, 11);
        assert_eq!(noise.noises(), 26);
    }
}
