//! A recorded page: read as expected, sane, stable, polite, and silent about secrets.

use super::{hold, short, word};
use crate::parse::dates;
use crate::testkit::scenario::{Play, Scenario, poll};
use crate::testkit::suite::Report;
use crate::testkit::{Cassette, Sent};
use crate::{Adapter, Cursor, Failure, Next, Page, Place, Sighting};
use std::collections::HashSet;
use url::Url;

/// More requests than this for one page are no handful.
const HANDFUL: usize = 6;

pub fn links(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, report: &mut Report) {
    let name = &scenario.name;
    let again = adapter.locate(&place.url);
    report.check(&format!("{name}: the canonical address means the same place"), {
        hold(again.as_ref() == Some(place), || format!("{again:?}"))
    });
    report.check(&format!("{name}: platform is that of the manifest"), {
        hold(
            place.platform == adapter.manifest().id && !place.id.is_empty(),
            || place.platform.clone(),
        )
    });
}

pub fn all(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, report: &mut Report) {
    let name = &scenario.name;
    let net = scenario.net(&Play::Recorded);
    let result = scenario.poll(adapter, place, &net);
    report.check(&format!("{name}: as expected"), expected(scenario, &result));
    report.check(
        &format!("{name}: requests"),
        requests(adapter, place, &net.sent()),
    );
    report.check(
        &format!("{name}: no secret comes out"),
        secrets(adapter, scenario, &result),
    );
    let again = scenario.poll(adapter, place, &scenario.net(&Play::Recorded));
    report.check(&format!("{name}: the same answer gives the same page"), {
        hold(again == result, || "another one".into())
    });
    if let Ok(page) = &result {
        report.check(&format!("{name}: sightings are sane"), sane(page));
        report.check(
            &format!("{name}: permalinks lead back"),
            permalinks(adapter, place, page),
        );
        report.check(
            &format!("{name}: a second poll goes on"),
            resumed(adapter, scenario, place, page),
        );
        report.check(&format!("{name}: paging ends"), walk(adapter, scenario, place));
    }
}

fn expected(scenario: &Scenario, result: &Result<Page, Failure>) -> Result<(), String> {
    let expect = &scenario.spec.expect;
    let outcome = result.as_ref().map_or_else(word, |_| "ok".into());
    hold(outcome == expect.outcome, || {
        format!("{} expected, got {}", expect.outcome, short(result))
    })?;
    let Ok(page) = result else { return Ok(()) };
    let count = |f: &dyn Fn(&Sighting) -> bool| page.sightings.iter().filter(|s| f(s)).count();
    let ids: Vec<&str> = page.sightings.iter().map(|s| s.id.as_str()).collect();
    let same = |wanted: Option<usize>, found: usize| wanted.is_none_or(|w| w == found);
    hold(expect.ids.as_ref().is_none_or(|w| *w == ids), || {
        format!("ids {ids:?}")
    })?;
    hold(same(expect.edited, count(&|s| s.edited)), || {
        "number of edited ones".into()
    })?;
    hold(same(expect.removed, count(&|s| s.removed)), || {
        "number of removed ones".into()
    })?;
    let empty = page
        .empty
        .and_then(|e| serde_json::to_value(e).ok())
        .unwrap_or_default();
    hold(expect.empty.as_deref() == empty.as_str(), || {
        format!("empty: {empty}")
    })?;
    let more = matches!(page.next, Next::More(_));
    hold(expect.more.is_none_or(|w| w == more), || {
        format!("there is a next page: {more}")
    })
}

fn requests(adapter: &dyn Adapter, place: &Place, sent: &[Sent]) -> Result<(), String> {
    hold(sent.len() <= HANDFUL, || {
        format!("{} requests for one page", sent.len())
    })?;
    for s in sent {
        let host = s.url.host_str().unwrap_or_default().to_owned();
        let manifest = adapter.manifest();
        let own = manifest.place_host && place.url.host_str() == Some(host.as_str());
        hold(own || manifest.hosts.contains(&host), || {
            format!("{host} is not in the manifest")
        })?;
        let safe = match s.url.scheme() {
            "https" | "imaps" => true,
            // encrypted by STARTTLS, see the engine's door
            "imap" => own,
            _ => false,
        };
        hold(safe, || format!("{host} is asked without TLS"))?;
        hold(!s.writes, || "polling writes".into())?;
    }
    Ok(())
}

