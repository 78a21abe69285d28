//! Meta's Graph API: a page of Facebook and an account of Instagram, their comments, and replies by a
//! token whose app proves itself. Errors are JSON with status 400.

use super::http::{hang_up, ill, parameters, stable_id};
use super::places::{BUSINESS, FACEBOOK_PAGE, GRAPH_SECRET, GRAPH_TOKEN, INSTAGRAM_ACCOUNT, INSTAGRAM_NAME};
use super::platform::Platform;
use super::world::Post;
use super::{Mood, Reply, Review, Site};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;

type Fields = BTreeMap<String, String>;
/// Meta's code and message.
type Trouble = (u32, &'static str);

const MISSING: Trouble = (
    100,
    "Unsupported request. Object does not exist or cannot be loaded",
);
/// Posts of Instagram have numbers of their own.
const MEDIA: u64 = 18_000_000_000_000_000;

pub(super) async fn facebook(site: State<Site>, Path(node): Path<String>, request: Request) -> Response {
    call(site.0, Platform::Facebook, &node, "", request).await
}

pub(super) async fn facebook_edge(
    site: State<Site>,
    Path((node, edge)): Path<(String, String)>,
    request: Request,
) -> Response {
    call(site.0, Platform::Facebook, &node, &edge, request).await
}

pub(super) async fn instagram(site: State<Site>, Path(node): Path<String>, request: Request) -> Response {
    call(site.0, Platform::Instagram, &node, "", request).await
}

pub(super) async fn instagram_edge(
    site: State<Site>,
    Path((node, edge)): Path<(String, String)>,
    request: Request,
) -> Response {
    call(site.0, Platform::Instagram, &node, &edge, request).await
}

fn error((code, message): Trouble) -> Response {
    let mut error =
        json!({"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Ademo"});
    if code == 100 {
        error["error_subcode"] = 33.into();
    }
    let headers = [(
        "x-business-use-case-usage",
        r#"{"17":[{"type":"pages","estimated_time_to_regain_access":1}]}"#,
    )];
    (StatusCode::BAD_REQUEST, headers, Json(json!({"error": error}))).into_response()
}

/// `hmac_sha256(app secret, token)`, in hexadecimal digits.
fn proof() -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(GRAPH_SECRET.as_bytes()).expect("any length is a key");
    mac.update(GRAPH_TOKEN.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

async fn call(site: Site, platform: Platform, node: &str, edge: &str, request: Request) -> Response {
    let mood = site.mood(platform);
    if mood == Mood::Slow429 {
        return error((
            if platform == Platform::Facebook { 32 } else { 4 },
            "Request limit reached",
        ));
    }
    if let Some(answer) = ill(mood, || Json(json!({"nodes": []})).into_response()) {
        return answer;
    }
    let writes = request.method() == Method::POST;
    let Some(fields) = parameters(request).await else {
        return error((1, "Invalid body"));
    };
    if fields.get("access_token").is_none_or(|t| t != GRAPH_TOKEN) {
        return error((190, "Error validating access token"));
    }
    if fields.get("appsecret_proof").is_none_or(|p| *p != proof()) {
        return error((
            190,
            "API calls from the server require an appsecret_proof argument",
        ));
    }
    let answer = match (platform, edge, writes) {
        (_, _, true) if mood == Mood::Refuses => Err((1_446_036, "This comment was marked as spam")),
        (Platform::Facebook, "comments", true) => write(&site, platform, node, &fields, 8_000),
        (_, "replies", true) => write(&site, platform, node, &fields, 2_200),
        (Platform::Facebook, "feed", false) if node == FACEBOOK_PAGE => Ok(posts(&site, platform, &fields)),
        (Platform::Instagram, "media", false) if node == "me" || node == INSTAGRAM_ACCOUNT => {
            Ok(posts(&site, platform, &fields))
        }
        (_, "comments", false) => comments(&site, platform, node, &fields),
        (Platform::Facebook, "ratings", false) => Err((12, "This endpoint is deprecated")),
        (_, "", false) => object(&site, platform, node),
        _ => Err((100, "Unknown path components")),
    };
    match answer {
        Ok(_) if writes && mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(value) => Json(value).into_response(),
        Err(trouble) => error(trouble),
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S+0000").to_string()
}

fn last_number(node: &str) -> Option<u64> {
    node.rsplit('_').next()?.parse().ok()
}

fn post_id(platform: Platform, post: u64) -> String {
    match platform {
        Platform::Facebook => format!("{FACEBOOK_PAGE}_{post}"),
        _ => (MEDIA + post).to_string(),
    }
}

/// Posts, newest first, each with up to fifty of its comments.
fn posts(site: &Site, platform: Platform, fields: &Fields) -> Value {
    let now = site.0.clock.now();
    let memory = site.memory();
    let all: Vec<&Post> = memory
        .world
        .posts
        .iter()
        .rev()
        .filter(|p| p.platform == platform)
        .collect();
    let shape = |p: &&Post| {
        let under = under(&memory.world.reviews, platform, p.id);
        let comments = page(platform, p.id, &under, now, 0);
        let id = post_id(platform, p.id);
        match platform {
            Platform::Facebook => json!({
                "id": id, "from": {"id": FACEBOOK_PAGE, "name": BUSINESS}, "message": p.text,
                "created_time": time(p.at), "updated_time": time(p.at),
                "permalink_url": format!("https://www.facebook.com/{FACEBOOK_PAGE}/posts/{}/", p.id), "comments": comments,
            }),
            _ => {
                let mut media = json!({
                    "id": id, "caption": p.text, "timestamp": time(p.at), "media_type": "IMAGE", "username": INSTAGRAM_NAME,
                    "permalink": format!("https://www.instagram.com/p/DRdemo{}/", p.id), "comments_count": under.len(),
                });
                if !under.is_empty() {
                    media["comments"] = comments;
                }
                media
            }
        }
    };
    window(&all.iter().map(shape).collect::<Vec<_>>(), fields, 25)
}

/// Part of a list, with the way on.
fn window(all: &[Value], fields: &Fields, most: usize) -> Value {
    let start = fields
        .get("after")
        .and_then(|a| a.parse::<usize>().ok())
        .unwrap_or(0);
    let part: Vec<_> = all.iter().skip(start).take(most).cloned().collect();
    let mut list = json!({"data": part});
    if start + most < all.len() {
        let after = (start + most).to_string();
        list["paging"] = json!({
            "cursors": {"before": start.to_string(), "after": after},
            "next": format!("https://graph.facebook.com/v25.0/x?access_token={GRAPH_TOKEN}&after={after}"),
        });
    }
    list
}

/// Comments that stand under a post, newest first.
fn under(reviews: &BTreeMap<(Platform, u64), Review>, platform: Platform, post: u64) -> Vec<&Review> {
    let here = reviews
        .values()
        .rev()
        .filter(|r| r.platform == platform && r.removed.is_none());
    here.filter(|r| r.parent == Some(post)).collect()
}

/// Facebook lists all levels flat and counts them, Instagram puts replies inside.
fn page(platform: Platform, post: u64, under: &[&Review], now: DateTime<Utc>, start: usize) -> Value {
    let after = Fields::from([("after".to_owned(), start.to_string())]);
    match platform {
        Platform::Facebook => {
            let mut flat = Vec::new();
            for review in under {
                let replies: Vec<_> = review.shown(now).collect();
                flat.extend(
                    replies
                        .into_iter()
                        .rev()
                        .map(|r| reply(platform, post, review, r)),
                );
                flat.push(comment(platform, post, review, now));
            }
            let mut list = window(&flat, &after, 100);
            list["summary"] =
                json!({"order": "reverse_chronological", "total_count": flat.len(), "can_comment": true});
            list
        }
        _ => {
            let all: Vec<_> = under.iter().map(|r| comment(platform, post, r, now)).collect();
            window(&all, &after, 50)
        }
    }
}

fn comment(platform: Platform, post: u64, review: &Review, now: DateTime<Utc>) -> Value {
    let author = stable_id(&review.author, 9_000_000_000).to_string();
    match platform {
        Platform::Facebook => json!({
            "id": format!("{post}_{}", review.id), "from": {"id": author, "name": review.author}, "message": review.text,
            "created_time": time(review.created), "comment_count": review.shown(now).count(),
            "permalink_url": format!("https://www.facebook.com/{FACEBOOK_PAGE}/posts/{post}/?comment_id={}", review.id),
        }),
        _ => {
            let mut shape = json!({
                "id": review.id.to_string(), "text": review.text, "timestamp": time(review.created),
                "username": review.author, "from": {"id": author, "username": review.author},
            });
            let replies: Vec<_> = review
                .shown(now)
                .map(|r| reply(platform, post, review, r))
                .collect();
            if !replies.is_empty() {
                shape["replies"] = json!({"data": replies});
            }
            shape
        }
    }
}

fn reply(platform: Platform, post: u64, review: &Review, reply: &Reply) -> Value {
    match platform {
        Platform::Facebook => json!({
            "id": format!("{post}_{}", reply.id), "from": {"id": FACEBOOK_PAGE, "name": BUSINESS}, "message": reply.text,
            "created_time": time(reply.at), "comment_count": 0, "parent": {"id": format!("{post}_{}", review.id)},
            "permalink_url": format!(
                "https://www.facebook.com/{FACEBOOK_PAGE}/posts/{post}/?comment_id={}&reply_comment_id={}", review.id, reply.id
            ),
        }),
        _ => json!({
            "id": reply.id.to_string(), "text": reply.text, "timestamp": time(reply.at), "username": INSTAGRAM_NAME,
            "from": {"id": INSTAGRAM_ACCOUNT, "username": INSTAGRAM_NAME}, "user": {"id": INSTAGRAM_ACCOUNT},
            "parent_id": review.id.to_string(),
        }),
    }
}

fn comments(site: &Site, platform: Platform, node: &str, fields: &Fields) -> Result<Value, Trouble> {
    let now = site.0.clock.now();
    let number = last_number(node).ok_or(MISSING)?;
    let post = if platform == Platform::Instagram {
        number.saturating_sub(MEDIA)
    } else {
        number
    };
    let memory = site.memory();
    let known = memory
        .world
        .posts
        .iter()
        .any(|p| p.platform == platform && p.id == post);
    if !known || node != post_id(platform, post) {
        return Err(MISSING);
    }
    let start = fields.get("after").and_then(|a| a.parse().ok()).unwrap_or(0);
    Ok(page(
        platform,
        post,
        &under(&memory.world.reviews, platform, post),
        now,
        start,
    ))
}

/// The page or account itself, or one comment with what stands under it.
fn object(site: &Site, platform: Platform, node: &str) -> Result<Value, Trouble> {
    let now = site.0.clock.now();
    if [FACEBOOK_PAGE, INSTAGRAM_ACCOUNT, "me"].contains(&node) {
        let posts = site
            .memory()
            .world
            .posts
            .iter()
            .filter(|p| p.platform == platform)
            .count();
        return Ok(json!({
            "id": node, "media_count": posts,
            "published_posts": {"data": [], "summary": {"total_count": posts}}, "rating_count": 0,
        }));
    }
    let review = review(site, platform, node)?;
    let post = review.parent.unwrap_or_default();
    let mut shape = comment(platform, post, &review, now);
    if platform == Platform::Facebook {
        let replies: Vec<_> = review
            .shown(now)
            .map(|r| reply(platform, post, &review, r))
            .collect();
        shape["comments"] = json!({"data": replies});
    }
    Ok(shape)
}

fn review(site: &Site, platform: Platform, node: &str) -> Result<Review, Trouble> {
    let found = site.review(platform, node).filter(|r| r.removed.is_none());
    let named = |r: &Review| match platform {
        Platform::Facebook => node == format!("{}_{}", r.parent.unwrap_or_default(), r.id),
        _ => node == r.id.to_string(),
    };
    found.filter(named).ok_or(MISSING)
}

fn write(
    site: &Site,
    platform: Platform,
    node: &str,
    fields: &Fields,
    longest: usize,
) -> Result<Value, Trouble> {
    let text = fields.get("message").map(String::as_str).unwrap_or_default();
    if text.trim().is_empty() || text.chars().count() > longest {
        return Err((1_705, "There was an error posting this comment"));
    }
    let review = review(site, platform, node)?;
    match site.accept(platform, review.id, text, "") {
        Ok(Some(id)) if platform == Platform::Facebook => {
            Ok(json!({"id": format!("{}_{id}", review.parent.unwrap_or_default())}))
        }
        Ok(Some(id)) => Ok(json!({"id": id.to_string()})),
        Ok(None) => Err(MISSING),
        Err(_) => Err((2, "Service temporarily unavailable")),
    }
}
