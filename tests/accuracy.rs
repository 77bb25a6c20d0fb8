//! The kernel's functions at every input that a stream can give them, against f64.

use std::thread;

use gumbel_softmax::explorer::kernel::{Setting, gumbel_of_bits, noise_in_bits, soften};
use gumbel_softmax::explorer::octet::{Arithmetic, all};
use gumbel_softmax::explorer::stream::{LANES, survival_of_word};

/// log2(1 + f), by -log2(1 - (-f)): signs change no bit.
fn log2_1p(f: f32) -> f32 {
    -Arithmetic::new().minus_log2_1m(all(-f)).to_array()[0]
}

fn exp2_nonpositive(d: f32) -> f32 {
    Arithmetic::new().exp2_nonpositive(all(d)).to_array()[0]
}

/// The largest of what `error` says over a range, which all cores share.
fn worst(inputs: std::ops::Range<u64>, error: impl Fn(u64) -> f64 + Sync) -> f64 {
    let workers = thread::available_parallelism().map_or(1, usize::from) as u64;
    let part = |worker: u64| {
        let mine = inputs.start + worker..inputs.end;
        let errors = mine.step_by(workers as usize).map(&error);
        // A NaN is the largest of all.
        errors.fold(0.0, |a, b| if a >= b || a.is_nan() { a } else { b })
    };
    let parts = thread::scope(|scope| {
        let part = &part;
        let all: Vec<_> = (0..workers).map(|w| scope.spawn(move || part(w))).collect();
        all.into_iter()
            .map(|one| one.join().unwrap())
            .collect::<Vec<f64>>()
    });
    parts
        .into_iter()
        .fold(0.0, |a, b| if a >= b || a.is_nan() { a } else { b })
}

/// How many values v takes: every odd multiple of 2^-32 below 2^-8, then 24 bits' worth; between 2^-8 and 2^-7 adding the
/// half rounds to even, so every other one.
const VALUES: u64 = ODD + EVEN + 7 * (1 << 23);
const ODD: u64 = 1 << 23;
const EVEN: u64 = 1 << 22;

/// A word for each of the values that a stream's v takes, in their order.
fn word(i: u64) -> u32 {
    let half = if i < ODD {
        i
    } else if i < ODD + EVEN {
        ODD + 2 * (i - ODD)
    } else {
        let (octave, place) = ((i - ODD - EVEN) >> 23, (i - ODD - EVEN) & ((1 << 23) - 1));
        ((1 << 23) + place) << (octave + 1)
    };
    (half << 1) as u32
}

#[test]
fn every_value_of_a_stream_is_tried_once() {
    let before = |i: u64| survival_of_word(word(i)) < survival_of_word(word(i + 1));
    assert!((0..VALUES - 1).all(before));
    assert_eq!(survival_of_word(word(0)), survival_of_word(0));
    assert_eq!(
        survival_of_word(word(VALUES - 1)),
        survival_of_word(u32::MAX)
    );
    // Any word has a neighbour among them with its very value.
    for word_given in (0..u32::MAX).step_by(65_521) {
        let v = survival_of_word(word_given);
        let found = survival_of_word(word(first_not_below(v)));
        assert_eq!(found, v, "{word_given}");
    }
}

/// The first of the values that is not below v.
fn first_not_below(v: f32) -> u64 {
    let (mut low, mut high) = (0, VALUES - 1);
    while low < high {
        let middle = (low + high) / 2;
        if survival_of_word(word(middle)) < v {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[test]
fn the_noise_is_right_at_every_value_of_a_stream() {
    let worst = worst(0..VALUES, |i| {
        let v = survival_of_word(word(i));
        let exact = -libm::log(-libm::log1p(-f64::from(v)));
        let g = f64::from(gumbel_of_bits(noise_in_bits(v)));
        (g - exact).abs() / (1.0 + exact.abs())
    });
    assert!(worst < 2.5e-7, "{worst:e}");
    println!("noise: at most {worst:e} (1 + |g|)");
}

/// The logarithm alone, at all that it is given: m - 1 for every m of the octave about 1, and -v for every v below it.
#[test]
fn logarithms_are_right_at_every_input() {
    let error = |f: f32| {
        let exact = libm::log1p(f64::from(f)) * std::f64::consts::LOG2_E;
        match f {
            0.0 => f64::from(log2_1p(f)).abs(),
            _ => (f64::from(log2_1p(f)) / exact - 1.0).abs(),
        }
    };
    // As `split` cuts: from sqrt(1/2) to the same mantissa an octave above.
    const LEAST: u32 = 0x3f35_04f3;
    let octave = u64::from(LEAST)..u64::from(LEAST + (1 << 23));
    let of_octave = worst(octave, |bits| error(f32::from_bits(bits as u32) - 1.0));
    let small = first_not_below(1.0 - f32::from_bits(LEAST));
    let of_small = worst(0..small, |i| error(-survival_of_word(word(i))));
    let worst = of_octave.max(of_small);
    assert!(worst < LOGARITHM, "{worst:e}");
    println!("logarithms: relative error at most {worst:e}");
}

/// The largest relative error of `minus_log2_1m`, as its documentation says.
const LOGARITHM: f64 = 2.2e-7;
/// And of `soften` for two categories at tau = 1.
const SOFT: f64 = 2.3e-7;

/// The soft sample of two categories at every difference of their perturbed logits: exp, sum, and division.
#[test]
fn soft_samples_of_two_are_right_at_every_difference() {
    let setting = Setting::new(&[0.0, 0.0], Some(1.0));
    let (near, far) = ((-1.0f32 / 67_108_864.0).to_bits(), (-126.0f32).to_bits());
    let blocks = u64::from(near) / LANES as u64..u64::from(far) / LANES as u64;
    let worst = worst(blocks, |block| {
        let d: [f32; LANES] =
            std::array::from_fn(|i| f32::from_bits(block as u32 * LANES as u32 + i as u32));
        let mut y = [[0.0; LANES], d];
        soften(&setting, &mut y, &[0.0; LANES]);
        let error = |i: usize| {
            let power = libm::exp2(f64::from(d[i]));
            let (first, second) = (1.0 / (1.0 + power), power / (1.0 + power));
            let first = (f64::from(y[0][i]) / first - 1.0).abs();
            first.max((f64::from(y[1][i]) / second - 1.0).abs())
        };
        (0..LANES).map(error).fold(0.0, f64::max)
    });
    assert!(worst < SOFT, "{worst:e}");
    println!("soft samples of two: relative error at most {worst:e}");
}

#[test]
fn powers_are_right_at_every_f32() {
    // Between 0 and -2^-26 the power is 1 to half a unit in the last place, and so it is given.
    let (near, far) = ((-1.0f32 / 67_108_864.0).to_bits(), (-126.0f32).to_bits());
    let worst = worst(u64::from(near)..u64::from(far), |bits| {
        let d = f32::from_bits(bits as u32);
        (f64::from(exp2_nonpositive(d)) / libm::exp2(f64::from(d)) - 1.0).abs()
    });
    assert!(worst < 1.21e-7, "{worst:e}");
    println!("powers: relative error at most {worst:e}");
    for d in [-0.0f32, 0.0, -f32::MIN_POSITIVE, f32::from_bits(near - 1)] {
        assert_eq!(exp2_nonpositive(d), 1.0);
    }
    for d in [-126.0, -127.5, f32::MIN, f32::NEG_INFINITY] {
        assert_eq!(exp2_nonpositive(d), 0.0);
    }
}
