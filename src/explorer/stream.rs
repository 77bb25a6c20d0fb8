//! The random stream: 16 lanes of Xoshiro128++, and the uniforms made of its words.
//!
//! # Layout (`v=1` in a link; it does not change)
//!
//! - Lane 0 is Xoshiro128++ seeded from the u32 seed through SplitMix64; lane i + 1 is lane i
//!   jumped by 2^64 steps, so lanes never overlap.
//! - Sample i takes its words from lane i mod 16. With K categories, block b = i / 16 takes words
//!   bK .. bK + K of its lane, one for each category in order.
//!
//! Source of the generator: Blackman and Vigna, "Scrambled linear pseudorandom number generators"
//! (ACM TOMS 47, 2021). `rand_xoshiro` is the reference in the tests.

use super::octet::{Arithmetic, Bits, WIDTH};

/// Samples drawn side by side.
pub const LANES: usize = 16;

/// 16 generators, word-wise: `state[w][lane]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    state: [[u32; LANES]; 4],
}

impl Stream {
    /// The stream of a seed, at its beginning.
    pub fn new(seed: u32) -> Self {
        let mut lane = seed_state(seed);
        let mut state = [[0; LANES]; 4];
        for i in 0..LANES {
            for (lanes, word) in state.iter_mut().zip(lane) {
                lanes[i] = word;
            }
            jump(&mut lane);
        }
        Stream { state }
    }

    /// The next word of every lane.
    pub fn next_words(&mut self) -> [u32; LANES] {
        let mut words = [0; LANES];
        for q in 0..LANES / WIDTH {
            let mut lanes = self.octet(q);
            words[q * WIDTH..][..WIDTH].copy_from_slice(lanes.next_words().as_array());
            self.set_octet(q, &lanes);
        }
        words
    }

    /// The generators of the lanes 8q to 8q + 7.
    #[inline(always)]
    pub(super) fn octet(&self, q: usize) -> OctetStream {
        let word = |w: usize| Bits::new(core::array::from_fn(|i| self.state[w][q * WIDTH + i]));
        OctetStream([word(0), word(1), word(2), word(3)])
    }

    /// Those lanes go on from there.
    #[inline(always)]
    pub(super) fn set_octet(&mut self, q: usize, lanes: &OctetStream) {
        for (words, lanes) in self.state.iter_mut().zip(&lanes.0) {
            words[q * WIDTH..][..WIDTH].copy_from_slice(lanes.as_array());
        }
    }

    /// The words that hold the state, lane by lane within each word, for a digest.
    pub fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.state.iter().flatten().copied()
    }
}

/// The generators of eight neighbouring lanes, which no others need: they run ahead by themselves.
pub(super) struct OctetStream([Bits; 4]);

impl OctetStream {
    /// The next word of each.
    #[inline(always)]
    pub(super) fn next_words(&mut self) -> Bits {
        let [s0, s1, s2, s3] = self.0;
        let rotated = |x: Bits, by: u32| (x << by) | (x >> (32 - by));
        let words = rotated(s0 + s3, 7) + s0;
        let (t2, t3) = (s2 ^ s0, s3 ^ s1);
        self.0 = [s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 9u32), rotated(t3, 11)];
        words
    }
}

/// Four words from SplitMix64, low half first.
fn seed_state(seed: u32) -> [u32; 4] {
    let mut x = u64::from(seed);
    let mut next = || {
        x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = x;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let (a, b) = (next(), next());
    [a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32]
}

/// 2^64 steps at once: the state times the polynomial that Blackman and Vigna publish.
fn jump(s: &mut [u32; 4]) {
    const POLYNOMIAL: [u32; 4] = [0x8764_000b, 0xf542_d2d3, 0x6fa0_35c3, 0x77f2_db5b];
    let mut sum = [0; 4];
    for coefficient in POLYNOMIAL {
        for bit in 0..32 {
            if coefficient >> bit & 1 == 1 {
                for (a, b) in sum.iter_mut().zip(*s) {
                    *a ^= b;
                }
            }
            let t = s[1] << 9;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = s[3].rotate_left(11);
        }
    }
    *s = sum;
}

/// [`Arithmetic::survival_of_words`] of one.
pub fn survival_of_word(word: u32) -> f32 {
    Arithmetic::new()
        .survival_of_words(Bits::splat(word))
        .to_array()[0]
}

/// u = 1 - v of a word, exact in f64, in [2^-24, 1 - 2^-32].
pub fn uniform_of_word(word: u32) -> f64 {
    1.0 - f64::from(survival_of_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro128PlusPlus;

    #[test]
    fn lanes_are_the_reference_generator_jumped() {
        for seed in [0, 1, 7, u32::MAX] {
            let mut stream = Stream::new(seed);
            let mut reference = Xoshiro128PlusPlus::seed_from_u64(u64::from(seed));
            let words: Vec<_> = (0..100).map(|_| stream.next_words()).collect();
            for lane in 0..LANES {
                let mut generator = reference.clone();
                for row in &words {
                    assert_eq!(
                        row[lane],
                        generator.next_u32(),
                        "lane {lane} of seed {seed}"
                    );
                }
                reference.jump();
            }
        }
    }

    #[test]
    fn uniforms_stay_inside_the_open_interval() {
        assert_eq!(survival_of_word(0), 2f32.powi(-32));
        assert_eq!(survival_of_word(u32::MAX), 1.0 - 2f32.powi(-24));
        assert_eq!(uniform_of_word(0), 1.0 - 2f64.powi(-32));
        assert_eq!(uniform_of_word(u32::MAX), 2f64.powi(-24));
        // The largest that does not round to 1, and its neighbours.
        for word in (0..1 << 12).map(|i| u32::MAX - i) {
            let v = survival_of_word(word);
            assert!(v > 0.999 && v < 1.0, "{word}: {v}");
        }
    }

    #[test]
    fn small_survival_probabilities_are_exact() {
        for j in 0..1u32 << 20 {
            let exact = (f64::from(j) + 0.5) / 2_147_483_648.0;
            assert_eq!(f64::from(survival_of_word(j << 1)), exact);
        }
    }
}
