//! Trains the judge's model and prints how well it reads.
//!
//! `cargo run --release --example train_judge -- DIR [--out FILE] [--leave-out] [--plain]`
//!
//! DIR holds the unpacked files of the data set (`zstd -d --output-dir-flat DIR shared/data/*.zst` and the
//! `urgency_train*.jsonl` beside them).

mod data;
mod pack;
mod sentiment;
mod svm;
mod tables;
mod urgency;

use data::Row;
use otklik::judge::training::{Sample, sentiment_sample, urgency_sample};
use sentiment::{Setting, plane};
use std::collections::HashSet;
use svm::softmax;
use tables::Tables;

const SEED: u64 = 20_260_101;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|a| a == flag);
    let dir = args.first().cloned().unwrap_or_else(|| ".".to_owned());
    let files = |names: &[&str]| -> Vec<String> { names.iter().map(|n| format!("{dir}/{n}")).collect() };
    let urgent = data::load(&files(&["urgency_train.jsonl", "urgency_train_2.jsonl"]))?;
    let known: HashSet<&str> = urgent.iter().map(|r| r.id.as_str()).collect();
    let mut train = data::load(&files(&["sentiment_train_ru.jsonl", "sentiment_train_en.jsonl"]))?;
    train.retain(|row| !known.contains(row.id.as_str()));
    let valid = data::load(&files(&["sentiment_valid_ru.jsonl", "sentiment_valid_en.jsonl"]))?;
    let start = std::time::Instant::now();
    let sample = |rows: &[Row]| -> Vec<Sample> { rows.iter().map(|r| sentiment_sample(&r.input)).collect() };
    let (samples, valid_samples, urgent_samples) = (sample(&train), sample(&valid), sample(&urgent));
    eprintln!(
        "{} texts read in {:.0} s",
        train.len() + valid.len(),
        start.elapsed().as_secs_f32()
    );
    let all: Vec<&Row> = train.iter().collect();
    let every: Vec<&Sample> = samples.iter().collect();
    for plain in [true, false] {
        if plain && !has("--plain") {
            continue;
        }
        let planes = [false, true].map(|social| {
            plane(
                &all,
                &every,
                Setting {
                    social,
                    plain,
                    seed: SEED,
                },
            )
        });
        eprintln!(
            "trained after {:.0} s; slope {} {:?} / {} {:?}",
            start.elapsed().as_secs_f32(),
            planes[0].slope,
            planes[0].shift,
            planes[1].slope,
            planes[1].shift
        );
        let mut tables = Tables::default();
        for (rows, samples, set) in [
            (&valid, &valid_samples, "valid"),
            (&urgent, &urgent_samples, "read"),
        ] {
            for (row, sample) in rows.iter().zip(samples) {
                let kind = if row.social { "social" } else { "review" };
                let p = softmax(planes[usize::from(row.social)].logits(sample));
                tables.at(format!("{set} {} {kind}", row.lang)).add(row.label, p);
                tables
                    .at(format!("{set} {} {kind}/{}", row.lang, row.domain))
                    .add(row.label, p);
                if !row.social && row.domain != "book" && row.domain != "movie" {
                    tables
                        .at(format!("{set} {} {kind} without books", row.lang))
                        .add(row.label, p);
                }
            }
        }
        tables.print(if plain {
            "plain linear model"
        } else {
            "with offsets"
        });
        if plain {
            continue;
        }
        let (review, social) = (
            pack::sentiment("review", &planes[0]),
            pack::sentiment("social", &planes[1]),
        );
        let reader = pack::model(&[&review, &social, &pack::silent_urgency()])?;
        let samples: Vec<Sample> = urgent
            .iter()
            .map(|r| urgency::narrow(urgency_sample(&r.input, &reader)))
            .collect();
        let learned = urgency::learn_all(&urgent, &samples, SEED);
        urgency::report(&urgent, &reader, &learned.unseen);
        let urgent_plane = pack::plane(
            "urgency",
            urgency::PLANE_BITS,
            &learned.answers,
            learned.slope,
            learned.shift,
        );
        if let Some(at) = args.iter().position(|a| a == "--out") {
            let path = args
                .get(at + 1)
                .ok_or_else(|| std::io::Error::other("--out FILE"))?;
            let bytes = pack::file(&[&review, &social, &urgent_plane])
                .bytes()
                .map_err(std::io::Error::other)?;
            std::fs::write(path, &bytes)?;
            println!("{path}: {} bytes", bytes.len());
        }
    }
    Ok(())
}
