//! What must be put right after a copy came back: time has passed since it was made, and things were
//! published and sent that it knows nothing of.

use super::{Time, Tx};

/// A reply that was on its way when the copy was made.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OnItsWay {
    pub thread_id: String,
}

/// Threads whose reply goes out by API and was approved or being sent.
///
/// # Errors
/// What the driver says.
pub async fn on_their_way(tx: &mut Tx) -> sqlx::Result<Vec<OnItsWay>> {
    tx.query("SELECT thread_id FROM reply WHERE state = 'sending' OR (state = 'approved' AND NOT by_hand) ORDER BY id")
        .all()
        .await
}

/// What was not sent again.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dropped {
    pub publications: u64,
    pub mails: u64,
    pub jobs: u64,
}

/// Cancels every publication, and every mail, digest and climb that was due before `stale`; gives every
/// lease back, makes every source due at once, and counts warnings before `stale` as given.
///
/// # Errors
/// What the driver says.
pub async fn settle(tx: &mut Tx, now: Time, stale: Time) -> sqlx::Result<Dropped> {
    let publications = tx
        .query("UPDATE job SET done_at = $1, outcome = 'cancelled', error = 'restored' WHERE kind = 'publish' AND done_at IS NULL")
        .bind(now)
        .execute()
        .await?;
    let mails = tx
        .query(
            "UPDATE mail SET state = 'failed', error = 'restored' WHERE state = 'queued' AND created_at < $1",
        )
        .bind(stale)
        .execute()
        .await?;
    let jobs = tx
        .query(
            "UPDATE job SET done_at = $1, outcome = 'cancelled', error = 'restored' WHERE done_at IS NULL AND
                 (due_at < $2 OR (kind = 'mail' AND payload NOT IN
                     (SELECT '{\"mail\":\"' || id || '\"}' FROM mail WHERE state = 'queued')))",
        )
        .bind(now)
        .bind(stale)
        .execute()
        .await?;
    tx.query("UPDATE job SET lease_until = 0, lease_owner = NULL WHERE done_at IS NULL")
        .execute()
        .await?;
    tx.query("UPDATE source SET lease_until = 0, lease_owner = NULL, due_at = $1")
        .bind(now)
        .execute()
        .await?;
    tx.query("UPDATE thread SET warned_at = $1 WHERE open AND warned_at IS NULL AND warn_at < $2")
        .bind(now)
        .bind(stale)
        .execute()
        .await?;
    tx.query("UPDATE thread SET editor_id = NULL, editor_until = NULL")
        .execute()
        .await?;
    // a restored password must not open what was changed since: everybody logs in anew
    tx.query("UPDATE person SET session_epoch = session_epoch + 1")
        .execute()
        .await?;
    Ok(Dropped {
        publications,
        mails,
        jobs,
    })
}

/// Leaves a note in every open thread that is answered by API and has no reply out: a person must look
/// at the platform before approving, because not every platform can be asked.
///
/// # Errors
/// What the driver says.
pub async fn warn_of_unseen(tx: &mut Tx, now: Time, words: &str) -> sqlx::Result<u64> {
    let threads: Vec<(String,)> = tx
        .query(
            "SELECT t.id FROM thread t JOIN source s ON s.id = t.source_id JOIN reply r ON r.thread_id = t.id
             WHERE t.open AND s.reply_route = 'api'
               AND r.state IN ('none', 'draft', 'in_review', 'outdated', 'refused', 'vanished') ORDER BY t.id",
        )
        .all()
        .await?;
    for (thread,) in &threads {
        tx.query("INSERT INTO note (id, thread_id, person_id, at, body) VALUES ($1, $2, NULL, $3, $4)")
            .bind(super::new_id())
            .bind(thread.clone())
            .bind(now)
            .bind(words.to_owned())
            .execute()
            .await?;
    }
    Ok(threads.len() as u64)
}
