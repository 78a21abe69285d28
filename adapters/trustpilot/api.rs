//! The Business API: reviews by an API key, replies in the name of a user of the business.

use super::wire;
use crate::parse::{json, status};
use crate::{
    Counter, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use url::Url;

/// Reviews on a page, the most that there are.
const SIZE: usize = 100;

fn address(path: &[&str]) -> Result<Url, Failure> {
    let mut url = Url::parse("https://api.trustpilot.com/v1").map_err(|_| Failure::Unsupported)?;
    url.path_segments_mut()
        .map_err(|()| Failure::Unsupported)?
        .extend(path);
    Ok(url)
}

async fn get(net: &dyn Net, url: Url) -> Result<Value, Failure> {
    let key = net.access("key").ok_or(Failure::Unsupported)?;
    let response = net.send(Request::get(url).header("apikey", key.trim())).await?;
    status::check(&response, false, net.now())?;
    json::value(&response.body)
}

/// One page, newest first. The cursor is `<business unit> <page>`; its id is looked up by the domain.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let on = cursor.page.as_deref().and_then(|p| p.split_once(' '));
    let on = on.and_then(|(unit, page)| Some((unit.to_owned(), page.parse::<u32>().ok()?)));
    let ((unit, number), counter) = match on {
        Some(on) => (on, None),
        None => {
            let (unit, counter) = find(net, place).await?;
            ((unit, 1), Some(counter))
        }
    };
    let mut url = address(&["business-units", &unit, "reviews"])?;
    url.query_pairs_mut()
        .append_pair("perPage", &SIZE.to_string())
        .append_pair("orderBy", "createdat.desc")
        .append_pair("page", &number.to_string());
    let answer = get(net, url).await?;
    let list = answer.get("reviews").and_then(Value::as_array);
    let list = list.ok_or_else(|| Failure::drift("reviews"))?;
    let sightings = wire::reviews(list)?;
    let empty = match (sightings.is_empty(), counter.and_then(|c| c.count)) {
        (false, _) => None,
        (true, _) if number > 1 => Some(Emptiness::EndOfList),
        (true, Some(0)) => Some(Emptiness::Counter),
        (true, _) => return Err(Failure::drift("reviews is empty")),
    };
    let next = if list.len() >= SIZE {
        Next::More(format!("{unit} {}", number.saturating_add(1)))
    } else {
        Next::Done
    };
    Ok(Page {
        counter,
        empty,
        complete: true,
        newest_first: true,
        ..Page::of(sightings, next)
    })
}

/// The business unit of a domain, and its figures.
async fn find(net: &dyn Net, place: &Place) -> Result<(String, Counter), Failure> {
    let mut url = address(&["business-units", "find"])?;
    url.query_pairs_mut().append_pair("name", &place.id);
    let answer = get(net, url).await?;
    let id = answer
        .get("id")
        .and_then(Value::as_str)
        .filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Failure::drift("id"))?;
    let rating = answer.pointer("/score/trustScore").and_then(Value::as_f64);
    let counter = Counter {
        count: answer.pointer("/numberOfReviews/total").and_then(Value::as_u64),
        rating: rating.filter(|r| (1.0..=5.0).contains(r)),
    };
    Ok((id.to_owned(), counter))
}

/// The reply that stands under a review now: a new one would take its place.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let answer = get(net, address(&["reviews", review])?).await?;
    wire::reply_of(&answer).map_err(Failure::drift)
}

/// A token of the business user.
async fn token(net: &dyn Net) -> Result<String, Failure> {
    if let Some(token) = net.access("access_token") {
        return Ok(token.trim().to_owned());
    }
    let client = net.access("key").zip(net.access("secret"));
    let (key, secret) = client.ok_or_else(|| Failure::auth("no_oauth_client"))?;
    let base = ["oauth", "oauth-business-users-for-applications"];
    let (last, fields) = match (
        net.access("refresh_token"),
        net.access("username").zip(net.access("password")),
    ) {
        (Some(refresh), _) => (
            "refresh",
            vec![
                ("grant_type", "refresh_token".to_owned()),
                ("refresh_token", refresh),
            ],
        ),
        (None, Some((user, password))) => (
            "accesstoken",
            vec![
                ("grant_type", "password".to_owned()),
                ("username", user),
                ("password", password),
            ],
        ),
        (None, None) => return Err(Failure::auth("no_oauth_user")),
    };
    let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.trim())).collect();
    let basic = BASE64_STANDARD.encode(format!("{}:{}", key.trim(), secret.trim()));
    let url = address(&[base[0], base[1], last])?;
    let request = Request::post_form(url, &fields).header("authorization", &format!("Basic {basic}"));
    let response = net.send(request).await?;
    if response.status == 400 {
        return Err(Failure::auth("invalid_grant"));
    }
    status::check(&response, false, net.now())?;
    let granted = json::value(&response.body)?;
    let token = granted.get("access_token").and_then(Value::as_str);
    token
        .map(str::to_owned)
        .ok_or_else(|| Failure::drift("access_token"))
}

/// Publishes a reply, once.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let author = net.access("author").ok_or(Failure::Unsupported)?;
    let token = token(net).await?;
    let url = address(&["private", "reviews", &order.review, "reply"])?;
    let body = json!({
        "authorBusinessUserId": author.trim(),
        "message": order.text,
        "submittedAt": net.now().format("%Y-%m-%dT%H:%M:%S").to_string(),
    });
    let request = Request::post_json(url, &body)
        .header("authorization", &format!("Bearer {token}"))
        .writing();
    let response = net.send(request).await?;
    let refused = |reason: &str| {
        Err(Failure::Refused {
            reason: reason.into(),
        })
    };
    match response.status {
        201 | 204 => return Ok(Receipt::Live { id: None }),
        // The token was good for its user, so the right to this review is what is missing.
        403 => return refused("http_403"),
        404 => return refused("review_gone"),
        _ => status::check(&response, true, net.now())?,
    }
    // 200 has no body that would tell anything: what stands there now does.
    match current(net, &order.review).await {
        Ok(Some(shown)) if shown.text == crate::parse::plain(&order.text) => Ok(Receipt::Live { id: None }),
        _ => Err(Failure::Unknown),
    }
}
