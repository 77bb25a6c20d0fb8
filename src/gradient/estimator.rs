//! The estimators, by name: what each is, whether it is biased, and what it needs.

use super::objective::Objective;

/// Whether the mean of an estimator is the gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    /// Its value is the gradient itself.
    Exact,
    /// Its mean is the gradient, at every temperature.
    Unbiased,
    /// Its mean is the gradient of something else.
    Biased,
}

/// An estimator of `d E[f(z)] / d l`, one estimate of shape `[K]` for each row of a batch, in the unit of f per nat.
///
/// `z = one_hot(b)`, b the winner of the row; y its soft sample at temperature tau; `J(y)_ik = y_i (1[i = k] - y_k)/tau`. The
/// estimates of each sum to 0 over the categories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Estimator {
    /// By enumeration: `pi_k (f(e_k) - sum_j pi_j f(e_j))`. No noise, no bias.
    Exact,
    /// REINFORCE: `f(z) (z - pi)`. Unbiased; needs f at the corners only. `[W]`.
    ScoreFunction,
    /// `(f(z) - c)(z - pi)`, c the mean of f over the rows before this one. Unbiased, since c does not depend on this
    /// row's z and `E[z - pi] = 0`. `[W]`.
    RunningMean {
        /// About so many rows are remembered: after row n the mean moves by max(1/n, 1/memory) of the way.
        memory: u32,
    },
    /// `(f(z) - c)(z - pi)`, c the mean of f over the other rows of the batch (0 where there is no other). Unbiased. Two
    /// rows of a batch of n have the covariance `|g|^2/(n-1)^2` (trace), so a mean over few rows varies a little more
    /// than independent rows would. `[K]`.
    LeaveOneOut,
    /// `J(y)^T grad f(y)`: the gradient of `f(y)` at fixed noise. Biased for `E[f(z)]` unless f and E\[y\] happen to agree; its
    /// variance grows as tau falls. `[J]` section 2.
    GumbelSoftmax,
    /// `J(y)^T grad f(z)`: z goes forward, the gradient comes back through y. Biased. `[J]` section 2.2.
    StraightThroughGumbelSoftmax,
    /// `J(pi)^T grad f(z)` with tau = 1: z forward, the gradient as if pi had been passed on. Biased (but for a linear f). `[B]`.
    StraightThrough,
    /// `(f(z) - eta f(y~)) (z - pi) + eta d f(y)/d l - eta d f(y~)/d l`, y~ the soft sample drawn anew given the
    /// winner. Unbiased at every tau and eta. `[T]`; see [`super::Draws::draw`] for y~ and its derivative. Here the noise of y~ is
    /// independent; `[T]` couples it with that of y, which lowers the variance at large eta.
    Rebar {
        /// The weight of the control variate; 0 is the score function.
        eta: f64,
    },
}

impl Estimator {
    /// One of each, in the order in which they are shown.
    pub const ALL: [Estimator; 8] = [
        Estimator::Exact,
        Estimator::ScoreFunction,
        Estimator::RunningMean { memory: 100 },
        Estimator::LeaveOneOut,
        Estimator::GumbelSoftmax,
        Estimator::StraightThroughGumbelSoftmax,
        Estimator::StraightThrough,
        Estimator::Rebar { eta: 1.0 },
    ];

    /// A short name for tables and addresses.
    pub fn key(self) -> &'static str {
        match self {
            Estimator::Exact => "exact",
            Estimator::ScoreFunction => "score",
            Estimator::RunningMean { .. } => "running-mean",
            Estimator::LeaveOneOut => "leave-one-out",
            Estimator::GumbelSoftmax => "gumbel-softmax",
            Estimator::StraightThroughGumbelSoftmax => "st-gumbel-softmax",
            Estimator::StraightThrough => "straight-through",
            Estimator::Rebar { .. } => "rebar",
        }
    }

    /// Whether its mean is the gradient.
    pub fn bias(self) -> Bias {
        match self {
            Estimator::Exact => Bias::Exact,
            Estimator::GumbelSoftmax
            | Estimator::StraightThroughGumbelSoftmax
            | Estimator::StraightThrough => Bias::Biased,
            _ => Bias::Unbiased,
        }
    }

    /// Whether it takes the gradient of f, and so applies to no table.
    pub fn is_pathwise(self) -> bool {
        self.uses_temperature() || self == Estimator::StraightThrough
    }

    /// Whether it depends on the temperature.
    pub fn uses_temperature(self) -> bool {
        matches!(
            self,
            Estimator::GumbelSoftmax
                | Estimator::StraightThroughGumbelSoftmax
                | Estimator::Rebar { .. }
        )
    }

    /// Whether it needs the second half of each row.
    pub fn is_conditional(self) -> bool {
        matches!(self, Estimator::Rebar { .. })
    }

    /// Whether it can be used on this objective; else it is "not applicable".
    pub fn applies_to(self, objective: &Objective) -> bool {
        objective.is_differentiable() || !self.is_pathwise()
    }
}
