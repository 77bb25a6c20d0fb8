//! A pointer and the keys over a picture: pressed, dragged and nudged to anywhere.

use gumbel_softmax::explorer::{Explorer, OBJECTIVES, Params};
use gumbel_softmax::view::{self, Focus, Grab, Theme, ViewKind};

use super::{Hand, check, reads_back};

/// Where a pointer may be: over the picture, beside it, or nowhere.
fn place(hand: &mut Hand, (w, h): (f64, f64)) -> (f64, f64) {
    let mut one = |side: f64| match hand.byte() {
        255 => f64::NAN,
        254 => f64::INFINITY,
        253 => -1e300,
        252 => 1e9,
        b => (f64::from(b) / 220.0 - 0.07) * side,
    };
    (one(w), one(h))
}

fn side(hand: &mut Hand) -> f64 {
    match hand.byte() {
        255 => f64::NAN,
        254 => 0.0,
        253 => 1.0,
        b => 60.0 + 2.0 * f64::from(b),
    }
}

fn grab(hand: &mut Hand) -> Grab {
    let index = hand.below(16);
    let mut number = |within: f64| (hand.share() * 2.0 - 1.0) * within;
    match index {
        0 => Grab::Probability,
        1 => Grab::Uniform,
        2 => Grab::Fill,
        3 => Grab::Temperature,
        4 => Grab::Winner,
        5 => Grab::Step,
        6 => Grab::Location {
            from: number(20.0),
            location: number(10.0),
            scale: number(10.0),
        },
        7 => Grab::Scale {
            from: number(20.0),
            scale: number(10.0),
        },
        i if i < 12 => Grab::Panel(i - 8),
        i => Grab::Target((i - 12) * 3),
    }
}

/// A setting, a view of it in some size, and up to eight movements; the picture at the end.
pub fn drags(bytes: &[u8]) {
    let hand = &mut Hand(bytes);
    let view = hand.of(&ViewKind::ALL);
    let mut params = Params::default();
    let logits = hand.logits();
    params.set_categories(logits.len());
    params.logits = logits;
    params.temperature = hand.temperature();
    params.objective = OBJECTIVES[[0, 1, 3][hand.below(3)]];
    params.steps = 10;
    params.replicates = 2;
    let n = hand.below(40) as u64;
    let size = (side(hand), side(hand));
    let mut theme = if hand.below(2) == 0 {
        Theme::light()
    } else {
        Theme::dark()
    };
    theme.zoom = 0.5 + hand.share() * 2.0;
    let mut focus = Focus {
        hide_targets: hand.below(8) == 7,
        ..Focus::default()
    };
    let mut explorer = Explorer::new(params);
    explorer.step(n);

    let mut held = None;
    for _ in 0..8 {
        if hand.is_empty() {
            break;
        }
        let new = match hand.below(6) {
            0 | 1 => {
                let at = place(hand, size);
                let probe = view::probe(view, &explorer, size, &theme, &focus, at);
                assert!(
                    !probe.text.contains("NaN") && !probe.text.contains("inf"),
                    "{}",
                    probe.text
                );
                assert!(
                    probe
                        .category
                        .is_none_or(|k| k < explorer.params().categories())
                );
                focus.cursor = Some(at);
                focus.category = probe.category;
                held = probe.grab.or(held);
                None
            }
            2 | 3 => {
                let to = place(hand, size);
                held.and_then(|held| view::drag(view, &explorer, size, &theme, held, to))
            }
            4 => {
                let mut steps = || (hand.share() - 0.5) * 400.0;
                let (dx, dy) = (steps(), steps());
                held.and_then(|held| view::nudge(view, &explorer, held, dx, dy))
            }
            _ => {
                held = Some(grab(hand));
                None
            }
        };
        if let Some(new) = new {
            check(&new);
            reads_back(&new);
            explorer.set_params(new);
        }
    }
    is_finite(&view::svg(view, &explorer, size, &theme, &focus));
}

/// No NaN, and no coordinate far from anything: an infinite one is a whole number at the end of its type. The letters of an
/// image that lies inside may spell anything.
fn is_finite(svg: &str) {
    for piece in svg.split('"').filter(|piece| !piece.starts_with("data:")) {
        for bad in ["NaN", "2147483647", "-2147483648"] {
            assert!(!piece.contains(bad), "{bad} in {piece}");
        }
        assert!(!piece.ends_with("inf"), "{piece}");
    }
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
}
