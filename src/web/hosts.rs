//! Which names this site answers to: those of `public_url` and of the address that is listened on.
//! Anything else gets 421, so that neither a rebound name nor a forged Host reaches a handler.

use super::App;
use super::errors::Fail;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses unknown hosts.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|h| h.to_str().ok())
        .map(str::to_owned)
        .or_else(|| request.uri().authority().map(ToString::to_string));
    match named {
        Some(host) if known(&app, &host) => next.run(request).await,
        _ => Fail::WrongHost.into_response(),
    }
}

fn known(app: &App, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let url = &app.ctx.config.web.public_url;
    let name = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let port = url.port_or_known_default().unwrap_or(80);
    let public = host == format!("{name}:{port}") || (url.port().is_none() && host == name);
    public || is_listener(app, &host)
}

/// The name of the socket itself; loopback names only where they can reach it.
pub fn is_listener(app: &App, host: &str) -> bool {
    let listen = app.parts.listen;
    let port = listen.port();
    if host == listen.to_string() {
        return true;
    }
    let local = listen.ip().is_loopback() || listen.ip().is_unspecified();
    local
        && ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|n| host == format!("{n}:{port}"))
}
