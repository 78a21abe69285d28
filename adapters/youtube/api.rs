//! Calls of the Data API, and what its errors mean.

use crate::parse::{json, status};
use crate::proof::google;
use crate::{Failure, Net, Request, Response};
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

fn address(method: &str) -> Result<Url, Failure> {
    Url::parse(&format!("https://www.googleapis.com/youtube/v3/{method}")).map_err(|_| Failure::Unsupported)
}

/// A token of the channel's owner, where one was given.
async fn token(net: &dyn Net) -> Result<Option<String>, Failure> {
    if let Some(token) = net.access("access_token") {
        return Ok(Some(token.trim().to_owned()));
    }
    let Some(refresh) = net.access("refresh_token") else {
        return Ok(None);
    };
    let client = net.access("client_id").zip(net.access("client_secret"));
    let (id, secret) = client.ok_or_else(|| Failure::auth("no_oauth_client"))?;
    google::refreshed(net, (&id, &secret), &refresh).await.map(Some)
}

/// A reading call: by the API key if there is one, else by the owner's token.
pub async fn list(net: &dyn Net, method: &str, fields: &[(&str, &str)]) -> Result<Value, Refusal> {
    let mut url = address(method)?;
    url.query_pairs_mut().extend_pairs(fields);
    let request = match net.access("key") {
        Some(key) => Request::get(url).header("x-goog-api-key", key.trim()),
        None => {
            let token = token(net).await?.ok_or_else(|| Failure::auth("no_access_key"))?;
            Request::get(url).header("authorization", &format!("Bearer {token}"))
        }
    };
    let response = net.send(request.costs(1)).await?;
    body(&response, false, net.now())
}

/// Writes a comment, once. Whatever is unclear about the answer is [`Failure::Unknown`].
pub async fn insert(net: &dyn Net, comment: &Value) -> Result<String, Failure> {
    let token = token(net).await?.ok_or(Failure::Unsupported)?;
    let mut url = address("comments")?;
    url.query_pairs_mut().append_pair("part", "snippet");
    let request = Request::post_json(url, comment)
        .header("authorization", &format!("Bearer {token}"))
        .costs(INSERT)
        .writing();
    let response = net.send(request).await?;
    let answer = body(&response, true, net.now()).map_err(|r| r.failure)?;
    let id = answer
        .get("id")
        .and_then(Value::as_str)
        .filter(|id| !id.is_empty());
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
        "commentTextTooLong" => Failure::Refused {
            reason: "too_long".into(),
        },
        "ineligibleAccount" if writes => Failure::Refused {
            reason: "ineligible_account".into(),
        },
        "commentsDisabled" if writes => Failure::Refused {
            reason: "comments_disabled".into(),
        },
        "parentCommentNotFound" | "commentNotFound" if writes => Failure::Refused {
            reason: "review_gone".into(),
        },
        "videoNotFound"
        | "channelNotFound"
        | "commentThreadNotFound"
        | "parentCommentNotFound"
        | "commentNotFound" => Failure::Gone,
        // The rest goes by its code; 404 and 403 of a written comment concern that comment.
        _ if code == 0 => Failure::drift("error.code"),
        _ if writes && matches!(code, 403 | 404) => Failure::Refused {
            reason: format!("http_{code}"),
        },
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
