//! A walk over the topics of a group, then over the comments under each, a few calls at a time. What is
//! left to do stands in the cursor.

use super::api;
use super::wire::{self, Context};
use crate::links::digits;
use crate::parse::talk;
use crate::{Cursor, Emptiness, Failure, Net, Next, Page, Place};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Calls for comments in one step.
const CALLS: usize = 3;

/// What is left of a walk.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Walk {
    group: String,
    /// Topics, each with where to read on.
    jobs: Vec<(String, Option<String>)>,
}

/// One step of the walk.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let old: Option<Walk> = cursor.walk();
    let mut found = Vec::new();
    let (mut walk, empty) = match old {
        None => begin(net, place).await?,
        Some(walk) => (walk, Emptiness::EndOfList),
    };
    if cursor.page.is_some() {
        for (topic, anchor) in walk.jobs.drain(..walk.jobs.len().min(CALLS)).collect::<Vec<_>>() {
            let mut fields = vec![
                ("discussionId", topic.as_str()),
                ("discussionType", "GROUP_TOPIC"),
                ("count", "100"),
            ];
            fields.extend(anchor.as_deref().map(|a| ("anchor", a)));
            let answer = api::ask(net, "discussions.getComments", &fields).await?;
            let context = Context {
                group: Some(&walk.group),
                topic: Some(&topic),
            };
            let list = wire::comments(&answer, context)?;
            found.extend(list.comments);
            // An anchor that comes again would be read for ever.
            let next = list.anchor.filter(|a| Some(a) != anchor.as_ref());
            walk.jobs.extend(next.map(|a| (topic, Some(a))));
        }
    }
    Ok(Page {
        next: Next::walk(&walk, !walk.jobs.is_empty())?,
        ..talk::page(found, empty)
    })
}

/// The group's number and its newest topics that have comments.
async fn begin(net: &dyn Net, place: &Place) -> Result<(Walk, Emptiness), Failure> {
    let group = group(net, place).await?;
    let fields = [
        ("gid", group.as_str()),
        ("patterns", "POST"),
        ("count", "50"),
        (
            "fields",
            "feed.target_refs,media_topic.id,media_topic.discussion_summary",
        ),
    ];
    let answer = api::ask(net, "stream.get", &fields).await?;
    let named = place.extra.get("topic");
    let mut jobs: Vec<String> = named.into_iter().cloned().collect();
    let topics = answer.pointer("/entities/media_topics").and_then(Value::as_array);
    let feeds = answer.get("feeds").and_then(Value::as_array);
    if feeds.is_none() && answer.get("anchor").is_none() {
        return Err(Failure::drift("feeds"));
    }
    for topic in topics.into_iter().flatten() {
        let id = topic
            .get("id")
            .and_then(Value::as_str)
            .ok_or_else(|| Failure::drift("media_topics[].id"))?;
        let count = topic
            .pointer("/discussion_summary/comments_count")
            .and_then(Value::as_u64);
        if count != Some(0) {
            jobs.push(id.to_owned());
        }
    }
    if topics.is_none() {
        let refs = feeds
            .into_iter()
            .flatten()
            .filter_map(|f| f.get("target_refs")?.as_array())
            .flatten();
        let ids = refs.filter_map(|r| r.as_str()?.split_once("topic:").map(|(_, id)| id.to_owned()));
        jobs.extend(ids);
        if feeds.is_some_and(|f| !f.is_empty()) && jobs.is_empty() {
            return Err(Failure::drift("feeds[].target_refs"));
        }
    }
    let mut known = std::collections::HashSet::new();
    jobs.retain(|j| known.insert(j.clone()));
    let jobs = jobs.into_iter().map(|j| (j, None)).collect();
    Ok((Walk { group, jobs }, Emptiness::Stated))
}

/// The number of a group; a short name is asked for.
async fn group(net: &dyn Net, place: &Place) -> Result<String, Failure> {
    if digits(&place.id) {
        return Ok(place.id.clone());
    }
    let address = wire::home(&place.id);
    let answer = api::ask(net, "url.getInfo", &[("url", &address)]).await?;
    let text = |key: &str| answer.get(key).and_then(Value::as_str);
    match (text("type"), text("objectId").or_else(|| text("objectIdStr"))) {
        (Some("GROUP"), Some(id)) if digits(id) => Ok(id.to_owned()),
        (Some("UNKNOWN"), _) => Err(Failure::Gone),
        (Some(_), _) => Err(Failure::Unsupported),
        _ => Err(Failure::drift("objectId")),
    }
}
