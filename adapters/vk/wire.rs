//! What VK's API answers, as far as it is used. Nearly everything may be missing (deleted comments
//! have an id and a date); unknown fields come and go and are ignored.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Any body: an answer of the API, an event, or an answer of Long Poll.
#[derive(Deserialize)]
pub struct Body<'a> {
    #[serde(borrow)]
    pub response: Option<&'a RawValue>,
    /// Of a list that was saved without its envelope, as client libraries give it.
    #[serde(borrow)]
    pub items: Option<&'a RawValue>,
    pub error: Option<ApiError>,
    /// Not zero: Long Poll lost its place (1) or its key (2, 3).
    pub failed: Option<i64>,
    /// Where a queue goes on: a text, after a failure a number.
    #[serde(borrow)]
    pub ts: Option<&'a RawValue>,
    #[serde(borrow)]
    pub updates: Option<Vec<Event<'a>>>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(borrow)]
    pub object: Option<&'a RawValue>,
    pub group_id: Option<i64>,
}

/// Only the code is read: the rest of an error echoes the request, and with it the token.
#[derive(Debug, Deserialize)]
pub struct ApiError {
    pub error_code: i64,
}

/// An event of Callback API or Long Poll. The object of a kind that we do not know is not looked at.
#[derive(Deserialize)]
pub struct Event<'a> {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(borrow)]
    pub object: Option<&'a RawValue>,
    pub group_id: Option<i64>,
}

/// A list of posts or comments, with who wrote them.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct List {
    /// All levels of comments together.
    pub count: Option<i64>,
    /// Comments of this level.
    pub current_level_count: Option<i64>,
    /// Only in answers of a search.
    pub total_count: Option<i64>,
    pub items: Option<Vec<Item>>,
    /// The list of versions before 5, see [`Entry`].
    pub wall: Option<Vec<Entry>>,
    pub profiles: Option<Vec<Profile>>,
    pub groups: Option<Vec<Group>>,
    #[serde(deserialize_with = "text_or_number")]
    pub next_from: Option<String>,
    pub post_author_id: Option<i64>,
}

/// Versions before 5 put the count in front of the items of one list.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Entry {
    Count(i64),
    Item(Box<Item>),
}

#[derive(Deserialize)]
pub struct Profile {
    #[serde(alias = "uid")]
    pub id: i64,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub deactivated: Option<String>,
}

#[derive(Deserialize)]
pub struct Group {
    #[serde(alias = "gid")]
    pub id: i64,
    pub name: Option<String>,
}

/// A post or a comment.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Item {
    pub id: Option<i64>,
    pub owner_id: Option<i64>,
    pub from_id: Option<i64>,
    /// Seconds since 1970; `edited` only on posts that were.
    pub date: Option<i64>,
    pub edited: Option<i64>,
    pub text: Option<String>,
    pub attachments: Option<Vec<IgnoredAny>>,

    // Posts.
    pub post_type: Option<String>,
    pub comments: Option<Comments>,
    pub copy_history: Option<Vec<Item>>,
    #[serde(deserialize_with = "flag")]
    pub is_deleted: bool,
    #[serde(deserialize_with = "flag")]
    pub is_pinned: bool,

    // Comments.
    pub post_id: Option<i64>,
    pub parents_stack: Option<Vec<i64>>,
    pub reply_to_comment: Option<i64>,
    pub thread: Option<Thread>,
    #[serde(deserialize_with = "flag")]
    pub deleted: bool,

    // Versions before 5, see [`Item::modern`].
    pub cid: Option<i64>,
    pub uid: Option<i64>,
    pub to_id: Option<i64>,
    pub reply_to_cid: Option<i64>,

    // Where the comment of an event stands.
    pub post_owner_id: Option<i64>,
    pub topic_id: Option<i64>,
    pub topic_owner_id: Option<i64>,
    pub item_id: Option<i64>,
    pub market_owner_id: Option<i64>,
    pub photo_id: Option<i64>,
    pub photo_owner_id: Option<i64>,
    pub video_id: Option<i64>,
    pub video_owner_id: Option<i64>,
}

/// A list of discussions.
#[derive(Deserialize)]
pub struct Topics {
    pub count: i64,
    pub items: Vec<Topic>,
}

/// A discussion of a community.
#[derive(Deserialize)]
pub struct Topic {
    pub id: i64,
    pub title: String,
    /// Unix seconds of the last comment.
    pub updated: Option<i64>,
    pub comments: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Comments {
    pub count: i64,
    /// `Some(false)`: comments are there, but not for us.
    #[serde(deserialize_with = "maybe_flag")]
    pub can_view: Option<bool>,
}

/// Replies to a comment; `items` holds at most the ten that were asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Thread {
    pub count: i64,
    pub items: Option<Vec<Item>>,
}

/// VK writes booleans as `true` or as `1`.
fn maybe_flag<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Int(i64),
        Other(IgnoredAny),
    }
    Ok(match Flag::deserialize(d)? {
        Flag::Bool(b) => Some(b),
        Flag::Int(n) => Some(n != 0),
        Flag::Other(_) => None,
    })
}

fn flag<'de, D: Deserializer<'de>>(d: D) -> Result<bool, D::Error> {
    Ok(maybe_flag(d)?.unwrap_or(false))
}

fn text_or_number<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Mark {
        Text(String),
        Number(i64),
        Other(IgnoredAny),
    }
    Ok(match Mark::deserialize(d)? {
        Mark::Text(t) => Some(t),
        Mark::Number(n) => Some(n.to_string()),
        Mark::Other(_) => None,
    })
}

impl List {
    /// The same list in the shape of version 5.
    pub fn modern(mut self) -> Self {
        if let (None, Some(entries)) = (&self.items, self.wall.take()) {
            let mut items = Vec::with_capacity(entries.len());
            for entry in entries {
                match entry {
                    Entry::Count(n) => self.count = self.count.or(Some(n)),
                    Entry::Item(item) => items.push(*item),
                }
            }
            self.items = Some(items);
        }
        self.items.iter_mut().flatten().for_each(Item::modern);
        self
    }
}

impl Item {
    /// Takes the names of versions before 5 for today's.
    fn modern(&mut self) {
        self.id = self.id.or(self.cid);
        self.from_id = self.from_id.or(self.uid);
        self.owner_id = self.owner_id.or(self.to_id);
        self.reply_to_comment = self.reply_to_comment.or(self.reply_to_cid);
    }

    /// Whose wall, topic or photo this stands on.
    pub fn owner(&self) -> Option<i64> {
        self.owner_id
            .or(self.post_owner_id)
            .or(self.topic_owner_id)
            .or(self.market_owner_id)
            .or(self.photo_owner_id)
            .or(self.video_owner_id)
    }

    /// Posts and comments come through the same doors; only posts have these.
    pub fn is_post(&self) -> bool {
        self.post_id.is_none()
            && (self.post_type.is_some() || self.comments.is_some() || self.copy_history.is_some())
    }
}
