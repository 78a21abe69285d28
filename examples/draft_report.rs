//! Prints how well drafts keep their promises over reviews.
//!
//! `cargo run --release --example draft_report -- [--platform google_play] [--show N] FILE.jsonl…`: lines of
//! `otklik draft`, with `label` (or `sentiment`) where the share of named aspects is to be reckoned. Prints variants,
//! refusals, findings, lengths, the share of negative reviews whose draft names an aspect, how similar drafts are in
//! windows of 200 and over all, and how long one takes. Packed files of the data set are unpacked first:
//! `zstd -d sentiment_valid_ru.jsonl.zst`.

use otklik::draft::line;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

/// Drafts that are compared with each other.
const WINDOW: usize = 200;

#[derive(Default)]
struct Report {
    reviews: usize,
    failed: usize,
    refused: BTreeMap<String, usize>,
    variants: usize,
    fewer_than_two: usize,
    too_long: usize,
    slots: usize,
    blocked: BTreeMap<String, usize>,
    warned: BTreeMap<String, usize>,
    negatives: usize,
    unnamed: usize,
    texts: Vec<String>,
    micros: Vec<u128>,
}

impl Report {
    fn add(&mut self, review: &Value, answer: &Value) {
        self.reviews += 1;
        if answer.get("error").is_some() {
            self.failed += 1;
            return;
        }
        if let Some(why) = answer["refused"].as_str() {
            *self.refused.entry(why.to_owned()).or_default() += 1;
            return;
        }
        let variants = answer["variants"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        self.fewer_than_two += usize::from(variants.len() < 2);
        for v in variants {
            self.variants += 1;
            let text = v["text"].as_str().unwrap_or_default();
            self.slots += usize::from(text.contains(['{', '}', '[', ']', '|']));
            let most = v["length"]["max"].as_u64().unwrap_or(u64::MAX);
            self.too_long += usize::from(v["length"]["used"].as_u64().unwrap_or(0) > most);
            for f in v["findings"].as_array().into_iter().flatten() {
                let list = if f["level"] == "block" {
                    &mut self.blocked
                } else {
                    &mut self.warned
                };
                *list
                    .entry(f["code"].as_str().unwrap_or_default().to_owned())
                    .or_default() += 1;
            }
        }
        let Some(first) = variants.first() else { return };
        self.texts
            .push(first["text"].as_str().unwrap_or_default().to_owned());
        let label = review.get("label").or_else(|| review.get("sentiment"));
        if label.and_then(Value::as_str) == Some("negative") {
            self.negatives += 1;
            let mut findings = first["findings"].as_array().into_iter().flatten();
            self.unnamed += usize::from(findings.any(|f| f["code"] == "no_aspect_named"));
        }
    }

    fn print(mut self) {
        println!(
            "{} reviews: {} refused {:?}, {} bad lines",
            self.reviews,
            self.refused.values().sum::<usize>(),
            self.refused,
            self.failed
        );
        println!(
            "{} variants: blocked {:?}, warned {:?}, fewer than two {}, too long {}, unfilled slots {}",
            self.variants, self.blocked, self.warned, self.fewer_than_two, self.too_long, self.slots
        );
        let named = self.negatives - self.unnamed;
        println!(
            "negatives that name an aspect (by the linter): {named} of {} ({:.1} %)",
            self.negatives,
            100.0 * named as f64 / self.negatives.max(1) as f64
        );
        let (most, median, above) = similarity(&self.texts);
        println!(
            "similarity of {} drafts: most {most:.2}, median in windows of {WINDOW} {median:.3}, pairs above 0.6: {above}",
            self.texts.len()
        );
        self.micros.sort_unstable();
        if let (Some(middle), Some(late)) = (
            self.micros.get(self.micros.len() / 2),
            self.micros.get(self.micros.len() * 95 / 100),
        ) {
            println!("judged, drafted and linted in p50 {middle} µs, p95 {late} µs");
        }
    }
}

fn trigrams(text: &str) -> HashSet<Vec<String>> {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .map(|w| w.replace('ё', "е"))
        .collect();
    words.windows(3).map(<[String]>::to_vec).collect()
}

/// The largest of all pairs, the median of pairs in one window, and how many lie above 0.6.
fn similarity(texts: &[String]) -> (f64, f64, usize) {
    let sets: Vec<_> = texts.iter().map(|t| trigrams(t)).collect();
    let (mut most, mut above, mut inside) = (0.0_f64, 0, Vec::new());
    for (i, a) in sets.iter().enumerate() {
        for (j, b) in sets.iter().enumerate().skip(i + 1) {
            let common = a.intersection(b).count();
            let share = common as f64 / (a.len() + b.len() - common).max(1) as f64;
            most = most.max(share);
            above += usize::from(share > 0.6);
            if i / WINDOW == j / WINDOW {
                inside.push(share);
            }
        }
    }
    inside.sort_by(f64::total_cmp);
    (most, inside.get(inside.len() / 2).copied().unwrap_or(0.0), above)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut platform, mut show, mut report) = (None, 0_usize, Report::default());
    // the day is fixed: the same reviews give the same report
    let now = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_783);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--platform" => platform = args.next(),
            "--show" => show = args.next().and_then(|n| n.parse().ok()).unwrap_or(10),
            path => {
                let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
                for raw in text.split('\n').filter(|l| !l.trim().is_empty()) {
                    let mut review: Value = serde_json::from_str(raw).unwrap_or(Value::Null);
                    if let Some(platform) = &platform {
                        review["platform"] = json!(platform);
                    }
                    let asked = review.to_string();
                    let begun = Instant::now();
                    let answer = line(&asked, now, None, &otklik::judge::Settings::default());
                    report.micros.push(begun.elapsed().as_micros());
                    if report.reviews < show {
                        println!("{}\n  {}\n", review["text"], answer["variants"][0]["text"]);
                    }
                    report.add(&review, &answer);
                }
            }
        }
    }
    report.print();
}
