//! The promises, by theme.

pub mod damage;
pub mod http;
pub mod page;
pub mod papers;
pub mod reply;

use crate::{Failure, Page};

/// `Ok` if it holds, else `why`.
fn hold(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

/// A result in one line, without page content.
fn short(result: &Result<Page, Failure>) -> String {
    match result {
        Ok(page) => format!(
            "a page with {} reviews, empty: {:?}",
            page.sightings.len(),
            page.empty
        ),
        Err(failure) => failure.to_string(),
    }
}

/// The word of a failure as in its JSON.
fn word(failure: &Failure) -> String {
    let json = serde_json::to_value(failure).unwrap_or_default();
    json["failure"].as_str().unwrap_or_default().to_owned()
}
