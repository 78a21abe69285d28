//! Business Profile API: all reviews of a location that the owner manages, and replies to them.

use super::locate;
use super::wire::{Body, Reply, Review};
use crate::parse::{json, status};
use crate::proof::google;
use crate::{
    Counter, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
    Response, Standing,
};
use serde_json::{Value, json};
use std::collections::HashSet;
use url::Url;

/// Reviews on a page: what current clients take for the maximum.
const SIZE: &str = "50";

/// Whether the API may be used at all.
pub fn given(net: &dyn Net) -> bool {
    ["access_token", "refresh_token"]
        .iter()
        .any(|key| net.access(key).is_some())
}

async fn bearer(net: &dyn Net) -> Result<String, Failure> {
    if let Some(token) = net.access("access_token") {
        return Ok(token.trim().to_owned());
    }
    let key = |name: &str| net.access(name).ok_or_else(|| Failure::auth("no_access_key"));
    let (id, secret) = (key("client_id")?, key("client_secret")?);
    google::refreshed(net, (&id, &secret), &key("refresh_token")?).await
}

/// `accounts/…/locations/…`: of the link, or set beside one that does not say it.
fn location(net: &dyn Net, place: &Place) -> Result<String, Failure> {
    let set = net.access("location").unwrap_or_default();
    locate::name(&place.id)
        .or_else(|| locate::name(&set))
        .ok_or_else(|| Failure::auth("no_location"))
}

fn address(location: &str, tail: &[&str]) -> Result<Url, Failure> {
    let text = format!("https://mybusiness.googleapis.com/v4/{location}/reviews");
    let mut url = Url::parse(&text).map_err(|_| Failure::Unsupported)?;
    if !tail.is_empty() {
        let mut path = url.path_segments_mut().map_err(|()| Failure::Unsupported)?;
        path.extend(tail);
    }
    Ok(url)
}

/// Reads a saved list, or a single saved review. `later`: the page followed another one.
///
/// # Errors
/// [`Failure::Drift`] with the place; the failure that an error in the place of a list means.
pub fn read(body: &[u8], later: bool) -> Result<Page, Failure> {
    let text = json::mend(body)?;
    let list: Body = serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?;
    if let Some(failure) = google::error_in(&list.other) {
        return Err(failure);
    }
    let reviews = match (list.reviews, list.location_reviews) {
        (Some(reviews), _) => reviews,
        (None, Some(shells)) => shells.into_iter().map(|s| s.review).collect(),
        (None, None) if list.other.contains_key("reviewId") => {
            vec![serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?]
        }
        (None, None) if list.other.is_empty() => Vec::new(),
        (None, None) => return Err(Failure::drift("reviews")),
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
    let token = list.next_page_token.filter(|t| !t.is_empty());
    let empty = match (sightings.is_empty(), list.total_review_count) {
        (false, _) => None,
        (true, _) if token.is_some() => return Err(Failure::drift("reviews")),
        (true, _) if later => Some(Emptiness::EndOfList),
        (true, Some(0)) => Some(Emptiness::Counter),
        // The API leaves zeros out as it leaves out empty lists.
        (true, None) if list.average_rating.is_none() => Some(Emptiness::Stated),
        (true, _) => return Err(Failure::drift("reviews")),
    };
    let counted = list.total_review_count.is_some() || list.average_rating.is_some();
    Ok(Page {
        empty,
        newest_first: true,
        // Google says that pages after the first may miss some: only a list of one page is whole.
        complete: !later && token.is_none(),
        counter: counted.then_some(Counter {
            count: list.total_review_count,
            rating: list.average_rating.filter(|r| (1.0..=5.0).contains(r)),
        }),
        ..Page::of(sightings, token.map_or(Next::Done, Next::More))
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
    let token = bearer(net).await?;
    let mut request = Request::get(url).header("authorization", &format!("Bearer {token}"));
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
    let mut url = address(&location(net, place)?, &[])?;
    url.query_pairs_mut()
        .append_pair("pageSize", SIZE)
        .append_pair("orderBy", "update_time desc");
    if let Some(token) = &cursor.page {
        url.query_pairs_mut().append_pair("pageToken", token);
    }
    let body = get(net, url, net.access("places_key").is_none()).await?;
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

/// The owner's reply under a review now, with how far Google is with it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let body = get(net, address(&location(net, place)?, &[review])?, false).await?;
    let text = json::mend(&body)?;
    let review: Review = serde_json::from_str(&text).map_err(|e| json::syntax(&body, &e))?;
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
    let token = bearer(net).await?;
    let url = address(&location, &[&order.review, "reply"])?;
    let request = Request::put_json(url, &json!({ "comment": order.text }))
        .header("authorization", &format!("Bearer {token}"))
        .writing();
    let response = net.send(request).await?;
    match response.status {
        404 => return Err(refused("review_gone")),
        _ => check(&response, true, net)?,
    }
    let text = json::mend(&response.body).map_err(|_| Failure::Unknown)?;
    let reply: Reply = serde_json::from_str(&text).map_err(|_| Failure::Unknown)?;
    reply.official().map_err(|_| Failure::Unknown)?;
    match reply.standing() {
        Standing::Rejected { reason } => Err(Failure::Refused { reason }),
        Standing::Live if !reply.states_nothing() => Ok(Receipt::Live { id: None }),
        Standing::Live | Standing::Pending => Ok(Receipt::Accepted { id: None }),
    }
}

fn refused(reason: &str) -> Failure {
    Failure::Refused {
        reason: reason.into(),
    }
}
