//! Care: the private page of a person, help in one click, the boundary with an author who insults.

use super::errors::Fail;
use super::texts::say;
use super::thread::{self, Case};
use super::viewer::Viewer;
use super::when::Reader;
use super::{App, render};
use crate::desk::care::{self, STEPS};
use crate::store::care as stored;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use serde::Deserialize;

/// The boundary as the review page shows it; nothing where nobody was insulted.
///
/// # Errors
/// What the store says.
pub async fn boundary(app: &App, case: &Case, reader: &Reader) -> Result<Option<Value>, Fail> {
    if !care::insults(&case.review.verdict) {
        return Ok(None);
    }
    let taken = stored::steps(&app.ctx.db, &case.thread.id).await?;
    let last = taken.iter().map(|s| s.step).max().unwrap_or(0);
    let steps: Vec<Value> = (1..=STEPS)
        .map(|n| {
            let done = taken.iter().find(|s| s.step == n);
            context! {
                n,
                title => say(reader.lang, &format!("web-boundary-{n}")),
                text => say(reader.lang, &format!("web-boundary-{n}-text")),
                done => done.map(|s| context! { who => &s.name, when => reader.moment(s.at) }),
                next => n == last + 1,
            }
        })
        .collect();
    Ok(Some(context! { steps }))
}

/// What of the viewer's own list this review touches.
///
/// # Errors
/// What the store says.
pub async fn sore(app: &App, viewer: &Viewer, case: &Case) -> Result<Vec<Value>, Fail> {
    let spots = stored::spots(&app.ctx.db, &viewer.person.id).await?;
    Ok(care::touched(&spots, &case.review.body)
        .into_iter()
        .map(|s| {
            let answers = s.answers.lines().filter(|l| !l.trim().is_empty());
            context! { words => &s.words, answers => answers.map(str::to_owned).collect::<Vec<_>>() }
        })
        .collect())
}

#[derive(Debug, Deserialize)]
pub struct Stepped {
    step: i64,
}

/// `POST /thread/{id}/boundary`: takes the next step.
pub async fn step(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(stepped): Form<Stepped>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    care::boundary(&app.ctx, &viewer.actor(), &id, stepped.step).await?;
    Ok(Redirect::to(&format!("/thread/{id}#boundary")).into_response())
}

/// `POST /thread/{id}/help`: asks colleagues for help.
pub async fn help(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    care::help(&app.ctx, &viewer.actor(), &id).await?;
    let data = context! { at => "queue", thread => id };
    Ok(render::page(&app, &viewer, "helped.html", data)?.into_response())
}

/// `GET /me`: what hurts, for this person's eyes alone.
pub async fn me(State(app): State<App>, viewer: Viewer) -> Result<Response, Fail> {
    let spots: Vec<Value> = stored::spots(&app.ctx.db, &viewer.person.id)
        .await?
        .into_iter()
        .map(|s| context! { id => s.id, words => s.words, answers => s.answers })
        .collect();
    let data = context! { at => "me", spots };
    Ok(render::page(&app, &viewer, "me.html", data)?.into_response())
}

#[derive(Debug, Deserialize)]
pub struct Added {
    words: String,
    answers: String,
}

/// `POST /me/spots`
pub async fn add(State(app): State<App>, viewer: Viewer, Form(added): Form<Added>) -> Result<Response, Fail> {
    care::add_spot(&app.ctx, &viewer.actor(), &added.words, &added.answers).await?;
    Ok(Redirect::to("/me").into_response())
}

/// `POST /me/spots/{id}/drop`
pub async fn drop_spot(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    care::drop_spot(&app.ctx, &viewer.actor(), &id).await?;
    Ok(Redirect::to("/me").into_response())
}
