//! What is exact on the simplex: pi, E\[y\], the names and the key.

use super::focus::Focus;
use super::interval;
use super::marks::{BLACK, WHITE, category_mark, diamond, target};
use super::notation;
use super::simplex_frame::{Field, Frame, corner, disc_radius};
use super::surface::{Align, Face, Ink, Point, Scene};
use super::theme::Theme;
use crate::explorer::{Explorer, Params};

pub(super) fn over(
    scene: &mut Scene,
    explorer: &Explorer,
    frame: &Frame,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) {
    let params = explorer.params();
    let probs = frame.probs(params);
    let law = frame.law(params);
    let flat = law.is_none();
    if focus.hide_targets {
        names(scene, params, frame, size, theme, focus);
        if !flat {
            mean_sign(scene, key_row(frame, size, theme, 0), theme);
        }
        return cursor(scene, frame, theme, focus);
    }
    if let Field::Interval { .. } = frame.field {
        interval::over(scene, frame, law.as_ref(), theme);
    }
    if flat {
        for (i, &k) in frame.categories.iter().enumerate() {
            let at = corner(frame, i);
            let ink = Ink(theme.category_edge(k), theme.presence(focus.category, k));
            scene.ring(at, disc_radius(frame, probs[i]), ink, theme.px(2.0));
        }
    }
    names(scene, params, frame, size, theme, focus);
    if let Some(law) = &law {
        let mean = frame.at(&law.mean());
        diamond(
            scene,
            mean,
            theme.px(7.0),
            Ink(WHITE, 0.9),
            Some(theme.px(4.0)),
        );
        diamond(
            scene,
            mean,
            theme.px(7.0),
            Ink(BLACK, 1.0),
            Some(theme.px(1.8)),
        );
    }
    target(scene, theme, frame.at(&probs));
    key(scene, frame, size, theme, flat);
    cursor(scene, frame, theme, focus);
}

/// The signs of pi, E\[y\] and the mean, at the upper left.
fn key(scene: &mut Scene, frame: &Frame, size: (f64, f64), theme: &Theme, flat: bool) {
    let row = |i: usize| key_row(frame, size, theme, i);
    let ink = theme.ink();
    let at = row(0);
    scene.ring(at, theme.px(4.5), ink, theme.px(1.6));
    for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
        let (a, b) = (theme.px(4.5), theme.px(8.0));
        let end = (at.0 + dx * b, at.1 + dy * b);
        scene.line((at.0 + dx * a, at.1 + dy * a), end, ink, theme.px(1.6));
    }
    write(scene, at, theme, "π");
    if !flat {
        diamond(scene, row(1), theme.px(6.0), ink, Some(theme.px(1.6)));
        write(scene, row(1), theme, "E[y]");
        mean_sign(scene, row(2), theme);
    }
}

/// Where line i of the key lies.
fn key_row(frame: &Frame, size: (f64, f64), theme: &Theme, i: usize) -> Point {
    let first = theme.px(14.0);
    match frame.field {
        Field::Triangle { corners, side } => {
            let x = (corners[2].0 - side * 0.6).max(theme.px(4.0)) + theme.px(9.0);
            (x, first + theme.px(23.0) * i as f64)
        }
        // Beside each other, above the curve.
        _ => (size.0 - theme.px([158.0, 112.0, 42.0][i]), first),
    }
}

/// The sign of the mean, and its name.
fn mean_sign(scene: &mut Scene, at: Point, theme: &Theme) {
    diamond(scene, at, theme.px(5.5), theme.ink(), None);
    write(scene, at, theme, "ȳ");
}

fn write(scene: &mut Scene, (x, y): Point, theme: &Theme, text: &str) {
    let at = (x + theme.px(13.0), y);
    notation::set(scene, text, at, Align::Left, theme.symbol(), theme.ink());
}

fn names(
    scene: &mut Scene,
    params: &Params,
    frame: &Frame,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) {
    for (i, &k) in frame.categories.iter().enumerate() {
        let at = corner(frame, i);
        let (at, align) = match (frame.field, i) {
            (Field::Interval { dots, .. }, 0) => {
                ((dots.right(), dots.bottom() + theme.px(36.0)), Align::Right)
            }
            (Field::Interval { dots, .. }, _) => {
                ((dots.x, dots.bottom() + theme.px(36.0)), Align::Left)
            }
            (_, 2) => {
                let lift = if params.temperature.tau().is_none() {
                    size.0.min(size.1) * 0.1 + theme.px(10.0)
                } else {
                    theme.px(14.0)
                };
                ((at.0, at.1 - lift), Align::Centre)
            }
            (_, 0) => (
                (theme.px(4.0).max(at.0 - theme.px(11.0)), size.1),
                Align::Left,
            ),
            _ => (
                ((size.0 - theme.px(4.0)).min(at.0 + theme.px(11.0)), size.1),
                Align::Right,
            ),
        };
        let y = if at.1 >= size.1 {
            let below = if params.temperature.tau().is_none() {
                size.0.min(size.1) * 0.1
            } else {
                0.0
            };
            corner(frame, i).1 + below + theme.px(16.0)
        } else {
            at.1
        };
        let face = if focus.category == Some(k) {
            Face::Bold
        } else {
            Face::Sans
        };
        let letters = theme.px(14.0);
        let text = notation::fit(&params.names[k], face, letters, theme.px(92.0));
        let w = notation::text_width(&text, face, letters);
        let strength = theme.presence(focus.category, k).max(0.6);
        let ink = Ink(theme.category_text(k), 1.0);
        let (mark, start, align) = match align {
            Align::Left => (at.0 + theme.px(5.0), at.0 + theme.px(14.0), Align::Left),
            Align::Right => (at.0 - theme.px(5.0), at.0 - theme.px(14.0), Align::Right),
            Align::Centre => (
                at.0 - w / 2.0 - theme.px(5.0),
                at.0 - w / 2.0 + theme.px(4.0),
                Align::Left,
            ),
        };
        category_mark(scene, theme, k, (mark, y), theme.px(4.6), strength);
        scene.text(text, (start, y), align, face, letters, ink);
    }
}

fn cursor(scene: &mut Scene, frame: &Frame, theme: &Theme, focus: &Focus) {
    let Some(at) = focus.cursor else {
        return;
    };
    let inside = frame
        .coordinates(at)
        .is_some_and(|y| y.iter().all(|&y| y >= 0.0));
    if inside && matches!(frame.field, Field::Triangle { .. }) {
        scene.ring(at, theme.px(3.0), Ink(WHITE, 1.0), theme.px(3.0));
        scene.ring(at, theme.px(3.0), Ink(BLACK, 1.0), theme.px(1.2));
    }
}
