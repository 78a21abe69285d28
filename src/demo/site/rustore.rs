//! RuStore: a token for a signed time, bare lists, replies that are moderated; and the shop window.

use super::http::{hang_up, ill};
use super::places::{PACKAGE, RUSTORE_KEY_ID};
use super::platform::Platform;
use super::proof::{self, Registered};
use super::{Mood, Reply, Review, Site};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use ring::signature::RSA_PKCS1_2048_8192_SHA512;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCOPE: &str = "rustore";
/// Life of a token, seconds.
const LIFE_S: i64 = 900;
/// A signed time may be so far off the store's clock.
const DRIFT: TimeDelta = TimeDelta::seconds(60);
/// Longest reply, characters.
const LONGEST: usize = 500;

const KEY: Registered = Registered {
    how: &RSA_PKCS1_2048_8192_SHA512,
    key: include_str!("keys/rustore.pub"),
};

type Asked = BTreeMap<String, String>;

fn answer(site: &Site, status: StatusCode, body: Value) -> Response {
    let code = if status.is_success() { "OK" } else { "ERROR" };
    let at = site.0.clock.now().to_rfc3339();
    (
        status,
        Json(json!({"code": code, "message": code, "body": body, "timestamp": at})),
    )
        .into_response()
}

fn fault(site: &Site, status: StatusCode) -> Response {
    answer(site, status, Value::Null)
}

pub(super) async fn auth(State(site): State<Site>, body: Bytes) -> Response {
    let now = site.0.clock.now();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let field = |name: &str| body[name].as_str().unwrap_or_default();
    let (id, written) = (field("keyId"), field("timestamp"));
    let near = DateTime::parse_from_rfc3339(written).is_ok_and(|at| (now - at.to_utc()).abs() <= DRIFT);
    let signature = BASE64_STANDARD.decode(field("signature")).unwrap_or_default();
    let signed = KEY.signed(format!("{id}{written}").as_bytes(), &signature);
    if id != RUSTORE_KEY_ID || !near || !signed {
        return fault(&site, StatusCode::BAD_REQUEST);
    }
    let token = proof::issue(SCOPE, now, TimeDelta::seconds(LIFE_S));
    answer(&site, StatusCode::OK, json!({"jwe": token, "ttl": LIFE_S}))
}

/// What stands before every answer.
fn refusal(site: &Site, headers: &HeaderMap, package: &str) -> Option<Response> {
    let blind = || answer(site, StatusCode::OK, json!({"comments": []}));
    if let Some(answer) = ill(site.mood(Platform::RuStore), blind) {
        return Some(answer);
    }
    let token = headers
        .get("public-token")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if !proof::holds(token, SCOPE, site.0.clock.now()) {
        return Some(fault(site, StatusCode::UNAUTHORIZED));
    }
    (package != PACKAGE).then(|| fault(site, StatusCode::NOT_FOUND))
}

/// `page` and `size` of a list.
fn window(query: &Asked, page: &str, size: &str) -> (usize, usize) {
    let of = |name: &str| query.get(name).and_then(|v| v.parse::<usize>().ok());
    let size = of(size).unwrap_or(20).clamp(1, 100);
    (of(page).unwrap_or(0) * size, size)
}

pub(super) async fn comments(
    State(site): State<Site>,
    Path(package): Path<String>,
    Query(query): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &package) {
        return answer;
    }
    let now = site.0.clock.now();
    let (start, size) = window(&query, "page", "size");
    let id = query.get("id");
    let list: Vec<Value> = {
        let memory = site.memory();
        let all = memory.world.standing(Platform::RuStore, "app");
        let asked = all.iter().filter(|r| id.is_none_or(|id| *id == r.id.to_string()));
        asked.skip(start).take(size).map(|r| shape(r, now)).collect()
    };
    answer(&site, StatusCode::OK, list.into())
}

pub(super) async fn statistic(
    State(site): State<Site>,
    Path(package): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &package) {
        return answer;
    }
    let stars: Vec<u64> = {
        let memory = site.memory();
        let all = memory.world.standing(Platform::RuStore, "app");
        all.iter().map(|r| u64::from(r.rating.unwrap_or(5))).collect()
    };
    let mean = stars.iter().sum::<u64>() as f64 / stars.len().max(1) as f64;
    let body = json!({"averageUserRating": mean, "totalRatings": stars.len() + 5, "totalResponses": 0, "ratingsNoComments": 5});
    answer(&site, StatusCode::OK, body)
}

pub(super) async fn replies(
    State(site): State<Site>,
    Path(package): Path<String>,
    Query(query): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers, &package) {
        return answer;
    }
    let now = site.0.clock.now();
    let (start, size) = window(&query, "page", "size");
    let list: Vec<Value> = {
        let memory = site.memory();
        let all = memory.world.standing(Platform::RuStore, "app");
        let answered = all.iter().filter_map(|r| Some((r.id, r.replies.last()?)));
        answered
            .skip(start)
            .take(size)
            .map(|(id, reply)| feedback(id, reply, now))
            .collect()
    };
    answer(&site, StatusCode::OK, list.into())
}

