//! What makes a sample of its words, for the 16 samples of a block and for one.
//!
//! [`super::octet`] has the arithmetic, [`super::pass`] the steps from one to the next.

use super::octet::{Arithmetic, Octet, WIDTH, all};
use super::pass::Pass;
use super::stream::LANES;
use wide::bytemuck::cast;

pub use super::setting::Setting;

/// A value for each of the 16 samples of a block.
pub type Lanes = [f32; LANES];

/// The perturbed logits of a block in bits, in place of its noise; the winner of each lane, and its value.
pub fn perturb(setting: &Setting, h: &mut [Lanes]) -> ([u32; LANES], Lanes) {
    let mut pass = of_block(h, &[0.0; LANES]);
    pass.perturb(setting);
    put_back(&pass, h);
    let (winners, largest) = (pass.winners(), pass.largest());
    (
        cast([winners[0], winners[1]]),
        cast([largest[0], largest[1]]),
    )
}

/// The soft samples of a block, in place of its perturbed logits: y_k = 2^((p_k - max)/tau) / sum.
///
/// For two categories at tau = 1 the relative error is at most 2.3e-7 for every difference of p: `tests/accuracy.rs` tries
/// them all. From words to y, for any K and tau, y is off by at most 3e-6 (1 + 1/tau): `tests/sampler.rs`, on random draws.
pub fn soften(setting: &Setting, p: &mut [Lanes], largest: &Lanes) {
    let mut pass = of_block(p, largest);
    pass.soften(Arithmetic::new(), setting);
    put_back(&pass, p);
}

fn of_block(rows: &[Lanes], largest: &Lanes) -> Pass {
    Pass::of(
        rows.iter()
            .map(|row| cast::<Lanes, [Octet; LANES / WIDTH]>(*row)),
        cast(*largest),
    )
}

fn put_back(pass: &Pass, rows: &mut [Lanes]) {
    for (row, values) in rows.iter_mut().zip(pass.rows()) {
        *row = cast([values[0], values[1]]);
    }
}

/// [`Arithmetic::noise_in_bits`] of one.
pub fn noise_in_bits(v: f32) -> f32 {
    Arithmetic::new().noise_in_bits(all(v)).to_array()[0]
}

/// [`Arithmetic::gumbel_of_bits`] of one.
pub fn gumbel_of_bits(h: f32) -> f32 {
    Arithmetic::new().gumbel_of_bits(all(h)).to_array()[0]
}
