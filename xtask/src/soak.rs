//! `cargo xtask soak`: the soak of the browser tests, for as long as is asked, in each engine.

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::command::{self, Outcome, announce, at};
use crate::stage::Stage;
use crate::{browsers, evidence, site};

const HEAD: &str = "\
| engine | minutes | rounds | frames | draws | means | farthest, standard errors | their spread | pages of the core | heap, MB | elements | all processes, MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
";

/// What `soak` may be told.
#[derive(Args)]
pub struct Options {
    /// How long in each engine, at most
    #[arg(long, default_value_t = 30.0)]
    minutes: f64,
    /// Only this engine (may be repeated): chromium, firefox, webkit
    #[arg(long, value_name = "NAME", value_parser = engine, hide_possible_values = true)]
    engine: Vec<Stage>,
}

fn engine(name: &str) -> Result<Stage, String> {
    let known = [Stage::Chromium, Stage::Firefox, Stage::Webkit];
    let found = known.into_iter().find(|stage| stage.name() == name);
    found.ok_or_else(|| "one of chromium, firefox, webkit is wanted".to_owned())
}

/// Builds the page, soaks it in one engine after another and writes target/soak.md; true when it stood in all of them.
pub fn soak(root: &Path, options: &Options) -> Outcome<bool> {
    browsers::install(&browsers::PACKAGES)?;
    site::build_all(root)?;
    let engines = match &options.engine[..] {
        [] => &[Stage::Chromium, Stage::Firefox, Stage::Webkit],
        chosen => chosen,
    };
    let made = root.join("target").join("soak.row");
    let mut rows = String::new();
    let mut stood = true;
    for &stage in engines {
        announce(&format!("soak: {}", stage.name()));
        let _ = fs::remove_file(&made);
        let mut node = browsers::find(stage)?.node();
        node.current_dir(root)
            .env("SITE", site::directory(root))
            .env("SOAK_MINUTES", options.minutes.to_string())
            .env("SOAK_ROW", &made)
            .args(["--test", "--test-reporter=spec"])
            .arg("tests/browser/soak.test.mjs");
        stood &= command::tee(&mut node)?.0;
        rows += &fs::read_to_string(&made)
            .unwrap_or_else(|_| format!("| {} | **failed** |\n", stage.name()));
    }
    let _ = fs::remove_file(&made);
    let today = ["-p", "new Date().toISOString().slice(0, 10)"];
    let date = command::read(Command::new("node").args(today)).unwrap_or_default();
    let machine = evidence::machine(&date, "one engine after another");
    let report = root.join("target").join("soak.md");
    let text = format!("{machine}\n\n{HEAD}{rows}");
    fs::write(&report, &text).map_err(at(&report))?;
    println!("\n{text}\nWritten into target/soak.md.");
    Ok(stood)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_known_by_its_name() {
        assert_eq!(engine("webkit"), Ok(Stage::Webkit));
        assert!(engine("unit").is_err());
    }

    #[test]
    fn the_head_has_as_many_columns_as_the_rule_below_it() {
        let columns: Vec<_> = HEAD.lines().map(|line| line.matches('|').count()).collect();
        assert_eq!(columns, [13, 13]);
    }
}
