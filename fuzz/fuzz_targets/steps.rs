//! Samples in steps: see `tests/fuzz/deeds/steps.rs`.

#![no_main]

use gumbel_softmax_fuzz::deeds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| deeds::steps(bytes));
