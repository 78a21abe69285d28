//! What a person does on the review screen. Each verb calls the desk and goes back to the page, so
//! that a reload repeats nothing.

use super::errors::Fail;
use super::live::{self, Typed};
use super::thread::{self, Case};
use super::viewer::Viewer;
use super::{App, promises, render};
use crate::desk::corrections::Corrected;
use crate::desk::{self, DeskError, Promised};
use crate::draft::Variant;
use crate::store::alerts;
use crate::store::replies::Reply;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;
use std::collections::BTreeMap;

type Fields = Form<BTreeMap<String, String>>;

fn back(id: &str) -> Response {
    Redirect::to(&format!("/thread/{id}")).into_response()
}

/// The version that the person saw.
#[derive(Debug, Deserialize)]
pub struct Seen {
    version: i64,
}

/// Stores what was typed, unless it is what lies there already.
async fn keep(app: &App, viewer: &Viewer, case: &Case, typed: &Typed) -> Result<Reply, DeskError> {
    let reply = &case.reply;
    let same = reply.text == typed.text
        && reply.promise_by == typed.promise_by
        && reply.promise_internal == typed.internal
        && reply.promise_owner == typed.owner;
    if same && case.reply.version == typed.version {
        return Ok(case.reply.clone());
    }
    let id = &case.thread.id;
    let promised = Promised {
        by: typed.promise_by.clone(),
        internal: typed.internal.clone(),
        owner: typed.owner.clone(),
    };
    desk::edit_with(
        &app.ctx,
        &viewer.actor(),
        id,
        typed.version,
        &typed.text,
        &promised,
    )
    .await
}

/// What was typed must not be lost when it could not be stored: the page comes again with it.
async fn trouble(
    app: &App,
    viewer: &Viewer,
    id: &str,
    typed: &Typed,
    error: DeskError,
) -> Result<Response, Fail> {
    let (status, problem) = match error {
        DeskError::Conflict | DeskError::Refused(_) => (StatusCode::CONFLICT, "web-conflict"),
        DeskError::Blocked(_) => (StatusCode::UNPROCESSABLE_ENTITY, "web-blocked"),
        DeskError::Invalid(key) => (StatusCode::UNPROCESSABLE_ENTITY, key),
        other => return Err(other.into()),
    };
    let mut case = thread::case(app, viewer, id).await?;
    let reader = super::queue::reader(app, viewer);
    let lint = live::view(app, viewer, &case, typed).await?;
    let stored = case.reply.text.clone();
    case.reply.text.clone_from(&typed.text);
    case.reply.promise_by.clone_from(&typed.promise_by);
    case.reply.promise_internal.clone_from(&typed.internal);
    case.reply.promise_owner.clone_from(&typed.owner);
    let data = context! {
        at => "queue", lint, problem => super::texts::say(viewer.lang, problem),
        stored => (status == StatusCode::CONFLICT && stored != typed.text).then_some(stored),
        review => thread::review_view(app, &case, &reader).await?,
        reply => thread::standing(app, &case, viewer, &reader),
        promising => promises::builder(app, &case).await?,
        today => reader.today(),
    };
    Ok((status, render::page(app, viewer, "check.html", data)?).into_response())
}

/// `POST /thread/{id}/save`
pub async fn save(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(fields): Fields,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let typed = Typed::read(&fields);
    match keep(&app, &viewer, &case, &typed).await {
        Ok(_) => Ok(back(&id)),
        Err(e) => trouble(&app, &viewer, &id, &typed, e).await,
    }
}

/// `POST /thread/{id}/submit`: stores and offers for approval.
pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(fields): Fields,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let typed = Typed::read(&fields);
    let done = match keep(&app, &viewer, &case, &typed).await {
        Ok(reply) => desk::submit(&app.ctx, &viewer.actor(), &id, reply.version).await,
        Err(e) => Err(e),
    };
    match done {
        Ok(_) => Ok(back(&id)),
        Err(e) => trouble(&app, &viewer, &id, &typed, e).await,
    }
}

/// `POST /thread/{id}/approve`: approves exactly the text in the form. If it differs from the stored
/// one it is stored first, as the version after the one that the person saw.
pub async fn approve(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(fields): Fields,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let typed = Typed::read(&fields);
    let hash = live::hash(&typed.text);
    let done = match keep(&app, &viewer, &case, &typed).await {
        Ok(reply) => desk::approve(
            &app.ctx,
            &viewer.actor(),
            &id,
            reply.version,
            &hash,
            &typed.overrides,
        )
        .await
        .map_err(|e| (e, reply.version)),
        Err(e) => Err((e, typed.version)),
    };
    match done {
        Ok(_) => Ok(back(&id)),
        Err((e, version)) => trouble(&app, &viewer, &id, &Typed { version, ..typed }, e).await,
    }
}

#[derive(Debug, Deserialize)]
pub struct Picked {
    version: i64,
    n: usize,
}

