//! The ten shapes of the categories.

use super::surface::Point;

/// A mark's shape: one a category, told apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
    Plus,
    Star,
    Cross,
    Hourglass,
    HalfDisc,
}

const SHAPES: [Shape; 10] = [
    Shape::Circle,
    Shape::Square,
    Shape::Triangle,
    Shape::Diamond,
    Shape::TriangleDown,
    Shape::Plus,
    Shape::Star,
    Shape::Cross,
    Shape::Hourglass,
    Shape::HalfDisc,
];

impl Shape {
    /// The shape of category k.
    pub(crate) fn of(k: usize) -> Self {
        SHAPES[k % SHAPES.len()]
    }

    /// Its polygon about a centre, of about the area of a disc of that radius; None for the circle.
    pub(crate) fn outline(self, (x, y): Point, r: f64) -> Option<Vec<Point>> {
        let at = |points: &[(f64, f64)]| {
            Some(
                points
                    .iter()
                    .map(|&(dx, dy)| (x + dx * r, y + dy * r))
                    .collect(),
            )
        };
        match self {
            Shape::Circle => None,
            Shape::Square => at(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            Shape::Triangle => at(&[(0.0, -1.3), (1.18, 0.78), (-1.18, 0.78)]),
            Shape::TriangleDown => at(&[(0.0, 1.3), (1.18, -0.78), (-1.18, -0.78)]),
            Shape::Diamond => at(&[(0.0, -1.28), (1.28, 0.0), (0.0, 1.28), (-1.28, 0.0)]),
            Shape::Plus => at(&cross(0.0)),
            Shape::Cross => at(&cross(core::f64::consts::FRAC_PI_4)),
            Shape::Star => {
                let points: Vec<_> = (0..10)
                    .map(|i| {
                        let angle = f64::from(i) * core::f64::consts::PI / 5.0;
                        let length = if i % 2 == 0 { 1.42 } else { 0.6 };
                        (length * libm::sin(angle), -length * libm::cos(angle))
                    })
                    .collect();
                at(&points)
            }
            Shape::Hourglass => at(&[
                (-1.05, -1.1),
                (1.05, -1.1),
                (0.22, 0.0),
                (1.05, 1.1),
                (-1.05, 1.1),
                (-0.22, 0.0),
            ]),
            Shape::HalfDisc => {
                let points: Vec<_> = (0..=10)
                    .map(|i| {
                        let angle = f64::from(i) * core::f64::consts::PI / 10.0;
                        (1.25 * libm::cos(angle), 0.6 - 1.25 * libm::sin(angle))
                    })
                    .collect();
                at(&points)
            }
        }
    }
}

fn cross(turn: f64) -> [(f64, f64); 12] {
    const ARM: [(f64, f64); 12] = [
        (-0.42, -1.25),
        (0.42, -1.25),
        (0.42, -0.42),
        (1.25, -0.42),
        (1.25, 0.42),
        (0.42, 0.42),
        (0.42, 1.25),
        (-0.42, 1.25),
        (-0.42, 0.42),
        (-1.25, 0.42),
        (-1.25, -0.42),
        (-0.42, -0.42),
    ];
    let (s, c) = (libm::sin(turn), libm::cos(turn));
    ARM.map(|(x, y)| (x * c - y * s, x * s + y * c))
}
