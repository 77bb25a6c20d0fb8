//! What the fuzz targets try for long, tried briefly: the same deeds from random bytes, and every file of the corpus.
//! `cargo xtask fuzz` is the long form.

mod deeds;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}

/// Every file of the corpus of a target; there are at least a dozen.
fn replay(target: &str, deed: fn(&[u8])) {
    let place = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let files: Vec<_> = fs::read_dir(place).expect("a corpus").collect();
    assert!(files.len() >= 12, "{target}: {} files", files.len());
    for file in files {
        let file = file.expect("a file of the corpus").path();
        println!("{}", file.display());
        deed(&fs::read(file).expect("its bytes"));
    }
}

#[test]
fn the_corpus_of_parameter_text_holds() {
    replay("parameter_text", deeds::parameter_text);
}

#[test]
fn the_corpus_of_drags_holds() {
    replay("drags", deeds::drags);
}

#[test]
fn the_corpus_of_steps_holds() {
    replay("steps", deeds::steps);
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn any_text_gives_valid_parameters(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        deeds::parameter_text(&bytes);
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_drag_gives_valid_parameters_and_a_picture(bytes in prop::collection::vec(any::<u8>(), 12..64)) {
        deeds::drags(&bytes);
    }

    #[test]
    fn any_steps_leave_no_trace(bytes in prop::collection::vec(any::<u8>(), 12..80)) {
        deeds::steps(&bytes);
    }
}
