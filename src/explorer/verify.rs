//! The samples against the exact laws over a grid of settings, with one false-alarm rate for the whole.
//!
//! For each setting: Pearson's chi-square of the winners, Kolmogorov-Smirnov of the noise and, for K = 2 and 3, of y_1 (at
//! the edges of the tallies' bins, which makes it conservative), for more categories the mean of y_1^2 against
//! quadrature, and the means of y against quadrature. Holm's procedure over all
//! p-values keeps the chance that a right sampler is ever called wrong at most [`FALSE_ALARM`].

use super::chi_square::ChiSquare;
use super::kernel::Setting;
use super::tally::{NOISE_BIN_WIDTH, NOISE_START, SOFT_BINS, SoftTally};
use super::{MAX_CATEGORIES, Run};
use crate::distribution::special::{kolmogorov_survival, normal_two_sided};
use crate::distribution::{Gumbel, GumbelSoftmax};

/// The chance that a right sampler fails a whole run.
pub const FALSE_ALARM: f64 = 1e-3;

/// What is checked of a setting, in the order of [`check`].
pub const CHECKS: [&str; 4] = ["winners", "noise", "y_1", "means of y"];

/// A setting of the grid, with a seed of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// l.
    pub logits: Vec<f64>,
    /// tau.
    pub temperature: f64,
    /// The seed of its samples.
    pub seed: u32,
}

/// Forty settings: K = 2, 3, 5, 10, five temperatures, even and uneven logits.
pub fn grid(seed: u32) -> Vec<Cell> {
    const UNEVEN: [f64; MAX_CATEGORIES] = [2.0, 1.0, 0.1, -1.0, 0.5, -3.0, 1.5, 0.0, -0.5, 2.5];
    let mut cells = Vec::new();
    for k in [2, 3, 5, MAX_CATEGORIES] {
        for temperature in [0.1, 0.5, 1.0, 2.0, 10.0] {
            for logits in [vec![0.0; k], UNEVEN[..k].to_vec()] {
                let seed = seed.wrapping_add(cells.len() as u32);
                cells.push(Cell {
                    logits,
                    temperature,
                    seed,
                });
            }
        }
    }
    cells
}

/// The p-values of a cell after n samples (at least 10^4), one for each of [`CHECKS`].
///
/// `noise` is the law that the noise is held to: [`Gumbel::standard`], or a wrong one in a test.
pub fn check(cell: &Cell, n: u64, noise: &Gumbel) -> [f64; 4] {
    let law = GumbelSoftmax::new(&cell.logits, cell.temperature).expect("the grid is valid");
    let mut run = Run::new(
        cell.seed,
        Setting::new(&cell.logits, Some(cell.temperature)),
    );
    run.advance(n);
    let tally = run.tally();
    let winners = ChiSquare::of_counts(&tally.hard.counts, law.probs()).map_or(1.0, |test| test.p);

    let bins = std::iter::once(tally.noise.below).chain(tally.noise.bins.iter().copied());
    let edge = |i: usize| noise.cdf(NOISE_START + i as f64 * NOISE_BIN_WIDTH);
    let noise = kolmogorov(bins, edge, tally.noise.noises());

    let edge = |i: usize| law.marginal_cdf(0, (i + 1) as f64 / SOFT_BINS as f64);
    let soft = if edge(0).is_some() {
        let bins = tally.soft.histogram(0)[..SOFT_BINS - 1].iter().copied();
        kolmogorov(bins, |i| edge(i).unwrap_or(f64::NAN), n)
    } else {
        square(&tally.soft, law.second_moments()[0], n as f64)
    };

    // Bonferroni over the K coordinates, which hang together.
    let k = cell.logits.len();
    let means = law.mean().into_iter().enumerate().map(|(i, expected)| {
        let mean = tally.soft.mean(i).expect("there are samples");
        let error = tally.soft.standard_error(i).expect("there are samples");
        normal_two_sided((mean - expected) / error)
    });
    let means = (means.fold(1.0, f64::min) * k as f64).min(1.0);
    [winners, noise, soft, means]
}

