//! The core as a WebAssembly module: cargo, then wasm-bindgen, then wasm-opt, into target/wasm.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::command::{self, Failure, Outcome, announce, at};
use crate::toolchain;

/// The name of the library, and so of what is made from it.
const NAME: &str = "gumbel_softmax";

/// What rustc assumes for wasm32-unknown-unknown, and SIMD. Every engine since 2023 has them all.
const FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Where the module, its glue and its types are.
pub fn directory(root: &Path) -> PathBuf {
    root.join("target").join("wasm")
}

/// Builds the module with its JavaScript glue and its types.
pub fn build(root: &Path) -> Outcome<()> {
    build_into(root, &directory(root), &[])
}

/// The module with features of the crate that the page does not have, in a place of its own.
pub fn build_into(root: &Path, home: &Path, features: &[&str]) -> Outcome<()> {
    let mut cargo = command::cargo(root);
    cargo.args(["build", "--release", "--lib", "--package", "gumbel-softmax"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    if !features.is_empty() {
        cargo.args(["--features", &features.join(",")]);
    }
    command::run(
        "core: cargo build for wasm32",
        &mut cargo,
        "read the first error above",
    )?;

    // Everything is made beside its place and then moved, so that a watcher never reads half a file.
    let made = root.join("target").join("wasm-made");
    if made.exists() {
        fs::remove_dir_all(&made).map_err(at(&made))?;
    }
    announce("core: wasm-bindgen");
    bind(&compiled(root), &made)?;

    let module = made.join(format!("{NAME}_bg.wasm"));
    let mut optimise = toolchain::node_script(root, "binaryen", "bin/wasm-opt");
    optimise
        .arg("-Oz")
        .args(FEATURES)
        .arg(&module)
        .arg("-o")
        .arg(&module);
    let advice = "remove node_modules and run it again; the wasm-opt of the npm package binaryen must read this module";
    command::run("core: wasm-opt", &mut optimise, advice)?;

    fs::create_dir_all(home).map_err(at(home))?;
    move_files(&made, home)?;
    report(home)
}

/// What cargo compiled.
fn compiled(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |target| root.join(target))
        .join("wasm32-unknown-unknown/release")
        .join(format!("{NAME}.wasm"))
}

fn bind(module: &Path, out: &Path) -> Outcome<()> {
    let generate = || {
        let mut bindgen = Bindgen::new();
        bindgen
            .input_path(module)
            .out_name(NAME)
            .typescript(true)
            .omit_default_module_path(false);
        bindgen
            .remove_name_section(true)
            .remove_producers_section(true)
            // For a core that has trapped: `www/generations.ts`.
            .reset_state_function(true);
        bindgen.web(true)?.generate(out)
    };
    generate().map_err(|error| {
        Failure::new(
            format!("wasm-bindgen: {error:#}"),
            "Cargo.toml and xtask/Cargo.toml must pin the same version of wasm-bindgen; then run it again",
        )
    })?;
    forget(&out.join(format!("{NAME}.js")))
}

/// The glue keeps the promise of the first instance for good, and by it that instance's memory, though a core that was
/// started anew has another. It is dropped once it is settled, well or not.
fn forget(glue: &Path) -> Outcome<()> {
    const KEPT: &str = "__wbg_init_promise.catch(() => { __wbg_init_promise = undefined; });";
    const DROPPED: &str = "const settled = () => { __wbg_init_promise = undefined; }; __wbg_init_promise.then(settled, settled);";
    let text = fs::read_to_string(glue).map_err(at(glue))?;
    if !text.contains(KEPT) {
        return Err(Failure::new(
            "wasm-bindgen: its glue no longer keeps the first instance as it did",
            "see whether `forget` in xtask/src/wasm.rs is still needed",
        ));
    }
    fs::write(glue, text.replace(KEPT, DROPPED)).map_err(at(glue))
}

/// Moves every file, snippets of packages included, from one directory to another.
fn move_files(from: &Path, to: &Path) -> Outcome<()> {
    for entry in fs::read_dir(from).map_err(at(from))? {
        let source = entry.map_err(at(from))?.path();
        let Some(name) = source.file_name() else {
            continue;
        };
        let target = to.join(name);
        if source.is_dir() {
            fs::create_dir_all(&target).map_err(at(&target))?;
            move_files(&source, &target)?;
        } else if fs::read(&source).ok() != fs::read(&target).ok() {
            fs::rename(&source, &target).map_err(at(&target))?;
        }
    }
    Ok(())
}

fn report(home: &Path) -> Outcome<()> {
    let module = home.join(format!("{NAME}_bg.wasm"));
    let size = fs::metadata(&module).map_err(at(&module))?.len();
    println!("    {} kB of WebAssembly", size.div_ceil(1000));
    Ok(())
}
