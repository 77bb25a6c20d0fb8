//! REBAR: its best variance, and the bias of the slip that is easily made.

use gumbel_softmax::explorer::Rows;
use gumbel_softmax::gradient::{Estimator, Sweep, Uniforms};

use crate::row::Row;
use crate::{MARGIN, ROWS, length, problem};

/// Rows whose second half is read off the first, so that the sample drawn anew is the sample itself and moves otherwise:
/// the common random numbers of the REBAR paper. Given the winner, these v are uniform and independent still.
struct Coupled {
    rows: Rows,
    probs: Vec<f64>,
}

impl Uniforms for Coupled {
    fn fill(&mut self, rows: &mut [f64]) {
        self.rows.fill(rows);
        let k = self.probs.len();
        for row in rows.chunks_mut(2 * k) {
            let x: Vec<f64> = (0..k).map(|j| -libm::log(row[j]) / self.probs[j]).collect();
            let b = (0..k).fold(0, |b, j| if x[j] < x[b] { j } else { b });
            for j in 0..k {
                let e = if j == b {
                    x[b]
                } else {
                    self.probs[j] * (x[j] - x[b])
                };
                row[k + j] = libm::exp(-e).clamp(1e-300, 1.0 - 1e-16);
            }
        }
    }
}

/// Its variance is a parabola in eta: three points on the same noise give its least value.
///
/// The figure .198 (at tau = 2) holds for coupled rows; with independent ones the least is .229.
#[test]
fn the_best_variance_of_rebar_is_that_computed_elsewhere() {
    let estimators = [0.0, 0.5, 1.0].map(|eta| Estimator::Rebar { eta });
    let taus = [0.1, 0.5, 1.0, 2.0];
    let mut sweep = Sweep::new(problem(), &estimators, &taus, ROWS).unwrap();
    let probs = problem().probs().to_vec();
    sweep.step(
        ROWS,
        &mut Coupled {
            rows: Rows::new(1, 3),
            probs,
        },
    );
    let (mut best, mut error) = (f64::INFINITY, 0.0);
    for t in 0..taus.len() {
        let v = [0, 1, 2].map(|e| sweep.moments(e, t).unwrap().variance());
        let a = 2.0 * (v[0].0 - 2.0 * v[1].0 + v[2].0);
        let b = v[2].0 - v[0].0 - a;
        let least = v[0].0 - b * b / (4.0 * a);
        let unbiased = sweep.moments(2, t).unwrap();
        assert!(unbiased.bias_length().0 < MARGIN * unbiased.resolution());
        if a > 0.0 && least < best {
            (best, error) = (least, v[0].1.max(v[2].1));
        }
    }
    assert!(
        (best - 0.198).abs() < MARGIN * error + 5e-4,
        "{best} {error}"
    );
}

/// What would be seen if the derivative of z~ were forgotten: a bias of .088 where |g| = .110 (at tau = 1/2).
#[test]
fn forgetting_a_derivative_makes_rebar_biased() {
    let problem = problem();
    let mut source = Rows::new(1, 3);
    let mut row = [0.0; 6];
    let (mut sum, n, tau) = ([0.0; 3], 200_000, 0.5);
    for _ in 0..n {
        source.fill(&mut row);
        let one = Row {
            objective: problem.objective(),
            u: &row[..3],
            v: &row[3..],
            tau,
        };
        for (s, g) in sum.iter_mut().zip(one.rebar_slip(problem.logits())) {
            *s += g;
        }
    }
    let terms = sum.iter().zip(problem.gradient());
    let bias: Vec<f64> = terms.map(|(s, g)| s / f64::from(n) - g).collect();
    // The variance of an estimate is near .3: one standard error of the length is at most .0013.
    assert!(
        (length(&bias) - 0.088).abs() < MARGIN * 0.0013 + 5e-4,
        "{bias:?}"
    );
    assert!((length(problem.gradient()) - 0.110).abs() < 5e-4);
}
