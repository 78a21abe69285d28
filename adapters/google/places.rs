//! Places API (New): the public's own count of a place, and at most five reviews by relevance.

use crate::parse::{self, dates, json, status};
use crate::{Author, Counter, Emptiness, Failure, Net, Next, Page, Place, Request, Sighting};
use serde::Deserialize;
use url::Url;

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
    let text = json::mend(body)?;
    let details: Details = serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?;
    let mut sightings = Vec::new();
    for (i, review) in details.reviews.iter().flatten().enumerate() {
        let sighting = review
            .sighting()
            .map_err(|field| Failure::drift(format!("reviews[{i}].{field}")))?;
        sightings.push(sighting);
    }
    let empty = match details.user_rating_count {
        _ if !sightings.is_empty() => None,
        Some(0) => Some(Emptiness::Counter),
        // Zeros are left out; with a rating there must be reviews.
        None if details.rating.is_none() && details.reviews.is_none() && body_is_bare(&text) => {
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
fn body_is_bare(text: &str) -> bool {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    value["id"].is_string()
        && value
            .as_object()
            .is_some_and(|o| o.keys().all(|k| k == "id" || k == "displayName"))
}

fn counter(details: &Details) -> Option<Counter> {
    let rating = details.rating.filter(|r| (1.0..=5.0).contains(r));
    (details.user_rating_count.is_some() || rating.is_some()).then_some(Counter {
        count: details.user_rating_count,
        rating,
    })
}

async fn ask(net: &dyn Net, place: &Place, mask: &str) -> Result<Vec<u8>, Failure> {
    let key = net
        .access("places_key")
        .ok_or_else(|| Failure::auth("no_access_key"))?;
    let id = match place.kind.as_str() {
        "place" => place.id.clone(),
        _ => net
            .access("place_id")
            .ok_or_else(|| Failure::auth("no_place_id"))?,
    };
    let mut url = Url::parse("https://places.googleapis.com/v1/places").map_err(|_| Failure::Unsupported)?;
    url.path_segments_mut()
        .map_err(|()| Failure::Unsupported)?
        .push(id.trim());
    let request = Request::get(url)
        .header("x-goog-api-key", key.trim())
        .header("x-goog-fieldmask", mask);
    let response = net.send(request).await?;
    status::check(&response, false, net.now())?;
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
    let text = json::mend(&body)?;
    let details: Details = serde_json::from_str(&text).map_err(|e| json::syntax(&body, &e))?;
    Ok(counter(&details))
}
