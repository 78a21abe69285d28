//! Links that people paste.

use crate::Place;
use std::collections::BTreeMap;
use url::Url;

/// A page with its posts; `id` is the number or the short name.
pub const PAGE: &str = "page";
/// The recommendations of a page: the link of its tab "Reviews".
pub const RECOMMENDATIONS: &str = "recommendations";

/// First parts of addresses that are no short names.
const PAGES: &[&str] = &[
    "groups",
    "events",
    "watch",
    "marketplace",
    "gaming",
    "share",
    "sharer",
    "sharer.php",
    "dialog",
    "login",
    "login.php",
    "help",
    "policies",
    "privacy",
    "settings",
    "search",
    "hashtag",
    "reel",
    "stories",
    "story.php",
    "photo",
    "photo.php",
    "photos",
    "video.php",
    "videos",
    "home.php",
    "notes",
    "business",
    "ads",
    "business_help",
    "latest",
    "l.php",
    "plugins",
    "tr",
    "me",
    "friends",
    "bookmarks",
    "messages",
    "posts",
    "public",
    "legal",
];

/// What a link means, if it is one of Facebook.
pub fn locate(url: &Url) -> Option<Place> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?;
    // www, m, mbasic, web, business, and languages such as ru-ru.
    let ours = ["facebook.com", "fb.com", "fb.me"].iter().any(|h| {
        host.strip_suffix(h).is_some_and(|sub| {
            sub.is_empty()
                || sub
                    .strip_suffix('.')
                    .is_some_and(|s| !s.is_empty() && !s.contains('.'))
        })
    });
    if !ours {
        return None;
    }
    let query = |name: &str| {
        let found = url.query_pairs().find(|(k, _)| k == name);
        found.map(|(_, v)| v.into_owned())
    };
    let parts: Vec<&str> = url.path_segments()?.filter(|p| !p.is_empty()).collect();
    match parts.as_slice() {
        ["l.php", ..] => {
            let inner = Url::parse(&query("u")?).ok()?;
            (!inner.path().starts_with("/l.php")).then(|| locate(&inner))?
        }
        ["profile.php"] => page(&query("id")?, query("sk").as_deref()),
        ["permalink.php" | "story.php"] => page(&query("id")?, None),
        ["pg", name, rest @ ..] => page(name, rest.first().copied()),
        ["pages" | "people", "category" | "_", ..] => None,
        ["pages" | "people", _, id, rest @ ..] => page(id, rest.first().copied()).filter(|p| digits(&p.id)),
        ["latest", ..] if host.starts_with("business.") => page(&query("asset_id")?, None),
        [name, rest @ ..] => page(name, rest.first().copied()),
        [] => None,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Short names are letters, digits and dots; old pages end with their number (`Zerno-123456789012`).
fn page(name: &str, tab: Option<&str>) -> Option<Place> {
    let number = name
        .rsplit_once('-')
        .map(|(_, n)| n)
        .filter(|n| digits(n) && n.len() >= 9);
    let id = number.unwrap_or(name);
    let letters = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    let known = PAGES.contains(&id.to_ascii_lowercase().as_str()) || id.ends_with(".php");
    if !letters || known || !(3..=64).contains(&id.len()) || !id.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let reviews = matches!(tab, Some("reviews" | "reviews_given" | "recommendations"));
    let (kind, last) = if reviews {
        (RECOMMENDATIONS, "/reviews")
    } else {
        (PAGE, "")
    };
    Some(Place {
        platform: "facebook".into(),
        kind: kind.into(),
        id: id.to_owned(),
        url: Url::parse(&format!("https://www.facebook.com/{id}{last}")).ok()?,
        extra: BTreeMap::new(),
    })
}

/// Address of a post (`PAGE_POST`) or of a comment (`POST_COMMENT`) on this page.
pub fn permalink(place: &Place, id: &str) -> Option<Url> {
    let (first, second) = id.split_once('_').filter(|(a, b)| digits(a) && digits(b))?;
    // A short name does not tell which of the two an id is; sightings carry the address themselves.
    if place.kind != PAGE || !digits(&place.id) {
        return None;
    }
    let at = |post: &str| format!("https://www.facebook.com/{}/posts/{post}", place.id);
    let address = if first == place.id {
        at(second)
    } else {
        format!("{}?comment_id={second}", at(first))
    };
    Url::parse(&address).ok()
}
