//! Trustpilot's Business API: the public list by a key, replies by the token of a business user, of which
//! one stands under a review.

use super::http::{hang_up, ill, parameters};
use super::places::{BUSINESS, TRUSTPILOT_AUTHOR, TRUSTPILOT_DOMAIN, TRUSTPILOT_KEYS, TRUSTPILOT_UNIT};
use super::platform::Platform;
use super::{Mood, Review, Site, proof};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCOPE: &str = "trustpilot business user";
const LIFE_S: i64 = 360_000;

fn error(status: StatusCode) -> Response {
    (
        status,
        Json(json!({"message": "Demo.", "errorCode": 1000, "correlationId": "demo"})),
    )
        .into_response()
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get(name)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
}

/// What stands before every answer of the public lists.
fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"links": [], "items": []})).into_response();
    let wrong = header(headers, "apikey") != TRUSTPILOT_KEYS[0].1;
    ill(site.mood(Platform::Trustpilot), blind).or_else(|| wrong.then(|| error(StatusCode::UNAUTHORIZED)))
}

pub(super) async fn find(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if query.get("name").is_none_or(|n| n != TRUSTPILOT_DOMAIN) {
        return error(StatusCode::NOT_FOUND);
    }
    let memory = site.memory();
    let total = memory.world.standing(Platform::Trustpilot, "business").len();
    Json(json!({
        "id": TRUSTPILOT_UNIT, "displayName": BUSINESS, "name": {"identifying": TRUSTPILOT_DOMAIN, "referring": []},
        "numberOfReviews": {"total": total, "usedForTrustScoreCalculation": total}, "score": {"stars": 3.0, "trustScore": 3.1},
    }))
    .into_response()
}

pub(super) async fn list(
    State(site): State<Site>,
    Path(unit): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if unit != TRUSTPILOT_UNIT {
        return error(StatusCode::NOT_FOUND);
    }
    let of = |name: &str, default| {
        query
            .get(name)
            .and_then(|v| v.parse::<usize>().ok())
            .unwrap_or(default)
    };
    let (page, size) = (of("page", 1).max(1), of("perPage", 20).clamp(1, 100));
    let now = site.0.clock.now();
    let memory = site.memory();
    let all = memory.world.standing(Platform::Trustpilot, "business");
    let part: Vec<_> = all
        .iter()
        .skip((page - 1) * size)
        .take(size)
        .map(|r| shape(r, now))
        .collect();
    Json(json!({"links": [], "reviews": part})).into_response()
}

pub(super) async fn one(
    State(site): State<Site>,
    Path(review): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    match site
        .review(Platform::Trustpilot, &review)
        .filter(|r| r.removed.is_none())
    {
        Some(review) => Json(shape(&review, site.0.clock.now())).into_response(),
        None => error(StatusCode::NOT_FOUND),
    }
}

fn shape(review: &Review, now: DateTime<Utc>) -> Value {
    let time = |t: DateTime<Utc>| t.to_rfc3339_opts(SecondsFormat::Secs, true);
    let reply = review
        .shown(now)
        .last()
        .map(|r| json!({"text": r.text, "createdAt": time(r.at), "updatedAt": null}));
    json!({
        "id": format!("{:024}", review.id), "stars": review.rating.unwrap_or(5), "title": review.title, "text": review.text,
        "language": "ru", "createdAt": time(review.created), "updatedAt": review.edited.map(time),
        "consumer": {"id": "5a000000000000000000000a", "displayName": review.author, "numberOfReviews": 1},
        "businessUnit": {"id": TRUSTPILOT_UNIT, "identifyingName": TRUSTPILOT_DOMAIN, "displayName": BUSINESS},
        "companyReply": reply, "isVerified": false, "status": "active",
    })
}

/// A token for a business user's refresh token; the application proves itself by its secret.
pub(super) async fn token(State(site): State<Site>, headers: HeaderMap, request: Request) -> Response {
    let [key, secret, refresh] = TRUSTPILOT_KEYS.map(|(_, value)| value);
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{key}:{secret}")));
    let known = header(&headers, "authorization") == basic;
    let fields = parameters(request).await.unwrap_or_default();
    let is = |name: &str, value: &str| fields.get(name).is_some_and(|v| v == value);
    if !known {
        return error(StatusCode::UNAUTHORIZED);
    }
    if !is("grant_type", "refresh_token") || !is("refresh_token", refresh) {
        return error(StatusCode::BAD_REQUEST);
    }
    let now = site.0.clock.now();
    let token = proof::issue(SCOPE, now, TimeDelta::seconds(LIFE_S));
    Json(json!({"access_token": token, "refresh_token": refresh, "expires_in": LIFE_S, "token_type": "Bearer"}))
        .into_response()
}

pub(super) async fn reply(
    State(site): State<Site>,
    Path(review): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mood = site.mood(Platform::Trustpilot);
    if let Some(answer) = ill(mood, || error(StatusCode::NOT_FOUND)) {
        return answer;
    }
    let token = header(&headers, "authorization")
        .strip_prefix("Bearer ")
        .unwrap_or_default();
    if !proof::holds(token, SCOPE, site.0.clock.now()) {
        return error(StatusCode::UNAUTHORIZED);
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = body["message"].as_str().unwrap_or_default();
    let signed = body["authorBusinessUserId"] == TRUSTPILOT_AUTHOR;
    if mood == Mood::Refuses || text.trim().is_empty() || !signed {
        return error(StatusCode::BAD_REQUEST);
    }
    let id = review.parse().unwrap_or_default();
    match site.accept(Platform::Trustpilot, id, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(_)) => StatusCode::CREATED.into_response(),
        Ok(None) => error(StatusCode::NOT_FOUND),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
