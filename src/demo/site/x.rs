//! X's API v2: mentions of one account by the app's token, replies signed by OAuth 1.0a. The same text is
//! taken once.

use super::http::{hang_up, ill, stable_id};
use super::places::{X_ID, X_KEYS, X_NAME, X_TOKEN};
use super::platform::Platform;
use super::{Mood, Review, Site};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use ring::hmac;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Longest post by a plain count; the real one weighs letters.
const LONGEST: usize = 280;
/// Replies of a user in an hour (100 in a quarter).
const POSTS: u32 = 400;
/// Posts on a page of an account's own.
const OWN: usize = 20;
/// How far the clock of a signature may be off, seconds.
const SKEW_S: i64 = 300;

fn problem(status: StatusCode, kind: &str, detail: &str) -> Response {
    let body = json!({"title": "Problem", "detail": detail, "status": status.as_u16(),
        "type": format!("https://api.x.com/2/problems/{kind}")});
    (status, Json(body)).into_response()
}

fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"tweets": [], "page": {}})).into_response();
    let known = headers
        .get("authorization")
        .is_some_and(|t| t == format!("Bearer {X_TOKEN}").as_str());
    ill(site.mood(Platform::X), blind)
        .or_else(|| (!known).then(|| problem(StatusCode::UNAUTHORIZED, "unauthorized", "Unauthorized")))
}

pub(super) async fn named(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if !name.eq_ignore_ascii_case(X_NAME) {
        let error =
            json!({"title": "Not Found Error", "type": "https://api.x.com/2/problems/resource-not-found"});
        return Json(json!({"errors": [error]})).into_response();
    }
    Json(json!({"data": {"id": X_ID, "name": "Зерно", "username": X_NAME}})).into_response()
}

fn author(name: &str) -> String {
    stable_id(name, 1_000_000_000).to_string()
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn post(review: &Review) -> Value {
    let id = review.id.to_string();
    json!({"id": id, "text": escaped(&review.text), "author_id": author(&review.author),
        "created_at": time(review.created), "conversation_id": id, "lang": "ru", "edit_history_tweet_ids": [id]})
}

fn list(posts: &[Value], users: &[Value], next: Option<String>) -> Response {
    if posts.is_empty() {
        return Json(json!({"meta": {"result_count": 0}})).into_response();
    }
    let mut meta = json!({"newest_id": posts[0]["id"], "oldest_id": posts[posts.len() - 1]["id"], "result_count": posts.len()});
    if let Some(next) = next {
        meta["next_token"] = next.into();
    }
    Json(json!({"data": posts, "includes": {"users": users}, "meta": meta})).into_response()
}

pub(super) async fn mentions(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if id != X_ID {
        return problem(StatusCode::FORBIDDEN, "not-authorized-for-resource", "Forbidden");
    }
    let number = |name: &str| query.get(name).and_then(|v| v.parse::<u64>().ok());
    let size = number("max_results")
        .map_or(10, |n| usize::try_from(n).unwrap_or(10))
        .clamp(5, 100);
    let (since, before) = (
        number("since_id").unwrap_or(0),
        number("pagination_token").unwrap_or(u64::MAX),
    );
    let memory = site.memory();
    let all = memory.world.standing(Platform::X, "mentions");
    let found: Vec<_> = all.iter().filter(|r| r.id > since && r.id < before).collect();
    let next = (found.len() > size).then(|| found[size - 1].id.to_string());
    let page: Vec<_> = found.iter().take(size).collect();
    let posts: Vec<_> = page.iter().map(|r| post(r)).collect();
    let users: Vec<_> = page
        .iter()
        .map(|r| json!({"id": author(&r.author), "name": r.author, "username": format!("u{}", author(&r.author))}))
        .collect();
    list(&posts, &users, next)
}

pub(super) async fn written(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let now = site.0.clock.now();
    let memory = site.memory();
    let on = memory
        .world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::X && id == X_ID);
    let mut all: Vec<_> = on
        .flat_map(|r| {
            r.shown(now).map(move |reply| {
                let shape = json!({"id": reply.id.to_string(), "author_id": X_ID, "created_at": time(reply.at),
                    "text": escaped(&format!("@u{} {}", author(&r.author), reply.text)),
                    "edit_history_tweet_ids": [reply.id.to_string()],
                    "referenced_tweets": [{"type": "replied_to", "id": r.id.to_string()}]});
                (reply.id, shape)
            })
        })
        .collect();
    all.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let next = (all.len() > OWN).then(|| all[OWN - 1].0.to_string());
    let posts: Vec<_> = all.into_iter().take(OWN).map(|(_, p)| p).collect();
    list(&posts, &[], next)
}

