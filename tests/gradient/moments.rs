//! Over many rows: mean, covariance, bias and their errors, against enumeration and figures computed elsewhere.

use gumbel_softmax::explorer::Rows;
use gumbel_softmax::gradient::{Bias, Estimator, Objective, Problem, Sweep};
use gumbel_softmax::softmax::jacobian;
use proptest::prelude::*;

use crate::row::times;
use crate::{MARGIN, ROWS, problem, sweep};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn slices_do_not_change_a_bit(seed: u32, rows in 1u64..1500, cuts in prop::collection::vec(1u64..400, 1..6)) {
        let taus = [0.3, 1.0];
        let run = |cuts: &[u64]| {
            let mut sweep = Sweep::new(problem(), &Estimator::ALL, &taus, rows).unwrap();
            let mut source = Rows::new(seed, 3);
            for cut in cuts {
                sweep.step(*cut, &mut source);
            }
            let done = sweep.step(u64::MAX, &mut source);
            assert!(done && sweep.rows() == rows && sweep.progress() == 1.0);
            sweep
        };
        let (whole, cut) = (run(&[]), run(&cuts));
        for e in 0..Estimator::ALL.len() {
            for t in 0..taus.len() {
                let (whole, cut) = (whole.moments(e, t).unwrap(), cut.moments(e, t).unwrap());
                prop_assert_eq!(whole, cut);
                prop_assert_eq!(whole.rows(), rows);
            }
        }
    }
}

/// E[f] and its gradient of each objective, with f written out here and pi_k = exp(l_k)/Z.
#[test]
fn expectation_and_gradient_of_every_objective_are_those_of_enumeration() {
    let (three, two): ([f64; 3], [f64; 2]) = ([0.4, -1.3, 1.0], [0.3, -0.2]);
    let distance = |k: usize| -> f64 {
        let z = |i: usize| -> f64 { if i == k { 1.0 } else { 0.0 } };
        let target = [0.3, 0.2, 0.5];
        (0..3).map(|i| (z(i) - target[i]).powi(2)).sum()
    };
    let rewards = [1.0, -2.0, 0.5];
    let toy = |t: f64| -> Vec<f64> { vec![t * t, (1.0 - t) * (1.0 - t)] };
    for (objective, logits, f) in [
        (
            Objective::SquaredDistance {
                target: vec![0.3, 0.2, 0.5],
            },
            &three[..],
            (0..3).map(distance).collect(),
        ),
        (
            Objective::Linear {
                rewards: rewards.to_vec(),
            },
            &three[..],
            rewards.to_vec(),
        ),
        (Objective::Toy { target: 0.45 }, &two[..], toy(0.45)),
        (Objective::Toy { target: 0.499 }, &two[..], toy(0.499)),
        (
            Objective::Table {
                rewards: rewards.to_vec(),
            },
            &three[..],
            rewards.to_vec(),
        ),
    ] {
        let z: f64 = logits.iter().map(|l| l.exp()).sum();
        let pi: Vec<f64> = logits.iter().map(|l| l.exp() / z).collect();
        let expected: f64 = pi.iter().zip(&f).map(|(p, f)| p * f).sum();
        let problem = Problem::new(objective.clone(), logits).unwrap();
        assert!(
            (problem.expected() - expected).abs() < 1e-14,
            "{objective:?}"
        );
        for ((g, p), f) in problem.gradient().iter().zip(&pi).zip(&f) {
            assert!((g - p * (f - expected)).abs() < 1e-14, "{objective:?}: {g}");
        }
    }
}

#[test]
fn the_mean_of_every_unbiased_estimator_is_the_gradient() {
    let mut estimators: Vec<Estimator> = Estimator::ALL
        .into_iter()
        .filter(|e| e.bias() == Bias::Unbiased)
        .collect();
    estimators.push(Estimator::Rebar { eta: 0.5 });
    assert_eq!(estimators.len(), 5);
    let taus = [0.1, 0.5, 1.0, 2.0];
    let lost = [0.4, f64::NEG_INFINITY, -0.8, 1.0];
    let rewards = vec![1.0, -2.0, 0.5, 3.0];
    let linear = Problem::new(Objective::Linear { rewards }, &lost).unwrap();
    let toy = Problem::new(Objective::Toy { target: 0.45 }, &[0.3, -0.2]).unwrap();
    for problem in [problem(), linear, toy] {
        let sweep = sweep(problem, &estimators, &taus, 1);
        for (e, estimator) in estimators.iter().enumerate() {
            for (t, tau) in taus.iter().enumerate() {
                let moments = sweep.moments(e, t).unwrap();
                let errors = moments.standard_errors();
                for (bias, error) in moments.bias().iter().zip(errors) {
                    assert!(
                        bias.abs() <= MARGIN * error,
                        "{:?} {}: {bias} {error}",
                        estimator,
                        tau
                    );
                }
            }
        }
    }
}

#[test]
fn the_biased_are_biased_and_the_exact_is_exact() {
    let sweep = sweep(problem(), &Estimator::ALL, &[0.5], 2);
    for (e, estimator) in Estimator::ALL.iter().enumerate() {
        let moments = sweep.moments(e, 0).unwrap();
        let (length, error) = moments.bias_length();
        match estimator.bias() {
            Bias::Exact => {
                assert_eq!((length, moments.variance()), (0.0, (0.0, 0.0)));
                assert_eq!(moments.mean(), problem().gradient());
            }
            Bias::Unbiased => assert!(length < MARGIN * moments.resolution()),
            Bias::Biased => assert!(length > 20.0 * error, "{estimator:?} {length} {error}"),
        }
    }
}

