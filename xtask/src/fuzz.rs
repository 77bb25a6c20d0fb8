//! `cargo xtask fuzz`: each fuzz target for some minutes, with cargo-fuzz under `target/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::command::{self, Outcome, at};

/// The targets of `fuzz/`.
const TARGETS: [&str; 3] = ["parameter_text", "drags", "steps"];

/// What `fuzz` may be told.
#[derive(Args)]
pub struct Options {
    /// How long for each target
    #[arg(long, default_value_t = 10.0)]
    minutes: f64,
    /// This target alone
    #[arg(long, value_parser = TARGETS)]
    target: Option<String>,
}

/// Runs them one after another; what an input breaks is a failure. No sanitizer, so that the stable toolchain will do: the
/// code has no `unsafe` for one to watch.
pub fn fuzz(root: &Path, options: &Options) -> Outcome<()> {
    let tools = root.join("target").join("tools");
    let program = tools.join("bin").join("cargo-fuzz");
    if command::read(Command::new(&program).args(["fuzz", "--version"])).is_none() {
        let mut install = command::cargo(root);
        install.args(["install", "cargo-fuzz", "--locked", "--root"]);
        command::run(
            "fuzz: cargo-fuzz",
            install.arg(&tools),
            "connect to the network (behind a proxy, set HTTPS_PROXY) and run it again",
        )?;
    }
    for target in TARGETS {
        if options.target.as_deref().is_some_and(|only| only != target) {
            continue;
        }
        // What is found on the way goes there; the corpus in the repository is only read.
        let found = root.join("target").join("fuzz").join(target);
        fs::create_dir_all(&found).map_err(at(&found))?;
        let seconds = (options.minutes * 60.0).ceil();
        command::run(
            &format!("fuzz: {target}"),
            Command::new(&program)
                .current_dir(root.join("fuzz"))
                .args(["fuzz", "run", "--sanitizer", "none", target])
                .arg(&found)
                .arg(Path::new("corpus").join(target))
                .arg("--")
                .arg(format!("-max_total_time={seconds}"))
                .arg("-print_final_stats=1"),
            "the input is under fuzz/artifacts: mend the code, and put the input into fuzz/corpus so that the tests keep it",
        )?;
    }
    Ok(())
}
