//! The many small marks that a layer begins with, as pixels of ours.
//!
//! A canvas without a graphics card takes a hundred times as long over a thousand samples, each with a rim: one path after
//! the other. Other backends draw the same marks as they are.

use super::coverage::{Coverage, Pixel};
use super::raster::Raster;
use super::surface::{Ink, Item, Rect, Scene, UNITS_PER_PX};

/// Fewer than these a canvas draws as soon.
const FEWEST: usize = 100;
/// A mark that is larger is none of a crowd, in pixels.
const LARGEST: f32 = 64.0;
/// More pixels would cost more than the marks.
const MOST_PIXELS: f64 = 3e6;
/// Sides of the polygon that stands for a disc: its area is that of the disc, its outline within 0.05 where the radius is 4.
const SIDES: usize = 16;
/// Places of a disc within a pixel, each way: where the ratio is 1 or 2 all that a scene has, else the nearest, 1/32 off at most.
const PLACES: usize = 16;

impl Scene {
    /// Takes out the marks at the beginning, if they are many, and paints them at `ratio` pixels to a CSS pixel within a
    /// picture of this size.
    pub(super) fn take_crowd(&mut self, size: (f64, f64), ratio: f64) -> Option<Raster> {
        let scale = (ratio / f64::from(UNITS_PER_PX)) as f32;
        let small = |item: &Item| match item {
            Item::Fill { from, to, .. } => {
                let points = &self.points[*from..*to];
                let (x, y) = points[0];
                points
                    .iter()
                    .all(|p| (p.0 - x).abs().max((p.1 - y).abs()) as f32 * scale < LARGEST)
            }
            Item::Disc { radius, width, .. } => *width == 0 && *radius as f32 * scale < LARGEST,
            _ => false,
        };
        let count = self.items.iter().take_while(|item| small(item)).count();
        if count < FEWEST {
            return None;
        }
        let whole = (size.0 * ratio, size.1 * ratio);
        let mut canvas = Canvas::new(self.room(count, scale), whole)?;
        let crowd: Vec<Item> = self.items.drain(..count).collect();
        let mut discs = Discs::new();
        let mut coverage = Coverage::default();
        let mut corners: Vec<Pixel> = Vec::new();
        let pixel = |p: &(i32, i32)| (p.0 as f32 * scale, p.1 as f32 * scale);
        for item in crowd {
            match item {
                Item::Fill { from, to, ink } => {
                    corners.clear();
                    corners.extend(self.points[from..to].iter().map(pixel));
                    coverage.polygon(&corners);
                    canvas.lay(&coverage, (0, 0), ink);
                }
                Item::Disc {
                    at, radius, ink, ..
                } => {
                    let (coverage, by) = discs.find(pixel(&at), radius as f32 * scale);
                    canvas.lay(coverage, by, ink);
                }
                _ => continue,
            }
        }
        Some(canvas.into_raster(ratio))
    }

    /// The least and the greatest coordinates of the first items, in pixels.
    fn room(&self, count: usize, scale: f32) -> (Pixel, Pixel) {
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for item in &self.items[..count] {
            let (points, around) = match item {
                Item::Fill { from, to, .. } => (&self.points[*from..*to], 0),
                Item::Disc { at, radius, .. } => (core::slice::from_ref(at), *radius),
                _ => continue,
            };
            let around = around as f32 * scale;
            for (x, y) in points {
                let (x, y) = (*x as f32 * scale, *y as f32 * scale);
                low = (low.0.min(x - around), low.1.min(y - around));
                high = (high.0.max(x + around), high.1.max(y + around));
            }
        }
        (low, high)
    }
}

/// A polygon of the area of the unit disc.
fn circle() -> [Pixel; SIDES] {
    let step = core::f64::consts::TAU / SIDES as f64;
    let radius = libm::sqrt(step / libm::sin(step));
    core::array::from_fn(|i| {
        let angle = step * i as f64;
        (
            (radius * libm::cos(angle)) as f32,
            (radius * libm::sin(angle)) as f32,
        )
    })
}

