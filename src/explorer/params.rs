//! The parameters: what is shown. Plain data; the table behind it is in `table.rs`.

use super::parse::Range;
use crate::gradient::{Estimator, Objective};
use crate::softmax;

/// The smallest number of categories.
pub const MIN_CATEGORIES: usize = 2;
/// The largest number of categories.
pub const MAX_CATEGORIES: usize = 10;
/// The names that categories have unless the reader types others.
pub const CATEGORY_LETTERS: [&str; MAX_CATEGORIES] =
    ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
/// The longest name of a category, in characters.
pub const LONGEST_NAME: usize = 12;

/// A logit, in nats.
pub const LOGIT: Range = Range::linear(-10.0, 10.0);
/// The temperature tau of the relaxation.
pub const TEMPERATURE: Range = Range::logarithmic(0.01, 100.0);
/// The seed of the stream.
pub const SEED: Range = Range::whole(0.0, 4_294_967_295.0);
/// The number of samples N.
pub const SAMPLES: Range = Range::whole(0.0, 1e9);
/// The location mu of the noise as it is shown.
pub const LOCATION: Range = Range::linear(-10.0, 10.0);
/// The scale beta of the noise as it is shown.
pub const SCALE: Range = Range::logarithmic(0.1, 10.0);
/// Samples a second while playing.
pub const SPEED: Range = Range::logarithmic(1.0, 1e7);

/// The temperature of the relaxation, or its limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Temperature {
    /// tau > 0.
    Soft(f64),
    /// The limit tau -> 0, where the soft sample is the one-hot of the argmax. Not a number of the
    /// sampler, but a mode of its own.
    Argmax,
}

impl Temperature {
    /// tau, or None at the limit.
    pub fn tau(self) -> Option<f64> {
        match self {
            Temperature::Soft(tau) => Some(tau),
            Temperature::Argmax => None,
        }
    }
}

/// A setting that was pinned, to compare with: its samples can be drawn again.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Its logits.
    pub logits: Vec<f64>,
    /// Its temperature.
    pub temperature: Temperature,
    /// How many samples it had.
    pub n: u64,
    /// Of which seed.
    pub seed: u32,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// l_k, 2 to 10 of them, each in [-10, 10] or -inf, at least one finite.
    pub logits: Vec<f64>,
    /// tau.
    pub temperature: Temperature,
    /// Of the stream of uniforms.
    pub seed: u32,
    /// Samples to draw.
    pub n: u64,
    /// mu: relabels the axis of the noise view, x = mu + beta g.
    pub location: f64,
    /// beta: likewise.
    pub scale: f64,
    /// A name a category.
    pub names: Vec<String>,
    /// The three categories, from 0, that the simplex shows when there are more than three.
    pub triple: [usize; 3],
    /// The category, from 0, whose marginal is shown.
    pub category: usize,
    /// Samples a second while playing.
    pub speed: f64,
    /// The setting to compare with.
    pub pin: Option<Pin>,
    /// The language of the words around the pictures: one of [`LANGUAGES`].
    pub lang: &'static str,
    /// The colours: one of [`THEMES`].
    pub theme: &'static str,
    /// The view shown alone to a room, one of [`PRESENTED`].
    pub present: &'static str,
    /// The chapter of the story that is open, one of [`CHAPTERS`].
    pub chapter: &'static str,
    /// The uniform that the reader holds, where a view maps one u.
    pub u: f64,
    /// The law whose largest of `block` draws is compared with Gumbel, one of [`PARENTS`].
    pub parent: &'static str,
    /// Over how many draws that maximum is taken.
    pub block: u32,
    /// The shape xi of the generalised extreme value law.
    pub xi: f64,
    /// How far the proof's area is filled, 0 to 1.
    pub fill: f64,
    /// The category, from 1, that is given to have won; 0 for none.
    pub given: usize,
    /// The kind of function f whose gradient is estimated, one of [`OBJECTIVES`].
    pub objective: &'static str,
    /// The numbers of f, repeated to one a category; none: those of [`Params::target_of`].
    pub target: Vec<f64>,
    /// The estimators that are shown, words of [`ESTIMATORS`] in their order.
    pub estimators: Vec<&'static str>,
    /// REBAR's weight eta of its control variate.
    pub eta: f64,
    /// How the temperature goes with the step of a descent, one of [`SCHEDULES`].
    pub schedule: &'static str,
    /// Below which the schedule does not go.
    pub floor: f64,
    /// r of the exponential schedule, per step.
    pub decay: f64,
    /// After so many steps the exponential schedule changes the temperature.
    pub every: u32,
    /// The rule of a step, one of [`OPTIMIZERS`].
    pub optimizer: &'static str,
    /// The step size.
    pub rate: f64,
    /// T.
    pub steps: u32,
    /// How many times the descent is run, each on noise of its own.
    pub replicates: u32,
    /// The step that is looked at, as a share of T.
    pub at: f64,
}

