//! W1: the queue, first to be answered first.

use super::errors::Fail;
use super::texts::{say, say_with};
use super::viewer::Viewer;
use super::when::Reader;
use super::{App, render};
use crate::domain::Lang;
use crate::judge::Verdict;
use crate::store::queue::{self, Filter, Line, Tab};
use crate::store::{overview, people, sources};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use serde::Deserialize;

/// Lines on one page.
const PAGE: i64 = 50;
/// Most words of a search.
const WORDS: usize = 6;
/// Longest fragment of a review in a line, characters.
const FRAGMENT: usize = 160;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    tab: Option<String>,
    q: Option<String>,
    source: Option<String>,
    location: Option<String>,
    mine: Option<String>,
    page: Option<i64>,
}

/// The locations that a person may see; `None`: all.
pub fn scope(app: &App, viewer: &Viewer) -> Option<Vec<String>> {
    let all = app.ctx.config.locations.iter().map(|l| l.name.clone());
    let seen: Vec<String> = all.filter(|l| viewer.person.covers(Some(l))).collect();
    // the marker of "everywhere" also covers places that left the configuration
    (!viewer.person.covers(Some("\u{0}"))).then_some(seen)
}

/// What the page's clock is for this viewer.
pub fn reader(app: &App, viewer: &Viewer) -> Reader {
    Reader {
        lang: viewer.lang,
        zone: viewer.person.zone(),
        now: app.ctx.now(),
    }
}

fn set(value: &Option<String>) -> Option<String> {
    value
        .as_deref()
        .map(str::trim)
        .filter(|v| !v.is_empty())
        .map(str::to_owned)
}

/// `GET /`
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fail> {
    let db = &app.ctx.db;
    let reader = reader(&app, &viewer);
    let q = set(&wanted.q).unwrap_or_default();
    let filter = Filter {
        scope: scope(&app, &viewer),
        source: set(&wanted.source),
        location: set(&wanted.location),
        assignee: set(&wanted.mine).map(|_| viewer.person.id.clone()),
        words: folded(&q)
            .split_whitespace()
            .take(WORDS)
            .map(str::to_owned)
            .collect(),
    };
    let day_end = reader.day_end();
    let counts = queue::counts(db, &filter, day_end).await?;
    let hot = counts.iter().any(|(t, n)| *t == Tab::Hot && *n > 0);
    let tab = wanted
        .tab
        .as_deref()
        .and_then(Tab::read)
        .unwrap_or(if hot && q.is_empty() { Tab::Hot } else { Tab::Open });
    let page = wanted.page.unwrap_or(1).clamp(1, 10_000);
    let mut lines = queue::lines(db, tab, &filter, day_end, (page - 1) * PAGE, PAGE + 1).await?;
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    let rows: Vec<Value> = lines.into_iter().map(|l| row(l, &reader, &viewer)).collect();

    let people: Vec<Value> = people::active(db)
        .await?
        .into_iter()
        .filter(|p| p.role() != crate::domain::Role::Viewer)
        .map(|p| context! { id => p.id, name => p.name })
        .collect();
    let source_names: Vec<String> = sources::enabled(db).await?.into_iter().map(|s| s.name).collect();
    let places: Vec<String> = overview::locations(db)
        .await?
        .into_iter()
        .map(|l| l.name)
        .filter(|l| viewer.person.covers(Some(l)))
        .collect();
    let tabs: Vec<Value> = Tab::ALL
        .iter()
        .map(|t| {
            let n = counts.iter().find(|(c, _)| c == t).map(|(_, n)| *n);
            context! { word => t.word(), n, here => *t == tab, title => say(viewer.lang, &format!("web-tab-{}", t.word())) }
        })
        .collect();
    let kept = kept(&wanted);
    let data = context! {
        at => "queue", tab => tab.word(), tabs, rows, people, sources => source_names, places, q, more, page, kept,
        source => filter.source, location => filter.location, mine => filter.assignee.is_some(),
        zone => reader.zone.name(),
    };
    Ok(render::page(&app, &viewer, "queue.html", data)?.into_response())
}

/// The filters as a query string, for the tabs.
fn kept(wanted: &Wanted) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("q", &wanted.q),
        ("source", &wanted.source),
        ("location", &wanted.location),
        ("mine", &wanted.mine),
    ] {
        if let Some(value) = set(value) {
            query.append_pair(name, &value);
        }
    }
    query.finish()
}

/// One line as the template needs it.
fn row(l: Line, reader: &Reader, viewer: &Viewer) -> Value {
    let verdict: Option<Verdict> = serde_json::from_str(&l.verdict).ok();
    let editing =
        l.editor_until.is_some_and(|u| u > reader.now) && l.editor_id.as_deref() != Some(&viewer.person.id);
    let place = l.zone.as_deref().and_then(|z| z.parse().ok());
    let mut due = reader.due(l.reply_by, place);
    if !l.open {
        due.kind = "none";
        due.text = closed(reader.lang, l.closed_because.as_deref());
    }
    let insults = verdict.as_ref().is_some_and(|v| v.abusive);
    let summary = verdict.map(|v| v.summary).unwrap_or_default();
    context! {
        fragment => if insults { String::new() } else { shortened(rest(&l.body, &summary), FRAGMENT) },
        state_text => state_text(reader, &l.state, l.by_hand, l.send_at),
        due,
        id => l.id,
        version => l.version,
        urgency => l.urgency,
        sentiment => l.sentiment,
        stars => l.rating,
        platform => platform(reader.lang, &l.platform),
        source => l.source,
        location => l.location,
        summary,
        author => l.author,
        state => l.state,
        assignee => l.assignee,
        editor => l.editor.filter(|_| editing),
        media => l.media,
        edited => l.versions > 1,
        removed => l.removed_at.is_some(),
        lang_of => l.lang,
        when => reader.moment(l.created_at.unwrap_or(l.first_seen_at)),
    }
}

/// The text without the sentence that the summary says already.
fn rest<'t>(body: &'t str, summary: &str) -> &'t str {
    let said = summary.trim_end_matches(['…', '.']);
    match body.trim_start().strip_prefix(said) {
        Some(rest) if !said.is_empty() => rest.trim_start_matches(|c: char| !c.is_alphanumeric()),
        _ => body,
    }
}

/// Why a thread is closed, in words.
pub fn closed(lang: Lang, because: Option<&str>) -> String {
    let key = match because {
        Some("answered") => "web-closed-answered",
        Some("history") => "web-closed-history",
        Some("removed") => "web-closed-removed",
        Some("no_reply") => "web-closed-no-reply",
        _ => "web-closed",
    };
    say(lang, key)
}

/// The state of a reply in words, with the time that matters in it.
pub fn state_text(
    reader: &Reader,
    state: &str,
    by_hand: bool,
    send_at: Option<crate::store::Time>,
) -> String {
    match (state, send_at) {
        ("approved", _) if by_hand => say(reader.lang, "web-state-by-hand"),
        ("approved", Some(at)) => say_with(
            reader.lang,
            "web-state-outbox",
            &[("time", reader.clock(at).into())],
        ),
        _ => say(reader.lang, &format!("state-{state}")),
    }
}

/// A platform's name for people; one that the catalogue does not know stays as its id.
pub fn platform(lang: Lang, id: &str) -> String {
    crate::i18n::word(lang, "platform", id)
}

/// Case and ё do not matter in a search.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// The first characters of a text on one line.
pub fn shortened(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == most {
            out.push('…');
            break;
        }
        out.push(if c.is_whitespace() { ' ' } else { c });
    }
    out
}
