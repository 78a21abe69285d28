//! Calls of the Data API, and what its errors mean.

use crate::parse::{json, status};
use crate::proof::google;
use crate::{Failure, Net, Request, Response, net};
use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use serde_json::Value;
use url::Url;

/// Units of the daily allowance that a written comment costs; a list costs one.
const INSERT: u32 = 50;

/// Why a call failed, with YouTube's own word where there is one.
pub struct Refusal {
    pub failure: Failure,
    pub reason: String,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Refusal {
            failure,
            reason: String::new(),
        }
    }
}

fn address(method: &str, fields: &[(&str, &str)]) -> Result<Url, Failure> {
    net::address("https://www.googleapis.com/youtube/v3", &[method], fields)
}

/// A reading call: by the API key if there is one, else by the owner's token.
pub async fn list(net: &dyn Net, method: &str, fields: &[(&str, &str)]) -> Result<Value, Refusal> {
    let request = Request::get(address(method, fields)?);
    let request = match net.key("key") {
        Some(key) => request.header("x-goog-api-key", &key),
        None => request.bearer(&google::of_owner(net).await?),
    };
    let response = net.send(request.costs(1)).await?;
    body(&response, false, net.now())
}

/// Writes a comment, once. Whatever is unclear about the answer is [`Failure::Unknown`].
pub async fn insert(net: &dyn Net, comment: &Value) -> Result<String, Failure> {
    let token = google::of_owner(net).await?;
    let url = address("comments", &[("part", "snippet")])?;
    let request = Request::post_json(url, comment)
        .bearer(&token)
        .costs(INSERT)
        .writing();
    let response = net.send(request).await?;
    let answer = body(&response, true, net.now()).map_err(|r| r.failure)?;
    let id = answer["id"].as_str().filter(|id| !id.is_empty());
    id.map(str::to_owned).ok_or(Failure::Unknown)
}

/// A saved answer.
///
/// # Errors
/// What a saved error means. It says to wait from when it was saved, which nobody knows.
pub fn saved(body: &[u8]) -> Result<Value, Failure> {
    let value = json::value(body)?;
    match reason(&value) {
        Some((reason, code)) => Err(of(reason, code, false, None)),
        None => Ok(value),
    }
}

fn body(response: &Response, writes: bool, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let json = json::value(&response.body);
    if let Ok(value) = &json
        && let Some((reason, code)) = reason(value)
    {
        let until = match reason {
            "quotaExceeded" | "dailyLimitExceeded" => midnight(now),
            _ => response
                .header("retry-after")
                .and_then(|v| status::retry_after(v, now)),
        };
        return Err(Refusal {
            failure: of(reason, code, writes, until),
            reason: reason.to_owned(),
        });
    }
    status::check(response, writes, now)?;
    match json {
        Err(_) if writes => Err(Failure::Unknown.into()),
        other => Ok(other?),
    }
}

/// The word and the code of an error.
fn reason(answer: &Value) -> Option<(&str, u16)> {
    let error = answer.get("error")?;
    // An expired key is only a "badRequest" there.
    if google::key_refused(error) {
        return Some(("API_KEY_INVALID", 400));
    }
    let first = error.pointer("/errors/0/reason").or_else(|| error.get("status"));
    let code = error
        .get("code")
        .and_then(Value::as_u64)
        .and_then(|c| u16::try_from(c).ok());
    Some((
        first.and_then(Value::as_str).unwrap_or_default(),
        code.unwrap_or(0),
    ))
}

/// The decision. Words: Google's "YouTube Data API - Errors"; see NOTES.md.
fn of(reason: &str, code: u16, writes: bool, until: Option<DateTime<Utc>>) -> Failure {
    match reason {
        "quotaExceeded"
        | "dailyLimitExceeded"
        | "rateLimitExceeded"
        | "userRateLimitExceeded"
        | "RESOURCE_EXHAUSTED" => Failure::Slow { until },
        "keyInvalid"
        | "keyExpired"
        | "authError"
        | "accessNotConfigured"
        | "ipRefererBlocked"
        | "API_KEY_INVALID"
        | "UNAUTHENTICATED" => Failure::auth("key_refused"),
        "backendError" | "internalError" | "processingFailure" | "SERVICE_UNAVAILABLE" if writes => {
            Failure::Unknown
        }
        "backendError" | "internalError" | "processingFailure" => Failure::down("backend"),
        "commentTextTooLong" => Failure::refused("too_long"),
        "ineligibleAccount" if writes => Failure::refused("ineligible_account"),
        "commentsDisabled" if writes => Failure::refused("comments_disabled"),
        "parentCommentNotFound" | "commentNotFound" if writes => Failure::refused("review_gone"),
        "videoNotFound"
        | "channelNotFound"
        | "commentThreadNotFound"
        | "parentCommentNotFound"
        | "commentNotFound" => Failure::Gone,
        // The rest goes by its code; 404 and 403 of a written comment concern that comment.
        _ if code == 0 => Failure::drift("error.code"),
        _ if writes && matches!(code, 403 | 404) => Failure::refused(format!("http_{code}")),
        _ => status::code(code, writes, until)
            .err()
            .unwrap_or_else(|| Failure::drift("error")),
    }
}

/// When the allowance is renewed: the next midnight of Pacific Time.
fn midnight(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let zone = chrono_tz::America::Los_Angeles;
    let day = now
        .with_timezone(&zone)
        .date_naive()
        .checked_add_days(Days::new(1))?;
    let at = zone
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .earliest()?;
    Some(at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowance_is_renewed_at_midnight_in_california() {
        let at = |t: &str| midnight(t.parse().unwrap()).unwrap().to_rfc3339();
        assert_eq!(
            at("2026-11-23T12:00:00Z"),
            "2026-11-24T08:00:00+00:00",
            "winter time"
        );
        assert_eq!(
            at("2026-07-01T06:59:59Z"),
            "2026-07-01T07:00:00+00:00",
            "summer time"
        );
    }

    #[test]
    fn every_word_of_the_table_has_its_decision_for_reading_and_writing() {
        let words = [
            ("keyInvalid", 400),
            ("quotaExceeded", 403),
            ("rateLimitExceeded", 403),
            ("commentsDisabled", 403),
            ("forbidden", 403),
            ("insufficientPermissions", 403),
            ("PERMISSION_DENIED", 403),
            ("videoNotFound", 404),
            ("parentCommentNotFound", 404),
            ("commentTextTooLong", 400),
            ("ineligibleAccount", 403),
            ("invalidPageToken", 400),
            ("processingFailure", 400),
            ("backendError", 503),
            ("somethingNew", 418),
            ("", 0),
        ];
        let row = |(w, c)| {
            format!(
                "{w} {c}: {:?} / {:?}",
                of(w, c, false, None),
                of(w, c, true, None)
            )
        };
        insta::assert_json_snapshot!(words.map(row).to_vec());
    }
}
