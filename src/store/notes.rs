//! Internal notes of a thread.

use super::{Db, Time, Tx};

/// One note with its author's name.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Note {
    pub at: Time,
    pub name: Option<String>,
    pub body: String,
}

/// Adds a note.
///
/// # Errors
/// What the driver says.
pub async fn add(tx: &mut Tx, thread_id: &str, person_id: &str, body: &str, now: Time) -> sqlx::Result<()> {
    tx.query("INSERT INTO note (id, thread_id, person_id, at, body) VALUES ($1, $2, $3, $4, $5)")
        .bind(super::new_id())
        .bind(thread_id.to_owned())
        .bind(person_id.to_owned())
        .bind(now)
        .bind(body.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// The notes of a thread, oldest first.
///
/// # Errors
/// What the driver says.
pub async fn of_thread(db: &Db, thread_id: &str) -> sqlx::Result<Vec<Note>> {
    db.query(
        "SELECT n.at, p.name, n.body FROM note n LEFT JOIN person p ON p.id = n.person_id
         WHERE n.thread_id = $1 ORDER BY n.at, n.id",
    )
    .bind(thread_id.to_owned())
    .all()
    .await
}
