//! The one table of parameters: how each is read from untrusted text, and how it is written.

use super::notice::{Code, Notices};
use super::params::{
    BLOCK, CATEGORY_LETTERS, CHAPTERS, DECAY, ESTIMATORS, ETA, EVERY, FLOOR, LANGUAGES, LOCATION,
    LOGIT, LONGEST_NAME, MAX_CATEGORIES, MIN_CATEGORIES, OBJECTIVES, OPTIMIZERS, PARENTS,
    PRESENTED, Params, Pin, RATE, REPLICATES, SAMPLES, SCALE, SCHEDULES, SEED, SHAPE, SHARE, SPEED,
    STEPS, TARGET, TEMPERATURE, THEMES, Temperature, UNIFORM, nearest_logit,
};
use super::parse::{Range, number, plain, read_number};

/// The kinds of parameter, for whoever makes a control of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// Numbers between commas.
    List,
    /// A number, or the word `argmax`.
    Temperature,
    /// Text.
    Text,
    /// One of a few words.
    Choice(&'static [&'static str]),
}

impl Kind {
    /// Its name in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Integer => "integer",
            Kind::List => "list",
            Kind::Temperature => "temperature",
            Kind::Text => "text",
            Kind::Choice(_) => "choice",
        }
    }
}

/// A row of the table: all that is known of one parameter.
pub struct Parameter {
    /// Its key in the address, and the name of its attribute.
    pub key: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// The range of its numbers, where it has any.
    pub range: Option<Range>,
    /// Reads it from text; what is wrong becomes the nearest valid value and a notice.
    pub read: fn(&mut Params, &str, &mut Notices),
    /// Its canonical text; None for a key that is only read.
    pub write: Option<fn(&Params) -> String>,
    /// Whether the address always carries it; others only where they are not the default.
    pub always: bool,
}

impl Parameter {
    /// The row of a key.
    pub fn of(key: &str) -> Option<&'static Parameter> {
        TABLE.iter().find(|row| row.key == key)
    }

    /// The canonical text of the default.
    pub fn default_text(&self) -> String {
        self.write
            .map(|write| write(&Params::default()))
            .unwrap_or_default()
    }
}

/// A number that stands in a field of its own.
macro_rules! number_row {
    ($key:literal, $range:expr, $field:ident) => {
        Parameter {
            key: $key,
            kind: Kind::Number,
            range: Some($range),
            read: |params, text, notices| {
                params.$field = read_number($key, text, $range, params.$field, notices);
            },
            write: Some(|params| number(params.$field)),
            always: false,
        }
    };
}

/// A whole number, likewise.
macro_rules! whole_row {
    ($key:literal, $range:expr, $field:ident) => {
        Parameter {
            key: $key,
            kind: Kind::Integer,
            range: Some($range),
            read: |params, text, notices| {
                let old = f64::from(params.$field);
                params.$field = read_number($key, text, $range, old, notices) as u32;
            },
            write: Some(|params| params.$field.to_string()),
            always: false,
        }
    };
}

/// One of a few words; what is none of them leaves the word that was.
macro_rules! choice_row {
    ($key:literal, $choices:expr, $field:ident) => {
        Parameter {
            key: $key,
            kind: Kind::Choice(&$choices),
            range: None,
            read: |params, text, notices| {
                params.$field = read_choice($key, text, &$choices, params.$field, notices);
            },
            write: Some(|params| params.$field.to_owned()),
            always: false,
        }
    };
}

