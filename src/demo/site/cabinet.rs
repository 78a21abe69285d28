//! 2GIS's cabinet: log-in, the list of a branch, comments and official answers.

use super::http::{hang_up, ill};
use super::places::{BRANCHES, TWOGIS_LOGIN};
use super::platform::Platform;
use super::{Mood, Review, Site};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SIZE: usize = 50;
const TOKEN: &str = "2gis-demo-granted-token";

fn error(status: StatusCode, kind: &str) -> Response {
    let body = json!({"meta": {"code": status.as_u16(), "error": {"type": kind}}});
    (status, Json(body)).into_response()
}

fn ok(result: &Value) -> Response {
    Json(json!({"meta": {"code": 200}, "result": result})).into_response()
}

pub(super) async fn auth(State(site): State<Site>, body: Bytes) -> Response {
    if let Some(answer) = ill(site.mood(Platform::TwoGis), || {
        Json(json!({"meta": {"code": 200}})).into_response()
    }) {
        return answer;
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let good = TWOGIS_LOGIN.iter().all(|(key, value)| body[*key] == *value);
    match good {
        true => ok(&json!({"access_token": TOKEN, "refresh_token": "demo"})),
        false => error(StatusCode::UNAUTHORIZED, "unauthorized"),
    }
}

fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"meta": {"code": 200}, "result": {"list": []}})).into_response();
    let known = headers
        .get("authorization")
        .is_some_and(|t| t == format!("Bearer {TOKEN}").as_str());
    ill(site.mood(Platform::TwoGis), blind)
        .or_else(|| (!known).then(|| error(StatusCode::UNAUTHORIZED, "unauthorized")))
}

pub(super) async fn list(
    State(site): State<Site>,
    Path(firm): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if BRANCHES.iter().all(|b| b.firm != firm) {
        return error(StatusCode::NOT_FOUND, "branchNotFound");
    }
    let before = query
        .get("offsetDate")
        .and_then(|d| DateTime::parse_from_rfc3339(d).ok());
    let memory = site.memory();
    let all = memory.world.standing(Platform::TwoGis, &firm);
    let rest: Vec<_> = all
        .iter()
        .filter(|r| before.is_none_or(|b| r.created < b))
        .collect();
    // The list pages by date, so several reviews of one instant stay on one page.
    let mut end = rest.len().min(SIZE);
    while end > 0 && end < rest.len() && rest[end].created == rest[end - 1].created {
        end += 1;
    }
    let items: Vec<_> = rest[..end].iter().map(|r| item(r)).collect();
    ok(&json!({"items": items}))
}

fn item(review: &Review) -> Value {
    json!({
        "id": review.id.to_string(), "rating": review.rating, "text": review.text,
        "dateCreated": local(review.created), "dateEdited": review.edited.map(local),
        "user": {"name": review.author, "photoPreviewUrls": {"320x": ""}}, "allowedActions": {"reply": true},
    })
}

/// The server's zone, whatever the branch's is.
fn local(at: DateTime<Utc>) -> String {
    FixedOffset::east_opt(7 * 3600).map_or_else(String::new, |zone| {
        at.with_timezone(&zone)
            .to_rfc3339_opts(SecondsFormat::Nanos, false)
    })
}

pub(super) async fn comments(
    State(site): State<Site>,
    Path(review): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let Some(review) = site
        .review(Platform::TwoGis, &review)
        .filter(|r| r.removed.is_none())
    else {
        return error(StatusCode::NOT_FOUND, "reviewNotFound");
    };
    let now = site.0.clock.now();
    let items: Vec<_> = review
        .shown(now)
        .map(|r| json!({"id": r.id.to_string(), "text": r.text, "dateCreated": local(r.at), "isOfficialAnswer": true}))
        .collect();
    ok(&json!({"items": items}))
}

pub(super) async fn answer(
    State(site): State<Site>,
    Path(review): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let mood = site.mood(Platform::TwoGis);
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = body["text"].as_str().unwrap_or_default();
    let asked = body["catalog"] == "2gis" && body["isOfficialAnswer"] == true && !text.trim().is_empty();
    let Some(id) = review.parse().ok().filter(|_| asked && mood != Mood::Refuses) else {
        return error(StatusCode::BAD_REQUEST, "validationError");
    };
    match site.accept(Platform::TwoGis, id, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(reply)) => ok(&json!({"id": reply.to_string(), "text": text, "isOfficialAnswer": true})),
        Ok(None) => error(StatusCode::NOT_FOUND, "reviewNotFound"),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}
