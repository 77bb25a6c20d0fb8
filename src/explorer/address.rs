//! The address: all parameters as text, `logits=2,1,0.1&tau=0.5&seed=7&n=10000`, both ways.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::notice::{Code, Notices};
use super::params::Params;
use super::parse::{Range, number, plain, read_number};
use super::table::{Kind, Parameter, TABLE, read_logit, read_name};
use crate::softmax;

/// The longest address that is read, in bytes.
pub const LONGEST: usize = 8192;

/// What a fragment may not hold as it is, besides what separates its parts.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'%')
    .add(b'&')
    .add(b'=')
    .add(b'#')
    .add(b'\'');

impl Params {
    /// The defaults, changed by what an address says.
    pub fn from_address(address: &str, notices: &mut Notices) -> Params {
        let mut params = Params::default();
        params.apply(address, notices);
        params
    }

    /// Changes what an address names and leaves the rest. Never fails: what is wrong gives the
    /// nearest valid value and a notice that names its key.
    pub fn apply(&mut self, address: &str, notices: &mut Notices) {
        let address = address.trim_start_matches(['#', '?']);
        let pairs = pairs(shortened(address, notices), notices);
        for row in &TABLE {
            let mut texts = pairs
                .iter()
                .filter(|(key, _)| *key == row.key)
                .map(|(_, text)| text);
            if let Some(text) = texts.next() {
                (row.read)(self, text, notices);
                if let Some(again) = texts.next() {
                    notices.add(row.key, Code::RepeatedKey, again, text);
                }
            }
        }
        self.mend_given();
    }

    /// The canonical address: reading it gives these parameters.
    pub fn address(&self) -> String {
        let mut parts = Vec::new();
        for row in &TABLE {
            let Some(write) = row.write else { continue };
            let text = write(self);
            if row.always || text != row.default_text() {
                parts.push(format!(
                    "{}={}",
                    row.key,
                    utf8_percent_encode(&text, ESCAPED)
                ));
            }
        }
        parts.join("&")
    }

    /// Changes one parameter from the text of a control: a key of the table, or `k` (the number of
    /// categories), `logit:i`, `prob:i`, `name:i` (i from 1). Returns whether anything changed.
    pub fn set(&mut self, key: &str, text: &str, notices: &mut Notices) -> bool {
        let before = self.clone();
        if let Some(row) = Parameter::of(key) {
            // A field left empty or filled with rubbish keeps its list as it was.
            if row.kind == Kind::List && plain(text).is_empty() {
                let kept = row.write.map(|write| write(self)).unwrap_or_default();
                notices.add(key, Code::NotANumber, text, &kept);
            } else {
                (row.read)(self, text, notices);
            }
        } else if let Some((part, i)) = key.split_once(':') {
            match i.parse::<usize>() {
                Ok(i) if (1..=self.categories()).contains(&i) => {
                    self.set_part(key, part, i - 1, text, notices);
                }
                _ => notices.add(key, Code::UnknownKey, text, ""),
            }
        } else if key == "k" {
            self.set_k(text, notices);
        } else {
            notices.add(key, Code::UnknownKey, text, "");
        }
        self.mend_given();
        *self != before
    }

    /// The canonical text of one parameter, under the keys that [`Params::set`] takes.
    pub fn get(&self, key: &str) -> Option<String> {
        if let Some(row) = Parameter::of(key) {
            return row.write.map(|write| write(self));
        }
        if key == "k" {
            return Some(self.categories().to_string());
        }
        let (part, i) = key.split_once(':')?;
        let i = i
            .parse::<usize>()
            .ok()?
            .checked_sub(1)
            .filter(|&i| i < self.categories())?;
        match part {
            "logit" => Some(number(self.logits[i])),
            "prob" => Some(number(
                libm::round(softmax::softmax(&self.logits)[i] * 1e5) / 1e5,
            )),
            "name" => Some(self.names[i].clone()),
            _ => None,
        }
    }

