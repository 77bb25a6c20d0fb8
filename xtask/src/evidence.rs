//! The table of `doc/evidence.md`: ratios of medians, each beside the floor and the aim that it is held to.

use std::fmt::Write as _;

use serde_json::Value;

use crate::command::{Failure, Outcome};

const BEGIN: &str = "<!-- measured -->";
const END: &str = "<!-- /measured -->";

/// A median and the quartiles around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    low: f64,
    median: f64,
    high: f64,
    largest: f64,
}

impl Summary {
    /// Of at least one finite number.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted: Vec<_> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let (below, part) = (place.floor() as usize, place.fract());
            let above = (below + 1).min(sorted.len() - 1);
            sorted[below] * (1.0 - part) + sorted[above] * part
        };
        (!sorted.is_empty()).then(|| Summary {
            low: at(0.25),
            median: at(0.5),
            high: at(0.75),
            largest: at(1.0),
        })
    }
}

/// All that was measured, under its names.
pub struct Measured(Vec<(String, Summary)>);

impl Measured {
    /// The rows of the native run and of the browser.
    pub fn new(native: &[(String, Vec<f64>)], browser: &[(String, Vec<f64>)]) -> Outcome<Self> {
        let native = native
            .iter()
            .map(|(name, v)| (format!("native, {name}"), v));
        let all = native.chain(browser.iter().map(|(name, v)| (name.clone(), v)));
        let rows = all.map(|(name, values)| match Summary::of(values) {
            Some(summary) => Ok((name, summary)),
            None => Err(Failure::new(
                format!("nothing was measured of “{name}”"),
                "run it again on a machine that is not busy",
            )),
        });
        rows.collect::<Result<_, _>>().map(Measured)
    }

    fn of(&self, name: &str) -> Option<Summary> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, s)| *s)
    }
}

/// A ratio that is held to a floor (or, the other way round, to a ceiling).
struct Held {
    what: &'static str,
    /// Over this...
    over: String,
    /// ...this.
    under: String,
    floor: f64,
    aim: f64,
    at_most: bool,
}

fn held() -> Vec<Held> {
    let faster = |what, slow: &str, fast: &str, floor, aim| Held {
        what,
        over: slow.to_owned(),
        under: fast.to_owned(),
        floor,
        aim,
        at_most: false,
    };
    let mut rows = Vec::new();
    for k in [3, 10] {
        let name = |text: &str| format!("{text}, K = {k}");
        let tallied = name("core, soft and tallied");
        let plain = name("plain loop, soft");
        rows.push(faster(
            "soft samples, sampled and tallied, against the plain loop that only samples",
            &plain,
            &tallied,
            5.0,
            8.0,
        ));
        rows.push(faster(
            "the same against TensorFlow.js, which only samples",
            &name("TensorFlow.js, soft"),
            &tallied,
            4.0,
            6.0,
        ));
        rows.push(faster(
            "soft samples alone against the plain loop",
            &plain,
            &name("core, soft"),
            9.0,
            12.0,
        ));
        rows.push(faster(
            "winners against the plain loop",
            &name("plain loop, hard"),
            &name("core, hard"),
            11.0,
            15.0,
        ));
        rows.push(faster(
            "soft samples in wasm against the same code natively",
            &format!("native, soft {k}"),
            &name("core, soft"),
            0.8,
            0.8,
        ));
        let gradient = name("core, gradient by Gumbel-Softmax");
        rows.push(faster(
            "an estimate of a gradient by Gumbel-Softmax in a sweep over 25 temperatures, against a plain loop",
            &name("plain loop, gradient"),
            &gradient,
            5.0,
            5.0,
        ));
        rows.push(faster(
            "the same, by all estimators in one sweep, each estimate against one of the plain loop's",
            &name("plain loop, gradient"),
            &name("core, an estimate of a sweep by all estimators"),
            5.0,
            5.0,
        ));
        rows.push(faster(
            "by Gumbel-Softmax alone, the plain loop on one noise for all temperatures too",
            &name("plain loop, gradient on shared noise"),
            &gradient,
            1.0,
            1.0,
        ));
        rows.push(faster(
            "natively, against rand_distr's Gumbel and a softmax in f64",
            &format!("native, rand_distr {k}"),
            &format!("native, soft {k}"),
            1.0,
            1.0,
        ));
    }
    rows.push(faster(
        "the density on 400 × 346 pixels against Math.pow",
        "Math.pow, density",
        "core, density",
        40.0,
        40.0,
    ));
    let costs = |what, over: &str, under: &str, most| Held {
        what,
        over: over.to_owned(),
        under: under.to_owned(),
        floor: most,
        aim: most,
        at_most: true,
    };
    rows.push(costs(
        "a frame at N = 10^8 against N = 10^3",
        "frame, N = 10^8",
        "frame, N = 10^3",
        1.1,
    ));
    rows.push(costs(
        "a frame of ten elements against their sum alone",
        "frame, ten elements",
        "frame, the ten alone, summed",
        1.2,
    ));
    rows.push(costs(
        "until the first picture is shown, which the page brings, against a page with a canvas alone",
        "first picture, brought by the page",
        "first picture, a canvas alone",
        3.0,
    ));
    rows.push(costs(
        "until the core's picture is shown in its place, against the same",
        "first picture, the page",
        "first picture, a canvas alone",
        3.0,
    ));
    rows.push(costs(
        "until the core's first stroke on a canvas, against the same",
        "first stroke, the page",
        "first stroke, a canvas alone",
        3.0,
    ));
    rows
}

