//! The panel "Check it yourself": every row agrees with the core as it is, and disagrees when the
//! part of the core that it speaks of is wrong.

use gumbel_softmax::distribution::GumbelSoftmax;
use gumbel_softmax::explorer::claims::{Claims, LOOKS, PANEL_FALSE_ALARM, Parts, Verdict};
use gumbel_softmax::explorer::kernel::{self, Lanes, Setting};
use gumbel_softmax::explorer::{Notices, Params};

fn params(address: &str) -> Params {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), []);
    params
}

/// The rows that disagree after the last look.
fn disagreeing(address: &str, parts: Parts) -> Vec<&'static str> {
    let mut claims = Claims::with(&params(address), parts);
    assert!(
        claims
            .rows()
            .iter()
            .all(|row| row.verdict == Verdict::Collecting)
    );
    claims.advance(LOOKS[2]);
    assert!(claims.complete() && claims.n() == LOOKS[2]);
    let rows = claims.rows();
    let wrong = rows.iter().filter(|row| row.verdict == Verdict::Disagrees);
    wrong.map(|row| row.id).collect()
}

/// One panel is called wrong with a chance of at most 1e-3 (`PANEL_FALSE_ALARM`); seeds 1, 2, 3.
#[test]
fn every_row_agrees_for_the_seeds_1_2_3() {
    assert_eq!(PANEL_FALSE_ALARM, 1e-3);
    for seed in [1, 2, 3] {
        for setting in [
            "logits=2,1,0.1&tau=0.5",
            "logits=1,0&tau=5",
            "logits=1,0.5,-inf,-3&tau=0.05",
            "logits=2,1,0,-1,0.5,1.5,0.2,0.1,0,-2&tau=1",
            "logits=0,0,0&tau=argmax",
        ] {
            let address = format!("{setting}&seed={seed}");
            assert_eq!(disagreeing(&address, Parts::CORE), [""; 0], "{address}");
        }
    }
}

#[test]
fn rows_are_judged_at_the_looks_alone_and_steps_leave_no_trace() {
    let params = params("logits=2,1,0.1&tau=0.5&seed=7");
    let mut whole = Claims::new(&params);
    let mut cut = Claims::new(&params);
    whole.advance(20_000);
    for _ in 0..5 {
        cut.advance(4_000);
    }
    assert_eq!(whole.rows(), cut.rows());
    assert_eq!((whole.n(), whole.seed(), whole.tau()), (20_000, 7, 0.5));
    assert!(
        whole
            .rows()
            .iter()
            .all(|row| row.verdict == Verdict::Agrees)
    );
}

const DEFAULT: &str = "logits=2,1,0.1&tau=0.5&seed=1";

/// Asserts that a wrong part is found by the rows named, whatever others it is found by.
fn found_by(wrong: Parts, rows: &[&str]) {
    let found = disagreeing(DEFAULT, wrong);
    for row in rows {
        assert!(found.contains(row), "{row} is not among {found:?}");
    }
}

#[test]
fn logistic_noise_is_found() {
    // logit(u) in place of -ln(-ln u), in the kernel's unit and less its constant.
    fn logistic(v: f32) -> f32 {
        let v = f64::from(v);
        let g = libm::log1p(-v) - libm::log(v);
        ((g - 0.366_512_92) / core::f64::consts::LN_2) as f32
    }
    let rows = [
        "winners_0.1",
        "winners_0.5",
        "winners_1",
        "winners_5",
        "maximum",
        "independence",
        "difference",
        "noise_mean",
        "noise_variance",
        "noise_quantiles",
        "soft_mean",
        "sub_simplex",
        "density",
    ];
    found_by(
        Parts {
            noise_in_bits: logistic,
            ..Parts::CORE
        },
        &rows,
    );
}

#[test]
fn tau_in_place_of_its_inverse_is_found() {
    fn inverted(_: &Setting, p: &mut [Lanes], largest: &Lanes) {
        let wrong = Setting::new(&[0.0; 3], Some(2.0));
        kernel::soften(&wrong, p, largest);
    }
    found_by(
        Parts {
            soften: inverted,
            ..Parts::CORE
        },
        &["soft_mean", "sub_simplex"],
    );
}

#[test]
fn a_soft_sample_that_forgets_its_winner_is_found() {
    // Coordinates turned by one place.
    fn turned(setting: &Setting, p: &mut [Lanes], largest: &Lanes) {
        kernel::soften(setting, p, largest);
        p.rotate_left(1);
    }
    let rows = [
        "rounding",
        "winners_0.1",
        "winners_0.5",
        "winners_1",
        "winners_5",
    ];
    found_by(
        Parts {
            soften: turned,
            ..Parts::CORE
        },
        &rows,
    );
}

