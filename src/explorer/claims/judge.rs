//! The rows of the panel: what a tally says of its claim, and the rule by which rows are judged.

use super::{LOOKS, PANEL_FALSE_ALARM};
use crate::distribution::special::{chi_square_survival, normal_two_sided};
use crate::explorer::ChiSquare;
use crate::few::sort_few;

/// A cell expected less often than this is not shown as the one that fits worst.
const LEAST_EXPECTED: f64 = 5.0;
/// n mu (1 - mu) from which the mean of n values in [0, 1] is taken as normal, far into its tails.
const NORMAL_FROM: f64 = 1e4;
/// n mu (1 - mu) from which their spread is estimated for the z-score that is shown.
const ESTIMATED_FROM: f64 = 100.0;

/// What the looks say so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Before the first look.
    Collecting,
    /// No look spoke against it.
    Agrees,
    /// A look did.
    Disagrees,
}

impl Verdict {
    /// Its name in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Collecting => "collecting",
            Verdict::Agrees => "agrees",
            Verdict::Disagrees => "disagrees",
        }
    }
}

/// A row of the panel. Of a claim on several numbers, the one that fits worst is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The name under which the interface holds the words.
    pub id: &'static str,
    /// What the claim says.
    pub expected: f64,
    /// What the draws say.
    pub measured: f64,
    /// (measured - expected) / standard error; None for a claim on every single draw.
    pub z: Option<f64>,
    /// The chance of a misfit at least as large if the claim holds.
    pub p: f64,
    /// By the rule above.
    pub verdict: Verdict,
}

/// Sum and sum of squares of a quantity with its claimed mean, shifted by it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Moment {
    sum: f64,
    squares: f64,
}

impl Moment {
    pub(super) fn add(&mut self, deviation: f64) {
        self.sum += deviation;
        self.squares += deviation * deviation;
    }

    /// Mean deviation and its z-score; the variance known, or estimated.
    pub(super) fn z(&self, n: f64, variance: Option<f64>) -> (f64, f64) {
        let mean = self.sum / n;
        let variance = variance.unwrap_or((self.squares / n - mean * mean) * n / (n - 1.0));
        let error = libm::sqrt(variance / n);
        let z = if mean == 0.0 { 0.0 } else { mean / error };
        (mean, z)
    }
}

/// A claim on a mean.
pub(super) fn moment(
    id: &'static str,
    moment: &Moment,
    expected: f64,
    n: f64,
    variance: Option<f64>,
) -> Claim {
    let (deviation, z) = moment.z(n, variance);
    Claim {
        id,
        expected,
        measured: expected + deviation,
        z: Some(z),
        p: normal_two_sided(z),
        verdict: Verdict::Collecting,
    }
}

/// A claim on the means of several quantities in [0, 1]; shown is the one that fits worst.
///
/// A rare value may never be drawn, so that the estimated spread says nothing. Where n mu (1 - mu) is
/// small, p is therefore the bound of Hoeffding (1963), theorem 1, which holds for any law on
/// [0, 1]: P(mean >= a) <= exp(-n KL(a, mu)), a > mu, and likewise below. Several p by Bonferroni.
pub(super) fn bounded(id: &'static str, moments: &[Moment], expected: &[f64], n: f64) -> Claim {
    let mut least = 1.0f64;
    let mut worst = (0, 0.0, 0.0f64);
    for (k, (moment, &mu)) in moments.iter().zip(expected).enumerate() {
        let most = mu * (1.0 - mu);
        let variance = if n * most >= ESTIMATED_FROM {
            None
        } else {
            // No law on [0, 1] with this mean has a larger one.
            Some(most)
        };
        let (deviation, z) = moment.z(n, variance);
        let p = if z.is_nan() {
            0.0
        } else if n * most >= NORMAL_FROM {
            normal_two_sided(z)
        } else {
            (2.0 * libm::exp(-n * divergence(mu + deviation, mu))).min(1.0)
        };
        least = least.min(p);
        if z.abs() >= worst.2.abs() {
            worst = (k, deviation, z);
        }
    }
    let (k, deviation, z) = worst;
    Claim {
        id,
        expected: expected[k],
        measured: expected[k] + deviation,
        z: Some(z),
        p: (least * moments.len() as f64).min(1.0),
        verdict: Verdict::Collecting,
    }
}

