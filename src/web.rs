//! The browser's side: the only module that names wasm-bindgen, web-sys or js-sys.
//!
//! It passes text, numbers and plain objects, and computes nothing of its own.

#[cfg(feature = "bench")]
mod bench;
mod canvas;
mod claims;
mod descent;
mod export;
mod lab;
mod look;
mod room;
mod snapshot;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::explorer::{self, Kind, Notices, Params, TABLE, number};
use crate::view::{self, Focus, Grab, Layer, Theme, ViewKind};

/// Turns a panic into an exception that carries its message.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
}

/// A plain object of these properties.
fn object<const N: usize>(properties: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (key, value) in properties {
        // Setting a property of a fresh object does not fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}

fn numbers(values: impl IntoIterator<Item = f64>) -> JsValue {
    values
        .into_iter()
        .map(JsValue::from)
        .collect::<Array>()
        .into()
}

fn notices_of(notices: &mut Notices) -> Array {
    let notices = notices.take().into_iter().map(|notice| {
        object([
            ("key", notice.key.into()),
            ("code", notice.code.name().into()),
            ("given", notice.given.into()),
            ("used", notice.used.into()),
        ])
    });
    notices.collect()
}

fn choices(kind: Kind) -> JsValue {
    match kind {
        Kind::Choice(choices) => choices
            .iter()
            .map(|c| JsValue::from(*c))
            .collect::<Array>()
            .into(),
        _ => JsValue::UNDEFINED,
    }
}

/// The table of parameters: key, kind, range, default.
#[wasm_bindgen]
pub fn parameters() -> Array {
    TABLE
        .iter()
        .map(|row| {
            let part = |f: fn(&explorer::Range) -> f64| row.range.as_ref().map(f).into();
            object([
                ("key", row.key.into()),
                ("kind", row.kind.name().into()),
                ("choices", choices(row.kind)),
                ("min", part(|range| range.min)),
                ("max", part(|range| range.max)),
                (
                    "logarithmic",
                    row.range.is_some_and(|range| range.logarithmic).into(),
                ),
                ("default", row.default_text().into()),
            ])
        })
        .collect()
}

/// The presets: an id, whose name the interface knows, and what it changes, as an address.
#[wasm_bindgen]
pub fn presets() -> Array {
    explorer::PRESETS
        .iter()
        .map(|(id, address)| object([("id", (*id).into()), ("address", (*address).into())]))
        .collect()
}

/// A seed that nobody chose.
///
/// # Errors
/// Where the browser has no source of randomness.
#[wasm_bindgen]
pub fn fresh_seed() -> Result<u32, JsError> {
    Ok(getrandom::u32()?)
}

/// What a picture takes from the page around it.
#[wasm_bindgen(js_name = Theme)]
pub struct WebTheme(Theme);

#[wasm_bindgen(js_class = Theme)]
impl WebTheme {
    /// `dark` and `contrast` as the reader's system asks; `family` a CSS list of fonts; `zoom` the
    /// scale of type and lines.
    #[wasm_bindgen(constructor)]
    pub fn new(dark: bool, contrast: bool, family: &str, zoom: f64) -> WebTheme {
        let mut theme = if dark { Theme::dark() } else { Theme::light() };
        if contrast {
            theme = theme.with_high_contrast();
        }
        if !family.is_empty() {
            theme.family = family.to_owned();
        }
        theme.zoom = zoom;
        WebTheme(theme)
    }
}

/// The explorer, its pictures included.
#[wasm_bindgen]
pub struct Explorer {
    inner: explorer::Explorer,
    notices: Notices,
}

fn view_of(name: &str) -> Result<ViewKind, JsError> {
    ViewKind::from_name(name).ok_or_else(|| JsError::new(&format!("no view is named {name:?}")))
}

fn focus_of(focus: &JsValue) -> Focus {
    let number = |of: &JsValue, key: &str| Reflect::get(of, &key.into()).ok()?.as_f64();
    let flag = |key: &str| Reflect::get(focus, &key.into()).is_ok_and(|flag| flag.is_truthy());
    let cursor = Reflect::get(focus, &"cursor".into()).ok();
    let cursor = cursor.filter(JsValue::is_object).and_then(|cursor| {
        let part = |i: u32| Reflect::get_u32(&cursor, i).ok()?.as_f64();
        Some((part(0)?, part(1)?))
    });
    Focus {
        category: number(focus, "category")
            .filter(|k| *k >= 0.0)
            .map(|k| k as usize),
        cursor,
        ride: number(focus, "ride"),
        hide_targets: flag("hide_targets"),
        mark_draw: flag("mark_draw"),
    }
}

#[wasm_bindgen]
impl Explorer {
    /// The state of an address, with no samples yet; [`Explorer::goal`] says how many to draw.
    #[wasm_bindgen(constructor)]
    pub fn new(address: &str) -> Explorer {
        let mut notices = Notices::default();
        let params = Params::from_address(address, &mut notices);
        Explorer {
            inner: explorer::Explorer::new(params),
            notices,
        }
    }

    /// The whole state anew.
    pub fn load(&mut self, address: &str) {
        let params = Params::from_address(address, &mut self.notices);
        self.inner.set_params(params);
    }

    /// Changes what an address names and leaves the rest.
    pub fn apply(&mut self, address: &str) {
        let mut params = self.inner.params().clone();
        params.apply(address, &mut self.notices);
        self.inner.set_params(params);
    }

    /// Changes one parameter from the text of a control; true when anything changed.
    pub fn set(&mut self, key: &str, text: &str) -> bool {
        let mut params = self.inner.params().clone();
        let changed = params.set(key, text, &mut self.notices);
        if changed {
            self.inner.set_params(params);
        }
        changed
    }

    /// The canonical text of one parameter, or of a part of one (`logit:2`, `name:1`, `k`).
    pub fn get(&self, key: &str) -> Option<String> {
        self.inner.params().get(key)
    }

    /// The canonical address.
    pub fn address(&self) -> String {
        self.inner.params().address()
    }

    /// The notices since they were last taken: key, code, given, used.
    pub fn take_notices(&mut self) -> Array {
        notices_of(&mut self.notices)
    }

    /// Draws more samples.
    pub fn step(&mut self, count: f64) {
        self.inner.step(count as u64);
    }

    /// Back to no samples.
    pub fn reset(&mut self) {
        self.inner.reset();
    }

    /// Draws up to `most` of the samples that a change left to be drawn again; true when done.
    pub fn refine(&mut self, most: f64) -> bool {
        self.inner.refine(most as u64)
    }

    /// Stops drawing again; N becomes what there is.
    pub fn stop(&mut self) {
        self.inner.stop();
    }

    /// At most so many samples are drawn at once by a change of parameters.
    pub fn set_budget(&mut self, budget: f64) {
        self.inner.set_budget(budget as u64);
    }

    /// Whether every sample has been drawn under the present parameters.
    pub fn complete(&self) -> bool {
        self.inner.complete()
    }

    /// N.
    pub fn n(&self) -> f64 {
        self.inner.n() as f64
    }

    /// M of N: the samples shown.
    pub fn shown(&self) -> f64 {
        self.inner.shown() as f64
    }

    /// The samples that have been drawn again.
    pub fn refined(&self) -> f64 {
        self.inner.refined() as f64
    }

    /// The N of the address.
    pub fn goal(&self) -> f64 {
        self.inner.params().n as f64
    }

    /// Keeps the present setting to compare with.
    pub fn pin(&mut self) {
        self.inner.pin();
    }

    /// Lets it go.
    pub fn unpin(&mut self) {
        self.inner.unpin();
    }

    /// Changes with the parameters.
    pub fn params_revision(&self) -> u32 {
        self.inner.params_revision()
    }

    /// Changes with what the samples show.
    pub fn tally_revision(&self) -> u32 {
        self.inner.tally_revision()
    }

    /// The digest of the state after N samples, 16 hexadecimal digits.
    pub fn digest(&self) -> String {
        format!("{:016x}", self.inner.digest())
    }

    /// Everything that is shown in numbers, as a plain object.
    pub fn snapshot(&self) -> JsValue {
        snapshot::of(&self.inner)
    }

    /// Draws a layer of a view on a canvas whose bitmap has `ratio` pixels to a CSS pixel.
    ///
    /// # Errors
    /// An unknown view or layer; a canvas without a context.
    #[allow(clippy::too_many_arguments)]
    pub fn draw(
        &self,
        view: &str,
        layer: &str,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        theme: &WebTheme,
        focus: &JsValue,
    ) -> Result<(), JsError> {
        let layer = Layer::from_name(layer)
            .ok_or_else(|| JsError::new(&format!("no layer is named {layer:?}")))?;
        let size = (width, height);
        let focus = focus_of(focus);
        canvas::draw(
            view_of(view)?,
            layer,
            &self.inner,
            canvas,
            size,
            ratio,
            &theme.0,
            &focus,
        )
        .map_err(|error| JsError::new(&error))
    }

    /// What lies under a point: text, category, grab.
    ///
    /// # Errors
    /// An unknown view.
    #[allow(clippy::too_many_arguments)]
    pub fn probe(
        &self,
        view: &str,
        width: f64,
        height: f64,
        theme: &WebTheme,
        focus: &JsValue,
        x: f64,
        y: f64,
    ) -> Result<JsValue, JsError> {
        let probe = view::probe(
            view_of(view)?,
            &self.inner,
            (width, height),
            &theme.0,
            &focus_of(focus),
            (x, y),
        );
        Ok(object([
            ("text", probe.text.into()),
            ("category", probe.category.map(|k| k as u32).into()),
            ("grab", probe.grab.map(|grab| grab.to_string()).into()),
        ]))
    }

    /// Drags what was grabbed to a point; true when anything changed.
    ///
    /// # Errors
    /// An unknown view or grab.
    #[allow(clippy::too_many_arguments)]
    pub fn drag(
        &mut self,
        view: &str,
        grab: &str,
        width: f64,
        height: f64,
        theme: &WebTheme,
        x: f64,
        y: f64,
    ) -> Result<bool, JsError> {
        let (view, grab) = (view_of(view)?, grab.parse::<Grab>()?);
        let params = view::drag(view, &self.inner, (width, height), &theme.0, grab, (x, y));
        Ok(self.take(params))
    }

    /// Moves what can be grabbed by steps, right and up positive; true when anything changed.
    ///
    /// # Errors
    /// An unknown view or grab.
    pub fn nudge(&mut self, view: &str, grab: &str, dx: f64, dy: f64) -> Result<bool, JsError> {
        let (view, grab) = (view_of(view)?, grab.parse::<Grab>()?);
        let params = view::nudge(view, &self.inner, grab, dx, dy);
        Ok(self.take(params))
    }

    /// A whole view as an SVG document.
    ///
    /// # Errors
    /// An unknown view.
    pub fn svg(
        &self,
        view: &str,
        width: f64,
        height: f64,
        theme: &WebTheme,
        focus: &JsValue,
    ) -> Result<String, JsError> {
        let view = view_of(view)?;
        Ok(view::svg(
            view,
            &self.inner,
            (width, height),
            &theme.0,
            &focus_of(focus),
        ))
    }

    fn take(&mut self, params: Option<Params>) -> bool {
        let changed = params.filter(|params| params != self.inner.params());
        let any = changed.is_some();
        if let Some(params) = changed {
            self.inner.set_params(params);
        }
        any
    }
}

/// The text of a number as it stands in an address.
#[wasm_bindgen]
pub fn number_text(x: f64) -> String {
    number(x)
}
