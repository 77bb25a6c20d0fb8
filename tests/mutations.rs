//! The slips that a reviewer would fear, each put in the place of the code that is right: the check that guards it says
//! so. Logistic noise and tau in place of 1/tau are in `tests/claims.rs`, beside the panel that finds them.
//!
//! Statistical checks: 10^6 samples of seed 1, false-alarm rate 1e-6 each.

use gumbel_softmax::distribution::special::chi_square_survival;
use gumbel_softmax::explorer::kernel::Setting;
use gumbel_softmax::explorer::stream::{survival_of_word, uniform_of_word};
use gumbel_softmax::explorer::{Run, SOFT_BINS};
use gumbel_softmax::softmax;

const FALSE_ALARM: f64 = 1e-6;
const N: u64 = 1_000_000;

fn run(logits: &[f64], tau: f64, n: u64) -> Run {
    let mut run = Run::new(1, Setting::new(logits, Some(tau)));
    run.advance(n);
    run
}

/// Every uniform gives a finite noise: tried at the ends, where it goes wrong.
fn ends_are_open(uniform: fn(u32) -> f64) -> bool {
    let noise = |u: f64| -libm::log(-libm::log(u));
    let ends = (0..1000).chain((0..1000).map(|i| u32::MAX - i));
    ends.into_iter()
        .all(|word| noise(uniform(word)).is_finite())
}

#[test]
fn u_including_an_end_is_found() {
    assert!(ends_are_open(uniform_of_word));
    assert!(
        !ends_are_open(|word| f64::from(word) / f64::from(u32::MAX)),
        "0 and 1"
    );
    assert!(
        !ends_are_open(|word| f64::from(word >> 8) / 16_777_216.0),
        "0"
    );
    // In f32, 1 - v is 1 for the smallest v: why the kernel starts from v.
    assert!(
        !ends_are_open(|word| f64::from(1.0 - survival_of_word(word))),
        "1 by rounding"
    );
}

/// The chance of a histogram of y_1 at least as far from its law: K = 2, y_1 = sigmoid((l_1 - l_2 + Logistic)/tau).
fn chance(histogram: &[u64], difference: f64, tau: f64) -> f64 {
    let cdf = |y: f64| match y {
        y if y <= 0.0 => 0.0,
        y if y >= 1.0 => 1.0,
        y => 1.0 / (1.0 + libm::exp(difference - tau * libm::log(y / (1.0 - y)))),
    };
    let width = 1.0 / SOFT_BINS as f64;
    let expected = |i: usize| (cdf((i + 1) as f64 * width) - cdf(i as f64 * width)) * N as f64;
    let term = |(i, &count): (usize, &u64)| {
        let gap = count as f64 - expected(i);
        gap * gap / expected(i)
    };
    let statistic = histogram.iter().enumerate().map(term).sum();
    chi_square_survival(statistic, (SOFT_BINS - 1) as f64)
}

#[test]
fn a_bin_to_the_side_is_found() {
    let run = run(&[0.7, 0.0], 1.5, N);
    let right = run.tally().soft.histogram(0).to_vec();
    assert!(chance(&right, 0.7, 1.5) > FALSE_ALARM);
    let mut aside = right.clone();
    aside.rotate_right(1);
    assert!(chance(&aside, 0.7, 1.5) < FALSE_ALARM);
    // Rounded to the nearest edge where it should go down: half a bin to the side.
    let halves: Vec<u64> = (0..SOFT_BINS)
        .map(|i| (right[i] + right[i.saturating_sub(1)]) / 2)
        .collect();
    assert!(chance(&halves, 0.7, 1.5) < FALSE_ALARM);
}

/// Whether the standard error of the mean of y_1 is that of the samples themselves, by the textbook's two passes.
fn error_is_right(error_of: impl Fn(&Run) -> f64) -> bool {
    let run = run(&[1.0, 0.0, -1.0], 1.0, 5);
    let y: Vec<f64> = run.dots().iter().map(|dot| f64::from(dot.y[0])).collect();
    let mean = y.iter().sum::<f64>() / 5.0;
    let squares: f64 = y.iter().map(|y| (y - mean) * (y - mean)).sum();
    let exact = (squares / 4.0 / 5.0).sqrt();
    (error_of(&run) / exact - 1.0).abs() < 1e-5
}

#[test]
fn a_variance_divided_by_n_is_found() {
    let ours = |run: &Run| run.tally().soft.standard_error(0).unwrap();
    assert!(error_is_right(ours));
    assert!(!error_is_right(|run| ours(run) * (4.0f64 / 5.0).sqrt()));
}

/// Whether a softmax holds for numbers whose exponentials do not.
fn survives_large_numbers(softmax: fn(&[f64]) -> Vec<f64>) -> bool {
    let close =
        |y: Vec<f64>, known: [f64; 2]| y.iter().zip(known).all(|(y, k)| (y - k).abs() < 1e-12);
    close(softmax(&[1000.0, 1000.0]), [0.5, 0.5])
        && close(softmax(&[-1000.0, -1000.0]), [0.5, 0.5])
        && close(softmax(&[800.0, -800.0]), [1.0, 0.0])
}

#[test]
fn a_softmax_without_its_maximum_subtracted_is_found() {
    assert!(survives_large_numbers(softmax::softmax));
    assert!(!survives_large_numbers(|values| {
        let sum: f64 = values.iter().map(|v| v.exp()).sum();
        values.iter().map(|v| v.exp() / sum).collect()
    }));
}
