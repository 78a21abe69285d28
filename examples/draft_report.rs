//! Prints how well drafts keep their promises over reviews.
//!
//! `cargo run --release --example draft_report -- [--show N] [--unnamed] [--code CODE] FILE.jsonl…`: lines of `otklik draft`, with
//! `label` or `sentiment` (`negative`) where the share of named aspects is to be reckoned, `sensitive` (a class or
//! `null`) where refusals are, `source` for the table. Every review is drafted for each room that the acceptance
//! names: without a limit, 350 characters, 4,096 bytes. Printed for each: findings, lengths, unfilled slots, the share
//! of negatives whose draft names an aspect (by the linter, and in a table by language and kind of text), how similar
//! drafts are in windows of 200 and over all; then refusals against labels, and how long one draft takes. Packed files
//! of the data set are unpacked first: `zstd -d sentiment_valid_ru.jsonl.zst`.

use otklik::draft::line;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

/// Drafts that are compared with each other.
const WINDOW: usize = 200;
/// The rooms: platform whose limit holds, and how it is printed.
const ROOMS: [(Option<&str>, &str); 3] = [
    (None, "no limit"),
    (Some("google_play"), "350 characters"),
    (Some("google"), "4,096 bytes"),
];

/// What one room gave.
#[derive(Default)]
struct Room {
    variants: usize,
    fewer_than_two: usize,
    too_long: usize,
    slots: usize,
    blocked: BTreeMap<String, usize>,
    warned: BTreeMap<String, usize>,
    /// Negatives and those of them whose draft names an aspect, by language and kind of text.
    named: BTreeMap<String, (usize, usize)>,
    texts: Vec<String>,
}

impl Room {
    fn add(&mut self, review: &Value, answer: &Value, show_code: Option<&str>) -> bool {
        let variants = list(&answer["variants"]);
        self.fewer_than_two += usize::from(variants.len() < 2);
        for v in variants {
            self.variants += 1;
            let text = v["text"].as_str().unwrap_or_default();
            self.slots += usize::from(text.contains(['{', '}', '[', ']', '|']));
            let most = v["length"]["max"].as_u64().unwrap_or(u64::MAX);
            self.too_long += usize::from(v["length"]["used"].as_u64().unwrap_or(0) > most);
            for f in list(&v["findings"]) {
                let codes = if f["level"] == "block" {
                    &mut self.blocked
                } else {
                    &mut self.warned
                };
                *codes.entry(word(&f["code"]).to_owned()).or_default() += 1;
                if show_code.is_some_and(|c| f["code"] == c) {
                    println!("{}: {text}", word(&f["code"]));
                }
            }
        }
        let Some(first) = variants.first() else {
            return true;
        };
        self.texts.push(word(&first["text"]).to_owned());
        let label = review.get("label").or_else(|| review.get("sentiment"));
        if label.and_then(Value::as_str) != Some("negative") {
            return true;
        }
        let unnamed = list(&first["findings"])
            .iter()
            .any(|f| f["code"] == "no_aspect_named");
        let kind = if is_social(word(&review["source"])) {
            "post"
        } else {
            "review"
        };
        for row in [format!("{} {kind}", word(&answer["lang"])), "all".to_owned()] {
            let (all, named) = self.named.entry(row).or_default();
            *all += 1;
            *named += usize::from(!unnamed);
        }
        !unnamed
    }

    fn print(&self, name: &str) {
        println!("\n{name}: {} variants", self.variants);
        println!("  blocked {:?}, warned {:?}", self.blocked, self.warned);
        println!(
            "  reviews with fewer than two {}, too long {}, unfilled slots {}",
            self.fewer_than_two, self.too_long, self.slots
        );
        for (row, (all, named)) in &self.named {
            println!(
                "  negatives that name an aspect, {row}: {named} of {all} = {}",
                share(*named, *all)
            );
        }
        let (most, median, above) = similarity(&self.texts);
        println!(
            "  similarity: most {most:.2}, median in windows of {WINDOW} {median:.3}, pairs above 0.6: {above}"
        );
    }
}

