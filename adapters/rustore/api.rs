//! RuStore's public API: reviews of one's own apps, and replies, which the store reads first.

use super::wire::{self, Reply};
use crate::declared::config::Item;
use crate::parse::{self, json, list, status};
use crate::proof::sign::RsaKey;
use crate::{
    Answer, Counter, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder,
    Request, Response, net,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::Url;

const BASE: &str = "https://public-api.rustore.ru/public/";

/// Items on a page, the most that the API gives.
const SIZE: usize = 100;

/// Pages of replies that are searched for one of them.
const DEEPEST: usize = 3;

/// A token for a signed time; asked for with each page: adapters keep no state.
async fn token(net: &dyn Net) -> Result<String, Failure> {
    let (id, private) = (net.need("key_id")?, net.need("private_key")?);
    let at = net.now().format("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string();
    let signature = RsaKey::read(&private)
        .and_then(|key| key.sha512(format!("{id}{at}").as_bytes()))
        .ok_or_else(|| Failure::auth("private_key_unreadable"))?;
    let asked = json!({"keyId": id, "timestamp": at, "signature": BASE64_STANDARD.encode(signature)});
    let url = net::address(&format!("{BASE}auth/"), &[], &[])?;
    let response = net.send(Request::post_json(url, &asked)).await?;
    if let 400 | 404 | 405 | 415 = response.status {
        return Err(Failure::auth("signature_refused"));
    }
    status::check(&response, false, net.now())?;
    let body = wire::open(&response.body)?;
    let jwe = body["jwe"].as_str().filter(|t| !t.is_empty());
    Ok(jwe.ok_or_else(|| Failure::drift("body.jwe"))?.to_owned())
}

fn address(place: &Place, tail: &[&str], query: &[(&str, &str)]) -> Result<Url, Failure> {
    net::address(&format!("{BASE}v1/application/{}", place.id), tail, query)
}

async fn get(net: &dyn Net, token: &str, url: Url) -> Result<Value, Failure> {
    let response = net.fetch(Request::get(url).header("public-token", token)).await?;
    wire::open(&response.body)
}

/// Reads a saved body. `later`: the page followed another one; `full`: so many items have a successor.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn read(item: &Item, root: Value, later: bool, full: usize) -> Result<(Page, bool), Failure> {
    let list = wire::list(root)?;
    let sightings = list::each("body", &list.items, |i| wire::sighting(item, i))?;
    list::worded(&sightings, "body[].commentText")?;
    let hidden = list
        .items
        .iter()
        .any(|i| matches!(wire::sighting(item, i), Ok(None)));
    let why = if later {
        Emptiness::EndOfList
    } else {
        Emptiness::Stated
    };
    let page = Page {
        empty: sightings.is_empty().then_some(why),
        // What is hidden is not removed.
        complete: !hidden,
        ..Page::of(sightings, Next::Done)
    };
    Ok((page, list.items.len() >= full && list.last != Some(true)))
}

/// One page of replies by the review that they answer, the youngest of each.
async fn replies(
    net: &dyn Net,
    token: &str,
    place: &Place,
    page: usize,
) -> Result<(BTreeMap<String, OfficialReply>, bool), Failure> {
    let (number, size) = (page.to_string(), SIZE.to_string());
    let url = address(place, &["feedback"], &[("page", &number), ("size", &size)])?;
    let list = wire::list(get(net, token, url).await?)?;
    let mut found: BTreeMap<String, OfficialReply> = BTreeMap::new();
    for (i, item) in list.items.iter().enumerate() {
        let wrong = |field: &str| list::wrong("feedback", i, &field);
        let reply = Reply::deserialize(item).map_err(|_| wrong("form"))?;
        let to = reply.to().ok_or_else(|| wrong("commentId"))?;
        let Some(official) = reply.official().map_err(wrong)? else {
            continue;
        };
        let age = |r: &OfficialReply| (r.at, r.id.as_deref().and_then(|i| i.parse::<u64>().ok()));
        if found.get(&to).is_none_or(|known| age(known) <= age(&official)) {
            found.insert(to, official);
        }
    }
    Ok((found, list.items.len() >= SIZE && !list.last.unwrap_or(false)))
}

/// The store's own figures. Votes without words are counted there and listed nowhere.
async fn counter(net: &dyn Net, token: &str, place: &Place) -> Result<Option<Counter>, Failure> {
    let body = get(net, token, address(place, &["comment", "statistic"], &[])?).await?;
    let figure = |key: &str| body[key].as_u64();
    let count = figure("totalRatings").zip(figure("ratingsNoComments"));
    let count = count.map(|(all, silent)| all.saturating_sub(silent));
    Ok(Counter::shown(count, body["averageUserRating"].as_f64()))
}

/// One page, with as many replies as stand on the same page of their own list.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let number: usize = cursor.page.as_deref().and_then(|p| p.parse().ok()).unwrap_or(0);
    let token = token(net).await?;
    let (page, size) = (number.to_string(), SIZE.to_string());
    let url = address(place, &["comment"], &[("page", &page), ("size", &size)])?;
    let (mut page, more) = read(item, get(net, &token, url).await?, number > 0, SIZE)?;
    let (mut answers, more_answers) = replies(net, &token, place, number).await?;
    for sighting in &mut page.sightings {
        sighting.official_reply = answers.remove(&sighting.id).or(sighting.official_reply.take());
        // it may stand on a later page of replies, which is not always read
        sighting.reply_untold = more_answers;
    }
    page.answers = answers
        .into_iter()
        .map(|(to, reply)| Answer { to, reply })
        .collect();
    if more || (more_answers && number < DEEPEST) {
        page.next = Next::More((number + 1).to_string());
    }
    if number == 0 {
        let counter = counter(net, &token, place).await;
        if page.sightings.is_empty() && page.complete {
            // An empty list is believed when the store counts nothing either.
            page.empty = match counter.as_ref().map_err(Clone::clone)?.and_then(|c| c.count) {
                Some(0) => Some(Emptiness::Counter),
                _ => return Err(Failure::drift("body")),
            };
        }
        page.counter = counter.ok().flatten();
    }
    Ok(page)
}

