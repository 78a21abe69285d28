//! Log-in, log-out and the page of keys.

use super::errors::Fail;
use super::viewer::{Viewer, accepted};
use super::{App, address, passwords, render, session};
use crate::store::{Time, attempts, people};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tower_sessions::Session;

/// Wrong passwords that are taken in one window, per account and per address (reliability.md A3).
const MOST_WRONG: i64 = 10;
/// The window, milliseconds: 5 minutes.
const WINDOW_MS: i64 = 5 * 60 * 1000;

#[derive(Debug, Default, Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// `GET /login`
pub async fn form(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Result<Response, Fail> {
    let next = local(query.next.as_deref());
    if session::viewer(&app, &session).await?.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    page(&app, &headers, &next, "", false)
}

fn page(app: &App, headers: &HeaderMap, next: &str, login: &str, wrong: bool) -> Result<Response, Fail> {
    let lang = accepted(headers, &app.ctx.config.business.language);
    let html = render::bare(app, lang, "login.html", context! { next, login, wrong })?;
    let status = if wrong {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    Ok((status, html).into_response())
}

#[derive(Debug, Deserialize)]
pub struct Typed {
    login: String,
    password: String,
    next: Option<String>,
}

/// `POST /login`
pub async fn submit(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    extensions: Extensions,
    Form(typed): Form<Typed>,
) -> Result<Response, Fail> {
    let now = app.ctx.now();
    let db = &app.ctx.db;
    let address = address::of(&app, &headers, &extensions);
    let person = people::by_login(db, &typed.login).await?;
    // an unknown login is counted like a known one; the key holds no names
    let account = person
        .as_ref()
        .map_or_else(|| typed.login.trim().to_lowercase(), |p| p.id.clone());
    let keys = [key("account", &account), key("address", &address)];
    let trusted = key("known", &format!("{account} {address}"));
    // who logged in from here before is not locked out by somebody who guesses from elsewhere
    let known_here = attempts::is_known(db, &trusted).await?;
    for (n, k) in keys.iter().enumerate() {
        if n == 0 && known_here {
            continue;
        }
        if let Some(until) = attempts::locked_until(db, k, now, MOST_WRONG, WINDOW_MS).await? {
            return Err(Fail::TooMany(wait(now, until)));
        }
    }
    let stored = person.as_ref().and_then(|p| p.password_hash.clone());
    let right = passwords::matches(stored, typed.password)
        .await
        .map_err(|e| Fail::internal(&e))?;
    let mut tx = db.begin().await?;
    let Some(person) = person.filter(|_| right) else {
        for k in &keys {
            attempts::failed(&mut tx, k, now, WINDOW_MS).await?;
        }
        tx.commit().await?;
        return page(&app, &headers, &local(typed.next.as_deref()), &typed.login, true);
    };
    for k in &keys {
        attempts::forget(&mut tx, k).await?;
    }
    attempts::know(&mut tx, &trusted, now).await?;
    tx.commit().await?;
    session::begin(&app, &session, &person).await?;
    Ok(Redirect::to(&local(typed.next.as_deref())).into_response())
}

fn key(kind: &str, value: &str) -> String {
    format!("{kind}:{}", hex::encode(Sha256::digest(value.as_bytes())))
}

fn wait(now: Time, until: Time) -> i64 {
    (until.0.saturating_sub(now.0) + 999) / 1000
}

/// `POST /logout`
pub async fn end(session: Session) -> Result<Response, Fail> {
    session.flush().await?;
    Ok(Redirect::to("/login").into_response())
}

/// `GET /help`: what the keys do.
pub async fn help(State(app): State<App>, viewer: Viewer) -> Result<Response, Fail> {
    Ok(render::page(&app, &viewer, "help.html", context! { at => "help" })?.into_response())
}

/// A path of this site, or its root: nobody is sent elsewhere after log-in.
fn local(next: Option<&str>) -> String {
    let fine = |n: &&str| n.starts_with('/') && !n.starts_with("//") && !n.contains(['\\', '\r', '\n', '\t']);
    next.filter(fine).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_to_another_site_after_log_in() {
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(local(Some(bad)), "/");
        }
        assert_eq!(local(Some("/thread/1?x=2")), "/thread/1?x=2");
    }
}
