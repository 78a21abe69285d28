//! Alerts: an urgent review that somebody must take.

use super::{Db, Time, Tx};

/// One alert.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Alert {
    pub id: String,
    pub thread_id: String,
    pub urgency: String,
    /// 1 on-call, 2 managers, 3 owners.
    pub level: i64,
    pub raised_at: Time,
    pub climbs_at: Option<Time>,
    pub taken_at: Option<Time>,
    pub taken_by: Option<String>,
    /// A correction said that the review is not urgent.
    pub withdrawn_at: Option<Time>,
}

impl Alert {
    /// Somebody still has to take it.
    pub fn is_open(&self) -> bool {
        self.taken_at.is_none() && self.withdrawn_at.is_none()
    }
}

const COLUMNS: &str =
    "SELECT id, thread_id, urgency, level, raised_at, climbs_at, taken_at, taken_by, withdrawn_at FROM alert";

/// Makes an alert; `None` when one of this key exists.
///
/// # Errors
/// What the driver says.
pub async fn insert(
    tx: &mut Tx,
    thread_id: &str,
    once: &str,
    urgency: &str,
    now: Time,
    climbs_at: Time,
) -> sqlx::Result<Option<String>> {
    let id = super::new_id();
    let n = tx
        .query(
            "INSERT INTO alert (id, thread_id, once, urgency, raised_at, climbs_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (once) DO NOTHING",
        )
        .bind(id.clone())
        .bind(thread_id.to_owned())
        .bind(once.to_owned())
        .bind(urgency.to_owned())
        .bind(now)
        .bind(climbs_at)
        .execute()
        .await?;
    Ok((n == 1).then_some(id))
}

/// One alert by id.
///
/// # Errors
/// What the driver says.
pub async fn by_id(db: &Db, id: &str) -> sqlx::Result<Option<Alert>> {
    db.query_built(format!("{COLUMNS} WHERE id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// Alerts of one thread, newest first.
///
/// # Errors
/// What the driver says.
pub async fn of_thread(db: &Db, thread_id: &str) -> sqlx::Result<Vec<Alert>> {
    db.query_built(format!(
        "{COLUMNS} WHERE thread_id = $1 ORDER BY raised_at DESC, id DESC"
    ))
    .bind(thread_id.to_owned())
    .all()
    .await
}

/// Alerts of one thread, newest first, inside a transaction.
///
/// # Errors
/// What the driver says.
pub async fn of_thread_in(tx: &mut Tx, thread_id: &str) -> sqlx::Result<Vec<Alert>> {
    tx.query_built(format!(
        "{COLUMNS} WHERE thread_id = $1 ORDER BY raised_at DESC, id DESC"
    ))
    .bind(thread_id.to_owned())
    .all()
    .await
}

/// Withdraws the open alerts of a thread: they climb no further and cannot be taken.
///
/// # Errors
/// What the driver says.
pub async fn withdraw(tx: &mut Tx, thread_id: &str, now: Time) -> sqlx::Result<u64> {
    tx.query(
        "UPDATE alert SET withdrawn_at = $2, climbs_at = NULL
         WHERE thread_id = $1 AND taken_at IS NULL AND withdrawn_at IS NULL",
    )
    .bind(thread_id.to_owned())
    .bind(now)
    .execute()
    .await
}

/// Gives the open alerts of a thread another urgency.
///
/// # Errors
/// What the driver says.
pub async fn set_urgency(tx: &mut Tx, thread_id: &str, urgency: &str) -> sqlx::Result<u64> {
    tx.query(
        "UPDATE alert SET urgency = $2 WHERE thread_id = $1 AND taken_at IS NULL AND withdrawn_at IS NULL",
    )
    .bind(thread_id.to_owned())
    .bind(urgency.to_owned())
    .execute()
    .await
}

/// Somebody takes it. `false`: it was taken or withdrawn already.
///
/// # Errors
/// What the driver says.
pub async fn take(tx: &mut Tx, id: &str, person_id: &str, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE alert SET taken_at = $3, taken_by = $2, climbs_at = NULL WHERE id = $1 AND taken_at IS NULL AND withdrawn_at IS NULL")
        .bind(id.to_owned())
        .bind(person_id.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// Climbs one level, if nobody took or withdrew it and it still stands at `from`.
///
/// # Errors
/// What the driver says.
pub async fn climb(tx: &mut Tx, id: &str, from: i64, climbs_at: Option<Time>) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE alert SET level = $2 + 1, climbs_at = $3 WHERE id = $1 AND level = $2 AND taken_at IS NULL AND withdrawn_at IS NULL")
        .bind(id.to_owned())
        .bind(from)
        .bind(climbs_at)
        .execute()
        .await?;
    Ok(n == 1)
}
