//! What the daily negative digest counts and lists. Every number of that mail is one of these.
//!
//! The period is `[from, to)` by the instant at which the daemon first saw a review. History taken
//! in quietly and reviews that are gone do not count.

use super::{Db, Time};

/// Which reviews a person sees: all, or those of some locations (and of sources without one).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Locations(Vec<String>),
}

/// A digest's question.
#[derive(Debug, Clone)]
pub struct Span {
    pub from: Time,
    pub to: Time,
    /// The moment for which "overdue" is told.
    pub now: Time,
    /// End of the reader's day.
    pub day_end: Time,
    pub scope: Scope,
}

/// How many came, and where the negative ones stand. The last five sum to `negative`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub came: i64,
    pub negative: i64,
    /// Distinct authors of the negative ones; an author without an id counts per review.
    pub people: i64,
    /// A reply is out, or the platform shows one.
    pub answered: i64,
    /// A text waits for approval, in time.
    pub waiting: i64,
    /// Nothing is out and the reply-by time is over.
    pub overdue: i64,
    /// Somebody decided not to reply.
    pub left: i64,
    /// Everything else: being written, in the outbox, without a deadline.
    pub working: i64,
}

/// Open negative threads over all time that burn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Burning {
    pub overdue: i64,
    /// Not overdue yet, due before the reader's day ends.
    pub today: i64,
}

/// One line of the digest.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    pub thread_id: String,
    pub platform: String,
    pub location: Option<String>,
    pub rating: Option<i64>,
    pub author_name: Option<String>,
    pub title: Option<String>,
    pub body: String,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
    pub state: Option<String>,
    pub official: bool,
    pub reply_by: Option<Time>,
    pub open: bool,
}

const FROM: &str = "FROM review r JOIN source s ON s.id = r.source_id LEFT JOIN thread t ON t.review_id = r.id LEFT JOIN reply p ON p.thread_id = t.id";
const IN_PERIOD: &str =
    "r.first_seen_at >= $1 AND r.first_seen_at < $2 AND NOT r.quiet AND r.removed_at IS NULL";
const ANSWERED: &str = "(p.state IN ('published', 'verified_live') OR r.official_text IS NOT NULL)";
/// Needs an answer that nobody gave: on its way (`sending`, `unknown`) is not answered yet.
const BURNS: &str = "t.open AND r.sentiment = 'negative' AND r.removed_at IS NULL AND NOT COALESCE(p.state IN ('published', 'verified_live') OR r.official_text IS NOT NULL, FALSE) AND COALESCE(p.state, 'none') <> 'dropped'";
const LINE: &str = "t.id AS thread_id, s.platform, s.location, r.rating, r.author_name, r.title, r.body, r.verdict, p.state, r.official_text IS NOT NULL AS official, t.reply_by, t.open";

impl Scope {
    /// ` AND …` with placeholders from `$first` on.
    fn sql(&self, first: usize) -> String {
        match self {
            Scope::All => String::new(),
            Scope::Locations(names) if names.is_empty() => " AND s.location IS NULL".into(),
            Scope::Locations(names) => {
                let list: Vec<String> = (first..first + names.len()).map(|n| format!("${n}")).collect();
                format!(" AND (s.location IS NULL OR s.location IN ({}))", list.join(", "))
            }
        }
    }

    fn bind<'a>(&self, mut query: super::db::Query<'a>) -> super::db::Query<'a> {
        if let Scope::Locations(names) = self {
            for name in names {
                query = query.bind(name.clone());
            }
        }
        query
    }

    /// Is a source of this location within it?
    pub fn covers(&self, location: Option<&str>) -> bool {
        match (self, location) {
            (Scope::All, _) | (_, None) => true,
            (Scope::Locations(names), Some(l)) => names.iter().any(|n| n == l),
        }
    }
}

