//! Places API (New): the public's own count of a place, and at most five reviews by relevance.

use crate::net::address;
use crate::parse::{self, dates, json, list, status};
use crate::proof::google;
use crate::{Author, Counter, Emptiness, Failure, Net, Next, Page, Place, Request, Sighting};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    rating: Option<f64>,
    user_rating_count: Option<u64>,
    reviews: Option<Vec<Review>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Review {
    name: Option<String>,
    rating: Option<f64>,
    text: Option<Text>,
    original_text: Option<Text>,
    author_attribution: Option<Attribution>,
    publish_time: Option<String>,
    google_maps_uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Text {
    text: Option<String>,
    language_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attribution {
    display_name: Option<String>,
    uri: Option<String>,
}

impl Review {
    /// The wrong field, if one is.
    fn sighting(&self) -> Result<Sighting, &'static str> {
        let id = self
            .name
            .as_deref()
            .and_then(|n| n.split_once("/reviews/"))
            .map(|(_, id)| id.trim());
        let text = self.original_text.as_ref().or(self.text.as_ref());
        let author = self.author_attribution.as_ref();
        let uri = author.and_then(|a| a.uri.as_deref()).unwrap_or_default();
        Ok(Sighting {
            id: id
                .filter(|i| !i.is_empty() && !i.contains('\0'))
                .ok_or("name")?
                .to_owned(),
            author: Author {
                id: super::maps::contributor(uri),
                name: author
                    .and_then(|a| a.display_name.as_deref())
                    .and_then(parse::nonempty),
            },
            rating: Some(super::maps::stars(self.rating.ok_or("rating")?, 5.0).ok_or("rating")?),
            text: parse::plain(text.and_then(|t| t.text.as_deref()).unwrap_or_default()),
            created: Some(
                self.publish_time
                    .as_deref()
                    .and_then(dates::rfc3339)
                    .ok_or("publishTime")?,
            ),
            lang: text
                .and_then(|t| t.language_code.as_deref())
                .and_then(parse::nonempty),
            url: self.google_maps_uri.as_deref().and_then(super::maps::link),
            ..Sighting::default()
        })
    }
}

/// Reads an answer with reviews, with the count, or with both.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    let details: Details = json::typed(body)?;
    let sightings = list::each("reviews", details.reviews.iter().flatten(), Review::sighting)?;
    let empty = match details.user_rating_count {
        _ if !sightings.is_empty() => None,
        Some(0) => Some(Emptiness::Counter),
        // Zeros are left out; with a rating there must be reviews.
        None if details.rating.is_none() && details.reviews.is_none() && body_is_bare(body) => {
            Some(Emptiness::Stated)
        }
        _ => return Err(Failure::drift("reviews")),
    };
    Ok(Page {
        empty,
        counter: counter(&details),
        ..Page::of(sightings, Next::Done)
    })
}

/// Nothing but the place's id and name.
fn body_is_bare(body: &[u8]) -> bool {
    let value = json::value(body).unwrap_or_default();
    value["id"].is_string()
        && value
            .as_object()
            .is_some_and(|o| o.keys().all(|k| k == "id" || k == "displayName"))
}

fn counter(details: &Details) -> Option<Counter> {
    Counter::shown(details.user_rating_count, details.rating)
}

async fn ask(net: &dyn Net, place: &Place, mask: &str) -> Result<Vec<u8>, Failure> {
    let key = net.need("places_key")?;
    let set = || net.key("place_id").ok_or_else(|| Failure::auth("no_place_id"));
    let id = match place.kind.as_str() {
        "place" => place.id.clone(),
        _ => set()?,
    };
    let url = address("https://places.googleapis.com/v1/places", &[&id], &[])?;
    let request = Request::get(url)
        .header("x-goog-api-key", &key)
        .header("x-goog-fieldmask", mask);
    let response = net.send(request).await?;
    status::check(&response, false, net.now()).map_err(|failure| {
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        match google::key_refused(&body["error"]) {
            true => Failure::auth("key_refused"),
            false => failure,
        }
    })?;
    Ok(response.body)
}

/// The five most relevant reviews and the count.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place) -> Result<Page, Failure> {
    read(&ask(net, place, "id,rating,userRatingCount,reviews").await?)
}

/// The count alone: what the public sees, beside what the owner's interface tells.
///
/// # Errors
/// One per decision of the engine.
pub async fn probe(net: &dyn Net, place: &Place) -> Result<Option<Counter>, Failure> {
    let body = ask(net, place, "id,rating,userRatingCount").await?;
    let details: Details = json::typed(&body)?;
    Ok(counter(&details))
}
