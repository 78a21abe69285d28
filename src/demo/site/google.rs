//! Google's Business Profile API: reviews of one location, replies that are read before they are shown;
//! and the Places API, which shows the public's count.

use super::http::{hang_up, ill};
use super::places::{GOOGLE_LOCATION, GOOGLE_PLACE, PLACES_KEY};
use super::platform::Platform;
use super::{Mood, Reply, Review, Site, oauth, proof};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Longest reply, bytes.
const LONGEST: usize = 4096;
/// Largest page.
const LARGEST: usize = 50;

pub(super) fn error(code: StatusCode, status: &str) -> Response {
    let body = json!({"error": {"code": code.as_u16(), "message": "Demo.", "status": status}});
    (code, Json(body)).into_response()
}

/// A good token of this scope?
pub(super) fn admitted(site: &Site, headers: &HeaderMap, scope: &str) -> bool {
    let token = headers.get("authorization").and_then(|v| v.to_str().ok());
    token
        .and_then(|t| t.strip_prefix("Bearer "))
        .is_some_and(|t| proof::holds(t, scope, site.0.clock.now()))
}

/// What stands before every answer of the owner's interface.
fn refusal(site: &Site, headers: &HeaderMap, account: &str, location: &str) -> Option<Response> {
    let blind = || Json(json!({"locationReviewSummaries": []})).into_response();
    if let Some(answer) = ill(site.mood(Platform::Google), blind) {
        return Some(answer);
    }
    if !admitted(site, headers, oauth::BUSINESS) {
        return Some(error(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    }
    let asked = format!("accounts/{account}/locations/{location}");
    (asked != GOOGLE_LOCATION).then(|| error(StatusCode::NOT_FOUND, "NOT_FOUND"))
}

pub(super) async fn list(
    State(site): State<Site>,
    Path((account, location)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &account, &location) {
        return answer;
    }
    let of = |name: &str| query.get(name).and_then(|v| v.parse::<usize>().ok());
    let size = of("pageSize").unwrap_or(LARGEST).clamp(1, LARGEST);
    let start = of("pageToken").unwrap_or(0);
    let now = site.0.clock.now();
    let memory = site.memory();
    let mut reviews = memory.world.standing(Platform::Google, "location");
    reviews.sort_by_key(|r| std::cmp::Reverse((r.changed(), r.id)));
    if reviews.is_empty() {
        return Json(json!({})).into_response();
    }
    let page: Vec<Value> = reviews
        .iter()
        .skip(start)
        .take(size)
        .map(|r| shape(r, now))
        .collect();
    let stars: u64 = reviews.iter().map(|r| u64::from(r.rating.unwrap_or(5))).sum();
    let mean = (stars * 10 / reviews.len() as u64) as f64 / 10.0;
    let mut answer = json!({"averageRating": mean, "totalReviewCount": reviews.len()});
    if !page.is_empty() {
        answer["reviews"] = Value::Array(page);
    }
    if start + size < reviews.len() {
        answer["nextPageToken"] = (start + size).to_string().into();
    }
    Json(answer).into_response()
}

pub(super) async fn one(
    State(site): State<Site>,
    Path((account, location, review)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &account, &location) {
        return answer;
    }
    match site
        .review(Platform::Google, &review)
        .filter(|r| r.removed.is_none())
    {
        Some(review) => Json(shape(&review, site.0.clock.now())).into_response(),
        None => error(StatusCode::NOT_FOUND, "NOT_FOUND"),
    }
}

pub(super) async fn reply(
    State(site): State<Site>,
    Path((account, location, review)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &account, &location) {
        return answer;
    }
    let mood = site.mood(Platform::Google);
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = body["comment"].as_str().unwrap_or_default();
    if mood == Mood::Refuses || text.trim().is_empty() || text.len() > LONGEST {
        return error(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT");
    }
    let Ok(id) = review.parse() else {
        return error(StatusCode::NOT_FOUND, "NOT_FOUND");
    };
    match site.accept(Platform::Google, id, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(_)) => {
            let review = site.review(Platform::Google, &review);
            let reply = review.as_ref().and_then(|r| r.replies.last());
            Json(reply.map(|r| answer(r, site.0.clock.now()))).into_response()
        }
        Ok(None) => error(StatusCode::NOT_FOUND, "NOT_FOUND"),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
    }
}

fn shape(review: &Review, now: DateTime<Utc>) -> Value {
    let word =
        ["ONE", "TWO", "THREE", "FOUR", "FIVE"][usize::from(review.rating.unwrap_or(5).clamp(1, 5)) - 1];
    let id = review.id.to_string();
    let mut shape = json!({
        "name": format!("{GOOGLE_LOCATION}/reviews/{id}"), "reviewId": id, "starRating": word,
        "reviewer": {"displayName": review.author, "profilePhotoUrl": "https://lh3.googleusercontent.com/a/demo"},
        "createTime": time(review.created), "updateTime": time(review.changed()),
        "reviewReplyUrl": format!("https://business.google.com/local/business/17/customers/reviews/reply?p={id}"),
    });
    if !review.text.is_empty() {
        shape["comment"] = review.text.as_str().into();
    }
    if let Some(reply) = review.replies.last() {
        shape["reviewReply"] = answer(reply, now);
    }
    shape
}

fn answer(reply: &Reply, now: DateTime<Utc>) -> Value {
    let mut shape = json!({"comment": reply.text, "updateTime": time(reply.at)});
    shape["reviewReplyState"] = match &reply.rejected {
        Some(reason) => {
            shape["policyViolation"] = reason.as_str().into();
            "REJECTED".into()
        }
        None if reply.is_live(now) => "APPROVED".into(),
        None => "PENDING".into(),
    };
    shape
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

pub(super) async fn place(
    State(site): State<Site>,
    Path(place): Path<String>,
    headers: HeaderMap,
) -> Response {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    if header("x-goog-api-key") != PLACES_KEY {
        return error(StatusCode::FORBIDDEN, "PERMISSION_DENIED");
    }
    if header("x-goog-fieldmask").is_empty() {
        return error(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT");
    }
    if place != GOOGLE_PLACE {
        return error(StatusCode::NOT_FOUND, "NOT_FOUND");
    }
    let memory = site.memory();
    let count = memory.world.standing(Platform::Google, "location").len();
    Json(json!({"id": GOOGLE_PLACE, "userRatingCount": count})).into_response()
}
