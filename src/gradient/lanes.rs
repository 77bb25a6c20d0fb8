//! Rows side by side, and 2^x for them.

#![allow(clippy::needless_range_loop)] // One index over several arrays is what vectorises.

/// Rows that are computed side by side; row i of a batch is in lane i mod 8.
pub const LANES: usize = 8;

/// A value for each of the rows of a chunk.
pub(super) type Lanes = [f64; LANES];

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

/// 2^d for d <= 0 (or barely above), to a relative 1e-11; 0 below 2^-1022, so no subnormal arises. Takes -inf; 0 of NaN.
#[inline(always)]
pub(super) fn exp2_nonpositive(d: f64) -> f64 {
    // Adding 1.5 x 2^52 rounds to the nearest integer and leaves it in the low bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let c = &EXP2;
    let clamped = if d > -1022.0 { d } else { -1022.0 };
    let rounded = clamped + ROUND;
    let x = clamped - (rounded - ROUND);
    let x2 = x * x;
    let x4 = x2 * x2;
    let low = (c[0] + c[1] * x) + x2 * (c[2] + c[3] * x);
    let high = (c[4] + c[5] * x) + x2 * (c[6] + c[7] * x);
    let poly = low + x4 * (high + x4 * c[8]);
    let scale = f64::from_bits((rounded.to_bits() << 52).wrapping_add(0x3ff0_0000_0000_0000));
    let value = (1.0 + x * poly) * scale;
    if d > -1022.0 { value } else { 0.0 }
}

/// Softmax of `bits x factor` in base 2, each lane for itself: bits are at most 0 and one of each lane is 0.
#[inline(always)]
pub(super) fn soften(bits: &[Lanes], factor: f64, y: &mut [Lanes]) {
    let mut sum = [0.0; LANES];
    for (bits, y) in bits.iter().zip(y.iter_mut()) {
        for i in 0..LANES {
            y[i] = exp2_nonpositive(bits[i] * factor);
            sum[i] += y[i];
        }
    }
    for i in 0..LANES {
        sum[i] = 1.0 / sum[i];
    }
    for y in y {
        for i in 0..LANES {
            y[i] *= sum[i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp2_keeps_its_bound() {
        let mut worst: f64 = 0.0;
        for i in 0..1_000_000 {
            let d = -1021.9 * f64::from(i) / 1e6;
            worst = worst.max((exp2_nonpositive(d) / libm::exp2(d) - 1.0).abs());
            let d = -2.0 * f64::from(i) / 1e6;
            worst = worst.max((exp2_nonpositive(d) / libm::exp2(d) - 1.0).abs());
        }
        assert!(worst < 1e-11, "{worst}");
        assert_eq!(exp2_nonpositive(0.0), 1.0);
        assert_eq!(exp2_nonpositive(-0.0), 1.0);
        assert_eq!(exp2_nonpositive(-1022.0), 0.0);
        assert_eq!(exp2_nonpositive(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp2_nonpositive(f64::MIN), 0.0);
        assert_eq!(exp2_nonpositive(f64::NAN), 0.0);
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
