//! What every picture promises: labels large enough and apart, colours that are the density,
//! drags that end where the pointer is.

use super::*;
use crate::distribution::GumbelSoftmax;
use crate::explorer::{PARENTS, Temperature, UNIFORM};

pub(super) fn explorer(logits: &[f64], temperature: Temperature, n: u64) -> Explorer {
    let mut params = Params::default();
    params.set_categories(logits.len());
    params.logits = logits.to_vec();
    params.temperature = temperature;
    let mut explorer = Explorer::new(params);
    explorer.step(n);
    explorer
}

pub(super) const TEN: [f64; 10] = [1.0, 0.5, 0.0, -0.5, 0.3, 0.8, 0.2, 0.6, -1.0, -0.2];

#[test]
fn labels_are_large_enough_inside_and_apart() {
    for k in 2..=10 {
        for temperature in [Temperature::Soft(0.5), Temperature::Argmax] {
            let explorer = explorer(&TEN[..k], temperature, 2000);
            for view in ViewKind::ALL {
                for width in [280.0, 320.0, 360.0, 559.0, 560.0, 800.0, 1200.0] {
                    for zoom in [1.0, 1.6] {
                        let theme = Theme {
                            zoom,
                            ..Theme::light()
                        };
                        let height = zoom * height_for(view, &explorer, width);
                        check_labels(view, &explorer, (width * zoom, height), &theme);
                    }
                }
            }
        }
    }
}

#[test]
fn labels_of_the_chapters_are_apart_whatever_is_held() {
    for k in [2, 3, 10] {
        let mut explorer = explorer(&TEN[..k], Temperature::Soft(0.5), 500);
        for i in 0..40u32 {
            let mut params = explorer.params().clone();
            let held = f64::from(i) / 39.0;
            params.u = UNIFORM.nearest(held);
            params.fill = held;
            params.category = i as usize % k;
            params.parent = PARENTS[i as usize % 4];
            params.block = [1, 2, 10, 100, 1000, 10_000][i as usize / 4 % 6];
            params.xi = [0.0, -1.0, 0.35, 1.0][i as usize / 10];
            params.names[0] = ["A", "<&> wide", "橙子橙子橙子橙子橙子橙子"][i as usize % 3].into();
            if i % 5 == 4 {
                params.logits[1] = [f64::NEG_INFINITY, -10.0, 10.0][i as usize % 3];
            }
            explorer.set_params(params);
            for view in ViewKind::ALL.into_iter().skip(4) {
                for width in [280.0, 320.0, 480.0, 900.0] {
                    let height = height_for(view, &explorer, width);
                    check_labels(view, &explorer, (width, height), &Theme::light());
                }
            }
        }
    }
}

/// Labels that go with a draw stay inside the picture and off the scales, however narrow it is.
#[test]
fn numbers_of_a_draw_are_inside_and_off_the_scales() {
    let theme = Theme::light();
    for k in 2..=4 {
        for n in 1..60 {
            let explorer = explorer(&[2.0, 1.0, 0.1, -1.0][..k], Temperature::Soft(0.5), n);
            for width in [250.0, 300.0, 313.0, 328.0, 330.0, 360.0, 410.0, 560.0] {
                let size = (width, height_for(ViewKind::Draw, &explorer, width));
                let focus = Focus::default();
                let layer = |layer| scene(ViewKind::Draw, layer, &explorer, size, &theme, &focus);
                let scales = layer(Layer::Ground).texts();
                let numbers = layer(Layer::Live).texts();
                // A window of 360 px with a scrollbar has room for the four numbers of each of three categories.
                if k == 3 && width >= 313.0 {
                    assert_eq!(numbers.len(), 12, "{width} wide: {numbers:?}");
                }
                for (i, (text, _, a)) in numbers.iter().enumerate() {
                    for (other, _, b) in &numbers[..i] {
                        let apart = a.x >= b.right()
                            || b.x >= a.right()
                            || a.y >= b.bottom()
                            || b.y >= a.bottom();
                        assert!(
                            apart,
                            "overlap: {k}, {n}, {width} wide: {text:?} {a:?} and {other:?} {b:?}"
                        );
                    }
                    let place = format!("{k} categories, {n}, {width} wide: {text:?} {a:?}");
                    assert!(a.x >= 0.0 && a.right() <= width + 0.5, "outside: {place}");
                    // What begins beside its mark has room for a wide font; what ends at the edge needs none.
                    let ends_at_edge = (a.right() - width).abs() < 0.2;
                    assert!(
                        ends_at_edge || a.x + 1.19 * a.w <= width,
                        "cut off: {place}"
                    );
                    for (other, _, b) in scales.iter().filter(|(_, _, b)| b.right() < 34.0) {
                        let apart = a.x >= b.right() || a.y >= b.bottom() || b.y >= a.bottom();
                        assert!(apart, "overlap: {place} and {other:?} {b:?}");
                    }
                }
            }
        }
    }
}

