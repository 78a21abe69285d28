//! Reviews and their versions.

use super::CHUNK;
use super::db::placeholders;
use super::{Db, Time, Tx};
use otklik_adapters::{OfficialReply, Standing};
use std::collections::HashMap;

/// One review as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Review {
    pub id: String,
    pub source_id: String,
    pub external_id: String,
    pub parent: Option<String>,
    pub provider: Option<String>,
    pub url: Option<String>,
    pub author_id: Option<String>,
    pub author_name: Option<String>,
    pub rating: Option<i64>,
    pub title: Option<String>,
    pub body: String,
    pub folded: String,
    pub lang: String,
    pub created_at: Option<Time>,
    pub updated_at: Option<Time>,
    pub first_seen_at: Time,
    pub content_hash: String,
    pub versions: i64,
    pub media: i64,
    pub removed_at: Option<Time>,
    pub official_text: Option<String>,
    pub official_at: Option<Time>,
    pub official_id: Option<String>,
    /// It is in moderation: taken, not shown yet.
    pub official_pending: bool,
    /// A reply that the platform declined, and its word for why. Nobody sees it.
    pub declined_text: Option<String>,
    pub declined_reason: Option<String>,
    pub sentiment: String,
    pub urgency: String,
    pub topics: String,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
    pub quiet: bool,
}

/// The columns of [`Review`], for joins: `r.` is the table.
pub const COLUMNS: &str = "r.id, r.source_id, r.external_id, r.parent, r.provider, r.url, r.author_id, r.author_name, r.rating, r.title, r.body, r.folded, r.lang, r.created_at, r.updated_at, r.first_seen_at, r.content_hash, r.versions, r.media, r.removed_at, r.official_text, r.official_at, r.official_id, r.official_pending, r.declined_text, r.declined_reason, r.sentiment, r.urgency, r.topics, r.verdict, r.quiet";

/// What intake must know of a stored review to tell new, edited and same apart.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Known {
    pub id: String,
    pub external_id: String,
    pub content_hash: String,
    pub versions: i64,
    pub removed_at: Option<Time>,
    pub official_text: Option<String>,
    pub official_pending: bool,
    pub declined_text: Option<String>,
    pub media: i64,
    pub quiet: bool,
}

/// The stored reviews among these external ids, by external id.
///
/// # Errors
/// What the driver says.
pub async fn known(db: &Db, source_id: &str, ids: &[String]) -> sqlx::Result<HashMap<String, Known>> {
    let mut out = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let list = (0..chunk.len())
            .map(|n| format!("${}", n + 2))
            .collect::<Vec<_>>()
            .join(", ");
        let mut query = db
            .query_built(format!(
                "SELECT id, external_id, content_hash, versions, removed_at, official_text, official_pending,
                     declined_text, media, quiet
                 FROM review WHERE source_id = $1 AND external_id IN ({list})"
            ))
            .bind(source_id.to_owned());
        for id in chunk {
            query = query.bind(id.clone());
        }
        for row in query.all::<Known>().await? {
            out.insert(row.external_id.clone(), row);
        }
    }
    Ok(out)
}

/// Stores new reviews and their first versions. A review that is already there is left alone.
///
/// # Errors
/// What the driver says.
pub async fn insert(tx: &mut Tx, reviews: &[Review]) -> sqlx::Result<()> {
    for chunk in reviews.chunks(CHUNK) {
        let mut query = tx.query_built(format!(
            "INSERT INTO review (id, source_id, external_id, parent, provider, url, author_id, author_name, rating, title,
                 body, folded, lang, created_at, updated_at, first_seen_at, content_hash, versions, media,
                 official_text, official_at, official_id, official_pending, declined_text, declined_reason,
                 sentiment, urgency, topics, verdict, quiet, removed_at)
             VALUES {} ON CONFLICT (source_id, external_id) DO NOTHING",
            placeholders(chunk.len(), 31)
        ));
        for r in chunk {
            query = query
                .bind(r.id.clone())
                .bind(r.source_id.clone())
                .bind(r.external_id.clone())
                .bind(r.parent.clone())
                .bind(r.provider.clone())
                .bind(r.url.clone())
                .bind(r.author_id.clone())
                .bind(r.author_name.clone())
                .bind(r.rating)
                .bind(r.title.clone())
                .bind(r.body.clone())
                .bind(r.folded.clone())
                .bind(r.lang.clone())
                .bind(r.created_at)
                .bind(r.updated_at)
                .bind(r.first_seen_at)
                .bind(r.content_hash.clone())
                .bind(r.versions)
                .bind(r.media)
                .bind(r.official_text.clone())
                .bind(r.official_at)
                .bind(r.official_id.clone())
                .bind(r.official_pending)
                .bind(r.declined_text.clone())
                .bind(r.declined_reason.clone())
                .bind(r.sentiment.clone())
                .bind(r.urgency.clone())
                .bind(r.topics.clone())
                .bind(r.verdict.clone())
                .bind(r.quiet)
                .bind(r.removed_at);
        }
        query.execute().await?;
        let mut query = tx.query_built(format!(
            "INSERT INTO review_version (review_id, n, seen_at, rating, title, body, content_hash)
             VALUES {} ON CONFLICT (review_id, n) DO NOTHING",
            placeholders(chunk.len(), 7)
        ));
        for r in chunk {
            query = query
                .bind(r.id.clone())
                .bind(r.versions)
                .bind(r.first_seen_at)
                .bind(r.rating)
                .bind(r.title.clone())
                .bind(r.body.clone())
                .bind(r.content_hash.clone());
        }
        query.execute().await?;
    }
    Ok(())
}

