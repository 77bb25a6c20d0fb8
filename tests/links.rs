//! An old link keeps meaning the same picture: the digest of the state after its N samples, which
//! never changes, and of the SVG of each view, which changes with a picture's design alone and is
//! named in the CHANGELOG then. `tests/links.json` is read by the browser tests as well.
//!
//! UPDATE_GOLDEN=1 writes the digests of the pictures anew, never those of the states.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use gumbel_softmax::explorer::{Explorer, Notices, Params};
use gumbel_softmax::view::{self, Focus, Theme, ViewKind};
use serde_json::Value;

/// FNV-1a, 64 bits: as in the browser test.
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links.json")
}

fn rows() -> Vec<Value> {
    let text = std::fs::read_to_string(path()).expect("tests/links.json");
    serde_json::from_str(&text).expect("a list of rows")
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key]
        .as_str()
        .unwrap_or_else(|| panic!("{row}: no {key}"))
}

/// The state that a link opens, all its samples drawn.
fn open(address: &str) -> Explorer {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), [], "{address}");
    let n = params.n;
    let mut explorer = Explorer::new(params);
    explorer.step(n);
    while !explorer.refine(u64::MAX) {}
    explorer
}

const VIEWS: [&str; 4] = ["noise", "draw", "simplex", "histogram"];

fn pictures(explorer: &Explorer) -> [String; 4] {
    VIEWS.map(|name| {
        let view = ViewKind::from_name(name).expect("a view");
        let size = (640.0, view::height_for(view, explorer, 640.0));
        let svg = view::svg(view, explorer, size, &Theme::light(), &Focus::default());
        digest(&svg)
    })
}

#[test]
fn an_old_link_opens_the_state_that_it_always_opened() {
    let rows = rows();
    assert!(rows.len() >= 12, "a list that was emptied proves nothing");
    let mut wrong = Vec::new();
    for row in rows {
        let explorer = open(text(&row, "address"));
        let state = format!("{:016x}", explorer.digest());
        if text(&row, "state") != state {
            wrong.push(format!("{} {state}", row["address"]));
        }
        // What is written today may be longer or shorter than an old link, and means the same.
        let again = open(&explorer.params().address());
        assert_eq!(again.params(), explorer.params(), "{row}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_old_link_shows_the_pictures_that_it_always_showed() {
    let update = std::env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1");
    let mut wrong = Vec::new();
    let mut written = Vec::new();
    for row in rows() {
        let address = text(&row, "address");
        let mut line = format!(
            "  {{\"address\": {}, \"state\": \"{}\"",
            row["address"],
            text(&row, "state")
        );
        for (view, picture) in VIEWS.into_iter().zip(pictures(&open(address))) {
            if row[view] != picture.as_str() {
                wrong.push(format!("{view} of {address}: {picture}"));
            }
            let _ = write!(line, ",\n    \"{view}\": \"{picture}\"");
        }
        written.push(line + "}");
    }
    if update {
        let all = format!("[\n{}\n]\n", written.join(",\n"));
        std::fs::write(path(), all).expect("tests/links.json");
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
