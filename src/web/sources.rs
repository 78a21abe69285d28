//! W3: what we see and what we do not, clocks of the places, and how delivery goes.

use super::errors::Fail;
use super::queue::{platform, reader};
use super::texts::{say, say_with};
use super::viewer::Viewer;
use super::when::Reader;
use super::{App, render};
use crate::desk;
use crate::i18n::{concerns, number, word};
use crate::store::Time;
use crate::store::coverage::{self, Coverage};
use crate::store::overview::{self, SampleLine};
use crate::store::sources::{self, Source};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use std::collections::HashMap;

/// `GET /sources`
pub async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, Fail> {
    let db = &app.ctx.db;
    let reader = reader(&app, &viewer);
    let own = overview::reviews_by_source(db).await?;
    let samples = if viewer.may(crate::domain::Action::Operate) {
        overview::samples(db).await?
    } else {
        Vec::new()
    };
    let all = sources::enabled(db).await?;
    let seen = Seen {
        own,
        samples,
        coverage: coverage::all(db).await?,
        answers: coverage::answers(db, reader.now).await?,
    };
    let mut views: Vec<(u8, Value)> = all
        .iter()
        .filter(|s| viewer.person.covers(s.location.as_deref()))
        .map(|s| (rank(&s.health), view(s, &seen, &reader)))
        .collect();
    // what is blind comes first
    views.sort_by_key(|(rank, _)| *rank);
    let count = |health: &str| all.iter().filter(|s| s.health == health).count() as i64;
    let places: Vec<Value> = overview::locations(db)
        .await?
        .into_iter()
        .filter(|l| viewer.person.covers(Some(&l.name)))
        .map(|l| {
            let zone: Option<chrono_tz::Tz> = l.time_zone.parse().ok();
            let local = zone.map(|z| reader.now.utc().with_timezone(&z).format("%H:%M").to_string());
            context! { name => l.name, zone => l.time_zone, hours => l.hours, calendar => l.calendar, local }
        })
        .collect();
    let delivery = overview::delivery(db).await?;
    let error = overview::delivery_error(db).await?;
    let (waiting, failed) = overview::jobs(db).await?;
    let data = context! {
        at => "sources",
        sources => views.into_iter().map(|(_, v)| v).collect::<Vec<_>>(),
        green => count("green"), yellow => count("yellow"), red => count("red"), new => count("new"),
        total => all.len(),
        places,
        delivery => context! {
            configured => app.ctx.config.mail.smtp.is_some(),
            queued => delivery.queued, failed => delivery.failed, sent => delivery.sent,
            last => delivery.last_sent_at.map(|at| reader.moment(at)),
            error => error.map(|(at, text)| context! { when => reader.moment(at), text }),
        },
        jobs => context! { waiting, failed },
    };
    Ok(render::page(&app, &viewer, "sources.html", data)?.into_response())
}

fn rank(health: &str) -> u8 {
    match health {
        "red" => 0,
        "yellow" => 1,
        "new" => 2,
        _ => 3,
    }
}

/// What is known of all sources.
struct Seen {
    own: HashMap<String, i64>,
    samples: Vec<SampleLine>,
    coverage: HashMap<String, Coverage>,
    /// Source, class of status, answers of the last seven days.
    answers: Vec<(String, String, i64)>,
}

impl Seen {
    /// «2xx: 140 · 429: 3».
    fn answers(&self, source: &str) -> Option<String> {
        let of = self.answers.iter().filter(|(id, ..)| id == source);
        let parts: Vec<String> = of.map(|(_, class, n)| format!("{class}: {n}")).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

/// The canary in words: the oldest reviews of the last full pass, and the other place that was asked.
fn canary(c: &Coverage, reader: &Reader) -> Option<String> {
    let moment = |at: Option<Time>| at.map(|at| reader.moment(at)).unwrap_or_default();
    let pass = c.known_at.map(|at| {
        let args = [
            ("found", c.found.into()),
            ("known", c.known.into()),
            ("time", moment(Some(at)).into()),
        ];
        say_with(reader.lang, "web-canary-pass", &args)
    });
    let place = c.canary.as_deref().map(|how| {
        let args = [("time", moment(c.canary_at).into())];
        say_with(reader.lang, &format!("web-canary-{how}"), &args)
    });
    let told: Vec<String> = pass.into_iter().chain(place).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

fn view(s: &Source, seen: &Seen, reader: &Reader) -> Value {
    let kept: Vec<Value> = seen
        .samples
        .iter()
        .filter(|k| k.source_id == s.id)
        .map(|k| context! { id => &k.id, when => reader.moment(k.at), kib => (k.bytes + 1023) / 1024 })
        .collect();
    let c = seen.coverage.get(&s.id).cloned().unwrap_or_default();
    let now = reader.now.utc();
    let told = concerns(reader.lang, &c.concerns(), s.failure().as_ref(), reader.zone, now);
    let causes: Vec<Value> = told
        .into_iter()
        .map(|t| context! { cause => t.cause, remedy => t.remedy })
        .collect();
    context! {
        id => &s.id,
        name => &s.name,
        platform => platform(reader.lang, &s.platform),
        location => &s.location,
        url => s.place().map(|p| p.url.to_string()),
        health => &s.health,
        health_text => word(reader.lang, "health", &s.health),
        causes,
        blind_since => s.failing_since.or(c.since).map(|at| reader.moment(at)),
        seen => s.seen_at.map(|at| reader.moment(at)),
        polled => s.polled_at.map(|at| reader.moment(at)),
        next => reader.moment(s.due_at.max(reader.now)),
        own => seen.own.get(&s.id).copied().unwrap_or(0),
        answers => seen.answers(&s.id),
        canary => canary(&c, reader),
        drift => c.drift,
        theirs => s.counter_count,
        rating => s.counter_rating.map(|r| number(reader.lang, (r * 10.0).round() / 10.0)),
        reply => say(reader.lang, &format!("web-route-{}", s.reply_route)),
        limit => s.limit().map(|l| say_with(reader.lang, &format!("web-limit-{}", l.unit.word()), &[("n", i64::from(l.max).into())])),
        samples => kept,
    }
}

/// `POST /sources/{id}/poll`
pub async fn poll(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, Fail> {
    visible(&app, &viewer, &id).await?;
    desk::poll_now(&app.ctx, &viewer.actor(), &id).await?;
    Ok(Redirect::to("/sources").into_response())
}

async fn visible(app: &App, viewer: &Viewer, id: &str) -> Result<Source, Fail> {
    let source = sources::by_id(&app.ctx.db, id).await?.ok_or(Fail::NotFound)?;
    if viewer.person.covers(source.location.as_deref()) {
        Ok(source)
    } else {
        Err(Fail::NotFound)
    }
}

/// `GET /sources/{id}/samples/{sample}`: the body as bytes to save. It is hostile: never shown.
pub async fn sample(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, sample)): Path<(String, String)>,
) -> Result<Response, Fail> {
    visible(&app, &viewer, &id).await?;
    let body = overview::sample(&app.ctx.db, &id, &sample)
        .await?
        .ok_or(Fail::NotFound)?;
    Ok((
        [
            (header::CONTENT_TYPE, "application/octet-stream"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"sample.bin\""),
        ],
        body,
    )
        .into_response())
}
