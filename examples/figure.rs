//! Any view as a file, for papers and slides:
//!
//!     cargo run --example figure -- --view simplex --logits 2,1,0.1 --tau 0.5 --n 2000 --seed 7 --out simplex.svg
//!
//! `--help` lists the options. A `.png` needs a font on the machine for its text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gumbel_softmax::explorer::{Explorer, Notices, Params, TABLE};
use gumbel_softmax::view::{self, Focus, Theme, ViewKind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

/// CSS pixels: the width of a figure on the page.
const WIDTH: f64 = 672.0;
/// The largest side of a picture in CSS pixels, as in [`view::svg`].
const LARGEST: f64 = 8192.0;
/// Pixels of a PNG to a CSS pixel.
const SCALE: f64 = 2.0;
/// What a PNG may have: 100 million pixels, 400 MB.
const MOST_PIXELS: f64 = 1e8;

/// Does what the options ask for, and says what was done.
pub fn run(arguments: &[String]) -> Result<String, String> {
    if arguments.is_empty()
        || arguments
            .iter()
            .any(|text| text == "--help" || text == "-h")
    {
        return Ok(help());
    }
    write(&read(arguments)?)
}

/// What the command asks for.
struct Figure {
    view: ViewKind,
    params: Params,
    width: f64,
    height: Option<f64>,
    scale: f64,
    dark: bool,
    out: PathBuf,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("error: {wrong}\n next: --help lists the options");
            ExitCode::FAILURE
        }
    }
}

/// The options, those of the table of parameters included.
fn help() -> String {
    let views = ViewKind::ALL.map(ViewKind::name).join(", ");
    let mut text = format!(
        "Draws a view into a file.\n\n  \
         --out FILE      .svg or .png\n  \
         --view VIEW     {views}\n  \
         --width PX      in CSS pixels; {WIDTH} unless given\n  \
         --height PX     what suits the width, unless given\n  \
         --scale S       pixels of a PNG to a CSS pixel; {SCALE} unless given\n  \
         --dark          on a dark ground, as --theme dark\n\n\
         The parameters, as in a link:\n\n"
    );
    for row in &TABLE {
        let default = row.default_text();
        let kind = row.kind.name();
        let unless = if default.is_empty() {
            String::new()
        } else {
            format!("; {default} unless given")
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<15} {kind}{unless}", format!("--{}", row.key));
    }
    text
}

/// Reads the options; what the parameters make of a wrong value is said and used.
fn read(arguments: &[String]) -> Result<Figure, String> {
    let mut own: BTreeMap<&str, &str> = BTreeMap::new();
    let mut dark = false;
    let mut address = String::new();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        let Some(option) = argument.strip_prefix("--") else {
            return Err(format!("\"{argument}\" is no option"));
        };
        if option == "dark" {
            dark = true;
            continue;
        }
        let (name, value) = match option.split_once('=') {
            Some(pair) => pair,
            // A value may begin with a minus.
            None => (
                option,
                rest.next()
                    .ok_or_else(|| format!("--{option} wants a value"))?,
            ),
        };
        if ["out", "view", "width", "height", "scale"].contains(&name) {
            if own.insert(name, value).is_some() {
                return Err(format!("--{name} is given twice"));
            }
        } else if TABLE.iter().any(|row| row.key == name) {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
            let _ = write!(address, "&{name}={value}");
        } else {
            return Err(format!("there is no option --{name}"));
        }
    }

    let number = |name: &str, range: (f64, f64)| match own.get(name) {
        None => Ok(None),
        Some(text) => match text.parse::<f64>() {
            Ok(value) if (range.0..=range.1).contains(&value) => Ok(Some(value)),
            _ => Err(format!(
                "--{name} {text} is no number from {} to {}",
                range.0, range.1
            )),
        },
    };
    let name = own.get("view").copied().unwrap_or("simplex");
    let view = ViewKind::from_name(name).ok_or_else(|| format!("there is no view \"{name}\""))?;
    let width = number("width", (1.0, LARGEST))?.unwrap_or(WIDTH);
    let height = number("height", (1.0, LARGEST))?;
    let scale = number("scale", (0.1, 16.0))?.unwrap_or(SCALE);
    let out = own.get("out").ok_or("--out FILE is missing")?;

    let mut notices = Notices::default();
    let params = Params::from_address(address.trim_start_matches('&'), &mut notices);
    for notice in notices.list() {
        eprintln!("note: {notice}");
    }
    Ok(Figure {
        view,
        dark: dark || params.theme == "dark",
        params,
        width,
        height,
        scale,
        out: PathBuf::from(out),
    })
}

/// Draws and writes the file; returns what it holds, in words.
fn write(figure: &Figure) -> Result<String, String> {
    let n = figure.params.n;
    let mut explorer = Explorer::new(figure.params.clone());
    explorer.step(n);
    while !explorer.refine(u64::MAX) {}
    let height = figure
        .height
        .unwrap_or_else(|| view::height_for(figure.view, &explorer, figure.width));
    let theme = if figure.dark {
        Theme::dark()
    } else {
        Theme::light()
    };
    let size = (figure.width, height);
    let svg = view::svg(figure.view, &explorer, size, &theme, &Focus::default());
    let (bytes, size) = match figure.out.extension().and_then(|text| text.to_str()) {
        Some("svg") => (svg.into_bytes(), format!("{} x {height}", figure.width)),
        Some("png") => {
            let picture = painted(&svg, figure.scale)?;
            let size = format!("{} x {} pixels", picture.width(), picture.height());
            (
                picture.encode_png().map_err(|error| error.to_string())?,
                size,
            )
        }
        _ => {
            return Err(format!(
                "{} ends in neither .svg nor .png",
                figure.out.display()
            ));
        }
    };
    save(&figure.out, &bytes)?;
    let view = figure.view.name();
    let out = figure.out.display();
    Ok(format!("{out}: {view}, {n} samples, {size}"))
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The SVG as pixels, `scale` to a CSS pixel.
fn painted(svg: &str, scale: f64) -> Result<Pixmap, String> {
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    match plain_font(fonts) {
        // Where the theme's own is not there.
        Some(family) => {
            fonts.set_sans_serif_family(family.clone());
            options.font_family = family;
        }
        None => eprintln!(
            "note: there is no font on this machine, so the picture has no text; an SVG has it"
        ),
    }
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let side = |length: f32| (f64::from(length) * scale).round().max(1.0);
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    if width * height > MOST_PIXELS {
        return Err(format!(
            "{width} x {height} pixels are too many; a smaller --scale or --width helps"
        ));
    }
    let mut picture =
        Pixmap::new(width as u32, height as u32).ok_or("no memory for the picture")?;
    resvg::render(
        &tree,
        Transform::from_scale(scale as f32, scale as f32),
        &mut picture.as_mut(),
    );
    Ok(picture)
}

/// The family to set text in: one that is known to be plain and to have Greek letters, else any.
fn plain_font(fonts: &fontdb::Database) -> Option<String> {
    const KNOWN: [&str; 7] = [
        "Helvetica Neue",
        "Segoe UI",
        "Noto Sans",
        "DejaVu Sans",
        "Liberation Sans",
        "Arial",
        "Helvetica",
    ];
    let names: Vec<&str> = fonts
        .faces()
        .flat_map(|face| face.families.iter().map(|(name, _)| name.as_str()))
        .collect();
    let known = KNOWN.into_iter().find(|known| names.contains(known));
    known.or(names.first().copied()).map(str::to_owned)
}
