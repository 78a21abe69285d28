//! A walk over a wall: its posts, page by page, then the comments under each, a few requests per
//! call. What is left to do stands in the cursor.

use super::api::{self, Refusal};
use super::failure;
use super::items::{Context, Found};
use super::long_poll::{self, Mark};
use super::place;
use super::read::{self, by_others};
use super::wire::{Item, List};
use crate::{Cursor, Emptiness, Failure, Net, Next, Page, Place};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most items of one answer (VK's limit).
const PAGE: &str = "100";
/// Replies that come with a comment (VK's limit).
const THREAD: &str = "10";
/// Requests for comments in one call.
const REQUESTS: usize = 3;
/// Posts older than this are read again only when their count of comments changed. Days.
const FRESH_DAYS: i64 = 14;
/// Posts whose count is remembered.
const REMEMBERED: usize = 300;

/// What is left of a walk.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Walk {
    owner: Option<i64>,
    /// Where the next page of posts begins; `None` when no more are wanted.
    offset: Option<u64>,
    jobs: Vec<Job>,
    /// Something was left out: absence proves nothing.
    partial: bool,
    /// Comments counted under posts that were read to the end.
    seen: Seen,
    /// Where the queue of events goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<Mark>,
}

type Seen = BTreeMap<i64, i64>;

/// Comments to be read.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Job {
    post: i64,
    /// The comment whose thread it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thread: Option<i64>,
    #[serde(default)]
    offset: u64,
    /// Comments that the post counts.
    count: i64,
    /// The post was written by somebody else.
    #[serde(default)]
    others: bool,
}

/// What is kept from poll to poll.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    seen: Seen,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<Mark>,
}

impl Kept {
    fn of(cursor: &Cursor) -> Self {
        let Some(text) = cursor.resume.as_deref() else {
            return Kept::default();
        };
        // The counts alone, as earlier versions kept them.
        let bare = |t| serde_json::from_str(t).map(|seen| Kept { seen, queue: None });
        bare(text)
            .or_else(|_| serde_json::from_str(text))
            .unwrap_or_default()
    }
}

/// One step of the walk.
pub async fn wall(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut kept = Kept::of(cursor);
    let mut told = Found::default();
    let going: Option<Walk> = cursor.walk();
    if going.is_none() && long_poll::wanted(net) {
        let mark = kept.queue.take().unwrap_or_default();
        if let Some(news) = long_poll::ask(net, place, &mark).await? {
            kept.queue = Some(news.mark);
            told = news.found;
            if !news.walk {
                let mut page = read::page(told, Some(Emptiness::NoEvents));
                page.resume = serde_json::to_string(&kept).ok();
                return Ok(page);
            }
            if news.lost {
                kept.seen.clear();
            }
        }
    }
    let mut walk = going.unwrap_or_else(|| Walk {
        owner: place::owner(place),
        offset: Some(0),
        seen: kept.seen.clone(),
        queue: kept.queue.clone(),
        ..Walk::default()
    });
    let mut found = Found::default();
    let empty = if walk.jobs.is_empty() && walk.offset.is_some() {
        posts(net, place, &kept.seen, &mut walk, &mut found).await?
    } else {
        comments(net, place, &mut walk, &mut found).await?
    };
    found.join(told);
    let mut page = read::page(found, empty);
    page.complete = !walk.partial;
    while walk.seen.len() > REMEMBERED {
        walk.seen.pop_first();
    }
    kept = Kept {
        seen: walk.seen.clone(),
        queue: walk.queue.clone(),
    };
    page.resume = serde_json::to_string(&kept).ok();
    if !walk.jobs.is_empty() || walk.offset.is_some() {
        page.next = Next::walk(&walk, true)?;
    }
    Ok(page)
}