/// What discs cover, once for each radius and place within a pixel: of a thousand few differ in more than their pixel.
struct Discs {
    circle: [Pixel; SIDES],
    by_radius: Vec<(f32, Vec<Option<Coverage>>)>,
}

impl Discs {
    fn new() -> Self {
        Discs {
            circle: circle(),
            by_radius: Vec::new(),
        }
    }

    /// The coverage of a disc, and by how many pixels it is to be moved.
    fn find(&mut self, (x, y): Pixel, radius: f32) -> (&Coverage, (i32, i32)) {
        let places = PLACES as i32;
        let nearest = |v: f32| (v * PLACES as f32 + 0.5).floor() as i32;
        let (x, y) = (nearest(x), nearest(y));
        let by = (x.div_euclid(places), y.div_euclid(places));
        let (x, y) = (x.rem_euclid(places), y.rem_euclid(places));
        let known = self.by_radius.iter().position(|of| of.0 == radius);
        let known = known.unwrap_or_else(|| {
            let none = core::iter::repeat_with(|| None);
            let empty = none.take(PLACES * PLACES).collect();
            self.by_radius.push((radius, empty));
            self.by_radius.len() - 1
        });
        let place = &mut self.by_radius[known].1[(y * places + x) as usize];
        let coverage = place.get_or_insert_with(|| {
            let at = |v: i32, d: f32| v as f32 / PLACES as f32 + radius * d;
            let mut coverage = Coverage::default();
            coverage.polygon(&self.circle.map(|(dx, dy)| (at(x, dx), at(y, dy))));
            coverage
        });
        (coverage, by)
    }
}

/// A part of a picture in pixels, alpha not multiplied in.
struct Canvas {
    left: i32,
    top: i32,
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Canvas {
    /// Room for what lies between two corners, as far as it is within a picture of this size; None where that would be too
    /// many pixels, or none.
    fn new((low, high): (Pixel, Pixel), (width, height): (f64, f64)) -> Option<Self> {
        // The polygon of a disc reaches a little beyond it.
        let first = |v: f32| (v - 1.0).floor().max(0.0);
        let last = |v: f32, most: f64| (v + 1.0).ceil().min(most.round() as f32);
        let (left, top) = (first(low.0), first(low.1));
        let (wide, tall) = (last(high.0, width) - left, last(high.1, height) - top);
        if wide < 1.0 || tall < 1.0 || f64::from(wide) * f64::from(tall) > MOST_PIXELS {
            return None;
        }
        Some(Canvas {
            left: left as i32,
            top: top as i32,
            width: wide as u32,
            height: tall as u32,
            rgba: vec![0; wide as usize * tall as usize * 4],
        })
    }

    /// Fills what is covered, moved by so many pixels, as far as it lies within.
    fn lay(&mut self, coverage: &Coverage, by: (i32, i32), ink: Ink) {
        let (left, top) = coverage.origin;
        let (left, top) = (left + by.0 - self.left, top + by.1 - self.top);
        let alpha = ink.1.clamp(0.0, 1.0) as f32;
        for row in 0..coverage.height {
            let y = top + row as i32;
            if y < 0 || y >= self.height as i32 {
                continue;
            }
            let line = &mut self.rgba[y as usize * self.width as usize * 4..];
            for (column, covered) in coverage.row(row).enumerate() {
                let x = left + column as i32;
                if covered > 0.0 && x >= 0 && x < self.width as i32 {
                    over(&mut line[x as usize * 4..][..4], ink, covered * alpha);
                }
            }
        }
    }

    fn into_raster(self, ratio: f64) -> Raster {
        let at = |v: i32| f64::from(v) / ratio;
        let side = |v: u32| f64::from(v) / ratio;
        Raster {
            rect: Rect::new(
                at(self.left),
                at(self.top),
                side(self.width),
                side(self.height),
            ),
            width: self.width,
            height: self.height,
            rgba: self.rgba,
        }
    }
}

/// Source over, in levels of 0 to 255.
fn over(pixel: &mut [u8], Ink(rgb, _): Ink, alpha: f32) {
    let [r, g, b, a] = pixel else { return };
    // Nothing of what is below is to be seen.
    if *a == 0 || alpha >= 1.0 {
        (*r, *g, *b, *a) = (rgb.0, rgb.1, rgb.2, (alpha * 255.0 + 0.5) as u8);
        return;
    }
    let sum = alpha + f32::from(*a) * (1.0 / 255.0) * (1.0 - alpha);
    let share = alpha / sum;
    let mix = |new: u8, old: u8| {
        let old = f32::from(old);
        (old + (f32::from(new) - old) * share + 0.5) as u8
    };
    *r = mix(rgb.0, *r);
    *g = mix(rgb.1, *g);
    *b = mix(rgb.2, *b);
    *a = (sum * 255.0 + 0.5) as u8;
}

#[cfg(test)]
mod tests {
    use plotters_backend::DrawingBackend;
    use plotters_svg::SVGBackend;
    use resvg::{tiny_skia, usvg};

