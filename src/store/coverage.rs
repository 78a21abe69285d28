//! What is kept to tell whether a source sees.

use super::{Db, Time, Tx};
use crate::domain::health::Concern;
use crate::domain::health::shape::Shape;
use std::collections::{BTreeMap, HashMap};

/// The evidence of one source, as stored.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Coverage {
    concerns: String,
    /// Since when it is not green.
    pub since: Option<Time>,
    /// Since when our count and the platform's differ.
    pub counter_off_since: Option<Time>,
    shape: String,
    /// Score of the last first page: the largest share that a field lost, percent.
    pub drift: i64,
    /// The oldest reachable reviews that the last full pass looked for, and how many it found.
    pub known: i64,
    pub found: i64,
    pub known_at: Option<Time>,
    /// Full passes in a row that found none of them.
    pub lost: i64,
    /// How the other place answered when this one seemed gone: well | gone | silent.
    pub canary: Option<String>,
    pub canary_at: Option<Time>,
}

const COLUMNS: &str =
    "concerns, since, counter_off_since, shape, drift, known, found, known_at, lost, canary, canary_at";

impl Coverage {
    /// What is wrong, the worst first.
    pub fn concerns(&self) -> Vec<Concern> {
        serde_json::from_str(&self.concerns).unwrap_or_default()
    }

    /// With these.
    pub fn set_concerns(&mut self, concerns: &[Concern]) {
        self.concerns = serde_json::json!(concerns).to_string();
    }

    /// The fields of earlier pages.
    pub fn shape(&self) -> Shape {
        serde_json::from_str(&self.shape).unwrap_or_default()
    }

    /// With this one.
    pub fn set_shape(&mut self, shape: &Shape) {
        self.shape = serde_json::to_string(shape).unwrap_or_default();
    }
}

/// The evidence of a source; empty before its first poll.
///
/// # Errors
/// What the driver says.
pub async fn of(db: &Db, source_id: &str) -> sqlx::Result<Coverage> {
    let row = db
        .query_built(format!("SELECT {COLUMNS} FROM coverage WHERE source_id = $1"))
        .bind(source_id.to_owned())
        .optional()
        .await?;
    Ok(row.unwrap_or_default())
}

#[derive(sqlx::FromRow)]
struct Row {
    source_id: String,
    #[sqlx(flatten)]
    coverage: Coverage,
}

/// The evidence of every source that was polled, by id.
///
/// # Errors
/// What the driver says.
pub async fn all(db: &Db) -> sqlx::Result<HashMap<String, Coverage>> {
    let rows: Vec<Row> = db
        .query_built(format!("SELECT source_id, {COLUMNS} FROM coverage"))
        .all()
        .await?;
    Ok(rows.into_iter().map(|r| (r.source_id, r.coverage)).collect())
}

/// Keeps the evidence of a source.
///
/// # Errors
/// What the driver says.
pub async fn keep(tx: &mut Tx, source_id: &str, c: &Coverage) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO coverage (source_id, concerns, since, counter_off_since, shape, drift, known, found, known_at, lost,
             canary, canary_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (source_id) DO UPDATE SET concerns = excluded.concerns, since = excluded.since,
             counter_off_since = excluded.counter_off_since, shape = excluded.shape, drift = excluded.drift,
             known = excluded.known, found = excluded.found, known_at = excluded.known_at, lost = excluded.lost,
             canary = excluded.canary, canary_at = excluded.canary_at",
    )
    .bind(source_id.to_owned())
    .bind(c.concerns.clone())
    .bind(c.since)
    .bind(c.counter_off_since)
    .bind(c.shape.clone())
    .bind(c.drift)
    .bind(c.known)
    .bind(c.found)
    .bind(c.known_at)
    .bind(c.lost)
    .bind(c.canary.clone())
    .bind(c.canary_at)
    .execute()
    .await?;
    Ok(())
}

/// Counts answers of a source's platform.
///
/// # Errors
/// What the driver says.
pub async fn count_answers(
    tx: &mut Tx,
    source_id: &str,
    now: Time,
    classes: &BTreeMap<&'static str, u32>,
) -> sqlx::Result<()> {
    for (class, n) in classes {
        tx.query(
            "INSERT INTO http_tally (source_id, day, class, n) VALUES ($1, $2, $3, $4)
             ON CONFLICT (source_id, day, class) DO UPDATE SET n = http_tally.n + excluded.n",
        )
        .bind(source_id.to_owned())
        .bind(day(now))
        .bind(*class)
        .bind(i64::from(*n))
        .execute()
        .await?;
    }
    Ok(())
}

/// Answers of the last seven days: source id, class, how many.
///
/// # Errors
/// What the driver says.
pub async fn answers(db: &Db, now: Time) -> sqlx::Result<Vec<(String, String, i64)>> {
    let from = Time(now.0 - 6 * 86_400_000);
    let rows: Vec<(String, String, i64)> = db
        .query("SELECT source_id, class, n FROM http_tally WHERE day >= $1")
        .bind(day(from))
        .all()
        .await?;
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (source, class, n) in rows {
        *sums.entry((source, class)).or_default() += n;
    }
    Ok(sums
        .into_iter()
        .map(|((source, class), n)| (source, class, n))
        .collect())
}

/// The UTC day of an instant.
pub fn day(at: Time) -> String {
    at.utc().date_naive().to_string()
}

/// When the newest reviews of a source were written, as far as anybody knows; history without a date is
/// left out.
///
/// # Errors
/// What the driver says.
pub async fn newest_written(db: &Db, source_id: &str, limit: usize) -> sqlx::Result<Vec<Time>> {
    let rows: Vec<(Time,)> = db
        .query(
            "SELECT COALESCE(created_at, first_seen_at) FROM review
             WHERE source_id = $1 AND (created_at IS NOT NULL OR NOT quiet)
             ORDER BY COALESCE(created_at, first_seen_at) DESC LIMIT $2",
        )
        .bind(source_id.to_owned())
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Sources that were not read well since `before`, or never and that are older.
///
/// # Errors
/// What the driver says.
pub async fn unseen_since(db: &Db, before: Time) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .query("SELECT name FROM source WHERE enabled AND COALESCE(seen_at, created_at) < $1")
        .bind(before)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// When the source that was read well longest ago was read; one that never was counts from its start.
///
/// # Errors
/// What the driver says.
pub async fn oldest_good_poll(db: &Db) -> sqlx::Result<Option<Time>> {
    let (at,): (Option<i64>,) = db
        .query("SELECT min(COALESCE(seen_at, created_at)) FROM source WHERE enabled")
        .one()
        .await?;
    Ok(at.map(Time))
}
