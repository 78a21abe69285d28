//! Telegram's Bot API: the discussion group as a bot sees it, and replies in it.

use super::http::{hang_up, ill, parameters, stable_id};
use super::places::{BOT_ID, BOT_TOKEN, BUSINESS, GROUP, GROUP_ID, OWN_CHANNEL, OWN_CHANNEL_ID};
use super::platform::Platform;
use super::world::{Event, Post, Update, World};
use super::{Mood, Review, Site};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Fields = BTreeMap<String, String>;
type Trouble = (u16, &'static str);

/// Longest message, UTF-16 units.
const LONGEST: usize = 4096;

pub(super) async fn call(
    State(site): State<Site>,
    Path((bot, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    let mood = site.mood(Platform::Telegram);
    if mood == Mood::Slow429 {
        let body = json!({"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 30", "parameters": {"retry_after": 30}});
        return (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
    }
    if let Some(answer) = ill(mood, || Json(json!({"ok": true})).into_response()) {
        return answer;
    }
    if bot.strip_prefix("bot").is_none_or(|token| token != BOT_TOKEN) {
        return error((401, "Unauthorized"));
    }
    let Some(fields) = parameters(request).await else {
        return error((400, "Bad Request: can't parse JSON object"));
    };
    let answer = match method.to_ascii_lowercase().as_str() {
        "getme" => Ok(json!({
            "id": BOT_ID, "is_bot": true, "first_name": BUSINESS, "username": "zerno_reply_bot",
            "can_join_groups": true, "can_read_all_group_messages": true, "supports_inline_queries": false,
        })),
        "getchat" => chat_of(&fields),
        "getwebhookinfo" => {
            Ok(json!({"url": "", "has_custom_certificate": false, "pending_update_count": 0}))
        }
        "deletewebhook" => Ok(json!(true)),
        "getupdates" => updates(&site, &fields),
        "sendmessage" if mood == Mood::Refuses => {
            Err((403, "Forbidden: bot was kicked from the supergroup chat"))
        }
        "sendmessage" => send(&site, &fields),
        _ => Err((404, "Not Found")),
    };
    match answer {
        Ok(_) if method.eq_ignore_ascii_case("sendMessage") && mood == Mood::TimeoutOnPublish => hang_up(),
        Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
        Err(trouble) => error(trouble),
    }
}

fn error((code, text): Trouble) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
    (
        status,
        Json(json!({"ok": false, "error_code": code, "description": text})),
    )
        .into_response()
}

fn group() -> Value {
    json!({"id": GROUP_ID, "title": "Зерно: обсуждение", "username": GROUP, "type": "supergroup"})
}

fn channel() -> Value {
    json!({"id": OWN_CHANNEL_ID, "title": BUSINESS, "username": OWN_CHANNEL, "type": "channel"})
}

fn chat_of(fields: &Fields) -> Result<Value, Trouble> {
    let asked = fields.get("chat_id").map(String::as_str).unwrap_or_default();
    let (mut chat, other) = match asked.strip_prefix('@').unwrap_or(asked) {
        GROUP => (group(), OWN_CHANNEL_ID),
        OWN_CHANNEL => (channel(), GROUP_ID),
        id if id == GROUP_ID.to_string() => (group(), OWN_CHANNEL_ID),
        id if id == OWN_CHANNEL_ID.to_string() => (channel(), GROUP_ID),
        _ => return Err((400, "Bad Request: chat not found")),
    };
    chat["linked_chat_id"] = other.into();
    Ok(chat)
}

fn updates(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    let offset = fields.get("offset").and_then(|o| o.parse::<u64>().ok());
    let limit = fields
        .get("limit")
        .and_then(|l| l.parse().ok())
        .unwrap_or(100usize)
        .clamp(1, 100);
    if let Some(offset) = offset {
        let old = site.memory().world.updates.iter().any(|u| u.id < offset);
        // A confirmation is remembered over restarts; what was not confirmed comes again.
        if old && site.once("", |_| Ok((0, Event::Confirmed { offset }))).is_err() {
            return Err((500, "Internal Server Error"));
        }
    }
    let memory = site.memory();
    let waiting = memory
        .world
        .updates
        .iter()
        .filter(|u| offset.is_none_or(|o| u.id >= o));
    Ok(waiting
        .take(limit)
        .filter_map(|u| update(&memory.world, u))
        .collect())
}

fn update(world: &World, update: &Update) -> Option<Value> {
    let posts = || {
        world
            .posts
            .iter()
            .find(|p| p.platform == Platform::Telegram && p.id == update.message)
    };
    let mut message = match world.reviews.get(&(Platform::Telegram, update.message)) {
        Some(review) => comment(world, review, &update.text),
        None => posts()
            .map(forwarded)
            .or_else(|| by_administrator(world, update))?,
    };
    let kind = if let Some(at) = update.edited {
        message["edit_date"] = at.timestamp().into();
        "edited_message"
    } else {
        "message"
    };
    Some(json!({"update_id": update.id, kind: message}))
}

/// A channel's post as it arrives in the discussion group.
fn forwarded(post: &Post) -> Value {
    json!({
        "message_id": post.id, "date": post.at.timestamp(), "chat": group(),
        "from": {"id": 777_000, "is_bot": false, "first_name": "Telegram"},
        "sender_chat": channel(), "is_automatic_forward": true,
        "forward_origin": {"type": "channel", "chat": channel(), "message_id": post.id, "date": post.at.timestamp()},
        "text": post.text,
    })
}

fn comment(world: &World, review: &Review, text: &str) -> Value {
    let (first, last) = review.author.split_once(' ').unwrap_or((&review.author, ""));
    let mut from = json!({
        "id": stable_id(&review.author, 6_000_000_000), "is_bot": false, "first_name": first, "language_code": "ru",
    });
    if !last.is_empty() {
        from["last_name"] = last.into();
    }
    let mut message = json!({
        "message_id": review.id, "date": review.created.timestamp(), "chat": group(), "from": from, "text": text,
    });
    let post = review.parent.and_then(|id| {
        world
            .posts
            .iter()
            .find(|p| p.platform == Platform::Telegram && p.id == id)
    });
    if let Some(post) = post {
        message["message_thread_id"] = post.id.into();
        message["reply_to_message"] = forwarded(post);
    }
    message
}

/// A person answers in the name of the group.
fn by_administrator(world: &World, update: &Update) -> Option<Value> {
    let on_telegram = world
        .reviews
        .values()
        .filter(|r| r.platform == Platform::Telegram);
    let mut replies = on_telegram.flat_map(|r| r.replies.iter().map(move |reply| (r, reply)));
    let (review, reply) = replies.find(|(_, reply)| reply.id == update.message)?;
    Some(json!({
        "message_id": reply.id, "date": reply.at.timestamp(), "chat": group(), "text": reply.text,
        "from": {"id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": group(),
        "message_thread_id": review.parent,
        "reply_to_message": comment(world, review, &review.text),
    }))
}

fn send(site: &Site, fields: &Fields) -> Result<Value, Trouble> {
    let chat = fields.get("chat_id").map(String::as_str).unwrap_or_default();
    if chat != GROUP_ID.to_string() && chat.strip_prefix('@') != Some(GROUP) {
        return Err((400, "Bad Request: chat not found"));
    }
    let text = fields.get("text").map(String::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err((400, "Bad Request: message text is empty"));
    }
    if text.encode_utf16().count() > LONGEST {
        return Err((400, "Bad Request: message is too long"));
    }
    let parameters = fields
        .get("reply_parameters")
        .and_then(|p| serde_json::from_str::<Value>(p).ok());
    let old_style = || fields.get("reply_to_message_id").and_then(|m| m.parse().ok());
    let target = parameters
        .and_then(|p| p["message_id"].as_u64())
        .or_else(old_style);
    let in_group = |id: &u64| {
        site.memory()
            .world
            .reviews
            .get(&(Platform::Telegram, *id))
            .is_some_and(|r| r.place == "group")
    };
    let missing = (400, "Bad Request: message to be replied not found");
    let target = target.filter(in_group).ok_or(missing)?;
    match site.accept(Platform::Telegram, target, text, "") {
        Ok(Some(id)) => Ok(sent(site.0.clock.now(), id, target, text)),
        Ok(None) => Err(missing),
        Err(_) => Err((500, "Internal Server Error")),
    }
}

fn sent(now: DateTime<Utc>, id: u64, target: u64, text: &str) -> Value {
    json!({
        "message_id": id, "date": now.timestamp(), "chat": group(), "text": text,
        "from": {"id": BOT_ID, "is_bot": true, "first_name": BUSINESS, "username": "zerno_reply_bot"},
        "reply_to_message": {"message_id": target, "date": now.timestamp(), "chat": group()},
    })
}
