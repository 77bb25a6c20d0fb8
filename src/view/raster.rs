//! The density on the triangle, pixel by pixel.
//!
//! With q = softmax(l - tau ln y) the density of three categories is
//! p(y) = 2 tau^2 prod_k q_k / y_k, so ln p = ln 2 + 2 ln tau + sum_k (ln q_k - ln y_k):
//! nothing overflows at any temperature. In base 2 and f32, eight pixels at a time, with shorter polynomials than
//! those of the samples ([`super::short`]), and of the coordinates far from the edges with lines between those that rows
//! share ([`super::lattice`]): the error is below a tenth of a level of colour.

use wide::bytemuck;

use super::colour::viridis_table;
use super::lattice::{Lattice, NEAREST, Offset};
use super::short::{LEAST, Short};
use super::surface::{Point, Rect};
use super::theme::Rgb;
use crate::explorer::octet::{Bits, Constant, Octet, WIDTH, all, loaded, truncated};

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

/// Red, green, blue and opacity.
type Pixel = [u8; 4];

/// Octets of a row that are computed together, and as many that mirror them.
const STRETCH: usize = 32;

/// What octets hold between the steps: those of the left half of a row first, then their mirrors, turned round. The two
/// have the same coordinates, each with the other's y_1 in the place of its y_2.
///
/// Each step goes over all octets before the next does: at one octet after the other a processor would wait for the
/// long chain of each.
struct Stretch {
    /// -log2 y_2.
    logs: [[Octet; STRETCH]; 2],
    /// y_2^-tau, where powers are shared.
    powers: [[Octet; STRETCH]; 2],
    sums: [[Octet; STRETCH]; 2],
    rests: [[Octet; STRETCH]; 2],
    levels: [[Bits; STRETCH]; 2],
}

struct Constants {
    last_level: Constant,
    /// Levels of three bits of density.
    per_3_bits: Constant,
    /// Adding 2^23 rounds to the nearest integer and leaves it in the low bits.
    round: Constant,
}

/// The nearest integers of numbers from 0 to 255, in the low bytes.
#[inline(always)]
fn rounded(x: Octet, c: &Constants) -> Bits {
    bytemuck::cast(x + c.round.all())
}

/// Levels of a bit of density, and the level of 1.
const PER_BIT: f64 = 255.0 / (LN_DENSITY_RANGE.1 - LN_DENSITY_RANGE.0) * core::f64::consts::LN_2;
const OF_ONE: f64 = -LN_DENSITY_RANGE.0 / core::f64::consts::LN_2 * PER_BIT;

static CONSTANTS: Constants = Constants {
    last_level: Constant::new(255.0),
    per_3_bits: Constant::new((3.0 * PER_BIT) as f32),
    round: Constant::new(8_388_608.0),
};

/// Where log2 of every power of a picture is within this, so are its sums, and powers need not be taken relative to the largest.
const SAFE_BITS: f32 = 100.0;

/// The law shown: [M] eq. 10 for K = 3.
pub struct Density {
    /// Less the largest.
    logits_in_bits: [f32; 3],
    /// 2 to the power of the first two.
    weights: [f32; 2],
    tau: f32,
    /// log2(2 tau^2).
    constant: f32,
}

impl Density {
    /// Three finite logits and a temperature.
    pub fn new(logits: [f64; 3], tau: f64) -> Self {
        let largest = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let logits_in_bits = logits.map(|l| ((l - largest) * core::f64::consts::LOG2_E) as f32);
        Density {
            logits_in_bits,
            weights: [0, 1].map(|k: usize| libm::exp2f(logits_in_bits[k])),
            tau: tau as f32,
            constant: (1.0 + 2.0 * libm::log2(tau)) as f32,
        }
    }

    /// The triangle that fills so many pixels, in colours: four bytes a pixel, row by row from the top.
    pub fn colours(&self, width: u32, height: u32) -> Vec<u8> {
        let rect = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        paint(self, rect, width, height).rgba
    }

    /// The level of colour, but for the sum of powers, where the other logarithms are 0 and `bits` is the rest of log2 p.
    fn level(&self, bits: f32) -> Octet {
        all((OF_ONE + PER_BIT * f64::from(self.constant + bits)) as f32)
    }

