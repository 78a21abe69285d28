//! Instagram, declared in `adapter.toml`: comments under the posts of a professional account, and posts in which
//! it is tagged. Only the official API; see NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use serde_json::Value;

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

/// A comment that mentions the account comes inside of another answer.
fn mend(value: &mut Value) {
    if let Some(mentioned) = value.get_mut("mentioned_comment") {
        *value = mentioned.take();
    }
}
