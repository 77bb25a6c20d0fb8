//! The colour map of the density.

use std::sync::OnceLock;

use super::theme::Rgb;

/// Every fifth of the 256 colours of viridis, by N. J. Smith, S. van der Walt and E. Firing
/// (matplotlib 1.5, 2015; released under CC0). Between them a straight line is within one level.
const VIRIDIS: [u32; 52] = [
    0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781,
    0x433d84, 0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e,
    0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e, 0x23898e, 0x218e8d, 0x20928c,
    0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74,
    0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e, 0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37,
    0xb0dd2f, 0xbddf26, 0xcae11f, 0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725,
];

fn knot(i: usize) -> Rgb {
    let [_, r, g, b] = VIRIDIS[i.min(VIRIDIS.len() - 1)].to_be_bytes();
    Rgb(r, g, b)
}

/// Viridis at t in [0, 1]; beyond, the end.
pub fn viridis(t: f64) -> Rgb {
    let place = if t > 0.0 {
        t.min(1.0) * (VIRIDIS.len() - 1) as f64
    } else {
        0.0
    };
    let i = (place as usize).min(VIRIDIS.len() - 2);
    knot(i).mix(knot(i + 1), place - i as f64)
}

/// All 256 levels.
pub(crate) fn viridis_table() -> &'static [Rgb; 256] {
    static TABLE: OnceLock<[Rgb; 256]> = OnceLock::new();
    TABLE.get_or_init(|| core::array::from_fn(|i| viridis(i as f64 / 255.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viridis_is_the_published_map() {
        // Levels 0, 3, 101, 128, 202 and 255 of the published table; three of them are no knots.
        for (level, r, g, b) in [
            (0, 0x44, 0x01, 0x54),
            (3, 0x45, 0x05, 0x59),
            (101, 0x2a, 0x77, 0x8e),
            (128, 0x21, 0x91, 0x8c),
            (202, 0x75, 0xd0, 0x54),
            (255, 0xfd, 0xe7, 0x25),
        ] {
            let Rgb(x, y, z) = viridis(f64::from(level) / 255.0);
            for (got, want) in [(x, r), (y, g), (z, b)] {
                assert!(i32::abs(i32::from(got) - want) <= 1, "level {level}");
            }
        }
        assert_eq!(viridis(f64::NAN), viridis(0.0));
        assert_eq!(viridis(7.0), viridis(1.0));
    }
}
