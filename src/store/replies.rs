//! Replies and approvals. The state is changed here and nowhere else, and only by
//! [`crate::domain::reply::State::step`].

use super::{Db, Time, Tx};
use crate::domain::State;
use crate::domain::reply::{Event, Refusal, Step};

/// One reply as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Reply {
    pub id: String,
    pub thread_id: String,
    state: String,
    pub text: String,
    /// sha256 of the exact text, hex.
    pub text_hash: String,
    /// draft | person
    pub origin: String,
    /// JSON array of `draft::Variant`.
    pub variants: String,
    /// `sensitive:death` and the like: why there is no draft.
    pub refused_draft: Option<String>,
    /// `YYYY-MM-DD`, the date that the text names.
    pub promise_by: Option<String>,
    /// `YYYY-MM-DD`, before it: when we mean to be done.
    pub promise_internal: Option<String>,
    /// Id of the person who keeps it.
    pub promise_owner: Option<String>,
    pub approval_id: Option<String>,
    pub by_hand: bool,
    pub send_at: Option<Time>,
    pub key: Option<String>,
    pub platform_id: Option<String>,
    pub published_at: Option<Time>,
    pub verified_at: Option<Time>,
    pub missing: i64,
    pub reason: Option<String>,
    pub version: i64,
}

/// The columns of [`Reply`], for joins: `p.` is the table.
pub const COLUMNS: &str = "p.id, p.thread_id, p.state, p.text, p.text_hash, p.origin, p.variants, p.refused_draft, p.promise_by, p.promise_internal, p.promise_owner, p.approval_id, p.by_hand, p.send_at, p.key, p.platform_id, p.published_at, p.verified_at, p.missing, p.reason, p.version";

impl Reply {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::None)
    }
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Somebody was faster; read again.
    #[error("it changed meanwhile")]
    Conflict,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

/// sha256 of the exact bytes, hex.
pub fn text_hash(text: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(text.as_bytes()))
}

impl Reply {
    /// The reply of a new thread.
    pub fn started(
        thread_id: &str,
        state: State,
        text: &str,
        variants: String,
        refused_draft: Option<String>,
        promise_by: Option<String>,
    ) -> Self {
        Reply {
            id: super::new_id(),
            thread_id: thread_id.to_owned(),
            state: state.word().to_owned(),
            text: text.to_owned(),
            text_hash: text_hash(text),
            origin: "draft".to_owned(),
            variants,
            refused_draft,
            promise_by,
            promise_internal: None,
            promise_owner: None,
            approval_id: None,
            by_hand: false,
            send_at: None,
            key: None,
            platform_id: None,
            published_at: None,
            verified_at: None,
            missing: 0,
            reason: None,
            version: 1,
        }
    }
}

/// Stores the replies of new threads.
///
/// # Errors
/// What the driver says; the schema refuses a reply that claims to be approved.
pub async fn insert(tx: &mut Tx, replies: &[Reply], now: Time) -> sqlx::Result<()> {
    for chunk in replies.chunks(super::CHUNK) {
        let mut query = tx.query_built(format!(
            "INSERT INTO reply (id, thread_id, state, text, text_hash, origin, variants, refused_draft, promise_by, updated_at)
             VALUES {} ON CONFLICT (thread_id) DO NOTHING",
            super::db::placeholders(chunk.len(), 10)
        ));
        for r in chunk {
            query = query
                .bind(r.id.clone())
                .bind(r.thread_id.clone())
                .bind(r.state.clone())
                .bind(r.text.clone())
                .bind(r.text_hash.clone())
                .bind(r.origin.clone())
                .bind(r.variants.clone())
                .bind(r.refused_draft.clone())
                .bind(r.promise_by.clone())
                .bind(now);
        }
        query.execute().await?;
    }
    Ok(())
}

/// The reply of a thread.
///
/// # Errors
/// What the driver says.
pub async fn of_thread(db: &Db, thread_id: &str) -> sqlx::Result<Option<Reply>> {
    db.query_built(format!("SELECT {COLUMNS} FROM reply p WHERE p.thread_id = $1"))
        .bind(thread_id.to_owned())
        .optional()
        .await
}

/// The reply of a thread, as this transaction sees it. On PostgreSQL the row is locked.
///
/// # Errors
/// What the driver says.
pub async fn of_thread_in(tx: &mut Tx, thread_id: &str) -> sqlx::Result<Option<Reply>> {
    let lock = match tx {
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " FOR UPDATE",
    };
    tx.query_built(format!(
        "SELECT {COLUMNS} FROM reply p WHERE p.thread_id = $1{lock}"
    ))
    .bind(thread_id.to_owned())
    .optional()
    .await
}

