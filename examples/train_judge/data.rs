//! Rows of the labelled files.

use otklik::domain::Topic;
use otklik::judge::Input;
use serde_json::Value;

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
        rows.extend(
            content
                .split('\n')
                .filter_map(|line| row(&serde_json::from_str(line).ok()?)),
        );
    }
    Ok(rows)
}

fn row(value: &Value) -> Option<Row> {
    let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let social = value["kind"] == "social";
    let label = match value["label"].as_str().or(value["sentiment"].as_str())? {
        "mixed" => "neutral",
        label => label,
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
        rating: value["rating"].as_f64().unwrap_or_default() as u8,
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
