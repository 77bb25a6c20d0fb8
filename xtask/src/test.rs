//! `cargo xtask test`: every stage, going on after a failure, with the counts at the end.

use std::env;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use clap::Args;

use crate::command::{self, Failure, Outcome, announce, at, cargo};
use crate::counts::Counts;
use crate::stage::{self, Report, Stage};
use crate::{browsers, dist, python, site, toolchain, wasm};

/// Node counts this for a whole file of tests; one that takes longer is stuck.
const TEST_TIMEOUT: &str = "--test-timeout=600000";

/// Browser tests of what a page costs: another browser beside them would be measured too.
const MEASURING: [&str; 3] = ["cost.test.mjs", "leak.test.mjs", "soak.test.mjs"];

fn measures(file: &Path) -> bool {
    MEASURING.iter().any(|name| file.ends_with(name))
}

/// Which tests, and what with their references.
#[derive(Args)]
pub struct Options {
    /// Run this stage and what it needs (may be repeated)
    #[arg(long, value_name = "STAGE", hide_possible_values = true, help = only_help())]
    only: Vec<Stage>,
    /// Write the golden files anew instead of comparing with them
    #[arg(long)]
    update: bool,
}

fn only_help() -> String {
    let names: Vec<&str> = stage::plan(&[]).into_iter().map(Stage::name).collect();
    format!(
        "Run this stage and what it needs (may be repeated): {}",
        names.join(", ")
    )
}

/// Runs the stages and prints the summary; true when all is well.
pub fn test(root: &Path, options: &Options) -> Outcome<bool> {
    // Under CI a missing engine is an error and nothing may be skipped.
    let complete = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
    let stages = stage::plan(&options.only);
    let mut run = Run {
        root,
        update: options.update,
        complete,
        packages: None,
    };
    let wanted = wanted_packages(root, &stages);
    if !wanted.is_empty() {
        // Mostly a download, so it costs the stages before the browsers little.
        run.packages = Some(thread::spawn(move || browsers::install(&wanted)));
    }

    let mut reports: Vec<Report> = Vec::new();
    for stage in stages {
        let began = Instant::now();
        let broken = reports
            .iter()
            .find(|report| stage.needs().contains(&report.stage) && report.counts.passed == 0)
            .map(|report| report.stage);
        let (counts, note) = match broken {
            Some(needed) => (
                Counts::not_run(),
                Some(format!("not run: it needs {}", needed.name())),
            ),
            None => run.stage(stage),
        };
        if let Some(note) = &note {
            eprintln!("{}: {note}", stage.name());
        }
        reports.push(Report {
            stage,
            counts,
            time: began.elapsed(),
            note,
        });
    }

    let total: Counts = reports.iter().map(|report| report.counts).sum();
    println!("\n{}", stage::summary(&reports));
    Ok(total.are_good(complete))
}

/// The packages of the system that these stages need.
fn wanted_packages(root: &Path, stages: &[Stage]) -> Vec<&'static str> {
    let mut wanted = Vec::new();
    if stages.contains(&Stage::Unit) && !python::is_there(root) {
        wanted.extend(python::PACKAGES);
    }
    if stages
        .iter()
        .any(|stage| stage.needs().contains(&Stage::Site))
    {
        wanted.extend(browsers::PACKAGES);
    }
    wanted
}

struct Run<'a> {
    root: &'a Path,
    update: bool,
    complete: bool,
    packages: Option<JoinHandle<Outcome<()>>>,
}

