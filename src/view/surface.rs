//! A display list in CSS pixels, and its painting on any plotters backend.
//!
//! Backends take whole pixels, so a picture is laid out in f64 CSS pixels and painted in eighths of
//! one ([`UNITS_PER_PX`]): the canvas context is scaled by its ratio / 8, an SVG has a view box eight
//! times its size. What is not finite is left out, so no coordinate can be NaN.

use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::pen::{Letters, Pen};
use super::shape::Shape;
use super::theme::{Rgb, Theme};

/// Backend pixels in one CSS pixel.
pub const UNITS_PER_PX: u32 = 8;

/// A point in CSS pixels, y downwards.
pub(crate) type Point = (f64, f64);

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width, not negative.
    pub w: f64,
    /// Height, not negative.
    pub h: f64,
}

impl Rect {
    pub(crate) fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Rect {
            x,
            y,
            w: w.max(0.0),
            h: h.max(0.0),
        }
    }
    pub(crate) fn right(&self) -> f64 {
        self.x + self.w
    }
    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.h
    }
    /// Whether a point lies in it, or within `margin` of it.
    pub(crate) fn holds(&self, (x, y): Point, margin: f64) -> bool {
        x >= self.x - margin
            && x <= self.right() + margin
            && y >= self.y - margin
            && y <= self.bottom() + margin
    }
}

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink(pub Rgb, pub f64);

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// The text font.
    Sans,
    /// The text font, bold.
    Bold,
    /// The serif font, upright: digits and signs within mathematics.
    Serif,
    /// The serif font, italic: variables.
    Italic,
}

/// Where a text's point lies, horizontally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

pub(super) enum Item {
    Path {
        from: usize,
        to: usize,
        ink: Ink,
        width: u32,
    },
    Fill {
        from: usize,
        to: usize,
        ink: Ink,
    },
    Disc {
        at: BackendCoord,
        radius: u32,
        ink: Ink,
        width: u32,
    },
    Text {
        at: BackendCoord,
        text: String,
        ink: Ink,
        size: f64,
        face: Face,
        align: Align,
    },
}

/// A list of marks, later ones over earlier ones.
#[derive(Default)]
pub(crate) struct Scene {
    pub(super) points: Vec<BackendCoord>,
    pub(super) items: Vec<Item>,
}

/// CSS pixels to backend pixels; None for what is not finite.
fn unit((x, y): Point) -> Option<BackendCoord> {
    const FAR: f64 = 1e6;
    let scale = f64::from(UNITS_PER_PX);
    (x.is_finite() && y.is_finite()).then(|| {
        (
            (x * scale).round().clamp(-FAR, FAR) as i32,
            (y * scale).round().clamp(-FAR, FAR) as i32,
        )
    })
}

