//! The sampler: the same state however it is cut into steps, nothing lost, and the right laws.
//!
//! Statistical tests use the seeds 1, 2 and 3 and a false-alarm rate of 1e-6 each.

use gumbel_softmax::distribution::special::chi_square_survival;
use gumbel_softmax::distribution::{Gumbel, GumbelSoftmax};
use gumbel_softmax::explorer::kernel::{self, Setting};
use gumbel_softmax::explorer::stream::{LANES, Stream, survival_of_word};
use gumbel_softmax::explorer::{
    COMPARED, Dot, Draw, Explorer, NOISE_BIN_WIDTH, NOISE_START, Params, Run, SAMPLES, SOFT_BINS,
    Temperature,
};
use gumbel_softmax::softmax::softmax;
use proptest::prelude::*;

const FALSE_ALARM: f64 = 1e-6;
const SEEDS: [u32; 3] = [1, 2, 3];

fn run(seed: u32, logits: &[f64], tau: Option<f64>, n: u64) -> Run {
    let mut run = Run::new(seed, Setting::new(logits, tau));
    run.advance(n);
    run
}

/// Pools cells expected under 5 with the next, and gives the p-value of Pearson's chi-square.
fn chi_square_p(observed: &[u64], expected: &[f64]) -> f64 {
    let mut cells: Vec<(f64, f64)> = Vec::new();
    let mut open = (0.0, 0.0);
    for (&o, &e) in observed.iter().zip(expected) {
        open = (open.0 + o as f64, open.1 + e);
        if open.1 >= 5.0 {
            cells.push(open);
            open = (0.0, 0.0);
        }
    }
    let last = cells.last_mut().expect("some cell is expected often");
    *last = (last.0 + open.0, last.1 + open.1);
    let statistic: f64 = cells.iter().map(|(o, e)| (o - e) * (o - e) / e).sum();
    chi_square_survival(statistic, (cells.len() - 1) as f64)
}

