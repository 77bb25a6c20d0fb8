//! Sorting a few things.

/// Sorts a few things, the smallest by `key` first; those with the same key stay in their order.
///
/// By insertion: the library's stable sort, made for a great many, is 4 kB of WebAssembly for each kind of thing.
pub(crate) fn sort_few<T, K: PartialOrd>(things: &mut [T], key: impl Fn(&T) -> K) {
    for end in 1..things.len() {
        let mut at = end;
        while at > 0 && key(&things[at - 1]) > key(&things[at]) {
            things.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_stable_order() {
        let mut things: Vec<(u32, u32)> = (0..40).map(|i| (i * i % 7, i)).collect();
        let mut other = things.clone();
        sort_few(&mut things, |thing| thing.0);
        other.sort_by_key(|thing| thing.0);
        assert_eq!(things, other);
        for few in [&mut [][..], &mut [(1, 1)]] {
            sort_few(few, |thing: &(u32, u32)| thing.0);
        }
    }
}
