//! Prints how well the judge reads labelled texts.
//!
//! `cargo run --release --example judge_report -- FILE.jsonl…`: files with `label` give accuracy and polar F1 by
//! kind and domain (with and without stars), files with `urgency` give urgency, topics, sensitive and abusive, files
//! with `sensitive` alone give that and abusive, by kind of event too.
//! Packed files of the data set are unpacked first: `zstd -d sentiment_valid_ru.jsonl.zst`.

use otklik::judge::{Input, Verdict, judge};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// True positives, false positives, false negatives.
#[derive(Default, Clone, Copy)]
struct Count(u32, u32, u32);

impl Count {
    fn add(&mut self, said: bool, is: bool) {
        self.0 += u32::from(said && is);
        self.1 += u32::from(said && !is);
        self.2 += u32::from(!said && is);
    }

    fn share(part: u32, rest: u32) -> f64 {
        f64::from(part) / f64::from((part + rest).max(1))
    }

    fn recall(self) -> f64 {
        Count::share(self.0, self.2)
    }

    fn precision(self) -> f64 {
        Count::share(self.0, self.1)
    }

    fn f1(self) -> f64 {
        f64::from(2 * self.0) / f64::from((2 * self.0 + self.1 + self.2).max(1))
    }
}

#[derive(Default)]
struct Sentiments {
    right: u32,
    all: u32,
    classes: BTreeMap<String, Count>,
    polar: BTreeMap<String, Count>,
}

impl Sentiments {
    fn add(&mut self, said: &str, is: &str) {
        self.all += 1;
        self.right += u32::from(said == is);
        for class in ["negative", "neutral", "positive"] {
            self.classes
                .entry(class.into())
                .or_default()
                .add(said == class, is == class);
            if is != "neutral" && class != "neutral" {
                self.polar
                    .entry(class.into())
                    .or_default()
                    .add(said == class, is == class);
            }
        }
    }

    fn print(&self, name: &str) {
        let mean =
            |m: &BTreeMap<String, Count>| m.values().map(|c| c.f1()).sum::<f64>() / m.len().max(1) as f64;
        let negative = self.classes.get("negative").copied().unwrap_or_default();
        println!(
            "{name:<34} n {:>5}  acc {:.3}  macro-F1 {:.3}  polar F1 {:.3}  neg R/P {:.3}/{:.3}",
            self.all,
            f64::from(self.right) / f64::from(self.all.max(1)),
            mean(&self.classes),
            mean(&self.polar),
            negative.recall(),
            negative.precision()
        );
    }
}

/// Where a share lies with 95 % certainty (Wilson).
fn interval(part: u32, rest: u32) -> String {
    const Z: f64 = 1.96;
    let n = f64::from((part + rest).max(1));
    let share = f64::from(part) / n;
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let end = |x: f64| x / (1.0 + Z * Z / n);
    format!("{:.2}–{:.2}", end(middle - half).max(0.0), end(middle + half))
}

fn print(name: &str, c: Count) {
    println!(
        "{name:<34} R {:.3} ({})  P {:.3} ({})  F1 {:.3}  found {} false {} missed {}",
        c.recall(),
        interval(c.0, c.2),
        c.precision(),
        interval(c.0, c.1),
        c.f1(),
        c.0,
        c.1,
        c.2
    );
}

fn read(row: &Value, stars: bool) -> (Input, Verdict) {
    let rating = row["rating"].as_f64().filter(|_| stars).map(|r| r as u8);
    let input = Input {
        text: row["text"].as_str().unwrap_or_default().into(),
        rating,
        platform: (row["kind"] == "social").then(|| "vk".to_owned()),
        ..Input::default()
    };
    let verdict = judge(&input);
    (input, verdict)
}

fn sentiment(rows: &[Value]) {
    let mut tables: BTreeMap<String, Sentiments> = BTreeMap::new();
    for row in rows {
        let (kind, domain) = (
            row["kind"].as_str().unwrap_or("?"),
            row["domain"].as_str().unwrap_or("?"),
        );
        let is = row["label"].as_str().unwrap_or_default();
        let said = read(row, false).1.sentiment;
        for name in [
            format!("{kind} (text alone)"),
            format!("  {kind}/{domain} (text alone)"),
        ] {
            tables.entry(name).or_default().add(said.word(), is);
        }
        if !row["rating"].is_null() {
            let said = read(row, true).1.sentiment;
            tables
                .entry(format!("{kind} (with stars)"))
                .or_default()
                .add(said.word(), is);
        }
    }
    tables.iter().for_each(|(name, table)| table.print(name));
}

