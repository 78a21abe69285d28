//! What RuStore answers: an envelope, in it a bare list or one in pages; names, times and replies in
//! several spellings.

use crate::parse::{self, dates, json};
use crate::{Author, Failure, OfficialReply, Sighting, Standing};
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

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

/// A review. The console and the web say `firstName` and `devResponse`, the API `userName` and
/// `devResponses`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    comment_id: Option<Value>,
    #[serde(alias = "firstName")]
    user_name: Option<String>,
    app_rating: Option<i64>,
    comment_status: Option<String>,
    comment_text: Option<String>,
    comment_date: Option<String>,
    comment_date_iso: Option<String>,
    updated_at: Option<String>,
    updated_at_iso: Option<String>,
    #[serde(default)]
    edited: bool,
    dev_responses: Option<Value>,
    dev_response: Option<Value>,
    dev_response_date: Option<String>,
}

/// A review for all to see; `None` for one that the platform hides.
///
/// # Errors
/// The wrong field.
pub fn sighting(item: &Value) -> Result<Option<Sighting>, &'static str> {
    let c = Comment::deserialize(item).map_err(|_| "form")?;
    if c.comment_status.as_deref().is_some_and(|s| s != "PUBLISHED") {
        return Ok(None);
    }
    let created = at(c.comment_date_iso.as_deref(), c.comment_date.as_deref()).map_err(|()| "commentDate")?;
    let updated = at(c.updated_at_iso.as_deref(), c.updated_at.as_deref()).map_err(|()| "updatedAt")?;
    let text = parse::plain(c.comment_text.as_deref().unwrap_or_default());
    let stars = c.app_rating.and_then(|r| u8::try_from(r).ok());
    // The web's list is known without ids too; then whatever stays the same is one.
    let made = || {
        let parts = [
            c.user_name.as_deref(),
            c.comment_date.as_deref(),
            Some(text.as_str()),
        ];
        let hash = Sha256::digest(parts.map(Option::unwrap_or_default).join("\u{1F}"));
        let hex: String = hash[..12].iter().map(|b| format!("{b:02x}")).collect();
        c.comment_date.is_some().then(|| format!("web-{hex}"))
    };
    let id = match &c.comment_id {
        Some(id) => word(id),
        None => made(),
    };
    let shown = c
        .dev_responses
        .as_ref()
        .filter(|r| !r.is_null())
        .or(c.dev_response.as_ref());
    Ok(Some(Sighting {
        id: id.ok_or("commentId")?,
        author: Author {
            id: None,
            name: c.user_name.as_deref().and_then(parse::nonempty),
        },
        rating: Some(stars.filter(|s| (1..=5).contains(s)).ok_or("appRating")?),
        created: Some(created.ok_or("commentDate")?),
        updated,
        edited: c.edited,
        official_reply: response(shown, c.dev_response_date.as_deref())?,
        text,
        ..Sighting::default()
    }))
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
        self.comment_id.as_ref().and_then(word)
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
            id: self.id.as_ref().and_then(word),
            text: parse::plain(self.text.as_deref().ok_or("text")?),
            at: at(None, date).map_err(|()| "date")?,
            standing,
        }))
    }
}

/// Beside a review: nothing, a text with its date apart, or a list of which the last one stands.
fn response(shown: Option<&Value>, date: Option<&str>) -> Result<Option<OfficialReply>, &'static str> {
    match shown {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(parse::nonempty(text).map(|text| OfficialReply {
            text,
            at: at(None, date).unwrap_or_default(),
            ..OfficialReply::default()
        })),
        Some(Value::Array(all)) => {
            let mut last = None;
            for one in all {
                let reply = Reply::deserialize(one).map_err(|_| "devResponses")?;
                last = reply.official().map_err(|_| "devResponses")?.or(last);
            }
            Ok(last)
        }
        Some(_) => Err("devResponses"),
    }
}

/// An id, whether it is written as a number or as a text.
pub fn word(id: &Value) -> Option<String> {
    match id {
        Value::Number(n) => n.as_u64().map(|n| n.to_string()),
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty() && !s.contains('\0')),
        _ => None,
    }
}

/// A time with its zone or, failing that, one without, which is taken for Moscow's: the platform's
/// documents do not say, its people and its clients live there.
fn at(iso: Option<&str>, plain: Option<&str>) -> Result<Option<DateTime<Utc>>, ()> {
    let Some(text) = iso.or(plain).map(str::trim).filter(|t| !t.is_empty()) else {
        return Ok(None);
    };
    let moscow = || {
        let zone = FixedOffset::east_opt(3 * 3600)?;
        let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
        let local = forms
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
        Some(zone.from_local_datetime(&local).single()?.to_utc()).filter(dates::sane)
    };
    dates::rfc3339(text).or_else(moscow).map(Some).ok_or(())
}