fn secrets(adapter: &dyn Adapter, scenario: &Scenario, result: &Result<Page, Failure>) -> Result<(), String> {
    let said = match result {
        Ok(page) => format!("{page:?}{}", serde_json::to_string(page).unwrap_or_default()),
        Err(failure) => format!("{failure:?}{failure}"),
    };
    for key in adapter.manifest().keys.iter().filter(|k| k.secret) {
        let leaked = scenario
            .spec
            .access
            .get(&key.name)
            .is_some_and(|v| !v.is_empty() && said.contains(v.as_str()));
        hold(!leaked, || format!("{} is in the result", key.name))?;
    }
    Ok(())
}

/// What must hold for any page whatever, also for a damaged one.
pub fn sane(page: &Page) -> Result<(), String> {
    hold(!page.sightings.is_empty() || page.empty.is_some(), || {
        "an empty page without proof".into()
    })?;
    hold(page.sightings.is_empty() || page.empty.is_none(), || {
        "proof of emptiness on a full page".into()
    })?;
    let mut ids = HashSet::new();
    for s in &page.sightings {
        hold(!s.id.is_empty() && ids.insert(&s.id), || {
            "ids are not unique".into()
        })?;
        hold(s.rating.is_none_or(|r| (1..=5).contains(&r)), || {
            "a rating beyond 1 to 5".into()
        })?;
        let times = [s.created, s.updated, s.official_reply.as_ref().and_then(|r| r.at)];
        hold(times.iter().flatten().all(dates::sane), || {
            "a date that cannot be".into()
        })?;
        let reply = s.official_reply.as_ref().map(|r| r.text.as_str());
        let texts = [
            Some(s.id.as_str()),
            Some(&s.text),
            s.title.as_deref(),
            s.author.name.as_deref(),
            reply,
        ];
        hold(!texts.iter().flatten().any(|t| t.contains('\0')), || {
            "U+0000 in a text".into()
        })?;
        let web = |u: &String| Url::parse(u).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
        hold(s.url.as_ref().is_none_or(web), || {
            "an address that is no web address".into()
        })?;
    }
    Ok(())
}

fn permalinks(adapter: &dyn Adapter, place: &Place, page: &Page) -> Result<(), String> {
    for s in &page.sightings {
        let Some(link) = adapter.permalink(place, &s.id) else {
            continue;
        };
        let led = adapter.locate(&link).map(|p| p.id);
        hold(led.as_ref() == Some(&place.id), || {
            format!("{link} leads to {led:?}")
        })?;
    }
    Ok(())
}

/// The cursor that a page leaves behind is one that the adapter understands.
fn resumed(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, page: &Page) -> Result<(), String> {
    let cursor = Cursor {
        resume: page.resume.clone().or(scenario.spec.resume.clone()),
        page: None,
    };
    match poll(adapter, &scenario.net(&Play::Recorded), place, &cursor) {
        Err(failure @ (Failure::Drift { .. } | Failure::Unsupported)) => Err(failure.to_string()),
        _ => Ok(()),
    }
}

/// From the first page on, as far as was recorded.
fn walk(adapter: &dyn Adapter, scenario: &Scenario, place: &Place) -> Result<(), String> {
    let net: Cassette = scenario.net(&Play::Recorded);
    let mut cursor = Cursor {
        resume: scenario.spec.resume.clone(),
        page: scenario.spec.page.clone(),
    };
    let mut known = HashSet::new();
    for _ in 0..adapter.manifest().politeness.max_pages {
        match poll(adapter, &net, place, &cursor) {
            Ok(Page {
                next: Next::More(on), ..
            }) => {
                hold(known.insert(on.clone()), || "a cursor comes again".into())?;
                cursor.page = Some(on);
            }
            // The end, or nothing more recorded.
            _ => return Ok(()),
        }
    }
    Err("no end within max_pages".into())
}
