//! The explorer's laboratory: estimates of the draws that the page shows, and the sweep as a job in slices. What both
//! sides compute is pinned in `lab.json`, which every browser compares with; UPDATE_GOLDEN=1 writes it anew.

use std::path::Path;
use std::{env, fs};

use gumbel_softmax::explorer::{CLOUD, ESTIMATES, Explorer, Job, Notices, Params, SWEEP_ROWS};
use gumbel_softmax::gradient::Moments;
use serde_json::{Value, json};

fn explorer(address: &str) -> Explorer {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), [], "{address}");
    Explorer::new(params)
}

fn change(explorer: &mut Explorer, key: &str, text: &str) {
    let mut params = explorer.params().clone();
    assert!(params.set(key, text, &mut Notices::default()), "{key}");
    explorer.set_params(params);
}

const ALL: &str = "estimators=reinforce,baseline,loo,gs,stgs,st,rebar";

/// Each estimate anew from the draw that the page explains, by the formulas of the field.
#[test]
fn the_cloud_is_of_the_draws_on_the_page() {
    for (logits, tau) in [("2,1,0.1", 0.5), ("1,-inf,0.5,-2", 0.1), ("0.3,0", 3.0)] {
        let mut explorer = explorer(&format!("logits={logits}&tau={tau}&seed=7&{ALL}"));
        explorer.step(16);
        let k = explorer.params().categories();
        let target = explorer.params().target_of();
        let pi = explorer.law().probs.clone();
        let f = |z: &[f64]| -> f64 { z.iter().zip(&target).map(|(z, t)| (z - t) * (z - t)).sum() };
        let back = |at: &[f64], y: &[f64], tau: f64| -> Vec<f64> {
            let slope: Vec<f64> = at.iter().zip(&target).map(|(z, t)| 2.0 * (z - t)).collect();
            let column = |j: usize| {
                let jacobian = |i: usize| y[i] * (f64::from(i == j) - y[j]) / tau;
                (0..k).map(|i| jacobian(i) * slope[i]).sum()
            };
            (0..k).map(column).collect()
        };
        let draws = explorer.first_draws(16);
        let hard = |winner: usize| -> Vec<f64> { (0..k).map(|i| f64::from(i == winner)).collect() };
        let mut seen = Vec::new();
        let values: Vec<f64> = draws.iter().map(|draw| f(&hard(draw.winner))).collect();
        for (n, draw) in draws.iter().enumerate() {
            let (z, y) = (hard(draw.winner), &draw.soft_sample);
            let score = |c: f64| -> Vec<f64> {
                z.iter()
                    .zip(&pi)
                    .map(|(z, p)| (values[n] - c) * (z - p))
                    .collect()
            };
            let mean = if n == 0 {
                0.0
            } else {
                values[..n].iter().sum::<f64>() / n as f64
            };
            for (word, wanted) in [
                ("reinforce", score(0.0)),
                ("baseline", score(mean)),
                ("gs", back(y, y, tau)),
                ("stgs", back(&z, y, tau)),
                ("st", back(&z, &pi, 1.0)),
            ] {
                let estimated = explorer
                    .estimated()
                    .iter()
                    .find(|e| e.word == word)
                    .unwrap();
                let cloud = &estimated.work.as_ref().unwrap().cloud;
                assert_eq!(cloud.len(), CLOUD * k);
                for (got, wanted) in cloud[n * k..].iter().zip(wanted) {
                    // 2^x of the batch is a polynomial; a slope is at most 2/tau times what it has lost.
                    assert!(
                        (got - wanted).abs() < 1e-9 / tau,
                        "{word} {n}: {got} {wanted}"
                    );
                }
                seen.push(word);
            }
        }
        assert_eq!(seen.len(), 5 * 16);
    }
}

