//! Rows of uniforms, and the noise they stand for.

use super::lanes::{LANES, Lanes};

/// Where rows of uniforms come from: a seeded stream, or a list in a test.
pub trait Uniforms {
    /// Fills `rows` with the next rows: 2K values a row, strictly between 0 and 1.
    fn fill(&mut self, rows: &mut [f64]);
}

/// The noise of a batch of rows, whatever the logits.
///
/// A row is 2K uniforms, strictly between 0 and 1: first `u_1 .. u_K`, whose noise `g_k = -ln(-ln u_k)` picks the winner and
/// makes the soft sample, then `v_1 .. v_K`, from which REBAR alone draws the relaxed sample anew given the winner. Noise
/// in nats.
#[derive(Clone, Debug, Default)]
pub struct Noise {
    categories: usize,
    rows: usize,
    uniforms: Vec<f64>,
    /// `g[chunk * K + k]`.
    gumbel: Vec<Lanes>,
    /// `-ln v`, as `gumbel`.
    conditional: Vec<Lanes>,
}

impl Noise {
    /// No rows yet.
    pub fn new(categories: usize) -> Self {
        Noise {
            categories,
            ..Noise::default()
        }
    }

    /// The next `rows` rows of a source, in place of those held.
    pub fn draw(&mut self, rows: usize, source: &mut dyn Uniforms) {
        let mut uniforms = core::mem::take(&mut self.uniforms);
        uniforms.resize(rows * 2 * self.categories, 0.5);
        source.fill(&mut uniforms);
        self.set(&uniforms);
        self.uniforms = uniforms;
    }

    /// These rows in place of those held; 2K uniforms a row, one row after another.
    ///
    /// # Panics
    /// If a row is not whole, or a uniform is not strictly between 0 and 1.
    pub fn set(&mut self, uniforms: &[f64]) {
        let k = self.categories;
        assert_eq!(uniforms.len() % (2 * k), 0, "a row has 2K uniforms");
        self.rows = uniforms.len() / (2 * k);
        let chunks = self.rows.div_ceil(LANES);
        // What fills up the last chunk is noise too, and is counted nowhere.
        self.gumbel.resize(chunks * k, [0.0; LANES]);
        self.conditional.resize(chunks * k, [1.0; LANES]);
        for (row, uniforms) in uniforms.chunks_exact(2 * k).enumerate() {
            let (chunk, lane) = (row / LANES, row % LANES);
            for (j, u) in uniforms.iter().enumerate() {
                assert!(*u > 0.0 && *u < 1.0, "a uniform must lie between 0 and 1");
                let exponential = -libm::log(*u);
                if j < k {
                    self.gumbel[chunk * k + j][lane] = -libm::log(exponential);
                } else {
                    self.conditional[chunk * k + j - k][lane] = exponential;
                }
            }
        }
    }

    /// K.
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// Rows held.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// g of category k in a row, in nats.
    ///
    /// # Panics
    /// If there is no such row or category.
    pub fn gumbel_noise(&self, row: usize, k: usize) -> f64 {
        assert!(row < self.rows && k < self.categories);
        self.gumbel[row / LANES * self.categories + k][row % LANES]
    }

    pub(super) fn gumbel(&self) -> &[Lanes] {
        &self.gumbel
    }

    pub(super) fn conditional(&self) -> &[Lanes] {
        &self.conditional
    }
}
