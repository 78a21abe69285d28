//! The public shop window's own request: any app, no key, no promise. Off unless switched on.

use super::{api, wire};
use crate::declared::config::Item;
use crate::net::address;
use crate::{Cursor, Failure, Net, Next, Page, Place, Request};

/// Items on a page, as the site itself asks for.
const SIZE: usize = 20;

/// One page, newest first.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let number: usize = cursor.page.as_deref().and_then(|p| p.parse().ok()).unwrap_or(0);
    let (page, size) = (number.to_string(), SIZE.to_string());
    let query = [
        ("packageName", place.id.as_str()),
        ("sortBy", "NEW_FIRST"),
        ("pageNumber", &page),
        ("pageSize", &size),
    ];
    let url = address("https://backapi.rustore.ru/comment/comment", &[], &query)?;
    let response = net.fetch(Request::get(url).conditional()).await?;
    let (page, more) = api::read(item, wire::open(&response.body)?, number > 0, SIZE)?;
    Ok(Page {
        // Whoever has no id is known by his text: an edit looks like another review.
        complete: false,
        newest_first: true,
        next: Next::from(more.then(|| (number + 1).to_string())),
        ..page
    })
}
