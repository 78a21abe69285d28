//! Sources: their schedule, lease, health and page memos.

use super::{Db, Time, Tx};
use otklik_adapters::{Failure, Place, ReplyRoute};

/// One source as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Source {
    pub id: String,
    pub name: String,
    pub platform: String,
    place: String,
    pub location: Option<String>,
    pub every_ms: Option<i64>,
    pub history: String,
    pub enabled: bool,
    /// none | by_hand | api
    pub reply_route: String,
    pub limit_max: Option<i64>,
    /// chars | bytes | utf16 | weighted | fediverse
    pub limit_unit: Option<String>,
    pub due_at: Time,
    pub lease_until: Time,
    pub attempt: i64,
    pub resume: Option<String>,
    pub pass: i64,
    pub full_at: Option<Time>,
    pub settled_at: Option<Time>,
    /// new | green | yellow | red
    pub health: String,
    /// The word of `poll.outcome`.
    pub outcome: Option<String>,
    failure: Option<String>,
    pub failing_since: Option<Time>,
    pub failures: i64,
    pub polled_at: Option<Time>,
    /// Last good poll.
    pub seen_at: Option<Time>,
    pub counter_count: Option<i64>,
    pub counter_rating: Option<f64>,
    pub created_at: Time,
}

const COLUMNS: &str = "SELECT id, name, platform, place, location, every_ms, history, enabled, reply_route, limit_max, limit_unit, due_at, lease_until, attempt, resume, pass, full_at, settled_at, health, outcome, failure, failing_since, failures, polled_at, seen_at, counter_count, counter_rating, created_at FROM source";
const RETURNING: &str = "id, name, platform, place, location, every_ms, history, enabled, reply_route, limit_max, limit_unit, due_at, lease_until, attempt, resume, pass, full_at, settled_at, health, outcome, failure, failing_since, failures, polled_at, seen_at, counter_count, counter_rating, created_at";

impl Source {
    /// Where it reads. `None` only if the row was written by a newer version.
    pub fn place(&self) -> Option<Place> {
        serde_json::from_str(&self.place).ok()
    }

    /// Why it is not well.
    pub fn failure(&self) -> Option<Failure> {
        self.failure.as_deref().and_then(|f| serde_json::from_str(f).ok())
    }

    /// The longest reply here.
    pub fn limit(&self) -> Option<otklik_adapters::Limit> {
        let unit = otklik_adapters::Unit::of(self.limit_unit.as_deref()?);
        let unit = unit.unwrap_or(otklik_adapters::Unit::Utf16);
        Some(otklik_adapters::Limit {
            max: u32::try_from(self.limit_max?).ok()?,
            unit,
        })
    }

    /// The first poll is over: what comes now is new, not history.
    pub fn is_settled(&self) -> bool {
        self.settled_at.is_some()
    }
}

/// What the configuration and the manifest say of a source.
#[derive(Debug, Clone)]
pub struct Facts {
    pub name: String,
    pub place: Place,
    pub location: Option<String>,
    pub every_ms: Option<i64>,
    pub history: &'static str,
    pub reply_route: &'static str,
    pub limit: Option<otklik_adapters::Limit>,
}

