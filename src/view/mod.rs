//! The pictures: each a pure function of an [`Explorer`], a size, a [`Theme`] and a [`Focus`].
//!
//! A view reads and draws; it keeps nothing and never samples. It draws to any plotters backend
//! (canvas, SVG), and no word of a language stands in it: only symbols, numbers and the names of the
//! categories. Everywhere a target is a hollow outline, a measurement is filled, and an uncertainty
//! is a band.
//!
//! A backend that a [`Picture`] is drawn on has [`UNITS_PER_PX`] pixels to a CSS pixel.

mod arrows;
mod arrows_hand;
mod arrows_plan;
mod backwards;
mod backwards_hand;
mod bias;
mod chapter;
#[cfg(test)]
mod chapter_tests;
mod chord;
mod colour;
mod coverage;
mod crowd;
mod descent;
mod descent_hand;
mod descent_labels;
mod descent_paths;
#[cfg(test)]
mod descent_tests;
mod difference;
mod estimator_style;
mod estimators;
mod extremes;
mod focus;
mod gradient;
mod gradient_hand;
mod histogram;
mod histogram_hand;
mod interval;
mod inverse;
#[cfg(test)]
mod lab_tests;
mod lattice;
mod marginal;
mod marks;
mod maximum;
mod noise;
mod noise_live;
mod notation;
mod one_draw;
mod palette;
mod parts;
mod passing;
mod pen;
mod plot;
mod png;
mod present_draw;
mod proof;
mod race;
mod raster;
mod shape;
mod short;
mod simplex;
mod simplex_frame;
mod simplex_over;
mod simplices;
mod slide;
mod staircase;
mod surface;
mod temperatures;
#[cfg(test)]
mod tests;
mod theme;
mod tradeoff;
mod tradeoff_plan;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};
use plotters_svg::SVGBackend;

use crate::explorer::{Explorer, Params};

pub use chord::Chord;
pub use colour::viridis;
pub use focus::{Focus, Grab, Layer, Probe, ViewKind};
pub use raster::{Density, LN_DENSITY_RANGE, Raster};
pub use surface::{Rect, UNITS_PER_PX};
pub use theme::{Rgb, Theme};

use surface::{Ink, Scene};

/// The largest side of a picture, in CSS pixels.
const LARGEST: f64 = 8192.0;

/// A size that can be drawn: at least 1, at most [`LARGEST`].
fn sane((w, h): (f64, f64)) -> (f64, f64) {
    let side = |v: f64| if v >= 1.0 { v.min(LARGEST) } else { 1.0 };
    (side(w), side(h))
}

/// How a view lays out a layer.
type SceneOf = fn(Layer, &Explorer, (f64, f64), &Theme, &Focus) -> Scene;

/// By a pointer, so that the views are not made into one function: an engine compiles a function when it is first called, and
/// one of 120 kB took 7 ms of the first picture.
fn scene_of(view: ViewKind) -> SceneOf {
    match view {
        ViewKind::Noise => noise::scene,
        ViewKind::Draw => one_draw::scene,
        ViewKind::Simplex => simplex::scene,
        ViewKind::Histogram => histogram::scene,
        ViewKind::Staircase => staircase::scene,
        ViewKind::Inverse => inverse::scene,
        ViewKind::Extremes => extremes::scene,
        ViewKind::Race => race::scene,
        ViewKind::Proof => proof::scene,
        ViewKind::Maximum => maximum::scene,
        ViewKind::Passing => passing::scene,
        ViewKind::Gradient => gradient::scene,
        ViewKind::Difference => difference::scene,
        ViewKind::Temperatures => temperatures::scene,
        ViewKind::Slide => slide::scene,
        ViewKind::Simplices => simplices::scene,
        ViewKind::Chord => chord::scene,
        ViewKind::Backwards => backwards::scene,
        ViewKind::Bias => bias::scene,
        ViewKind::Descent => descent::scene,
        ViewKind::Arrows => arrows::scene,
        ViewKind::Tradeoff => tradeoff::scene,
    }
}

/// Views whose uppermost layer is nothing but what is exact: what a room is to guess.
fn is_all_target(view: ViewKind) -> bool {
    matches!(
        view,
        ViewKind::Gradient
            | ViewKind::Difference
            | ViewKind::Temperatures
            | ViewKind::Slide
            | ViewKind::Simplices
            | ViewKind::Chord
            | ViewKind::Backwards
            | ViewKind::Bias
            | ViewKind::Descent
            | ViewKind::Arrows
            | ViewKind::Tradeoff
    )
}

