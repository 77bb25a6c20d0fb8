//! A plotters canvas measured in eighths of a CSS pixel.

use plotters::drawing::IntoDrawingArea;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::explorer::Explorer;
use crate::view::{self, Focus, Layer, Raster, Rect, Theme, UNITS_PER_PX, ViewKind};

/// `CanvasBackend` with the size of the picture in its own units, since the context is scaled.
struct ScaledCanvas {
    inner: CanvasBackend,
    size: (u32, u32),
}

type Outcome = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

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
        self.inner.draw_pixel(point, color)
    }
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
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
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
        self.inner.draw_circle(center, radius, style, fill)
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Outcome {
        self.inner.fill_polygon(vert, style)
    }
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Outcome {
        self.inner.draw_text(text, style, pos)
    }
}

/// Puts the density in its place. The bitmap knows no transform: it goes to device pixels; one
/// with fewer pixels than its place is stretched, by way of a canvas of its own.
fn density(
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
        return context.put_image_data(&image, x, y);
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
    placed.try_for_each(|raster| density(&context, canvas, raster, ratio))
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
            density(&context, &canvas, &raster, ratio).map_err(say)?;
        }
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
        size: (units(size.0), units(size.1)),
    }
    .into_drawing_area();
    view::draw(view, layer, explorer, size, theme, focus, &area)
        .map_err(|error| format!("{error:?}"))
}
