//! How many tests passed, failed and were skipped, read from what the test runners print.

use std::iter::Sum;
use std::ops::Add;

/// The result of a stage, or of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
    /// Tests that did not run.
    pub skipped: u64,
}

impl Counts {
    /// One check that passed or failed, such as the format.
    pub fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
            skipped: 0,
        }
    }

    /// One stage that did not run.
    pub fn not_run() -> Self {
        Self {
            skipped: 1,
            ..Self::default()
        }
    }

    /// The sum over every `test result:` line of libtest. Tests left out by a filter are none of its business.
    pub fn from_libtest(text: &str) -> Self {
        text.lines()
            .filter_map(|line| line.trim_start().strip_prefix("test result: "))
            .map(|line| Self {
                passed: before(line, " passed"),
                failed: before(line, " failed"),
                skipped: before(line, " ignored"),
            })
            .sum()
    }

    /// The summary that `node --test` ends with, in its spec or its TAP form. A cancelled test failed.
    pub fn from_node(text: &str) -> Self {
        let last = |name: &str| {
            text.lines()
                .rev()
                .filter_map(|line| line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")))
                .find_map(|line| {
                    line.strip_prefix(name)?
                        .strip_prefix(' ')?
                        .trim()
                        .parse::<u64>()
                        .ok()
                })
                .unwrap_or(0)
        };
        Self {
            passed: last("pass"),
            failed: last("fail") + last("cancelled"),
            skipped: last("skipped") + last("todo"),
        }
    }

    /// The counts of a run, made to agree with its end: a run that broke off has failed, and so has one without a test.
    pub fn settled(self, success: bool) -> Self {
        let nothing = self.passed + self.failed + self.skipped == 0;
        if self.failed == 0 && (!success || nothing) {
            self + Self::one(false)
        } else {
            self
        }
    }

    /// Whether nothing failed and, where `complete` is asked for, nothing was skipped.
    pub fn are_good(self, complete: bool) -> bool {
        self.failed == 0 && (!complete || self.skipped == 0)
    }
}

/// The number that stands right before `word`.
fn before(line: &str, word: &str) -> u64 {
    line.find(word)
        .and_then(|end| line[..end].rsplit([' ', '.', ';']).next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn libtest_lines_are_summed() {
        let text = "running 3 tests\ntest a ... ok\n\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.01s\n\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(Counts::from_libtest(text), counts(15, 2, 1));
    }

    #[test]
    fn node_summaries_are_read_in_both_forms() {
        let spec = "✔ draws (3ms)\nℹ tests 9\nℹ suites 2\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\n";
        assert_eq!(Counts::from_node(spec), counts(5, 2, 2));
        assert_eq!(Counts::from_node(&spec.replace('ℹ', "#")), counts(5, 2, 2));
    }

    #[test]
    fn only_the_last_node_summary_counts() {
        let text = "# pass 100\n# passing through\nℹ pass 4\nℹ fail 0\nℹ skipped 0\n";
        assert_eq!(Counts::from_node(text), counts(4, 0, 0));
    }

    #[test]
    fn a_run_that_broke_off_has_failed() {
        assert_eq!(counts(7, 0, 0).settled(false), counts(7, 1, 0));
        assert_eq!(counts(7, 2, 0).settled(false), counts(7, 2, 0));
        assert_eq!(counts(7, 0, 0).settled(true), counts(7, 0, 0));
    }

    #[test]
    fn a_run_without_a_test_has_failed() {
        assert_eq!(Counts::from_libtest("").settled(true), counts(0, 1, 0));
        assert_eq!(
            Counts::from_node("no summary").settled(true),
            counts(0, 1, 0)
        );
    }

    #[test]
    fn skipped_is_good_only_where_completeness_is_not_asked_for() {
        assert!(counts(3, 0, 1).are_good(false));
        assert!(!counts(3, 0, 1).are_good(true));
        assert!(!counts(3, 1, 0).are_good(false));
    }
}
