//! Any body of VK: which kind it is, told by its content.

use super::items::{Context, Found};
use super::wire::{Body, Event, Item, List};
use super::{board, failure, place};
use crate::parse::json;
use crate::{Emptiness, Failure, Next, Page, Place};
use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

/// Reads a saved body. `now`: for errors that ask to wait.
pub fn read(place: &Place, body: &[u8], now: DateTime<Utc>) -> Result<Page, Failure> {
    let text = json::mend(body)?;
    let syntax = |e| json::syntax(body, &e);
    let context = Context {
        owner: place::owner(place),
        own: place::owner(place),
        mentions: place.kind == place::MENTIONS,
        ..Context::default()
    };
    let mut found = Found::default();
    if text.trim_start().starts_with('[') {
        for item in serde_json::from_str::<Vec<Item>>(&text).map_err(syntax)? {
            found.one(&item, context)?;
        }
        return Ok(page(found, Some(Emptiness::EndOfList)));
    }
    let whole: Body<'_> = serde_json::from_str(&text).map_err(syntax)?;
    if let Some(error) = whole.error {
        return Err(failure::of(error.error_code, false, now));
    }
    if let Some(n) = whole.failed {
        return Err(Failure::down(format!("long_poll_{n}")));
    }
    let bare = || match whole.items {
        Some(_) => serde_json::from_str(&text).ok(),
        None => None,
    };
    if let Some(response) = whole.response.or_else(bare) {
        let mut list = list(response)?;
        let empty = proof(&list)?;
        board::place_in(place, &mut list)?;
        // Only a search counts beyond what it gives.
        let mentions = context.mentions || list.total_count.is_some();
        let owner = list
            .items
            .iter()
            .flatten()
            .find_map(Item::owner)
            .or(context.owner);
        found.list(
            &list,
            Context {
                mentions,
                post_by_others: by_others(&list, owner),
                ..context
            },
        )?;
        return Ok(page(found, empty));
    }
    let events = match (whole.kind, whole.updates) {
        (Some(kind), _) => vec![Event {
            kind,
            object: whole.object,
            group_id: whole.group_id,
        }],
        (None, Some(updates)) => updates,
        (None, None) => {
            let item: Item = serde_json::from_str(&text).map_err(syntax)?;
            let known = item.owner().is_some() || item.from_id.is_some();
            if item.id.is_none() || !known {
                return Err(Failure::drift("response"));
            }
            found.one(&item, context)?;
            return Ok(page(found, Some(Emptiness::Stated)));
        }
    };
    for event in &events {
        read_event(event, context, &mut found)?;
    }
    Ok(page(found, Some(Emptiness::NoEvents)))
}

/// What a row of events tells of a place.
pub fn events(events: &[Event<'_>], place: &Place) -> Result<Found, Failure> {
    let context = Context {
        owner: place::owner(place),
        own: place::owner(place),
        ..Context::default()
    };
    let mut found = Found::default();
    events
        .iter()
        .try_for_each(|event| read_event(event, context, &mut found))?;
    Ok(found)
}

/// The answer of a method that gives a list, also in the form of old versions (a bare array).
pub fn list(response: &RawValue) -> Result<List, Failure> {
    let text = response.get();
    let drift = |e: serde_json::Error| Failure::drift(format!("response column {}", e.column()));
    let list: List = if text.starts_with('[') {
        List {
            wall: Some(serde_json::from_str(text).map_err(drift)?),
            ..List::default()
        }
    } else {
        serde_json::from_str(text).map_err(drift)?
    };
    Ok(list.modern())
}

/// Why a list may be believed to give nothing: it has no items and counts, or its items are context.
pub fn proof(list: &List) -> Result<Option<Emptiness>, Failure> {
    match (&list.items, list.count) {
        (Some(items), _) if !items.is_empty() => Ok(Some(Emptiness::Stated)),
        (Some(_), Some(0)) => Ok(Some(Emptiness::Counter)),
        (Some(_), Some(_)) => Ok(Some(Emptiness::EndOfList)),
        (Some(_), None) => Err(Failure::drift("response.count")),
        (None, _) => Err(Failure::drift("response.items")),
    }
}

/// Whether the answer names an author of the post who is not its wall.
pub fn by_others(list: &List, owner: Option<i64>) -> bool {
    list.post_author_id
        .is_some_and(|author| owner.is_some_and(|o| o != author))
}

/// The page of what was found; `empty` is used only if there is nothing.
pub fn page(mut found: Found, empty: Option<Emptiness>) -> Page {
    found.settle();
    let mut page = Page::of(found.sightings, Next::Done);
    page.answers = found.answers;
    page.empty = empty.filter(|_| page.sightings.is_empty());
    page
}

const BOARDS: &[&str] = &[
    "wall_reply",
    "board_post",
    "market_comment",
    "photo_comment",
    "video_comment",
    "wall_post",
];

fn read_event(event: &Event<'_>, context: Context, found: &mut Found) -> Result<(), Failure> {
    let Some((board, what)) = event.kind.rsplit_once('_') else {
        return Ok(());
    };
    if !BOARDS.contains(&board) {
        return Ok(());
    }
    let object = event.object.ok_or_else(|| Failure::drift("object"))?;
    let item: Item = serde_json::from_str(object.get()).map_err(|_| Failure::drift("object"))?;
    let group = event.group_id.and_then(i64::checked_neg);
    let context = Context {
        owner: item.owner().or(group).or(context.owner),
        own: group.or(context.own),
        edited: what == "edit",
        removed: what == "delete",
        ..context
    };
    match what {
        "new" | "restore" | "edit" | "delete" => found.one(&item, context),
        _ => Ok(()),
    }
}