fn urgency(rows: &[Value], misses: bool) {
    let (mut classes, mut alert): (BTreeMap<&str, Count>, Count) = Default::default();
    let (mut topics, mut each): (Count, BTreeMap<String, Count>) = Default::default();
    let (mut sensitive, mut abusive, mut fault, mut feelings) =
        (Count::default(), Count::default(), (0, 0), Sentiments::default());
    for row in rows {
        let (input, verdict) = read(row, false);
        let (said, is) = (
            verdict.urgency.word(),
            row["urgency"].as_str().unwrap_or_default(),
        );
        for class in ["critical", "high", "normal", "low"] {
            classes.entry(class).or_default().add(said == class, is == class);
        }
        let wakes = |u: &str| matches!(u, "critical" | "high");
        alert.add(wakes(said), wakes(is));
        let labels: BTreeSet<&str> = row["topics"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let found: BTreeSet<&str> = verdict.topics.iter().map(|t| t.word()).collect();
        for topic in labels.union(&found) {
            topics.add(found.contains(topic), labels.contains(topic));
            each.entry((*topic).to_owned())
                .or_default()
                .add(found.contains(topic), labels.contains(topic));
        }
        if row.get("sensitive").is_some() {
            sensitive.add(verdict.sensitive.is_some(), !row["sensitive"].is_null());
            abusive.add(verdict.abusive, row["abusive"] == true);
        }
        fault = (
            fault.0 + i32::from(row["fault"] == verdict.fault.word()),
            fault.1 + 1,
        );
        let label = row["sentiment"].as_str().unwrap_or_default();
        feelings.add(
            verdict.sentiment.word(),
            if label == "mixed" { "neutral" } else { label },
        );
        if misses && (said == "critical") != (is == "critical") {
            let why = verdict
                .reasons
                .iter()
                .filter(|r| r.about.starts_with("urgency"))
                .map(|r| r.text.as_str());
            let text: String = input.text.chars().take(700).collect();
            println!(
                "MISS said {said} is {is} {:?} | {}",
                why.collect::<Vec<_>>(),
                text.replace('\n', " ")
            );
        }
    }
    let macro_f1 = classes.values().map(|c| c.f1()).sum::<f64>() / classes.len().max(1) as f64;
    println!("urgency macro-F1 {macro_f1:.3}");
    classes.iter().for_each(|(name, count)| print(name, *count));
    print("alert (critical or high)", alert);
    print("topics (micro)", topics);
    each.iter()
        .for_each(|(name, count)| print(&format!("  {name}"), *count));
    print("sensitive (any)", sensitive);
    print("abusive", abusive);
    println!(
        "fault accuracy {:.3}",
        f64::from(fault.0) / f64::from(fault.1.max(1))
    );
    feelings.print("sentiment by reading (no stars)");
}

/// Events by kind and insults, in files that label only these.
fn harm(rows: &[Value], misses: bool) {
    let (mut any, mut abusive): (Count, Count) = Default::default();
    let mut kinds: BTreeMap<String, Count> = BTreeMap::new();
    for row in rows {
        let (input, verdict) = read(row, false);
        let said = verdict.sensitive.map_or("", |s| s.word());
        let is = row["sensitive"].as_str().unwrap_or_default();
        any.add(!said.is_empty(), !is.is_empty());
        for kind in BTreeSet::from([said, is]).into_iter().filter(|k| !k.is_empty()) {
            let count = kinds.entry(format!("  {kind}")).or_default();
            count.add(said == kind, is == kind);
        }
        let insulted = row["abusive"] == true;
        abusive.add(verdict.abusive, insulted);
        if misses && (said != is || verdict.abusive != insulted) {
            println!(
                "MISS said {said:?} {} is {is:?} {insulted} | {}",
                verdict.abusive, input.text
            );
        }
    }
    print("sensitive (any)", any);
    kinds.iter().for_each(|(name, count)| print(name, *count));
    print("abusive", abusive);
}

fn main() -> std::io::Result<()> {
    let (flags, files): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|a| a == "--misses");
    for file in files {
        let content = std::fs::read_to_string(&file)?;
        let rows: Vec<Value> = content
            .split('\n')
            .filter_map(|l| serde_json::from_str(l).ok())
            .collect();
        println!("== {file}: {} rows", rows.len());
        // The first call reads lexicon and model.
        judge(&Input::default());
        let (mut longest, start) = (0.0_f64, Instant::now());
        let mut chars = 0;
        for row in &rows {
            let one = Instant::now();
            chars += read(row, false).0.text.chars().count();
            longest = longest.max(one.elapsed().as_secs_f64());
        }
        let mean = start.elapsed().as_secs_f64() / rows.len().max(1) as f64;
        println!(
            "{:.1} µs a text of {} characters, slowest {:.1} µs",
            mean * 1e6,
            chars / rows.len().max(1),
            longest * 1e6
        );
        match rows.first() {
            Some(row) if row.get("urgency").is_some() => urgency(&rows, !flags.is_empty()),
            Some(row) if row.get("sensitive").is_some() => harm(&rows, !flags.is_empty()),
            _ => sentiment(&rows),
        }
    }
    Ok(())
}
