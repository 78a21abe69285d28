//! Manifest, notes and the set of scenarios.

use super::hold;
use crate::declared::Paging;
use crate::manifest::Deletions;
use crate::testkit::scenario::Scenario;
use crate::testkit::suite::Report;
use crate::{Adapter, Manifest, ReplyRoute};

pub fn all(adapter: &dyn Adapter, scenarios: &[Scenario], notes: Option<&str>, report: &mut Report) {
    let manifest = adapter.manifest();
    report.check("manifest is complete", complete(manifest));
    report.check(
        "notes tell source, date, terms and access in both languages",
        self::notes(notes),
    );
    report.check(
        "the canary is a place of this platform",
        hold(
            manifest.canary.as_deref().is_none_or(|c| is_place(adapter, c)),
            || manifest.canary.clone().unwrap_or_default(),
        ),
    );
    let mut wanted = vec!["fresh", "redesigned", "truncated"];
    if !manifest.pushed {
        wanted.extend(["empty_proven", "empty_glitch", "blocked", "encoding"]);
    }
    // letters are not edited, and a mail server shows no forms
    let web = !manifest.hosts.is_empty();
    if web && !manifest.pushed {
        wanted.extend(["edited", "login_form"]);
    }
    let one_page =
        |d: &crate::declared::Declared| d.walk.is_none() && d.routes.iter().all(|r| r.paging == Paging::None);
    if !manifest.pushed && !manifest.declared.as_ref().is_some_and(one_page) {
        wanted.push("page2");
    }
    if matches!(manifest.deletions, Deletions::Stub | Deletions::StubOrAbsence) {
        wanted.push("removed");
    }
    if manifest.reply == ReplyRoute::Api {
        wanted.push("publish");
    }
    if manifest.overwrites {
        let reads = scenarios.iter().any(|s| s.spec.current.is_some());
        report.check(
            "scenarios: the reply that stands there is read before it is overwritten",
            hold(reads, || "no fixtures/current* with `current`".into()),
        );
    }
    if manifest.reply == ReplyRoute::Api {
        let said_no = |outcome: &str| matches!(outcome, "refused" | "auth" | "gone" | "slow" | "blocked");
        let told = scenarios
            .iter()
            .any(|s| s.spec.publish.is_some() && said_no(&s.spec.expect.outcome));
        report.check(
            "scenarios: a reply that the platform does not take",
            hold(told, || "no fixtures/publish_* with a refusal".into()),
        );
    }
    for name in wanted {
        let there = scenarios.iter().any(|s| s.name.starts_with(name));
        report.check("scenarios", hold(there, || format!("fixtures/{name} is missing")));
    }
}

fn complete(m: &Manifest) -> Result<(), String> {
    let host = |h: &String| !h.is_empty() && *h == h.to_lowercase() && !h.contains(['/', ':', '*']);
    hold(
        !m.id.is_empty() && !m.title.ru.is_empty() && !m.title.en.is_empty(),
        || "id or title".into(),
    )?;
    let reached = !m.hosts.is_empty() || m.pushed || m.place_host;
    hold(reached && m.hosts.iter().all(host), || {
        "hosts must be exact lower-case names".into()
    })?;
    hold(
        m.politeness.min_interval_ms > 0 && m.politeness.min_poll_s > 0,
        || "politeness is zero".into(),
    )?;
    hold(!m.politeness.note.is_empty(), || "politeness.note".into())?;
    hold(is_date(&m.terms_checked), || "terms_checked is no date".into())?;
    hold(
        m.keys
            .iter()
            .all(|k| !k.what.ru.is_empty() && !k.what.en.is_empty()),
        || "keys.what".into(),
    )?;
    hold(m.limit.is_none_or(|l| l.max > 0), || "limit is zero".into())?;
    hold(m.window_days != Some(0), || "window_days is zero".into())?;
    hold(
        m.budget
            .as_ref()
            .is_none_or(|b| b.units > 1 && b.zone.contains('/') || b.zone == "UTC"),
        || "budget: units, or zone is no IANA name".into(),
    )?;
    hold(
        m.opt_in
            .as_ref()
            .is_none_or(|t| !t.ru.is_empty() && !t.en.is_empty()),
        || "opt_in says no reason".into(),
    )
}

fn is_place(adapter: &dyn Adapter, link: &str) -> bool {
    url::Url::parse(link).is_ok_and(|url| adapter.locate(&url).is_some())
}

fn is_date(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn notes(notes: Option<&str>) -> Result<(), String> {
    let notes = notes.ok_or("NOTES.md is missing")?;
    let lower = notes.to_lowercase();
    let dated = notes
        .split(|c: char| !(c.is_ascii_digit() || c == '-'))
        .any(is_date);
    hold(dated, || "no date".into())?;
    hold(lower.contains("source"), || "no source".into())?;
    hold(lower.contains("terms"), || "no terms".into())?;
    hold(lower.contains("доступ") && lower.contains("access"), || {
        "no access set-up in RU and EN".into()
    })
}
