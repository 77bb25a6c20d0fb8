//! Descent as the page runs it: the same race in slices of any size, its end pinned, and the straight-through sample.

use std::fs;
use std::path::Path;

use gumbel_softmax::explorer::{Explorer, Job, Notices, Params, Rows, Temperature};
use gumbel_softmax::gradient::{
    Draws, Estimation, Estimator, Noise, Problem, Race, Relaxed, StraightThroughPass,
};
use serde_json::{Value, json};

const PAGE: &str = "probs=2,0.5,1&tau=1&seed=7&estimators=reinforce,baseline,loo,gs,stgs,st,rebar";

fn explorer(address: &str) -> Explorer {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), [], "{address}");
    Explorer::new(params)
}

fn run(explorer: &mut Explorer, slice: u64) {
    while !explorer.work(Job::Descent, slice) {}
}

/// Who, whether annealed, and the expected loss.
type End = (&'static str, bool, f64);

fn finals(explorer: &Explorer) -> Vec<End> {
    let race = explorer.race().expect("a race");
    let steps = race.settings().steps;
    let entrants = explorer.params().entrants().into_iter().enumerate();
    entrants
        .filter_map(|(e, one)| Some((one.word, one.annealed, race.expected_at(e, steps)?.mean)))
        .collect()
}

fn end_of(address: &str) -> Vec<End> {
    let mut explorer = explorer(address);
    run(&mut explorer, u64::MAX);
    finals(&explorer)
}

fn loss(ends: &[End], word: &str) -> f64 {
    ends.iter().find(|end| end.0 == word).expect(word).2
}

/// `tests/descent.json`, which the browser tests read as well.
#[test]
fn the_descent_of_the_page_ends_where_it_always_did() {
    let addresses = [
        PAGE.to_owned(),
        format!("{PAGE}&schedule=linear"),
        format!("{PAGE}&objective=linear&target=1,0.5,2"),
        "logits=1,0&tau=0.5&seed=7&objective=toy&schedule=exponential&optimizer=adam&rate=0.05&replicates=5".to_owned(),
        "probs=2,0.5,1&tau=1&seed=7&estimators=gs,stgs&schedule=exponential&decay=0.01&every=50&steps=200".to_owned(),
    ];
    let found: Value = addresses
        .iter()
        .map(|address| {
            let ends = end_of(address);
            let mut slowly = explorer(address);
            run(&mut slowly, 1);
            assert_eq!(finals(&slowly), ends, "{address}");
            let each = ends.iter().map(|(word, annealed, loss)| {
                let bits = format!("{:016x}", loss.to_bits());
                let mut end = json!({"word": word, "loss": loss, "bits": bits});
                if !annealed {
                    end["annealed"] = json!(false);
                }
                end
            });
            json!({"address": address, "ends": each.collect::<Vec<_>>()})
        })
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/descent.json");
    if std::env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1") {
        let text = serde_json::to_string_pretty(&found).unwrap();
        fs::write(&path, text + "\n").unwrap();
    }
    let text = fs::read_to_string(&path).expect("tests/descent.json");
    let known: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found, known, "{found:#}");
}

/// The race of the core by itself, from the same logits.
#[test]
fn the_page_runs_the_race_of_the_core() {
    let mut explorer = explorer(PAGE);
    run(&mut explorer, 5000);
    let settings = explorer.params().race_settings();
    assert_eq!(settings.estimators.len(), 8);
    let mut sources = Rows::replicates(7, 3, settings.replicates);
    let mut race = Race::new(settings).unwrap();
    race.step(usize::MAX, &mut sources);
    for (e, (word, _, end)) in finals(&explorer).into_iter().enumerate() {
        let direct = race.expected_at(e, 300).unwrap().mean;
        assert_eq!(direct.to_bits(), end.to_bits(), "{word}");
    }
}

#[test]
fn the_cases_that_the_page_offers_end_as_it_says() {
    let plain = end_of(PAGE);
    assert!(loss(&plain, "baseline") + 0.1 < loss(&plain, "gs"));
    let annealed = end_of(&format!("{PAGE}&schedule=linear"));
    assert!(loss(&annealed, "gs") + 0.1 < loss(&plain, "gs"));
    // Beside them stand those at the temperature of the start: the same race on the same noise, to the bit.
    let beside: Vec<End> = annealed.into_iter().filter(|end| !end.1).collect();
    assert_eq!(
        beside,
        ["gs", "stgs", "rebar"].map(|word| (word, false, loss(&plain, word)))
    );
    assert!(plain.iter().all(|end| end.1), "a constant is not annealed");
    let linear = end_of(&format!("{PAGE}&objective=linear&target=1,0.5,2"));
    for word in ["exact", "reinforce", "baseline", "loo", "rebar"] {
        assert!(loss(&linear, "gs") > loss(&linear, word), "{word}");
    }
}