/// KL(a, mu) = a ln(a/mu) + (1 - a) ln((1 - a)/(1 - mu)), 0 <= a <= 1, in nats.
fn divergence(a: f64, mu: f64) -> f64 {
    let a = a.clamp(0.0, 1.0);
    let part = |a: f64, mu: f64| {
        if a > 0.0 { a * libm::log(a / mu) } else { 0.0 }
    };
    (part(a, mu) + part(1.0 - a, 1.0 - mu)).max(0.0)
}

/// A claim that no draw breaks; `broken` did.
pub(super) fn every(id: &'static str, broken: u64) -> Claim {
    Claim {
        id,
        expected: 0.0,
        measured: broken as f64,
        z: None,
        p: if broken == 0 { 1.0 } else { 0.0 },
        verdict: Verdict::Collecting,
    }
}

/// A claim on the probabilities of cells; shown is the cell that fits worst.
pub(super) fn counts(id: &'static str, observed: &[u64], probs: &[f64], n: f64) -> Claim {
    let test = ChiSquare::of_counts(observed, probs);
    let mut worst = (0, 0.0f64);
    for (k, (&count, p)) in observed.iter().zip(probs).enumerate() {
        let error = libm::sqrt(p * (1.0 - p) / n);
        let z = (count as f64 / n - p) / error;
        if n * p * (1.0 - p) >= LEAST_EXPECTED && z.abs() >= worst.1.abs() {
            worst = (k, z);
        }
    }
    // A cell of probability 0 is never hit.
    let impossible = observed
        .iter()
        .zip(probs)
        .any(|(&count, &p)| p == 0.0 && count > 0);
    let p = test.map_or(1.0, |test| {
        chi_square_survival(test.statistic, f64::from(test.degrees_of_freedom))
    });
    Claim {
        id,
        expected: probs[worst.0],
        measured: observed[worst.0] as f64 / n,
        z: Some(worst.1),
        p: if impossible { 0.0 } else { p },
        verdict: Verdict::Collecting,
    }
}

