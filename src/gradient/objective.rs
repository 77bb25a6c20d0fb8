//! The functions whose expectation is to be moved.

use crate::distribution::ParameterError;

/// f on the simplex of K categories, given at the corners and, but for the table, between them.
///
/// All values in the unit of f. `z` has shape `[K]` and is a corner or a point of the simplex.
///
/// ```
/// use gumbel_softmax::gradient::Objective;
/// let f = Objective::SquaredDistance { target: vec![0.3, 0.2, 0.5] };
/// assert!((f.corner(0) - 0.78).abs() < 1e-15);
/// let table = Objective::Table { rewards: vec![1.0, 3.0] };
/// assert_eq!(table.gradient(&[0.5, 0.5]), None); // known at the corners only
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Objective {
    /// A loss: `f(z) = sum_k (z_k - t_k)^2`, gradient `2 (z - t)`.
    SquaredDistance {
        /// t, shape `[K]`.
        target: Vec<f64>,
    },
    /// A reward: `f(z) = sum_k c_k z_k`, gradient c.
    Linear {
        /// c, shape `[K]`.
        rewards: Vec<f64>,
    },
    /// A loss, K = 2: `f(z) = (b - t)^2`, b = z_2, gradient `(0, 2 (b - t))`. With t just below 1/2 both corners are
    /// nearly as good: the toy problem of `[T]` section 5.1 (t = 0.45) and `[G]` section 4 (t = 0.499).
    Toy {
        /// t.
        target: f64,
    },
    /// A reward known at the corners only, as a bandit's: `f(e_k) = r_k`. No gradient.
    Table {
        /// r, shape `[K]`.
        rewards: Vec<f64>,
    },
}

/// `f(z) = constant + sum_k z_k (z_k curvature_k / 2 + slope_k)`: what the differentiable ones have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quadratic {
    pub(super) constant: f64,
    pub(super) slope: Vec<f64>,
    pub(super) curvature: Vec<f64>,
}

impl Objective {
    /// K.
    pub fn categories(&self) -> usize {
        match self {
            Objective::SquaredDistance { target } => target.len(),
            Objective::Linear { rewards } | Objective::Table { rewards } => rewards.len(),
            Objective::Toy { .. } => 2,
        }
    }

    /// Whether descent is to make it large rather than small.
    pub fn is_reward(&self) -> bool {
        matches!(self, Objective::Linear { .. } | Objective::Table { .. })
    }

    /// Whether f has a gradient between the corners; without one the pathwise estimators do not apply.
    pub fn is_differentiable(&self) -> bool {
        !matches!(self, Objective::Table { .. })
    }

    /// Whether all its numbers are finite and K is at least 2.
    ///
    /// # Errors
    /// Names the parameter, its place and the value.
    pub fn check(&self) -> Result<(), ParameterError> {
        let toy;
        let (name, list): (_, &[f64]) = match self {
            Objective::SquaredDistance { target } => ("target", target),
            Objective::Linear { rewards } | Objective::Table { rewards } => ("rewards", rewards),
            Objective::Toy { target } => {
                toy = [*target, 0.0];
                ("target", &toy)
            }
        };
        if let Some((k, value)) = list.iter().enumerate().find(|(_, v)| !v.is_finite()) {
            return Err(ParameterError::at(name, k, *value, "be finite"));
        }
        if list.len() < 2 {
            let allowed = "be a list of at least 2 values";
            return Err(ParameterError::new(name, list.len() as f64, allowed));
        }
        Ok(())
    }

    pub(super) fn quadratic(&self) -> Option<Quadratic> {
        Some(match self {
            Objective::SquaredDistance { target } => Quadratic {
                constant: target.iter().map(|t| t * t).sum(),
                slope: target.iter().map(|t| -2.0 * t).collect(),
                curvature: vec![2.0; target.len()],
            },
            Objective::Linear { rewards } => Quadratic {
                constant: 0.0,
                slope: rewards.clone(),
                curvature: vec![0.0; rewards.len()],
            },
            Objective::Toy { target } => Quadratic {
                constant: target * target,
                slope: vec![0.0, -2.0 * target],
                curvature: vec![0.0, 2.0],
            },
            Objective::Table { .. } => return None,
        })
    }

    /// `f(e_k)`, the value at a corner.
    ///
    /// # Panics
    /// If there is no category k.
    pub fn corner(&self, k: usize) -> f64 {
        match self {
            Objective::SquaredDistance { target } => {
                let own = |(j, t): (usize, &f64)| {
                    let d = if j == k { 1.0 - t } else { *t };
                    d * d
                };
                assert!(k < target.len(), "there is no category {k}");
                target.iter().enumerate().map(own).sum()
            }
            Objective::Linear { rewards } | Objective::Table { rewards } => rewards[k],
            Objective::Toy { target } => {
                let d = [0.0, 1.0][k] - target;
                d * d
            }
        }
    }

    /// `f(z)`; `None` for a table, which has no values between the corners.
    pub fn value(&self, z: &[f64]) -> Option<f64> {
        let q = self.quadratic()?;
        let terms = z.iter().zip(q.slope.iter().zip(&q.curvature));
        let sum: f64 = terms.map(|(z, (c, a))| z * (0.5 * a * z + c)).sum();
        Some(q.constant + sum)
    }

    /// `df/dz`, shape `[K]`, at a point of the simplex; `None` for a table.
    pub fn gradient(&self, z: &[f64]) -> Option<Vec<f64>> {
        let q = self.quadratic()?;
        let terms = z.iter().zip(q.slope.iter().zip(&q.curvature));
        Some(terms.map(|(z, (c, a))| a * z + c).collect())
    }
}