/// The youngest reply to a review in the list of replies.
async fn standing(
    net: &dyn Net,
    token: &str,
    place: &Place,
    review: &str,
) -> Result<Option<OfficialReply>, Failure> {
    for page in 0..=DEEPEST {
        let (mut found, more) = replies(net, token, place, page).await?;
        match found.remove(review) {
            Some(reply) => return Ok(Some(reply)),
            None if more => {}
            None => break,
        }
    }
    Ok(None)
}

/// The reply under a review now, with how far the store is with it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(
    net: &dyn Net,
    item: &Item,
    place: &Place,
    review: &str,
) -> Result<Option<OfficialReply>, Failure> {
    let token = token(net).await?;
    let url = address(place, &["comment"], &[("id", review)])?;
    let (page, _) = read(item, get(net, &token, url).await?, false, SIZE)?;
    let found = page.sightings.into_iter().find(|s| s.id == review);
    let shown = found.ok_or(Failure::Gone)?.official_reply;
    Ok(standing(net, &token, place, review).await?.or(shown))
}

/// Publishes a reply, once: in the place of the one that stands there, else as a new one. The store
/// takes it for moderation.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let token = token(net).await?;
    let there = standing(net, &token, &order.place, &order.review).await?;
    let url = match there.as_ref().and_then(|r| r.id.as_deref()) {
        Some(id) => address(&order.place, &["feedback", id], &[])?,
        None => address(&order.place, &["feedback"], &[("commentId", &order.review)])?,
    };
    let request = Request::post_json(url, &json!({ "message": order.text }))
        .header("public-token", &token)
        .writing();
    let response = net.fetch(request).await.map_err(Failure::of_review)?;
    taken(&response)
}

fn taken(response: &Response) -> Result<Receipt, Failure> {
    match wire::open(&response.body) {
        Ok(body) => match parse::id(&body["id"]) {
            Some(id) => Ok(Receipt::Accepted { id: Some(id) }),
            None => Err(Failure::Unknown),
        },
        // The store says in its own envelope that it did not take it.
        Err(Failure::Down { .. }) => Err(Failure::refused("platform_error")),
        Err(_) => Err(Failure::Unknown),
    }
}

/// A saved body in whatever wrapping: the envelope, its list, or one review.
///
/// # Errors
/// As [`read`].
pub fn unwrap(bytes: &[u8]) -> Result<Value, Failure> {
    let root = json::value(bytes)?;
    Ok(match &root {
        Value::Object(o) if o.contains_key("code") => wire::open(bytes)?,
        Value::Object(o) if o.contains_key("appRating") => Value::Array(vec![root]),
        _ => root,
    })
}
