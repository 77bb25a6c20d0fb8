//! Old links keep their samples: the digest of the state after N samples, as it was when `v=1` was
//! fixed. `tests/digests.json` is read by the browser tests as well.

use std::path::Path;

use gumbel_softmax::explorer::{Explorer, Notices, Params};
use serde_json::Value;

#[test]
fn every_link_gives_the_state_that_it_always_gave() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/digests.json");
    let text = std::fs::read_to_string(path).expect("tests/digests.json");
    let rows: Vec<Value> = serde_json::from_str(&text).expect("a list of rows");
    assert!(rows.len() >= 8, "a list that was emptied proves nothing");
    let mut wrong = Vec::new();
    for row in rows {
        let address = row["address"].as_str().expect("an address");
        let mut notices = Notices::default();
        let params = Params::from_address(address, &mut notices);
        assert_eq!(notices.list(), [], "{address}");
        assert_eq!(
            params.address(),
            address,
            "the list holds canonical addresses"
        );
        let n = params.n;
        let mut explorer = Explorer::new(params);
        explorer.step(n);
        let digest = format!("{:016x}", explorer.digest());
        if row["digest"] != digest.as_str() {
            wrong.push(format!("{address}: {digest}, was {}", row["digest"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
