//! The stages of `cargo xtask test`: their names, their order and what each needs.

use std::time::Duration;

use clap::ValueEnum;

use crate::counts::Counts;

/// A stage, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Stage {
    /// cargo fmt --check
    Fmt,
    /// clippy on everything native, warnings denied
    Clippy,
    /// The native tests, those of xtask included
    Native,
    /// The examples in the documentation
    Doc,
    /// The wasm target, Node and the npm packages
    Tools,
    /// clippy on the library for wasm32, warnings denied
    ClippyWasm,
    /// The module: cargo, wasm-bindgen, wasm-opt
    Wasm,
    /// The types of the TypeScript
    Types,
    /// The unit tests of the TypeScript
    Unit,
    /// The page
    Site,
    /// What is published, every form of it
    Dist,
    /// The browser tests in Chromium
    Chromium,
    /// The browser tests in Firefox
    Firefox,
    /// The browser tests in WebKitGTK
    Webkit,
}

impl Stage {
    /// Its name, as `--only` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Native => "native",
            Self::Doc => "doc",
            Self::Tools => "tools",
            Self::ClippyWasm => "clippy-wasm",
            Self::Wasm => "wasm",
            Self::Types => "types",
            Self::Unit => "unit",
            Self::Site => "site",
            Self::Dist => "dist",
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The stages whose results it uses.
    pub fn needs(self) -> &'static [Self] {
        match self {
            Self::Fmt | Self::Clippy | Self::Native | Self::Doc | Self::Tools => &[],
            Self::ClippyWasm | Self::Wasm => &[Self::Tools],
            Self::Types | Self::Unit | Self::Site | Self::Dist => &[Self::Wasm],
            Self::Chromium | Self::Firefox | Self::Webkit => &[Self::Site, Self::Dist],
        }
    }
}

/// The stages to run: all, or the wanted ones with what they need.
pub fn plan(only: &[Stage]) -> Vec<Stage> {
    if only.is_empty() {
        return Stage::value_variants().to_vec();
    }
    let mut stages = only.to_vec();
    let mut index = 0;
    while let Some(stage) = stages.get(index) {
        stages.extend(stage.needs());
        index += 1;
    }
    stages.sort_unstable();
    stages.dedup();
    stages
}

/// What became of a stage.
pub struct Report {
    /// Which stage.
    pub stage: Stage,
    /// Its tests.
    pub counts: Counts,
    /// How long it took.
    pub time: Duration,
    /// Why it did not run, or what went wrong, with what to do.
    pub note: Option<String>,
}

/// One line a stage and last the sum over all.
pub fn summary(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        let Counts {
            passed,
            failed,
            skipped,
        } = report.counts;
        text += &format!(
            "{:<12}{passed:>6} passed{failed:>5} failed{skipped:>5} skipped{:>9.1} s",
            report.stage.name(),
            report.time.as_secs_f64(),
        );
        if let Some(note) = &report.note {
            text += "   ";
            text += note;
        }
        text.push('\n');
    }
    let Counts {
        passed,
        failed,
        skipped,
    } = reports.iter().map(|report| report.counts).sum();
    text + &format!("{passed} passed, {failed} failed, {skipped} skipped")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_command_line() {
        for stage in Stage::value_variants() {
            let value = stage.to_possible_value().unwrap();
            assert_eq!(value.get_name(), stage.name());
        }
    }

    #[test]
    fn every_stage_comes_after_what_it_needs() {
        for stage in Stage::value_variants() {
            assert!(
                stage.needs().iter().all(|needed| needed < stage),
                "{}",
                stage.name()
            );
        }
    }

    #[test]
    fn a_plan_holds_what_its_stages_need() {
        assert_eq!(plan(&[]).len(), Stage::value_variants().len());
        assert_eq!(plan(&[Stage::Fmt]), [Stage::Fmt]);
        assert_eq!(
            plan(&[Stage::Webkit, Stage::Types, Stage::Webkit]),
            [
                Stage::Tools,
                Stage::Wasm,
                Stage::Types,
                Stage::Site,
                Stage::Dist,
                Stage::Webkit
            ]
        );
    }

    #[test]
    fn the_summary_ends_with_the_sum() {
        let report = |stage, passed, failed, skipped, note: Option<&str>| Report {
            stage,
            counts: Counts {
                passed,
                failed,
                skipped,
            },
            time: Duration::from_millis(1250),
            note: note.map(str::to_owned),
        };
        let text = summary(&[
            report(Stage::Fmt, 1, 0, 0, None),
            report(Stage::Native, 120, 2, 0, None),
            report(Stage::Webkit, 0, 0, 1, Some("not installed")),
        ]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines[1],
            "native         120 passed    2 failed    0 skipped      1.2 s"
        );
        assert!(lines[2].ends_with("1.2 s   not installed"), "{}", lines[2]);
        assert_eq!(lines[3], "121 passed, 2 failed, 1 skipped");
    }
}
