//! What is not finite or not applicable; and the race: how it ends, how it fails, and who wins where. Means over 20 replicates of seed 7 are compared with 4 standard
//! errors between them.

use std::path::Path;

use gumbel_softmax::explorer::kernel::Setting;
use gumbel_softmax::explorer::{Rows, Run};
use gumbel_softmax::gradient::{
    Draws, Estimation, Estimator, LEAST_TEMPERATURE, Moments, Noise, Objective, Optimizer, Problem,
    Race, RaceSettings, Relaxed, Schedule, Sweep, Uniforms,
};
use serde_json::{Value, json};

const MARGIN: f64 = 4.0;

fn finals(settings: RaceSettings, seed: u32, slice: usize) -> Race {
    let k = settings.logits.len();
    let mut sources = Rows::replicates(seed, k, settings.replicates);
    let mut race = Race::new(settings).unwrap();
    while !race.step(slice, &mut sources) {}
    race
}

fn final_mean(race: &Race, key: &str) -> (f64, f64) {
    let e = race
        .settings()
        .estimators
        .iter()
        .position(|e| e.key() == key)
        .unwrap();
    let band = race.expected_at(e, race.settings().steps).unwrap();
    (
        band.mean,
        band.deviation / libm::sqrt(race.settings().replicates as f64),
    )
}

#[test]
fn a_step_too_large_is_shown_as_diverged_with_the_last_finite_state() {
    for rate in [1e5, 1e308] {
        let settings = RaceSettings {
            optimizer: Optimizer::Sgd { rate },
            steps: 50,
            ..RaceSettings::default()
        };
        let race = finals(settings, 7, 50);
        let score = race.descents(1);
        assert_eq!(race.diverged(1), score.len());
        for run in score {
            let step = run.diverged().unwrap();
            assert_eq!(run.steps(), step - 1);
            assert!(run.logits().iter().all(|l| l.is_finite()) && run.expected_at(50).is_finite());
            assert_eq!(run.expected_at(50), run.expected_at(step - 1));
        }
    }
    let calm = finals(RaceSettings::default(), 7, 1000);
    assert!((0..8).all(|e| calm.diverged(e) == 0 && calm.not_finite(e).0 == 0));
}

#[test]
fn a_schedule_that_reaches_0_is_floored_in_the_race() {
    let schedule = Schedule::Linear {
        start: 1.0,
        floor: 0.0,
    };
    let race = finals(
        RaceSettings {
            schedule,
            ..RaceSettings::default()
        },
        7,
        1000,
    );
    let steps = race.settings().steps;
    assert_eq!(schedule.at(steps, steps).temperature, LEAST_TEMPERATURE);
    assert!(schedule.at(steps, steps).floored && schedule.first_floored(steps).is_some());
    assert!((0..8).all(|e| race.not_finite(e).0 == 0));
}

#[test]
fn a_baseline_can_beat_the_relaxation() {
    let race = finals(RaceSettings::default(), 7, 1000);
    let (relaxed, relaxed_error) = final_mean(&race, "gumbel-softmax");
    for key in ["running-mean", "leave-one-out"] {
        let (baseline, error) = final_mean(&race, key);
        assert!(relaxed - baseline > MARGIN * (error + relaxed_error));
        assert!((baseline - 0.382).abs() < 5e-4 && (relaxed - 0.511).abs() < 5e-4);
    }
}

#[test]
fn annealing_can_beat_a_constant_temperature() {
    let constant = RaceSettings {
        schedule: Schedule::Constant { temperature: 1.0 },
        ..RaceSettings::default()
    };
    let annealed = RaceSettings {
        schedule: Schedule::Linear {
            start: 1.0,
            floor: 0.1,
        },
        ..constant.clone()
    };
    let (constant, error) = final_mean(&finals(constant, 7, 1000), "gumbel-softmax");
    let (annealed, other) = final_mean(&finals(annealed, 7, 1000), "gumbel-softmax");
    assert!(constant - annealed > MARGIN * (error + other));
    assert!((annealed - 0.392).abs() < 5e-4);
}

#[test]
fn with_a_linear_reward_the_relaxation_wins() {
    let rewards = vec![1.0, 0.5, 2.0];
    let objective = Objective::Linear { rewards };
    let race = finals(
        RaceSettings {
            objective,
            ..RaceSettings::default()
        },
        7,
        1000,
    );
    let (relaxed, error) = final_mean(&race, "gumbel-softmax");
    for key in ["exact", "score", "running-mean", "leave-one-out", "rebar"] {
        let (other, other_error) = final_mean(&race, key);
        assert!(
            relaxed - other > MARGIN * (error + other_error),
            "{key}: {other} {relaxed}"
        );
    }
}

