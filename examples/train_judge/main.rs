//! Trains the judge's model and prints how well it reads.
//!
//! `cargo run --release --example train_judge -- DIR [--out FILE] [--plain] [--crossed] [--leave-out] [--grid]
//! [--other FILE…]`
//!
//! DIR holds the unpacked files of the data set: `for f in …/data/sentiment_*.zst; do zstd -d $f -o DIR/…; done`
//! and the two `urgency_train*.jsonl` beside them. `--plain` prints the plain linear model as well, `--leave-out`
//! leaves out one domain after the other, `--crossed` reads the texts labelled by hand by models that have learned from
//! the other four parts of them, `--grid` tries the thresholds of the urgency, `--other` reads labelled files (or files
//! with stars) that teach nothing. The file that `--out`
//! writes is the same for the same files and the same code. Figures are of the model's logits before the hand-made
//! rules of `judge::sentiment`; `judge_report` measures the whole judge.

mod data;
mod pack;
mod phrases;
mod sentiment;
mod softmax;
mod svm;
mod tables;
mod told;
mod topics;
mod urgency;

use data::Row;
use otklik::judge::judge_by;
use otklik::judge::model::{Model, TOPICS};
use otklik::judge::training::{Sample, sentiment_sample, topic_sample, urgency_sample};
use sentiment::{Setting, plane};
use softmax::softmax;
use std::collections::{BTreeSet, HashSet};
use tables::Tables;

/// The order of the texts in training.
const SEED: u64 = 20_260_101;
/// How the shipped plane of reviews learns.
const REVIEWS: Setting = Setting {
    social: false,
    plain: false,
    seed: SEED,
};

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|a| a == flag);
    let dir = args.first().cloned().unwrap_or_else(|| ".".to_owned());
    let files = |names: &[&str]| -> Vec<String> { names.iter().map(|n| format!("{dir}/{n}")).collect() };
    let mut urgent = data::load(&files(&["urgency_train.jsonl", "urgency_train_2.jsonl"]))?;
    urgent.extend(data::read_here(&files(&[
        "unlabelled_ru_bank.jsonl",
        "sentiment_train_ru.jsonl",
        "sentiment_train_en.jsonl",
    ]))?);
    // Texts with an urgency are read by a sentiment that has not learned from them.
    let known: HashSet<&str> = urgent.iter().map(|r| r.id.as_str()).collect();
    let mut train = data::load(&files(&["sentiment_train_ru.jsonl", "sentiment_train_en.jsonl"]))?;
    train.retain(|row| !known.contains(row.id.as_str()));
    let valid = data::load(&files(&["sentiment_valid_ru.jsonl", "sentiment_valid_en.jsonl"]))?;
    train.extend(phrases::rows(SEED));
    train.extend(told::rows());
    let train = Set::new("train", train);
    let mut sets = vec![Set::new("valid", valid), Set::new("by reading", urgent)];
    let others: Vec<String> = args
        .iter()
        .skip_while(|a| *a != "--other")
        .skip(1)
        .take_while(|a| !a.starts_with("--"))
        .cloned()
        .collect();
    if !others.is_empty() {
        sets.push(Set::new("other", data::load(&others)?));
    }
    if has("--plain") {
        let planes = both_planes(&train, true);
        report("plain linear model", &planes, &sets);
    }
    let planes = both_planes(&train, false);
    report("with offsets", &planes, &sets);
    if has("--crossed") {
        crossed(&train, &sets[1]);
    }
    // The texts read by hand teach the plane that is shipped, and not the one that reads them for urgency and topics.
    let whole = with_hand(&train, &sets[1]);
    let shipped = [whole, planes[1].clone()];
    report(
        "shipped: the texts read by hand have been learned",
        &shipped,
        &sets[..1],
    );
    if let Some(other) = sets.get(2) {
        report("shipped, on other texts", &shipped, std::slice::from_ref(other));
    }
    neutral_curve(&shipped, &sets[0]);
    let (review, social) = (shipped[0].packed("review"), shipped[1].packed("social"));
    let fed = phrases::fingerprint();
    let reader = pack::file(
        &fed,
        &[
            &planes[0].packed("review"),
            &social,
            &sentiment::silent::<3>("urgency", urgency::PLANE_BITS),
            &sentiment::silent::<TOPICS>("topics", topics::PLANE_BITS),
        ],
    );
    let reader = Model::new(reader).map_err(std::io::Error::other)?;
    let urgent = &sets[1].rows;
    let sample = |row: &Row| urgency_sample(&row.input, &reader);
    let learned = urgency::learn_all(urgent, &urgent.iter().map(sample).collect::<Vec<_>>(), SEED);
    urgency::report(urgent, &reader, &learned.unseen, has("--grid"));
    let urgent_plane = pack::plane("urgency", &learned.answers, learned.slope, learned.shift);
    let sample = |row: &Row| topic_sample(&row.input, &reader);
    let samples: Vec<Sample> = urgent.iter().map(sample).collect();
    let subjects = topics::learn_all(urgent, &samples, SEED);
    println!(
        "== topics, {PARTS} parts, each read by a model that has not seen it",
        PARTS = urgency::PARTS
    );
    let lexicon: Vec<_> = urgent.iter().map(|r| judge_by(None, &r.input).topics).collect();
    topics::report(urgent, &lexicon, "lexicon alone");
    topics::report(
        urgent,
        &topics::named(&subjects.unseen, &samples),
        "lexicon and model",
    );
    let topic_plane = pack::plane("topics", &subjects.answers, subjects.slope, subjects.shift);
    if let Some(at) = args.iter().position(|a| a == "--out") {
        let path = args
            .get(at + 1)
            .ok_or_else(|| std::io::Error::other("--out FILE"))?;
        let bytes = pack::file(&fed, &[&review, &social, &urgent_plane, &topic_plane])
            .bytes()
            .map_err(std::io::Error::other)?;
        std::fs::write(path, &bytes)?;
        println!("{path}: {} bytes", bytes.len());
    }
    if has("--leave-out") {
        leave_out(&train, &sets[0]);
    }
    Ok(())
}

