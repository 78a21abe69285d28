//! Threads and comments of the Data API, as far as they are used.

use crate::parse::list::wrong;
use crate::parse::talk::Comment;
use crate::parse::{self, dates, html, nonempty};
use crate::{Author, Emptiness, Failure, Sighting, net};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

/// A list of threads or of comments, or a single one of them.
pub struct Items {
    pub list: Vec<Item>,
    pub next: Option<String>,
    /// How many items this answer says to hold.
    total: Option<u64>,
}

pub enum Item {
    Thread(Box<Thread>),
    Comment(Box<Read>),
}

/// A conversation.
pub struct Thread {
    pub top: Read,
    pub replies: Vec<Read>,
    /// Replies that there are; the answer may hold fewer.
    pub total: usize,
}

/// A comment, and the channel that wrote it.
pub struct Read {
    sighting: Sighting,
    author: Option<String>,
    thread: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    items: Vec<Value>,
    next_page_token: Option<String>,
    page_info: Option<Info>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    total_results: Option<u64>,
}

#[derive(Deserialize)]
struct RawThread {
    snippet: ThreadSnippet,
    replies: Option<Replies>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ThreadSnippet {
    top_level_comment: RawComment,
    total_reply_count: usize,
    video_id: Option<String>,
}

#[derive(Deserialize)]
struct Replies {
    comments: Vec<RawComment>,
}

#[derive(Deserialize)]
struct RawComment {
    id: String,
    snippet: Snippet,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snippet {
    author_display_name: Option<String>,
    author_channel_id: Option<Value>,
    video_id: Option<String>,
    text_display: Option<String>,
    text_original: Option<String>,
    parent_id: Option<String>,
    published_at: String,
    updated_at: Option<String>,
}

/// Where a comment is seen.
pub fn address(video: &str, comment: &str) -> Option<Url> {
    net::address(
        "https://www.youtube.com/watch",
        &[],
        &[("v", video), ("lc", comment)],
    )
    .ok()
}

/// The comment that begins the conversation of this one: ids of replies are `<top>.<suffix>`.
pub fn top(id: &str) -> &str {
    id.split_once('.').map_or(id, |(top, _)| top)
}

/// Reads an answer of `commentThreads` or `comments`.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn items(answer: Value) -> Result<Items, Failure> {
    let kind = answer
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if !kind.ends_with("ListResponse") {
        let item = item(answer, &kind).map_err(Failure::drift)?;
        return Ok(Items {
            list: vec![item],
            next: None,
            total: None,
        });
    }
    let list: List = serde_json::from_value(answer).map_err(|_| Failure::drift("items"))?;
    let one = match kind.as_str() {
        "youtube#commentThreadListResponse" => "youtube#commentThread",
        "youtube#commentListResponse" => "youtube#comment",
        _ => return Err(Failure::drift("kind")),
    };
    let read = |(i, value)| item(value, one).map_err(|at| wrong("items", i, &at));
    Ok(Items {
        list: list
            .items
            .into_iter()
            .enumerate()
            .map(read)
            .collect::<Result<_, Failure>>()?,
        next: list.next_page_token.filter(|t| !t.is_empty()),
        total: list.page_info.and_then(|i| i.total_results),
    })
}

impl Items {
    /// Why an empty list may be believed: it says so itself.
    pub fn proof(&self) -> Option<Emptiness> {
        let counted = self.total == Some(0) && self.next.is_none();
        (!self.list.is_empty() || counted).then_some(Emptiness::Stated)
    }
}

fn item(value: Value, kind: &str) -> Result<Item, String> {
    match kind {
        "youtube#commentThread" => {
            let raw: RawThread = serde_json::from_value(value).map_err(|_| "snippet.topLevelComment")?;
            let video = raw.snippet.video_id.as_deref();
            let top = comment(raw.snippet.top_level_comment, video)?;
            let within = |c| comment(c, video).map_err(|at| format!("replies.{at}"));
            let replies = raw.replies.map(|r| r.comments).unwrap_or_default();
            Ok(Item::Thread(Box::new(Thread {
                top,
                replies: replies.into_iter().map(within).collect::<Result<_, _>>()?,
                total: raw.snippet.total_reply_count,
            })))
        }
        "youtube#comment" => {
            let raw: RawComment = serde_json::from_value(value).map_err(|_| "snippet")?;
            Ok(Item::Comment(Box::new(comment(raw, None)?)))
        }
        _ => Err("kind".into()),
    }
}

fn comment(raw: RawComment, video: Option<&str>) -> Result<Read, String> {
    let RawComment { id, snippet: s } = raw;
    if id.trim().is_empty() || id.contains('\0') {
        return Err("id".into());
    }
    let created = dates::rfc3339(&s.published_at).ok_or("snippet.publishedAt")?;
    let updated = match &s.updated_at {
        Some(at) => Some(dates::rfc3339(at).ok_or("snippet.updatedAt")?),
        None => None,
    };
    // What the author typed is given to few; what is displayed may be HTML.
    let text = match (&s.text_original, &s.text_display) {
        (Some(typed), _) => parse::plain(typed),
        (None, Some(shown)) if markup(shown) => html::plain(shown).map_err(|_| "snippet.textDisplay")?,
        (None, Some(shown)) => parse::plain(shown),
        (None, None) => return Err("snippet.textDisplay".into()),
    };
    let author = s
        .author_channel_id
        .as_ref()
        .and_then(|c| c.get("value")?.as_str());
    let thread = s.parent_id.filter(|p| !p.is_empty());
    let thread = thread.or_else(|| id.split_once('.').map(|(top, _)| top.to_owned()));
    let video = s.video_id.as_deref().or(video);
    Ok(Read {
        author: author.map(str::to_owned),
        sighting: Sighting {
            parent: thread.clone().or_else(|| video.map(str::to_owned)),
            author: Author {
                id: author.and_then(nonempty),
                name: s.author_display_name.as_deref().and_then(nonempty),
            },
            text,
            created: Some(created),
            updated,
            edited: updated.is_some_and(|u| u != created),
            url: video.and_then(|v| address(v, &id)).map(String::from),
            id,
            ..Sighting::default()
        },
        thread,
    })
}

/// Asked for plain text, YouTube displays plain text; saved answers may hold its HTML.
fn markup(shown: &str) -> bool {
    let signs = [
        "<br", "<a href=", "</b>", "</i>", "&#39;", "&quot;", "&amp;", "&lt;",
    ];
    signs.iter().any(|s| shown.contains(s))
}

impl Item {
    /// What of this is to be told; `own`: the channel of the business.
    pub fn read(&self, own: Option<&str>, found: &mut Vec<Comment>) {
        match self {
            Item::Comment(one) => found.push(one.comment(own)),
            Item::Thread(thread) => {
                found.push(thread.top.comment(own));
                found.extend(thread.replies.iter().map(|r| r.comment(own)));
            }
        }
    }
}

impl Thread {
    /// Replies are missing.
    pub fn is_short(&self) -> bool {
        self.replies.len() < self.total
    }

    pub fn id(&self) -> &str {
        &self.top.sighting.id
    }

    /// When it was begun, seconds.
    pub fn at(&self) -> i64 {
        self.top.sighting.created.map_or(0, |t| t.timestamp())
    }
}

impl Read {
    fn comment(&self, own: Option<&str>) -> Comment {
        Comment {
            sighting: self.sighting.clone(),
            thread: self.thread.clone(),
            own: own.is_some() && self.author.as_deref() == own,
            under: None,
        }
    }
}
