//! 2GIS, declared in `adapter.toml` alone: the public API and the page of a firm, and the owner's cabinet,
//! which is the only way to answer. See NOTES.md. (`2gis` is no Rust word.)

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml"))
}