fn scene(
    view: ViewKind,
    layer: Layer,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> Scene {
    if layer == Layer::Over && focus.hide_targets && is_all_target(view) {
        return Scene::new();
    }
    let focus = &focus.within(explorer.params().logits.len());
    scene_of(view)(layer, explorer, sane(size), theme, focus)
}

/// A scene as an element of a plotters drawing area.
struct Element<'a> {
    scene: &'a Scene,
    theme: &'a Theme,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Element<'_> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 0];

    fn point_iter(self) -> [BackendCoord; 0] {
        []
    }
}

impl<B: DrawingBackend> Drawable<B> for Element<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut B,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.scene.paint(backend, self.theme, false)
    }
}

/// A layer of a view, laid out. The density rasters are no part of it: see [`rasters`].
pub struct Picture<'a> {
    scene: Scene,
    size: (f64, f64),
    theme: &'a Theme,
}

impl<'a> Picture<'a> {
    /// `size` in CSS pixels.
    pub fn new(
        view: ViewKind,
        layer: Layer,
        explorer: &Explorer,
        size: (f64, f64),
        theme: &'a Theme,
        focus: &Focus,
    ) -> Self {
        Picture {
            scene: scene(view, layer, explorer, size, theme, focus),
            size: sane(size),
            theme,
        }
    }

    /// Takes out the many small marks that a layer may begin with, as pixels at `ratio` device pixels to a CSS pixel; None
    /// where there are not so many, or the picture is too large for it. What is drawn afterwards lies over them.
    pub fn take_crowd(&mut self, ratio: f64) -> Option<Raster> {
        self.scene.take_crowd(self.size, ratio)
    }

    /// Draws on an area that starts at the backend's origin and has [`UNITS_PER_PX`] of its pixels to a CSS pixel. Nothing is
    /// cleared first.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.draw(&Element {
            scene: &self.scene,
            theme: self.theme,
        })
    }
}

/// A view with all its layers on the theme's ground, as an SVG document of `size` CSS pixels.
pub fn svg(
    view: ViewKind,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
) -> String {
    let size = sane(size);
    let units = |v: f64| (v * f64::from(UNITS_PER_PX)).round() as u32;
    let mut body = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut body, (units(size.0), units(size.1)));
        let mut ground = Scene::new();
        ground.fill_rect(
            Rect::new(0.0, 0.0, size.0, size.1),
            Ink(theme.background, 1.0),
        );
        // Writing to a string does not fail.
        let _ = ground.paint(&mut backend, theme, true);
        for layer in [Layer::Ground, Layer::Live, Layer::Over] {
            let scene = scene(view, layer, explorer, size, theme, focus);
            let _ = scene.paint(&mut backend, theme, true);
        }
        let _ = backend.present();
    }
    // The size in CSS pixels; the raster after the ground; no line break inside a text, which
    // would count as a space.
    let body = body.replacen(
        &format!("width=\"{}\" height=\"{}\"", units(size.0), units(size.1)),
        &format!(
            "width=\"{}\" height=\"{}\" font-kerning=\"normal\"",
            size.0, size.1
        ),
        1,
    );
    let body = body.replace("\n</text>", "</text>");
    if focus.hide_targets {
        return body;
    }
    let rasters = rasters(view, explorer, size, 1.0, theme);
    let images = rasters.iter().map(|r| png::image_tag(r) + "\n");
    let images: String = images.collect();
    body.replacen("/>\n", &format!("/>\n{images}"), 1)
}

/// The densities on triangles as RGBA, to lie under a view's ground layer; none in most views, and
/// none where there is no density on a triangle (K = 2, the limit of the argmax, a lost corner).
///
/// `ratio`: device pixels to a CSS pixel.
pub fn rasters(
    view: ViewKind,
    explorer: &Explorer,
    size: (f64, f64),
    ratio: f64,
    theme: &Theme,
) -> Vec<Raster> {
    let size = sane(size);
    match view {
        ViewKind::Simplex => Vec::from_iter(simplex::raster(explorer, size, ratio, theme)),
        ViewKind::Simplices => simplices::rasters(explorer, size, ratio, theme),
        _ => Vec::new(),
    }
}

