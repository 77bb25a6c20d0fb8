//! The colours that a picture takes from the page, and those that the page takes from the theme.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::{WebTheme, object};
use crate::view::Rgb;

#[wasm_bindgen(js_class = Theme)]
impl WebTheme {
    /// The ground and the text of the page, as `#rrggbb`; what is not of this form is not taken.
    pub fn set_colours(&mut self, background: &str, text: &str) {
        if let (Some(background), Some(text)) = (Rgb::from_hex(background), Rgb::from_hex(text)) {
            let contrast = self.0.high_contrast;
            self.0 = self.0.clone().with_colours(background, text);
            if contrast {
                self.0 = self.0.clone().with_high_contrast();
            }
        }
    }

    /// A colour of the page's own for category `k`, from 0.
    pub fn set_category(&mut self, k: usize, colour: &str) {
        if let (Some(place), Some(colour)) = (self.0.categories.get_mut(k), Rgb::from_hex(colour)) {
            *place = Some(colour);
        }
    }

    /// The colours of what stands around a picture: text, muted, rule, ground, field, field_edge, hover,
    /// accent, and a fill and an edge for each category.
    pub fn colours(&self) -> JsValue {
        let theme = &self.0;
        let faint = |t: f64| JsValue::from(theme.text.mix(theme.background, t).hex());
        let each = |f: &dyn Fn(usize) -> Rgb| -> JsValue {
            let texts = (0..10).map(|k| JsValue::from(f(k).hex()));
            texts.collect::<Array>().into()
        };
        object([
            ("text", theme.text.hex().into()),
            ("muted", theme.muted.hex().into()),
            ("rule", faint(0.82)),
            ("hover", faint(0.92)),
            ("ground", theme.background.hex().into()),
            (
                "field",
                faint(if theme.background.is_dark() {
                    0.965
                } else {
                    1.0
                }),
            ),
            ("accent", theme.accent().hex().into()),
            ("field_edge", theme.field_edge().hex().into()),
            ("fills", each(&|k| theme.category(k))),
            ("edges", each(&|k| theme.category_edge(k))),
        ])
    }
}

/// The colour of letters on another colour, both `#rrggbb`.
#[wasm_bindgen]
pub fn letters_on(colour: &str) -> String {
    Rgb::from_hex(colour).map_or_else(String::new, |colour| colour.letters().hex())
}

/// Whether white can be read on a colour (`#rrggbb`) better than black.
#[wasm_bindgen]
pub fn is_dark(colour: &str) -> bool {
    Rgb::from_hex(colour).is_some_and(Rgb::is_dark)
}
