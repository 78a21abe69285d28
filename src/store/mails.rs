//! The queue of outgoing mails and messages. A row is made in the transaction of its cause, rendered
//! and sent by a job, and kept as sent.

use super::{Db, Time, Tx};

/// One message.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Mail {
    /// Also the left part of the Message-ID: the same for every attempt.
    pub id: String,
    pub once: String,
    /// alert | approval | digest | reset | invite | source | warning | promise | topic | praise | help | test
    pub kind: String,
    /// `mail`, `telegram:CHAT` or `webhook:NAME`.
    pub channel: String,
    pub person_id: String,
    /// JSON: what to render, ids only.
    pub payload: String,
    /// queued | sent | failed
    pub state: String,
    pub created_at: Time,
    pub sent_at: Option<Time>,
    pub subject: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    pub error: Option<String>,
}

const COLUMNS: &str = "SELECT id, once, kind, channel, person_id, payload, state, created_at, sent_at, subject, text, html, error FROM mail";

/// Queues a message and the job that sends it. `once` makes a second call do nothing.
/// Gives whether it was new.
///
/// # Errors
/// What the driver says.
pub async fn queue(
    tx: &mut Tx,
    now: Time,
    once: &str,
    kind: &str,
    channel: &str,
    person_id: &str,
    payload: &serde_json::Value,
) -> sqlx::Result<bool> {
    let (id, n) = insert(tx, now, once, kind, channel, person_id, payload).await?;
    if n == 1 {
        let job = serde_json::json!({ "mail": id }).to_string();
        super::jobs::enqueue(tx, "mail", &job, Some(&format!("mail:{id}")), now).await?;
    }
    Ok(n == 1)
}

/// As [`queue`] without a job: the caller sends it. Gives its id.
///
/// # Errors
/// What the driver says.
pub async fn queue_alone(
    tx: &mut Tx,
    now: Time,
    once: &str,
    kind: &str,
    channel: &str,
    person_id: &str,
    payload: &serde_json::Value,
) -> sqlx::Result<String> {
    let (id, _) = insert(tx, now, once, kind, channel, person_id, payload).await?;
    Ok(id)
}

/// Was a message with this key queued before?
///
/// # Errors
/// What the driver says.
pub async fn is_known(db: &Db, once: &str) -> sqlx::Result<bool> {
    let row: Option<(String,)> = db
        .query("SELECT id FROM mail WHERE once = $1")
        .bind(once.to_owned())
        .optional()
        .await?;
    Ok(row.is_some())
}

async fn insert(
    tx: &mut Tx,
    now: Time,
    once: &str,
    kind: &str,
    channel: &str,
    person_id: &str,
    payload: &serde_json::Value,
) -> sqlx::Result<(String, u64)> {
    let id = super::new_id();
    let n = tx
        .query(
            "INSERT INTO mail (id, once, kind, channel, person_id, payload, state, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7) ON CONFLICT (once) DO NOTHING",
        )
        .bind(id.clone())
        .bind(once.to_owned())
        .bind(kind.to_owned())
        .bind(channel.to_owned())
        .bind(person_id.to_owned())
        .bind(payload.to_string())
        .bind(now)
        .execute()
        .await?;
    Ok((id, n))
}

/// One message by id.
///
/// # Errors
/// What the driver says.
pub async fn get(db: &Db, id: &str) -> sqlx::Result<Option<Mail>> {
    db.query_built(format!("{COLUMNS} WHERE id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// The newest messages first, for the demo's mailbox.
///
/// # Errors
/// What the driver says.
pub async fn newest(db: &Db, limit: i64) -> sqlx::Result<Vec<Mail>> {
    db.query_built(format!("{COLUMNS} ORDER BY created_at DESC, id DESC LIMIT $1"))
        .bind(limit)
        .all()
        .await
}

/// Marks as sent and keeps what was sent.
///
/// # Errors
/// What the driver says.
pub async fn sent(
    tx: &mut Tx,
    id: &str,
    now: Time,
    subject: &str,
    text: &str,
    html: &str,
) -> sqlx::Result<()> {
    tx.query(
        "UPDATE mail SET state = 'sent', sent_at = $2, subject = $3, text = $4, html = $5, error = NULL WHERE id = $1",
    )
    .bind(id.to_owned())
    .bind(now)
    .bind(subject.to_owned())
    .bind(text.to_owned())
    .bind(html.to_owned())
    .execute()
    .await?;
    Ok(())
}

/// Notes why it was not sent. `for_good`: no further attempt.
///
/// # Errors
/// What the driver says.
pub async fn not_sent(tx: &mut Tx, id: &str, error: &str, for_good: bool) -> sqlx::Result<()> {
    tx.query("UPDATE mail SET error = $2, state = CASE WHEN $3 THEN 'failed' ELSE state END WHERE id = $1")
        .bind(id.to_owned())
        .bind(error.to_owned())
        .bind(for_good)
        .execute()
        .await?;
    Ok(())
}
