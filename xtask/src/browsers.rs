//! The browsers of the tests: where they are, and how Debian gets them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::{self, Failure, Outcome};
use crate::stage::Stage;

/// What Debian needs: the three engines, a display for WebKitGTK, and a font for Chinese.
pub const PACKAGES: [&str; 5] = [
    "chromium",
    "firefox-esr",
    "webkit2gtk-driver",
    "xvfb",
    "fonts-noto-cjk",
];

/// How to run the tests in an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// Its name in the environment of the tests.
    pub name: &'static str,
    /// The browser, or its driver for WebKit.
    pub program: PathBuf,
}

impl Engine {
    /// Node, told which engine it is for.
    pub fn node(&self) -> Command {
        let mut node = Command::new("node");
        node.env("ENGINE", self.name)
            .env("ENGINE_PATH", &self.program);
        node
    }
}

/// Finds the engine of a browser stage, or says what is missing and how to get it.
pub fn find(stage: Stage) -> Outcome<Engine> {
    locate(stage, &search_path())
}

fn locate(stage: Stage, directories: &[PathBuf]) -> Outcome<Engine> {
    let (name, programs, advice): (_, &[&str], _) = match stage {
        Stage::Firefox => (
            "firefox",
            &[
                "firefox-esr",
                "firefox",
                "/Applications/Firefox.app/Contents/MacOS/firefox",
            ],
            "install Firefox (Debian: apt install firefox-esr)",
        ),
        Stage::Webkit => (
            "webkit",
            &["WebKitWebDriver"],
            "install WebKitGTK's driver (Debian: apt install webkit2gtk-driver xvfb)",
        ),
        _ => (
            "chromium",
            &[
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
            ],
            "install Chromium (Debian: apt install chromium)",
        ),
    };
    let missing = |what: &str| Failure::new(format!("{what} is not installed"), advice);
    let program = programs
        .iter()
        .find_map(|program| on_path(program, directories))
        .ok_or_else(|| missing(name))?;
    // It has no form without a window, so the tests open a display in memory for it.
    if stage == Stage::Webkit {
        on_path("Xvfb", directories).ok_or_else(|| missing("Xvfb"))?;
    }
    Ok(Engine { name, program })
}

fn search_path() -> Vec<PathBuf> {
    env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect())
        .unwrap_or_default()
}

/// The first file of this name in the directories; an absolute path stands for itself.
fn on_path(program: &str, directories: &[PathBuf]) -> Option<PathBuf> {
    directories
        .iter()
        .map(|directory| directory.join(program))
        .find(|file| file.is_file())
}

/// On Debian as root, installs the packages that are missing. Elsewhere it is not ours to install anything.
///
/// Silent, since it runs beside the first stages; what apt says is part of the failure.
pub fn install(packages: &[&str]) -> Outcome<()> {
    if !is_debian() || command::read(Command::new("id").arg("-u")).as_deref() != Some("0") {
        return Ok(());
    }
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!(
        "==> apt-get install {} (beside the first stages)",
        missing.join(" ")
    );
    apt(&["update"], &missing)?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install, &missing)
}

fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| has_debian_id(&text))
        && Path::new("/usr/bin/apt-get").exists()
}

fn has_debian_id(os_release: &str) -> bool {
    os_release
        .lines()
        .any(|line| matches!(line.trim(), "ID=debian" | "ID=\"debian\""))
}

fn is_installed(package: &str) -> bool {
    command::read(Command::new("dpkg-query").args(["--show", "--showformat=${Status}", package]))
        .is_some_and(|status| status == "install ok installed")
}

fn apt(arguments: &[&str], packages: &[&str]) -> Outcome<()> {
    let mut apt = Command::new("apt-get");
    apt.args([
        "--quiet",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Acquire::Retries=3",
    ])
    .args(arguments);
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null());
    let output = apt
        .output()
        .map_err(|error| command::not_started(&apt, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said
        .lines()
        .rfind(|line| line.starts_with("E:"))
        .unwrap_or("no reason given");
    Err(Failure::new(
        format!("apt-get {} failed: {last}", arguments[0]),
        format!(
            "connect to the network, or run apt-get install {} yourself",
            packages.join(" ")
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_engine_is_named_with_its_package() {
        for (stage, name, package) in [
            (Stage::Firefox, "firefox is not installed", "firefox-esr"),
            (
                Stage::Webkit,
                "webkit is not installed",
                "webkit2gtk-driver",
            ),
        ] {
            let failure = locate(stage, &[]).unwrap_err();
            assert_eq!(failure.what, name);
            assert!(failure.advice.contains(package), "{failure}");
        }
    }

    #[test]
    fn programs_are_found_in_order_of_the_path() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let directories = [PathBuf::from("no/such/directory"), source.clone()];
        assert_eq!(
            on_path("main.rs", &directories),
            Some(source.join("main.rs"))
        );
        assert_eq!(on_path("main.rs", &directories[..1]), None);
    }

    #[test]
    fn debian_is_told_from_its_children() {
        assert!(has_debian_id("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(!has_debian_id("ID=ubuntu\nID_LIKE=debian\n"));
    }
}
