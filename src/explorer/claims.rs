//! Check it yourself: every claim of the page as a row, measured on the stream of a seed.
//!
//! # The rule
//!
//! A row is looked at when N = 10^4, 10^5 and 10^6, and at no other time. Each look gives a p-value;
//! Holm's procedure over all rows and looks keeps the chance that any true row is ever called
//! wrong, on the whole panel, at most [`PANEL_FALSE_ALARM`]. A claim that holds for every draw (or
//! every pair of draws) has p = 0 as soon as one breaks it. Before its first look a row is
//! collecting.

#![allow(clippy::needless_range_loop)] // One index over several arrays.

mod judge;

pub use judge::{Claim, Verdict};

use self::judge::{Moment, bounded, counts, every, moment, verdicts};
use super::kernel::{self, Setting};
use super::params::{Params, Temperature};
use super::stream::{LANES, Stream, survival_of_word};
use crate::distribution::{EULER_GAMMA, Gumbel, GumbelSoftmax};
use crate::few::sort_few;
use crate::softmax;

/// The sample sizes at which a row is judged.
pub const LOOKS: [u64; 3] = [10_000, 100_000, 1_000_000];
/// The chance that a panel of true claims ever shows a "disagrees".
pub const PANEL_FALSE_ALARM: f64 = 1e-3;

/// The temperatures at which the winners are counted anew.
const TEMPERATURES: [f64; 4] = [0.1, 0.5, 1.0, 5.0];
const PI_SQUARED: f64 = core::f64::consts::PI * core::f64::consts::PI;
/// The setting of the row on the density, [M] figure 2: ln(2, 0.5, 1) at tau = 1.
const DENSITY_LOGITS: [f64; 3] = [core::f64::consts::LN_2, -core::f64::consts::LN_2, 0.0];

/// The parts of the core that the rows test; a test puts wrong ones in their place.
#[derive(Clone, Copy)]
pub struct Parts {
    /// v to the noise in bits: [`kernel::noise_in_bits`].
    pub noise_in_bits: fn(f32) -> f32,
    /// Perturbed logits in bits to the soft sample: [`kernel::soften`].
    pub soften: fn(&Setting, &mut [kernel::Lanes], &kernel::Lanes),
    /// [`GumbelSoftmax::ln_pdf`].
    pub ln_pdf: fn(&GumbelSoftmax, &[f64]) -> f64,
    /// [`GumbelSoftmax::mean`].
    pub mean: fn(&GumbelSoftmax) -> Vec<f64>,
}

impl Parts {
    /// The core's own.
    pub const CORE: Parts = Parts {
        noise_in_bits: kernel::noise_in_bits,
        soften: kernel::soften,
        ln_pdf: GumbelSoftmax::ln_pdf,
        mean: GumbelSoftmax::mean,
    };
}

/// The panel of one setting. See the module's documentation.
pub struct Claims {
    parts: Parts,
    seed: u32,
    tau: f64,
    stream: Stream,
    n: u64,
    probs: Vec<f64>,
    ln_z: f64,
    means: Vec<f64>,
    setting: Setting,
    others: Vec<Setting>,
    pair: Option<(usize, usize, f64)>,
    density: GumbelSoftmax,
    convex: Option<(GumbelSoftmax, Setting)>,
    /// Wins of each category, by temperature.
    wins: Vec<Vec<u64>>,
    unlike: u64,
    maximum: Moment,
    /// Winner by quartile of the maximum.
    quartiles: Vec<[u64; 4]>,
    difference: Moment,
    noise_mean: Moment,
    noise_square: Moment,
    noise_quartiles: [u64; 4],
    soft: Vec<Moment>,
    ratio: Moment,
    sub: Moment,
    broken_chords: u64,
    before: Option<Vec<f64>>,
    /// p-values at the looks so far, a list a look.
    looks: Vec<Vec<f64>>,
}

