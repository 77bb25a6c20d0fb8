//! What the pictures of the estimators promise: numbers that are those of the core, hands that move what they hold.

use super::tests::{TEN, check_labels};
use super::*;
use crate::explorer::{Job, Notices};

const ALL: &str = "estimators=reinforce,baseline,loo,gs,stgs,st,rebar";

fn lab(address: &str, rows: u64) -> Explorer {
    let params = Params::from_address(address, &mut Notices::default());
    let mut explorer = Explorer::new(params);
    explorer.work(Job::Sweep, rows);
    explorer
}

fn read(view: ViewKind, explorer: &Explorer, size: (f64, f64), at: (f64, f64)) -> Probe {
    probe(view, explorer, size, &Theme::light(), &Focus::default(), at)
}

/// The number after a symbol in a readout.
fn number(text: &str, symbol: &str) -> f64 {
    let rest = text
        .split_once(symbol)
        .unwrap_or_else(|| panic!("{symbol} in {text}"))
        .1;
    let digits: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    digits
        .replace('−', "-")
        .parse()
        .unwrap_or_else(|_| panic!("{symbol} in {text}"))
}

#[test]
fn a_panel_reads_off_its_estimator() {
    let explorer = lab(
        &format!("logits=0.69315,-0.69315,0&tau=0.5&seed=7&{ALL}"),
        0,
    );
    let size = (900.0, height_for(ViewKind::Arrows, &explorer, 900.0));
    let mut seen = Vec::new();
    for x in (5..900).step_by(15) {
        for y in (5..size.1 as i32).step_by(15) {
            let found = read(
                ViewKind::Arrows,
                &explorer,
                size,
                (f64::from(x), f64::from(y)),
            );
            let Some((name, _)) = found.text.split_once(" · E[ĝ]") else {
                continue;
            };
            let e = explorer
                .estimated()
                .iter()
                .find(|e| estimators::name(e.word) == name)
                .unwrap();
            let moments = &e.work.as_ref().unwrap().moments;
            let near = |symbol: &str, value: f64| {
                let got = number(&found.text, symbol);
                assert!(
                    (got - value).abs() <= 5.1e-4,
                    "{}: {symbol} {value}",
                    found.text
                );
            };
            near("E[ĝ]_A = ", moments.mean()[0]);
            near("E[ĝ]_C = ", moments.mean()[2]);
            near("|E[ĝ] − g| = ", moments.bias_length().0);
            near("Var ĝ = ", moments.variance().0);
            if !seen.contains(&name.to_owned()) {
                seen.push(name.to_owned());
            }
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
}

/// Every point is inside, outside, or not finite; the readout counts as the picture does.
#[test]
fn no_point_is_lost() {
    for address in [
        format!("logits=0.69315,-0.69315,0&tau=0.1&seed=7&{ALL}"),
        format!("logits=1,0&tau=0.1&objective=toy&seed=7&{ALL}"),
        format!("logits=1,0.5,0,-0.5,0.3&tau=1&seed=2&{ALL}"),
    ] {
        let explorer = lab(&address, 0);
        let theme = Theme::light();
        let size = (480.0, height_for(ViewKind::Arrows, &explorer, 480.0));
        let plan = arrows_plan::Plan::new(&explorer, size, &theme);
        let mut outside = 0;
        for (panel, estimated) in plan.panels.iter().zip(explorer.estimated()) {
            let (points, counts) = arrows_plan::points(&plan, panel, estimated);
            assert_eq!(points.len(), counts.shown);
            assert_eq!(
                counts.shown + counts.outside,
                crate::explorer::CLOUD,
                "{}",
                estimated.word
            );
            outside += counts.outside;
            // Half of them and more are in sight.
            assert!(
                counts.shown >= 160,
                "{address} {}: {counts:?}",
                estimated.word
            );
        }
        assert!(outside > 0, "{address}");
    }
}

#[test]
fn the_exact_arrow_goes_down_a_loss_and_up_a_reward() {
    for (objective, sign) in [("squared", -1.0), ("linear", 1.0), ("table", 1.0)] {
        let explorer = lab(
            &format!("logits=1,0,-1&objective={objective}&target=3,1,0"),
            0,
        );
        let plan = arrows_plan::Plan::new(&explorer, (480.0, 440.0), &Theme::light());
        let frame = &plan.panels[0].frame;
        let gradient = explorer.problem().gradient();
        let (from, to) = (plan.start(frame), plan.end(frame, gradient));
        let (a, b) = (
            frame.coordinates(from).unwrap(),
            frame.coordinates(to).unwrap(),
        );
        for (k, g) in gradient.iter().enumerate() {
            assert!((b[k] - a[k]) * g * sign > 0.0, "{objective} {k}");
        }
    }
}

#[test]
fn one_standard_deviation_holds_the_moments_of_the_cloud() {
    // Of a normal cloud in a plane the ellipse holds 1 - e^-1/2 = 39 %; of any, the mean square along x is sigma^2.
    let explorer = lab("logits=0.69315,-0.69315,0&tau=1&seed=7&estimators=gs", 0);
    let theme = Theme::light();
    let plan = arrows_plan::Plan::new(&explorer, (480.0, 440.0), &theme);
    let (panel, estimated) = (&plan.panels[0], &explorer.estimated()[0]);
    let work = estimated.work.as_ref().unwrap();
    let places: Vec<_> = work
        .cloud
        .chunks(3)
        .map(|g| plan.end(&panel.frame, g))
        .collect();
    let ellipse = plan.ellipse(&panel.frame, &work.moments);
    let spread = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let n = places.len() as f64;
        let mean = places.iter().map(of).sum::<f64>() / n;
        let square = places
            .iter()
            .map(|p| (of(p) - mean) * (of(p) - mean))
            .sum::<f64>();
        let (lo, hi) = ellipse
            .iter()
            .map(of)
            .fold((f64::MAX, f64::MIN), |(lo, hi), v| (lo.min(v), hi.max(v)));
        (libm::sqrt(square / (n - 1.0)), (hi - lo) / 2.0)
    };
    for (of, name) in [
        (&(|p: &(f64, f64)| p.0) as &dyn Fn(&(f64, f64)) -> f64, "x"),
        (&|p: &(f64, f64)| p.1, "y"),
        (
            &|p: &(f64, f64)| (p.0 + p.1) / core::f64::consts::SQRT_2,
            "x + y",
        ),
    ] {
        let (cloud, half) = spread(of);
        // The first 400 of the 2,000 draws: four standard errors of a standard deviation, and the seed is fixed.
        assert!(
            (cloud / half - 1.0).abs() < 4.0 / libm::sqrt(800.0),
            "{name}: {cloud} {half}"
        );
    }
}

#[test]
fn the_charts_read_off_the_sweep() {
    let explorer = lab(
        &format!("logits=0.69315,-0.69315,0&tau=0.5&seed=7&{ALL}"),
        4096,
    );
    let sweep = explorer.sweep().unwrap();
    let theme = Theme::light();
    for width in [320.0, 900.0] {
        let size = (width, height_for(ViewKind::Tradeoff, &explorer, width));
        for chart in tradeoff_plan::charts(&explorer, size, &theme) {
            for row in chart.rows.iter().filter(|row| !row.unbiased) {
                for (t, place) in row.places.iter().enumerate() {
                    let e = explorer
                        .params()
                        .estimators
                        .iter()
                        .position(|w| *w == row.word)
                        .unwrap();
                    let moments = sweep.moments(e, t).unwrap();
                    assert_eq!((place.value, place.error), chart.quantity.of(moments));
                    // The curve passes where the axis says, and the readout there says the same.
                    let at = (chart.tau.x(place.tau), chart.y(place.value));
                    let exponent = chart.scale.unwrap().value(at.1);
                    assert!((libm::pow(10.0, exponent) / place.value - 1.0).abs() < 1e-9);
                    let found = read(ViewKind::Tradeoff, &explorer, size, at).text;
                    let symbol = format!("{} = ", chart.quantity.symbol());
                    let got = number(&found, &symbol);
                    let off = (chart.y(got) - at.1).abs();
                    assert!(off < 2.0, "{found}: {} of {}", place.value, row.word);
                }
            }
        }
    }
    assert!(
        read(
            ViewKind::Tradeoff,
            &explorer,
            (480.0, 540.0),
            (200.0, 230.0)
        )
        .text
        .contains("E[ĝ] = g")
    );
}

#[test]
fn names_of_curves_stay_apart() {
    for (address, rows) in [
        (format!("logits=0.69315,-0.69315,0&seed=7&{ALL}"), 1024),
        (format!("logits=1,0&objective=toy&seed=7&{ALL}"), 1024),
        (format!("objective=table&target=1,3,2&seed=7&{ALL}"), 512),
        (format!("logits=-inf,1&seed=7&{ALL}"), 256),
        (
            format!("objective=linear&target=1e80,0,0&seed=7&{ALL}"),
            256,
        ),
    ] {
        let explorer = lab(&address, rows);
        for width in [280.0, 320.0, 480.0, 639.0, 640.0, 900.0] {
            let size = (width, height_for(ViewKind::Tradeoff, &explorer, width));
            let theme = Theme::light();
            check_labels(ViewKind::Tradeoff, &explorer, size, &theme);
            let mut texts = Vec::new();
            for layer in Layer::ALL {
                texts.extend(
                    scene(
                        ViewKind::Tradeoff,
                        layer,
                        &explorer,
                        size,
                        &theme,
                        &Focus::default(),
                    )
                    .texts(),
                );
            }
            for (i, (text, _, a)) in texts.iter().enumerate() {
                let place = format!("{text:?} {a:?} at {size:?} of {address}");
                assert!(
                    a.x >= -1.0 && a.right() <= width + 1.0 && a.bottom() <= size.1 + 1.0,
                    "outside: {place}"
                );
                for (other, _, b) in &texts[..i] {
                    let apart = a.x >= b.right() - 1.0
                        || b.x >= a.right() - 1.0
                        || a.y >= b.bottom() - 2.0
                        || b.y >= a.bottom() - 2.0;
                    assert!(apart || text == "∞", "overlap: {place} and {other:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn pi_and_tau_follow_the_hand() {
    let theme = Theme::light();
    let mut explorer = lab("logits=0,0,0&seed=7", 128);
    let size = (480.0, height_for(ViewKind::Arrows, &explorer, 480.0));
    for i in [0, 3] {
        let plan = arrows_plan::Plan::new(&explorer, size, &theme);
        let at = plan.start(&plan.panels[i].frame);
        let grab = read(ViewKind::Arrows, &explorer, size, at).grab;
        assert_eq!(grab, Some(Grab::Panel(i)));
        let to = (at.0 + 12.0, at.1 - 9.0);
        let params = drag(ViewKind::Arrows, &explorer, size, &theme, grab.unwrap(), to).unwrap();
        explorer.set_params(params);
        let plan = arrows_plan::Plan::new(&explorer, size, &theme);
        let now = plan.start(&plan.panels[i].frame);
        assert!(
            libm::hypot(now.0 - to.0, now.1 - to.1) < 0.5,
            "{now:?} {to:?}"
        );
    }
    assert_eq!(
        drag(
            ViewKind::Arrows,
            &explorer,
            size,
            &theme,
            Grab::Panel(9),
            (50.0, 50.0)
        ),
        None
    );
    let before = explorer.law().probs[1];
    let params = nudge(ViewKind::Arrows, &explorer, Grab::Panel(0), 2.0, 0.0).unwrap();
    explorer.set_params(params);
    assert!(explorer.law().probs[1] > before);
    for (width, x) in [(480.0, 200.0), (900.0, 700.0)] {
        let size = (width, height_for(ViewKind::Tradeoff, &explorer, width));
        let params = drag(
            ViewKind::Tradeoff,
            &explorer,
            size,
            &theme,
            Grab::Temperature,
            (x, 90.0),
        );
        explorer.set_params(params.unwrap());
        let found = read(ViewKind::Tradeoff, &explorer, size, (x, 90.0));
        assert_eq!(found.grab, Some(Grab::Temperature), "{}", found.text);
    }
    let old = explorer.params().temperature.tau();
    let params = nudge(ViewKind::Tradeoff, &explorer, Grab::Temperature, 5.0, 0.0).unwrap();
    assert!(params.temperature.tau() > old);
}

#[test]
fn with_ten_categories_only_the_triple_is_dragged() {
    let logits = TEN.map(|l| l.to_string()).join(",");
    let explorer = lab(&format!("logits={logits}&triple=4,2,9"), 0);
    let size = (480.0, height_for(ViewKind::Arrows, &explorer, 480.0));
    let params = drag(
        ViewKind::Arrows,
        &explorer,
        size,
        &Theme::light(),
        Grab::Panel(0),
        (120.0, 120.0),
    )
    .unwrap();
    for (k, (new, old)) in params.logits.iter().zip(&TEN).enumerate() {
        assert_eq!([3, 1, 8].contains(&k), new != old, "{k}");
    }
}
