//! Google Play, declared in `adapter.toml`: the Android Publisher API for one's own apps (a week of reviews,
//! replies), and by opt-in the public store's own request. Here stands what no table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use serde_json::{Value, json};

/// How the store names writers who have no name.
const NOBODY: &str = "A Google user";

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

fn mend(review: &mut Value) {
    // Of the store, everything is a position. Where lists shift, a number would be taken for words.
    if let Some(words) = review.get_mut(4).filter(|words| words.is_number()) {
        *words = json!([]);
    }
    if let Some(name) = review.pointer_mut("/1/0").filter(|name| **name == NOBODY) {
        name.take();
    }
    // Of the API, reviews of the time when there were titles carry them before a tab.
    let Some(said) = review.get_mut("userComment").and_then(Value::as_object_mut) else {
        return;
    };
    let words = ["originalText", "text"].map(|key| said.get(key).and_then(Value::as_str).unwrap_or_default());
    let words = words.into_iter().map(str::trim).find(|words| !words.is_empty());
    if let Some((title, text)) = words.and_then(|words| words.split_once('\t')) {
        let (title, text) = (title.to_owned(), text.to_owned());
        said.insert("title".into(), title.into());
        said.insert("originalText".into(), text.into());
    }
}