    fn set_k(&mut self, text: &str, notices: &mut Notices) {
        use super::params::{MAX_CATEGORIES as MAX, MIN_CATEGORIES as MIN};
        let any = Range::whole(f64::MIN, f64::MAX);
        let k = read_number("k", text, any, self.categories() as f64, notices);
        let code = if k > MAX as f64 {
            Code::TooManyCategories
        } else {
            Code::TooFewCategories
        };
        let used = k.clamp(MIN as f64, MAX as f64);
        if used != k {
            notices.add("k", code, text, &number(used));
        }
        self.set_categories(used as usize);
    }

    fn set_part(&mut self, key: &str, part: &str, i: usize, text: &str, notices: &mut Notices) {
        match part {
            "logit" => {
                let before = self.logits[i];
                self.logits[i] = read_logit(key, text, before, notices);
                if !self.logits.iter().any(|l| l.is_finite()) {
                    self.logits[i] = if before.is_finite() { before } else { 0.0 };
                    notices.add(key, Code::NoFiniteLogit, text, &number(self.logits[i]));
                }
            }
            "prob" => {
                let before = softmax::softmax(&self.logits)[i];
                let p = read_number(key, text, Range::linear(0.0, 1.0), before, notices);
                self.set_prob(i, p);
            }
            "name" => self.names[i] = read_name(i, text, notices),
            _ => notices.add(key, Code::UnknownKey, text, ""),
        }
    }
}

/// At most [`LONGEST`] bytes, cut after a whole pair.
fn shortened<'a>(address: &'a str, notices: &mut Notices) -> &'a str {
    if address.len() <= LONGEST {
        return address;
    }
    notices.add("address", Code::TooLong, address, &format!("{LONGEST} B"));
    let end = (0..=LONGEST)
        .rev()
        .find(|&i| address.is_char_boundary(i))
        .unwrap_or(0);
    let cut = &address[..end];
    &cut[..cut.rfind('&').unwrap_or(0)]
}

