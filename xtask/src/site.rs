//! The page: www/build.mjs bundles it around the module.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Outcome};
use crate::{toolchain, wasm};

/// Where the page is built.
pub fn directory(root: &Path) -> PathBuf {
    root.join("target").join("site")
}

/// Everything from the sources to the page.
pub fn build_all(root: &Path) -> Outcome<()> {
    toolchain::ensure(root)?;
    wasm::build(root)?;
    build(root)?;
    println!("The page is in target/site.");
    Ok(())
}

/// Bundles the page around the module that was built last.
pub fn build(root: &Path) -> Outcome<()> {
    command::run(
        "page: esbuild",
        script(root).arg("--out").arg(directory(root)),
        "correct the first error above",
    )
}

/// `node www/build.mjs`, in the root.
pub fn script(root: &Path) -> Command {
    let mut node = Command::new("node");
    node.current_dir(root).arg("www/build.mjs");
    node
}