/// |bias| and summed variance from 2e7 samples computed elsewhere (plain straight-through 4e6), to the digits given.
#[test]
fn bias_and_variance_are_those_computed_elsewhere() {
    use Estimator::{GumbelSoftmax as Gs, StraightThroughGumbelSoftmax as StGs};
    let mean = Estimator::RunningMean { memory: u32::MAX };
    let taus = [0.1, 0.5, 1.0, 2.0];
    // Estimator, temperature, |bias| and variance with the half of their last digit, rows there.
    let rows = [
        (Estimator::ScoreFunction, 0, None, (0.279, 5e-4), 2e7),
        (mean, 0, None, (0.0266, 5e-5), 2e7),
        (
            Estimator::StraightThrough,
            0,
            Some((0.200, 5e-4)),
            (0.267, 5e-4),
            4e6,
        ),
        (Gs, 0, Some((0.0192, 5e-5)), (0.873, 5e-4), 2e7),
        (Gs, 1, Some((0.0562, 5e-5)), (0.129, 5e-4), 2e7),
        (Gs, 2, Some((0.0476, 5e-5)), (0.0378, 5e-5), 2e7),
        (Gs, 3, Some((0.0500, 5e-5)), (0.0067, 5e-5), 2e7),
        (StGs, 0, Some((0.0276, 5e-5)), (3.85, 5e-3), 2e7),
        (StGs, 1, Some((0.0927, 5e-5)), (0.655, 5e-4), 2e7),
        (StGs, 2, Some((0.0985, 5e-5)), (0.251, 5e-4), 2e7),
        (StGs, 3, Some((0.0762, 5e-5)), (0.0765, 5e-5), 2e7),
    ];
    let gradient = [0.04898, 0.04082, -0.08980];
    for (g, known) in problem().gradient().iter().zip(gradient) {
        assert!((g - known).abs() < 5e-6);
    }
    let estimators = [
        Estimator::ScoreFunction,
        mean,
        Estimator::StraightThrough,
        Gs,
        StGs,
    ];
    let sweep = sweep(problem(), &estimators, &taus, 3);
    for (estimator, t, bias, (variance, digits), known_rows) in rows {
        let e = estimators.iter().position(|e| *e == estimator).unwrap();
        let moments = sweep.moments(e, t).unwrap();
        // Both sides are random: theirs has the error of its own number of rows.
        let both = libm::sqrt(1.0 + ROWS as f64 / known_rows);
        let (measured, error) = moments.variance();
        let gap = (measured - variance).abs();
        assert!(
            gap <= MARGIN * error * both + digits,
            "{estimator:?} {t}: {measured} {error}"
        );
        if let Some((length, digits)) = bias {
            let (measured, error) = moments.bias_length();
            let gap = (measured - length).abs();
            assert!(
                gap <= MARGIN * error * both + digits,
                "{estimator:?} {t}: {measured} {error}"
            );
        }
    }
}

/// The mean and the covariance of estimators that depend on the winner alone, by enumeration.
#[test]
fn the_moments_are_those_of_enumeration() {
    let problem = problem();
    let (pi, f) = (problem.probs().to_vec(), problem.objective().clone());
    let one_hot =
        |b: usize| -> Vec<f64> { (0..3).map(|k| if k == b { 1.0 } else { 0.0 }).collect() };
    let score = |b: usize| -> Vec<f64> {
        (0..3)
            .map(|k| f.corner(b) * (one_hot(b)[k] - pi[k]))
            .collect()
    };
    let through = |b: usize| times(&jacobian(&pi, 1.0), &f.gradient(&one_hot(b)).unwrap());
    let estimators = [Estimator::ScoreFunction, Estimator::StraightThrough];
    let sweep = sweep(problem.clone(), &estimators, &[1.0], 2);
    for e in 0..2 {
        let of = |b: usize| if e == 0 { score(b) } else { through(b) };
        let mean: Vec<f64> = (0..3)
            .map(|k| (0..3).map(|b| pi[b] * of(b)[k]).sum())
            .collect();
        let moments = sweep.moments(e, 0).unwrap();
        let covariance = moments.covariance();
        let mut variance = 0.0;
        for i in 0..3 {
            let error = moments.standard_errors()[i];
            assert!((moments.mean()[i] - mean[i]).abs() < MARGIN * error);
            for j in 0..3 {
                let term = |b: usize| (of(b)[i] - mean[i]) * (of(b)[j] - mean[j]);
                let exact: f64 = (0..3).map(|b| pi[b] * term(b)).sum();
                let square: f64 = (0..3).map(|b| pi[b] * term(b) * term(b)).sum();
                let error = libm::sqrt((square - exact * exact) / ROWS as f64);
                assert!((covariance[i * 3 + j] - exact).abs() < MARGIN * error + 1e-6 * error);
                variance += if i == j { exact } else { 0.0 };
            }
        }
        let (measured, error) = moments.variance();
        assert!((measured - variance).abs() < MARGIN * error);
        // The error itself, from the fourth moments by enumeration.
        let r = |b: usize| {
            let d = of(b);
            (0..3)
                .map(|k| (d[k] - mean[k]) * (d[k] - mean[k]))
                .sum::<f64>()
        };
        let fourth: f64 = (0..3).map(|b| pi[b] * r(b) * r(b)).sum();
        let exact = libm::sqrt((fourth - variance * variance) / ROWS as f64);
        assert!((error / exact - 1.0).abs() < 0.02, "{error} {exact}");
    }
}
