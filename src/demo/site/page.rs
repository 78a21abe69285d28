//! The site for people: everything that the public sees, and a form to paste an official reply, as
//! in a platform's cabinet.

use super::http::{escape, html};
use super::platform::Platform;
use super::sources;
use super::{Mood, Review, Site};
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}\
    article{border:1px solid #ddd;border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}\
    .by{color:#666;font-size:.875rem}.reply{border-left:3px solid #3a7;margin:.5rem 0 0;padding:.25rem .75rem;background:#f4faf6}\
    .ill{color:#a30}p{white-space:pre-wrap;margin:.25rem 0;overflow-wrap:anywhere}textarea{width:100%;box-sizing:border-box}";

pub(super) async fn show(State(site): State<Site>) -> Response {
    let now = site.0.clock.now();
    let mut body = String::new();
    for platform in Platform::ALL {
        let mood = site.mood(platform);
        let ill = if mood == Mood::Well {
            String::new()
        } else {
            format!(" <small class=\"ill\">{}</small>", mood.word())
        };
        let mut reviews: Vec<_> = site
            .reviews()
            .into_iter()
            .filter(|r| r.platform == platform)
            .collect();
        if reviews.is_empty() && mood == Mood::Well && hidden(platform) {
            continue;
        }
        let _ = write!(body, "<h2>{}{ill}</h2>", platform.word());
        reviews.sort_by_key(|r| std::cmp::Reverse((r.created, r.id)));
        for review in reviews.iter().filter(|r| r.removed.is_none()) {
            article(&mut body, review, now);
        }
    }
    html(format!(
        "<!DOCTYPE html>\n<html lang=\"ru\"><head><meta charset=\"utf-8\"><title>Площадки демонстрации · Demo platforms</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head><body>\
         <h1>Что видят все · What the public sees</h1>{body}</body></html>"
    ))
}

/// A platform that the demo does not show.
fn hidden(platform: Platform) -> bool {
    let mut shown = sources::shown().into_iter().map(|s| s.platform);
    !shown.any(|p| p == platform)
}

fn article(body: &mut String, review: &Review, now: DateTime<Utc>) {
    let stars = review
        .rating
        .map(|r| "★".repeat(usize::from(r.min(5))))
        .unwrap_or_default();
    let edited = if review.edited.is_some() {
        " · изменён / edited"
    } else {
        ""
    };
    let _ = write!(
        body,
        "<article id=\"{id}\"><div class=\"by\">{author} · {stars} · {at} · {place}{edited} · № {id}</div>",
        id = review.id,
        author = escape(&review.author),
        at = review.created.format("%Y-%m-%d %H:%M UTC"),
        place = escape(&review.place),
    );
    if let Some(title) = &review.title {
        let _ = write!(body, "<b>{}</b>", escape(title));
    }
    let _ = write!(body, "<p>{}</p>", escape(&review.text));
    for reply in review.shown(now) {
        let _ = write!(
            body,
            "<div class=\"reply\"><b>Зерно</b><p>{}</p></div>",
            escape(&reply.text)
        );
    }
    let _ = write!(
        body,
        "<details><summary>Ответить от имени компании · Reply as the company</summary>\
         <form method=\"post\" action=\"/_site/reply\"><input type=\"hidden\" name=\"platform\" value=\"{}\">\
         <input type=\"hidden\" name=\"review\" value=\"{}\"><textarea name=\"text\" rows=\"4\" required></textarea>\
         <button>Опубликовать · Publish</button></form></details></article>",
        review.platform.word(),
        review.id
    );
}

#[derive(Deserialize)]
pub(super) struct ReplyForm {
    platform: Platform,
    review: String,
    text: String,
}

pub(super) async fn reply(State(site): State<Site>, Form(form): Form<ReplyForm>) -> Response {
    // Browsers send CRLF. The same text twice is one reply, as a double click is.
    let text = form.text.replace("\r\n", "\n");
    let word = form.platform.word();
    let key = format!(
        "hand-{}",
        hex::encode(Sha256::digest(format!("{word}/{}/{text}", form.review)))
    );
    match site.official_reply_by_hand(&key, form.platform, &form.review, text.trim()) {
        Ok(()) => (
            StatusCode::SEE_OTHER,
            [(header::LOCATION, format!("/_site/#{}", escape(&form.review)))],
        )
            .into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
pub(super) struct MoodQuery {
    mood: String,
}

pub(super) async fn mood(
    State(site): State<Site>,
    Path(platform): Path<String>,
    Query(query): Query<MoodQuery>,
) -> Response {
    let Some((platform, mood)) = Platform::of(&platform).zip(Mood::of(&query.mood)) else {
        return (StatusCode::NOT_FOUND, "no such platform or mood\n").into_response();
    };
    match site.set_mood(platform, mood) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(&error),
    }
}

fn failed(error: &std::io::Error) -> Response {
    let missing = error.kind() == std::io::ErrorKind::NotFound;
    let status = if missing {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    };
    (status, format!("{error}\n")).into_response()
}