/// The p-value of the mean of y_1^2. Its variance is at most E[y_1^4] - E[y_1^2]^2, the first from the upper edges of the
/// bins: conservative.
fn square(soft: &SoftTally, expected: f64, n: f64) -> f64 {
    let fourth = |(i, &count): (usize, &u64)| {
        let edge = (i + 1) as f64 / SOFT_BINS as f64;
        count as f64 * edge * edge * edge * edge
    };
    let fourth = soft
        .histogram(0)
        .iter()
        .enumerate()
        .map(fourth)
        .sum::<f64>()
        / n;
    let mean = soft.mean_square(0).unwrap_or(f64::NAN);
    normal_two_sided((mean - expected) / libm::sqrt((fourth - mean * mean) / n))
}

/// The p-value of the largest gap between counts, summed up, and a distribution function at the upper edges of their bins.
fn kolmogorov(bins: impl Iterator<Item = u64>, cdf: impl Fn(usize) -> f64, n: u64) -> f64 {
    let mut below = 0;
    let mut gap: f64 = 0.0;
    for (i, count) in bins.enumerate() {
        below += count;
        let here = (below as f64 / n as f64 - cdf(i)).abs();
        // A NaN is no agreement.
        gap = if here <= gap { gap } else { here };
    }
    match gap.is_finite() {
        true => kolmogorov_survival(gap * libm::sqrt(n as f64)),
        false => 0.0,
    }
}

