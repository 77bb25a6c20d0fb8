//! What is asked of a view and what it answers, apart from pixels.

use std::fmt;
use std::str::FromStr;

/// The pictures: the four of the explorer, then those of the chapters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// The law of the noise and the noise drawn.
    Noise,
    /// One draw, step by step.
    Draw,
    /// The soft samples on the simplex.
    Simplex,
    /// Counts, means and a marginal against their targets.
    Histogram,
    /// The cumulative sums of pi, and the step that u hits.
    Staircase,
    /// u to g through the CDF of the noise, and back.
    Inverse,
    /// The law of the largest of n draws, against its limit.
    Extremes,
    /// The same draw as K alarm clocks.
    Race,
    /// The area that is pi.
    Proof,
    /// The value of the maximum, and who has it.
    Maximum,
    /// Why a gradient passes some functions and not others.
    Gradient,
    /// The difference of two Gumbels, and binary Concrete.
    Difference,
    /// The same noise at several temperatures.
    Temperatures,
    /// The frozen draw sliding to its corner.
    Slide,
    /// The density at four temperatures.
    Simplices,
    /// The log-density along a segment, and its chord.
    Chord,
    /// The noise given who won.
    Backwards,
    /// The cost of softness along the temperature.
    Bias,
    /// One draw through a straight-through estimator, forward and backward.
    Passing,
    /// Descent with several estimators from one start.
    Descent,
    /// What each estimator makes of the gradient.
    Arrows,
    /// Bias and variance of the estimators along the temperature.
    Tradeoff,
}

impl ViewKind {
    /// All of them, in the order of the page.
    pub const ALL: [ViewKind; 22] = [
        ViewKind::Noise,
        ViewKind::Draw,
        ViewKind::Simplex,
        ViewKind::Histogram,
        ViewKind::Staircase,
        ViewKind::Inverse,
        ViewKind::Extremes,
        ViewKind::Race,
        ViewKind::Proof,
        ViewKind::Maximum,
        ViewKind::Gradient,
        ViewKind::Difference,
        ViewKind::Temperatures,
        ViewKind::Slide,
        ViewKind::Simplices,
        ViewKind::Chord,
        ViewKind::Backwards,
        ViewKind::Bias,
        ViewKind::Passing,
        ViewKind::Descent,
        ViewKind::Arrows,
        ViewKind::Tradeoff,
    ];

    /// Its name in attributes and addresses.
    pub fn name(self) -> &'static str {
        match self {
            ViewKind::Noise => "noise",
            ViewKind::Draw => "draw",
            ViewKind::Simplex => "simplex",
            ViewKind::Histogram => "histogram",
            ViewKind::Staircase => "staircase",
            ViewKind::Inverse => "inverse",
            ViewKind::Extremes => "extremes",
            ViewKind::Race => "race",
            ViewKind::Proof => "proof",
            ViewKind::Maximum => "maximum",
            ViewKind::Gradient => "gradient",
            ViewKind::Difference => "difference",
            ViewKind::Temperatures => "temperatures",
            ViewKind::Slide => "slide",
            ViewKind::Simplices => "simplices",
            ViewKind::Chord => "chord",
            ViewKind::Backwards => "backwards",
            ViewKind::Bias => "bias",
            ViewKind::Passing => "passing",
            ViewKind::Descent => "descent",
            ViewKind::Arrows => "arrows",
            ViewKind::Tradeoff => "tradeoff",
        }
    }

    /// The view of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }
}

/// The three canvases of a view, from the back to the front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Axes and regions; depends on parameters, size, theme and focus.
    Ground,
    /// What was measured: bars, dots, the draw; depends on the tallies as well.
    Live,
    /// Exact curves, targets, handles; depends on what the ground depends on.
    Over,
}

impl Layer {
    /// All of them, from the back to the front.
    pub const ALL: [Layer; 3] = [Layer::Ground, Layer::Live, Layer::Over];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Ground => "ground",
            Layer::Live => "live",
            Layer::Over => "over",
        }
    }

    /// The layer of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }
}

/// What the reader looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Focus {
    /// The category pointed at, in any view.
    pub category: Option<usize>,
    /// The pointer over this view, in CSS pixels.
    pub cursor: Option<(f64, f64)>,
    /// How far the draw has ridden along the noise view's curves, 0 to 1; None: all the way.
    pub ride: Option<f64>,
    /// Whether what is exact stays hidden, for a room that is to guess first: curves, densities,
    /// pi, E\[y\], and what one draw comes to.
    pub hide_targets: bool,
    /// Whether the present draw is marked where it is one of many.
    pub mark_draw: bool,
}

