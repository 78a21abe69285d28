//! Lists of reviews as the organisation's page and `fetchReviews` write them (both the same).

use crate::parse::{self, dates};
use crate::{Author, Counter, Emptiness, Failure, Next, OfficialReply, Page, Sighting};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashSet;

/// As much as Yandex shows of any organisation.
pub const CAP: u64 = 600;

/// `reviewResults` of the page, `data` of `fetchReviews`.
#[derive(Deserialize)]
pub struct Reviews<'a> {
    #[serde(borrow)]
    reviews: Vec<Review<'a>>,
    #[serde(default)]
    pub params: Params,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    pub count: Option<u64>,
    pub offset: Option<u64>,
    pub total_pages: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    pub rating_value: Option<f64>,
    pub review_count: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Review<'a> {
    #[serde(borrow)]
    review_id: Cow<'a, str>,
    #[serde(borrow, default)]
    author: Option<Writer<'a>>,
    #[serde(borrow, default)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    text_language: Option<Cow<'a, str>>,
    #[serde(default)]
    rating: Option<f64>,
    #[serde(borrow)]
    updated_time: Cow<'a, str>,
    #[serde(borrow, default)]
    business_comment: Option<Comment<'a>>,
    #[serde(borrow, default)]
    photos: Option<Vec<Ignored<'a>>>,
    #[serde(borrow, default)]
    videos: Option<Vec<Ignored<'a>>>,
}

/// Whole stars, however the number is written (`5`, `5.0`); none, or zero, stand beside words alone.
///
/// # Errors
/// The field, for anything else.
pub fn stars(written: Option<f64>) -> Result<Option<u8>, &'static str> {
    let Some(written) = written.filter(|n| *n != 0.0) else {
        return Ok(None);
    };
    let whole = (1..=5).find(|stars| f64::from(*stars) == written);
    whole.map(Some).ok_or("rating")
}

/// An attachment: only counted.
type Ignored<'a> = &'a serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Writer<'a> {
    #[serde(borrow, default)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    public_id: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    updated_time: Option<Cow<'a, str>>,
}

impl Reviews<'_> {
    /// The page that a list makes; `next` is for the caller to say. `rating`: what the card of the
    /// organisation says, where it is at hand.
    ///
    /// # Errors
    /// [`Failure::Drift`] for a list that is empty without proof or lost a field.
    pub fn page(&self, rating: &Rating) -> Result<Page, Failure> {
        let mut known = HashSet::new();
        let mut sightings = Vec::with_capacity(self.reviews.len());
        for (i, review) in self.reviews.iter().enumerate() {
            let sighting = review
                .sighting()
                .map_err(|field| Failure::drift(format!("reviews[{i}].{field}")))?;
            if known.insert(sighting.id.clone()) {
                sightings.push(sighting);
            }
        }
        // One review may be without words or stars; a page of such ones has them elsewhere now.
        if !sightings.is_empty() && sightings.iter().all(|s| s.text.is_empty()) {
            return Err(Failure::drift("reviews[].text"));
        }
        if !sightings.is_empty() && sightings.iter().all(|s| s.rating.is_none()) {
            return Err(Failure::drift("reviews[].rating"));
        }
        let empty = sightings.is_empty().then(|| self.emptiness(rating)).transpose()?;
        let counter = Counter {
            count: rating.review_count.or(self.params.count),
            // 4.900000095367432 means 4.9.
            rating: rating
                .rating_value
                .map(|v| (v * 10.0).round() / 10.0)
                .filter(|v| (1.0..=5.0).contains(v)),
        };
        Ok(Page {
            empty,
            counter: (counter.count.is_some() || counter.rating.is_some()).then_some(counter),
            ..Page::of(sightings, Next::Done)
        })
    }

    fn emptiness(&self, rating: &Rating) -> Result<Emptiness, Failure> {
        let count = self.params.count.ok_or_else(|| Failure::drift("params.count"))?;
        match self.params.offset {
            _ if count == 0 && rating.review_count.unwrap_or(0) == 0 => Ok(Emptiness::Counter),
            Some(offset) if count > 0 && offset >= count => Ok(Emptiness::EndOfList),
            _ => Err(Failure::drift("reviews")),
        }
    }
}

impl Review<'_> {
    /// The wrong field, if one is.
    fn sighting(&self) -> Result<Sighting, &'static str> {
        let id = self.review_id.trim();
        if id.is_empty() || id.contains('\0') {
            return Err("reviewId");
        }
        let rating = stars(self.rating)?;
        let said = |text: &Option<Cow<'_, str>>| text.as_deref().and_then(parse::nonempty);
        let author = self.author.as_ref().map_or_else(Author::default, |a| Author {
            id: said(&a.public_id),
            name: said(&a.name),
        });
        let official_reply = match &self.business_comment {
            None => None,
            Some(comment) => {
                let at = match comment.updated_time.as_deref() {
                    None => None,
                    Some(written) => Some(dates::rfc3339(written).ok_or("businessComment.updatedTime")?),
                };
                let text = parse::plain(&comment.text);
                Some(OfficialReply {
                    text,
                    at,
                    ..OfficialReply::default()
                })
            }
        };
        let count = |list: &Option<Vec<Ignored<'_>>>| list.as_ref().map_or(0, Vec::len);
        Ok(Sighting {
            id: id.to_owned(),
            author,
            rating,
            text: parse::plain(self.text.as_deref().unwrap_or_default()),
            updated: Some(dates::rfc3339(&self.updated_time).ok_or("updatedTime")?),
            official_reply,
            media: u32::try_from(count(&self.photos) + count(&self.videos)).unwrap_or(u32::MAX),
            lang: said(&self.text_language),
            ..Sighting::default()
        })
    }
}
