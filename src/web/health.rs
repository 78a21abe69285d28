//! Is it alive? For machines, without details.

use super::App;
use super::errors::Plain;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::atomic::Ordering;

/// A scheduler that gave no sign of life for so long is dead, milliseconds.
const SILENT_MS: i64 = 90_000;

fn answer(status: StatusCode, text: &'static str) -> Response {
    let mut response = (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        text,
    )
        .into_response();
    response.extensions_mut().insert(Plain);
    response
}

/// `GET /healthz`: database and scheduler are alive.
pub async fn alive(State(app): State<App>) -> Response {
    let silent = app
        .ctx
        .now()
        .0
        .saturating_sub(app.parts.heartbeat.load(Ordering::Relaxed));
    if silent <= SILENT_MS && app.ctx.db.answers().await {
        if app.ctx.rules.problem().is_some() {
            return answer(
                StatusCode::OK,
                "ok, but the rule pack is broken: the last good one is in force\n",
            );
        }
        answer(StatusCode::OK, "ok\n")
    } else {
        answer(StatusCode::SERVICE_UNAVAILABLE, "not well\n")
    }
}

/// `GET /readyz`: pages can be served.
pub async fn ready(State(app): State<App>) -> Response {
    if app.ctx.db.answers().await {
        answer(StatusCode::OK, "ready\n")
    } else {
        answer(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
