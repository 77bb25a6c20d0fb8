//! Properties over arbitrary input: identities that hold for every parameter, and no `NaN` from any valid one.

use gumbel_softmax::distribution::{Categorical, Gumbel, GumbelSoftmax, Logistic};
use gumbel_softmax::softmax::{argmax, jacobian, log_softmax, log_sum_exp, softmax};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const NEVER: f64 = f64::NEG_INFINITY;

/// The cases are the same in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn logit() -> impl Strategy<Value = f64> {
    prop_oneof![6 => -10.0..10.0, 2 => -700.0..700.0, 1 => Just(NEVER), 1 => -1e300..1e300]
}

/// Up to 10 logits, of which one at least is finite.
fn logits(least: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(logit(), least..=10)
        .prop_filter("one finite", |logits| logits.iter().any(|l| l.is_finite()))
}

fn temperature() -> impl Strategy<Value = f64> {
    prop_oneof![8 => (-4.7..4.7).prop_map(f64::exp), 1 => (-700.0..700.0).prop_map(f64::exp)]
}

fn noise() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-6.5..700.0, 10).prop_union(prop::collection::vec(-3.0..10.0, 10))
}

/// `ln y` of a point of the simplex, which may lie on the border or within 1e-300 of it.
fn ln_point() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(
        prop_oneof![5 => -5.0..5.0, 2 => -1e4..0.0, 1 => Just(NEVER)],
        10,
    )
}