/// `POST /thread/{id}/variant`: takes one of the drafted variants.
pub async fn variant(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(picked): Form<Picked>,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let variants: Vec<Variant> = serde_json::from_str(&case.reply.variants).unwrap_or_default();
    let chosen = variants.get(picked.n).ok_or(Fail::NotFound)?;
    let promise = chosen.promise_by.map(|d| d.to_string());
    desk::edit(
        &app.ctx,
        &viewer.actor(),
        &id,
        picked.version,
        &chosen.text,
        promise.as_deref(),
    )
    .await?;
    Ok(back(&id))
}

/// `POST /thread/{id}/undo`: takes the approval back while the reply is in the outbox.
pub async fn undo(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    desk::undo(&app.ctx, &viewer.actor(), &id, seen.version).await?;
    Ok(back(&id))
}

/// `POST /thread/{id}/pasted`: a person says that it was pasted on the platform.
pub async fn pasted(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    desk::pasted_by_hand(&app.ctx, &viewer.actor(), &id, seen.version).await?;
    Ok(back(&id))
}

/// `POST /thread/{id}/reopen`
pub async fn reopen(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    desk::reopen(&app.ctx, &viewer.actor(), &id, seen.version).await?;
    Ok(back(&id))
}

#[derive(Debug, Deserialize)]
pub struct Dropped {
    version: i64,
    reason: String,
}

/// `POST /thread/{id}/drop`: decides not to reply, with a reason.
pub async fn drop_reply(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(dropped): Form<Dropped>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    desk::drop_reply(&app.ctx, &viewer.actor(), &id, dropped.version, &dropped.reason).await?;
    Ok(back(&id))
}

#[derive(Debug, Deserialize)]
pub struct Handed {
    /// `thread.version`
    version: i64,
    /// Id; empty: nobody.
    person: String,
    /// `queue` goes back to the queue.
    from: Option<String>,
}

/// `POST /thread/{id}/assign`: take, hand over, or give back.
pub async fn assign(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(handed): Form<Handed>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    let person = Some(handed.person.as_str()).filter(|p| !p.is_empty());
    desk::assign(&app.ctx, &viewer.actor(), &id, handed.version, person).await?;
    if handed.from.as_deref() == Some("queue") {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(back(&id))
}

#[derive(Debug, Deserialize)]
pub struct Blamed {
    fault: String,
}

/// `POST /thread/{id}/fault`
pub async fn fault(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(blamed): Form<Blamed>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    let fault = blamed
        .fault
        .parse()
        .map_err(|_| Fail::Invalid("error-400".into()))?;
    desk::set_fault(&app.ctx, &viewer.actor(), &id, fault).await?;
    Ok(back(&id))
}

/// `POST /thread/{id}/correct`: what the judge read wrong; the form repeats `topic`.
pub async fn correct(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    body: axum::body::Bytes,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    let mut corrected = Corrected::default();
    let wrong = |_| Fail::Invalid("error-400".into());
    for (name, value) in url::form_urlencoded::parse(&body) {
        match name.as_ref() {
            "sentiment" => corrected.sentiment = Some(value.parse().map_err(wrong)?),
            "urgency" => corrected.urgency = Some(value.parse().map_err(wrong)?),
            "topic" => corrected
                .topics
                .get_or_insert_default()
                .push(value.parse().map_err(wrong)?),
            _ => {}
        }
    }
    desk::corrections::correct(&app.ctx, &viewer.actor(), &id, &corrected).await?;
    Ok(back(&id))
}

#[derive(Debug, Deserialize)]
pub struct Where {
    thread: String,
}

/// `POST /judge/back`: the judge reads as before it last learned.
pub async fn step_back(
    State(app): State<App>,
    viewer: Viewer,
    Form(from): Form<Where>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &from.thread).await?;
    desk::corrections::step_back(&app.ctx, &viewer.actor()).await?;
    Ok(back(&from.thread))
}

#[derive(Debug, Deserialize)]
pub struct Noted {
    body: String,
}

/// `POST /thread/{id}/note`
pub async fn note(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(noted): Form<Noted>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    desk::note(&app.ctx, &viewer.actor(), &id, &noted.body).await?;
    Ok(back(&id))
}

/// `POST /thread/{id}/looked`: the attachments were looked at.
pub async fn looked(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    desk::looked(&app.ctx, &viewer.actor(), &id).await?;
    Ok(back(&id))
}

#[derive(Debug, Deserialize)]
pub struct Taken {
    alert: String,
}

/// `POST /thread/{id}/take`: takes the alert of this thread.
pub async fn take(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(taken): Form<Taken>,
) -> Result<Response, Fail> {
    thread::case(&app, &viewer, &id).await?;
    let alert = alerts::by_id(&app.ctx.db, &taken.alert)
        .await?
        .filter(|a| a.thread_id == id)
        .ok_or(Fail::NotFound)?;
    desk::take_alert(&app.ctx, &viewer.actor(), &alert.id).await?;
    Ok(back(&id))
}
