//! The gradient of an expectation over a category, and the ways to estimate it from samples.
//!
//! What is wanted is `d E[f(z)] / d l_k`, z the one-hot of a category drawn from `pi = softmax(l)`. The way of the data,
//! each step kept for the next so that nothing is computed twice:
//!
//! ```text
//! uniforms -> Noise -> Draws (under the logits of a Problem) -> Relaxed (at a temperature) -> Estimation -> Moments
//! ```
//!
//! - [`Objective`]: f on the simplex; [`Problem`]: f and the logits, with the exact mean and gradient.
//! - [`Noise`], [`Draws`], [`Relaxed`]: a batch of rows of uniforms, and what it becomes.
//! - [`Estimator`], [`Estimation`]: eight estimators of the gradient on the same rows.
//! - [`Moments`]: their mean, covariance and bias, with standard errors; what is not finite is counted.
//! - [`StraightThroughPass`]: one sample forward and backward, each value kept.
//! - [`Sweep`]: bias and variance over temperatures, in slices.
//! - [`Schedule`], [`Optimizer`], [`Descent`], [`Race`]: descent on the logits, several estimators on the same noise.
//!
//! # The race as it comes
//!
//! [`RaceSettings::default`]: f = |z - t|^2, t = (.3, .2, .5), from pi = (4/7, 1/7, 2/7); gradient descent with step size 1, 300
//! steps of 4 rows, 20 replicates, tau = 1. On it both baselines end at E\[f\] = .382 and Gumbel-Softmax at .511, since y may
//! rest inside, where f(y) is least and E\[f(z)\] is not. Annealed by `Linear { start: 1, floor: 0.1 }` it ends at .392. With
//! a linear reward Gumbel-Softmax ends ahead of all. `tests/gradient_race.rs` holds all of it.
//!
//! The noise is an argument here too ([`Uniforms`]). Arithmetic is f64: + - x / and square roots in the order written,
//! `libm` by name for the rest, and 2^x by a polynomial; so the bits are the same natively and in WebAssembly.
//!
//! Sources: `[J]` Jang, Gu, Poole, arXiv 1611.01144. `[W]` Williams, "Simple statistical gradient-following algorithms"
//! (Machine Learning 8, 1992). `[B]` Bengio, Leonard, Courville, arXiv 1308.3432. `[T]` Tucker et al., "REBAR", arXiv
//! 1703.07370. `[G]` Grathwohl et al., "Backpropagation through the void", arXiv 1711.00123. `[K]` Kool, van Hoof,
//! Welling, "Buy 4 REINFORCE samples, get a baseline for free!" (2019).

mod descent;
mod draws;
mod estimation;
mod estimator;
mod lanes;
mod moments;
mod noise;
mod objective;
mod optimizer;
mod problem;
mod race;
mod relaxed;
mod schedule;
mod straight_through;
mod sweep;

pub use descent::{Descent, SPREAD_LIMIT};
pub use draws::Draws;
pub use estimation::Estimation;
pub use estimator::{Bias, Estimator};
pub use lanes::LANES;
pub use moments::Moments;
pub use noise::{Noise, Uniforms};
pub use objective::Objective;
pub use optimizer::Optimizer;
pub use problem::Problem;
pub use race::{Band, Race, RaceSettings};
pub use relaxed::Relaxed;
pub use schedule::{LEAST_TEMPERATURE, Schedule, Scheduled};
pub use straight_through::StraightThroughPass;
pub use sweep::{BLOCK, Sweep};
