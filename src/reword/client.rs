//! The one call. No transaction is open while it waits.

use super::protocol::{self, Answer, Fault};
use crate::config::Model;
use crate::notify::outgoing::{Reach, post_within};
use secrecy::ExposeSecret;
use serde_json::Value;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nobody answered, too slowly, or it is too busy: counts against the circuit.
    #[error("{why}")]
    Down { why: String, retry_after: Option<u64> },
    /// It answered, but not with what was asked: tried once more at most.
    #[error(transparent)]
    Useless(#[from] Fault),
    /// The configuration is wrong (key, address, model name): a person must look.
    #[error("{0}")]
    Refused(String),
}

/// Asks the model.
///
/// # Errors
/// [`AskError`], without a word of key, address or text.
pub async fn ask(model: &Model, body: &Value) -> Result<Answer, AskError> {
    let base = model
        .url
        .as_ref()
        .ok_or_else(|| AskError::Refused("model.url is not set".to_owned()))?;
    let address = format!("{}/chat/completions", base.as_str().trim_end_matches('/'));
    let url =
        url::Url::parse(&address).map_err(|_| AskError::Refused("model.url is no address".to_owned()))?;
    let key = model.secret().map_err(AskError::Refused)?;
    let headers: Vec<(&'static str, String)> = key
        .iter()
        .map(|k| ("authorization", format!("Bearer {}", k.expose_secret())))
        .collect();
    let reach = if model.internal {
        Reach::Anywhere
    } else {
        Reach::Public
    };
    let sent = post_within(reach, url, &headers, body.to_string(), model.timeout.0).await;
    let answer = sent.map_err(|e| AskError::Down {
        why: e.to_string(),
        retry_after: None,
    })?;
    match answer.status {
        200 => Ok(protocol::read(&answer.body)?),
        408 | 425 | 429 | 500..=599 => Err(AskError::Down {
            why: format!("HTTP {}", answer.status),
            retry_after: answer.retry_after,
        }),
        status => Err(AskError::Refused(format!("HTTP {status}"))),
    }
}
