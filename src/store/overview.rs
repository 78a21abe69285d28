//! Figures about the daemon itself: sources, mails, jobs. For the sources page and the metrics.

use super::{Db, Time};
use std::collections::HashMap;

/// Living reviews by source id.
///
/// # Errors
/// What the driver says.
pub async fn reviews_by_source(db: &Db) -> sqlx::Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = db
        .query("SELECT source_id, count(*) FROM review WHERE removed_at IS NULL GROUP BY source_id")
        .all()
        .await?;
    Ok(rows.into_iter().collect())
}

/// A place with its clock.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Location {
    pub name: String,
    pub time_zone: String,
    pub hours: String,
    pub calendar: Option<String>,
}

/// All locations, sorted by name in Rust.
///
/// # Errors
/// What the driver says.
pub async fn locations(db: &Db) -> sqlx::Result<Vec<Location>> {
    let mut all: Vec<Location> = db
        .query("SELECT name, time_zone, hours, calendar FROM location")
        .all()
        .await?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// How delivery goes.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Delivery {
    pub queued: i64,
    pub failed: i64,
    pub sent: i64,
    pub last_sent_at: Option<Time>,
}

/// Counts of outgoing mails.
///
/// # Errors
/// What the driver says.
pub async fn delivery(db: &Db) -> sqlx::Result<Delivery> {
    db.query(
        "SELECT count(CASE WHEN state = 'queued' THEN 1 END) AS queued,
             count(CASE WHEN state = 'failed' THEN 1 END) AS failed,
             count(CASE WHEN state = 'sent' THEN 1 END) AS sent, max(sent_at) AS last_sent_at FROM mail",
    )
    .one()
    .await
}

/// The newest mail that could not be sent so far: when it was made, and the error.
///
/// # Errors
/// What the driver says.
pub async fn delivery_error(db: &Db) -> sqlx::Result<Option<(Time, String)>> {
    db.query(
        "SELECT created_at, error FROM mail WHERE error IS NOT NULL AND state <> 'sent'
         ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .optional()
    .await
}

/// Jobs that wait and jobs that failed for good.
///
/// # Errors
/// What the driver says.
pub async fn jobs(db: &Db) -> sqlx::Result<(i64, i64)> {
    db.query(
        "SELECT count(CASE WHEN done_at IS NULL THEN 1 END), count(CASE WHEN outcome = 'failed' THEN 1 END) FROM job",
    )
    .one()
    .await
}

/// Sources by outcome of their last poll, and by health.
///
/// # Errors
/// What the driver says.
pub async fn sources(db: &Db) -> sqlx::Result<Vec<(Option<String>, String, i64)>> {
    db.query("SELECT outcome, health, count(*) FROM source WHERE enabled GROUP BY outcome, health")
        .all()
        .await
}

/// Reviews and removed reviews ever stored.
///
/// # Errors
/// What the driver says.
pub async fn reviews(db: &Db) -> sqlx::Result<(i64, i64)> {
    db.query("SELECT count(*), count(removed_at) FROM review")
        .one()
        .await
}

/// Replies by state.
///
/// # Errors
/// What the driver says.
pub async fn replies(db: &Db) -> sqlx::Result<Vec<(String, i64)>> {
    db.query("SELECT state, count(*) FROM reply GROUP BY state")
        .all()
        .await
}

/// A body that could not be read, without the body.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SampleLine {
    pub id: String,
    pub source_id: String,
    pub at: Time,
    pub bytes: i64,
}

/// All kept samples, newest first.
///
/// # Errors
/// What the driver says.
pub async fn samples(db: &Db) -> sqlx::Result<Vec<SampleLine>> {
    db.query(
        "SELECT id, source_id, at, CAST(length(body) AS BIGINT) AS bytes FROM sample ORDER BY at DESC, id DESC LIMIT 200",
    )
    .all()
    .await
}

/// The body of one sample of that source.
///
/// # Errors
/// What the driver says.
pub async fn sample(db: &Db, source_id: &str, id: &str) -> sqlx::Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = db
        .query("SELECT body FROM sample WHERE source_id = $1 AND id = $2")
        .bind(source_id.to_owned())
        .bind(id.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(body,)| body))
}
