//! Text from outside: see `tests/fuzz/deeds/text.rs`.

#![no_main]

use gumbel_softmax_fuzz::deeds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| deeds::parameter_text(bytes));
