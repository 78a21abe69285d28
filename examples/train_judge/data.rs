//! Rows of the labelled files.

use otklik::domain::Topic;
use otklik::judge::Input;
use serde_json::Value;
use std::collections::HashMap;

/// Sides of the sentiment, in the order of the answers.
pub const LABELS: [&str; 3] = ["negative", "neutral", "positive"];

pub struct Row {
    /// First 16 digits of the identifier.
    pub id: String,
    pub input: Input,
    pub lang: String,
    pub domain: String,
    pub social: bool,
    /// Stars, 0 without any.
    pub rating: u8,
    /// Index into [`LABELS`].
    pub label: usize,
    /// 0 critical to 3 low; only in the files labelled by hand.
    pub urgency: usize,
    /// Only in the files labelled by hand.
    pub topics: Vec<Topic>,
}

/// Reads rows without their stars.
///
/// # Errors
/// When a file cannot be read.
pub fn load(paths: &[String]) -> std::io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for path in paths {
        let content =
            std::fs::read_to_string(path).map_err(|e| std::io::Error::other(format!("{path}: {e}")))?;
        rows.extend(read_lines(&content));
    }
    Ok(rows)
}

/// The rows of one file's content.
pub fn read_lines(content: &str) -> impl Iterator<Item = Row> + '_ {
    content
        .split('\n')
        .filter_map(|line| row(&serde_json::from_str(line).ok()?))
}

/// Identifiers and labels of texts read for this project by the guideline of the data set; the texts stay there.
const READ_HERE: &str = include_str!("../../config/model/labels.jsonl");

/// The texts of [`READ_HERE`], found by their identifiers in some files.
///
/// # Errors
/// When a file cannot be read.
pub fn read_here(paths: &[String]) -> std::io::Result<Vec<Row>> {
    let mut labels: HashMap<String, Value> = READ_HERE
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|label| Some((label["id"].as_str()?.to_owned(), label)))
        .collect();
    let mut rows = Vec::new();
    for path in paths {
        let content =
            std::fs::read_to_string(path).map_err(|e| std::io::Error::other(format!("{path}: {e}")))?;
        for mut text in content
            .split('\n')
            .filter_map(|l| serde_json::from_str::<Value>(l).ok())
        {
            let id: String = text["id"].as_str().unwrap_or_default().chars().take(16).collect();
            let Some(Value::Object(label)) = labels.remove(&id) else {
                continue;
            };
            text["label"] = Value::Null;
            for (field, value) in label {
                text[field] = value;
            }
            rows.extend(row(&text));
        }
    }
    Ok(rows)
}

fn row(value: &Value) -> Option<Row> {
    let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let social = value["kind"] == "social";
    let rating = value["rating"].as_f64().unwrap_or_default() as u8;
    let label = match value["label"].as_str().or(value["sentiment"].as_str()) {
        Some("mixed") => "neutral",
        Some(label) => label,
        None => by_stars(rating)?,
    };
    let levels = ["critical", "high", "normal", "low"];
    Some(Row {
        id: word("id").chars().take(16).collect(),
        input: Input {
            text: word("text"),
            platform: social.then(|| "vk".to_owned()),
            ..Input::default()
        },
        lang: word("lang"),
        domain: word("domain"),
        social,
        rating,
        topics: value["topics"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|t| t.as_str()?.parse().ok())
            .collect(),
        label: LABELS.iter().position(|l| *l == label)?,
        urgency: levels
            .iter()
            .position(|l| value["urgency"] == *l)
            .unwrap_or(levels.len()),
    })
}

/// The label rule of the data set.
fn by_stars(rating: u8) -> Option<&'static str> {
    match rating {
        1 | 2 => Some("negative"),
        3 => Some("neutral"),
        4 | 5 => Some("positive"),
        _ => None,
    }
}
