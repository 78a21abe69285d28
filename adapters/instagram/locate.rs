//! Links that people paste.

use crate::Place;
use std::collections::BTreeMap;
use url::Url;

/// An account with its posts; `id` is the user name.
pub const ACCOUNT: &str = "account";
/// One post of the account; `id` is the code of its address.
pub const POST: &str = "post";
/// Posts of others in which the account is tagged: the link of its tab "Tagged".
pub const TAGGED: &str = "tagged";

const HOSTS: &[&str] = &[
    "instagram.com",
    "www.instagram.com",
    "m.instagram.com",
    "instagr.am",
    "www.instagr.am",
    "ig.me",
];

/// First parts of addresses that are no user names.
const PAGES: &[&str] = &[
    "accounts",
    "explore",
    "direct",
    "stories",
    "about",
    "legal",
    "developer",
    "privacy",
    "press",
    "api",
    "web",
    "challenge",
    "emails",
    "oauth",
    "graphql",
    "share",
    "s",
    "ar",
    "tags",
    "locations",
    "reels",
    "m",
];

/// What a link means, if it is one of Instagram.
pub fn locate(url: &Url) -> Option<Place> {
    let query = |name: &str| {
        let found = url.query_pairs().find(|(k, _)| k == name);
        found.map(|(_, v)| v.into_owned())
    };
    let host = url.host_str().unwrap_or_default();
    if url.scheme() == "instagram" {
        return (host == "user").then(|| account(&query("username")?, ACCOUNT))?;
    }
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    if host == "l.instagram.com" {
        return locate(
            &Url::parse(&query("u")?)
                .ok()
                .filter(|u| u.host_str() != Some(host))?,
        );
    }
    if !HOSTS.contains(&host) {
        return None;
    }
    let parts: Vec<&str> = url.path_segments()?.filter(|p| !p.is_empty()).collect();
    match parts.as_slice() {
        ["p" | "reel" | "tv", code, ..] | ["reels", code] => post(code),
        ["_u" | "_n", name, ..] => account(name, ACCOUNT),
        [name, "tagged", ..] => account(name, TAGGED),
        [name, ..] => account(name, ACCOUNT),
        [] => None,
    }
}

/// User names are letters, digits, dots and underscores, at most 30; case does not matter.
fn account(name: &str, kind: &str) -> Option<Place> {
    let name = name.trim_start_matches('@').to_ascii_lowercase();
    let letters = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'));
    if !letters || !(1..=30).contains(&name.len()) || name.starts_with('.') || PAGES.contains(&name.as_str())
    {
        return None;
    }
    let last = if kind == TAGGED { "tagged/" } else { "" };
    place(kind, &name, &format!("https://www.instagram.com/{name}/{last}"))
}

fn post(code: &str) -> Option<Place> {
    let letters = code
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let good = letters && (5..=64).contains(&code.len());
    good.then(|| place(POST, code, &format!("https://www.instagram.com/p/{code}/")))?
}

fn place(kind: &str, id: &str, address: &str) -> Option<Place> {
    Some(Place {
        platform: "instagram".into(),
        kind: kind.into(),
        id: id.to_owned(),
        url: Url::parse(address).ok()?,
        extra: BTreeMap::new(),
    })
}