/// The one table. Its order is the order of reading (those that others depend on first) and of an
/// address.
pub static TABLE: [Parameter; 36] = [
    Parameter {
        key: "v",
        kind: Kind::Integer,
        range: Some(Range::whole(1.0, 1.0)),
        read: |_, text, notices| {
            if plain(text) != "1" {
                notices.add("v", Code::UnknownVersion, text, "1");
            }
        },
        write: Some(|_| "1".to_owned()),
        always: true,
    },
    Parameter {
        key: "probs",
        kind: Kind::List,
        range: Some(Range::linear(0.0, 1.0)),
        read: read_probs,
        write: None,
        always: false,
    },
    Parameter {
        key: "logits",
        kind: Kind::List,
        range: Some(LOGIT),
        read: read_logits,
        write: Some(|params| list(&params.logits)),
        always: true,
    },
    Parameter {
        key: "tau",
        kind: Kind::Temperature,
        range: Some(TEMPERATURE),
        read: |params, text, notices| {
            params.temperature = read_temperature("tau", text, params.temperature, notices);
        },
        write: Some(|params| write_temperature(params.temperature)),
        always: true,
    },
    Parameter {
        key: "seed",
        kind: Kind::Integer,
        range: Some(SEED),
        read: |params, text, notices| {
            let seed = read_number("seed", text, SEED, f64::from(params.seed), notices);
            params.seed = seed as u32;
        },
        write: Some(|params| params.seed.to_string()),
        always: true,
    },
    Parameter {
        key: "n",
        kind: Kind::Integer,
        range: Some(SAMPLES),
        read: |params, text, notices| {
            params.n = read_number("n", text, SAMPLES, params.n as f64, notices) as u64;
        },
        write: Some(|params| params.n.min(SAMPLES.max as u64).to_string()),
        always: true,
    },
    number_row!("mu", LOCATION, location),
    number_row!("beta", SCALE, scale),
    Parameter {
        key: "names",
        kind: Kind::Text,
        range: None,
        read: read_names,
        write: Some(write_names),
        always: false,
    },
    Parameter {
        key: "triple",
        kind: Kind::List,
        range: Some(Range::whole(1.0, MAX_CATEGORIES as f64)),
        read: read_triple,
        write: Some(|params| list(&params.triple.map(|i| (i + 1) as f64))),
        always: false,
    },
    Parameter {
        key: "category",
        kind: Kind::Integer,
        range: Some(Range::whole(1.0, MAX_CATEGORIES as f64)),
        read: |params, text, notices| {
            let range = Range::whole(1.0, params.categories() as f64);
            let fallback = (params.category + 1) as f64;
            params.category = read_number("category", text, range, fallback, notices) as usize - 1;
        },
        write: Some(|params| (params.category + 1).to_string()),
        always: false,
    },
    number_row!("speed", SPEED, speed),
    Parameter {
        key: "pin",
        kind: Kind::Text,
        range: None,
        read: read_pin,
        write: Some(write_pin),
        always: false,
    },
    choice_row!("lang", LANGUAGES, lang),
    choice_row!("theme", THEMES, theme),
    choice_row!("present", PRESENTED, present),
    number_row!("u", UNIFORM, u),
    whole_row!("block", BLOCK, block),
    number_row!("xi", SHAPE, xi),
    number_row!("fill", SHARE, fill),
    Parameter {
        key: "given",
        kind: Kind::Integer,
        range: Some(Range::whole(0.0, MAX_CATEGORIES as f64)),
        read: |params, text, notices| {
            let range = Range::whole(0.0, params.categories() as f64);
            let given = read_number("given", text, range, params.given as f64, notices) as usize;
            params.given = given;
            params.mend_given();
        },
        write: Some(|params| params.given.to_string()),
        always: false,
    },
    choice_row!("parent", PARENTS, parent),
    Parameter {
        key: "objective",
        kind: Kind::Choice(&OBJECTIVES),
        range: None,
        read: |params, text, notices| {
            let found = read_choice("objective", text, &OBJECTIVES, params.objective, notices);
            let fits = found != "toy" || params.categories() == 2;
            params.objective = if fits { found } else { OBJECTIVES[0] };
            if !fits {
                notices.add(
                    "objective",
                    Code::NeedsTwoCategories,
                    text,
                    params.objective,
                );
            }
        },
        write: Some(|params| params.objective.to_owned()),
        always: false,
    },
    Parameter {
        key: "target",
        kind: Kind::Text,
        range: Some(TARGET),
        read: read_target,
        write: Some(|params| list(&params.target)),
        always: false,
    },
    Parameter {
        key: "estimators",
        kind: Kind::Text,
        range: None,
        read: read_estimators,
        write: Some(|params| params.estimators.join(",")),
        always: false,
    },
    number_row!("eta", ETA, eta),
    choice_row!("schedule", SCHEDULES, schedule),
    number_row!("floor", FLOOR, floor),
    number_row!("decay", DECAY, decay),
    whole_row!("every", EVERY, every),
    choice_row!("optimizer", OPTIMIZERS, optimizer),
    number_row!("rate", RATE, rate),
    whole_row!("steps", STEPS, steps),
    whole_row!("replicates", REPLICATES, replicates),
    number_row!("at", SHARE, at),
    Parameter {
        key: "chapter",
        kind: Kind::Choice(&CHAPTERS),
        range: None,
        read: |params, text, notices| {
            // An unknown chapter opens the first.
            params.chapter = read_choice("chapter", text, &CHAPTERS, CHAPTERS[1], notices);
        },
        write: Some(|params| params.chapter.to_owned()),
        always: false,
    },
];

fn read_choice(
    key: &str,
    text: &str,
    choices: &[&'static str],
    fallback: &'static str,
    notices: &mut Notices,
) -> &'static str {
    let given = plain(text);
    let found = choices
        .iter()
        .find(|choice| choice.eq_ignore_ascii_case(&given));
    found.copied().unwrap_or_else(|| {
        notices.add(key, Code::UnknownChoice, text, fallback);
        fallback
    })
}

