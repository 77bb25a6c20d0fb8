//! Rows of uniforms for the estimators of a gradient, from the stream of a seed.

use super::stream::{LANES, Stream, uniform_of_word};
use crate::gradient::Uniforms;

/// The rows of a seed: 2K uniforms each, in the layout of [`crate::gradient::Noise`].
///
/// The first K of row i are those of sample i of the same seed, so the winners are the page's own. The other K come in the
/// same layout from the stream of the seed's complement.
#[derive(Clone, Debug)]
pub struct Rows {
    categories: usize,
    /// Of the samples, and of what REBAR draws anew.
    streams: [Stream; 2],
    /// A block of 16 rows.
    block: Vec<f64>,
    /// How much of the block has been handed out.
    used: usize,
}

impl Rows {
    /// From the beginning of a seed's stream.
    pub fn new(seed: u32, categories: usize) -> Self {
        let block = vec![0.0; LANES * 2 * categories];
        Rows {
            categories,
            streams: [Stream::new(seed), Stream::new(!seed)],
            used: block.len(),
            block,
        }
    }

    /// A source for each replicate; the first is that of the seed itself.
    pub fn replicates(seed: u32, categories: usize, count: usize) -> Vec<Self> {
        // An odd step through all seeds: neighbouring seeds share no replicates.
        let seed_of = |r: u32| seed.wrapping_add(r.wrapping_mul(0x9e37_79b9));
        let seeds = (0..count as u32).map(seed_of);
        seeds.map(|seed| Rows::new(seed, categories)).collect()
    }

    fn next_block(&mut self) {
        let k = self.categories;
        for (half, stream) in self.streams.iter_mut().enumerate() {
            for j in 0..k {
                for (row, word) in stream.next_words().into_iter().enumerate() {
                    self.block[(row * 2 + half) * k + j] = uniform_of_word(word);
                }
            }
        }
        self.used = 0;
    }
}

impl Uniforms for Rows {
    fn fill(&mut self, mut rows: &mut [f64]) {
        while !rows.is_empty() {
            if self.used == self.block.len() {
                self.next_block();
            }
            let count = rows.len().min(self.block.len() - self.used);
            let (now, later) = rows.split_at_mut(count);
            now.copy_from_slice(&self.block[self.used..self.used + count]);
            self.used += count;
            rows = later;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_any_portions() {
        let (mut whole, mut parts) = ([0.0; 300], [0.0; 300]);
        Rows::new(5, 3).fill(&mut whole);
        let mut rows = Rows::new(5, 3);
        for part in parts.chunks_mut(7) {
            rows.fill(part);
        }
        assert_eq!(whole, parts);
    }
}
