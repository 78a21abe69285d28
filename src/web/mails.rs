//! The demo's mailbox: what would have been delivered, readable in the browser. Only in the demo.

use super::errors::Fail;
use super::queue::reader;
use super::viewer::Viewer;
use super::{App, render};
use crate::store::mails::{self, Mail};
use crate::store::people;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use minijinja::{Value, context};

/// Mails on the list.
const MOST: i64 = 200;

/// Mail HTML in a frame: pictures inline, styles inline, no script, no form, no other place.
const FRAME_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/// `GET /mails`
pub async fn list(State(app): State<App>, viewer: Viewer) -> Result<Response, Fail> {
    let reader = reader(&app, &viewer);
    let names: std::collections::HashMap<String, String> = people::active(&app.ctx.db)
        .await?
        .into_iter()
        .map(|p| (p.id, p.name))
        .collect();
    let all: Vec<Value> = mails::newest(&app.ctx.db, MOST)
        .await?
        .into_iter()
        .map(|m| {
            context! { id => m.id, subject => m.subject, kind => m.kind, channel => m.channel, state => m.state,
                to => names.get(&m.person_id), when => reader.moment(m.sent_at.unwrap_or(m.created_at)) }
        })
        .collect();
    Ok(render::page(
        &app,
        &viewer,
        "mails.html",
        context! { at => "mails", mails => all },
    )?
    .into_response())
}

async fn read(app: &App, id: &str) -> Result<Mail, Fail> {
    mails::get(&app.ctx.db, id).await?.ok_or(Fail::NotFound)
}

/// `GET /mails/{id}`
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, Fail> {
    let mail = read(&app, &id).await?;
    let reader = reader(&app, &viewer);
    let data = context! {
        at => "mails", id => mail.id, subject => mail.subject, text => mail.text, html => mail.html.is_some(),
        kind => mail.kind, channel => mail.channel, error => mail.error,
        when => reader.moment(mail.sent_at.unwrap_or(mail.created_at)),
    };
    Ok(render::page(&app, &viewer, "mail.html", data)?.into_response())
}

/// `GET /mails/{id}/body`: the HTML part, for the frame.
pub async fn body(State(app): State<App>, _viewer: Viewer, Path(id): Path<String>) -> Result<Response, Fail> {
    let html = read(&app, &id).await?.html.ok_or(Fail::NotFound)?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, FRAME_CSP),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ];
    Ok((headers, Html(html)).into_response())
}
