//! A recorded exchange, as HTTP recorders save it: request, status and body in one JSON object.

use super::{json, status};
use crate::Failure;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Exchange<'a> {
    #[serde(rename = "request")]
    _request: &'a RawValue,
    status: Status,
    #[serde(borrow)]
    body: &'a RawValue,
}

#[derive(Deserialize)]
struct Status {
    code: u16,
}

/// The answer of a recorded exchange, or the body itself where it is none. For [`crate::Adapter::read`]:
/// people save both forms.
///
/// # Errors
/// The failure of the recorded status, by the one table ([`status::code`]).
pub fn answer(body: &[u8]) -> Result<Cow<'_, [u8]>, Failure> {
    let Ok(exchange) = serde_json::from_slice::<Exchange<'_>>(body) else {
        return Ok(Cow::Borrowed(body));
    };
    status::code(exchange.status.code, false, None)?;
    let raw = exchange.body.get();
    match raw.strip_prefix('"') {
        // Some recorders keep the body as text.
        Some(_) => {
            let text: String = serde_json::from_str(&json::mend(raw.as_bytes())?)
                .map_err(|e| json::syntax(raw.as_bytes(), &e))?;
            Ok(Cow::Owned(text.into_bytes()))
        }
        None => Ok(Cow::Borrowed(raw.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_exchange_is_its_answer_and_anything_else_is_itself() {
        let of = |code: u16, body: &str| {
            let text = format!(
                r#"{{"request":{{"method":"GET"}},"status":{{"code":{code},"message":""}},"headers":{{}},"body":{body}}}"#
            );
            answer(text.as_bytes()).map(|b| String::from_utf8_lossy(&b).into_owned())
        };
        assert_eq!(of(200, "[1]"), Ok("[1]".into()));
        assert_eq!(of(200, r#""{\"a\":1}""#), Ok("{\"a\":1}".into()));
        assert_eq!(of(404, "{}"), Err(Failure::Gone));
        assert_eq!(of(429, "{}"), Err(Failure::Slow { until: None }));
        for other in [&b"[]"[..], b"{\"status\":{\"code\":404}}", b"<html>", b""] {
            assert_eq!(answer(other).unwrap(), other);
        }
    }
}
