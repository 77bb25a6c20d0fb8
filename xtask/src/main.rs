//! `cargo xtask WHAT`: build, serve, test, dist and bench, with nothing but rustup and Node on the machine.

mod bench;
mod browsers;
mod command;
mod counts;
mod dist;
mod evidence;
mod fuzz;
mod instructions;
mod python;
mod serve;
mod site;
mod soak;
mod stage;
mod test;
mod toolchain;
mod verify;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use command::Outcome;

/// Builds, serves and tests the Gumbel-Softmax page.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the page into target/site
    Build,
    /// Build the page and serve it on this machine
    Serve(serve::Options),
    /// Run every check and every test, or the stages named by --only
    Test(test::Options),
    /// Build what is published into dist: the site, the page in one file, the element
    Dist,
    /// Hold a billion samples against the exact laws, and write target/verify.md; can be stopped and taken up again
    Verify(verify::Options),
    /// Soak the page in each engine: frames without idle time, and write target/soak.md
    Soak(soak::Options),
    /// Try the core with inputs made to break it, some minutes for each kind
    Fuzz(fuzz::Options),
    /// Measure the core and the page beside their peers, and write doc/evidence.md
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.verb) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; `Ok(false)` when tests ran and some did not pass.
fn run(verb: &Verb) -> Outcome<bool> {
    let root = root();
    match verb {
        Verb::Build => site::build_all(&root)?,
        Verb::Serve(options) => serve::serve(&root, options)?,
        Verb::Test(options) => return test::test(&root, options),
        Verb::Dist => dist::build_all(&root)?,
        Verb::Verify(options) => verify::verify(&root, options)?,
        Verb::Soak(options) => return soak::soak(&root, options),
        Verb::Fuzz(options) => fuzz::fuzz(&root, options)?,
        Verb::Bench(options) => bench::bench(&root, options)?,
    }
    Ok(true)
}

/// The root of the repository: the directory that holds `xtask/`.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask
        .parent()
        .map_or(xtask.clone(), std::path::Path::to_path_buf)
}
