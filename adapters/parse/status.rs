//! The one table from an HTTP answer to the engine's decision.

use crate::{Failure, Response};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// Longest wait that a platform may ask for and be believed, seconds (a week). More is a mistake
/// of the platform, and would hide a source for good.
const LONGEST_WAIT_S: i64 = 7 * 86_400;

/// Whether this answer may be read at all. `writes`: the request changed something, so an unclear
/// answer means [`Failure::Unknown`]. `now`: for `Retry-After` in seconds.
///
/// # Errors
/// The failure of the table: 304 unchanged · 401, 402, 403, 407 auth (with a captcha: blocked) ·
/// 404, 410 gone · 408, 425, 5xx down · 429, 420 and 503 with `Retry-After` slow · 451 blocked ·
/// any other answer to reading is a drift, to writing a refusal.
pub fn check(response: &Response, writes: bool, now: DateTime<Utc>) -> Result<(), Failure> {
    let wait = response.header("retry-after").and_then(|v| retry_after(v, now));
    code(response.status, writes, wait).map_err(|failure| match (&failure, signs(&response.body)) {
        (Failure::Auth { .. }, Some(signs)) => Failure::blocked(signs),
        _ => failure,
    })
}

/// As [`check`], for a platform that tells in a header of its own when its limit ends.
///
/// # Errors
/// As [`check`].
pub fn check_until(
    response: &Response,
    writes: bool,
    now: DateTime<Utc>,
    until: impl FnOnce() -> Option<DateTime<Utc>>,
) -> Result<(), Failure> {
    check(response, writes, now).map_err(|failure| match failure {
        Failure::Slow { until: None } => Failure::Slow { until: until() },
        other => other,
    })
}

/// The table itself, also for platforms that put a status code into a JSON body.
///
/// # Errors
/// As [`check`]. `until`: what the platform asked to wait for.
pub fn code(status: u16, writes: bool, until: Option<DateTime<Utc>>) -> Result<(), Failure> {
    let sign = || format!("http_{status}");
    Err(match status {
        200..=299 => return Ok(()),
        300..=399 if writes => Failure::Unknown,
        304 => Failure::Unchanged,
        401 | 402 | 403 | 407 => Failure::auth(sign()),
        404 | 410 => Failure::Gone,
        420 | 429 => Failure::Slow { until },
        451 => Failure::blocked(sign()),
        408 | 425 | 500..=599 if writes => Failure::Unknown,
        503 if until.is_some() => Failure::Slow { until },
        408 | 425 | 500..=599 => Failure::down(sign()),
        _ if writes => Failure::Refused { reason: sign() },
        _ => Failure::drift(sign()),
    })
}

/// `Retry-After` in both forms (seconds, HTTP date in any of its three spellings).
pub fn retry_after(value: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let value = value.trim();
    let latest = now.checked_add_signed(TimeDelta::seconds(LONGEST_WAIT_S))?;
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        let seconds = value
            .parse::<i64>()
            .map_or(LONGEST_WAIT_S, |s| s.min(LONGEST_WAIT_S));
        return now.checked_add_signed(TimeDelta::seconds(seconds));
    }
    let at = DateTime::parse_from_rfc2822(value)
        .map(|t| t.to_utc())
        .ok()
        .or_else(|| {
            ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
                .map(|t| t.and_utc())
        })?;
    Some(at.clamp(now, latest))
}

/// Signs of a page that stands in the place of the asked one. Strings of markup, not words: a
/// review may speak of captchas, and a page's settings may name one (2GIS does).
const SIGNS: &[(&str, &str)] = &[
    ("showcaptcha", "captcha"),
    ("g-recaptcha", "captcha"),
    ("h-captcha", "captcha"),
    ("smartcaptcha", "captcha"),
    ("smart-captcha", "captcha"),
    ("checkboxcaptcha", "captcha"),
    ("name=\"captcha", "captcha"),
    ("id=\"captcha", "captcha"),
    ("class=\"captcha", "captcha"),
    ("cf-chl", "challenge"),
    ("cf_chl", "challenge"),
    ("challenge-platform", "challenge"),
    ("awswaf", "challenge"),
    ("challenge.js", "challenge"),
    ("type=\"password\"", "login_form"),
    ("type='password'", "login_form"),
    ("type=password", "login_form"),
    ("access denied", "ban_page"),
    ("доступ ограничен", "ban_page"),
    ("доступ запрещ", "ban_page"),
];