pub(super) fn check_labels(view: ViewKind, explorer: &Explorer, size: (f64, f64), theme: &Theme) {
    let focus = Focus::default();
    // The labels that stand still; those of the draw go where it goes.
    let mut texts = Vec::new();
    for layer in [Layer::Ground, Layer::Over] {
        texts.extend(scene(view, layer, explorer, size, theme, &focus).texts());
    }
    for (i, (text, letters, a)) in texts.iter().enumerate() {
        let place = format!("{} at {size:?}: {text:?} {a:?}", view.name());
        assert!(*letters >= 12.0, "small: {place}");
        assert!(a.x >= -2.0 && a.right() <= size.0 + 2.0, "outside: {place}");
        assert!(
            a.y >= -1.0 && a.bottom() <= size.1 + 1.0,
            "outside: {place}"
        );
        for (other, _, b) in &texts[..i] {
            let apart = a.x >= b.right() - 1.0
                || b.x >= a.right() - 1.0
                || a.y >= b.bottom() - 1.0
                || b.y >= a.bottom() - 1.0;
            assert!(apart, "overlap: {place} and {other:?} {b:?}");
        }
    }
}

#[test]
fn pixels_are_the_density() {
    let (lo, hi) = LN_DENSITY_RANGE;
    for tau in [0.01, 0.1, 0.5, 1.0, 3.0, 10.0, 100.0] {
        let logits = [2.0, 1.0, 0.1];
        let law = GumbelSoftmax::new(&logits, tau).unwrap();
        let explorer = explorer(&logits, Temperature::Soft(tau), 0);
        let size = (430.0, 420.0);
        let rasters = rasters(ViewKind::Simplex, &explorer, size, 1.0, &Theme::light());
        let raster = &rasters[0];
        assert_eq!(
            raster.rgba.len(),
            (raster.width * raster.height * 4) as usize
        );
        for row in (0..raster.height).step_by(7) {
            for column in (0..raster.width).step_by(5) {
                let top = 1.0 - (f64::from(row) + 0.5) / f64::from(raster.height);
                let right = (f64::from(column) + 0.5) / f64::from(raster.width) - top / 2.0;
                let y = [1.0 - right - top, right, top];
                let at = ((row * raster.width + column) * 4) as usize;
                let pixel = &raster.rgba[at..at + 4];
                if y.iter().all(|&y| y > 0.01) {
                    let Rgb(r, g, b) = viridis((law.ln_pdf(&y) - lo) / (hi - lo));
                    for (got, want) in pixel.iter().zip([r, g, b, 255]) {
                        // Half a level of the table is up to 2 of one channel.
                        let gap = i32::from(*got) - i32::from(want);
                        assert!(gap.abs() <= 3, "tau {tau}, y {y:?}: {pixel:?}");
                    }
                } else if y.iter().any(|&y| y < -0.01) {
                    assert_eq!(pixel[3], 0, "{y:?}");
                }
            }
        }
    }
}

#[test]
fn the_raster_is_there_only_for_a_triangle() {
    let soft = Temperature::Soft(1.0);
    let at = |logits: &[f64], temperature| {
        !rasters(
            ViewKind::Simplex,
            &explorer(logits, temperature, 0),
            (300.0, 300.0),
            2.0,
            &Theme::dark(),
        )
        .is_empty()
    };
    assert!(at(&TEN[..3], soft) && at(&TEN, soft));
    assert!(!at(&TEN[..2], soft) && !at(&TEN[..3], Temperature::Argmax));
    assert!(!at(&[1.0, f64::NEG_INFINITY, 0.0], soft));
}

