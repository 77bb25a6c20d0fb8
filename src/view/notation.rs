//! Mathematics as pieces of text: italic variables, upright digits, lowered subscripts.
//!
//! A backend cannot measure text without the page's DOM, so widths come from the metrics of Times.

use super::surface::{Align, Face, Ink, Point, Scene};
use super::theme::Theme;

/// Size of a subscript relative to its line; at the symbols' size it stays above 12 px.
const SUBSCRIPT: f64 = 0.78;

struct Piece {
    text: String,
    face: Face,
    lowered: bool,
}

/// Letters alone are variables; letters in a row (ln, softmax) and everything else stand upright;
/// `_x` and `_{...}` is a subscript, upright.
fn pieces(math: &str) -> Vec<Piece> {
    let chars: Vec<char> = math.chars().collect();
    let mut out: Vec<Piece> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '_' && i + 1 < chars.len() {
            let (text, next) = if chars[i + 1] == '{' {
                let end = chars[i..]
                    .iter()
                    .position(|&c| c == '}')
                    .map_or(chars.len(), |p| i + p);
                (chars[i + 2..end].iter().collect(), end + 1)
            } else {
                (chars[i + 1].to_string(), i + 2)
            };
            out.push(Piece {
                text,
                face: Face::Serif,
                lowered: true,
            });
            i = next;
            continue;
        }
        let letters = chars[i..]
            .iter()
            .take_while(|c| c.is_ascii_alphabetic())
            .count();
        let (len, face) = match letters {
            0 if matches!(c, 'α'..='ω' | 'ȳ') => (1, Face::Italic),
            0 => (1, Face::Serif),
            1 if c == 'E' => (1, Face::Serif),
            1 => (1, Face::Italic),
            n => (n, Face::Serif),
        };
        let text: String = chars[i..i + len].iter().collect();
        match out.last_mut() {
            // The mean's bar is drawn over its letter, which stays a piece of its own.
            Some(last)
                if last.face == face && !last.lowered && c != 'ȳ' && !last.text.contains('ȳ') =>
            {
                last.text.push_str(&text);
            }
            _ => out.push(Piece {
                text,
                face,
                lowered: false,
            }),
        }
        i += len;
    }
    out
}

/// Advance widths in thousandths of the size: Times for mathematics.
fn advance(c: char, face: Face) -> f64 {
    let w = match (c, face) {
        ('0'..='9', Face::Serif | Face::Italic) => 500,
        ('f' | 'i' | 'j' | 'l' | 't', Face::Serif | Face::Italic) => 290,
        ('m' | 'w', Face::Serif | Face::Italic) => 722,
        ('r' | 's' | 'z', Face::Serif | Face::Italic) => 389,
        ('c' | 'e' | 'k' | 'v' | 'x' | 'y' | 'ȳ' | 'τ', Face::Serif | Face::Italic) => 444,
        ('T', Face::Italic) => 556,
        ('M', Face::Italic) => 833,
        ('A'..='Z', Face::Italic) => 720,
        ('I', Face::Serif) => 333,
        ('Φ' | '∏', Face::Serif) => 800,
        ('Δ', Face::Serif) => 612,
        ('…', Face::Serif) => 1000,
        ('|', Face::Serif) => 200,
        ('∫', Face::Serif) => 274,
        ('A'..='Z', Face::Serif) => 650,
        ('(' | ')' | '[' | ']', _) => 333,
        ('=' | '+' | '−' | '<' | '>' | '≥' | '≤' | '÷' | '→', _) => 564,
        ('/', _) => 278,
        ('·' | ',' | '.' | ' ' | ':', _) => 250,
        ('0'..='9', _) => 600,
        ('i' | 'j' | 'l' | 't' | 'f' | 'r', _) => 350,
        ('m' | 'w' | 'M' | 'W', _) => 900,
        ('A'..='Z', _) => 700,
        (c, _) if (c as u32) >= 0x2e80 => 1000,
        (_, Face::Serif | Face::Italic) => 500,
        _ => 580,
    };
    f64::from(w) / 1000.0
}

/// The width of a plain text, a little generous for the text font.
pub(crate) fn text_width(text: &str, face: Face, size: f64) -> f64 {
    text.chars().map(|c| advance(c, face)).sum::<f64>() * size
}

fn piece_width(piece: &Piece, size: f64) -> f64 {
    let size = if piece.lowered {
        size * SUBSCRIPT
    } else {
        size
    };
    text_width(&piece.text, piece.face, size)
}

/// The width of mathematics.
pub(crate) fn width(math: &str, size: f64) -> f64 {
    pieces(math).iter().map(|p| piece_width(p, size)).sum()
}

