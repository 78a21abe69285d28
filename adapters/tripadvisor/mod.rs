//! Tripadvisor, declared in `adapter.toml` alone.

use crate::declared::DeclaredAdapter;

/// The adapter of `adapter.toml` beside this file.
///
/// # Panics
/// Never: the file is part of the build and read by the tests.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::read(include_str!("adapter.toml")).expect("adapter.toml of tripadvisor")
}

#[cfg(test)]
mod tests;
