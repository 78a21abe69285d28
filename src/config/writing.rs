//! What drafts are made with: contact people, terms, the optional model.

use super::Span;
use crate::domain::due::{Unit, Within};
use crate::domain::{Topic, Urgency};
use secrecy::SecretString;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

/// «Вы» or «вы» in Russian replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum You {
    #[default]
    #[serde(rename = "Вы")]
    Capital,
    #[serde(rename = "вы")]
    Small,
}

/// Somebody of ours to whom an author can turn in private; the first that fits wins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// First name, as it is to be read in public.
    pub person: String,
    /// «управляющая», in the nominative.
    pub role: Option<String>,
    /// Phone, address or a place such as «личные сообщения сообщества»; allowed in replies by being here.
    pub channel: String,
    #[serde(default)]
    pub topic: Vec<Topic>,
    #[serde(default)]
    pub location: Vec<String>,
    #[serde(default)]
    pub platform: Vec<String>,
}

/// How long an answer takes us; the draft promises half as much again. The first that fits wins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    #[serde(default)]
    pub topic: Vec<Topic>,
    #[serde(default)]
    pub urgency: Vec<Urgency>,
    #[serde(default)]
    pub location: Vec<String>,
    /// `2 working days`, `4 working hours`.
    pub within: String,
}

/// Hours of a working day: what makes days of hours.
const DAY: u32 = 8;

impl Playbook {
    /// Whole working days of `within`; less than a day is none. `None` where it cannot be read.
    pub fn working_days(&self) -> Option<u32> {
        let Within { count, unit } = Within::parse(&self.within).ok()?;
        let count = u32::from(count);
        Some(match unit {
            Unit::WorkingDays => count,
            Unit::WorkingHours => count / DAY,
            Unit::WorkingMinutes => count / (60 * DAY),
            Unit::Hours => count / 24,
            Unit::Minutes => count / (24 * 60),
        })
    }
}

/// A language model that may word one more variant. Off unless there is an address.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Model {
    /// Base of an OpenAI-compatible service, such as `http://127.0.0.1:8000/v1`.
    pub url: Option<url::Url>,
    /// Name of the model as the service knows it.
    pub name: String,
    pub key: Option<String>,
    pub key_file: Option<PathBuf>,
    /// The address may lie in the own network.
    pub internal: bool,
    /// The whole call, at most 2 minutes.
    pub timeout: Span,
    /// Longest answer, tokens.
    pub max_tokens: u32,
    /// Tokens a day, question and answer together; then the model rests until midnight UTC.
    pub daily_tokens: u64,
}

impl Default for Model {
    fn default() -> Self {
        Model {
            url: None,
            name: String::new(),
            key: None,
            key_file: None,
            internal: false,
            timeout: Span(Duration::from_secs(20)),
            max_tokens: 600,
            daily_tokens: 200_000,
        }
    }
}

impl Model {
    /// The key of the service, if it needs one.
    ///
    /// # Errors
    /// Which variable or file is missing.
    pub fn secret(&self) -> Result<Option<SecretString>, String> {
        super::load::secret(self.key.as_deref(), self.key_file.as_deref())
            .map_err(|e| format!("model.key: {e}"))
    }
}
