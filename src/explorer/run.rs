//! A run: the first N samples of a seed under one setting, and their tallies.

use core::ops::Range;

use super::kernel::{self, Setting};
use super::octet::{Arithmetic, Bits, Octet, WIDTH, all};
use super::pass::{PASS, Pass};
use super::stream::{LANES, Stream, survival_of_word};
use super::tally::{Sheet, Tally};
use crate::explorer::MAX_CATEGORIES;
use wide::bytemuck::cast;

/// How many samples are kept whole: the dots on the simplex are the draws 1 to 1,000.
pub const DOTS: usize = 1000;

/// A sample kept whole, as the batch computed it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// The soft sample; 0 from K on.
    pub y: [f32; MAX_CATEGORIES],
    /// The argmax of the perturbed logits.
    pub winner: u8,
    /// The largest perturbed logit; its law is Gumbel(ln Z, 1), whoever wins.
    pub maximum: f32,
}

/// Half of the samples of a block; of categories that there are not, anything.
#[derive(Clone, Copy)]
struct Samples {
    words: [Bits; MAX_CATEGORIES],
    y: [Octet; MAX_CATEGORIES],
    winner: Bits,
    largest: Octet,
}

impl Samples {
    fn new() -> Self {
        Samples {
            words: [Bits::splat(0); MAX_CATEGORIES],
            y: [all(0.0); MAX_CATEGORIES],
            winner: Bits::splat(0),
            largest: all(0.0),
        }
    }

    fn dot(&self, i: usize, categories: usize) -> Dot {
        let mut y = [0.0; MAX_CATEGORIES];
        for (y, lanes) in y.iter_mut().zip(&self.y[..categories]) {
            *y = lanes.as_array()[i];
        }
        Dot {
            y,
            winner: self.winner.as_array()[i] as u8,
            maximum: kernel::gumbel_of_bits(self.largest.as_array()[i]),
        }
    }
}

/// The state after N samples from a seed; how N was cut into steps leaves no trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    setting: Setting,
    /// At the start of the block that holds sample n.
    stream: Stream,
    n: u64,
    tally: Tally,
    dots: Vec<Dot>,
    /// The words of sample n - 1.
    last_words: [u32; MAX_CATEGORIES],
}

impl Run {
    /// No samples yet.
    pub fn new(seed: u32, setting: Setting) -> Self {
        Run {
            stream: Stream::new(seed),
            n: 0,
            tally: Tally::new(setting.categories()),
            dots: Vec::new(),
            last_words: [0; MAX_CATEGORIES],
            setting,
        }
    }

    /// Samples drawn.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their tallies.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The first 1,000 of them.
    pub fn dots(&self) -> &[Dot] {
        &self.dots
    }

    /// The words of the last sample, a word a category; None before the first.
    pub fn last_words(&self) -> Option<&[u32]> {
        (self.n > 0).then(|| &self.last_words[..self.setting.categories()])
    }

    /// Draws `count` more samples.
    pub fn advance(&mut self, count: u64) {
        self.advance_by_sheets(count, Sheet::MOST);
    }

    /// The same, `most` on a sheet.
    fn advance_by_sheets(&mut self, count: u64, most: u64) {
        let goal = self.n.saturating_add(count);
        while self.n < goal {
            self.advance_to(goal.min(self.n.saturating_add(most)));
        }
    }

    /// Draws so many that one sheet holds what they bring.
    fn advance_to(&mut self, goal: u64) {
        let start = self.n;
        let (mut pass, mut sheet) = (Pass::new(self.setting.categories()), Sheet::new());
        while self.n < goal {
            let (from, left) = ((self.n % LANES as u64) as usize, goal - self.n);
            let blocks = (left / LANES as u64).min(PASS as u64) as usize;
            if from > 0 || blocks == 0 || self.dots.len() < DOTS {
                let to = (LANES as u64).min(from as u64 + left) as usize;
                self.pass(&mut pass, &mut sheet, 1, from..to);
            } else {
                self.pass(&mut pass, &mut sheet, blocks, 0..LANES);
            }
        }
        self.tally.add(&sheet, goal - start);
    }

