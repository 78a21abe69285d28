//! YouTube's Data API: threads of a channel, replies by the owner's consent, and a daily allowance of
//! units that ends at midnight in California.

use super::http::{hang_up, ill, parameters, stable_id};
use super::places::{YOUTUBE_CHANNEL, YOUTUBE_KEY};
use super::platform::Platform;
use super::{Mood, Review, Site, google, oauth};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Fields = BTreeMap<String, String>;
/// Status, and Google's word.
type Trouble = (u16, &'static str);

/// Units a day.
const ALLOWANCE: u32 = 10_000;
/// Units of a written comment; everything else costs one.
const INSERT: u32 = 50;

fn error((code, reason): Trouble) -> Response {
    let body = json!({"error": {
        "code": code, "message": "Demo.",
        "errors": [{"message": "Demo.", "domain": "youtube.comment", "reason": reason}],
    }});
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(body)).into_response()
}

pub(super) async fn call(
    State(site): State<Site>,
    Path(method): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let mood = site.mood(Platform::YouTube);
    if mood == Mood::Slow429 {
        return error((403, "quotaExceeded"));
    }
    if let Some(answer) = ill(mood, || Json(json!({"kind": "youtube#feed"})).into_response()) {
        return answer;
    }
    let writes = request.method() == Method::POST;
    if !site.spends(Platform::YouTube, if writes { INSERT } else { 1 }, ALLOWANCE) {
        return error((403, "quotaExceeded"));
    }
    let owner = google::admitted(&site, &headers, oauth::YOUTUBE);
    let by_key = headers
        .get("x-goog-api-key")
        .is_some_and(|k| k.as_bytes() == YOUTUBE_KEY.as_bytes());
    if writes && !owner {
        return error((401, "authError"));
    }
    if !by_key && !owner {
        return error((400, "keyInvalid"));
    }
    let Some(fields) = parameters(request).await else {
        return error((400, "parseError"));
    };
    let answer = match (method.as_str(), writes) {
        ("commentThreads", false) => threads(&site, &fields),
        ("comments", false) => replies(&site, &fields),
        ("channels", false) => Ok(list("channel", vec![json!({"id": YOUTUBE_CHANNEL})], None)),
        ("comments", true) if mood == Mood::Refuses => Err((403, "ineligibleAccount")),
        ("comments", true) => insert(&site, &fields),
        _ => Err((404, "notFound")),
    };
    match answer {
        Ok(_) if writes && mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(value) => Json(value).into_response(),
        Err(trouble) => error(trouble),
    }
}

fn list(kind: &str, items: Vec<Value>, next: Option<usize>) -> Value {
    let mut list = json!({
        "kind": format!("youtube#{kind}ListResponse"), "etag": "demo",
        "pageInfo": {"totalResults": items.len(), "resultsPerPage": 100}, "items": items,
    });
    if let Some(next) = next {
        list["nextPageToken"] = next.to_string().into();
    }
    list
}

/// Ids end with the number, so that the site finds it again.
fn id(number: u64) -> String {
    format!("UgzDemoAaABAg{number:06}")
}

fn number(id: &str) -> Option<u64> {
    id.strip_prefix("UgzDemoAaABAg")?.parse().ok()
}

fn said(id: &str, channel: &str, name: &str, text: &str, at: DateTime<Utc>, changed: DateTime<Utc>) -> Value {
    let time = |t: DateTime<Utc>| t.to_rfc3339_opts(SecondsFormat::Secs, true);
    json!({"kind": "youtube#comment", "etag": "demo", "id": id, "snippet": {
        "authorDisplayName": name, "authorChannelId": {"value": channel}, "channelId": YOUTUBE_CHANNEL,
        "textDisplay": text, "textOriginal": text, "likeCount": 0, "publishedAt": time(at), "updatedAt": time(changed),
    }})
}

