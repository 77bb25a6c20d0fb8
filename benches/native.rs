//! Our core beside rand_distr, natively and interleaved; prints JSON for `cargo xtask bench`.
//!
//! `rounds K TIMES` measures so many rounds of K categories; without it, 31 of 3 and of 10.
//!
//! `alone WHAT K TIMES` does one kind of work, so many times 4,096 samples of it: `soft`, `hard` or `tallied`.
//!
//! Each takes the same logits and temperature and fills the same amount of memory with soft samples.

use std::hint::black_box;
use std::time::Instant;

use gumbel_softmax::explorer::kernel::Setting;
use gumbel_softmax::explorer::{Batch, Run};
use rand::SeedableRng;
use rand_distr::{Distribution, Gumbel};
use rand_xoshiro::Xoshiro256PlusPlus;

const SAMPLES: usize = 4096;
const ROUNDS: usize = 31;
const TEMPERATURE: f64 = 0.5;

/// Soft samples by rand_distr's Gumbel and a plain softmax, in f64.
fn rand_distr_soft(rng: &mut Xoshiro256PlusPlus, logits: &[f64], out: &mut [f64]) {
    let gumbel = Gumbel::new(0.0, 1.0).expect("a valid law");
    for y in out.chunks_exact_mut(logits.len()) {
        let mut largest = f64::NEG_INFINITY;
        for (y, l) in y.iter_mut().zip(logits) {
            *y = (l + gumbel.sample(rng)) / TEMPERATURE;
            largest = largest.max(*y);
        }
        let mut sum = 0.0;
        for y in y.iter_mut() {
            *y = (*y - largest).exp();
            sum += *y;
        }
        for y in y.iter_mut() {
            *y /= sum;
        }
    }
}

/// Nanoseconds a sample of one round.
fn time(mut work: impl FnMut()) -> f64 {
    const TIMES: usize = 24;
    let start = Instant::now();
    for _ in 0..TIMES {
        work();
    }
    start.elapsed().as_nanos() as f64 / (TIMES * SAMPLES) as f64
}

/// One kind of work of the core and nothing else, for a program that counts instructions.
fn alone(what: &str, k: usize, times: u64) {
    let logits = logits(k);
    let n = times * SAMPLES as u64;
    let mut batch = Batch::new(1, &logits, Some(TEMPERATURE));
    match what {
        "soft" => {
            let mut out = vec![0.0f32; SAMPLES * k];
            for _ in 0..times {
                batch.soft(black_box(&mut out));
            }
        }
        "hard" => batch.hard(n, black_box(&mut vec![0; k])),
        _ => {
            let mut run = Run::new(1, Setting::new(&logits, Some(TEMPERATURE)));
            run.advance(n);
            black_box(run.tally());
        }
    }
}

fn logits(k: usize) -> Vec<f64> {
    (0..k).map(|i| [2.0, 1.0, 0.1][i % 3]).collect()
}

fn number(given: &[String], at: usize) -> usize {
    given[at].parse().expect("a number")
}

fn main() {
    let given: Vec<String> = std::env::args().collect();
    if let Some(at) = given.iter().position(|word| word == "alone") {
        let (k, times) = (number(&given, at + 2), number(&given, at + 3));
        return alone(&given[at + 1], k, times as u64);
    }
    let (categories, rounds) = match given.iter().position(|word| word == "rounds") {
        Some(at) => (vec![number(&given, at + 1)], number(&given, at + 2)),
        None => (vec![3, 10], ROUNDS),
    };
    let mut rows = Vec::new();
    for k in categories {
        let logits = logits(k);
        let mut batch = Batch::new(1, &logits, Some(TEMPERATURE));
        let mut ours = vec![0.0f32; SAMPLES * k];
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut theirs = vec![0.0f64; SAMPLES * k];
        let mut counts = vec![0; k];
        let mut times: [Vec<f64>; 3] = Default::default();
        for _ in 0..rounds {
            times[0].push(time(|| batch.soft(black_box(&mut ours))));
            times[1].push(time(|| batch.hard(SAMPLES as u64, black_box(&mut counts))));
            times[2].push(time(|| {
                rand_distr_soft(&mut rng, &logits, black_box(&mut theirs))
            }));
        }
        // The same work: the means of y_1 agree within five standard errors (at most 0.5 / sqrt n each).
        let mean = |sum: f64| sum / SAMPLES as f64;
        let a = mean(ours[..SAMPLES].iter().map(|y| f64::from(*y)).sum());
        let b = mean(theirs.chunks_exact(k).map(|y| y[0]).sum());
        assert!(
            (a - b).abs() < 5.0 * 0.5 * (2.0 / SAMPLES as f64).sqrt(),
            "{a} and {b}"
        );
        for (name, times) in ["soft", "hard", "rand_distr"].iter().zip(times) {
            let list: Vec<_> = times.iter().map(|t| format!("{t:.3}")).collect();
            rows.push(format!("\"{name} {k}\":[{}]", list.join(",")));
        }
    }
    println!("{{{}}}", rows.join(","));
}
