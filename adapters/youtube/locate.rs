//! Links that people paste.

use crate::Place;
use crate::links::{decoded, is_web, parts, query};
use url::Url;

/// One video; `id` is its eleven characters.
pub const VIDEO: &str = "video";
/// A channel with all its videos; `id` is `UC…`.
pub const CHANNEL: &str = "channel";
/// A channel by a name that must be looked up: `@handle` or `user/name`.
pub const NAMED: &str = "named";

const HOSTS: &[&str] = &[
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "gaming.youtube.com",
    "studio.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
];

/// What a link means, if it is one of YouTube.
pub fn locate(url: &Url) -> Option<Place> {
    if url.scheme() == "vnd.youtube" {
        return video(url.path().trim_start_matches('/'));
    }
    if !is_web(url) {
        return None;
    }
    let parts = parts(url);
    match (url.host_str()?, parts.as_slice()) {
        ("youtu.be" | "www.youtu.be", [id, ..]) => video(id),
        (host, parts) if HOSTS.contains(&host) => match parts {
            ["watch", id] => video(id),
            ["watch" | "live" | "watch_popup"] => video(&query(url, "v")?),
            ["shorts" | "live" | "embed" | "v" | "e" | "video", id, ..] => video(id),
            ["attribution_link"] => {
                let inner = url.join(&query(url, "u")?).ok()?;
                (inner.path() != url.path()).then(|| locate(&inner))?
            }
            ["channel", id, ..] => channel(id),
            ["user", name, ..] => named(&format!("user/{name}")),
            [name, ..] if name.starts_with('@') => named(&decoded(name)),
            _ => None,
        },
        _ => None,
    }
}

fn letters(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn video(id: &str) -> Option<Place> {
    let good = id.len() == 11 && letters(id);
    good.then(|| place(VIDEO, id, &format!("https://www.youtube.com/watch?v={id}")))?
}

fn channel(id: &str) -> Option<Place> {
    let good = id.len() == 24 && id.starts_with("UC") && letters(id);
    good.then(|| place(CHANNEL, id, &format!("https://www.youtube.com/channel/{id}")))?
}

fn named(name: &str) -> Option<Place> {
    let bare = name.trim_start_matches('@').trim_start_matches("user/");
    let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '·');
    let fits = (1..=60).contains(&bare.chars().count()) && bare.chars().all(good);
    fits.then(|| place(NAMED, name, &format!("https://www.youtube.com/{name}")))?
}

fn place(kind: &str, id: &str, address: &str) -> Option<Place> {
    Place::at("youtube", kind, id, address)
}
