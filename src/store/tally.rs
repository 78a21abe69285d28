//! Counts over the whole store: the demo's summary and the metrics.

use super::Db;

/// Counts of everything.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Numbers {
    pub reviews: i64,
    pub edited: i64,
    pub removed: i64,
    pub approvals_voided: i64,
    pub verified_live: i64,
    pub manual_confirmed: i64,
    pub alerts: i64,
    pub mails: i64,
    pub jobs_failed: i64,
}

/// Counts everything in one statement, so that the figures belong together.
///
/// # Errors
/// What the driver says.
pub async fn numbers(db: &Db) -> sqlx::Result<Numbers> {
    db.query(
        "SELECT (SELECT count(*) FROM review) AS reviews,
            (SELECT count(*) FROM review WHERE versions > 1) AS edited,
            (SELECT count(*) FROM review WHERE removed_at IS NOT NULL) AS removed,
            (SELECT count(*) FROM event WHERE kind = 'approval_voided') AS approvals_voided,
            (SELECT count(*) FROM reply WHERE state = 'verified_live') AS verified_live,
            (SELECT count(*) FROM reply WHERE state = 'verified_live' AND by_hand) AS manual_confirmed,
            (SELECT count(*) FROM alert) AS alerts,
            (SELECT count(*) FROM mail WHERE state = 'sent') AS mails,
            (SELECT count(*) FROM job WHERE outcome = 'failed') AS jobs_failed",
    )
    .one()
    .await
}

/// Platforms with at least one review, in byte order.
///
/// # Errors
/// What the driver says.
pub async fn platforms(db: &Db) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .query("SELECT DISTINCT s.platform FROM source s JOIN review r ON r.source_id = s.id")
        .all()
        .await?;
    let mut names: Vec<String> = rows.into_iter().map(|(p,)| p).collect();
    names.sort();
    Ok(names)
}

/// Digests that were sent, by person.
///
/// # Errors
/// What the driver says.
pub async fn digests(db: &Db) -> sqlx::Result<Vec<(String, i64)>> {
    db.query(
        "SELECT p.name, count(*) FROM mail m JOIN person p ON p.id = m.person_id
         WHERE m.kind = 'digest' AND m.state = 'sent' GROUP BY p.name",
    )
    .all()
    .await
}
