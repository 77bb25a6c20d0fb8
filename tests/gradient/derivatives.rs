//! Row by row: derivatives against central differences, straight-through samples, baselines.

use gumbel_softmax::explorer::Rows;
use gumbel_softmax::gradient::{Draws, Estimator, Noise, Objective, Problem, Uniforms};
use gumbel_softmax::softmax::{argmax, jacobian, log_softmax, softmax};
use proptest::prelude::*;

use crate::row::{Row, differences, times};
use crate::{estimates, problem};

fn close(a: &[f64], b: &[f64], within: f64) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.len(), b.len());
    for (x, y) in a.iter().zip(b) {
        prop_assert!((x - y).abs() <= within, "{:?} {:?} within {}", a, b, within);
    }
    Ok(())
}

#[derive(Clone, Debug)]
struct Case {
    objective: Objective,
    logits: Vec<f64>,
    uniforms: Vec<f64>,
    tau: f64,
}

fn case() -> impl Strategy<Value = Case> {
    (2usize..=10, 0usize..3, 0.1..10.0f64).prop_flat_map(|(k, kind, tau)| {
        let k = if kind == 2 { 2 } else { k };
        let logit = prop_oneof![9 => -4.0..4.0f64, 1 => Just(f64::NEG_INFINITY)];
        let lists = (
            prop::collection::vec(logit, k),
            prop::collection::vec(-1.0..1.0f64, k),
            prop::collection::vec(1e-6..0.999_999f64, 2 * k),
        );
        lists.prop_map(move |(mut logits, numbers, uniforms)| {
            if logits.iter().all(|l| *l == f64::NEG_INFINITY) {
                logits[0] = 0.0;
            }
            let objective = match kind {
                0 => Objective::SquaredDistance { target: numbers },
                1 => Objective::Linear { rewards: numbers },
                _ => Objective::Toy { target: numbers[0] },
            };
            Case {
                objective,
                logits,
                uniforms,
                tau,
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_derivative_is_that_of_central_differences(case in case()) {
        let Case { objective, logits, uniforms, tau } = &case;
        let (logits, tau, k) = (logits.as_slice(), *tau, logits.len());
        let problem = Problem::new(objective.clone(), logits).unwrap();
        let row = Row { objective, u: &uniforms[..k], v: &uniforms[k..], tau };
        let within = 1e-6 * (1.0 + 1.0 / tau);
        let b = row.winner(logits);
        let mut one_hot = vec![0.0; k];
        one_hot[b] = 1.0;
        let y = row.soft(logits);

        // f, and its expectation.
        let slopes = differences(&y, 1.0, |y| row.f(y));
        close(&objective.gradient(&y).unwrap(), &slopes, 1e-7)?;
        let expected = |l: &[f64]| Problem::new(objective.clone(), l).unwrap().expected();
        close(problem.gradient(), &differences(logits, 1.0, expected), 1e-7)?;
        prop_assert!((row.f(&one_hot) - objective.corner(b)).abs() < 1e-14);

        // The Jacobian, then each estimator.
        for i in 0..k {
            let column = differences(logits, tau, |l| row.soft(l)[i]);
            close(&jacobian(&y, tau)[i * k..(i + 1) * k], &column, within)?;
        }
        let of = |estimator| estimates(&problem, estimator, uniforms, tau);
        let soft = differences(logits, tau, |l| row.f(&row.soft(l)));
        close(&of(Estimator::GumbelSoftmax), &soft, within)?;
        let at_corner = objective.gradient(&one_hot).unwrap();
        let through = times(&jacobian(&y, tau), &at_corner);
        close(&of(Estimator::StraightThroughGumbelSoftmax), &through, within)?;
        let pi = softmax(logits);
        let through = times(&jacobian(&pi, 1.0), &at_corner);
        close(&of(Estimator::StraightThrough), &through, 1e-12)?;
        let ln_pi = |l: &[f64]| log_softmax(l)[b];
        let score: Vec<f64> = differences(logits, 1.0, ln_pi).iter().map(|s| s * objective.corner(b)).collect();
        close(&of(Estimator::ScoreFunction), &score, 1e-6)?;
        for eta in [0.0, 0.7, 1.0] {
            close(&of(Estimator::Rebar { eta }), &row.rebar(logits, eta), 2.0 * within)?;
        }

        // A category left out feels nothing.
        for estimator in Estimator::ALL {
            for (g, l) in of(estimator).iter().zip(logits) {
                prop_assert!(g.is_finite() && (*l > f64::NEG_INFINITY || *g == 0.0));
            }
        }
    }
}

#[test]
fn a_straight_through_sample_is_one_hot_going_forward() {
    let problem = problem();
    let (mut noise, mut draws) = (Noise::new(3), Draws::default());
    noise.draw(1000, &mut Rows::new(5, 3));
    draws.draw(&problem, &noise, false);
    for row in 0..1000 {
        let forward = draws.hard_sample(row);
        let x: Vec<f64> = (0..3)
            .map(|k| problem.logits()[k] + noise.gumbel_noise(row, k))
            .collect();
        let ones = forward.iter().filter(|z| **z == 1.0).count();
        let zeros = forward.iter().filter(|z| **z == 0.0).count();
        assert_eq!((ones, zeros, argmax(&forward)), (1, 2, argmax(&x)));
    }
}

#[test]
fn a_leave_one_out_baseline_is_the_mean_of_the_others() {
    let problem = problem();
    let mut uniforms = vec![0.0; 11 * 6];
    Rows::new(3, 3).fill(&mut uniforms);
    let score = estimates(&problem, Estimator::ScoreFunction, &uniforms, 1.0);
    let found = estimates(&problem, Estimator::LeaveOneOut, &uniforms, 1.0);
    let winner = |row: &[f64]| {
        Row {
            objective: problem.objective(),
            u: &row[..3],
            v: &row[3..],
            tau: 1.0,
        }
        .winner(problem.logits())
    };
    let f: Vec<f64> = uniforms
        .chunks(6)
        .map(|row| problem.objective().corner(winner(row)))
        .collect();
    let running = estimates(
        &problem,
        Estimator::RunningMean { memory: 4 },
        &uniforms,
        1.0,
    );
    let mut mean = 0.0;
    for row in 0..11 {
        let others = (f.iter().sum::<f64>() - f[row]) / 10.0;
        for at in row * 3..row * 3 + 3 {
            assert!((found[at] - score[at] / f[row] * (f[row] - others)).abs() < 1e-14);
            assert!((running[at] - score[at] / f[row] * (f[row] - mean)).abs() < 1e-14);
        }
        mean += (f[row] - mean) / (row + 1).min(4) as f64;
    }
    // Alone, there is no other.
    let alone = estimates(&problem, Estimator::LeaveOneOut, &uniforms[..6], 1.0);
    assert_eq!(
        alone,
        estimates(&problem, Estimator::ScoreFunction, &uniforms[..6], 1.0)
    );
}
