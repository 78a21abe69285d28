//! The objects of `otklik lint` (contract.md).

use crate::domain::Fault;
pub use crate::domain::words::Level;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is linted; the input object of `otklik lint` (contract.md).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Input {
    #[serde(default)]
    pub id: serde_json::Value,
    pub text: String,
    #[serde(default)]
    pub origin: Origin,
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub platform: Option<String>,
    #[serde(default)]
    pub review: Option<Review>,
    #[serde(default)]
    pub fault: Option<Fault>,
    /// 1 (worst) to 3.
    #[serde(default)]
    pub severity: Option<u8>,
    /// A date or an instant.
    #[serde(default)]
    pub promise_by: Option<String>,
    /// Texts published lately, newest first.
    #[serde(default)]
    pub published: Vec<String>,
    #[serde(default)]
    pub now: Option<DateTime<Utc>>,
    #[serde(default)]
    pub context: Option<Context>,
}

/// Who wrote the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Draft,
    #[default]
    Person,
}

/// The review that is answered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Review {
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub rating: Option<u8>,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub media: Option<u32>,
}

/// Facts that the configuration or the store knows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Context {
    #[serde(default)]
    pub vertical: Option<String>,
    #[serde(default)]
    pub attachments: Option<Attachments>,
    #[serde(default)]
    pub history: Vec<Turn>,
    #[serde(default)]
    pub same_topic_threads_30d: Option<u32>,
    #[serde(default)]
    pub allowed_contacts: Option<Vec<String>>,
    #[serde(default)]
    pub greet_by_name: Option<String>,
}

/// How many photos or videos the review has, and how many a person opened.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Attachments {
    pub total: u32,
    pub viewed: u32,
}

/// One earlier message of the conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Turn {
    /// `us` or `author`.
    pub by: String,
    pub text: String,
    #[serde(default)]
    pub at: Option<String>,
}

/// One thing that is wrong with the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// A code of seed-rules §5, such as `cliche`.
    pub code: String,
    pub level: Level,
    /// Character offsets into the text, half open.
    pub start: usize,
    pub end: usize,
    /// One line in the language of the reader.
    pub message: String,
    /// Ids of the seed rules that ask for it, such as `B1`.
    pub rules: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// The output object of `otklik lint` without its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub verdict: Level,
    pub findings: Vec<Finding>,
    /// The text in the order explanation, action, term, apology, where a finding asks for it and it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reordered: Option<String>,
}
