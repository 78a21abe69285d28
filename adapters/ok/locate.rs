//! Links that people paste.

use crate::Place;
use std::collections::BTreeMap;
use url::Url;

const HOSTS: &[&str] = &[
    "ok.ru",
    "www.ok.ru",
    "m.ok.ru",
    "odnoklassniki.ru",
    "www.odnoklassniki.ru",
    "m.odnoklassniki.ru",
];

/// First parts of addresses that are no short names of groups.
const PAGES: &[&str] = &[
    "profile",
    "video",
    "live",
    "music",
    "games",
    "game",
    "app",
    "apps",
    "search",
    "messages",
    "feed",
    "friends",
    "guests",
    "gifts",
    "market",
    "help",
    "dk",
    "online",
    "photos",
    "discussions",
    "groups",
    "group",
    "promo",
    "mall",
    "regulations",
    "oauth",
    "shortlinks",
    "topic",
    "statuses",
];

/// A group: `id` is its number or short name; `extra.topic`: the topic that the link named, whose
/// comments are read in every poll, however old it is.
pub fn locate(url: &Url) -> Option<Place> {
    if !matches!(url.scheme(), "http" | "https") || !HOSTS.contains(&url.host_str()?) {
        return None;
    }
    let parts: Vec<&str> = url.path_segments()?.filter(|p| !p.is_empty()).collect();
    let (id, rest) = match parts.as_slice() {
        ["group", id, rest @ ..] if digits(id) => (*id, rest),
        [name, rest @ ..] => match name.strip_prefix("group").filter(|n| digits(n)) {
            Some(id) => (id, rest),
            None => (*name, rest),
        },
        [] => return None,
    };
    let topic = match rest {
        ["topic" | "statuses", topic, ..] if digits(topic) => Some((*topic).to_owned()),
        _ => None,
    };
    let letters = id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    if !letters || !(2..=64).contains(&id.len()) || PAGES.contains(&id.to_ascii_lowercase().as_str()) {
        return None;
    }
    let mut address = home(id);
    if let Some(topic) = &topic {
        address = format!("{address}/topic/{topic}");
    }
    Some(Place {
        platform: "ok".into(),
        kind: "group".into(),
        id: id.to_owned(),
        url: Url::parse(&address).ok()?,
        extra: topic
            .map(|t| ("topic".to_owned(), t))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
    })
}

/// The address of a group by its number or short name.
pub fn home(id: &str) -> String {
    if digits(id) {
        format!("https://ok.ru/group/{id}")
    } else {
        format!("https://ok.ru/{id}")
    }
}

pub fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
