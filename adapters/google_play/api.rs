//! Android Publisher API: the reviews of the last week, and replies to them.

use super::auth;
use crate::parse::{self, dates, json, status};
use crate::proof::google;
use crate::{
    Author, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
    Sighting,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use url::Url;

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
    let text = json::mend(body)?;
    let list: Body = serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?;
    if let Some(failure) = google::error_in(&list.other) {
        return Err(failure);
    }
    let reviews = match list.reviews {
        Some(reviews) => reviews,
        None if list.other.contains_key("reviewId") => {
            vec![serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?]
        }
        None if list.other.is_empty() => Vec::new(),
        None => return Err(Failure::drift("reviews")),
    };
    let mut known = HashSet::new();
    let mut sightings = Vec::with_capacity(reviews.len());
    for (i, review) in reviews.iter().enumerate() {
        let sighting = review
            .sighting()
            .map_err(|field| Failure::drift(format!("reviews[{i}].{field}")))?;
        if known.insert(sighting.id.clone()) {
            sightings.push(sighting);
        }
    }
    // The API shows reviews with words only.
    if !sightings.is_empty() && sightings.iter().all(|s| s.text.is_empty()) {
        return Err(Failure::drift("reviews[].comments[].userComment.text"));
    }
    let token = list.token_pagination.and_then(|t| t.next_page_token);
    let token = token.filter(|t| !t.is_empty());
    let counted = list.page_info.and_then(|i| i.total_results).unwrap_or(0);
    let empty = match sightings.is_empty() {
        false => None,
        true if token.is_some() || (!later && counted > 0) => return Err(Failure::drift("reviews")),
        true if later => Some(Emptiness::EndOfList),
        true => Some(Emptiness::Stated),
    };
    Ok(Page {
        empty,
        newest_first: true,
        ..Page::of(sightings, token.map_or(Next::Done, Next::More))
    })
}

/// The address of an app's reviews, of one of them, or of its reply.
fn address(place: &Place, last: Option<&str>) -> Result<Url, Failure> {
    let base = "https://androidpublisher.googleapis.com/androidpublisher/v3/applications/";
    let mut url = Url::parse(base).map_err(|_| Failure::Unsupported)?;
    {
        let mut path = url.path_segments_mut().map_err(|()| Failure::Unsupported)?;
        path.pop_if_empty().push(&place.id).push("reviews").extend(last);
    }
    Ok(url)
}

async fn get(net: &dyn Net, url: Url, conditional: bool) -> Result<Vec<u8>, Failure> {
    let token = auth::bearer(net).await?;
    let mut request = Request::get(url).header("authorization", &format!("Bearer {token}"));
    request.conditional = conditional;
    let response = net.send(request).await?;
    status::check(&response, false, net.now())?;
    Ok(response.body)
}

/// One page of the last week, youngest change first.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut url = address(place, None)?;
    url.query_pairs_mut().append_pair("maxResults", SIZE);
    if let Some(token) = &cursor.page {
        url.query_pairs_mut().append_pair("token", token);
    }
    let body = get(net, url, true).await?;
    let page = read(&body, cursor.page.is_some())?;
    match &page.next {
        // A token that comes again would be read for ever.
        Next::More(token) if cursor.page.as_ref() == Some(token) => Ok(Page {
            next: Next::Done,
            ..page
        }),
        _ => Ok(page),
    }
}

/// The developer's reply that stands under a review now: a new one would overwrite it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let body = get(net, address(place, Some(review))?, false).await?;
    let text = json::mend(&body)?;
    let review: Review = serde_json::from_str(&text).map_err(|e| json::syntax(&body, &e))?;
    review.reply().map_err(Failure::drift)
}

/// Publishes a reply, once.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    #[derive(Deserialize)]
    struct Done {
        result: Written,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Written {
        #[serde(rename = "replyText")]
        _text: String,
    }
    let token = auth::bearer(net).await?;
    let url = address(&order.place, Some(&format!("{}:reply", order.review)))?;
    let request = Request::post_json(url, &json!({ "replyText": order.text }))
        .header("authorization", &format!("Bearer {token}"))
        .writing();
    let response = net.send(request).await?;
    let refused = |reason: &str| Failure::Refused {
        reason: reason.into(),
    };
    match response.status {
        // Some reviews cannot be answered by anyone; lost rights show when the next poll is refused.
        403 => return Err(refused("http_403")),
        404 => return Err(refused("review_gone")),
        _ => status::check(&response, true, net.now())?,
    }
    let text = json::mend(&response.body).map_err(|_| Failure::Unknown)?;
    let Done {
        result: Written { .. },
    } = serde_json::from_str(&text).map_err(|_| Failure::Unknown)?;
    Ok(Receipt::Live { id: None })
}
