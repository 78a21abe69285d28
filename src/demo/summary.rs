//! What a demo run came to: counted in the database and in the site's own log.

use super::site::Site;
use crate::store::{Db, tally};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// The object that `demo --once` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub platforms: Vec<String>,
    pub reviews: i64,
    pub edited: i64,
    pub removed: i64,
    /// Approvals that an edit by the author made void.
    pub approvals_voided: i64,
    pub verified_live: i64,
    /// Of these, published by hand.
    pub manual_confirmed: i64,
    pub alerts: i64,
    /// Digests that were sent, by person.
    pub digests: BTreeMap<String, i64>,
    pub mails: i64,
    pub jobs_failed: i64,
    /// Reviews for which the site took more than one reply: by its log, not by our database.
    pub published_twice: i64,
}

/// Counts.
///
/// # Errors
/// What the driver says, or the site's log cannot be read.
pub async fn of(db: &Db, site: &Site) -> Result<Summary> {
    let mut taken: BTreeMap<(String, String), i64> = BTreeMap::new();
    for reply in site.accepted()? {
        *taken
            .entry((reply.platform.word().to_owned(), reply.review.clone()))
            .or_default() += 1;
    }
    let n = tally::numbers(db).await?;
    Ok(Summary {
        platforms: tally::platforms(db).await?,
        reviews: n.reviews,
        edited: n.edited,
        removed: n.removed,
        approvals_voided: n.approvals_voided,
        verified_live: n.verified_live,
        manual_confirmed: n.manual_confirmed,
        alerts: n.alerts,
        digests: tally::digests(db).await?.into_iter().collect(),
        mails: n.mails,
        jobs_failed: n.jobs_failed,
        published_twice: i64::try_from(taken.values().filter(|n| **n > 1).count())?,
    })
}
