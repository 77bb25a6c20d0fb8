//! The Gumbel-max trick and Gumbel-Softmax: the laws, the sampler, and the pictures of both.
//!
//! Modules, lowest first; each imports only from those above it in this list:
//!
//! - `few`: sorting a few things.
//! - [`softmax`]: log-sum-exp, softmax, argmax, the Jacobian.
//! - [`distribution`]: Gumbel, Logistic, Categorical, Gumbel-Softmax.
//! - [`gradient`]: the gradient of an expectation over categories: estimators, their bias and variance, descent.
//! - [`explorer`]: the parameters, the random stream, the batch kernel, the tallies.
//! - [`view`]: the pictures, drawn from an explorer to any plotters backend.
//! - `web`: the only module that knows a browser (wasm32 only).

pub mod distribution;
pub mod explorer;
mod few;
pub mod gradient;
pub mod softmax;
pub mod view;
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub mod web;
