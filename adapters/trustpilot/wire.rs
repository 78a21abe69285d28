//! A review as the Business API and the public page give it: the same things under other names.

use crate::parse::{self, dates, nonempty};
use crate::{Author, Failure, OfficialReply, Sighting};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Review {
    id: String,
    #[serde(alias = "stars")]
    rating: u8,
    title: Option<String>,
    text: Option<String>,
    language: Option<String>,
    consumer: Consumer,
    // The API.
    created_at: Option<String>,
    updated_at: Option<String>,
    // The page.
    dates: Option<Dates>,
    #[serde(alias = "companyReply")]
    reply: Option<Reply>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consumer {
    id: Option<String>,
    display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dates {
    published_date: String,
    updated_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    #[serde(alias = "message")]
    text: String,
    #[serde(alias = "publishedDate")]
    created_at: Option<String>,
}

/// Where a review is seen.
pub fn address(review: &str) -> Option<Url> {
    let mut url = Url::parse("https://www.trustpilot.com/reviews").ok()?;
    url.path_segments_mut().ok()?.push(review);
    Some(url)
}

/// The reviews of a list.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn reviews(list: &[Value]) -> Result<Vec<Sighting>, Failure> {
    // Replies that vanished from the shape are not ones that were never written.
    if !list.is_empty() && !list.iter().any(answerable) {
        return Err(Failure::drift("reviews[].reply"));
    }
    let mut known = HashSet::new();
    let mut sightings = Vec::with_capacity(list.len());
    for (i, value) in list.iter().enumerate() {
        let one = review(value).map_err(|at| Failure::drift(format!("reviews[{i}].{at}")))?;
        // The list moves while it is paged.
        if known.insert(one.id.clone()) {
            sightings.push(one);
        }
    }
    if !sightings.is_empty() && sightings.iter().all(|s| s.text.is_empty() && s.title.is_none()) {
        return Err(Failure::drift("reviews[].text"));
    }
    Ok(sightings)
}

/// The official reply inside a review.
///
/// # Errors
/// The wrong field.
pub fn reply_of(value: &Value) -> Result<Option<OfficialReply>, &'static str> {
    if !answerable(value) {
        return Err("companyReply");
    }
    Ok(review(value)?.official_reply)
}

fn answerable(review: &Value) -> bool {
    ["companyReply", "reply"].iter().any(|k| review.get(k).is_some())
}

fn review(value: &Value) -> Result<Sighting, &'static str> {
    let r = Review::deserialize(value).map_err(|_| "id")?;
    if r.id.trim().is_empty() || r.id.contains('\0') {
        return Err("id");
    }
    if !(1..=5).contains(&r.rating) {
        return Err("rating");
    }
    let (created, updated) = match (&r.created_at, &r.dates) {
        (Some(created), _) => (created.as_str(), r.updated_at.as_deref()),
        (None, Some(d)) => (d.published_date.as_str(), d.updated_date.as_deref()),
        (None, None) => return Err("createdAt"),
    };
    let updated = updated.map(|u| instant(u).ok_or("updatedAt")).transpose()?;
    let text = parse::plain(r.text.as_deref().unwrap_or_default());
    let reply = r.reply.map(|reply| OfficialReply {
        text: parse::plain(&reply.text),
        at: reply.created_at.as_deref().and_then(instant),
        ..OfficialReply::default()
    });
    Ok(Sighting {
        author: Author {
            id: r.consumer.id.as_deref().and_then(nonempty),
            name: r.consumer.display_name.as_deref().and_then(nonempty),
        },
        rating: Some(r.rating),
        title: r.title.as_deref().and_then(nonempty),
        text,
        created: Some(instant(created).ok_or("createdAt")?),
        updated,
        edited: updated.is_some(),
        official_reply: reply,
        lang: r.language.as_deref().and_then(nonempty),
        url: address(&r.id).map(String::from),
        id: r.id,
        ..Sighting::default()
    })
}

/// RFC 3339, or the site's own `2023-12-06 19:48:52 UTC`.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let own = || {
        text.strip_suffix(" UTC")
            .and_then(|t| dates::rfc3339(&format!("{}Z", t.replace(' ', "T"))))
    };
    dates::rfc3339(text).or_else(own)
}