#[test]
fn pi_follows_the_pointer_on_the_triangle() {
    let (size, theme) = ((400.0, 380.0), Theme::light());
    for k in [3, 5] {
        let mut explorer = explorer(&TEN[..k], Temperature::Soft(0.5), 10);
        let before = explorer.law().probs.clone();
        let grabbed = probe(
            ViewKind::Simplex,
            &explorer,
            size,
            &theme,
            &Focus::default(),
            (200.0, 200.0),
        );
        assert!(grabbed.text.contains("ln p(y)") || grabbed.grab.is_some());
        let to = (180.0, 250.0);
        let params = drag(
            ViewKind::Simplex,
            &explorer,
            size,
            &theme,
            Grab::Probability,
            to,
        )
        .unwrap();
        explorer.set_params(params);
        let found = probe(
            ViewKind::Simplex,
            &explorer,
            size,
            &theme,
            &Focus::default(),
            to,
        );
        assert_eq!(found.grab, Some(Grab::Probability));
        for (after, before) in explorer.law().probs.iter().zip(&before).skip(3) {
            assert!((after - before).abs() < 1e-3, "{after} {before}");
        }
        // A step of a key to the right gives to the right corner.
        let before = explorer.law().probs[1];
        let params = nudge(ViewKind::Simplex, &explorer, Grab::Probability, 1.0, 0.0).unwrap();
        explorer.set_params(params);
        assert!(explorer.law().probs[1] > before);
    }
}

#[test]
fn a_corner_does_not_leave_the_range_of_a_logit() {
    let (size, theme) = ((400.0, 380.0), Theme::light());
    let explorer = explorer(&[9.0, -9.0, 10.0], Temperature::Soft(0.5), 0);
    for to in [(-900.0, 1e6), (1e9, 0.0), (200.0, -5000.0)] {
        let params = drag(
            ViewKind::Simplex,
            &explorer,
            size,
            &theme,
            Grab::Probability,
            to,
        );
        for l in params.unwrap().logits {
            assert!((-10.0..=10.0).contains(&l), "{l}");
        }
    }
}

#[test]
fn a_target_is_dragged_by_its_logit_alone() {
    let (size, theme) = ((400.0, 520.0), Theme::light());
    let mut explorer = explorer(&TEN[..4], Temperature::Soft(0.5), 100);
    let before = explorer.params().logits.clone();
    let to = (100.0, 60.0);
    let params = drag(
        ViewKind::Histogram,
        &explorer,
        size,
        &theme,
        Grab::Target(1),
        to,
    )
    .unwrap();
    assert!(
        params
            .logits
            .iter()
            .zip(&before)
            .enumerate()
            .all(|(i, (a, b))| (i == 1) == (a != b))
    );
    explorer.set_params(params);
    let old = explorer.law().probs[1];
    let params = nudge(ViewKind::Histogram, &explorer, Grab::Target(1), 0.0, -5.0).unwrap();
    explorer.set_params(params);
    assert!((old - 0.05 - explorer.law().probs[1]).abs() < 2e-3);
}

#[test]
fn the_noise_is_dragged_from_where_it_was_taken() {
    let (size, theme) = ((400.0, 350.0), Theme::light());
    let mut explorer = explorer(&TEN[..3], Temperature::Soft(0.5), 100);
    let find = |explorer: &Explorer, want: &str| {
        (0..400)
            .flat_map(|x| (0..350).map(move |y| (f64::from(x), f64::from(y))))
            .find_map(|at| {
                let grab = probe(
                    ViewKind::Noise,
                    explorer,
                    size,
                    &theme,
                    &Focus::default(),
                    at,
                )
                .grab?;
                grab.to_string().starts_with(want).then_some((at, grab))
            })
    };
    let (at, grab) = find(&explorer, "location").unwrap();
    let to = (at.0 + 60.0, at.1);
    let params = drag(ViewKind::Noise, &explorer, size, &theme, grab, to).unwrap();
    assert!(params.location > 1.0 && params.scale == 1.0);
    explorer.set_params(params);
    // Held still, it stays.
    assert_eq!(
        drag(ViewKind::Noise, &explorer, size, &theme, grab, to),
        None
    );
    let (at, grab) = find(&explorer, "scale").unwrap();
    let to = (at.0 + 30.0, at.1);
    let params = drag(ViewKind::Noise, &explorer, size, &theme, grab, to).unwrap();
    assert!(params.scale > 1.2, "{}", params.scale);
}

