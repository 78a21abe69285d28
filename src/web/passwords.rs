//! Passwords: hashing, rules, invitations and resets.

use super::errors::Fail;
use super::texts::say;
use super::viewer::accepted;
use super::{App, render, session};
use crate::domain::Lang;
use crate::mail::link::{Link, LinkError, Purpose, verify};
use crate::store::{events, links, mails, people};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;
use std::sync::LazyLock;
use tower_sessions::Session;

/// Shortest and longest password, characters (reliability.md A2).
const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

/// Passwords that guessers try first; and everything made of one letter or digit row.
const COMMON: &[&str] = &[
    "password",
    "password1",
    "passw0rd",
    "p@ssw0rd",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "1q2w3e4r",
    "1qaz2wsx",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "letmein1",
    "welcome1",
    "trustno1",
    "superman",
    "йцукенгш",
    "пароль123",
    "парольпароль",
    "наташа123",
    "zxcvbnm1",
    "asdfghjk",
    "asdfghjkl",
    "q1w2e3r4",
    "admin123",
    "administrator",
    "changeme",
    "secret123",
    "otklik123",
    "gfhjkm123",
    "marina123",
    "samsung1",
];

/// A hash of nothing that anybody knows, so that an unknown account takes as long as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now(&uuid::Uuid::new_v4().to_string()).unwrap_or_default());

fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Hashes with argon2id on a thread that may block.
///
/// # Errors
/// What the hasher says.
pub async fn hash(password: String) -> anyhow::Result<String> {
    let hashed = tokio::task::spawn_blocking(move || hash_now(&password)).await?;
    hashed.map_err(|e| anyhow::anyhow!("argon2: {e}"))
}

/// Is this the password? `None`: there is nobody to compare with, and the work is done all the same.
///
/// # Errors
/// When the blocking thread is gone.
pub async fn matches(stored: Option<String>, password: String) -> anyhow::Result<bool> {
    Ok(tokio::task::spawn_blocking(move || {
        let exists = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.clone());
        let right = PasswordHash::new(&text).is_ok_and(|parsed| {
            Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok()
        });
        right && exists
    })
    .await?)
}

/// Why a password is not taken: a message key.
fn refused(password: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < *LENGTH.start() {
        return Some("web-password-short");
    }
    if length > *LENGTH.end() {
        return Some("web-password-long");
    }
    let folded = password.to_lowercase();
    let first = folded.chars().next();
    let one_letter = folded.chars().all(|c| Some(c) == first);
    let row = "01234567890123456789".contains(&folded) || "98765432109876543210".contains(&folded);
    (one_letter || row || COMMON.contains(&folded.as_str())).then_some("web-password-common")
}

fn language(app: &App, headers: &HeaderMap) -> Lang {
    accepted(headers, &app.ctx.config.business.language)
}

/// `GET /reset`
pub async fn ask_form(State(app): State<App>, headers: HeaderMap) -> Result<Response, Fail> {
    Ok(render::bare(
        &app,
        language(&app, &headers),
        "reset.html",
        context! { asked => false },
    )?
    .into_response())
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    email: String,
}

/// `POST /reset`: the same answer whether or not there is such a person. At most one mail in ten
/// minutes goes to each.
pub async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, Fail> {
    let now = app.ctx.now();
    if let Some(person) = people::by_login(&app.ctx.db, &asked.email).await? {
        let mut tx = app.ctx.db.begin().await?;
        let once = format!("reset:{}:{}", person.id, now.0 / 600_000);
        let queued = mails::queue(
            &mut tx,
            now,
            &once,
            "reset",
            "mail",
            &person.id,
            &serde_json::json!({}),
        )
        .await?;
        if queued {
            let detail = serde_json::json!({});
            events::append(&mut tx, now, &person.name, "password_reset_asked", None, &detail).await?;
        }
        tx.commit().await?;
        app.ctx.bell.notify_one();
    }
    Ok(render::bare(
        &app,
        language(&app, &headers),
        "reset.html",
        context! { asked => true },
    )?
    .into_response())
}

/// The living link of a token for setting a password, with its person.
async fn usable(app: &App, token: &str) -> Result<Option<(Link, people::Person)>, Fail> {
    let link = match verify(&app.ctx, token).await {
        Ok(link) if matches!(link.purpose, Purpose::Invite | Purpose::Reset) => link,
        Err(LinkError::Db(e)) => return Err(e.into()),
        Ok(_) | Err(_) => return Ok(None),
    };
    let person = people::by_id(&app.ctx.db, &link.person_id)
        .await?
        .filter(|p| p.active);
    Ok(person.map(|p| (link, p)))
}

fn dead(app: &App, lang: Lang) -> Result<Response, Fail> {
    let html = render::bare(
        app,
        lang,
        "password.html",
        context! { dead => true, name => "", problem => "" },
    )?;
    Ok((StatusCode::GONE, html).into_response())
}

/// `GET /invite/{token}` and `GET /reset/{token}`: shows the form, changes nothing.
pub async fn form(
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Fail> {
    let Some((_, person)) = usable(&app, &token).await? else {
        return dead(&app, language(&app, &headers));
    };
    let lang = person.language.parse().unwrap_or(Lang::Ru);
    let data = context! { dead => false, name => person.name, problem => "" };
    Ok(render::bare(&app, lang, "password.html", data)?.into_response())
}

#[derive(Debug, Deserialize)]
pub struct Chosen {
    password: String,
    again: String,
}

/// `POST /invite/{token}` and `POST /reset/{token}`: sets the password, ends every older session,
/// makes all such links of the person worthless, and logs in.
pub async fn set(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Fail> {
    let Some((link, person)) = usable(&app, &token).await? else {
        return dead(&app, language(&app, &headers));
    };
    let lang = person.language.parse().unwrap_or(Lang::Ru);
    let problem =
        refused(&chosen.password).or((chosen.password != chosen.again).then_some("web-password-differs"));
    if let Some(problem) = problem {
        let data = context! { dead => false, name => person.name, problem => say(lang, problem) };
        let html = render::bare(&app, lang, "password.html", data)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    }
    let hashed = hash(chosen.password).await.map_err(|e| Fail::internal(&e))?;
    let now = app.ctx.now();
    let mut tx = app.ctx.db.begin().await?;
    if !links::consume(&mut tx, &link.token_hash, now).await? {
        return dead(&app, lang);
    }
    people::set_password(&mut tx, &person.id, &hashed).await?;
    links::void_passwords(&mut tx, &person.id, now).await?;
    let detail = serde_json::json!({ "by": link.purpose.word() });
    events::append(&mut tx, now, &person.name, "password_set", None, &detail).await?;
    tx.commit().await?;
    if let Some(fresh) = people::by_id(&app.ctx.db, &person.id).await? {
        session::begin(&app, &session, &fresh).await?;
    }
    Ok(Redirect::to("/").into_response())
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn guessable_passwords_are_refused_and_long_phrases_of_any_script_taken() {
        for bad in [
            "",
            "1234567",
            "12345678",
            "87654321",
            "aaaaaaaaaa",
            "PASSWORD",
            "пароль123",
        ] {
            assert!(refused(bad).is_some(), "{bad}");
        }
        assert!(refused(&"я".repeat(257)).is_some());
        for good in ["кот на крыше 42", "correct horse battery", "🦊🦊🦝🦝🦨🦨🐻🐻"]
        {
            assert_eq!(refused(good), None, "{good}");
        }
    }
}
