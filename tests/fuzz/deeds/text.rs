//! Text from outside: an address, and what is typed into controls.

use std::sync::OnceLock;

use gumbel_softmax::explorer::{Notices, Params, TABLE};

use super::{check, reads_back};

/// What bytes from 128 on stand for, after the keys of the table: what a reader may type, paste or send, and what breaks readers.
const PIECES: [&str; 62] = [
    "&",
    "=",
    ",",
    "/",
    ":",
    "%",
    "#",
    "?",
    "+",
    "-",
    "\n",
    "%2C",
    "%26",
    "%ff",
    "%00",
    "%e2%88",
    "\u{2212}",
    "\u{2013}",
    "，",
    "、",
    "。",
    "２．５",
    "１",
    "橙",
    "e\u{301}",
    "\u{feff}",
    "\u{202e}",
    "\u{1f600}",
    "\u{3000}",
    "\u{a0}",
    "\u{0}",
    "inf",
    "-inf",
    "-∞",
    "NaN",
    "nan",
    "-0",
    "1e999",
    "-1e999",
    "1e-320",
    "0.1",
    "0.5",
    "1.5",
    "9.9999999",
    "10",
    "11",
    "1e9",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "0.3333333333333333",
    "1e5",
    "argmax",
    "toy",
    "auto",
    "k=",
    "logit:1=",
    "logit:10=",
    "prob:1=",
    "prob:2=",
    "name:1=",
    "0,0,0,0,0,0,0,0,0,0,0",
];

/// ASCII as it is, so that a file of the corpus can be read; each byte above it is a key of the table or a piece.
fn text_of(bytes: &[u8]) -> String {
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let keys = TABLE.iter().map(|row| format!("&{}=", row.key));
        keys.chain(PIECES.map(str::to_owned)).collect()
    });
    let mut text = String::new();
    for &byte in bytes {
        match byte.checked_sub(128) {
            None => text.push(char::from(byte)),
            Some(i) => text.push_str(&all[usize::from(i) % all.len()]),
        }
    }
    text
}

/// The first line is an address; of each other, `key=text` is typed into a control.
pub fn parameter_text(bytes: &[u8]) {
    let text = text_of(&bytes[..bytes.len().min(1024)]);
    let (address, typed) = text.split_once('\n').unwrap_or((&text, ""));
    let mut notices = Notices::default();
    let mut params = Params::from_address(address, &mut notices);
    check(&params);
    reads_back(&params);
    for line in typed.split('\n').take(16) {
        let (key, text) = line.split_once('=').unwrap_or((line, ""));
        let before = params.clone();
        assert_eq!(params.set(key, text, &mut notices), params != before);
        check(&params);
        // What a control shows is what it takes.
        if TABLE.iter().any(|row| row.key == key)
            && let Some(shown) = params.get(key)
        {
            let mut quiet = Notices::default();
            assert!(
                !params.clone().set(key, &shown, &mut quiet),
                "{key}={shown}"
            );
            assert_eq!(quiet.list(), [], "{key}={shown}");
        }
    }
    reads_back(&params);
    assert!(notices.list().len() <= 12);
    for notice in notices.list() {
        for said in [&notice.key, &notice.given, &notice.used] {
            assert!(
                said.chars().count() <= 41 && !said.chars().any(char::is_control),
                "{notice:?}"
            );
        }
    }
}
