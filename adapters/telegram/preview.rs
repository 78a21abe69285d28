//! The public preview page `t.me/s/<channel>`: one page of posts, oldest first.

use crate::parse::{dates, html, status};
use crate::{Author, Emptiness, Failure, Sighting};
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use scraper::{ElementRef, Html, Selector};
use serde::Deserialize;
use std::sync::LazyLock;

/// A page as read.
#[derive(Debug)]
pub struct Preview {
    /// Newest first.
    pub posts: Vec<Sighting>,
    /// Smallest and largest post id on the page, service messages included.
    pub ids: Option<(u64, u64)>,
    /// What to ask for next (`?before=`), unless the beginning of the channel is reached.
    pub before: Option<u64>,
    /// Why there are no posts.
    pub empty: Option<Emptiness>,
}

/// What stands in the place of a preview page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// "You can contact @name": no such name, **or** this address is banned softly.
    Contact,
    /// The info page of a group, a user, or a channel whose preview is off.
    NoPreview,
}

macro_rules! selectors {
    ($($name:ident = $css:literal;)+) => {
        $(static $name: LazyLock<Selector> =
            LazyLock::new(|| Selector::parse($css).expect("a constant selector"));)+
    };
}

selectors! {
    MESSAGE = ".tgme_widget_message.js-widget_message, .tgme_widget_message[data-post]";
    TEXT = ".js-message_text";
    DATE = "a.tgme_widget_message_date";
    TIME = "time[datetime]";
    META = ".tgme_widget_message_meta";
    OWNER = ".tgme_widget_message_owner_name";
    SIGNATURE = ".tgme_widget_message_from_author";
    POLL = ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text";
    MEDIA = ".tgme_widget_message_photo_wrap, .tgme_widget_message_video_player, \
             .tgme_widget_message_roundvideo_player, .tgme_widget_message_voice_player, \
             .tgme_widget_message_document_wrap, .tgme_widget_message_location_wrap, \
             .tgme_widget_message_sticker_wrap";
    UNSUPPORTED = ".message_media_not_supported";
    MORE = ".js-messages_more[data-before]";
    PREVIOUS = "link[rel=prev][href]";
    NO_MESSAGES = ".tme_no_messages_found";
    CONTACT = ".tgme_page_description .tgme_username_link";
    INFO = ".tgme_page_title, .tgme_page_extra, .tgme_page_action";
}

/// Reads a page, a part of one, or the JSON string that holds one (the answer to
/// `X-Requested-With: XMLHttpRequest`). `text`: already decoded.
///
/// # Errors
/// The inner failure is a page that is none: truncated, redesigned, or built to be slow.
pub fn read(text: &str) -> Result<Result<Preview, Instead>, Failure> {
    let text = text.trim_start_matches('\u{FEFF}').trim();
    if text.starts_with('"') {
        let inner: String = serde_json::from_str(text).map_err(|_| Failure::drift("json string"))?;
        return tree(&html::fragment(&inner)?, &inner);
    }
    let head = text.get(..1024).unwrap_or(text).to_ascii_lowercase();
    let whole = head.contains("<!doctype") || head.contains("<html");
    if !whole {
        return tree(&html::fragment(text)?, text);
    }
    if !text.contains("</html>") && !text.contains("</HTML>") {
        return Err(Failure::drift("truncated"));
    }
    tree(&html::document(text)?, text)
}

fn tree(page: &Html, source: &str) -> Result<Result<Preview, Instead>, Failure> {
    let mut posts = Vec::new();
    let mut ids: Option<(u64, u64)> = None;
    let mut messages = 0;
    for (n, block) in page.select(&MESSAGE).enumerate() {
        messages += 1;
        let service = block.value().classes().any(|c| c == "service_message");
        let Some(id) = id(block) else {
            if service {
                continue;
            }
            return Err(Failure::drift(format!("message[{n}].data-post")));
        };
        ids = Some(ids.map_or((id, id), |(a, b)| (a.min(id), b.max(id))));
        if !service {
            posts.push(post(block, id));
        }
    }
    if messages == 0 && page.select(&NO_MESSAGES).next().is_none() {
        if page.select(&CONTACT).next().is_some() {
            return Ok(Err(Instead::Contact));
        }
        if page.select(&INFO).next().is_some() {
            return Ok(Err(Instead::NoPreview));
        }
        return Err(status::instead_of(source.as_bytes(), "tgme_widget_message"));
    }
    // A time may be missing here and there (recorded so); on every post it is another page.
    if !posts.is_empty() && posts.iter().all(|p| p.created.is_none()) {
        return Err(Failure::drift("time[datetime]"));
    }
    posts.reverse();
    let mut seen = std::collections::HashSet::new();
    posts.retain(|p| seen.insert(p.id.clone()));
    let empty = posts.is_empty().then_some(Emptiness::Stated);
    Ok(Ok(Preview {
        before: before(page),
        posts,
        ids,
        empty,
    }))
}

