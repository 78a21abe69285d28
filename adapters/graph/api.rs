//! Calls of the Graph API. Errors are JSON whatever the HTTP status is, and only their codes are read.

use crate::parse::{json, status};
use crate::{Failure, Net, Request, Response};
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac;
use serde_json::Value;
use url::Url;

/// The version that everything here was written for.
pub const VERSION: &str = "v25.0";

/// Why a call failed, with Meta's code where there is one: some concern one object only.
#[derive(Debug)]
pub struct Refusal {
    pub failure: Failure,
    pub code: Option<i64>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Refusal { failure, code: None }
    }
}

impl Refusal {
    /// The object is not there or not for us; the others may still be read.
    pub fn of_one_object(&self) -> bool {
        self.failure == Failure::Gone
    }
}

/// A reading call.
pub async fn ask(
    net: &dyn Net,
    host: &str,
    parts: &[&str],
    fields: &[(&str, &str)],
) -> Result<Value, Refusal> {
    let mut url = address(net, host, parts)?;
    url.query_pairs_mut().extend_pairs(fields);
    let response = net.send(signed(net, Request::get(url))?).await?;
    body(&response, false, net.now())
}

/// The writing call: whatever is unclear about its answer is [`Failure::Unknown`]. Gives the new id.
pub async fn write(net: &dyn Net, host: &str, parts: &[&str], text: &str) -> Result<Option<String>, Failure> {
    let url = address(net, host, parts)?;
    let request = signed(
        net,
        Request::post_form(url, &[("message", text), ("fields", "id")]),
    )?
    .writing();
    let response = net.send(request).await?;
    let answer = body(&response, true, net.now()).map_err(|r| r.failure)?;
    let id = answer.get("id").and_then(Value::as_str).ok_or(Failure::Unknown)?;
    Ok(Some(id.to_owned()))
}

fn address(net: &dyn Net, host: &str, parts: &[&str]) -> Result<Url, Failure> {
    let mut url = Url::parse(&format!("https://{host}/{VERSION}")).map_err(|_| Failure::Unsupported)?;
    url.path_segments_mut()
        .map_err(|()| Failure::Unsupported)?
        .extend(parts);
    // Proves that the caller knows the app's secret; worth nothing without the token.
    if let Some((secret, token)) = net.access("app_secret").zip(net.access("token")) {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.trim().as_bytes());
        let tag = hmac::sign(&key, token.trim().as_bytes());
        let proof: String = tag.as_ref().iter().map(|b| format!("{b:02x}")).collect();
        url.query_pairs_mut().append_pair("appsecret_proof", &proof);
    }
    Ok(url)
}

/// In a header the token stays out of addresses, which get logged.
fn signed(net: &dyn Net, request: Request) -> Result<Request, Failure> {
    let token = net
        .access("token")
        .ok_or_else(|| Failure::auth("no_access_key"))?;
    Ok(request.header("authorization", &format!("Bearer {}", token.trim())))
}

fn body(response: &Response, writes: bool, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let json = json::value(&response.body);
    if let Ok(Value::Object(answer)) = &json
        && let Some(error) = answer.get("error")
    {
        return Err(refusal(error, response, writes, now));
    }
    status::check(response, writes, now)?;
    match json {
        Ok(value) => Ok(value),
        Err(_) if writes => Err(Failure::Unknown.into()),
        Err(failure) => Err(failure.into()),
    }
}

fn refusal(error: &Value, response: &Response, writes: bool, now: DateTime<Utc>) -> Refusal {
    let number = |key: &str| error.get(key).and_then(Value::as_i64);
    let Some(code) = number("code") else {
        let failure = if writes {
            Failure::Unknown
        } else {
            Failure::drift("error.code")
        };
        return failure.into();
    };
    let transient = error.get("is_transient").and_then(Value::as_bool) == Some(true);
    let failure = of(code, number("error_subcode"), transient, writes);
    let failure = match failure {
        Failure::Slow { .. } => Failure::Slow {
            until: wait(response, now),
        },
        other => other,
    };
    Refusal {
        failure,
        code: Some(code),
    }
}

/// The failure that a saved error body means.
pub fn saved(error: &Value) -> Failure {
    let number = |key: &str| error.get(key).and_then(Value::as_i64);
    match number("code") {
        Some(code) => of(code, number("error_subcode"), false, false),
        None => Failure::drift("error.code"),
    }
}

/// The decision. Codes and meanings: Meta's "Handle errors" and "Rate limits" pages, and NOTES.md.
pub fn of(code: i64, subcode: Option<i64>, transient: bool, writes: bool) -> Failure {
    let sign = || format!("graph_{code}");
    match code {
        4 | 17 | 32 | 613 | 80_000..=80_014 => Failure::Slow { until: None },
        // Something went wrong there, perhaps after the comment was written.
        _ if transient && writes => Failure::Unknown,
        1 | 2 if writes => Failure::Unknown,
        _ if transient => Failure::down(sign()),
        1 | 2 => Failure::down(sign()),
        102 | 190 => Failure::auth(sign()),
        368 if !writes => Failure::blocked(sign()),
        _ if writes => Failure::Refused { reason: sign() },
        3 | 10 | 200..=299 => Failure::auth(sign()),
        100 if subcode == Some(33) => Failure::Gone,
        24 | 803 => Failure::Gone,
        12 | 100 => Failure::drift(format!("error.code={code}")),
        _ => Failure::down(sign()),
    }
}

/// When the limit is lifted, by the header that tells it in minutes.
fn wait(response: &Response, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let usage: Value = serde_json::from_str(response.header("x-business-use-case-usage")?).ok()?;
    let rows = usage.as_object()?.values().filter_map(Value::as_array).flatten();
    let minutes = rows.filter_map(|r| r.get("estimated_time_to_regain_access")?.as_i64());
    let longest = minutes.max().filter(|m| *m > 0)?;
    now.checked_add_signed(TimeDelta::minutes(longest.min(7 * 24 * 60)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_table_has_its_decision_for_reading_and_writing() {
        let codes = [
            1, 2, 4, 10, 12, 17, 24, 32, 100, 102, 190, 200, 283, 368, 613, 803, 1_446_036, 80_001, 9999,
        ];
        let row = |c: i64| {
            format!(
                "{c}: {:?} / {:?}",
                of(c, None, false, false),
                of(c, None, false, true)
            )
        };
        let mut table: Vec<_> = codes.map(row).into();
        table.push(format!("100/33: {:?}", of(100, Some(33), false, false)));
        table.push(format!(
            "9999 transient: {:?} / {:?}",
            of(9999, None, true, false),
            of(9999, None, true, true)
        ));
        insta::assert_json_snapshot!(table);
    }

    #[test]
    fn the_longest_wait_of_the_usage_header_is_kept() {
        let now = DateTime::from_timestamp(1_795_435_200, 0).unwrap();
        let mut response = crate::testkit::Cassette::answer(400, &[], b"");
        assert_eq!(wait(&response, now), None);
        let usage = r#"{"1":[{"type":"pages","estimated_time_to_regain_access":0}],"2":[{"estimated_time_to_regain_access":12}]}"#;
        response
            .headers
            .push(("x-business-use-case-usage".into(), usage.into()));
        assert_eq!(wait(&response, now), Some(now + TimeDelta::minutes(12)));
    }
}
