//! Mastodon, declared in `adapter.toml`: mentions of the own account, hashtags, searches and threads on any
//! server, and replies by the account's token. Here stands what no table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use crate::parse::html;
use serde_json::Value;

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

/// Of a post that was just deleted the source is told instead of its HTML.
fn mend(post: &mut Value) {
    let source = post["text"].as_str().map(html::escaped);
    if let (true, Some(source)) = (post["content"].is_null(), source) {
        post["content"] = source.into();
    }
}
