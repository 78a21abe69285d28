//! Trustpilot, declared in `adapter.toml` alone: the Business API with a key (reviews, replies), and by
//! opt-in the state of the public page. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml"))
}