/// The published table, measured elsewhere with 2e7 samples: |bias| and summed variance. Each of the 2 x 11 numbers within
/// 4.5 standard errors of these 2,000 draws: a false alarm in 6,000 runs with other seeds, and the seed is fixed.
#[test]
fn estimates_have_the_bias_and_the_variance_measured_elsewhere() {
    for (tau, rows) in [
        (0.1, vec![("gs", 0.0192, 0.873), ("stgs", 0.0276, 3.85)]),
        (
            0.5,
            vec![
                ("reinforce", 0.0, 0.279),
                ("baseline", 0.0, 0.0266),
                ("gs", 0.0562, 0.129),
                ("stgs", 0.0927, 0.655),
                ("st", 0.2, 0.267),
            ],
        ),
        (1.0, vec![("gs", 0.0476, 0.0378), ("stgs", 0.0985, 0.251)]),
        (2.0, vec![("gs", 0.05, 0.0067), ("stgs", 0.0762, 0.0765)]),
    ] {
        let explorer = explorer(&format!(
            "logits=0.693147,-0.693147,0&tau={tau}&seed=7&{ALL}"
        ));
        for (word, bias, variance) in rows {
            let estimated = explorer
                .estimated()
                .iter()
                .find(|e| e.word == word)
                .unwrap();
            let moments = &estimated.work.as_ref().unwrap().moments;
            assert_eq!(moments.rows(), ESTIMATES as u64);
            let (got, error) = moments.bias_length();
            // The length of a mean is never below its noise; half a unit of the last digit printed.
            let near = 4.5 * error.max(moments.resolution()) + 5e-5;
            assert!(
                (got - bias).abs() < near,
                "{word} at {tau}: bias {got} of {bias}"
            );
            let (got, error) = moments.variance();
            assert!(
                (got - variance).abs() < 4.5 * error + variance * 0.005,
                "{word} at {tau}: {got} of {variance}"
            );
        }
    }
}

#[test]
fn a_sweep_cut_anywhere_is_the_same_and_stops_where_it_is_told() {
    let address = format!("logits=1,0,-1&seed=3&{ALL}");
    let (mut whole, mut cut) = (explorer(&address), explorer(&address));
    assert!(whole.sweep().is_none() && whole.pending(Job::Sweep));
    assert!(!whole.work(Job::Sweep, 2048));
    for most in [1, 128, 500, 7, 900, 128] {
        cut.work(Job::Sweep, most);
    }
    assert_eq!(cut.sweep().unwrap().rows(), 2048);
    let places = whole.sweep().unwrap().temperatures().len();
    assert_eq!(places, 25);
    for e in 0..7 {
        for t in 0..places {
            let of = |explorer: &Explorer| explorer.sweep().unwrap().moments(e, t).cloned();
            assert_eq!(of(&whole), of(&cut), "{e} {t}");
        }
    }
    // Told to stop, it stays; let go on, it goes on.
    let before = whole.lab_revision();
    whole.halt(Job::Sweep, true);
    assert!(whole.lab_revision() > before && !whole.pending(Job::Sweep));
    assert!(whole.work(Job::Sweep, 1000));
    assert_eq!(whole.sweep().unwrap().rows(), 2048);
    whole.halt(Job::Sweep, false);
    let before = whole.lab_revision();
    whole.work(Job::Sweep, 128);
    assert!(whole.lab_revision() > before);
    assert_eq!(whole.sweep().unwrap().rows(), 2176);
    assert!((whole.progress(Job::Sweep) - 2176.0 / SWEEP_ROWS as f64).abs() < 1e-15);
}

/// The target of f is both jobs'; the rate is the descent's alone.
#[test]
fn what_begins_anew_goes_on_and_the_rest_stays_stopped() {
    let mut explorer = explorer("logits=1,0,-1&seed=3");
    for (key, text, then) in [
        ("rate", "0.7", [true, false]),
        ("target", "1,2,4", [false, false]),
    ] {
        for job in Job::ALL {
            explorer.halt(job, true);
        }
        let before = explorer.lab_revision();
        change(&mut explorer, key, text);
        assert_eq!(Job::ALL.map(|job| explorer.halted(job)), then, "{key}");
        assert!(explorer.lab_revision() > before, "{key}");
    }
}

#[test]
fn only_what_depends_on_a_change_is_computed_anew() {
    let mut explorer = explorer("logits=1,0,-1&seed=3");
    let swept = |explorer: &Explorer| explorer.sweep().map(|sweep| sweep.rows());
    explorer.work(Job::Sweep, 128);
    let mean = explorer.estimated()[2]
        .work
        .as_ref()
        .unwrap()
        .moments
        .mean();
    change(&mut explorer, "tau", "2");
    assert_eq!(
        swept(&explorer),
        Some(128),
        "a sweep holds every temperature"
    );
    assert_ne!(
        explorer.estimated()[2]
            .work
            .as_ref()
            .unwrap()
            .moments
            .mean(),
        mean
    );
    for (key, text) in [
        ("logits", "1,0,-1.5"),
        ("seed", "4"),
        ("objective", "linear"),
        ("target", "1,0,0"),
        ("estimators", "gs,rebar"),
        ("eta", "0.5"),
        ("k", "4"),
    ] {
        explorer.halt(Job::Sweep, true);
        change(&mut explorer, key, text);
        assert_eq!(swept(&explorer), None, "{key}");
        assert!(
            explorer.pending(Job::Sweep),
            "{key}: what was stopped is past"
        );
        explorer.work(Job::Sweep, 128);
        let first = &explorer.sweep().unwrap().moments(0, 3).unwrap();
        assert_eq!(first.rows(), 128);
        let exact = explorer.problem().gradient();
        assert_eq!(exact.len(), explorer.params().categories());
        assert_eq!(
            explorer.estimated().len(),
            explorer.params().estimators.len()
        );
    }
    // The names, and how much is drawn, change nothing.
    change(&mut explorer, "name:1", "cat");
    explorer.step(100);
    assert_eq!(swept(&explorer), Some(128));
}

