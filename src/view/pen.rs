//! Colours and letters as a plotters backend takes them.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, FontFamily, FontStyle,
};

use super::surface::{Align, Face, Ink};
use super::theme::{Rgb, Theme};

/// A colour and a width in backend pixels.
pub(super) struct Pen(pub(super) Ink, pub(super) u32);

fn backend_color(Ink(Rgb(r, g, b), alpha): Ink) -> BackendColor {
    BackendColor {
        alpha: (alpha.clamp(0.0, 1.0) * 1000.0).round() / 1000.0,
        rgb: (r, g, b),
    }
}

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        backend_color(self.0)
    }
    fn stroke_width(&self) -> u32 {
        self.1
    }
}

/// How a text is set, its size in backend pixels.
pub(super) struct Letters<'a> {
    pub(super) ink: Ink,
    pub(super) size: f64,
    pub(super) face: Face,
    pub(super) align: Align,
    pub(super) theme: &'a Theme,
}

impl BackendTextStyle for Letters<'_> {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        backend_color(self.ink)
    }
    fn size(&self) -> f64 {
        self.size
    }
    fn style(&self) -> FontStyle {
        match self.face {
            Face::Bold => FontStyle::Bold,
            Face::Italic => FontStyle::Italic,
            Face::Sans | Face::Serif => FontStyle::Normal,
        }
    }
    fn anchor(&self) -> Pos {
        let h = match self.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        Pos::new(h, VPos::Center)
    }
    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(match self.face {
            Face::Sans | Face::Bold => &self.theme.family,
            Face::Serif | Face::Italic => &self.theme.serif,
        })
    }
    // Only a backend that draws letters by pixels asks for these; there is none here.
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}
