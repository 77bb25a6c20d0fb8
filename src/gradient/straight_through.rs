//! One straight-through sample, forward and backward, each value kept.

use super::objective::Objective;
use crate::softmax::jacobian;

/// What a straight-through Gumbel-Softmax sample passes on in either direction. Each list has the shape `[K]`.
///
/// Forward z, `f(z)`; backward `df/dz`, which is taken for `df/dy`, and from there `J(y)^T` into the logits: `[J]` section
/// 2.2. The step from y to z itself has the derivative 0 wherever it has one.
///
/// ```
/// use gumbel_softmax::gradient::{Objective, StraightThroughPass};
/// let f = Objective::SquaredDistance { target: vec![0.3, 0.7] };
/// let pass = StraightThroughPass::new(&f, &[0.25, 0.75], 1, Some(0.5));
/// assert_eq!(pass.hard_sample, [0.0, 1.0]);
/// let logits = pass.logits.unwrap();
/// // y_1 (1 - y_1) / tau times the difference of the two slopes, -0.6 and 0.6.
/// assert!((logits[0] - 0.375 * -1.2).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StraightThroughPass {
    /// `z = one_hot(argmax y)`, exact ones and zeros.
    pub hard_sample: Vec<f64>,
    /// `f(z)`, in the unit of f.
    pub value: f64,
    /// `df/dz` at z, in the unit of f; `None` for a table, which has no slope.
    pub slope: Option<Vec<f64>>,
    /// `J(y)^T df/dz`: what reaches `l + g` and, since the noise stands aside, l. In the unit of f per nat; 0 at the limit
    /// tau -> 0, where J(y) tends to 0; `None` for a table.
    pub logits: Option<Vec<f64>>,
}

impl StraightThroughPass {
    /// f at the one-hot of a soft sample y, shape `[K]`, whose largest is that of `winner`; `temperature` is tau, or `None`
    /// for its limit 0, where y is one-hot.
    ///
    /// # Panics
    /// If y has not the K of the objective, or there is no such winner.
    pub fn new(
        objective: &Objective,
        soft_sample: &[f64],
        winner: usize,
        temperature: Option<f64>,
    ) -> Self {
        let k = objective.categories();
        assert_eq!(soft_sample.len(), k, "a sample of other categories");
        assert!(winner < k, "there is no category {winner}");
        let hard_sample: Vec<f64> = (0..k)
            .map(|i| if i == winner { 1.0 } else { 0.0 })
            .collect();
        let slope = objective.gradient(&hard_sample);
        let logits = slope.as_ref().map(|slope| match temperature {
            Some(tau) => {
                let j = jacobian(soft_sample, tau);
                let column = |i: usize| (0..k).map(|o| j[o * k + i] * slope[o]).sum();
                (0..k).map(column).collect()
            }
            None => vec![0.0; k],
        });
        StraightThroughPass {
            value: objective.corner(winner),
            hard_sample,
            slope,
            logits,
        }
    }
}
