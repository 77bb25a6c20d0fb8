//! Golden pictures: each view as SVG from fixed data, and what holds for every picture.
//!
//! A missing file is written, unless CI=true, where it is a failure. A mismatch leaves a
//! `-changed.svg` beside the file. UPDATE_GOLDEN=1 accepts what is drawn now.

use std::fs;
use std::path::PathBuf;

use gumbel_softmax::explorer::{
    ESTIMATORS, Explorer, Job, Notices, OBJECTIVES, PARENTS, Params, SCHEDULES, Temperature,
};
use gumbel_softmax::view::{self, Focus, Grab, Theme, ViewKind};
use proptest::prelude::*;

#[path = "pictures/descent.rs"]
mod descent;

fn explorer(logits: &[f64], temperature: Temperature, n: u64) -> Explorer {
    let mut params = Params::default();
    params.set_categories(logits.len());
    params.logits = logits.to_vec();
    params.temperature = temperature;
    params.seed = 7;
    let mut explorer = Explorer::new(params);
    explorer.step(n);
    explorer
}

fn compare(name: &str, svg: &str) -> Result<(), String> {
    well_formed(svg)?;
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let (kept, changed) = (
        path.join(format!("{name}.svg")),
        path.join(format!("{name}-changed.svg")),
    );
    let set = |name: &str, value: &str| std::env::var(name).is_ok_and(|v| v == value);
    let write = |path: &PathBuf| fs::write(path, svg).map_err(|e| format!("{path:?}: {e}"));
    let _ = fs::remove_file(&changed);
    match fs::read_to_string(&kept) {
        Ok(old) if old == svg => Ok(()),
        Ok(_) if set("UPDATE_GOLDEN", "1") => write(&kept),
        Ok(_) => {
            write(&changed)?;
            Err(format!(
                "{name} changed: see {name}-changed.svg, or run with UPDATE_GOLDEN=1"
            ))
        }
        Err(_) if set("CI", "true") => Err(format!("{name}.svg is missing in tests/golden")),
        Err(_) => {
            fs::create_dir_all(&path).map_err(|e| e.to_string())?;
            write(&kept)
        }
    }
}

