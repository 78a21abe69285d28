//! The same HTTP answers mean the same for every adapter.

use super::{hold, short};
use crate::testkit::Cassette;
use crate::testkit::scenario::{Play, Scenario};
use crate::testkit::suite::Report;
use crate::{Adapter, Failure, Place, Response};
use chrono::TimeDelta;

const LOGIN: &[u8] =
    b"<!doctype html><html><body><form action=\"/login\"><input type=\"text\" name=\"login\">\
    <input type=\"password\" name=\"pass\"></form></body></html>";
const CAPTCHA: &[u8] =
    b"<!doctype html><html><body><form action=\"/showcaptcha\"><div class=\"g-recaptcha\">\
    </div></form></body></html>";

pub fn all(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, report: &mut Report) {
    let mut ask = |what: &str, answer: Result<Response, Failure>, good: &dyn Fn(&Failure) -> bool| {
        let net = scenario.net(&Play::Always(answer));
        let result = scenario.poll(adapter, place, &net);
        let kept = result.as_ref().err().is_some_and(good);
        report.check(
            &format!("{}: {what}", scenario.name),
            hold(kept, || short(&result)),
        );
    };
    let answer = |status, headers: &[(&str, &str)], body: &[u8]| Ok(Cassette::answer(status, headers, body));
    let auth = |f: &Failure| matches!(f, Failure::Auth { .. });
    // Some platforms answer 404 to a wrong token.
    let gone = |f: &Failure| matches!(f, Failure::Gone | Failure::Auth { .. });
    let down = |f: &Failure| matches!(f, Failure::Down { .. });
    let barred = |f: &Failure| matches!(f, Failure::Blocked { .. } | Failure::Auth { .. });
    let now = crate::Net::now(&Cassette::new());
    let slow = |s: i64| {
        move |f: &Failure| {
            *f == Failure::Slow {
                until: Some(now + TimeDelta::seconds(s)),
            }
        }
    };
    let date = (now + TimeDelta::seconds(300))
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();

    ask("401 is refused access", answer(401, &[], b""), &auth);
    ask("403 is refused access", answer(403, &[], b""), &auth);
    ask(
        "403 with a captcha is blocked",
        answer(403, &[], CAPTCHA),
        &barred,
    );
    ask("404 is gone", answer(404, &[], b""), &gone);
    ask("410 is gone", answer(410, &[], b""), &gone);
    ask(
        "429 with seconds is slow until then",
        answer(429, &[("Retry-After", "120")], b""),
        &slow(120),
    );
    ask(
        "429 with a date is slow until then",
        answer(429, &[("Retry-After", &date)], b""),
        &slow(300),
    );
    ask("429 alone is slow", answer(429, &[], b""), &|f| {
        *f == Failure::Slow { until: None }
    });
    for status in [500, 502, 503, 504] {
        ask(
            &format!("{status} is down"),
            answer(status, &[], b"<html>"),
            &down,
        );
    }
    ask("a time-out is down", Err(Failure::down("timeout")), &down);
    ask(
        "no answer on a host that is not allowed is told",
        Err(Failure::Unsupported),
        &|f| *f == Failure::Unsupported,
    );
    ask(
        "a log-in form with 200 is blocked",
        answer(200, &[], LOGIN),
        &barred,
    );
    ask(
        "a captcha with 200 is blocked",
        answer(200, &[], CAPTCHA),
        &barred,
    );
    for body in [
        &b""[..],
        b"{}",
        b"[]",
        b"null",
        b"<html></html>",
        b"ok",
        b"\0\0\0",
        b"\xFF\xFE{\0}\0",
        // errors that arrive with 200, as several platforms send them
        br#"{"error":{"error_code":10,"error_msg":"Internal server error"}}"#,
        br#"{"error":{"code":500,"message":"Internal error","status":"INTERNAL"}}"#,
        br#"{"errors":[{"title":"Over capacity","detail":"try later"}]}"#,
        br#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#,
        br#"{"code":"ERROR","message":"unavailable"}"#,
    ] {
        let what = format!("{:?} with 200 is no page", String::from_utf8_lossy(body));
        ask(&what, answer(200, &[("content-type", "text/html")], body), &|f| {
            !matches!(f, Failure::Unchanged | Failure::Unknown | Failure::Unsupported)
        });
    }
}
