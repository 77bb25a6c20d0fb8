//! Samples in bulk, with nothing tallied: what a program that only wants samples takes, and what the benches compare.

use super::MAX_CATEGORIES;
use super::kernel::{self, Lanes, Setting};
use super::stream::{LANES, Stream};

/// The samples of a seed under one setting, one after the other, in the order of [`super::Explorer`].
///
/// ```
/// use gumbel_softmax::explorer::Batch;
/// let mut batch = Batch::new(7, &[2.0, 1.0, 0.1], Some(0.5));
/// let mut soft = vec![0.0; 3 * 32];
/// batch.soft(&mut soft);
/// // Row k holds y_k of every sample.
/// let sum = soft[0] + soft[32] + soft[64];
/// assert!((sum - 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Batch {
    setting: Setting,
    stream: Stream,
}

impl Batch {
    /// A seed, 2 to 10 logits (at least one finite, none NaN or +inf), and the temperature (None: argmax).
    pub fn new(seed: u32, logits: &[f64], temperature: Option<f64>) -> Self {
        Batch {
            setting: Setting::new(logits, temperature),
            stream: Stream::new(seed),
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.setting.categories()
    }

    /// The next n soft samples into K rows of n: `out[k n + i]` is y_k of sample i.
    ///
    /// n is `out.len() / K`, of which whole blocks of 16 are filled; what is left over is untouched.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub fn soft(&mut self, out: &mut [f32]) {
        let k = self.categories();
        let n = out.len() / k;
        let mut lanes = [[0.0; LANES]; MAX_CATEGORIES];
        for at in (0..n / LANES).map(|block| block * LANES) {
            let (lanes, winner, largest) = self.block(&mut lanes);
            kernel::soften(&self.setting, lanes, &winner, &largest);
            for (k, y) in lanes.iter().enumerate() {
                out[k * n + at..][..LANES].copy_from_slice(y);
            }
        }
    }

    /// Adds the winners of the next n samples (n rounded down to whole blocks of 16) to the counts of the K categories.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub fn hard(&mut self, n: u64, counts: &mut [u64]) {
        let mut lanes = [[0.0; LANES]; MAX_CATEGORIES];
        for _ in 0..n / LANES as u64 {
            let (_, winner, _) = self.block(&mut lanes);
            for winner in winner {
                counts[winner as usize] += 1;
            }
        }
    }

    /// The perturbed logits of the next 16 samples, their winners, and the largest of each.
    #[inline(always)]
    fn block<'a>(
        &mut self,
        lanes: &'a mut [Lanes; MAX_CATEGORIES],
    ) -> (&'a mut [Lanes], [u32; LANES], Lanes) {
        let k = self.categories();
        let mut words = [[0; LANES]; MAX_CATEGORIES];
        let words = &mut words[..k];
        let lanes = &mut lanes[..k];
        for words in words.iter_mut() {
            *words = self.stream.next_words();
        }
        kernel::noise(words, lanes);
        let (winner, largest) = kernel::perturb(&self.setting, lanes);
        (lanes, winner, largest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::Run;

    /// The same samples as a run holds, and the same counts.
    #[test]
    fn a_batch_is_a_run_without_tallies() {
        let logits = [0.5, -1.0, f64::NEG_INFINITY, 2.0];
        let mut run = Run::new(9, Setting::new(&logits, Some(0.7)));
        run.advance(160);
        let mut soft = vec![0.0; 4 * 160];
        Batch::new(9, &logits, Some(0.7)).soft(&mut soft);
        for (i, dot) in run.dots().iter().enumerate() {
            for k in 0..4 {
                assert_eq!(soft[k * 160 + i].to_bits(), dot.y[k].to_bits());
            }
        }
        let mut counts = vec![0; 4];
        let mut batch = Batch::new(9, &logits, Some(0.7));
        batch.hard(96, &mut counts);
        batch.hard(64 + 15, &mut counts);
        assert_eq!(counts, run.tally().hard.counts);
    }
}