async fn posts(
    net: &dyn Net,
    place: &Place,
    seen: &Seen,
    walk: &mut Walk,
    found: &mut Found,
) -> Result<Option<Emptiness>, Failure> {
    let offset = walk.offset.take().unwrap_or(0);
    let from = offset.to_string();
    let whose = if walk.owner.is_some() {
        "owner_id"
    } else {
        "domain"
    };
    let fields = [
        (whose, place.id.as_str()),
        ("filter", "all"),
        ("count", PAGE),
        ("offset", &from),
    ];
    let list = api::list(net, "wall.get", &fields).await.map_err(|r| r.failure)?;
    let mut empty = read::proof(&list)?;
    let items = list.items.as_deref().unwrap_or_default();
    let named: Option<i64> = place.extra.get("post").and_then(|p| p.parse().ok());
    if items.is_empty() && offset == 0 && named.is_none() && list.count.is_some_and(|n| n > 0) {
        // The wall counts posts and shows none: a glitch, not an empty wall.
        return Err(Failure::drift("response.items"));
    }
    walk.owner = walk.owner.or_else(|| items.iter().find_map(|i| i.owner_id));
    found.list(
        &list,
        Context {
            owner: walk.owner,
            own: own(net),
            ..Context::default()
        },
    )?;
    let recent = net.now() - TimeDelta::days(FRESH_DAYS);
    for post in items {
        let (Some(id), Some(comments)) = (post.id, &post.comments) else {
            continue;
        };
        if comments.count <= 0 {
            walk.seen.insert(id, 0);
            continue;
        }
        let old = post.date.is_some_and(|d| d < recent.timestamp());
        if comments.can_view == Some(false) || (old && seen.get(&id) == Some(&comments.count)) {
            walk.partial = true;
            continue;
        }
        let others = post.from_id.is_some() && post.from_id != walk.owner;
        walk.jobs.push(Job {
            post: id,
            count: comments.count,
            others,
            ..Job::default()
        });
    }
    if let Some(post) = named.filter(|p| offset == 0 && walk.jobs.iter().all(|j| j.post != *p)) {
        walk.jobs.insert(
            0,
            Job {
                post,
                ..Job::default()
            },
        );
    }
    let next = offset + items.len() as u64;
    let more = !items.is_empty() && list.count.is_none_or(|n| u64::try_from(n).unwrap_or(0) > next);
    // The first walk goes to the end; later ones until they meet posts that are known.
    let unknown = |i: &Item| {
        i.is_pinned
            || i.id
                .is_none_or(|id| seen.last_key_value().is_none_or(|(k, _)| id > *k))
    };
    if more && items.iter().all(unknown) {
        walk.offset = Some(next);
    } else if more {
        walk.partial = true;
    }
    if offset > 0 && items.is_empty() {
        empty = Some(Emptiness::EndOfList);
    }
    Ok(empty)
}

async fn comments(
    net: &dyn Net,
    place: &Place,
    walk: &mut Walk,
    found: &mut Found,
) -> Result<Option<Emptiness>, Failure> {
    let owner = walk
        .owner
        .or_else(|| place::owner(place))
        .ok_or_else(|| Failure::drift("cursor"))?;
    for _ in 0..REQUESTS {
        if walk.jobs.is_empty() {
            break;
        }
        let job = walk.jobs.remove(0);
        match fetch(net, owner, &job).await {
            Ok(list) => {
                let context = Context {
                    owner: Some(owner),
                    own: own(net),
                    post: Some(job.post),
                    post_by_others: job.others || by_others(&list, Some(owner)),
                    ..Context::default()
                };
                found.list(&list, context)?;
                follow(walk, job, &list);
            }
            // Comments of one post may be closed; the others are read on.
            Err(Refusal { code: Some(code), .. }) if failure::of_one_post(code) => walk.partial = true,
            Err(refusal) => return Err(refusal.failure),
        }
    }
    Ok(Some(Emptiness::EndOfList))
}

