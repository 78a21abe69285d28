//! Business Profile API: all reviews of a location that the owner manages, and replies to them.

use super::locate;
use super::wire::{Body, Reply, Review};
use crate::parse::{json, list, status};
use crate::proof::google;
use crate::{
    Counter, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
    Response, Standing, net,
};
use serde_json::{Value, json};
use url::Url;

/// Reviews on a page: what current clients take for the maximum.
const SIZE: &str = "50";

/// `accounts/…/locations/…`: of the link, or set beside one that does not say it.
fn location(net: &dyn Net, place: &Place) -> Result<String, Failure> {
    let set = net.key("location").unwrap_or_default();
    locate::name(&place.id)
        .or_else(|| locate::name(&set))
        .ok_or_else(|| Failure::auth("no_location"))
}

fn address(location: &str, tail: &[&str], query: &[(&str, &str)]) -> Result<Url, Failure> {
    let base = format!("https://mybusiness.googleapis.com/v4/{location}/reviews");
    net::address(&base, tail, query)
}

/// Reads a saved list, or a single saved review. `later`: the page followed another one.
///
/// # Errors
/// [`Failure::Drift`] with the place; the failure that an error in the place of a list means.
pub fn read(body: &[u8], later: bool) -> Result<Page, Failure> {
    let found: Body = json::typed(body)?;
    if let Some(failure) = google::error_in(&found.other) {
        return Err(failure);
    }
    let reviews = match (found.reviews, found.location_reviews) {
        (Some(reviews), _) => reviews,
        (None, Some(shells)) => shells.into_iter().map(|s| s.review).collect(),
        (None, None) if found.other.contains_key("reviewId") => {
            vec![json::typed(body)?]
        }
        (None, None) if found.other.is_empty() => Vec::new(),
        (None, None) => return Err(Failure::drift("reviews")),
    };
    let sightings = list::each("reviews", &reviews, Review::sighting)?;
    let token = found.next_page_token.filter(|t| !t.is_empty());
    let empty = match (sightings.is_empty(), found.total_review_count) {
        (false, _) => None,
        (true, _) if token.is_some() => return Err(Failure::drift("reviews")),
        (true, _) if later => Some(Emptiness::EndOfList),
        (true, Some(0)) => Some(Emptiness::Counter),
        // The API leaves zeros out as it leaves out empty lists.
        (true, None) if found.average_rating.is_none() => Some(Emptiness::Stated),
        (true, _) => return Err(Failure::drift("reviews")),
    };
    Ok(Page {
        empty,
        newest_first: true,
        // Google says that pages after the first may miss some: only a list of one page is whole.
        complete: !later && token.is_none(),
        counter: Counter::shown(found.total_review_count, found.average_rating),
        ..Page::of(sightings, Next::from(token))
    })
}

/// As the common table, but a project without approval has a quota of nothing: waiting is no use.
fn check(response: &Response, writes: bool, net: &dyn Net) -> Result<(), Failure> {
    status::check(response, writes, net.now()).map_err(|failure| {
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let none = |d: &Value| d["metadata"]["quota_limit_value"] == "0";
        let details = body["error"]["details"].as_array();
        match failure {
            Failure::Slow { .. } if details.is_some_and(|d| d.iter().any(none)) => {
                Failure::auth("project_not_approved")
            }
            other => other,
        }
    })
}

async fn get(net: &dyn Net, url: Url, conditional: bool) -> Result<Vec<u8>, Failure> {
    let token = google::of_owner(net).await?;
    let mut request = Request::get(url).bearer(&token);
    request.conditional = conditional;
    let response = net.send(request).await?;
    check(&response, false, net)?;
    Ok(response.body)
}

/// One page, youngest change first.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut query = vec![("pageSize", SIZE), ("orderBy", "update_time desc")];
    query.extend(cursor.page.as_deref().map(|token| ("pageToken", token)));
    let url = address(&location(net, place)?, &[], &query)?;
    let body = get(net, url, net.key("places_key").is_none()).await?;
    Ok(read(&body, cursor.page.is_some())?.asked_by(cursor))
}

/// The owner's reply under a review now, with how far Google is with it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let body = get(net, address(&location(net, place)?, &[review], &[])?, false).await?;
    let review: Review = json::typed(&body)?;
    // Whatever has no id is no review, and its silence says nothing of a reply.
    review.sighting().map_err(Failure::drift)?;
    review.reply().map_err(Failure::drift)
}

/// Publishes a reply, once. Google takes it for moderation: a 200 is not yet publication.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let location = location(net, &order.place)?;
    let token = google::of_owner(net).await?;
    let url = address(&location, &[&order.review, "reply"], &[])?;
    let request = Request::put_json(url, &json!({ "comment": order.text }))
        .bearer(&token)
        .writing();
    let response = net.send(request).await?;
    check(&response, true, net).map_err(Failure::of_review)?;
    let reply: Reply = json::typed(&response.body).map_err(|_| Failure::Unknown)?;
    reply.official().map_err(|_| Failure::Unknown)?;
    match reply.standing() {
        Standing::Rejected { reason } => Err(Failure::Refused { reason }),
        Standing::Live if !reply.states_nothing() => Ok(Receipt::Live { id: None }),
        Standing::Live | Standing::Pending => Ok(Receipt::Accepted { id: None }),
    }
}
