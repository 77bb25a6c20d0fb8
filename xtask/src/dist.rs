//! `cargo xtask dist`: everything that is published, in `dist/`, and the check that the npm package holds it.

use std::path::{Path, PathBuf};

use crate::command::{self, Outcome};
use crate::{site, toolchain, wasm};

/// Where it is made: `package.json` names the place.
pub fn directory(root: &Path) -> PathBuf {
    root.join("dist")
}

/// Everything from the sources to what is published.
pub fn build_all(root: &Path) -> Outcome<()> {
    toolchain::ensure(root)?;
    wasm::build(root)?;
    build(root)?;
    println!(
        "The site is in dist; dist/gumbel-softmax.html is the page in one file, dist/gumbel-softmax.js the element."
    );
    Ok(())
}

/// Makes every form around the module that was built last. Too large a file fails, and so does a package that lacks one.
pub fn build(root: &Path) -> Outcome<()> {
    command::run(
        "dist: every form",
        site::script(root)
            .arg("--dist")
            .arg("--out")
            .arg(directory(root)),
        "correct the first error above",
    )
}
