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
use crate::explorer::octet::{
    Arithmetic, Bits, Constant, Octet, WIDTH, all, loaded, reversed, truncated,
};

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

/// Where log2 of every power of a picture is within this, so are its sums, and they can be taken as they are.
const SAFE_BITS: f32 = 100.0;

/// The law shown: [M] eq. 10 for K = 3.
pub struct Density {
    /// Less the largest.
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

    /// Where none overflows and none is lost.
    fn powers(&self) -> Option<Powers> {
        let [a, b, c] = self.logits_in_bits;
        let shift = -self.tau * LEAST.log2();
        let range = shift - a.min(b).min(c);
        (range <= SAFE_BITS).then(|| Powers {
            weights: [a, b].map(libm::exp2f),
            shift,
            top: all(0.0),
            constant: all(0.0),
        })
    }

    /// Sums of powers and the rest of a stretch, from -log2 y and the powers y^-tau of two coordinates; the third is the row's own.
    #[inline(always)]
    fn sum(
        &self,
        powers: &Powers,
        sides: impl Iterator<Item = [[Octet; 2]; 2]>,
        stretch: &mut Stretch,
    ) {
        let [left, right] = powers.weights.map(all);
        let (top, constant, slope) = (powers.top, powers.constant, all(self.tau + 1.0));
        let places = stretch.sums.iter_mut().zip(&mut stretch.rests);
        for ([[x, p], [z, q]], (sum, rest)) in sides.zip(places) {
            *sum = (left * p + right * q) + top;
            *rest = constant + slope * (x + z);
        }
    }

    /// The same from -log2 y alone, whatever the temperature and the logits: the largest power is 1.
    #[inline(always)]
    fn sum_at_any_range(
        &self,
        short: &Short,
        sides: impl Iterator<Item = [[Octet; 2]; 2]>,
        above: Octet,
        stretch: &mut Stretch,
    ) {
        let (one, tau) = (short.arithmetic.one(), all(self.tau));
        let [left, right, top] = self.logits_in_bits.map(all);
        let (top, constant) = (top + tau * above, all(self.constant) + above);
        let places = stretch.sums.iter_mut().zip(&mut stretch.rests);
        for ([[x, _], [z, _]], (sum, rest)) in sides.zip(places) {
            let (a, b) = (left + tau * x, right + tau * z);
            let (high, low) = (a.fast_max(b), a.fast_min(b));
            let largest = high.fast_max(top);
            let middle = low.fast_max(high.fast_min(top)) - largest;
            let least = low.fast_min(top) - largest;
            *sum = one + short.exp2(middle) + short.exp2(least);
            *rest = constant + (middle + least) + (x + z);
        }
    }
}

/// What a picture and its present row have in common where powers are taken as they are, but for a shift.
struct Powers {
    /// 2^l of the left and the right corner.
    weights: [f32; 2],
    /// How far log2 of each lies below itself.
    shift: f32,
    /// The power of the top corner, and what the rest begins with.
    top: Octet,
    constant: Octet,
}

impl Powers {
    fn row(&mut self, density: &Density, short: &Short, above: Octet) {
        let Density { tau, constant, .. } = *density;
        let [a, b, c] = density.logits_in_bits;
        self.top = short.exp2(all(tau) * above + all(c - self.shift));
        self.constant = all(constant + (a + b + c) - 3.0 * self.shift) + all(tau + 1.0) * above;
    }
}

