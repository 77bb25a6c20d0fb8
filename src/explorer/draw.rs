//! One draw, explained: from its words to the winner, in f64.

use super::params::Temperature;
use super::stream::{survival_of_word, uniform_of_word};
use crate::softmax;

/// A single draw, every step of it, a value a category.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Which of the samples it is, from 0.
    pub index: u64,
    /// u, in (0, 1).
    pub u: Vec<f64>,
    /// g = -ln(-ln u).
    pub gumbel_noise: Vec<f64>,
    /// l + g.
    pub perturbed_logits: Vec<f64>,
    /// softmax((l + g)/tau); at the limit tau -> 0, the one-hot of the winner.
    pub soft_sample: Vec<f64>,
    /// argmax(l + g).
    pub winner: usize,
}

impl Draw {
    /// The draw that the words of sample `index` make under these logits.
    pub fn new(index: u64, words: &[u32], logits: &[f64], temperature: Temperature) -> Self {
        let u: Vec<f64> = words.iter().map(|&w| uniform_of_word(w)).collect();
        // Through v = 1 - u, which keeps the bits of the long right tail.
        let gumbel_noise: Vec<f64> = words
            .iter()
            .map(|&w| -libm::log(-libm::log1p(-f64::from(survival_of_word(w)))))
            .collect();
        let perturbed_logits: Vec<f64> = logits
            .iter()
            .zip(&gumbel_noise)
            .map(|(l, g)| l + g)
            .collect();
        let winner = softmax::argmax(&perturbed_logits);
        let soft_sample = match temperature {
            Temperature::Soft(tau) => {
                let scaled: Vec<f64> = perturbed_logits.iter().map(|p| p / tau).collect();
                softmax::softmax(&scaled)
            }
            Temperature::Argmax => {
                let mut one_hot = vec![0.0; logits.len()];
                one_hot[winner] = 1.0;
                one_hot
            }
        };
        Draw {
            index,
            u,
            gumbel_noise,
            perturbed_logits,
            soft_sample,
            winner,
        }
    }
}
