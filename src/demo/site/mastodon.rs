//! A Mastodon server: mentions of one account, and its replies.

use super::http::{escape, hang_up, ill, parameters, stable_id};
use super::places::{MASTODON_NAME, MASTODON_TOKEN};
use super::platform::Platform;
use super::{Mood, Reply, Review, Site};
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Our account's number on this server.
const ME: &str = "110000000000000017";
/// Longest post, characters, names and addresses as they stand.
const LONGEST: usize = 500;
const SIZE: usize = 40;
/// Posts of an account in an hour (300 in three).
const POSTS: u32 = 100;

fn error(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({"error": text}))).into_response()
}

fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"data": []})).into_response();
    let known = headers
        .get("authorization")
        .is_some_and(|t| t == format!("Bearer {MASTODON_TOKEN}").as_str());
    ill(site.mood(Platform::Mastodon), blind)
        .or_else(|| (!known).then(|| error(StatusCode::UNAUTHORIZED, "The access token is invalid")))
}

pub(super) async fn me(State(site): State<Site>, headers: HeaderMap) -> Response {
    refusal(&site, &headers).unwrap_or_else(|| Json(ours()).into_response())
}

fn ours() -> Value {
    account(ME, MASTODON_NAME, "Зерно")
}

fn account(id: &str, name: &str, shown: &str) -> Value {
    json!({
        "id": id, "username": name, "acct": name, "display_name": shown, "locked": false, "bot": false,
        "url": format!("https://mastodon.social/@{name}"), "uri": format!("https://mastodon.social/users/{name}"),
        "emojis": [], "fields": [],
    })
}

/// A handle of Latin letters for any author.
fn handle(author: &str) -> String {
    format!("user{}", stable_id(author, 900_000))
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn paragraphs(text: &str) -> String {
    let blocks: Vec<_> = text
        .split("\n\n")
        .map(|p| format!("<p>{}</p>", escape(p).replace('\n', "<br />")))
        .collect();
    blocks.concat()
}

fn status(
    id: u64,
    by: &Value,
    content: &str,
    at: DateTime<Utc>,
    edited: Option<DateTime<Utc>>,
    to: Option<u64>,
) -> Value {
    json!({
        "id": id.to_string(), "created_at": time(at), "edited_at": edited.map(time),
        "in_reply_to_id": to.map(|n| n.to_string()), "in_reply_to_account_id": null,
        "sensitive": false, "spoiler_text": "", "visibility": "public", "language": "ru",
        "uri": format!("{}/statuses/{id}", by["uri"].as_str().unwrap_or_default()),
        "url": format!("{}/{id}", by["url"].as_str().unwrap_or_default()),
        "content": content, "reblog": null, "account": by, "media_attachments": [], "mentions": [], "tags": [],
        "emojis": [], "replies_count": 0, "reblogs_count": 0, "favourites_count": 0,
    })
}

fn asked(review: &Review) -> Value {
    let name = handle(&review.author);
    let by = account(
        &stable_id(&review.author, u64::MAX / 2).to_string(),
        &name,
        &review.author,
    );
    status(
        review.id,
        &by,
        &paragraphs(&review.text),
        review.created,
        review.edited,
        None,
    )
}

fn replied(review: &Review, reply: &Reply) -> Value {
    let name = handle(&review.author);
    let mention = format!(
        "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://mastodon.social/@{name}\" class=\"u-url mention\">@<span>{name}</span></a></span> "
    );
    let content = paragraphs(&reply.text).replacen("<p>", &mention, 1);
    status(reply.id, &ours(), &content, reply.at, None, Some(review.id))
}

pub(super) async fn notifications(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let before = query
        .get("max_id")
        .and_then(|id| id.parse().ok())
        .unwrap_or(u64::MAX);
    let memory = site.memory();
    let all = memory.world.standing(Platform::Mastodon, "mentions");
    let page: Vec<_> = all.iter().filter(|r| r.id < before).take(SIZE).collect();
    let list: Vec<_> = page
        .iter()
        .map(|r| {
            let post = asked(r);
            json!({"id": r.id.to_string(), "type": "mention", "created_at": time(r.created),
                   "group_key": format!("ungrouped-{}", r.id), "account": post["account"], "status": post})
        })
        .collect();
    let next = page.last().map(|r| {
        format!(
            "<https://mastodon.social/api/v1/notifications?limit={SIZE}&max_id={}>; rel=\"next\"",
            r.id
        )
    });
    let headers: Vec<(&str, String)> = next.map(|n| ("link", n)).into_iter().collect();
    (axum::response::AppendHeaders(headers), Json(list)).into_response()
}

pub(super) async fn written(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if id != ME {
        return error(StatusCode::NOT_FOUND, "Record not found");
    }
    let now = site.0.clock.now();
    let memory = site.memory();
    let on = memory
        .world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::Mastodon);
    let mut all: Vec<_> = on
        .flat_map(|r| r.shown(now).map(move |reply| (reply.id, replied(r, reply))))
        .collect();
    all.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    Json(
        all.into_iter()
            .take(SIZE)
            .map(|(_, post)| post)
            .collect::<Vec<_>>(),
    )
    .into_response()
}

