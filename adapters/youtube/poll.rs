//! A walk over threads, page by page, then over those that came without all of their replies. What is
//! left to do stands in the cursor.

use super::api::{self, Refusal};
use super::locate::{CHANNEL, NAMED, VIDEO};
use super::wire::{self, Item};
use crate::parse::talk::{self, Comment};
use crate::{Counter, Cursor, Emptiness, Failure, Net, Next, Page, Place};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Threads whose replies are asked for in one call.
const THREADS: usize = 4;
/// Threads older than this are looked at in the first walk only: new replies do not lift a thread, and
/// every page costs a unit. Days.
const FRESH_DAYS: i64 = 30;

/// What is left of a walk.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Walk {
    /// The channel of the business.
    own: Option<String>,
    /// Threads are wanted from here on.
    after: Option<String>,
    /// Threads that came without all of their replies.
    short: Vec<String>,
    newest: i64,
    partial: bool,
}

/// One step of the walk.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let known: i64 = cursor.resume.as_deref().and_then(|r| r.parse().ok()).unwrap_or(0);
    let old: Option<Walk> = cursor.walk();
    let first = old.is_none();
    let mut walk = old.unwrap_or_default();
    let (mut found, mut counter) = (Vec::new(), None);
    let empty = if walk.short.is_empty() {
        if first {
            (walk.own, counter) = whose(net, place).await?;
        }
        threads(net, place, known, first, counter, &mut walk, &mut found).await?
    } else {
        short(net, &mut walk, &mut found).await?;
        Emptiness::EndOfList
    };
    let more = !walk.short.is_empty() || walk.after.is_some();
    Ok(Page {
        complete: !walk.partial,
        counter,
        resume: Some(walk.newest.max(known).to_string()),
        next: Next::walk(&walk, more)?,
        ..talk::page(found, empty)
    })
}

/// The channel of the place, and how many comments a video counts.
async fn whose(net: &dyn Net, place: &Place) -> Result<(Option<String>, Option<Counter>), Failure> {
    let fields: &[(&str, &str)] = match (place.kind.as_str(), place.id.strip_prefix("user/")) {
        (CHANNEL, _) => return Ok((Some(place.id.clone()), None)),
        (VIDEO, _) => &[("part", "snippet,statistics"), ("id", &place.id)],
        (_, Some(user)) => &[("part", "id"), ("forUsername", user)],
        _ => &[("part", "id"), ("forHandle", &place.id)],
    };
    let method = if place.kind == VIDEO { "videos" } else { "channels" };
    let answer = api::list(net, method, fields).await.map_err(|r| r.failure)?;
    // A name that nobody has: the answer has no items at all.
    if answer.pointer("/pageInfo/totalResults").and_then(Value::as_u64) == Some(0) {
        return Err(Failure::Gone);
    }
    let pointer = if place.kind == NAMED {
        "/items/0/id"
    } else {
        "/items/0/snippet/channelId"
    };
    let own = answer
        .pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| Failure::drift("items[0]"))?;
    let count = answer
        .pointer("/items/0/statistics/commentCount")
        .and_then(Value::as_str);
    let counter = count.and_then(|c| c.parse().ok()).map(|count| Counter {
        count: Some(count),
        rating: None,
    });
    Ok((Some(own.to_owned()), counter))
}

/// The channel of the business at this place.
///
/// # Errors
/// As [`poll`].
pub async fn owner(net: &dyn Net, place: &Place) -> Result<Option<String>, Failure> {
    Ok(whose(net, place).await?.0)
}

async fn threads(
    net: &dyn Net,
    place: &Place,
    known: i64,
    first: bool,
    counter: Option<Counter>,
    walk: &mut Walk,
    found: &mut Vec<Comment>,
) -> Result<Emptiness, Failure> {
    let after = walk.after.take();
    let of = if place.kind == VIDEO {
        ("videoId", place.id.as_str())
    } else {
        (
            "allThreadsRelatedToChannelId",
            walk.own.as_deref().unwrap_or_default(),
        )
    };
    let mut fields = vec![of];
    fields.extend([
        ("part", "snippet,replies"),
        ("maxResults", "100"),
        ("order", "time"),
        ("textFormat", "plainText"),
    ]);
    fields.extend(after.as_deref().map(|a| ("pageToken", a)));
    let answer = match api::list(net, "commentThreads", &fields).await {
        Ok(answer) => answer,
        // No failure: the owner has switched comments off.
        Err(Refusal { reason, .. }) if reason == "commentsDisabled" && first => return Ok(Emptiness::Stated),
        Err(refusal) => return Err(refusal.failure),
    };
    let items = wire::items(answer)?;
    let mut oldest = i64::MAX;
    for item in &items.list {
        let Item::Thread(thread) = item else {
            return Err(Failure::drift("kind"));
        };
        (walk.newest, oldest) = (walk.newest.max(thread.at()), oldest.min(thread.at()));
        if thread.is_short() {
            walk.short.push(thread.id().to_owned());
        } else {
            item.read(walk.own.as_deref(), found);
        }
    }
    let floor = (net.now() - TimeDelta::days(FRESH_DAYS)).timestamp();
    // A token that comes again would be read for ever.
    if let Some(next) = items.next.clone().filter(|n| Some(n) != after.as_ref()) {
        if known == 0 || oldest > known.min(floor) || items.list.is_empty() {
            walk.after = Some(next);
        } else {
            walk.partial = true;
        }
    }
    let counted = counter.and_then(|c| c.count);
    match (items.list.is_empty(), first, counted) {
        (false, ..) => Ok(Emptiness::Stated),
        (true, false, _) => Ok(Emptiness::EndOfList),
        (true, true, Some(0)) => Ok(Emptiness::Counter),
        (true, true, None) => items.proof().ok_or_else(|| Failure::drift("items is empty")),
        (true, true, Some(_)) => Err(Failure::drift("items is empty")),
    }
}

/// The threads of the cursor with all of their replies: once more, because a reply on one page and its
/// comment on another could not be put together.
async fn short(net: &dyn Net, walk: &mut Walk, found: &mut Vec<Comment>) -> Result<(), Failure> {
    let ids: Vec<String> = walk.short.drain(..walk.short.len().min(THREADS)).collect();
    let joined = ids.join(",");
    let fields = [
        ("part", "snippet"),
        ("id", joined.as_str()),
        ("textFormat", "plainText"),
    ];
    let answer = api::list(net, "commentThreads", &fields)
        .await
        .map_err(|r| r.failure)?;
    let own = walk.own.as_deref();
    for item in wire::items(answer)?.list {
        item.read(own, found);
        if let Item::Thread(thread) = &item
            && !replies(net, thread.id(), own, found).await?
        {
            walk.partial = true;
        }
    }
    Ok(())
}

/// The youngest hundred replies of a thread; whether these are all.
///
/// # Errors
/// As [`poll`].
pub async fn replies(
    net: &dyn Net,
    top: &str,
    own: Option<&str>,
    found: &mut Vec<Comment>,
) -> Result<bool, Failure> {
    let fields = [
        ("part", "snippet"),
        ("parentId", top),
        ("maxResults", "100"),
        ("textFormat", "plainText"),
    ];
    let answer = api::list(net, "comments", &fields).await.map_err(|r| r.failure)?;
    let items = wire::items(answer)?;
    for item in &items.list {
        item.read(own, found);
    }
    Ok(items.next.is_none())
}