/// The winners of the rows are those of the samples of the page.
#[test]
fn the_rows_are_those_of_the_samples_of_the_same_seed() {
    let logits = [2.0, 1.0, 0.1];
    let objective = Objective::Linear {
        rewards: vec![0.0; 3],
    };
    let problem = Problem::new(objective, &logits).unwrap();
    let (mut noise, mut draws) = (Noise::new(3), Draws::default());
    let mut run = Run::new(7, Setting::new(&logits, Some(0.5)));
    run.advance(1000);
    noise.draw(1000, &mut Rows::new(7, 3));
    draws.draw(&problem, &noise, false);
    for (row, dot) in run.dots().iter().enumerate() {
        assert_eq!(draws.winner(row), usize::from(dot.winner), "{row}");
    }
    // Handed out in other pieces, and by replicates, they are the same.
    let (mut whole, mut pieces) = (vec![0.0; 6 * 100], vec![0.0; 6 * 100]);
    Rows::new(7, 3).fill(&mut whole);
    let mut sources = Rows::replicates(7, 3, 2);
    for piece in pieces.chunks_mut(6 * 7) {
        sources[0].fill(piece);
    }
    assert_eq!(whole, pieces);
    sources[1].fill(&mut pieces);
    assert_ne!(whole, pieces);
}

/// The race on seed 7, to the bit; `tests/gradient.json` is read by the browser tests as well.
#[test]
fn the_race_ends_where_it_always_did() {
    let race = finals(RaceSettings::default(), 7, 1000);
    let sliced = finals(RaceSettings::default(), 7, 7);
    let steps = race.settings().steps;
    let rows: Vec<Value> = race.settings().estimators.iter().enumerate().map(|(e, estimator)| {
        let loss = race.expected_at(e, steps).unwrap().mean;
        assert_eq!(sliced.expected_at(e, steps).unwrap().mean.to_bits(), loss.to_bits());
        json!({"estimator": estimator.key(), "loss": loss, "bits": format!("{:016x}", loss.to_bits())})
    }).collect();
    let found = json!({"seed": 7, "finalLosses": rows});
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gradient.json");
    let text = std::fs::read_to_string(path).expect("tests/gradient.json");
    let known: Value = serde_json::from_str(&text).expect("an object");
    assert_eq!(found, known, "{found:#}");
}

#[test]
fn what_is_not_finite_is_counted_and_poisons_nothing() {
    let settings = RaceSettings::default();
    let problem = Problem::new(settings.objective, &settings.logits).unwrap();
    let (mut noise, mut draws) = (Noise::new(3), Draws::default());
    let mut relaxed = Relaxed::default();
    let mut moments = Moments::new(&problem);
    let mut estimation = Estimation::new(Estimator::GumbelSoftmax);
    let mut source = Rows::new(1, 3);
    // 1 / tau is infinite at the smallest numbers of f64.
    for tau in [1.0, 5e-324, 1.0, 1e-300] {
        noise.draw(100, &mut source);
        draws.draw(&problem, &noise, false);
        relaxed.relax(&draws, tau, false);
        assert!(moments.add(&mut estimation, &problem, &draws, &relaxed));
    }
    assert_eq!((moments.not_finite(), moments.rows()), (100, 400));
    assert!(
        moments
            .mean()
            .iter()
            .chain(&moments.covariance())
            .all(|v| v.is_finite())
    );
    assert!(moments.variance().0 > 0.0 && moments.variance().1.is_finite());
    // A table so large that its square is not finite.
    let huge = Objective::Table {
        rewards: vec![1e200, 1.0, 2.0],
    };
    let huge = Problem::new(huge, &[-3.0, 0.0, 0.0]).unwrap();
    draws.draw(&huge, &noise, false);
    let mut moments = Moments::new(&huge);
    assert!(moments.add(
        &mut Estimation::new(Estimator::ScoreFunction),
        &huge,
        &draws,
        &relaxed
    ));
    assert_eq!(moments.not_finite(), 100);
    assert!(moments.mean()[0].is_nan(), "no finite estimate, no mean");
}

#[test]
fn pathwise_estimators_do_not_apply_to_a_table() {
    let table = Objective::Table {
        rewards: vec![1.0, 3.0, 2.0],
    };
    let problem = Problem::new(table.clone(), &[0.0; 3]).unwrap();
    let mut sweep = Sweep::new(problem, &Estimator::ALL, &[1.0], 1000).unwrap();
    sweep.step(u64::MAX, &mut Rows::new(1, 3));
    let settings = RaceSettings {
        objective: table,
        logits: vec![0.0; 3],
        steps: 5,
        ..RaceSettings::default()
    };
    let mut race = Race::new(settings).unwrap();
    race.step(5, &mut Rows::replicates(1, 3, race.settings().replicates));
    let applicable: Vec<&str> = (0..8)
        .filter(|e| sweep.moments(*e, 0).is_some())
        .map(|e| Estimator::ALL[e].key())
        .collect();
    assert_eq!(
        applicable,
        ["exact", "score", "running-mean", "leave-one-out"]
    );
    for (e, estimator) in race.settings().estimators.iter().enumerate() {
        assert_eq!(
            race.expected_at(e, 5).is_some(),
            applicable.contains(&estimator.key())
        );
    }
    // A reward is made large.
    assert!(race.expected_at(0, 5).unwrap().mean > 2.0);
}