    /// Sums and rests of the first octets, of the powers of each coordinate. `above` is -log2 y_3 of the row.
    #[inline(always)]
    fn sum(&self, above: f32, octets: usize, stretch: &mut Stretch) {
        let Stretch {
            logs,
            powers,
            sums: [sums, mirrored_sums],
            rests: [rests, mirrored_rests],
            ..
        } = stretch;
        let [left, right, top] = self.logits_in_bits;
        let rest = self.level(left + right + top + (self.tau + 1.0) * above);
        let slope = all((PER_BIT * (f64::from(self.tau) + 1.0)) as f32);
        let top = all(libm::exp2f(top + self.tau * above));
        let [left, right] = self.weights.map(all);
        let [powers, mirrored] = &*powers;
        let places = powers[..octets].iter().zip(mirrored);
        for ((p, q), (sum, mirrored)) in places.zip(sums.iter_mut().zip(mirrored_sums)) {
            *sum = (right * *p + left * *q) + top;
            *mirrored = (right * *q + left * *p) + top;
        }
        let [logs, mirrored] = &*logs;
        let places = logs[..octets].iter().zip(mirrored);
        for ((x, z), (rest_here, mirrored)) in places.zip(rests.iter_mut().zip(mirrored_rests)) {
            *rest_here = rest + slope * (*x + *z);
            *mirrored = *rest_here;
        }
    }

    /// The same whatever the temperature and the logits: the largest of the three has the power 1.
    #[inline(always)]
    fn sum_at_any_range(&self, short: &Short, above: f32, octets: usize, stretch: &mut Stretch) {
        let (one, tau) = (short.one(), all(self.tau));
        let [left, right, top] = self.logits_in_bits.map(all);
        let (top, constant) = (top + tau * all(above), self.level(above));
        let per_bit = all(PER_BIT as f32);
        for side in 0..2 {
            let sides = stretch.logs[1 - side].iter().zip(&stretch.logs[side]);
            let places = stretch.sums[side].iter_mut().zip(&mut stretch.rests[side]);
            for ((x, z), (sum, rest)) in sides.zip(places).take(octets) {
                let (a, b) = (left + tau * *x, right + tau * *z);
                let (high, low) = (a.fast_max(b), a.fast_min(b));
                let largest = high.fast_max(top);
                let middle = low.fast_max(high.fast_min(top)) - largest;
                let least = low.fast_min(top) - largest;
                *sum = one + short.exp2(middle) + short.exp2(least);
                *rest = constant + per_bit * ((middle + least) + (*x + *z));
            }
        }
    }
}

impl Stretch {
    fn new() -> Self {
        Stretch {
            logs: [[all(0.0); STRETCH]; 2],
            powers: [[all(0.0); STRETCH]; 2],
            sums: [[all(1.0); STRETCH]; 2],
            rests: [[all(0.0); STRETCH]; 2],
            levels: [[Bits::splat(0); STRETCH]; 2],
        }
    }

    /// The powers of the first octets.
    #[inline(always)]
    fn raise(&mut self, short: &Short, tau: f32, octets: usize) {
        for (powers, logs) in self.powers.iter_mut().zip(&self.logs) {
            for (power, log) in powers[..octets].iter_mut().zip(logs) {
                *power = short.exp2_in_range(all(tau) * *log);
            }
        }
    }

