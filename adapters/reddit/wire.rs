//! Things and listings as Reddit writes them, and what they mean.

use crate::parse::posts::{self, Post};
use crate::parse::{dates, html, json, link, nonempty, plain};
use crate::{Author, Emptiness, Failure, OfficialReply, Page, Sighting};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

/// Everything of an answer in one row.
#[derive(Debug, Default)]
pub struct Things {
    pub all: Vec<Thing>,
    /// The next page of the (last) list.
    pub after: Option<String>,
    /// Comments that were left out of a tree: their numbers, and where a branch goes on.
    pub more: Vec<String>,
    pub left_out: bool,
}

/// A comment (`t1`) or a post (`t3`).
#[derive(Debug, Clone, Deserialize)]
pub struct Thing {
    /// `t1_…` or `t3_…`: the two count for themselves, so the bare number is not enough.
    pub name: String,
    pub author: Option<String>,
    author_fullname: Option<String>,
    created_utc: f64,
    /// `false`, or the time of the last edit.
    #[serde(default)]
    edited: Value,
    pub parent_id: Option<String>,
    link_id: Option<String>,
    body: Option<String>,
    body_html: Option<String>,
    title: Option<String>,
    selftext: Option<String>,
    selftext_html: Option<String>,
    permalink: Option<String>,
    /// The address of an inbox item.
    context: Option<String>,
    url: Option<String>,
    is_self: Option<bool>,
    removed_by_category: Option<String>,
}

/// How deep trees are believed to be; deeper ones are cut by the platform itself (10).
const DEEPEST: usize = 60;

/// Reads a body: a listing, the two listings of a thread, or the answer to a writing request.
///
/// # Errors
/// [`Failure::Drift`] for anything else, and the failure of an error with status 200.
pub fn things(body: &[u8]) -> Result<Things, Failure> {
    let value = json::value(body)?;
    let mut found = Things::default();
    if let Some(answer) = value.get("json") {
        let things = answer.pointer("/data/things").and_then(Value::as_array);
        for thing in things.ok_or_else(|| Failure::drift("json.data.things"))? {
            found.take(thing, 0)?;
        }
        return Ok(found);
    }
    match &value {
        Value::Array(lists) if !lists.is_empty() => {
            for list in lists {
                found.listing(list, 0)?;
            }
        }
        Value::Object(o) if o.contains_key("error") => {
            let code = o
                .get("error")
                .and_then(Value::as_u64)
                .and_then(|n| u16::try_from(n).ok());
            crate::parse::status::code(code.unwrap_or(0), false, None)?;
            return Err(Failure::drift("error"));
        }
        Value::Object(_) if value["kind"] != "Listing" && value["data"].is_object() => {
            found.take(&value, 0)?
        }
        _ => found.listing(&value, 0)?,
    }
    Ok(found)
}

impl Things {
    fn listing(&mut self, value: &Value, depth: usize) -> Result<(), Failure> {
        if value["kind"] != "Listing" {
            return Err(Failure::drift("kind"));
        }
        let children = value.pointer("/data/children").and_then(Value::as_array);
        let children = children.ok_or_else(|| Failure::drift("data.children"))?;
        let after = value
            .pointer("/data/after")
            .and_then(Value::as_str)
            .and_then(nonempty);
        let counted = value.pointer("/data/dist").and_then(Value::as_u64);
        if children.is_empty() && (after.is_some() || counted.is_some_and(|n| n > 0)) {
            // It goes on, or counts some, and shows none: a glitch, not the end.
            return Err(Failure::drift("data.children"));
        }
        for child in children {
            self.take(child, depth)?;
        }
        if depth == 0 {
            self.after = after;
        }
        Ok(())
    }

    fn take(&mut self, child: &Value, depth: usize) -> Result<(), Failure> {
        let (kind, data) = (child["kind"].as_str(), &child["data"]);
        match kind {
            Some("t1" | "t3") => {
                let thing = Thing::deserialize(data).map_err(|_| Failure::drift("children[].data"))?;
                self.all.push(thing);
                // No replies: an empty text.
                if data["replies"].is_object() && depth < DEEPEST {
                    self.listing(&data["replies"], depth + 1)?;
                }
            }
            Some("more") => {
                self.left_out = true;
                let ids = data["children"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                self.more.extend(ids.map(str::to_owned));
            }
            // Messages, accounts and subreddits are no reviews.
            Some("t2" | "t4" | "t5" | "t6") => {}
            _ => return Err(Failure::drift("children[].kind")),
        }
        Ok(())
    }
}

/// The page of these things. `own`: whose comments are official replies.
///
/// # Errors
/// [`Failure::Drift`] at a thing that lost a field.
pub fn page(things: &Things, own: Option<&str>) -> Result<Page, Failure> {
    let mut page = posts::page("children", &things.all, own)?;
    if things.all.is_empty() {
        page.empty = Some(Emptiness::EndOfList);
    }
    Ok(page)
}

fn instant(seconds: f64) -> Option<DateTime<Utc>> {
    // Whole seconds, written as a float.
    (0.0..1e11)
        .contains(&seconds)
        .then(|| dates::unix(seconds as i64))?
}

impl Thing {
    pub fn is_post(&self) -> bool {
        self.name.starts_with("t3_")
    }

