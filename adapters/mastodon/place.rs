//! What is watched on which server. Links are understood by the manifest.

use crate::Place;
use url::Url;

/// The own account, whose mentions are read: `id` is `name@server`.
pub const ACCOUNT: &str = "account";
/// A hashtag: `#word@server`.
pub const TAG: &str = "tag";
/// A search: `?words@server`.
pub const SEARCH: &str = "search";
/// A post with everything under it: `number@server`.
pub const THREAD: &str = "thread";

/// The server and what of it is watched: the id without the server.
pub fn parts(place: &Place) -> Option<(&str, &str)> {
    let (what, host) = place.id.rsplit_once('@')?;
    Some((host, what.trim_start_matches(['#', '?'])))
}

/// Where the server's web application opens a post of this number. Numbers of posts are snowflakes, long ones.
pub fn by_number(place: &Place, id: &str) -> Option<Url> {
    let (host, _) = parts(place)?;
    let number = (8..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    number.then(|| Url::parse(&format!("https://{host}/web/statuses/{id}")).ok())?
}
