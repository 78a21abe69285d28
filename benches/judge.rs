//! How long the judge takes for one Russian review of about 500 characters, whole and in parts, beside a plain
//! fastText-like reader that is written with the same features: words, pairs, negations, marks and pieces of words
//! hashed by the same function, 16-dimensional vectors averaged, one layer of three answers, no rules, no topics.
//!
//! `cargo bench --bench judge`. Texts are invented (`config/model/phrases.tsv`).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use otklik::judge::model::BITS;
use otklik::judge::training::sentiment_sample;
use otklik::judge::{Input, judge};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Dimensions of a word in the baseline, as in the smaller fastText of the reference measurements.
const DIMENSIONS: usize = 16;
const LENGTH: usize = 500;

/// Reviews of about [`LENGTH`] characters, put together from invented clauses.
fn texts() -> Vec<Input> {
    let clauses: Vec<&str> = include_str!("../config/model/phrases.tsv")
        .lines()
        .take_while(|line| *line != "# english")
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(_, clauses)| clauses.split('|'))
        .map(str::trim)
        .collect();
    let mut texts = vec![String::new()];
    for i in 0..clauses.len() * 3 {
        let last = texts.len() - 1;
        texts[last].push_str(clauses[i * 37 % clauses.len()]);
        texts[last].push_str(". ");
        if texts[last].chars().count() >= LENGTH {
            texts.push(String::new());
        }
    }
    texts.pop();
    let input = |text: String| Input {
        text,
        ..Input::default()
    };
    texts.into_iter().map(input).collect()
}

/// The baseline: averaged vectors and one layer.
struct Averaged {
    vectors: Vec<[f32; DIMENSIONS]>,
    answers: [[f32; DIMENSIONS]; 3],
}

impl Averaged {
    fn new() -> Self {
        let value = |n: usize| (n.wrapping_mul(2_654_435_761) % 2_001) as f32 / 1_000.0 - 1.0;
        Averaged {
            vectors: (0..1_usize << BITS)
                .map(|b| std::array::from_fn(|d| value(b * DIMENSIONS + d)))
                .collect(),
            answers: std::array::from_fn(|a| std::array::from_fn(|d| value(a * 31 + d))),
        }
    }

    fn read(&self, input: &Input) -> [f32; 3] {
        let sample = sentiment_sample(input);
        let (mut mean, mut count) = ([0.0; DIMENSIONS], 0.0_f32);
        for bucket in sample.buckets.iter().flatten() {
            let vector = &self.vectors[*bucket as usize];
            (0..DIMENSIONS).for_each(|d| mean[d] += vector[d]);
            count += 1.0;
        }
        let score =
            |row: &[f32; DIMENSIONS]| row.iter().zip(mean).map(|(w, x)| w * x).sum::<f32>() / count.max(1.0);
        std::array::from_fn(|a| score(&self.answers[a]))
    }
}

/// Criterion tells the middle; the acceptance asks for the 99th percentile as well.
fn spread(texts: &[Input]) {
    let mut times: Vec<Duration> = (0..20_000)
        .map(|n| {
            let start = Instant::now();
            black_box(judge(black_box(&texts[n % texts.len()])));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let mean = times.iter().sum::<Duration>() / 20_000;
    println!(
        "judge: everything: mean {mean:?}, p50 {:?}, p99 {:?}",
        times[10_000], times[19_800]
    );
}

fn speed(c: &mut Criterion) {
    let texts = texts();
    spread(&texts);
    let baseline = Averaged::new();
    let mut group = c.benchmark_group("a Russian review of 500 characters");
    group.throughput(Throughput::Elements(1));
    let mut at = 0;
    let mut next = move || {
        at += 1;
        at
    };
    group.bench_function("judge: everything", |b| {
        b.iter(|| judge(black_box(&texts[next() % texts.len()])));
    });
    group.bench_function("fastText-like, the same features", |b| {
        b.iter(|| baseline.read(black_box(&texts[next() % texts.len()])));
    });
    group.finish();
    let long = Input {
        text: texts
            .iter()
            .map(|t| t.text.as_str())
            .collect::<String>()
            .chars()
            .take(20_000)
            .collect(),
        ..Input::default()
    };
    c.bench_function("judge: 20,000 characters", |b| b.iter(|| judge(black_box(&long))));
}

criterion_group!(benches, speed);
criterion_main!(benches);