#[test]
fn only_what_a_race_depends_on_begins_it_anew() {
    let mut explorer = explorer(PAGE);
    let mut change = |edit: fn(&mut Params)| {
        run(&mut explorer, u64::MAX);
        let mut params = explorer.params().clone();
        edit(&mut params);
        explorer.set_params(params);
        explorer.pending(Job::Descent)
    };
    assert!(!change(|p| p.at = 0.25));
    assert!(
        !change(|p| (p.floor, p.decay, p.every) = (0.2, 0.1, 7)),
        "a constant has none"
    );
    assert!(!change(|p| p.category = 1));
    assert!(change(|p| p.rate = 0.5));
    assert!(change(|p| p.schedule = "linear"));
    assert!(!change(|p| p.every = 30), "a line goes down at each step");
    assert!(change(|p| p.schedule = "exponential"));
    assert!(change(|p| p.every = 100));
    assert!(change(|p| p.seed = 8));
    assert!(change(|p| p.temperature = Temperature::Argmax));
}

/// max(floor, tau e^{-r t'}), t' the last multiple of m up to t.
#[test]
fn the_page_changes_the_temperature_after_every_so_many_steps() {
    let of = |extra: &str| {
        let address = format!("{PAGE}&schedule=exponential&decay=0.01&steps=200{extra}");
        let schedule = explorer(&address).params().schedule_of();
        move |t: usize| schedule.at(t, 200).temperature
    };
    let (each, rarely) = (of(""), of("&every=50"));
    for t in 0..200 {
        let formula = |t: usize| libm::exp(-0.01 * t as f64);
        assert!((each(t) - formula(t)).abs() < 1e-15);
        assert!((rarely(t) - formula(t / 50 * 50)).abs() < 1e-15);
    }
}

#[test]
fn at_the_limit_no_relaxation_descends() {
    let mut explorer =
        explorer(&format!("{PAGE}&steps=3&schedule=linear").replace("tau=1", "tau=argmax"));
    run(&mut explorer, u64::MAX);
    let words: Vec<&str> = finals(&explorer).iter().map(|end| end.0).collect();
    assert_eq!(words, ["exact", "reinforce", "baseline", "loo", "st"]);
}

#[test]
fn a_stopped_race_stays_where_it_is() {
    let mut explorer = explorer(PAGE);
    explorer.work(Job::Descent, 1);
    explorer.halt(Job::Descent, true);
    assert!(explorer.work(Job::Descent, u64::MAX));
    assert_eq!(explorer.race().unwrap().steps(), 1);
    explorer.halt(Job::Descent, false);
    run(&mut explorer, u64::MAX);
    assert_eq!(finals(&explorer), end_of(PAGE));
}

/// The pass of the picture is the estimator's row for the same uniforms.
#[test]
fn the_pass_by_hand_is_the_estimator() {
    for (address, tau) in [(PAGE, 1.0), ("logits=1,0.3,-inf,2&seed=7&tau=0.5", 0.5)] {
        let params = explorer(address).params().clone();
        let k = params.categories();
        let problem = Problem::new(params.objective_of(), &params.logits).unwrap();
        let (mut noise, mut draws, mut relaxed) =
            (Noise::new(k), Draws::default(), Relaxed::default());
        noise.draw(50, &mut Rows::new(7, k));
        draws.draw(&problem, &noise, false);
        relaxed.relax(&draws, tau, false);
        let mut estimation = Estimation::new(Estimator::StraightThroughGumbelSoftmax);
        let rows = estimation.estimates(&problem, &draws, &relaxed).unwrap();
        for row in 0..50 {
            let mut explorer = explorer(address);
            explorer.step(row as u64 + 1);
            let draw = explorer.draw().unwrap();
            let pass = StraightThroughPass::new(
                problem.objective(),
                &draw.soft_sample,
                draw.winner,
                Some(tau),
            );
            assert_eq!(pass.hard_sample, draws.hard_sample(row), "row {row}");
            assert_eq!(pass.value, problem.objective().corner(draw.winner));
            let passed = pass.logits.unwrap();
            for (a, b) in passed.iter().zip(&rows[row * k..(row + 1) * k]) {
                assert!((a - b).abs() < 1e-9, "row {row}: {a} {b}");
            }
        }
    }
}