/// Moves a reply by one event. The caller carries out the effects of the returned step in the same
/// transaction (see `desk::effects`).
///
/// # Errors
/// [`ChangeError::Refused`] where the state machine says no, [`ChangeError::Conflict`] where the
/// version is not the one that was read.
pub async fn step(tx: &mut Tx, reply: &Reply, event: Event, now: Time) -> Result<Step, ChangeError> {
    let step = reply.state().step(event)?;
    let keeps_approval = matches!(
        step.to,
        State::Approved | State::Sending | State::Published | State::VerifiedLive | State::Unknown
    ) || matches!(step.to, State::Refused | State::Vanished);
    let n = tx
        .query(
            "UPDATE reply SET state = $3, updated_at = $4, version = version + 1,
                 approval_id = CASE WHEN $5 THEN approval_id ELSE NULL END,
                 send_at = CASE WHEN $5 THEN send_at ELSE NULL END
             WHERE id = $1 AND version = $2",
        )
        .bind(reply.id.clone())
        .bind(reply.version)
        .bind(step.to.word())
        .bind(now)
        .bind(keeps_approval)
        .execute()
        .await?;
    if n == 1 {
        Ok(step)
    } else {
        Err(ChangeError::Conflict)
    }
}

/// Sets the text. Only for states without approval; the schema refuses anything else.
///
/// # Errors
/// What the driver says.
pub async fn set_text(
    tx: &mut Tx,
    reply_id: &str,
    text: &str,
    origin: &str,
    promise_by: Option<&str>,
) -> sqlx::Result<()> {
    tx.query("UPDATE reply SET text = $2, text_hash = $3, origin = $4, promise_by = $5, reason = NULL WHERE id = $1")
        .bind(reply_id.to_owned())
        .bind(text.to_owned())
        .bind(text_hash(text))
        .bind(origin.to_owned())
        .bind(promise_by.map(str::to_owned))
        .execute()
        .await?;
    Ok(())
}

/// Sets the rest of the promise: the internal date and who keeps it.
///
/// # Errors
/// What the driver says.
pub async fn set_promise(
    tx: &mut Tx,
    reply_id: &str,
    internal: Option<&str>,
    owner: Option<&str>,
) -> sqlx::Result<()> {
    tx.query("UPDATE reply SET promise_internal = $2, promise_owner = $3 WHERE id = $1")
        .bind(reply_id.to_owned())
        .bind(internal.map(str::to_owned))
        .bind(owner.map(str::to_owned))
        .execute()
        .await?;
    Ok(())
}

/// Keeps the drafted variants, or why there are none.
///
/// # Errors
/// What the driver says.
pub async fn set_variants(
    tx: &mut Tx,
    reply_id: &str,
    variants: &str,
    refused: Option<&str>,
) -> sqlx::Result<()> {
    tx.query("UPDATE reply SET variants = $2, refused_draft = $3 WHERE id = $1")
        .bind(reply_id.to_owned())
        .bind(variants.to_owned())
        .bind(refused.map(str::to_owned))
        .execute()
        .await?;
    Ok(())
}

/// A person's consent to one exact text.
#[derive(Debug, Clone)]
pub struct Consent<'a> {
    pub person_id: &'a str,
    pub text_hash: &'a str,
    /// `content_hash` of the review that is answered.
    pub review_hash: &'a str,
    /// The official reply that the approver saw: the overwrite guard.
    pub seen_official: Option<&'a str>,
    /// JSON: code -> written reason.
    pub overrides: &'a str,
    pub by_hand: bool,
    pub send_at: Time,
}

/// Records the consent and binds the reply to it. Call before [`step`] with `Event::Approve`.
/// Gives the idempotency key of this approval.
///
/// # Errors
/// What the driver says; a foreign-key violation if the text is not the approved one.
pub async fn consent(tx: &mut Tx, reply: &Reply, consent: &Consent<'_>, now: Time) -> sqlx::Result<String> {
    let id = super::new_id();
    tx.query(
        "INSERT INTO approval (id, thread_id, person_id, at, text_hash, review_hash, seen_official, overrides)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.clone())
    .bind(reply.thread_id.clone())
    .bind(consent.person_id.to_owned())
    .bind(now)
    .bind(consent.text_hash.to_owned())
    .bind(consent.review_hash.to_owned())
    .bind(consent.seen_official.map(str::to_owned))
    .bind(consent.overrides.to_owned())
    .execute()
    .await?;
    tx.query(
        "UPDATE reply SET approval_id = $2, by_hand = $3, send_at = $4, key = $2, missing = 0 WHERE id = $1",
    )
    .bind(reply.id.clone())
    .bind(id.clone())
    .bind(consent.by_hand)
    .bind(consent.send_at)
    .execute()
    .await?;
    Ok(id)
}

/// An approval as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Approval {
    pub id: String,
    pub person_id: String,
    pub at: Time,
    pub text_hash: String,
    pub review_hash: String,
    pub seen_official: Option<String>,
    pub overrides: String,
}

