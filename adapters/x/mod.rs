//! X, declared in `adapter.toml`: mentions of the own account, searches and threads by the official API v2, and
//! replies where the rules allow them. Here stands what no table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use chrono::DateTime;
use serde_json::Value;

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

/// A post with its times and address. What is told is the time of the last version.
fn mend(post: &mut Value) {
    let versions = ["edit_history_tweet_ids", "edit_history_post_ids"].map(|key| post[key].as_array());
    let versions = versions.into_iter().flatten().next();
    let edited = versions.is_some_and(|all| all.len() > 1);
    let first = versions
        .and_then(|all| all.first()?.as_str())
        .or(post["id"].as_str());
    let first = first.and_then(written);
    let told = post["created_at"].as_str().map(str::to_owned);
    let told = told.or_else(|| written(post["id"].as_str()?));
    let (created, changed) = if edited { (first, told) } else { (told, None) };
    let who = post["user"]["username"].as_str().unwrap_or("i");
    let address = post["id"]
        .as_str()
        .map(|id| format!("https://x.com/{who}/status/{id}"));
    let fields = [("written", created), ("changed", changed), ("address", address)];
    if let Some(post) = post.as_object_mut() {
        post.extend(fields.map(|(key, value)| (key.to_owned(), value.into())));
    }
}

/// The time in a number of a post: milliseconds since November 2010 in its upper bits.
fn written(id: &str) -> Option<String> {
    let at = DateTime::from_timestamp_millis((id.parse::<i64>().ok()? >> 22) + 1_288_834_974_657)?;
    Some(at.to_rfc3339())
}