/// Makes the table agree with the configuration. A source that left it is disabled; its reviews stay.
/// A source that now reads another place starts from the beginning.
///
/// # Errors
/// What the driver says.
pub async fn sync(
    tx: &mut Tx,
    sources: &[Facts],
    locations: &[crate::config::Location],
    now: Time,
) -> sqlx::Result<()> {
    for l in locations {
        tx.query(
            "INSERT INTO location (name, time_zone, hours, calendar) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET time_zone = excluded.time_zone, hours = excluded.hours, calendar = excluded.calendar",
        )
        .bind(l.name.clone())
        .bind(l.time_zone.name())
        .bind(l.hours.clone())
        .bind(l.calendar.clone())
        .execute()
        .await?;
    }
    tx.query("UPDATE source SET enabled = FALSE").execute().await?;
    for s in sources {
        let place = serde_json::to_string(&s.place).unwrap_or_default();
        // the pages of another place say nothing of this one
        tx.query("DELETE FROM page_memo WHERE source_id IN (SELECT id FROM source WHERE name = $1 AND place <> $2)")
            .bind(s.name.clone())
            .bind(place.clone())
            .execute()
            .await?;
        // its lists will never show the reviews of the old place: so far below zero, no number of
        // passes makes them count as removed, and one sight of them sets the count to 0
        tx.query(
            "UPDATE review SET absent = -1000000000
             WHERE source_id IN (SELECT id FROM source WHERE name = $1 AND place <> $2)",
        )
        .bind(s.name.clone())
        .bind(place.clone())
        .execute()
        .await?;
        tx.query(
            "INSERT INTO source (id, name, platform, place, location, every_ms, history, enabled, reply_route, limit_max, limit_unit, due_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8, $9, $10, $11, $11)
             ON CONFLICT (name) DO UPDATE SET enabled = TRUE, location = excluded.location, every_ms = excluded.every_ms,
                 history = excluded.history, reply_route = excluded.reply_route, limit_max = excluded.limit_max,
                 limit_unit = excluded.limit_unit, platform = excluded.platform,
                 resume = CASE WHEN source.place = excluded.place THEN source.resume ELSE NULL END,
                 settled_at = CASE WHEN source.place = excluded.place THEN source.settled_at ELSE NULL END,
                 full_at = CASE WHEN source.place = excluded.place THEN source.full_at ELSE NULL END,
                 place = excluded.place",
        )
        .bind(super::new_id())
        .bind(s.name.clone())
        .bind(s.place.platform.clone())
        .bind(place)
        .bind(s.location.clone())
        .bind(s.every_ms)
        .bind(s.history)
        .bind(s.reply_route)
        .bind(s.limit.map(|l| i64::from(l.max)))
        .bind(s.limit.map(|l| l.unit.word()))
        .bind(now)
        .execute()
        .await?;
    }
    Ok(())
}

