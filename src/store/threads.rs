//! Threads: who must do what by when.

use super::{Db, Time, Tx};

/// One thread as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Thread {
    pub id: String,
    pub review_id: String,
    pub source_id: String,
    pub location: Option<String>,
    pub urgency: String,
    pub sentiment: String,
    pub open: bool,
    pub closed_because: Option<String>,
    pub reply_by: Option<Time>,
    pub warn_at: Option<Time>,
    pub final_by: Option<Time>,
    pub without_calendar: bool,
    pub fault: Option<String>,
    pub assignee_id: Option<String>,
    pub editor_id: Option<String>,
    pub editor_until: Option<Time>,
    pub opened_at: Time,
    pub version: i64,
}

/// The columns of [`Thread`], for joins: `t.` is the table.
pub const COLUMNS: &str = "t.id, t.review_id, t.source_id, t.location, t.urgency, t.sentiment, t.open, t.closed_because, t.reply_by, t.warn_at, t.final_by, t.without_calendar, t.fault, t.assignee_id, t.editor_id, t.editor_until, t.opened_at, t.version";

/// Deadlines of a thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clocks {
    pub reply_by: Option<Time>,
    pub warn_at: Option<Time>,
    pub final_by: Option<Time>,
    /// Counted by weekdays because no production calendar covers the year.
    pub without_calendar: bool,
}

/// Stores new threads: open ones, and quiet history as closed ones.
///
/// # Errors
/// What the driver says.
pub async fn insert(tx: &mut Tx, threads: &[Thread]) -> sqlx::Result<()> {
    for chunk in threads.chunks(super::CHUNK) {
        let mut query = tx.query_built(format!(
            "INSERT INTO thread (id, review_id, source_id, location, urgency, sentiment, open, closed_because, reply_by,
                 warn_at, final_by, without_calendar, opened_at, closed_at)
             VALUES {} ON CONFLICT (review_id) DO NOTHING",
            super::db::placeholders(chunk.len(), 14)
        ));
        for t in chunk {
            query = query
                .bind(t.id.clone())
                .bind(t.review_id.clone())
                .bind(t.source_id.clone())
                .bind(t.location.clone())
                .bind(t.urgency.clone())
                .bind(t.sentiment.clone())
                .bind(t.open)
                .bind(t.closed_because.clone())
                .bind(t.reply_by)
                .bind(t.warn_at)
                .bind(t.final_by)
                .bind(t.without_calendar)
                .bind(t.opened_at)
                .bind((!t.open).then_some(t.opened_at));
        }
        query.execute().await?;
    }
    Ok(())
}