#[test]
fn pictures_are_as_they_were() {
    let soft = Temperature::Soft;
    let lost = f64::NEG_INFINITY;
    let ten = [1.0, 0.5, 0.0, -0.5, 0.3, 0.8, 0.2, 0.6, -1.0, -0.2];
    let three = explorer(&[2.0, 1.0, 0.1], soft(0.5), 300);
    let mut pinned = explorer(&[2.0, 1.0, 0.1], soft(0.5), 300);
    pinned.pin();
    let mut params = pinned.params().clone();
    params.logits = vec![0.5, 1.5, 0.0];
    params.names = vec!["apples".into(), "<&>".into(), "橙子".into()];
    (params.location, params.scale) = (3.0, 2.5);
    pinned.set_params(params);
    let (light, dark) = (Theme::light(), Theme::dark());
    let rest = Focus::default();
    let riding = Focus {
        category: Some(1),
        cursor: Some((150.0, 90.0)),
        ride: Some(0.5),
        ..rest
    };
    use ViewKind::{Backwards, Bias, Chord, Difference, Gradient, Simplices, Slide, Temperatures};
    use ViewKind::{Draw, Histogram, Noise, Simplex};
    let guess = Focus {
        hide_targets: true,
        mark_draw: true,
        ..rest
    };
    let ten_soft = explorer(&ten, soft(1.0), 300);
    let two = explorer(&[1.0, 0.0], soft(0.7), 300);
    let argmax = explorer(&[1.0, lost, 0.0], Temperature::Argmax, 9);
    let given = |explorer: &Explorer, k: usize| {
        let mut explorer = explorer.clone();
        let mut params = explorer.params().clone();
        params.given = k;
        explorer.set_params(params);
        explorer
    };
    let (cold, hot) = (
        explorer(&[1.0, lost, 0.0], soft(0.01), 9),
        explorer(&ten, soft(100.0), 9),
    );
    let (third, ninth) = (given(&three, 3), given(&ten_soft, 9));
    let cases: [(&str, &Explorer, ViewKind, f64, &Theme, &Focus); 44] = [
        ("gradient", &three, Gradient, 700.0, &light, &rest),
        ("gradient-argmax", &argmax, Gradient, 320.0, &dark, &rest),
        ("difference", &two, Difference, 560.0, &light, &rest),
        ("difference-three", &three, Difference, 700.0, &dark, &rest),
        (
            "difference-argmax",
            &argmax,
            Difference,
            320.0,
            &light,
            &rest,
        ),
        ("temperatures", &three, Temperatures, 560.0, &light, &rest),
        (
            "temperatures-ten",
            &ten_soft,
            Temperatures,
            320.0,
            &dark,
            &rest,
        ),
        (
            "temperatures-lost",
            &argmax,
            Temperatures,
            320.0,
            &light,
            &rest,
        ),
        ("slide", &three, Slide, 560.0, &light, &rest),
        ("slide-ten", &ten_soft, Slide, 320.0, &dark, &riding),
        ("slide-argmax", &argmax, Slide, 320.0, &light, &rest),
        ("simplices", &three, Simplices, 280.0, &light, &rest),
        ("simplices-two", &two, Simplices, 560.0, &dark, &rest),
        ("chord", &three, Chord, 560.0, &light, &rest),
        ("chord-two", &two, Chord, 320.0, &dark, &rest),
        ("chord-ten", &ten_soft, Chord, 560.0, &dark, &riding),
        ("chord-cold", &cold, Chord, 560.0, &light, &rest),
        ("chord-hot", &hot, Chord, 320.0, &light, &rest),
        ("chord-argmax", &argmax, Chord, 320.0, &light, &rest),
        ("backwards", &third, Backwards, 560.0, &light, &rest),
        ("backwards-ten", &ninth, Backwards, 320.0, &dark, &riding),
        ("backwards-none", &argmax, Backwards, 320.0, &light, &rest),
        ("bias", &three, Bias, 560.0, &light, &rest),
        ("bias-ten", &ten_soft, Bias, 320.0, &dark, &riding),
        ("bias-argmax", &argmax, Bias, 320.0, &light, &rest),
        ("simplex-guess", &three, Simplex, 280.0, &light, &guess),
        ("histogram-guess", &pinned, Histogram, 560.0, &dark, &guess),
        ("noise", &three, Noise, 560.0, &light, &rest),
        ("noise-riding", &three, Noise, 560.0, &light, &riding),
        ("noise-relabelled", &pinned, Noise, 320.0, &dark, &rest),
        ("draw", &three, Draw, 560.0, &light, &rest),
        (
            "draw-ten",
            &explorer(&ten, soft(1.0), 300),
            Draw,
            320.0,
            &dark,
            &rest,
        ),
        (
            "draw-lost",
            &explorer(&[1.0, lost, 0.0], Temperature::Argmax, 9),
            Draw,
            320.0,
            &light,
            &rest,
        ),
        (
            "simplex",
            &explorer(&[2.0, 1.0, 0.1], soft(0.5), 60),
            Simplex,
            280.0,
            &light,
            &rest,
        ),
        (
            "simplex-ten",
            &explorer(&ten, soft(2.0), 60),
            Simplex,
            280.0,
            &dark,
            &riding,
        ),
        (
            "simplex-two",
            &explorer(&[1.0, 0.0], soft(0.7), 60),
            Simplex,
            560.0,
            &light,
            &rest,
        ),
        (
            "simplex-edge",
            &explorer(&[1.0, lost, 0.0], soft(2.0), 60),
            Simplex,
            320.0,
            &dark,
            &rest,
        ),
        (
            "simplex-point",
            &explorer(&[lost, 1.0], soft(1.0), 60),
            Simplex,
            320.0,
            &light,
            &rest,
        ),
        (
            "simplex-argmax",
            &explorer(&ten[..3], Temperature::Argmax, 300),
            Simplex,
            320.0,
            &light,
            &rest,
        ),
        ("histogram", &three, Histogram, 560.0, &light, &rest),
        ("histogram-pinned", &pinned, Histogram, 320.0, &light, &rest),
        (
            "histogram-ten",
            &explorer(&ten, soft(0.5), 300),
            Histogram,
            320.0,
            &dark,
            &rest,
        ),
        (
            "histogram-one",
            &explorer(&ten[..3], soft(0.5), 1),
            Histogram,
            320.0,
            &light,
            &rest,
        ),
        (
            "histogram-none",
            &explorer(&ten[..3], soft(0.5), 0),
            Histogram,
            900.0,
            &light,
            &rest,
        ),
    ];
    let failures: Vec<String> = cases
        .into_iter()
        .filter_map(|(name, explorer, view, width, theme, focus)| {
            let size = (width, view::height_for(view, explorer, width));
            compare(name, &view::svg(view, explorer, size, theme, focus)).err()
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn pictures_of_the_noise_and_the_proof_are_as_they_were() {
    use ViewKind::{Extremes, Inverse, Maximum, Proof, Race, Staircase};
    let ten = [1.0, 0.5, 0.0, -0.5, 0.3, 0.8, 0.2, 0.6, -1.0, -0.2];
    let three = |n: u64, hold: fn(&mut Params)| {
        let mut explorer = explorer(&ten[..3], Temperature::Soft(0.5), n);
        let mut params = explorer.params().clone();
        params.logits = vec![2.0, 1.0, 0.1];
        hold(&mut params);
        explorer.set_params(params);
        explorer
    };
    let held = three(300, |p| {
        (p.u, p.fill, p.parent, p.block) = (0.72, 0.4, "normal", 100);
    });
    let lost = three(30, |p| {
        p.logits = vec![1.0, f64::NEG_INFINITY, -6.0];
        (p.u, p.category, p.parent, p.xi) = (0.004, 2, "pareto", -0.7);
    });
    let none = three(0, |p| (p.parent, p.block) = ("uniform", 3));
    let many = explorer(&ten, Temperature::Argmax, 1000);
    let (light, dark) = (Theme::light(), Theme::dark());
    let rest = Focus::default();
    let at = Focus {
        category: Some(1),
        cursor: Some((150.0, 90.0)),
        ride: Some(0.5),
        ..Focus::default()
    };
    let mut failures = Vec::new();
    for view in [Staircase, Inverse, Extremes, Race, Proof, Maximum] {
        for (name, explorer, width, theme, focus) in [
            ("", &held, 560.0, &light, &rest),
            ("-lost", &lost, 320.0, &light, &rest),
            ("-none", &none, 320.0, &dark, &rest),
            ("-ten", &many, 480.0, &dark, &at),
        ] {
            let size = (width, view::height_for(view, explorer, width));
            let svg = view::svg(view, explorer, size, theme, focus);
            failures.extend(compare(&format!("{}{name}", view.name()), &svg).err());
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn pictures_of_the_estimators_are_as_they_were() {
    use ViewKind::{Arrows, Tradeoff};
    let lab = |address: &str, rows: u64| {
        let mut notices = Notices::default();
        let params = Params::from_address(address, &mut notices);
        assert_eq!(notices.list(), []);
        let mut explorer = Explorer::new(params);
        explorer.work(Job::Sweep, rows);
        explorer
    };
    let all = "estimators=reinforce,baseline,loo,gs,stgs,st,rebar";
    let three = lab("seed=7&logits=0.69315,-0.69315,0&tau=0.5", 4096);
    let cases = [
        ("", &three, 560.0, Theme::light()),
        (
            "-two",
            &lab(
                &format!("seed=7&logits=1,0&objective=toy&tau=0.7&{all}"),
                2048,
            ),
            320.0,
            Theme::light(),
        ),
        (
            "-ten",
            &lab(
                &format!("seed=7&logits=1,0.5,0,-0.5,0.3,0.8,0.2,0.6,-1,-0.2&tau=0.1&{all}"),
                1024,
            ),
            900.0,
            Theme::dark(),
        ),
        (
            "-lost",
            &lab(
                "seed=7&logits=1,-inf,0&objective=linear&target=1,5,-2",
                2048,
            ),
            320.0,
            Theme::dark(),
        ),
        (
            "-certain",
            &lab("seed=7&logits=-inf,1&tau=2", 256),
            320.0,
            Theme::light(),
        ),
        ("-cold", &lab("seed=7&tau=0.01", 0), 560.0, Theme::light()),
        (
            "-hot",
            &lab("seed=7&tau=100&estimators=gs", 512),
            320.0,
            Theme::light(),
        ),
        (
            "-argmax",
            &lab("seed=7&tau=argmax", 1024),
            320.0,
            Theme::light(),
        ),
        (
            "-table",
            &lab("seed=7&objective=table&target=1,3e80,2", 1024),
            320.0,
            Theme::light(),
        ),
        (
            "-none",
            &lab("seed=7&estimators=", 512),
            320.0,
            Theme::dark(),
        ),
    ];
    let mut failures = Vec::new();
    for view in [Arrows, Tradeoff] {
        for (name, explorer, width, theme) in &cases {
            let size = (*width, view::height_for(view, explorer, *width));
            let svg = view::svg(view, explorer, size, theme, &Focus::default());
            failures.extend(compare(&format!("{}{name}", view.name()), &svg).err());
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// A document of nested elements with quoted attributes and escaped text, and no coordinate that
/// is not a number.
fn well_formed(svg: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        escaped(text)?;
        if text.contains('>') || (open.is_empty() && !text.trim().is_empty()) {
            return Err(format!("text out of place: {text:?}"));
        }
        let end = rest[start..].find('>').ok_or("a tag without an end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (tag, closed) = tag
            .strip_suffix('/')
            .map_or((tag, false), |tag| (tag, true));
        let name = tag
            .split_whitespace()
            .next()
            .ok_or("a tag without a name")?;
        let parts: Vec<&str> = tag.split('"').collect();
        if parts.len().is_multiple_of(2) {
            return Err(format!("quotes in <{tag}>"));
        }
        for value in parts.iter().skip(1).step_by(2) {
            escaped(value)?;
            if !value.starts_with("data:") && (value.contains("NaN") || value.contains("inf")) {
                return Err(format!("not a number in <{tag}>"));
            }
        }
        if !closed {
            open.push(name);
        }
    }
    if open.is_empty() && rest.trim().is_empty() {
        Ok(())
    } else {
        Err(format!("open: {open:?}"))
    }
}

fn escaped(text: &str) -> Result<(), String> {
    let known = ["&lt;", "&gt;", "&amp;", "&quot;", "&apos;"];
    let bare = text
        .match_indices('&')
        .any(|(i, _)| !known.iter().any(|e| text[i..].starts_with(e)));
    if bare {
        Err(format!("a bare & in {text:?}"))
    } else {
        Ok(())
    }
}

#[test]
fn the_check_of_documents_finds_faults() {
    for bad in [
        "<a>",
        "</a>",
        "<a b=\"NaN\"/>",
        "<a>&x</a>",
        "x<a/>",
        "<a b=\"c/>",
        "<a>></a>",
    ] {
        assert!(well_formed(bad).is_err(), "{bad}");
    }
    assert!(well_formed("<a b=\"1\"><c/>x &amp; y</a>\n").is_ok());
}

fn logits() -> impl Strategy<Value = Vec<f64>> {
    let one = prop_oneof![6 => -10.0..10.0f64, 1 => Just(f64::NEG_INFINITY), 1 => Just(10.0)];
    let some = proptest::collection::vec(one, 2..=10);
    some.prop_filter("one finite", |l| l.iter().any(|l| l.is_finite()))
}

fn temperature() -> impl Strategy<Value = Temperature> {
    prop_oneof![
        4 => (-2.0..2.0f64).prop_map(|t| Temperature::Soft(libm::pow(10.0, t).clamp(0.01, 100.0))),
        1 => Just(Temperature::Soft(0.01)),
        1 => Just(Temperature::Soft(100.0)),
        1 => Just(Temperature::Argmax),
    ]
}

fn side() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..1500.0f64, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(5000.0), 1 => Just(f64::NAN)]
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    let one = || prop_oneof![8 => -50.0..1500.0f64, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY)];
    (one(), one())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_picture_is_sound(
        logits in logits(),
        temperature in temperature(),
        n in prop_oneof![Just(0u64), Just(1), Just(2), 3u64..3000],
        (mu, beta) in (-10.0..10.0f64, 0.1..10.0f64),
        (w, h) in (side(), side()),
        (zoom, dark, contrast) in (0.5..4.0f64, any::<bool>(), any::<bool>()),
        category in proptest::option::of(0usize..12),
        cursor in proptest::option::of(place()),
        ride in proptest::option::of(-0.5..1.5f64),
        (hide_targets, mark_draw) in (any::<bool>(), any::<bool>()),
        names in proptest::collection::vec("[<>&\"'{}_ A-HJ-M橙é]{0,12}", 10),
        (pin, shown) in (any::<bool>(), 0usize..10),
        at in proptest::collection::vec(place(), 12),
        (u, fill, xi) in (0.001..0.999f64, 0.0..=1.0f64, -1.0..1.0f64),
        (parent, block) in (0usize..4, prop_oneof![Just(1u32), 2u32..20, Just(10_000)]),
        given in 0usize..=10,
        (objective, chosen, rows) in (0usize..4, 0usize..128, prop_oneof![Just(0u64), Just(1), 2u64..400]),
        target in proptest::collection::vec(prop_oneof![4 => -3.0..3.0f64, 1 => Just(1e80), 1 => Just(1e-9)], 0..4),
    ) {
        let k = logits.len();
        let mut params = Params::default();
        params.set_categories(k);
        params.temperature = temperature;
        params.names = names[..k].to_vec();
        (params.location, params.scale) = (mu, beta);
        params.category = shown % k;
        params.triple = [k - 1, 0, k / 2];
        if k < 4 { params.triple = [0, 1, 2]; }
        let mut explorer = Explorer::new(params.clone());
        explorer.step(n);
        if pin { explorer.pin(); }
        let mut params = explorer.params().clone();
        params.logits = logits;
        params.given = given % (k + 1);
        if params.given > 0 && !params.logits[params.given - 1].is_finite() { params.given = 0; }
        (params.u, params.fill, params.xi) = (u, fill, xi);
        (params.parent, params.block) = (PARENTS[parent], block);
        params.objective = OBJECTIVES[if k == 2 { objective } else { objective % 2 * 3 }];
        params.target = target;
        (params.at, params.steps) = (fill, 40);
        (params.schedule, params.rate) = (SCHEDULES[parent % 3], [1.0, 0.001, 1e6][block as usize % 3]);
        let words = ESTIMATORS.iter().enumerate();
        params.estimators = words.filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, word)| *word).collect();
        explorer.set_params(params);
        explorer.work(Job::Sweep, rows);
        if rows > 0 { explorer.work(Job::Descent, rows * 100); }
        let base = if dark { Theme::dark() } else { Theme::light() };
        let mut theme = if contrast { base.with_high_contrast() } else { base };
        theme.zoom = zoom;
        let focus = Focus { category, cursor, ride, hide_targets, mark_draw };
        for view in ViewKind::ALL {
            let svg = view::svg(view, &explorer, (w, h), &theme, &focus);
            prop_assert_eq!(well_formed(&svg), Ok(()), "{}", view.name());
            let height = view::height_for(view, &explorer, w);
            prop_assert!((100.0..=1000.0).contains(&height));
            for &at in &at {
                let probe = view::probe(view, &explorer, (w, h), &theme, &focus, at);
                prop_assert!(!probe.text.contains("NaN") && !probe.text.contains("inf"), "{}", probe.text);
                prop_assert!(probe.category.is_none_or(|c| c < k));
                let held = [
                    Grab::Probability,
                    Grab::Target(shown),
                    Grab::Uniform,
                    Grab::Fill,
                    Grab::Temperature,
                    Grab::Winner,
                    Grab::Step,
                    Grab::Panel(shown),
                ];
                let grabs = held.map(Some).into_iter().chain([probe.grab]);
                for grab in grabs.flatten() {
                    prop_assert_eq!(grab.to_string().parse(), Ok(grab));
                    let new = [
                        view::drag(view, &explorer, (w, h), &theme, grab, at),
                        view::nudge(view, &explorer, grab, 3.0, -1.0),
                    ];
                    for new in new.into_iter().flatten() {
                        for (new, old) in new.logits.iter().zip(&explorer.params().logits) {
                            prop_assert!((-10.0..=10.0).contains(new) || new == old, "{new}");
                        }
                        prop_assert!((0.1..=10.0).contains(&new.scale));
                        let tau = new.temperature.tau();
                        prop_assert!(tau.is_none_or(|tau| (0.01..=100.0).contains(&tau)));
                        let winner = new.given.checked_sub(1).map_or(0.0, |k| new.logits[k]);
                        prop_assert!(winner.is_finite());
                        prop_assert!((-10.0..=10.0).contains(&new.location));
                        prop_assert!((0.001..=0.999).contains(&new.u));
                        prop_assert!((0.0..=1.0).contains(&new.fill));
                        prop_assert!((0.0..=1.0).contains(&new.at));
                    }
                }
            }
        }
    }
}
