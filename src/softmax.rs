//! Log-sum-exp, softmax and argmax, each stable over the whole range of `f64`, and the Jacobian of a softmax.
//!
//! Every transcendental function is called through the `libm` crate by name, so that a native build and a
//! WebAssembly build give the same bits.
//!
//! A value of `-inf` stands for a category that is left out: it weighs exactly nothing.

/// Index of the largest value; the first of those that tie.
///
/// `argmax_k x_k`, dimensionless. `NaN` never wins unless every value before it is `NaN` as well.
///
/// # Panics
/// If `values` is empty.
///
/// ```
/// use gumbel_softmax::softmax::argmax;
/// assert_eq!(argmax(&[0.5, 2.0, 2.0]), 1);
/// assert_eq!(argmax(&[f64::NEG_INFINITY, -3.0]), 1);
/// ```
pub fn argmax(values: &[f64]) -> usize {
    assert!(!values.is_empty(), "argmax of no values");
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] || values[best].is_nan() {
            best = i;
        }
    }
    best
}

/// The largest value and `ln sum_k exp(x_k - max)`, or `None` where no value is finite.
fn shifted_log_sum(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let top = argmax(values);
    let max = values[top];
    if !max.is_finite() {
        return None;
    }
    // The largest term is exactly 1, so log1p of the others keeps a sum that is barely above it.
    let others: f64 = values
        .iter()
        .enumerate()
        .filter(|(k, _)| *k != top)
        .map(|(_, x)| libm::exp(x - max))
        .sum();
    Some((max, libm::log1p(others)))
}

/// `ln sum_k exp(x_k)`, without overflow or underflow; in nats, as the values are.
///
/// The sum over nothing, or over `-inf` alone, is `-inf`; one `+inf` makes it `+inf`.
///
/// ```
/// use gumbel_softmax::softmax::log_sum_exp;
/// assert_eq!(log_sum_exp(&[1000.0, 1000.0]), 1000.0 + std::f64::consts::LN_2);
/// assert_eq!(log_sum_exp(&[f64::NEG_INFINITY, 3.0]), 3.0);
/// ```
pub fn log_sum_exp(values: &[f64]) -> f64 {
    match shifted_log_sum(values) {
        Some((max, rest)) => max + rest,
        None => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    }
}

/// Writes `y_k = exp(x_k) / sum_j exp(x_j)` into `y`: probabilities, shape `[K]`.
///
/// Adding a constant to all values changes nothing. At least one value must be finite and none `+inf` or `NaN`:
/// else no softmax is defined, and `y` is filled with `NaN`.
///
/// # Panics
/// If `y` and `values` differ in length.
pub fn softmax_into(values: &[f64], y: &mut [f64]) {
    assert_eq!(
        values.len(),
        y.len(),
        "softmax: the output must be as long as the input"
    );
    let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !max.is_finite() {
        y.fill(f64::NAN);
        return;
    }
    let mut sum = 0.0;
    for (y, x) in y.iter_mut().zip(values) {
        *y = libm::exp(x - max);
        sum += *y;
    }
    for y in y {
        *y /= sum;
    }
}

/// `softmax(x)` as a new vector; see [`softmax_into`].
///
/// ```
/// use gumbel_softmax::softmax::softmax;
/// let pi = softmax(&[2.0, 1.0, 0.1]);
/// assert!((pi[0] - 0.6590).abs() < 5e-5 && (pi[1] - 0.2424).abs() < 5e-5);
/// ```
pub fn softmax(values: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; values.len()];
    softmax_into(values, &mut y);
    y
}

/// `ln softmax(x)_k = x_k - log_sum_exp(x)`, in nats, accurate where a probability is nearly 1 or underflows.
///
/// Defined where [`softmax_into`] is; elsewhere filled with `NaN`.
///
/// ```
/// use gumbel_softmax::softmax::log_softmax;
/// let ln_pi = log_softmax(&[0.0, -1000.0]);
/// assert_eq!(ln_pi, [0.0, -1000.0]);
/// ```
pub fn log_softmax(values: &[f64]) -> Vec<f64> {
    match shifted_log_sum(values) {
        Some((max, rest)) => values.iter().map(|x| (x - max) - rest).collect(),
        None => vec![f64::NAN; values.len()],
    }
}

/// The Jacobian of `y = softmax(x / tau)` with respect to `x`, shape `[K, K]` in rows:
/// `J_ik = y_i (1[i = k] - y_k) / tau`, in units of 1/nat.
///
/// `y` is the softmax already computed. The matrix is symmetric, and its rows and columns sum to 0.
/// For the relaxed sample it is `dy_i / dlogit_k` at fixed noise: Jang, Gu, Poole (arXiv 1611.01144), section 2.2.
///
/// ```
/// use gumbel_softmax::softmax::jacobian;
/// assert_eq!(jacobian(&[0.5, 0.5], 2.0), [0.125, -0.125, -0.125, 0.125]);
/// ```
pub fn jacobian(y: &[f64], temperature: f64) -> Vec<f64> {
    let mut matrix = Vec::with_capacity(y.len() * y.len());
    for (i, y_i) in y.iter().enumerate() {
        for (k, y_k) in y.iter().enumerate() {
            let own = if i == k { 1.0 } else { 0.0 };
            matrix.push(y_i * (own - y_k) / temperature);
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argmax_takes_the_first_of_ties_and_passes_over_nan() {
        assert_eq!(argmax(&[1.0, 1.0]), 0);
        assert_eq!(argmax(&[f64::NAN, 1.0, f64::NAN]), 1);
        assert_eq!(argmax(&[f64::NEG_INFINITY; 3]), 0);
    }

    #[test]
    fn log_sum_exp_at_the_ends() {
        assert_eq!(log_sum_exp(&[]), f64::NEG_INFINITY);
        assert_eq!(log_sum_exp(&[f64::NEG_INFINITY; 2]), f64::NEG_INFINITY);
        assert_eq!(log_sum_exp(&[f64::INFINITY, 0.0]), f64::INFINITY);
        assert_eq!(log_sum_exp(&[-1e300, -1e300]), -1e300);
    }

    #[test]
    fn softmax_of_distant_values_is_one_hot_and_never_nan() {
        assert_eq!(softmax(&[1e308, -1e308]), [1.0, 0.0]);
        assert_eq!(softmax(&[f64::NEG_INFINITY, -1e308]), [0.0, 1.0]);
        assert!(softmax(&[f64::NEG_INFINITY; 2]).iter().all(|y| y.is_nan()));
    }

    #[test]
    fn log_softmax_keeps_what_softmax_rounds_away() {
        let ln_pi = log_softmax(&[50.0, 0.0]);
        assert!((ln_pi[0] / -libm::exp(-50.0) - 1.0).abs() < 1e-15);
    }
}
