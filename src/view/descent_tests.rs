//! What the descent and the straight-through sample say and do under a pointer.

use super::tests::{TEN, check_labels};
use super::*;
use crate::explorer::{Job, Notices};

fn explorer(address: &str) -> Explorer {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), [], "{address}");
    let mut explorer = Explorer::new(params);
    explorer.step(1);
    while !explorer.work(Job::Descent, 100_000) {}
    explorer
}

fn read(view: ViewKind, explorer: &Explorer, size: (f64, f64), at: (f64, f64)) -> Probe {
    probe(view, explorer, size, &Theme::light(), &Focus::default(), at)
}

#[test]
fn the_cursor_of_the_descent_goes_where_it_is_dragged() {
    let (size, theme) = ((700.0, 400.0), Theme::light());
    let mut explorer = explorer("probs=2,0.5,1&tau=1&seed=7&at=0.5");
    let plan = descent::Plan::new(explorer.params(), size, &theme);
    let x = |share: f64| plan.losses.x + plan.losses.w * share;
    let y = plan.losses.y + 20.0;
    let view = ViewKind::Descent;
    assert_eq!(
        read(view, &explorer, size, (x(0.5) + 5.0, y)).grab,
        Some(Grab::Step)
    );
    assert_eq!(read(view, &explorer, size, (x(0.2), y)).grab, None);
    for share in [0.0, 0.25, 1.0] {
        let to = (x(share), y);
        let moved = drag(view, &explorer, size, &theme, Grab::Step, to).unwrap();
        assert_eq!(moved.at, share);
    }
    let beyond = drag(view, &explorer, size, &theme, Grab::Step, (1e9, y)).unwrap();
    assert_eq!(beyond.at, 1.0);
    let back = nudge(view, &explorer, Grab::Step, -2.0, 0.0).unwrap();
    assert_eq!(back.at, 0.48);
    assert!(drag(view, &explorer, size, &theme, Grab::Fill, (0.0, 0.0)).is_none());
    explorer.set_params(back);
    let race = explorer.race().unwrap();
    let exact = race.expected_at(0, 144).unwrap().mean;
    let place = descent::scale(&explorer, &plan).at(exact);
    let found = read(view, &explorer, size, (plan.step.at(144.0), place)).text;
    let (wanted, start) = (format!("E[f(z)] = {exact:.3}"), "t = 144 · τ = 1.000 · ");
    assert!(
        found.starts_with(start) && found.contains(&wanted),
        "{found}"
    );
}

#[test]
fn each_cell_of_the_pass_reads_its_number() {
    let explorer = explorer("probs=2,0.5,1&tau=0.5&seed=3");
    let size = (700.0, height_for(ViewKind::Passing, &explorer, 700.0));
    let draw = explorer.draw().unwrap();
    let passed = passing::pass(explorer.params(), draw).logits.unwrap();
    let mut read_off = 0;
    for x in (90..700).step_by(10) {
        for y in (80..size.1 as usize).step_by(4) {
            let found = read(ViewKind::Passing, &explorer, size, (x as f64, y as f64));
            let Some(k) = found.category else { continue };
            let name = &explorer.params().names[k];
            let (g, back) = (
                format!("g_{name} = "),
                format!("∂f/∂l_{name} = (J(y)ᵀ ∂f/∂z)_{name} = "),
            );
            if found.text.starts_with(&g) {
                assert_eq!(found.text, g + &notation::readout(draw.gumbel_noise[k]));
                read_off += 1;
            } else if found.text.starts_with(&back) {
                assert_eq!(found.text, back + &notation::readout(passed[k]));
                read_off += 1;
            }
        }
    }
    assert!(read_off > 20, "{read_off}");
}

#[test]
fn labels_of_a_descent_stay_apart() {
    let all = "estimators=reinforce,baseline,loo,gs,stgs,st,rebar&steps=30&replicates=3";
    for k in [2, 3, 10] {
        let logits = TEN[..k]
            .iter()
            .map(f64::to_string)
            .collect::<Vec<_>>()
            .join(",");
        for rest in [
            "schedule=linear&at=0.3",
            "tau=0.01&rate=1000000",
            "tau=100&schedule=exponential&decay=1&floor=10",
            "objective=table&at=0",
        ] {
            let explorer = explorer(&format!("logits={logits}&{all}&{rest}"));
            for width in [280.0, 360.0, 640.0, 1100.0] {
                for view in [ViewKind::Descent, ViewKind::Passing] {
                    let size = (width, height_for(view, &explorer, width));
                    check_labels(view, &explorer, size, &Theme::light());
                }
            }
        }
    }
}
