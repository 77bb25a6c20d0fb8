//! The deeds that are tried: those of the property tests.

#[path = "../../tests/fuzz/deeds/mod.rs"]
pub mod deeds;
