//! Promises: made, kept, told of, reported back, followed up; and how many were kept in time.

use super::digest::Scope;
use super::{Db, Time, Tx};

/// One promise with its owner's name and where it belongs.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Promise {
    pub id: String,
    pub thread_id: String,
    pub owner_id: String,
    pub owner: String,
    /// Our words that bind us.
    pub what: String,
    /// The text names a date.
    pub named: bool,
    pub internal_by: Time,
    pub public_by: Time,
    /// open | kept | broken | void
    pub state: String,
    pub made_at: Time,
    pub ended_at: Option<Time>,
    pub reported_at: Option<Time>,
    pub follow_up_at: Option<Time>,
    pub followed_up_at: Option<Time>,
    /// well | again | silent
    pub follow_up: Option<String>,
    pub level: i64,
    pub version: i64,
    pub location: Option<String>,
    pub platform: String,
    pub author_name: Option<String>,
    pub rating: Option<i64>,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
}

const SELECT: &str = "SELECT m.id, m.thread_id, m.owner_id, o.name AS owner, m.what, m.named, m.internal_by, m.public_by, m.state,
     m.made_at, m.ended_at, m.reported_at, m.follow_up_at, m.followed_up_at, m.follow_up, m.level, m.version,
     t.location, s.platform, r.author_name, r.rating, r.verdict
     FROM promise m JOIN person o ON o.id = m.owner_id JOIN thread t ON t.id = m.thread_id
     JOIN review r ON r.id = t.review_id JOIN source s ON s.id = t.source_id";

/// What is made by an approval.
#[derive(Debug)]
pub struct New<'a> {
    pub thread_id: &'a str,
    pub approval_id: &'a str,
    pub owner_id: &'a str,
    pub what: &'a str,
    pub named: bool,
    pub internal_by: Time,
    pub public_by: Time,
}

/// Makes a promise; gives its id.
///
/// # Errors
/// What the driver says.
pub async fn insert(tx: &mut Tx, new: &New<'_>, now: Time) -> sqlx::Result<String> {
    let id = super::new_id();
    tx.query(
        "INSERT INTO promise (id, thread_id, approval_id, owner_id, what, named, internal_by, public_by, state, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)",
    )
    .bind(id.clone())
    .bind(new.thread_id.to_owned())
    .bind(new.approval_id.to_owned())
    .bind(new.owner_id.to_owned())
    .bind(new.what.to_owned())
    .bind(new.named)
    .bind(new.internal_by)
    .bind(new.public_by)
    .bind(now)
    .execute()
    .await?;
    Ok(id)
}

/// The text of this approval never became public: nothing was promised. Gives how many ended.
///
/// # Errors
/// What the driver says.
pub async fn void(tx: &mut Tx, approval_id: &str, now: Time) -> sqlx::Result<u64> {
    tx.query(
        "UPDATE promise SET state = 'void', ended_at = $2, version = version + 1 WHERE approval_id = $1 AND state = 'open'",
    )
    .bind(approval_id.to_owned())
    .bind(now)
    .execute()
    .await
}

/// A new promise takes the place of the open ones of a thread: one that was late by then stays late.
///
/// # Errors
/// What the driver says.
pub async fn replace(tx: &mut Tx, thread_id: &str, now: Time) -> sqlx::Result<u64> {
    tx.query(
        "UPDATE promise SET state = CASE WHEN public_by < $2 THEN 'broken' ELSE 'void' END, ended_at = $2, version = version + 1
         WHERE thread_id = $1 AND state = 'open'",
    )
    .bind(thread_id.to_owned())
    .bind(now)
    .execute()
    .await
}

/// One promise.
///
/// # Errors
/// What the driver says.
pub async fn by_id(db: &Db, id: &str) -> sqlx::Result<Option<Promise>> {
    db.query_built(format!("{SELECT} WHERE m.id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// The promises of a thread, newest first; those that never counted are left out.
///
/// # Errors
/// What the driver says.
pub async fn of_thread(db: &Db, thread_id: &str) -> sqlx::Result<Vec<Promise>> {
    db.query_built(format!(
        "{SELECT} WHERE m.thread_id = $1 AND m.state <> 'void' ORDER BY m.made_at DESC, m.id DESC"
    ))
    .bind(thread_id.to_owned())
    .all()
    .await
}

/// The promises of several threads, oldest first; those that never counted are left out.
///
/// # Errors
/// What the driver says.
pub async fn of_threads(db: &Db, ids: &[String]) -> sqlx::Result<Vec<Promise>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let mut query = db.query_built(format!(
        "{SELECT} WHERE m.thread_id IN ({}) AND m.state <> 'void' ORDER BY m.made_at, m.id",
        list.join(", ")
    ));
    for id in ids {
        query = query.bind(id.clone());
    }
    query.all().await
}

/// Promises to an author of a platform that are still open, oldest first.
///
/// # Errors
/// What the driver says.
pub async fn open_to(db: &Db, platform: &str, author_id: &str) -> sqlx::Result<Vec<Promise>> {
    db.query_built(format!(
        "{SELECT} WHERE r.author_id = $2 AND s.platform = $1 AND m.state = 'open' ORDER BY m.made_at, m.id"
    ))
    .bind(platform.to_owned())
    .bind(author_id.to_owned())
    .all()
    .await
}

/// Marks as kept. `false`: it changed meanwhile.
///
/// # Errors
/// What the driver says.
pub async fn keep(
    tx: &mut Tx,
    id: &str,
    version: i64,
    now: Time,
    follow_up_at: Option<Time>,
) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE promise SET state = 'kept', ended_at = $3, follow_up_at = $4, version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'open'",
        )
        .bind(id.to_owned())
        .bind(version)
        .bind(now)
        .bind(follow_up_at)
        .execute()
        .await?;
    Ok(n == 1)
}