/// What lies under a point of a view: symbols and numbers, a category, something to drag. Of what
/// the focus hides, nothing.
pub fn probe(
    view: ViewKind,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    focus: &Focus,
    at: (f64, f64),
) -> Probe {
    let size = sane(size);
    if !(at.0.is_finite() && at.1.is_finite()) {
        return Probe::default();
    }
    let hidden = focus.hide_targets;
    match view {
        ViewKind::Noise => noise::probe(explorer, size, theme, at, hidden),
        ViewKind::Draw => one_draw::probe(explorer, size, theme, at, hidden),
        ViewKind::Simplex => simplex::probe(explorer, size, theme, at, hidden),
        ViewKind::Histogram => histogram_hand::probe(explorer, size, theme, at, hidden),
        ViewKind::Staircase => staircase::probe(explorer, size, theme, at),
        ViewKind::Inverse => inverse::probe(explorer, size, theme, at),
        ViewKind::Extremes => extremes::probe(explorer, size, theme, at),
        ViewKind::Race => race::probe(explorer, size, theme, at),
        ViewKind::Proof => proof::probe(explorer, size, theme, at),
        ViewKind::Maximum => maximum::probe(explorer, size, theme, at),
        ViewKind::Passing => passing::probe(explorer, size, theme, at),
        // What these say is what a room is to guess.
        _ if hidden => Probe::default(),
        ViewKind::Gradient => gradient_hand::probe(explorer, size, theme, at),
        ViewKind::Difference => difference::probe(explorer, size, theme, at),
        ViewKind::Temperatures => temperatures::probe(explorer, size, theme, at),
        ViewKind::Slide => slide::probe(explorer, size, theme, at),
        ViewKind::Simplices => simplices::probe(explorer, size, theme, at),
        ViewKind::Chord => chord::probe(explorer, size, theme, at),
        ViewKind::Backwards => backwards_hand::probe(explorer, size, theme, at),
        ViewKind::Bias => bias::probe(explorer, size, theme, at),
        ViewKind::Descent => descent_hand::probe(explorer, size, theme, at),
        ViewKind::Arrows => arrows_hand::probe(explorer, size, theme, at),
        ViewKind::Tradeoff => tradeoff::probe(explorer, size, theme, at),
    }
}

/// The parameters after what was grabbed is dragged to a point; None when nothing changes.
pub fn drag(
    view: ViewKind,
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: (f64, f64),
) -> Option<Params> {
    let size = sane(size);
    if !(to.0.is_finite() && to.1.is_finite()) {
        return None;
    }
    match view {
        ViewKind::Noise => noise::drag(explorer, size, theme, grab, to),
        ViewKind::Draw => None,
        ViewKind::Simplex => simplex::drag(explorer, size, theme, grab, to),
        ViewKind::Histogram => histogram_hand::drag(explorer, size, theme, grab, to),
        ViewKind::Staircase => staircase::drag(explorer, size, theme, grab, to),
        ViewKind::Inverse => inverse::drag(explorer, size, theme, grab, to),
        ViewKind::Proof => proof::drag(explorer, size, theme, grab, to),
        ViewKind::Extremes | ViewKind::Race | ViewKind::Maximum => None,
        ViewKind::Gradient => gradient_hand::drag(explorer, size, theme, grab, to),
        ViewKind::Slide => slide::drag(explorer, size, theme, grab, to),
        ViewKind::Backwards => backwards_hand::drag(explorer, size, theme, grab, to),
        ViewKind::Bias => bias::drag(explorer, size, theme, grab, to),
        ViewKind::Descent => descent_hand::drag(explorer, size, theme, grab, to),
        ViewKind::Arrows => arrows_hand::drag(explorer, size, theme, grab, to),
        ViewKind::Tradeoff => tradeoff::drag(explorer, size, theme, grab, to),
        ViewKind::Difference | ViewKind::Temperatures => None,
        ViewKind::Simplices | ViewKind::Chord | ViewKind::Passing => None,
    }
}

/// The keyboard's drag: `dx` and `dy` in steps (right and up positive), a step being a hundredth
/// of what is dragged; None when nothing changes.
pub fn nudge(view: ViewKind, explorer: &Explorer, grab: Grab, dx: f64, dy: f64) -> Option<Params> {
    if !(dx.is_finite() && dy.is_finite()) {
        return None;
    }
    match view {
        ViewKind::Noise => noise::nudge(explorer, grab, dx + dy),
        ViewKind::Draw => None,
        ViewKind::Simplex => simplex::nudge(explorer, grab, dx, dy),
        ViewKind::Histogram => histogram_hand::nudge(explorer, grab, dx + dy),
        ViewKind::Staircase | ViewKind::Inverse | ViewKind::Proof => {
            chapter::nudge(explorer.params(), grab, dx + dy)
        }
        ViewKind::Gradient => gradient_hand::nudge(explorer, grab, dx + dy),
        ViewKind::Arrows => arrows_hand::nudge(explorer, grab, dx, dy),
        ViewKind::Slide | ViewKind::Bias | ViewKind::Tradeoff if grab == Grab::Temperature => {
            parts::nudge_tau(explorer.params(), dx + dy)
        }
        ViewKind::Backwards => backwards_hand::nudge(explorer, grab, dx + dy),
        ViewKind::Descent => descent_hand::nudge(explorer.params(), grab, dx + dy),
        _ => None,
    }
}