/// One approval.
///
/// # Errors
/// What the driver says.
pub async fn approval(db: &Db, id: &str) -> sqlx::Result<Option<Approval>> {
    db.query("SELECT id, person_id, at, text_hash, review_hash, seen_official, overrides FROM approval WHERE id = $1")
        .bind(id.to_owned())
        .optional()
        .await
}

/// Notes the outcome of publishing.
///
/// # Errors
/// What the driver says.
pub async fn set_outcome(
    tx: &mut Tx,
    reply_id: &str,
    platform_id: Option<&str>,
    published_at: Option<Time>,
    verified_at: Option<Time>,
    reason: Option<&str>,
) -> sqlx::Result<()> {
    tx.query(
        "UPDATE reply SET platform_id = COALESCE($2, platform_id), published_at = COALESCE($3, published_at),
             verified_at = COALESCE($4, verified_at), reason = COALESCE($5, reason) WHERE id = $1",
    )
    .bind(reply_id.to_owned())
    .bind(platform_id.map(str::to_owned))
    .bind(published_at)
    .bind(verified_at)
    .bind(reason.map(str::to_owned))
    .execute()
    .await?;
    Ok(())
}

/// Counts good polls in a row that did not show the reply.
///
/// # Errors
/// What the driver says.
pub async fn set_missing(tx: &mut Tx, reply_id: &str, polls: i64) -> sqlx::Result<()> {
    tx.query("UPDATE reply SET missing = $2 WHERE id = $1")
        .bind(reply_id.to_owned())
        .bind(polls)
        .execute()
        .await?;
    Ok(())
}

/// A reply that waits to be seen on the platform, with its review.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Waiting {
    #[sqlx(flatten)]
    pub reply: Reply,
    pub external_id: String,
    pub review_id: String,
    pub official_text: Option<String>,
    /// When the official reply was published, by the platform's own word.
    pub official_at: Option<Time>,
    /// The official reply is in moderation.
    pub official_pending: bool,
    /// Of the official reply, or of the one that was declined.
    pub official_id: Option<String>,
    /// The official reply that the platform declined last; empty where it does not say its text (a mail of which
    /// only the headers came back).
    pub declined_text: Option<String>,
    pub declined_reason: Option<String>,
}

/// Replies of a source that a poll may prove live (or missing).
///
/// # Errors
/// What the driver says.
pub async fn to_verify(db: &Db, source_id: &str) -> sqlx::Result<Vec<Waiting>> {
    db.query_built(format!(
        "SELECT {COLUMNS}, r.external_id, r.id AS review_id, r.official_text, r.official_at, r.official_pending,
             r.official_id, r.declined_text, r.declined_reason FROM reply p
         JOIN thread t ON t.id = p.thread_id JOIN review r ON r.id = t.review_id
         WHERE t.source_id = $1 AND (p.state IN ('published', 'unknown') OR (p.state = 'approved' AND p.by_hand)
             OR p.state IN ('verified_live', 'vanished'))"
    ))
    .bind(source_id.to_owned())
    .all()
    .await
}

/// Texts that are out or on their way, newest first: for sameness. The thread `but` is left out: a
/// reply may be like itself.
///
/// # Errors
/// What the driver says.
pub async fn published_texts(db: &Db, limit: i64, but: Option<&str>) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .query(
            "SELECT text FROM reply WHERE state IN ('approved', 'sending', 'unknown', 'published', 'verified_live')
               AND thread_id IS DISTINCT FROM $2
             ORDER BY updated_at DESC LIMIT $1",
        )
        .bind(limit)
        .bind(but.map(str::to_owned))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(t,)| t).collect())
}

/// The thread to which a link's subject leads: the id of a reply, or of the thread itself.
///
/// # Errors
/// What the driver says.
pub async fn thread_of(db: &Db, subject: &str) -> sqlx::Result<Option<String>> {
    let row: Option<(String,)> = db
        .query("SELECT thread_id FROM reply WHERE id = $1 OR thread_id = $1")
        .bind(subject.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(id,)| id))
}
