//! Google Play's Android Publisher API: what was written or changed within a week, one reply a review,
//! and a quota by the hour.

use super::google::{admitted, error};
use super::http::{hang_up, ill};
use super::places::PACKAGE;
use super::platform::Platform;
use super::{Mood, Review, Site, oauth};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How long a review is listed.
const WINDOW: TimeDelta = TimeDelta::days(7);
/// Reads an hour.
const READS: u32 = 200;
/// Longest reply, characters.
const LONGEST: usize = 350;
/// Largest page.
const LARGEST: usize = 100;

/// What stands before every answer. `reads`: it counts against the hour's quota.
fn refusal(site: &Site, headers: &HeaderMap, package: &str, reads: bool) -> Option<Response> {
    let blind = || Json(json!({"appReviews": []})).into_response();
    if let Some(answer) = ill(site.mood(Platform::GooglePlay), blind) {
        return Some(answer);
    }
    if !admitted(site, headers, oauth::PUBLISHER) {
        return Some(error(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    }
    if package != PACKAGE {
        return Some(error(StatusCode::NOT_FOUND, "NOT_FOUND"));
    }
    (reads && !site.within(Platform::GooglePlay, READS))
        .then(|| error(StatusCode::TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED"))
}

pub(super) async fn list(
    State(site): State<Site>,
    Path(package): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &package, true) {
        return answer;
    }
    let of = |name: &str| query.get(name).and_then(|v| v.parse::<usize>().ok());
    let size = of("maxResults").unwrap_or(10).clamp(1, LARGEST);
    let start = of("token").unwrap_or(0);
    let now = site.0.clock.now();
    let memory = site.memory();
    let mut reviews = memory.world.standing(Platform::GooglePlay, "app");
    reviews.retain(|r| now - r.changed() < WINDOW && !r.text.is_empty());
    reviews.sort_by_key(|r| std::cmp::Reverse((r.changed(), r.id)));
    if reviews.is_empty() {
        return Json(json!({})).into_response();
    }
    let page: Vec<Value> = reviews.iter().skip(start).take(size).map(|r| shape(r)).collect();
    let mut answer = json!({
        "reviews": page, "tokenPagination": {},
        "pageInfo": {"totalResults": reviews.len(), "resultPerPage": size, "startIndex": start},
    });
    if start + size < reviews.len() {
        answer["tokenPagination"]["nextPageToken"] = (start + size).to_string().into();
    }
    Json(answer).into_response()
}

pub(super) async fn one(
    State(site): State<Site>,
    Path((package, review)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &package, true) {
        return answer;
    }
    match site
        .review(Platform::GooglePlay, &review)
        .filter(|r| r.removed.is_none())
    {
        Some(review) => Json(shape(&review)).into_response(),
        None => error(StatusCode::NOT_FOUND, "NOT_FOUND"),
    }
}

pub(super) async fn reply(
    State(site): State<Site>,
    Path((package, review)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &package, false) {
        return answer;
    }
    let Some(id) = review.strip_suffix(":reply").and_then(|id| id.parse().ok()) else {
        return error(StatusCode::NOT_FOUND, "NOT_FOUND");
    };
    let mood = site.mood(Platform::GooglePlay);
    if mood == Mood::Refuses {
        // One review in twenty cannot be answered by anybody.
        return error(StatusCode::FORBIDDEN, "PERMISSION_DENIED");
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = body["replyText"].as_str().unwrap_or_default();
    if text.trim().is_empty() || text.chars().count() > LONGEST {
        return error(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT");
    }
    match site.accept(Platform::GooglePlay, id, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(_)) => Json(json!({"result": {"replyText": text, "lastEdited": stamp(site.0.clock.now())}}))
            .into_response(),
        Ok(None) => error(StatusCode::NOT_FOUND, "NOT_FOUND"),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
    }
}

fn shape(review: &Review) -> Value {
    let user = json!({"userComment": {
        "text": review.title.as_ref().map_or_else(|| review.text.clone(), |t| format!("{t}\t{}", review.text)),
        "lastModified": stamp(review.changed()), "starRating": review.rating.unwrap_or(5),
        "reviewerLanguage": "ru", "appVersionName": "3.14.1", "androidOsVersion": 35,
    }});
    let developer = review
        .replies
        .last()
        .map(|r| json!({"developerComment": {"text": r.text, "lastModified": stamp(r.at)}}));
    let comments: Vec<Value> = [user].into_iter().chain(developer).collect();
    json!({"reviewId": review.id.to_string(), "authorName": review.author, "comments": comments})
}

/// Sixty-four bits are a text in Google's JSON.
fn stamp(at: DateTime<Utc>) -> Value {
    json!({"seconds": at.timestamp().to_string(), "nanos": at.timestamp_subsec_nanos()})
}
