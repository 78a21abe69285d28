//! Links that people paste, and addresses of messages.

use crate::Place;
use std::collections::BTreeMap;
use url::Url;

/// A public channel or group by its name. Without a token its preview page is watched; with one,
/// whatever the bot sees.
pub const CHANNEL: &str = "channel";
/// A private group by its chat id; only a bot can read it.
pub const CHAT: &str = "chat";

/// First parts of t.me links that are no names.
const RESERVED: &[&str] = &[
    "joinchat",
    "addstickers",
    "addemoji",
    "addlist",
    "addtheme",
    "share",
    "proxy",
    "socks",
    "login",
    "iv",
    "setlanguage",
    "bg",
    "invoice",
    "boost",
    "giftcode",
    "confirmphone",
    "contact",
    "nft",
    "k",
    "a",
];

/// What a link means, if it is one of Telegram.
pub fn locate(url: &Url) -> Option<Place> {
    if url.scheme() == "tg" {
        let domain = url.query_pairs().find(|(k, _)| k == "domain")?.1;
        return (url.host_str() == Some("resolve")).then(|| channel(&domain))?;
    }
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut parts = url.path_segments()?.filter(|p| !p.is_empty());
    if !matches!(host, "t.me" | "telegram.me" | "telegram.dog") {
        // name.t.me is the same as t.me/name.
        return channel(host.strip_suffix(".t.me")?);
    }
    match parts.next()? {
        "s" => channel(parts.next()?),
        "c" => {
            let bare: u64 = parts.next()?.parse().ok().filter(|n| *n > 0)?;
            Some(place(
                CHAT,
                format!("-100{bare}"),
                &format!("https://t.me/c/{bare}"),
            ))?
        }
        name => channel(name),
    }
}

fn channel(name: &str) -> Option<Place> {
    let name = name.strip_prefix('@').unwrap_or(name);
    let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !letters || !starts || !(3..=64).contains(&name.len()) {
        return None;
    }
    if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    place(CHANNEL, name.to_owned(), &format!("https://t.me/s/{name}"))
}

fn place(kind: &str, id: String, url: &str) -> Option<Place> {
    Some(Place {
        platform: "telegram".into(),
        kind: kind.into(),
        id,
        url: Url::parse(url).ok()?,
        extra: BTreeMap::new(),
    })
}

/// Address of a message by our id: `<post>` of a preview, `<post>.<comment>` of its comments, or
/// `<chat>/<message>` of the Bot API.
pub fn permalink(place: &Place, id: &str) -> Option<Url> {
    let text = match id.split_once('/') {
        Some((chat, message)) => format!(
            "https://t.me/c/{}/{}",
            supergroup(chat.parse().ok()?)?,
            message.parse::<u64>().ok()?
        ),
        None if place.kind == CHANNEL && id.contains('.') => {
            let (post, comment) = id.split_once('.')?;
            let (post, comment): (u64, u64) = (post.parse().ok()?, comment.parse().ok()?);
            format!("https://t.me/{}/{post}?comment={comment}", place.id)
        }
        None if place.kind == CHANNEL => format!("https://t.me/{}/{}", place.id, id.parse::<u64>().ok()?),
        None => return None,
    };
    Url::parse(&text).ok()
}

/// The number of a supergroup or channel as links show it: the chat id without `-100`.
pub fn supergroup(chat: i64) -> Option<String> {
    chat.to_string()
        .strip_prefix("-100")
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(link: &str) -> Option<(String, String)> {
        locate(&Url::parse(link).unwrap()).map(|p| (p.kind, p.id))
    }

    #[test]
    fn every_link_to_a_channel_is_the_same_place() {
        for link in [
            "https://t.me/s/zerno_coffee",
            "https://t.me/s/zerno_coffee?before=120",
            "https://t.me/s/zerno_coffee/17",
            "https://t.me/zerno_coffee",
            "http://t.me/@zerno_coffee/55?comment=7",
            "https://telegram.me/zerno_coffee",
            "https://www.telegram.dog/zerno_coffee/",
            "https://zerno_coffee.t.me/",
            "tg://resolve?domain=zerno_coffee&post=5",
        ] {
            assert_eq!(
                found(link),
                Some(("channel".into(), "zerno_coffee".into())),
                "{link}"
            );
        }
        assert_eq!(
            found("https://t.me/c/1555296434/12"),
            Some(("chat".into(), "-1001555296434".into()))
        );
    }

    #[test]
    fn invitations_stickers_and_other_sites_are_not_places() {
        for link in [
            "https://t.me/+Npsfoq5kwvU2NDMy",
            "https://t.me/joinchat/AAAA",
            "https://t.me/addstickers/Cats",
            "https://t.me/",
            "https://t.me/s/",
            "https://t.me/c/abc/1",
            "https://example.org/s/zerno",
            "https://evil-t.me/zerno",
            "tg://join?invite=x",
            "mailto:t.me",
        ] {
            assert_eq!(found(link), None, "{link}");
        }
    }

    #[test]
    fn addresses_of_messages_lead_back_to_their_place() {
        let channel = locate(&Url::parse("https://t.me/s/zerno_coffee").unwrap()).unwrap();
        let link = permalink(&channel, "17").unwrap();
        assert_eq!(link.as_str(), "https://t.me/zerno_coffee/17");
        assert_eq!(locate(&link), Some(channel.clone()));
        let chat = locate(&Url::parse("https://t.me/c/1555296434").unwrap()).unwrap();
        let link = permalink(&chat, "-1001555296434/9").unwrap();
        assert_eq!(link.as_str(), "https://t.me/c/1555296434/9");
        assert_eq!(locate(&link), Some(chat));
        assert_eq!(
            permalink(&channel, "-599075523/9"),
            None,
            "basic groups have no addresses"
        );
        assert_eq!(permalink(&channel, "../x"), None);
    }
}
