//! The owner's cabinet (Yandex Business) read by the owner's own session. A private interface, known
//! from public code only.

use super::robot;
use super::wire::{CAP, stars};
use crate::parse::{self, dates, json, status};
use crate::{
    Author, Counter, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Request, Response,
    Sighting,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// Reviews on a page of the cabinet.
const SIZE: u64 = 20;

/// The last page that can hold anything.
pub const LAST: u64 = CAP / SIZE;

/// An answer of the cabinet.
#[derive(Deserialize)]
pub struct Body {
    pub list: List,
}

#[derive(Deserialize)]
pub struct List {
    pub csrf_token: Option<String>,
    pub pager: Pager,
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
pub struct Pager {
    pub offset: Option<u64>,
    pub total: Option<u64>,
}

/// A review as the owner sees it.
#[derive(Deserialize)]
pub struct Item {
    id: Value,
    author: Option<Writer>,
    time_created: i64,
    /// Needed where there are words at all: `snippet` beside it is cut.
    full_text: Option<String>,
    snippet: Option<String>,
    rating: Option<f64>,
    lang: Option<String>,
    pub owner_comment: Option<Comment>,
    photos: Option<Vec<IgnoredAny>>,
    pub business_answer_csrf_token: Option<String>,
}

#[derive(Deserialize)]
struct Writer {
    user: Option<String>,
    uid: Option<Value>,
}

#[derive(Deserialize)]
pub struct Comment {
    text: String,
    time_created: Option<i64>,
}

/// The cookies of the owner's session, if one was given. The empty `i` belongs to it.
pub fn session(net: &dyn Net) -> Option<String> {
    let id = net.access("session_id").filter(|v| !v.trim().is_empty())?;
    let second = net.access("sessionid2").unwrap_or_default();
    Some(format!(
        "Session_id={}; sessionid2={}; i=",
        id.trim(),
        second.trim()
    ))
}

/// Whether the cabinet took the session. `writes`: see [`status::check`].
pub fn check(response: &Response, writes: bool, now: DateTime<Utc>) -> Result<(), Failure> {
    robot(response)?;
    let log_in = |host: &str| host.starts_with("passport.yandex.");
    let sent_to = response
        .header("location")
        .and_then(|l| response.url.join(l).ok())
        .filter(|_| (300..400).contains(&response.status));
    if [Some(&response.url), sent_to.as_ref()]
        .iter()
        .flatten()
        .any(|url| url.host_str().is_some_and(log_in))
    {
        return Err(Failure::auth("not_signed_in"));
    }
    // Yandex's own status for a token or session that does not fit.
    if response.status == 488 {
        return Err(Failure::auth("http_488"));
    }
    status::check(response, writes, now)
}

/// One page of the cabinet's list, as it is. `conditional`: "unchanged" is an answer too.
pub async fn list(net: &dyn Net, place: &Place, number: u64, conditional: bool) -> Result<List, Failure> {
    let cookies = session(net).ok_or(Failure::Unsupported)?;
    let mut url = Url::parse(&format!("https://yandex.ru/sprav/api/{}/reviews", place.id))
        .map_err(|_| Failure::Unsupported)?;
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("ranking", "by_time");
        if number > 1 {
            query.append_pair("page", &number.to_string());
            query.append_pair("source", "pagination");
        }
        if number > 2 {
            query.append_pair("type", "company");
        }
    }
    let mut request = Request::get(url)
        .header("cookie", &cookies)
        .header("accept", "application/json");
    request.conditional = conditional;
    let response = net.send(request).await?;
    check(&response, false, net.now())?;
    parse(&response.body)
}

fn parse(body: &[u8]) -> Result<List, Failure> {
    let body: Body = json::typed(body)?;
    Ok(body.list)
}

/// Reads a saved answer.
///
/// # Errors
/// [`Failure::Drift`] for a list that is empty without proof or lost a field.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    page(&parse(body)?)
}

