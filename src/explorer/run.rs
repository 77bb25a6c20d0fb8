//! A run: the first N samples of a seed under one setting, and their tallies.

use super::kernel::{self, Setting};
use super::stream::{LANES, Stream};
use super::tally::Tally;
use crate::explorer::MAX_CATEGORIES;

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
    ///
    /// In WebAssembly SIMD is asked for here and by the density's raster alone: see "SIMD" in `doc/architecture.md`.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub fn advance(&mut self, count: u64) {
        let goal = self.n.saturating_add(count);
        while self.n < goal {
            let from = (self.n % LANES as u64) as usize;
            let to = (LANES as u64).min(from as u64 + (goal - self.n)) as usize;
            self.block(from, to);
        }
    }

    /// Samples `from..to` of the present block. A block that is left unfinished is computed anew
    /// when the rest of it is wanted, so only finished blocks move the stream.
    #[inline(always)]
    fn block(&mut self, from: usize, to: usize) {
        let k = self.setting.categories();
        let mut stream = self.stream.clone();
        let mut words = [[0; LANES]; MAX_CATEGORIES];
        let mut lanes = [[0.0; LANES]; MAX_CATEGORIES];
        let words = &mut words[..k];
        let lanes = &mut lanes[..k];
        for words in words.iter_mut() {
            *words = stream.next_words();
        }
        kernel::noise(words, lanes);
        self.tally.noise.add(lanes, from, to);
        let (winner, largest) = kernel::perturb(&self.setting, lanes);
        self.tally.hard.add(&winner, from, to);
        kernel::soften(&self.setting, lanes, &winner, &largest);
        self.tally.soft.add(lanes, from, to);
        for i in from..to.min(from + (DOTS - self.dots.len())) {
            let mut y = [0.0; MAX_CATEGORIES];
            for (y, lane) in y.iter_mut().zip(&*lanes) {
                *y = lane[i];
            }
            self.dots.push(Dot {
                y,
                winner: winner[i] as u8,
                maximum: kernel::gumbel_of_bits(largest[i]),
            });
        }
        for (last, words) in self.last_words.iter_mut().zip(words) {
            *last = words[to - 1];
        }
        self.n += (to - from) as u64;
        if to == LANES {
            self.stream = stream;
        }
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
    let mut rows = Vec::with_capacity(count);
    let mut words = [[0; LANES]; MAX_CATEGORIES];
    let mut lanes = [[0.0; LANES]; MAX_CATEGORIES];
    let (words, lanes) = (&mut words[..categories], &mut lanes[..categories]);
    while rows.len() < count {
        words.fill_with(|| stream.next_words());
        kernel::noise(words, lanes);
        for i in 0..LANES.min(count - rows.len()) {
            let mut row = [0.0; MAX_CATEGORIES];
            for (g, lane) in row.iter_mut().zip(&*lanes) {
                *g = kernel::gumbel_of_bits(lane[i]);
            }
            rows.push(row);
        }
    }
    rows
}
