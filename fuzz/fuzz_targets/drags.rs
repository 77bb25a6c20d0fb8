//! A pointer over a picture: see `tests/fuzz/deeds/drags.rs`.

#![no_main]

use gumbel_softmax_fuzz::deeds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| deeds::drags(bytes));
