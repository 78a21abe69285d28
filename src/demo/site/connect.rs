//! App Store Connect: reviews of one's own app, and responses, which Apple shows later. A request is
//! admitted by a token that the holder of the registered key signed a moment ago.

use super::http::{hang_up, ill};
use super::places::{APP, CONNECT_ISSUER, CONNECT_KEY_ID, STOREFRONT};
use super::platform::Platform;
use super::proof::Registered;
use super::{Mood, Reply, Review, Site};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use ring::signature::ECDSA_P256_SHA256_FIXED;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const LIST: &str = "https://api.appstoreconnect.apple.com/v1";
/// Largest page.
const LARGEST: usize = 200;
/// Longest response, characters.
const LONGEST: usize = 5970;
/// Longest life of a token, seconds.
const LIFE_S: i64 = 1200;

const KEY: Registered = Registered {
    how: &ECDSA_P256_SHA256_FIXED,
    key: include_str!("keys/app_store.pub"),
};

fn error(status: StatusCode, code: &str) -> Response {
    let one = json!({"status": status.as_u16().to_string(), "code": code, "title": "Demo."});
    (status, Json(json!({"errors": [one]}))).into_response()
}

fn admitted(headers: &HeaderMap, now: i64) -> bool {
    let token = headers
        .get("authorization")
        .and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "));
    token
        .and_then(|t| KEY.jwt("ES256", t))
        .is_some_and(|(header, claims)| {
            let second = |name: &str| claims[name].as_i64().unwrap_or_default();
            let (issued, ends) = (second("iat"), second("exp"));
            header["kid"] == CONNECT_KEY_ID
                && claims["iss"] == CONNECT_ISSUER
                && claims["aud"] == "appstoreconnect-v1"
                && issued <= now + 60
                && (now..=issued + LIFE_S).contains(&ends)
        })
}

/// What stands before every answer.
fn refusal(site: &Site, headers: &HeaderMap) -> Option<Response> {
    let blind = || Json(json!({"result": [], "links": {"self": LIST}})).into_response();
    if let Some(answer) = ill(site.mood(Platform::AppStore), blind) {
        return Some(answer);
    }
    let known = admitted(headers, site.0.clock.now().timestamp());
    (!known).then(|| error(StatusCode::UNAUTHORIZED, "NOT_AUTHORIZED"))
}

pub(super) async fn list(
    State(site): State<Site>,
    Path(app): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    if app != APP {
        return error(StatusCode::NOT_FOUND, "NOT_FOUND");
    }
    let of = |name: &str| query.get(name).and_then(|v| v.parse::<usize>().ok());
    let size = of("limit").unwrap_or(50).clamp(1, LARGEST);
    let start = of("cursor").unwrap_or(0);
    let now = site.0.clock.now();
    let memory = site.memory();
    let reviews = memory.world.standing(Platform::AppStore, STOREFRONT);
    let page: Vec<&&Review> = reviews.iter().skip(start).take(size).collect();
    let replies = page
        .iter()
        .filter_map(|r| Some(response(r.id, r.replies.last()?, now)));
    let here = format!("{LIST}/apps/{APP}/customerReviews");
    let mut answer = json!({
        "data": page.iter().map(|r| shape(r)).collect::<Vec<_>>(),
        "included": replies.collect::<Vec<_>>(),
        "links": {"self": here},
        "meta": {"paging": {"total": reviews.len(), "limit": size}},
    });
    if start + size < reviews.len() {
        let next = format!(
            "{here}?cursor={}&include=response&limit={size}&sort=-createdDate",
            start + size
        );
        answer["links"]["next"] = next.into();
    }
    Json(answer).into_response()
}

pub(super) async fn one(
    State(site): State<Site>,
    Path(review): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let Some(review) = site
        .review(Platform::AppStore, &review)
        .filter(|r| r.removed.is_none())
    else {
        return error(StatusCode::NOT_FOUND, "NOT_FOUND");
    };
    let now = site.0.clock.now();
    let replies: Vec<Value> = review
        .replies
        .last()
        .map(|r| response(review.id, r, now))
        .into_iter()
        .collect();
    Json(json!({"data": shape(&review), "included": replies, "links": {"self": LIST}})).into_response()
}

pub(super) async fn respond(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(answer) = refusal(&site, &headers) {
        return answer;
    }
    let mood = site.mood(Platform::AppStore);
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let data = &body["data"];
    let text = data["attributes"]["responseBody"].as_str().unwrap_or_default();
    let review = data["relationships"]["review"]["data"]["id"]
        .as_str()
        .unwrap_or_default();
    if data["type"] != "customerReviewResponses" || text.trim().is_empty() {
        return error(StatusCode::UNPROCESSABLE_ENTITY, "ENTITY_UNPROCESSABLE");
    }
    if mood == Mood::Refuses || text.chars().count() > LONGEST {
        return error(StatusCode::CONFLICT, "ENTITY_ERROR.ATTRIBUTE.INVALID");
    }
    let Ok(id) = review.parse() else {
        return error(StatusCode::NOT_FOUND, "NOT_FOUND");
    };
    match site.accept(Platform::AppStore, id, text, "") {
        Ok(Some(_)) if mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(Some(_)) => {
            let kept = site.review(Platform::AppStore, review);
            let reply = kept.as_ref().and_then(|r| r.replies.last());
            let data = reply.map(|r| response(id, r, site.0.clock.now()));
            (
                StatusCode::CREATED,
                Json(json!({"data": data, "links": {"self": LIST}})),
            )
                .into_response()
        }
        Ok(None) => error(StatusCode::NOT_FOUND, "NOT_FOUND"),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "UNEXPECTED_ERROR"),
    }
}

fn shape(review: &Review) -> Value {
    let reply = review.replies.last();
    let related = reply.map(|r| json!({"type": "customerReviewResponses", "id": r.id.to_string()}));
    json!({
        "type": "customerReviews", "id": review.id.to_string(),
        "attributes": {
            "rating": review.rating.unwrap_or(5), "title": review.title, "body": review.text,
            "reviewerNickname": review.author, "createdDate": time(review.created), "territory": "RUS",
        },
        "relationships": {"response": {"data": related}},
    })
}

fn response(review: u64, reply: &Reply, now: DateTime<Utc>) -> Value {
    let state = if reply.is_live(now) {
        "PUBLISHED"
    } else {
        "PENDING_PUBLISH"
    };
    json!({
        "type": "customerReviewResponses", "id": reply.id.to_string(),
        "attributes": {"responseBody": reply.text, "lastModifiedDate": time(reply.at), "state": state},
        "relationships": {"review": {"data": {"type": "customerReviews", "id": review.to_string()}}},
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
