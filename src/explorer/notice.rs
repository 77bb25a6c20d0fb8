//! What was wrong with an input, and what was used instead.

use core::fmt;

/// The kinds of wrong input. The words for a reader are chosen by [`Code::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Not a number, where one is wanted.
    NotANumber,
    /// A number that is no whole one.
    NotAnInteger,
    /// Below the smallest valid value.
    BelowRange,
    /// Above the largest valid value.
    AboveRange,
    /// Valid, but written otherwise than meant (-0).
    Normalised,
    /// A key that the table lacks.
    UnknownKey,
    /// A key given more than once; the first counts.
    RepeatedKey,
    /// More than 10 categories.
    TooManyCategories,
    /// Fewer than 2 categories.
    TooFewCategories,
    /// Every logit is -inf.
    NoFiniteLogit,
    /// Longer than is read.
    TooLong,
    /// A percent-encoding that is no UTF-8.
    BadEscape,
    /// tau = 0 is not a temperature; the limit is written `argmax`.
    ZeroTemperature,
    /// A version of the address that this build does not know.
    UnknownVersion,
    /// A list of categories that is not one of distinct categories.
    BadCategories,
    /// None of the words that the key takes.
    UnknownChoice,
    /// A function of two categories, where there are others.
    NeedsTwoCategories,
    /// A text that cannot be read as what the key wants.
    Unreadable,
}

impl Code {
    /// The name under which the interface holds the words.
    pub fn name(self) -> &'static str {
        match self {
            Code::NotANumber => "not_a_number",
            Code::NotAnInteger => "not_an_integer",
            Code::BelowRange => "below_range",
            Code::AboveRange => "above_range",
            Code::Normalised => "normalised",
            Code::UnknownKey => "unknown_key",
            Code::RepeatedKey => "repeated_key",
            Code::TooManyCategories => "too_many_categories",
            Code::TooFewCategories => "too_few_categories",
            Code::NoFiniteLogit => "no_finite_logit",
            Code::TooLong => "too_long",
            Code::BadEscape => "bad_escape",
            Code::ZeroTemperature => "zero_temperature",
            Code::UnknownVersion => "unknown_version",
            Code::BadCategories => "bad_categories",
            Code::UnknownChoice => "unknown_choice",
            Code::NeedsTwoCategories => "needs_two_categories",
            Code::Unreadable => "unreadable",
        }
    }
}

/// One wrong input: its key, what was given (shortened), and the value used instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The key in the address.
    pub key: String,
    /// What was wrong.
    pub code: Code,
    /// The text that was given, at most 40 characters of it.
    pub given: String,
    /// The canonical text of the value used.
    pub used: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Notice {
            key, given, used, ..
        } = self;
        let code = self.code.name().replace('_', " ");
        write!(f, "{key}: \"{given}\" ({code}); used: {used}")
    }
}

/// The notices of one reading; at most 12, so that a hostile address cannot flood the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices(Vec<Notice>);

impl Notices {
    const MOST: usize = 12;
    const LONGEST: usize = 40;

    /// Notes what was given under `key` and what was used.
    pub fn add(&mut self, key: &str, code: Code, given: &str, used: &str) {
        if self.0.len() < Self::MOST {
            let short = |text: &str| {
                let clean = text.chars().filter(|c| !c.is_control());
                let mut short: String = clean.clone().take(Self::LONGEST).collect();
                if clean.count() > Self::LONGEST {
                    short.push('…');
                }
                short
            };
            self.0.push(Notice {
                key: short(key),
                code,
                given: short(given),
                used: short(used),
            });
        }
    }

    /// All of them, oldest first.
    pub fn list(&self) -> &[Notice] {
        &self.0
    }

    /// Takes them away.
    pub fn take(&mut self) -> Vec<Notice> {
        core::mem::take(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_shortened_and_what_is_taken_is_gone() {
        let mut notices = Notices::default();
        notices.add("tau", Code::NotANumber, &"x".repeat(40), "1");
        notices.add("tau", Code::NotANumber, &"\u{7}x".repeat(41), "1");
        let given = notices.take().into_iter().map(|n| n.given);
        let whole = "x".repeat(40);
        assert_eq!(Vec::from_iter(given), [whole.clone(), whole + "…"]);
        assert_eq!(notices.list(), []);
        assert_eq!(Code::NotANumber.name(), "not_a_number");
    }
}
