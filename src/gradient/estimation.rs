//! The estimators at work: from draws to an estimate a row.

#![allow(clippy::needless_range_loop)] // One index over several arrays.

use super::draws::Draws;
use super::estimator::Estimator;
use super::lanes::{LANES, Lanes, all, packed};
use super::objective::Quadratic;
use super::problem::Problem;
use super::relaxed::Relaxed;

/// An estimator and what it keeps from batch to batch: the running mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimation {
    estimator: Estimator,
    mean: f64,
    seen: u64,
    estimate: Vec<Lanes>,
    path: Vec<Lanes>,
}

impl Estimation {
    /// Before the first row.
    pub fn new(estimator: Estimator) -> Self {
        Estimation {
            estimator,
            mean: 0.0,
            seen: 0,
            estimate: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Which estimator.
    pub fn estimator(&self) -> Estimator {
        self.estimator
    }

    /// The baseline after the rows so far; 0 unless it is a running mean.
    pub fn baseline(&self) -> f64 {
        self.mean
    }

    /// An estimate for each row, row by row, shape `[rows, K]`.
    ///
    /// `draws` must be those of `problem`, and `relaxed` those of `draws` (not read unless the estimator uses a
    /// temperature); both conditional for REBAR. `None` where the estimator does not apply to the objective.
    pub fn estimates(
        &mut self,
        problem: &Problem,
        draws: &Draws,
        relaxed: &Relaxed,
    ) -> Option<Vec<f64>> {
        let k = problem.categories();
        let mut rows = vec![0.0; draws.rows() * k];
        let mut at = 0;
        let applies = self.each(problem, draws, relaxed, |live, estimate| {
            for i in 0..live {
                for lanes in estimate.iter() {
                    rows[at] = lanes[i];
                    at += 1;
                }
            }
        });
        applies.then_some(rows)
    }

    /// Hands the estimates of each chunk to `take`, with how many of its lanes are rows; false where not applicable.
    pub(super) fn each(
        &mut self,
        problem: &Problem,
        draws: &Draws,
        relaxed: &Relaxed,
        mut take: impl FnMut(usize, &mut [Lanes]),
    ) -> bool {
        if !self.estimator.applies_to(problem.objective()) {
            return false;
        }
        let k = problem.categories();
        let mut out = core::mem::take(&mut self.estimate);
        out.resize(k, [0.0; LANES]);
        let total = match self.estimator {
            Estimator::LeaveOneOut => total_value(draws),
            _ => 0.0,
        };
        for chunk in 0..draws.chunks() {
            let live = draws.live(chunk);
            let at = Chunk {
                problem,
                one_hot: &draws.one_hot[chunk * k..(chunk + 1) * k],
            };
            let range = chunk * k..(chunk + 1) * k;
            match (self.estimator, &problem.quadratic) {
                (Estimator::Exact, _) => {
                    for (out, g) in out.iter_mut().zip(problem.gradient()) {
                        *out = [*g; LANES];
                    }
                }
                (Estimator::ScoreFunction, _) => at.score(&draws.value[chunk], &mut out),
                (Estimator::RunningMean { memory }, _) => {
                    let weight = self.less_mean(memory, &draws.value[chunk], live);
                    at.score(&weight, &mut out);
                }
                (Estimator::LeaveOneOut, _) => {
                    let weight = less_others(total, draws.rows(), &draws.value[chunk]);
                    at.score(&weight, &mut out);
                }
                (Estimator::GumbelSoftmax, Some(f)) => {
                    let y = &relaxed.y[range];
                    back(f, y, y, relaxed.inverse, &mut out);
                }
                (Estimator::StraightThroughGumbelSoftmax, Some(f)) => {
                    let y = &relaxed.y[range];
                    back(f, at.one_hot, y, relaxed.inverse, &mut out);
                }
                (Estimator::StraightThrough, Some(f)) => at.straight_through(f, &mut out),
                (Estimator::Rebar { eta }, Some(f)) => {
                    let (y, anew) = (
                        &relaxed.y[range.clone()],
                        &relaxed.conditional[range.clone()],
                    );
                    let weight = packed(&draws.value[chunk]) - all(eta) * packed(&values(f, anew));
                    at.score(&weight.to_array(), &mut out);
                    let path = &mut self.path;
                    path.resize(k, [0.0; LANES]);
                    back(f, y, y, relaxed.inverse, path);
                    for (out, path) in out.iter_mut().zip(path.iter()) {
                        *out = (packed(out) + all(eta) * packed(path)).to_array();
                    }
                    back(f, anew, anew, relaxed.inverse, path);
                    at.through_condition(&draws.slope[range], path);
                    for (out, path) in out.iter_mut().zip(path.iter()) {
                        *out = (packed(out) - all(eta) * packed(path)).to_array();
                    }
                }
                // A quadratic is there whenever the estimator applies.
                (_, None) => return false,
            }
            take(live, &mut out);
        }
        self.estimate = out;
        true
    }

    /// f less the running mean before each row, which the row then moves.
    fn less_mean(&mut self, memory: u32, value: &Lanes, live: usize) -> Lanes {
        let mut weight = [0.0; LANES];
        for i in 0..live {
            weight[i] = value[i] - self.mean;
            self.seen += 1;
            let share = self.seen.min(u64::from(memory.max(1))) as f64;
            self.mean += weight[i] / share;
        }
        weight
    }
}

/// The sum of f over the rows of a batch.
fn total_value(draws: &Draws) -> f64 {
    let mut total = 0.0;
    for (chunk, value) in draws.value.iter().enumerate() {
        for value in &value[..draws.live(chunk)] {
            total += value;
        }
    }
    total
}

/// f less its mean over the other rows of the batch.
fn less_others(total: f64, rows: usize, value: &Lanes) -> Lanes {
    if rows < 2 {
        return *value;
    }
    let others = (rows - 1) as f64;
    core::array::from_fn(|i| value[i] - (total - value[i]) / others)
}

/// `f(y)` in each lane.
#[inline(always)]
fn values(f: &Quadratic, y: &[Lanes]) -> Lanes {
    let mut sum = all(f.constant);
    for (y, (slope, curvature)) in y.iter().zip(f.slope.iter().zip(&f.curvature)) {
        let y = packed(y);
        sum += y * (all(0.5 * curvature) * y + all(*slope));
    }
    sum.to_array()
}

/// `J(y)^T grad f(at)`: `y_k (f'_k - sum_j y_j f'_j)/tau`.
#[inline(always)]
fn back(f: &Quadratic, at: &[Lanes], y: &[Lanes], inverse: f64, out: &mut [Lanes]) {
    let mut sum = all(0.0);
    let terms = f.slope.iter().zip(&f.curvature);
    for (((out, at), y), (slope, curvature)) in out.iter_mut().zip(at).zip(y).zip(terms) {
        let slope = all(*curvature) * packed(at) + all(*slope);
        *out = slope.to_array();
        sum += packed(y) * slope;
    }
    for (out, y) in out.iter_mut().zip(y) {
        *out = (packed(y) * (packed(out) - sum) * all(inverse)).to_array();
    }
}

struct Chunk<'a> {
    problem: &'a Problem,
    one_hot: &'a [Lanes],
}

impl Chunk<'_> {
    /// `weight (z - pi)`.
    #[inline(always)]
    fn score(&self, weight: &Lanes, out: &mut [Lanes]) {
        let weight = packed(weight);
        for ((out, z), p) in out.iter_mut().zip(self.one_hot).zip(&self.problem.probs) {
            *out = (weight * (packed(z) - all(*p))).to_array();
        }
    }

    /// `J(pi)^T grad f(z)`, tau = 1.
    fn straight_through(&self, f: &Quadratic, out: &mut [Lanes]) {
        let probs = &self.problem.probs;
        let mut sum = all(0.0);
        for (k, (out, z)) in out.iter_mut().zip(self.one_hot).enumerate() {
            let slope = all(f.curvature[k]) * packed(z) + all(f.slope[k]);
            *out = slope.to_array();
            sum += all(probs[k]) * slope;
        }
        for (out, p) in out.iter_mut().zip(probs) {
            *out = (all(*p) * (packed(out) - sum)).to_array();
        }
    }

    /// From `d/dz~` to `d/dl`: times `d z~_j / d ln pi_j`, then `d ln pi_j / d l_k = 1[j = k] - pi_k`.
    fn through_condition(&self, slope: &[Lanes], path: &mut [Lanes]) {
        let mut sum = all(0.0);
        for (path, slope) in path.iter_mut().zip(slope) {
            let through = packed(path) * packed(slope);
            *path = through.to_array();
            sum += through;
        }
        for (path, p) in path.iter_mut().zip(&self.problem.probs) {
            *path = (packed(path) - all(*p) * sum).to_array();
        }
    }
}
