//! What a server answers, as far as it is used. How a post is read stands in the manifest.

use crate::declared::config::Item;
use crate::parse::posts::{self, Told};
use crate::parse::{self, html, json};
use crate::{Failure, Page};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// Local to the server.
    pub id: String,
}

/// Reads a saved body of any kind that holds posts.
///
/// # Errors
/// [`Failure::Drift`] for any other body.
pub fn read(item: &Item, body: &[u8]) -> Result<Page, Failure> {
    let tells = |n: &Value| n["type"].is_string();
    let statuses = match json::value(body)? {
        Value::Array(all) if all.iter().all(tells) => mentions(&all)?,
        Value::Array(all) => all,
        one if tells(&one) => mentions(&[one])?,
        one if one["statuses"].is_array() => list(&one, "statuses")?.to_vec(),
        one if one["descendants"].is_array() => {
            [list(&one, "ancestors")?, list(&one, "descendants")?].concat()
        }
        one => vec![one],
    };
    page(item, &statuses, None)
}

/// A list in an answer.
///
/// # Errors
/// [`Failure::Drift`] where it is not.
pub fn list<'v>(answer: &'v Value, key: &str) -> Result<&'v [Value], Failure> {
    let list = answer[key].as_array();
    Ok(list.ok_or_else(|| Failure::drift(key))?)
}

/// A text that must be there.
///
/// # Errors
/// [`Failure::Drift`] where it is not.
pub fn text<'v>(answer: &'v Value, pointer: &str) -> Result<&'v str, Failure> {
    let text = answer.pointer(pointer).and_then(Value::as_str);
    text.ok_or_else(|| Failure::drift(pointer.trim_start_matches('/').replace('/', ".")))
}

/// The posts of those notifications that tell of a mention.
///
/// # Errors
/// [`Failure::Drift`] for a mention without its post.
pub fn mentions(all: &[Value]) -> Result<Vec<Value>, Failure> {
    let mut posts = Vec::new();
    for one in all {
        text(one, "/id")?;
        if text(one, "/type")? == "mention" {
            let post = Some(&one["status"]).filter(|post| post.is_object());
            posts.push(post.ok_or_else(|| Failure::drift("notification.status"))?.clone());
        }
    }
    Ok(posts)
}

/// Posts as they are read.
///
/// # Errors
/// [`Failure::Drift`] at a post that lost a field.
pub fn told(item: &Item, statuses: &[Value]) -> Result<Vec<Told>, Failure> {
    // A boost shows somebody else's post again.
    let own = statuses.iter().filter(|s| s["reblog"].is_null());
    Told::all("status", item, own, Some(mend))
}

/// The page that posts make. `me`: our own account, whose posts are official replies or context.
///
/// # Errors
/// As [`told`].
pub fn page(item: &Item, statuses: &[Value], me: Option<&str>) -> Result<Page, Failure> {
    posts::page("status", &told(item, statuses)?, me)
}

/// A post with its words as plain text: of one that was just deleted the source is told instead.
fn mend(status: &mut Value) {
    let said = match (status["content"].as_str(), status["text"].as_str()) {
        // Paragraphs stand apart by an empty line.
        (Some(content), _) => html::plain(&content.replace("</p><p>", "</p><br><p>")).ok(),
        (None, source) => source.map(parse::plain),
    };
    if let Some(fields) = status.as_object_mut() {
        fields.remove("content");
        fields.extend(said.map(|said| ("content".to_owned(), said.into())));
    }
}
