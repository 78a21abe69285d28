//! The board of promises, and the promises of one thread.

use super::errors::Fail;
use super::queue::{platform, reader};
use super::texts::{say, say_with};
use super::thread::Case;
use super::viewer::Viewer;
use super::when::Reader;
use super::{App, render};
use crate::desk::promises::{self as desk, Said};
use crate::domain::Action;
use crate::store::people::{self, Person};
use crate::store::promises::{self, Part, Promise, Span};
use crate::store::{Db, Time};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use minijinja::{Value, context};
use serde::Deserialize;

/// The period that is counted.
const COUNTED: TimeDelta = TimeDelta::days(30);
/// Promises of one part at most.
const MOST: i64 = 100;

/// Who can keep a promise of this thread, and who would without a choice.
///
/// # Errors
/// What the store says.
pub async fn builder(app: &App, case: &Case) -> Result<Value, Fail> {
    let staff = people::active(&app.ctx.db).await?;
    let usual = staff
        .iter()
        .find(|p| Some(&p.id) == case.thread.assignee_id.as_ref())
        .map(|p| p.name.clone());
    Ok(context! { people => keepers(&staff, case.thread.location.as_deref()), usual })
}

fn keepers(staff: &[Person], location: Option<&str>) -> Vec<Value> {
    staff
        .iter()
        .filter(|p| p.role().may(Action::Write) && p.covers(location))
        .map(|p| context! { id => p.id.as_str(), name => p.name.as_str() })
        .collect()
}

/// The promises of a thread as cards.
///
/// # Errors
/// What the store says.
pub async fn of_thread(
    app: &App,
    _viewer: &Viewer,
    case: &Case,
    reader: &Reader,
) -> Result<Vec<Value>, Fail> {
    let staff = people::active(&app.ctx.db).await?;
    let all = promises::of_thread(&app.ctx.db, &case.thread.id).await?;
    Ok(all.iter().map(|p| card(p, &staff, reader, false)).collect())
}

fn is_late(p: &Promise, now: Time) -> bool {
    match p.state.as_str() {
        "open" => p.public_by < now,
        "broken" => true,
        _ => p.ended_at.is_some_and(|at| at > p.public_by),
    }
}

/// How a promise stands: the key of a message.
pub fn title(p: &Promise, now: Time) -> &'static str {
    let late = is_late(p, now);
    match p.state.as_str() {
        "open" if late => "web-promise-is-late",
        "open" => "web-promise-is-open",
        "broken" => "web-promise-is-broken",
        _ if late => "web-promise-is-kept-late",
        _ => "web-promise-is-kept",
    }
}

/// One promise. `with_place`: say which review it belongs to.
fn card(p: &Promise, staff: &[Person], reader: &Reader, with_place: bool) -> Value {
    let open = p.state == "open";
    let late = is_late(p, reader.now);
    let part = match (open, late) {
        (_, true) => "late",
        (true, _) if p.internal_by < reader.day_end() => "today",
        (true, _) => "later",
        _ => "kept",
    };
    let asks = p.follow_up_at.is_some_and(|at| at <= reader.now) && p.followed_up_at.is_none();
    let at = |key: &str, time: Time| say_with(reader.lang, key, &[("time", reader.moment(time).into())]);
    let place = [
        Some(platform(reader.lang, &p.platform)),
        p.location.clone(),
        p.author_name.clone(),
    ];
    let place: Vec<String> = place.into_iter().flatten().collect();
    context! {
        id => &p.id,
        version => p.version,
        thread => &p.thread_id,
        part,
        title => say(reader.lang, title(p, reader.now)),
        due => open.then(|| reader.due(Some(if late { p.public_by } else { p.internal_by }), None)),
        what => &p.what,
        owner => &p.owner,
        owner_id => &p.owner_id,
        internal => at("web-promise-internal-at", p.internal_by),
        public => if p.named { at("web-promise-public-at", p.public_by) } else { say(reader.lang, "web-promise-undated") },
        place => with_place.then(|| place.join(" · ")),
        followed => p.follow_up.as_deref().filter(|s| s.parse::<Said>().is_ok())
            .map(|s| say(reader.lang, &format!("web-said-{s}"))),
        can_keep => open,
        can_report => p.state == "kept" && p.reported_at.is_none(),
        can_ask => p.state == "kept" && asks,
        done => p.state == "broken" || (p.state == "kept" && p.reported_at.is_some() && !asks),
        people => keepers(staff, p.location.as_deref()),
    }
}