/// Which p-values Holm's procedure rejects at a rate for all of them together.
pub fn holm(p: &[f64], rate: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut rejected = vec![false; p.len()];
    for (step, i) in order.into_iter().enumerate() {
        if p[i] * (p.len() - step) as f64 > rate {
            break;
        }
        rejected[i] = true;
    }
    rejected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short form: 4 million samples over the grid. False-alarm rate 1e-3 for all, seed 1 fixed.
    #[test]
    fn the_grid_follows_its_laws() {
        let cells = grid(1);
        assert_eq!(cells.len(), 40);
        let p: Vec<f64> = cells
            .iter()
            .flat_map(|cell| check(cell, 100_000, &Gumbel::standard()))
            .collect();
        let rejected = holm(&p, FALSE_ALARM);
        for (i, wrong) in rejected.into_iter().enumerate() {
            let (cell, what) = (&cells[i / 4], CHECKS[i % 4]);
            assert!(!wrong, "{what} of {cell:?}: p = {}", p[i]);
        }
    }

    /// Other logits would be other settings under the same name.
    #[test]
    fn the_uneven_logits_are_those_that_the_report_means() {
        let Cell {
            logits,
            temperature,
            seed,
        } = &grid(7)[39];
        assert_eq!((logits.len(), *temperature, *seed), (10, 10.0, 46));
        let sum: f64 = logits.iter().sum();
        let least = logits.iter().copied().fold(f64::INFINITY, f64::min);
        assert!((sum - 3.1).abs() < 1e-12 && least == -3.0, "{logits:?}");
    }

    /// The laws in closed form, and the statistics written out once more.
    #[test]
    fn p_values_are_those_of_their_statistics() {
        const N: u64 = 20_000;
        let n = N as f64;
        // Two uneven categories, and five.
        for i in [3, 23] {
            let cell = &grid(1)[i];
            let k = cell.logits.len();
            let mut run = Run::new(
                cell.seed,
                Setting::new(&cell.logits, Some(cell.temperature)),
            );
            run.advance(N);
            let (noise, soft) = (&run.tally().noise, &run.tally().soft);
            let p = check(cell, N, &Gumbel::standard());

            let mut counted = noise.below;
            let mut gap = counted as f64 / (n * k as f64) - libm::exp(-libm::exp(3.0));
            for (i, count) in noise.bins.iter().enumerate() {
                counted += count;
                let exact = libm::exp(-libm::exp(3.0 - 0.125 * (i + 1) as f64));
                gap = gap.max((counted as f64 / (n * k as f64) - exact).abs());
            }
            let known = kolmogorov_survival(gap * libm::sqrt(n * k as f64));
            assert!((p[1] - known).abs() < 1e-12, "{p:?} for {known}");

            let known = if k == 2 {
                let odds = cell.logits[0] - cell.logits[1];
                let mut counted = 0;
                let mut gap: f64 = 0.0;
                for (i, count) in soft.histogram(0)[..63].iter().enumerate() {
                    counted += count;
                    let t = (i + 1) as f64 / 64.0;
                    let x = cell.temperature * libm::log(t / (1.0 - t)) - odds;
                    gap = gap.max((counted as f64 / n - 1.0 / (1.0 + libm::exp(-x))).abs());
                }
                kolmogorov_survival(gap * libm::sqrt(n))
            } else {
                let fourth: f64 = (0..64)
                    .map(|i| soft.histogram(0)[i] as f64 * ((i + 1) as f64 / 64.0).powi(4) / n)
                    .sum();
                let mean = soft.mean_square(0).unwrap();
                let spread = libm::sqrt((fourth - mean.powi(2)) / n);
                normal_two_sided((mean - law_of(cell).second_moments()[0]) / spread)
            };
            assert!((p[2] - known).abs() < 1e-12, "{p:?} for {known}");

            let distances = law_of(cell)
                .mean()
                .into_iter()
                .enumerate()
                .map(|(i, exact)| {
                    ((soft.mean(i).unwrap() - exact) / soft.standard_error(i).unwrap()).abs()
                });
            let farthest = distances.fold(0.0, f64::max);
            let known = (k as f64 * normal_two_sided(farthest)).min(1.0);
            assert!((p[3] - known).abs() < 1e-12, "{p:?} for {known}");
        }
    }

    /// A scale of the noise that is two per cent off is found with as many samples.
    #[test]
    fn a_wrong_law_is_found() {
        let wrong = Gumbel::new(0.0, 1.02).unwrap();
        let p = check(&grid(1)[20], 100_000, &wrong);
        assert!(p[1] < 1e-6, "{p:?}");
        assert!(p[0] > 1e-3, "{p:?}");
        // And one setting held to the law of another.
        let [cell, other] = [grid(1)[3].clone(), grid(1)[5].clone()];
        let mut run = Run::new(1, Setting::new(&cell.logits, Some(cell.temperature)));
        run.advance(100_000);
        let law = law_of(&other);
        let bins = run.tally().soft.histogram(0)[..SOFT_BINS - 1].iter();
        let edge = |i: usize| law.marginal_cdf(0, (i + 1) as f64 / 64.0).unwrap();
        assert!(kolmogorov(bins.copied(), edge, 100_000) < 1e-6);
        // And a second moment that is one per cent off.
        let soft = &run.tally().soft;
        let exact = law_of(&cell).second_moments()[0];
        assert!(square(soft, exact, 1e5) > 1e-3);
        assert!(square(soft, exact * 1.01, 1e5) < 1e-2);
    }

    fn law_of(cell: &Cell) -> GumbelSoftmax {
        GumbelSoftmax::new(&cell.logits, cell.temperature).unwrap()
    }

    /// Kolmogorov's law at 2 is 2 (e^-8 - e^-32 + ...).
    #[test]
    fn the_largest_gap_is_judged_by_kolmogorovs_law() {
        let cdf = |i: usize| [0.25, 0.5, 1.0][i];
        let p = kolmogorov([30, 40, 30].into_iter(), cdf, 100);
        assert!((p - 2.0 * libm::exp(-8.0)).abs() < 1e-12, "{p}");
        assert_eq!(kolmogorov([1].into_iter(), |_| f64::NAN, 1), 0.0);
    }

    #[test]
    fn holm_steps_down() {
        assert_eq!(holm(&[0.04, 0.01, 0.5], 0.05), [false, true, false]);
        assert_eq!(holm(&[0.02, 0.01, 0.5], 0.05), [true, true, false]);
        // At its bound a p-value is rejected.
        assert_eq!(holm(&[0.25, 0.75], 0.5), [true, false]);
    }
}
