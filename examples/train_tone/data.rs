//! The replies that teach the tone.

use otklik::domain::text::Reading;
use otklik::lint::tone::ANSWERS;
use serde_json::Value;

/// Replies with marked sentences (`kind`, `bad`) and right ones that look alike.
const INVENTED: [&str; 2] = ["config/tone/bad.jsonl", "config/tone/right.jsonl"];
/// What our own drafts say: every text of these is right.
const SKELETONS: [&str; 2] = ["config/skeletons/ru", "config/skeletons/en"];
/// Marks of patterns, which are no texts.
const PATTERN: [char; 4] = ['*', '~', '>', '^'];
/// So many wordings of each text: `[a|b]` is one of several (`src/draft/spin.rs`).
const WORDINGS: usize = 4;
/// Right replies of the tests.
const GOOD: [&str; 4] = [
    "tests/data/good_replies.jsonl",
    "tests/data/good_replies_fresh.jsonl",
    "tests/data/good_replies_others.jsonl",
    "tests/data/good_replies_others_later.jsonl",
];

pub struct Sentence {
    pub text: String,
    /// Index into [`ANSWERS`], 0 for hostility of no kind of its own; none where nothing is wrong.
    pub kind: Option<usize>,
}

pub struct Reply {
    pub id: String,
    /// File that it comes from.
    pub source: String,
    pub sentences: Vec<Sentence>,
}

impl Reply {
    pub fn hostile(&self) -> bool {
        self.sentences.iter().any(|s| s.kind.is_some())
    }

    /// The part of the cross-validation: by the number of the identifier, since faulty and right replies of one number
    /// may speak of one matter.
    pub fn part(&self, parts: usize) -> usize {
        let digits = self.id.bytes().filter(u8::is_ascii_digit);
        digits.fold(0_usize, |sum, b| sum * 10 + usize::from(b - b'0')) / 3 % parts
    }
}

/// What the linter feeds of the faulty replies: the file of the model names it, and a test compares.
///
/// # Errors
/// When the file cannot be read.
pub fn fingerprint() -> std::io::Result<String> {
    let content = std::fs::read_to_string(INVENTED[0])?;
    Ok(otklik::judge::training::bare_fingerprint(content.lines()))
}

/// Every reply, in the order of the files.
///
/// # Errors
/// When a file cannot be read or a line is no reply.
pub fn replies() -> std::io::Result<Vec<Reply>> {
    let mut out = Vec::new();
    for path in INVENTED.iter().chain(&GOOD) {
        let content =
            std::fs::read_to_string(path).map_err(|e| std::io::Error::other(format!("{path}: {e}")))?;
        for (number, line) in content.lines().enumerate() {
            let wrong = |what: &str| std::io::Error::other(format!("{path}:{}: {what}", number + 1));
            let row: Value = serde_json::from_str(line).map_err(|e| wrong(&e.to_string()))?;
            out.push(reply(&row, path).ok_or_else(|| wrong("neither a text nor a known kind"))?);
        }
    }
    for folder in SKELETONS {
        skeletons(std::path::Path::new(folder), &mut out)?;
    }
    Ok(out)
}

/// Every text of the skeletons in a folder and below, in the order of the names.
fn skeletons(folder: &std::path::Path, out: &mut Vec<Reply>) -> std::io::Result<()> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            skeletons(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let content = std::fs::read_to_string(&path)?;
            let wrong = |e: toml::de::Error| std::io::Error::other(format!("{}: {e}", path.display()));
            texts(&toml::from_str(&content).map_err(wrong)?, out);
        }
    }
    Ok(())
}

fn texts(value: &toml::Value, out: &mut Vec<Reply>) {
    match value {
        toml::Value::String(text) if !text.contains(PATTERN) && text.contains(' ') => {
            for turn in 0..if text.contains('[') { WORDINGS } else { 1 } {
                let text = wording(text, turn);
                out.push(Reply {
                    id: format!("skeleton{}", out.len()),
                    source: "skeletons".to_owned(),
                    sentences: sentences(&text, |_| None),
                });
            }
        }
        toml::Value::Array(all) => all.iter().for_each(|v| texts(v, out)),
        toml::Value::Table(all) => all.values().for_each(|v| texts(v, out)),
        _ => {}
    }
}

/// One wording of a text, without its slots: the branch number `turn` of every choice, counted around.
fn wording(text: &str, turn: usize) -> String {
    let mut text = text.to_owned();
    while let Some(end) = text.find(']') {
        let Some(start) = text[..end].rfind('[') else {
            break;
        };
        let branches: Vec<&str> = text[start + 1..end].split('|').collect();
        let branch = branches[turn % branches.len()].to_owned();
        text.replace_range(start..=end, &branch);
    }
    while let Some((start, end)) = text.find('{').zip(text.find('}')).filter(|(s, e)| s < e) {
        text.replace_range(start..=end, "");
    }
    text
}

/// The sentences of a text with their kinds.
fn sentences(text: &str, kind: impl Fn(&str) -> Option<usize>) -> Vec<Sentence> {
    let reading = Reading::new(text);
    reading
        .sentences
        .iter()
        .map(|s| reading.slice(s.start, s.end))
        .filter(|s| s.chars().any(char::is_alphabetic))
        .map(|text| Sentence {
            kind: kind(&text),
            text,
        })
        .collect()
}

fn reply(row: &Value, path: &str) -> Option<Reply> {
    let text = row["text"].as_str().or(row["input"]["text"].as_str())?;
    let kind = match row["kind"].as_str() {
        None => None,
        Some("sneer" | "doubt" | "threat" | "rude") => Some(0),
        Some("blame_other") => ANSWERS.iter().position(|a| *a == "blame_other_team"),
        Some(kind) => Some(ANSWERS.iter().position(|a| *a == kind)?),
    };
    let bad: Vec<&str> = row["bad"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let marked = |s: &str| bad.iter().any(|b| b.contains(s.trim()) || s.contains(b.trim()));
    Some(Reply {
        id: row["id"].as_str().or(row["input"]["id"].as_str())?.to_owned(),
        source: path.rsplit('/').next()?.trim_end_matches(".jsonl").to_owned(),
        sentences: sentences(text, |s| kind.filter(|_| marked(s))),
    })
}
