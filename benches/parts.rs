//! The parts of the core, each on its own: `cargo bench --bench parts`.

#![allow(missing_docs)] // What criterion's macro makes has none.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gumbel_softmax::distribution::GumbelSoftmax;
use gumbel_softmax::explorer::octet::{Arithmetic, Bits, WIDTH};
use gumbel_softmax::explorer::stream::{LANES, Stream};
use gumbel_softmax::explorer::{Batch, Explorer, Notices, Params};
use gumbel_softmax::view::{Density, Focus, Theme, ViewKind, svg};

const THREE: [f64; 3] = [2.0, 1.0, 0.1];
const SAMPLES: usize = 4096;

fn logits(k: usize) -> Vec<f64> {
    (0..k).map(|i| THREE[i % 3]).collect()
}

fn explorer(address: &str) -> Explorer {
    Explorer::new(Params::from_address(address, &mut Notices::default()))
}

fn sampling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a sample");
    group.throughput(Throughput::Elements(SAMPLES as u64));
    group.bench_function("words of a category", |b| {
        let mut stream = Stream::new(1);
        b.iter(|| {
            for _ in 0..SAMPLES / LANES {
                black_box(stream.next_words());
            }
        });
    });
    group.bench_function("noise of a category", |b| {
        let a = Arithmetic::new();
        let words = Stream::new(1).next_words();
        let words = [0, WIDTH].map(|at| Bits::new(core::array::from_fn(|i| words[at + i])));
        b.iter(|| {
            for _ in 0..SAMPLES / LANES {
                black_box(
                    black_box(words).map(|words| a.noise_in_bits(a.survival_of_words(words))),
                );
            }
        });
    });
    for k in [3, 10] {
        let logits = logits(k);
        group.bench_function(format!("soft, K = {k}"), |b| {
            let mut batch = Batch::new(1, &logits, Some(0.5));
            let mut out = vec![0.0; SAMPLES * k];
            b.iter(|| batch.soft(black_box(&mut out)));
        });
        group.bench_function(format!("hard, K = {k}"), |b| {
            let mut batch = Batch::new(1, &logits, Some(0.5));
            let mut counts = vec![0; k];
            b.iter(|| batch.hard(SAMPLES as u64, black_box(&mut counts)));
        });
        group.bench_function(format!("soft and tallied, K = {k}"), |b| {
            let list: Vec<_> = logits.iter().map(f64::to_string).collect();
            let mut explorer = explorer(&format!("logits={}&tau=0.5", list.join(",")));
            b.iter(|| explorer.step(SAMPLES as u64));
        });
    }
    group.finish();
}

fn laws(criterion: &mut Criterion) {
    let law = GumbelSoftmax::new(&THREE, 0.5).expect("a valid law");
    criterion.bench_function("ln p at a point, f64", |b| {
        b.iter(|| law.ln_pdf(black_box(&[0.5, 0.3, 0.2])));
    });
    criterion.bench_function("E[y] by quadrature, K = 3", |b| b.iter(|| law.mean()));
    criterion.bench_function("density of 400 x 346 pixels", |b| {
        b.iter(|| Density::new(black_box(THREE), 0.5).colours(400, 346));
    });
}

fn views(criterion: &mut Criterion) {
    let explorer = explorer("logits=2,1,0.1&tau=0.5&n=100000");
    let theme = Theme::light();
    for view in [
        ViewKind::Noise,
        ViewKind::Draw,
        ViewKind::Simplex,
        ViewKind::Histogram,
    ] {
        criterion.bench_function(&format!("{view:?} as SVG"), |b| {
            b.iter(|| svg(view, &explorer, (560.0, 440.0), &theme, &Focus::default()));
        });
    }
}

criterion_group!(parts, sampling, laws, views);
criterion_main!(parts);