fn before(page: &Html) -> Option<u64> {
    let by_button = page
        .select(&MORE)
        .next()
        .and_then(|a| a.attr("data-before")?.parse().ok());
    by_button.or_else(|| {
        let href = page.select(&PREVIOUS).next()?.attr("href")?;
        href.split_once("before=")?.1.split('&').next()?.parse().ok()
    })
}

/// `data-post` may be missing or without a number, and so may the link; then the statistics mark
/// knows it (all three were recorded).
fn id(block: ElementRef<'_>) -> Option<u64> {
    let last = |text: &str| {
        let path = text.split(['?', '#']).next().unwrap_or(text);
        path.rsplit_once('/').and_then(|(_, n)| n.parse().ok())
    };
    block
        .attr("data-post")
        .and_then(last)
        .or_else(|| block.select(&DATE).next()?.attr("href").and_then(last))
        .or_else(|| viewed(block.attr("data-view")?))
        .filter(|id| *id > 0)
}

/// The `p` of `{"c":-1032086354,"p":56622,…}`; for albums a text with the suffix `g`.
fn viewed(mark: &str) -> Option<u64> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Post {
        Number(u64),
        Text(String),
    }
    #[derive(Deserialize)]
    struct Mark {
        p: Post,
    }
    let bytes = URL_SAFE_NO_PAD
        .decode(mark)
        .or_else(|_| URL_SAFE.decode(mark))
        .ok()?;
    match serde_json::from_slice::<Mark>(&bytes).ok()?.p {
        Post::Number(n) => Some(n),
        Post::Text(t) => t.trim_end_matches('g').parse().ok(),
    }
}

fn post(block: ElementRef<'_>, id: u64) -> Sighting {
    let date = block.select(&DATE).filter(|a| !inside(*a, block, REPLY)).last();
    let time = date.and_then(|a| a.select(&TIME).next()).or_else(|| {
        let times = block.select(&TIME);
        times.filter(|t| t.value().classes().any(|c| c == "time")).last()
    });
    let owner = block.select(&OWNER).next();
    let channel = block
        .attr("data-post")
        .and_then(|p| p.split('/').next())
        .filter(|c| is_name(c))
        .or_else(|| owner?.attr("href")?.rsplit('/').next().filter(|c| is_name(c)));
    let signature = block
        .select(&SIGNATURE)
        .next()
        .map(html::text)
        .filter(|s| !s.is_empty());
    let mut media = block
        .select(&MEDIA)
        .filter(|m| !inside(*m, block, ELSEWHERE))
        .count();
    let text = text(block);
    if media == 0 && text.is_empty() && block.select(&UNSUPPORTED).next().is_some() {
        media = 1; // "Please open Telegram to view this post"
    }
    Sighting {
        id: id.to_string(),
        author: Author {
            // A signature is a display name, not the name of an account.
            id: channel
                .filter(|_| signature.is_none())
                .map(str::to_ascii_lowercase),
            name: signature
                .or_else(|| owner.map(html::text))
                .filter(|n| !n.is_empty()),
        },
        text,
        created: time.and_then(|t| t.attr("datetime")).and_then(dates::rfc3339),
        edited: block.select(&META).any(edited),
        media: u32::try_from(media).unwrap_or(u32::MAX),
        url: channel.map(|c| format!("https://t.me/{c}/{id}")),
        ..Sighting::default()
    }
}

/// What may stand in an address of ours.
fn is_name(channel: &str) -> bool {
    !channel.is_empty() && channel.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The mark stands beside the elements of the meta line; a signature "edited" stands inside one.
fn edited(meta: ElementRef<'_>) -> bool {
    meta.children()
        .filter_map(|n| n.value().as_text())
        .any(|t| t.trim().starts_with("edited"))
}

/// The quoted message of a reply.
const REPLY: &[&str] = &["tgme_widget_message_reply"];
/// What shows other things than this post, or shows it again.
const ELSEWHERE: &[&str] = &[
    "tgme_widget_message_reply",
    "tgme_widget_message_link_preview",
    "media_not_supported_cont",
];

/// One text per post: the innermost of nested ones, without the quote of a reply and without the
/// second copy that stands beside media which the browser cannot show. A poll speaks by its
/// question and options.
fn text(block: ElementRef<'_>) -> String {
    let texts = |skip: &'static [&'static str]| {
        block
            .select(&TEXT)
            .filter(move |t| !inside(*t, block, skip))
            .filter(|t| t.select(&TEXT).all(|inner| inner.id() == t.id()))
            .map(html::text)
            .find(|t| !t.is_empty())
    };
    let trim = |t: &str| {
        t.trim_matches(|c: char| c.is_whitespace() || c == '\u{200B}')
            .to_owned()
    };
    texts(ELSEWHERE)
        .or_else(|| texts(REPLY))
        .map(|t| trim(&t))
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| block.select(&POLL).map(html::text).collect::<Vec<_>>().join("\n"))
}

fn inside(element: ElementRef<'_>, block: ElementRef<'_>, classes: &[&str]) -> bool {
    element
        .ancestors()
        .take_while(|a| a.id() != block.id())
        .filter_map(ElementRef::wrap)
        .any(|a| a.value().classes().any(|c| classes.contains(&c)))
}