#[test]
fn a_mean_that_is_softmax_is_found() {
    fn slip(law: &GumbelSoftmax) -> Vec<f64> {
        law.probs().to_vec()
    }
    found_by(
        Parts {
            mean: slip,
            ..Parts::CORE
        },
        &["soft_mean", "sub_simplex"],
    );
}

#[test]
fn a_density_without_its_constant_is_found() {
    // ln Gamma(3) = ln 2 left out.
    fn unscaled(law: &GumbelSoftmax, y: &[f64]) -> f64 {
        law.ln_pdf(y) - core::f64::consts::LN_2
    }
    found_by(
        Parts {
            ln_pdf: unscaled,
            ..Parts::CORE
        },
        &["density"],
    );
}

#[test]
fn a_density_that_is_not_log_convex_is_found() {
    fn negative(law: &GumbelSoftmax, y: &[f64]) -> f64 {
        -law.ln_pdf(y)
    }
    found_by(
        Parts {
            ln_pdf: negative,
            ..Parts::CORE
        },
        &["log_convex", "density"],
    );
}

/// Nothing on the panel is ever NaN or infinite, whatever the setting.
#[test]
fn every_figure_is_a_number() {
    for setting in [
        "logits=1,-inf&tau=1",
        "logits=-inf,1,-inf&tau=0.01",
        "logits=1,0&tau=100",
        "logits=10,-10,-inf&tau=0.01",
        "logits=10,-10,-10,-10,-10,-10,-10,-10,-10,-10&tau=argmax",
        "logits=0,0,0,0,0,0,0,0,0,0&tau=0.01",
    ] {
        let mut claims = Claims::new(&params(&format!("{setting}&seed=5")));
        for draws in [0, 16, 1000, 20_000] {
            claims.advance(draws);
            for row in claims.rows() {
                let z = row.z.unwrap_or(0.0);
                let figures = [row.expected, row.measured, z, row.p];
                assert!(
                    figures.iter().all(|v| v.is_finite()) && (0.0..=1.0).contains(&row.p),
                    "{setting} {draws} {row:?}"
                );
                assert_ne!(row.verdict, Verdict::Disagrees, "{setting} {row:?}");
            }
        }
    }
}

/// A category that never wins leaves rows that have nothing to speak of.
#[test]
fn rows_that_do_not_apply_are_left_out() {
    let ids = |address: &str| -> Vec<&str> {
        Claims::new(&params(address))
            .rows()
            .iter()
            .map(|row| row.id)
            .collect()
    };
    let all = ids(DEFAULT);
    let without =
        |gone: &[&str]| Vec::from_iter(all.iter().copied().filter(|id| !gone.contains(id)));
    assert_eq!(ids("logits=1,0&tau=1"), without(&["sub_simplex"]));
    assert_eq!(
        ids("logits=1,0,-inf&tau=1"),
        without(&["sub_simplex", "log_convex"])
    );
    assert_eq!(ids("logits=1,0,2,-inf&tau=1"), without(&["log_convex"]));
}

/// The figures after the last look, to the last bit: the page has to show the same.
/// `UPDATE_GOLDEN=1` writes them anew.
#[test]
fn the_figures_are_as_they_were() {
    let mut panels = Vec::new();
    for seed in [1, 2, 3] {
        let mut claims = Claims::new(&params(&format!("logits=2,1,0.1&tau=0.5&seed={seed}")));
        claims.advance(LOOKS[2]);
        let rows = claims.rows().into_iter().map(|row| {
            let z = row.z.map_or("null".into(), |z| format!("{z:?}"));
            format!(
                "    {{ \"id\": \"{}\", \"expected\": {:?}, \"measured\": {:?}, \"z\": {z} }}",
                row.id, row.expected, row.measured
            )
        });
        let rows = Vec::from_iter(rows).join(",\n");
        panels.push(format!("  \"{seed}\": [\n{rows}\n  ]"));
    }
    let text = format!("{{\n{}\n}}\n", panels.join(",\n"));
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims.json");
    if std::env::var("UPDATE_GOLDEN").is_ok_and(|v| v == "1") {
        std::fs::write(&path, &text).expect("tests/claims.json");
    }
    let kept = std::fs::read_to_string(&path).expect("tests/claims.json");
    assert_eq!(text, kept);
}

/// Every row of the panel is named by a test of this file that breaks it.
#[test]
fn no_row_is_without_its_mutation() {
    let text = include_str!("claims.rs");
    for row in Claims::new(&params(DEFAULT)).rows() {
        assert!(
            text.contains(&format!("\"{}\"", row.id)),
            "{} cannot fail",
            row.id
        );
    }
}