/// The chapters of the story, in their order; `none` before one is opened.
pub const CHAPTERS: [&str; 14] = [
    "none",
    "why",
    "staircase",
    "inverse",
    "extremes",
    "race",
    "proof",
    "difference",
    "temperature",
    "density",
    "backwards",
    "argmax",
    "ways",
    "uses",
];
/// The laws whose maxima are shown.
pub const PARENTS: [&str; 4] = ["exponential", "normal", "uniform", "pareto"];
/// The uniform that the reader holds.
pub const UNIFORM: Range = Range::linear(0.001, 0.999);
/// Draws of which the largest is taken.
pub const BLOCK: Range = Range::whole(1.0, 10_000.0);
/// The shape of the generalised extreme value law.
pub const SHAPE: Range = Range::linear(-1.0, 1.0);
/// The kinds of function whose gradient is estimated; the toy has two categories alone.
pub const OBJECTIVES: [&str; 4] = ["squared", "linear", "toy", "table"];
/// The estimators by the words of an address; the exact gradient is always shown.
pub const ESTIMATORS: [&str; 7] = ["reinforce", "baseline", "loo", "gs", "stgs", "st", "rebar"];
/// A number of the function: so wide that an estimate can overflow.
pub const TARGET: Range = Range::linear(-1e100, 1e100);
/// The weight of REBAR's control variate.
pub const ETA: Range = Range::linear(0.0, 2.0);
/// How the temperature goes with the step of a descent.
pub const SCHEDULES: [&str; 3] = ["constant", "linear", "exponential"];
/// Below which a schedule does not go; at 0 a relaxation has no gradient at all.
pub const FLOOR: Range = Range::logarithmic(0.01, 10.0);
/// r of the exponential schedule, per step.
pub const DECAY: Range = Range::logarithmic(1e-5, 1.0);
/// After how many steps the exponential schedule changes the temperature.
pub const EVERY: Range = Range::whole(1.0, 1000.0);
/// The rules of a step.
pub const OPTIMIZERS: [&str; 2] = ["sgd", "adam"];
/// The step size: so large that a descent can diverge.
pub const RATE: Range = Range::logarithmic(0.001, 1e6);
/// Steps of a descent; their history is kept.
pub const STEPS: Range = Range::whole(1.0, 1000.0);
/// How many times a descent is run.
pub const REPLICATES: Range = Range::whole(1.0, 50.0);
/// A share.
pub const SHARE: Range = Range::linear(0.0, 1.0);

/// What `lang` may be; `auto` is the language of the place around the picture.
pub const LANGUAGES: [&str; 3] = ["auto", "en", "zh"];
/// What `theme` may be; `auto` is the reader's system.
pub const THEMES: [&str; 3] = ["auto", "light", "dark"];
/// What `present` may be: the whole page, or one view alone.
pub const PRESENTED: [&str; 5] = ["off", "noise", "draw", "simplex", "histogram"];

impl Default for Params {
    fn default() -> Self {
        Params {
            logits: vec![2.0, 1.0, 0.1],
            temperature: Temperature::Soft(0.5),
            seed: 1,
            n: 2000,
            location: 0.0,
            scale: 1.0,
            names: letters(3),
            triple: [0, 1, 2],
            category: 0,
            speed: 200.0,
            pin: None,
            lang: LANGUAGES[0],
            theme: THEMES[0],
            present: PRESENTED[0],
            chapter: CHAPTERS[0],
            u: 0.5,
            parent: PARENTS[0],
            block: 10,
            xi: 0.0,
            fill: 1.0,
            given: 0,
            objective: OBJECTIVES[0],
            target: Vec::new(),
            estimators: vec!["reinforce", "baseline", "gs", "stgs"],
            eta: 1.0,
            schedule: SCHEDULES[0],
            floor: 0.1,
            decay: 0.01,
            every: 1,
            optimizer: OPTIMIZERS[0],
            rate: 1.0,
            steps: 300,
            replicates: 20,
            at: 1.0,
        }
    }
}

fn letters(categories: usize) -> Vec<String> {
    CATEGORY_LETTERS[..categories]
        .iter()
        .map(|&s| s.to_owned())
        .collect()
}

impl Params {
    /// K.
    pub fn categories(&self) -> usize {
        self.logits.len()
    }

