//! What alerts, approval requests and warnings show, beyond the rows themselves.

use super::{Db, Time};

/// Everybody who was or will be told of an alert, by name and channel. Failed messages do not count.
///
/// # Errors
/// What the driver says.
pub async fn told(db: &Db, alert: &super::alerts::Alert) -> sqlx::Result<Vec<(String, String, String)>> {
    let mut rows: Vec<(String, String, String)> = db
        .query(
            "SELECT p.id, p.name, m.channel FROM mail m JOIN person p ON p.id = m.person_id
             WHERE m.created_at >= $1 AND m.kind = 'alert' AND substr(m.once, 1, length($2)) = $2
               AND m.state <> 'failed'",
        )
        .bind(alert.raised_at)
        .bind(format!("alert:{}:", alert.id))
        .all()
        .await?;
    rows.sort();
    rows.dedup();
    Ok(rows)
}

/// A thread with its review, source and reply, as a mail shows them.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Case {
    pub thread_id: String,
    pub platform: String,
    pub source_id: String,
    pub location: Option<String>,
    pub rating: Option<i64>,
    pub author_name: Option<String>,
    pub title: Option<String>,
    pub body: String,
    pub versions: i64,
    pub media: i64,
    pub removed_at: Option<Time>,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
    pub open: bool,
    pub reply_by: Option<Time>,
    pub reply_id: Option<String>,
    pub state: Option<String>,
    pub text: Option<String>,
    pub text_hash: Option<String>,
    /// JSON array of `draft::Variant`.
    pub variants: Option<String>,
    pub refused_draft: Option<String>,
    pub promise_by: Option<String>,
    /// Name of the person who would keep it: chosen, else the assignee.
    pub promise_owner: Option<String>,
    pub reason: Option<String>,
    pub by_hand: Option<bool>,
}

/// The case of a thread.
///
/// # Errors
/// What the driver says.
pub async fn case(db: &Db, thread_id: &str) -> sqlx::Result<Option<Case>> {
    db.query(
        "SELECT t.id AS thread_id, s.platform, s.id AS source_id, s.location, r.rating, r.author_name, r.title, r.body,
             r.versions, r.media, r.removed_at, r.verdict, t.open, t.reply_by, p.id AS reply_id, p.state, p.text,
             p.text_hash, p.variants, p.refused_draft, p.promise_by, o.name AS promise_owner, p.reason, p.by_hand
         FROM thread t JOIN review r ON r.id = t.review_id JOIN source s ON s.id = t.source_id
         LEFT JOIN reply p ON p.thread_id = t.id LEFT JOIN person o ON o.id = COALESCE(p.promise_owner, t.assignee_id)
         WHERE t.id = $1",
    )
    .bind(thread_id.to_owned())
    .optional()
    .await
}

/// How many earlier reviews the same author (same id on the same platform) wrote, and how many of
/// them were negative. `None` where the platform names no author id.
///
/// # Errors
/// What the driver says.
pub async fn author_history(db: &Db, thread_id: &str) -> sqlx::Result<Option<(i64, i64)>> {
    let row: (i64, i64, i64) = db
        .query(
            "SELECT count(me.author_id), count(o.id), count(CASE WHEN o.sentiment = 'negative' THEN 1 END)
             FROM thread t JOIN review me ON me.id = t.review_id JOIN source s ON s.id = me.source_id
             LEFT JOIN review o ON o.author_id = me.author_id AND o.id <> me.id
                 AND o.source_id IN (SELECT id FROM source WHERE platform = s.platform)
             WHERE t.id = $1",
        )
        .bind(thread_id.to_owned())
        .one()
        .await?;
    Ok((row.0 > 0).then_some((row.1, row.2)))
}