/// Reads one page of the list.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let number = cursor.page.as_deref().and_then(|p| p.strip_prefix("cabinet:"));
    let number = number
        .and_then(|n| n.parse().ok())
        .filter(|n| (2..=LAST).contains(n))
        .unwrap_or(1);
    let list = list(net, place, number, true).await?;
    let mut page = page(&list)?;
    let total = list.pager.total.unwrap_or_default();
    if page.empty.is_none() && number < LAST && number * SIZE < total {
        page.next = Next::More(format!("cabinet:{}", number + 1));
    }
    page.complete = total <= CAP;
    page.newest_first = true;
    Ok(page)
}

fn page(list: &List) -> Result<Page, Failure> {
    let mut known = HashSet::new();
    let mut sightings = Vec::with_capacity(list.items.len());
    for (i, item) in list.items.iter().enumerate() {
        let sighting = item
            .sighting()
            .map_err(|field| Failure::drift(format!("list.items[{i}].{field}")))?;
        if known.insert(sighting.id.clone()) {
            sightings.push(sighting);
        }
    }
    if !sightings.is_empty() && sightings.iter().all(|s| s.rating.is_none()) {
        return Err(Failure::drift("list.items[].rating"));
    }
    let total = list
        .pager
        .total
        .ok_or_else(|| Failure::drift("list.pager.total"))?;
    let empty = match list.pager.offset.unwrap_or_default() {
        _ if !sightings.is_empty() => None,
        _ if total == 0 => Some(Emptiness::Counter),
        offset if offset >= total => Some(Emptiness::EndOfList),
        _ => return Err(Failure::drift("list.items")),
    };
    Ok(Page {
        empty,
        counter: Some(Counter {
            count: Some(total),
            rating: None,
        }),
        ..Page::of(sightings, Next::Done)
    })
}

impl Item {
    /// The platform's id, exact to the byte.
    pub fn id(&self) -> Option<String> {
        scalar(&self.id)
    }

    /// The owner's answer as it stands now.
    pub fn reply(&self) -> Result<Option<OfficialReply>, &'static str> {
        let Some(comment) = &self.owner_comment else {
            return Ok(None);
        };
        let at = match comment.time_created {
            None => None,
            Some(written) => Some(instant(written).ok_or("owner_comment.time_created")?),
        };
        // An answer without words is none: the cabinet keeps the place of one that was taken back.
        Ok(parse::nonempty(&comment.text).map(|text| OfficialReply {
            text,
            at,
            ..OfficialReply::default()
        }))
    }

    /// The wrong field, if one is.
    fn sighting(&self) -> Result<Sighting, &'static str> {
        let rating = stars(self.rating)?;
        let text = match (&self.full_text, &self.snippet) {
            (Some(text), _) => parse::plain(text),
            (None, Some(cut)) if cut.trim().is_empty() => String::new(),
            (None, _) => return Err("full_text"),
        };
        let author = self.author.as_ref();
        Ok(Sighting {
            id: self.id().ok_or("id")?,
            author: Author {
                id: author.and_then(|a| a.uid.as_ref()).and_then(scalar),
                name: author.and_then(|a| a.user.as_deref()).and_then(parse::nonempty),
            },
            rating,
            text,
            created: Some(instant(self.time_created).ok_or("time_created")?),
            official_reply: self.reply()?,
            media: u32::try_from(self.photos.as_ref().map_or(0, Vec::len)).unwrap_or(u32::MAX),
            lang: self.lang.as_deref().and_then(parse::nonempty),
            ..Sighting::default()
        })
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty() && !s.contains('\0')),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Seconds, or milliseconds where seconds would be of the year 5000 (public code disagrees).
fn instant(written: i64) -> Option<DateTime<Utc>> {
    match written {
        100_000_000_000.. => DateTime::from_timestamp_millis(written).filter(dates::sane),
        _ => dates::unix(written),
    }
}