pub(super) async fn create(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(answer) = ill(site.mood(Platform::X), || Json(json!({})).into_response()) {
        return answer;
    }
    let mood = site.mood(Platform::X);
    let now = site.0.clock.now();
    let proof = headers
        .get("authorization")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if !proven(proof, now) {
        return problem(StatusCode::UNAUTHORIZED, "unauthorized", "Unauthorized");
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = body["text"].as_str().unwrap_or_default();
    if text.trim().is_empty() || text.chars().count() > LONGEST {
        return problem(StatusCode::BAD_REQUEST, "invalid-request", "text");
    }
    if mood == Mood::Refuses {
        let detail = "Reply to this conversation is not allowed because you have not been mentioned";
        return problem(StatusCode::FORBIDDEN, "not-authorized-for-resource", detail);
    }
    let said = |r: &Review| r.platform == Platform::X && r.replies.iter().any(|reply| reply.text == text);
    if site.memory().world.reviews.values().any(said) {
        let detail = "You are not allowed to create a Tweet with duplicate content.";
        return problem(StatusCode::FORBIDDEN, "about:blank", detail);
    }
    if !site.within(Platform::X, POSTS) {
        let reset = (now.timestamp() + 900).to_string();
        let body = Json(json!({"title": "Too Many Requests", "status": 429}));
        return (
            StatusCode::TOO_MANY_REQUESTS,
            [("x-rate-limit-reset", reset)],
            body,
        )
            .into_response();
    }
    let to = body
        .pointer("/reply/in_reply_to_tweet_id")
        .and_then(Value::as_str)
        .and_then(|t| t.parse().ok());
    match to.map(|to| site.accept(Platform::X, to, text, "")) {
        Some(Ok(Some(_))) if mood == Mood::TimeoutOnPublish => hang_up(),
        Some(Ok(Some(id))) => (
            StatusCode::CREATED,
            Json(json!({"data": {"id": id.to_string(), "text": text}})),
        )
            .into_response(),
        Some(Err(_)) => problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "error"),
        Some(Ok(None)) | None => {
            let detail = "You attempted to reply to a Tweet that is deleted or not visible to you.";
            problem(StatusCode::FORBIDDEN, "about:blank", detail)
        }
    }
}

/// Whether a header of OAuth 1.0a holds the right signature of `POST /2/tweets` at this time.
fn proven(header: &str, now: DateTime<Utc>) -> bool {
    let Some(list) = header.strip_prefix("OAuth ") else {
        return false;
    };
    let pairs = list.split(", ").filter_map(|pair| pair.split_once('='));
    let mut given: BTreeMap<&str, &str> = pairs.map(|(k, v)| (k, v.trim_matches('"'))).collect();
    let Some(signature) = given.remove("oauth_signature") else {
        return false;
    };
    let [(_, key), (_, secret), (_, token), (_, token_secret)] = X_KEYS;
    let is = |name: &str, value: &str| given.get(name).is_some_and(|v| *v == value);
    let fresh = given
        .get("oauth_timestamp")
        .and_then(|t| t.parse::<i64>().ok())
        .is_some_and(|t| (t - now.timestamp()).abs() <= SKEW_S);
    if !fresh
        || !is("oauth_consumer_key", key)
        || !is("oauth_token", token)
        || !is("oauth_signature_method", "HMAC-SHA1")
    {
        return false;
    }
    // The values stand encoded in the header, and encoded once more in what is signed.
    let row: Vec<_> = given.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let base = format!(
        "POST&https%3A%2F%2Fapi.x.com%2F2%2Ftweets&{}",
        encoded(&row.join("&"))
    );
    let signing = hmac::Key::new(
        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        format!("{secret}&{token_secret}").as_bytes(),
    );
    let wanted = encoded(&BASE64_STANDARD.encode(hmac::sign(&signing, base.as_bytes())));
    wanted == signature
}

fn encoded(text: &str) -> String {
    let byte = |b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}
