//! Discussions of a community, and comments under a product. Both are answered by hand: their writing
//! methods take a person's key, which lives an hour.

use super::api::{self, Refusal};
use super::failure;
use super::items::{Context, Found};
use super::place;
use super::poll::own;
use super::read;
use super::text::addressee;
use super::wire::{Item, List, Topic, Topics};
use crate::{Cursor, Emptiness, Failure, Net, Next, Page, Place};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Comments of one answer, discussions of one answer (VK's limit).
const PAGE: u64 = 100;
/// Requests for comments in one call.
const REQUESTS: usize = 3;
/// Discussions that were quiet for longer are read again only when their count changed. Days.
const FRESH_DAYS: i64 = 14;
/// What discussions with reviews are called. Where none is called so, all are read.
const TITLES: &[&str] = &[
    "отзыв",
    "жалоб",
    "предложени",
    "вопрос",
    "review",
    "feedback",
    "complaint",
    "question",
];

/// What is left of a walk, and how many comments each discussion had when it was read to its end.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Walk {
    jobs: Vec<Job>,
    partial: bool,
    seen: BTreeMap<i64, i64>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Job {
    topic: i64,
    offset: u64,
    count: i64,
    /// It was read before, so that its newest page is enough.
    known: bool,
}

/// One step: the list of discussions, or comments of up to three.
///
/// # Errors
/// One per decision of the engine.
pub async fn topics(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let group = group(place)?;
    let resumed = || {
        let seen = cursor
            .resume
            .as_deref()
            .and_then(|r| serde_json::from_str(r).ok());
        Walk {
            seen: seen.unwrap_or_default(),
            ..Walk::default()
        }
    };
    let going: Option<Walk> = cursor.walk();
    let mut found = Found::default();
    let (mut walk, empty) = match going {
        Some(mut walk) => {
            comments(net, &group, &mut walk, &mut found).await?;
            (walk, Emptiness::EndOfList)
        }
        None => {
            let mut walk = resumed();
            let empty = list(net, place, &group, &mut walk).await?;
            (walk, empty)
        }
    };
    let mut page = read::page(found, Some(empty));
    page.complete = !walk.partial;
    page.resume = serde_json::to_string(&walk.seen).ok();
    if !walk.jobs.is_empty() {
        walk.partial |= cursor.page.is_none() && walk.jobs.iter().any(|j| j.known);
        page.next = Next::walk(&walk, true)?;
    }
    Ok(page)
}

fn group(place: &Place) -> Result<String, Failure> {
    let owner = place::owner(place)
        .filter(|o| *o < 0)
        .ok_or(Failure::Unsupported)?;
    Ok(owner.unsigned_abs().to_string())
}

/// Asks which discussions there are, and decides which are read.
async fn list(net: &dyn Net, place: &Place, group: &str, walk: &mut Walk) -> Result<Emptiness, Failure> {
    let size = PAGE.to_string();
    let mut fields = vec![("group_id", group), ("order", "1"), ("count", size.as_str())];
    let only = place.extra.get("topic").map(String::as_str);
    fields.extend(only.map(|topic| ("topic_ids", topic)));
    let answer = api::ask(net, "board.getTopics", &fields)
        .await
        .map_err(|r| r.failure)?;
    let list: Topics = serde_json::from_str(answer.get())
        .map_err(|e| Failure::drift(format!("response column {}", e.column())))?;
    if list.items.is_empty() {
        return match (list.count, only) {
            (_, Some(_)) => Err(Failure::Gone),
            (0, None) => Ok(Emptiness::Counter),
            _ => Err(Failure::drift("response.items")),
        };
    }
    let named = |t: &Topic| {
        let title = t.title.to_lowercase();
        TITLES.iter().any(|word| title.contains(word))
    };
    let all = only.is_some() || !list.items.iter().any(named);
    let recent = (net.now() - TimeDelta::days(FRESH_DAYS)).timestamp();
    for topic in list.items.iter().filter(|t| all || named(t)) {
        let count = topic.comments.unwrap_or_default();
        let before = walk.seen.get(&topic.id).copied();
        let quiet = topic.updated.is_some_and(|at| at < recent);
        if quiet && before == Some(count) {
            walk.partial = true;
            continue;
        }
        walk.jobs.push(Job {
            topic: topic.id,
            count,
            known: before.is_some(),
            ..Job::default()
        });
    }
    Ok(Emptiness::Stated)
}

async fn comments(net: &dyn Net, group: &str, walk: &mut Walk, found: &mut Found) -> Result<(), Failure> {
    let size = PAGE.to_string();
    for _ in 0..REQUESTS {
        if walk.jobs.is_empty() {
            break;
        }
        let mut job = walk.jobs.remove(0);
        let (topic, offset) = (job.topic.to_string(), job.offset.to_string());
        let fields = [
            ("group_id", group),
            ("topic_id", topic.as_str()),
            ("count", &size),
            ("offset", &offset),
            ("sort", "desc"),
        ];
        let mut list = match api::list(net, "board.getComments", &fields).await {
            Ok(list) => list,
            Err(Refusal { code: Some(code), .. }) if failure::of_one_post(code) => {
                walk.partial = true;
                continue;
            }
            Err(refusal) => return Err(refusal.failure),
        };
        read::proof(&list)?;
        let shown = list.items.as_ref().map_or(0, |i| i.len() as u64);
        let total = list.count.and_then(|n| u64::try_from(n).ok()).unwrap_or_default();
        if shown == 0 && total > job.offset {
            return Err(Failure::drift("response.items"));
        }
        let owner = group.parse::<i64>().ok().and_then(i64::checked_neg);
        stand(&mut list, owner, |item| {
            item.topic_id = Some(job.topic);
            item.topic_owner_id = owner;
        });
        let context = Context {
            owner,
            own: own(net).or(owner),
            ..Context::default()
        };
        found.list(&list, context)?;
        job.offset += shown;
        match shown > 0 && total > job.offset && !job.known {
            true => walk.jobs.insert(0, job),
            false => {
                walk.seen.insert(job.topic, job.count);
            }
        }
    }
    Ok(())
}

/// Says of each comment where it stands, which these lists do not, and finds the comment that an
/// answer without a number means: the last one of the person whom it names.
fn stand(list: &mut List, owner: Option<i64>, place: impl Fn(&mut Item)) {
    let items = list.items.get_or_insert_default();
    let said: Vec<(i64, i64)> = items.iter().filter_map(|i| i.id.zip(i.from_id)).collect();
    for item in items {
        place(item);
        if item.from_id != owner || item.reply_to_comment.is_some() {
            continue;
        }
        let named = item
            .text
            .as_deref()
            .and_then(addressee)
            .filter(|n| n.comment.is_none());
        let Some((named, own)) = named.zip(item.id) else {
            continue;
        };
        let before = said.iter().filter(|(id, from)| *id < own && *from == named.user);
        item.reply_to_comment = before.map(|(id, _)| *id).max();
    }
}

/// A saved list of comments of a discussion or under a product says nowhere where it was: the link of
/// its source does.
///
/// # Errors
/// [`Failure::Drift`] where that link names no discussion: the comments of two would share their numbers.
pub fn place_in(place: &Place, list: &mut List) -> Result<(), Failure> {
    let owner = place::owner(place);
    let told = |list: &List| list.items.iter().flatten().all(|i| i.owner().is_some());
    let number = |key: &str| place.extra.get(key).and_then(|n| n.parse::<i64>().ok());
    match (place.kind.as_str(), number("topic"), number("item")) {
        (place::BOARD | place::GOODS, ..) if told(list) => {}
        (place::BOARD, Some(topic), _) => stand(list, owner, |item| {
            item.topic_id = Some(topic);
            item.topic_owner_id = owner;
        }),
        (place::GOODS, _, Some(number)) => stand(list, owner, |item| {
            item.item_id = Some(number);
            item.market_owner_id = owner;
        }),
        (place::BOARD | place::GOODS, ..) => return Err(Failure::drift("topic_id")),
        _ => {}
    }
    Ok(())
}

/// Comments under one product, newest first, a hundred a page. Needs a person's key.
///
/// # Errors
/// One per decision of the engine.
pub async fn goods(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    if net.access("user_key").is_none() {
        return Err(Failure::auth("user_key_missing"));
    }
    let item = place.extra.get("item").ok_or(Failure::Unsupported)?;
    let number: i64 = item.parse().map_err(|_| Failure::Unsupported)?;
    let offset: u64 = cursor
        .page
        .as_deref()
        .and_then(|p| p.parse().ok())
        .unwrap_or_default();
    let (size, from) = (PAGE.to_string(), offset.to_string());
    let fields = [
        ("owner_id", place.id.as_str()),
        ("item_id", item),
        ("count", &size),
        ("offset", &from),
        ("sort", "desc"),
    ];
    let mut list = api::list(net, "market.getComments", &fields)
        .await
        .map_err(|r| r.failure)?;
    let empty = read::proof(&list)?;
    let shown = list.items.as_ref().map_or(0, |i| i.len() as u64);
    let total = list.count.and_then(|n| u64::try_from(n).ok()).unwrap_or_default();
    if shown == 0 && total > offset {
        return Err(Failure::drift("response.items"));
    }
    let owner = place::owner(place);
    stand(&mut list, owner, |item| {
        item.item_id = Some(number);
        item.market_owner_id = owner;
    });
    let mut found = Found::default();
    let context = Context {
        owner,
        own: own(net).or(owner),
        ..Context::default()
    };
    found.list(&list, context)?;
    let mut page = read::page(found, empty);
    if shown > 0 && total > offset + shown {
        page.next = Next::More((offset + shown).to_string());
    }
    page.complete = true;
    page.newest_first = true;
    Ok(page)
}
