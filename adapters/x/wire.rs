//! Posts as API v2 writes them, in both spellings of its fields, and what they mean.

use crate::parse::{dates, json, nonempty, plain, posts};
use crate::{Author, Emptiness, Failure, OfficialReply, Page, Sighting};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::collections::HashMap;

/// Any answer.
#[derive(Deserialize)]
pub struct Body {
    pub data: Option<Data>,
    #[serde(default)]
    pub includes: Includes,
    pub meta: Option<Meta>,
    #[serde(default)]
    pub errors: Vec<Problem>,
}

/// A list, or one.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Data {
    Posts(Vec<Post>),
    Post(Box<Post>),
    User(User),
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Includes {
    pub users: Vec<User>,
}

#[derive(Deserialize)]
pub struct Meta {
    pub result_count: Option<u64>,
    pub newest_id: Option<String>,
    pub next_token: Option<String>,
}

/// Why something is not there. Only its kind is read.
#[derive(Deserialize)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Deserialize)]
pub struct User {
    pub id: String,
    pub name: Option<String>,
    pub username: String,
}

#[derive(Deserialize)]
pub struct Post {
    pub id: String,
    text: String,
    pub author_id: Option<String>,
    created_at: Option<String>,
    lang: Option<String>,
    #[serde(alias = "edit_history_post_ids", default)]
    edit_history_tweet_ids: Vec<String>,
    #[serde(alias = "referenced_posts", default)]
    referenced_tweets: Vec<Reference>,
    #[serde(alias = "note_post")]
    note_tweet: Option<Note>,
    attachments: Option<Attachments>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: String,
    id: String,
}

/// The whole of a long post, whose `text` is cut.
#[derive(Deserialize)]
struct Note {
    text: String,
}

#[derive(Deserialize)]
struct Attachments {
    #[serde(default)]
    media_keys: Vec<String>,
}

/// Reads a body.
///
/// # Errors
/// [`Failure::Gone`] or [`Failure::Auth`] for an answer that only says why there is nothing, else
/// [`Failure::Drift`].
pub fn body(bytes: &[u8]) -> Result<Body, Failure> {
    let body: Body = json::typed(bytes)?;
    if body.data.is_none() && body.meta.is_none() {
        let kind = body
            .errors
            .iter()
            .find_map(|p| p.kind.as_deref())
            .unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default();
        return Err(match kind {
            "resource-not-found" => Failure::Gone,
            "not-authorized-for-resource" | "client-forbidden" | "not-authorized-for-field" => {
                Failure::auth("not_authorized")
            }
            _ => Failure::drift("data"),
        });
    }
    Ok(body)
}

/// The page of a body. `own`: our own account's number, whose posts are official replies or context.
///
/// # Errors
/// [`Failure::Drift`] for a list that is empty without proof or a post that lost a field.
pub fn page(body: &Body, own: Option<&str>) -> Result<Page, Failure> {
    let all: Vec<&Post> = match &body.data {
        Some(Data::Posts(list)) => list.iter().collect(),
        Some(Data::Post(one)) => vec![one],
        Some(Data::User(_)) => return Err(Failure::drift("data.text")),
        None => Vec::new(),
    };
    let users: HashMap<&str, &User> = body.includes.users.iter().map(|u| (u.id.as_str(), u)).collect();
    let named = all.iter().map(|post| Named {
        post,
        user: post.author_id.as_deref().and_then(|id| users.get(id).copied()),
    });
    let named: Vec<Named<'_>> = named.collect();
    let mut page = posts::page("data", &named, own)?;
    let counted = body.meta.as_ref().and_then(|m| m.result_count);
    page.empty = match (page.sightings.is_empty(), all.is_empty(), counted) {
        (false, ..) => None,
        (true, false, _) => Some(Emptiness::Stated),
        (true, true, Some(0)) => Some(Emptiness::Counter),
        (true, true, _) => return Err(Failure::drift("meta.result_count")),
    };
    Ok(page)
}

/// When the last post of a list was written.
pub fn oldest(body: &Body) -> Option<DateTime<Utc>> {
    match &body.data {
        Some(Data::Posts(list)) => list.last().and_then(|p| p.at().ok().flatten()),
        _ => None,
    }
}

/// The time in a number of a post: milliseconds since November 2010 in its upper bits.
fn written(id: &str) -> Option<DateTime<Utc>> {
    let id: i64 = id.parse().ok()?;
    DateTime::from_timestamp_millis((id >> 22) + 1_288_834_974_657).filter(dates::sane)
}

impl Post {
    /// An edit makes a new number; the first of the chain is the one that stays.
    fn key(&self) -> &str {
        self.edit_history_tweet_ids.first().unwrap_or(&self.id)
    }

    fn text(&self) -> String {
        let raw = self.note_tweet.as_ref().map_or(&self.text, |n| &n.text);
        // Three characters come escaped, and nothing else is markup.
        plain(
            &raw.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"),
        )
    }

    /// The post that this one answers.
    fn replied_to(&self) -> Option<&str> {
        let mut all = self.referenced_tweets.iter();
        all.find(|r| r.kind == "replied_to").map(|r| r.id.as_str())
    }

    fn at(&self) -> Result<Option<DateTime<Utc>>, &'static str> {
        match self.created_at.as_deref() {
            Some(text) => dates::rfc3339(text).map(Some).ok_or("created_at"),
            None => Ok(written(&self.id)),
        }
    }
}

/// A post with whoever wrote it.
struct Named<'b> {
    post: &'b Post,
    user: Option<&'b User>,
}

impl posts::Post for Named<'_> {
    fn key(&self) -> &str {
        self.post.key()
    }

    fn is_by(&self, account: &str) -> bool {
        self.post.author_id.as_deref() == Some(account)
    }

    fn replied_to(&self) -> Option<&str> {
        self.post.replied_to()
    }

    fn official(&self) -> Result<OfficialReply, &'static str> {
        Ok(OfficialReply {
            id: Some(self.post.id.clone()),
            text: posts::unaddressed(&self.post.text()).to_owned(),
            at: self.post.at()?,
            ..OfficialReply::default()
        })
    }

    fn sighting(&self) -> Result<Sighting, &'static str> {
        let post = self.post;
        let id = post.key();
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
            return Err("id");
        }
        let edited = post.edit_history_tweet_ids.len() > 1;
        let at = post.at()?;
        let name = self.user.and_then(|u| {
            u.name
                .as_deref()
                .and_then(nonempty)
                .or_else(|| nonempty(&u.username))
        });
        let handle = self.user.map_or("i", |u| u.username.as_str());
        Ok(Sighting {
            id: id.to_owned(),
            parent: post.replied_to().map(str::to_owned),
            author: Author {
                id: post.author_id.as_deref().and_then(nonempty),
                name,
            },
            text: post.text(),
            // What is told is the time of the last version.
            created: if edited { written(id) } else { at },
            updated: at.filter(|_| edited),
            edited,
            media: post
                .attachments
                .as_ref()
                .map_or(0, |a| u32::try_from(a.media_keys.len()).unwrap_or(u32::MAX)),
            lang: post.lang.as_deref().filter(|l| *l != "und").and_then(nonempty),
            url: crate::parse::link(&format!("https://x.com/{handle}/status/{}", post.id)),
            ..Sighting::default()
        })
    }
}
