//! What RuStore answers: an envelope, in it a bare list or one in pages; names, times and replies in
//! several spellings.

use crate::declared::config::Item;
use crate::parse::{self, dates, json};
use crate::{Failure, OfficialReply, Sighting, Standing};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The body of an envelope. HTTP 200 alone says nothing: `code` must be `OK`.
///
/// # Errors
/// [`Failure::Down`] for an error in the place of a body, [`Failure::Drift`] for another form.
pub fn open(bytes: &[u8]) -> Result<Value, Failure> {
    let mut root = json::value(bytes)?;
    match root.get("code").and_then(Value::as_str) {
        Some(code) if code.eq_ignore_ascii_case("ok") => Ok(root["body"].take()),
        Some(_) => Err(Failure::down("error_in_200")),
        None => Err(Failure::drift("code")),
    }
}

/// A list, and whether it says that it is the last one.
pub struct List {
    pub items: Vec<Value>,
    pub last: Option<bool>,
}

/// The list in a body: bare, or `{"content": […], "last": …}`.
///
/// # Errors
/// [`Failure::Drift`] for anything else.
pub fn list(body: Value) -> Result<List, Failure> {
    match body {
        Value::Array(items) => Ok(List { items, last: None }),
        Value::Object(mut page) => match page.remove("content") {
            Some(Value::Array(items)) => Ok(List {
                items,
                last: page.get("last").and_then(Value::as_bool),
            }),
            _ => Err(Failure::drift("body.content")),
        },
        _ => Err(Failure::drift("body")),
    }
}

/// A review for all to see; `None` for one that the platform hides.
///
/// # Errors
/// The wrong field.
pub fn sighting(item: &Item, value: &Value) -> Result<Option<Sighting>, String> {
    if value["commentStatus"].as_str().is_some_and(|s| s != "PUBLISHED") {
        return Ok(None);
    }
    let named = match &value["commentId"] {
        Value::Null => {
            let mut named = value.clone();
            named["commentId"] = made(value).ok_or("commentId")?.into();
            Cow::Owned(named)
        }
        _ => Cow::Borrowed(value),
    };
    let shown = [&value["devResponses"], &value["devResponse"]];
    let shown = shown.into_iter().find(|r| !r.is_null()).unwrap_or(&Value::Null);
    Ok(Some(Sighting {
        official_reply: response(shown, value["devResponseDate"].as_str())?,
        ..item.read(&named)?
    }))
}

/// The web's list is known without ids too; then whatever stays the same is one.
fn made(value: &Value) -> Option<String> {
    let text = parse::plain(value["commentText"].as_str().unwrap_or_default());
    let name = value["userName"].as_str().or(value["firstName"].as_str());
    let parts = [name.unwrap_or_default(), value["commentDate"].as_str()?, &text];
    let hash = Sha256::digest(parts.join("\u{1F}"));
    let hex: String = hash[..12].iter().map(|b| format!("{b:02x}")).collect();
    Some(format!("web-{hex}"))
}

/// A reply in any of its places: the list of replies, or beside a review.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    pub id: Option<Value>,
    comment_id: Option<Value>,
    text: Option<String>,
    status: Option<String>,
    #[serde(alias = "createdAt")]
    date: Option<String>,
}

impl Reply {
    /// The review that it answers.
    pub fn to(&self) -> Option<String> {
        self.comment_id.as_ref().and_then(parse::id)
    }

    /// `None` when it was taken away or replaced.
    ///
    /// # Errors
    /// The wrong field.
    pub fn official(&self) -> Result<Option<OfficialReply>, &'static str> {
        let standing = match self.status.as_deref() {
            Some("DELETED") => return Ok(None),
            None | Some("PUBLISHED") => Standing::Live,
            Some("REJECTED") => Standing::Rejected {
                reason: "rejected".into(),
            },
            // Of a name yet unknown, too: not called live.
            Some(_) => Standing::Pending,
        };
        let date = self.date.as_deref();
        Ok(Some(OfficialReply {
            id: self.id.as_ref().and_then(parse::id),
            text: parse::plain(self.text.as_deref().ok_or("text")?),
            at: at(date).map_err(|()| "date")?,
            standing,
        }))
    }
}

/// Beside a review: nothing, a text with its date apart, or a list of which the last one stands.
fn response(shown: &Value, date: Option<&str>) -> Result<Option<OfficialReply>, &'static str> {
    match shown {
        Value::Null => Ok(None),
        Value::String(text) => Ok(parse::nonempty(text).map(|text| OfficialReply {
            text,
            at: at(date).unwrap_or_default(),
            ..OfficialReply::default()
        })),
        Value::Array(all) => {
            let mut last = None;
            for one in all {
                let reply = Reply::deserialize(one).map_err(|_| "devResponses")?;
                last = reply.official().map_err(|_| "devResponses")?.or(last);
            }
            Ok(last)
        }
        _ => Err("devResponses"),
    }
}

/// An instant, if one is written. The platform's documents name no zone; see NOTES.md.
fn at(written: Option<&str>) -> Result<Option<DateTime<Utc>>, ()> {
    let text = written.map(str::trim).filter(|t| !t.is_empty());
    let read = |t| dates::rfc3339(t).or_else(|| dates::moscow(t)).ok_or(());
    text.map(read).transpose()
}