/// All rooms, and what does not depend on the room.
#[derive(Default)]
struct Report {
    reviews: usize,
    failed: usize,
    refused: BTreeMap<String, usize>,
    /// Labelled as sensitive: all and drafted; labelled as harmless: all and refused.
    sensitive: (usize, usize),
    harmless: (usize, usize),
    rooms: [Room; 3],
    micros: Vec<u128>,
    /// Texts that speak to a machine.
    orders: usize,
    /// Drafts with this finding are printed.
    code: Option<String>,
}

impl Report {
    fn judge_refusal(&mut self, review: &Value, refused: Option<&str>) {
        if let Some(why) = refused {
            *self.refused.entry(why.to_owned()).or_default() += 1;
        }
        match review.get("sensitive") {
            None => {}
            Some(Value::Null) => {
                self.harmless.0 += 1;
                self.harmless.1 += usize::from(refused.is_some());
                if let Some(class) = refused {
                    println!("REFUSED though harmless, {class}: {}", word(&review["id"]));
                }
            }
            Some(class) => {
                self.sensitive.0 += 1;
                self.sensitive.1 += usize::from(refused.is_none());
                if refused.is_none() {
                    println!("DRAFTED though {class}: {}", word(&review["id"]));
                }
            }
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
            "labelled sensitive: {} of {} drafted; labelled harmless: {} of {} refused",
            self.sensitive.1, self.sensitive.0, self.harmless.1, self.harmless.0
        );
        println!("speak to a machine: {}", self.orders);
        for (room, (_, name)) in self.rooms.iter().zip(ROOMS) {
            room.print(name);
        }
        self.micros.sort_unstable();
        let at = |part: usize| {
            self.micros
                .get(self.micros.len() * part / 100)
                .copied()
                .unwrap_or(0)
        };
        println!(
            "\njudged, drafted and linted in p50 {} µs, p95 {} µs",
            at(50),
            at(95)
        );
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Sources of the data set that hold posts, not reviews.
fn is_social(source: &str) -> bool {
    source.contains("rusenti") || source.contains("sre15_tw")
}

fn share(part: usize, all: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / all.max(1) as f64)
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
            if share > 0.6 {
                above += 1;
                println!("ALIKE {share:.2}:\n  {}\n  {}", texts[i], texts[j]);
            }
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
    let (mut show, mut unnamed, mut report) = (0_usize, false, Report::default());
    // the day is fixed: the same reviews give the same report
    let now = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_783);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--show" => show = args.next().and_then(|n| n.parse().ok()).unwrap_or(10),
            "--unnamed" => unnamed = true,
            "--code" => report.code = args.next(),
            path => {
                let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
                for raw in text.split('\n').filter(|l| !l.trim().is_empty()) {
                    one(raw, now, &mut report, show, unnamed);
                }
            }
        }
    }
    report.print();
}

fn one(raw: &str, now: chrono::DateTime<chrono::Utc>, report: &mut Report, show: usize, unnamed: bool) {
    let mut review: Value = serde_json::from_str(raw).unwrap_or(Value::Null);
    let mut texts = Vec::new();
    let mut named = true;
    for (at, (platform, _)) in ROOMS.into_iter().enumerate() {
        if let Some(platform) = platform {
            review["platform"] = json!(platform);
        }
        let asked = review.to_string();
        let begun = Instant::now();
        let answer = line(&asked, now, None);
        report.orders += usize::from(at == 0 && otklik::draft::orders_a_machine(word(&review["text"])));
        report.micros.push(begun.elapsed().as_micros());
        if answer.get("error").is_some() {
            report.failed += usize::from(at == 0);
            continue;
        }
        let refused = answer["refused"].as_str();
        if at == 0 {
            report.judge_refusal(&review, refused);
        }
        if refused.is_none() {
            named &= report.rooms[at].add(&review, &answer, report.code.as_deref()) || at == 2;
            texts.push(word(&answer["variants"][0]["text"]).to_owned());
        }
    }
    if report.reviews < show || unnamed && !named {
        println!("## {} {}", word(&review["source"]), review["text"]);
        for text in texts.iter().take(2) {
            println!("   > {text}");
        }
    }
    report.reviews += 1;
}