impl Claims {
    /// The panel of these parameters (logits, temperature, seed), with no draw yet. At the limit
    /// tau -> 0, the rows on the soft sample take tau = 0.5.
    pub fn new(params: &Params) -> Self {
        Self::with(params, Parts::CORE)
    }

    /// The same with other parts.
    pub fn with(params: &Params, parts: Parts) -> Self {
        let logits = &params.logits;
        let tau = match params.temperature {
            Temperature::Soft(tau) => tau,
            Temperature::Argmax => 0.5,
        };
        let k = logits.len();
        let law = |logits: &[f64], tau| {
            GumbelSoftmax::new(logits, tau).expect("parameters are valid logits and temperatures")
        };
        // The two likeliest categories, alone, are Gumbel-Softmax again.
        let mut order: Vec<usize> = (0..k).filter(|&i| logits[i].is_finite()).collect();
        sort_few(&mut order, |&i| -logits[i]);
        let pair = match order[..] {
            [a, b, _, ..] => {
                let law = law(&[logits[a], logits[b]], tau);
                Some((a, b, (parts.mean)(&law)[0]))
            }
            _ => None,
        };
        let convex_tau = 1.0 / (order.len().max(2) - 1) as f64;
        Claims {
            seed: params.seed,
            tau,
            stream: Stream::new(params.seed),
            n: 0,
            probs: softmax::softmax(logits),
            ln_z: softmax::log_sum_exp(logits),
            means: (parts.mean)(&law(logits, tau)),
            setting: Setting::new(logits, Some(tau)),
            others: TEMPERATURES
                .iter()
                .map(|&tau| Setting::new(logits, Some(tau)))
                .collect(),
            pair,
            density: law(&DENSITY_LOGITS, 1.0),
            convex: (order.len() == k).then(|| {
                (
                    law(logits, convex_tau),
                    Setting::new(logits, Some(convex_tau)),
                )
            }),
            wins: vec![vec![0; k]; TEMPERATURES.len()],
            unlike: 0,
            maximum: Moment::default(),
            quartiles: vec![[0; 4]; k],
            difference: Moment::default(),
            noise_mean: Moment::default(),
            noise_square: Moment::default(),
            noise_quartiles: [0; 4],
            soft: vec![Moment::default(); k],
            ratio: Moment::default(),
            sub: Moment::default(),
            broken_chords: 0,
            before: None,
            looks: Vec::new(),
            parts,
        }
    }

    /// Draws so far.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The seed of its stream.
    pub fn seed(&self) -> u32 {
        self.seed
    }

    /// The temperature of the rows on the soft sample.
    pub fn tau(&self) -> f64 {
        self.tau
    }

    /// How many looks are over.
    pub fn looks(&self) -> usize {
        self.looks.len()
    }

    /// Whether the last look is over.
    pub fn complete(&self) -> bool {
        self.looks.len() == LOOKS.len()
    }

    /// Draws about `count` more (whole blocks of 16), stopping after the last look.
    pub fn advance(&mut self, count: u64) {
        let goal = self.n.saturating_add(count);
        while self.n < goal && !self.complete() {
            self.block();
            if self.n == LOOKS[self.looks.len()] {
                let p = self.rows().iter().map(|row| row.p).collect();
                self.looks.push(p);
            }
        }
    }

    /// 16 draws.
    fn block(&mut self) {
        let k = self.probs.len();
        let mut noise = vec![[0.0f32; LANES]; k];
        for lanes in &mut noise {
            let words = self.stream.next_words();
            for i in 0..LANES {
                lanes[i] = (self.parts.noise_in_bits)(survival_of_word(words[i]));
            }
        }
        self.count_noise(&noise);
        let mut perturbed = noise.clone();
        let (winner, largest) = kernel::perturb(&self.setting, &mut perturbed);
        self.count_maximum(&winner, &largest);
        let soften = |setting: &Setting| {
            let mut y = perturbed.clone();
            (self.parts.soften)(setting, &mut y, &largest);
            y
        };
        let warm: Vec<_> = self.others.iter().map(soften).collect();
        let y = soften(&self.setting);
        let convex = self.convex.as_ref().map(|(_, setting)| soften(setting));
        for (wins, y) in self.wins.iter_mut().zip(&warm) {
            for i in 0..LANES {
                let row: Vec<f64> = y.iter().map(|lanes| f64::from(lanes[i])).collect();
                wins[softmax::argmax(&row)] += 1;
            }
        }
        self.count_soft(&y, &winner);
        if let Some(y) = convex {
            self.count_chords(&y);
        }
        self.count_density(&noise);
        self.n += LANES as u64;
    }

