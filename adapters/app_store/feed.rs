//! A page of the feed, whichever form it came in, and what it means.

use super::{atom, wire};
use crate::parse::{self, dates, json, list, status};
use crate::{Author, Emptiness, Failure, Sighting};
use std::borrow::Cow;

/// The deepest page that Apple serves.
pub const LAST_PAGE: u32 = 10;

/// How the plain text of HTTP 400 says that a page is beyond the tenth.
const TOO_DEEP: &[u8] = b"depth is limited";

/// A page, form removed.
pub struct Feed<'a> {
    pub entries: Vec<Entry<'a>>,
    /// Address of the last page; empty for an unknown app; `None` if the feed names none.
    pub last: Option<String>,
    /// The page's own address.
    pub this: String,
}

/// An element of the feed, as written; borrowed from the body where it can be.
#[derive(Default)]
pub struct Entry<'a> {
    pub id: Cow<'a, str>,
    pub author_name: Cow<'a, str>,
    pub author_uri: Cow<'a, str>,
    pub updated: Cow<'a, str>,
    pub rating: Cow<'a, str>,
    pub title: Cow<'a, str>,
    pub text: Cow<'a, str>,
}

/// What one answer of the feed means.
pub enum Answer {
    /// Reviews, and the number of the last page.
    Reviews(Vec<Sighting>, u32),
    Empty(Emptiness),
    /// No reviews although there must be some: ask again.
    Glitch,
}

/// Reads a body. `page`: the page that was asked for; for a saved body the one it says it is.
///
/// # Errors
/// [`Failure::Drift`] with the place, [`Failure::Blocked`] for another page in its place.
pub fn read(body: &[u8], page: Option<u32>) -> Result<Answer, Failure> {
    if is_too_deep(body) {
        return Ok(Answer::Empty(Emptiness::EndOfList));
    }
    let text = json::mend(body)?;
    let feed = parse(&text, body)?;
    let page = page.or_else(|| page_of(&feed.this)).unwrap_or(1);
    // Old captures begin with the app itself, which has no stars.
    let reviews = list::each("feed.entry", &feed.entries, |entry| {
        match entry.rating.is_empty() {
            true => Ok(None),
            false => sighting(entry).map(Some),
        }
    })?;
    // One review may be blank; a page of blank ones has its text elsewhere now.
    list::worded(&reviews, "feed.entry[].content")?;
    if !reviews.is_empty() {
        // Without a `last` link, a full page may have a successor.
        let guess = || if reviews.len() >= 50 { page + 1 } else { page };
        let last = feed.last.as_deref().and_then(page_of).unwrap_or_else(guess);
        return Ok(Answer::Reviews(reviews, last.min(LAST_PAGE)));
    }
    if feed.entries.len() > 1 {
        return Err(Failure::drift("feed.entry[].im:rating"));
    }
    match feed.last.as_deref() {
        Some("") => Ok(Answer::Empty(Emptiness::Stated)),
        Some(last) => match page_of(last) {
            Some(last) if page > last => Ok(Answer::Empty(Emptiness::EndOfList)),
            Some(_) => Ok(Answer::Glitch),
            None => Err(Failure::drift("feed.link[rel=last]")),
        },
        None => Err(Failure::drift("feed.link[rel=last]")),
    }
}

/// Whether this is the text that says "beyond the tenth page".
pub fn is_too_deep(body: &[u8]) -> bool {
    body.len() < 200 && body.windows(TOO_DEEP.len()).any(|w| w == TOO_DEEP)
}

fn parse<'a>(text: &'a str, body: &[u8]) -> Result<Feed<'a>, Failure> {
    let start = text.trim_start();
    if start.starts_with("<?xml") || start.starts_with("<feed") {
        return atom::read(text);
    }
    let body: wire::Body<'_> = serde_json::from_str(text).map_err(|e| json::syntax(body, &e))?;
    // A link without `href` is a changed page; one with an empty `href` is an unknown app.
    let link = |rel: &str| {
        let mut links = body.feed.link.0.iter().map(|l| &l.attributes);
        links
            .find(|a| a.rel.as_deref() == Some(rel))?
            .href
            .as_deref()
            .map(str::to_owned)
    };
    let this = link("self")
        .filter(|s| page_of(s).is_some())
        .unwrap_or_else(|| body.feed.id.text().to_owned());
    let last = link("last");
    let entries = body.feed.entry.0.into_iter().map(Entry::from).collect();
    Ok(Feed { entries, last, this })
}

impl<'a> From<wire::Entry<'a>> for Entry<'a> {
    fn from(e: wire::Entry<'a>) -> Self {
        let mut content = e.content.0;
        let text = content
            .iter()
            .position(|c| c.attributes.kind.as_deref() == Some("text"))
            .unwrap_or(0);
        let text = if content.is_empty() {
            None
        } else {
            content.swap_remove(text).label
        };
        let own = |l: wire::Label<'a>| l.0.unwrap_or_default();
        Entry {
            id: own(e.id),
            author_name: own(e.author.name),
            author_uri: own(e.author.uri),
            updated: own(e.updated),
            rating: own(e.rating),
            title: own(e.title),
            text: text.unwrap_or_default(),
        }
    }
}

/// The wrong field, if one is.
fn sighting(entry: &Entry<'_>) -> Result<Sighting, &'static str> {
    let id = entry.id.trim();
    if id.is_empty() || id.contains('\0') {
        return Err("id");
    }
    let stars = entry.rating.trim().parse().ok().filter(|r| (1..=5).contains(r));
    let updated = match entry.updated.as_ref() {
        // Captures of 2018 to 2021 have none.
        "" => None,
        written => Some(dates::rfc3339(written).ok_or("updated")?),
    };
    let title = parse::nonempty(&entry.title);
    let text = parse::plain(&entry.text);
    Ok(Sighting {
        id: id.to_owned(),
        author: Author {
            id: author_id(&entry.author_uri),
            name: parse::nonempty(&entry.author_name),
        },
        rating: Some(stars.ok_or("im:rating")?),
        title,
        text,
        updated,
        ..Sighting::default()
    })
}

/// `…/ru/reviews/id77026341?l=en` → `77026341`.
fn author_id(uri: &str) -> Option<String> {
    let digits = uri.rsplit_once("/id")?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    (end > 0).then(|| digits[..end].to_owned())
}

/// The `page=N` of an address of the feed; an address without one is the first page.
fn page_of(address: &str) -> Option<u32> {
    if address.is_empty() {
        return None;
    }
    // The query may repeat the address that was asked for.
    let path = address.split('?').next().unwrap_or_default();
    let Some((_, number)) = path.split_once("page=") else {
        return path.contains("/customerreviews/").then_some(1);
    };
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..end].parse().ok()
}

/// The failure of an HTTP answer that is no page of the feed; `None` means that it is the end.
///
/// # Errors
/// By the common table.
pub fn check(response: &crate::Response, now: chrono::DateTime<chrono::Utc>) -> Result<(), Failure> {
    if response.status == 400 && is_too_deep(&response.body) {
        return Ok(());
    }
    status::check(response, false, now)
}