/// Opens a closed thread again, with new clocks and the reading of the edited review.
///
/// # Errors
/// What the driver says.
pub async fn reopen(
    tx: &mut Tx,
    thread_id: &str,
    urgency: &str,
    sentiment: &str,
    clocks: Clocks,
    now: Time,
) -> sqlx::Result<()> {
    tx.query(
        "UPDATE thread SET open = TRUE, closed_because = NULL, closed_at = NULL, urgency = $2, sentiment = $3, reply_by = $4,
             warn_at = $5, final_by = $6, without_calendar = $7, warned_at = NULL, opened_at = $8, version = version + 1
         WHERE id = $1",
    )
    .bind(thread_id.to_owned())
    .bind(urgency.to_owned())
    .bind(sentiment.to_owned())
    .bind(clocks.reply_by)
    .bind(clocks.warn_at)
    .bind(clocks.final_by)
    .bind(clocks.without_calendar)
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Gives an open thread other clocks; it is warned of anew.
///
/// # Errors
/// What the driver says.
pub async fn set_clocks(tx: &mut Tx, thread_id: &str, clocks: Clocks) -> sqlx::Result<()> {
    tx.query(
        "UPDATE thread SET reply_by = $2, warn_at = $3, final_by = $4, without_calendar = $5, warned_at = NULL,
             version = version + 1
         WHERE id = $1 AND open",
    )
    .bind(thread_id.to_owned())
    .bind(clocks.reply_by)
    .bind(clocks.warn_at)
    .bind(clocks.final_by)
    .bind(clocks.without_calendar)
    .execute()
    .await?;
    Ok(())
}

/// Opens a thread again with the clocks that it had: a person is needed once more.
///
/// # Errors
/// What the driver says.
pub async fn open_again(tx: &mut Tx, thread_id: &str) -> sqlx::Result<()> {
    tx.query(
        "UPDATE thread SET open = TRUE, closed_because = NULL, closed_at = NULL, version = version + 1 WHERE id = $1 AND NOT open",
    )
    .bind(thread_id.to_owned())
    .execute()
    .await?;
    Ok(())
}

/// Closes a thread. `because`: answered | removed | no_reply.
///
/// # Errors
/// What the driver says.
pub async fn close(tx: &mut Tx, thread_id: &str, because: &str, now: Time) -> sqlx::Result<()> {
    tx.query(
        "UPDATE thread SET open = FALSE, closed_because = $2, closed_at = $3, version = version + 1 WHERE id = $1 AND open",
    )
    .bind(thread_id.to_owned())
    .bind(because.to_owned())
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// One thread by id.
///
/// # Errors
/// What the driver says.
pub async fn by_id(db: &Db, id: &str) -> sqlx::Result<Option<Thread>> {
    db.query_built(format!("SELECT {COLUMNS} FROM thread t WHERE t.id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// One thread by id, as this transaction sees it.
///
/// # Errors
/// What the driver says.
pub async fn by_id_in(tx: &mut Tx, id: &str) -> sqlx::Result<Option<Thread>> {
    tx.query_built(format!("SELECT {COLUMNS} FROM thread t WHERE t.id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// The thread of a review.
///
/// # Errors
/// What the driver says.
pub async fn of_review(db: &Db, review_id: &str) -> sqlx::Result<Option<Thread>> {
    db.query_built(format!("SELECT {COLUMNS} FROM thread t WHERE t.review_id = $1"))
        .bind(review_id.to_owned())
        .optional()
        .await
}

/// The thread of a review, as this transaction sees it.
///
/// # Errors
/// What the driver says.
pub async fn of_review_in(tx: &mut Tx, review_id: &str) -> sqlx::Result<Option<Thread>> {
    tx.query_built(format!("SELECT {COLUMNS} FROM thread t WHERE t.review_id = $1"))
        .bind(review_id.to_owned())
        .optional()
        .await
}

/// Gives a thread to somebody, or to nobody. `false`: it changed meanwhile.
///
/// # Errors
/// What the driver says.
pub async fn assign(
    tx: &mut Tx,
    thread_id: &str,
    version: i64,
    person_id: Option<&str>,
) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE thread SET assignee_id = $3, version = version + 1 WHERE id = $1 AND version = $2")
        .bind(thread_id.to_owned())
        .bind(version)
        .bind(person_id.map(str::to_owned))
        .execute()
        .await?;
    Ok(n == 1)
}

/// Says that a person is editing, until `until`. Only free or own threads can be taken: `false` means
/// that somebody else is at it.
///
/// # Errors
/// What the driver says.
pub async fn edit_by(
    tx: &mut Tx,
    thread_id: &str,
    person_id: &str,
    now: Time,
    until: Time,
) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE thread SET editor_id = $2, editor_until = $4
             WHERE id = $1 AND (editor_id IS NULL OR editor_id = $2 OR editor_until < $3)",
        )
        .bind(thread_id.to_owned())
        .bind(person_id.to_owned())
        .bind(now)
        .bind(until)
        .execute()
        .await?;
    Ok(n == 1)
}

/// A person's choice of whose fault it was.
///
/// # Errors
/// What the driver says.
pub async fn set_fault(tx: &mut Tx, thread_id: &str, fault: &str) -> sqlx::Result<()> {
    tx.query("UPDATE thread SET fault = $2, version = version + 1 WHERE id = $1")
        .bind(thread_id.to_owned())
        .bind(fault.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// Not warned of yet, and nothing is on its way by itself.
const WARNABLE: &str = "open AND warned_at IS NULL AND warn_at <= $1 AND NOT EXISTS (SELECT 1 FROM reply p
    WHERE p.thread_id = thread.id AND (p.state IN ('sending', 'published', 'verified_live') OR (p.state = 'approved' AND NOT p.by_hand)))";

/// Open threads whose warning time has come and that nobody was warned of. Marks them as warned.
///
/// # Errors
/// What the driver says.
pub async fn take_warnings(tx: &mut Tx, now: Time, limit: i64) -> sqlx::Result<Vec<Thread>> {
    // RETURNING of SQLite knows no alias
    let columns = COLUMNS.replace("t.", "");
    tx.query_built(format!(
        "UPDATE thread SET warned_at = $1 WHERE id IN
             (SELECT id FROM thread WHERE {WARNABLE} ORDER BY warn_at LIMIT $2)
         AND warned_at IS NULL RETURNING {columns}"
    ))
    .bind(now)
    .bind(limit)
    .all()
    .await
}

/// An open thread as `otklik threads` prints it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Listed {
    #[sqlx(flatten)]
    pub thread: Thread,
    pub source_name: String,
    pub external_id: String,
    pub rating: Option<i64>,
    pub state: String,
    pub assignee: Option<String>,
}

/// Open threads in the order in which they must be answered; those without a deadline last.
///
/// # Errors
/// What the driver says.
pub async fn open_list(db: &Db) -> sqlx::Result<Vec<Listed>> {
    db.query_built(format!(
        "SELECT {COLUMNS}, s.name AS source_name, r.external_id, r.rating, p.state, a.name AS assignee
         FROM thread t JOIN source s ON s.id = t.source_id JOIN review r ON r.id = t.review_id
         JOIN reply p ON p.thread_id = t.id LEFT JOIN person a ON a.id = t.assignee_id
         WHERE t.open ORDER BY CASE WHEN t.reply_by IS NULL THEN 1 ELSE 0 END, t.reply_by, t.opened_at, t.id"
    ))
    .all()
    .await
}

/// Is there any thread to warn of? A cheap look, so that an idle second writes nothing.
///
/// # Errors
/// What the driver says.
pub async fn any_to_warn(db: &Db, now: Time) -> sqlx::Result<bool> {
    let row: Option<(String,)> = db
        .query_built(format!("SELECT id FROM thread WHERE {WARNABLE} LIMIT 1"))
        .bind(now)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// The thread of a review by platform and external id, if a source has seen it.
///
/// # Errors
/// What the driver says.
pub async fn of_external(db: &Db, platform: &str, external_id: &str) -> sqlx::Result<Option<Thread>> {
    db.query_built(format!(
        "SELECT {COLUMNS} FROM thread t JOIN review r ON r.id = t.review_id JOIN source s ON s.id = t.source_id
         WHERE s.platform = $1 AND r.external_id = $2"
    ))
    .bind(platform.to_owned())
    .bind(external_id.to_owned())
    .optional()
    .await
}