    /// Changes the number of categories: new ones come with logit 0; the last ones go. What named
    /// a category that is gone falls back.
    pub fn set_categories(&mut self, categories: usize) {
        let k = categories.clamp(MIN_CATEGORIES, MAX_CATEGORIES);
        self.logits.resize(k, 0.0);
        if !self.logits.iter().any(|l| l.is_finite()) {
            self.logits[0] = 0.0;
        }
        self.names.truncate(k);
        for letter in &CATEGORY_LETTERS[self.names.len()..k] {
            self.names.push((*letter).to_owned());
        }
        if self.triple.iter().any(|&i| i >= k) {
            self.triple = [0, 1, 2];
        }
        self.category = self.category.min(k - 1);
        self.mend_given();
        if self.objective == "toy" && k != 2 {
            self.objective = OBJECTIVES[0];
        }
    }

    /// The numbers of f, one a category (the toy has one alone): those given, or t = (0.3, 0.2, 0.5), for the toy 0.45,
    /// over and over.
    pub fn target_of(&self) -> Vec<f64> {
        let toy = self.objective == "toy";
        let own: &[f64] = if toy { &[0.45] } else { &[0.3, 0.2, 0.5] };
        let list = if self.target.is_empty() {
            own
        } else {
            &self.target
        };
        let count = if toy { 1 } else { self.categories() };
        list.iter().copied().cycle().take(count).collect()
    }

    /// f.
    pub fn objective_of(&self) -> Objective {
        let target = self.target_of();
        match self.objective {
            "linear" => Objective::Linear { rewards: target },
            "toy" => Objective::Toy { target: target[0] },
            "table" => Objective::Table { rewards: target },
            _ => Objective::SquaredDistance { target },
        }
    }

    /// An estimator by its word in [`ESTIMATORS`].
    pub fn estimator_of(&self, word: &str) -> Option<Estimator> {
        Some(match word {
            "reinforce" => Estimator::ScoreFunction,
            "baseline" => Estimator::RunningMean { memory: 100 },
            "loo" => Estimator::LeaveOneOut,
            "gs" => Estimator::GumbelSoftmax,
            "stgs" => Estimator::StraightThroughGumbelSoftmax,
            "st" => Estimator::StraightThrough,
            "rebar" => Estimator::Rebar { eta: self.eta },
            _ => return None,
        })
    }

    /// A category that is gone, or has probability 0, cannot be given to have won.
    pub(super) fn mend_given(&mut self) {
        let possible = self.given.checked_sub(1).and_then(|k| self.logits.get(k));
        if !possible.is_some_and(|l| l.is_finite()) {
            self.given = 0;
        }
    }

    /// Gives category `k` the probability `p` and leaves the proportions of the others: only one
    /// logit changes, l_k = ln(p/(1-p)) + LSE of the others.
    pub fn set_prob(&mut self, k: usize, p: f64) {
        let mut others = self.logits.clone();
        others[k] = f64::NEG_INFINITY;
        let rest = softmax::log_sum_exp(&others);
        self.logits[k] = if p <= 0.0 && rest.is_finite() {
            f64::NEG_INFINITY
        } else {
            let odds = if p < 1.0 {
                libm::log(p) - libm::log1p(-p)
            } else {
                f64::INFINITY
            };
            // With no other category left there is nothing to weigh against.
            let rest = if rest.is_finite() { rest } else { 0.0 };
            nearest_logit(odds + rest)
        };
    }
}

/// The nearest logit that can be kept, to 5 decimals when it was computed rather than typed.
pub fn nearest_logit(l: f64) -> f64 {
    LOGIT.nearest(libm::round(l * 1e5) / 1e5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_category_that_is_gone_stays() {
        let mut params = Params::default();
        params.set_categories(6);
        (params.triple, params.category) = ([0, 2, 4], 3);
        params.objective = OBJECTIVES[1];
        params.set_categories(5);
        assert_eq!((params.triple, params.category), ([0, 2, 4], 3));
        assert_eq!(params.objective, OBJECTIVES[1]);
        params.set_categories(4);
        assert_eq!((params.triple, params.category), ([0, 1, 2], 3));
        params.set_categories(3);
        assert_eq!(params.category, 2);
    }

    /// The toy is a function of two categories.
    #[test]
    fn the_toy_stays_with_two_categories_alone() {
        let mut params = Params::default();
        for (k, then) in [(2, "toy"), (3, OBJECTIVES[0])] {
            params.objective = "toy";
            params.set_categories(k);
            assert_eq!(params.objective, then, "{k}");
        }
    }
}