#[test]
fn what_is_held_goes_where_the_pointer_is() {
    let (size, theme) = ((400.0, 420.0), Theme::light());
    for (view, grab) in [
        (ViewKind::Staircase, Grab::Uniform),
        (ViewKind::Inverse, Grab::Uniform),
        (ViewKind::Proof, Grab::Fill),
    ] {
        let mut explorer = explorer(&TEN[..3], Temperature::Soft(0.5), 10);
        for to in [(46.0, 180.0), (120.0, 150.0), (300.0, 100.0)] {
            let params = drag(view, &explorer, size, &theme, grab, to).unwrap();
            explorer.set_params(params);
            // Held still, it stays.
            assert_eq!(drag(view, &explorer, size, &theme, grab, to), None);
            let mut lines = (0..400).flat_map(|i| [(f64::from(i), to.1), (to.0, f64::from(i))]);
            let found =
                |at| probe(view, &explorer, size, &theme, &Focus::default(), at).grab == Some(grab);
            assert!(lines.any(found), "{}", view.name());
        }
        let before = (explorer.params().u, explorer.params().fill);
        let new = nudge(view, &explorer, grab, 0.0, 2.0).unwrap();
        let moved = (new.u - before.0) + (new.fill - before.1);
        assert!((moved - 0.02).abs() < 1e-9, "{moved}");
        assert_eq!(nudge(view, &explorer, Grab::Probability, 1.0, 0.0), None);
    }
}

#[test]
fn readouts_name_what_is_there() {
    let theme = Theme::light();
    let explorer = explorer(&TEN[..3], Temperature::Soft(0.5), 100);
    let text = |view, size, at| probe(view, &explorer, size, &theme, &Focus::default(), at).text;
    assert!(text(ViewKind::Noise, (400.0, 350.0), (300.0, 60.0)).contains("f(x) = "));
    assert!(text(ViewKind::Noise, (400.0, 350.0), (300.0, 280.0)).contains("F(x) = "));
    assert!(text(ViewKind::Draw, (400.0, 460.0), (60.0, 70.0)).starts_with("u_A = "));
    assert!(text(ViewKind::Draw, (400.0, 460.0), (60.0, 440.0)).starts_with("y_A = "));
    assert!(text(ViewKind::Simplex, (400.0, 380.0), (200.0, 120.0)).contains("ln p(y) = "));
    assert!(text(ViewKind::Histogram, (400.0, 520.0), (80.0, 100.0)).contains("π_A = "));
    assert!(text(ViewKind::Histogram, (400.0, 520.0), (80.0, 280.0)).contains("E[y_A] = "));
    assert!(text(ViewKind::Histogram, (400.0, 520.0), (80.0, 440.0)).contains("p(y_A) = "));
    let chapter = |view, at, want: &str| {
        let text = text(view, (400.0, 420.0), at);
        assert!(text.contains(want), "{}: {text}", view.name());
    };
    chapter(ViewKind::Staircase, (45.0, 200.0), "u = 0.500 · i = A");
    chapter(ViewKind::Staircase, (200.0, 200.0), "π_B = ");
    chapter(ViewKind::Inverse, (300.0, 200.0), "F(g) = ");
    chapter(ViewKind::Inverse, (60.0, 200.0), "F(g) ∈ [");
    chapter(ViewKind::Extremes, (200.0, 100.0), "f_n(x) = ");
    chapter(ViewKind::Extremes, (200.0, 340.0), "F_n(x) − F_∞(x) = ");
    chapter(ViewKind::Race, (200.0, 100.0), "T_A = ");
    chapter(ViewKind::Proof, (200.0, 100.0), "f(g) ∏ F = ");
    chapter(ViewKind::Maximum, (200.0, 100.0), "m = ");
    chapter(ViewKind::Maximum, (200.0, 300.0), "π_");
}