/// `GET /promises`
pub async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, Fail> {
    let db = &app.ctx.db;
    let reader = reader(&app, &viewer);
    let span = Span {
        // what was kept at this very instant is seen
        now: Time(reader.now.0 + 1),
        day_end: reader.day_end(),
        from: Time::from(reader.now.utc() - COUNTED),
        scope: viewer.person.scope(),
    };
    let staff = people::active(db).await?;
    let counts = promises::counts(db, &span).await?;
    let mut parts = Vec::new();
    let mut all = 0;
    for (part, title) in [
        (Part::Late, "web-promises-part-late"),
        (Part::Today, "web-promises-part-today"),
        (Part::Report, "web-promises-part-report"),
        (Part::FollowUp, "web-promises-part-ask"),
        (Part::Later, "web-promises-part-later"),
        (Part::Kept, "web-promises-part-kept"),
    ] {
        let items: Vec<Value> = promises::lines(db, part, &span, MOST)
            .await?
            .iter()
            .map(|p| card(p, &staff, &reader, true))
            .collect();
        all += items.len();
        parts.push(context! { title => say(viewer.lang, title), items });
    }
    let data = context! {
        at => "promises", parts, empty => all == 0, from => "board",
        counts => context! { decided => counts.decided, early => counts.early, on_time => counts.on_time,
            late => counts.late, open => counts.open },
    };
    Ok(render::page(&app, &viewer, "promises.html", data)?.into_response())
}

#[derive(Debug, Deserialize)]
pub struct Seen {
    version: i64,
    /// `board` goes back to the board.
    from: Option<String>,
}

/// A promise of a review that this viewer may see.
async fn mine(db: &Db, viewer: &Viewer, id: &str) -> Result<Promise, Fail> {
    promises::by_id(db, id)
        .await?
        .filter(|p| viewer.person.covers(p.location.as_deref()))
        .ok_or(Fail::NotFound)
}

fn back(promise: &Promise, from: Option<&str>) -> Response {
    match from {
        Some("board") => Redirect::to("/promises").into_response(),
        _ => Redirect::to(&format!("/thread/{}#promise-{}", promise.thread_id, promise.id)).into_response(),
    }
}

/// `POST /promises/{id}/keep`: it is done.
pub async fn keep(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fail> {
    let promise = mine(&app.ctx.db, &viewer, &id).await?;
    desk::keep(&app.ctx, &viewer.actor(), &id, seen.version).await?;
    Ok(back(&promise, seen.from.as_deref()))
}

/// `POST /promises/{id}/report`: the author was told.
pub async fn report(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fail> {
    let promise = mine(&app.ctx.db, &viewer, &id).await?;
    desk::report_back(&app.ctx, &viewer.actor(), &id, seen.version).await?;
    Ok(back(&promise, seen.from.as_deref()))
}

#[derive(Debug, Deserialize)]
pub struct Answered {
    version: i64,
    said: String,
    from: Option<String>,
}

/// `POST /promises/{id}/follow-up`: what the author said two working days later.
pub async fn follow_up(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(answered): Form<Answered>,
) -> Result<Response, Fail> {
    let promise = mine(&app.ctx.db, &viewer, &id).await?;
    let said = answered
        .said
        .parse()
        .map_err(|_| Fail::Invalid("error-400".into()))?;
    desk::follow_up(&app.ctx, &viewer.actor(), &id, answered.version, said).await?;
    Ok(back(&promise, answered.from.as_deref()))
}

#[derive(Debug, Deserialize)]
pub struct Handed {
    version: i64,
    person: String,
    from: Option<String>,
}

/// `POST /promises/{id}/hand`: another person keeps it.
pub async fn hand(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(handed): Form<Handed>,
) -> Result<Response, Fail> {
    let promise = mine(&app.ctx.db, &viewer, &id).await?;
    desk::hand(&app.ctx, &viewer.actor(), &id, handed.version, &handed.person).await?;
    Ok(back(&promise, handed.from.as_deref()))
}
