//! Holds samples against the exact laws over a grid of settings: `cargo xtask verify`.
//!
//!     verify DRAWS SEED MINUTES PLACE [anew]
//!
//! What is done is kept in PLACE.txt, a line a setting, so that a run that was stopped goes on; PLACE.md is the report.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gumbel_softmax::distribution::Gumbel;
use gumbel_softmax::explorer::verify::{CHECKS, Cell, FALSE_ALARM, check, grid, holm};

/// The p-values of the settings that are done, in the order of the grid; a line that is not of this run counts for nothing.
fn done(text: &str, head: &str) -> Vec<[f64; 4]> {
    let mut lines = text.lines();
    if lines.next() != Some(head) {
        return Vec::new();
    }
    let row = |line: &str| {
        let p: Vec<f64> = line.split(' ').map_while(|p| p.parse().ok()).collect();
        p.try_into().ok()
    };
    lines.map_while(row).collect()
}

fn bar(cells: usize, of: usize, started: Instant) {
    const WIDTH: usize = 40;
    let filled = cells * WIDTH / of;
    let seconds = started.elapsed().as_secs();
    let line = format!(
        "[{}{}] {cells} of {of} settings, {seconds} s",
        "#".repeat(filled),
        "-".repeat(WIDTH - filled)
    );
    match std::io::stderr().is_terminal() {
        true => eprint!("\r{line}"),
        false => eprintln!("{line}"),
    }
}

fn report(cells: &[Cell], done: &[[f64; 4]], each: u64) -> (String, bool) {
    let p: Vec<f64> = done.iter().flatten().copied().collect();
    let rejected = holm(&p, FALSE_ALARM);
    let mut text = format!(
        "# Samples against the exact laws\n\n{} of {} settings, {each} samples each. Holm over all {} p-values, false-alarm rate {FALSE_ALARM} for all.\n\n\
         | logits | τ | seed | {} |\n| --- | --- | --- | --- | --- | --- | --- |\n",
        done.len(),
        cells.len(),
        p.len(),
        CHECKS.join(" | ")
    );
    for (i, (cell, row)) in cells.iter().zip(done).enumerate() {
        let shown = row
            .iter()
            .enumerate()
            .map(|(j, p)| match rejected[i * 4 + j] {
                true => format!("**{p:.2e}**"),
                false => format!("{p:.3}"),
            });
        let shown: Vec<String> = shown.collect();
        let logits: Vec<String> = cell.logits.iter().map(f64::to_string).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            logits.join(", "),
            cell.temperature,
            cell.seed,
            shown.join(" | ")
        );
    }
    let wrong = rejected.iter().filter(|wrong| **wrong).count();
    let _ = match wrong {
        0 => writeln!(text, "\nEvery law holds."),
        _ => writeln!(text, "\n**{wrong} do not hold.**"),
    };
    (text, wrong == 0)
}

fn run() -> Result<bool, Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [draws, seed, minutes, place, rest @ ..] = &given[..] else {
        return Err("DRAWS SEED MINUTES PLACE are wanted".into());
    };
    let (draws, seed): (u64, u32) = (draws.parse()?, seed.parse()?);
    let minutes: f64 = minutes.parse()?;
    let cells = grid(seed);
    let each = (draws / cells.len() as u64).max(10_000);
    let head = format!("v1 seed {seed}, {each} samples a setting");
    let state = format!("{place}.txt");
    let kept = fs::read_to_string(&state).unwrap_or_default();
    let mut rows = match rest.first() {
        Some(_) => Vec::new(),
        None => done(&kept, &head),
    };
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&state)?;
    writeln!(file, "{head}")?;
    let line = |p: &[f64; 4]| p.map(|p| p.to_string()).join(" ");
    for p in &rows {
        writeln!(file, "{}", line(p))?;
    }
    let started = Instant::now();
    let end = Duration::try_from_secs_f64(minutes * 60.0).unwrap_or(Duration::MAX);
    while rows.len() < cells.len() && started.elapsed() < end {
        bar(rows.len(), cells.len(), started);
        let p = check(&cells[rows.len()], each, &Gumbel::standard());
        writeln!(file, "{}", line(&p))?;
        file.flush()?;
        rows.push(p);
    }
    bar(rows.len(), cells.len(), started);
    let (text, right) = report(&cells, &rows, each);
    eprintln!();
    println!("{text}");
    fs::write(format!("{place}.md"), text)?;
    Ok(right)
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("verify: {error}");
            ExitCode::FAILURE
        }
    }
}
