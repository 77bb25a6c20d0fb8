//! A plotters canvas measured in eighths of a CSS pixel.

use std::f64::consts::TAU;

use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::explorer::Explorer;
use crate::view::{self, Focus, Layer, Picture, Raster, Rect, Theme, UNITS_PER_PX, ViewKind};

/// `CanvasBackend` with the size of the picture in its own units, since the context is scaled, and quick at what a picture
/// has by the hundred: `CanvasBackend` writes the colour anew as CSS for each mark, and the font for each text.
struct ScaledCanvas {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    /// The colours so far as CSS, since marks of a few of them alternate.
    inks: Vec<(BackendColor, JsValue)>,
    /// What the context fills with, where that is known.
    ink: Option<BackendColor>,
    /// The font that it has, by style, size and family.
    font: Option<(FontStyle, f64, String)>,
}

type Outcome = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl ScaledCanvas {
    /// Fills with this from now on; false when nothing of it would be seen.
    fn fill_with(&mut self, ink: BackendColor) -> bool {
        let same = |known: &BackendColor| known.rgb == ink.rgb && known.alpha == ink.alpha;
        if ink.alpha == 0.0 || self.ink.as_ref().is_some_and(same) {
            return ink.alpha != 0.0;
        }
        let place = self.inks.iter().position(|(known, _)| same(known));
        let place = place.unwrap_or_else(|| {
            let (r, g, b) = ink.rgb;
            let css = format!("rgba({r},{g},{b},{})", ink.alpha);
            self.inks.push((ink, css.into()));
            self.inks.len() - 1
        });
        // What replaces it takes Rust's strings only, which are decoded at every call.
        #[allow(deprecated)]
        self.context.set_fill_style(&self.inks[place].1);
        self.ink = Some(ink);
        true
    }

    fn set_in(&mut self, style: &impl BackendTextStyle) {
        let (face, size, family) = (style.style(), style.size(), style.family());
        let family = family.as_str();
        let known = self.font.as_ref();
        if known
            .is_none_or(|(f, s, name)| f.as_str() != face.as_str() || *s != size || name != family)
        {
            let css = format!("{} {size}px {family}", face.as_str());
            self.context.set_font(&css);
            self.font = Some((face, size, family.to_owned()));
        }
    }

    /// By the backend that it stands for, which leaves the context with a colour and a font of its own.
    fn by_inner(&mut self, draw: impl FnOnce(&mut CanvasBackend) -> Outcome) -> Outcome {
        self.ink = None;
        self.font = None;
        draw(&mut self.inner)
    }
}

impl DrawingBackend for ScaledCanvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }
    fn ensure_prepared(&mut self) -> Outcome {
        self.inner.ensure_prepared()
    }
    fn present(&mut self) -> Outcome {
        self.inner.present()
    }
    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.by_inner(|inner| inner.draw_pixel(point, color))
    }
    // Lines leave what the context fills with, and its font, as they are.
    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.inner.draw_line(from, to, style)
    }
    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.by_inner(|inner| inner.draw_rect(upper_left, bottom_right, style, fill))
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.inner.draw_path(path, style)
    }
    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        if !fill {
            return self.inner.draw_circle(center, radius, style, fill);
        }
        if self.fill_with(style.color()) {
            let (x, y) = center;
            self.context.begin_path();
            // The radius is not negative, which is all that an arc may refuse.
            let _ = self
                .context
                .arc(x.into(), y.into(), radius.into(), 0.0, TAU);
            self.context.fill();
        }
        Ok(())
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        if self.fill_with(style.color()) {
            self.context.begin_path();
            for (i, (x, y)) in corners.into_iter().enumerate() {
                if i == 0 {
                    self.context.move_to(x.into(), y.into());
                } else {
                    self.context.line_to(x.into(), y.into());
                }
            }
            self.context.close_path();
            self.context.fill();
        }
        Ok(())
    }
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Outcome {
        let Pos { h_pos, v_pos } = style.anchor();
        if !matches!(style.transform(), FontTransform::None) || !matches!(v_pos, VPos::Center) {
            return self.by_inner(|inner| inner.draw_text(text, style, pos));
        }
        if self.fill_with(style.color()) {
            self.set_in(style);
            self.context.set_text_baseline("middle");
            self.context.set_text_align(match h_pos {
                HPos::Left => "start",
                HPos::Center => "center",
                HPos::Right => "end",
            });
            // Numbers that are not finite are the only ones that it may refuse.
            let _ = self.context.fill_text(text, pos.0.into(), pos.1.into());
        }
        Ok(())
    }
}