impl Stretch {
    /// Levels of colour, of the sums and the rests.
    ///
    /// Each step goes over all octets before the next does: at one octet after the other a processor would wait for the
    /// long chain of each.
    #[inline(always)]
    fn shade(&mut self, short: &Short) {
        let c = short.constants;
        let places = self.levels.iter_mut().zip(&self.sums).zip(&self.rests);
        for ((level, sum), rest) in places {
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
    /// If they can be taken as they are.
    shared: Option<Powers>,
    /// -log2 of the third coordinate of the row.
    above: Octet,
    /// -log2 y_2 of a row, with an octet more on both sides, since the mirror of an octet begins anywhere.
    logs: Vec<[f32; WIDTH]>,
    /// y_2^-tau, likewise.
    powers: Vec<[f32; WIDTH]>,
    stretch: Stretch,
}

impl<'a> Painter<'a> {
    fn new(density: &'a Density, width: u32) -> Self {
        let row = vec![[0.0; WIDTH]; width.div_ceil(WIDTH as u32) as usize + 2];
        let clear = |rgb: &Rgb| u32::from_le_bytes([rgb.0, rgb.1, rgb.2, 0]);
        Painter {
            density,
            short: Short::new(),
            table: viridis_table().each_ref().map(clear),
            shared: density.powers(),
            above: all(0.0),
            powers: row.clone(),
            logs: row,
            stretch: Stretch {
                sums: [all(1.0); STRETCH],
                rests: [all(0.0); STRETCH],
                levels: [Bits::splat(0); STRETCH],
            },
        }
    }

    fn row(&mut self, row: &Row, line: &mut [u8]) {
        row.logs(&self.short, &mut self.logs[1..]);
        self.above = self.short.minus_log2(all(row.top.max(LEAST)));
        if let Some(shared) = &mut self.shared {
            shared.row(self.density, &self.short, self.above);
            let (tau, shift) = (all(self.density.tau), all(shared.shift));
            let logs = self.logs[1..].iter().skip(row.first());
            let powers = self.powers[1..].iter_mut().skip(row.first());
            for (power, log) in powers.zip(logs).take(row.octets()) {
                *power = self.short.exp2(tau * Octet::new(*log) - shift).to_array();
            }
        }
        let line = &mut line[row.from * 4..row.to.max(row.from) * 4];
        for (i, pixels) in line.chunks_mut(STRETCH * WIDTH * 4).enumerate() {
            self.stretch(row, row.from + i * STRETCH * WIDTH, pixels);
        }
    }

    /// Paints a stretch of a row, from the column `start` on.
    fn stretch(&mut self, row: &Row, start: usize, pixels: &mut [u8]) {
        let c = self.short.constants;
        let (logs, powers) = (self.logs.as_flattened(), self.powers.as_flattened());
        let width = row.width as usize;
        let columns = (start..).step_by(WIDTH);
        let octets = columns.take(pixels.len().div_ceil(WIDTH * 4));
        let sides = octets.map(|column| {
            let [right, mirror] = [column + WIDTH, width - column];
            let mirrored = |values: &[f32]| reversed(octet(values, mirror));
            let own = |values: &[f32]| octet(values, right);
            [[mirrored(logs), mirrored(powers)], [own(logs), own(powers)]]
        });
        let (short, stretch) = (&self.short, &mut self.stretch);
        match &self.shared {
            Some(powers) => self.density.sum(powers, sides, stretch),
            None => self
                .density
                .sum_at_any_range(short, sides, self.above, stretch),
        }
        stretch.shade(short);
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

/// Eight values from one on.
#[inline(always)]
fn octet(values: &[f32], from: usize) -> Octet {
    let (octet, _) = values[from..]
        .split_first_chunk::<WIDTH>()
        .unwrap_or((&[0.0; WIDTH], &[]));
    Octet::new(*octet)
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

    /// The first octet with a pixel of the row, or the mirror of one.
    fn first(&self) -> usize {
        self.from.min(self.width as usize - self.to) / WIDTH
    }

    /// How many octets there are from that to its mirror.
    fn octets(&self) -> usize {
        (self.width as usize - self.first() * WIDTH - 1) / WIDTH + 1 - self.first()
    }

    /// -log2 y_2 of the row's pixels, and of those that mirror them: y_1 of a pixel is y_2 of its mirror.
    fn logs(&self, short: &Short, logs: &mut [[f32; WIDTH]]) {
        let c = short.constants;
        let mut columns = centres(self.first() * WIDTH);
        for logs in logs.iter_mut().skip(self.first()).take(self.octets()) {
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

    /// Powers as they are, and where they would overflow; every pixel that no edge cuts.
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
