//! The density on the triangle, pixel by pixel.
//!
//! With q = softmax(l - tau ln y) the density of three categories is
//! p(y) = 2 tau^2 prod_k q_k / y_k, so ln p = ln 2 + 2 ln tau + sum_k (ln q_k - ln y_k):
//! nothing overflows at any temperature. In base 2 and f32, eight pixels at a time, with shorter polynomials than
//! those of the samples: the error is below a tenth of a level of colour.

use wide::bytemuck;

use super::colour::viridis_table;
use super::surface::{Point, Rect};
use super::theme::Rgb;
use crate::explorer::octet::{Arithmetic, Bits, Constant, Octet, WIDTH, all, loaded, truncated};

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

/// The least y: a pixel that the edge cuts has its centre outside.
const LEAST: f32 = 1e-6;

/// Octets of a row that are computed together.
const STRETCH: usize = 16;

/// What they hold between the steps.
struct Stretch {
    sums: [Octet; STRETCH],
    rests: [Octet; STRETCH],
    levels: [Bits; STRETCH],
}

/// The arithmetic of the samples with shorter polynomials.
struct Short {
    arithmetic: &'static Arithmetic,
    constants: &'static Constants,
}

struct Constants {
    minus_log2: [Constant; 5],
    exp2: [Constant; 3],
    least: Constant,
    three: Constant,
    last_level: Constant,
    opaque: Constant,
    width: Constant,
    /// Levels of a bit of density, and the level of 1.
    per_bit: Constant,
    of_one: Constant,
    /// Adding 2^23 rounds to the nearest integer and leaves it in the low bits.
    round: Constant,
}

/// The nearest integers of numbers from 0 to 255, in the low bytes.
#[inline(always)]
fn rounded(x: Octet, c: &Constants) -> Bits {
    bytemuck::cast(x + c.round.all())
}

const PER_BIT: f64 = 255.0 / (LN_DENSITY_RANGE.1 - LN_DENSITY_RANGE.0) * core::f64::consts::LN_2;

static CONSTANTS: Constants = Constants {
    minus_log2: Constant::each([
        1.442_578,
        0.720_241_8,
        0.486_686_5,
        0.394_575_4,
        0.252_658_4,
    ]),
    exp2: Constant::each([0.693_112_5, 0.242_225_53, 0.055_977_123]),
    least: Constant::new(LEAST),
    three: Constant::new(3.0),
    last_level: Constant::new(255.0),
    opaque: Constant::new(f32::from_bits(0xff00_0000)),
    width: Constant::new(WIDTH as f32),
    per_bit: Constant::new(PER_BIT as f32),
    of_one: Constant::new((-LN_DENSITY_RANGE.0 / core::f64::consts::LN_2 * PER_BIT) as f32),
    round: Constant::new(8_388_608.0),
};

impl Short {
    #[inline(always)]
    fn new() -> Self {
        Short {
            arithmetic: Arithmetic::new(),
            constants: loaded(&CONSTANTS),
        }
    }

    /// -log2 of a positive normal number; absolute error below 1.6e-5.
    #[inline(always)]
    fn minus_log2(&self, t: Octet) -> Octet {
        let c = |i: usize| self.constants.minus_log2[i].all();
        let (e, f) = self.arithmetic.split(t);
        let f2 = f * f;
        f * ((c(0) + f * c(1)) + f2 * ((c(2) + f * c(3)) + f2 * c(4))) - e
    }

    /// 2^d for d <= 0, or 2^-126; relative error below 1.5e-4.
    #[inline(always)]
    fn exp2(&self, d: Octet) -> Octet {
        let c = |i: usize| self.constants.exp2[i].all();
        self.arithmetic
            .exponential(d, |x| (c(0) + x * c(1)) + (x * x) * c(2))
    }
}

/// The law shown: [M] eq. 10 for K = 3.
pub struct Density {
    logits_in_bits: [f32; 3],
    tau: f32,
    /// log2(2 tau^2).
    constant: f32,
}

impl Density {
    /// Three finite logits and a temperature.
    pub fn new(logits: [f64; 3], tau: f64) -> Self {
        let largest = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Density {
            logits_in_bits: logits.map(|l| ((l - largest) * core::f64::consts::LOG2_E) as f32),
            tau: tau as f32,
            constant: (1.0 + 2.0 * libm::log2(tau)) as f32,
        }
    }

    /// The triangle that fills so many pixels, in colours: four bytes a pixel, row by row from the top.
    pub fn colours(&self, width: u32, height: u32) -> Vec<u8> {
        let rect = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        paint(self, rect, width, height).rgba
    }