/// Holm's step-down over rows and looks: the looks to come count as p = 1.
pub(super) fn verdicts(looks: &[Vec<f64>], rows: usize) -> Vec<Verdict> {
    if looks.is_empty() {
        return vec![Verdict::Collecting; rows];
    }
    let mut all: Vec<(f64, usize)> = looks
        .iter()
        .flat_map(|look| look.iter().copied().zip(0..))
        // A NaN is no agreement.
        .map(|(p, row)| (if p.is_nan() { 0.0 } else { p }, row))
        .collect();
    sort_few(&mut all, |(p, _)| *p);
    let mut verdicts = vec![Verdict::Agrees; rows];
    let mut left = (rows * LOOKS.len()) as f64;
    for (p, row) in all {
        if p * left > PANEL_FALSE_ALARM {
            break;
        }
        verdicts[row] = Verdict::Disagrees;
        left -= 1.0;
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bound against binomial tails summed term by term.
    #[test]
    fn the_bound_lies_above_the_tails_of_a_binomial() {
        for (n, mu) in [(50u32, 0.02), (50, 0.5), (200, 0.001), (200, 0.3)] {
            let mut pmf = (0..=n).scan(libm::pow(1.0 - mu, f64::from(n)), |pmf, k| {
                let here = *pmf;
                *pmf *= f64::from(n - k) / f64::from(k + 1) * mu / (1.0 - mu);
                Some(here)
            });
            let pmf: Vec<f64> = pmf.by_ref().collect();
            for k in 0..=n as usize {
                let (below, above) = (pmf[..=k].iter(), pmf[k..].iter());
                let tail = below.sum::<f64>().min(above.sum());
                let mut moment = Moment::default();
                for i in 0..n as usize {
                    moment.add(f64::from(u8::from(i < k)) - mu);
                }
                let claim = bounded("", &[moment], &[mu], f64::from(n));
                assert!(claim.p >= tail * (1.0 - 1e-9), "{n} {mu} {k}");
                assert!(claim.z.is_some_and(f64::is_finite));
            }
        }
    }

    fn close(value: f64, known: f64) {
        assert!(
            (value - known).abs() <= 1e-12 * known.abs(),
            "{value:e} for {known:e}"
        );
    }

    #[test]
    fn the_divergence_at_known_points() {
        let ln = libm::log;
        close(divergence(0.3, 0.5), 0.3 * ln(0.6) + 0.7 * ln(1.4));
        close(divergence(0.0, 0.5), ln(2.0));
        close(divergence(1.0, 0.25), ln(4.0));
        assert_eq!(divergence(0.5, 0.5), 0.0);
        // Rounding may put a mean beyond its ends.
        close(divergence(1.0 + 1e-9, 0.25), ln(4.0));
    }

    /// The first mean is off by 2 of its standard errors and the second by 5; and then by Hoeffding's bound.
    #[test]
    fn of_several_means_the_worst_is_shown_and_all_are_counted() {
        let n = 1e6;
        let of = |deviation: f64| Moment {
            sum: n * deviation,
            squares: n * (0.04 * (n - 1.0) / n + deviation * deviation),
        };
        let claim = bounded("", &[of(4e-4), of(-1e-3)], &[0.5, 0.25], n);
        close(claim.z.unwrap(), -5.0);
        assert_eq!((claim.expected, claim.measured), (0.25, 0.249));
        close(claim.p, 2.0 * normal_two_sided(claim.z.unwrap()));
        let rare = [Moment {
            sum: 100.0,
            squares: 1.0,
        }];
        let claim = bounded("", &rare, &[1e-3], n);
        close(claim.p, 2.0 * libm::exp(-n * divergence(1.1e-3, 1e-3)));
        close(claim.measured, 1.1e-3);
        // A claim that fits costs no other its place, and no chance is above 1.
        let claim = bounded("", &[of(0.0), of(0.0), rare[0]], &[0.5, 0.25, 1e-3], n);
        close(claim.p, 6.0 * libm::exp(-n * divergence(1.1e-3, 1e-3)));
        assert_eq!(bounded("", &[of(0.0), of(0.0)], &[0.5, 0.25], n).p, 1.0);
    }

    #[test]
    fn what_no_draw_may_break_is_broken_by_one() {
        let of = |broken| (every("", broken).measured, every("", broken).p);
        assert_eq!((of(0), of(1)), ((0.0, 1.0), (1.0, 0.0)));
    }

    #[test]
    fn of_several_counts_the_worst_is_shown_unless_it_is_rare() {
        let n = 100.0;
        let claim = counts("", &[50, 30, 12, 8], &[0.4, 0.35, 0.24, 0.01], n);
        assert_eq!((claim.expected, claim.measured), (0.24, 0.12));
        close(claim.z.unwrap(), -0.12 / libm::sqrt(0.24 * 0.76 / n));
        // The rare one is pooled with the one before it: 100/40 + 25/35 + 25/25.
        let pooled = 2.5 + 25.0 / 35.0 + 1.0;
        close(claim.p, chi_square_survival(pooled, 2.0));
        // Neither is expected and missed often enough.
        let claim = counts("", &[80, 20], &[0.96, 0.04], n);
        assert_eq!((claim.measured, claim.z), (0.8, Some(0.0)));
    }

    #[test]
    fn what_is_impossible_may_not_be_drawn_once() {
        let p = |observed: &[u64]| counts("", observed, &[0.5, 0.5, 0.0], 100.0).p;
        assert_eq!((p(&[50, 50, 0]), p(&[50, 49, 1])), (1.0, 0.0));
    }

    #[test]
    fn verdicts_have_the_names_of_the_interface() {
        let names = [Verdict::Collecting, Verdict::Agrees, Verdict::Disagrees].map(Verdict::name);
        assert_eq!(names, ["collecting", "agrees", "disagrees"]);
    }

    /// Steps of Holm by hand: 2 rows, 3 looks, so the least p is held against 1e-3/6, the next
    /// against 1e-3/5.
    #[test]
    fn verdicts_step_down() {
        use Verdict::{Agrees, Collecting, Disagrees};
        assert_eq!(verdicts(&[], 2), [Collecting, Collecting]);
        let of = |a, b| verdicts(&[vec![a, b]], 2);
        assert_eq!(of(1.7e-4, 1.0), [Agrees, Agrees]);
        assert_eq!(of(1.6e-4, 1.9e-4), [Disagrees, Disagrees]);
        assert_eq!(of(1.6e-4, 2.1e-4), [Disagrees, Agrees]);
        assert_eq!(of(1.9e-4, 1.9e-4), [Agrees, Agrees]);
        assert_eq!(of(f64::NAN, 1.0)[0], Disagrees);
        // At its bound a row is rejected.
        let bound = PANEL_FALSE_ALARM / 3.0;
        assert_eq!(bound * 3.0, PANEL_FALSE_ALARM);
        assert_eq!(verdicts(&[vec![bound]], 1), [Disagrees]);
    }
}
