//! The example `figure`: every view as SVG, a PNG of the size that was asked for, and wrong options in words.

#[path = "../examples/figure.rs"]
#[allow(dead_code)] // Its `main`.
mod figure;

use std::path::PathBuf;

use gumbel_softmax::explorer::{Explorer, Params, TABLE};
use gumbel_softmax::view::{self, Focus, Theme, ViewKind};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::Document;

fn run(options: &str) -> Result<String, String> {
    let arguments: Vec<String> = options.split(' ').map(str::to_owned).collect();
    figure::run(&arguments)
}

fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn every_view_is_a_well_formed_svg_of_its_size() {
    for kind in ViewKind::ALL {
        let name = kind.name();
        let out = place(&format!("{name}.svg"));
        let file = out.display();
        let said = run(&format!(
            "--view {name} --tau 0.8 --n 300 --seed 7 --width 500 --out {file}"
        ));
        assert!(
            said.is_ok_and(|said| said.contains("300 samples")),
            "{name}"
        );
        let text = std::fs::read_to_string(&out).expect(name);
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "svg");
        assert_eq!(root.attribute("width"), Some("500"), "{name}");
        let height: f64 = root
            .attribute("height")
            .unwrap_or_default()
            .parse()
            .expect(name);
        let state = Explorer::new(Params::default());
        assert_eq!(height, view::height_for(kind, &state, 500.0), "{name}");
        let marks = root.descendants().filter(|node| node.is_element()).count();
        assert!(marks > 20, "{name}: {marks} elements");
    }
}

#[test]
fn it_is_the_picture_that_the_core_draws() {
    let out = place("same.svg");
    let options = format!(
        "--logits -1,0,2.5 --tau=argmax --seed 3 --n 50 --names a,b&c,ä --height 400 --dark --out {}",
        out.display()
    );
    run(&options).expect("a picture");
    let params = Params {
        logits: vec![-1.0, 0.0, 2.5],
        ..Params::from_address(
            "tau=argmax&seed=3&n=50&names=a,b%26c,%C3%A4",
            &mut Default::default(),
        )
    };
    let mut explorer = Explorer::new(params);
    explorer.step(50);
    let svg = view::svg(
        ViewKind::Simplex,
        &explorer,
        (672.0, 400.0),
        &Theme::dark(),
        &Focus::default(),
    );
    assert_eq!(std::fs::read_to_string(&out).ok(), Some(svg));
}

#[test]
fn a_png_has_its_size_and_the_density_in_it() {
    let out = place("simplex.png");
    let said = run(&format!(
        "--logits 2,1,0.1 --tau 0.5 --n 2000 --seed 7 --width 400 --scale 1.5 --out {}",
        out.display()
    ));
    assert!(
        said.as_ref().is_ok_and(|said| said.contains("600 x ")),
        "{said:?}"
    );
    let picture = Pixmap::load_png(&out).expect("a PNG");
    let height = view::height_for(ViewKind::Simplex, &Explorer::new(Params::default()), 400.0);
    assert_eq!(
        (picture.width(), picture.height()),
        (600, (height * 1.5).round() as u32)
    );
    let pixels = picture.pixels();
    assert!(
        pixels.iter().all(|pixel| pixel.alpha() == 255),
        "nothing is left open"
    );
    let corner = pixels[0];
    assert_eq!(
        (corner.red(), corner.green(), corner.blue()),
        (255, 255, 255)
    );
    // A third of the picture is the triangle, in the colours of viridis, which has no grey.
    let coloured = pixels.iter().filter(|p| {
        p.red()
            .abs_diff(p.green())
            .max(p.green().abs_diff(p.blue()))
            > 24
    });
    let share = coloured.count() as f64 / pixels.len() as f64;
    assert!((0.2..0.6).contains(&share), "{share}");
}

#[test]
fn wrong_options_are_said_in_words() {
    for (options, words) in [
        ("--view nose --out x.svg", "there is no view \"nose\""),
        ("--view noise", "--out FILE is missing"),
        ("--nose 1 --out x.svg", "there is no option --nose"),
        ("noise", "\"noise\" is no option"),
        ("--out", "--out wants a value"),
        ("--out a.svg --out b.svg", "--out is given twice"),
        ("--out x.gif", "x.gif ends in neither .svg nor .png"),
        (
            "--width wide --out x.svg",
            "--width wide is no number from 1 to 8192",
        ),
        ("--width 0 --out x.svg", "--width 0 is no number"),
        ("--scale nan --out x.svg", "--scale nan is no number"),
        (
            "--width 8000 --height 8000 --n 1 --scale 16 --out x.png",
            "pixels are too many",
        ),
        ("--out /no/such/place/x.svg --n 1", "/no/such/place/x.svg: "),
    ] {
        let wrong = run(options).expect_err(options);
        assert!(wrong.contains(words), "{options}: {wrong}");
    }
}

#[test]
fn the_help_names_every_view_and_every_parameter() {
    let help = run("--help").expect("help");
    for kind in ViewKind::ALL {
        assert!(help.contains(kind.name()), "{}", kind.name());
    }
    for row in &TABLE {
        assert!(help.contains(&format!("--{} ", row.key)), "{}", row.key);
    }
}
