//! What we know of an author and of a subject: earlier reviews and our answers to them, and how many
//! people complained of the same.

use super::{Db, Time};

/// An earlier review of an author with our reply to it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Earlier {
    pub thread_id: String,
    pub review_id: String,
    pub location: Option<String>,
    pub rating: Option<i64>,
    pub body: String,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
    pub written_at: Time,
    pub state: String,
    /// Our text; only what is or was out counts as said.
    pub reply: String,
    pub published_at: Option<Time>,
    /// What the platform shows as the owner's answer, ours or from before us.
    pub official: Option<String>,
    pub official_at: Option<Time>,
}

impl Earlier {
    /// What the author was answered in public, and when, if it is known.
    pub fn answer(&self) -> Option<(&str, Option<Time>)> {
        let out = matches!(self.state.as_str(), "published" | "verified_live" | "vanished");
        if out && !self.reply.is_empty() {
            return Some((&self.reply, self.published_at));
        }
        self.official.as_deref().map(|text| (text, self.official_at))
    }
}

/// The author's other reviews, newest first, at most ten. Never across platforms: two accounts are
/// not proof of one person.
///
/// # Errors
/// What the driver says.
pub async fn earlier(db: &Db, platform: &str, author_id: &str, but: &str) -> sqlx::Result<Vec<Earlier>> {
    db.query(
        "SELECT t.id AS thread_id, r.id AS review_id, t.location, r.rating, r.body, r.verdict,
             COALESCE(r.created_at, r.first_seen_at) AS written_at, p.state, p.text AS reply, p.published_at,
             r.official_text AS official, r.official_at
         FROM review r JOIN source s ON s.id = r.source_id JOIN thread t ON t.review_id = r.id
         JOIN reply p ON p.thread_id = t.id
         WHERE r.author_id = $2 AND s.platform = $1 AND r.id <> $3
         ORDER BY COALESCE(r.created_at, r.first_seen_at) DESC, r.id LIMIT 10",
    )
    .bind(platform.to_owned())
    .bind(author_id.to_owned())
    .bind(but.to_owned())
    .all()
    .await
}

/// A complaint: who (one key for one author of one platform; without an id everybody is somebody
/// else) and of what.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Complaint {
    pub who: String,
    /// JSON array.
    pub topics: String,
}

/// The key of an author in [`Complaint::who`].
pub fn who(platform: &str, author_id: Option<&str>, review_id: &str) -> String {
    format!("{platform}:{}", author_id.unwrap_or(review_id))
}

/// Negative reviews written since then at a location; where there is none, at a source.
///
/// # Errors
/// What the driver says.
pub async fn complaints(
    db: &Db,
    location: Option<&str>,
    source_id: &str,
    since: Time,
) -> sqlx::Result<Vec<Complaint>> {
    db.query(
        "SELECT s.platform || ':' || COALESCE(r.author_id, r.id) AS who, r.topics
         FROM review r JOIN source s ON s.id = r.source_id
         WHERE r.sentiment = 'negative' AND r.first_seen_at >= $1 AND COALESCE(r.created_at, r.first_seen_at) >= $1
           AND (s.location = $2 OR ($2 IS NULL AND s.id = $3))",
    )
    .bind(since)
    .bind(location.map(str::to_owned))
    .bind(source_id.to_owned())
    .all()
    .await
}