fn setting() -> impl Strategy<Value = (Vec<f64>, Option<f64>)> {
    let logit = prop_oneof![9 => -10.0..10.0f64, 1 => Just(f64::NEG_INFINITY)];
    let logits = prop::collection::vec(logit, 2..=10).prop_map(|mut logits| {
        if !logits.iter().any(|l| l.is_finite()) {
            logits[0] = 0.0;
        }
        logits
    });
    (
        logits,
        prop_oneof![5 => (0.01..100.0f64).prop_map(Some), 1 => Just(None)],
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_state_does_not_depend_on_how_n_is_cut(
        (logits, tau) in setting(),
        seed: u32,
        cuts in prop::collection::vec(0u64..700, 1..12),
    ) {
        let n = cuts.iter().sum();
        let whole = run(seed, &logits, tau, n);
        let mut cut = run(seed, &logits, tau, 0);
        for count in cuts {
            cut.advance(count);
        }
        prop_assert_eq!(cut.digest(), whole.digest());
        prop_assert_eq!(cut, whole);
    }

    #[test]
    fn nothing_is_lost((logits, tau) in setting(), seed: u32, n in 0u64..5000) {
        let run = run(seed, &logits, tau, n);
        let tally = run.tally();
        let k = logits.len();
        prop_assert_eq!(tally.noise.noises(), n * k as u64);
        prop_assert_eq!(tally.hard.counts.iter().sum::<u64>(), n);
        for (i, logit) in logits.iter().enumerate() {
            prop_assert_eq!(tally.soft.histogram(i).iter().sum::<u64>(), n);
            if *logit == f64::NEG_INFINITY {
                prop_assert_eq!(tally.hard.counts[i], 0);
            }
        }
        for Dot { y, winner, .. } in run.dots() {
            prop_assert!(y.iter().all(|y| (0.0..=1.0).contains(y)));
            prop_assert!((y.iter().sum::<f32>() - 1.0).abs() < 1e-6);
            let largest = y.iter().copied().fold(0.0, f32::max);
            prop_assert_eq!(y[usize::from(*winner)], largest);
        }
        if n > 0 {
            let total: f64 = (0..k).map(|i| tally.soft.mean(i).unwrap()).sum();
            prop_assert!((total - 1.0).abs() < 1e-6);
        }
    }

    /// The batch against the f64 path of the single draw, sample by sample: y within
    /// 3e-6 (1 + 1/tau), from noise that agrees within 2.5e-7 (1 + |g|).
    #[test]
    fn the_batch_agrees_with_the_single_draw((logits, tau) in setting(), seed: u32) {
        let run = run(seed, &logits, tau, 100);
        let temperature = tau.map_or(Temperature::Argmax, Temperature::Soft);
        let mut stream = Stream::new(seed);
        let words: Vec<_> = (0..7 * logits.len()).map(|_| stream.next_words()).collect();
        for (i, dot) in run.dots().iter().enumerate() {
            let row: Vec<u32> =
                (0..logits.len()).map(|k| words[i / LANES * logits.len() + k][i % LANES]).collect();
            let draw = Draw::new(i as u64, &row, &logits, temperature);
            let bound = 3e-6 * (1.0 + tau.map_or(0.0, |tau| 1.0 / tau));
            for (k, y) in draw.soft_sample.iter().enumerate() {
                prop_assert!((f64::from(dot.y[k]) - y).abs() < bound, "{draw:?} {dot:?}");
            }
            prop_assert_eq!(draw.winner, usize::from(dot.winner));
            let maximum = draw.perturbed_logits[draw.winner];
            prop_assert!((f64::from(dot.maximum) - maximum).abs() < 3e-6 * (1.0 + maximum.abs()));
        }
        prop_assert_eq!(run.last_words().unwrap().len(), logits.len());
    }
}

#[test]
fn the_explorer_replays_the_same_noise() {
    let mut explorer = Explorer::new(Params::default());
    explorer.set_budget(1000);
    explorer.step(5000);
    let noise = explorer.tally().noise.clone();
    let hard = explorer.tally().hard.clone();
    let draw = explorer.draw().unwrap().clone();

    let colder = Params {
        temperature: Temperature::Soft(0.1),
        ..explorer.params().clone()
    };
    explorer.set_params(colder.clone());
    assert_eq!((explorer.shown(), explorer.n()), (1000, 5000));
    assert_eq!(explorer.tally().noise, noise);
    assert_eq!(
        explorer.tally().hard,
        hard,
        "the temperature leaves the hard counts"
    );
    assert_eq!(explorer.tally().soft.n, 1000);
    let now = explorer.draw().unwrap();
    assert_eq!(
        (now.index, &now.u, now.winner),
        (4999, &draw.u, draw.winner)
    );
    assert_ne!(now.soft_sample, draw.soft_sample);

    while !explorer.refine(700) {}
    let mut fresh = Explorer::new(colder);
    fresh.step(5000);
    assert_eq!(explorer.digest(), fresh.digest());
    assert_eq!(explorer.shown(), 5000);
    assert_eq!(explorer.tally(), fresh.tally());

    // More samples while a redrawing is under way: it draws up to them.
    let warmer = Params {
        temperature: Temperature::Soft(2.0),
        ..explorer.params().clone()
    };
    explorer.set_params(warmer.clone());
    explorer.step(10);
    assert_eq!((explorer.shown(), explorer.n()), (1000, 5010));
    while !explorer.refine(700) {}
    let mut fresh = Explorer::new(warmer);
    fresh.step(5010);
    assert_eq!(explorer.digest(), fresh.digest());
    let noise = explorer.tally().noise.clone();

    // A logit changes the hard counts and leaves the noise; stopping keeps what was drawn.
    let mut params = explorer.params().clone();
    params.logits[2] = 3.0;
    explorer.set_params(params.clone());
    assert_eq!(explorer.tally().noise, noise);
    assert_eq!(explorer.tally().hard.n, 1000);
    explorer.refine(500);
    explorer.stop();
    assert_eq!((explorer.n(), explorer.shown()), (1500, 1500));
    assert_eq!(explorer.tally().noise.n, 1500);
    let mut fresh = Explorer::new(params);
    fresh.step(1500);
    assert_eq!(explorer.digest(), fresh.digest());
    assert_eq!(explorer.params().n, 1500);

    // Fewer samples than there are: the same, up to there.
    let fewer = Params {
        n: 77,
        ..explorer.params().clone()
    };
    explorer.set_params(fewer.clone());
    let mut fresh = Explorer::new(fewer);
    fresh.step(77);
    assert_eq!(explorer.digest(), fresh.digest());
    assert_eq!((explorer.n(), explorer.shown()), (77, 77));
}

#[test]
fn whatever_changes_is_told_by_a_revision_of_its_own() {
    let mut explorer = Explorer::new(Params::default());
    let mut before = (explorer.params_revision(), explorer.tally_revision());
    let mut told = |explorer: &Explorer| {
        let now = (explorer.params_revision(), explorer.tally_revision());
        let changed = (now.0 > before.0, now.1 > before.1);
        before = now;
        changed
    };
    for _ in 0..3 {
        explorer.step(5);
        assert_eq!(told(&explorer), (false, true));
        assert_eq!(told(&explorer), (false, false));
    }
    explorer.set_params(Params {
        seed: 9,
        ..explorer.params().clone()
    });
    assert_eq!(told(&explorer), (true, true));
    explorer.pin();
    assert_eq!(told(&explorer), (true, false));
    explorer.unpin();
    assert_eq!(told(&explorer), (true, false));
    // A redrawing that comes to its end, and one that is stopped.
    explorer.set_budget(1);
    explorer.step(15_000);
    for (tau, stopped) in [(0.3, false), (0.7, true)] {
        let temperature = Temperature::Soft(tau);
        explorer.set_params(Params {
            temperature,
            ..explorer.params().clone()
        });
        told(&explorer);
        assert!(!explorer.complete());
        if stopped {
            explorer.stop();
        } else {
            assert!(explorer.refine(20_000));
        }
        assert_eq!(told(&explorer), (false, true));
    }

    explorer.reset();
    assert_eq!(told(&explorer), (false, true));
    assert_eq!((explorer.n(), explorer.shown()), (0, 0));
    assert_eq!((explorer.params().n, explorer.tally().hard.n), (0, 0));
    // From the beginning of the stream.
    explorer.step(100);
    let mut fresh = Explorer::new(explorer.params().clone());
    fresh.step(100);
    assert_eq!(explorer.digest(), fresh.digest());
}

#[test]
fn a_pinned_setting_is_drawn_again_from_its_address() {
    let mut explorer = Explorer::new(Params::default());
    explorer.step(30_000);
    explorer.pin();
    let pinned = explorer.pinned().unwrap().run.digest();
    let mut notices = Default::default();
    let mut again = Explorer::new(Params::from_address(
        &explorer.params().address(),
        &mut notices,
    ));
    while !again.refine(1000) {}
    assert_eq!(again.pinned().unwrap().run.digest(), pinned);
    let mut other = Explorer::new(Params::default());
    other.set_params(again.params().clone());
    while !other.refine(1000) {}
    assert_eq!(other.pinned().unwrap().run.digest(), pinned);
    again.unpin();
    assert!(again.pinned().is_none() && !again.params().address().contains("pin"));
}

/// Of another seed even while most of its samples are missing.
#[test]
fn the_draw_that_is_explained_is_of_the_present_seed() {
    let mut explorer = Explorer::new(Params::default());
    explorer.step(50_000);
    explorer.set_budget(1000);
    explorer.set_params(Params {
        seed: 9,
        ..explorer.params().clone()
    });
    assert!(!explorer.complete());
    let mut fresh = Explorer::new(Params {
        seed: 9,
        ..Params::default()
    });
    fresh.step(explorer.shown());
    assert_eq!(explorer.draw(), fresh.draw());
}

/// What is stopped while a pinned setting is drawn again is what its address gives.
#[test]
fn a_pinned_setting_that_is_stopped_halfway_is_that_of_the_address() {
    let mut explorer = Explorer::new(Params::default());
    explorer.step(300_000);
    explorer.pin();
    let address = explorer.params().address();
    let mut again = Explorer::new(Params::from_address(&address, &mut Default::default()));
    let before = again.params_revision();
    assert!(!again.refine(1000));
    assert!(again.params_revision() > before);
    let before = again.params_revision();
    again.stop();
    assert!(again.complete() && again.params_revision() > before);
    let held = again.pinned().unwrap().run.clone();
    assert!(held.n() < 300_000);
    let address = again.params().address();
    let mut third = Explorer::new(Params::from_address(&address, &mut Default::default()));
    while !third.refine(1_000_000) {}
    assert_eq!(third.pinned().unwrap().run.digest(), held.digest());
}

/// N ends where an address can still say it, and nothing is lost there.
#[test]
fn n_ends_at_its_largest_value() {
    let most = SAMPLES.max as u64;
    let mut explorer = Explorer::new(Params::default());
    explorer.step(11_000);
    // While a redrawing is under way, only N grows.
    let mut cold = explorer.params().clone();
    cold.temperature = Temperature::Soft(0.1);
    explorer.set_budget(1);
    explorer.set_params(cold);
    assert!(!explorer.complete());
    explorer.step(most);
    explorer.step(7);
    assert_eq!((explorer.n(), explorer.params().n), (most, most));
}

/// False-alarm rate 1e-6 for each of 3 seeds x 3 settings.
#[test]
fn hard_counts_follow_softmax() {
    for seed in SEEDS {
        for logits in [
            &[2.0, 1.0, 0.1][..],
            &[0.0; 10],
            &[3.0, f64::NEG_INFINITY, -3.0, 0.0],
        ] {
            let n = 1_000_000;
            let run = run(seed, logits, Some(0.5), n);
            let expected: Vec<f64> = softmax(logits).iter().map(|p| p * n as f64).collect();
            let p = chi_square_p(&run.tally().hard.counts, &expected);
            assert!(p > FALSE_ALARM, "seed {seed}, {logits:?}: p = {p}");
        }
    }
}

/// The noise histogram, both tails included. False-alarm rate 1e-6 for each of 3 seeds.
#[test]
fn the_noise_is_gumbel() {
    let gumbel = Gumbel::standard();
    for seed in SEEDS {
        let noise = run(seed, &[0.0, 1.0, 2.0], None, 1_000_000)
            .tally()
            .noise
            .clone();
        let total = noise.noises() as f64;
        let edge = |i: usize| gumbel.cdf(NOISE_START + i as f64 * NOISE_BIN_WIDTH);
        let mut observed = vec![noise.below];
        let mut expected = vec![edge(0) * total];
        for (i, &count) in noise.bins.iter().enumerate() {
            observed.push(count);
            expected.push((edge(i + 1) - edge(i)) * total);
        }
        observed.push(noise.above);
        expected.push((1.0 - edge(noise.bins.len())) * total);
        let p = chi_square_p(&observed, &expected);
        assert!(p > FALSE_ALARM, "seed {seed}: p = {p}");
    }
}

/// The marginal of y_1 for K = 2, whose law is y_1 = sigmoid((l_1 - l_2 + Logistic)/tau).
/// False-alarm rate 1e-6 for each of 3 seeds x 3 temperatures.
#[test]
fn the_marginal_of_two_is_a_logistic_through_a_sigmoid() {
    for seed in SEEDS {
        for tau in [0.3, 1.0, 3.0] {
            let n = 1_000_000;
            let run = run(seed, &[0.7, 0.0], Some(tau), n);
            let cdf = |y: f64| match y {
                0.0 => 0.0,
                1.0 => 1.0,
                _ => 1.0 / (1.0 + libm::exp(0.7 - tau * libm::log(y / (1.0 - y)))),
            };
            let expected: Vec<f64> = (0..SOFT_BINS)
                .map(|i| (cdf((i + 1) as f64 / 64.0) - cdf(i as f64 / 64.0)) * n as f64)
                .collect();
            let p = chi_square_p(run.tally().soft.histogram(0), &expected);
            assert!(p > FALSE_ALARM, "seed {seed}, tau {tau}: p = {p}");
        }
    }
}

/// The mean of the soft sample against E[y] by quadrature: 4.9 standard errors, two-sided, is
/// 1e-6 for each of 3 seeds x 4 settings x K coordinates.
#[test]
fn the_soft_mean_is_its_expectation_and_not_pi() {
    for seed in SEEDS {
        for (logits, tau) in [
            (&[2.0, 1.0, 0.1][..], 0.5),
            (&[2.0, 1.0, 0.1], 5.0),
            (&[1.0, 0.0], 0.1),
            (
                &[
                    2.0,
                    1.5,
                    1.0,
                    0.5,
                    0.0,
                    -0.5,
                    -1.0,
                    -1.5,
                    -2.0,
                    f64::NEG_INFINITY,
                ],
                1.0,
            ),
        ] {
            let run = run(seed, logits, Some(tau), 1_000_000);
            let mean = GumbelSoftmax::new(logits, tau).unwrap().mean();
            for (k, expected) in mean.iter().enumerate() {
                let measured = run.tally().soft.mean(k).unwrap();
                let error = run.tally().soft.standard_error(k).unwrap();
                // Beyond sampling, the sums are kept to 2^-25 a sample.
                let bound = 4.9 * error + 1e-7;
                assert!(
                    (measured - expected).abs() < bound,
                    "{seed} {logits:?} {tau} {k}"
                );
            }
            if tau == 5.0 {
                let bias = run.tally().soft.mean(0).unwrap() - softmax(logits)[0];
                assert!(bias.abs() > 50.0 * run.tally().soft.standard_error(0).unwrap());
            }
        }
    }
}

/// The rows of the reference cases that speak of the sampler (`behaviour_*`).
mod behaviour {
    use super::*;

    #[test]
    fn u_zero_and_u_one_never() {
        for word in [0, 1, 2, u32::MAX, u32::MAX - 1, 1 << 31] {
            let draw = Draw::new(0, &[word; 2], &[0.0, 0.0], Temperature::Soft(1.0));
            assert!(draw.u[0] > 0.0 && draw.u[0] < 1.0);
            assert!(draw.gumbel_noise[0].is_finite());
            let g = kernel::gumbel_of_bits(kernel::noise_in_bits(survival_of_word(word)));
            assert!(g.is_finite() && (-2.9..22.3).contains(&g), "{g}");
        }
    }

    #[test]
    fn temperature_and_logits_outside_are_refused() {
        for tau in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let error = GumbelSoftmax::new(&[0.0, 1.0], tau)
                .unwrap_err()
                .to_string();
            assert!(error.contains("temperature"), "{error}");
        }
        for logit in [f64::NAN, f64::INFINITY] {
            let error = GumbelSoftmax::new(&[0.0, logit], 1.0)
                .unwrap_err()
                .to_string();
            assert!(error.contains("logit"), "{error}");
        }
        assert!(GumbelSoftmax::new(&[f64::NEG_INFINITY; 2], 1.0).is_err());
    }

    /// Past 2^24 an f32 counter stands still. And y = 1 is in the last bin.
    #[test]
    fn counts_go_past_two_to_the_24_and_y_of_1_is_in_the_last_bin() {
        let n = (1 << 24) + 1;
        let run = run(1, &[0.0, f64::NEG_INFINITY], Some(0.01), n);
        assert_eq!(run.tally().hard.counts, [n, 0]);
        assert_eq!(run.tally().soft.histogram(0)[SOFT_BINS - 1], n);
        assert_eq!(run.tally().soft.histogram(1)[0], n);
        assert_eq!(run.tally().soft.mean(0), Some(1.0));
        assert_eq!(run.tally().soft.standard_error(0), Some(0.0));
    }

    #[test]
    fn every_total_is_n() {
        let n = 1_000_003;
        let run = run(3, &[2.0, 1.0, 0.1], Some(0.5), n);
        let tally = run.tally();
        assert_eq!(tally.hard.counts.iter().sum::<u64>(), n);
        assert_eq!(tally.noise.noises(), 3 * n);
        for k in 0..3 {
            assert_eq!(tally.soft.histogram(k).iter().sum::<u64>(), n);
        }
    }

    #[test]
    fn a_category_of_probability_0_is_never_drawn() {
        let logits = [f64::NEG_INFINITY, 0.0, 0.0];
        let run = run(1, &logits, None, 100_000_000);
        assert_eq!(run.tally().hard.counts[0], 0);
    }
}

