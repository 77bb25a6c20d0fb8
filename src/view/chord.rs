//! A chord of the log-density: ln p along a straight segment of the simplex, and the straight line
//! between its two ends.
//!
//! The density is log-convex when tau <= 1/(K - 1) (`[M]` proposition 1 d): then the curve never
//! rises above a chord. For larger tau it may. The segment leaves the face y_k = 0, where ln p goes
//! as (tau (K - 1) - 1) ln y_k and so bends over as soon as tau exceeds that bound.

use super::focus::{Focus, Layer, Probe};
use super::marks::{BLACK, WHITE};
use super::notation::{self, readout};
use super::parts::tau_is;
use super::plot::{Scale, bottom_axis, left_axis};
use super::surface::{Align, Face, Ink, Point, Rect, Scene};
use super::theme::Theme;
use crate::distribution::GumbelSoftmax;
use crate::explorer::{Explorer, Params};

/// y_k at the two ends; the other categories that can win share the rest evenly.
const ENDS: (f64, f64) = (0.02, 0.5);

/// The chord of the present parameters.
#[derive(Clone, Debug)]
pub struct Chord {
    law: GumbelSoftmax,
    /// The place of the category among those that can win.
    place: usize,
    /// ln p at the two ends.
    ends: (f64, f64),
    /// k, the category whose y_k is followed: the one chosen, if it can win, else the likeliest.
    pub category: usize,
    /// How many categories can win: K of the density.
    pub categories: usize,
}

impl Chord {
    /// None where there is no density on a segment: at the limit of the argmax, and where only one
    /// category can win.
    pub fn new(params: &Params) -> Option<Self> {
        let tau = params.temperature.tau()?;
        let logits = &params.logits;
        let live = Vec::from_iter((0..logits.len()).filter(|&k| logits[k].is_finite()));
        if live.len() < 2 {
            return None;
        }
        let likeliest = live
            .iter()
            .copied()
            .max_by(|&a, &b| logits[a].total_cmp(&logits[b]).then(b.cmp(&a)))?;
        let chosen = live.contains(&params.category);
        let category = if chosen { params.category } else { likeliest };
        let place = live.iter().position(|&k| k == category)?;
        let own: Vec<f64> = live.iter().map(|&k| logits[k]).collect();
        let mut chord = Chord {
            law: GumbelSoftmax::new(&own, tau).ok()?,
            place,
            ends: (0.0, 0.0),
            category,
            categories: live.len(),
        };
        chord.ends = (chord.ln_pdf(ENDS.0), chord.ln_pdf(ENDS.1));
        Some(chord)
    }

    /// ln p where y_k = t, 0 < t < 1.
    pub fn ln_pdf(&self, t: f64) -> f64 {
        let others = (1.0 - t) / (self.categories - 1) as f64;
        let mut y = vec![others; self.categories];
        y[self.place] = t;
        self.law.ln_pdf(&y)
    }

    /// The height of the chord where y_k = t: (1 - s) ln p(a) + s ln p(b), s running from 0 to 1.
    pub fn straight(&self, t: f64) -> f64 {
        let s = share(t);
        (1.0 - s) * self.ends.0 + s * self.ends.1
    }

    /// ln p in the middle of the segment, and the chord there.
    pub fn middle(&self) -> (f64, f64) {
        let t = (ENDS.0 + ENDS.1) / 2.0;
        (self.ln_pdf(t), self.straight(t))
    }

    /// 1/(K - 1): up to this temperature every chord lies above its curve.
    pub fn bound(&self) -> f64 {
        1.0 / (self.categories - 1) as f64
    }
}

/// How much of the way from the first end to the second.
fn share(t: f64) -> f64 {
    (t - ENDS.0) / (ENDS.1 - ENDS.0)
}

/// `count` + 1 places along the segment, closer together where the density is steep.
fn along(count: u32) -> impl Iterator<Item = f64> {
    (0..=count).map(move |i| {
        let s = f64::from(i) / f64::from(count);
        ENDS.0 + (ENDS.1 - ENDS.0) * s * s
    })
}

struct Plan {
    panel: Rect,
    across: Scale,
    up: Scale,
    /// The lowest number of the axis.
    least: f64,
}

impl Plan {
    fn new(chord: Option<&Chord>, (w, h): (f64, f64), theme: &Theme) -> Self {
        let px = |v: f64| theme.px(v);
        let (left, right) = (px(52.0), px(24.0));
        let (top, bottom) = (px(38.0), px(52.0));
        let panel = Rect::new(left, top, w - left - right, h - top - bottom);
        let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
        if let Some(chord) = chord {
            // The chord lies between its ends, which are on the curve.
            for v in along(60).map(|t| chord.ln_pdf(t)) {
                (lo, hi) = (lo.min(v), hi.max(v));
            }
        }
        if lo >= hi {
            let middle = if lo.is_finite() { lo } else { 0.0 };
            (lo, hi) = (middle - 1.0, middle + 1.0);
        }
        let room = (hi - lo) * 0.14;
        (lo, hi) = (lo - room, hi + room);
        Plan {
            across: Scale::new((0.0, ENDS.1), (panel.x, panel.right())),
            up: Scale::new((lo, hi), (panel.bottom(), panel.y)),
            least: lo,
            panel,
        }
    }

