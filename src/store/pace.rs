//! Rate-limit slots in the database: one row a host or key, shared by every daemon.

use super::{Db, Time};

/// Reserves the next free slot for `key` and gives its instant: now, or later.
///
/// # Errors
/// What the driver says.
pub async fn slot(db: &Db, key: &str, now: Time, interval_ms: i64) -> sqlx::Result<Time> {
    let (at,): (i64,) = db
        .query(
            "INSERT INTO pace (key, next_at) VALUES ($1, $2 + $3)
             ON CONFLICT (key) DO UPDATE SET next_at =
                 CASE WHEN pace.next_at > $2 THEN pace.next_at ELSE $2 END + $3
             RETURNING next_at - $3",
        )
        .bind(key.to_owned())
        .bind(now)
        .bind(interval_ms)
        .one()
        .await?;
    Ok(Time(at))
}

/// Nobody asks this host before `until` (HTTP 429).
///
/// # Errors
/// What the driver says.
pub async fn push(db: &Db, key: &str, until: Time) -> sqlx::Result<()> {
    db.query(
        "INSERT INTO pace (key, next_at) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET next_at = $2 WHERE pace.next_at < $2",
    )
    .bind(key.to_owned())
    .bind(until)
    .execute()
    .await?;
    Ok(())
}

/// Takes `cost` units out of the allowance of `key` on `day`, if not more than `most` are used then. Gives
/// how many are used with them; `None`: they do not fit, and nothing was taken.
///
/// # Errors
/// What the driver says.
pub async fn spend(db: &Db, key: &str, day: &str, cost: u32, most: u32) -> sqlx::Result<Option<u32>> {
    if cost > most {
        return Ok(None);
    }
    let row: Option<(i64,)> = db
        .query(
            "INSERT INTO allowance (key, day, used) VALUES ($1, $2, $3)
             ON CONFLICT (key, day) DO UPDATE SET used = allowance.used + $3 WHERE allowance.used + $3 <= $4
             RETURNING used",
        )
        .bind(key.to_owned())
        .bind(day.to_owned())
        .bind(i64::from(cost))
        .bind(i64::from(most))
        .optional()
        .await?;
    Ok(row.map(|(used,)| u32::try_from(used).unwrap_or(u32::MAX)))
}

/// Of an allowance, `booked` units turned out to be `used`; an earlier day is settled like today.
///
/// # Errors
/// What the driver says.
pub async fn settle(db: &Db, key: &str, day: &str, booked: u32, used: u32) -> sqlx::Result<()> {
    db.query(
        "UPDATE allowance SET used = CASE WHEN used + $4 > $3 THEN used + $4 - $3 ELSE 0 END
         WHERE key = $1 AND day = $2",
    )
    .bind(key.to_owned())
    .bind(day.to_owned())
    .bind(i64::from(booked))
    .bind(i64::from(used))
    .execute()
    .await?;
    Ok(())
}
