//! Subjects of complaints: how many people, trend, who mends it, since when it is mended.

use super::errors::Fail;
use super::queue::reader;
use super::texts::{say, say_with};
use super::viewer::Viewer;
use super::when::Reader;
use super::{App, render};
use crate::desk::topics::{self, Count, Sum};
use crate::domain::Action;
use crate::i18n;
use crate::store::people;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use minijinja::{Value, context};
use serde::Deserialize;

/// `GET /topics`
pub async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, Fail> {
    let reader = reader(&app, &viewer);
    let sums = topics::subjects(&app.ctx.db, &viewer.person.scope(), reader.now).await?;
    let staff: Vec<Value> = people::active(&app.ctx.db)
        .await?
        .iter()
        .filter(|p| p.role().may(Action::Write))
        .map(|p| context! { id => p.id.as_str(), name => p.name.as_str() })
        .collect();
    let data = context! {
        at => "topics", people => staff, today => reader.today(),
        topics => sums.iter().map(|s| sum(s, &reader)).collect::<Vec<_>>(),
    };
    Ok(render::page(&app, &viewer, "topics.html", data)?.into_response())
}

fn sum(s: &Sum, reader: &Reader) -> Value {
    context! {
        word => s.topic.word(),
        title => say(reader.lang, &format!("topic-{}", s.topic)),
        people => say_with(reader.lang, "web-topic-people", &[("n", s.people.into()), ("before", s.before.into())]),
        month => s.month,
        trend => trend(s.people, s.before),
        first => day(reader, s.first.utc().with_timezone(&reader.zone).date_naive()),
        places => s.places.iter().map(|c| place(c, reader)).collect::<Vec<_>>(),
    }
}

/// up | down | same
fn trend(now: i64, before: i64) -> &'static str {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => "up",
        std::cmp::Ordering::Less => "down",
        std::cmp::Ordering::Equal => "same",
    }
}

fn day(reader: &Reader, date: NaiveDate) -> String {
    let year = reader.now.utc().with_timezone(&reader.zone).year();
    i18n::date(reader.lang, date, year)
}

fn place(c: &Count, reader: &Reader) -> Value {
    let card = c.card.as_ref();
    let fixed = card
        .filter(|c| c.fixed_at.is_some())
        .and_then(|c| c.fixed_on.as_deref())
        .and_then(|d| d.parse::<NaiveDate>().ok());
    context! {
        location => c.location.clone().unwrap_or_default(),
        name => c.location.clone().unwrap_or_else(|| say(reader.lang, "web-topic-nowhere")),
        people => c.people,
        before => c.before,
        month => c.month,
        trend => trend(c.people, c.before),
        last => reader.moment(c.last),
        owner => card.and_then(|c| c.owner_id.clone()),
        owner_name => card.and_then(|c| c.owner.clone()),
        fixed => fixed.map(|d| day(reader, d)),
        reopened => card.filter(|c| c.fixed_at.is_none()).and_then(|c| c.reopened_at).map(|at| reader.moment(at)),
    }
}

#[derive(Debug, Deserialize)]
pub struct Given {
    topic: String,
    location: String,
    /// Id; empty: nobody.
    person: String,
}

/// `POST /topics/owner`
pub async fn give(
    State(app): State<App>,
    viewer: Viewer,
    Form(given): Form<Given>,
) -> Result<Response, Fail> {
    let person = Some(given.person.as_str()).filter(|p| !p.is_empty());
    topics::give(&app.ctx, &viewer.actor(), &given.topic, &given.location, person).await?;
    Ok(Redirect::to(&format!("/topics#{}", given.topic)).into_response())
}

#[derive(Debug, Deserialize)]
pub struct Fixed {
    topic: String,
    location: String,
    /// `YYYY-MM-DD`; empty: not mended.
    on: String,
}

/// `POST /topics/fixed`
pub async fn fix(State(app): State<App>, viewer: Viewer, Form(fixed): Form<Fixed>) -> Result<Response, Fail> {
    let on = Some(fixed.on.as_str()).filter(|d| !d.is_empty());
    topics::fix(&app.ctx, &viewer.actor(), &fixed.topic, &fixed.location, on).await?;
    Ok(Redirect::to(&format!("/topics#{}", fixed.topic)).into_response())
}
