//! A Python with NumPy, for the tests that run the page's programs. It is no part of the build.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Failure, Outcome};

/// What Debian needs for it.
pub const PACKAGES: [&str; 2] = ["python3", "python3-venv"];
const NUMPY: &str = "numpy>=2,<3";
const ADVICE: &str = "install Python 3 with venv (Debian: apt install python3-venv) or NumPy for the Python there is";

/// Whether nothing of the system is missing: a Python that has NumPy, or can be given it.
pub fn is_there(root: &Path) -> bool {
    with_numpy(root).is_some() || base("import ensurepip, venv").is_some()
}

/// A Python with NumPy: one that is there, or an environment of our own under `target/`.
pub fn ensure(root: &Path) -> Outcome<PathBuf> {
    if let Some(python) = with_numpy(root) {
        return Ok(python);
    }
    let base = base("import ensurepip, venv")
        .ok_or_else(|| Failure::new("there is no python3 that can make an environment", ADVICE))?;
    let own = own(root);
    let place = root.join("target").join("python");
    command::run(
        "python: an environment under target",
        Command::new(base)
            .args(["-m", "venv", "--clear"])
            .arg(place),
        ADVICE,
    )?;
    command::run(
        "python: pip install numpy",
        Command::new(&own).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            NUMPY,
        ]),
        "connect to the network (behind a proxy, set HTTPS_PROXY) and run it again",
    )?;
    Ok(own)
}

/// The Python of the environment under `target/`.
fn own(root: &Path) -> PathBuf {
    let place = root.join("target").join("python");
    if cfg!(windows) {
        place.join("Scripts").join("python.exe")
    } else {
        place.join("bin").join("python")
    }
}

fn with_numpy(root: &Path) -> Option<PathBuf> {
    let own = own(root);
    if answers(&own, "import numpy") {
        return Some(own);
    }
    base("import numpy")
}

/// The system's Python 3 that can do this.
fn base(program: &str) -> Option<PathBuf> {
    ["python3", "python"]
        .map(PathBuf::from)
        .into_iter()
        .find(|python| answers(python, program))
}

fn answers(python: &Path, program: &str) -> bool {
    let program = format!("import sys; assert sys.version_info >= (3, 9); {program}; print('yes')");
    command::read(Command::new(python).args(["-c", &program])).as_deref() == Some("yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_no_python_does_not_answer() {
        assert!(!answers(Path::new("no-such-python"), "pass"));
        assert!(!answers(Path::new("cargo"), "pass"));
    }
}