fn length(v: f64) -> u32 {
    (v * f64::from(UNITS_PER_PX)).round().clamp(1.0, 1e5) as u32
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn keep(&mut self, points: impl IntoIterator<Item = Point>) -> (usize, usize) {
        let from = self.points.len();
        self.points.extend(points.into_iter().filter_map(unit));
        (from, self.points.len())
    }

    /// A line through points.
    pub(crate) fn path(&mut self, points: impl IntoIterator<Item = Point>, ink: Ink, width: f64) {
        let (from, to) = self.keep(points);
        if to - from >= 2 && ink.1 > 0.0 {
            self.items.push(Item::Path {
                from,
                to,
                ink,
                width: length(width),
            });
        }
    }

    pub(crate) fn line(&mut self, a: Point, b: Point, ink: Ink, width: f64) {
        // Part of a line is no line.
        if unit(a).is_some() && unit(b).is_some() {
            self.path([a, b], ink, width);
        }
    }

    /// A line of dashes of length `on`, `off` apart.
    pub(crate) fn dashes(&mut self, points: &[Point], (on, off): (f64, f64), ink: Ink, width: f64) {
        let mut left = on;
        let mut drawn = true;
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let length = libm::hypot(x1 - x0, y1 - y0);
            if !length.is_finite() || length > 1e5 {
                continue;
            }
            let mut at = 0.0;
            while at < length {
                let step = left.min(length - at).max(0.01);
                if drawn {
                    let part = |t: f64| (x0 + (x1 - x0) * t / length, y0 + (y1 - y0) * t / length);
                    self.line(part(at), part(at + step), ink, width);
                }
                at += step;
                left -= step;
                if left <= 1e-9 {
                    drawn = !drawn;
                    left = if drawn { on } else { off };
                }
            }
        }
    }

    /// A filled polygon.
    pub(crate) fn fill(&mut self, points: impl IntoIterator<Item = Point>, ink: Ink) {
        let (from, to) = self.keep(points);
        if to - from >= 3 && ink.1 > 0.0 {
            self.items.push(Item::Fill { from, to, ink });
        }
    }

    pub(crate) fn fill_rect(&mut self, r: Rect, ink: Ink) {
        if r.w > 0.0 && r.h > 0.0 {
            self.fill(corners(r), ink);
        }
    }

    /// The outline of a closed polygon.
    pub(crate) fn outline(&mut self, points: &[Point], ink: Ink, width: f64) {
        // One edge twice, so that the corner where it closes is mitred as well.
        self.path(
            points.iter().chain(points.iter().take(2)).copied(),
            ink,
            width,
        );
    }

    pub(crate) fn outline_rect(&mut self, r: Rect, ink: Ink, width: f64) {
        self.outline(&corners(r), ink, width);
    }

    /// A filled disc.
    pub(crate) fn disc(&mut self, at: Point, radius: f64, ink: Ink) {
        if let Some(at) = unit(at)
            && radius > 0.0
        {
            self.items.push(Item::Disc {
                at,
                radius: length(radius),
                ink,
                width: 0,
            });
        }
    }

    /// A hollow circle.
    pub(crate) fn ring(&mut self, at: Point, radius: f64, ink: Ink, width: f64) {
        if let Some(at) = unit(at)
            && radius > 0.0
        {
            self.items.push(Item::Disc {
                at,
                radius: length(radius),
                ink,
                width: length(width),
            });
        }
    }

    /// A category's mark, filled.
    pub(crate) fn mark(&mut self, shape: Shape, at: Point, radius: f64, ink: Ink) {
        match shape.outline(at, radius) {
            Some(points) => self.fill(points, ink),
            None => self.disc(at, radius, ink),
        }
    }

    /// A text whose middle lies on `at.1`.
    pub(crate) fn text(
        &mut self,
        text: impl Into<String>,
        at: Point,
        align: Align,
        face: Face,
        size: f64,
        ink: Ink,
    ) {
        let text = text.into();
        if let Some(at) = unit(at)
            && !text.is_empty()
        {
            self.items.push(Item::Text {
                at,
                text,
                ink,
                size,
                face,
                align,
            });
        }
    }

    /// The texts with the boxes that they fill by the widths assumed.
    #[cfg(test)]
    pub(crate) fn texts(&self) -> Vec<(String, f64, Rect)> {
        let units = f64::from(UNITS_PER_PX);
        let place = |item: &Item| match item {
            Item::Text {
                at,
                text,
                size,
                face,
                align,
                ..
            } => {
                let w = super::notation::text_width(text, *face, *size);
                let left = match align {
                    Align::Left => 0.0,
                    Align::Centre => w / 2.0,
                    Align::Right => w,
                };
                let (x, y) = (f64::from(at.0) / units, f64::from(at.1) / units);
                Some((
                    text.clone(),
                    *size,
                    Rect::new(x - left, y - size * 0.36, w, size * 0.72),
                ))
            }
            _ => None,
        };
        self.items.iter().filter_map(place).collect()
    }

    /// Draws everything. `svg`: the SVG backend divides the size of a font by 1.24.
    pub(crate) fn paint<B: DrawingBackend>(
        &self,
        backend: &mut B,
        theme: &Theme,
        svg: bool,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        for item in &self.items {
            match item {
                Item::Path {
                    from,
                    to,
                    ink,
                    width,
                } => {
                    let points = self.points[*from..*to].iter().copied();
                    backend.draw_path(points, &Pen(*ink, *width))?;
                }
                Item::Fill { from, to, ink } => {
                    backend.fill_polygon(self.points[*from..*to].iter().copied(), &Pen(*ink, 1))?;
                }
                Item::Disc {
                    at,
                    radius,
                    ink,
                    width,
                } => {
                    backend.draw_circle(*at, *radius, &Pen(*ink, *width), *width == 0)?;
                }
                Item::Text {
                    at,
                    text,
                    ink,
                    size,
                    face,
                    align,
                } => {
                    let factor = if svg { 1.24 } else { 1.0 };
                    let style = Letters {
                        ink: *ink,
                        size: size * f64::from(UNITS_PER_PX) * factor,
                        face: *face,
                        align: *align,
                        theme,
                    };
                    backend.draw_text(text, &style, *at)?;
                }
            }
        }
        Ok(())
    }
}

fn corners(r: Rect) -> [Point; 4] {
    [
        (r.x, r.y),
        (r.right(), r.y),
        (r.right(), r.bottom()),
        (r.x, r.bottom()),
    ]
}
