//! Reading: what the place is about, page by page, and our own replies beside the first.

use super::place::{self, ACCOUNT, SEARCH, TAG, THREAD};
use super::server::{address, get, me, send};
use super::wire::{self, list};
use crate::declared::config::Item;
use crate::parse::json;
use crate::parse::posts::{self, Told};
use crate::{Answer, Cursor, Failure, Net, Next, Page, Place, Request, Response};
use chrono::{DateTime, Utc};
use serde_json::Value;
use url::Url;

/// Most posts of one answer (the software's limit).
const SIZE: usize = 40;

/// One page. The resume mark is our own account's number on this server.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut own = cursor.resume.clone();
    if own.is_none() {
        own = match me(net, place).await {
            Ok(account) => account.map(|a| a.id),
            // Some servers shut this to tokens of few rights; everything else can still be read.
            Err(Failure::Drift { .. } | Failure::Gone) => None,
            Err(failure) => return Err(failure),
        };
    }
    let before = cursor.page.as_deref();
    let mut page = match place.kind.as_str() {
        ACCOUNT if net.key("token").is_none() => return Err(Failure::auth("token_missing")),
        ACCOUNT => mentions(net, item, place, before, own.as_deref()).await?,
        TAG => tag(net, item, place, before, own.as_deref()).await?,
        SEARCH if net.key("token").is_none() => return Err(Failure::auth("token_missing")),
        SEARCH => search(net, item, place, own.as_deref()).await?,
        THREAD => thread(net, item, place, own.as_deref()).await?,
        _ => return Err(Failure::Unsupported),
    };
    // A thread shows our replies itself; no other list does.
    if place.kind != THREAD {
        page.sightings.iter_mut().for_each(|s| s.reply_untold = true);
        if let (None, Some(own)) = (before, &own) {
            let (answers, since) = written(net, item, place, own).await?;
            page.answers.extend(answers);
            page.answers_since = since;
        }
    }
    page.resume = own;
    Ok(page)
}

fn listed(place: &Place, path: &str, before: Option<&str>) -> Result<Url, Failure> {
    let mut url = address(place, path)?;
    url.query_pairs_mut().append_pair("limit", &SIZE.to_string());
    if let Some(before) = before {
        url.query_pairs_mut().append_pair("max_id", before);
    }
    Ok(url)
}

async fn mentions(
    net: &dyn Net,
    item: &Item,
    place: &Place,
    before: Option<&str>,
    own: Option<&str>,
) -> Result<Page, Failure> {
    let mut url = listed(place, "/api/v1/notifications", before)?;
    url.query_pairs_mut().append_pair("types[]", "mention");
    let response = send(net, Request::get(url)).await?;
    let list: Vec<Value> = json::typed(&response.body)?;
    let next = onward(&response, before, list.len(), id_of(list.last()));
    let nothing = list.is_empty() && before.is_none();
    let mut page = wire::page(item, &wire::mentions(&list)?, own)?;
    // An empty list alone proves nothing: our own account must answer too.
    if nothing && own.is_none() {
        return Err(Failure::drift("notifications"));
    }
    (page.next, page.newest_first) = (next, true);
    Ok(page)
}

async fn tag(
    net: &dyn Net,
    item: &Item,
    place: &Place,
    before: Option<&str>,
    own: Option<&str>,
) -> Result<Page, Failure> {
    #[derive(serde::Deserialize)]
    struct Tag {
        name: String,
    }
    let (_, word) = place::parts(place).ok_or(Failure::Unsupported)?;
    let response = send(
        net,
        Request::get(listed(place, &format!("/api/v1/timelines/tag/{word}"), before)?),
    )
    .await?;
    let list: Vec<Value> = json::typed(&response.body)?;
    if list.is_empty() && before.is_none() {
        // An empty list alone proves nothing: the server must know the tag by its name.
        let tag: Tag = get(net, address(place, &format!("/api/v1/tags/{word}"))?).await?;
        if tag.name.to_lowercase() != word {
            return Err(Failure::drift("name"));
        }
    }
    let mut page = wire::page(item, &list, own)?;
    page.next = onward(&response, before, list.len(), id_of(list.last()));
    page.newest_first = true;
    Ok(page)
}

async fn search(net: &dyn Net, item: &Item, place: &Place, own: Option<&str>) -> Result<Page, Failure> {
    let (_, words) = place::parts(place).ok_or(Failure::Unsupported)?;
    let mut url = listed(place, "/api/v2/search", None)?;
    url.query_pairs_mut()
        .append_pair("q", words)
        .append_pair("type", "statuses")
        .append_pair("resolve", "false");
    let found: Value = get(net, url).await?;
    wire::page(item, list(&found, "statuses")?, own)
}

/// Everything under a post, and the post itself.
async fn thread(net: &dyn Net, item: &Item, place: &Place, own: Option<&str>) -> Result<Page, Failure> {
    let (_, number) = place::parts(place).ok_or(Failure::Unsupported)?;
    let under: Value = get(
        net,
        address(place, &format!("/api/v1/statuses/{number}/context"))?,
    )
    .await?;
    let root: Option<Value> = match get(net, address(place, &format!("/api/v1/statuses/{number}"))?).await {
        Ok(root) => Some(root),
        Err(Failure::Drift { .. }) => None,
        Err(failure) => return Err(failure),
    };
    let complete = root.is_some();
    list(&under, "ancestors")?;
    let all: Vec<Value> = root
        .into_iter()
        .chain(list(&under, "descendants")?.iter().cloned())
        .collect();
    let mut page = wire::page(item, &all, own)?;
    page.complete = complete;
    Ok(page)
}

/// What we wrote ourselves of late, as replies, and since when that is all of it.
async fn written(
    net: &dyn Net,
    item: &Item,
    place: &Place,
    own: &str,
) -> Result<(Vec<Answer>, Option<DateTime<Utc>>), Failure> {
    let mut url = listed(place, &format!("/api/v1/accounts/{own}/statuses"), None)?;
    url.query_pairs_mut().append_pair("exclude_reblogs", "true");
    let response = send(net, Request::get(url)).await?;
    let list: Vec<Value> = json::typed(&response.body)?;
    let oldest = list.last();
    let goes_on = onward(&response, None, list.len(), id_of(oldest)) != Next::Done;
    let oldest = wire::told(item, oldest.map_or(&[], std::slice::from_ref))?;
    let since = posts::since(goes_on, oldest.first().and_then(Told::at));
    Ok((wire::page(item, &list, Some(own))?.answers, since))
}

fn id_of(post: Option<&Value>) -> Option<&str> {
    post?["id"].as_str()
}

/// The next older page: where `Link` says, or where a full page ends.
fn onward(response: &Response, before: Option<&str>, count: usize, last: Option<&str>) -> Next {
    let named = response.header("link").and_then(|link| {
        let next = link.split(',').find(|part| part.contains("rel=\"next\""))?;
        let address = next.split_once('<')?.1.split_once('>')?.0;
        let url = Url::parse(address).ok()?;
        let id = url.query_pairs().find(|(k, _)| k == "max_id")?.1.into_owned();
        Some(id)
    });
    let full = || last.filter(|_| count >= SIZE).map(str::to_owned);
    let digits = |id: &String| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    match named.or_else(full).filter(digits) {
        // An address that leads back to itself would never end.
        Some(id) if count > 0 && before != Some(&id) && before.is_none_or(|b| older(&id, b)) => {
            Next::More(id)
        }
        _ => Next::Done,
    }
}

/// Ids are numbers in text: the longer is the younger.
fn older(id: &str, than: &str) -> bool {
    (id.len(), id) < (than.len(), than)
}
