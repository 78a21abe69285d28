//! The Business API: reviews by an API key, replies in the name of a user of the business.

use super::{answerable, reviews};
use crate::declared::config::Item;
use crate::net::address;
use crate::parse::status;
use crate::proof::token;
use crate::{
    Counter, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
};
use serde_json::{Value, json};

const BASE: &str = "https://api.trustpilot.com/v1";

/// Reviews on a page, the most that there are.
const SIZE: usize = 100;

async fn get(net: &dyn Net, parts: &[&str], query: &[(&str, &str)]) -> Result<Value, Failure> {
    let key = net.key("key").ok_or(Failure::Unsupported)?;
    net.fetch_json(Request::get(address(BASE, parts, query)?).header("apikey", &key))
        .await
}

/// One page, newest first. The cursor is `<business unit> <page>`; its id is looked up by the domain.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let on = cursor.page.as_deref().and_then(|p| p.split_once(' '));
    let on = on.and_then(|(unit, page)| Some((unit.to_owned(), page.parse::<u32>().ok()?)));
    let ((unit, number), counter) = match on {
        Some(on) => (on, None),
        None => {
            let (unit, counter) = find(net, place).await?;
            ((unit, 1), counter)
        }
    };
    let (size, page) = (SIZE.to_string(), number.to_string());
    let query = [
        ("perPage", size.as_str()),
        ("orderBy", "createdat.desc"),
        ("page", &page),
    ];
    let answer = get(net, &["business-units", &unit, "reviews"], &query).await?;
    let list = answer.get("reviews").and_then(Value::as_array);
    let list = list.ok_or_else(|| Failure::drift("reviews"))?;
    let sightings = reviews(item, list)?;
    let empty = match (sightings.is_empty(), counter.and_then(|c| c.count)) {
        (false, _) => None,
        (true, _) if number > 1 => Some(Emptiness::EndOfList),
        (true, Some(0)) => Some(Emptiness::Counter),
        (true, _) => return Err(Failure::drift("reviews is empty")),
    };
    let more = (list.len() >= SIZE).then(|| format!("{unit} {}", number.saturating_add(1)));
    Ok(Page {
        counter,
        empty,
        complete: true,
        newest_first: true,
        ..Page::of(sightings, Next::from(more))
    })
}

/// The business unit of a domain, and its figures.
async fn find(net: &dyn Net, place: &Place) -> Result<(String, Option<Counter>), Failure> {
    let answer = get(net, &["business-units", "find"], &[("name", &place.id)]).await?;
    let id = answer["id"].as_str().filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Failure::drift("id"))?.to_owned();
    let (count, rating) = (
        &answer["numberOfReviews"]["total"],
        &answer["score"]["trustScore"],
    );
    Ok((id, Counter::shown(count.as_u64(), rating.as_f64())))
}

/// The reply that stands under a review now: a new one would take its place.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, item: &Item, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let answer = get(net, &["reviews", review], &[]).await?;
    if !answerable(&answer) {
        return Err(Failure::drift("companyReply"));
    }
    Ok(item.read(&answer).map_err(Failure::drift)?.official_reply)
}

/// A token of the business user.
async fn token(net: &dyn Net) -> Result<String, Failure> {
    if let Some(token) = net.key("access_token") {
        return Ok(token);
    }
    let client = net.key("key").zip(net.key("secret"));
    let (key, secret) = client.ok_or_else(|| Failure::auth("no_oauth_client"))?;
    let user = net.key("username").zip(net.key("password"));
    let consent = net.key("refresh_token");
    let (last, fields) = match (&consent, &user) {
        (Some(refresh), _) => (
            "refresh",
            vec![("grant_type", "refresh_token"), ("refresh_token", refresh)],
        ),
        (None, Some((user, password))) => (
            "accesstoken",
            vec![
                ("grant_type", "password"),
                ("username", user),
                ("password", password),
            ],
        ),
        (None, None) => return Err(Failure::auth("no_oauth_user")),
    };
    let url = address(
        BASE,
        &["oauth", "oauth-business-users-for-applications", last],
        &[],
    )?;
    let request = token::as_client(Request::post_form(url, &fields), &key, &secret);
    token::granted(net, request).await
}

/// Publishes a reply, once.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, item: &Item, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let author = net.key("author").ok_or(Failure::Unsupported)?;
    let token = token(net).await?;
    let body = json!({
        "authorBusinessUserId": author,
        "message": order.text,
        "submittedAt": net.now().format("%Y-%m-%dT%H:%M:%S").to_string(),
    });
    let url = address(BASE, &["private", "reviews", &order.review, "reply"], &[])?;
    let response = net
        .send(Request::post_json(url, &body).bearer(&token).writing())
        .await?;
    match response.status {
        201 | 204 => return Ok(Receipt::Live { id: None }),
        // The token was good for its user, so the right to this review is what is missing.
        403 => return Err(Failure::refused("http_403")),
        _ => status::check(&response, true, net.now()).map_err(Failure::of_review)?,
    }
    // 200 has no body that would tell anything: what stands there now does.
    match current(net, item, &order.review).await {
        Ok(Some(shown)) if shown.text == crate::parse::plain(&order.text) => Ok(Receipt::Live { id: None }),
        _ => Err(Failure::Unknown),
    }
}