#[test]
fn the_noise_of_the_dots_is_that_of_the_samples() {
    for n in [0, 1, 16, 37, 1500] {
        let mut explorer = Explorer::new(Params::default());
        explorer.step(n);
        let rows = explorer.dot_noise();
        assert_eq!(rows.len(), explorer.dots().len());
        let logits = explorer.params().logits.clone();
        for (g, dot) in rows.iter().zip(explorer.dots()) {
            let perturbed = logits.iter().zip(g).map(|(l, g)| l + f64::from(*g));
            let scaled: Vec<f64> = perturbed.map(|x| x / 0.5).collect();
            for (y, known) in softmax(&scaled).iter().zip(dot.y) {
                assert!((y - f64::from(known)).abs() < 1e-5, "{y} {known}");
            }
        }
        let draws = explorer.first_draws(40);
        assert_eq!(draws.len() as u64, n.min(16));
        for (draw, dot) in draws.iter().zip(explorer.dots()) {
            assert_eq!(draw.winner, usize::from(dot.winner));
            let largest = draw.perturbed_logits[draw.winner];
            assert!((largest - f64::from(dot.maximum)).abs() < 1e-5);
        }
        if (1..=16).contains(&n) {
            assert_eq!(draws.last(), explorer.draw());
        }
    }
}

#[test]
fn means_along_the_temperature_follow_the_logits_alone() {
    let mut explorer = Explorer::new(Params::default());
    let before = explorer.mean_curve().to_vec();
    assert_eq!((before[0].0, before.len()), (0.01, 25));
    let mut params = explorer.params().clone();
    params.temperature = Temperature::Soft(3.0);
    explorer.set_params(params.clone());
    assert_eq!(explorer.mean_curve(), before);
    params.logits = vec![0.0, 3.0];
    params.set_categories(2);
    explorer.set_params(params);
    let close = |tau: f64, mean: &[f64]| {
        let exact = GumbelSoftmax::new(&[0.0, 3.0], tau).unwrap().mean();
        for (mean, exact) in mean.iter().zip(exact) {
            assert!((mean - exact).abs() < 1e-6, "{tau}: {mean} {exact}");
        }
    };
    for (tau, mean) in explorer.mean_curve() {
        close(*tau, mean);
    }
    for (tau, mean) in COMPARED.iter().zip(explorer.compared_means()) {
        close(*tau, mean);
    }
}
