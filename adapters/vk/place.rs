//! Links that people paste, and addresses of posts and comments.

use crate::Place;
use std::collections::BTreeMap;
use url::Url;

/// A wall: `id` is the owner (`-123` a community, `123` a person) or a short name. `extra.post`: the
/// post that the link named, whose comments are read in every poll, however old it is.
pub const WALL: &str = "wall";
/// A search over all public posts: `id` is what is looked for.
pub const MENTIONS: &str = "mentions";

const HOSTS: &[&str] = &[
    "vk.com",
    "vk.ru",
    "m.vk.com",
    "m.vk.ru",
    "www.vk.com",
    "www.vk.ru",
    "vkontakte.ru",
];

/// First parts of addresses that are pages of the site and not short names.
const PAGES: &[&str] = &[
    "feed",
    "search",
    "im",
    "mail",
    "friends",
    "groups",
    "settings",
    "login",
    "join",
    "away.php",
    "share.php",
    "video",
    "videos",
    "clips",
    "audio",
    "audios",
    "music",
    "market",
    "apps",
    "app",
    "games",
    "support",
    "about",
    "blog",
    "dev",
    "terms",
    "privacy",
    "restore",
    "jobs",
    "press",
    "ads",
    "fave",
    "bookmarks",
    "docs",
    "albums",
    "photos",
    "write",
    "page",
    "article",
    "edit",
    "activation",
    "wall",
    "stickers",
    "services",
    "tag",
];

/// What a link means, if it is one of VK.
pub fn locate(url: &Url) -> Option<Place> {
    if !matches!(url.scheme(), "http" | "https") || !HOSTS.contains(&url.host_str()?) {
        return None;
    }
    let query = |name: &str| {
        url.query_pairs()
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.into_owned())
    };
    let as_written = url.path_segments()?.find(|p| !p.is_empty())?;
    let first = as_written.to_ascii_lowercase();
    // An opened post stands in `w` over whatever page lies below it.
    if let Some((owner, post)) = query("w").as_deref().and_then(numbered) {
        return wall(owner, post);
    }
    match first.as_str() {
        "search" => return mentions(query("c[q]").or_else(|| query("q"))?),
        "feed" if query("section").as_deref() == Some("search") => {
            return mentions(query("q").or_else(|| query("c[q]"))?);
        }
        _ => {}
    }
    if let Some((owner, post)) = numbered(&first) {
        return wall(owner, post);
    }
    for (prefix, sign) in [("club", -1), ("public", -1), ("event", -1), ("id", 1)] {
        if let Some(n) = first
            .strip_prefix(prefix)
            .and_then(|n| n.parse::<u32>().ok())
            .filter(|n| *n > 0)
        {
            return wall(i64::from(n) * sign, None);
        }
    }
    named(as_written, &first)
}

/// Owner and post of `wall-1_2`, `wall-1`, `wall1_2_r3`.
fn numbered(text: &str) -> Option<(i64, Option<u64>)> {
    let mut parts = text.strip_prefix("wall")?.split(['_', '?', '/']);
    let owner = parts.next()?.parse().ok().filter(|n| *n != 0 && *n != i64::MIN)?;
    Some((owner, parts.next().and_then(|p| p.parse().ok())))
}

fn wall(owner: i64, post: Option<u64>) -> Option<Place> {
    let page = if owner < 0 { "club" } else { "id" };
    let address = match post {
        Some(post) => format!("https://vk.com/wall{owner}_{post}"),
        None => format!("https://vk.com/{page}{}", owner.unsigned_abs()),
    };
    let mut place = place(WALL, owner.to_string(), Url::parse(&address).ok()?)?;
    place
        .extra
        .extend(post.map(|p| ("post".to_owned(), p.to_string())));
    Some(place)
}

fn named(as_written: &str, name: &str) -> Option<Place> {
    let letters = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
    // Things with a number behind a known word are pages of other kinds.
    let thing = [
        "topic", "photo", "video", "clip", "market", "product", "album", "doc", "app", "board", "reviews",
        "club", "public", "event", "id",
    ];
    let thing = thing.iter().any(|t| {
        name.strip_prefix(t)
            .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
    });
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !letters || !starts || thing || !(2..=64).contains(&name.len()) || PAGES.contains(&name) {
        return None;
    }
    let url = Url::parse(&format!("https://vk.com/{as_written}")).ok()?;
    place(WALL, as_written.to_owned(), url)
}