fn comment(review: &Review) -> Value {
    let channel = format!("UC{:022}", stable_id(&review.author, 9_000_000_000));
    let name = format!("@{}", review.author.replace(' ', "_"));
    let mut shape = said(
        &id(review.id),
        &channel,
        &name,
        &review.text,
        review.created,
        review.changed(),
    );
    shape["snippet"]["videoId"] = video(review).into();
    shape
}

fn video(review: &Review) -> String {
    format!("zErnoV{:05}", review.parent.unwrap_or_default() % 100_000)
}

/// Official replies, newest first.
fn answers(review: &Review, now: DateTime<Utc>) -> Vec<Value> {
    let shape = |r: &super::Reply| {
        let own = format!("{}.9demo{:06}", id(review.id), r.id);
        let mut shape = said(&own, YOUTUBE_CHANNEL, "@zerno", &r.text, r.at, r.at);
        shape["snippet"]["parentId"] = id(review.id).into();
        shape
    };
    let mut all: Vec<_> = review.shown(now).map(shape).collect();
    all.reverse();
    all
}

fn threads(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    let now = site.0.clock.now();
    let wanted: Option<Vec<u64>> = fields
        .get("id")
        .map(|ids| ids.split(',').filter_map(number).collect());
    let ours = fields
        .get("allThreadsRelatedToChannelId")
        .is_some_and(|c| c == YOUTUBE_CHANNEL);
    if wanted.is_none() && !ours {
        return Err((404, "channelNotFound"));
    }
    let start = fields
        .get("pageToken")
        .and_then(|t| t.parse::<usize>().ok())
        .unwrap_or(0);
    let memory = site.memory();
    let mut all = memory.world.standing(Platform::YouTube, "channel");
    if let Some(wanted) = &wanted {
        all.retain(|r| wanted.contains(&r.id));
    }
    let shape = |r: &&Review| {
        let replies = answers(r, now);
        let mut thread = json!({"kind": "youtube#commentThread", "etag": "demo", "id": id(r.id), "snippet": {
            "channelId": YOUTUBE_CHANNEL, "videoId": video(r), "topLevelComment": comment(r), "canReply": true,
            "totalReplyCount": replies.len(), "isPublic": true,
        }});
        if !replies.is_empty() {
            thread["replies"] = json!({"comments": replies});
        }
        thread
    };
    let page: Vec<_> = all.iter().skip(start).take(100).map(shape).collect();
    Ok(list(
        "commentThread",
        page,
        (start + 100 < all.len()).then_some(start + 100),
    ))
}

fn thread(site: &Site, id: &str) -> Option<Review> {
    site.review(Platform::YouTube, &number(id)?.to_string())
        .filter(|r| r.removed.is_none())
}

fn replies(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    let parent = fields.get("parentId").map(String::as_str).unwrap_or_default();
    let review = thread(site, parent).ok_or((404, "commentNotFound"))?;
    Ok(list("comment", answers(&review, site.0.clock.now()), None))
}

fn insert(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    let snippet = fields
        .get("snippet")
        .and_then(|s| serde_json::from_str::<Value>(s).ok())
        .unwrap_or_default();
    let text = snippet["textOriginal"].as_str().unwrap_or_default();
    match text.chars().count() {
        0 => return Err((400, "commentTextRequired")),
        1..=10_000 => {}
        _ => return Err((400, "commentTextTooLong")),
    }
    let parent = snippet["parentId"].as_str().unwrap_or_default();
    let review = thread(site, parent).ok_or((404, "parentCommentNotFound"))?;
    let now = site.0.clock.now();
    match site.accept(Platform::YouTube, review.id, text, "") {
        Ok(Some(reply)) => {
            let own = format!("{parent}.9demo{reply:06}");
            let mut made = said(&own, YOUTUBE_CHANNEL, "@zerno", text, now, now);
            made["snippet"]["parentId"] = parent.into();
            Ok(made)
        }
        Ok(None) => Err((404, "parentCommentNotFound")),
        Err(_) => Err((500, "backendError")),
    }
}