/// Stores an edit as the next version: `review` carries the new content and the new `versions`.
/// `false`: somebody else stored that version already.
///
/// # Errors
/// What the driver says.
pub async fn edit(tx: &mut Tx, review: &Review, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE review SET rating = $3, title = $4, body = $5, folded = $6, lang = $7, updated_at = $8, content_hash = $9,
                 versions = $2, media = $10, sentiment = $11, urgency = $12, topics = $13, verdict = $14,
                 author_name = $15, removed_at = NULL, absent = 0, quiet = FALSE
             WHERE id = $1 AND versions = $2 - 1",
        )
        .bind(review.id.clone())
        .bind(review.versions)
        .bind(review.rating)
        .bind(review.title.clone())
        .bind(review.body.clone())
        .bind(review.folded.clone())
        .bind(review.lang.clone())
        .bind(review.updated_at)
        .bind(review.content_hash.clone())
        .bind(review.media)
        .bind(review.sentiment.clone())
        .bind(review.urgency.clone())
        .bind(review.topics.clone())
        .bind(review.verdict.clone())
        .bind(review.author_name.clone())
        .execute()
        .await?;
    if n == 1 {
        tx.query(
            "INSERT INTO review_version (review_id, n, seen_at, rating, title, body, content_hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (review_id, n) DO NOTHING",
        )
        .bind(review.id.clone())
        .bind(review.versions)
        .bind(now)
        .bind(review.rating)
        .bind(review.title.clone())
        .bind(review.body.clone())
        .bind(review.content_hash.clone())
        .execute()
        .await?;
    }
    Ok(n == 1)
}

/// Where the owner's reply stands under a review, as stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Official {
    pub text: Option<String>,
    pub at: Option<Time>,
    /// Of the reply that stands there, or of the one that was declined.
    pub id: Option<String>,
    pub pending: bool,
    pub declined_text: Option<String>,
    pub declined_reason: Option<String>,
}

impl Official {
    /// A reply that was declined is no reply: nobody sees it.
    pub fn of(shown: Option<&OfficialReply>) -> Self {
        let Some(reply) = shown else {
            return Official::default();
        };
        let at = reply.at.map(Time::from);
        match &reply.standing {
            Standing::Rejected { reason } => Official {
                declined_text: Some(reply.text.clone()),
                declined_reason: Some(reason.clone()),
                id: reply.id.clone(),
                ..Official::default()
            },
            standing => Official {
                text: Some(reply.text.clone()),
                at,
                id: reply.id.clone(),
                pending: *standing == Standing::Pending,
                ..Official::default()
            },
        }
    }
}

/// Keeps the official reply that the platform shows (or that it shows none any more).
///
/// # Errors
/// What the driver says.
pub async fn set_official(tx: &mut Tx, review_id: &str, reply: Option<&OfficialReply>) -> sqlx::Result<()> {
    let official = Official::of(reply);
    tx.query(
        "UPDATE review SET official_text = $2, official_at = $3, official_id = $4, official_pending = $5,
             declined_text = $6, declined_reason = $7 WHERE id = $1",
    )
    .bind(review_id.to_owned())
    .bind(official.text)
    .bind(official.at)
    .bind(official.id)
    .bind(official.pending)
    .bind(official.declined_text)
    .bind(official.declined_reason)
    .execute()
    .await?;
    Ok(())
}

