//! Stored reviews with their threads, page by page: constant memory whatever the size of the store.

use super::object;
use crate::instant::rfc3339;
use crate::store::reviews::{self, Listed};
use crate::store::trail::{self, Happened};
use crate::store::{Db, Time};
use serde_json::{Value, json};

/// Rows read at a time.
const PAGE: i64 = 500;

/// One thing that happened, as the contract's `thread` lists it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Said {
    pub at: String,
    pub kind: String,
    /// A person's name, or `daemon`; `None` for a person who is no longer known.
    pub by: Option<String>,
    pub text: Option<String>,
}

/// Reads the store from the oldest review on.
pub struct Export<'a> {
    db: &'a Db,
    since: Option<Time>,
    after: (Time, String),
}

impl<'a> Export<'a> {
    /// Of everything first seen at or after `since`.
    pub fn new(db: &'a Db, since: Option<Time>) -> Self {
        Export {
            db,
            since,
            after: (Time(i64::MIN), String::new()),
        }
    }

    /// How many reviews there will be.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn total(&self) -> sqlx::Result<u64> {
        let n = reviews::count(self.db, self.since).await?;
        Ok(u64::try_from(n).unwrap_or(0))
    }

    /// The next reviews with what happened around each; empty at the end.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn next(&mut self) -> sqlx::Result<Vec<(Listed, Vec<Said>)>> {
        let rows = reviews::list(self.db, None, self.since, self.after.clone(), PAGE).await?;
        let Some(last) = rows.last() else {
            return Ok(Vec::new());
        };
        self.after = (last.review.first_seen_at, last.review.id.clone());
        let threads: Vec<String> = rows.iter().filter_map(|r| r.thread_id.clone()).collect();
        let mut trails = trail::of_threads(self.db, &threads).await?;
        let said = |row: &Listed, trails: &mut std::collections::HashMap<String, Vec<Happened>>| {
            let id = row.thread_id.as_deref()?;
            Some(trails.remove(id)?.into_iter().map(said).collect())
        };
        Ok(rows
            .into_iter()
            .map(|row| {
                let thread = said(&row, &mut trails).unwrap_or_default();
                (row, thread)
            })
            .collect())
    }
}

fn said(h: Happened) -> Said {
    Said {
        at: rfc3339(h.at.utc()),
        text: match h.kind.as_str() {
            "note" | "reply" => Some(h.body),
            _ => words(&h.body),
        },
        kind: h.kind,
        by: h.who,
    }
}

/// What an event says in words: the text that somebody wrote, else the reason that was given.
fn words(detail: &str) -> Option<String> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    ["text", "reason", "why", "because"]
        .iter()
        .find_map(|key| detail.get(key)?.as_str().map(str::to_owned))
}

/// The contract's `export` object.
pub fn whole(row: &Listed, thread: &[Said]) -> Value {
    let mut whole = object::review(row);
    whole["thread"] = json!(thread);
    whole
}
