//! What the formulas promise of each other, by plain trapezoid sums that share no code with the crate's quadrature.

use gumbel_softmax::distribution::{Gumbel, GumbelSoftmax, Logistic};

const TEMPERATURES: [f64; 6] = [0.01, 0.1, 0.5, 1.0, 3.0, 100.0];
const STEP: f64 = 0.25;
const ENDS: i32 = 200;

/// `sum step f(x)` over the whole line: exact to rounding for a smooth f that has died out at 50.
fn over_the_line(f: impl Fn(f64) -> f64) -> f64 {
    (-ENDS..=ENDS).map(|k| STEP * f(STEP * f64::from(k))).sum()
}

/// `ln y` from log-ratios to the last coordinate.
fn ln_y(ratios: &[f64]) -> Vec<f64> {
    let x: Vec<f64> = ratios.iter().copied().chain([0.0]).collect();
    gumbel_softmax::softmax::log_softmax(&x)
}

#[track_caller]
fn assert_close(value: f64, known: f64, relative: f64) {
    // Of an infinite one any error would be a small part.
    assert!(
        known.is_finite() && (value - known).abs() <= relative * known.abs().max(1e-3),
        "{value} for {known}"
    );
}

#[test]
fn densities_of_the_noise_integrate_to_their_cdf_and_moments() {
    let (gumbel, logistic) = (
        Gumbel::new(0.5, 1.2).unwrap(),
        Logistic::new(-1.0, 0.8).unwrap(),
    );
    assert_close(over_the_line(|x| gumbel.pdf(x)), 1.0, 1e-13);
    assert_close(over_the_line(|x| x * gumbel.pdf(x)), gumbel.mean(), 1e-13);
    assert_close(
        over_the_line(|x| (x - gumbel.mean()).powi(2) * gumbel.pdf(x)),
        gumbel.variance(),
        1e-12,
    );
    assert_close(
        over_the_line(|x| -gumbel.ln_pdf(x).max(-1e300) * gumbel.pdf(x)),
        gumbel.entropy(),
        1e-12,
    );
    let third = over_the_line(|x| (x - gumbel.mean()).powi(3) * gumbel.pdf(x))
        / gumbel.variance().powf(1.5);
    assert_close(third, gumbel.skewness(), 1e-11);
    assert_close(over_the_line(|x| logistic.pdf(x)), 1.0, 1e-13);
    assert_close(
        over_the_line(|x| (x + 1.0).powi(2) * logistic.pdf(x)),
        logistic.variance(),
        1e-12,
    );
    assert_close(
        over_the_line(|x| -logistic.ln_pdf(x) * logistic.pdf(x)),
        logistic.entropy(),
        1e-12,
    );
    for x in [-3.0, 0.0, 2.0, 9.0] {
        let h = 1e-5;
        let slope = |cdf: &dyn Fn(f64) -> f64| (cdf(x + h) - cdf(x - h)) / (2.0 * h);
        assert_close(slope(&|x| gumbel.cdf(x)), gumbel.pdf(x), 1e-6);
        assert_close(slope(&|x| logistic.cdf(x)), logistic.pdf(x), 1e-6);
        assert_close(gumbel.ln_survival(x), (1.0 - gumbel.cdf(x)).ln(), 1e-10);
        assert_close(logistic.ln_survival(x), (1.0 - logistic.cdf(x)).ln(), 1e-10);
    }
}

#[test]
fn the_density_of_two_integrates_to_one_and_to_the_mean() {
    for temperature in TEMPERATURES {
        let law = GumbelSoftmax::new(&[1.3, 0.0], temperature).unwrap();
        // dy_1 = y_1 y_2 dr for the log-ratio r; r varies on the scale of 1/tau.
        let weighted = |f: &dyn Fn(&[f64]) -> f64| {
            over_the_line(|z| {
                let x = ln_y(&[z / temperature]);
                f(&x) * (law.ln_pdf_from_ln(&x) + x[0] + x[1]).exp() / temperature
            })
        };
        assert_close(weighted(&|_| 1.0), 1.0, 1e-12);
        // y bends within tau of z = 0, which this grid resolves from 0.5 on.
        if temperature >= 0.5 {
            assert_close(weighted(&|x| x[0].exp()), law.mean()[0], 1e-12);
        }
    }
}

