//! Colours, type and line widths: all that a picture takes from the page around it.

use super::shape::Shape;
use super::surface::Ink;

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(
    /// Red.
    pub u8,
    /// Green.
    pub u8,
    /// Blue.
    pub u8,
);

impl Rgb {
    /// Relative luminance, 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                libm::pow((c + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio with another colour, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }

    /// The colour a part t of the way to another.
    pub fn mix(self, other: Rgb, t: f64) -> Rgb {
        let part = |a: u8, b: u8| {
            (f64::from(a) + (f64::from(b) - f64::from(a)) * t)
                .round()
                .clamp(0.0, 255.0) as u8
        };
        Rgb(
            part(self.0, other.0),
            part(self.1, other.1),
            part(self.2, other.2),
        )
    }
}

/// What a picture takes from the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Light marks on a dark ground.
    pub dark: bool,
    /// The ground; an SVG is filled with it.
    pub background: Rgb,
    /// Text and exact curves.
    pub text: Rgb,
    /// Numbers on the axes; at least 4.5 : 1.
    pub muted: Rgb,
    /// Axis lines.
    pub axis: Rgb,
    /// What was measured of all categories together.
    pub measured: Rgb,
    /// CSS font families of names and numbers.
    pub family: String,
    /// CSS font families of mathematics; the widths assumed are those of Times.
    pub serif: String,
    /// Scale of type and lines; more than 1 for a projector.
    pub zoom: f64,
    /// Stronger lines and no faded marks.
    pub high_contrast: bool,
    /// Colours of the page's own for the categories.
    pub categories: [Option<Rgb>; 10],
}

/// The qualitative palette of Okabe and Ito ("Color Universal Design", 2008), in the order that
/// keeps the first five furthest apart for every kind of colour vision; then the text colour.
const OKABE_ITO: [Rgb; 6] = [
    Rgb(0x00, 0x72, 0xb2),
    Rgb(0xd5, 0x5e, 0x00),
    Rgb(0x00, 0x9e, 0x73),
    Rgb(0xcc, 0x79, 0xa7),
    Rgb(0xe6, 0x9f, 0x00),
    Rgb(0x56, 0xb4, 0xe9),
];
const YELLOW: Rgb = Rgb(0xf0, 0xe4, 0x42);

/// A zoom that can be drawn; 6 is type for a wall of 4,000 lines.
pub(super) fn scale_of(zoom: f64) -> f64 {
    if zoom.is_finite() {
        zoom.clamp(1.0, 6.0)
    } else {
        1.0
    }
}

impl Theme {
    /// On white.
    pub fn light() -> Self {
        Theme {
            dark: false,
            background: Rgb(0xff, 0xff, 0xff),
            text: Rgb(0x1b, 0x1f, 0x24),
            muted: Rgb(0x5b, 0x62, 0x6b),
            axis: Rgb(0xb4, 0xba, 0xc2),
            measured: Rgb(0x9d, 0xa9, 0xb8),
            family: "system-ui, sans-serif".into(),
            serif: "'Times New Roman', 'Liberation Serif', 'Nimbus Roman', Tinos, serif".into(),
            zoom: 1.0,
            high_contrast: false,
            categories: [None; 10],
        }
    }

    /// On near-black.
    pub fn dark() -> Self {
        Theme {
            dark: true,
            background: Rgb(0x14, 0x16, 0x1a),
            text: Rgb(0xe9, 0xec, 0xf0),
            muted: Rgb(0xa4, 0xac, 0xb6),
            axis: Rgb(0x50, 0x57, 0x61),
            measured: Rgb(0x64, 0x70, 0x80),
            ..Self::light()
        }
    }

    /// The same for readers who asked for more contrast.
    pub fn with_high_contrast(mut self) -> Self {
        self.high_contrast = true;
        self.muted = self.text;
        self.axis = self.muted.mix(self.background, 0.35);
        self.measured = self.measured.mix(self.text, 0.25);
        self
    }

    /// Size of numbers on an axis, in CSS pixels.
    pub(crate) fn small(&self) -> f64 {
        12.0 * self.scale()
    }
    /// Size of symbols.
    pub(crate) fn symbol(&self) -> f64 {
        15.5 * self.scale()
    }
    /// A width or distance that grows with the type.
    pub(crate) fn px(&self, v: f64) -> f64 {
        v * self.scale()
    }
    fn scale(&self) -> f64 {
        scale_of(self.zoom)
    }
    /// Line width of something exact.
    pub(crate) fn pen(&self) -> f64 {
        self.px(if self.high_contrast { 2.0 } else { 1.5 })
    }
    pub(crate) fn hair(&self) -> f64 {
        self.px(1.0)
    }

    pub(crate) fn ink(&self) -> Ink {
        Ink(self.text, 1.0)
    }
    pub(crate) fn quiet(&self) -> Ink {
        Ink(self.muted, 1.0)
    }
    pub(crate) fn rule(&self) -> Ink {
        Ink(self.axis, 1.0)
    }
    pub(crate) fn ghost(&self) -> Ink {
        Ink(self.muted.mix(self.background, 0.3), 1.0)
    }

    /// The colour of category k.
    pub fn category(&self, k: usize) -> Rgb {
        if let Some(own) = self.categories[k % 10] {
            return own;
        }
        match k % 10 {
            k @ 0..=5 => OKABE_ITO[k],
            6 => self.text,
            7 => YELLOW,
            k => OKABE_ITO[k - 8],
        }
    }

    /// Whether the category's marks are hatched, since its colour has been given before.
    pub(crate) fn hatched(&self, k: usize) -> bool {
        k % 10 >= 8 && self.categories[k % 10].is_none()
    }

    /// The colour of a category's outlines: at least 3 : 1 against the ground.
    pub fn category_edge(&self, k: usize) -> Rgb {
        self.until(self.category(k), 3.0)
    }

    /// The colour of a category's letters: its own where that has 4.5 : 1, else the text colour.
    pub fn category_text(&self, k: usize) -> Rgb {
        let own = self.category(k);
        if own.contrast(self.background) >= 4.5 {
            own
        } else {
            self.text
        }
    }

    pub(super) fn until(&self, colour: Rgb, contrast: f64) -> Rgb {
        (0..=20)
            .map(|i| colour.mix(self.text, f64::from(i) / 20.0))
            .find(|c| c.contrast(self.background) >= contrast)
            .unwrap_or(self.text)
    }

    pub(crate) fn shape(&self, k: usize) -> Shape {
        Shape::of(k)
    }

    /// Opacity of category k's marks when the reader points at one.
    pub(crate) fn presence(&self, focus: Option<usize>, k: usize) -> f64 {
        match focus {
            Some(chosen) if chosen != k => {
                if self.high_contrast {
                    0.55
                } else {
                    0.28
                }
            }
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_outlines_reach_their_contrast() {
        for theme in [
            Theme::light(),
            Theme::dark(),
            Theme::dark().with_high_contrast(),
        ] {
            assert!(theme.muted.contrast(theme.background) >= 4.5);
            for k in 0..10 {
                assert!(
                    theme.category_text(k).contrast(theme.background) >= 4.5,
                    "{k}"
                );
                assert!(
                    theme.category_edge(k).contrast(theme.background) >= 3.0,
                    "{k}"
                );
            }
        }
    }
}
