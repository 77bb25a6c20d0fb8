//! The density on the triangle, pixel by pixel.
//!
//! With q = softmax(l - tau ln y) the density of three categories is
//! p(y) = 2 tau^2 prod_k q_k / y_k, so ln p = ln 2 + 2 ln tau + sum_k (ln q_k - ln y_k):
//! nothing overflows at any temperature. In f32, by chunks, so that the compiler makes SIMD of it;
//! the error is far below one level of colour.

use super::colour::viridis_table;
use super::surface::{Point, Rect};

/// The natural logarithms of density between which the colours run; beyond, they are clipped.
pub const LN_DENSITY_RANGE: (f64, f64) = (-6.0, 6.0);

/// A picture in pixels, and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// Where it lies, in CSS pixels.
    pub rect: Rect,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Four bytes a pixel, row by row from the top, alpha not multiplied in.
    pub rgba: Vec<u8>,
}

/// Pixels computed together.
const CHUNK: usize = 16;
/// The least y: a pixel that the edge cuts has its centre outside.
const LEAST: f32 = 1e-6;

type Chunk = [f32; CHUNK];

/// ln of a positive normal number; absolute error below 1e-5.
#[inline(always)]
fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let e = (bits.wrapping_sub(0x3f35_04f3) as i32) >> 23;
    let m = f32::from_bits(bits.wrapping_sub((e << 23) as u32));
    // ln m = 2 artanh s, s = (m - 1)/(m + 1), |s| < 0.172
    let s = (m - 1.0) / (m + 1.0);
    let s2 = s * s;
    e as f32 * core::f32::consts::LN_2
        + 2.0 * s * (1.0 + s2 * (1.0 / 3.0 + s2 * (0.2 + s2 * (1.0 / 7.0))))
}

/// exp of a number that is not positive; relative error below 1e-4.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let t = (if x > -80.0 { x } else { -80.0 }) * core::f32::consts::LOG2_E;
    let whole = (t - 0.5) as i32;
    let f = (t - whole as f32) * core::f32::consts::LN_2;
    let poly = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0)))));
    poly * f32::from_bits(((whole + 127) << 23) as u32)
}

/// The law shown.
pub(crate) struct Density {
    logits: [f32; 3],
    tau: f32,
    constant: f32,
}

impl Density {
    /// Three finite logits and a temperature.
    pub(crate) fn new(logits: [f64; 3], tau: f64) -> Self {
        let largest = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Density {
            logits: logits.map(|l| (l - largest) as f32),
            tau: tau as f32,
            constant: (core::f64::consts::LN_2 + 2.0 * libm::log(tau)) as f32,
        }
    }

    /// ln p of a chunk of points.
    #[inline(always)]
    fn ln_pdf(&self, y: &[Chunk; 3], out: &mut Chunk) {
        for i in 0..CHUNK {
            let x = [ln(y[0][i]), ln(y[1][i]), ln(y[2][i])];
            let a = [
                self.logits[0] - self.tau * x[0],
                self.logits[1] - self.tau * x[1],
                self.logits[2] - self.tau * x[2],
            ];
            let m = a[0].max(a[1]).max(a[2]);
            let b = [a[0] - m, a[1] - m, a[2] - m];
            let lse = ln(exp(b[0]) + exp(b[1]) + exp(b[2]));
            out[i] = self.constant + (b[0] + b[1] + b[2]) - 3.0 * lse - (x[0] + x[1] + x[2]);
        }
    }
}

/// Paints an upright triangle with these corners, at `ratio` pixels to a CSS pixel.
pub(crate) fn triangle(density: &Density, corners: [Point; 3], side: f64, ratio: f64) -> Raster {
    // Enough for the sharpest screen; a larger picture is stretched.
    const MOST: f64 = 1024.0;
    let (x, top, base) = (corners[0].0, corners[2].1, corners[0].1);
    let rect = Rect::new(x, top, side, base - top);
    let ratio = if ratio > 0.0 { ratio.min(8.0) } else { 1.0 };
    let width = (rect.w * ratio).round().clamp(1.0, MOST);
    let height = (width * rect.h / rect.w).round().max(1.0);
    paint(density, rect, width as u32, height as u32)
}

/// Paints a triangle that fills `rect`, its corners in order left below, right below, top.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn paint(density: &Density, rect: Rect, width: u32, height: u32) -> Raster {
    let table = viridis_table();
    let (w, h) = (width as f32, height as f32);
    let (lo, hi) = (LN_DENSITY_RANGE.0 as f32, LN_DENSITY_RANGE.1 as f32);
    let per_level = 255.0 / (hi - lo);
    let mut rgba = vec![0; width as usize * height as usize * 4];
    // Pixels to an edge for a unit of its coordinate: the heights of the triangle.
    let slant = w * h / libm::hypotf(w / 2.0, h);
    for (row, line) in rgba.chunks_exact_mut(width.max(1) as usize * 4).enumerate() {
        let top = 1.0 - (row as f32 + 0.5) / h;
        // The row's part inside, with a pixel to spare.
        let from = ((top / 2.0 * w) as usize).saturating_sub(2);
        let to = (((1.0 - top / 2.0) * w) as usize + 3).min(width as usize);
        let mut start = from;
        while start < to {
            let mut y = [[0.0; CHUNK]; 3];
            let mut cover = [0.0; CHUNK];
            for i in 0..CHUNK {
                let x = ((start + i) as f32 + 0.5) / w;
                let right = x - top / 2.0;
                let left = 1.0 - right - top;
                let distance = (left.min(right) * slant).min(top * h);
                cover[i] = (distance + 0.5).clamp(0.0, 1.0);
                y[0][i] = left.max(LEAST);
                y[1][i] = right.max(LEAST);
                y[2][i] = top.max(LEAST);
            }
            let mut ln_p = [0.0; CHUNK];
            density.ln_pdf(&y, &mut ln_p);
            for (i, &ln_p) in ln_p.iter().enumerate().take(to - start) {
                if cover[i] > 0.0 {
                    let level = ((ln_p - lo) * per_level + 0.5) as usize;
                    let colour = table[level.min(255)];
                    let at = (start + i) * 4;
                    line[at] = colour.0;
                    line[at + 1] = colour.1;
                    line[at + 2] = colour.2;
                    line[at + 3] = (cover[i] * 255.0 + 0.5) as u8;
                }
            }
            start += CHUNK;
        }
    }
    Raster {
        rect,
        width,
        height,
        rgba,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_functions_are_close() {
        for i in 1..2000 {
            let x = i as f32 * 0.001;
            assert!((ln(x) - libm::logf(x)).abs() < 1e-4, "ln {x}: {}", ln(x));
            let x = -(i as f32) * 0.03;
            assert!(
                (exp(x) / libm::expf(x) - 1.0).abs() < 2e-4,
                "exp {x}: {}",
                exp(x)
            );
        }
        assert!(exp(0.0) == 1.0 && exp(-1e9) > 0.0);
    }
}
