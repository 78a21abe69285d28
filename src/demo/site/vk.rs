//! VK's API: the community's wall, its comments, and replies by the community key.

use super::http::{hang_up, ill, parameters, stable_id};
use super::places::{BUSINESS, VK_DOMAIN, VK_GROUP, VK_TOKEN};
use super::platform::Platform;
use super::world::{Post, World};
use super::{Mood, Review, Site};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

type Fields = BTreeMap<String, String>;

/// A refusal of VK: code and message.
type Trouble = (u16, &'static str);

pub(super) async fn call(State(site): State<Site>, Path(method): Path<String>, request: Request) -> Response {
    let mood = site.mood(Platform::Vk);
    let error = |(code, text): Trouble| {
        Json(json!({"error": {"error_code": code, "error_msg": text, "request_params": []}})).into_response()
    };
    match mood {
        // VK says these with status 200.
        Mood::Captcha => {
            let sign = json!({"error_code": 14, "error_msg": "Captcha needed", "captcha_sid": "1", "captcha_img": "https://api.vk.com/captcha.php?sid=1"});
            return Json(json!({"error": sign})).into_response();
        }
        Mood::Slow429 => return error((6, "Too many requests per second")),
        _ => {}
    }
    let blind = || Json(json!({"response": {"feed": []}})).into_response();
    if let Some(answer) = ill(mood, blind) {
        return answer;
    }
    let Some(fields) = parameters(request).await else {
        return error((100, "One of the parameters specified was missing or invalid"));
    };
    if fields.get("access_token").is_none_or(|t| t != VK_TOKEN) {
        return error((5, "User authorization failed: invalid access_token (4)."));
    }
    if !fields.contains_key("v") {
        return error((8, "Invalid request: v (version) is required"));
    }
    let answer = match method.as_str() {
        "wall.get" => wall(&site, &fields),
        "wall.getComments" => comments(&site, &fields),
        "wall.getComment" => comment(&site, &fields),
        "wall.createComment" if mood == Mood::Refuses => Err((213, "Access to post comments denied")),
        "wall.createComment" => create(&site, &fields),
        "groups.getById" => Ok(json!({"groups": [group()], "profiles": []})),
        "utils.resolveScreenName" => Ok(resolve(&fields)),
        _ => Err((3, "Unknown method passed")),
    };
    match answer {
        Ok(_) if method == "wall.createComment" && mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(value) => Json(json!({"response": value})).into_response(),
        Err(trouble) => error(trouble),
    }
}

fn number(fields: &Fields, name: &str) -> Option<i64> {
    fields.get(name)?.parse().ok()
}

fn owner() -> i64 {
    -(VK_GROUP as i64)
}

/// Is it our wall that is asked for?
fn ours(fields: &Fields) -> Result<(), Trouble> {
    let by_id = number(fields, "owner_id").is_some_and(|o| o == owner());
    let by_name = fields
        .get("domain")
        .is_some_and(|d| d == VK_DOMAIN || *d == format!("club{VK_GROUP}"));
    if by_id || by_name {
        Ok(())
    } else {
        Err((15, "Access denied: wall is disabled"))
    }
}

/// `offset` and `count` of a list, as far as VK lets.
fn window(fields: &Fields, default: usize) -> (usize, usize) {
    let of = |name| number(fields, name).and_then(|n| usize::try_from(n).ok());
    (of("offset").unwrap_or(0), of("count").unwrap_or(default).min(100))
}

fn wall(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    ours(fields)?;
    let (offset, count) = window(fields, 20);
    let now = site.0.clock.now();
    let memory = site.memory();
    let world = &memory.world;
    let posts: Vec<&Post> = world
        .posts
        .iter()
        .rev()
        .filter(|p| p.platform == Platform::Vk)
        .collect();
    let items: Vec<_> = posts
        .iter()
        .skip(offset)
        .take(count)
        .map(|p| post(world, p, now))
        .collect();
    let mut answer = json!({"count": posts.len(), "items": items, "reaction_sets": []});
    if fields.get("extended").is_some_and(|e| e == "1") {
        answer["profiles"] = json!([]);
        answer["groups"] = json!([group()]);
    }
    Ok(answer)
}

fn post(world: &World, post: &Post, now: DateTime<Utc>) -> Value {
    let under = under(world, post.id);
    let count = under.iter().map(|r| 1 + r.shown(now).count()).sum::<usize>();
    json!({
        "id": post.id, "owner_id": owner(), "from_id": owner(), "date": post.at.timestamp(),
        "text": post.text, "post_type": "post", "inner_type": "wall_wallpost", "attachments": [],
        "comments": {"count": count, "can_post": 1, "can_view": 1, "groups_can_post": true},
        "likes": {"count": 4, "can_like": 1, "user_likes": 0},
        "reposts": {"count": 0}, "views": {"count": 180}, "marked_as_ads": 0,
    })
}

/// Comments that a reader of the post meets: standing ones, and stubs of removed ones.
fn under(world: &World, post: u64) -> Vec<&Review> {
    let on_vk = world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::Vk && r.parent == Some(post));
    on_vk.filter(|r| r.removed != Some(false)).collect()
}

