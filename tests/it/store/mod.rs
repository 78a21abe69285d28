//! The store's promises, each on both databases.

use otklik::store::{Db, Time};

mod cancelled;
mod events;
mod jobs;
mod memos;
mod migrations;
mod pace;
mod schema;
mod sync;

/// An instant, so many seconds after a Monday's noon.
fn at(seconds: i64) -> Time {
    Time(crate::support::app::monday_noon().timestamp_millis() + seconds * 1_000)
}

/// Runs one statement that changes something.
async fn change(db: &Db, sql: &'static str) -> u64 {
    db.query(sql).execute().await.expect(sql)
}