/// The tables, in Markdown.
pub fn table(measured: &Measured, scores: &Value) -> String {
    let mut text = String::from(
        "| ratio of medians | K | measured | wanted | |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in held() {
        let (Some(over), Some(under)) = (measured.of(&row.over), measured.of(&row.under)) else {
            continue;
        };
        let ratio = over.median / under.median;
        let k = row.under.rsplit_once("K = ").map_or("", |(_, k)| k);
        let wanted = match (row.at_most, row.aim > row.floor) {
            (true, _) => format!("at most {}", row.floor),
            (_, true) => format!("{}, aim {}", row.floor, row.aim),
            _ => format!("{}", row.floor),
        };
        let verdict = match row.at_most {
            true if ratio <= row.floor => "kept",
            false if ratio >= row.aim => "kept",
            false if ratio >= row.floor => "above the floor",
            _ => "**missed**",
        };
        let _ = writeln!(
            text,
            "| {} | {k} | {ratio:.2} | {wanted} | {verdict} |",
            row.what
        );
    }
    for (name, what) in [
        (
            "input delay at a sixth of the speed",
            "the longest that a key waits while the page plays, processor slowed six times, ms",
        ),
        (
            "input delay in a sweep",
            "the longest that a key waits while a sweep of all estimators runs, K = 10, ms",
        ),
    ] {
        let Some(delay) = measured.of(name) else {
            continue;
        };
        let verdict = match delay.largest <= 100.0 {
            true => "kept",
            false => "**missed**",
        };
        let _ = writeln!(
            text,
            "| {what} | | {:.0} | at most 100 | {verdict} |",
            delay.largest
        );
    }
    for (name, score) in scores.as_object().into_iter().flatten() {
        let value = score["score"].as_u64().unwrap_or(0);
        let wanted = if name.ends_with("performance") {
            95
        } else {
            100
        };
        let verdict = if value >= wanted {
            "kept"
        } else {
            "**missed**"
        };
        let short: Vec<_> = score["short"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let note = if value >= wanted || short.is_empty() {
            String::new()
        } else {
            format!(": {}", short.join(", "))
        };
        let _ = writeln!(text, "| {name} | | {value} | {wanted} | {verdict}{note} |");
    }
    text.push_str("\n| measured | median | quartiles | unit |\n| --- | --- | --- | --- |\n");
    for (name, s) in &measured.0 {
        let unit =
            if name.starts_with("native") || (name.contains("K = ") && !name.contains(" in ms")) {
                "ns a sample"
            } else {
                "ms"
            };
        let _ = writeln!(
            text,
            "| {name} | {:.3} | {:.3} to {:.3} | {unit} |",
            s.median, s.low, s.high
        );
    }
    text
}

/// What bounds the core: the instructions that a sample takes.
pub fn instructions(counted: &[(String, f64)]) -> String {
    if counted.is_empty() {
        return "\nInstructions were not counted: valgrind is not installed.\n".to_owned();
    }
    let mut text =
        String::from("\n| natively at 128 bits | instructions a sample |\n| --- | --- |\n");
    for (name, count) in counted {
        let _ = writeln!(text, "| {name} | {count:.0} |");
    }
    text
}

/// When and on what kind of machine.
pub fn machine(date: &str, browser: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{date}, {} {}, {cores} cores, {browser}.",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// The text with what stands between the marks replaced.
pub fn replaced(text: &str, by: &str) -> Outcome<String> {
    let (Some(begin), Some(end)) = (text.find(BEGIN), text.find(END)) else {
        return Err(Failure::new(
            "doc/evidence.md has no place for the table",
            format!("put {BEGIN} and {END} where it goes"),
        ));
    };
    Ok(format!(
        "{}\n\n{}\n{}",
        &text[..begin + BEGIN.len()],
        by.trim_end(),
        &text[end..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_interpolated() {
        let s = Summary::of(&[4.0, 1.0, 3.0, 2.0, f64::NAN]).unwrap();
        assert_eq!((s.low, s.median, s.high, s.largest), (1.75, 2.5, 3.25, 4.0));
        assert_eq!(Summary::of(&[f64::NAN]), None);
    }

    #[test]
    fn a_missed_floor_is_said() {
        let row = |name: &str, v: f64| (name.to_owned(), vec![v]);
        let browser = [
            row("Math.pow, density", 30.0),
            row("core, density", 1.0),
            row("plain loop, soft, K = 3", 90.0),
            row("core, soft, K = 3", 9.0),
        ];
        let table = table(&Measured::new(&[], &browser).unwrap(), &Value::Null);
        assert!(table.contains("| 30.00 | 40 | **missed** |"), "{table}");
        assert!(
            table.contains("| 3 | 10.00 | 9, aim 12 | above the floor |"),
            "{table}"
        );
    }

    #[test]
    fn the_table_goes_between_its_marks() {
        let text = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(
            replaced(&text, "new").unwrap(),
            format!("a\n{BEGIN}\n\nnew\n{END}\nb\n")
        );
        assert!(replaced("nothing", "new").is_err());
    }
}