/// Marks as removed. `false`: it already was.
///
/// # Errors
/// What the driver says.
pub async fn remove(tx: &mut Tx, review_id: &str, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE review SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL")
        .bind(review_id.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// A removed review is back, unchanged.
///
/// # Errors
/// What the driver says.
pub async fn restore(tx: &mut Tx, review_id: &str) -> sqlx::Result<()> {
    tx.query("UPDATE review SET removed_at = NULL, absent = 0 WHERE id = $1")
        .bind(review_id.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// A living review in the eyes of a complete pass.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Alive {
    pub id: String,
    pub external_id: String,
    /// Complete passes in a row that did not show it.
    pub absent: i64,
    pub first_seen_at: Time,
    pub created_at: Option<Time>,
}

impl Alive {
    /// When it was written, as far as anybody knows.
    pub fn written(&self) -> Time {
        self.created_at.unwrap_or(self.first_seen_at)
    }
}

/// Every review of a source that is not known to be removed.
///
/// # Errors
/// What the driver says.
pub async fn alive(db: &Db, source_id: &str) -> sqlx::Result<Vec<Alive>> {
    db.query(
        "SELECT id, external_id, absent, first_seen_at, created_at FROM review
              WHERE source_id = $1 AND removed_at IS NULL",
    )
    .bind(source_id.to_owned())
    .all()
    .await
}

/// Counts one more (or no) pass without this review.
///
/// # Errors
/// What the driver says.
pub async fn set_absent(tx: &mut Tx, review_id: &str, passes: i64) -> sqlx::Result<()> {
    tx.query("UPDATE review SET absent = $2 WHERE id = $1")
        .bind(review_id.to_owned())
        .bind(passes)
        .execute()
        .await?;
    Ok(())
}

/// One review by id.
///
/// # Errors
/// What the driver says.
pub async fn by_id(db: &Db, id: &str) -> sqlx::Result<Option<Review>> {
    db.query_built(format!("SELECT {COLUMNS} FROM review r WHERE r.id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// One review by id, as this transaction sees it.
///
/// # Errors
/// What the driver says.
pub async fn by_id_in(tx: &mut Tx, id: &str) -> sqlx::Result<Option<Review>> {
    tx.query_built(format!("SELECT {COLUMNS} FROM review r WHERE r.id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// A version as the author wrote it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Version {
    pub n: i64,
    pub seen_at: Time,
    pub rating: Option<i64>,
    pub title: Option<String>,
    pub body: String,
}

/// All versions, oldest first.
///
/// # Errors
/// What the driver says.
pub async fn versions(db: &Db, review_id: &str) -> sqlx::Result<Vec<Version>> {
    db.query("SELECT n, seen_at, rating, title, body FROM review_version WHERE review_id = $1 ORDER BY n")
        .bind(review_id.to_owned())
        .all()
        .await
}

/// A page of stored reviews with source and thread, oldest first, after `(first_seen_at, id)`.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Listed {
    #[sqlx(flatten)]
    pub review: Review,
    pub source_name: String,
    pub platform: String,
    pub state: Option<String>,
    pub reply_by: Option<Time>,
    pub thread_id: Option<String>,
}

/// Reads stored reviews in pages, so that an export of a million runs in constant memory.
///
/// # Errors
/// What the driver says.
pub async fn list(
    db: &Db,
    source: Option<&str>,
    since: Option<Time>,
    after: (Time, String),
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    db.query_built(format!(
        "SELECT {COLUMNS}, s.name AS source_name, s.platform, p.state, t.reply_by, t.id AS thread_id
         FROM review r JOIN source s ON s.id = r.source_id
         LEFT JOIN thread t ON t.review_id = r.id LEFT JOIN reply p ON p.thread_id = t.id
         WHERE ($1 IS NULL OR s.name = $1) AND ($2 IS NULL OR r.first_seen_at >= $2)
           AND (r.first_seen_at > $3 OR (r.first_seen_at = $3 AND r.id > $4))
         ORDER BY r.first_seen_at, r.id LIMIT $5"
    ))
    .bind(source.map(str::to_owned))
    .bind(since)
    .bind(after.0)
    .bind(after.1)
    .bind(limit)
    .all()
    .await
}

/// How many reviews [`list`] would give.
///
/// # Errors
/// What the driver says.
pub async fn count(db: &Db, since: Option<Time>) -> sqlx::Result<i64> {
    let (n,): (i64,) = db
        .query("SELECT count(*) FROM review WHERE ($1 IS NULL OR first_seen_at >= $1)")
        .bind(since)
        .one()
        .await?;
    Ok(n)
}

/// Living reviews of a source, for the counter check.
///
/// # Errors
/// What the driver says.
pub async fn count_alive(db: &Db, source_id: &str) -> sqlx::Result<i64> {
    let (n,): (i64,) = db
        .query("SELECT count(*) FROM review WHERE source_id = $1 AND removed_at IS NULL")
        .bind(source_id.to_owned())
        .one()
        .await?;
    Ok(n)
}
