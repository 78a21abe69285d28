//! Links that people paste, and addresses of posts and comments.

use crate::Place;
use std::collections::BTreeMap;
use url::Url;

/// A wall: `id` is the owner (`-123` a community, `123` a person) or a short name. `extra.post`: the
/// post that the link named, whose comments are read in every poll, however old it is.
pub const WALL: &str = "wall";
/// A search over all public posts: `id` is what is looked for.
pub const MENTIONS: &str = "mentions";

/// Discussions of a community: `id` is its owner number (`-123`). `extra.topic`: only this one.
pub const BOARD: &str = "board";
/// Comments under a product: `id` is the owner (`-123`), `extra.item` the product.
pub const GOODS: &str = "goods";

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
    if let Some(product) = query("w").as_deref().and_then(product) {
        return Some(product);
    }
    if first == "market" && url.path().contains("/product/") {
        return url.path_segments()?.rfind(|p| !p.is_empty()).and_then(slug);
    }
    if let Some(place) = board(&first).or_else(|| product(&first)) {
        return Some(place);
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

/// `topic-1_2`, `board1`.
fn board(text: &str) -> Option<Place> {
    if let Some(group) = text.strip_prefix("board").and_then(|n| n.parse::<u32>().ok()) {
        return of_community(BOARD, group, &format!("https://vk.com/board{group}"), None);
    }
    let (group, topic) = text.strip_prefix("topic-")?.split_once('_')?;
    let (group, topic): (u32, u64) = (group.parse().ok()?, topic.parse().ok()?);
    let url = format!("https://vk.com/topic-{group}_{topic}");
    of_community(BOARD, group, &url, Some(("topic", topic)))
}

/// `product-1_2`.
fn product(text: &str) -> Option<Place> {
    let (group, item) = text.strip_prefix("product-")?.split_once('_')?;
    let item = item.split(['/', '?', '_']).next()?;
    goods(group.parse().ok()?, item.parse().ok()?)
}

/// `name-of-the-product-1-2`, the newer form.
fn slug(text: &str) -> Option<Place> {
    let mut parts = text.rsplit('-');
    let (item, group) = (parts.next()?, parts.next()?);
    goods(group.parse().ok()?, item.parse().ok()?)
}

fn goods(group: u32, item: u64) -> Option<Place> {
    let url = format!("https://vk.com/product-{group}_{item}");
    of_community(GOODS, group, &url, Some(("item", item)))
}

fn of_community(kind: &str, group: u32, url: &str, what: Option<(&str, u64)>) -> Option<Place> {
    let mut place = place(kind, format!("-{group}"), Url::parse(url).ok()?)?;
    place
        .extra
        .extend(what.map(|(k, n)| (k.to_owned(), n.to_string())));
    (group > 0).then_some(place)
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

/// The owner of a wall, where the link gave a number, of a board or of goods.
pub fn owner(place: &Place) -> Option<i64> {
    (place.kind != MENTIONS).then(|| place.id.parse().ok())?
}

/// Address by our id: `<post or comment>` on a wall (both share one counter, and VK leads from a
/// comment to its post), `<owner>_<post>` of a mention, `topic…_…` and `product…_…` of a community.
pub fn permalink(place: &Place, id: &str) -> Option<Url> {
    let number = |t: &str| t.parse::<i64>().ok();
    let held = |kind: &str| {
        let (container, item) = id.strip_prefix(kind)?.split_once('_')?;
        Some((
            owner(place)?,
            container.parse::<u64>().ok()?,
            item.parse::<u64>().ok()?,
        ))
    };
    if let Some((owner, topic, comment)) = held("topic").filter(|_| place.kind == BOARD) {
        return Url::parse(&format!("https://vk.com/topic{owner}_{topic}?post={comment}")).ok();
    }
    if let Some((owner, item, _)) = held("product").filter(|_| place.kind == GOODS) {
        return Url::parse(&format!("https://vk.com/product{owner}_{item}")).ok();
    }
    if place.kind == BOARD || place.kind == GOODS {
        return None;
    }
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
    fn discussions_and_products_are_places_and_their_addresses_lead_back() {
        for (link, kind, extra, id, address) in [
            (
                "https://vk.com/board123",
                "board",
                None,
                "topic45_7",
                Some("https://vk.com/topic-123_45?post=7"),
            ),
            (
                "https://m.vk.com/topic-123_45?offset=20",
                "board",
                Some(("topic", "45")),
                "topic45_7",
                Some("https://vk.com/topic-123_45?post=7"),
            ),
            (
                "https://vk.com/topic-123_45?post=7",
                "board",
                Some(("topic", "45")),
                "wall1_7",
                None,
            ),
            (
                "https://vk.com/market-123?w=product-123_45%2Fquery",
                "goods",
                Some(("item", "45")),
                "product45_7",
                Some("https://vk.com/product-123_45"),
            ),
            (
                "https://vk.com/product-123_45",
                "goods",
                Some(("item", "45")),
                "7",
                None,
            ),
            (
                "https://vk.com/market/product/kofe-v-zernakh-123-45?ref=x",
                "goods",
                Some(("item", "45")),
                "topic1_2",
                None,
            ),
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!((place.kind.as_str(), place.id.as_str()), (kind, "-123"), "{link}");
            let said = place.extra.iter().next().map(|(k, v)| (k.as_str(), v.as_str()));
            assert_eq!(said, extra, "{link}");
            assert_eq!(locate(&place.url), Some(place.clone()), "{link}");
            assert_eq!(permalink(&place, id).as_ref().map(Url::as_str), address, "{link}");
        }
    }

    #[test]
    fn other_pages_and_other_sites_are_not_places() {
        for link in [
            "https://vk.com/",
            "https://vk.com/feed",
            "https://vk.com/im?sel=1",
            "https://vk.com/market-123",
            "https://vk.com/board0",
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
