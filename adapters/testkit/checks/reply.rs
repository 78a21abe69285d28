//! Publishing: once, unchanged, within the limit, and honest when the outcome is not known.

use super::{hold, word};
use crate::testkit::scenario::{Play, Scenario, current, publish};
use crate::testkit::suite::Report;
use crate::testkit::{Cassette, Sent};
use crate::{Adapter, Failure, Place, Receipt, ReplyOrder};

pub fn all(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, report: &mut Report) {
    let name = &scenario.name;
    let Some(order) = scenario.order(place) else {
        return;
    };
    let net = scenario.net(&Play::Recorded);
    let result = publish(adapter, &net, &order);
    let outcome = match &result {
        Ok(Receipt::Live { .. }) => "live".to_owned(),
        Ok(Receipt::Accepted { .. }) => "accepted".to_owned(),
        Err(failure) => word(failure),
    };
    let wanted = &scenario.spec.expect.outcome;
    report.check(
        &format!("{name}: as expected"),
        hold(outcome == *wanted, || format!("{wanted} expected, got {outcome}")),
    );
    report.check(&format!("{name}: one writing request"), once(&net.sent()));
    if result.is_ok() {
        report.check(
            &format!("{name}: the text is sent to the byte"),
            sent_whole(&net.sent(), &order),
        );
        let tries = [
            ("silence", Play::Silence),
            ("500", Play::Always(Ok(Cassette::answer(500, &[], b"")))),
            (
                "502 with a page",
                Play::Always(Ok(Cassette::answer(502, &[], b"<html>"))),
            ),
            ("an empty 200", Play::Always(Ok(Cassette::answer(200, &[], b"")))),
        ];
        for (what, play) in tries {
            let net = scenario.net(&play);
            let result = publish(adapter, &net, &order);
            // What is asked before writing may fail as reading does; then nothing was written.
            let written = net.sent().iter().any(|s| s.writes);
            let kept = if written {
                result == Err(Failure::Unknown)
            } else {
                result.is_err()
            };
            report.check(
                &format!("{name}: {what} leaves the outcome unknown"),
                hold(kept, || format!("{result:?}")),
            );
            report.check(
                &format!("{name}: {what} is not answered by another try"),
                once(&net.sent()),
            );
        }
    }
    if let Some(limit) = adapter.manifest().limit {
        let long = ReplyOrder {
            text: "й".repeat(limit.max as usize + 1),
            ..order
        };
        let net = scenario.net(&Play::Recorded);
        let refused = publish(adapter, &net, &long).is_err() && !net.sent().iter().any(|s| s.writes);
        report.check(
            &format!("{name}: over the limit is refused before the network"),
            hold(refused, || "sent".into()),
        );
    }
}

/// What stands there is read before it is overwritten, and nothing is written for that.
pub fn guard(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, review: &str, report: &mut Report) {
    let name = &scenario.name;
    let net = scenario.net(&Play::Recorded);
    let result = current(adapter, &net, place, review);
    let expect = &scenario.spec.expect;
    let outcome = result.as_ref().map_or_else(word, |_| "ok".into());
    let text = result.ok().flatten().map(|r| r.text);
    report.check(
        &format!("{name}: as expected"),
        hold(outcome == expect.outcome && text == expect.reply, || {
            format!("{outcome}, {text:?}")
        }),
    );
    let wrote = net.sent().iter().any(|s| s.writes);
    report.check(
        &format!("{name}: asking writes nothing"),
        hold(!wrote, || "written".into()),
    );
}

fn once(sent: &[Sent]) -> Result<(), String> {
    let writes = sent.iter().filter(|s| s.writes).count();
    hold(writes <= 1, || format!("{writes} writing requests"))?;
    let marked = sent
        .iter()
        .all(|s| s.writes || s.body.is_none() || s.method == crate::Method::Post);
    hold(marked, || "a writing request that is not marked as one".into())
}

fn sent_whole(sent: &[Sent], order: &ReplyOrder) -> Result<(), String> {
    let there = sent.iter().filter(|s| s.writes).any(|s| {
        let body = s.body.as_deref().unwrap_or_default();
        let in_form = url::form_urlencoded::parse(body).any(|(_, v)| whole(&v, &order.text));
        let in_query = s.url.query_pairs().any(|(_, v)| whole(&v, &order.text));
        let json = serde_json::from_slice(body).unwrap_or(serde_json::Value::Null);
        in_form || in_query || holds(&json, &order.text)
    });
    hold(there, || "another text".into())
}

/// The text to the byte. The name of the person that it goes to (`@name `) may stand in front: where a
/// platform has no other way to tell him, it is his address and no part of the text.
fn whole(sent: &str, text: &str) -> bool {
    let Some(before) = sent.strip_suffix(text) else {
        return false;
    };
    let name = before.strip_prefix('@').and_then(|b| b.strip_suffix(' '));
    before.is_empty() || name.is_some_and(|n| !n.is_empty() && !n.contains(char::is_whitespace))
}

fn holds(json: &serde_json::Value, text: &str) -> bool {
    match json {
        serde_json::Value::String(s) => whole(s, text),
        serde_json::Value::Array(a) => a.iter().any(|v| holds(v, text)),
        serde_json::Value::Object(o) => o.values().any(|v| holds(v, text)),
        _ => false,
    }
}
