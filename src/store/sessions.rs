//! Server-side sessions. The caller gives hashed ids: a stolen database opens no session.

use super::{Db, Time};

/// Stores or replaces a session.
///
/// # Errors
/// What the driver says.
pub async fn put(
    db: &Db,
    id_hash: &str,
    person_id: Option<&str>,
    data: &str,
    expires_at: Time,
) -> sqlx::Result<()> {
    db.query(
        "INSERT INTO session (id, person_id, data, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, data = excluded.data,
             expires_at = excluded.expires_at",
    )
    .bind(id_hash.to_owned())
    .bind(person_id.map(str::to_owned))
    .bind(data.to_owned())
    .bind(expires_at)
    .execute()
    .await?;
    Ok(())
}

/// Replaces the data of a session that exists. `false`: it was ended meanwhile, and must not come back.
///
/// # Errors
/// What the driver says.
pub async fn update(
    db: &Db,
    id_hash: &str,
    person_id: Option<&str>,
    data: &str,
    expires_at: Time,
) -> sqlx::Result<bool> {
    let n = db
        .query("UPDATE session SET person_id = $2, data = $3, expires_at = $4 WHERE id = $1")
        .bind(id_hash.to_owned())
        .bind(person_id.map(str::to_owned))
        .bind(data.to_owned())
        .bind(expires_at)
        .execute()
        .await?;
    Ok(n == 1)
}

/// The data of a living session and when it expires.
///
/// # Errors
/// What the driver says.
pub async fn get(db: &Db, id_hash: &str, now: Time) -> sqlx::Result<Option<(String, Time)>> {
    db.query("SELECT data, expires_at FROM session WHERE id = $1 AND expires_at > $2")
        .bind(id_hash.to_owned())
        .bind(now)
        .optional()
        .await
}

/// Ends a session.
///
/// # Errors
/// What the driver says.
pub async fn end(db: &Db, id_hash: &str) -> sqlx::Result<()> {
    db.query("DELETE FROM session WHERE id = $1")
        .bind(id_hash.to_owned())
        .execute()
        .await?;
    Ok(())
}
