//! The public shop window's own request: any app, no key, no promise. Off unless switched on.

use super::{api, wire};
use crate::parse::status;
use crate::{Cursor, Failure, Net, Next, Page, Place, Request};
use url::Url;

/// Items on a page, as the site itself asks for.
const SIZE: usize = 20;

/// One page, newest first.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let number: usize = cursor.page.as_deref().and_then(|p| p.parse().ok()).unwrap_or(0);
    let mut url =
        Url::parse("https://backapi.rustore.ru/comment/comment").map_err(|_| Failure::Unsupported)?;
    url.query_pairs_mut()
        .append_pair("packageName", &place.id)
        .append_pair("sortBy", "NEW_FIRST")
        .append_pair("pageNumber", &number.to_string())
        .append_pair("pageSize", &SIZE.to_string());
    let response = net.send(Request::get(url).conditional()).await?;
    status::check(&response, false, net.now())?;
    let (page, more) = api::read(wire::open(&response.body)?, number > 0, SIZE)?;
    Ok(Page {
        // Whoever has no id is known by his text: an edit looks like another review.
        complete: false,
        newest_first: true,
        next: if more {
            Next::More((number + 1).to_string())
        } else {
            Next::Done
        },
        ..page
    })
}