    fn at(&self, t: f64, v: f64) -> Point {
        (self.across.at(t), self.up.at(v))
    }
}

pub(super) fn scene(
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    let mut scene = Scene::new();
    let params = explorer.params();
    let chord = Chord::new(params);
    let plan = Plan::new(chord.as_ref(), size, theme);
    match (layer, chord) {
        (Layer::Ground, chord) => ground(&mut scene, params, &plan, chord, theme, focus),
        (Layer::Over, Some(chord)) => over(&mut scene, &plan, &chord, theme),
        // Nothing is measured here, and without a density there is no curve.
        (Layer::Live | Layer::Over, _) => {}
    }
    scene
}

fn ground(
    scene: &mut Scene,
    params: &Params,
    plan: &Plan,
    chord: Option<Chord>,
    theme: &Theme,
    focus: &Focus,
) {
    let (panel, size, ink) = (plan.panel, theme.symbol(), theme.ink());
    bottom_axis(scene, theme, panel.bottom(), (0.0, ENDS.1), &plan.across);
    let text = chord.as_ref().map_or_else(
        || tau_is(params.temperature),
        |chord| {
            let sign = match params.temperature.tau() {
                Some(tau) if tau > chord.bound() => '>',
                _ => '≤',
            };
            let most = match chord.categories {
                2 => "1".into(),
                k => format!("1/{}", k - 1),
            };
            format!("{} {sign} {most}", tau_is(params.temperature))
        },
    );
    let high = panel.y - theme.px(22.0);
    notation::set(scene, &text, (panel.right(), high), Align::Right, size, ink);
    let Some(chord) = chord else { return };
    if !focus.hide_targets {
        left_axis(scene, theme, panel, &plan.up, plan.least);
        let at = (theme.px(8.0), high);
        notation::set(scene, "ln p(y)", at, Align::Left, size, ink);
    }
    let name = notation::indexed("y", &params.names[chord.category], theme);
    let at = (panel.right(), panel.bottom() + theme.px(36.0));
    notation::set(scene, &name, at, Align::Right, size, ink);
}

