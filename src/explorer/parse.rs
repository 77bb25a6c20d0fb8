//! From untrusted text to numbers: the nearest valid value, and a notice.

use super::notice::{Code, Notices};

/// Where a number may lie, and how finely it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest valid value.
    pub min: f64,
    /// Largest valid value.
    pub max: f64,
    /// Whether a slider for it is logarithmic; it is then kept to 6 significant digits, else to 6
    /// decimals.
    pub logarithmic: bool,
    /// Whether only whole numbers are valid.
    pub whole: bool,
}

impl Range {
    /// A linear range.
    pub const fn linear(min: f64, max: f64) -> Self {
        Range {
            min,
            max,
            logarithmic: false,
            whole: false,
        }
    }

    /// A logarithmic one.
    pub const fn logarithmic(min: f64, max: f64) -> Self {
        Range {
            min,
            max,
            logarithmic: true,
            whole: false,
        }
    }

    /// Whole numbers.
    pub const fn whole(min: f64, max: f64) -> Self {
        Range {
            min,
            max,
            logarithmic: false,
            whole: true,
        }
    }

    /// The nearest value that can be kept. NaN gives the smallest.
    pub fn nearest(&self, x: f64) -> f64 {
        let x = if x > self.min {
            x.min(self.max)
        } else {
            self.min
        };
        let rounded = if self.whole {
            libm::round(x)
        } else if self.logarithmic {
            let unit = 10f64.powi(5 - libm::floor(libm::log10(x)) as i32);
            libm::round(x * unit) / unit
        } else if x.abs() < 1e9 {
            libm::round(x * 1e6) / 1e6
        } else {
            // No decimals left to round.
            x
        };
        rounded.clamp(self.min, self.max) + 0.0
    }
}

/// The text without the marks of an input method: full-width forms, the minus sign, white space.
pub fn plain(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{2212}' | '\u{2013}' => '-',
            '\u{3001}' => ',',
            '\u{3002}' => '.',
            '\u{3000}' | '\u{a0}' => ' ',
            _ => c,
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A number as it is written in an address.
pub fn number(x: f64) -> String {
    if x == f64::NEG_INFINITY {
        "-inf".to_owned()
    } else if x.abs() >= 1e15 {
        format!("{x:e}")
    } else {
        format!("{}", x + 0.0)
    }
}

/// Reads a number of `key` within `range`; `fallback` where there is none in the text.
pub fn read_number(
    key: &str,
    text: &str,
    range: Range,
    fallback: f64,
    notices: &mut Notices,
) -> f64 {
    let given = plain(text);
    let mut note = |code, used: f64| {
        notices.add(key, code, text, &number(used));
        used
    };
    match given.parse::<f64>() {
        Ok(x) if x.is_nan() => note(Code::NotANumber, fallback),
        Err(_) => note(Code::NotANumber, fallback),
        Ok(x) => {
            let used = range.nearest(x);
            if x < range.min {
                note(Code::BelowRange, used)
            } else if x > range.max {
                note(Code::AboveRange, used)
            } else if range.whole && used != x {
                note(Code::NotAnInteger, used)
            } else if x == 0.0 && x.is_sign_negative() {
                note(Code::Normalised, used)
            } else {
                used
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, range: Range) -> (f64, Vec<Code>) {
        let mut notices = Notices::default();
        let x = read_number("x", text, range, 3.0, &mut notices);
        (x, notices.list().iter().map(|n| n.code).collect())
    }

    #[test]
    fn each_kind_of_text_gives_the_nearest_value_and_its_notice() {
        let unit = Range::linear(-10.0, 10.0);
        for (text, value, codes) in [
            ("2.5", 2.5, vec![]),
            ("  +1e0 ", 1.0, vec![]),
            ("２．５", 2.5, vec![]),
            ("−1", -1.0, vec![]),
            ("-0", 0.0, vec![Code::Normalised]),
            ("", 3.0, vec![Code::NotANumber]),
            ("abc", 3.0, vec![Code::NotANumber]),
            ("NaN", 3.0, vec![Code::NotANumber]),
            ("1e999", 10.0, vec![Code::AboveRange]),
            ("-1e999", -10.0, vec![Code::BelowRange]),
            ("1e-300", 0.0, vec![]),
        ] {
            assert_eq!(read(text, unit), (value, codes), "{text}");
        }
        assert!(read("-0", unit).0.is_sign_positive());
        let whole = Range::whole(0.0, 4_294_967_295.0);
        assert_eq!(
            read("4294967296", whole),
            (4_294_967_295.0, vec![Code::AboveRange])
        );
        assert_eq!(read("1.5", whole), (2.0, vec![Code::NotAnInteger]));
    }

    #[test]
    fn the_marks_of_an_input_method_are_read_as_what_they_stand_for() {
        assert_eq!(
            plain("\u{3000}１、２。５\u{a0}−３–４\u{3000}ｘ "),
            "1,2.5 -3-4 x"
        );
    }

    #[test]
    fn a_logarithmic_range_keeps_six_digits() {
        let range = Range::logarithmic(0.01, 100.0);
        assert_eq!(range.nearest(0.012_345_678), 0.012_345_7);
        assert_eq!(range.nearest(2.0 / 3.0), 0.666_667);
        assert_eq!(range.nearest(f64::NAN), 0.01);
        assert_eq!(range.nearest(f64::INFINITY), 100.0);
    }
}