pub(super) async fn create(
    State(site): State<Site>,
    Path(package): Path<String>,
    Query(query): Query<Asked>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let review = query.get("commentId").and_then(|id| id.parse().ok());
    write(&site, &headers, &package, review, &body)
}

/// Another text in the place of a reply.
pub(super) async fn change(
    State(site): State<Site>,
    Path((package, reply)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let of = |r: &Review| {
        r.replies
            .last()
            .is_some_and(|known| known.id.to_string() == reply)
    };
    let all = site.reviews();
    let review = all
        .iter()
        .find(|r| r.platform == Platform::RuStore && of(r))
        .map(|r| r.id);
    write(&site, &headers, &package, review, &body)
}

fn write(site: &Site, headers: &HeaderMap, package: &str, review: Option<u64>, body: &[u8]) -> Response {
    if let Some(answer) = refusal(site, headers, package) {
        return answer;
    }
    let mood = site.mood(Platform::RuStore);
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = body["message"].as_str().unwrap_or_default();
    if mood == Mood::Refuses || text.trim().is_empty() || text.chars().count() > LONGEST {
        return fault(site, StatusCode::BAD_REQUEST);
    }
    let Some(review) = review else {
        return fault(site, StatusCode::NOT_FOUND);
    };
    match site.accept(Platform::RuStore, review, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(id)) => answer(site, StatusCode::OK, json!({ "id": id })),
        Ok(None) => fault(site, StatusCode::NOT_FOUND),
        Err(_) => fault(site, StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Times in the store's own habit: with a zone beside without one, the latter Moscow's.
fn times(at: DateTime<Utc>) -> (String, String) {
    let local = FixedOffset::east_opt(3 * 3600).map_or_else(String::new, |zone| {
        at.with_timezone(&zone)
            .format("%Y-%m-%d %H:%M:%S%.3f")
            .to_string()
    });
    (at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(), local)
}

fn shape(review: &Review, now: DateTime<Utc>) -> Value {
    let (created_iso, created) = times(review.created);
    let (updated_iso, updated) = times(review.changed());
    let live = review
        .shown(now)
        .map(|r| json!({"text": r.text, "createdAt": times(r.at).1}));
    json!({
        "packageName": PACKAGE, "appId": 17, "commentId": review.id, "userName": review.author,
        "appRating": review.rating.unwrap_or(5), "commentStatus": "PUBLISHED", "feedbackType": "COMMENT",
        "commentDate": created, "commentDateIso": created_iso, "commentText": review.text,
        "updatedAt": updated, "updatedAtIso": updated_iso, "edited": review.edited.is_some(),
        "likeCounter": 0, "dislikeCounter": 0, "appVersionName": "3.14.1", "deviceInfo": null,
        "devResponses": live.collect::<Vec<_>>(),
    })
}

fn feedback(review: u64, reply: &Reply, now: DateTime<Utc>) -> Value {
    let status = match &reply.rejected {
        Some(_) => "REJECTED",
        None if reply.is_live(now) => "PUBLISHED",
        None => "MODERATION",
    };
    json!({"id": reply.id.to_string(), "commentId": review.to_string(), "text": reply.text, "status": status, "date": times(reply.at).1})
}

pub(super) async fn shop_window(State(site): State<Site>, Query(query): Query<Asked>) -> Response {
    let blind = || answer(&site, StatusCode::OK, json!({"items": []}));
    if let Some(answer) = ill(site.mood(Platform::RuStore), blind) {
        return answer;
    }
    if query.get("packageName").is_none_or(|p| p != PACKAGE) {
        return fault(&site, StatusCode::NOT_FOUND);
    }
    let now = site.0.clock.now();
    let (start, size) = window(&query, "pageNumber", "pageSize");
    let list: Vec<Value> = {
        let memory = site.memory();
        let all = memory.world.standing(Platform::RuStore, "app");
        all.iter().skip(start).take(size).map(|r| card(r, now)).collect()
    };
    answer(&site, StatusCode::OK, json!({ "content": list }))
}

fn card(review: &Review, now: DateTime<Utc>) -> Value {
    let reply = review.shown(now).last();
    json!({
        "commentId": review.id, "firstName": review.author, "appRating": review.rating.unwrap_or(5),
        "commentText": review.text, "commentDate": times(review.created).1, "likeCounter": 0, "dislikeCounter": 0,
        "devResponse": reply.map(|r| r.text.as_str()), "devResponseDate": reply.map(|r| times(r.at).1),
    })
}
