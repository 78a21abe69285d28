//! Links that people paste.

use crate::Place;
use crate::links::{decoded, is_web, parts, query};
use url::Url;

/// The own account by its name.
pub const ACCOUNT: &str = "account";
/// The own account by its number.
pub const NUMBER: &str = "user";
/// A search over the posts of a week.
pub const SEARCH: &str = "search";
/// A post and what was written under it within a week.
pub const THREAD: &str = "thread";

const HOSTS: &[&str] = &[
    "x.com",
    "www.x.com",
    "mobile.x.com",
    "twitter.com",
    "www.twitter.com",
    "mobile.twitter.com",
    "m.twitter.com",
];

/// First parts of addresses that are no names.
const PAGES: &[&str] = &[
    "home",
    "explore",
    "notifications",
    "messages",
    "settings",
    "i",
    "search",
    "hashtag",
    "intent",
    "share",
    "login",
    "logout",
    "signup",
    "tos",
    "privacy",
    "about",
    "compose",
    "jobs",
    "download",
    "account",
    "who_to_follow",
];

/// What a link means, if it is one of X. Short links (`t.co`) do not say where they lead.
pub fn locate(url: &Url) -> Option<Place> {
    if !is_web(url) || !HOSTS.contains(&url.host_str()?) {
        return None;
    }
    let query = |name| {
        let found = query(url, name)?.trim().to_owned();
        Some(found).filter(|v| !v.is_empty())
    };
    let parts = parts(url);
    match parts.as_slice() {
        ["i", "user", id] => number(id),
        ["intent", "user"] => number(&query("user_id")?),
        ["i", "web", "status", id, ..] | ["i", "status", id, ..] | [_, "status" | "statuses", id, ..] => {
            thread(id)
        }
        ["search"] => search(query("q")?),
        ["hashtag", word] => search(format!("#{}", decoded(word))),
        [name, ..] => account(name),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    (1..=19).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn number(id: &str) -> Option<Place> {
    is_number(id).then(|| place(NUMBER, id.to_owned(), &format!("https://x.com/i/user/{id}")))?
}

fn thread(id: &str) -> Option<Place> {
    is_number(id).then(|| place(THREAD, id.to_owned(), &format!("https://x.com/i/status/{id}")))?
}

fn search(words: String) -> Option<Place> {
    let mut url = Url::parse("https://x.com/search").ok()?;
    url.query_pairs_mut().append_pair("q", &words);
    place(SEARCH, words, url.as_str())
}

fn account(name: &str) -> Option<Place> {
    let name = name.strip_prefix('@').unwrap_or(name);
    let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let good =
        letters && (1..=15).contains(&name.len()) && !PAGES.contains(&name.to_ascii_lowercase().as_str());
    good.then(|| place(ACCOUNT, name.to_owned(), &format!("https://x.com/{name}")))?
}

fn place(kind: &str, id: String, url: &str) -> Option<Place> {
    Place::at("x", kind, &id, url)
}

/// The address of a post; no name is needed.
pub fn post(id: &str) -> Option<Url> {
    is_number(id).then(|| Url::parse(&format!("https://x.com/i/status/{id}")).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_link_is_a_place_and_its_address_leads_back() {
        for (link, kind, id) in [
            ("https://x.com/zerno_coffee", ACCOUNT, "zerno_coffee"),
            (
                "https://twitter.com/@zerno_coffee/with_replies?lang=ru",
                ACCOUNT,
                "zerno_coffee",
            ),
            ("https://mobile.twitter.com/Zerno_Coffee", ACCOUNT, "Zerno_Coffee"),
            ("https://twitter.com/intent/user?user_id=783214", NUMBER, "783214"),
            ("https://x.com/i/user/783214", NUMBER, "783214"),
            (
                "https://x.com/anna/status/1990000000000000001?s=20&t=abc",
                THREAD,
                "1990000000000000001",
            ),
            (
                "https://www.twitter.com/anna/statuses/1990000000000000001/photo/1",
                THREAD,
                "1990000000000000001",
            ),
            (
                "https://x.com/i/web/status/1990000000000000001",
                THREAD,
                "1990000000000000001",
            ),
            (
                "https://x.com/search?q=%D0%B7%D0%B5%D1%80%D0%BD%D0%BE%20lang%3Aru&f=live",
                SEARCH,
                "зерно lang:ru",
            ),
            (
                "https://twitter.com/hashtag/%D0%B7%D0%B5%D1%80%D0%BD%D0%BE?src=hashtag_click",
                SEARCH,
                "#зерно",
            ),
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!((place.kind.as_str(), place.id.as_str()), (kind, id), "{link}");
            assert_eq!(locate(&place.url), Some(place), "{link}");
        }
    }

    #[test]
    fn short_links_other_pages_and_other_sites_are_not_ours() {
        for link in [
            "https://x.com/",
            "https://x.com/home",
            "https://x.com/i/lists/5",
            "https://x.com/search?q=",
            "https://t.co/AbCdEf",
            "https://x.com/a_name_that_is_too_long",
            "https://notx.com/zerno",
            "https://x.com.example.org/zerno",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
