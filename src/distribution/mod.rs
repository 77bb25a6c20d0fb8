//! The laws: a file for each distribution.
//!
//! - [`Gumbel`]: the noise, `Gumbel(location, scale)`.
//! - [`Logistic`]: the difference of two independent Gumbels of one scale.
//! - [`Categorical`]: the discrete law, with the inverse transform, Gumbel-max and the exponential race.
//! - [`GumbelSoftmax`]: the relaxation on the simplex, also known as the Concrete distribution.
//! - [`truncated_gumbel`] and [`Categorical::top_down`]: the noise given who won.
//! - [`ExtremeValue`], [`BlockMaximum`]: where the Gumbel law comes from, the largest of n draws.
//! - [`GumbelMax`]: why the argmax counts are softmax: the integrand, its antiderivative, the law of the maximum.
//! - [`special`]: survival functions of the two test statistics, chi-square and Kolmogorov; the normal law.
//!
//! A distribution never draws by itself: the noise is an argument, so the same noise can be shown under other
//! parameters. All logarithms are natural; logits and noise are in nats, probabilities and samples have no unit,
//! and a density is per unit of its argument.
//!
//! Sources: `[J]` Jang, Gu, Poole, arXiv 1611.01144. `[M]` Maddison, Mnih, Teh, arXiv 1611.00712.
//! `[MT]` Maddison, Tarlow, "Gumbel Machinery" (2017). `[H]` Huijben et al., arXiv 2110.01515.

mod categorical;
mod error;
mod extreme;
mod gumbel;
mod gumbel_max;
mod gumbel_softmax;
mod logistic;
mod marginal;
mod quadrature;
pub mod special;
mod top_down;

pub use categorical::Categorical;
pub use error::ParameterError;
pub use extreme::{BlockMaximum, ExtremeValue, Parent};
pub use gumbel::{EULER_GAMMA, Gumbel};
pub use gumbel_max::GumbelMax;
pub use gumbel_softmax::{GumbelSoftmax, StraightThrough};
pub use logistic::Logistic;
pub use top_down::truncated_gumbel;
