//! Many threads at once: assign, or decide not to reply. Never approve: consent is to one text.

use super::errors::Fail;
use super::viewer::Viewer;
use super::{App, render, thread};
use crate::desk::{self, DeskError};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;

/// Most threads in one go.
const MOST: usize = 100;

struct Ticked {
    ids: Vec<String>,
    person: Option<String>,
    reason: String,
}

/// The form repeats `id`, which a map cannot hold.
fn read(body: &[u8]) -> Ticked {
    let mut ticked = Ticked {
        ids: Vec::new(),
        person: None,
        reason: String::new(),
    };
    for (name, value) in url::form_urlencoded::parse(body) {
        match name.as_ref() {
            "id" if ticked.ids.len() < MOST => ticked.ids.push(value.into_owned()),
            "person" => ticked.person = Some(value.into_owned()).filter(|v| !v.is_empty()),
            "reason" => ticked.reason = value.into_owned(),
            _ => {}
        }
    }
    ticked
}

/// `POST /bulk/assign`
pub async fn assign(State(app): State<App>, viewer: Viewer, body: Bytes) -> Result<Response, Fail> {
    let ticked = read(&body);
    let mut left = 0;
    for id in &ticked.ids {
        let case = thread::case(&app, &viewer, id).await?;
        let done = desk::assign(
            &app.ctx,
            &viewer.actor(),
            id,
            case.thread.version,
            ticked.person.as_deref(),
        )
        .await;
        left += skipped(done.map(|_| ()))?;
    }
    finish(&app, &viewer, ticked.ids.len(), left)
}

/// `POST /bulk/drop`
pub async fn drop_reply(State(app): State<App>, viewer: Viewer, body: Bytes) -> Result<Response, Fail> {
    let ticked = read(&body);
    let mut left = 0;
    for id in &ticked.ids {
        let case = thread::case(&app, &viewer, id).await?;
        let done = desk::drop_reply(&app.ctx, &viewer.actor(), id, case.reply.version, &ticked.reason).await;
        left += skipped(done.map(|_| ()))?;
    }
    finish(&app, &viewer, ticked.ids.len(), left)
}

/// One that moved on meanwhile is left alone and counted; anything else stops the row.
fn skipped(done: Result<(), DeskError>) -> Result<usize, Fail> {
    match done {
        Ok(()) => Ok(0),
        Err(DeskError::Conflict | DeskError::Refused(_)) => Ok(1),
        Err(e) => Err(e.into()),
    }
}

fn finish(app: &App, viewer: &Viewer, all: usize, left: usize) -> Result<Response, Fail> {
    if left == 0 {
        return Ok(Redirect::to("/").into_response());
    }
    let data = context! { at => "queue", done => all - left, left };
    Ok(render::page(app, viewer, "bulk.html", data)?.into_response())
}
