//! What the gradients' picture says under the pointer, and the drag of mu.

use super::focus::{Grab, Probe};
use super::gradient::{Cell, REACH, category, cells, gaussian_scales, jump, reach, rivals};
use super::notation::readout;
use super::surface::Point;
use super::theme::Theme;
use crate::distribution::Logistic;
use crate::explorer::{Explorer, LOCATION, Params};

pub(super) fn probe(explorer: &Explorer, size: (f64, f64), theme: &Theme, at: Point) -> Probe {
    let params = explorer.params();
    let cells = cells(size, theme);
    let margin = theme.px(8.0);
    let over = |c: &Cell| c.function.holds(at, margin) || c.slope.holds(at, margin);
    let Some(i) = cells.iter().position(over) else {
        return Probe::default();
    };
    let r = cells[i].function;
    let t = ((at.0 - r.x) / r.w.max(1.0)).clamp(0.0, 1.0);
    let (mut chosen, mut grab) = (None, None);
    let text = match i {
        0 => {
            let x = -2.6 + 5.2 * t;
            format!("x = {} · max(0, x) = {}", readout(x), readout(x.max(0.0)))
        }
        1 => format!("u = {} · θ = {}", readout(params.u), readout(t)),
        2 => {
            let k = category(params);
            let name = &params.names[k];
            chosen = Some(k);
            match jump(explorer, k) {
                None => format!("l_{name} = {}", readout(params.logits[k])),
                Some(jump) => {
                    let centre = if jump.is_finite() { jump } else { 0.0 };
                    let l = centre + REACH * (2.0 * t - 1.0);
                    let soft = params.temperature.tau().and_then(|tau| {
                        let a = l / tau - rivals(explorer, k, tau)?;
                        let law = Logistic::standard();
                        let (y, d) = (readout(law.cdf(a)), readout(law.pdf(a) / tau));
                        Some(format!(" · y_{name} = {y} · dy_{name}/dl_{name} = {d}"))
                    });
                    let hard = u8::from(l > jump);
                    let soft = soft.unwrap_or_default();
                    format!("l_{name} = {} · z_{name} = {hard}{soft}", readout(l))
                }
            }
        }
        _ => {
            let (x, _) = gaussian_scales(params, &cells[3]);
            let (location, scale) = (params.location, params.scale);
            if (x.at(location) - at.0).abs() < theme.px(12.0) {
                let from = x.value(at.0);
                grab = Some(Grab::Location {
                    from,
                    location,
                    scale,
                });
            }
            format!("μ = {} · σ = {}", readout(location), readout(scale))
        }
    };
    Probe {
        text,
        category: chosen,
        grab,
    }
}

fn with_location(params: &Params, location: f64) -> Option<Params> {
    let location = LOCATION.nearest((location * 100.0).round() / 100.0);
    (location != params.location).then(|| Params {
        location,
        ..params.clone()
    })
}

pub(super) fn drag(
    explorer: &Explorer,
    size: (f64, f64),
    theme: &Theme,
    grab: Grab,
    to: Point,
) -> Option<Params> {
    let params = explorer.params();
    let Grab::Location { from, location, .. } = grab else {
        return None;
    };
    let cell = &cells(size, theme)[3];
    // The axis stays as it was when mu was taken.
    let held = Params {
        location,
        ..params.clone()
    };
    let (x, _) = gaussian_scales(&held, cell);
    let most = reach(&held);
    let moved = location + x.value(to.0) - from;
    with_location(params, moved.clamp(-most, most))
}

pub(super) fn nudge(explorer: &Explorer, grab: Grab, steps: f64) -> Option<Params> {
    let params = explorer.params();
    match grab {
        Grab::Location { .. } => with_location(params, params.location + 0.1 * steps),
        _ => None,
    }
}