/// Puts pixels in their place. The bitmap knows no transform: it goes to device pixels; one
/// with fewer pixels than its place is stretched, by way of a canvas of its own.
fn put(
    context: &CanvasRenderingContext2d,
    canvas: &HtmlCanvasElement,
    raster: &Raster,
    ratio: f64,
) -> Result<(), JsValue> {
    let rgba = Clamped(&raster.rgba[..]);
    let image = ImageData::new_with_u8_clamped_array_and_sh(rgba, raster.width, raster.height)?;
    let Rect { x, y, w, h } = raster.rect;
    let [x, y, w, h] = [x, y, w, h].map(|v| v * ratio);
    if (w - f64::from(raster.width)).abs() < 1.0 {
        // A whole pixel, which the context would otherwise cut it to.
        return context.put_image_data(&image, x.round(), y.round());
    }
    let document = canvas.owner_document().ok_or("a canvas without a page")?;
    let own: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    own.set_width(raster.width);
    own.set_height(raster.height);
    let inner = own
        .get_context("2d")?
        .ok_or("the canvas has no 2d context")?;
    let inner: CanvasRenderingContext2d = inner.dyn_into()?;
    inner.put_image_data(&image, 0.0, 0.0)?;
    context.draw_image_with_html_canvas_element_and_dw_and_dh(&own, x, y, w, h)
}

/// The density of the simplex alone, in the place that a view of this size gives it.
pub(super) fn draw_density(
    explorer: &Explorer,
    canvas: &HtmlCanvasElement,
    size: (f64, f64),
    ratio: f64,
    theme: &Theme,
) -> Result<(), JsValue> {
    let context = canvas
        .get_context("2d")?
        .ok_or("the canvas has no 2d context")?;
    let context = context.dyn_into()?;
    let rasters = view::rasters(ViewKind::Simplex, explorer, size, ratio, theme);
    let mut placed = rasters.iter();
    placed.try_for_each(|raster| put(&context, canvas, raster, ratio))
}

/// Clears the canvas and draws a layer; densities lie under the ground layer.
#[allow(clippy::too_many_arguments)]
pub(super) fn draw(
    view: ViewKind,
    layer: Layer,
    explorer: &Explorer,
    canvas: HtmlCanvasElement,
    size: (f64, f64),
    ratio: f64,
    theme: &Theme,
    focus: &Focus,
) -> Result<(), String> {
    let context = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
        .ok_or("the canvas has no 2d context")?;
    let say = |error| format!("{error:?}");
    context.reset_transform().map_err(say)?;
    context.clear_rect(
        0.0,
        0.0,
        f64::from(canvas.width()),
        f64::from(canvas.height()),
    );
    if layer == Layer::Ground && !focus.hide_targets {
        for raster in view::rasters(view, explorer, size, ratio, theme) {
            put(&context, &canvas, &raster, ratio).map_err(say)?;
        }
    }
    let mut picture = Picture::new(view, layer, explorer, size, theme, focus);
    if layer == Layer::Live
        && let Some(crowd) = picture.take_crowd(ratio)
    {
        put(&context, &canvas, &crowd, ratio).map_err(say)?;
    }
    let scale = ratio / f64::from(UNITS_PER_PX);
    context
        .set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0)
        .map_err(say)?;
    context.set_line_join("round");
    let units = |v: f64| (v * f64::from(UNITS_PER_PX)) as u32;
    let inner = CanvasBackend::with_canvas_object(canvas).ok_or("the canvas has no 2d context")?;
    let area = ScaledCanvas {
        inner,
        context,
        size: (units(size.0), units(size.1)),
        inks: Vec::new(),
        ink: None,
        font: None,
    }
    .into_drawing_area();
    picture.draw(&area).map_err(|error| format!("{error:?}"))
}