    fn count_noise(&mut self, noise: &[kernel::Lanes]) {
        let gumbel = Gumbel::standard();
        let edges = [0.25, 0.5, 0.75].map(|u| gumbel.quantile(u));
        for i in 0..LANES {
            let g = |k: usize| f64::from(kernel::gumbel_of_bits(noise[k][i]));
            let (a, b) = (g(0), g(1));
            self.difference.add((a - b) * (a - b) - PI_SQUARED / 3.0);
            let deviation = a - EULER_GAMMA;
            self.noise_mean.add(deviation);
            self.noise_square
                .add(deviation * deviation - PI_SQUARED / 6.0);
            self.noise_quartiles[edges.iter().filter(|&&edge| a >= edge).count()] += 1;
        }
    }

    fn count_maximum(&mut self, winner: &[u32; LANES], largest: &kernel::Lanes) {
        let law = Gumbel::new(self.ln_z, 1.0).unwrap_or_default();
        let edges = [0.25, 0.5, 0.75].map(|u| law.quantile(u));
        for i in 0..LANES {
            let m = f64::from(kernel::gumbel_of_bits(largest[i]));
            self.maximum.add(m - law.mean());
            let quartile = edges.iter().filter(|&&edge| m >= edge).count();
            self.quartiles[winner[i] as usize][quartile] += 1;
        }
    }

    fn count_soft(&mut self, y: &[kernel::Lanes], winner: &[u32; LANES]) {
        for i in 0..LANES {
            let row: Vec<f64> = y.iter().map(|lanes| f64::from(lanes[i])).collect();
            let top = row[winner[i] as usize];
            self.unlike += u64::from(row.iter().any(|&other| other > top));
            for ((moment, y), mean) in self.soft.iter_mut().zip(&row).zip(&self.means) {
                moment.add(y - mean);
            }
            if let Some((a, b, mean)) = self.pair
                && row[a] + row[b] > 0.0
            {
                self.sub.add(row[a] / (row[a] + row[b]) - mean);
            }
        }
    }

    /// Along a chord between two draws the ln density is convex: its middle lies below.
    fn count_chords(&mut self, y: &[kernel::Lanes]) {
        let Some((law, _)) = &self.convex else { return };
        for i in 0..LANES {
            let row: Vec<f64> = y.iter().map(|lanes| f64::from(lanes[i])).collect();
            let total: f64 = row.iter().sum();
            let row: Vec<f64> = row.iter().map(|y| y / total).collect();
            if row.iter().any(|&y| y <= 1e-30) {
                continue;
            }
            if let Some(before) = self.before.take() {
                let middle: Vec<f64> = row
                    .iter()
                    .zip(&before)
                    .map(|(a, b)| (a + b) / 2.0)
                    .collect();
                let ends =
                    ((self.parts.ln_pdf)(law, &row) + (self.parts.ln_pdf)(law, &before)) / 2.0;
                let inside = (self.parts.ln_pdf)(law, &middle);
                self.broken_chords += u64::from(inside > ends + 1e-9 * (1.0 + ends.abs()));
            } else {
                self.before = Some(row);
            }
        }
    }

