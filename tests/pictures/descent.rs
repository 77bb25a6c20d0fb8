//! Golden pictures of the descent and of the straight-through sample.

use gumbel_softmax::explorer::{Explorer, Job, Notices, Params};
use gumbel_softmax::view::{self, Focus, Theme, ViewKind};

use super::compare;

/// An explorer under an address, its samples drawn and the given share of its descents run.
fn descended(address: &str, steps: u64) -> Explorer {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), [], "{address}");
    let mut explorer = Explorer::new(params);
    explorer.step(3);
    for _ in 0..steps {
        explorer.work(Job::Descent, 1);
    }
    explorer
}

#[test]
fn pictures_of_the_descent_are_as_they_were() {
    use ViewKind::{Descent, Passing};
    let (light, dark) = (Theme::light(), Theme::dark());
    let rest = Focus::default();
    let at = Focus {
        category: Some(1),
        ..rest
    };
    let ten = "logits=1,0.5,0,-0.5,0.3,0.8,0.2,0.6,-1,-0.2&seed=7";
    let all = "estimators=reinforce,baseline,loo,gs,stgs,st,rebar";
    let cases = [
        (
            "descent",
            "probs=2,0.5,1&tau=1&seed=7",
            300,
            700.0,
            Descent,
            &light,
            &rest,
        ),
        (
            "descent-linear",
            &format!("probs=2,0.5,1&tau=1&seed=7&schedule=linear&at=0.4&{all}"),
            300,
            360.0,
            Descent,
            &dark,
            &rest,
        ),
        (
            "descent-ten",
            &format!(
                "{ten}&tau=0.3&triple=2,4,9&steps=60&objective=linear&optimizer=adam&rate=0.1"
            ),
            40,
            900.0,
            Descent,
            &dark,
            &at,
        ),
        (
            "descent-two",
            "logits=1,0&tau=0.5&seed=7&objective=toy&target=0.45&schedule=exponential&floor=0.2&steps=80",
            80,
            320.0,
            Descent,
            &light,
            &rest,
        ),
        (
            "descent-diverged",
            "probs=2,0.5,1&seed=7&tau=0.01&rate=100000&steps=40&at=0.7",
            40,
            560.0,
            Descent,
            &light,
            &rest,
        ),
        (
            "descent-lost",
            "logits=1,-inf,0&seed=7&tau=argmax&steps=30",
            30,
            320.0,
            Descent,
            &light,
            &rest,
        ),
        (
            "descent-point",
            "logits=1,-inf&seed=7&tau=100&steps=5&objective=table",
            5,
            320.0,
            Descent,
            &dark,
            &rest,
        ),
        (
            "descent-none",
            "probs=2,0.5,1&seed=7",
            0,
            320.0,
            Descent,
            &light,
            &rest,
        ),
        (
            "passing",
            "probs=2,0.5,1&tau=0.5&seed=3",
            0,
            700.0,
            Passing,
            &light,
            &rest,
        ),
        (
            "passing-two",
            "logits=1,0&tau=100&seed=3",
            0,
            320.0,
            Passing,
            &dark,
            &rest,
        ),
        (
            "passing-ten",
            &format!("{ten}&tau=0.01"),
            0,
            320.0,
            Passing,
            &dark,
            &at,
        ),
        (
            "passing-lost",
            "logits=1,-inf,0&tau=argmax&seed=3",
            0,
            320.0,
            Passing,
            &light,
            &rest,
        ),
        (
            "passing-table",
            "probs=2,0.5,1&tau=0.5&seed=3&objective=table",
            0,
            480.0,
            Passing,
            &light,
            &rest,
        ),
    ];
    let failures =
        cases
            .into_iter()
            .filter_map(|(name, address, steps, width, view, theme, focus)| {
                let explorer = descended(address, steps);
                let size = (width, view::height_for(view, &explorer, width));
                compare(name, &view::svg(view, &explorer, size, theme, focus)).err()
            });
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{failures:#?}");
}