/// Sets mathematics; the middle of its line lies on `at.1`. Returns where it ends.
pub(crate) fn set(
    scene: &mut Scene,
    math: &str,
    at: Point,
    align: Align,
    size: f64,
    ink: Ink,
) -> f64 {
    let pieces = pieces(math);
    let total: f64 = pieces.iter().map(|p| piece_width(p, size)).sum();
    let mut x = match align {
        Align::Left => at.0,
        Align::Centre => at.0 - total / 2.0,
        Align::Right => at.0 - total,
    };
    for piece in &pieces {
        let (piece_size, dy) = if piece.lowered {
            (size * SUBSCRIPT, size * 0.24)
        } else {
            (size, 0.0)
        };
        let w = piece_width(piece, size);
        // Spaces at an end would be dropped by SVG.
        let lead = piece.text.len() - piece.text.trim_start().len();
        let start = x + lead as f64 * 0.25 * piece_size;
        let mut text = piece.text.trim();
        if text == "ȳ" {
            // Few fonts have the letter; every font has y.
            text = "y";
            let bar = at.1 - size * 0.31;
            let ends = ((x + size * 0.08, bar), (x + size * 0.5, bar));
            scene.line(ends.0, ends.1, ink, size * 0.07);
        }
        scene.text(
            text,
            (start, at.1 + dy),
            Align::Left,
            piece.face,
            piece_size,
            ink,
        );
        x += w;
    }
    x
}

/// A text cut to a width, with an ellipsis where it was longer; one character stays.
pub(crate) fn fit(text: &str, face: Face, size: f64, room: f64) -> String {
    if text_width(text, face, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = size * 0.8;
    for c in text.chars() {
        used += advance(c, face) * size;
        if used > room && !short.is_empty() {
            break;
        }
        short.push(c);
    }
    if short.chars().count() > 1 || text_width(&short, face, size) + size * 0.8 <= room {
        short.push('…');
    }
    short
}

/// A subscript made of a category's name, cut to a few characters.
pub(crate) fn indexed(symbol: &str, name: &str, theme: &Theme) -> String {
    let size = theme.small();
    let name: String = name.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    format!("{symbol}_{{{}}}", fit(&name, Face::Serif, size, size * 4.0))
}

/// A number with so many decimals, a real minus sign, and no minus before zero.
pub(crate) fn number(v: f64, decimals: usize) -> String {
    if v.is_nan() {
        return "–".into();
    }
    if v.is_infinite() {
        return if v > 0.0 {
            "∞".into()
        } else {
            "−∞".into()
        };
    }
    if v.abs() >= 1e7 {
        return format!("{v:.2e}").replace('-', "−");
    }
    let text = format!("{v:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| b == b'0' || b == b'.') => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// A power of ten in plain digits, or with a raised exponent.
pub(crate) fn power_of_ten(exponent: i32) -> String {
    match exponent {
        -2..=-1 => number(libm::pow(10.0, f64::from(exponent)), -exponent as usize),
        0..=3 => number(libm::pow(10.0, f64::from(exponent)), 0),
        _ => {
            let digits = exponent.to_string();
            let raised = digits.chars().map(|c| match c {
                '-' => '⁻',
                '1' => '¹',
                '2' => '²',
                '3' => '³',
                c => char::from_u32(0x2070 + c as u32 - '0' as u32).unwrap_or(c),
            });
            format!("10{}", raised.collect::<String>())
        }
    }
}

/// A number with the decimals it needs, at most four.
pub(crate) fn plain(v: f64) -> String {
    let text = number(v, 4);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A number to three significant digits or so, for a readout.
pub(crate) fn readout(v: f64) -> String {
    let size = v.abs();
    if size != 0.0 && size < 0.001 {
        return format!("{v:.2e}").replace('-', "−");
    }
    number(
        v,
        if size < 10.0 {
            3
        } else if size < 100.0 {
            2
        } else {
            1
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_lean_and_functions_stand() {
        let faces = |m: &str| {
            pieces(m)
                .into_iter()
                .map(|p| (p.text, p.face, p.lowered))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            faces("ln p(y_{AB})"),
            [
                ("ln ".into(), Face::Serif, false),
                ("p".into(), Face::Italic, false),
                ("(".into(), Face::Serif, false),
                ("y".into(), Face::Italic, false),
                ("AB".into(), Face::Serif, true),
                (")".into(), Face::Serif, false),
            ]
        );
        assert_eq!(pieces("x_").len(), 2);
        assert_eq!(pieces("x_{a").len(), 2);
    }

    #[test]
    fn numbers_have_a_minus_and_no_minus_zero() {
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(-1.25, 1), "−1.2");
        assert_eq!(number(f64::NEG_INFINITY, 1), "−∞");
        assert_eq!(readout(0.000012), "1.20e−5");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(fit("A", Face::Sans, 12.0, 1.0), "A");
        assert_eq!(fit("Abracadabra", Face::Sans, 12.0, 50.0), "Abrac…");
    }
}
