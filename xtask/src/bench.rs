//! `cargo xtask bench`: everything that is measured, in one run on one machine, as ratios.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::{Map, Value};

use crate::command::{self, Failure, Outcome, announce, at};
use crate::evidence::{self, Measured};
use crate::{instructions, site, toolchain, wasm};

/// What `bench` may be told.
#[derive(Args)]
pub struct Options {
    /// Also run criterion's benches of the parts
    #[arg(long)]
    parts: bool,
    /// Print the table and leave doc/evidence.md as it is
    #[arg(long)]
    print_only: bool,
    /// Leave Lighthouse out
    #[arg(long)]
    no_lighthouse: bool,
}

/// Builds what is measured, measures it, prints the table and writes it into doc/evidence.md.
pub fn bench(root: &Path, options: &Options) -> Outcome<()> {
    toolchain::ensure(root)?;
    toolchain::install_packages(&root.join("benches").join("browser"))?;
    let own = root.join("target").join("wasm-bench");
    wasm::build_into(root, &own, &["bench"])?;
    site::build_all(root)?;

    let native = native_program(root)?;
    let mut node = Command::new("node");
    node.current_dir(root).arg("benches/browser/run.mjs");
    node.arg("--native").arg(native);
    if options.no_lighthouse {
        node.arg("--no-lighthouse");
    }
    let browser = json("bench: natively and in Chromium", &mut node)?;
    if options.parts {
        let mut cargo = command::cargo(root);
        cargo.args(["bench", "--package", "gumbel-softmax", "--bench", "parts"]);
        command::run("bench: the parts", &mut cargo, "read the first error above")?;
    }

    announce("bench: instructions");
    let instructions = instructions::counted(root);
    let measured = Measured::new(&times(&browser["native"]), &times(&browser["times"]))?;
    let table =
        evidence::table(&measured, &browser["scores"]) + &evidence::instructions(&instructions);
    println!("\n{table}");
    if options.print_only {
        return Ok(());
    }
    let file = root.join("doc").join("evidence.md");
    let text = fs::read_to_string(&file).map_err(at(&file))?;
    let noted = |key: &str| browser[key].as_str().unwrap_or_default().to_owned();
    let machine = evidence::machine(&noted("date"), &noted("browser"));
    let text = evidence::replaced(&text, &format!("{machine}\n\n{table}"))?;
    fs::write(&file, text).map_err(at(&file))?;
    println!("Written into doc/evidence.md.");
    Ok(())
}

/// `benches/native.rs`, built: the rounds in the browser have it run between them, since a machine's speed changes by the minute.
fn native_program(root: &Path) -> Outcome<PathBuf> {
    let step = "bench: building what runs natively";
    let mut cargo = command::cargo(root);
    cargo.args(["bench", "--quiet", "--package", "gumbel-softmax"]);
    cargo.args(["--bench", "native", "--no-run", "--message-format=json"]);
    said(step, &mut cargo, |text| program_named("native", text))
}

/// The program of a target among cargo's messages.
fn program_named(name: &str, messages: &str) -> Option<PathBuf> {
    messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let program = message["executable"].as_str()?;
        (message["target"]["name"] == name).then(|| program.into())
    })
}

/// What a program writes to standard output, as JSON.
fn json(step: &str, program: &mut Command) -> Outcome<Value> {
    said(step, program, |text| {
        let line = text.lines().rfind(|line| line.starts_with('{'))?;
        serde_json::from_str(line).ok()
    })
}

/// What is found in that which a program writes to standard output, where it ends well.
fn said<T>(step: &str, program: &mut Command, found: impl FnOnce(&str) -> Option<T>) -> Outcome<T> {
    announce(step);
    let output = program
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| command::not_started(program, &error))?;
    match found(&String::from_utf8_lossy(&output.stdout)) {
        Some(value) if output.status.success() => Ok(value),
        _ => Err(Failure::new(
            format!("{step} failed ({})", output.status),
            "read the first error above",
        )),
    }
}

/// Rows of numbers under their names.
fn times(value: &Value) -> Vec<(String, Vec<f64>)> {
    let empty = Map::new();
    let rows = value.as_object().unwrap_or(&empty).iter();
    rows.map(|(name, list)| {
        let list = list.as_array().into_iter().flatten();
        (name.clone(), list.filter_map(Value::as_f64).collect())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_among_the_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"parts"},"executable":"a/parts-1"}
{"reason":"compiler-artifact","target":{"name":"native"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"native"},"executable":"a/native-2"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(program_named("native", messages), Some("a/native-2".into()));
        assert_eq!(program_named("other", messages), None);
    }
}
