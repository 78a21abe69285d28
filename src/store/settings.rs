//! Small values that the daemon keeps for itself.

use super::{Db, Tx};

/// A value by its key.
///
/// # Errors
/// What the driver says.
pub async fn get(db: &Db, key: &str) -> sqlx::Result<Option<String>> {
    let row: Option<(String,)> = db
        .query("SELECT value FROM setting WHERE key = $1")
        .bind(key.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(v,)| v))
}

/// Sets a value.
///
/// # Errors
/// What the driver says.
pub async fn set(tx: &mut Tx, key: &str, value: &str) -> sqlx::Result<()> {
    tx.query("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key.to_owned())
        .bind(value.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// Sets a value unless there is one, and gives the one that holds: of two daemons that start
/// together, both get the same.
///
/// # Errors
/// What the driver says.
pub async fn get_or_set(db: &Db, key: &str, value: &str) -> sqlx::Result<String> {
    db.query("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
        .bind(key.to_owned())
        .bind(value.to_owned())
        .execute()
        .await?;
    Ok(get(db, key).await?.unwrap_or_else(|| value.to_owned()))
}
