//! RuStore, declared in `adapter.toml`: the public API for one's own apps (reviews, moderated replies), and
//! by opt-in the shop window's own request. Here stands what no table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use crate::parse;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

/// A review with an id, and with its replies as a list, whatever their spelling.
fn mend(review: &mut Value) {
    let made = match &review["commentId"] {
        Value::Null => made(review),
        _ => None,
    };
    let told = [&review["devResponses"], &review["devResponse"]];
    let replies = match told.into_iter().find(|told| !told.is_null()) {
        Some(Value::String(text)) if text.trim().is_empty() => Value::Null,
        // The text of a reply with its date apart.
        Some(Value::String(text)) => json!([{"text": text, "date": review["devResponseDate"]}]),
        Some(Value::Array(all)) => json!(all),
        Some(other) => json!([other]),
        None => Value::Null,
    };
    let Some(fields) = review.as_object_mut() else {
        return;
    };
    fields.extend(made.map(|id| ("commentId".to_owned(), id.into())));
    fields.insert("devResponses".to_owned(), replies);
}

/// The web's list is known without ids too; then whatever stays the same is one.
fn made(review: &Value) -> Option<String> {
    let text = parse::plain(review["commentText"].as_str().unwrap_or_default());
    let name = review["userName"].as_str().or(review["firstName"].as_str());
    let parts = [name.unwrap_or_default(), review["commentDate"].as_str()?, &text];
    let hash = Sha256::digest(parts.join("\u{1F}"));
    let hex: String = hash[..12].iter().map(|b| format!("{b:02x}")).collect();
    Some(format!("web-{hex}"))
}
