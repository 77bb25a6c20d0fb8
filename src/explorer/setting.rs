//! The parameters as the arithmetic takes them.

use crate::explorer::MAX_CATEGORIES;

/// What a batch needs of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub(super) categories: usize,
    pub(super) logits_in_bits: [f32; MAX_CATEGORIES],
    /// 2^(l' - l), l' the largest logit in bits: what exponential noise is multiplied with so that the least wins.
    pub(super) weights: [f32; MAX_CATEGORIES],
    /// None at the limit tau -> 0, where the soft sample is the one-hot of the winner.
    pub(super) inverse_temperature: Option<f32>,
    /// Whether no power of a soft sample falls to 2^-126.
    pub(super) is_near: bool,
}

/// Between the largest noise in bits and the least: 31.48 of v = 2^-32, -4.59 of v = 1 - 2^-24.
pub(super) const NOISE_RANGE: f64 = 36.1;
/// The largest weight: the noise of one whose weight is 1 is always less.
const LARGEST_WEIGHT: f64 = 1e36;

impl Setting {
    /// Logits (2 to 10; at least one finite, none NaN or +inf) and the temperature (None: argmax).
    pub fn new(logits: &[f64], temperature: Option<f64>) -> Self {
        debug_assert!((2..=MAX_CATEGORIES).contains(&logits.len()));
        let mut logits_in_bits = [f32::NEG_INFINITY; MAX_CATEGORIES];
        let mut weights = [1.0; MAX_CATEGORIES];
        let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = logits.iter().copied().fold(f64::INFINITY, f64::min);
        for ((bits, weight), l) in logits_in_bits.iter_mut().zip(&mut weights).zip(logits) {
            *bits = (l * core::f64::consts::LOG2_E) as f32;
            *weight = libm::exp(largest - l).min(LARGEST_WEIGHT) as f32;
        }
        let inverse_temperature = temperature.map(|tau| (1.0 / tau) as f32);
        let range = NOISE_RANGE + (largest - least) * core::f64::consts::LOG2_E;
        Setting {
            categories: logits.len(),
            logits_in_bits,
            weights,
            inverse_temperature,
            is_near: inverse_temperature.is_some_and(|inverse| range * f64::from(inverse) < 125.0),
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.categories
    }
}