    /// The stub of a text that its author or a moderator took away.
    fn is_stub(&self) -> bool {
        let gone = |t: &str| matches!(t.trim(), "[deleted]" | "[removed]" | "[ Removed by Reddit ]");
        match self.is_post() {
            true => self.removed_by_category.is_some() || self.selftext.as_deref().is_some_and(gone),
            false => self.body.as_deref().is_some_and(gone),
        }
    }

    /// Text without markup: by the HTML that comes beside the Markdown.
    fn text(&self) -> Result<String, &'static str> {
        let (source, rendered) = match self.is_post() {
            true => (&self.selftext, &self.selftext_html),
            false => (&self.body, &self.body_html),
        };
        let Some(rendered) = rendered.as_deref().and_then(nonempty) else {
            let source = source.as_deref().map(plain);
            // A link has no text of its own but where it leads to.
            let led = || {
                self.url
                    .as_deref()
                    .filter(|_| self.is_self == Some(false))
                    .map(plain)
            };
            return match source {
                Some(text) if !text.is_empty() || self.is_self != Some(false) => Ok(text),
                _ => led().ok_or(if self.is_post() { "selftext" } else { "body" }),
            };
        };
        let read =
            |text: &str| html::plain(&text.replace("</p>\n\n<p>", "</p><br><p>")).map_err(|_| "body_html");
        let text = read(&rendered)?;
        // Without `raw_json` the HTML itself comes escaped.
        if rendered.starts_with("&lt;") {
            read(&text)
        } else {
            Ok(text)
        }
    }

    /// When it was written.
    pub fn created(&self) -> Result<DateTime<Utc>, &'static str> {
        instant(self.created_utc).ok_or("created_utc")
    }

    fn address(&self) -> Option<String> {
        let path = self
            .permalink
            .as_deref()
            .or(self.context.as_deref())
            .and_then(|p| p.split('?').next());
        if let Some(path) = path.filter(|p| p.starts_with('/')) {
            return link(&format!("https://www.reddit.com{path}"));
        }
        let id = |name: &str| name.split_once('_').map(|(_, id)| id.to_owned());
        let own = id(&self.name)?;
        match (self.is_post(), self.link_id.as_deref().and_then(id)) {
            (true, _) => link(&format!("https://www.reddit.com/comments/{own}/")),
            (false, Some(post)) => link(&format!("https://www.reddit.com/comments/{post}/_/{own}/")),
            (false, None) => None,
        }
    }
}

impl Post for Thing {
    fn key(&self) -> &str {
        &self.name
    }

    fn is_by(&self, account: &str) -> bool {
        self.author
            .as_deref()
            .is_some_and(|a| a.eq_ignore_ascii_case(account))
    }

    fn replied_to(&self) -> Option<&str> {
        let comment = !self.is_post() && !self.is_stub();
        self.parent_id.as_deref().filter(|_| comment)
    }

    fn official(&self) -> Result<OfficialReply, &'static str> {
        Ok(OfficialReply {
            id: Some(self.name.clone()),
            text: self.text()?,
            at: instant(self.created_utc),
            ..OfficialReply::default()
        })
    }

    fn sighting(&self) -> Result<Sighting, &'static str> {
        let id = self.name.trim();
        if !(id.starts_with("t1_") || id.starts_with("t3_")) || id.len() < 4 || id.contains('\0') {
            return Err("name");
        }
        let parent = self.parent_id.clone().filter(|_| !self.is_post());
        if self.is_stub() {
            return Ok(Sighting {
                id: id.to_owned(),
                parent,
                created: Some(self.created()?),
                removed: true,
                ..Sighting::default()
            });
        }
        let updated = self.edited.as_f64().and_then(instant);
        let name = self
            .author
            .as_deref()
            .filter(|a| *a != "[deleted]")
            .and_then(nonempty);
        Ok(Sighting {
            id: id.to_owned(),
            parent,
            author: Author {
                id: self
                    .author_fullname
                    .as_deref()
                    .and_then(nonempty)
                    .or_else(|| name.clone()),
                name,
            },
            title: self
                .title
                .as_deref()
                .filter(|_| self.is_post())
                .and_then(nonempty),
            text: self.text()?,
            created: Some(self.created()?),
            updated,
            edited: self.edited == Value::Bool(true) || updated.is_some(),
            url: self.address(),
            ..Sighting::default()
        })
    }
}
