//! Posts that answer each other by reference, as `declared/own.rs` reads them: what is no part of a reply, and
//! since when a list of our own holds all of it. Unlike in [`super::talk`], every post names the one that it
//! answers.

use chrono::{DateTime, TimeDelta, Utc};

/// Since when a list of what we wrote holds all of it: ever, or, where it goes on, since the second after its
/// oldest. Times are told in whole seconds: others of the same one may have been cut off.
pub fn since(goes_on: bool, oldest: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match goes_on {
        true => oldest.and_then(|at| at.checked_add_signed(TimeDelta::seconds(1))),
        false => Some(DateTime::UNIX_EPOCH),
    }
}

/// A text without the names of those whom it is addressed to, at its start: they are no part of a reply.
pub fn unaddressed(text: &str) -> &str {
    let mut rest = text;
    while let Some((name, after)) = rest.split_once(char::is_whitespace) {
        if !name.starts_with('@') || name.len() < 2 {
            break;
        }
        rest = after.trim_start();
    }
    rest
}
