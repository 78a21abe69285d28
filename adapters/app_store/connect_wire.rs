//! Answers of the App Store Connect API (JSON:API). Every attribute is optional by Apple's schema.

use crate::parse::{self, dates, json, list, status};
use crate::{Author, Counter, Emptiness, Failure, Next, OfficialReply, Page, Sighting, Standing};
use serde::Deserialize;
use std::collections::HashMap;

/// One resource or a list of them; the kind tells reviews from what is included beside them.
#[derive(Deserialize)]
struct Body {
    data: Option<Data>,
    #[serde(default)]
    included: Vec<Resource>,
    #[serde(default)]
    links: Links,
    meta: Option<Meta>,
    errors: Option<Vec<Trouble>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Data {
    Many(Vec<Resource>),
    One(Box<Resource>),
}

#[derive(Deserialize, Default)]
struct Links {
    next: Option<String>,
}

#[derive(Deserialize)]
struct Meta {
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    total: Option<u64>,
}

/// Details may be missing, and there may be several errors.
#[derive(Deserialize)]
struct Trouble {
    status: Option<String>,
    code: Option<String>,
}

#[derive(Deserialize)]
pub struct Resource {
    #[serde(rename = "type")]
    kind: String,
    pub id: String,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    relationships: Relationships,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    rating: Option<i64>,
    title: Option<String>,
    body: Option<String>,
    reviewer_nickname: Option<String>,
    created_date: Option<String>,
    response_body: Option<String>,
    last_modified_date: Option<String>,
    state: Option<String>,
}

#[derive(Deserialize, Default)]
struct Relationships {
    response: Option<Relation>,
    review: Option<Relation>,
}

#[derive(Deserialize)]
struct Relation {
    data: Option<Identity>,
}

#[derive(Deserialize)]
struct Identity {
    id: String,
}

impl Relationships {
    fn id(relation: Option<&Relation>) -> Option<&str> {
        relation?.data.as_ref().map(|d| d.id.as_str())
    }
}

impl Resource {
    /// The developer's response as Apple keeps it; it is shown to all only when published.
    pub fn reply(&self) -> Result<OfficialReply, &'static str> {
        let at = self.attributes.last_modified_date.as_deref();
        Ok(OfficialReply {
            id: Some(self.id.clone()),
            text: parse::plain(self.attributes.response_body.as_deref().ok_or("responseBody")?),
            at: at
                .map(|t| dates::rfc3339(t).ok_or("lastModifiedDate"))
                .transpose()?,
            standing: match self.attributes.state.as_deref() {
                None | Some("PUBLISHED") => Standing::Live,
                Some(_) => Standing::Pending,
            },
        })
    }

    fn sighting(&self, replies: &HashMap<&str, &Resource>) -> Result<Sighting, &'static str> {
        let a = &self.attributes;
        let id = self.id.trim();
        let stars = a.rating.and_then(|r| u8::try_from(r).ok());
        let named = Relationships::id(self.relationships.response.as_ref());
        let reply = named.and_then(|n| replies.get(n)).or_else(|| replies.get(id));
        if reply.is_none() && named.is_some() {
            return Err("relationships.response");
        }
        Ok(Sighting {
            id: Some(id)
                .filter(|i| !i.is_empty() && !i.contains('\0'))
                .ok_or("id")?
                .to_owned(),
            author: Author {
                id: None,
                name: a.reviewer_nickname.as_deref().and_then(parse::nonempty),
            },
            rating: Some(stars.filter(|s| (1..=5).contains(s)).ok_or("attributes.rating")?),
            title: a.title.as_deref().and_then(parse::nonempty),
            text: parse::plain(a.body.as_deref().unwrap_or_default()),
            created: a
                .created_date
                .as_deref()
                .map(|t| dates::rfc3339(t).ok_or("attributes.createdDate"))
                .transpose()?,
            official_reply: reply.map(|r| r.reply()).transpose()?,
            ..Sighting::default()
        })
    }
}

/// Whether this could be such a body.
pub fn is_such(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t'])
        .starts_with('{')
        && ["\"customerReviews\"", "\"errors\""]
            .iter()
            .any(|w| text.contains(w))
        && !text.contains("\"feed\"")
}

/// Reads a list or a single review. `later`: the page followed another one. `next` of the page is the
/// address that Apple names.
///
/// # Errors
/// [`Failure::Drift`] with the place; the failure that an error in the place of a list means.
pub fn read(body: &[u8], later: bool) -> Result<Page, Failure> {
    let body: Body = json::typed(body)?;
    if let Some(first) = body.errors.as_ref().and_then(|e| e.first()) {
        let code = first
            .status
            .as_deref()
            .and_then(|s| s.parse().ok())
            .unwrap_or(500);
        return Err(status::code(code, false, None)
            .err()
            .unwrap_or_else(|| Failure::drift("errors")));
    }
    let data = match body.data.ok_or_else(|| Failure::drift("data"))? {
        Data::Many(all) => all,
        Data::One(one) => vec![*one],
    };
    let mut replies = HashMap::new();
    for one in body
        .included
        .iter()
        .filter(|r| r.kind == "customerReviewResponses")
    {
        replies.insert(one.id.as_str(), one);
        if let Some(review) = Relationships::id(one.relationships.review.as_ref()) {
            replies.insert(review, one);
        }
    }
    let sightings = list::each("data", &data, |one| match one.kind.as_str() {
        "customerReviews" => one.sighting(&replies),
        _ => Err("type"),
    })?;
    // One may be without; a whole page of such has it elsewhere now.
    list::worded(&sightings, "data[].attributes.body")?;
    if !sightings.is_empty() && sightings.iter().all(|s| s.created.is_none()) {
        return Err(Failure::drift("data[].attributes.createdDate"));
    }
    let total = body.meta.and_then(|m| m.paging).and_then(|p| p.total);
    let next = body.links.next.filter(|n| !n.is_empty());
    let empty = match (sightings.is_empty(), total) {
        (false, _) => None,
        (true, _) if next.is_some() => return Err(Failure::drift("data")),
        (true, _) if later => Some(Emptiness::EndOfList),
        (true, Some(0)) => Some(Emptiness::Counter),
        (true, None) => Some(Emptiness::Stated),
        (true, Some(_)) => return Err(Failure::drift("data")),
    };
    Ok(Page {
        empty,
        complete: true,
        newest_first: true,
        counter: Counter::shown(total, None),
        ..Page::of(sightings, Next::from(next))
    })
}

/// The response in a body that holds one, as after writing.
pub fn written(body: &[u8]) -> Option<OfficialReply> {
    let text = json::mend(body).ok()?;
    match serde_json::from_str::<Body>(&text).ok()?.data? {
        Data::One(one) if one.kind == "customerReviewResponses" && !one.id.is_empty() => one.reply().ok(),
        _ => None,
    }
}

/// Why Apple declined to write, as a machine word. Of several errors the most particular one tells:
/// codes grow by parts, such as `ENTITY_ERROR.ATTRIBUTE.INVALID`.
pub fn reason(body: &[u8]) -> Option<String> {
    let body: Body = serde_json::from_slice(body).ok()?;
    let codes = body.errors?.into_iter().filter_map(|e| e.code);
    let word = codes.max_by_key(|c| c.split('.').count())?.to_ascii_lowercase();
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._".contains(&b);
    (!word.is_empty() && word.len() <= 80 && word.bytes().all(good)).then_some(word)
}
