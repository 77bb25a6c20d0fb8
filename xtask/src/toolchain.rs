//! What the build stands on: the wasm target, Node, and the npm packages of the lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Failure, Outcome, at};

const TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Makes sure of everything that a build needs and installs what is missing.
pub fn ensure(root: &Path) -> Outcome<()> {
    wasm_target(root)?;
    node(root)?;
    install_packages(root)
}

/// Adds the wasm target when the compiler in use does not have it.
fn wasm_target(root: &Path) -> Outcome<()> {
    let mut rustc = Command::new("rustc");
    rustc
        .current_dir(root)
        .args(["--print", "target-libdir", "--target", TARGET]);
    let library = command::read(&mut rustc).ok_or_else(|| {
        Failure::new(
            "rustc does not answer",
            "install rustup (https://rustup.rs), then run it again",
        )
    })?;
    if has_files(Path::new(&library)) {
        return Ok(());
    }
    if command::read(Command::new("rustup").arg("--version")).is_none() {
        return Err(Failure::new(
            format!("the target {TARGET} is missing, and there is no rustup to add it"),
            "install rustup (https://rustup.rs), then run it again",
        ));
    }
    command::run(
        &format!("rustup target add {TARGET}"),
        Command::new("rustup")
            .current_dir(root)
            .args(["target", "add", TARGET]),
        "connect to the network (behind a proxy, set HTTPS_PROXY) and run it again",
    )
}

fn has_files(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_some())
}

/// Refuses a Node that is missing or too old.
fn node(root: &Path) -> Outcome<()> {
    let advice = format!(
        "install Node {OLDEST_NODE} or later with npm (https://nodejs.org), then run it again"
    );
    let version = command::read(Command::new("node").current_dir(root).arg("--version"))
        .ok_or_else(|| {
            Failure::new("Node is missing: `node --version` does not answer", &advice)
        })?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::new(format!("Node {version} is too old"), advice)),
    }
}

/// The major version in what `node --version` prints, such as `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Runs `npm ci` when node_modules was not made from the present lock file.
pub fn install_packages(root: &Path) -> Outcome<()> {
    let lock = root.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(at(&lock))?;
    // A copy of the lock file that node_modules was made from.
    let stamp = root.join("node_modules").join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    command::run(
        "npm ci",
        Command::new(NPM)
            .current_dir(root)
            .args(["ci", "--no-audit", "--no-fund"]),
        "connect to the network (behind a proxy, set HTTPS_PROXY), or run npm install if the lock file is out of date",
    )?;
    fs::write(&stamp, wanted).map_err(at(&stamp))
}

/// The program that a package of node_modules brings, run by Node: `node_modules/PACKAGE/FILE`.
pub fn node_script(root: &Path, package: &str, file: &str) -> Command {
    let script: PathBuf = root.join("node_modules").join(package).join(file);
    let mut node = Command::new("node");
    node.current_dir(root).arg(script);
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.17.0"), Some(8));
        assert_eq!(major("20.1.0"), None);
        assert_eq!(major(""), None);
    }

    #[test]
    fn an_absent_directory_has_no_files() {
        assert!(!has_files(Path::new("no/such/directory")));
    }
}