/// The numbers of the verdict line.
///
/// # Errors
/// What the driver says.
pub async fn counts(db: &Db, span: &Span) -> sqlx::Result<Counts> {
    let scope = span.scope.sql(3);
    let query = db
        .query_built(format!(
            "SELECT count(*), count(CASE WHEN r.sentiment = 'negative' THEN 1 END),
                 count(DISTINCT CASE WHEN r.sentiment = 'negative' THEN s.platform || ':' || COALESCE(r.author_id, r.id) END)
             {FROM} WHERE {IN_PERIOD}{scope}"
        ))
        .bind(span.from)
        .bind(span.to);
    let (came, negative, people): (i64, i64, i64) = span.scope.bind(query).one().await?;
    let scope = span.scope.sql(4);
    let query = db
        .query_built(format!(
            "SELECT q.stage, count(*) FROM (SELECT CASE WHEN {ANSWERED} THEN 'answered'
                 WHEN p.state = 'dropped' THEN 'left' WHEN t.open AND t.reply_by <= $3 THEN 'overdue'
                 WHEN p.state = 'in_review' THEN 'waiting' ELSE 'working' END AS stage
             {FROM} WHERE {IN_PERIOD} AND r.sentiment = 'negative'{scope}) q GROUP BY q.stage"
        ))
        .bind(span.from)
        .bind(span.to)
        .bind(span.now);
    let mut counts = Counts {
        came,
        negative,
        people,
        ..Counts::default()
    };
    for (stage, n) in span.scope.bind(query).all::<(String, i64)>().await? {
        match stage.as_str() {
            "answered" => counts.answered = n,
            "left" => counts.left = n,
            "overdue" => counts.overdue = n,
            "waiting" => counts.waiting = n,
            _ => counts.working = n,
        }
    }
    Ok(counts)
}

/// How much burns.
///
/// # Errors
/// What the driver says.
pub async fn burning(db: &Db, span: &Span) -> sqlx::Result<Burning> {
    let scope = span.scope.sql(3);
    let query = db
        .query_built(format!(
            "SELECT count(CASE WHEN t.reply_by <= $1 THEN 1 END) AS overdue, count(CASE WHEN t.reply_by > $1 THEN 1 END) AS today
             {FROM} WHERE {BURNS} AND t.reply_by <= $2{scope}"
        ))
        .bind(span.now)
        .bind(span.day_end);
    span.scope.bind(query).one().await
}

/// What burns, the longest overdue first.
///
/// # Errors
/// What the driver says.
pub async fn burning_lines(db: &Db, span: &Span, limit: i64) -> sqlx::Result<Vec<Line>> {
    let scope = span.scope.sql(3);
    let query = db
        .query_built(format!(
            "SELECT {LINE} {FROM} WHERE {BURNS} AND t.reply_by <= $1{scope} ORDER BY t.reply_by, t.id LIMIT $2"
        ))
        .bind(span.day_end)
        .bind(limit);
    span.scope.bind(query).all().await
}

/// The negative ones of the period that do not burn, oldest first; and how many there are in all.
///
/// # Errors
/// What the driver says.
pub async fn other_lines(db: &Db, span: &Span, limit: i64) -> sqlx::Result<(Vec<Line>, i64)> {
    let calm = format!(
        "{IN_PERIOD} AND r.sentiment = 'negative' AND NOT COALESCE(({BURNS} AND t.reply_by <= $3), FALSE)"
    );
    let scope = span.scope.sql(4);
    let query = db
        .query_built(format!("SELECT count(*) {FROM} WHERE {calm}{scope}"))
        .bind(span.from)
        .bind(span.to)
        .bind(span.day_end);
    let (total,): (i64,) = span.scope.bind(query).one().await?;
    let scope = span.scope.sql(5);
    let query = db
        .query_built(format!(
            "SELECT {LINE} {FROM} WHERE {calm} AND t.id IS NOT NULL{scope} ORDER BY r.first_seen_at, r.id LIMIT $4"
        ))
        .bind(span.from)
        .bind(span.to)
        .bind(span.day_end)
        .bind(limit);
    Ok((span.scope.bind(query).all().await?, total))
}
