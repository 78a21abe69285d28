//! Links that people paste.

use crate::links::{is_web, parts, query};
use crate::{Net, Place};
use url::Url;

/// The own account: mentions of it and replies to it.
pub const ACCOUNT: &str = "account";
/// A subreddit: its new posts and comments.
pub const SUBREDDIT: &str = "subreddit";
/// A search over posts; `extra.subreddit` where it is bound to one.
pub const SEARCH: &str = "search";
/// A post with its comments.
pub const THREAD: &str = "thread";

/// What a link means, if it is one of Reddit. Share links (`/r/x/s/…`) do not say where they lead.
pub fn locate(url: &Url) -> Option<Place> {
    if !is_web(url) {
        return None;
    }
    let host = url.host_str()?.to_ascii_lowercase();
    let parts = parts(url);
    if host == "redd.it" || host == "www.redd.it" {
        return thread(parts.first()?);
    }
    let ours = host == "reddit.com" || host.strip_suffix(".reddit.com").is_some_and(|h| !h.contains('.'));
    if !ours {
        return None;
    }
    let query = || {
        let found = query(url, "q")?.trim().to_owned();
        Some(found).filter(|q| !q.is_empty())
    };
    match parts.as_slice() {
        ["r", _, "comments", id, ..] | ["user" | "u", _, "comments", id, ..] | ["comments", id, ..] => {
            thread(id)
        }
        ["r", name, "search", ..] => search(query()?, Some(name)),
        ["search", ..] => search(query()?, None),
        ["r", name]
        | [
            "r",
            name,
            "new" | "hot" | "top" | "comments" | "rising" | "about",
            ..,
        ] => subreddit(name),
        ["user" | "u", name, ..] => account(name),
        _ => None,
    }
}

fn is_name(text: &str) -> bool {
    (2..=24).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

fn thread(id: &str) -> Option<Place> {
    let id = id.to_ascii_lowercase();
    let base36 = (3..=12).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    let url = format!("https://www.reddit.com/comments/{id}/");
    base36.then(|| place(THREAD, id, &url))?
}

fn subreddit(name: &str) -> Option<Place> {
    let url = format!("https://www.reddit.com/r/{name}/");
    is_name(name).then(|| place(SUBREDDIT, name.to_owned(), &url))?
}

fn account(name: &str) -> Option<Place> {
    let url = format!("https://www.reddit.com/user/{name}/");
    is_name(name).then(|| place(ACCOUNT, name.to_owned(), &url))?
}

fn search(words: String, within: Option<&str>) -> Option<Place> {
    let within = within.filter(|name| is_name(name) && !name.eq_ignore_ascii_case("all"));
    let base = within.map_or_else(String::new, |name| format!("r/{name}/"));
    let mut url = Url::parse(&format!("https://www.reddit.com/{base}search/")).ok()?;
    url.query_pairs_mut().append_pair("q", &words);
    let mut place = place(SEARCH, words, url.as_str())?;
    place
        .extra
        .extend(within.map(|name| ("subreddit".to_owned(), name.to_owned())));
    Some(place)
}

fn place(kind: &str, id: String, url: &str) -> Option<Place> {
    Place::at("reddit", kind, &id, url)
}

/// The own account's name: as in the keys, or as the place itself says.
pub fn own(place: &Place, net: Option<&dyn Net>) -> Option<String> {
    let key = net.and_then(|n| n.key("username"));
    let key = key
        .map(|v| v.trim_start_matches("u/").to_owned())
        .filter(|v| !v.is_empty());
    key.or_else(|| (place.kind == ACCOUNT).then(|| place.id.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_link_is_a_place_and_its_address_leads_back() {
        for (link, kind, id) in [
            (
                "https://www.reddit.com/user/Zerno_Coffee/",
                ACCOUNT,
                "Zerno_Coffee",
            ),
            (
                "https://old.reddit.com/u/Zerno_Coffee/comments/?sort=new",
                ACCOUNT,
                "Zerno_Coffee",
            ),
            ("https://reddit.com/r/Kaliningrad", SUBREDDIT, "Kaliningrad"),
            (
                "https://m.reddit.com/r/Kaliningrad/new/?f=flair",
                SUBREDDIT,
                "Kaliningrad",
            ),
            (
                "https://www.reddit.com/r/Kaliningrad/comments/1abcd2/best_coffee/k9xyz/?context=3&utm_source=share",
                THREAD,
                "1abcd2",
            ),
            ("https://new.reddit.com/comments/1ABCD2", THREAD, "1abcd2"),
            ("https://redd.it/1abcd2", THREAD, "1abcd2"),
            (
                "https://www.reddit.com/search/?q=zerno+coffee&type=link",
                SEARCH,
                "zerno coffee",
            ),
            (
                "https://www.reddit.com/r/all/search?q=zerno%20coffee",
                SEARCH,
                "zerno coffee",
            ),
            (
                "https://www.reddit.com/r/Kaliningrad/search/?q=zerno+coffee&restrict_sr=1",
                SEARCH,
                "zerno coffee",
            ),
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!((place.kind.as_str(), place.id.as_str()), (kind, id), "{link}");
            assert_eq!(locate(&place.url), Some(place), "{link}");
        }
    }

    #[test]
    fn share_links_other_pages_and_other_sites_are_not_ours() {
        for link in [
            "https://www.reddit.com/",
            "https://www.reddit.com/r/Kaliningrad/s/AbCdEf",
            "https://www.reddit.com/settings/",
            "https://www.reddit.com/search/?q=",
            "https://www.reddit.com/r/x%2Fy/",
            "https://reddit.com.example.org/r/Kaliningrad",
            "https://notreddit.com/r/Kaliningrad",
            "https://a.b.reddit.com/r/Kaliningrad",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
