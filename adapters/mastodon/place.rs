//! Links that people paste. Servers are many and look alike, so paths decide, and a list of sites
//! that are known to be something else.

use crate::{Place, links};
use url::Url;

/// The own account, whose mentions are read: `id` is `name@server`.
pub const ACCOUNT: &str = "account";
/// A hashtag: `#word@server`.
pub const TAG: &str = "tag";
/// A search: `?words@server`.
pub const SEARCH: &str = "search";
/// A post with everything under it: `number@server`.
pub const THREAD: &str = "thread";

/// Sites with `/@name` in their addresses that are no servers of Mastodon.
const OTHERS: &[&str] = &[
    "youtube.com",
    "medium.com",
    "tiktok.com",
    "threads.net",
    "threads.com",
    "t.me",
    "telegram.me",
    "vk.com",
    "vk.ru",
    "x.com",
    "twitter.com",
    "reddit.com",
    "dzen.ru",
    "substack.com",
    "rumble.com",
    "odysee.com",
    "bsky.app",
    "instagram.com",
    "facebook.com",
    "ok.ru",
    "rutube.ru",
    "pikabu.ru",
    "vc.ru",
    "habr.com",
    "flickr.com",
    "snapchat.com",
    "kick.com",
    "npmjs.com",
    "producthunt.com",
    "vimeo.com",
    "google.com",
    "google.ru",
    "yandex.ru",
    "2gis.ru",
    "apple.com",
    "mozilla.org",
    "steamcommunity.com",
];

/// Parts of names by which servers of Mastodon call themselves; for addresses that any site may have.
const SPEAKING: &[&str] = &[
    "mastodon",
    "mstdn",
    "masto.",
    "toot",
    "social",
    "fosstodon",
    "hachyderm",
    "mas.to",
];

/// What a link means, if it may be one of Mastodon.
pub fn locate(url: &Url) -> Option<Place> {
    if !links::is_web(url) || url.port().is_some() {
        return None;
    }
    let host = url.domain()?.to_ascii_lowercase();
    let of = |site: &str| host == site || host.strip_suffix(site).is_some_and(|h| h.ends_with('.'));
    if !host.contains('.') || OTHERS.iter().any(|site| of(site)) {
        return None;
    }
    let mut parts: Vec<String> = links::parts(url).into_iter().map(links::decoded).collect();
    // The web application of a server; no other site has these.
    let inside = matches!(parts.first().map(String::as_str), Some("web" | "deck"));
    if inside {
        parts.remove(0);
    }
    let speaking = inside || SPEAKING.iter().any(|s| host.contains(s));
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [at, number, ..] if at.starts_with('@') && is_number(number) => thread(&host, number),
        ["users", _, "statuses", number, ..] | ["ap", "users", _, "statuses", number, ..] => {
            thread(&host, number)
        }
        ["statuses", number, ..] if speaking => thread(&host, number),
        ["tags", word] | ["timelines", "tag", word] if speaking => tag(&host, word),
        ["search"] if speaking => {
            let words = links::query(url, "q")
                .map(|q| q.trim().to_owned())
                .filter(|q| !q.is_empty())?;
            let url = format!("https://{host}/search?type=statuses");
            let mut url = Url::parse(&url).ok()?;
            url.query_pairs_mut().append_pair("q", &words);
            place(SEARCH, &host, format!("?{words}"), url)
        }
        [at, ..] if at.starts_with('@') => account(&host, &at[1..]),
        ["users", name] if speaking => account(&host, name),
        _ => None,
    }
}

