//! The public page: its state is JSON in a script, `__NEXT_DATA__`.

use super::reviews;
use crate::declared::config::Item;
use crate::net::address;
use crate::parse::{json, status};
use crate::{Counter, Cursor, Emptiness, Failure, Net, Next, Page, Place, Request};
use serde_json::Value;

/// Pages that one may read without signing in; the site ends there.
const PAGES: u64 = 10;

/// One page of twenty, newest first.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let number: u64 = cursor.page.as_deref().and_then(|p| p.parse().ok()).unwrap_or(1);
    let page = number.to_string();
    let query = [("languages", "all"), ("sort", "recency"), ("page", &page)];
    let url = address("https://www.trustpilot.com/review", &[&place.id], &query)?;
    let response = net
        .send(Request::get(url).header("accept", "text/html").conditional())
        .await?;
    // The challenge of the site's firewall comes with these.
    if matches!(response.status, 202 | 405) {
        return Err(Failure::blocked("challenge"));
    }
    status::check(&response, false, net.now())?;
    read(item, &response.body, Some(number))
}

/// A saved page, the JSON inside of it, a list of the API, or a bare list of reviews. `number`: which page
/// it is, if that is known.
///
/// # Errors
/// [`Failure::Blocked`] for a challenge in its place, else [`Failure::Drift`].
pub fn read(item: &Item, body: &[u8], number: Option<u64>) -> Result<Page, Failure> {
    let value = if body.trim_ascii_start().starts_with(b"<") {
        state(body)?
    } else {
        json::value(body)?
    };
    let props = ["/props/pageProps", "/pageProps"]
        .iter()
        .find_map(|p| value.pointer(p));
    let props = props.unwrap_or(&value);
    let list = props.as_array().or_else(|| props.get("reviews")?.as_array());
    let sightings = reviews(item, list.ok_or_else(|| Failure::drift("pageProps.reviews"))?)?;
    let business = ["businessUnit", "companyDetails"]
        .iter()
        .find_map(|k| props.get(*k))
        .unwrap_or(&Value::Null);
    let (count, rating) = (
        business["numberOfReviews"].as_u64(),
        business["trustScore"].as_f64(),
    );
    let empty = match (sightings.is_empty(), count, number) {
        (false, ..) => None,
        (true, Some(0), _) => Some(Emptiness::Counter),
        (true, _, Some(n)) if n > 1 => Some(Emptiness::EndOfList),
        _ => return Err(Failure::drift("pageProps.reviews is empty")),
    };
    let pages = props
        .pointer("/filters/pagination/totalPages")
        .and_then(Value::as_u64);
    let number = number.unwrap_or(1);
    let more = !sightings.is_empty() && pages.is_some_and(|p| number < p.min(PAGES));
    Ok(Page {
        counter: Counter::shown(count, rating),
        empty,
        newest_first: true,
        ..Page::of(sightings, Next::from(more.then(|| (number + 1).to_string())))
    })
}

/// The JSON between `<script id="__NEXT_DATA__" …>` and its end.
fn state(body: &[u8]) -> Result<Value, Failure> {
    let page = json::mend(body)?;
    let inside = page.split_once("id=\"__NEXT_DATA__\"").and_then(|(_, rest)| {
        let (_, rest) = rest.split_once('>')?;
        Some(rest.split_once("</script")?.0)
    });
    match inside {
        Some(inside) => json::value(inside.as_bytes()),
        None if page.contains("awsWaf") || page.contains("challenge.js") => {
            Err(Failure::blocked("challenge"))
        }
        None => Err(status::instead_of(body, "__NEXT_DATA__")),
    }
}
