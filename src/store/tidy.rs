//! Deleting what has outlived its purpose.

use super::{Db, Time};

/// Deletes expired sessions and links, samples older than `samples`, jobs that ended before `jobs`.
/// A job with a `once` key stays, because the key must go on refusing a second one.
///
/// # Errors
/// What the driver says.
pub async fn run(db: &Db, now: Time, samples: Time, jobs: Time) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    tx.query("DELETE FROM session WHERE expires_at < $1")
        .bind(now)
        .execute()
        .await?;
    tx.query("DELETE FROM link WHERE expires_at < $1")
        .bind(now)
        .execute()
        .await?;
    // wrong passwords count for minutes; a day is plenty
    tx.query("DELETE FROM attempt WHERE window_from < $1 - 86400000")
        .bind(now)
        .execute()
        .await?;
    // a platform's day is over two days later everywhere
    let day = (now.utc() - chrono::TimeDelta::days(3)).date_naive().to_string();
    tx.query("DELETE FROM allowance WHERE day < $1")
        .bind(day)
        .execute()
        .await?;
    let day = (now.utc() - chrono::TimeDelta::days(30)).date_naive().to_string();
    tx.query("DELETE FROM http_tally WHERE day < $1")
        .bind(day)
        .execute()
        .await?;
    tx.query("DELETE FROM sample WHERE at < $1")
        .bind(samples)
        .execute()
        .await?;
    tx.query("DELETE FROM job WHERE done_at < $1 AND once IS NULL")
        .bind(jobs)
        .execute()
        .await?;
    tx.commit().await
}
