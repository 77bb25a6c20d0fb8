//! What the chapters' pictures promise beside what every picture does.

use super::tests::{TEN, check_labels, explorer};
use super::*;
use crate::distribution::GumbelSoftmax;
use crate::explorer::Temperature;

#[test]
fn labels_stay_apart_where_categories_are_lost() {
    let lost = f64::NEG_INFINITY;
    for logits in [
        &[1.0, lost, 0.0][..],
        &[lost, 1.0],
        &[10.0, -10.0, lost, 9.0],
    ] {
        for temperature in [0.01, 100.0] {
            let explorer = explorer(logits, Temperature::Soft(temperature), 50);
            for view in ViewKind::ALL {
                for width in [280.0, 480.0, 760.0] {
                    let size = (width, height_for(view, &explorer, width));
                    check_labels(view, &explorer, size, &Theme::light());
                }
            }
        }
    }
}

#[test]
fn a_press_on_a_column_gives_the_winner() {
    let (size, theme) = ((480.0, 400.0), Theme::light());
    let mut explorer = explorer(&TEN[..3], Temperature::Soft(0.5), 100);
    let at = (430.0, 200.0);
    let found = probe(
        ViewKind::Backwards,
        &explorer,
        size,
        &theme,
        &Focus::default(),
        at,
    );
    assert_eq!((found.category, found.grab), (Some(2), Some(Grab::Winner)));
    let params = drag(
        ViewKind::Backwards,
        &explorer,
        size,
        &theme,
        Grab::Winner,
        at,
    )
    .unwrap();
    assert_eq!(params.given, 3);
    explorer.set_params(params);
    let found = probe(
        ViewKind::Backwards,
        &explorer,
        size,
        &theme,
        &Focus::default(),
        (200.0, 200.0),
    )
    .text;
    assert!(found.starts_with("l_A + g_A = 1.000 + "), "{found}");
    // The law of the largest lets the winner go.
    let law = (60.0, 200.0);
    let params = drag(
        ViewKind::Backwards,
        &explorer,
        size,
        &theme,
        Grab::Winner,
        law,
    )
    .unwrap();
    assert_eq!(params.given, 0);
    let params = nudge(ViewKind::Backwards, &explorer, Grab::Winner, -1.0, 0.0).unwrap();
    assert_eq!(params.given, 2);
}

#[test]
fn the_temperature_is_dragged_in_the_slide_and_the_bias() {
    let theme = Theme::dark();
    for view in [ViewKind::Slide, ViewKind::Bias] {
        let mut explorer = explorer(&TEN[..4], Temperature::Argmax, 100);
        let size = (480.0, height_for(view, &explorer, 480.0));
        let to = (150.0, 100.0);
        let params = drag(view, &explorer, size, &theme, Grab::Temperature, to).unwrap();
        explorer.set_params(params);
        let found = probe(view, &explorer, size, &theme, &Focus::default(), to);
        assert_eq!(found.grab, Some(Grab::Temperature), "{}", found.text);
        let params = nudge(view, &explorer, Grab::Temperature, 5.0, 0.0).unwrap();
        assert!(params.temperature.tau() > explorer.params().temperature.tau());
    }
}

#[test]
fn the_winner_of_the_slide_is_the_same_at_every_temperature() {
    let explorer = explorer(&TEN, Temperature::Soft(0.5), 100);
    let size = (480.0, height_for(ViewKind::Slide, &explorer, 480.0));
    let winner = explorer.draw().unwrap().winner;
    // Along the top edge the nearest curve is the highest.
    for x in [60.0, 100.0, 140.0, 180.0] {
        let found = probe(
            ViewKind::Slide,
            &explorer,
            size,
            &Theme::light(),
            &Focus::default(),
            (x, 30.0),
        );
        assert_eq!(found.category, Some(winner));
    }
}

#[test]
fn rasters_of_the_simplices_are_their_densities() {
    let explorer = explorer(&TEN[..3], Temperature::Argmax, 0);
    let size = (700.0, 290.0);
    let four = rasters(ViewKind::Simplices, &explorer, size, 2.0, &Theme::light());
    assert_eq!(four.len(), 4);
    let (lo, hi) = LN_DENSITY_RANGE;
    for (raster, tau) in four.iter().zip([2.0, 1.0, 0.5, 0.1]) {
        let law = GumbelSoftmax::new(&TEN[..3], tau).unwrap();
        let (row, column) = (raster.height * 2 / 3, raster.width / 2);
        let top = 1.0 - (f64::from(row) + 0.5) / f64::from(raster.height);
        let right = (f64::from(column) + 0.5) / f64::from(raster.width) - top / 2.0;
        let ln_p = law.ln_pdf(&[1.0 - right - top, right, top]);
        let Rgb(r, g, b) = viridis((ln_p - lo) / (hi - lo));
        let at = ((row * raster.width + column) * 4) as usize;
        for (got, want) in raster.rgba[at..at + 3].iter().zip([r, g, b]) {
            assert!((i32::from(*got) - i32::from(want)).abs() <= 3, "tau {tau}");
        }
    }
    for (i, a) in four.iter().enumerate() {
        for b in &four[..i] {
            assert!(a.rect.x >= b.rect.right() || b.rect.x >= a.rect.right());
        }
    }
}