fn close(a: f64, b: f64, relative: f64) -> bool {
    a == b || (a - b).abs() <= relative * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn softmax_does_not_see_a_shift(x in prop::collection::vec(-50.0..50.0, 1..10), shift in -100_i32..100) {
        let shifted: Vec<f64> = x.iter().map(|x| x + f64::from(shift)).collect();
        for (a, b) in softmax(&x).iter().zip(softmax(&shifted)) {
            prop_assert!((a - b).abs() <= 1e-13 * a);
        }
        prop_assert!(close(log_sum_exp(&shifted), log_sum_exp(&x) + f64::from(shift), 1e-14));
    }

    #[test]
    fn softmax_is_a_distribution_in_the_order_of_its_values(x in logits(1)) {
        let (y, ln_y) = (softmax(&x), log_softmax(&x));
        prop_assert!((y.iter().sum::<f64>() - 1.0).abs() < 1e-15 * 11.0);
        for i in 0..x.len() {
            prop_assert!(y[i] >= 0.0 && ln_y[i] <= 0.0 && close(y[i], ln_y[i].exp(), 1e-14));
            prop_assert!(x[i] != NEVER || (y[i] == 0.0 && ln_y[i] == NEVER));
            for j in 0..x.len() {
                prop_assert!(x[i] < x[j] || y[i] >= y[j]);
            }
        }
        prop_assert_eq!(y[argmax(&x)], y[argmax(&y)]);
    }

    #[test]
    fn rows_of_the_jacobian_sum_to_nothing(x in logits(1), tau in 0.01..100.0) {
        let matrix = jacobian(&softmax(&x), tau);
        for row in matrix.chunks(x.len()) {
            prop_assert!(row.iter().sum::<f64>().abs() < 1e-14 / tau);
        }
    }

    #[test]
    fn the_jacobian_is_the_slope_of_the_sample(
        l in prop::collection::vec(-3.0..3.0, 3), g in prop::collection::vec(-2.0..3.0, 3), tau in 0.3..3.0,
    ) {
        let sample = |k: usize, h: f64| {
            let mut l = l.clone();
            l[k] += h;
            let mut y = [0.0; 3];
            GumbelSoftmax::new(&l, tau).unwrap().soft_sample(&g, &mut y);
            y
        };
        let matrix = jacobian(&sample(0, 0.0), tau);
        for k in 0..3 {
            let (above, below) = (sample(k, 1e-5), sample(k, -1e-5));
            for i in 0..3 {
                prop_assert!((matrix[i * 3 + k] - (above[i] - below[i]) / 2e-5).abs() < 1e-8);
            }
        }
    }

    #[test]
    fn a_sample_is_on_the_simplex_with_the_hard_sample_as_its_largest(l in logits(1), tau in temperature(), g in noise()) {
        let law = GumbelSoftmax::new(&l, tau).unwrap();
        let g = &g[..l.len()];
        let mut y = vec![f64::NAN; l.len()];
        law.soft_sample(g, &mut y);
        let (hard, ln_y, straight) = (law.hard_sample(g), law.ln_soft_sample(g), law.straight_through(g));
        prop_assert!((y.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        prop_assert!(l[hard] != NEVER);
        for k in 0..l.len() {
            prop_assert!(y[k] >= 0.0 && y[k] <= y[hard]);
            prop_assert!(close(y[k], ln_y[k].exp(), 1e-14));
            prop_assert!(l[k] != NEVER || y[k] == 0.0);
            prop_assert_eq!(straight.forward[k], if k == hard { 1.0 } else { 0.0 });
        }
        prop_assert_eq!(&straight.backward, &y);
        let times: Vec<f64> = g.iter().map(|g| (-g).exp()).collect();
        let race = law.categorical().exponential_race(&times);
        // exp and ln round, so that only a near tie may be decided otherwise.
        prop_assert!(close(l[race] + g[race], l[hard] + g[hard], 1e-13) || times.contains(&0.0));
    }

    #[test]
    fn the_hard_sample_does_not_see_the_temperature(l in logits(2), a in temperature(), b in temperature(), g in noise()) {
        let hard = |tau| GumbelSoftmax::new(&l, tau).unwrap().hard_sample(&g[..l.len()]);
        prop_assert_eq!(hard(a), hard(b));
    }

    #[test]
    fn a_face_of_a_sample_is_a_sample_of_the_face(
        l in prop::collection::vec(-10.0..10.0, 10), tau in 0.5..100.0, g in prop::collection::vec(-3.0..10.0, 10),
        chosen in prop::sample::subsequence((0..10).collect::<Vec<usize>>(), 1..=10).prop_shuffle(),
    ) {
        let law = GumbelSoftmax::new(&l, tau).unwrap();
        let face = law.sub_simplex(&chosen).unwrap();
        let (mut y, mut of_face) = (vec![0.0; 10], vec![0.0; chosen.len()]);
        law.soft_sample(&g, &mut y);
        face.soft_sample(&chosen.iter().map(|k| g[*k]).collect::<Vec<f64>>(), &mut of_face);
        let sum: f64 = chosen.iter().map(|k| y[*k]).sum();
        for (k, share) in chosen.iter().zip(of_face) {
            prop_assert!(close(y[*k] / sum, share, 1e-12));
        }
        prop_assert_eq!(law.sub_simplex(&[chosen[0], chosen[0]]).unwrap_err().parameter, "category");
        prop_assert_eq!(law.sub_simplex(&[10]).unwrap_err().value, 10.0);
    }

    #[test]
    fn the_density_is_never_nan_and_finite_inside(l in logits(1), tau in temperature(), x in ln_point()) {
        let law = GumbelSoftmax::new(&l, tau).unwrap();
        let x = log_softmax(&x[..l.len()]);
        prop_assume!(!x[0].is_nan());
        let (p, kappa) = (law.ln_pdf_from_ln(&x), law.ln_pdf_exp_concrete(&x));
        prop_assert!(!p.is_nan() && !kappa.is_nan() && kappa < f64::INFINITY);
        let y: Vec<f64> = x.iter().map(|x| x.exp()).collect();
        prop_assert!(!law.ln_pdf(&y).is_nan());
        // 1e300 of log-odds times a large temperature may leave f64; anything shown may not.
        let shown = l.iter().all(|l| l.abs() <= 700.0) && (0.01..=100.0).contains(&tau);
        if shown && x.iter().all(|x| x.is_finite()) {
            prop_assert!(p.is_finite() && kappa.is_finite());
            prop_assert!(close(p, kappa - x.iter().sum::<f64>(), 1e-12));
        }
    }

    #[test]
    fn the_density_does_not_see_a_shift_or_the_order(
        l in prop::collection::vec(-10.0..10.0, 4), tau in 0.01..100.0, x in prop::collection::vec(-30.0..30.0, 4),
        shift in -100.0..100.0,
    ) {
        let x = log_softmax(&x);
        let density = |l: &[f64], x: &[f64]| GumbelSoftmax::new(l, tau).unwrap().ln_pdf_from_ln(x);
        let p = density(&l, &x);
        let shifted: Vec<f64> = l.iter().map(|l| l + shift).collect();
        prop_assert!(close(p, density(&shifted, &x), 1e-11));
        let turn = |v: &[f64]| [v[2], v[0], v[3], v[1]];
        prop_assert!(close(p, density(&turn(&l), &turn(&x)), 1e-12));
        let face = GumbelSoftmax::new(&[l[0], NEVER, l[1], l[2], l[3]], tau).unwrap();
        prop_assert!(close(p, face.ln_pdf_from_ln(&[x[0], NEVER, x[1], x[2], x[3]]), 1e-12));
    }

    #[test]
    fn a_category_of_probability_nothing_is_never_drawn(l in logits(1), u in 0.0..=1.0) {
        let law = Categorical::from_logits(&l).unwrap();
        let drawn = law.inverse_transform(u);
        prop_assert!(law.probs()[drawn] > 0.0);
        let before: f64 = law.probs()[..drawn].iter().sum();
        prop_assert!(before <= u);
        prop_assert!(before + law.probs()[drawn] > u || law.probs()[drawn + 1..].iter().all(|p| *p == 0.0));
    }

    #[test]
    fn bad_parameters_are_named(l in prop::collection::vec(any::<f64>(), 0..5), tau in any::<f64>()) {
        match GumbelSoftmax::new(&l, tau) {
            Ok(law) => {
                prop_assert!(tau > 0.0 && tau.is_finite() && l.iter().all(|l| *l < f64::INFINITY));
                let mean = law.mean();
                prop_assert!((mean.iter().sum::<f64>() - 1.0).abs() < 1e-13 && mean.iter().all(|y| *y >= 0.0));
            }
            Err(error) => match error.parameter {
                "temperature" => prop_assert!(!(tau > 0.0 && tau.is_finite())),
                "logits" => prop_assert_eq!(l[error.index.unwrap()].to_bits(), error.value.to_bits()),
                other => prop_assert_eq!((other, l.len()), ("length of logits", 0)),
            },
        }
    }

    #[test]
    fn the_noise_is_never_nan(x in any::<f64>(), location in -1e300..1e300, ln_scale in -700.0..700.0) {
        prop_assume!(!x.is_nan());
        let (gumbel, logistic) = (
            Gumbel::new(location, f64::exp(ln_scale)).unwrap(),
            Logistic::new(location, f64::exp(ln_scale)).unwrap(),
        );
        for value in [
            gumbel.ln_pdf(x), gumbel.pdf(x), gumbel.cdf(x), gumbel.ln_cdf(x), gumbel.survival(x), gumbel.ln_survival(x),
            logistic.ln_pdf(x), logistic.pdf(x), logistic.cdf(x), logistic.ln_cdf(x), logistic.survival(x),
            logistic.ln_survival(x),
        ] {
            prop_assert!(!value.is_nan());
        }
    }
}

proptest! {
    // Each case costs about a millisecond.
    #![proptest_config(config(500))]

    #[test]
    fn the_mean_is_between_softmax_and_the_centre_in_their_order(l in logits(1), tau in temperature()) {
        let law = GumbelSoftmax::new(&l, tau).unwrap();
        let mean = law.mean();
        prop_assert!((mean.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        for i in 0..l.len() {
            prop_assert!(mean[i] >= 0.0 && (l[i] != NEVER || mean[i] == 0.0));
            for j in 0..l.len() {
                prop_assert!(l[i] < l[j] || mean[i] >= mean[j] - 1e-15);
            }
        }
        let top = argmax(&l);
        let centre = 1.0 / l.iter().filter(|l| l.is_finite()).count() as f64;
        prop_assert!(mean[top] <= law.probs()[top] + 1e-14 && mean[top] >= centre - 1e-14);
    }

    #[test]
    fn temperature_and_scale_of_the_second_noise_change_places(l in prop::collection::vec(-10.0..10.0, 1..10), tau in 0.01..1.0) {
        let warm = GumbelSoftmax::new(&l, tau).unwrap().mean();
        let divided: Vec<f64> = l.iter().map(|l| l / tau).collect();
        for (a, b) in warm.iter().zip(GumbelSoftmax::new(&divided, 1.0 / tau).unwrap().mean()) {
            prop_assert!((a - b).abs() < 1e-13);
        }
    }
}

proptest! {
    // Each builds dozens of tables.
    #![proptest_config(config(100))]

    #[test]
    fn marginals_are_distributions(
        l in prop::collection::vec(logit(), 2..=3), tau in temperature(), mut t in prop::collection::vec(0.0..=1.0, 5),
        tiny in 1e-320..1e-200,
    ) {
        prop_assume!(l.iter().any(|l| l.is_finite()));
        let law = GumbelSoftmax::new(&l, tau).unwrap();
        t.extend([0.0, tiny, 1.0 - f64::EPSILON / 2.0, 1.0]);
        t.sort_by(f64::total_cmp);
        for i in 0..l.len() {
            let Some(curve) = law.marginal_pdf_curve(i, &t) else { continue };
            let mut below = 0.0;
            for (t, p) in t.iter().zip(curve) {
                let cdf = law.marginal_cdf(i, *t).unwrap();
                prop_assert!(p >= 0.0, "density {} at {}", p, t);
                prop_assert!((0.0..=1.0).contains(&cdf) && cdf >= below - 1e-14, "{} after {} at {}", cdf, below, t);
                prop_assert_eq!(Some(p), law.marginal_pdf(i, *t));
                below = cdf;
            }
        }
    }
}