#[test]
fn the_density_of_three_integrates_to_one_and_to_the_moments() {
    for temperature in TEMPERATURES {
        let law = GumbelSoftmax::new(&[1.0, 0.0, -1.0], temperature).unwrap();
        let (mut total, mut exp_concrete, mut mean, mut cross) = (0.0, 0.0, 0.0, 0.0);
        for i in -ENDS..=ENDS {
            for j in -ENDS..=ENDS {
                let x = ln_y(&[
                    STEP * f64::from(i) / temperature,
                    STEP * f64::from(j) / temperature,
                ]);
                let cell = (STEP / temperature).powi(2);
                let p = cell * (law.ln_pdf_from_ln(&x) + x.iter().sum::<f64>()).exp();
                exp_concrete += cell * law.ln_pdf_exp_concrete(&x).exp();
                total += p;
                mean += p * x[0].exp();
                cross += p * (x[0] + x[1]).exp();
            }
        }
        assert_close(total, 1.0, 1e-11);
        assert_close(exp_concrete, 1.0, 1e-11);
        if temperature >= 0.5 {
            assert_close(mean, law.mean()[0], 1e-11);
            assert_close(cross, law.second_moments()[1], 1e-11);
        }
    }
}

#[test]
fn the_marginal_of_three_is_the_density_with_the_others_integrated_out() {
    for temperature in TEMPERATURES {
        for logits in [[1.0, 0.0, -1.0], [0.0, 10.0, -10.0], [-4.0, 3.0, 3.0]] {
            let law = GumbelSoftmax::new(&logits, temperature).unwrap();
            let points = [1e-6, 0.01, 0.2, 0.33, 0.5, 0.9, 0.999];
            let curve = law.marginal_pdf_curve(0, &points).unwrap();
            for (y, value) in points.into_iter().zip(curve) {
                // y_2 = (1-y) s, s = sigmoid(r): dy_2 = (1-y) s (1-s) dr. Finer, since y_1 keeps a scale of its own.
                let rest = (-y).ln_1p();
                let density = |z: f64| {
                    let share = ln_y(&[z / temperature]);
                    let x = [y.ln(), rest + share[0], rest + share[1]];
                    (law.ln_pdf_from_ln(&x) + x[1] + share[1]).exp() / temperature
                };
                let fine = if temperature < 0.5 { 40 } else { 4 };
                let step = STEP / f64::from(fine);
                // Five times as far: for y near 0, what counts lies at z = -tau ln y.
                let ends = if temperature < 0.5 {
                    ENDS * fine
                } else {
                    5 * ENDS * fine
                };
                let known: f64 = (-ends..=ends)
                    .map(|k| step * density(step * f64::from(k)))
                    .sum();
                assert!(
                    (value - known).abs() <= 1e-11 * known + 1e-35,
                    "{value:e} for {known:e} at {y}, temperature {temperature}, {logits:?}"
                );
            }
        }
    }
}

#[test]
fn the_marginal_cdf_has_the_marginal_density_as_its_slope() {
    for temperature in TEMPERATURES {
        for logits in [
            vec![1.0, 0.0],
            vec![1.0, 0.0, -1.0],
            vec![f64::NEG_INFINITY, 2.0, 0.0, 1.0],
        ] {
            let law = GumbelSoftmax::new(&logits, temperature).unwrap();
            let i = logits.len() - 1;
            for y in [0.03, 0.3, 0.5, 0.7, 0.97] {
                let h = 1e-5 / (1.0 + temperature);
                let cdf = |t: f64| law.marginal_cdf(i, t).unwrap();
                let slope = (cdf(y + h) - cdf(y - h)) / (2.0 * h);
                let density = law.marginal_pdf(i, y).unwrap();
                assert!(
                    (slope - density).abs() < 1e-6 * (1.0 + density),
                    "{slope} for {density} at {y}, {temperature}"
                );
            }
        }
    }
}