/// The author was told. `false`: it changed meanwhile.
///
/// # Errors
/// What the driver says.
pub async fn report(tx: &mut Tx, id: &str, version: i64, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE promise SET reported_at = $3, version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'kept' AND reported_at IS NULL",
        )
        .bind(id.to_owned())
        .bind(version)
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// The author was asked whether all is well. `false`: it changed meanwhile.
///
/// # Errors
/// What the driver says.
pub async fn follow_up(tx: &mut Tx, id: &str, version: i64, said: &str, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE promise SET followed_up_at = $4, follow_up = $3, version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'kept' AND followed_up_at IS NULL",
        )
        .bind(id.to_owned())
        .bind(version)
        .bind(said.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// Gives a promise to another person. `false`: it changed meanwhile.
///
/// # Errors
/// What the driver says.
pub async fn hand(tx: &mut Tx, id: &str, version: i64, owner_id: &str) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "UPDATE promise SET owner_id = $3, version = version + 1
             WHERE id = $1 AND version = $2 AND state IN ('open', 'kept')",
        )
        .bind(id.to_owned())
        .bind(version)
        .bind(owner_id.to_owned())
        .execute()
        .await?;
    Ok(n == 1)
}

// Level 1 when the internal date is over, 2 when the public one is, 3 a day later.
const LEVEL: &str = "CASE WHEN m.public_by <= $2 THEN 3 WHEN m.public_by <= $1 THEN 2 WHEN m.internal_by <= $1 THEN 1 ELSE 0 END";

/// Open promises of which somebody must be told, with the level that is due. `day_ago`: public dates
/// before it climb to the owners.
///
/// # Errors
/// What the driver says.
pub async fn to_tell(db: &Db, now: Time, day_ago: Time) -> sqlx::Result<Vec<(String, i64, i64)>> {
    db.query_built(format!(
        "SELECT m.id, m.level, CAST({LEVEL} AS BIGINT) AS due FROM promise m
         WHERE m.state = 'open' AND m.internal_by <= $1 AND m.level < {LEVEL} ORDER BY m.internal_by, m.id LIMIT 100"
    ))
    .bind(now)
    .bind(day_ago)
    .all()
    .await
}

/// Raises the level. `false`: somebody else did.
///
/// # Errors
/// What the driver says.
pub async fn told(tx: &mut Tx, id: &str, was: i64, level: i64) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE promise SET level = $3 WHERE id = $1 AND level = $2 AND state = 'open'")
        .bind(id.to_owned())
        .bind(was)
        .bind(level)
        .execute()
        .await?;
    Ok(n == 1)
}

/// Kept promises whose author is to be asked now, and nobody was reminded.
///
/// # Errors
/// What the driver says.
pub async fn to_ask(db: &Db, now: Time) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .query(
            "SELECT id FROM promise WHERE state = 'kept' AND followed_up_at IS NULL AND NOT asked AND follow_up_at <= $1
             ORDER BY follow_up_at, id LIMIT 100",
        )
        .bind(now)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes that the reminder went out. `false`: it had.
///
/// # Errors
/// What the driver says.
pub async fn asked(tx: &mut Tx, id: &str) -> sqlx::Result<bool> {
    let n = tx
        .query("UPDATE promise SET asked = TRUE WHERE id = $1 AND NOT asked")
        .bind(id.to_owned())
        .execute()
        .await?;
    Ok(n == 1)
}

/// A part of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Open and past the public date.
    Late,
    /// Open and due, by the internal date, before the reader's day ends.
    Today,
    /// Open, later.
    Later,
    /// Kept, and the author does not know.
    Report,
    /// Kept, and it is time to ask the author.
    FollowUp,
    /// Kept since the beginning of the period, and the author knows.
    Kept,
}