fn mentions(words: String) -> Option<Place> {
    let words = words.trim();
    let mut url = Url::parse("https://vk.com/feed?section=search").ok()?;
    url.query_pairs_mut().append_pair("q", words);
    (!words.is_empty()).then(|| place(MENTIONS, words.to_owned(), url))?
}

fn place(kind: &str, id: String, url: Url) -> Option<Place> {
    Some(Place {
        platform: "vk".into(),
        kind: kind.into(),
        id,
        url,
        extra: BTreeMap::new(),
    })
}

/// The owner of a wall, where the link gave a number.
pub fn owner(place: &Place) -> Option<i64> {
    (place.kind == WALL).then(|| place.id.parse().ok())?
}

/// Address by our id: `<post or comment>` on a wall (both share one counter, and VK leads from a
/// comment to its post), `<owner>_<post>` of a mention.
pub fn permalink(place: &Place, id: &str) -> Option<Url> {
    let number = |t: &str| t.parse::<i64>().ok();
    let (owner, item) = match id.split_once('_') {
        Some((owner, post)) => (number(owner)?, number(post)?),
        None => (owner(place)?, number(id)?),
    };
    Url::parse(&format!("https://vk.com/wall{owner}_{item}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(link: &str) -> Option<(String, String)> {
        locate(&Url::parse(link).unwrap()).map(|p| (p.kind, p.id))
    }

    #[test]
    fn every_link_to_a_community_is_its_wall() {
        for link in [
            "https://vk.com/club123",
            "https://vk.com/public123?from=x",
            "https://m.vk.com/event123",
            "https://vk.ru/wall-123_45?reply=50",
            "https://vk.com/wall-123",
            "https://vk.com/zerno?w=wall-123_45_r50",
            "https://vk.com/feed?w=wall-123_45",
        ] {
            assert_eq!(found(link), Some(("wall".into(), "-123".into())), "{link}");
        }
        assert_eq!(found("https://vk.com/id7"), Some(("wall".into(), "7".into())));
        assert_eq!(
            found("https://www.vk.com/Zerno.Coffee"),
            Some(("wall".into(), "Zerno.Coffee".into()))
        );
        assert_eq!(
            found("https://vk.com/club_cats"),
            Some(("wall".into(), "club_cats".into()))
        );
    }

    #[test]
    fn a_search_is_a_place_for_mentions() {
        for link in [
            "https://vk.com/search?c[q]=кофейня%20зерно&c[section]=statuses",
            "https://vk.com/feed?section=search&q=кофейня+зерно",
            "https://vk.com/search/statuses?q=кофейня+зерно",
        ] {
            assert_eq!(
                found(link),
                Some(("mentions".into(), "кофейня зерно".into())),
                "{link}"
            );
        }
        let place = locate(&Url::parse("https://vk.com/search?q=a%26b").unwrap()).unwrap();
        assert_eq!(locate(&place.url), Some(place));
    }

    #[test]
    fn other_pages_and_other_sites_are_not_places() {
        for link in [
            "https://vk.com/",
            "https://vk.com/feed",
            "https://vk.com/im?sel=1",
            "https://vk.com/topic-1_2",
            "https://vk.com/photo1_2",
            "https://vk.com/app123",
            "https://vk.com/club0",
            "https://vk.com/search?c[q]=",
            "https://notvk.com/club1",
            "https://vk.com.example.org/club1",
        ] {
            assert_eq!(found(link), None, "{link}");
        }
    }

    #[test]
    fn addresses_of_posts_lead_back_to_their_wall() {
        let place = locate(&Url::parse("https://vk.com/club123").unwrap()).unwrap();
        let link = permalink(&place, "45").unwrap();
        assert_eq!(link.as_str(), "https://vk.com/wall-123_45");
        let back = locate(&link).unwrap();
        assert_eq!((back.id, back.extra["post"].as_str()), (place.id.clone(), "45"));
        assert_eq!(locate(&back.url).unwrap().url, back.url);
        assert_eq!(
            permalink(&place, "-9_8").unwrap().as_str(),
            "https://vk.com/wall-9_8"
        );
        assert_eq!(permalink(&place, "topic5_3"), None);
        assert_eq!(permalink(&place, "../x"), None);
    }
}
