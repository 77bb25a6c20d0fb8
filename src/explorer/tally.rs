//! What is kept of the samples: exact integers, so the order of the samples does not matter.

#![allow(clippy::needless_range_loop)] // As in the kernel.

use super::kernel::{Lanes, gumbel_of_bits};
use super::stream::LANES;

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

    #[inline(always)]
    pub(super) fn add(&mut self, h: &[Lanes], from: usize, to: usize) {
        for h in h {
            let mut place = [0.0f32; LANES];
            for i in 0..LANES {
                place[i] = (gumbel_of_bits(h[i]) - NOISE_START as f32) * 8.0;
            }
            for &place in &place[from..to] {
                if place < 0.0 {
                    self.below += 1;
                } else {
                    match self.bins.get_mut(place as usize) {
                        Some(bin) => *bin += 1,
                        None => self.above += 1,
                    }
                }
            }
        }
        self.n += (to - from) as u64;
    }
}

impl HardTally {
    fn new(categories: usize) -> Self {
        HardTally {
            n: 0,
            counts: vec![0; categories],
        }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, winner: &[u32; LANES], from: usize, to: usize) {
        for &winner in &winner[from..to] {
            self.counts[winner as usize] += 1;
        }
        self.n += (to - from) as u64;
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

    #[inline(always)]
    pub(super) fn add(&mut self, y: &[Lanes], from: usize, to: usize) {
        for (k, y) in y.iter().enumerate() {
            let mut sum = 0;
            let mut square = 0;
            for &y in &y[from..to] {
                // At most 16 x 2^24 each: no overflow of u32.
                sum += (y * UNIT + 0.5) as i32 as u32;
                square += (y * y * UNIT + 0.5) as i32 as u32;
            }
            self.sums[k] += u64::from(sum);
            self.squares[k] += u64::from(square);
            let histogram = &mut self.histograms[k];
            for &y in &y[from..to] {
                histogram[((y * SOFT_BINS as f32) as i32 as usize).min(SOFT_BINS - 1)] += 1;
            }
        }
        self.n += (to - from) as u64;
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
