//! The comment widget of a channel's posts, by opt-in: the fifty newest comments under each of the newest
//! posts. Its markup is known from parsers of two live tools, never recorded.

use super::preview::{self, Instead};
use super::{status_of, text};
use crate::parse::{dates, html, status};
use crate::{
    Answer, Author, Cursor, Emptiness, Failure, Net, Next, OfficialReply, Page, Place, Request, Sighting,
};
use scraper::{ElementRef, Html, Selector};
use std::sync::LazyLock;
use url::Url;

/// Newest posts whose comments are read in every poll.
const POSTS: usize = 9;
/// Posts in one page of ours.
const BATCH: usize = 3;

macro_rules! selectors {
    ($($name:ident = $css:literal;)+) => {
        $(static $name: LazyLock<Selector> =
            LazyLock::new(|| Selector::parse($css).expect("a constant selector"));)+
    };
}

selectors! {
    COMMENT = ".tgme_widget_message[data-post-id]";
    AUTHOR = ".tgme_widget_message_author_name";
    BODY = ".js-message_text";
    REPLY = ".js-reply_to[data-reply-to]";
    DATE = "a.tgme_widget_message_date";
    TIME = "time[datetime]";
    NONE = ".tme_no_messages_found";
    MEDIA = ".tgme_widget_message_photo_wrap, .tgme_widget_message_video_player, .tgme_widget_message_document_wrap, \
             .tgme_widget_message_voice_player, .tgme_widget_message_sticker_wrap";
}

/// Whether a body is one of the widget.
pub fn is(text: &str) -> bool {
    text.contains("data-post-id=")
        || text.contains("TWidgetDiscussion")
        || text.contains("tgme_post_discussion")
}

/// What the widget shows of one post.
#[derive(Debug, Default)]
pub struct Shown {
    pub comments: Vec<Sighting>,
    pub answers: Vec<Answer>,
    /// Comments are shut, or shown in the application only: says nothing of their number.
    pub shut: bool,
}

/// Reads one widget. `post`: under which post, where the page's own links do not say.
///
/// # Errors
/// [`Failure::Drift`] for a page that is none, and for one that counts comments and shows none.
pub fn read(page: &str, channel: &str, post: Option<u64>) -> Result<Shown, Failure> {
    let tree: Html = html::document(page)?;
    let mut shown = Shown::default();
    for (n, block) in tree.select(&COMMENT).enumerate() {
        let bad = |what: &str| Failure::drift(format!("comment[{n}].{what}"));
        let id: u64 = block
            .attr("data-post-id")
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| bad("data-post-id"))?;
        let date = block.select(&DATE).last();
        let linked = date.and_then(|a| a.attr("href")).and_then(post_of);
        let post = linked.or(post).ok_or_else(|| bad("href"))?;
        let comment = comment(block, channel, post, id);
        let time = block.select(&TIME).last().and_then(|t| t.attr("datetime"));
        let at = time.and_then(dates::rfc3339).ok_or_else(|| bad("datetime"))?;
        match comment {
            // The channel speaks: under a comment it is an official reply.
            said if said.author.id.as_deref() == Some(&channel.to_ascii_lowercase()) => {
                let id = said.id;
                shown.answers.extend(said.parent.map(|to| Answer {
                    to,
                    reply: OfficialReply {
                        id: Some(id),
                        text: said.text,
                        at: Some(at),
                        ..OfficialReply::default()
                    },
                }));
            }
            said => shown.comments.push(Sighting {
                created: Some(at),
                ..said
            }),
        }
    }
    shown.comments.reverse();
    if shown.comments.is_empty() && shown.answers.is_empty() {
        match counted(page) {
            Some(0) => {}
            Some(_) => return Err(Failure::drift("data-post-id")),
            None if tree.select(&NONE).next().is_some() || page.contains("TWidgetDiscussion") => {
                shown.shut = true
            }
            None => return Err(status::instead_of(page.as_bytes(), "comments_cnt")),
        }
    }
    Ok(shown)
}

