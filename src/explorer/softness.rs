//! E\[y\] along the temperature, computed when a view first asks for it.

use core::cell::OnceCell;

use super::params::TEMPERATURE;
use crate::distribution::GumbelSoftmax;

/// The temperatures at which samples are compared side by side, those of the notes and of `[J]`
/// figure 1.
pub const COMPARED: [f64; 4] = [0.1, 0.5, 1.0, 5.0];

/// Temperatures of the curve: the ends of the range and ones evenly between in ln tau.
const PLACES: usize = 25;

/// E\[y\] under one set of logits at many temperatures. Each takes a quadrature,
/// so nothing is computed before it is asked for, and nothing twice.
#[derive(Clone, Debug, Default)]
pub(super) struct Softness {
    curve: OnceCell<Vec<(f64, Vec<f64>)>>,
    compared: OnceCell<[Vec<f64>; COMPARED.len()]>,
}

fn mean(logits: &[f64], tau: f64) -> Vec<f64> {
    GumbelSoftmax::new(logits, tau).map_or_else(|_| Vec::new(), |law| law.coarse_mean())
}

impl Softness {
    /// `(tau, E[y])`, tau rising over its whole range.
    pub(super) fn curve(&self, logits: &[f64]) -> &[(f64, Vec<f64>)] {
        self.curve.get_or_init(|| {
            let (lo, hi) = (libm::log(TEMPERATURE.min), libm::log(TEMPERATURE.max));
            let place = |i: usize| {
                let tau = libm::exp(lo + (hi - lo) * i as f64 / (PLACES - 1) as f64);
                let tau = TEMPERATURE.nearest(tau);
                (tau, mean(logits, tau))
            };
            (0..PLACES).map(place).collect()
        })
    }

    /// E\[y\] at each of [`COMPARED`].
    pub(super) fn compared(&self, logits: &[f64]) -> &[Vec<f64>; COMPARED.len()] {
        self.compared
            .get_or_init(|| COMPARED.map(|tau| mean(logits, tau)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_the_mean_over_the_whole_range() {
        let logits = [2.0, 1.0, 0.1];
        let softness = Softness::default();
        let curve = softness.curve(&logits);
        let ends = (curve[0].0, curve[PLACES - 1].0);
        assert_eq!((curve.len(), ends), (PLACES, (0.01, 100.0)));
        let compared = COMPARED.into_iter().zip(softness.compared(&logits).clone());
        for (tau, mean) in curve.iter().cloned().chain(compared) {
            let law = GumbelSoftmax::new(&logits, tau).unwrap();
            for (found, known) in mean.iter().zip(law.mean()) {
                assert!((found - known).abs() < 2e-6, "{tau}: {found} for {known}");
            }
            assert_eq!(mean.len(), 3);
        }
        // A temperature is kept to six digits.
        for pair in curve.windows(2) {
            let step = libm::log(pair[1].0 / pair[0].0) * 24.0 / libm::log(1e4);
            assert!((step - 1.0).abs() < 1e-4, "{step}");
        }
    }
}
