//! How many instructions a sample takes: what bounds the speed of the core. Counted by valgrind, where it is installed.

use std::path::Path;
use std::process::Stdio;

use crate::command;

/// Samples of one turn of `benches/native.rs`.
const SAMPLES: f64 = 4096.0;
/// Two lengths, so that what is not sampling drops out.
const TURNS: [u32; 2] = [8, 72];

/// Kinds of work with the instructions that a sample of each takes natively; none where there is no valgrind.
pub fn counted(root: &Path) -> Vec<(String, f64)> {
    let mut rows = Vec::new();
    for k in [3, 10] {
        for (what, name) in [
            ("soft", "soft"),
            ("tallied", "soft and tallied"),
            ("hard", "hard"),
        ] {
            let [few, many] = TURNS.map(|turns| total(root, what, k, turns));
            let (Some(few), Some(many)) = (few, many) else {
                return Vec::new();
            };
            let samples = f64::from(TURNS[1] - TURNS[0]) * SAMPLES;
            rows.push((format!("{name}, K = {k}"), (many - few) / samples));
        }
    }
    rows
}

/// The instructions of a whole process.
fn total(root: &Path, what: &str, k: u32, turns: u32) -> Option<f64> {
    const RUNNER: &str = "target.\"cfg(all())\".runner=[\"valgrind\", \"--tool=callgrind\", \"--callgrind-out-file=/dev/null\"]";
    let mut cargo = command::cargo(root);
    cargo.args(["--config", RUNNER, "bench", "--quiet"]);
    cargo.args(["--package", "gumbel-softmax", "--bench", "native", "--"]);
    cargo.args(["alone", what, &k.to_string(), &turns.to_string()]);
    let output = cargo.stdin(Stdio::null()).output().ok()?;
    collected(&String::from_utf8_lossy(&output.stderr)).filter(|_| output.status.success())
}

/// What callgrind says that it has counted.
fn collected(said: &str) -> Option<f64> {
    let (_, count) = said.rsplit_once("Collected : ")?;
    count.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_read() {
        let said = "==7== Events    : Ir\n==7== Collected : 12345678\n==7== \n";
        assert_eq!(collected(said), Some(12_345_678.0));
        assert_eq!(collected("valgrind: not found"), None);
    }
}
