//! `cargo xtask serve`: the page on this machine, rebuilt and reloaded on a change when asked.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use clap::Args;

use crate::command::{self, Failure, Outcome};
use crate::{site, toolchain, wasm};

const FIRST_PORT: u16 = 8080;
const TRIES: u16 = 100;
const LOOK: Duration = Duration::from_millis(300);

/// How to serve.
#[derive(Args)]
pub struct Options {
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Rebuild on a change in src or www, and reload the page
    #[arg(long)]
    watch: bool,
    /// The port; without it, 8080 or the next that is free
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
}

/// Builds and serves the page until it is stopped.
pub fn serve(root: &Path, options: &Options) -> Outcome<()> {
    if let Some(port) = options.port {
        // Said before the build, not minutes after it.
        choose_port(Some(port), is_free)?;
    }
    toolchain::ensure(root)?;
    let seen = changes(root);
    wasm::build(root)?;
    let port = choose_port(options.port, is_free)?;
    let mut server = start(root, port, options.watch)?;
    // Held until the end: the server stops when it closes, and waiting for the server would close it.
    let _life = server.stdin.take();
    let address = format!("http://127.0.0.1:{port}/");
    wait_until_served(&mut server, port)?;
    println!("\nServing the page at {address} (Ctrl-C stops).");
    if options.open {
        open(&address);
    }
    if options.watch {
        println!("Watching src, Cargo.toml, www and index.html.");
        watch(root, &mut server, seen)
    } else {
        ended(server.wait())
    }
}

/// The wanted port if it is free; without a wish, the first free one from 8080 on.
fn choose_port(wanted: Option<u16>, free: impl Fn(u16) -> bool) -> Outcome<u16> {
    match wanted {
        Some(port) if free(port) => Ok(port),
        Some(port) => Err(Failure::new(
            format!("port {port} is in use"),
            "choose another with --port, or leave --port out to get the next free one",
        )),
        None => (FIRST_PORT..FIRST_PORT + TRIES)
            .find(|&port| free(port))
            .ok_or_else(|| {
                Failure::new(
                    format!(
                        "the ports {FIRST_PORT} to {} are all in use",
                        FIRST_PORT + TRIES - 1
                    ),
                    "choose a free one with --port",
                )
            }),
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Starts esbuild's server. It stops when its standard input closes, so it never outlives this program.
fn start(root: &Path, port: u16, watch: bool) -> Outcome<Child> {
    command::announce("page: esbuild");
    let mut node = site::script(root);
    node.arg("--out")
        .arg(site::directory(root))
        .arg("--serve")
        .arg(port.to_string());
    if watch {
        node.arg("--watch");
    }
    node.stdin(Stdio::piped());
    node.spawn()
        .map_err(|error| command::not_started(&node, &error))
}

fn wait_until_served(server: &mut Child, port: u16) -> Outcome<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let began = Instant::now();
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        if !matches!(server.try_wait(), Ok(None)) {
            return Err(Failure::new(
                "the server did not start",
                "correct the first error above and run it again",
            ));
        }
        if began.elapsed() > Duration::from_secs(60) {
            // The page is better served late than never explained.
            let _ = server.kill();
            return Err(Failure::new(
                "the server does not answer",
                "choose another port with --port",
            ));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if !command.status().is_ok_and(|status| status.success()) {
        println!("No browser could be opened from here: open {address} yourself.");
    }
}

/// Rebuilds the module when its sources change; esbuild sees to the page, the finished module included.
fn watch(root: &Path, server: &mut Child, mut seen: Sources) -> Outcome<()> {
    loop {
        if !matches!(server.try_wait(), Ok(None)) {
            return ended(server.wait());
        }
        thread::sleep(LOOK);
        let now = changes(root);
        if now != seen {
            seen = now;
            match wasm::build(root) {
                Ok(()) => println!("    ready; the page reloads"),
                Err(failure) => eprintln!(
                    "{failure}\n       The page stays as it was; waiting for the next change."
                ),
            }
        }
    }
}

fn ended(status: io::Result<std::process::ExitStatus>) -> Outcome<()> {
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Failure::new(
            "the server stopped",
            "read the error above and run it again",
        )),
    }
}

/// When each source of the core was last written.
type Sources = BTreeMap<PathBuf, Option<SystemTime>>;

fn changes(root: &Path) -> Sources {
    let mut sources = Sources::new();
    for start in ["src", "Cargo.toml", "Cargo.lock"] {
        collect(&root.join(start), &mut sources);
    }
    sources
}

fn collect(path: &Path, sources: &mut Sources) {
    if let Ok(entries) = path.read_dir() {
        for entry in entries.flatten() {
            collect(&entry.path(), sources);
        }
    } else {
        let written = path.metadata().and_then(|data| data.modified()).ok();
        sources.insert(path.to_path_buf(), written);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_free_port_is_taken() {
        assert_eq!(choose_port(None, |_| true), Ok(8080));
        assert_eq!(choose_port(None, |port| port > 8082), Ok(8083));
    }

    #[test]
    fn a_wanted_port_is_not_exchanged() {
        assert_eq!(choose_port(Some(9000), |_| true), Ok(9000));
        let failure = choose_port(Some(9000), |port| port != 9000).unwrap_err();
        assert_eq!(failure.what, "port 9000 is in use");
        assert!(failure.advice.contains("--port"));
    }

    #[test]
    fn no_free_port_says_so() {
        let failure = choose_port(None, |_| false).unwrap_err();
        assert_eq!(failure.what, "the ports 8080 to 8179 are all in use");
    }

    #[test]
    fn a_port_in_use_is_seen() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(!is_free(listener.local_addr().unwrap().port()));
    }

    #[test]
    fn sources_are_found_and_a_missing_one_is_no_error() {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = changes(xtask);
        assert!(sources.contains_key(&xtask.join("src/serve.rs")));
        assert_eq!(sources, changes(xtask));
    }
}