    /// Whole blocks, or of one block the `wanted` samples. A block that is left unfinished is computed anew
    /// when the rest of it is wanted, so only finished blocks move the stream.
    fn pass(&mut self, pass: &mut Pass, sheet: &mut Sheet, blocks: usize, wanted: Range<usize>) {
        let (a, k) = (Arithmetic::new(), self.setting.categories());
        let Range {
            start: from,
            end: to,
        } = wanted;
        let mut last = [Samples::new(); LANES / WIDTH];
        for (half, last) in last.iter_mut().enumerate() {
            let unwanted = core::array::from_fn(|i| !wanted.contains(&(half * WIDTH + i)));
            let dead = Bits::new(unwanted.map(|dead| if dead { u32::MAX } else { 0 }));
            let mut lanes = self.stream.octet(half);
            pass.fill(blocks, &mut lanes);
            if to == LANES {
                self.stream.set_octet(half, &lanes);
            }
            last.words = pass.last().map(cast);
            pass.noise(a);
            for row in pass.rows() {
                sheet.add_noise(a, row, dead);
            }
            pass.perturb(&self.setting);
            let winners = pass.winners();
            sheet.add_winners(&winners[..blocks], k, dead);
            (last.winner, last.largest) = (winners[blocks - 1], pass.largest()[blocks - 1]);
            pass.soften(a, &self.setting);
            for (k, row) in pass.rows().enumerate() {
                sheet.add_soft(k, row, dead);
            }
            last.y = pass.last();
        }
        for i in from..to.min(from + (DOTS - self.dots.len())) {
            self.dots.push(last[i / WIDTH].dot(i % WIDTH, k));
        }
        let (half, lane) = ((to - 1) / WIDTH, (to - 1) % WIDTH);
        for (last_word, words) in self.last_words.iter_mut().zip(&last[half].words[..k]) {
            *last_word = words.as_array()[lane];
        }
        self.n += (to - from + (blocks - 1) * LANES) as u64;
    }

    /// FNV-1a (64 bits) over N, the stream, the last words, the tallies and the dots (of each the
    /// soft sample and the winner): equal
    /// exactly when the state is, on every machine.
    pub fn digest(&self) -> u64 {
        let dots = self.dots.iter().flat_map(|dot| {
            let bits = dot.y.iter().map(|y| u64::from(y.to_bits()));
            bits.chain([u64::from(dot.winner)])
        });
        let words = [self.n]
            .into_iter()
            .chain(self.stream.words().map(u64::from))
            .chain(self.last_words.iter().copied().map(u64::from))
            .chain(self.tally.words())
            .chain(dots);
        words
            .flat_map(u64::to_le_bytes)
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            })
    }
}

/// The words of the first 16 samples of a seed, a row a sample.
pub(super) fn first_words(seed: u32, categories: usize) -> [Vec<u32>; LANES] {
    let mut stream = Stream::new(seed);
    let words: Vec<_> = (0..categories).map(|_| stream.next_words()).collect();
    core::array::from_fn(|i| words.iter().map(|lanes| lanes[i]).collect())
}

/// The standard Gumbel noise of the first samples of a seed, as the batch computes it.
pub(super) fn first_noise(
    seed: u32,
    categories: usize,
    count: usize,
) -> Vec<[f32; MAX_CATEGORIES]> {
    let mut stream = Stream::new(seed);
    let mut rows = vec![[0.0; MAX_CATEGORIES]; count];
    for block in rows.chunks_mut(LANES) {
        for k in 0..categories {
            for (row, word) in block.iter_mut().zip(stream.next_words()) {
                let h = kernel::noise_in_bits(survival_of_word(word));
                row[k] = kernel::gumbel_of_bits(h);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_samples_a_sheet_holds_leaves_no_trace() {
        let setting = Setting::new(&[2.0, 1.0, 0.1], Some(0.5));
        let run = |most| {
            let mut run = Run::new(1, setting.clone());
            run.advance_by_sheets(5003, most);
            run
        };
        for most in [1, 100, 1024] {
            assert!(run(most) == run(Sheet::MOST), "{most} on a sheet");
        }
        assert!(Sheet::MOST * MAX_CATEGORIES as u64 <= u64::from(u32::MAX));
    }
}
