//! Posts that answer each other: which are reviews, and which are the business's own answers. Unlike
//! in [`super::talk`], every post names the one that it answers. Mastodon, Reddit and X have this in common.

use super::list;
use crate::declared::Mend;
use crate::declared::config::Item;
use crate::{Answer, Emptiness, Failure, Next, OfficialReply, Page, Sighting};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::HashSet;

/// A post as the platform writes it. Errors name the wrong field.
pub trait Post {
    /// The platform's id.
    fn key(&self) -> &str;

    /// Whether this account wrote it.
    fn is_by(&self, account: &str) -> bool;

    /// The post that it answers.
    fn replied_to(&self) -> Option<&str>;

    /// As a review.
    fn sighting(&self) -> Result<Sighting, &'static str>;

    /// As our reply.
    fn official(&self) -> Result<OfficialReply, &'static str>;
}

/// A post as the manifest's `[item]` reads it.
#[derive(Debug, Clone)]
pub struct Told(Sighting);

impl Told {
    /// The posts of a list. `at`: its path.
    ///
    /// # Errors
    /// [`Failure::Drift`] at a post that lost a field.
    pub fn all<'v>(
        at: &str,
        item: &Item,
        list: impl IntoIterator<Item = &'v Value>,
        mend: Option<Mend>,
    ) -> Result<Vec<Told>, Failure> {
        let mut all = Vec::new();
        for (i, post) in list.into_iter().enumerate() {
            let told = item.one(mend, post).map_err(|field| list::wrong(at, i, &field))?;
            all.extend(told.map(Told));
        }
        Ok(all)
    }

    /// When it was written.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        self.0.created
    }
}

impl Post for Told {
    fn key(&self) -> &str {
        &self.0.id
    }

    fn is_by(&self, account: &str) -> bool {
        self.0.author.id.as_deref() == Some(account)
    }

    fn replied_to(&self) -> Option<&str> {
        self.0.parent.as_deref()
    }

    fn sighting(&self) -> Result<Sighting, &'static str> {
        Ok(self.0.clone())
    }

    fn official(&self) -> Result<OfficialReply, &'static str> {
        Ok(OfficialReply {
            id: Some(self.0.id.clone()),
            text: unaddressed(&self.0.text).to_owned(),
            at: self.0.created,
            ..OfficialReply::default()
        })
    }
}

/// Since when a list of what we wrote holds all of it: ever, or, where it goes on, since the second after its
/// oldest. Times are told in whole seconds: others of the same one may have been cut off.
pub fn since(goes_on: bool, oldest: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match goes_on {
        true => oldest.and_then(|at| at.checked_add_signed(TimeDelta::seconds(1))),
        false => Some(DateTime::UNIX_EPOCH),
    }
}

/// The page of these posts, without what comes after it; nothing is a stated nothing. `own`: the account
/// whose posts are official replies, or context where they answer nobody. `at`: the path of the list.
///
/// # Errors
/// [`Failure::Drift`] at a post that lost a field.
pub fn page<'p, P: Post + 'p>(
    at: &str,
    posts: impl IntoIterator<Item = &'p P>,
    own: Option<&str>,
) -> Result<Page, Failure> {
    let mut page = Page::of(Vec::new(), Next::Done);
    let mut known = HashSet::new();
    for (n, post) in posts.into_iter().enumerate() {
        let bad = |field: &str| list::wrong(at, n, &field);
        if !known.insert(post.key()) {
            continue;
        }
        match (own.is_some_and(|own| post.is_by(own)), post.replied_to()) {
            (false, _) => page.sightings.push(post.sighting().map_err(bad)?),
            (true, Some(to)) => page.answers.push(Answer {
                to: to.to_owned(),
                reply: post.official().map_err(bad)?,
            }),
            (true, None) => {}
        }
    }
    page.empty = page.sightings.is_empty().then_some(Emptiness::Stated);
    Ok(page)
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
