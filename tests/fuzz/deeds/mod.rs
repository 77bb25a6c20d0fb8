//! From bytes to what a reader may do, with what must hold of it: the one module that the fuzz targets (`fuzz/`) and the
//! property tests (`tests/fuzz/main.rs`) share.
//!
//! Any bytes are a deed: where they end, a [`Hand`] gives zeros.

mod drags;
mod steps;
mod text;

pub use drags::drags;
pub use steps::steps;
pub use text::parameter_text;

use gumbel_softmax::explorer::{
    ESTIMATORS, Kind, LOGIT, MAX_CATEGORIES, MIN_CATEGORIES, Notices, Params, SAMPLES, TABLE,
    TARGET, TEMPERATURE, Temperature,
};

/// Takes choices from bytes.
struct Hand<'a>(&'a [u8]);

impl Hand<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first
    }

    fn word(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// 0 to 1, both ends included.
    fn share(&mut self) -> f64 {
        f64::from(self.word()) / f64::from(u16::MAX)
    }

    /// K, mostly small: the quadratures of a law of ten take as long as all else together.
    fn categories(&mut self) -> usize {
        self.of(&[2, 3, 2, 3, 4, 2, 3, MAX_CATEGORIES])
    }

    /// That many logits, at least one finite; the ends are as likely as any value between.
    fn logits(&mut self) -> Vec<f64> {
        let k = self.categories();
        let mut logits: Vec<f64> = (0..k).map(|_| self.logit()).collect();
        if !logits.iter().any(|l| l.is_finite()) {
            logits[0] = 0.0;
        }
        logits
    }

    fn logit(&mut self) -> f64 {
        match self.byte() {
            255 => f64::NEG_INFINITY,
            254 => LOGIT.max,
            253 => LOGIT.min,
            b => LOGIT.nearest((f64::from(b) - 126.0) * 0.08),
        }
    }

    fn temperature(&mut self) -> Temperature {
        match self.byte() {
            255 => Temperature::Argmax,
            b => Temperature::Soft(TEMPERATURE.nearest(0.01 * (f64::from(b) / 27.5).exp())),
        }
    }
}

/// Every parameter lies in its range.
fn check(params: &Params) {
    let k = params.categories();
    assert!((MIN_CATEGORIES..=MAX_CATEGORIES).contains(&k));
    assert!(params.logits.iter().any(|l| l.is_finite()), "{params:?}");
    assert_eq!(params.names.len(), k);
    for name in &params.names {
        assert!((1..=12).contains(&name.chars().count()), "{name:?}");
        assert!(!name.chars().any(|c| c.is_control() || c == ','));
    }
    assert!(params.category < k && params.given <= k);
    if let Some(winner) = params.given.checked_sub(1) {
        assert!(params.logits[winner].is_finite(), "{params:?}");
    }
    let [a, b, c] = params.triple;
    assert!(a != b && b != c && a != c && (k < 3 || a.max(b).max(c) < k));
    assert!(params.objective != "toy" || k == 2);
    assert!(params.n as f64 <= SAMPLES.max);
    assert!(params.target.len() <= MAX_CATEGORIES);
    assert!(
        params
            .estimators
            .iter()
            .all(|word| ESTIMATORS.contains(word))
    );
    let logits = |logits: &[f64]| {
        let inside = |l: &f64| (LOGIT.min..=LOGIT.max).contains(l) || *l == f64::NEG_INFINITY;
        logits.iter().all(inside)
    };
    assert!(logits(&params.logits), "{params:?}");
    assert!(
        params
            .target
            .iter()
            .all(|t| (TARGET.min..=TARGET.max).contains(t))
    );
    if let Some(pin) = &params.pin {
        assert!(
            logits(&pin.logits) && pin.n as f64 <= SAMPLES.max,
            "{pin:?}"
        );
        assert!(pin.logits.iter().any(|l| l.is_finite()), "{pin:?}");
        let tau = pin.temperature.tau().unwrap_or(1.0);
        assert!((TEMPERATURE.min..=TEMPERATURE.max).contains(&tau));
    }
    for row in &TABLE {
        let Some(text) = params.get(row.key) else {
            continue;
        };
        let inside = match (row.kind, row.range) {
            (Kind::Choice(words), _) => words.contains(&text.as_str()),
            (Kind::Temperature, _) if text == "argmax" => true,
            (Kind::Number | Kind::Integer | Kind::Temperature, Some(range)) => {
                let number: f64 = text.parse().expect(row.key);
                (range.min..=range.max).contains(&number) && number == range.nearest(number)
            }
            // Those above.
            _ => true,
        };
        assert!(inside, "{}={text}", row.key);
    }
}

/// The address of valid parameters reads back as they are, with nothing to say of it.
fn reads_back(params: &Params) {
    let address = params.address();
    let mut notices = Notices::default();
    let again = Params::from_address(&address, &mut notices);
    assert_eq!(&again, params, "{address}");
    assert_eq!(notices.list(), [], "{address}");
    assert_eq!(again.address(), address);
}
