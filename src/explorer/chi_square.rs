//! Pearson's test of the hard counts against softmax.

use crate::distribution::special::chi_square_survival;
use crate::few::sort_few;

/// The outcome of Pearson's chi-square test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// sum of (N_k - N pi_k)^2 / (N pi_k) over the cells.
    pub statistic: f64,
    /// Cells less one.
    pub degrees_of_freedom: u32,
    /// The probability of a statistic at least as large where the counts follow pi.
    pub p: f64,
    /// How many categories were pooled into one cell, being expected under 5 times.
    pub pooled: usize,
}

impl ChiSquare {
    /// Counts against probabilities (one a category, of sum 1). Categories expected under 5 times
    /// are pooled, with the rarest of the others where they stay under 5 together. None where
    /// fewer than two cells remain.
    pub fn of_counts(counts: &[u64], probs: &[f64]) -> Option<ChiSquare> {
        const ENOUGH: f64 = 5.0;
        let n = counts.iter().sum::<u64>() as f64;
        // A category of probability 0 that never won says nothing.
        let mut cells: Vec<(f64, f64)> = counts
            .iter()
            .zip(probs)
            .map(|(&count, p)| (count as f64, n * p))
            .filter(|&(count, expected)| count > 0.0 || expected > 0.0)
            .collect();
        sort_few(&mut cells, |(_, expected)| -expected);
        let mut pooled = 0;
        let mut pool = (0.0, 0.0);
        while let Some(&(count, expected)) = cells.last() {
            if expected >= ENOUGH && (pooled == 0 || pool.1 >= ENOUGH) {
                break;
            }
            cells.pop();
            pool = (pool.0 + count, pool.1 + expected);
            pooled += 1;
        }
        if pooled > 0 {
            cells.push(pool);
        }
        if cells.len() < 2 {
            return None;
        }
        let statistic = cells.iter().map(|(o, e)| (o - e) * (o - e) / e).sum();
        let degrees_of_freedom = cells.len() as u32 - 1;
        let p = chi_square_survival(statistic, f64::from(degrees_of_freedom));
        Some(ChiSquare {
            statistic,
            degrees_of_freedom,
            p,
            pooled,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cells_are_a_squared_normal() {
        // (60 - 50)^2/50 twice = 4; P(chi2_1 > 4) = erfc(sqrt 2) = 0.0455002638963584.
        let test = ChiSquare::of_counts(&[60, 40], &[0.5, 0.5]).unwrap();
        assert_eq!(
            (test.statistic, test.degrees_of_freedom, test.pooled),
            (4.0, 1, 0)
        );
        assert!(
            (test.p - 0.045_500_263_896_358_4).abs() < 1e-12,
            "{}",
            test.p
        );
    }

    #[test]
    fn rare_categories_are_pooled() {
        let test = ChiSquare::of_counts(&[480, 500, 12, 8, 0], &[0.49, 0.49, 0.016, 0.004, 0.0]);
        // 4 expected joins the 16.
        let test = test.unwrap();
        assert_eq!((test.degrees_of_freedom, test.pooled), (2, 2));
        assert!((test.statistic - (100.0 / 490.0 + 100.0 / 490.0)).abs() < 1e-12);
        // Who never won counts, and so does who won without a chance.
        let test = ChiSquare::of_counts(&[100, 90, 0], &[0.5, 0.45, 0.05]).unwrap();
        assert_eq!((test.degrees_of_freedom, test.pooled), (2, 0));
        assert!((test.statistic - (25.0 / 95.0 + 20.25 / 85.5 + 9.5)).abs() < 1e-12);
        let test = ChiSquare::of_counts(&[60, 30, 10], &[0.6, 0.4, 0.0]).unwrap();
        assert_eq!((test.degrees_of_freedom, test.pooled), (1, 2));
        assert_eq!(test.statistic, 0.0);
        assert_eq!(ChiSquare::of_counts(&[3, 2], &[0.5, 0.5]), None);
        assert_eq!(ChiSquare::of_counts(&[0, 0], &[0.5, 0.5]), None);
        assert_eq!(ChiSquare::of_counts(&[100, 0], &[1.0, 0.0]), None);
    }
}