    /// Levels of colour, of the sums and the rests.
    #[inline(always)]
    fn shade(&mut self, short: &Short, c: &Constants, octets: usize) {
        for (levels, (sums, rests)) in self
            .levels
            .iter_mut()
            .zip(self.sums.iter().zip(&self.rests))
        {
            let places = levels[..octets].iter_mut().zip(sums.iter().zip(rests));
            for (level, (sum, rest)) in places {
                let place = *rest + c.per_3_bits.all() * short.minus_log2_of_sum(*sum);
                *level = rounded(place.fast_max(all(0.0)).fast_min(c.last_level.all()), c);
            }
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
    let (pixels, _) = rgba.as_chunks_mut();
    let lines = pixels.chunks_exact_mut(width.max(1) as usize);
    for (row, line) in lines.enumerate() {
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
    constants: &'static Constants,
    lattice: Lattice,
    /// The 256 colours, opaque.
    table: [u32; 256],
    shares_powers: bool,
    stretch: Stretch,
}

impl<'a> Painter<'a> {
    fn new(density: &'a Density, width: u32) -> Self {
        let opaque = |rgb: &Rgb| u32::from_le_bytes([rgb.0, rgb.1, rgb.2, 255]);
        let short = Short::new();
        let shares_powers = -density.tau * LEAST.log2() <= SAFE_BITS;
        Painter {
            density,
            lattice: Lattice::new(&short, width, shares_powers.then_some(density.tau)),
            short,
            constants: loaded(&CONSTANTS),
            table: viridis_table().each_ref().map(opaque),
            shares_powers,
            stretch: Stretch::new(),
        }
    }

    /// Paints a row from both ends to its middle.
    fn row(&mut self, row: &Row, line: &mut [Pixel]) {
        let above = -libm::log2f(row.top.max(LEAST));
        let middle = row.columns.div_ceil(2);
        for start in (row.from..middle).step_by(STRETCH * WIDTH) {
            let octets = (middle - start).div_ceil(WIDTH).min(STRETCH);
            let (density, short, stretch) = (self.density, &self.short, &mut self.stretch);
            let near = row.near(start).min(octets);
            row.logs(short, start, &mut stretch.logs, near);
            if self.shares_powers {
                stretch.raise(short, density.tau, near);
            }
            if near < octets {
                let [logs, powers] = [&mut stretch.logs, &mut stretch.powers]
                    .map(|both| both.each_mut().map(|values| &mut values[near..octets]));
                self.lattice
                    .read(row.offset, start + near * WIDTH, logs, powers);
            }
            if self.shares_powers {
                density.sum(above, octets, stretch);
            } else {
                density.sum_at_any_range(short, above, octets, stretch);
            }
            stretch.shade(short, self.constants, octets);
            for i in 0..octets {
                self.put(row, start + i * WIDTH, i, line);
            }
        }
    }

    /// Puts an octet of columns from `start` on, and its mirror, in their places.
    #[inline(always)]
    fn put(&self, row: &Row, start: usize, i: usize, line: &mut [Pixel]) {
        let end = row.columns - start;
        let levels = self.stretch.levels.each_ref().map(|levels| &levels[i]);
        if row.inside.contains(&start) {
            return self.put_both([start, end], levels, |_| u32::MAX, line);
        }
        let kept = row.kept(centres(start)).to_array();
        self.put_both([start, end], levels, |j| kept[j], line);
    }

    /// The bits that are `kept` of the colours of both, the mirror of the first column before column `end`.
    ///
    /// Pixel by pixel: what a vector is made of one by one, and stored whole, has to wait for the last.
    #[inline(always)]
    fn put_both(
        &self,
        [start, end]: [usize; 2],
        [here, mirrored]: [&Bits; 2],
        kept: impl Fn(usize) -> u32,
        line: &mut [Pixel],
    ) {
        let pixel = |levels: &Bits, j: usize| {
            let level = levels.as_array()[j] as u8;
            (self.table[usize::from(level)] & kept(j)).to_le_bytes()
        };
        match line[start..].first_chunk_mut::<WIDTH>() {
            Some(room) => (0..WIDTH).for_each(|j| room[j] = pixel(here, j)),
            None => put_some(line[start..].iter_mut(), |j| pixel(here, j)),
        }
        match line[..end].last_chunk_mut::<WIDTH>() {
            Some(room) => (0..WIDTH).for_each(|j| room[WIDTH - 1 - j] = pixel(mirrored, j)),
            None => put_some(line[..end].iter_mut().rev(), |j| pixel(mirrored, j)),
        }
    }
}

/// As many pixels as there is room for.
#[inline(never)]
fn put_some<'a>(room: impl Iterator<Item = &'a mut Pixel>, pixel: impl Fn(usize) -> Pixel) {
    room.take(WIDTH)
        .enumerate()
        .for_each(|(j, place)| *place = pixel(j));
}

/// The centres of eight columns.
#[inline(always)]
fn centres(start: usize) -> Octet {
    Octet::new(core::array::from_fn(|i| (start + i) as f32 + 0.5))
}

/// A row of pixels, as far as it lies in the triangle.
struct Row {
    columns: usize,
    /// The part of the width that a column takes.
    column: f32,
    /// The coordinate of the top corner.
    top: f32,
    /// Pixels to the base, and for a unit of a coordinate to one of the sides.
    height: f32,
    slant: f32,
    /// Where the triangle begins, with a pixel to spare; it ends as far from the other side.
    from: usize,
    offset: Offset,
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
            columns: width as usize,
            column: 1.0 / w,
            top,
            height: top * h,
            slant,
            from: (left as usize).saturating_sub(2),
            offset: Offset::new(left),
            inside,
        }
    }

