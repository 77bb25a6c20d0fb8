//! Rows side by side, and 2^x for them.

use crate::explorer::octet::loaded;
use wide::bytemuck::cast;
use wide::{f64x2, f64x8, u64x8};

/// Rows that are computed side by side; row i of a batch is in lane i mod 8.
pub const LANES: usize = 8;

/// A value for each of the rows of a chunk.
pub(super) type Lanes = [f64; LANES];

/// Lanes in one value: two to a SIMD register.
pub(super) type Packed = f64x8;

/// Taylor coefficients of (2^x - 1)/x: (ln 2)^n / n!. On [-1/2, 1/2] the first term left out is below 7e-12 of 2^x.
const EXP2: [f64; 9] = [
    core::f64::consts::LN_2,
    0.240_226_506_959_100_7,
    0.055_504_108_664_821_58,
    0.009_618_129_107_628_477,
    0.001_333_355_814_642_844_3,
    0.000_154_035_303_933_816_1,
    0.000_015_252_733_804_059_84,
    0.000_001_321_548_679_014_431,
    0.000_000_101_780_860_092_396_9,
];

/// A constant, ready to be loaded two lanes at a time: see [`loaded`].
#[derive(Clone, Copy)]
struct Constant(f64x2);

impl Constant {
    #[inline(always)]
    fn all(&self) -> Packed {
        cast([self.0; LANES / 2])
    }
}

const fn constant(x: f64) -> Constant {
    Constant(f64x2::splat(x))
}

struct Constants {
    exp2: [Constant; 9],
    one: Constant,
    least: Constant,
    /// Adding 1.5 x 2^52 rounds to the nearest integer and leaves it in the low bits.
    round: Constant,
}

static CONSTANTS: Constants = Constants {
    exp2: [
        constant(EXP2[0]),
        constant(EXP2[1]),
        constant(EXP2[2]),
        constant(EXP2[3]),
        constant(EXP2[4]),
        constant(EXP2[5]),
        constant(EXP2[6]),
        constant(EXP2[7]),
        constant(EXP2[8]),
    ],
    one: constant(1.0),
    least: constant(-1022.0),
    round: constant(6_755_399_441_055_744.0),
};

/// The same in every lane.
#[inline(always)]
pub(super) fn all(x: f64) -> Packed {
    Packed::splat(x)
}

/// Lanes as one value, to be reckoned with.
#[inline(always)]
pub(super) fn packed(lanes: &Lanes) -> Packed {
    Packed::new(*lanes)
}

/// 2^d for d <= 0 (or barely above), to a relative 1e-11; 0 below 2^-1022, so no subnormal arises. Takes -inf; 0 of NaN.
#[inline(always)]
fn exp2_nonpositive(constants: &Constants, d: Packed) -> Packed {
    let c = |i: usize| constants.exp2[i].all();
    let (one, least, round) = (
        constants.one.all(),
        constants.least.all(),
        constants.round.all(),
    );
    let normal = d.simd_gt(least);
    // Of NaN the second: the least.
    let clamped = normal.bitselect(d, least);
    let rounded = clamped + round;
    let x = clamped - (rounded - round);
    let x2 = x * x;
    let x4 = x2 * x2;
    let low = (c(0) + c(1) * x) + x2 * (c(2) + c(3) * x);
    let high = (c(4) + c(5) * x) + x2 * (c(6) + c(7) * x);
    let poly = low + x4 * (high + x4 * c(8));
    let scale = (cast::<Packed, u64x8>(rounded) << 52u32) + cast::<Packed, u64x8>(one);
    ((one + x * poly) * cast::<u64x8, Packed>(scale)) & normal
}

/// Softmax of `bits x factor` in base 2, each lane for itself: bits are at most 0 and one of each lane is 0.
pub(super) fn soften(bits: &[Lanes], factor: f64, y: &mut [Lanes]) {
    let constants = loaded(&CONSTANTS);
    let factor = all(factor);
    let mut sum = all(0.0);
    for (bits, y) in bits.iter().zip(y.iter_mut()) {
        let power = exp2_nonpositive(constants, packed(bits) * factor);
        *y = power.to_array();
        sum += power;
    }
    let share = constants.one.all() / sum;
    for y in y {
        *y = (packed(y) * share).to_array();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(d: f64) -> f64 {
        exp2_nonpositive(&CONSTANTS, all(d)).to_array()[0]
    }

    #[test]
    fn exp2_keeps_its_bound() {
        let mut worst: f64 = 0.0;
        for i in 0..1_000_000 {
            let d = -1021.9 * f64::from(i) / 1e6;
            worst = worst.max((power(d) / libm::exp2(d) - 1.0).abs());
            let d = -2.0 * f64::from(i) / 1e6;
            worst = worst.max((power(d) / libm::exp2(d) - 1.0).abs());
        }
        assert!(worst < 1e-11, "{worst}");
        assert_eq!(power(0.0), 1.0);
        assert_eq!(power(-0.0), 1.0);
        assert_eq!(power(-1022.0), 0.0);
        assert_eq!(power(f64::NEG_INFINITY), 0.0);
        assert_eq!(power(f64::MIN), 0.0);
        assert_eq!(power(f64::NAN), 0.0);
    }

    #[test]
    fn the_coefficients_are_those_of_the_series() {
        let mut term = 1.0;
        for (n, c) in EXP2.iter().enumerate() {
            term *= core::f64::consts::LN_2 / (n + 1) as f64;
            assert!((c / term - 1.0).abs() < 1e-14, "{n}: {c} {term}");
        }
    }
}