/// Rows with what the model sees of them.
struct Set {
    name: &'static str,
    rows: Vec<Row>,
    samples: Vec<Sample>,
}

impl Set {
    fn new(name: &'static str, rows: Vec<Row>) -> Self {
        let samples = rows.iter().map(|r| sentiment_sample(&r.input)).collect();
        Set { name, rows, samples }
    }

    fn pairs(&self) -> impl Iterator<Item = (&Row, &Sample)> {
        self.rows.iter().zip(&self.samples)
    }
}

fn both_planes(train: &Set, plain: bool) -> [sentiment::Plane; 2] {
    let (rows, samples): (Vec<_>, Vec<_>) = train.pairs().unzip();
    [false, true].map(|social| {
        let setting = Setting {
            social,
            plain,
            seed: SEED,
        };
        plane(&rows, &samples, setting)
    })
}

/// The plane of reviews that has learned from the texts read by hand as well.
fn with_hand(train: &Set, hand: &Set) -> sentiment::Plane {
    let taught = hand.pairs().filter(|(r, _)| sentiment::teaches(r));
    let (rows, samples): (Vec<_>, Vec<_>) = train.pairs().chain(taught).unzip();
    plane(&rows, &samples, REVIEWS)
}

/// The texts read by hand, each by a model that has learned from the other parts of them.
fn crossed(train: &Set, hand: &Set) {
    let mut tables = Tables::default();
    for part in 0..urgency::PARTS {
        let rest = hand
            .pairs()
            .filter(|(r, _)| urgency::part(r) != part && sentiment::teaches(r));
        let (rows, samples): (Vec<_>, Vec<_>) = train.pairs().chain(rest).unzip();
        let learned = plane(&rows, &samples, REVIEWS);
        for (row, sample) in hand.pairs().filter(|(r, _)| urgency::part(r) == part) {
            let p = softmax(learned.logits(sample));
            tables
                .at(format!("{} {}", row.lang, row.domain))
                .add(row.label, p);
            tables.at(row.lang.clone()).add(row.label, p);
        }
    }
    tables.print("texts read by hand, each by a model that has learned from the other parts of them");
}

fn report(title: &str, planes: &[sentiment::Plane; 2], sets: &[Set]) {
    let mut tables = Tables::default();
    for set in sets {
        for (row, sample) in set.pairs() {
            let kind = if row.social { "social" } else { "review" };
            let p = softmax(planes[usize::from(row.social)].logits(sample));
            let name = format!("{} {} {kind}", set.name, row.lang);
            tables.at(format!("{name}/{}", row.domain)).add(row.label, p);
            if row.domain != "book" && row.domain != "movie" {
                tables
                    .at(format!("{name} (no books, no movies)"))
                    .add(row.label, p);
            }
            tables.at(name).add(row.label, p);
        }
    }
    tables.print(title);
}

/// What the setting `judge.neutral_bias` does: it is added to the logit of neutral.
fn neutral_curve(planes: &[sentiment::Plane; 2], set: &Set) {
    let mut tables = Tables::default();
    for tenth in (-6..=12).step_by(2) {
        let bias = tenth as f32 / 10.0;
        for (row, sample) in set
            .pairs()
            .filter(|(r, _)| r.domain != "book" && r.domain != "movie")
        {
            let [negative, neutral, positive] = planes[usize::from(row.social)].logits(sample);
            let kind = if row.social { "social" } else { "review" };
            // sorted by name, so the bias is written from 0 on
            let name = format!("{} {kind} {:02} bias {bias:+.1}", row.lang, tenth + 6);
            tables
                .at(name)
                .add(row.label, softmax([negative, neutral + bias, positive]));
        }
    }
    tables.print("curve of the setting judge.neutral_bias (no books, no movies)");
}

/// Reads the texts of each domain by a model that has learned from no text of that domain.
fn leave_out(train: &Set, valid: &Set) {
    let far = |d: &str| d == "book" || d == "movie";
    let domains: BTreeSet<(bool, &str)> = train.rows.iter().map(|r| (r.social, r.domain.as_str())).collect();
    let mut tables = Tables::default();
    for (social, domain) in domains
        .into_iter()
        .filter(|(_, d)| !far(d) && ![phrases::INVENTED, told::TOLD].contains(d))
    {
        let other = |(row, _): &(&Row, &Sample)| row.social != social || row.domain != domain;
        let (rows, samples): (Vec<_>, Vec<_>) = train.pairs().filter(other).unzip();
        let learned = plane(
            &rows,
            &samples,
            Setting {
                social,
                plain: false,
                seed: SEED,
            },
        );
        for (row, sample) in valid.pairs().filter(|pair| !other(pair)) {
            let kind = if social { "social" } else { "review" };
            let p = softmax(learned.logits(sample));
            tables
                .at(format!("{} {kind}/{domain}", row.lang))
                .add(row.label, p);
        }
    }
    tables.print("each domain left out of training");
}