impl Run<'_> {
    fn stage(&mut self, stage: Stage) -> (Counts, Option<String>) {
        let result = match stage {
            Stage::Fmt => self.check(
                stage,
                self.cargo(&["fmt", "--all", "--check"]),
                "run cargo fmt --all",
            ),
            Stage::Clippy => self.clippy(stage, &["--workspace", "--all-targets"]),
            Stage::ClippyWasm => self.clippy(
                stage,
                &[
                    "--lib",
                    "--package",
                    "gumbel-softmax",
                    "--target",
                    "wasm32-unknown-unknown",
                    "--features",
                    "bench",
                ],
            ),
            Stage::Native => self.native(),
            Stage::Doc => self.libtest("doc", &["--workspace", "--exclude", "xtask", "--doc"]),
            Stage::Tools => toolchain::ensure(self.root).map(|()| Counts::one(true)),
            Stage::Wasm => wasm::build(self.root).map(|()| Counts::one(true)),
            Stage::Types => {
                let tsc = toolchain::node_script(self.root, "typescript", "bin/tsc");
                self.check(stage, tsc, "correct the types that are named above")
            }
            Stage::Unit => return self.unit(),
            Stage::Site => site::build(self.root).map(|()| Counts::one(true)),
            Stage::Dist => dist::build(self.root).map(|()| Counts::one(true)),
            Stage::Chromium | Stage::Firefox | Stage::Webkit => return self.browser(stage),
        };
        result.map_or_else(failed, |counts| (counts, None))
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = cargo(self.root);
        cargo.args(arguments);
        self.updating(&mut cargo);
        cargo
    }

    fn updating(&self, command: &mut Command) {
        if self.update {
            command.env("UPDATE_GOLDEN", "1");
        }
    }

    /// A stage that is one check.
    fn check(&self, stage: Stage, mut command: Command, advice: &str) -> Outcome<Counts> {
        command::run(stage.name(), &mut command, advice).map(|()| Counts::one(true))
    }

    fn clippy(&self, stage: Stage, what: &[&str]) -> Outcome<Counts> {
        let mut cargo = self.cargo(&["clippy"]);
        cargo.args(what).args(["--", "-D", "warnings"]);
        self.check(stage, cargo, "correct the warnings above")
    }

    /// The tests of xtask keep its own profile: under that of the tests, wasm-bindgen would be compiled a second time.
    fn native(&self) -> Outcome<Counts> {
        let core = [
            "--workspace",
            "--exclude",
            "xtask",
            "--lib",
            "--bins",
            "--tests",
            "--examples",
        ];
        let ours = ["--package", "xtask", "--profile", "dev", "--bins"];
        Ok(self.libtest("native", &core)? + self.libtest("native: xtask", &ours)?)
    }

    fn libtest(&self, step: &str, what: &[&str]) -> Outcome<Counts> {
        announce(step);
        let mut cargo = self.cargo(&["test", "--no-fail-fast"]);
        let (success, text) = command::tee(cargo.args(what))?;
        Ok(Counts::from_libtest(&text).settled(success))
    }

    /// The unit tests are bundled as the page is, so that they import the same modules.
    fn unit(&mut self) -> (Counts, Option<String>) {
        let python = match python::ensure(self.root) {
            Ok(python) => Some(python),
            // Its package may still be on its way.
            Err(_) if self.packages.is_some() => {
                self.install();
                python::ensure(self.root).ok()
            }
            Err(_) => None,
        };
        let note = python.is_none().then(|| {
            "there is no Python with NumPy, so its programs are not run; \
             install python3 with venv (Debian: apt install python3-venv)"
                .to_owned()
        });
        match self.unit_with(python.as_deref()) {
            Ok(counts) if note.is_some() && self.complete => (counts + Counts::one(false), note),
            Ok(counts) => (counts, note),
            Err(failure) => failed(failure),
        }
    }

    fn unit_with(&self, python: Option<&Path>) -> Outcome<Counts> {
        let out = self.root.join("target").join("unit");
        let tests = files(&self.root.join("tests/unit"), ".test.ts")?;
        let mut bundle = site::script(self.root);
        bundle.arg("--out").arg(&out).arg("--unit").args(&tests);
        command::run(
            "unit: esbuild",
            &mut bundle,
            "correct the first error above",
        )?;
        let mut node = Command::new("node");
        node.arg("--enable-source-maps").env_remove("PYTHON");
        if let Some(python) = python {
            node.env("PYTHON", python);
        }
        self.node_tests("unit", node, &files(&out, ".test.mjs")?)
    }

    fn node_tests(&self, step: &str, mut node: Command, files: &[PathBuf]) -> Outcome<Counts> {
        announce(step);
        node.current_dir(self.root)
            .args(["--test", "--test-reporter=spec", TEST_TIMEOUT])
            .args(files);
        self.updating(&mut node);
        let (success, text) = command::tee(&mut node)?;
        Ok(Counts::from_node(&text).settled(success))
    }

    /// Waits for the packages of the system.
    fn install(&mut self) {
        let installed = match self.packages.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(Failure::new("the installation broke off", "run it again")),
            None => Ok(()),
        };
        if let Err(failure) = installed {
            // Not the end: what is needed may be there all the same.
            eprintln!("{failure}");
        }
    }

    fn browser(&mut self, stage: Stage) -> (Counts, Option<String>) {
        self.install();
        match browsers::find(stage) {
            Ok(engine) => self
                .in_engine(&engine)
                .map_or_else(failed, |counts| (counts, None)),
            Err(failure) if self.complete => failed(failure),
            Err(failure) => (
                Counts::not_run(),
                Some(format!("{}; {}", failure.what, failure.advice)),
            ),
        }
    }

    /// As many files at once as there are processors: most of a browser's test is waiting. What measures has the machine to itself.
    fn in_engine(&self, engine: &browsers::Engine) -> Outcome<Counts> {
        let tests = files(&self.root.join("tests/browser"), ".test.mjs")?;
        let (measuring, others): (Vec<_>, Vec<_>) =
            tests.into_iter().partition(|file| measures(file));
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        Ok(self.files_in_engine(engine, &others, processors)?
            + self.files_in_engine(engine, &measuring, 1)?)
    }

    fn files_in_engine(
        &self,
        engine: &browsers::Engine,
        tests: &[PathBuf],
        at_once: usize,
    ) -> Outcome<Counts> {
        let artifacts = self.root.join("target").join("artifacts");
        fs::create_dir_all(&artifacts).map_err(at(&artifacts))?;
        let mut node = engine.node();
        node.env("SITE", site::directory(self.root))
            .env("DIST", dist::directory(self.root))
            .env("ARTIFACTS", artifacts);
        node.arg(format!("--test-concurrency={at_once}"));
        self.node_tests(engine.name, node, tests)
    }
}

fn failed(failure: Failure) -> (Counts, Option<String>) {
    (
        Counts::one(false),
        Some(format!("{}; {}", failure.what, failure.advice)),
    )
}

/// The files of a directory with this ending, sorted. None at all is a failure: tests that vanish must not pass.
fn files(directory: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(directory)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.retain(|file| file.to_str().is_some_and(|name| name.ends_with(ending)));
    files.sort_unstable();
    if files.is_empty() {
        let what = format!("there are no tests {}/*{ending}", directory.display());
        return Err(Failure::new(what, "restore them from the repository"));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_found_sorted() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let found = files(&source, "st.rs").unwrap();
        assert_eq!(found, [source.join("dist.rs"), source.join("test.rs")]);
    }

    #[test]
    fn what_measures_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/browser");
        let found = files(&root, ".test.mjs").unwrap();
        let measuring = found.iter().filter(|file| measures(file));
        assert_eq!(measuring.count(), MEASURING.len());
    }

    #[test]
    fn a_directory_without_tests_is_a_failure() {
        assert!(files(Path::new("no/such/directory"), ".test.mjs").is_err());
        assert!(files(Path::new(env!("CARGO_MANIFEST_DIR")), ".test.mjs").is_err());
    }
}
