//! The cabinet's list of reviews. A private interface, known from public code only.

use super::session::{address, call, open};
use crate::parse::{self, dates, json};
use crate::{Answer, Author, Cursor, Emptiness, Failure, Net, Next, Page, Place, Request, Sighting};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// Reviews on a page.
const SIZE: usize = 50;

#[derive(Deserialize)]
struct Body<T> {
    result: List<T>,
}

#[derive(Deserialize)]
pub struct List<T> {
    pub items: Vec<T>,
}

/// A review as the owner sees it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    id: Value,
    /// 1 to 5; none for words from elsewhere.
    rating: Option<u8>,
    text: Option<String>,
    pub date_created: String,
    date_edited: Option<String>,
    user: Option<User>,
    /// Where it was written, if the cabinet tells.
    pub provider: Option<String>,
    #[serde(default)]
    pub allowed_actions: Allowed,
}

#[derive(Deserialize)]
struct User {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
pub struct Allowed {
    pub reply: Option<bool>,
}

/// A body of the cabinet.
pub fn items<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Failure> {
    let text = json::mend(body)?;
    let body: Body<T> = serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?;
    Ok(body.result.items)
}

/// Reads a saved list.
///
/// # Errors
/// [`Failure::Drift`] for any other body.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    page(&items(body)?)
}

/// The address of a page of the list. `before`: the time of the last review seen.
pub fn list(place: &Place, before: Option<&str>) -> Result<Url, Failure> {
    let mut url = address(&format!("/presence/branch/{}/reviews", place.id))?;
    url.query_pairs_mut()
        .append_pair("pinRequestedFirst", "false")
        .append_pair("limit", &SIZE.to_string());
    if let Some(before) = before {
        url.query_pairs_mut().append_pair("offsetDate", before);
    }
    Ok(url)
}

/// One page, newest first. The cursor is the time of its last review, as the cabinet writes it.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let before = cursor.page.as_deref().and_then(|p| p.strip_prefix("cabinet "));
    let token = open(net).await?;
    let response = call(net, &token, Request::get(list(place, before)?)).await?;
    let items: Vec<Item> = items(&response.body)?;
    let mut page = page(&items)?;
    // The list ends with an empty page.
    if let Some(last) = items.last().filter(|i| Some(i.date_created.as_str()) != before) {
        page.next = Next::More(format!("cabinet {}", last.date_created));
    }
    page.complete = true;
    page.newest_first = true;
    Ok(page)
}

/// Joins what the public page shows: our answers, the figures, where a review came from.
///
/// # Errors
/// [`Failure::Drift`] where the cabinet shows nothing and the public page does: one silence is no proof.
pub fn join(page: &mut Page, public: Page) -> Result<(), Failure> {
    if page.sightings.is_empty() {
        page.empty = Some(public.empty.ok_or_else(|| Failure::drift("result.items"))?);
    }
    page.counter = public.counter;
    for shown in public.sightings {
        let known = page.sightings.iter_mut().find(|s| s.id == shown.id);
        match (known, shown.official_reply) {
            (Some(known), reply) => {
                known.official_reply = reply;
                known.reply_untold = false;
                known.provider = known.provider.take().or(shown.provider);
            }
            (None, Some(reply)) => page.answers.push(Answer { to: shown.id, reply }),
            (None, None) => {}
        }
    }
    Ok(())
}

fn page(items: &[Item]) -> Result<Page, Failure> {
    let mut known = HashSet::new();
    let mut page = Page::of(Vec::with_capacity(items.len()), Next::Done);
    for (i, item) in items.iter().enumerate() {
        let sighting = item
            .sighting()
            .map_err(|field| Failure::drift(format!("result.items[{i}].{field}")))?;
        if known.insert(sighting.id.clone()) {
            page.sightings.push(sighting);
        }
    }
    if !page.sightings.is_empty() && page.sightings.iter().all(|s| s.text.is_empty()) {
        return Err(Failure::drift("result.items[].text"));
    }
    page.empty = page.sightings.is_empty().then_some(Emptiness::EndOfList);
    Ok(page)
}

impl Item {
    /// The platform's id, exact to the byte.
    pub fn id(&self) -> Option<String> {
        match &self.id {
            Value::String(s) if !s.is_empty() && !s.contains('\0') => Some(s.clone()),
            Value::Number(n) => Some(n.to_string()),
            _ => None,
        }
    }

    /// The wrong field, if one is.
    fn sighting(&self) -> Result<Sighting, &'static str> {
        if self.rating.is_some_and(|r| !(1..=5).contains(&r)) {
            return Err("rating");
        }
        let updated = self.date_edited.as_deref().and_then(dates::rfc3339);
        Ok(Sighting {
            id: self.id().ok_or("id")?,
            author: Author {
                id: None,
                name: self
                    .user
                    .as_ref()
                    .and_then(|u| u.name.as_deref())
                    .and_then(parse::nonempty),
            },
            rating: self.rating,
            text: parse::plain(self.text.as_deref().unwrap_or_default()),
            created: Some(dates::rfc3339(&self.date_created).ok_or("dateCreated")?),
            updated,
            edited: updated.is_some(),
            reply_untold: true,
            provider: self.provider.as_deref().and_then(parse::nonempty),
            ..Sighting::default()
        })
    }
}