/// The area between curve and chord, the chord, the curve, and the middles of both.
fn over(scene: &mut Scene, plan: &Plan, chord: &Chord, theme: &Theme) {
    let curve: Vec<Point> = along(160).map(|t| plan.at(t, chord.ln_pdf(t))).collect();
    let (a, b) = (curve[0], curve[curve.len() - 1]);
    let tint = if theme.dark { 0.26 } else { 0.16 };
    scene.fill(
        curve.iter().copied().chain([b, a]),
        Ink(theme.category(chord.category), tint),
    );
    let dash = (theme.px(6.0), theme.px(4.0));
    scene.dashes(&[a, b], dash, theme.ink(), theme.pen());
    scene.path(curve.iter().copied(), theme.ink(), theme.pen());
    let disc = |scene: &mut Scene, at: Point| {
        scene.disc(at, theme.px(5.0), Ink(WHITE, 0.9));
        scene.disc(at, theme.px(3.6), Ink(BLACK, 1.0));
    };
    disc(scene, a);
    disc(scene, b);
    let (inside, straight) = chord.middle();
    let t = (ENDS.0 + ENDS.1) / 2.0;
    let (below, above) = (plan.at(t, inside), plan.at(t, straight));
    scene.line(below, above, theme.ink(), theme.hair());
    // Of the chord a ring, of the curve a disc.
    scene.disc(above, theme.px(5.0), Ink(theme.background, 1.0));
    scene.ring(above, theme.px(5.0), theme.ink(), theme.pen());
    disc(scene, below);
    // On the side of each end where neither line runs.
    let (first, last) = (curve[1], curve[curve.len() - 2]);
    let ends = [("a", a, first.1.min(b.1)), ("b", b, last.1.min(a.1))];
    for (name, at, highest) in ends {
        let room = theme.px(14.0);
        let steep = at.1 - highest > theme.px(1.0) && (name == "b" || first.1 < a.1);
        let at = (at.0, at.1 + if steep { room } else { -room });
        let size = theme.symbol();
        scene.text(name, at, Align::Centre, Face::Italic, size, theme.ink());
    }
}

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let chord = Chord::new(params);
    let plan = Plan::new(chord.as_ref(), size, theme);
    let Some(chord) = chord.filter(|_| plan.panel.holds(at, theme.px(12.0))) else {
        return Probe::default();
    };
    let t = plan.across.value(at.0).clamp(ENDS.0, ENDS.1);
    let t = if t.is_finite() { t } else { ENDS.0 };
    let (inside, straight) = (chord.ln_pdf(t), chord.straight(t));
    // At an end they are one number, computed twice.
    let sign = match inside - straight {
        d if d.abs() <= 1e-9 * (1.0 + straight.abs()) => '=',
        d if d < 0.0 => '<',
        _ => '>',
    };
    Probe {
        text: format!(
            "y_{} = {} · ln p(y) = {} {sign} {} = (1 − s) ln p(a) + s ln p(b), s = {}",
            params.names[chord.category],
            readout(t),
            readout(inside),
            readout(straight),
            readout(share(t)),
        ),
        category: Some(chord.category),
        grab: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TEN, explorer};
    use super::*;
    use crate::explorer::Temperature;

    fn chord(logits: &[f64], tau: f64, category: usize) -> Chord {
        let mut params = explorer(logits, Temperature::Soft(tau), 0).params().clone();
        params.category = category;
        Chord::new(&params).expect("a density")
    }

    /// ln p by the formula of `[M]` equation 10, summed as it stands.
    fn by_formula(logits: &[f64], tau: f64, y: &[f64]) -> f64 {
        let k = y.len() as i32;
        let each = logits.iter().zip(y);
        let top: f64 = each
            .clone()
            .map(|(l, y)| l.exp() * y.powf(-tau - 1.0))
            .product();
        let sum: f64 = each.map(|(l, y)| l.exp() * y.powf(-tau)).sum();
        let factorial: f64 = (1..k).map(f64::from).product();
        (factorial * tau.powi(k - 1) * top / sum.powi(k)).ln()
    }

    #[test]
    fn the_curve_is_the_density_along_the_segment() {
        for tau in [0.3, 0.5, 1.0, 2.0] {
            let chord = chord(&[2.0, 1.0, 0.1], tau, 1);
            for t in [0.02, 0.1, 0.26, 0.5] {
                let y = [(1.0 - t) / 2.0, t, (1.0 - t) / 2.0];
                let want = by_formula(&[2.0, 1.0, 0.1], tau, &y);
                assert!((chord.ln_pdf(t) - want).abs() < 1e-12, "{tau} {t}");
            }
            let want = (chord.ln_pdf(0.02) + chord.ln_pdf(0.5)) / 2.0;
            assert!((chord.middle().1 - want).abs() < 1e-12);
        }
    }

    #[test]
    fn up_to_the_bound_the_curve_lies_below_its_chord_and_beyond_it_need_not() {
        for logits in [&[0.0, 0.0, 0.0][..], &[2.0, 1.0, 0.1], &[1.0, 0.0], &TEN] {
            for category in 0..logits.len() {
                let bound = chord(logits, 1.0, category).bound();
                assert_eq!(bound, 1.0 / (logits.len() - 1) as f64);
                for tau in [bound, bound / 2.0, bound / 10.0] {
                    let chord = chord(logits, tau.max(0.01), category);
                    for t in along(50).skip(1).take(49) {
                        let (curve, line) = (chord.ln_pdf(t), chord.straight(t));
                        assert!(curve < line, "{logits:?} {tau} {category} {t}");
                    }
                }
                let (curve, line) = chord(logits, 50.0, category).middle();
                assert!(curve > line, "{logits:?} {category}");
            }
        }
        // The chapter's own case: [M] figure 2, equality at tau = 1/2, and tau = 1.
        let two_to_half = [2.0f64.ln(), 0.5f64.ln(), 0.0];
        let gap = |tau| {
            let (curve, line) = chord(&two_to_half, tau, 0).middle();
            curve - line
        };
        assert!((gap(0.5) + 0.335).abs() < 5e-3 && (gap(1.0) - 0.879).abs() < 5e-3);
    }

    #[test]
    fn lost_categories_are_left_out_and_there_may_be_no_chord() {
        let lost = f64::NEG_INFINITY;
        let left = chord(&[2.0, lost, 0.1], 0.7, 1);
        let pair = chord(&[2.0, 0.1], 0.7, 0);
        assert_eq!((left.category, left.categories), (0, 2));
        assert_eq!(left.middle(), pair.middle());
        let none = |logits: &[f64], temperature| {
            Chord::new(explorer(logits, temperature, 0).params()).is_none()
        };
        assert!(none(&[lost, 1.0], Temperature::Soft(1.0)));
        assert!(none(&[0.0, 1.0], Temperature::Argmax));
    }

    #[test]
    fn the_readout_says_on_which_side_the_curve_is() {
        let size = (480.0, 300.0);
        for (tau, sign) in [(0.2, " < "), (4.0, " > ")] {
            let explorer = explorer(&[2.0, 1.0, 0.1], Temperature::Soft(tau), 0);
            let text = probe(&explorer, size, &Theme::light(), (250.0, 100.0)).text;
            assert!(text.contains(sign), "{text}");
        }
    }
}