#[test]
fn what_does_not_apply_or_is_not_finite_says_so() {
    let of = |explorer: &Explorer, word: &str| {
        let found = explorer
            .estimated()
            .iter()
            .find(|e| e.word == word)
            .unwrap();
        found
            .work
            .as_ref()
            .map(|work| (work.moments.not_finite(), work.moments.rows()))
    };
    let table = explorer(&format!("objective=table&target=1,3,2&{ALL}"));
    for word in ["gs", "stgs", "st", "rebar"] {
        assert_eq!(of(&table, word), None, "{word}");
    }
    assert_eq!(of(&table, "reinforce"), Some((0, 2000)));
    let limit = explorer(&format!("tau=argmax&{ALL}"));
    assert_eq!([of(&limit, "gs"), of(&limit, "rebar")], [None, None]);
    assert_eq!(of(&limit, "st"), Some((0, 2000)));
    let huge = explorer("objective=linear&target=1e80,0,0&estimators=reinforce,gs");
    assert_eq!(of(&huge, "reinforce"), Some((2000, 2000)));
}

fn numbers(moments: Option<&Moments>, whole: bool) -> Value {
    moments.map_or(Value::Null, |moments| {
        let ((bias, bias_error), (variance, variance_error)) =
            (moments.bias_length(), moments.variance());
        let mut numbers = json!({
            "rows": moments.rows(), "not_finite": moments.not_finite(),
            "bias": bias, "bias_error": bias_error,
            "variance": variance, "variance_error": variance_error,
        });
        if whole {
            numbers["mean"] = json!(moments.mean());
            numbers["covariance"] = json!(moments.covariance());
        }
        numbers
    })
}

/// What the page shows in numbers, under its own addresses.
#[test]
fn the_numbers_are_as_they_were() {
    let addresses = [
        format!("logits=2,1,0.1&tau=0.5&seed=7&{ALL}"),
        format!("logits=1,0&tau=0.7&seed=7&objective=toy&{ALL}"),
        format!("logits=1,0.5,0,-0.5,0.3,0.8,0.2,0.6,-1,-0.2&tau=0.1&seed=1&eta=0.5&{ALL}"),
        format!("logits=1,-inf,0,-inf&tau=1&seed=2&objective=linear&target=1,5,-2&{ALL}"),
        format!("logits=0,0,1&tau=argmax&seed=3&objective=table&target=1,3,2&{ALL}"),
    ];
    let each = addresses.iter().map(|address| {
        let mut explorer = explorer(address);
        explorer.work(Job::Sweep, 1024);
        let (problem, sweep) = (explorer.problem(), explorer.sweep().unwrap());
        let estimates = explorer.estimated().iter().map(|estimated| {
            let moments = estimated.work.as_ref().map(|work| &work.moments);
            json!({"word": estimated.word, "moments": numbers(moments, true)})
        });
        let swept = explorer
            .params()
            .estimators
            .iter()
            .enumerate()
            .map(|(e, word)| {
                // The first, the middle and the last temperature.
                let moments = [0, 12, 24].map(|t| numbers(sweep.moments(e, t), false));
                json!({"word": word, "moments": moments})
            });
        json!({
            "address": address,
            "gradient": problem.gradient(), "expected": problem.expected(),
            "estimators": estimates.collect::<Vec<_>>(),
            "temperatures": sweep.temperatures(), "sweep": swept.collect::<Vec<_>>(),
        })
    });
    let text = serde_json::to_string_pretty(&each.collect::<Vec<_>>()).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab.json");
    if env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1") {
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).expect("tests/lab.json: write it with UPDATE_GOLDEN=1");
    assert!(
        kept == text,
        "tests/lab.json differs: run with UPDATE_GOLDEN=1 if that is meant"
    );
}
