//! Settings from the literature and from teaching, each as what it changes of an address.

/// An id and an address. `concrete`: Maddison, Mnih, Teh (2017), figure 2, alpha = (2, 0.5, 1);
/// `practice`: their temperature 2/3, the best single value over 2-, 4- and 8-ary variables;
/// `seven`: seven categories as in Jang, Gu, Poole (2017), figure 1 (the numbers are ours).
pub const PRESETS: [(&str, &str); 9] = [
    ("notes", "logits=2,1,0.1&tau=0.5"),
    ("rising", "logits=0.5,1.5,2.5&tau=0.5"),
    ("concrete", "probs=2,0.5,1&tau=0.5"),
    ("gentle", "probs=0.5,0.3,0.2&tau=1"),
    ("peaked", "probs=0.1,0.7,0.2&tau=0.1"),
    ("uniform", "logits=0,0,0&tau=1"),
    ("practice", "logits=1,0.5,0,-0.5&tau=0.666667"),
    ("binary", "logits=1,0&tau=0.5"),
    ("seven", "probs=0.05,0.1,0.2,0.3,0.2,0.1,0.05&tau=0.5"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::{Notices, Params};

    #[test]
    fn every_preset_reads_without_a_notice() {
        for (id, address) in PRESETS {
            let mut notices = Notices::default();
            Params::from_address(address, &mut notices);
            assert_eq!(notices.list(), [], "{id}");
        }
    }
}
