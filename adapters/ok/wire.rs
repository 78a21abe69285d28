//! Comments as `discussions.getComments` gives them.

use crate::links::digits;
use crate::parse::list::wrong;
use crate::parse::talk::Comment;
use crate::parse::{self, dates, nonempty};
use crate::{Author, Failure, Sighting};
use chrono::DateTime;
use serde_json::Value;

/// What is known before comments are read.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub group: Option<&'a str>,
    pub topic: Option<&'a str>,
}

/// The address of a group by its number or short name.
pub fn home(id: &str) -> String {
    let group = if digits(id) { "group/" } else { "" };
    format!("https://ok.ru/{group}{id}")
}

/// A page of comments.
pub struct List {
    pub comments: Vec<Comment>,
    /// Where to read on.
    pub anchor: Option<String>,
}

/// Reads a page. A missing list means that there are no comments, if the rest of the answer is there.
///
/// # Errors
/// [`Failure::Drift`] with the place.
pub fn comments(answer: &Value, context: Context<'_>) -> Result<List, Failure> {
    let more = answer.get("has_more").and_then(Value::as_bool);
    let items = match answer.get("comments").and_then(Value::as_array) {
        Some(items) => items.as_slice(),
        None if more == Some(false) && !elsewhere(answer) => &[],
        None => return Err(Failure::drift("comments")),
    };
    if items.is_empty() && more != Some(false) {
        return Err(Failure::drift("comments is empty"));
    }
    let read = |(i, v)| comment(v, context).map_err(|at| wrong("comments", i, &at));
    let anchor = answer
        .get("anchor")
        .and_then(Value::as_str)
        .filter(|a| more == Some(true) && !a.is_empty());
    Ok(List {
        comments: items
            .iter()
            .enumerate()
            .map(read)
            .collect::<Result<_, Failure>>()?,
        anchor: anchor.map(str::to_owned),
    })
}

/// A list stands there under another name.
fn elsewhere(answer: &Value) -> bool {
    let filled = |v: &Value| v.as_array().is_some_and(|a| !a.is_empty());
    answer.as_object().is_some_and(|o| o.values().any(filled))
}

/// Reads one comment.
///
/// # Errors
/// The wrong field.
pub fn comment(value: &Value, context: Context<'_>) -> Result<Comment, &'static str> {
    let text_of = |key: &str| value.get(key).and_then(Value::as_str).filter(|t| !t.is_empty());
    let id = text_of("id").filter(|id| !id.contains('\0')).ok_or("id")?;
    let text = value.get("text").and_then(Value::as_str);
    let attached = value
        .get("attachments")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if text.is_none() && attached == 0 {
        return Err("text");
    }
    let created = match (value.get("date_ms").and_then(Value::as_i64), text_of("date")) {
        (Some(ms), _) => DateTime::from_timestamp_millis(ms).filter(dates::sane),
        // `2014-04-11 12:53:02` is the time of Moscow, UTC+4 then: the recorded id holds the instant.
        (None, Some(date)) => dates::moscow(date),
        (None, None) => None,
    };
    let author = text_of("author_id");
    let answers = text_of("reply_to_comment_id").map(str::to_owned);
    let by_group = text_of("author_type") == Some("GROUP");
    let url = context.group.zip(context.topic);
    Ok(Comment {
        own: by_group && (author.is_none() || author == context.group),
        thread: answers.clone(),
        sighting: Sighting {
            id: id.to_owned(),
            parent: answers.or_else(|| context.topic.map(str::to_owned)),
            author: Author {
                id: author.map(str::to_owned),
                name: text_of("author_name").and_then(nonempty),
            },
            text: parse::plain(&unmarked(text.unwrap_or_default())),
            created: Some(created.ok_or("date")?),
            media: u32::try_from(attached).unwrap_or(u32::MAX),
            url: url.map(|(group, topic)| format!("{}/topic/{topic}", home(group))),
            ..Sighting::default()
        },
        under: None,
    })
}

/// `{group:5}Зерно{group}` is a link with its label; other braces stay.
fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let inside = rest[1..].split_once('}').map(|(inside, _)| inside);
        let kind = inside.map(|i| i.split_once(':').map_or(i, |(kind, _)| kind));
        match (inside, kind) {
            (Some(inside), Some("group" | "user" | "media_topic" | "theme" | "app" | "photo" | "movie")) => {
                rest = &rest[inside.len() + 2..];
            }
            _ => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_their_labels_and_typed_braces_stay() {
        for (raw, expected) in [
            (
                "{group:5}Зерно{group}, верните {деньги}",
                "Зерно, верните {деньги}",
            ),
            ("{user:1}Анна{user} {media_topic:7}{x", "Анна {x"),
        ] {
            assert_eq!(unmarked(raw), expected);
        }
    }
}