    /// Levels of colour of a stretch, of -log2 y: two coordinates vary along a row, the third is its own.
    ///
    /// Each step goes over all octets before the next does: at one octet after the other a processor would wait for the
    /// long chain of each.
    #[inline(always)]
    fn levels(
        &self,
        short: &Short,
        sides: impl Iterator<Item = [Octet; 2]>,
        above: Octet,
        stretch: &mut Stretch,
    ) {
        let (one, c) = (short.arithmetic.one(), short.constants);
        let tau = all(self.tau);
        let [left, right, top] = self.logits_in_bits.map(all);
        let (top, constant) = (top + tau * above, all(self.constant) + above);
        let Stretch {
            sums,
            rests,
            levels,
        } = stretch;
        for ([x, z], (sum, rest)) in sides.zip(sums.iter_mut().zip(rests.iter_mut())) {
            let (a, b) = (left + tau * x, right + tau * z);
            let (high, low) = (a.fast_max(b), a.fast_min(b));
            // The largest of the three has the power 1.
            let largest = high.fast_max(top);
            let middle = low.fast_max(high.fast_min(top)) - largest;
            let least = low.fast_min(top) - largest;
            *sum = one + short.exp2(middle) + short.exp2(least);
            *rest = constant + (middle + least) + (x + z);
        }
        for (level, (sum, rest)) in levels.iter_mut().zip(sums.iter().zip(rests)) {
            let log2_pdf = *rest + c.three.all() * short.minus_log2(*sum);
            let place = log2_pdf * c.per_bit.all() + c.of_one.all();
            *level = rounded(place.fast_max(all(0.0)).fast_min(c.last_level.all()), c);
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
fn paint(density: &Density, rect: Rect, width: u32, height: u32) -> Raster {
    let mut rgba = vec![0; width as usize * height as usize * 4];
    let mut painter = Painter::new(density, width);
    let stride = width.max(1) as usize * 4;
    for (row, line) in rgba.chunks_exact_mut(stride).enumerate() {
        painter.row(&Row::new(row, width, height), line);
    }
    Raster {
        rect,
        width,
        height,
        rgba,
    }
}

/// What the rows of a picture share.
struct Painter<'a> {
    density: &'a Density,
    short: Short,
    /// The 256 colours, clear.
    table: [u32; 256],
    /// -log2 y_2 of a row, with an octet more on both sides, since the mirror of an octet begins anywhere.
    logs: Vec<[f32; WIDTH]>,
    stretch: Stretch,
}

impl<'a> Painter<'a> {
    fn new(density: &'a Density, width: u32) -> Self {
        let clear = |rgb: &Rgb| u32::from_le_bytes([rgb.0, rgb.1, rgb.2, 0]);
        Painter {
            density,
            short: Short::new(),
            table: viridis_table().each_ref().map(clear),
            logs: vec![[0.0; WIDTH]; width.div_ceil(WIDTH as u32) as usize + 2],
            stretch: Stretch {
                sums: [all(1.0); STRETCH],
                rests: [all(0.0); STRETCH],
                levels: [Bits::splat(0); STRETCH],
            },
        }
    }

    fn row(&mut self, row: &Row, line: &mut [u8]) {
        row.logs(&self.short, &mut self.logs[1..]);
        let line = &mut line[row.from * 4..row.to.max(row.from) * 4];
        for (i, pixels) in line.chunks_mut(STRETCH * WIDTH * 4).enumerate() {
            self.stretch(row, row.from + i * STRETCH * WIDTH, pixels);
        }
    }

    /// Paints a stretch of a row, from the column `start` on.
    fn stretch(&mut self, row: &Row, start: usize, pixels: &mut [u8]) {
        let c = self.short.constants;
        let (logs, width) = (self.logs.as_flattened(), row.width as usize);
        let columns = (start..).step_by(WIDTH);
        let octets = columns.take(pixels.len().div_ceil(WIDTH * 4));
        let sides = octets.map(|column| {
            let right = Octet::from(&logs[column + WIDTH..][..WIDTH]);
            let mirror = &logs[width - column..][..WIDTH];
            let left = Octet::new(core::array::from_fn(|j| mirror[WIDTH - 1 - j]));
            [left, right]
        });
        let above = self.short.minus_log2(all(row.top.max(LEAST)));
        self.density
            .levels(&self.short, sides, above, &mut self.stretch);
        for (i, (pixels, level)) in pixels
            .chunks_mut(WIDTH * 4)
            .zip(&self.stretch.levels)
            .enumerate()
        {
            let start = start + i * WIDTH;
            let colour = level.to_array();
            let colour = Bits::new(colour.map(|level| self.table[usize::from(level as u8)]));
            let colours = match row.inside.contains(&start) {
                true => colour | c.opaque.bits(),
                false => row.covered(colour, centres(start)),
            };
            let colours = colours.to_array();
            if let Ok(pixels) = <&mut [u8; WIDTH * 4]>::try_from(&mut *pixels) {
                *pixels = bytemuck::cast(colours.map(u32::to_le));
            } else {
                for (pixel, colour) in pixels.chunks_exact_mut(4).zip(colours) {
                    pixel.copy_from_slice(&colour.to_le_bytes());
                }
            }
        }
    }
}

/// The centres of eight columns.
#[inline(always)]
fn centres(start: usize) -> Octet {
    Octet::new(core::array::from_fn(|i| (start + i) as f32 + 0.5))
}

/// A row of pixels, as far as it lies in the triangle.
struct Row {
    width: f32,
    /// The coordinate of the top corner.
    top: f32,
    /// Pixels to the base, and for a unit of a coordinate to one of the sides.
    height: f32,
    slant: f32,
    /// The part inside, with a pixel to spare.
    from: usize,
    to: usize,
    /// Where octets begin that no edge touches.
    inside: core::ops::Range<usize>,
}

impl Row {
    fn new(row: usize, width: u32, height: u32) -> Self {
        let (w, h) = (width as f32, height as f32);
        let top = 1.0 - (row as f32 + 0.5) / h;
        let slant = w * h / libm::hypotf(w / 2.0, h);
        let (left, right) = (w * top / 2.0, w * (1.0 - top / 2.0));
        let inside = match top * h > 1.0 {
            true => {
                (left + w / slant) as usize + 2
                    ..((right - w / slant) as usize).saturating_sub(WIDTH + 1)
            }
            false => 0..0,
        };
        Row {
            width: w,
            top,
            height: top * h,
            slant,
            from: (left as usize).saturating_sub(2),
            to: (right as usize + 3).min(width as usize),
            inside,
        }
    }

    /// y_1 and y_2 of the pixels from these columns on.
    #[inline(always)]
    fn sides(&self, columns: Octet) -> [Octet; 2] {
        let right = columns * all(1.0 / self.width) - all(self.top / 2.0);
        [all(1.0 - self.top) - right, right]
    }

    /// -log2 y_2 of the row's pixels, and of those that mirror them: y_1 of a pixel is y_2 of its mirror.
    fn logs(&self, short: &Short, logs: &mut [[f32; WIDTH]]) {
        let width = self.width as usize;
        let first = self.from.min(width - self.to) / WIDTH;
        let c = short.constants;
        let mut columns = centres(first * WIDTH);
        for logs in &mut logs[first..=(width - first * WIDTH - 1) / WIDTH] {
            let [_, right] = self.sides(columns);
            *logs = short.minus_log2(right.fast_max(c.least.all())).to_array();
            columns += c.width.all();
        }
    }

    /// Colours of pixels that an edge may cut.
    fn covered(&self, colour: Bits, columns: Octet) -> Bits {
        let [left, right] = self.sides(columns);
        let distance = (left.fast_min(right) * all(self.slant)).fast_min(all(self.height));
        let cover = (distance + all(0.5)).fast_max(all(0.0)).fast_min(all(1.0));
        let alpha = truncated(cover * all(255.0) + all(0.5));
        let clear = alpha.simd_eq(Bits::splat(0));
        clear.bitselect(alpha, colour) | (alpha << 24u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pixel that no edge cuts.
    #[test]
    fn colours_are_those_of_the_density_to_a_tenth_of_a_level() {
        let (width, height) = (97, 84);
        for (logits, tau) in [
            ([2.0, 1.0, 0.1], 0.1),
            ([2.0, 1.0, 0.1], 0.5),
            ([0.0, 0.0, 0.0], 1.0),
            ([0.0, -6.0, 3.0], 1.5),
            ([2.0, 1.0, 0.1], 4.8),
            ([2.0, 1.0, 0.1], 5.2),
            ([0.0, -50.0, 3.0], 3.0),
            ([-20.0, 20.0, 0.0], 0.01),
            ([1.0, 0.5, 0.2], 40.0),
        ] {
            let law = crate::distribution::GumbelSoftmax::new(&logits, tau).unwrap();
            let rgba = Density::new(logits, tau).colours(width, height);
            for (i, pixel) in rgba.chunks_exact(4).enumerate() {
                let (column, row) = (i as u32 % width, i as u32 / width);
                let y3 = 1.0 - (f64::from(row) + 0.5) / f64::from(height);
                let y2 = (f64::from(column) + 0.5) / f64::from(width) - y3 / 2.0;
                let y1 = 1.0 - y2 - y3;
                if pixel[3] != 255 || y1 < 0.02 || y2 < 0.02 || y3 < 0.02 {
                    continue;
                }
                let (low, high) = LN_DENSITY_RANGE;
                let level = (law.ln_pdf(&[y1, y2, y3]) - low) / (high - low) * 255.0;
                let near = |by: f64| (level + by).clamp(0.0, 255.0).round() as usize;
                let found = [near(-0.1), near(0.1)]
                    .map(|level| viridis_table()[level])
                    .contains(&Rgb(pixel[0], pixel[1], pixel[2]));
                assert!(
                    found,
                    "{logits:?} at {tau}: pixel {column}, {row} of level {level}"
                );
            }
        }
    }

    #[test]
    fn short_polynomials_keep_their_bounds() {
        let short = Short::new();
        for i in 1..200_000 {
            let x = i as f32 * 1e-5;
            let gap = short.minus_log2(all(x)).to_array()[0] + libm::log2f(x);
            assert!(gap.abs() < 1.6e-5, "log2 {x}: off by {gap}");
            let d = -(i as f32) * 6e-4;
            let gap = short.exp2(all(d)).to_array()[0] / libm::exp2f(d) - 1.0;
            assert!(gap.abs() < 1.5e-4, "2^{d}: off by {gap}");
        }
        assert!(short.exp2(all(-1e9)).to_array()[0] < 2e-38);
    }
}
