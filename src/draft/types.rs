//! The objects of `otklik draft` (contract.md).

use crate::domain::Fault;
use crate::judge;
use crate::lint::Finding;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What is answered; the input object of `otklik draft` (contract.md).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Input {
    #[serde(flatten)]
    pub review: judge::Input,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub business: Option<String>,
    #[serde(default)]
    pub location: Option<String>,
    #[serde(default)]
    pub fault: Option<Fault>,
    #[serde(default)]
    pub severity: Option<u8>,
    #[serde(default)]
    pub promise_by: Option<String>,
    #[serde(default)]
    pub now: Option<DateTime<Utc>>,
    #[serde(default)]
    pub facts: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    pub context: Option<crate::lint::Context>,
    /// Similar cases of ours, most similar first; the caller looks them up.
    #[serde(default)]
    pub cases: Vec<PastCase>,
}

/// A similar case of ours: what a person approved then, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCase {
    /// The answer that was approved and published.
    pub reply: String,
    /// What worked, in the words of the person who closed the case.
    #[serde(default)]
    pub worked: Option<String>,
    /// The author came back: raised the rating or said that it is well now.
    #[serde(default)]
    pub recovered: bool,
}

/// The output object of `otklik draft` without its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drafts {
    pub lang: String,
    /// `sensitive:death` and the like: no draft, escalate instead.
    pub refused: Option<String>,
    pub variants: Vec<Variant>,
}

/// One proposed answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// `with_apology`, `without_apology`, `with_sympathy`, `without_sympathy`, `thanks`…
    pub kind: String,
    pub text: String,
    /// The public day of the promise, with slack.
    pub promise_by: Option<NaiveDate>,
    /// The day that we hold ourselves to; never later than the public one.
    #[serde(default)]
    pub promise_internal: Option<NaiveDate>,
    pub length: Length,
    pub findings: Vec<Finding>,
}

/// Length in the platform's own unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    pub used: u32,
    pub max: Option<u32>,
    /// `chars`, `bytes` or `utf16`.
    pub unit: String,
}
