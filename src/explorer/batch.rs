//! Samples in bulk, with nothing tallied: what a program that only wants samples takes, and what the benches compare.

use super::MAX_CATEGORIES;
use super::octet::{Arithmetic, Bits, WIDTH};
use super::pass::{PASS, Pass};
use super::setting::Setting;
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
    pub fn soft(&mut self, out: &mut [f32]) {
        let k = self.categories();
        let n = out.len() / k;
        let (a, setting) = (Arithmetic::new(), self.setting.clone());
        self.each(n / LANES, |start, pass| {
            pass.noise(a);
            pass.perturb(&setting);
            pass.soften(a, &setting);
            for (y, out) in pass.rows().zip(out.chunks_exact_mut(n)) {
                // Half of each block.
                let halves = out[start..].chunks_exact_mut(WIDTH).step_by(LANES / WIDTH);
                for (half, y) in halves.zip(y) {
                    half.copy_from_slice(y.as_array());
                }
            }
        });
    }

    /// Adds the winners of the next n samples (n rounded down to whole blocks of 16) to the counts of the K categories.
    pub fn hard(&mut self, n: u64, counts: &mut [u64]) {
        let (a, setting) = (Arithmetic::new(), self.setting.clone());
        let mut left = n / LANES as u64;
        while left > 0 {
            // So many at once that no u32 overflows.
            let blocks = left.min(1 << 20);
            let mut wins = [Bits::splat(0); MAX_CATEGORIES];
            self.each(blocks as usize, |_, pass| {
                pass.add_wins(a, &setting, &mut wins);
            });
            for (count, wins) in counts.iter_mut().zip(wins) {
                *count += wins.to_array().into_iter().map(u64::from).sum::<u64>();
            }
            left -= blocks;
        }
    }

    /// The words of the next blocks, half of each block at a time and some blocks at once; and where they begin.
    #[inline(always)]
    fn each(&mut self, blocks: usize, mut take: impl FnMut(usize, &mut Pass)) {
        let mut pass = Pass::new(self.categories());
        for start in (0..blocks).step_by(PASS) {
            for half in 0..LANES / WIDTH {
                let mut lanes = self.stream.octet(half);
                pass.fill(blocks - start, &mut lanes);
                self.stream.set_octet(half, &lanes);
                take(start * LANES + half * WIDTH, &mut pass);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::Run;

    /// The same samples as a run holds, and the same counts; more of them than are drawn at once.
    #[test]
    fn a_batch_is_a_run_without_tallies() {
        let logits = [0.5, -1.0, f64::NEG_INFINITY, 2.0];
        let mut run = Run::new(9, Setting::new(&logits, Some(0.7)));
        run.advance(960);
        let mut soft = vec![0.0; 4 * 960];
        Batch::new(9, &logits, Some(0.7)).soft(&mut soft);
        for (i, dot) in run.dots().iter().enumerate() {
            for k in 0..4 {
                assert_eq!(soft[k * 960 + i].to_bits(), dot.y[k].to_bits());
            }
        }
        let mut counts = vec![0; 4];
        let mut batch = Batch::new(9, &logits, Some(0.7));
        batch.hard(96, &mut counts);
        batch.hard(864 + 15, &mut counts);
        assert_eq!(counts, run.tally().hard.counts);
    }
}