/// The widget's own count; absent where comments are shut.
fn counted(page: &str) -> Option<u64> {
    let (_, rest) = page.split_once("\"comments_cnt\":")?;
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// `https://t.me/channel/198?comment=238737` → 198.
fn post_of(href: &str) -> Option<u64> {
    href.split('?').next()?.rsplit('/').next()?.parse().ok()
}

fn comment(block: ElementRef<'_>, channel: &str, post: u64, id: u64) -> Sighting {
    let author = block.select(&AUTHOR).next();
    let account = author.and_then(|a| {
        let link = a.attr("href").map(str::to_owned);
        let inner = || a.select(&ANCHOR).next()?.attr("href").map(str::to_owned);
        let href = link.or_else(inner)?;
        let name = href.strip_prefix("https://t.me/")?.to_ascii_lowercase();
        name.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_')
            .then_some(name)
    });
    // "Deleted Account" is a name that Telegram gives, not one that a person has.
    let name = author
        .map(html::text)
        .filter(|n| !n.is_empty() && n != "Deleted Account");
    let quoted = |e: &ElementRef<'_>| {
        let mut above = e.ancestors().filter_map(ElementRef::wrap);
        above.any(|a| a.value().classes().any(|c| c == "tgme_widget_message_reply"))
    };
    let text = block
        .select(&BODY)
        .filter(|e| !quoted(e))
        .map(html::text)
        .find(|t| !t.is_empty());
    let parent = block
        .select(&REPLY)
        .next()
        .and_then(|r| r.attr("data-reply-to")?.parse::<u64>().ok());
    Sighting {
        id: format!("{post}.{id}"),
        parent: parent.map(|to| format!("{post}.{to}")),
        author: Author { id: account, name },
        text: text.unwrap_or_default(),
        media: u32::try_from(block.select(&MEDIA).count()).unwrap_or(u32::MAX),
        url: crate::parse::link(&format!("https://t.me/{channel}/{post}?comment={id}")),
        ..Sighting::default()
    }
}

selectors! {
    ANCHOR = "a[href]";
}

/// One page: the channel's newest posts, then the comments under three of them at a time. The posts are
/// context here. The cursor names what is left: `comments <opened> <post>,<post>`.
///
/// # Errors
/// One per decision of the engine; [`Failure::Unsupported`] where no post lets its comments be read.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let left = cursor
        .page
        .as_deref()
        .and_then(|p| p.strip_prefix("comments ")?.split_once(' '));
    let Some((opened, posts)) = left else {
        return first(net, place).await;
    };
    let mut posts: Vec<u64> = posts.split(',').filter_map(|p| p.parse().ok()).collect();
    let rest = posts.split_off(posts.len().min(BATCH));
    let mut opened = opened == "yes";
    let mut page = Page::of(Vec::new(), Next::Done);
    for post in posts {
        let url = format!(
            "https://t.me/{}/{post}?embed=1&discussion=1&comments_limit=50",
            place.id
        );
        let url = Url::parse(&url).map_err(|_| Failure::Unsupported)?;
        let response = net
            .send(Request::get(url).header("accept-language", "en"))
            .await?;
        status_of(&response, net)?;
        let shown = read(&text(&response), &place.id, Some(post))?;
        opened |= !shown.shut;
        page.sightings.extend(shown.comments);
        page.answers.extend(shown.answers);
    }
    if rest.is_empty() && !opened {
        return Err(Failure::Unsupported);
    }
    page.empty = page.sightings.is_empty().then_some(Emptiness::Stated);
    if !rest.is_empty() {
        page.next = more(opened, &rest);
    }
    Ok(page)
}

async fn first(net: &dyn Net, place: &Place) -> Result<Page, Failure> {
    let url = Url::parse(&format!("https://t.me/s/{}", place.id)).map_err(|_| Failure::Unsupported)?;
    let response = net
        .send(Request::get(url).header("accept-language", "en"))
        .await?;
    status_of(&response, net)?;
    let preview = match preview::read(&text(&response))? {
        Ok(preview) => preview,
        Err(Instead::NoPreview) => return Err(Failure::Unsupported),
        Err(Instead::Contact) => return Err(super::gone_or_banned(net).await),
    };
    let posts: Vec<u64> = preview
        .posts
        .iter()
        .filter_map(|p| p.id.parse().ok())
        .take(POSTS)
        .collect();
    let mut page = Page::of(Vec::new(), Next::Done);
    page.empty = Some(Emptiness::Stated);
    if !posts.is_empty() {
        page.next = more(false, &posts);
    }
    Ok(page)
}

fn more(opened: bool, posts: &[u64]) -> Next {
    let posts: Vec<String> = posts.iter().map(u64::to_string).collect();
    let opened = if opened { "yes" } else { "no" };
    Next::More(format!("comments {opened} {}", posts.join(",")))
}