    /// E[h(y)/p(y)] is the integral of h, 1, when y has the density p; h = Dirichlet(3, 3, 3),
    /// for which the variance is finite at tau = 1.
    fn count_density(&mut self, noise: &[kernel::Lanes]) {
        const LN_GAMMA_9: f64 = 10.604_602_902_745_25;
        const LN_GAMMA_3: f64 = core::f64::consts::LN_2;
        let mut y = [0.0; 3];
        for i in 0..LANES {
            // With two categories, another draw of the block lends the third noise.
            let g = |k: usize| {
                let lane = (i + k / noise.len()) % LANES;
                f64::from(kernel::gumbel_of_bits(noise[k % noise.len()][lane]))
            };
            self.density.soft_sample(&[g(0), g(1), g(2)], &mut y);
            let ln_h =
                LN_GAMMA_9 - 3.0 * LN_GAMMA_3 + 2.0 * y.iter().map(|&y| libm::log(y)).sum::<f64>();
            let ln_p = (self.parts.ln_pdf)(&self.density, &y);
            self.ratio.add(libm::exp(ln_h - ln_p) - 1.0);
        }
    }

    /// The rows, in the order of the page.
    pub fn rows(&self) -> Vec<Claim> {
        let n = self.n.max(2) as f64;
        let mut rows: Vec<Claim> = Vec::new();
        const WINNERS: [&str; 4] = ["winners_0.1", "winners_0.5", "winners_1", "winners_5"];
        for (id, wins) in WINNERS.into_iter().zip(&self.wins) {
            rows.push(counts(id, wins, &self.probs, n));
        }
        rows.push(every("rounding", self.unlike));
        rows.push(moment(
            "maximum",
            &self.maximum,
            self.ln_z + EULER_GAMMA,
            n,
            Some(PI_SQUARED / 6.0),
        ));
        rows.push(self.independence(n));
        // Excess kurtosis of the logistic law: 1.2; of the Gumbel law: 2.4.
        let logistic = PI_SQUARED / 3.0;
        let gumbel = PI_SQUARED / 6.0;
        rows.push(moment(
            "difference",
            &self.difference,
            logistic,
            n,
            Some(3.2 * logistic * logistic),
        ));
        rows.push(moment(
            "noise_mean",
            &self.noise_mean,
            EULER_GAMMA,
            n,
            Some(gumbel),
        ));
        rows.push(moment(
            "noise_variance",
            &self.noise_square,
            gumbel,
            n,
            Some(4.4 * gumbel * gumbel),
        ));
        rows.push(counts(
            "noise_quantiles",
            &self.noise_quartiles,
            &[0.25; 4],
            n,
        ));
        rows.push(bounded("soft_mean", &self.soft, &self.means, n));
        rows.push(moment("density", &self.ratio, 1.0, n, None));
        if let Some((.., mean)) = self.pair {
            rows.push(bounded("sub_simplex", &[self.sub], &[mean], n));
        }
        if self.convex.is_some() {
            rows.push(every("log_convex", self.broken_chords));
        }
        let verdicts = verdicts(&self.looks, rows.len());
        for (row, verdict) in rows.iter_mut().zip(verdicts) {
            row.verdict = verdict;
        }
        rows
    }

