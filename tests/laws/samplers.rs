//! Every sampler against its law, by chi-square or Kolmogorov-Smirnov.
//!
//! Each statistic has a false-alarm rate of 1e-6, for each of the seeds 1, 2, 3, which are never exchanged for others.

use gumbel_softmax::distribution::special::{chi_square_survival, kolmogorov_survival};
use gumbel_softmax::distribution::{Categorical, Gumbel, GumbelSoftmax, Logistic};
use gumbel_softmax::softmax::{argmax, log_sum_exp};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

const FALSE_ALARM: f64 = 1e-6;
const N: usize = 200_000;
const NEVER: f64 = f64::NEG_INFINITY;
const LOGITS: [f64; 6] = [1.0, 0.0, NEVER, -1.0, 2.5, 0.3];

/// Uniform on the open interval, at 52 bits.
fn uniform(rng: &mut Xoshiro256PlusPlus) -> f64 {
    ((rng.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

fn gumbel_noise(rng: &mut Xoshiro256PlusPlus, noise: &mut [f64]) {
    noise.fill_with(|| Gumbel::standard().quantile_survival(uniform(rng)));
}

fn for_each_seed(mut test: impl FnMut(u64, &mut Xoshiro256PlusPlus)) {
    for seed in [1, 2, 3] {
        test(seed, &mut Xoshiro256PlusPlus::seed_from_u64(seed));
    }
}

/// Kolmogorov-Smirnov: `draw` against a continuous `cdf`.
fn assert_follows(
    name: &str,
    mut draw: impl FnMut(&mut Xoshiro256PlusPlus) -> f64,
    cdf: impl Fn(f64) -> f64,
) {
    for_each_seed(|seed, rng| {
        let mut drawn: Vec<f64> = (0..N).map(|_| draw(rng)).collect();
        drawn.sort_by(f64::total_cmp);
        let n = N as f64;
        let gap = drawn.iter().enumerate().map(|(i, x)| {
            let u = cdf(*x);
            (u - i as f64 / n).max((i + 1) as f64 / n - u)
        });
        let p = kolmogorov_survival(n.sqrt() * gap.fold(0.0, f64::max));
        assert!(p > FALSE_ALARM, "{name}, seed {seed}: p = {p:e}");
    });
}

/// Chi-square: counts of `draw` against probabilities. One with probability 0 must have the count 0.
fn assert_counts(
    name: &str,
    mut draw: impl FnMut(&mut Xoshiro256PlusPlus) -> usize,
    probs: &[f64],
) {
    for_each_seed(|seed, rng| {
        let mut counts = vec![0_u64; probs.len()];
        for _ in 0..N {
            counts[draw(rng)] += 1;
        }
        let (mut statistic, mut cells) = (0.0, 0.0);
        for (i, (count, p)) in counts.iter().zip(probs).enumerate() {
            if *p == 0.0 {
                assert_eq!(*count, 0, "{name}, seed {seed}: {i} is impossible");
                continue;
            }
            let expected = p * N as f64;
            assert!(expected > 5.0, "{name}: cell {i} expects only {expected}");
            statistic += (*count as f64 - expected).powi(2) / expected;
            cells += 1.0;
        }
        let p = chi_square_survival(statistic, cells - 1.0);
        assert!(
            p > FALSE_ALARM,
            "{name}, seed {seed}: chi-square {statistic} p = {p:e}"
        );
    });
}

/// Edges that divide the law of coordinate `i` into up to 64 cells, and the probability of each cell.
///
/// At a low temperature the mass crowds the ends closer than the edges are found, so cells that expect fewer than 20
/// are joined with their neighbour.
fn cells(law: &GumbelSoftmax, i: usize) -> (Vec<f64>, Vec<f64>) {
    let cdf = |t: f64| law.marginal_cdf(i, t).unwrap();
    let enough = 20.0 / N as f64;
    let (mut edges, mut probs, mut below) = (Vec::new(), Vec::new(), 0.0);
    for k in 1..64 {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..30 {
            let middle = 0.5 * (low + high);
            *(if cdf(middle) < f64::from(k) / 64.0 {
                &mut low
            } else {
                &mut high
            }) = middle;
        }
        let cumulative = cdf(high);
        if cumulative - below > enough && 1.0 - cumulative > enough {
            edges.push(high);
            probs.push(cumulative - below);
            below = cumulative;
        }
    }
    probs.push(1.0 - below);
    (edges, probs)
}

#[test]
fn quantiles_draw_gumbel_and_logistic() {
    let gumbel = Gumbel::new(-3.0, 0.5).unwrap();
    assert_follows(
        "Gumbel, quantile",
        |rng| gumbel.quantile(uniform(rng)),
        |x| gumbel.cdf(x),
    );
    assert_follows(
        "Gumbel, survival",
        |rng| gumbel.quantile_survival(uniform(rng)),
        |x| gumbel.cdf(x),
    );
    let logistic = Logistic::new(2.0, 3.0).unwrap();
    assert_follows(
        "Logistic, quantile",
        |rng| logistic.quantile(uniform(rng)),
        |x| logistic.cdf(x),
    );
    assert_follows(
        "Logistic, survival",
        |rng| logistic.quantile_survival(uniform(rng)),
        |x| logistic.cdf(x),
    );
}

#[test]
fn the_difference_of_two_gumbels_is_logistic() {
    let (a, b) = (
        Gumbel::new(1.0, 2.0).unwrap(),
        Gumbel::new(-0.5, 2.0).unwrap(),
    );
    let difference = Logistic::new(1.5, 2.0).unwrap();
    assert_follows(
        "difference",
        |rng| a.quantile(uniform(rng)) - b.quantile(uniform(rng)),
        |x| difference.cdf(x),
    );
}

#[test]
fn three_ways_to_draw_a_category_follow_softmax() {
    let law = Categorical::from_logits(&LOGITS).unwrap();
    assert_counts(
        "inverse transform",
        |rng| law.inverse_transform(uniform(rng)),
        law.probs(),
    );
    let mut noise = [0.0; 6];
    let gumbel_max = |rng: &mut Xoshiro256PlusPlus| {
        gumbel_noise(rng, &mut noise);
        law.gumbel_max(&noise)
    };
    assert_counts("Gumbel-max", gumbel_max, law.probs());
    let mut times = [0.0; 6];
    let race = |rng: &mut Xoshiro256PlusPlus| {
        times.fill_with(|| -uniform(rng).ln());
        law.exponential_race(&times)
    };
    assert_counts("exponential race", race, law.probs());
}

#[test]
fn the_maximum_is_gumbel_whoever_wins() {
    let law = Categorical::from_logits(&LOGITS).unwrap();
    let maximum = Gumbel::new(log_sum_exp(&LOGITS), 1.0).unwrap();
    for winner in [0, 4] {
        let draw = |rng: &mut Xoshiro256PlusPlus| {
            let mut noise = [0.0; 6];
            loop {
                gumbel_noise(rng, &mut noise);
                if law.gumbel_max(&noise) == winner {
                    return LOGITS[winner] + noise[winner];
                }
            }
        };
        assert_follows("maximum given the winner", draw, |m| maximum.cdf(m));
    }
}

#[test]
fn hard_and_soft_samples_have_their_largest_by_softmax_at_every_temperature() {
    for temperature in [0.01, 1.0, 100.0] {
        let law = GumbelSoftmax::new(&LOGITS, temperature).unwrap();
        let (mut noise, mut y) = ([0.0; 6], [0.0; 6]);
        let largest = |rng: &mut Xoshiro256PlusPlus| {
            gumbel_noise(rng, &mut noise);
            law.soft_sample(&noise, &mut y);
            let hard = law.hard_sample(&noise);
            assert!(y.iter().all(|other| *other <= y[hard]));
            hard
        };
        assert_counts("argmax", largest, law.probs());
    }
}

#[test]
fn soft_samples_of_two_follow_the_closed_form() {
    for temperature in [0.2, 1.0, 5.0] {
        let law = GumbelSoftmax::new(&[0.7, NEVER, 0.0], temperature).unwrap();
        let draw = |rng: &mut Xoshiro256PlusPlus| {
            let (mut u, mut y) = ([0.0; 3], [0.0; 3]);
            u.fill_with(|| uniform(rng));
            law.soft_sample_from_uniforms(&u, &mut y);
            y[0]
        };
        assert_follows("binary Concrete", draw, |t| law.marginal_cdf(0, t).unwrap());
    }
}

#[test]
fn each_coordinate_of_three_follows_its_marginal() {
    for (temperature, i) in [(0.1, 0), (0.5, 1), (1.0, 2), (10.0, 0)] {
        let law = GumbelSoftmax::new(&[1.0, 0.0, -1.0], temperature).unwrap();
        let (edges, probs) = cells(&law, i);
        assert!(
            probs.len() > 20,
            "only {} cells at temperature {temperature}",
            probs.len()
        );
        let (mut noise, mut y) = ([0.0; 3], [0.0; 3]);
        let cell = |rng: &mut Xoshiro256PlusPlus| {
            gumbel_noise(rng, &mut noise);
            law.soft_sample(&noise, &mut y);
            edges.partition_point(|edge| *edge < y[i])
        };
        assert_counts("marginal of three", cell, &probs);
    }
}

#[test]
fn any_three_of_five_are_again_gumbel_softmax() {
    let law = GumbelSoftmax::new(&[1.0, 0.0, -1.0, 2.0, 0.5], 0.7).unwrap();
    let chosen = [4, 0, 2];
    let three = law.sub_simplex(&chosen).unwrap();
    for i in 0..3 {
        let (edges, probs) = cells(&three, i);
        let (mut noise, mut y) = ([0.0; 5], [0.0; 5]);
        let cell = |rng: &mut Xoshiro256PlusPlus| {
            gumbel_noise(rng, &mut noise);
            law.soft_sample(&noise, &mut y);
            let share = y[chosen[i]] / chosen.iter().map(|k| y[*k]).sum::<f64>();
            edges.partition_point(|edge| *edge < share)
        };
        assert_counts("coordinate of a triple", cell, &probs);
    }
}

#[test]
fn sample_means_and_second_moments_agree_with_quadrature() {
    // 10 means and 10 squares a run: at 5.6 standard errors, two-sided, 4e-7 in all.
    let logits = [3.0, 0.0, -10.0, 10.0, 9.5, NEVER, 1.0, 8.0, -2.0, 5.0];
    for temperature in [0.01, 0.5, 2.0, 100.0] {
        let law = GumbelSoftmax::new(&logits, temperature).unwrap();
        let (mean, second) = (law.mean(), law.second_moments());
        for_each_seed(|seed, rng| {
            let (mut noise, mut y, mut sums) = ([0.0; 10], [0.0; 10], [[0.0; 3]; 10]);
            for _ in 0..N {
                gumbel_noise(rng, &mut noise);
                law.soft_sample(&noise, &mut y);
                for (sums, y) in sums.iter_mut().zip(y) {
                    for (sum, power) in sums.iter_mut().zip([1, 2, 4]) {
                        *sum += y.powi(power);
                    }
                }
            }
            for k in 0..10 {
                let [first, square, fourth] = sums[k].map(|sum| sum / N as f64);
                for (value, truth, variance) in [
                    (first, mean[k], second[k * 11] - mean[k] * mean[k]),
                    (square, second[k * 11], fourth - square * square),
                ] {
                    // Where the law expects no event at all in N draws, the normal limit does not hold.
                    if truth * (N as f64) < 100.0 {
                        assert!(value < 1e-3, "category {k} at {temperature}, seed {seed}");
                        continue;
                    }
                    let off = (value - truth) / (variance / N as f64).sqrt();
                    assert!(
                        off.abs() < 5.6,
                        "category {k} at {temperature}, seed {seed}: {off} standard errors"
                    );
                }
            }
        });
    }
}

#[test]
fn top_down_gives_the_winner_and_leaves_the_law() {
    let law = Categorical::from_logits(&LOGITS).unwrap();
    let ln_z = log_sum_exp(&LOGITS);
    let mut noise = [0.0; LOGITS.len()];
    for winner in [0, 3, 4] {
        assert_follows(
            "the maximum given the winner",
            |rng| {
                gumbel_noise(rng, &mut noise);
                let perturbed = law.top_down(winner, &noise);
                assert_eq!(argmax(&perturbed), winner);
                perturbed[winner]
            },
            |x| Gumbel::new(ln_z, 1.0).unwrap().cdf(x),
        );
    }
    // With the winner drawn from pi, each coordinate is Gumbel(l_k) again, and so is a difference logistic.
    let mut any = |rng: &mut Xoshiro256PlusPlus| {
        let winner = law.inverse_transform(uniform(rng));
        gumbel_noise(rng, &mut noise);
        law.top_down(winner, &noise)
    };
    for k in [0, 4] {
        assert_follows(
            "a perturbed logit, top-down",
            |rng| any(rng)[k],
            |x| Gumbel::new(LOGITS[k], 1.0).unwrap().cdf(x),
        );
    }
    assert_follows(
        "the difference of two, top-down",
        |rng| {
            let perturbed = any(rng);
            perturbed[0] - perturbed[3]
        },
        |x| Logistic::new(LOGITS[0] - LOGITS[3], 1.0).unwrap().cdf(x),
    );
}