impl Focus {
    /// The same with what does not exist left out.
    pub(crate) fn within(&self, categories: usize) -> Focus {
        Focus {
            category: self.category.filter(|&k| k < categories),
            cursor: self.cursor.filter(|c| c.0.is_finite() && c.1.is_finite()),
            ride: self
                .ride
                .filter(|r| r.is_finite())
                .map(|r| r.clamp(0.0, 1.0)),
            hide_targets: self.hide_targets,
            mark_draw: self.mark_draw,
        }
    }
}

/// Something that can be dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grab {
    /// pi inside the simplex.
    Probability,
    /// pi inside one of several panels.
    Panel(usize),
    /// The target bar of a category.
    Target(usize),
    /// The noise's location mu, with where it was taken: g under the pointer, and mu and beta then.
    /// The axis is relabelled under the pointer, so a drag counts from its start.
    Location {
        /// g under the pointer.
        from: f64,
        /// mu.
        location: f64,
        /// beta.
        scale: f64,
    },
    /// The noise's scale beta, likewise.
    Scale {
        /// g under the pointer.
        from: f64,
        /// beta.
        scale: f64,
    },
    /// The uniform that the reader holds.
    Uniform,
    /// The front of the proof's area.
    Fill,
    /// The temperature tau.
    Temperature,
    /// The winner that is given: a press on its column.
    Winner,
    /// The cursor along the steps of the descent.
    Step,
}

impl fmt::Display for Grab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Grab::Probability => write!(f, "probability"),
            Grab::Panel(i) => write!(f, "panel:{i}"),
            Grab::Target(k) => write!(f, "target:{k}"),
            Grab::Location {
                from,
                location,
                scale,
            } => {
                write!(f, "location:{from}:{location}:{scale}")
            }
            Grab::Scale { from, scale } => write!(f, "scale:{from}:{scale}"),
            Grab::Uniform => write!(f, "uniform"),
            Grab::Fill => write!(f, "fill"),
            Grab::Temperature => write!(f, "tau"),
            Grab::Winner => write!(f, "winner"),
            Grab::Step => write!(f, "step"),
        }
    }
}

/// A text that names no grab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownGrab(
    /// The text.
    pub String,
);

impl fmt::Display for UnknownGrab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing to drag is named {:?}", self.0)
    }
}

impl std::error::Error for UnknownGrab {}

impl FromStr for Grab {
    type Err = UnknownGrab;

    /// Reads what `Display` wrote.
    fn from_str(text: &str) -> Result<Self, UnknownGrab> {
        let unknown = || UnknownGrab(text.chars().take(40).collect());
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let mut value = || -> Result<f64, UnknownGrab> {
            let value = parts.next().and_then(|v| v.parse::<f64>().ok());
            value.filter(|v| v.is_finite()).ok_or_else(unknown)
        };
        Ok(match name {
            "probability" => Grab::Probability,
            "uniform" => Grab::Uniform,
            "fill" => Grab::Fill,
            "tau" => Grab::Temperature,
            "winner" => Grab::Winner,
            "step" => Grab::Step,
            "panel" => match value()? {
                i if (0.0..64.0).contains(&i) => Grab::Panel(i as usize),
                _ => return Err(unknown()),
            },
            "target" => match value()? {
                k if (0.0..64.0).contains(&k) => Grab::Target(k as usize),
                _ => return Err(unknown()),
            },
            "location" => Grab::Location {
                from: value()?,
                location: value()?,
                scale: value()?,
            },
            "scale" => Grab::Scale {
                from: value()?,
                scale: value()?,
            },
            _ => return Err(unknown()),
        })
    }
}

/// What lies under a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probe {
    /// Symbols and numbers only, such as "x = 1.230 · f(x) = 0.213"; empty where there is nothing.
    pub text: String,
    /// The category there.
    pub category: Option<usize>,
    /// What a press there would drag.
    pub grab: Option<Grab>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grab_survives_its_text() {
        for grab in [
            Grab::Probability,
            Grab::Temperature,
            Grab::Winner,
            Grab::Step,
            Grab::Target(9),
            Grab::Panel(6),
            Grab::Uniform,
            Grab::Fill,
            Grab::Location {
                from: 0.125,
                location: -1.5,
                scale: 2.0,
            },
            Grab::Scale {
                from: 1.0,
                scale: 0.01,
            },
        ] {
            assert_eq!(grab.to_string().parse(), Ok(grab));
        }
        for text in [
            "",
            "target",
            "target:-1",
            "panel:64",
            "target:NaN",
            "scale:1",
            "temperature",
        ] {
            assert!(text.parse::<Grab>().is_err(), "{text}");
        }
    }

    #[test]
    fn names_go_there_and_back() {
        for view in ViewKind::ALL {
            assert_eq!(ViewKind::from_name(view.name()), Some(view));
        }
        for layer in Layer::ALL {
            assert_eq!(Layer::from_name(layer.name()), Some(layer));
        }
    }
}