#[test]
fn the_mean_is_that_of_the_marginal() {
    for temperature in [0.1, 0.5, 1.0, 10.0] {
        let law = GumbelSoftmax::new(&[1.0, 0.0, -1.0], temperature).unwrap();
        for i in 0..3 {
            // E[y] = integral of P(y > t) dt, t = sigmoid(x): smooth in x on the scale of 1 and 1/tau.
            let step = 0.4 / temperature.max(1.0);
            let survival = |x: f64| {
                let t = 1.0 / (1.0 + (-x).exp());
                (1.0 - law.marginal_cdf(i, t).unwrap()) * t * (1.0 - t)
            };
            let ends = (36.0 / step) as i32;
            let mean: f64 = (-ends..=ends)
                .map(|k| step * survival(step * f64::from(k)))
                .sum();
            assert_close(mean, law.mean()[i], 1e-11);
        }
    }
}

#[test]
fn limits_on_the_border_are_approached() {
    // The edge and the corner at the temperatures where their limit is finite: exponent tau (K-m) - m = 0.
    for (temperature, zeros) in [(0.5, 1), (2.0, 2)] {
        let law = GumbelSoftmax::new(&[1.0, 0.0, -1.0], temperature).unwrap();
        let mut near = [0.4_f64.ln(), 0.6_f64.ln(), 0.0];
        let mut at = near;
        if zeros == 1 {
            (near[2], at[2]) = (-700.0, f64::NEG_INFINITY);
        } else {
            (near, at) = (
                [-700.0, -700.0, 0.0],
                [f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0],
            );
        }
        assert_close(law.ln_pdf_from_ln(&near), law.ln_pdf_from_ln(&at), 1e-11);
        // At another temperature it is 0 or without bound.
        for (factor, limit) in [(1.01, f64::NEG_INFINITY), (0.99, f64::INFINITY)] {
            let law = GumbelSoftmax::new(law.logits(), factor * temperature).unwrap();
            assert_eq!(law.ln_pdf_from_ln(&at), limit);
        }
        assert_eq!(
            law.ln_pdf_from_ln(&[f64::NEG_INFINITY; 3]),
            f64::NEG_INFINITY
        );
    }
}

#[test]
fn marginal_densities_reach_their_limits() {
    for logits in [vec![1.0, 0.0], vec![1.0, 0.0, -1.0]] {
        let end = |temperature: f64, y: f64| {
            GumbelSoftmax::new(&logits, temperature)
                .unwrap()
                .marginal_pdf(0, y)
                .unwrap()
        };
        for (y, inside) in [(0.0, 1e-13), (1.0, 1.0 - 1e-13)] {
            assert_eq!((end(0.5, y), end(2.0, y)), (f64::INFINITY, 0.0));
            assert_close(end(1.0, y), end(1.0, inside), 1e-11);
        }
        assert_eq!((end(1.0, -0.1), end(1.0, 1.1)), (0.0, 0.0));
    }
    let four = GumbelSoftmax::new(&[0.0; 4], 1.0).unwrap();
    let constant = GumbelSoftmax::new(&[0.0, f64::NEG_INFINITY], 1.0).unwrap();
    assert!(four.marginal_pdf(0, 0.5).is_none() && constant.marginal_pdf(0, 0.5).is_none());
    assert!(
        constant.marginal_cdf(1, 0.5).is_none() && four.marginal_pdf_curve(7, &[0.5]).is_none()
    );
}