fn list(values: &[f64]) -> String {
    values
        .iter()
        .map(|&x| number(x))
        .collect::<Vec<_>>()
        .join(",")
}

/// A logit: a number, or the words `-inf` for a category that never wins.
pub(super) fn read_logit(key: &str, text: &str, fallback: f64, notices: &mut Notices) -> f64 {
    match plain(text).to_ascii_lowercase().as_str() {
        "-inf" | "-infinity" | "-∞" => f64::NEG_INFINITY,
        _ => read_number(key, text, LOGIT, fallback, notices),
    }
}

/// The parts of a list, at most 10 and at least 2 of them.
fn parts<'a>(key: &str, text: &'a str, notices: &mut Notices) -> Vec<&'a str> {
    let mut parts: Vec<&str> = text.split([',', '，', '、']).collect();
    if parts.len() > MAX_CATEGORIES {
        let used = MAX_CATEGORIES.to_string();
        notices.add(
            key,
            Code::TooManyCategories,
            &parts.len().to_string(),
            &used,
        );
        parts.truncate(MAX_CATEGORIES);
    }
    if parts.len() < MIN_CATEGORIES {
        let used = MIN_CATEGORIES.to_string();
        notices.add(key, Code::TooFewCategories, &parts.len().to_string(), &used);
    }
    parts
}

fn read_logits(params: &mut Params, text: &str, notices: &mut Notices) {
    read_logits_as("logits", params, text, notices);
}

fn read_logits_as(key: &str, params: &mut Params, text: &str, notices: &mut Notices) {
    let parts = parts(key, text, notices);
    params.set_categories(parts.len());
    let mut logits: Vec<f64> = parts
        .iter()
        .map(|part| read_logit(key, part, 0.0, notices))
        .collect();
    logits.resize(params.categories(), 0.0);
    if !logits.iter().any(|l| l.is_finite()) {
        notices.add(
            key,
            Code::NoFiniteLogit,
            text,
            &list(&vec![0.0; logits.len()]),
        );
        logits.fill(0.0);
    }
    params.logits = logits;
}

/// Probabilities, or any weights in proportion to them: l_k = ln p_k, less what the largest is above the largest logit.
fn read_probs(params: &mut Params, text: &str, notices: &mut Notices) {
    let parts = parts("probs", text, notices);
    params.set_categories(parts.len());
    let weight = Range::linear(0.0, 1e6);
    let mut weights: Vec<f64> = parts
        .iter()
        .map(|part| read_number("probs", part, weight, 0.0, notices))
        .collect();
    weights.resize(params.categories(), 0.0);
    let highest = weights.iter().copied().fold(0.0, f64::max);
    if highest > 0.0 {
        let above = (libm::log(highest) - LOGIT.max).max(0.0);
        let least = libm::exp(LOGIT.min + above);
        let logit = |(k, w): (usize, f64)| {
            if w <= 0.0 {
                return f64::NEG_INFINITY;
            }
            if w < least {
                notices.add("probs", Code::BelowRange, parts[k], &format!("{least:.1e}"));
            }
            nearest_logit(libm::log(w) - above)
        };
        params.logits = weights.into_iter().enumerate().map(logit).collect();
    } else {
        notices.add("probs", Code::NoFiniteLogit, text, "1/K");
        params.logits.fill(0.0);
    }
}

fn read_temperature(
    key: &str,
    text: &str,
    fallback: Temperature,
    notices: &mut Notices,
) -> Temperature {
    let given = plain(text);
    if given.eq_ignore_ascii_case("argmax") {
        return Temperature::Argmax;
    }
    if given.parse() == Ok(0.0) {
        notices.add(key, Code::ZeroTemperature, text, &number(TEMPERATURE.min));
        return Temperature::Soft(TEMPERATURE.min);
    }
    let old = fallback.tau().unwrap_or(TEMPERATURE.min);
    let before = notices.list().len();
    let tau = read_number(key, text, TEMPERATURE, old, notices);
    // What cannot be read at all leaves the limit as it was.
    let unread = notices.list()[before..]
        .iter()
        .any(|n| n.code == Code::NotANumber);
    if unread && fallback == Temperature::Argmax {
        fallback
    } else {
        Temperature::Soft(tau)
    }
}

fn write_temperature(temperature: Temperature) -> String {
    temperature
        .tau()
        .map_or_else(|| "argmax".to_owned(), number)
}