/// The first clock to ring is the winner of the draw, and every bar keeps its count.
#[test]
fn chapters_show_the_samples_that_are_there() {
    let mut explorer = explorer(&TEN, Temperature::Soft(0.5), 400);
    for parent in PARENTS {
        let mut params = explorer.params().clone();
        (params.parent, params.block) = (parent, 10);
        explorer.set_params(params);
        let noise = &explorer.tally().noise;
        let bars: u64 = extremes::counts(&explorer).iter().sum();
        assert_eq!(bars + noise.below + noise.above, noise.noises());
    }
    assert_eq!(inverse::counts(&explorer).iter().sum::<u64>(), 4000);
    let draw = explorer.draw().unwrap();
    let exponentials: Vec<f64> = draw.gumbel_noise.iter().map(|g| libm::exp(-g)).collect();
    let law = crate::distribution::Categorical::from_logits(&TEN).unwrap();
    assert_eq!(law.exponential_race(&exponentials), draw.winner);
    let tenths = maximum::counts_in_tenths(&explorer);
    assert_eq!(tenths.iter().flatten().sum::<u32>(), 400);
    for (k, hard) in explorer.tally().hard.counts.iter().enumerate() {
        let wins: u32 = tenths.iter().map(|counts| counts[k]).sum();
        assert_eq!(u64::from(wins), *hard);
    }
}

/// The views that are shown alone to a room.
fn presented() -> impl Iterator<Item = ViewKind> {
    let names = crate::explorer::PRESENTED.iter();
    names.filter_map(|name| ViewKind::from_name(name))
}

/// What is hidden leaves no mark: nothing exact is drawn, and no readout tells it.
#[test]
fn a_room_that_is_to_guess_sees_no_target() {
    let guess = Focus {
        hide_targets: true,
        mark_draw: true,
        ..Focus::default()
    };
    let theme = Theme::light();
    for temperature in [Temperature::Soft(0.5), Temperature::Argmax] {
        for k in [2, 3, 10] {
            let explorer = explorer(&TEN[..k], temperature, 200);
            let size = |view| (700.0, height_for(view, &explorer, 700.0));
            // The pictures of the chapters are the story's own, and no room is shown one alone.
            for view in ViewKind::ALL.into_iter().take(4) {
                let svg = |focus: &Focus| svg(view, &explorer, size(view), &theme, focus);
                let (shown, hidden) = (svg(&Focus::default()), svg(&guess));
                assert_ne!(shown, hidden, "{}", view.name());
                assert!(!hidden.contains("<image"), "{}", view.name());
                for sign in ["\nπ<", "\nE[", "\nln<"] {
                    let left = hidden.contains(sign) && view != ViewKind::Draw;
                    assert!(!left, "{} {sign:?} of {k}", view.name());
                }
                let over = scene(view, Layer::Over, &explorer, size(view), &theme, &guess);
                // On the simplex the names of the corners and the mean's key are no targets.
                if view != ViewKind::Simplex {
                    assert!(over.is_empty(), "{}", view.name());
                }
                for x in 0..70 {
                    for y in 0..60 {
                        let at = (f64::from(x) * 10.0, f64::from(y) * 10.0);
                        let probe = probe(view, &explorer, size(view), &theme, &guess, at);
                        assert_eq!(probe.grab, None, "{} {at:?}", view.name());
                        for leak in ["π", "E[", "p(", "f(x)", "F(x)", "± ", "z_"] {
                            // Two standard errors of a mean are measured.
                            let mean = leak == "± " && probe.text.contains('ȳ');
                            let leaks = probe.text.contains(leak) && !mean;
                            assert!(!leaks, "{}: {}", view.name(), probe.text);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_zoom_fills_the_size_and_grows_with_it() {
    let explorer = explorer(&TEN[..3], Temperature::Soft(0.5), 10);
    for view in presented() {
        let zoom = |w, h| zoom_to_fit(view, &explorer, (w, h));
        assert_eq!(zoom(320.0, 300.0), 1.0, "{}", view.name());
        assert!(
            (1.8..3.0).contains(&zoom(1860.0, 880.0)),
            "{} {}",
            view.name(),
            zoom(1860.0, 880.0)
        );
        assert!(
            zoom(3800.0, 1900.0) > 1.9 * zoom(1900.0, 950.0),
            "{}",
            view.name()
        );
        assert_eq!(zoom(f64::NAN, 1e9), 1.0);
        // A picture twice as large is the same picture.
        let (one, two) = (
            height_at(view, &explorer, 500.0, 1.0),
            height_at(view, &explorer, 1000.0, 2.0),
        );
        assert_eq!(two, 2.0 * one, "{}", view.name());
        assert_eq!(one, height_for(view, &explorer, 500.0));
    }
}
