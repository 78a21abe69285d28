//! Kind reviews, for the weekly mail of praise.

use super::{Db, Time};

/// A positive review with where it stands.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Kind {
    pub thread_id: String,
    pub platform: String,
    pub location: Option<String>,
    pub rating: Option<i64>,
    pub author_name: Option<String>,
    pub body: String,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
    pub at: Time,
}

/// Positive reviews first seen in `[from, to)`, oldest first, at most a thousand. History and reviews
/// that are gone do not count, nor do those with few stars.
///
/// # Errors
/// What the driver says.
pub async fn kind(db: &Db, from: Time, to: Time) -> sqlx::Result<Vec<Kind>> {
    db.query(
        "SELECT t.id AS thread_id, s.platform, s.location, r.rating, r.author_name, r.body, r.verdict, r.first_seen_at AS at
         FROM review r JOIN source s ON s.id = r.source_id JOIN thread t ON t.review_id = r.id
         WHERE r.first_seen_at >= $1 AND r.first_seen_at < $2 AND r.sentiment = 'positive' AND NOT r.quiet
           AND r.removed_at IS NULL AND (r.rating IS NULL OR r.rating >= 4)
         ORDER BY r.first_seen_at, r.id LIMIT 1000",
    )
    .bind(from)
    .bind(to)
    .all()
    .await
}
