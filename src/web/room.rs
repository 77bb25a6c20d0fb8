//! What a picture before a room needs: its height, its scale, and a state held still.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Explorer, WebTheme, canvas, view_of};
use crate::explorer::Notices;
use crate::view;

#[wasm_bindgen]
impl Explorer {
    /// The height in CSS pixels that suits a view of this width at a scale of type and lines.
    ///
    /// # Errors
    /// An unknown view.
    pub fn height(&self, view: &str, width: f64, zoom: f64) -> Result<f64, JsError> {
        Ok(view::height_at(view_of(view)?, &self.inner, width, zoom))
    }

    /// The scale of type and lines at which a view fills a size.
    ///
    /// # Errors
    /// An unknown view.
    pub fn zoom_to_fit(&self, view: &str, width: f64, height: f64) -> Result<f64, JsError> {
        Ok(view::zoom_to_fit(
            view_of(view)?,
            &self.inner,
            (width, height),
        ))
    }

    /// The density of the simplex alone, where a view of this size has it: a picture of vectors
    /// lies over it.
    ///
    /// # Errors
    /// A canvas without a context.
    pub fn draw_density(
        &self,
        canvas: &HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        theme: &WebTheme,
    ) -> Result<(), JsValue> {
        canvas::draw_density(&self.inner, canvas, (width, height), ratio, &theme.0)
    }

    /// The state as it is now, to be shown while this one goes on.
    pub fn copy(&self) -> Explorer {
        Explorer {
            inner: self.inner.clone(),
            notices: Notices::default(),
        }
    }
}