    /// How many octets from `start` on have a pixel too near to an edge for the lattice: the first of the row, and of a short
    /// one all, since the last goes beyond the middle.
    fn near(&self, start: usize) -> usize {
        if start > self.from {
            return 0;
        }
        // Up to three pixels of the first lie before the edge.
        match self.columns / 2 - self.from < NEAREST + 3 + WIDTH {
            true => STRETCH,
            false => (NEAREST + 3).div_ceil(WIDTH),
        }
    }

    /// y_1 and y_2 of the pixels from these columns on.
    #[inline(always)]
    fn sides(&self, columns: Octet) -> [Octet; 2] {
        let right = columns * all(self.column) - all(self.top / 2.0);
        [all(1.0 - self.top) - right, right]
    }

    /// -log2 y_2 of the row's pixels from `start` on, and of those that mirror them: theirs is y_1 here.
    #[inline(always)]
    fn logs(&self, short: &Short, start: usize, logs: &mut [[Octet; STRETCH]; 2], octets: usize) {
        let [here, mirrored] = logs;
        let mut columns = centres(start);
        for (right, left) in here[..octets].iter_mut().zip(&mut *mirrored) {
            [*left, *right] = self.sides(columns).map(|y| short.within(y));
            columns += all(WIDTH as f32);
        }
        for logs in [here, mirrored] {
            for log in &mut logs[..octets] {
                *log = short.minus_log2(*log);
            }
        }
    }

    /// The bits that are kept of the opaque colours of pixels that an edge may cut; none of those outside.
    fn kept(&self, columns: Octet) -> Bits {
        let [left, right] = self.sides(columns);
        let distance = (left.fast_min(right) * all(self.slant)).fast_min(all(self.height));
        let cover = (distance + all(0.5)).fast_max(all(0.0)).fast_min(all(1.0));
        let opacity = truncated(cover * all(255.0) + all(0.5));
        let colours = Bits::splat(0x00ff_ffff);
        ((opacity << 24u32) | colours) & !opacity.simd_eq(Bits::splat(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pixel that no edge cuts, with places of the lattice between them and without.
    #[test]
    fn colours_are_those_of_the_density_to_a_tenth_of_a_level() {
        for size in [(31, 27), (93, 81), (97, 84), (400, 346)] {
            colours_are_those_of_the_density_at(size);
        }
    }

    fn colours_are_those_of_the_density_at((width, height): (u32, u32)) {
        for (logits, tau) in [
            ([2.0, 1.0, 0.1], 0.1),
            ([2.0, 1.0, 0.1], 0.5),
            ([0.0, 0.0, 0.0], 1.0),
            ([0.0, -6.0, 3.0], 1.5),
            ([2.0, 1.0, 0.1], 4.8),
            ([0.0, -80.0, 0.0], 5.01),
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
                if pixel[3] != 255 {
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

    /// Turned round, the picture of logits turned round is the same to a level, at any size and on both branches.
    #[test]
    fn a_mirrored_law_is_a_mirrored_picture() {
        let level = |pixel: &[u8]| {
            let colour = Rgb(pixel[0], pixel[1], pixel[2]);
            let level = viridis_table().iter().position(|other| *other == colour);
            level.map_or(-1, |level| level as i32)
        };
        for width in [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 97, 600, 1024] {
            let height = (f64::from(width) * 0.866).ceil() as u32;
            for tau in [0.1, 1.0, 8.0] {
                let [here, there] = [[2.0, -1.0, 0.1], [-1.0, 2.0, 0.1]]
                    .map(|logits| Density::new(logits, tau).colours(width, height));
                let stride = width as usize * 4;
                let mut shown = 0;
                for (here, there) in here.chunks(stride).zip(there.chunks(stride)) {
                    for (a, b) in here.chunks(4).zip(there.chunks(4).rev()) {
                        let near = a[3].abs_diff(b[3]) <= 1 && (level(a) - level(b)).abs() <= 1;
                        let gone = a[3].min(b[3]) == 0 && a[3].max(b[3]) <= 1;
                        assert!(near || gone, "{width} at {tau}: {a:?} and {b:?}");
                        shown += u32::from(a[3] > 0);
                    }
                }
                // Half of the box, and what the edges touch.
                let half = width * height / 2;
                let edges = 2 * (width + height);
                assert!(
                    shown >= half && shown <= half + edges,
                    "{width}: {shown} of {half}"
                );
            }
        }
    }
}
