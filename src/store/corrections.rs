//! Corrections of what the judge read, one for each review: the last one holds.

use super::{Db, Time, Tx};

/// A correction with the text that was read.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Correction {
    pub title: Option<String>,
    pub body: String,
    pub platform: String,
    pub sentiment: Option<String>,
    pub urgency: Option<String>,
    /// JSON array.
    pub topics: Option<String>,
}

/// What a person says of a review; what is none was not corrected.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub sentiment: Option<String>,
    pub urgency: Option<String>,
    /// JSON array.
    pub topics: Option<String>,
}

/// Keeps a correction and shows it in the review and its thread. `verdict` is the corrected JSON of the judge.
///
/// # Errors
/// What the driver says.
pub async fn keep(
    tx: &mut Tx,
    review_id: &str,
    person_id: &str,
    said: &Said,
    verdict: &str,
    now: Time,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO correction (review_id, person_id, at, sentiment, urgency, topics) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (review_id) DO UPDATE SET person_id = excluded.person_id, at = excluded.at,
             sentiment = COALESCE(excluded.sentiment, correction.sentiment),
             urgency = COALESCE(excluded.urgency, correction.urgency),
             topics = COALESCE(excluded.topics, correction.topics)",
    )
    .bind(review_id.to_owned())
    .bind(person_id.to_owned())
    .bind(now)
    .bind(said.sentiment.clone())
    .bind(said.urgency.clone())
    .bind(said.topics.clone())
    .execute()
    .await?;
    tx.query(
        "UPDATE review SET sentiment = COALESCE($2, sentiment), urgency = COALESCE($3, urgency),
             topics = COALESCE($4, topics), verdict = $5 WHERE id = $1",
    )
    .bind(review_id.to_owned())
    .bind(said.sentiment.clone())
    .bind(said.urgency.clone())
    .bind(said.topics.clone())
    .bind(verdict.to_owned())
    .execute()
    .await?;
    tx.query(
        "UPDATE thread SET sentiment = COALESCE($2, sentiment), urgency = COALESCE($3, urgency),
             version = version + 1 WHERE review_id = $1",
    )
    .bind(review_id.to_owned())
    .bind(said.sentiment.clone())
    .bind(said.urgency.clone())
    .execute()
    .await?;
    Ok(())
}

/// The newest corrections, oldest first, whose text is still there.
///
/// # Errors
/// What the driver says.
pub async fn newest(db: &Db, limit: i64) -> sqlx::Result<Vec<Correction>> {
    let mut found: Vec<Correction> = db
        .query(
            "SELECT r.title, r.body, s.platform, c.sentiment, c.urgency, c.topics FROM correction c
             JOIN review r ON r.id = c.review_id JOIN source s ON s.id = r.source_id
             WHERE r.body <> '' ORDER BY c.at DESC, c.review_id LIMIT $1",
        )
        .bind(limit)
        .all()
        .await?;
    found.reverse();
    Ok(found)
}

/// How many corrections there are.
///
/// # Errors
/// What the driver says.
pub async fn count(db: &Db) -> sqlx::Result<i64> {
    let row: Option<(i64,)> = db.query("SELECT count(*) FROM correction").optional().await?;
    Ok(row.map_or(0, |(n,)| n))
}
