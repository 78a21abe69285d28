//! One review of the contract's `reviews` form, as lines or as a list.

use crate::parse::{self, dates, json};
use crate::{Author, Failure, OfficialReply, Sighting};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    /// The platform's id; our export has one of our own beside it.
    #[serde(default)]
    external_id: Option<Key>,
    #[serde(default)]
    id: Option<Key>,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    author: Option<Who>,
    #[serde(default)]
    rating: Option<u8>,
    #[serde(default)]
    title: Option<String>,
    text: Option<String>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    updated_at: Option<String>,
    #[serde(default)]
    official_reply: Option<Reply>,
    #[serde(default)]
    provider: Option<String>,
    #[serde(default)]
    media: u32,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    removed: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Key {
    Text(String),
    Number(u64),
}

#[derive(Deserialize)]
struct Who {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    id: Option<String>,
}

#[derive(Deserialize)]
struct Reply {
    text: String,
    #[serde(default)]
    at: Option<String>,
}

/// Every review of a body: a JSON list, or one object a line.
///
/// # Errors
/// [`Failure::Drift`] at the first that cannot be read: nothing is taken in by halves.
pub fn all(body: &[u8]) -> Result<Vec<Sighting>, Failure> {
    let text = json::mend(body)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('[') {
        let lines: Vec<Line> = serde_json::from_str(text).map_err(|e| json::syntax(body, &e))?;
        return lines.into_iter().enumerate().map(|(n, l)| l.read(n)).collect();
    }
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines
        .enumerate()
        .map(|(n, line)| {
            let line: Line = serde_json::from_str(line).map_err(|_| Failure::drift(format!("[{n}]")))?;
            line.read(n)
        })
        .collect()
}

impl Line {
    fn read(self, n: usize) -> Result<Sighting, Failure> {
        let wrong = |field: &str| Failure::drift(format!("[{n}].{field}"));
        let time = |field: &str, written: Option<String>| match written {
            None => Ok(None),
            Some(text) => dates::rfc3339(&text).map(Some).ok_or_else(|| wrong(field)),
        };
        let id = match self.external_id.or(self.id) {
            Some(Key::Text(id)) => id,
            Some(Key::Number(id)) => id.to_string(),
            None => return Err(wrong("id")),
        };
        if id.is_empty() || id.contains('\0') {
            return Err(wrong("id"));
        }
        if self.rating.is_some_and(|r| !(1..=5).contains(&r)) {
            return Err(wrong("rating"));
        }
        let text = parse::plain(self.text.as_deref().unwrap_or_default());
        if text.is_empty() && self.rating.is_none() && !self.removed {
            return Err(wrong("text"));
        }
        let official_reply = match self.official_reply {
            None => None,
            Some(reply) => Some(OfficialReply {
                text: parse::plain(&reply.text),
                at: time("official_reply.at", reply.at)?,
                ..OfficialReply::default()
            }),
        };
        let author = self.author.map_or_else(Author::default, |a| Author {
            id: a.id.as_deref().and_then(parse::nonempty),
            name: a.name.as_deref().and_then(parse::nonempty),
        });
        Ok(Sighting {
            id,
            parent: self.parent,
            author,
            rating: self.rating,
            title: self.title.as_deref().and_then(parse::nonempty),
            text,
            created: time("created_at", self.created_at)?,
            updated: time("updated_at", self.updated_at)?,
            official_reply,
            provider: self.provider,
            media: self.media,
            url: self.url,
            removed: self.removed,
            ..Sighting::default()
        })
    }
}