/// Which sign of a captcha, log-in form or ban page an HTML body bears. For a body that already
/// turned out not to be what was asked for; a good page is never judged by this.
pub fn signs(body: &[u8]) -> Option<&'static str> {
    let head = &body[..body.len().min(256 * 1024)];
    let text = String::from_utf8_lossy(head).to_lowercase();
    if !text
        .trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t'])
        .starts_with('<')
    {
        return None;
    }
    SIGNS
        .iter()
        .find(|(sign, _)| text.contains(sign))
        .map(|(_, word)| *word)
}

/// The failure of a body that is not the expected page: blocked if it bears a sign, else changed
/// at `at`.
pub fn instead_of(body: &[u8], at: &str) -> Failure {
    match signs(body) {
        Some(signs) => Failure::blocked(signs),
        None => Failure::drift(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap()
    }

    fn answer(status: u16, header: Option<&str>, body: &str) -> Response {
        Response {
            status,
            headers: header
                .map(|h| ("retry-after".to_owned(), h.to_owned()))
                .into_iter()
                .collect(),
            body: body.as_bytes().to_vec(),
            url: url::Url::parse("https://example.org/").unwrap(),
        }
    }

    #[test]
    fn every_status_has_one_decision() {
        let read = |s| {
            check(&answer(s, None, ""), false, noon())
                .err()
                .map(|f| f.to_string())
        };
        let write = |s| {
            check(&answer(s, None, ""), true, noon())
                .err()
                .map(|f| f.to_string())
        };
        let table: Vec<_> = [
            200, 204, 302, 304, 400, 401, 403, 404, 408, 410, 422, 429, 451, 500, 502, 503,
        ]
        .iter()
        .map(|&s| {
            format!(
                "{s}: {} / {}",
                read(s).unwrap_or("ok".into()),
                write(s).unwrap_or("ok".into())
            )
        })
        .collect();
        insta::assert_json_snapshot!(table);
    }

    #[test]
    fn both_forms_of_retry_after_are_honoured_and_bounded() {
        let at = |v| retry_after(v, noon()).map(|t| t.to_rfc3339());
        assert_eq!(at("120").unwrap(), "2026-11-23T12:02:00+00:00");
        assert_eq!(
            at("Mon, 23 Nov 2026 12:05:00 GMT").unwrap(),
            "2026-11-23T12:05:00+00:00"
        );
        assert_eq!(
            at("Monday, 23-Nov-26 12:05:00 GMT").unwrap(),
            "2026-11-23T12:05:00+00:00"
        );
        assert_eq!(
            at("Mon Nov 23 12:05:00 2026").unwrap(),
            "2026-11-23T12:05:00+00:00"
        );
        assert_eq!(
            at("Mon, 23 Nov 2020 12:05:00 GMT").unwrap(),
            "2026-11-23T12:00:00+00:00",
            "past means now"
        );
        assert_eq!(
            at("99999999999999999999999").unwrap(),
            "2026-11-30T12:00:00+00:00"
        );
        assert_eq!(at("soon"), None);
        let slow = check(&answer(503, Some("60"), ""), false, noon());
        assert!(matches!(slow, Err(Failure::Slow { until: Some(_) })));
        assert_eq!(
            check(&answer(503, Some("60"), ""), true, noon()),
            Err(Failure::Unknown)
        );
    }

    #[test]
    fn a_captcha_is_blocked_and_a_review_about_captchas_is_not() {
        let captcha = "<html><form action=\"/showcaptcha\">";
        assert_eq!(
            check(&answer(403, None, captcha), false, noon()),
            Err(Failure::blocked("captcha"))
        );
        assert_eq!(
            check(&answer(200, None, captcha), false, noon()),
            Ok(()),
            "a 200 is judged by its reader"
        );
        assert_eq!(instead_of(captcha.as_bytes(), "x"), Failure::blocked("captcha"));
        assert_eq!(signs(b"{\"text\":\"<b>g-recaptcha everywhere\"}"), None);
        assert_eq!(
            instead_of(b"<html>new design, captchaUrl</html>", "list"),
            Failure::drift("list")
        );
    }
}
