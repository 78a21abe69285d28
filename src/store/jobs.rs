//! The job table: enqueue, claim, finish, later. Leases are fenced by the attempt number, so a
//! worker that lost its lease changes nothing.

use super::{Db, Time, Tx};

/// A leased job.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Leased {
    pub id: String,
    pub kind: String,
    /// JSON of `jobs::Job`.
    pub payload: String,
    pub attempt: i64,
    pub due_at: Time,
}

/// Puts a job into the table. With `once`, a job of the same key that was ever enqueued wins and
/// nothing happens. Gives whether it was new.
///
/// # Errors
/// What the driver says.
pub async fn enqueue(
    tx: &mut Tx,
    kind: &str,
    payload: &str,
    once: Option<&str>,
    due_at: Time,
) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "INSERT INTO job (id, kind, payload, once, due_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (once) DO NOTHING",
        )
        .bind(super::new_id())
        .bind(kind.to_owned())
        .bind(payload.to_owned())
        .bind(once.map(str::to_owned))
        .bind(due_at)
        .execute()
        .await?;
    Ok(n == 1)
}

// The inner choice is made once, in a CTE: as a plain subquery PostgreSQL may run it again for every
// row that it looks at, skip what it has just locked, and lease more than it was asked for.
const CLAIM: &str = "WITH chosen AS MATERIALIZED (
     SELECT id FROM job WHERE done_at IS NULL AND due_at <= $1 AND lease_until <= $1 ORDER BY due_at, id LIMIT $4)
 UPDATE job SET lease_until = $2, lease_owner = $3, attempt = attempt + 1
 WHERE id IN (SELECT id FROM chosen) AND lease_until <= $1 AND done_at IS NULL
 RETURNING id, kind, payload, attempt, due_at";
const CLAIM_SKIPPING: &str = "WITH chosen AS MATERIALIZED (
     SELECT id FROM job WHERE done_at IS NULL AND due_at <= $1 AND lease_until <= $1 ORDER BY due_at, id LIMIT $4
     FOR UPDATE SKIP LOCKED)
 UPDATE job SET lease_until = $2, lease_owner = $3, attempt = attempt + 1
 WHERE id IN (SELECT id FROM chosen) AND lease_until <= $1 AND done_at IS NULL
 RETURNING id, kind, payload, attempt, due_at";

/// Leases up to `n` due jobs until `until`.
///
/// # Errors
/// What the driver says.
pub async fn claim(db: &Db, now: Time, until: Time, owner: &str, n: i64) -> sqlx::Result<Vec<Leased>> {
    let mut jobs: Vec<Leased> = db
        .query(db.pick(CLAIM, CLAIM_SKIPPING))
        .bind(now)
        .bind(until)
        .bind(owner.to_owned())
        .bind(n)
        .all()
        .await?;
    jobs.sort_by(|a, b| (a.due_at, &a.id).cmp(&(b.due_at, &b.id)));
    Ok(jobs)
}

/// Ends a job. `false`: the lease was lost, and the caller's transaction must not commit.
///
/// # Errors
/// What the driver says.
pub async fn finish(
    tx: &mut Tx,
    job: &Leased,
    now: Time,
    outcome: &str,
    error: Option<&str>,
) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE job SET done_at = $3, outcome = $4, error = $5
             WHERE id = $1 AND attempt = $2 AND done_at IS NULL",
        )
        .bind(job.id.clone())
        .bind(job.attempt)
        .bind(now)
        .bind(outcome.to_owned())
        .bind(error.map(str::to_owned))
        .execute()
        .await?;
    Ok(n == 1)
}

/// Forgets what a leased job was about: it held personal words that stand elsewhere now.
///
/// # Errors
/// What the driver says.
pub async fn forget(tx: &mut Tx, job: &Leased) -> sqlx::Result<()> {
    tx.query("UPDATE job SET payload = '{}' WHERE id = $1 AND attempt = $2 AND done_at IS NULL")
        .bind(job.id.clone())
        .bind(job.attempt)
        .execute()
        .await?;
    Ok(())
}

/// Puts a leased job back until `due_at`.
///
/// # Errors
/// What the driver says.
pub async fn later(tx: &mut Tx, job: &Leased, due_at: Time, error: Option<&str>) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE job SET due_at = $3, lease_until = 0, lease_owner = NULL, error = $4
             WHERE id = $1 AND attempt = $2 AND done_at IS NULL",
        )
        .bind(job.id.clone())
        .bind(job.attempt)
        .bind(due_at)
        .bind(error.map(str::to_owned))
        .execute()
        .await?;
    Ok(n == 1)
}

/// Gives back every lease of this process, so that a clean stop delays nobody.
///
/// # Errors
/// What the driver says.
pub async fn release(db: &Db, owner: &str) -> sqlx::Result<u64> {
    db.query("UPDATE job SET lease_until = 0, lease_owner = NULL WHERE lease_owner = $1 AND done_at IS NULL")
        .bind(owner.to_owned())
        .execute()
        .await
}

/// When the next job is due, if any is waiting.
///
/// # Errors
/// What the driver says.
pub async fn next_due(db: &Db) -> sqlx::Result<Option<Time>> {
    let (at,): (Option<i64>,) = db
        .query(
            "SELECT min(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END)
             FROM job WHERE done_at IS NULL",
        )
        .one()
        .await?;
    Ok(at.map(Time))
}

/// Jobs that ended as failed: visible on the health page, and zero in a good run.
///
/// # Errors
/// What the driver says.
pub async fn failed(db: &Db) -> sqlx::Result<i64> {
    let (n,): (i64,) = db
        .query("SELECT count(*) FROM job WHERE outcome = 'failed'")
        .one()
        .await?;
    Ok(n)
}

/// Jobs that are due and not done.
///
/// # Errors
/// What the driver says.
pub async fn waiting(db: &Db, now: Time) -> sqlx::Result<i64> {
    let (n,): (i64,) = db
        .query("SELECT count(*) FROM job WHERE done_at IS NULL AND due_at <= $1")
        .bind(now)
        .one()
        .await?;
    Ok(n)
}

/// Cancels a waiting job by its key. A job that is being done sees by itself that it must not.
///
/// # Errors
/// What the driver says.
pub async fn cancel(tx: &mut Tx, once: &str, now: Time) -> sqlx::Result<()> {
    tx.query("UPDATE job SET done_at = $2, outcome = 'cancelled' WHERE once = $1 AND done_at IS NULL")
        .bind(once.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(())
}