async fn fetch(net: &dyn Net, owner: i64, job: &Job) -> Result<List, Refusal> {
    let numbers = [owner, job.post, job.thread.unwrap_or(0)].map(|n| n.to_string());
    let offset = job.offset.to_string();
    let mut fields = vec![
        ("owner_id", numbers[0].as_str()),
        ("post_id", &numbers[1]),
        ("count", PAGE),
        ("offset", &offset),
        ("need_likes", "1"),
        ("preview_length", "0"),
        ("thread_items_count", THREAD),
    ];
    match job.thread {
        Some(_) => fields.extend([("comment_id", numbers[2].as_str()), ("sort", "asc")]),
        None => fields.push(("sort", "desc")),
    }
    let list = api::list(net, "wall.getComments", &fields).await?;
    read::proof(&list)?;
    Ok(list)
}

/// What an answer leaves to be asked: the rest of this level, and threads that came shortened.
fn follow(walk: &mut Walk, job: Job, list: &List) {
    let items = list.items.as_deref().unwrap_or_default();
    let mut jobs = Vec::new();
    if job.thread.is_none() {
        for item in items {
            let Some((top, thread)) = item.id.zip(item.thread.as_ref()) else {
                continue;
            };
            let shown = thread.items.as_ref().map_or(0, Vec::len);
            if thread.count > i64::try_from(shown).unwrap_or(i64::MAX) {
                jobs.push(Job {
                    thread: Some(top),
                    offset: 0,
                    ..job.clone()
                });
            }
        }
    }
    let next = job.offset + items.len() as u64;
    let level = list.current_level_count.or(list.count).unwrap_or(0);
    if !items.is_empty() && u64::try_from(level).unwrap_or(0) > next {
        jobs.push(Job {
            offset: next,
            ..job.clone()
        });
    }
    if job.thread.is_none() && !jobs.iter().any(|j| j.thread.is_none()) {
        walk.seen.insert(job.post, job.count);
    }
    // Depth first: what is begun is finished before the next post.
    walk.jobs.splice(0..0, jobs);
}

/// The community of `[source.access]`, which speaks for the business on any wall.
pub fn own(net: &dyn Net) -> Option<i64> {
    let id: i64 = net.access("group_id")?.trim().parse().ok()?;
    Some(-id.checked_abs()?)
}

/// One page of a search over all public posts.
pub async fn mentions(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    // The search indexes late, so every poll looks back a day beyond what was seen.
    let newest: Option<i64> = cursor.resume.as_deref().and_then(|r| r.parse().ok());
    let floor = (net.now() - TimeDelta::days(30)).timestamp();
    let start = newest.unwrap_or(floor).saturating_sub(86_400).max(0).to_string();
    // `<newest so far>|<start_from>`: the mark is that of the whole walk.
    let (mark, from) = cursor
        .page
        .as_deref()
        .and_then(|p| p.split_once('|'))
        .unwrap_or_default();
    let newest = newest.max(mark.parse().ok());
    let mut fields = vec![("q", place.id.as_str()), ("count", "200"), ("start_time", &start)];
    if !from.is_empty() {
        fields.push(("start_from", from));
    }
    let list = api::list(net, "newsfeed.search", &fields)
        .await
        .map_err(|r| r.failure)?;
    let empty = read::proof(&list)?;
    let mut found = Found::default();
    found.list(
        &list,
        Context {
            mentions: true,
            own: own(net),
            ..Context::default()
        },
    )?;
    let mut page = read::page(found, empty);
    let latest = page
        .sightings
        .iter()
        .filter_map(|s| s.created)
        .map(|t| t.timestamp())
        .max();
    let newest = latest.max(newest).map(|n| n.to_string());
    page.resume.clone_from(&newest);
    let items = list.items.as_ref().is_some_and(|i| !i.is_empty());
    // An address that leads back to itself would never end.
    if let Some(next) = list.next_from.filter(|n| items && !n.is_empty() && n != from) {
        page.next = Next::More(format!("{}|{next}", newest.unwrap_or_default()));
    }
    Ok(page)
}
