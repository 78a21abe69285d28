//! Android Publisher API: the reviews of the last week, and replies to them.

use crate::declared::config::Item;
use crate::parse::{self, json, list, status};
use crate::proof::google;
use crate::{
    Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
    Sighting, net,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

const SCOPE: &str = "https://www.googleapis.com/auth/androidpublisher";

/// Reviews on a page, the practical maximum.
const SIZE: &str = "100";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    reviews: Option<Vec<Value>>,
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

/// A review with the youngest words of both sides: an edited one may show its old ones too.
fn latest(review: &Value) -> Value {
    let mut latest = review.clone();
    let Some(fields) = latest.as_object_mut() else {
        return latest;
    };
    let at = |said: &Value, part: &str| match &said["lastModified"][part] {
        Value::String(digits) => digits.parse().ok(),
        number => number.as_i64(),
    };
    for side in ["userComment", "developerComment"] {
        let all = review["comments"].as_array().into_iter().flatten();
        let said = all.filter_map(|c| c.get(side)).filter(|s| !s.is_null());
        let Some(mut last) = said.max_by_key(|s| (at(s, "seconds"), at(s, "nanos"))).cloned() else {
            continue;
        };
        // Words that were not translated have no original beside them.
        if last["originalText"].as_str().is_some_and(|t| t.trim().is_empty()) {
            last["originalText"].take();
        }
        fields.insert(side.to_owned(), last);
    }
    latest
}

fn sighting(item: &Item, review: &Value) -> Result<Sighting, String> {
    let mut one = item.read(&latest(review))?;
    // Reviews of the time when there were titles carry them before a tab.
    if let Some((title, text)) = one.text.split_once('\t') {
        (one.title, one.text) = (parse::nonempty(title), parse::plain(text));
    }
    Ok(one)
}

/// Reads a saved list, or a single saved review. `later`: the page followed another one.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn read(item: &Item, body: &[u8], later: bool) -> Result<Page, Failure> {
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
    let sightings = list::each("reviews", &reviews, |r| sighting(item, r))?;
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
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut query = vec![("maxResults", SIZE)];
    query.extend(cursor.page.as_deref().map(|token| ("token", token)));
    let body = get(net, address(place, &[], &query)?, true).await?;
    Ok(read(item, &body, cursor.page.is_some())?.asked_by(cursor))
}

/// The developer's reply that stands under a review now: a new one would overwrite it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(
    net: &dyn Net,
    item: &Item,
    place: &Place,
    review: &str,
) -> Result<Option<OfficialReply>, Failure> {
    let body = get(net, address(place, &[review], &[])?, false).await?;
    let review: Value = json::typed(&body)?;
    Ok(sighting(item, &review).map_err(Failure::drift)?.official_reply)
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
