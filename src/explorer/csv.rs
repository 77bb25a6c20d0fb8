//! The samples and their summary as text: CSV (RFC 4180) that a spreadsheet takes for nothing else.
//!
//! The lines that begin with `#` carry what the table is of, the permalink among it. They hold no
//! comma, so no program breaks them into cells. A file with a letter beyond ASCII begins with a byte
//! order mark, without which some spreadsheets misread it.

use std::fmt::Write;

use super::stream::{LANES, Stream};
use super::{Draw, Explorer};

/// A file of samples holds the first of them, at most so many.
pub const SAMPLES_IN_FILE: u64 = 100_000;
/// The samples of one part of such a file.
pub const SAMPLES_IN_PART: u64 = 8192;

const NEW_LINE: &str = "\r\n";
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// What makes a spreadsheet read a cell as a formula, in full width too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

impl Explorer {
    /// The first of the N samples, at most [`SAMPLES_IN_FILE`] of them, a sample a line: its number
    /// from 1, then for each category u, g, l + g, the soft sample y, and the hard sample as a
    /// one-hot. Each is drawn anew in f64 as the single draw is: every bit of it is in the text.
    pub fn csv_samples(&self, permalink: &str) -> String {
        let mut text = String::new();
        let mut from = 0;
        while let Some(part) = self.csv_samples_part(permalink, from) {
            text.push_str(&part);
            from += SAMPLES_IN_PART;
        }
        text
    }

    /// Of the same text the samples from `from` on, at most [`SAMPLES_IN_PART`]; the head comes
    /// with sample 0. None at its end.
    pub fn csv_samples_part(&self, permalink: &str, from: u64) -> Option<String> {
        let end = self.n().min(SAMPLES_IN_FILE);
        if from > 0 && from >= end {
            return None;
        }
        let mut text = String::new();
        if from == 0 {
            self.samples_head(&mut text, permalink, end);
        }
        self.samples_rows(&mut text, from, end.min(from + SAMPLES_IN_PART));
        Some(text)
    }

    fn samples_head(&self, text: &mut String, permalink: &str, end: u64) {
        let n = self.n();
        comment(
            text,
            &format!("samples 1 to {end} of N={n} (the first {SAMPLES_IN_FILE} at most)"),
        );
        self.common_head(text, permalink);
        let labels = labels(&self.params().names);
        text.push_str("sample");
        for quantity in ["u", "gumbel_noise", "perturbed_logits", "soft", "hard"] {
            for label in &labels {
                text.push(',');
                text.push_str(&cell(&format!("{quantity} {label}")));
            }
        }
        text.push_str(NEW_LINE);
    }

    fn samples_rows(&self, text: &mut String, from: u64, to: u64) {
        let params = self.params();
        let k = params.categories();
        let lanes = LANES as u64;
        let mut stream = Stream::new(params.seed);
        let first = from / lanes;
        for _ in 0..first * k as u64 {
            stream.next_words();
        }
        for block in first..to.div_ceil(lanes) {
            let words: Vec<[u32; LANES]> = (0..k).map(|_| stream.next_words()).collect();
            let start = block * lanes;
            for index in from.max(start)..to.min(start + lanes) {
                let lane = (index - start) as usize;
                let words: Vec<u32> = words.iter().map(|words| words[lane]).collect();
                let draw = Draw::new(index, &words, &params.logits, params.temperature);
                row(text, &draw);
            }
        }
    }

    /// What is shown in numbers, a category a line; the test of the counts stands in the head.
    pub fn csv_summary(&self, permalink: &str) -> String {
        let (params, law, tally) = (self.params(), self.law(), self.tally());
        let mut text = String::new();
        comment(&mut text, &format!("summary of N={} samples", self.shown()));
        self.common_head(&mut text, permalink);
        comment(&mut text, &format!("ln_z={}", value(law.ln_z)));
        if let Some(test) = self.chi_square() {
            comment(
                &mut text,
                &format!(
                    "chi_square={} degrees_of_freedom={} p={} pooled={}",
                    value(test.statistic),
                    test.degrees_of_freedom,
                    value(test.p),
                    test.pooled
                ),
            );
        }
        text.push_str(
            "category,logit,pi,count,frequency,frequency_standard_error,soft_mean,soft_standard_error,soft_expected_mean",
        );
        text.push_str(NEW_LINE);
        let n = tally.hard.n;
        for (k, name) in params.names.iter().enumerate() {
            let (pi, count) = (law.probs[k], tally.hard.counts[k]);
            let frequency = (n > 0).then(|| count as f64 / n as f64);
            let numbers = [
                Some(params.logits[k]),
                Some(pi),
                Some(count as f64),
                frequency,
                frequency.map(|f| libm::sqrt(f * (1.0 - f) / n as f64)),
                tally.soft.mean(k),
                tally.soft.standard_error(k),
                Some(law.mean[k]),
            ];
            text.push_str(&cell(name));
            for number in numbers {
                text.push(',');
                text.push_str(&number.map(value).unwrap_or_default());
            }
            text.push_str(NEW_LINE);
        }
        text
    }

    /// The permalink, and what every number below depends on.
    fn common_head(&self, text: &mut String, permalink: &str) {
        let params = self.params();
        comment(text, permalink);
        let tau = params.temperature.tau();
        let tau = tau.map_or_else(|| "argmax".to_owned(), value);
        comment(text, &format!("tau={tau} seed={}", params.seed));
        if params.names.iter().any(|name| !name.is_ascii()) {
            text.insert_str(0, BYTE_ORDER_MARK);
        }
    }
}

fn row(text: &mut String, draw: &Draw) {
    // Writing to a string does not fail.
    let _ = write!(text, "{}", draw.index + 1);
    for values in [
        &draw.u,
        &draw.gumbel_noise,
        &draw.perturbed_logits,
        &draw.soft_sample,
    ] {
        for &x in values {
            text.push(',');
            write_value(text, x);
        }
    }
    for k in 0..draw.u.len() {
        text.push_str(if k == draw.winner { ",1" } else { ",0" });
    }
    text.push_str(NEW_LINE);
}

/// The shortest text that reads back as the same number.
fn write_value(text: &mut String, x: f64) {
    let _ = if x != 0.0 && x.abs() < 1e-4 {
        write!(text, "{x:e}")
    } else {
        write!(text, "{}", x + 0.0)
    };
}

fn value(x: f64) -> String {
    let mut text = String::new();
    write_value(&mut text, x);
    text
}

/// A line that no program breaks into cells: without what separates them anywhere.
fn comment(text: &mut String, said: &str) {
    text.push_str("# ");
    for c in said.chars() {
        match c {
            ',' => text.push_str("%2C"),
            ';' => text.push_str("%3B"),
            '"' => text.push_str("%22"),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text.push_str(NEW_LINE);
}

/// A cell of text. One that a spreadsheet would calculate gets an apostrophe in front.
fn cell(text: &str) -> String {
    let risky = text
        .trim_start()
        .starts_with(|c: char| FORMULA.contains(&c));
    let risky = risky || text.starts_with(char::is_control);
    // A quoted cell for all that could be misread, not only where RFC 4180 asks for it.
    if !risky && !text.contains([',', ';', '"', '\r', '\n', '\t', '#', '\'']) {
        return text.to_owned();
    }
    let guard = if risky { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// The names of the categories, with their numbers where two are the same.
fn labels(names: &[String]) -> Vec<String> {
    let twice = (1..names.len()).any(|i| names[..i].contains(&names[i]));
    names
        .iter()
        .enumerate()
        .map(|(k, name)| {
            if twice {
                format!("{name} ({})", k + 1)
            } else {
                name.clone()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
