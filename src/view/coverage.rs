//! How much of each pixel a small shape covers, exactly.
//!
//! Each edge adds to its row what it takes of the pixels to its right; summed along a row that is the area of the shape in
//! each pixel, with the sign of its turn. So shapes do not cross themselves here, and those of the marks do not.

/// A point in pixels, y downwards.
pub(super) type Pixel = (f32, f32);

/// The lesser of two numbers. That of `f32` minds NaN, and is a call where little is inlined.
#[inline(always)]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The greater of two numbers.
#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// A few pixels, used again for each shape.
#[derive(Default)]
pub(super) struct Coverage {
    /// The pixel at the upper left.
    pub(super) origin: (i32, i32),
    pub(super) width: usize,
    pub(super) height: usize,
    /// In rows, each two longer than the width.
    areas: Vec<f32>,
}

impl Coverage {
    /// Of a polygon of at least three finite corners.
    pub(super) fn polygon(&mut self, corners: &[Pixel]) {
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for &(x, y) in corners {
            low = (lesser(low.0, x), lesser(low.1, y));
            high = (greater(high.0, x), greater(high.1, y));
        }
        let origin = (low.0.floor(), low.1.floor());
        self.origin = (origin.0 as i32, origin.1 as i32);
        self.width = (high.0 - origin.0).ceil() as usize;
        self.height = (high.1 - origin.1).ceil() as usize;
        self.areas.clear();
        self.areas.resize((self.width + 2) * self.height, 0.0);
        let place = |(x, y): Pixel| (x - origin.0, y - origin.1);
        let ends = corners.iter().cycle().skip(1);
        for (&from, &to) in corners.iter().zip(ends) {
            self.edge(place(from), place(to));
        }
    }

    fn edge(&mut self, from: Pixel, to: Pixel) {
        let (sign, top, bottom) = if from.1 < to.1 {
            (1.0, from, to)
        } else {
            (-1.0, to, from)
        };
        let tall = bottom.1 - top.1;
        if tall <= 0.0 {
            return;
        }
        let slope = (bottom.0 - top.0) / tall;
        let last = (bottom.1.ceil() as usize).min(self.height);
        for row in top.1 as usize..last {
            let y0 = greater(top.1, row as f32);
            let y1 = lesser(bottom.1, (row + 1) as f32);
            // At the ends the ends themselves, so that rounding leaves no row open.
            let at = |y: f32| {
                if y >= bottom.1 {
                    bottom.0
                } else {
                    top.0 + slope * (y - top.1)
                }
            };
            self.step(row, at(y0), at(y1), sign * (y1 - y0));
        }
    }

    /// A piece of an edge within a row, `tall` high: from `a` to `b` it takes its share of each pixel, beyond them all of `tall`.
    fn step(&mut self, row: usize, a: f32, b: f32, tall: f32) {
        let cells = &mut self.areas[row * (self.width + 2)..][..self.width + 2];
        let left = greater(lesser(a, b), 0.0);
        let right = lesser(greater(a, b), self.width as f32);
        let (first, last) = (left as usize, right as usize);
        if first == last {
            let beyond = tall * ((left + right) / 2.0 - first as f32);
            cells[first] += tall - beyond;
            cells[first + 1] += beyond;
            return;
        }
        let a_unit = tall / (right - left);
        // What has been taken of the pixels so far, by their left edges.
        let mut taken = 0.0;
        for (cell, area) in cells[first..].iter_mut().enumerate().take(last - first + 1) {
            let x = (first + cell) as f32;
            let (from, to) = (greater(left, x), lesser(right, x + 1.0));
            // Of this pixel: what the piece takes within it, and what it has taken before, from there to its right edge.
            let within = a_unit * (to - from) * (x + 1.0 - (from + to) / 2.0);
            let before = a_unit * (from - left);
            let here = within + before;
            *area += here - taken;
            taken = here;
        }
        cells[last + 1] += tall - taken;
    }

    /// A row's pixels, each from 0 to 1.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let cells = &self.areas[row * (self.width + 2)..][..self.width];
        cells.iter().scan(0.0_f32, |sum, area| {
            *sum += area;
            Some(lesser(sum.abs(), 1.0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(coverage: &Coverage) -> f32 {
        (0..coverage.height).flat_map(|row| coverage.row(row)).sum()
    }

    /// Twice the signed area, by the shoelace formula.
    fn area(corners: &[Pixel]) -> f32 {
        let ends = corners.iter().cycle().skip(1);
        let twice: f32 = corners
            .iter()
            .zip(ends)
            .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
            .sum();
        twice.abs() / 2.0
    }

    #[test]
    fn a_rectangle_covers_its_pixels_by_its_parts() {
        let mut coverage = Coverage::default();
        coverage.polygon(&[(2.25, 1.5), (4.5, 1.5), (4.5, 3.0), (2.25, 3.0)]);
        assert_eq!(coverage.origin, (2, 1));
        assert_eq!(coverage.row(0).collect::<Vec<_>>(), [0.375, 0.5, 0.25]);
        assert_eq!(coverage.row(1).collect::<Vec<_>>(), [0.75, 1.0, 0.5]);
    }

    #[test]
    fn a_slanted_edge_takes_half_of_each_pixel_on_its_way() {
        let mut coverage = Coverage::default();
        coverage.polygon(&[(0.0, 0.0), (3.0, 0.0), (0.0, 3.0)]);
        assert_eq!(coverage.row(0).collect::<Vec<_>>(), [1.0, 1.0, 0.5]);
        assert_eq!(coverage.row(2).collect::<Vec<_>>(), [0.5, 0.0, 0.0]);
        // One edge over several pixels of one row.
        coverage.polygon(&[(0.0, 0.0), (4.0, 0.0), (4.0, 1.0)]);
        let row: Vec<f32> = coverage.row(0).collect();
        for (pixel, exact) in row.iter().zip([0.125, 0.375, 0.625, 0.875]) {
            assert!((pixel - exact).abs() < 1e-6, "{row:?}");
        }
    }

    #[test]
    fn areas_are_kept_wherever_a_shape_lies_and_however_it_turns() {
        let mut coverage = Coverage::default();
        for i in 0..500 {
            let turn = i as f32 * 0.37;
            let (x, y) = (40.0 + turn.sin() * 7.3, 30.0 + turn.cos() * 9.1);
            let corners: Vec<Pixel> = (0..3 + i % 9)
                .map(|k| {
                    let angle = turn + k as f32 * std::f32::consts::TAU / (3 + i % 9) as f32;
                    let far = if k % 2 == 0 { 6.0 } else { 2.5 };
                    (x + far * angle.cos(), y + far * angle.sin())
                })
                .collect();
            coverage.polygon(&corners);
            let difference = total(&coverage) - area(&corners);
            assert!(difference.abs() < 1e-3, "{i}: {difference}");
        }
    }
}
