//! What everybody did, in a hash chain: a changed or missing row is found by [`verify`].

use super::{Db, Time, Tx};
use sha2::{Digest, Sha256};

/// One row of the chain.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Event {
    pub seq: i64,
    pub at: Time,
    /// A person's name, or `daemon`.
    pub actor: String,
    pub kind: String,
    pub thread_id: Option<String>,
    /// JSON.
    pub detail: String,
    pub hash: String,
}

fn chained(
    prev: &str,
    seq: i64,
    at: Time,
    actor: &str,
    kind: &str,
    thread: Option<&str>,
    detail: &str,
) -> String {
    let mut hash = Sha256::new();
    for part in [
        prev,
        &seq.to_string(),
        &at.0.to_string(),
        actor,
        kind,
        thread.unwrap_or(""),
        detail,
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

/// Appends one event. Call it last in a transaction: it holds the head of the chain until commit.
///
/// # Errors
/// What the driver says.
pub async fn append(
    tx: &mut Tx,
    at: Time,
    actor: &str,
    kind: &str,
    thread_id: Option<&str>,
    detail: &serde_json::Value,
) -> sqlx::Result<()> {
    let (seq, prev): (i64, String) = tx
        .query("UPDATE event_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash")
        .one()
        .await?;
    let detail = detail.to_string();
    let hash = chained(&prev, seq, at, actor, kind, thread_id, &detail);
    tx.query("INSERT INTO event (seq, at, actor, kind, thread_id, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(seq)
        .bind(at)
        .bind(actor.to_owned())
        .bind(kind.to_owned())
        .bind(thread_id.map(str::to_owned))
        .bind(detail)
        .bind(hash.clone())
        .execute()
        .await?;
    tx.query("UPDATE event_head SET hash = $1 WHERE id = 1")
        .bind(hash)
        .execute()
        .await?;
    Ok(())
}

/// The events of one thread, oldest first.
///
/// # Errors
/// What the driver says.
pub async fn of_thread(db: &Db, thread_id: &str) -> sqlx::Result<Vec<Event>> {
    db.query(
        "SELECT seq, at, actor, kind, thread_id, detail, hash FROM event WHERE thread_id = $1 ORDER BY seq",
    )
    .bind(thread_id.to_owned())
    .all()
    .await
}

/// The kind of the event that a person has looked at all attachments of a review; its detail `n` says how many.
pub const VIEWED: &str = "attachments_viewed";

/// How many attachments of the review of this thread had been looked at, by the last person who said so.
///
/// # Errors
/// What the driver says.
pub async fn viewed(db: &Db, thread_id: &str) -> sqlx::Result<u32> {
    let last: Option<(String,)> = db
        .query("SELECT detail FROM event WHERE thread_id = $1 AND kind = $2 ORDER BY seq DESC LIMIT 1")
        .bind(thread_id.to_owned())
        .bind(VIEWED.to_owned())
        .optional()
        .await?;
    let detail: Option<serde_json::Value> = last.and_then(|(d,)| serde_json::from_str(&d).ok());
    let n = detail.and_then(|d| d.get("n").and_then(serde_json::Value::as_u64));
    Ok(n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0))
}

/// Checks the whole chain. `Some(seq)`: the first row that does not fit, or that is missing at the end.
///
/// # Errors
/// What the driver says.
pub async fn verify(db: &Db) -> sqlx::Result<Option<i64>> {
    // first of all: rows that are appended meanwhile are beyond it
    let (head, head_hash): (i64, String) = db
        .query("SELECT seq, hash FROM event_head WHERE id = 1")
        .one()
        .await?;
    let mut prev = String::new();
    let mut after = 0;
    loop {
        let rows: Vec<Event> = db
            .query(
                "SELECT seq, at, actor, kind, thread_id, detail, hash FROM event WHERE seq > $1 ORDER BY seq LIMIT 1000",
            )
            .bind(after)
            .all()
            .await?;
        if rows.is_empty() {
            return Ok((after < head).then_some(after + 1));
        }
        for e in rows {
            let hash = chained(
                &prev,
                e.seq,
                e.at,
                &e.actor,
                &e.kind,
                e.thread_id.as_deref(),
                &e.detail,
            );
            let fits_head = e.seq != head || e.hash == head_hash;
            if e.seq != after + 1 || hash != e.hash || !fits_head {
                return Ok(Some(e.seq));
            }
            (after, prev) = (e.seq, e.hash);
        }
    }
}
