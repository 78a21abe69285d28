//! SQL lives here and nowhere else.
//!
//! Reading functions take `&Db`, changing ones take `&mut Tx`, so that a state change and its side
//! effects (jobs, mails, events) are one transaction of the caller.

pub mod alerts;
pub mod attempts;
pub mod care;
pub mod cases;
pub mod corrections;
pub mod coverage;
pub mod db;
pub mod digest;
pub mod dump;
pub mod events;
pub mod jobs;
pub mod letters;
pub mod links;
pub mod mails;
pub mod memory;
pub mod notes;
pub mod overview;
pub mod pace;
pub mod people;
pub mod praise;
pub mod promises;
pub mod queue;
pub mod replies;
pub mod restored;
pub mod reviews;
pub mod sessions;
pub mod settings;
pub mod sources;
pub mod tally;
pub mod threads;
pub mod tidy;
pub mod time;
pub mod topics;
pub mod trail;

pub use db::{Db, Tx};
pub use time::Time;

/// Most rows in one multi-row statement: 28 columns × 100 stays far below both databases' limits
/// for bound values (SQLite 32,766, PostgreSQL 65,535).
pub(crate) const CHUNK: usize = 100;

/// A new id: UUID v7, so that ids sort by the time they were made.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