pub(super) async fn one(State(site): State<Site>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    match site
        .review(Platform::Mastodon, &id)
        .filter(|r| r.removed.is_none())
    {
        Some(review) => Json(asked(&review)).into_response(),
        None => error(StatusCode::NOT_FOUND, "Record not found"),
    }
}

pub(super) async fn context(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let Some(review) = site
        .review(Platform::Mastodon, &id)
        .filter(|r| r.removed.is_none())
    else {
        return error(StatusCode::NOT_FOUND, "Record not found");
    };
    let under: Vec<_> = review
        .shown(site.0.clock.now())
        .map(|r| replied(&review, r))
        .collect();
    Json(json!({"ancestors": [], "descendants": under})).into_response()
}

pub(super) async fn post(State(site): State<Site>, headers: HeaderMap, request: Request) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let mood = site.mood(Platform::Mastodon);
    let key = headers
        .get("idempotency-key")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let fields = parameters(request).await.unwrap_or_default();
    let text = fields.get("status").map(String::as_str).unwrap_or_default();
    let invalid = || error(StatusCode::UNPROCESSABLE_ENTITY, "Проверка не пройдена");
    if mood == Mood::Refuses || text.trim().is_empty() || text.chars().count() > LONGEST {
        return invalid();
    }
    let to = fields
        .get("in_reply_to_id")
        .map(String::as_str)
        .unwrap_or_default();
    let Some(review) = site
        .review(Platform::Mastodon, to)
        .filter(|r| r.removed.is_none())
    else {
        return error(StatusCode::NOT_FOUND, "Record not found");
    };
    if !site.within(Platform::Mastodon, POSTS) {
        let reset = (site.0.clock.now() + TimeDelta::minutes(5)).to_rfc3339_opts(SecondsFormat::Micros, true);
        let body = Json(json!({"error": "Too many requests"}));
        return (
            StatusCode::TOO_MANY_REQUESTS,
            [("x-ratelimit-reset", reset)],
            body,
        )
            .into_response();
    }
    // Whoever is not named is not told: the name is an address and no part of what is said.
    let Some(said) = text.strip_prefix(&format!("@{} ", handle(&review.author))) else {
        return invalid();
    };
    match site.accept(Platform::Mastodon, review.id, said, &key) {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(id)) => {
            let kept = site.review(Platform::Mastodon, to);
            let reply = kept.as_ref().and_then(|r| r.replies.iter().find(|x| x.id == id));
            Json(kept.as_ref().zip(reply).map(|(r, reply)| replied(r, reply))).into_response()
        }
        Ok(None) => error(StatusCode::NOT_FOUND, "Record not found"),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "error"),
    }
}
