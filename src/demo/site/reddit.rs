//! Reddit: OAuth of an app, the inbox of one account, and its comments.

use super::http::{escape, hang_up, ill, parameters};
use super::places::{REDDIT_CLIENT, REDDIT_NAME};
use super::platform::Platform;
use super::{Mood, Reply, Review, Site};
use axum::Json;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const GRANTED: &str = "reddit-demo-granted-token";
/// Longest comment, characters.
const LONGEST: usize = 10_000;
const SIZE: usize = 100;
/// Comments of an account in an hour.
const COMMENTS: u32 = 60;
/// The post under which everybody speaks.
const POST: &str = "t3_17zerno";

fn error(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({"message": text, "error": status.as_u16()}))).into_response()
}

pub(super) async fn token(State(site): State<Site>, headers: HeaderMap, request: Request) -> Response {
    if let Some(answer) = ill(site.mood(Platform::Reddit), || Json(json!({})).into_response()) {
        return answer;
    }
    let [(_, id), (_, secret), (_, refresh)] = REDDIT_CLIENT;
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}")));
    if headers.get("authorization").is_none_or(|v| v != basic.as_str()) {
        return error(StatusCode::UNAUTHORIZED, "Unauthorized");
    }
    let fields = parameters(request).await.unwrap_or_default();
    let is = |name: &str, value: &str| fields.get(name).is_some_and(|v| v == value);
    if !is("grant_type", "refresh_token") || !is("refresh_token", refresh) {
        return error(StatusCode::BAD_REQUEST, "Bad Request");
    }
    Json(json!({"access_token": GRANTED, "token_type": "bearer", "expires_in": 3600, "scope": "*"}))
        .into_response()
}

fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"kind": "Things", "data": {}})).into_response();
    let known = headers
        .get("authorization")
        .is_some_and(|t| t == format!("bearer {GRANTED}").as_str());
    ill(site.mood(Platform::Reddit), blind)
        .or_else(|| (!known).then(|| error(StatusCode::UNAUTHORIZED, "Unauthorized")))
}

fn listing(things: &[Value], after: Option<String>) -> Response {
    Json(json!({"kind": "Listing", "data": {
        "modhash": null, "dist": things.len(), "children": things, "after": after, "before": null,
    }}))
    .into_response()
}

fn thing(
    id: u64,
    author: &str,
    text: &str,
    at: DateTime<Utc>,
    edited: Option<DateTime<Utc>>,
    parent: &str,
) -> Value {
    let rendered: Vec<_> = text
        .split("\n\n")
        .map(|p| format!("<p>{}</p>", escape(p).replace('\n', "<br/>\n")))
        .collect();
    json!({"kind": "t1", "data": {
        "id": id.to_string(), "name": format!("t1_{id}"), "author": author, "author_fullname": format!("t2_{author}"),
        "body": text, "body_html": format!("<div class=\"md\">{}\n</div>", rendered.join("\n\n")),
        "created_utc": at.timestamp() as f64, "created": at.timestamp() as f64 + 28_800.0,
        "edited": edited.map_or(json!(false), |e| json!(e.timestamp() as f64)),
        "parent_id": parent, "link_id": POST, "replies": "", "score": 1, "subreddit": "zerno",
        "permalink": format!("/r/zerno/comments/17zerno/kofe/{id}/"),
    }})
}

fn asked(review: &Review) -> Value {
    // A stub stays where an author or a moderator takes a comment away.
    match review.removed {
        Some(_) => thing(review.id, "[deleted]", "[deleted]", review.created, None, POST),
        None => thing(
            review.id,
            &review.author,
            &review.text,
            review.created,
            review.edited,
            POST,
        ),
    }
}

fn replied(review: &Review, reply: &Reply) -> Value {
    thing(
        reply.id,
        REDDIT_NAME,
        &reply.text,
        reply.at,
        None,
        &format!("t1_{}", review.id),
    )
}

pub(super) async fn mentions(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let after = query
        .get("after")
        .and_then(|a| a.strip_prefix("t1_")?.parse::<u64>().ok())
        .unwrap_or(u64::MAX);
    let memory = site.memory();
    let on = memory
        .world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::Reddit && r.removed != Some(false));
    let mut all: Vec<_> = on.filter(|r| r.id < after).collect();
    all.sort_by_key(|r| std::cmp::Reverse(r.id));
    let next = (all.len() > SIZE).then(|| format!("t1_{}", all[SIZE - 1].id));
    let things: Vec<_> = all.iter().take(SIZE).map(|r| asked(r)).collect();
    listing(&things, next)
}

pub(super) async fn nothing(State(site): State<Site>, headers: HeaderMap) -> Response {
    refusal(&site, &headers).unwrap_or_else(|| listing(&[], None))
}

pub(super) async fn written(State(site): State<Site>, headers: HeaderMap) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let now = site.0.clock.now();
    let memory = site.memory();
    let on = memory
        .world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::Reddit);
    let mut all: Vec<_> = on
        .flat_map(|r| r.shown(now).map(move |reply| (reply.id, replied(r, reply))))
        .collect();
    all.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let next = (all.len() > SIZE).then(|| format!("t1_{}", all[SIZE - 1].0));
    let things: Vec<_> = all.into_iter().take(SIZE).map(|(_, t)| t).collect();
    listing(&things, next)
}

pub(super) async fn comment(State(site): State<Site>, headers: HeaderMap, request: Request) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let mood = site.mood(Platform::Reddit);
    let fields = parameters(request).await.unwrap_or_default();
    let text = fields.get("text").map(String::as_str).unwrap_or_default();
    // Errors come with status 200.
    let declined = |code: &str| Json(json!({"json": {"errors": [[code, "demo", "text"]]}})).into_response();
    if mood == Mood::Refuses {
        return declined("THREAD_LOCKED");
    }
    if text.trim().is_empty() {
        return declined("NO_TEXT");
    }
    if text.chars().count() > LONGEST {
        return declined("TOO_LONG");
    }
    if !site.within(Platform::Reddit, COMMENTS) {
        return Json(json!({"json": {"ratelimit": 540.0, "errors": [["RATELIMIT", "try again in 9 minutes", "ratelimit"]]}}))
            .into_response();
    }
    let to = fields
        .get("thing_id")
        .and_then(|t| t.strip_prefix("t1_")?.parse::<u64>().ok());
    match to.map(|to| (to, site.accept(Platform::Reddit, to, text, ""))) {
        Some((_, Ok(Some(_)))) if mood == Mood::TimeoutOnPublish => hang_up(),
        Some((to, Ok(Some(id)))) => {
            let kept = site.review(Platform::Reddit, &to.to_string());
            let reply = kept
                .as_ref()
                .and_then(|r| Some(replied(r, r.replies.iter().find(|x| x.id == id)?)));
            let things: Vec<_> = reply.into_iter().collect();
            Json(json!({"json": {"errors": [], "data": {"things": things}}})).into_response()
        }
        Some((_, Err(_))) => error(StatusCode::INTERNAL_SERVER_ERROR, "error"),
        Some((_, Ok(None))) | None => declined("DELETED_COMMENT"),
    }
}