impl Part {
    /// `$1` now, `$2` end of the reader's day, `$3` beginning of the period.
    fn condition(self) -> &'static str {
        match self {
            Part::Late => "m.state = 'open' AND m.public_by < $1",
            Part::Today => "m.state = 'open' AND m.public_by >= $1 AND m.internal_by < $2",
            Part::Later => "m.state = 'open' AND m.public_by >= $1 AND m.internal_by >= $2",
            Part::Report => "m.state = 'kept' AND m.reported_at IS NULL",
            Part::FollowUp => "m.state = 'kept' AND m.followed_up_at IS NULL AND m.follow_up_at <= $1",
            Part::Kept => {
                "m.state = 'kept' AND m.reported_at IS NOT NULL AND m.ended_at >= $3 AND m.ended_at < $1"
            }
        }
    }
}

/// The question of board, digest and count.
#[derive(Debug, Clone)]
pub struct Span {
    pub now: Time,
    /// End of the reader's day.
    pub day_end: Time,
    /// Beginning of the period that is counted.
    pub from: Time,
    pub scope: Scope,
}

fn scoped(scope: &Scope, first: usize) -> String {
    match scope {
        Scope::All => String::new(),
        Scope::Locations(names) if names.is_empty() => " AND t.location IS NULL".into(),
        Scope::Locations(names) => {
            let list: Vec<String> = (first..first + names.len()).map(|n| format!("${n}")).collect();
            format!(" AND (t.location IS NULL OR t.location IN ({}))", list.join(", "))
        }
    }
}

/// The promises of one part, the most urgent first; of the kept ones the newest first.
///
/// # Errors
/// What the driver says.
pub async fn lines(db: &Db, part: Part, span: &Span, limit: i64) -> sqlx::Result<Vec<Promise>> {
    let order = match part {
        Part::Kept => "m.ended_at DESC, m.id DESC",
        Part::FollowUp => "m.follow_up_at, m.id",
        Part::Report => "m.ended_at, m.id",
        _ => "m.public_by, m.id",
    };
    let mut query = db
        .query_built(format!(
            "{SELECT} WHERE $1 = $1 AND $2 = $2 AND $3 = $3 AND {}{} ORDER BY {order} LIMIT $4",
            part.condition(),
            scoped(&span.scope, 5)
        ))
        .bind(span.now)
        .bind(span.day_end)
        .bind(span.from)
        .bind(limit);
    if let Scope::Locations(names) = &span.scope {
        for name in names {
            query = query.bind(name.clone());
        }
    }
    query.all().await
}

/// How promises ended whose fate was decided in a period, and how many are open. The first three sum to
/// `decided`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    pub decided: i64,
    /// Kept by the internal date.
    pub early: i64,
    /// Kept by the public date.
    pub on_time: i64,
    /// Kept after it, broken, or still open after it.
    pub late: i64,
    /// Open, in time.
    pub open: i64,
    /// Of the open ones, due before the reader's day ends.
    pub today: i64,
    /// Of the late ones, those that are still open, from whenever.
    pub overdue: i64,
    /// Of the early and the ones on time and late, those that were kept.
    pub kept: i64,
}

/// Counts promises: kept or broken in `[from, now)`, or late and open at `now`.
///
/// # Errors
/// What the driver says.
pub async fn counts(db: &Db, span: &Span) -> sqlx::Result<Counts> {
    const ENDED: &str = "m.ended_at >= $3 AND m.ended_at < $1";
    let late = format!(
        "(m.state = 'open' AND m.public_by < $1) OR ({ENDED} AND (m.state = 'broken' OR (m.state = 'kept' AND m.ended_at > m.public_by)))"
    );
    let early = format!("m.state = 'kept' AND {ENDED} AND m.ended_at <= m.internal_by");
    let on_time =
        format!("m.state = 'kept' AND {ENDED} AND m.ended_at > m.internal_by AND m.ended_at <= m.public_by");
    let decided = format!("({late}) OR (m.state = 'kept' AND {ENDED})");
    let count = |condition: &str, name: &str| format!("count(CASE WHEN {condition} THEN 1 END) AS {name}");
    let columns = [
        count(&decided, "decided"),
        count(&early, "early"),
        count(&on_time, "on_time"),
        count(&late, "late"),
        count("m.state = 'open' AND m.public_by >= $1", "open"),
        count(Part::Today.condition(), "today"),
        count(Part::Late.condition(), "overdue"),
        count(&format!("m.state = 'kept' AND {ENDED}"), "kept"),
    ];
    let mut query = db
        .query_built(format!(
            "SELECT {} FROM promise m JOIN thread t ON t.id = m.thread_id WHERE $1 = $1 AND $2 = $2 AND $3 = $3{}",
            columns.join(", "),
            scoped(&span.scope, 4)
        ))
        .bind(span.now)
        .bind(span.day_end)
        .bind(span.from);
    if let Scope::Locations(names) = &span.scope {
        for name in names {
            query = query.bind(name.clone());
        }
    }
    query.one().await
}