    use super::*;
    use crate::explorer::Temperature;
    use crate::view::tests::{TEN, explorer};
    use crate::view::{Focus, Layer, Theme, ViewKind, scene};

    const SIZE: (f64, f64) = (300.0, 280.0);

    fn live(k: usize, chosen: Option<usize>) -> Scene {
        let explorer = explorer(&TEN[..k], Temperature::Soft(0.8), 1000);
        let focus = Focus {
            category: chosen,
            ..Focus::default()
        };
        scene(
            ViewKind::Simplex,
            Layer::Live,
            &explorer,
            SIZE,
            &Theme::light(),
            &focus,
        )
    }

    /// The same marks by another hand, alpha multiplied in.
    fn by_resvg(scene: &Scene, ratio: f64, count: usize) -> tiny_skia::Pixmap {
        let marks = Scene {
            points: scene.points.clone(),
            items: scene.items[..count].iter().map(again).collect(),
        };
        let units = |v: f64| (v * f64::from(UNITS_PER_PX)) as u32;
        let mut text = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut text, (units(SIZE.0), units(SIZE.1)));
            marks.paint(&mut backend, &Theme::light(), true).unwrap();
            backend.present().unwrap();
        }
        let tree = usvg::Tree::from_str(&text, &usvg::Options::default()).unwrap();
        let (width, height) = ((SIZE.0 * ratio) as u32, (SIZE.1 * ratio) as u32);
        let mut pixels = tiny_skia::Pixmap::new(width, height).unwrap();
        let scale = (ratio / f64::from(UNITS_PER_PX)) as f32;
        let transform = tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        pixels
    }

    fn again(item: &Item) -> Item {
        match *item {
            Item::Fill { from, to, ink } => Item::Fill { from, to, ink },
            Item::Disc {
                at,
                radius,
                ink,
                width,
            } => Item::Disc {
                at,
                radius,
                ink,
                width,
            },
            _ => panic!("no mark of a crowd"),
        }
    }

    /// The mean difference of the pixels that either has touched, in levels.
    fn difference(raster: &Raster, other: &tiny_skia::Pixmap, ratio: f64) -> f64 {
        let (mut sum, mut touched) = (0.0, 0.0);
        let first = |v: f64| (v * ratio).round() as usize;
        let (left, top) = (first(raster.rect.x), first(raster.rect.y));
        let pixels = (0..other.width() as usize * other.height() as usize).map(|i| {
            let (x, y) = (i % other.width() as usize, i / other.width() as usize);
            let (x, y) = (x.wrapping_sub(left), y.wrapping_sub(top));
            let (width, height) = (raster.width as usize, raster.height as usize);
            let at = (x < width && y < height).then(|| (y * width + x) * 4);
            at.map_or(&[0; 4][..], |at| &raster.rgba[at..at + 4])
        });
        for (ours, theirs) in pixels.zip(other.data().chunks_exact(4)) {
            if ours[3] == 0 && theirs[3] == 0 {
                continue;
            }
            touched += 4.0;
            let alpha = f64::from(ours[3]) / 255.0;
            for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
                let a = f64::from(*a) * if i < 3 { alpha } else { 1.0 };
                sum += (a - f64::from(*b)).abs();
            }
        }
        sum / touched
    }

    #[test]
    fn a_crowd_is_the_marks_that_a_layer_begins_with_as_another_renderer_paints_them() {
        for (k, chosen) in [(2, None), (3, None), (3, Some(1)), (10, None)] {
            for ratio in [1.0, 1.25, 2.0] {
                let mut scene = live(k, chosen);
                let before = scene.items.len();
                let whole = live(k, chosen);
                let raster = scene.take_crowd(SIZE, ratio).unwrap();
                let count = before - scene.items.len();
                assert!(count > 200, "{k} categories: {count} marks");
                let off = difference(&raster, &by_resvg(&whole, ratio, count), ratio);
                // Its coverage comes in sixteenths.
                assert!(off < 7.0, "{k} categories, ratio {ratio}: {off} levels");
                // A quarter of a pixel to the side would be seen.
                let mut moved = live(k, chosen);
                let quarter = (2.0_f64 / ratio).ceil() as i32;
                for point in &mut moved.points {
                    point.0 += quarter;
                }
                for item in &mut moved.items {
                    if let Item::Disc { at, .. } = item {
                        at.0 += quarter;
                    }
                }
                let moved = difference(&raster, &by_resvg(&moved, ratio, count), ratio);
                assert!(
                    moved > 2.5 * off,
                    "{k} categories, ratio {ratio}: {off}, {moved}"
                );
            }
        }
    }

    #[test]
    fn few_marks_large_ones_and_large_pictures_stay_as_they_are() {
        let ink = Ink(crate::view::Rgb(1, 2, 3), 1.0);
        let discs = |count: usize, radius: f64| {
            let mut scene = Scene::new();
            for i in 0..count {
                scene.disc((i as f64, 5.0), radius, ink);
            }
            scene
        };
        assert!(discs(FEWEST - 1, 2.0).take_crowd(SIZE, 1.0).is_none());
        assert!(discs(FEWEST, 70.0).take_crowd(SIZE, 1.0).is_none());
        let mut far = discs(FEWEST, 2.0);
        far.disc((3900.0, 3900.0), 2.0, ink);
        assert!(far.take_crowd((4000.0, 4000.0), 1.0).is_none());
        assert_eq!(far.items.len(), FEWEST + 1, "nothing is lost");
        assert!(
            discs(FEWEST, 2.0)
                .take_crowd((4000.0, 4000.0), 1.0)
                .is_some()
        );
        assert!(discs(FEWEST, 2.0).take_crowd((4000.0, 0.4), 1.0).is_none());
        let mut scene = discs(FEWEST, 2.0);
        scene.ring((5.0, 5.0), 3.0, ink, 1.0);
        assert!(scene.take_crowd(SIZE, 1.0).is_some());
        assert_eq!(scene.items.len(), 1, "what follows is left");
    }

    #[test]
    fn marks_beyond_the_edge_are_cut() {
        let mut scene = Scene::new();
        let ink = Ink(crate::view::Rgb(9, 9, 9), 1.0);
        for at in [
            (0.0, 0.0),
            (30.0, 0.0),
            (-50.0, 7.0),
            (30.0, 20.0),
            (1e5, 1e5),
        ] {
            for _ in 0..FEWEST {
                scene.disc(at, 4.0, ink);
            }
        }
        let raster = scene.take_crowd((30.0, 20.0), 1.0).unwrap();
        let alpha = |x: usize, y: usize| raster.rgba[(y * 30 + x) * 4 + 3];
        assert_eq!([alpha(0, 0), alpha(29, 0), alpha(29, 19)], [255; 3]);
        assert_eq!([alpha(0, 19), alpha(15, 10)], [0; 2]);
    }
}
