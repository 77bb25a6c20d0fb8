//! Samples in steps of any length, while parameters change: how it came there leaves no trace.

use gumbel_softmax::explorer::kernel::Setting;
use gumbel_softmax::explorer::{Explorer, Params, Run};

use super::{Hand, check};

/// No more samples than this in one input, so that many can be tried.
const MOST: u64 = 1600;
/// Nor more changes of parameters, each with its quadratures and its samples drawn again.
const CHANGES: usize = 3;

fn setting(params: &Params) -> Setting {
    Setting::new(&params.logits, params.temperature.tau())
}

/// A setting, and up to 16 of what a reader and the loop of frames do with it.
pub fn steps(bytes: &[u8]) {
    let hand = &mut Hand(bytes);
    let mut params = Params::default();
    let logits = hand.logits();
    params.set_categories(logits.len());
    params.logits = logits;
    params.temperature = hand.temperature();
    params.seed = u32::from(hand.word());
    params.n = 0;
    let first = params.clone();
    let mut cut = Run::new(first.seed, setting(&first));
    let mut explorer = Explorer::new(params);
    // The least that it may be given, so that what is shown can be fewer than there are.
    explorer.set_budget(0);
    let mut changes = 0;
    for _ in 0..16 {
        if hand.is_empty() {
            break;
        }
        let new = deed(hand, &mut explorer, &mut cut);
        if let Some(new) = new.filter(|_| changes < CHANGES) {
            explorer.set_params(new);
            changes += 1;
        }
        let n = explorer.n();
        assert!(explorer.shown() <= n && explorer.refined() <= n);
        let drawn = explorer.refined() == n;
        assert!(!explorer.complete() || drawn);
        assert!(!drawn || explorer.complete() || explorer.pinned().is_some());
        holds_all(&explorer);
    }
    while !explorer.refine(700) {}
    check(explorer.params());
    let params = explorer.params();
    let mut whole = Run::new(params.seed, setting(params));
    whole.advance(explorer.n());
    assert_eq!(explorer.digest(), whole.digest());
    assert_eq!(explorer.tally(), whole.tally());
    assert_eq!(explorer.dots(), whole.dots());
    if let (Some(pinned), Some(pin)) = (explorer.pinned(), &params.pin) {
        let mut again = Run::new(pin.seed, Setting::new(&pin.logits, pin.temperature.tau()));
        again.advance(pinned.run.n());
        assert_eq!(pinned.run, again);
    }
    // The same cuts with nothing changed on the way.
    let mut whole = Run::new(first.seed, setting(&first));
    whole.advance(cut.n());
    assert_eq!(cut.digest(), whole.digest());
    assert_eq!(cut, whole);
}

/// One of them; new parameters are handed back.
fn deed(hand: &mut Hand, explorer: &mut Explorer, cut: &mut Run) -> Option<Params> {
    let room = MOST.saturating_sub(explorer.n());
    let mut params = explorer.params().clone();
    match hand.below(12) {
        0..4 => {
            let count = u64::from(hand.byte() % 96);
            explorer.step(count.min(room));
            cut.advance(count);
            return None;
        }
        4 => {
            explorer.step((u64::from(hand.byte()) * 8).min(room));
            return None;
        }
        5 => {
            explorer.refine(u64::from(hand.word() % 1024));
            return None;
        }
        6 => {
            match hand.below(4) {
                0 => explorer.stop(),
                1 => explorer.reset(),
                2 => explorer.pin(),
                _ => explorer.unpin(),
            }
            return None;
        }
        7 => params.temperature = hand.temperature(),
        8 => {
            let k = hand.below(params.categories());
            params.logits[k] = hand.logit();
            if !params.logits.iter().any(|l| l.is_finite()) {
                params.logits[k] = 0.0;
            }
        }
        9 => params.set_categories(hand.categories()),
        10 => params.seed = u32::from(hand.word()),
        _ => params.n = params.n.min(u64::from(hand.word() % 2048)),
    }
    Some(params)
}

/// Nothing is lost, in each part of the tally over the samples that it has seen.
fn holds_all(explorer: &Explorer) {
    let (tally, params) = (explorer.tally(), explorer.params());
    let k = params.categories();
    assert_eq!(tally.noise.noises(), tally.noise.n * k as u64);
    assert_eq!(tally.hard.counts.iter().sum::<u64>(), tally.hard.n);
    let n = tally.soft.n;
    assert_eq!(n, explorer.shown());
    for (i, logit) in params.logits.iter().enumerate() {
        assert_eq!(tally.soft.histogram(i).iter().sum::<u64>(), n);
        if *logit == f64::NEG_INFINITY {
            assert_eq!(tally.hard.counts[i], 0);
        }
    }
    if n > 0 {
        let total: f64 = (0..k).filter_map(|i| tally.soft.mean(i)).sum();
        assert!((total - 1.0).abs() < 1e-6, "{total}");
    }
    let dots = explorer.dots();
    assert_eq!(dots.len() as u64, explorer.refined().min(1000));
    for dot in dots.iter().rev().take(16) {
        assert!(dot.y.iter().all(|y| (0.0..=1.0).contains(y)), "{dot:?}");
        assert!((dot.y.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{dot:?}");
        assert!(params.logits[usize::from(dot.winner)].is_finite());
    }
}
