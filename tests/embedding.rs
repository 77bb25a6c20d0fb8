//! The parts of the front end and its guide that follow from the parameter table: compared with it, or with
//! UPDATE_GOLDEN=1 (`cargo xtask test --update`) written anew.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use gumbel_softmax::explorer::{Kind, Parameter, TABLE, number};

/// What a parameter does, for those who write the tag. A new one has to be described here.
fn meaning(key: &str) -> &'static str {
    match key {
        "v" => "the version of the link that the attributes were copied from",
        "probs" => {
            "probabilities or any weights in proportion to them, instead of `logits`; both given, `logits` counts"
        }
        "logits" => "2 to 10 numbers between commas, or `-inf` for a category that never wins",
        "tau" => "the temperature τ, or `argmax` for its limit 0",
        "seed" => "the noise: the same seed gives the same samples everywhere",
        "n" => "how many samples are drawn when it opens",
        "mu" => "the location μ by which the noise view relabels its axis",
        "beta" => "the scale β, likewise",
        "names" => "names of the categories between commas, each at most 12 characters",
        "triple" => "which three of more categories the simplex shows",
        "category" => "whose marginal the histograms show",
        "speed" => "samples a second while it plays",
        "pin" => "a setting to compare with: logits, τ, n and seed between slashes",
        "lang" => "the language; else that of the nearest `lang` around the element",
        "theme" => "the colours; else those of the page, by its `color-scheme`",
        "present" => "the view that `permalink()` opens before a room",
        "u" => "the uniform that the reader holds where a chapter maps one",
        "block" => "of how many draws a chapter takes the largest",
        "xi" => "the shape ξ of the generalised extreme value law",
        "fill" => "how far the area of the proof is filled",
        "given" => "the category that is given to have won, 0 for none",
        "parent" => "the law whose largest of `block` draws is compared with Gumbel",
        "objective" => {
            "the kind of function whose gradient is estimated; `toy` for two categories alone"
        }
        "target" => {
            "the numbers of that function between commas, over and over; empty for its own: t, c or rewards"
        }
        "estimators" => {
            "which estimators are shown, between commas: `reinforce`, `baseline`, `loo`, `gs`, `stgs`, `st`, `rebar`"
        }
        "eta" => "the weight η of REBAR's control variate",
        "schedule" => "how the temperature goes with the step of a descent, from τ on",
        "floor" => "the temperature below which that schedule does not go",
        "decay" => "the rate r of the exponential schedule, per step",
        "every" => "after so many steps that schedule changes the temperature",
        "optimizer" => "the rule of a step: gradient descent or Adam",
        "rate" => "the step size of a descent",
        "steps" => "how many steps T a descent has",
        "replicates" => "how many times the descent is run, each on noise of its own",
        "at" => "the step of the descent that is looked at, as a share of T",
        "chapter" => "the chapter of the story",
        other => panic!("{other} is new in the table: say here what it means"),
    }
}

fn values(row: &Parameter) -> String {
    let range = row
        .range
        .map(|range| format!("{} to {}", number(range.min), number(range.max)));
    match (row.kind, range) {
        (Kind::Choice(words), _) => words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", "),
        (kind, Some(range)) => format!("{}, {range}", kind.name()),
        (kind, None) => kind.name().to_owned(),
    }
}

fn table() -> String {
    let mut text = String::from(
        "| attribute | values | default | what it does |\n| --- | --- | --- | --- |\n",
    );
    for row in &TABLE {
        let default = row.default_text();
        let default = if default.is_empty() {
            String::new()
        } else {
            format!("`{default}`")
        };
        let (key, values, meaning) = (row.key, values(row), meaning(row.key));
        writeln!(text, "| `{key}` | {values} | {default} | {meaning} |").unwrap();
    }
    text
}

/// The part of a file between two marks is this.
fn holds(path: &str, (from, to): (&str, &str), wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    let start = text.find(from).expect(from) + from.len();
    let end = start + text[start..].find(to).expect(to);
    if text[start..end] == *wanted {
        return;
    }
    let update = env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1");
    assert!(
        update,
        "{path} does not follow the parameter table: run `cargo xtask test --only native --update`"
    );
    let new = format!("{}{wanted}{}", &text[..start], &text[end..]);
    fs::write(&file, new).unwrap();
}

#[test]
fn the_guide_has_every_attribute() {
    let marks = ("<!-- parameters -->\n\n", "\n<!-- /parameters -->");
    holds("doc/embedding.md", marks, &table());
}

#[test]
fn the_element_has_every_attribute() {
    let keys: String = TABLE
        .iter()
        .map(|row| format!("  '{}',\n", row.key))
        .collect();
    holds(
        "www/parameters.ts",
        ("  // <parameters>\n", "  // </parameters>"),
        &keys,
    );
}

#[test]
fn the_types_have_every_property() {
    // `lang` is a property of every element.
    let keys: String = TABLE
        .iter()
        .filter(|row| row.key != "lang")
        .map(|row| {
            let (key, meaning) = (row.key, meaning(row.key));
            format!(
                "  /** {}: {meaning}. */\n  get {key}(): string;\n  set {key}(value: Given);\n",
                values(row).replace('`', "'")
            )
        })
        .collect();
    holds(
        "www/gumbel-softmax.d.ts",
        ("  // <parameters>\n", "  // </parameters>"),
        &keys,
    );
}
