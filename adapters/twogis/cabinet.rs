//! The cabinet's list of reviews. A private interface, known from public code only.

use super::session::{address, call, open};
use crate::parse::{self, dates, json, list};
use crate::{Answer, Author, Cursor, Emptiness, Failure, Net, Next, Page, Place, Request, Sighting};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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
pub fn items<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Failure> {
    Ok(json::typed::<Body<T>>(body)?.result.items)
}

/// Reads a saved list.
///
/// # Errors
/// [`Failure::Drift`] for any other body.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    page(&items(body)?)
}

/// The address of a page of the list. `before`: the time of the last review seen.
pub fn listed(place: &Place, before: Option<&str>) -> Result<Url, Failure> {
    let size = SIZE.to_string();
    let mut query = vec![("pinRequestedFirst", "false"), ("limit", size.as_str())];
    query.extend(before.map(|before| ("offsetDate", before)));
    address(&["presence", "branch", &place.id, "reviews"], &query)
}

/// One page, newest first. The cursor is the time of its last review, as the cabinet writes it.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let before = cursor.page.as_deref().and_then(|p| p.strip_prefix("cabinet "));
    let token = open(net).await?;
    let response = call(net, &token, Request::get(listed(place, before)?)).await?;
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
    let found = list::each("result.items", items, Item::sighting)?;
    list::worded(&found, "result.items[].text")?;
    let mut page = Page::of(found, Next::Done);
    page.empty = page.sightings.is_empty().then_some(Emptiness::EndOfList);
    Ok(page)
}

impl Item {
    /// The platform's id, exact to the byte.
    pub fn id(&self) -> Option<String> {
        parse::id(&self.id)
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
