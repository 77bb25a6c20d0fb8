use super::*;
use crate::explorer::{Notices, Params};

fn explorer(address: &str) -> Explorer {
    let mut notices = Notices::default();
    let params = Params::from_address(address, &mut notices);
    assert_eq!(notices.list(), [], "{address}");
    let n = params.n;
    let mut explorer = Explorer::new(params);
    explorer.step(n);
    explorer
}

/// The records of a text, read as RFC 4180 says; comments apart.
fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut comments = Vec::new();
    let mut records = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    assert!(text.ends_with("\r\n"));
    for line in text.split_terminator("\r\n") {
        if line.starts_with('#') {
            assert!(!line.contains([',', ';', '"']), "{line}");
            comments.push(line.to_owned());
            continue;
        }
        let (mut record, mut field, mut quoted) = (Vec::new(), String::new(), false);
        let mut letters = line.chars().peekable();
        while let Some(c) = letters.next() {
            match c {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    field.push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => record.push(std::mem::take(&mut field)),
                c => field.push(c),
            }
        }
        assert!(!quoted, "{line}");
        record.push(field);
        records.push(record);
    }
    (comments, records)
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?}"))
}

const LINK: &str = "https://example.org/page/#v=1&logits=2,1,-inf&tau=0.5&seed=7&n=500";

#[test]
fn each_sample_is_the_single_draw_of_its_number() {
    for n in [1u64, 16, 37] {
        let explorer = explorer(&format!("logits=2,1,-inf&tau=0.03&seed=7&n={n}"));
        let (comments, records) = read(&explorer.csv_samples(LINK));
        assert_eq!(
            comments[0],
            format!("# samples 1 to {n} of N={n} (the first 100000 at most)")
        );
        assert_eq!(comments[1], format!("# {}", LINK.replace(',', "%2C")));
        assert_eq!(records.len() as u64, n + 1);
        let draw = explorer.draw().unwrap();
        let last: Vec<f64> = records[n as usize].iter().map(|s| number(s)).collect();
        let hard = [0, 1, 2].map(|k| f64::from(u8::from(k == draw.winner)));
        let expected: Vec<f64> = [n as f64]
            .iter()
            .chain(&draw.u)
            .chain(&draw.gumbel_noise)
            .chain(&draw.perturbed_logits)
            .chain(&draw.soft_sample)
            .chain(&hard)
            .copied()
            .collect();
        // To the last bit, infinities and what is almost 0 included.
        assert_eq!(last, expected);
    }
}

#[test]
fn the_samples_are_those_that_were_counted() {
    let explorer = explorer("logits=2,1,0.1&tau=0.5&seed=3&n=5000");
    let (_, records) = read(&explorer.csv_samples(LINK));
    let column = |name: &str| {
        let at = records[0].iter().position(|field| field == name).unwrap();
        records[1..]
            .iter()
            .map(move |record| number(&record[at]))
            .sum::<f64>()
    };
    for (k, name) in ["A", "B", "C"].into_iter().enumerate() {
        assert_eq!(
            column(&format!("hard {name}")),
            explorer.tally().hard.counts[k] as f64
        );
        // The batch draws in f32.
        let mean = explorer.tally().soft.mean(k).unwrap();
        assert!((column(&format!("soft {name}")) / 5000.0 - mean).abs() < 1e-6);
    }
    // Again, the same text.
    assert_eq!(explorer.csv_samples(LINK), explorer.csv_samples(LINK));
}

#[test]
fn a_file_ends_with_its_hundred_thousandth_sample_and_comes_in_parts() {
    let counted = explorer("logits=1,0&tau=1&seed=3&n=100000");
    let explorer = explorer("logits=1,0&tau=1&seed=3&n=100050");
    let text = explorer.csv_samples(LINK);
    let (comments, records) = read(&text);
    assert_eq!(
        comments[0],
        "# samples 1 to 100000 of N=100050 (the first 100000 at most)"
    );
    assert_eq!(records.len(), 100_001);
    assert_eq!(records[100_000][0], "100000");
    // Those after the first part, too, are those of the stream.
    let won = records[1..].iter().filter(|r| r.last().unwrap() == "1");
    assert_eq!(won.count() as u64, counted.tally().hard.counts[1]);
    let third = explorer
        .csv_samples_part(LINK, 2 * SAMPLES_IN_PART)
        .unwrap();
    assert!(!third.contains('#') && text.contains(&third));
    assert_eq!(explorer.csv_samples_part(LINK, SAMPLES_IN_FILE), None);
}

