//! Cards of subjects: who mends them, since when they are mended; and the complaints that they count.

use super::digest::Scope;
use super::{Db, Time, Tx};

/// A card as stored; a subject that nobody touched has none.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Card {
    pub topic: String,
    /// Empty: sources without a location.
    pub location: String,
    pub owner_id: Option<String>,
    pub owner: Option<String>,
    /// `YYYY-MM-DD`.
    pub fixed_on: Option<String>,
    /// `None`: open.
    pub fixed_at: Option<Time>,
    pub reopened_at: Option<Time>,
    pub reopened: i64,
    pub version: i64,
}

const SELECT: &str = "SELECT c.topic, c.location, c.owner_id, o.name AS owner, c.fixed_on, c.fixed_at, c.reopened_at, c.reopened, c.version
     FROM topic_card c LEFT JOIN person o ON o.id = c.owner_id";

/// All cards.
///
/// # Errors
/// What the driver says.
pub async fn cards(db: &Db) -> sqlx::Result<Vec<Card>> {
    db.query(SELECT).all().await
}

/// One card.
///
/// # Errors
/// What the driver says.
pub async fn card(db: &Db, topic: &str, location: &str) -> sqlx::Result<Option<Card>> {
    db.query_built(format!("{SELECT} WHERE c.topic = $1 AND c.location = $2"))
        .bind(topic.to_owned())
        .bind(location.to_owned())
        .optional()
        .await
}

/// Cards that say that their subject is mended.
///
/// # Errors
/// What the driver says.
pub async fn fixed(db: &Db) -> sqlx::Result<Vec<Card>> {
    db.query_built(format!("{SELECT} WHERE c.fixed_at IS NOT NULL"))
        .all()
        .await
}

/// Sets who mends it; makes the card where there is none.
///
/// # Errors
/// What the driver says.
pub async fn set_owner(
    tx: &mut Tx,
    topic: &str,
    location: &str,
    person_id: Option<&str>,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO topic_card (topic, location, owner_id) VALUES ($1, $2, $3)
         ON CONFLICT (topic, location) DO UPDATE SET owner_id = excluded.owner_id, version = topic_card.version + 1",
    )
    .bind(topic.to_owned())
    .bind(location.to_owned())
    .bind(person_id.map(str::to_owned))
    .execute()
    .await?;
    Ok(())
}

/// Says since when it is mended, or (`None`) that it is not.
///
/// # Errors
/// What the driver says.
pub async fn set_fixed(
    tx: &mut Tx,
    topic: &str,
    location: &str,
    fixed: Option<(&str, Time)>,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO topic_card (topic, location, fixed_on, fixed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (topic, location) DO UPDATE SET fixed_on = excluded.fixed_on, fixed_at = excluded.fixed_at,
             version = topic_card.version + 1",
    )
    .bind(topic.to_owned())
    .bind(location.to_owned())
    .bind(fixed.map(|(on, _)| on.to_owned()))
    .bind(fixed.map(|(_, at)| at))
    .execute()
    .await?;
    Ok(())
}

/// It is back: the card is open again. `false`: somebody else was faster.
///
/// # Errors
/// What the driver says.
pub async fn reopen(tx: &mut Tx, card: &Card, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE topic_card SET fixed_at = NULL, reopened_at = $4, reopened = reopened + 1, version = version + 1
             WHERE topic = $1 AND location = $2 AND version = $3 AND fixed_at IS NOT NULL",
        )
        .bind(card.topic.clone())
        .bind(card.location.clone())
        .bind(card.version)
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// One complaint: who, of what, where, when.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Complaint {
    /// One key for one author of one platform.
    pub who: String,
    /// JSON array.
    pub topics: String,
    pub location: Option<String>,
    pub at: Time,
}

/// Negative reviews written since then and until then, the oldest first. Reviews that are gone do not count.
///
/// # Errors
/// What the driver says.
pub async fn complaints(db: &Db, scope: &Scope, since: Time, until: Time) -> sqlx::Result<Vec<Complaint>> {
    let place = match scope {
        Scope::All => String::new(),
        Scope::Locations(names) if names.is_empty() => " AND s.location IS NULL".into(),
        Scope::Locations(names) => {
            let list: Vec<String> = (3..3 + names.len()).map(|n| format!("${n}")).collect();
            format!(" AND (s.location IS NULL OR s.location IN ({}))", list.join(", "))
        }
    };
    let mut query = db
        .query_built(format!(
            "SELECT s.platform || ':' || COALESCE(r.author_id, r.id) AS who, r.topics, s.location,
                 COALESCE(r.created_at, r.first_seen_at) AS at
             FROM review r JOIN source s ON s.id = r.source_id
             WHERE r.sentiment = 'negative' AND r.removed_at IS NULL AND r.first_seen_at >= $1
               AND COALESCE(r.created_at, r.first_seen_at) >= $1 AND COALESCE(r.created_at, r.first_seen_at) < $2{place}
             ORDER BY COALESCE(r.created_at, r.first_seen_at), r.id"
        ))
        .bind(since)
        .bind(until);
    if let Scope::Locations(names) = scope {
        for name in names {
            query = query.bind(name.clone());
        }
    }
    query.all().await
}