    /// Winner against quartile of the maximum, both margins known.
    fn independence(&self, n: f64) -> Claim {
        let observed: Vec<u64> = self.quartiles.iter().flatten().copied().collect();
        let expected: Vec<f64> = self.probs.iter().flat_map(|p| [p / 4.0; 4]).collect();
        let mut claim = counts("independence", &observed, &expected, n);
        // Shown as the share of the upper half among the wins of the category that fits worst.
        let mut worst = (0.5, 0.0f64);
        for row in &self.quartiles {
            let wins = row.iter().sum::<u64>() as f64;
            if wins >= 10.0 {
                let share = (row[2] + row[3]) as f64 / wins;
                let z = (share - 0.5) * 2.0 * libm::sqrt(wins);
                if z.abs() >= worst.1.abs() {
                    worst = (share, z);
                }
            }
        }
        (claim.expected, claim.measured, claim.z) = (0.5, worst.0, Some(worst.1));
        claim
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::kernel::Lanes;

    fn panel(logits: &[f64], parts: Parts) -> Claims {
        let params = Params {
            logits: logits.to_vec(),
            ..Params::default()
        };
        Claims::with(&params, parts)
    }

    /// [M] proposition 1 (d): up to 1/(K - 1).
    #[test]
    fn log_convexity_is_tried_at_the_last_temperature_that_has_it() {
        let tau = |logits: &[f64]| {
            let convex = panel(logits, Parts::CORE).convex?;
            Some(convex.0.temperature())
        };
        assert_eq!(tau(&[0.0; 2]), Some(1.0));
        assert_eq!(tau(&[2.0, 1.0, 0.1]), Some(0.5));
        assert_eq!(tau(&[0.0; 5]), Some(0.25));
        assert_eq!(tau(&[0.0, 1.0, f64::NEG_INFINITY]), None);
    }

    /// A chord from 1/5 to 3/5 of the first, whose middle lies `ABOVE` its ends, on a level of 10: what is forgiven is 1.1e-8.
    #[test]
    fn a_chord_may_be_off_by_rounding_alone() {
        fn hill<const ABOVE: i32>(_: &GumbelSoftmax, y: &[f64]) -> f64 {
            10.0 - f64::from(ABOVE) * 1e-10 * (y[0] - 0.4) * (y[0] - 0.4) / 0.04
        }
        let broken = |ln_pdf| {
            let mut claims = panel(
                &[0.0; 3],
                Parts {
                    ln_pdf,
                    ..Parts::CORE
                },
            );
            // Each lane begins a chord or ends one. The sums are 2, and rows are taken as shares.
            let lanes = |even: f32, odd: f32| -> Lanes {
                core::array::from_fn(|i| if i % 2 == 0 { even } else { odd })
            };
            let rows = [lanes(0.4, 1.2), lanes(0.8, 0.4), lanes(0.8, 0.4)];
            claims.count_chords(&rows);
            claims.broken_chords
        };
        assert_eq!(broken(hill::<105>), 0);
        assert_eq!(broken(hill::<120>), LANES as u64 / 2);
        assert_eq!(broken(hill::<-120>), 0);
    }

    /// Of two categories alone, one may have all of it; where neither has any, nothing can be said.
    #[test]
    fn a_share_of_two_is_taken_where_there_is_one() {
        let mut claims = panel(&[2.0, 1.0, 0.0], Parts::CORE);
        let rows: [Lanes; 3] = [[0.5; LANES], [0.0; LANES], [0.5; LANES]];
        claims.count_soft(&rows, &[0; LANES]);
        let (.., mean) = claims.pair.unwrap();
        let found = bounded("", &[claims.sub], &[mean], LANES as f64).measured;
        assert!((found - 1.0).abs() < 1e-12, "{found}");
        let before = claims.sub;
        let nothing: [Lanes; 3] = [[0.0; LANES], [0.0; LANES], [1.0; LANES]];
        claims.count_soft(&nothing, &[2; LANES]);
        assert_eq!(claims.sub, before);
    }

    #[test]
    fn looks_are_counted_to_the_last() {
        let mut claims = panel(&[0.0; 3], Parts::CORE);
        for over in 0..=LOOKS.len() {
            assert_eq!(claims.looks(), over);
            assert_eq!(claims.complete(), over == LOOKS.len());
            claims.looks.push(vec![1.0]);
        }
    }

    #[test]
    fn a_winner_that_is_not_the_largest_share_is_counted_once_a_draw() {
        let mut claims = panel(&[0.0; 3], Parts::CORE);
        let rows: [Lanes; 3] = [[0.5; LANES], [0.3; LANES], [0.2; LANES]];
        for (winner, unlike) in [(0, 0), (2, LANES as u64), (1, 2 * LANES as u64)] {
            claims.count_soft(&rows, &[winner; LANES]);
            assert_eq!(claims.unlike, unlike);
        }
    }
}
