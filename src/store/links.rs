//! Invitations, password resets and the links in mails. Only the hash of a token is stored, so that a
//! stolen database opens nothing.

use super::{Db, Time, Tx};

/// One link as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Link {
    pub token_hash: String,
    /// invite | reset | approve | acknowledge
    pub purpose: String,
    pub person_id: String,
    /// Thread, reply or alert; nothing for invitations and resets.
    pub subject_id: Option<String>,
    /// Hash of the very text that the mail showed.
    pub subject_hash: Option<String>,
    pub expires_at: Time,
    pub used_at: Option<Time>,
}

/// Stores a new link.
///
/// # Errors
/// What the driver says.
pub async fn create(
    tx: &mut Tx,
    token_hash: &str,
    purpose: &str,
    person_id: &str,
    subject_id: Option<&str>,
    subject_hash: Option<&str>,
    expires_at: Time,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO link (token_hash, purpose, person_id, subject_id, subject_hash, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token_hash.to_owned())
    .bind(purpose.to_owned())
    .bind(person_id.to_owned())
    .bind(subject_id.map(str::to_owned))
    .bind(subject_hash.map(str::to_owned))
    .bind(expires_at)
    .execute()
    .await?;
    Ok(())
}

/// The link of a token, whatever its state.
///
/// # Errors
/// What the driver says.
pub async fn find(db: &Db, token_hash: &str) -> sqlx::Result<Option<Link>> {
    db.query(
        "SELECT token_hash, purpose, person_id, subject_id, subject_hash, expires_at, used_at
         FROM link WHERE token_hash = $1",
    )
    .bind(token_hash.to_owned())
    .optional()
    .await
}

/// Uses a link up. `false`: it was used before, or it has expired. Two people who press at the same
/// moment cannot both get `true`.
///
/// # Errors
/// What the driver says.
pub async fn consume(tx: &mut Tx, token_hash: &str, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
        .bind(token_hash.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// Makes every unused invitation and reset of a person worthless: the password was just set.
///
/// # Errors
/// What the driver says.
pub async fn void_passwords(tx: &mut Tx, person_id: &str, now: Time) -> sqlx::Result<()> {
    tx.query(
        "UPDATE link SET used_at = $2
         WHERE person_id = $1 AND used_at IS NULL AND purpose IN ('invite', 'reset')",
    )
    .bind(person_id.to_owned())
    .bind(now)
    .execute()
    .await?;
    Ok(())
}
