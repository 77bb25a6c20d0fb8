//! The laws alone: what their samplers draw, what their formulas promise of each other, and what no input may do.

mod integrals;
mod properties;
mod samplers;
