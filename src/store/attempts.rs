//! Wrong passwords, counted per key (an account or an address) in windows that begin with the first
//! failure.

use super::{Db, Time, Tx};

/// When a key that failed `most` times may try again; `None`: now.
///
/// # Errors
/// What the driver says.
pub async fn locked_until(
    db: &Db,
    key: &str,
    now: Time,
    most: i64,
    window_ms: i64,
) -> sqlx::Result<Option<Time>> {
    let row: Option<(i64, Time)> = db
        .query("SELECT failures, window_from FROM attempt WHERE key = $1")
        .bind(key.to_owned())
        .optional()
        .await?;
    Ok(row.and_then(|(failures, from)| {
        let until = Time(from.0.saturating_add(window_ms));
        (failures >= most && until > now).then_some(until)
    }))
}

/// Counts one failure; a window that is over begins anew.
///
/// # Errors
/// What the driver says.
pub async fn failed(tx: &mut Tx, key: &str, now: Time, window_ms: i64) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO attempt (key, failures, window_from) VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE SET
             failures = CASE WHEN attempt.window_from + $3 <= $2 THEN 1 ELSE attempt.failures + 1 END,
             window_from = CASE WHEN attempt.window_from + $3 <= $2 THEN $2 ELSE attempt.window_from END",
    )
    .bind(key.to_owned())
    .bind(now)
    .bind(window_ms)
    .execute()
    .await?;
    Ok(())
}

/// Forgets the failures of a key: the right password was given.
///
/// # Errors
/// What the driver says.
pub async fn forget(tx: &mut Tx, key: &str) -> sqlx::Result<()> {
    tx.query("DELETE FROM attempt WHERE key = $1")
        .bind(key.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// Has this account logged in from this address before?
///
/// # Errors
/// What the driver says.
pub async fn is_known(db: &Db, key: &str) -> sqlx::Result<bool> {
    let row: Option<(i64,)> = db
        .query("SELECT failures FROM attempt WHERE key = $1")
        .bind(key.to_owned())
        .optional()
        .await?;
    Ok(row.is_some())
}

/// Notes that this account has logged in from this address.
///
/// # Errors
/// What the driver says.
pub async fn know(tx: &mut Tx, key: &str, now: Time) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO attempt (key, failures, window_from) VALUES ($1, 0, $2)
         ON CONFLICT (key) DO UPDATE SET window_from = excluded.window_from",
    )
    .bind(key.to_owned())
    .bind(now)
    .execute()
    .await?;
    Ok(())
}
