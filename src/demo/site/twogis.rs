//! 2GIS: the review API of the web client and the firm page with its state inside.

use super::http::{html, ill, stable_id, tagged};
use super::places::{BRANCHES, Branch, TWOGIS_KEY};
use super::platform::Platform;
use super::{Review, Site};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const KIND: &str = "application/json; charset=utf-8";
const PAGE: usize = 50;

pub(super) async fn api(
    State(site): State<Site>,
    Path((version, firm)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    asked: HeaderMap,
) -> Response {
    let blind = || {
        tagged(
            &asked,
            KIND,
            json!({"meta": {"code": 200}, "result": {"items": []}}).to_string(),
        )
    };
    if let Some(answer) = ill(site.mood(Platform::TwoGis), blind) {
        return answer;
    }
    if query.get("key").is_none_or(|k| k != TWOGIS_KEY) {
        let body = json!({"meta": {"code": 403, "error": {"type": "apiKeyIsBlocked", "message": "Api key is blocked"}}});
        return (StatusCode::FORBIDDEN, axum::Json(body)).into_response();
    }
    let Some(branch) = branch(&firm) else {
        let body =
            json!({"meta": {"code": 400, "error": {"type": "validationError", "message": "Bad branch"}}});
        return (StatusCode::BAD_REQUEST, axum::Json(body)).into_response();
    };
    let limit = query
        .get("limit")
        .and_then(|l| l.parse().ok())
        .unwrap_or(PAGE)
        .clamp(1, PAGE);
    let by_edit = query.get("sort_by").is_some_and(|s| s == "date_edited");
    let before: Option<DateTime<FixedOffset>> = query
        .get("offset_date")
        .and_then(|d| DateTime::parse_from_rfc3339(d).ok());
    let now = site.0.clock.now();
    let memory = site.memory();
    let mut all = memory.world.standing(Platform::TwoGis, &firm);
    let key = |r: &Review| if by_edit { r.changed() } else { r.created };
    all.sort_by_key(|r| std::cmp::Reverse((key(r), r.id)));
    let rest: Vec<_> = all.iter().filter(|r| before.is_none_or(|b| key(r) < b)).collect();
    // The real list pages by date too, so several reviews of one instant stay on one page.
    let mut end = rest.len().min(limit);
    while end > 0 && end < rest.len() && key(rest[end]) == key(rest[end - 1]) {
        end += 1;
    }
    let mut meta = json!({
        "code": 200,
        "branch_rating": rating(&all),
        "branch_reviews_count": all.len(),
        "total_count": all.len(),
        "providers": [{"tag": "2gis", "is_reviewable": true}],
    });
    if end < rest.len() {
        let mut next = url::form_urlencoded::Serializer::new(String::new());
        next.extend_pairs(query.iter().filter(|(k, _)| *k != "offset_date"));
        next.append_pair("offset_date", &precise(key(rest[end - 1])));
        // As the real one does: another scheme and a port that nobody can reach.
        let host = "http://public-api.reviews.2gis.com:8080";
        meta["next_link"] = format!("{host}/{version}/branches/{firm}/reviews?{}", next.finish()).into();
    }
    let reviews: Vec<_> = rest[..end].iter().map(|r| item(branch, r, now)).collect();
    tagged(
        &asked,
        KIND,
        json!({"meta": meta, "reviews": reviews}).to_string(),
    )
}

pub(super) async fn city_page(
    state: State<Site>,
    Path((_, firm)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    page(state, Path(firm), asked).await
}

pub(super) async fn page(State(site): State<Site>, Path(firm): Path<String>, asked: HeaderMap) -> Response {
    let blind = || {
        html(
            "<html lang=\"ru\"><body><div id=\"root\"></div><script src=\"/app.js\"></script></body></html>"
                .into(),
        )
    };
    if let Some(answer) = ill(site.mood(Platform::TwoGis), blind) {
        return answer;
    }
    let Some(branch) = branch(&firm) else {
        return (StatusCode::NOT_FOUND, html("<h1>404</h1>".to_owned())).into_response();
    };
    let now = site.0.clock.now();
    let memory = site.memory();
    let all = memory.world.standing(Platform::TwoGis, &firm);
    let items: Vec<_> = all.iter().take(PAGE).map(|r| item(branch, r, now)).collect();
    let config = json!({
        "hostname": "2gis.ru",
        "reviewApiUrl": "https://public-api.reviews.2gis.com/2.0/",
        "reviewApi3Url": "https://public-api.reviews.2gis.com/3.0/",
        "reviewApiKey": TWOGIS_KEY,
    });
    let key = json!([
        "fetchEntityReviews",
        [firm, "branch", null, null, null, null, null, "trust"]
    ]);
    // The code 500 beside complete data is what the real page says.
    let data = json!({"pages": [{
        "items": items, "total": all.len(), "rating": rating(&all), "orgRating": 0,
        "totalForRequest": all.len(), "hasMore": all.len() > PAGE, "code": 500,
    }], "pageParams": [null]});
    let state = json!({"mutations": [], "queries": [{
        "state": {"data": data, "status": "success", "fetchStatus": "idle"},
        "queryKey": key, "queryHash": key.to_string(),
    }]});
    let body = format!(
        "<html lang=\"ru\"><head><title>{name}</title></head><body><script>\
         var __customcfg = JSON.parse('{}');\nvar initialState = JSON.parse('{}');\n\
         var __REACT_QUERY_STATE__ = JSON.parse('{}');</script></body></html>",
        js(&config),
        js(&json!({"data": {"entity": {"profile": {(firm): {"data": {"name": branch.name}}}}}})),
        js(&state),
        name = branch.name,
    );
    tagged(&asked, "text/html; charset=utf-8", body)
}

/// JSON inside a JavaScript string in single quotes, inside a script element.
fn js(value: &Value) -> String {
    value
        .to_string()
        .replace('\\', "\\\\")
        .replace('\'', "\\'")
        .replace('<', "\\u003C")
}

fn branch(firm: &str) -> Option<&'static Branch> {
    BRANCHES.iter().find(|b| b.firm == firm)
}

fn rating(reviews: &[&Review]) -> f64 {
    let stars: Vec<_> = reviews.iter().filter_map(|r| r.rating).map(f64::from).collect();
    if stars.is_empty() {
        0.0
    } else {
        (stars.iter().sum::<f64>() / stars.len() as f64 * 10.0).round() / 10.0
    }
}

fn item(branch: &Branch, review: &Review, now: DateTime<Utc>) -> Value {
    let answer = review.shown(now).last();
    let no_pictures = json!({"1920x": "", "640x": "", "320x": "", "64x64": "", "url": ""});
    json!({
        "id": review.id.to_string(),
        "region_id": 1,
        "text": review.text,
        "rating": review.rating,
        "provider": "2gis",
        "source": null,
        "is_hidden": false, "hiding_type": null, "hiding_reason": null, "is_rated": true,
        "url": "",
        "likes_count": 0,
        "comments_count": u8::from(answer.is_some()),
        "date_created": local(review.created),
        "date_edited": review.edited.map(local),
        "object": {"id": branch.firm, "type": "branch"},
        "user": {
            "id": stable_id(&review.author, 90_000_000).to_string(),
            "reviews_count": 3,
            "first_name": review.author, "last_name": null, "name": review.author,
            "provider": "2gis",
            "photo_preview_urls": no_pictures,
            "url": "",
            "public_id": format!("{:032x}", stable_id(&review.author, u64::MAX)),
            "additional_data": {"email": null},
        },
        "official_answer": answer.map(|a| json!({
            "id": a.id.to_string(), "org_name": branch.name, "text": a.text,
            "date_created": local(a.at), "logo_preview_urls": {},
        })),
        "media": [], "emojis": [],
        "additional_data": {"external_id": null, "pin_status": "none", "status_history": []},
    })
}

/// The server's zone, seven hours east, whatever the branch's is.
fn local(at: DateTime<Utc>) -> String {
    in_server_zone(at, SecondsFormat::AutoSi)
}

fn precise(at: DateTime<Utc>) -> String {
    in_server_zone(at, SecondsFormat::Nanos)
}

fn in_server_zone(at: DateTime<Utc>, format: SecondsFormat) -> String {
    FixedOffset::east_opt(7 * 3600).map_or_else(String::new, |z| {
        at.with_timezone(&z).to_rfc3339_opts(format, false)
    })
}