fn comments(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    ours(fields)?;
    let now = site.0.clock.now();
    let memory = site.memory();
    let world = &memory.world;
    let asked = number(fields, "post_id").and_then(|p| u64::try_from(p).ok());
    let Some(post) = asked.filter(|p| {
        world
            .posts
            .iter()
            .any(|x| x.platform == Platform::Vk && x.id == *p)
    }) else {
        return Err((
            100,
            "One of the parameters specified was missing or invalid: post_id not found",
        ));
    };
    let (offset, count) = window(fields, 10);
    let threads = number(fields, "thread_items_count")
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
        .min(10);
    let mut top = under(world, post);
    let all = top.iter().map(|r| 1 + r.shown(now).count()).sum::<usize>();
    if fields.get("sort").is_some_and(|s| s == "desc") {
        top.reverse();
    }
    let (items, level): (Vec<_>, _) = match number(fields, "comment_id").and_then(|c| u64::try_from(c).ok()) {
        Some(one) => {
            let parent = top
                .iter()
                .find(|r| r.id == one)
                .ok_or((100, "comment not found"))?;
            let replies = replies(parent, post, now);
            (
                replies.iter().skip(offset).take(count).cloned().collect(),
                replies.len(),
            )
        }
        None => (
            top.iter()
                .skip(offset)
                .take(count)
                .map(|r| shape(r, post, now, threads))
                .collect(),
            top.len(),
        ),
    };
    let mut answer = json!({
        "count": all, "items": items, "current_level_count": level,
        "can_post": true, "show_reply_button": true, "groups_can_post": true, "post_author_id": owner(),
    });
    if fields.get("extended").is_some_and(|e| e == "1") {
        let authors: BTreeSet<_> = top.iter().map(|r| r.author.as_str()).collect();
        answer["profiles"] = authors.into_iter().map(profile).collect();
        answer["groups"] = json!([group()]);
    }
    Ok(answer)
}

fn comment(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    ours(fields)?;
    let now = site.0.clock.now();
    let memory = site.memory();
    let id = number(fields, "comment_id")
        .and_then(|c| u64::try_from(c).ok())
        .unwrap_or_default();
    let on_vk = memory
        .world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::Vk && r.removed != Some(false));
    for review in on_vk {
        let post = review.parent.unwrap_or_default();
        if review.id == id {
            return Ok(
                json!({"items": [shape(review, post, now, 10)], "profiles": [profile(&review.author)], "groups": [group()]}),
            );
        }
        if let Some(reply) = replies(review, post, now)
            .into_iter()
            .find(|r| r["id"] == json!(id))
        {
            return Ok(json!({"items": [reply], "profiles": [], "groups": [group()]}));
        }
    }
    Err((
        100,
        "One of the parameters specified was missing or invalid: comment not found",
    ))
}

fn shape(review: &Review, post: u64, now: DateTime<Utc>, threads: usize) -> Value {
    let replies = replies(review, post, now);
    let thread = json!({
        "count": replies.len(), "items": replies.iter().take(threads).collect::<Vec<_>>(),
        "can_post": true, "show_reply_button": true, "groups_can_post": true,
    });
    if review.removed.is_some() {
        return json!({"id": review.id, "parents_stack": [], "date": review.created.timestamp(), "thread": thread, "deleted": true});
    }
    json!({
        "id": review.id, "from_id": user(&review.author), "date": review.created.timestamp(),
        "text": review.text, "post_id": post, "owner_id": owner(), "parents_stack": [], "thread": thread,
        "likes": {"can_like": 1, "count": 0, "user_likes": 0, "can_like_by_group": 0, "author_liked": false},
    })
}

fn replies(review: &Review, post: u64, now: DateTime<Utc>) -> Vec<Value> {
    let shape = |r: &super::Reply| {
        json!({
            "id": r.id, "from_id": owner(), "date": r.at.timestamp(), "text": r.text, "post_id": post,
            "owner_id": owner(), "parents_stack": [review.id],
            "reply_to_user": user(&review.author), "reply_to_comment": review.id,
        })
    };
    review.shown(now).map(shape).collect()
}

fn create(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    ours(fields)?;
    let text = fields.get("message").map(|m| m.trim()).unwrap_or_default();
    let target = number(fields, "reply_to_comment").and_then(|c| u64::try_from(c).ok());
    let missing = (100, "One of the parameters specified was missing or invalid");
    let target = target.filter(|_| !text.is_empty()).ok_or(missing)?;
    let guid = fields.get("guid").map(String::as_str).unwrap_or_default();
    match site.accept(Platform::Vk, target, text, guid) {
        Ok(Some(id)) => Ok(json!({"comment_id": id, "parents_stack": [target]})),
        Ok(None) => Err((213, "Access to post comments denied: comment not found")),
        Err(_) => Err((10, "Internal server error")),
    }
}

fn resolve(fields: &Fields) -> Value {
    let named = fields
        .get("screen_name")
        .is_some_and(|n| n == VK_DOMAIN || *n == format!("club{VK_GROUP}"));
    if named {
        json!({"type": "group", "object_id": VK_GROUP})
    } else {
        json!([])
    }
}

fn user(author: &str) -> u64 {
    stable_id(author, 700_000_000)
}

fn profile(author: &str) -> Value {
    let (first, last) = author.split_once(' ').unwrap_or((author, ""));
    let id = user(author);
    json!({"id": id, "first_name": first, "last_name": last, "screen_name": format!("id{id}"), "is_closed": false, "can_access_closed": true})
}

fn group() -> Value {
    json!({"id": VK_GROUP, "name": BUSINESS, "screen_name": VK_DOMAIN, "is_closed": 0, "type": "page"})
}