fn sane_width(width: f64) -> f64 {
    if width.is_finite() {
        width.clamp(1.0, LARGEST)
    } else {
        320.0
    }
}

/// The height in CSS pixels that suits a width at zoom 1; at zoom z, z times that of width / z.
pub fn height(view: ViewKind, width: f64) -> f64 {
    let width = sane_width(width);
    let height: f64 = match view {
        ViewKind::Noise => (width * 0.78).clamp(350.0, 520.0),
        ViewKind::Draw => (width * 0.85).clamp(460.0, 540.0),
        ViewKind::Simplex => (width * 0.86 + 16.0).clamp(250.0, 520.0),
        ViewKind::Histogram if width >= histogram::WIDE => (width * 0.45).clamp(300.0, 420.0),
        ViewKind::Histogram => 520.0,
        ViewKind::Staircase => (width * 0.62).clamp(320.0, 440.0),
        ViewKind::Inverse => (width * 0.75).clamp(380.0, 480.0),
        ViewKind::Extremes => (width * 0.75).clamp(400.0, 520.0),
        ViewKind::Race => (width * 0.6).clamp(320.0, 420.0),
        ViewKind::Proof => (width * 0.75).clamp(400.0, 500.0),
        ViewKind::Maximum => (width * 0.75).clamp(380.0, 480.0),
        ViewKind::Gradient => gradient::height(width),
        ViewKind::Difference => difference::height(width),
        ViewKind::Temperatures => (width * 0.62).clamp(360.0, 460.0),
        ViewKind::Slide => slide::height(width, true),
        ViewKind::Simplices => simplices::height(width, true),
        ViewKind::Chord => (width * 0.6).clamp(300.0, 400.0),
        ViewKind::Backwards => backwards::height(width),
        ViewKind::Bias => (width * 0.6).clamp(300.0, 400.0),
        ViewKind::Passing => passing::height(3),
        ViewKind::Descent => descent::height(width),
        // As high as its panels ask: see `height_for`.
        ViewKind::Arrows => 440.0,
        ViewKind::Tradeoff => tradeoff::height(width),
    };
    height.round()
}

/// As [`height`], and where a view shows an interval rather than a triangle, what suits that.
pub fn height_for(view: ViewKind, explorer: &Explorer, width: f64) -> f64 {
    match view {
        ViewKind::Simplex if !simplex::is_triangle(explorer) => {
            (height(view, width) * 0.8).clamp(230.0, 360.0).round()
        }
        ViewKind::Simplices if !simplex::is_triangle(explorer) => {
            simplices::height(sane_width(width), false).round()
        }
        ViewKind::Slide if !simplex::is_triangle(explorer) => {
            slide::height(sane_width(width), false).round()
        }
        ViewKind::Passing => passing::height(explorer.params().categories()).round(),
        ViewKind::Arrows => arrows_plan::height(explorer, sane_width(width)).round(),
        _ => height(view, width),
    }
}

/// The height at a scale of type and lines: the picture of the width divided by it, enlarged.
pub fn height_at(view: ViewKind, explorer: &Explorer, width: f64, zoom: f64) -> f64 {
    let zoom = theme::scale_of(zoom);
    (height_for(view, explorer, width / zoom) * zoom).round()
}

/// The largest scale of type and lines, at least 1, at which a view still has room in a size that
/// is given: for a projector, whose window the picture is to fill.
pub fn zoom_to_fit(view: ViewKind, explorer: &Explorer, (w, h): (f64, f64)) -> f64 {
    let (w, h) = sane((w, h));
    let k = explorer.params().categories() as f64;
    // At scale 1: the least width and height that show everything well.
    let least = |(wide, tall): (f64, f64)| (w / wide).min(h / tall);
    let zoom = match view {
        ViewKind::Noise => least((420.0, 390.0)),
        ViewKind::Draw => least((40.0 + 96.0 * k.min(6.0), 450.0)),
        ViewKind::Simplex if simplex::is_triangle(explorer) => least((400.0, 390.0)),
        ViewKind::Simplex => least((420.0, 320.0)),
        // Side by side; where there is no width for that, one below the other.
        ViewKind::Histogram => least((700.0f64.max(90.0 * k), 330.0)).max(least((320.0, 560.0))),
        _ => {
            let at = |wide: f64| least((wide, height_for(view, explorer, wide) + 30.0));
            at(700.0).max(at(320.0))
        }
    };
    theme::scale_of(zoom)
}
