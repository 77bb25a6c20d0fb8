//! Running other programs, and saying in one line what to do when one fails.

use std::fmt;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What went wrong, and the one line that says what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub what: String,
    /// What to do next.
    pub advice: String,
}

impl Failure {
    /// A failure with its advice.
    pub fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n next: {}", self.what, self.advice)
    }
}

/// A value, or a failure that carries its advice.
pub type Outcome<T> = Result<T, Failure>;

/// Turns an input or output error at `path` into a failure.
pub fn at(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| {
        Failure::new(
            format!("{}: {error}", path.display()),
            "check that the disk has room and that the directory is yours, then run it again",
        )
    }
}

/// Says which step begins.
pub fn announce(step: &str) {
    println!("==> {step}");
}

/// The cargo that runs this program, in the root of the repository.
pub fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root);
    // Set by `cargo run` for this package; build scripts of others would see a change and run again.
    for (key, _) in std::env::vars_os() {
        let Some(name) = key.to_str() else { continue };
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Runs a program with its output shown; anything but success is a failure with this advice.
pub fn run(step: &str, command: &mut Command, advice: &str) -> Outcome<()> {
    announce(step);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{step} failed ({status})"), advice))
    }
}

/// Runs a program quietly and returns what it wrote to standard output, or `None` when it failed or is not there.
pub fn read(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program, shows what it writes as it comes, and returns whether it succeeded with its standard output.
pub fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let mut text = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            // A closed pipe behind us is no reason to stop the tests.
            let _ = io::stdout().write_all(&line);
            text.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok((status.success(), text))
}

/// The failure of a program that could not be started.
pub fn not_started(command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().to_string_lossy().into_owned();
    let advice = match (error.kind(), program.as_str()) {
        (ErrorKind::NotFound, "node" | "npm" | "npm.cmd") => {
            "install Node 20 or later with npm (https://nodejs.org)"
        }
        (ErrorKind::NotFound, "rustup" | "rustc" | "cargo") => "install rustup (https://rustup.rs)",
        (ErrorKind::NotFound, _) => "install it, or put it on the PATH",
        _ => "check that it can be run from a terminal",
    };
    Failure::new(format!("cannot start {program}: {error}"), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_advice() {
        let failure = run(
            "nothing",
            &mut Command::new("no-such-program-here"),
            "unused",
        )
        .unwrap_err();
        assert!(failure.what.contains("no-such-program-here"), "{failure}");
        assert_eq!(failure.advice, "install it, or put it on the PATH");
    }

    #[test]
    fn a_failure_takes_two_lines() {
        let text = Failure::new("port 8080 is in use", "choose another with --port").to_string();
        assert_eq!(
            text,
            "error: port 8080 is in use\n next: choose another with --port"
        );
    }

    #[test]
    fn reading_a_failing_program_gives_nothing() {
        assert_eq!(read(&mut Command::new("no-such-program-here")), None);
        assert!(
            read(cargo(Path::new(".")).arg("--version"))
                .is_some_and(|text| text.starts_with("cargo"))
        );
    }
}