/// A name as it can be kept: no control characters, no commas, at most 12 characters.
pub(super) fn read_name(k: usize, text: &str, notices: &mut Notices) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control() && *c != ',')
        .collect();
    let name: String = clean.trim().chars().take(LONGEST_NAME).collect();
    // The cut may fall after a space, which the next reading would take away.
    let name = name.trim_end().to_owned();
    if clean.trim().chars().count() > LONGEST_NAME {
        notices.add("names", Code::TooLong, text, &name);
    }
    if name.is_empty() {
        CATEGORY_LETTERS[k].to_owned()
    } else {
        name
    }
}

fn read_names(params: &mut Params, text: &str, notices: &mut Notices) {
    let k = params.categories();
    let parts: Vec<&str> = text.split(',').collect();
    if parts.len() > k {
        notices.add(
            "names",
            Code::TooManyCategories,
            &parts.len().to_string(),
            &k.to_string(),
        );
    }
    params.names = (0..k)
        .map(|i| read_name(i, parts.get(i).copied().unwrap_or(""), notices))
        .collect();
}

/// Names, with empty ones for those that are as they come.
fn write_names(params: &Params) -> String {
    let names = params.names.iter().zip(CATEGORY_LETTERS);
    let own: Vec<&str> = names
        .map(|(name, letter)| if name == letter { "" } else { name })
        .collect();
    own.join(",").trim_end_matches(',').to_owned()
}

fn read_triple(params: &mut Params, text: &str, notices: &mut Notices) {
    let k = params.categories();
    let given: Vec<usize> = text
        .split(',')
        .filter_map(|part| plain(part).parse().ok())
        .collect();
    // The first three are what a setting of two has as well, and shows.
    let valid = given == [1, 2, 3] || given.iter().all(|i| (1..=k).contains(i));
    match given[..] {
        [a, b, c] if valid && a != b && b != c && a != c => params.triple = [a - 1, b - 1, c - 1],
        _ => {
            params.triple = [0, 1, 2];
            notices.add("triple", Code::BadCategories, text, "1,2,3");
        }
    }
}

/// Numbers between commas, at most 10; an empty text is the objective's own.
fn read_target(params: &mut Params, text: &str, notices: &mut Notices) {
    let mut parts: Vec<&str> = text.split([',', '，', '、']).collect();
    if plain(text).is_empty() {
        parts.clear();
    }
    if parts.len() > MAX_CATEGORIES {
        let used = MAX_CATEGORIES.to_string();
        let count = parts.len().to_string();
        notices.add("target", Code::TooManyCategories, &count, &used);
        parts.truncate(MAX_CATEGORIES);
    }
    let parts = parts.iter();
    params.target = parts
        .map(|part| read_number("target", part, TARGET, 0.0, notices))
        .collect();
}

/// Words between commas, in any order; what is no word of theirs is left out.
fn read_estimators(params: &mut Params, text: &str, notices: &mut Notices) {
    let given = plain(text).to_ascii_lowercase();
    let words: Vec<&str> = given.split([',', ' ']).filter(|w| !w.is_empty()).collect();
    let known = |word: &&&str| words.contains(*word);
    params.estimators = ESTIMATORS.iter().filter(known).copied().collect();
    for word in words.iter().filter(|word| !ESTIMATORS.contains(word)) {
        let used = params.estimators.join(",");
        notices.add("estimators", Code::UnknownChoice, word, &used);
    }
}

/// `logits/tau/n/seed`.
fn read_pin(params: &mut Params, text: &str, notices: &mut Notices) {
    if text.is_empty() {
        params.pin = None;
        return;
    }
    let parts: Vec<&str> = text.split('/').collect();
    let [logits, tau, n, seed] = parts[..] else {
        notices.add("pin", Code::Unreadable, text, "");
        return;
    };
    let mut held = Params::default();
    read_logits_as("pin", &mut held, logits, notices);
    params.pin = Some(Pin {
        logits: held.logits,
        temperature: read_temperature("pin", tau, held.temperature, notices),
        n: read_number("pin", n, SAMPLES, 0.0, notices) as u64,
        seed: read_number("pin", seed, SEED, 1.0, notices) as u32,
    });
}

fn write_pin(params: &Params) -> String {
    params.pin.as_ref().map_or_else(String::new, |pin| {
        let tau = write_temperature(pin.temperature);
        format!("{}/{tau}/{}/{}", list(&pin.logits), pin.n, pin.seed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page asks for them by these words.
    #[test]
    fn kinds_have_the_names_of_the_interface() {
        let kinds = [
            Kind::Number,
            Kind::Integer,
            Kind::List,
            Kind::Temperature,
            Kind::Text,
            Kind::Choice(&[]),
        ];
        let names = ["number", "integer", "list", "temperature", "text", "choice"];
        assert_eq!(kinds.map(Kind::name), names);
    }
}