/// The pairs of known keys, decoded.
fn pairs<'a>(address: &'a str, notices: &mut Notices) -> Vec<(&'a str, String)> {
    let mut pairs = Vec::new();
    for part in address.split('&').filter(|part| !part.is_empty()) {
        let (key, text) = part.split_once('=').unwrap_or((part, ""));
        let decoded = percent_decode_str(text);
        let text = decoded.clone().decode_utf8_lossy().into_owned();
        match Parameter::of(key) {
            None => notices.add(key, Code::UnknownKey, &text, ""),
            Some(row) => {
                if decoded.decode_utf8().is_err() {
                    notices.add(row.key, Code::BadEscape, &text, "");
                }
                pairs.push((row.key, text));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::params::Temperature;
    use crate::gradient::{Estimator, Objective};
    use proptest::prelude::*;

    fn read(address: &str) -> (Params, Vec<(String, Code)>) {
        let mut notices = Notices::default();
        let params = Params::from_address(address, &mut notices);
        let codes = notices
            .list()
            .iter()
            .map(|n| (n.key.clone(), n.code))
            .collect();
        (params, codes)
    }

    fn codes(address: &str) -> Vec<(String, Code)> {
        read(address).1
    }

    #[test]
    fn the_default_address_is_short_and_reads_back() {
        let address = Params::default().address();
        assert_eq!(address, "v=1&logits=2,1,0.1&tau=0.5&seed=1&n=2000");
        assert_eq!(read(&address), (Params::default(), vec![]));
        assert_eq!(read(&format!("#{address}")).0, Params::default());
    }

    #[test]
    fn every_key_comes_back() {
        let address = "v=1&logits=1,-inf,0.5,-2&tau=argmax&seed=7&n=10000&mu=1.5&beta=2\
                       &names=,caf%C3%A9,%3Cb%3E&triple=4,2,1&category=3&speed=5000\
                       &pin=2,1,0.1/0.5/400/9&lang=zh&theme=dark&present=simplex\
                       &u=0.25&block=1000&xi=-0.5&fill=0.4&given=3&parent=normal\
                       &objective=table&target=1,-2.5,1e80&estimators=loo,rebar&eta=0.5\
                       &schedule=exponential&floor=0.2&decay=0.001&every=50&optimizer=adam&rate=0.05&steps=500&replicates=7&at=0.25\
                       &chapter=proof";
        let (params, codes) = read(address);
        assert_eq!(codes, vec![]);
        assert_eq!(params.names, ["A", "café", "<b>", "D"]);
        assert_eq!(params.triple, [3, 1, 0]);
        assert_eq!(params.temperature, Temperature::Argmax);
        assert_eq!(params.target_of(), [1.0, -2.5, 1e80, 1.0]);
        assert_eq!(params.estimators, ["loo", "rebar"]);
        assert_eq!(params.every, 50);
        let again = read(&params.address());
        assert_eq!(again, (params, vec![]));
    }

    #[test]
    fn bad_input_gives_the_nearest_value_and_names_its_key() {
        let key = |key: &str, code| vec![(key.to_owned(), code)];
        for (address, expected) in [
            ("tau=0", key("tau", Code::ZeroTemperature)),
            ("tau=-1", key("tau", Code::BelowRange)),
            ("tau=1e999", key("tau", Code::AboveRange)),
            ("tau=", key("tau", Code::NotANumber)),
            ("tau=NaN", key("tau", Code::NotANumber)),
            ("seed=4294967296", key("seed", Code::AboveRange)),
            ("n=1e18", key("n", Code::AboveRange)),
            ("bogus=1", key("bogus", Code::UnknownKey)),
            ("tau=1&tau=2", key("tau", Code::RepeatedKey)),
            ("logits=1", key("logits", Code::TooFewCategories)),
            (
                "logits=1,1,1,1,1,1,1,1,1,1,1",
                key("logits", Code::TooManyCategories),
            ),
            ("logits=-inf,-inf", key("logits", Code::NoFiniteLogit)),
            ("names=%ff%fe", key("names", Code::BadEscape)),
            ("v=2", key("v", Code::UnknownVersion)),
            ("triple=1,1,2", key("triple", Code::BadCategories)),
            ("category=9", key("category", Code::AboveRange)),
            ("lang=tlh", key("lang", Code::UnknownChoice)),
            ("chapter=preface", key("chapter", Code::UnknownChoice)),
            ("schedule=cosine", key("schedule", Code::UnknownChoice)),
            ("floor=0", key("floor", Code::BelowRange)),
            ("decay=2", key("decay", Code::AboveRange)),
            ("every=0", key("every", Code::BelowRange)),
            ("every=1.5", key("every", Code::NotAnInteger)),
            ("every=1e4", key("every", Code::AboveRange)),
            ("optimizer=lion", key("optimizer", Code::UnknownChoice)),
            ("rate=-1", key("rate", Code::BelowRange)),
            ("steps=0", key("steps", Code::BelowRange)),
            ("replicates=2.5", key("replicates", Code::NotAnInteger)),
            ("at=x", key("at", Code::NotANumber)),
            ("u=1", key("u", Code::AboveRange)),
            ("block=0.5", key("block", Code::BelowRange)),
            ("objective=cubic", key("objective", Code::UnknownChoice)),
            ("objective=toy", key("objective", Code::NeedsTwoCategories)),
            ("logits=1,0&objective=toy", vec![]),
            ("target=1,x", key("target", Code::NotANumber)),
            ("target=1e101", key("target", Code::AboveRange)),
            (
                "target=1,1,1,1,1,1,1,1,1,1,1",
                key("target", Code::TooManyCategories),
            ),
            ("target=", vec![]),
            (
                "estimators=gs,magic",
                key("estimators", Code::UnknownChoice),
            ),
            ("eta=3", key("eta", Code::AboveRange)),
            ("pin=zzz", key("pin", Code::Unreadable)),
        ] {
            assert_eq!(codes(address), expected, "{address}");
        }
        assert_eq!(read("tau=0").0.temperature, Temperature::Soft(0.01));
        assert_eq!(read("logits=１，−２").0.logits, [1.0, -2.0]);
        assert_eq!(read("logits=1").0.logits, [1.0, 0.0]);
        assert_eq!(read("tau=1&tau=2").0.temperature, Temperature::Soft(1.0));
        assert_eq!(read("probs=0.5,0.5,0").0.logits[2], f64::NEG_INFINITY);
        // Large weights stay in proportion; what is too small for a logit is said.
        assert_eq!(read("probs=60000,30000").0.logits, [10.0, 9.30685]);
        assert_eq!(codes("probs=60000,30000"), vec![]);
        assert_eq!(read("probs=1,0.00001").0.logits, [0.0, -10.0]);
        assert_eq!(codes("probs=1,0.00001"), key("probs", Code::BelowRange));
        assert_eq!(codes("probs=60000,0.0001"), key("probs", Code::BelowRange));
        assert_eq!(codes("probs=60000,0.00013"), vec![]);
        assert_eq!(
            read("estimators=GS，reinforce,magic").0.estimators,
            ["reinforce", "gs"]
        );
        assert_eq!(read("objective=toy").0.objective, "squared");
        assert_eq!(read("logits=1,0&objective=toy").0.target_of(), [0.45]);
        assert_eq!(read("target=1,x").0.target, [1.0, 0.0]);
    }

    /// Found by the fuzz targets.
    #[test]
    fn a_name_that_is_cut_after_a_space_reads_back() {
        let (params, _) = read("logits=0,0&names=0123456789a b");
        assert_eq!(params.names, ["0123456789a", "B"]);
        assert_eq!(read(&params.address()), (params, vec![]));
    }

    /// Likewise: what a setting of two categories shows for `triple` is nothing wrong.
    #[test]
    fn the_first_three_are_right_for_two() {
        assert_eq!(codes("logits=0,0&triple=1,2,3"), []);
        assert_eq!(codes("logits=0,0&triple=1,2,4").len(), 1);
    }

    #[test]
    fn a_huge_address_is_cut_and_said() {
        let long = format!("tau=2&{}", "x".repeat(900_000));
        let (params, codes) = read(&long);
        assert_eq!(params.temperature, Temperature::Soft(2.0));
        assert_eq!(codes, vec![("address".to_owned(), Code::TooLong)]);
        let many = "tau=2&".repeat(150_000);
        assert!(codes_len(&many) <= 12);
    }

    fn codes_len(address: &str) -> usize {
        codes(address).len()
    }

    #[test]
    fn controls_set_one_part() {
        let mut params = Params::default();
        let mut notices = Notices::default();
        assert!(params.set("logit:2", "-inf", &mut notices));
        assert!(params.set("k", "5", &mut notices));
        assert_eq!(params.logits, [2.0, f64::NEG_INFINITY, 0.1, 0.0, 0.0]);
        assert!(params.set("prob:1", "0.5", &mut notices));
        assert!((softmax::softmax(&params.logits)[0] - 0.5).abs() < 1e-5);
        assert!(params.set("name:1", "cat", &mut notices));
        assert!(!params.set("tau", "abc", &mut notices));
        assert!(!params.set("logits", "", &mut notices));
        assert!(!params.set("logit:77", "1", &mut notices));
        assert_eq!(notices.list().len(), 3);
        params.set("k", "11", &mut notices);
        assert_eq!(params.categories(), 10);
        assert_eq!(params.target_of()[7..], [0.2, 0.5, 0.3]);
        params.set("k", "1", &mut notices);
        assert_eq!(params.categories(), 2);
        assert_eq!(notices.list().len(), 5);
        // The toy goes with its two categories.
        assert!(params.set("objective", "toy", &mut notices));
        params.set("k", "3", &mut notices);
        assert_eq!((params.objective, notices.list().len()), ("squared", 5));
    }

    #[test]
    fn a_temperature_that_cannot_be_read_stays() {
        let (mut params, mut notices) = (Params::default(), Notices::default());
        for (text, then) in [
            ("0.3", Temperature::Soft(0.3)),
            ("warm", Temperature::Soft(0.3)),
            ("argmax", Temperature::Argmax),
            ("warm", Temperature::Argmax),
            ("200", Temperature::Soft(100.0)),
        ] {
            params.set("tau", text, &mut notices);
            assert_eq!(params.temperature, then, "{text}");
        }
    }

    #[test]
    fn a_name_has_no_commas_and_no_control_characters() {
        let (mut params, mut notices) = (Params::default(), Notices::default());
        for (text, name) in [(" a,\u{7}b ", "ab"), (",", "B"), ("a  b", "a  b")] {
            params.set("name:2", text, &mut notices);
            assert_eq!(params.names[1], name);
        }
    }

    #[test]
    fn every_word_names_its_objective_and_its_estimator() {
        let with = |address: &str| read(address).0;
        let target = vec![0.2, 0.5, 0.3];
        for (word, objective) in [
            (
                "linear",
                Objective::Linear {
                    rewards: target.clone(),
                },
            ),
            (
                "table",
                Objective::Table {
                    rewards: target.clone(),
                },
            ),
            ("squared", Objective::SquaredDistance { target }),
        ] {
            assert_eq!(
                with(&format!("objective={word}&target=0.2,0.5,0.3")).objective_of(),
                objective
            );
        }
        let toy = with("logits=1,0&objective=toy");
        assert_eq!(toy.objective_of(), Objective::Toy { target: 0.45 });
        let params = Params {
            eta: 0.7,
            ..Params::default()
        };
        for (word, estimator) in [
            ("reinforce", Estimator::ScoreFunction),
            ("baseline", Estimator::RunningMean { memory: 100 }),
            ("loo", Estimator::LeaveOneOut),
            ("gs", Estimator::GumbelSoftmax),
            ("stgs", Estimator::StraightThroughGumbelSoftmax),
            ("st", Estimator::StraightThrough),
            ("rebar", Estimator::Rebar { eta: 0.7 }),
        ] {
            assert_eq!(params.estimator_of(word), Some(estimator));
        }
        assert_eq!(params.estimator_of("magic"), None);
    }

    #[test]
    fn what_cannot_have_won_is_not_given() {
        let given = |address: &str| read(address).0.given;
        assert_eq!(given("logits=1,0,-inf&given=2"), 2);
        assert_eq!(given("logits=1,0,-inf&given=3"), 0);
        let (mut params, mut notices) = (read("given=3").0, Notices::default());
        params.set("k", "2", &mut notices);
        assert_eq!(params.given, 0);
    }

    #[test]
    fn the_step_that_is_looked_at_is_a_share_of_all() {
        let step = |address: &str| read(address).0.step_at();
        assert_eq!(
            ["at=0", "at=0.25", "at=1"].map(|at| step(&format!("steps=300&{at}"))),
            [0, 75, 300]
        );
    }

    #[test]
    fn every_part_reads_back() {
        let (params, _) = read("logits=1,-inf,0.5&names=a,b,c&tau=0.25");
        let get = |key: &str| params.get(key);
        let all = |part: &str| [1, 2, 3].map(|i| get(&format!("{part}:{i}")).unwrap());
        assert_eq!(all("logit"), ["1", "-inf", "0.5"]);
        // 1 / (1 + e^-0.5) to five digits.
        assert_eq!(all("prob"), ["0.62246", "0", "0.37754"]);
        assert_eq!(all("name"), ["a", "b", "c"]);
        let whole = ["k", "tau", "logits"].map(|key| get(key).unwrap());
        assert_eq!(whole, ["3", "0.25", "1,-inf,0.5"]);
        for key in ["logit:0", "logit:4", "logit:x", "weight:1", "weight"] {
            assert_eq!(get(key), None, "{key}");
        }
    }

    #[test]
    fn too_many_and_too_few_categories_are_said() {
        let said = |text: &str| {
            let (mut params, mut notices) = (Params::default(), Notices::default());
            params.set("k", text, &mut notices);
            notices.list().iter().map(|n| n.code).collect::<Vec<_>>()
        };
        assert_eq!(said("11"), [Code::TooManyCategories]);
        assert_eq!(said("1"), [Code::TooFewCategories]);
        assert_eq!((said("10"), said("2")), (vec![], vec![]));
        // A list that is emptied keeps what it had, and says so; a field of another kind does not.
        let (mut params, mut notices) = (Params::default(), Notices::default());
        params.set("target", "", &mut notices);
        params.set("chapter", "", &mut notices);
        assert_eq!(notices.list().len(), 1);
    }

    fn valid(params: &Params) -> bool {
        let k = params.categories();
        (2..=10).contains(&k)
            && params.logits.iter().any(|l| l.is_finite())
            && params
                .logits
                .iter()
                .all(|&l| (-10.0..=10.0).contains(&l) || l == f64::NEG_INFINITY)
            && params
                .temperature
                .tau()
                .is_none_or(|tau| (0.01..=100.0).contains(&tau))
            && params.n <= 1_000_000_000
            && params.names.len() == k
            && (k < 3 || params.triple.iter().all(|&i| i < k))
            && params.category < k
            && (0.1..=10.0).contains(&params.scale)
            && (-10.0..=10.0).contains(&params.location)
            && (1.0..=1e7).contains(&params.speed)
            && (params.objective != "toy" || k == 2)
            && params.target.iter().all(|t| t.abs() <= 1e100)
            && params.objective_of().check().is_ok()
            && (0.0..=2.0).contains(&params.eta)
    }

    fn address_like() -> impl Strategy<Value = String> {
        let key = prop::sample::select(TABLE.iter().map(|row| row.key).collect::<Vec<_>>());
        let text = prop_oneof![
            any::<String>(),
            any::<f64>().prop_map(|x| x.to_string()),
            "[-0-9.,einfNa%&/]{0,40}",
            prop::collection::vec(-12.0..12.0f64, 0..13).prop_map(|v| list_of(&v)),
        ];
        prop::collection::vec((key, text), 0..8).prop_map(|pairs| {
            let parts: Vec<_> = pairs
                .into_iter()
                .map(|(key, text)| format!("{key}={text}"))
                .collect();
            parts.join("&")
        })
    }

    fn list_of(values: &[f64]) -> String {
        values
            .iter()
            .map(f64::to_string)
            .collect::<Vec<_>>()
            .join(",")
    }

    proptest! {
        #[test]
        fn any_address_gives_valid_parameters_that_read_back(address in address_like()) {
            let (params, _) = read(&address);
            prop_assert!(valid(&params), "{params:?}");
            let again = read(&params.address());
            prop_assert_eq!(again, (params, vec![]));
        }

        #[test]
        fn any_text_of_any_control_leaves_valid_parameters(
            edits in prop::collection::vec((0usize..40, any::<String>(), -12.0..12.0f64), 0..12)
        ) {
            let keys = ["k", "logit:1", "logit:3", "prob:1", "prob:2", "name:2", "zzz", "prob:"];
            let mut params = Params::default();
            let mut notices = Notices::default();
            for (i, text, x) in edits {
                let key = TABLE.get(i).map_or_else(|| keys[i % keys.len()], |row| row.key);
                params.set(key, &text, &mut notices);
                params.set(key, &x.to_string(), &mut notices);
                prop_assert!(valid(&params), "{params:?}");
            }
        }
    }
}
