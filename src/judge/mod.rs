//! Reads a review: language, sentiment, urgency, topics, fault. Pure.

use crate::domain::words::Probabilities;
use crate::domain::{Fault, Intent, Sensitive, Sentiment, Topic, Urgency};
use serde::{Deserialize, Serialize};

/// What is judged; the input object of `otklik judge` (contract.md).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Input {
    #[serde(default)]
    pub id: serde_json::Value,
    pub text: String,
    #[serde(default)]
    pub title: Option<String>,
    /// 1 to 5.
    #[serde(default)]
    pub rating: Option<u8>,
    /// BCP 47; a hint that wins over detection.
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub platform: Option<String>,
}

/// How a review was read; the output object of `otklik judge` without its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// `ru`, `en`, `mixed` or `other`.
    pub lang: String,
    pub sentiment: Sentiment,
    pub p: Probabilities,
    pub urgency: Urgency,
    pub topics: Vec<Topic>,
    pub fault: Fault,
    pub sensitive: Option<Sensitive>,
    /// An insult at a person (not swearing at a situation).
    pub abusive: bool,
    pub intent: Intent,
    /// Stars and text contradict each other.
    pub conflict: bool,
    /// One neutral line, without obscenities.
    pub summary: String,
    pub reasons: Vec<Reason>,
}

/// A stretch of the text that decided something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// `sentiment:negative`, `urgency:critical`, `topic:staff`…
    #[serde(rename = "for")]
    pub about: String,
    /// Character offsets into the text, half open.
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub weight: f32,
}