/// All sources of the configuration, sorted by name in Rust.
///
/// # Errors
/// What the driver says.
pub async fn enabled(db: &Db) -> sqlx::Result<Vec<Source>> {
    let mut all: Vec<Source> = db.query_built(format!("{COLUMNS} WHERE enabled")).all().await?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// Platform and route of replies of a source, as a transaction sees them.
///
/// # Errors
/// What the driver says, or there is no such source.
pub async fn answered_in(tx: &mut Tx, id: &str) -> sqlx::Result<(String, String)> {
    tx.query("SELECT platform, reply_route FROM source WHERE id = $1")
        .bind(id.to_owned())
        .one()
        .await
}

/// Whether polls of a source show the replies that were given there.
pub fn shows_replies(platform: &str, reply_route: &str) -> Option<bool> {
    let route = ReplyRoute::of(reply_route).unwrap_or(ReplyRoute::None);
    otklik_adapters::by_id(platform).map(|a| a.shows_replies(route))
}

/// By name.
///
/// # Errors
/// What the driver says.
pub async fn by_name(db: &Db, name: &str) -> sqlx::Result<Option<Source>> {
    db.query_built(format!("{COLUMNS} WHERE name = $1"))
        .bind(name.to_owned())
        .optional()
        .await
}

/// By id.
///
/// # Errors
/// What the driver says.
pub async fn by_id(db: &Db, id: &str) -> sqlx::Result<Option<Source>> {
    db.query_built(format!("{COLUMNS} WHERE id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// By id, as a transaction sees it.
///
/// # Errors
/// What the driver says.
pub async fn by_id_in(tx: &mut Tx, id: &str) -> sqlx::Result<Option<Source>> {
    tx.query_built(format!("{COLUMNS} WHERE id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// Leases the source that is due longest.
///
/// # Errors
/// What the driver says.
pub async fn claim_due(db: &Db, now: Time, until: Time, owner: &str) -> sqlx::Result<Option<Source>> {
    let skip = db.pick("", " FOR UPDATE SKIP LOCKED");
    db.query_built(format!(
        // in a CTE for the reason given at `jobs::claim`
        "WITH chosen AS MATERIALIZED (
             SELECT id FROM source WHERE enabled AND due_at <= $1 AND lease_until <= $1 ORDER BY due_at, id LIMIT 1{skip})
         UPDATE source SET lease_until = $2, lease_owner = $3, attempt = attempt + 1
         WHERE id IN (SELECT id FROM chosen) AND lease_until <= $1 RETURNING {RETURNING}"
    ))
    .bind(now)
    .bind(until)
    .bind(owner.to_owned())
    .optional()
    .await
}

/// Leases one source by name, due or not: `otklik poll`, `otklik ingest`.
///
/// # Errors
/// What the driver says.
pub async fn claim_named(
    db: &Db,
    name: &str,
    now: Time,
    until: Time,
    owner: &str,
) -> sqlx::Result<Option<Source>> {
    db.query_built(format!(
        "UPDATE source SET lease_until = $2, lease_owner = $3, attempt = attempt + 1
         WHERE name = $4 AND lease_until <= $1 RETURNING {RETURNING}"
    ))
    .bind(now)
    .bind(until)
    .bind(owner.to_owned())
    .bind(name.to_owned())
    .optional()
    .await
}

/// When the next source is due, if any is enabled.
///
/// # Errors
/// What the driver says.
pub async fn next_due(db: &Db) -> sqlx::Result<Option<Time>> {
    let (at,): (Option<i64>,) = db
        .query(
            "SELECT min(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) FROM source WHERE enabled",
        )
        .one()
        .await?;
    Ok(at.map(Time))
}

/// Gives back every lease of this process.
///
/// # Errors
/// What the driver says.
pub async fn release(db: &Db, owner: &str) -> sqlx::Result<u64> {
    db.query("UPDATE source SET lease_until = 0, lease_owner = NULL WHERE lease_owner = $1")
        .bind(owner.to_owned())
        .execute()
        .await
}

/// Prolongs a lease while a long poll goes on. `false`: it was lost.
///
/// # Errors
/// What the driver says.
pub async fn hold(tx: &mut Tx, source: &Source, until: Time) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE source SET lease_until = $3 WHERE id = $1 AND attempt = $2")
        .bind(source.id.clone())
        .bind(source.attempt)
        .bind(until)
        .execute()
        .await?;
    Ok(n == 1)
}

/// Brings the next poll of a source forward to `at` (a reply to verify); never later.
///
/// # Errors
/// What the driver says.
pub async fn hurry(tx: &mut Tx, source_id: &str, at: Time) -> sqlx::Result<()> {
    tx.query("UPDATE source SET due_at = $2 WHERE id = $1 AND due_at > $2")
        .bind(source_id.to_owned())
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// How a poll ended.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// `poll.outcome`.
    pub outcome: &'a str,
    pub health: &'a str,
    pub failure: Option<&'a Failure>,
    pub next_at: Time,
    pub resume: Option<&'a str>,
    pub full_pass: bool,
    pub counter: Option<otklik_adapters::Counter>,
}

/// Ends a poll and gives the lease back. `false`: the lease was lost, do not commit.
///
/// # Errors
/// What the driver says.
pub async fn finish_poll(
    tx: &mut Tx,
    source: &Source,
    now: Time,
    verdict: &Verdict<'_>,
) -> sqlx::Result<bool> {
    let well = verdict.failure.is_none();
    let failure = verdict.failure.and_then(|f| serde_json::to_string(f).ok());
    let n = tx
        .query(
            "UPDATE source SET lease_until = 0, lease_owner = NULL, polled_at = $3, due_at = $4, outcome = $5, health = $6,
                 failure = $7,
                 failing_since = CASE WHEN $8 THEN NULL WHEN failing_since IS NULL THEN $3 ELSE failing_since END,
                 failures = CASE WHEN $8 THEN 0 ELSE failures + 1 END,
                 seen_at = CASE WHEN $8 THEN $3 ELSE seen_at END,
                 settled_at = CASE WHEN $8 AND settled_at IS NULL THEN $3 ELSE settled_at END,
                 resume = CASE WHEN $9 IS NULL THEN resume ELSE $9 END,
                 pass = CASE WHEN $10 THEN pass + 1 ELSE pass END,
                 full_at = CASE WHEN $10 THEN $3 ELSE full_at END,
                 counter_count = CASE WHEN $11 IS NULL THEN counter_count ELSE $11 END,
                 counter_rating = CASE WHEN $12 IS NULL THEN counter_rating ELSE $12 END
             WHERE id = $1 AND attempt = $2",
        )
        .bind(source.id.clone())
        .bind(source.attempt)
        .bind(now)
        .bind(verdict.next_at)
        .bind(verdict.outcome.to_owned())
        .bind(verdict.health.to_owned())
        .bind(failure)
        .bind(well)
        .bind(verdict.resume.map(str::to_owned))
        .bind(verdict.full_pass)
        .bind(verdict.counter.and_then(|c| c.count).and_then(|n| i64::try_from(n).ok()))
        .bind(verdict.counter.and_then(|c| c.rating))
        .execute()
        .await?;
    Ok(n == 1)
}

/// A source that was well is in doubt without a poll.
///
/// # Errors
/// What the driver says.
pub async fn doubt(tx: &mut Tx, source_id: &str) -> sqlx::Result<()> {
    tx.query("UPDATE source SET health = 'yellow' WHERE id = $1 AND health IN ('green', 'new')")
        .bind(source_id.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// What a page was when it was last read.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PageMemo {
    /// JSON of `net::Memo`.
    pub validators: String,
    /// Cursor of the page after it; `None` at the end of the list.
    pub next: Option<String>,
    /// JSON array of the external ids of the reviews on it.
    pub ids: String,
    pub complete: bool,
    pub newest_first: bool,
}

/// The memo of one page.
///
/// # Errors
/// What the driver says.
pub async fn memo(db: &Db, source_id: &str, page: &str) -> sqlx::Result<Option<PageMemo>> {
    db.query("SELECT validators, next, ids, complete, newest_first FROM page_memo WHERE source_id = $1 AND page = $2")
        .bind(source_id.to_owned())
        .bind(page.to_owned())
        .optional()
        .await
}

/// Keeps the memo of one page, in the transaction that stores its reviews.
///
/// # Errors
/// What the driver says.
pub async fn keep_memo(tx: &mut Tx, source_id: &str, page: &str, memo: &PageMemo) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO page_memo (source_id, page, validators, next, ids, complete, newest_first) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (source_id, page) DO UPDATE SET validators = excluded.validators, next = excluded.next,
             ids = excluded.ids, complete = excluded.complete, newest_first = excluded.newest_first",
    )
    .bind(source_id.to_owned())
    .bind(page.to_owned())
    .bind(memo.validators.clone())
    .bind(memo.next.clone())
    .bind(memo.ids.clone())
    .bind(memo.complete)
    .bind(memo.newest_first)
    .execute()
    .await?;
    Ok(())
}

/// Keeps a body that could not be read; the newest ten of a source stay.
///
/// # Errors
/// What the driver says.
pub async fn keep_sample(
    tx: &mut Tx,
    source_id: &str,
    at: Time,
    failure: &Failure,
    content_type: Option<&str>,
    body: &[u8],
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO sample (id, source_id, at, failure, content_type, body) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(super::new_id())
    .bind(source_id.to_owned())
    .bind(at)
    .bind(serde_json::to_string(failure).unwrap_or_default())
    .bind(content_type.map(str::to_owned))
    .bind(body.to_vec())
    .execute()
    .await?;
    tx.query(
        "DELETE FROM sample WHERE source_id = $1 AND id NOT IN
             (SELECT id FROM sample WHERE source_id = $1 ORDER BY at DESC, id DESC LIMIT 10)",
    )
    .bind(source_id.to_owned())
    .execute()
    .await?;
    Ok(())
}

/// Gives a lease back without a poll; after a good ingest the first history is in.
///
/// # Errors
/// What the driver says.
pub async fn give_back(tx: &mut Tx, source: &Source, now: Time, settled: bool) -> sqlx::Result<()> {
    tx.query(
        "UPDATE source SET lease_until = 0, lease_owner = NULL,
             settled_at = CASE WHEN $4 AND settled_at IS NULL THEN $3 ELSE settled_at END
         WHERE id = $1 AND attempt = $2",
    )
    .bind(source.id.clone())
    .bind(source.attempt)
    .bind(now)
    .bind(settled)
    .execute()
    .await?;
    Ok(())
}