#[test]
fn no_samples_leave_a_head() {
    let explorer = explorer("logits=1,0&tau=1&seed=3&n=0");
    let text = explorer.csv_samples(LINK);
    // What is ASCII alone needs no mark.
    assert!(text.starts_with("# "));
    let (_, records) = read(&text);
    assert_eq!(records.len(), 1);
    let (_, records) = read(&explorer.csv_summary(LINK));
    assert_eq!(records[1][3..8], ["0", "", "", "", ""]);
}

#[test]
fn a_number_is_written_as_briefly_as_it_reads_back() {
    for (x, text) in [
        (-0.0, "0"),
        (0.000_1, "0.0001"),
        (-0.000_02, "-2e-5"),
        (1e20, "100000000000000000000"),
    ] {
        assert_eq!(value(x), text);
    }
}

#[test]
fn at_the_argmax_the_soft_sample_is_hard() {
    let explorer = explorer("logits=1,0,-1&tau=argmax&seed=3&n=40");
    let (comments, records) = read(&explorer.csv_samples(LINK));
    assert_eq!(comments[2], "# tau=argmax seed=3");
    for record in &records[1..] {
        assert_eq!(record[10..13], record[13..16]);
    }
}

#[test]
fn the_summary_is_what_is_shown() {
    let explorer = explorer("logits=2,1,-inf&tau=0.5&seed=7&n=500");
    let (comments, records) = read(&explorer.csv_summary(LINK));
    let test = explorer.chi_square().unwrap();
    assert!(
        comments
            .last()
            .unwrap()
            .starts_with(&format!("# chi_square={}", test.statistic))
    );
    for (k, record) in records[1..].iter().enumerate() {
        let (law, tally) = (explorer.law(), explorer.tally());
        let count = tally.hard.counts[k] as f64;
        let share = count / 500.0;
        let expected = [
            explorer.params().logits[k],
            law.probs[k],
            count,
            share,
            (share * (1.0 - share) / 500.0).sqrt(),
            tally.soft.mean(k).unwrap(),
            tally.soft.standard_error(k).unwrap(),
            law.mean[k],
        ];
        let found: Vec<f64> = record[1..].iter().map(|s| number(s)).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn no_name_is_taken_for_a_formula_or_breaks_its_cell() {
    let mut params = explorer("logits=0,0,0,0,0,0,0,0,0,0&tau=1&n=20")
        .params()
        .clone();
    params.names = [
        "=1+1", "+1", "-1", "@SUM(A1)", "a\"b", "\tx", " =1", "＝1", "a;b", "水",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut explorer = Explorer::new(params.clone());
    explorer.step(20);
    // A link whose parts would be cells of their own, were there a comma left.
    let link = "https://example.org/#names=a,@SUM(1),\"-1\r\n=2";
    for text in [explorer.csv_summary(link), explorer.csv_samples(link)] {
        assert!(text.starts_with("\u{feff}# s"));
        let (_, records) = read(&text);
        let cells = records.iter().flatten();
        for cell in cells {
            let formula = cell.trim_start().starts_with(FORMULA) && cell.parse::<f64>().is_err();
            assert!(!formula && !cell.starts_with('\t'), "{cell:?}");
        }
    }
    let (_, records) = read(&explorer.csv_summary(link));
    let names: Vec<&str> = records[1..].iter().map(|r| r[0].as_str()).collect();
    assert_eq!(names[0], "'=1+1");
    assert_eq!(names[4], "a\"b");
    assert_eq!(names[9], "水");
    params.names = vec!["A".to_owned(); 10];
    let (_, records) = read(&Explorer::new(params).csv_samples(link));
    assert_eq!(records[0][1..3], ["u A (1)", "u A (2)"]);
}
