//! The texts that teach the events.

use otklik::domain::Sensitive;
use otklik::judge::model::EVENTS;
use otklik::judge::training::Sample;
use otklik::judge::training::event_samples;
use otklik::judge::{Input, Reason, judge};
use serde_json::Value;
use std::collections::HashMap;

/// Texts invented for this: `text`, `sensitive` (one of the five events or null).
const INVENTED: &str = "config/model/events";
/// The file of those whose fingerprint the model bears.
const FIRST: &str = "config/model/events/banks.jsonl";
/// Labels of texts that stay in the data set: the first 16 digits of the identifier, the event or `-`.
const LABELS: &str = "config/model/events/labels.tsv";
/// Invented reviews and clauses that teach the sentiment: ordinary ones, where no rule hears an event.
const ORDINARY: [&str; 5] = [
    "config/model/told/cars.jsonl",
    "config/model/told/en.jsonl",
    "config/model/told/restaurants.jsonl",
    "config/model/told/trades.jsonl",
    "config/model/phrases.tsv",
];
/// One of so many rows that nobody has read is learned from.
const UNREAD: usize = 2;
/// Digits of an identifier that are kept.
const DIGITS: usize = 16;

pub struct Text {
    /// File that it comes from.
    pub source: String,
    pub text: String,
    /// Index into [`EVENTS`].
    pub event: Option<usize>,
    /// What the model reads one by one.
    pub stretches: Vec<Sample>,
    /// Part of the cross-validation.
    pub part: usize,
}

impl Text {
    fn new(source: &str, text: String, event: Option<usize>, part: usize) -> Text {
        Text {
            source: source.to_owned(),
            stretches: event_samples(&text),
            text,
            event,
            part,
        }
    }
}

/// What the model is fed of the first invented texts: the file of the model bears it, and a test compares.
///
/// # Errors
/// When the file cannot be read.
pub fn fingerprint() -> std::io::Result<String> {
    let content = read(FIRST)?;
    Ok(otklik::judge::training::event_fingerprint(content.lines()))
}

/// The invented texts, then those of some files: rows that say `sensitive` themselves, and rows with a label here.
///
/// # Errors
/// When a file cannot be read or a row or label makes no sense; the message names the line.
pub fn texts(files: &[String], parts: usize) -> std::io::Result<Vec<Text>> {
    let labels = labels()?;
    let mut out = Vec::new();
    for path in invented()?.iter().chain(files) {
        let source = path.rsplit('/').next().unwrap_or(path).to_owned();
        for (number, line) in read(path)?.split('\n').enumerate().filter(|(_, l)| !l.is_empty()) {
            let wrong = |what: &str| std::io::Error::other(format!("{path}:{}: {what}", number + 1));
            let row: Value = serde_json::from_str(line).map_err(|e| wrong(&e.to_string()))?;
            let id: String = row["id"]
                .as_str()
                .unwrap_or_default()
                .chars()
                .take(DIGITS)
                .collect();
            let read_by_nobody = row.get("sensitive").is_none() && !labels.contains_key(&id);
            let label = match (row.get("sensitive"), labels.get(&id)) {
                (Some(Value::String(word)), _) => Some(event(word).ok_or_else(|| wrong("no such event"))?),
                (Some(Value::Null), _) => None,
                (None, Some(label)) => *label,
                (None, None) if unread(&row, number) => None,
                (None, None) => continue,
                (Some(_), _) => return Err(wrong("`sensitive` is a word or null")),
            };
            let text = row["text"].as_str().ok_or_else(|| wrong("no text"))?.to_owned();
            if read_by_nobody && by_rules(&text) {
                continue;
            }
            out.push(Text::new(&source, text, label, out.len() % parts));
        }
    }
    for path in ORDINARY {
        let content = read(path)?;
        let lines = content.lines().filter(|l| !l.starts_with('#'));
        for text in lines.flat_map(ordinary).filter(|text| !by_rules(text)) {
            out.push(Text::new("ordinary", text, None, out.len() % parts));
        }
    }
    Ok(out)
}

/// Whether a row that nobody has read is taken as ordinary. `labels.tsv` holds every row of these domains with a telling
/// word (a list of some 300 stems), so that events are rare among the others; plots and posts are left out.
fn unread(row: &Value, number: usize) -> bool {
    const OTHERS: [&str; 6] = ["book", "movie", "vk", "tweet", "tweet_bank", "tweet_telecom"];
    let domain = row["domain"].as_str().unwrap_or_default();
    number.is_multiple_of(UNREAD) && !domain.is_empty() && !OTHERS.contains(&domain)
}

/// The text of a row, or the clauses of a line `label<TAB>clause | clause …`.
fn ordinary(line: &str) -> Vec<String> {
    match serde_json::from_str::<Value>(line) {
        Ok(row) => row["text"].as_str().map(str::to_owned).into_iter().collect(),
        Err(_) => {
            let (_, clauses) = line.split_once('\t').unwrap_or_default();
            clauses.split(" | ").map(str::to_owned).collect()
        }
    }
}

/// Whether the rules hear an event: the judge asks the model only where they hear none, and a rule's reason weighs 1.
pub fn by_rules(text: &str) -> bool {
    let verdict = judge(&Input {
        text: text.to_owned(),
        ..Input::default()
    });
    let ruled = |r: &Reason| r.about.starts_with("sensitive:") && r.weight >= 1.0;
    verdict.reasons.iter().any(ruled)
}

fn event(word: &str) -> Option<usize> {
    let event: Sensitive = word.parse().ok()?;
    EVENTS.iter().position(|e| *e == event)
}

fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path).map_err(|e| std::io::Error::other(format!("{path}: {e}")))
}

/// Paths of the invented texts, in the order of their names.
fn invented() -> std::io::Result<Vec<String>> {
    let mut paths: Vec<String> = std::fs::read_dir(INVENTED)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path().display().to_string())
        .filter(|path| path.ends_with(".jsonl"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn labels() -> std::io::Result<HashMap<String, Option<usize>>> {
    let content = read(LABELS)?;
    let label = |(number, line): (usize, &str)| {
        let (id, word) = line.split_once('\t')?;
        let label = if word == "-" {
            Some(None)
        } else {
            event(word).map(Some)
        };
        Some((number, id.to_owned(), label))
    };
    content
        .lines()
        .enumerate()
        .filter_map(label)
        .map(|(number, id, label)| {
            let wrong = || std::io::Error::other(format!("{LABELS}:{}: no such event", number + 1));
            Ok((id, label.ok_or_else(wrong)?))
        })
        .collect()
}
