//! Android Publisher API: the reviews of the last week, and replies to them.

use crate::parse::{self, dates, json, list, status};
use crate::proof::google;
use crate::{
    Author, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
    Sighting, net,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

const SCOPE: &str = "https://www.googleapis.com/auth/androidpublisher";

/// Reviews on a page, the practical maximum.
const SIZE: &str = "100";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    reviews: Option<Vec<Review>>,
    token_pagination: Option<Tokens>,
    page_info: Option<Info>,
    /// Empty lists are left out of the answer, so that a quiet app answers `{}`: whatever else stands
    /// there in the place of reviews is a changed answer.
    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    total_results: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    review_id: String,
    author_name: Option<String>,
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    user_comment: Option<Said>,
    developer_comment: Option<Said>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    text: Option<String>,
    original_text: Option<String>,
    last_modified: Option<Timestamp>,
    star_rating: Option<i64>,
    reviewer_language: Option<String>,
}

/// `seconds` is a string by proto3's rules for 64 bits.
#[derive(Deserialize)]
struct Timestamp {
    seconds: Value,
    #[serde(default)]
    nanos: u32,
}

impl Timestamp {
    fn instant(&self) -> Option<DateTime<Utc>> {
        let seconds = match &self.seconds {
            Value::String(s) => s.parse().ok()?,
            other => other.as_i64()?,
        };
        DateTime::from_timestamp(seconds, self.nanos).filter(dates::sane)
    }
}

impl Said {
    fn at(&self) -> Option<DateTime<Utc>> {
        self.last_modified.as_ref().and_then(Timestamp::instant)
    }
}

impl Review {
    /// The youngest of the user's words: an edited review may show its old ones too.
    fn words(&self) -> Option<&Said> {
        let all = self.comments.iter().filter_map(|c| c.user_comment.as_ref());
        all.max_by_key(|c| c.at())
    }

    pub fn reply(&self) -> Result<Option<OfficialReply>, &'static str> {
        let all = self.comments.iter().filter_map(|c| c.developer_comment.as_ref());
        let Some(reply) = all.max_by_key(|c| c.at()) else {
            return Ok(None);
        };
        let text = reply.text.as_deref().ok_or("developerComment.text")?;
        Ok(Some(OfficialReply {
            text: parse::plain(text),
            at: reply.at(),
            ..OfficialReply::default()
        }))
    }

    /// The wrong field, if one is.
    fn sighting(&self) -> Result<Sighting, &'static str> {
        let id = self.review_id.trim();
        if id.is_empty() || id.contains('\0') {
            return Err("reviewId");
        }
        let words = self.words().ok_or("comments[].userComment")?;
        let stars = words.star_rating.filter(|s| (1..=5).contains(s));
        let said = words.original_text.as_deref().filter(|t| !t.trim().is_empty());
        let said = said.or(words.text.as_deref()).unwrap_or_default();
        // Reviews of the time when there were titles carry them before a tab.
        let (title, text) = match said.split_once('\t') {
            Some((title, text)) => (parse::nonempty(title), text),
            None => (None, said),
        };
        Ok(Sighting {
            id: id.to_owned(),
            author: Author {
                id: None,
                name: self.author_name.as_deref().and_then(parse::nonempty),
            },
            rating: Some(u8::try_from(stars.ok_or("userComment.starRating")?).map_err(|_| "starRating")?),
            title,
            text: parse::plain(text),
            updated: Some(words.at().ok_or("userComment.lastModified")?),
            official_reply: self.reply()?,
            lang: words.reviewer_language.as_deref().and_then(parse::nonempty),
            ..Sighting::default()
        })
    }
}

/// Reads a saved list, or a single saved review. `later`: the page followed another one.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn read(body: &[u8], later: bool) -> Result<Page, Failure> {
    let found: Body = json::typed(body)?;
    if let Some(failure) = google::error_in(&found.other) {
        return Err(failure);
    }
    let reviews = match found.reviews {
        Some(reviews) => reviews,
        None if found.other.contains_key("reviewId") => {
            vec![json::typed(body)?]
        }
        None if found.other.is_empty() => Vec::new(),
        None => return Err(Failure::drift("reviews")),
    };
    let sightings = list::each("reviews", &reviews, Review::sighting)?;
    // The API shows reviews with words only.
    list::worded(&sightings, "reviews[].comments[].userComment.text")?;
    let token = found.token_pagination.and_then(|t| t.next_page_token);
    let token = token.filter(|t| !t.is_empty());
    let counted = found.page_info.and_then(|i| i.total_results).unwrap_or(0);
    let empty = match sightings.is_empty() {
        false => None,
        true if token.is_some() || (!later && counted > 0) => return Err(Failure::drift("reviews")),
        true if later => Some(Emptiness::EndOfList),
        true => Some(Emptiness::Stated),
    };
    Ok(Page {
        empty,
        newest_first: true,
        ..Page::of(sightings, Next::from(token))
    })
}

/// A bearer token. With a service account one is asked for each time: adapters keep no state.
async fn bearer(net: &dyn Net) -> Result<String, Failure> {
    match net.key("access_token") {
        Some(token) => Ok(token),
        None => google::of_account(net, &net.need("service_account")?, SCOPE).await,
    }
}

/// The address of an app's reviews, of one of them, or of its reply.
fn address(place: &Place, last: &[&str], query: &[(&str, &str)]) -> Result<Url, Failure> {
    let base = "https://androidpublisher.googleapis.com/androidpublisher/v3/applications";
    net::address(base, &[&[place.id.as_str(), "reviews"], last].concat(), query)
}

async fn get(net: &dyn Net, url: Url, conditional: bool) -> Result<Vec<u8>, Failure> {
    let mut request = Request::get(url).bearer(&bearer(net).await?);
    request.conditional = conditional;
    Ok(net.fetch(request).await?.body)
}

/// One page of the last week, youngest change first.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut query = vec![("maxResults", SIZE)];
    query.extend(cursor.page.as_deref().map(|token| ("token", token)));
    let body = get(net, address(place, &[], &query)?, true).await?;
    Ok(read(&body, cursor.page.is_some())?.asked_by(cursor))
}

/// The developer's reply that stands under a review now: a new one would overwrite it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let body = get(net, address(place, &[review], &[])?, false).await?;
    let review: Review = json::typed(&body)?;
    review.reply().map_err(Failure::drift)
}

/// Publishes a reply, once.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let token = bearer(net).await?;
    let url = address(&order.place, &[&format!("{}:reply", order.review)], &[])?;
    let request = Request::post_json(url, &json!({ "replyText": order.text }))
        .bearer(&token)
        .writing();
    let response = net.send(request).await?;
    match response.status {
        // Some reviews cannot be answered by anyone; lost rights show when the next poll is refused.
        403 => return Err(Failure::refused("http_403")),
        _ => status::check(&response, true, net.now()).map_err(Failure::of_review)?,
    }
    let done: Value = json::typed(&response.body).map_err(|_| Failure::Unknown)?;
    let written = done["result"]["replyText"].as_str();
    written
        .map(|_| Receipt::Live { id: None })
        .ok_or(Failure::Unknown)
}