/// Numbers of posts are snowflakes, long ones; a short one belongs to some other site.
fn is_number(text: &str) -> bool {
    (8..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn thread(host: &str, number: &str) -> Option<Place> {
    let url = Url::parse(&format!("https://{host}/web/statuses/{number}")).ok()?;
    is_number(number).then(|| place(THREAD, host, number.to_owned(), url))?
}

fn tag(host: &str, word: &str) -> Option<Place> {
    let word = word.trim_start_matches('#').to_lowercase();
    let good = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '·');
    let url = Url::parse(&format!("https://{host}/web/tags/{word}")).ok()?;
    good.then(|| place(TAG, host, format!("#{word}"), url))?
}

/// `name`, or `name@server` of another server than the one whose page it is: that one is home.
fn account(host: &str, name: &str) -> Option<Place> {
    let (name, home) = name.split_once('@').unwrap_or((name, host));
    let letters = |t: &str| {
        t.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    };
    if name.is_empty() || name.len() > 64 || !letters(name) || !letters(home) || !home.contains('.') {
        return None;
    }
    let home = home.to_ascii_lowercase();
    let url = Url::parse(&format!("https://{home}/@{name}")).ok()?;
    place(ACCOUNT, &home, name.to_owned(), url)
}

fn place(kind: &str, host: &str, id: String, url: Url) -> Option<Place> {
    Place::at("mastodon", kind, &format!("{id}@{host}"), url.as_str())
}

/// The server and what of it is watched: the id without the server.
pub fn parts(place: &Place) -> Option<(&str, &str)> {
    let (what, host) = place.id.rsplit_once('@')?;
    Some((host, what.trim_start_matches(['#', '?'])))
}

/// Where the server's web application opens a post of this number.
pub fn by_number(place: &Place, id: &str) -> Option<Url> {
    let (host, _) = parts(place)?;
    is_number(id).then(|| Url::parse(&format!("https://{host}/web/statuses/{id}")).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(link: &str) -> Option<(String, String)> {
        let place = locate(&Url::parse(link).unwrap())?;
        assert_eq!(
            locate(&place.url),
            Some(place.clone()),
            "{link}: the canonical address means the same"
        );
        Some((place.kind, place.id))
    }

    #[test]
    fn accounts_threads_hashtags_and_searches_are_known_on_any_server() {
        for (link, kind, id) in [
            (
                "https://mastodon.social/@zerno",
                "account",
                "zerno@mastodon.social",
            ),
            (
                "https://Mastodon.Social/@zerno/with_replies?utm=1",
                "account",
                "zerno@mastodon.social",
            ),
            (
                "https://lor.sh/@zerno@kofe.example",
                "account",
                "zerno@kofe.example",
            ),
            ("https://kofe.example/web/@zerno", "account", "zerno@kofe.example"),
            ("https://mastodon.ml/users/zerno", "account", "zerno@mastodon.ml"),
            (
                "https://kofe.example/@anna/117020577157693549",
                "thread",
                "117020577157693549@kofe.example",
            ),
            (
                "https://kofe.example/@anna@other.example/117020577157693549#x",
                "thread",
                "117020577157693549@kofe.example",
            ),
            (
                "https://kofe.example/users/anna/statuses/117020577157693549",
                "thread",
                "117020577157693549@kofe.example",
            ),
            (
                "https://kofe.example/ap/users/11/statuses/117020577157693549/embed",
                "thread",
                "117020577157693549@kofe.example",
            ),
            (
                "https://kofe.example/web/statuses/117020577157693549",
                "thread",
                "117020577157693549@kofe.example",
            ),
            (
                "https://mastodon.social/tags/%D0%97%D0%B5%D1%80%D0%BD%D0%BE",
                "tag",
                "#зерно@mastodon.social",
            ),
            (
                "https://kofe.example/web/timelines/tag/zerno",
                "tag",
                "#zerno@kofe.example",
            ),
            (
                "https://kofe.example/deck/tags/zerno",
                "tag",
                "#zerno@kofe.example",
            ),
            (
                "https://mstdn.jp/search?q=кофейня+зерно&type=statuses",
                "search",
                "?кофейня зерно@mstdn.jp",
            ),
        ] {
            assert_eq!(found(link), Some((kind.into(), id.into())), "{link}");
        }
    }

    #[test]
    fn other_sites_with_such_addresses_are_not_ours() {
        for link in [
            "https://www.youtube.com/@zerno",
            "https://medium.com/@zerno/117020577157693549",
            "https://www.threads.net/@zerno/post/abc",
            "https://t.me/@zerno",
            "https://blog.example/tags/coffee",
            "https://shop.example/search?q=x",
            "https://mastodon.social/about",
            "https://mastodon.social/@",
            "https://mastodon.social/search?q=",
            "https://mastodon.social:8443/@zerno",
            "https://127.0.0.1/@zerno",
            "https://localhost/@zerno",
        ] {
            assert_eq!(found(link), None, "{link}");
        }
    }
}
