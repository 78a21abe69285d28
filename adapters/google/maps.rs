//! What Google Maps itself sends to a browser, as saved bodies: pages of its review list and whole
//! place pages. They are read, never asked for: Google's terms forbid it. Positions, not names:
//! every step may be short or null.

use crate::parse::{self, dates, json};
use crate::{Author, Counter, Emptiness, Failure, Next, OfficialReply, Page, Sighting};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// The mark that keeps JSON from being run as a script.
const GUARD: &[u8] = b")]}'";

/// Whether this could be such a body.
pub fn is_such(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    start.starts_with(GUARD) || start.starts_with(b"[")
}

/// Reads a body.
///
/// # Errors
/// [`Failure::Drift`] with the position.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    let start = body.trim_ascii_start();
    let root = json::value(start.strip_prefix(GUARD).unwrap_or(start))?;
    if root[6].is_array() {
        return place(&root);
    }
    // A page of the list, a list of its items, one item, or the review alone.
    let (items, list): (Vec<&Value>, bool) = match &root {
        _ if root[0].is_null() && root[2].is_array() => (all(&root[2]), true),
        _ if root[0].is_string() && root[1].is_array() => (vec![&root], false),
        _ if root[0][0].is_string() && root[0][1].is_array() => (vec![&root], false),
        _ if root[0].is_array() => (all(&root), false),
        _ => return Err(Failure::drift("[2]")),
    };
    let sightings = reviews(
        items
            .into_iter()
            .map(|i| if i[0].is_string() { i } else { &i[0] }),
        tuple,
    )?;
    let token = root[1].as_str().filter(|t| list && !t.is_empty());
    if sightings.is_empty() && (!list || token.is_some()) {
        return Err(Failure::drift("[2]"));
    }
    Ok(Page {
        empty: sightings.is_empty().then_some(Emptiness::EndOfList),
        ..Page::of(sightings, token.map_or(Next::Done, |t| Next::More(t.to_owned())))
    })
}

/// The whole page of a place: eight reviews, in two encodings, and the count.
fn place(root: &Value) -> Result<Page, Failure> {
    let page = &root[6];
    let (new, old) = (&page[175][9][0][0], &page[52][0]);
    let mut sightings = reviews(all(new).into_iter().map(|i| &i[0]), tuple)?;
    if sightings.is_empty() {
        sightings = reviews(all(old).into_iter(), older)?;
    }
    let (rating, count) = (page[4][7].as_f64(), page[4][8].as_u64());
    let empty = match (sightings.is_empty(), count) {
        (false, _) => None,
        (true, Some(0)) => Some(Emptiness::Counter),
        (true, _) => return Err(Failure::drift("[6][175][9][0][0]")),
    };
    Ok(Page {
        empty,
        counter: Some(Counter { count, rating }).filter(|c| c.count.is_some() || c.rating.is_some()),
        ..Page::of(sightings, Next::Done)
    })
}

fn all(list: &Value) -> Vec<&Value> {
    list.as_array().map(|l| l.iter().collect()).unwrap_or_default()
}

type Reader = fn(&Value) -> Result<Sighting, &'static str>;

fn reviews<'v>(items: impl Iterator<Item = &'v Value>, read: Reader) -> Result<Vec<Sighting>, Failure> {
    let mut known = HashSet::new();
    let mut found = Vec::new();
    for (i, item) in items.enumerate() {
        let sighting = read(item).map_err(|at| Failure::drift(format!("[{i}]{at}")))?;
        if known.insert(sighting.id.clone()) {
            found.push(sighting);
        }
    }
    Ok(found)
}

/// The form since 2023; the author moved in 2026.
fn tuple(review: &Value) -> Result<Sighting, &'static str> {
    let (head, said, answer) = (&review[1], &review[2], &review[3]);
    let (new, old) = (&head[4][5], &head[4][0]);
    let name = new[0].as_str().or(old[4].as_str());
    let created = micros(&head[2]).ok_or("[1][2]")?;
    let updated = micros(&head[3]);
    let source = head[13][0].as_str().and_then(parse::nonempty);
    let scale = head[13][4].as_f64().unwrap_or(5.0);
    let own = said[0][0].as_f64().and_then(|s| stars(s, 5.0));
    let rating = own
        .or_else(|| stars(said[8][1].as_f64()?, scale))
        .ok_or("[2][0][0]")?;
    let reply = answer[14][0][0].as_str().map(|text| OfficialReply {
        text: parse::plain(text),
        at: micros(&answer[1]).or_else(|| micros(&answer[2])),
        ..OfficialReply::default()
    });
    Ok(Sighting {
        id: id(&review[0]).ok_or("[0]")?,
        author: Author {
            id: new[3].as_str().or(old[13].as_str()).and_then(parse::nonempty),
            name: name.and_then(parse::nonempty),
        },
        rating: Some(rating),
        text: parse::plain(
            said[15][0][0]
                .as_str()
                .or(said[1][0].as_str())
                .unwrap_or_default(),
        ),
        created: Some(created),
        updated,
        edited: updated.is_some_and(|u| u > created),
        official_reply: reply,
        provider: source.map(|s| s.to_lowercase()).filter(|s| s != "google"),
        media: said[2]
            .as_array()
            .map_or(0, |m| u32::try_from(m.len()).unwrap_or(u32::MAX)),
        lang: said[14][0].as_str().and_then(parse::nonempty),
        url: review[4][3][0].as_str().and_then(link),
        ..Sighting::default()
    })
}

/// The form before 2023, which place pages still carry.
fn older(review: &Value) -> Result<Sighting, &'static str> {
    let millis = review[27]
        .as_i64()
        .and_then(DateTime::from_timestamp_millis)
        .filter(dates::sane);
    let uri = review[0][0].as_str().unwrap_or_default();
    Ok(Sighting {
        id: id(&review[10]).ok_or("[10]")?,
        author: Author {
            id: contributor(uri),
            name: review[0][1].as_str().and_then(parse::nonempty),
        },
        rating: Some(review[4].as_f64().and_then(|s| stars(s, 5.0)).ok_or("[4]")?),
        text: parse::plain(review[3].as_str().unwrap_or_default()),
        updated: Some(millis.ok_or("[27]")?),
        ..Sighting::default()
    })
}

fn id(value: &Value) -> Option<String> {
    let id = value.as_str()?.trim();
    (!id.is_empty() && !id.contains('\0')).then(|| id.to_owned())
}

fn micros(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(value.as_i64()?).filter(dates::sane)
}

/// Stars of another scale (ten at hotels' aggregators) as 1 to 5.
pub fn stars(given: f64, scale: f64) -> Option<u8> {
    let stars = (given * 5.0 / scale).round();
    // In range, so nothing is cut off.
    (given > 0.0 && (0.0..=5.0).contains(&stars)).then(|| (stars as u8).max(1))
}

/// `…/maps/contrib/1094…/reviews` → `1094…`.
pub fn contributor(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("/contrib/")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    (end > 0).then(|| rest[..end].to_owned())
}

/// A web address that may be shown.
pub fn link(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| text.to_owned())
}
