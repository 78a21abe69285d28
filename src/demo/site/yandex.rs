//! Yandex Business: the owner's cabinet with its session and tokens, replies that are read before they
//! are shown; and the public page of the organisation.

use super::http::{hang_up, html, ill};
use super::places::{YANDEX_ORG, YANDEX_SESSION};
use super::platform::Platform;
use super::{Mood, Review, Site};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Reviews on a page of the cabinet, and on the public page.
const SIZE: usize = 20;
const SHOWN: usize = 50;
/// As many as Yandex shows of any organisation.
const CAP: usize = 600;
/// Tokens of a visit: of the session, and of the list.
const CSRF: &str = "csrf-demo:1795435200";
const LIST_TOKEN: &str = "list-demo-token";

fn answer_token(review: u64) -> String {
    format!("answer-demo-{review}")
}

/// Is it the owner who asks? The empty `i` belongs to his cookies.
fn signed_in(headers: &HeaderMap) -> bool {
    let cookies = headers
        .get(header::COOKIE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let all: Vec<&str> = cookies.split(';').map(str::trim).collect();
    let [(_, first), (_, second)] = YANDEX_SESSION;
    all.contains(&format!("Session_id={first}").as_str())
        && all.contains(&format!("sessionid2={second}").as_str())
        && all.contains(&"i=")
}

fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"page": 1, "currentState": {}})).into_response();
    let turned_away = || {
        let body = json!({"error": {"message": "NEED_RESET", "redirectPath": "/auth"}});
        (StatusCode::UNAUTHORIZED, Json(body)).into_response()
    };
    ill(site.mood(Platform::Yandex), blind).or_else(|| (!signed_in(headers)).then(turned_away))
}

pub(super) async fn list(
    State(site): State<Site>,
    Path(org): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if org != YANDEX_ORG {
        return (
            StatusCode::FORBIDDEN,
            Json(json!({"error": {"message": "FORBIDDEN"}})),
        )
            .into_response();
    }
    let number = query
        .get("page")
        .and_then(|p| p.parse::<usize>().ok())
        .unwrap_or(1)
        .max(1);
    let now = site.0.clock.now();
    let memory = site.memory();
    let all = memory.world.standing(Platform::Yandex, "organisation");
    let total = all.len().min(CAP);
    let offset = (number - 1) * SIZE;
    let items: Vec<_> = all
        .iter()
        .take(CAP)
        .skip(offset)
        .take(SIZE)
        .map(|r| item(r, now))
        .collect();
    Json(json!({
        "page": number, "currentState": {"filters": {"ranking": "by_time", "unread": false}},
        "list": {"csrf_token": LIST_TOKEN, "pager": {"limit": SIZE, "offset": offset, "total": total}, "items": items},
    }))
    .into_response()
}

fn item(review: &Review, now: DateTime<Utc>) -> Value {
    let answer = review.shown(now).last();
    let snippet: String = review.text.chars().take(60).collect();
    json!({
        "id": review.id.to_string(), "lang": "ru", "author": {"privacy": "public", "user": review.author},
        "time_created": review.created.timestamp(), "snippet": snippet, "full_text": review.text,
        "rating": review.rating, "cmnt_entity_id": review.id.to_string(), "comments_count": 0, "public_rating": true,
        "business_answer_csrf_token": answer_token(review.id),
        "owner_comment": answer.map(|a| json!({"time_created": a.at.timestamp_millis(), "text": a.text})),
        "photos": [],
    })
}

/// The token of a session comes with a status of its own.
pub(super) async fn csrf(State(site): State<Site>, headers: HeaderMap) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let status = StatusCode::from_u16(488).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(json!({"csrf": CSRF}))).into_response()
}

pub(super) async fn answer(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let mood = site.mood(Platform::Yandex);
    if headers.get("x-csrf-token").is_none_or(|t| t != CSRF) {
        let status = StatusCode::from_u16(488).unwrap_or(StatusCode::BAD_REQUEST);
        return (status, Json(json!({"csrf": CSRF}))).into_response();
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = body["text"].as_str().unwrap_or_default();
    let id: Option<u64> = body["reviewId"].as_str().and_then(|id| id.parse().ok());
    let tokens = body["reviewsCsrfToken"] == LIST_TOKEN
        && id.is_some_and(|id| {
            body["answerCsrfToken"].is_null() || body["answerCsrfToken"] == answer_token(id)
        });
    let Some(id) = id.filter(|_| tokens && !text.trim().is_empty() && mood != Mood::Refuses) else {
        return (StatusCode::BAD_REQUEST, "Bad Request").into_response();
    };
    match site.accept(Platform::Yandex, id, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(_)) => "OK".into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, "Not Found").into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "").into_response(),
    }
}

/// The organisation's page; what it shows stands in one script.
pub(super) async fn page(State(site): State<Site>, Path((_, org)): Path<(String, String)>) -> Response {
    let blind = || html("<html><body><div id=\"root\"></div></body></html>".into());
    if let Some(answer) = ill(site.mood(Platform::Yandex), blind) {
        return answer;
    }
    if org != YANDEX_ORG {
        return (StatusCode::NOT_FOUND, html("<h1>404</h1>".into())).into_response();
    }
    let now = site.0.clock.now();
    let memory = site.memory();
    let all = memory.world.standing(Platform::Yandex, "organisation");
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let reviews: Vec<_> = all
        .iter()
        .take(SHOWN)
        .map(|r| {
            let mut shape = json!({
                "reviewId": r.id.to_string(), "businessId": org, "author": {"name": r.author},
                "text": r.text, "textLanguage": "ru", "rating": r.rating, "updatedTime": time(r.changed()),
                "photos": [], "videos": [],
            });
            if let Some(reply) = r.shown(now).last() {
                shape["businessComment"] = json!({"text": reply.text, "updatedTime": time(reply.at)});
            }
            shape
        })
        .collect();
    let params = json!({"offset": 0, "limit": SHOWN, "count": all.len(), "page": 1, "totalPages": all.len().div_ceil(SHOWN)});
    let organisation = json!({
        "id": org, "title": "Зерно", "requestId": "demo-addrs-upper", "ratingData": {"reviewCount": all.len()},
        "reviewResults": {"reviews": reviews, "params": params, "tags": [], "aspects": []},
    });
    let state = json!({"config": {"csrfToken": CSRF}, "stack": [{"results": {"items": [organisation]}}]});
    html(format!(
        "<html><body><script type=\"application/json\" class=\"state-view\">{}</script></body></html>",
        state.to_string().replace('<', "\\u003C")
    ))
}
