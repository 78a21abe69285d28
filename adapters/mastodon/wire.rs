//! What a server answers, as far as it is used, and what it means.

use crate::parse::posts::{self, Post};
use crate::parse::{dates, html, json, link, nonempty};
use crate::{Author, Failure, OfficialReply, Page, Sighting};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// Local to the server.
    pub id: String,
    pub acct: String,
    pub display_name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Status {
    pub id: String,
    pub created_at: String,
    edited_at: Option<String>,
    in_reply_to_id: Option<String>,
    pub visibility: String,
    spoiler_text: Option<String>,
    language: Option<String>,
    url: Option<String>,
    uri: Option<String>,
    /// HTML. Absent only where a post was just deleted by its author.
    content: Option<String>,
    /// The source of a post that was just deleted.
    text: Option<String>,
    pub account: Account,
    #[serde(default)]
    media_attachments: Vec<IgnoredAny>,
    reblog: Option<IgnoredAny>,
}

#[derive(Deserialize)]
pub struct Notification {
    pub id: String,
    #[serde(rename = "type")]
    kind: String,
    status: Option<Status>,
}

/// A thread, or what a search found.
#[derive(Deserialize)]
pub struct Context {
    pub ancestors: Vec<Status>,
    pub descendants: Vec<Status>,
}

#[derive(Deserialize)]
pub struct Found {
    pub statuses: Vec<Status>,
}

/// Any body that holds posts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Saved {
    Notifications(Vec<Notification>),
    Statuses(Vec<Status>),
    Context(Context),
    Found(Found),
    Notification(Box<Notification>),
    Status(Box<Status>),
}

/// Reads a saved body of any of these kinds.
///
/// # Errors
/// [`Failure::Drift`] for any other body.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    let statuses = match json::typed(body)? {
        Saved::Notifications(list) => mentions(list)?,
        Saved::Notification(one) => mentions(vec![*one])?,
        Saved::Statuses(list) | Saved::Found(Found { statuses: list }) => list,
        Saved::Status(one) => vec![*one],
        Saved::Context(thread) => thread.ancestors.into_iter().chain(thread.descendants).collect(),
    };
    page(&statuses, None)
}

/// The posts of those notifications that tell of a mention.
///
/// # Errors
/// [`Failure::Drift`] for a mention without its post.
pub fn mentions(list: Vec<Notification>) -> Result<Vec<Status>, Failure> {
    list.into_iter()
        .filter(|n| n.kind == "mention")
        .map(|n| n.status.ok_or_else(|| Failure::drift("notification.status")))
        .collect()
}

/// The page that posts make. `me`: our own account, whose posts are official replies or context.
///
/// # Errors
/// [`Failure::Drift`] at a post that lost a field.
pub fn page(statuses: &[Status], me: Option<&str>) -> Result<Page, Failure> {
    // A boost shows somebody else's post again.
    posts::page("status", statuses.iter().filter(|s| s.reblog.is_none()), me)
}

impl Status {
    fn plain(&self) -> Result<String, &'static str> {
        match (&self.content, &self.text) {
            // Paragraphs stand apart by an empty line.
            (Some(content), _) => {
                html::plain(&content.replace("</p><p>", "</p><br><p>")).map_err(|_| "content")
            }
            (None, Some(source)) => Ok(crate::parse::plain(source)),
            (None, None) => Err("content"),
        }
    }
}

impl Post for Status {
    fn key(&self) -> &str {
        &self.id
    }

    fn is_by(&self, account: &str) -> bool {
        self.account.id == account
    }

    fn replied_to(&self) -> Option<&str> {
        self.in_reply_to_id.as_deref()
    }

    fn official(&self) -> Result<OfficialReply, &'static str> {
        Ok(OfficialReply {
            id: Some(self.id.clone()),
            text: posts::unaddressed(&self.plain()?).to_owned(),
            at: dates::rfc3339(&self.created_at),
            ..OfficialReply::default()
        })
    }

    fn sighting(&self) -> Result<Sighting, &'static str> {
        if self.id.is_empty() || self.id.contains('\0') {
            return Err("id");
        }
        let name = self.account.display_name.as_deref().and_then(nonempty);
        Ok(Sighting {
            id: self.id.clone(),
            parent: self.in_reply_to_id.clone(),
            author: Author {
                id: nonempty(&self.account.id),
                name: name.or_else(|| nonempty(&self.account.acct)),
            },
            title: self.spoiler_text.as_deref().and_then(nonempty),
            text: self.plain()?,
            created: Some(dates::rfc3339(&self.created_at).ok_or("created_at")?),
            updated: self.edited_at.as_deref().and_then(dates::rfc3339),
            edited: self.edited_at.is_some(),
            media: u32::try_from(self.media_attachments.len()).unwrap_or(u32::MAX),
            lang: self.language.as_deref().and_then(nonempty),
            url: self.url.as_deref().or(self.uri.as_deref()).and_then(link),
            ..Sighting::default()
        })
    }
}
