//! `cargo xtask verify`: the example `verify`, in release.

use std::path::Path;

use clap::Args;

use crate::command::{self, Outcome};

/// What `verify` may be told.
#[derive(Args)]
pub struct Options {
    /// How many samples in all
    #[arg(long, default_value_t = 1_000_000_000)]
    draws: u64,
    /// Stop after so many minutes; the next run goes on from there
    #[arg(long)]
    minutes: Option<f64>,
    /// The seed of the first setting; the others follow
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Forget what an earlier run has done
    #[arg(long)]
    anew: bool,
}

/// Runs it; a law that does not hold is a failure.
pub fn verify(root: &Path, options: &Options) -> Outcome<()> {
    let mut cargo = command::cargo(root);
    cargo.args(["run", "--release", "--quiet", "--example", "verify", "--"]);
    cargo.arg(options.draws.to_string());
    cargo.arg(options.seed.to_string());
    cargo.arg(options.minutes.map_or("inf".into(), |m| m.to_string()));
    cargo.arg(root.join("target").join("verify"));
    if options.anew {
        cargo.arg("anew");
    }
    command::run(
        "verify",
        &mut cargo,
        "read the rows above: a law that does not hold at a rate of 1 in 1,000 for all of them is a defect",
    )
}
