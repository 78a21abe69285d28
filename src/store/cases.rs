//! The case library: approved replies that went live, what came of them, and the index by which they
//! are found again.

use super::db::placeholders;
use super::digest::{Scope, Span};
use super::{CHUNK, Db, Time, Tx};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A term in more cases than this tells nothing apart: it is counted no further.
const COMMON: i64 = 2_000;
/// So many index entries are read at most to find candidates.
const ENTRIES: i64 = 10_000;
/// So many candidates are ranked exactly.
const CANDIDATES: usize = 100;
/// Cases whose reviews are compared at a time, and how many times at most, to find candidates that differ.
const LOOKED_AT: usize = 200;
const LOOKS: usize = 10;

/// A case with what is shown of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Case {
    pub thread_id: String,
    pub location: Option<String>,
    /// JSON array.
    pub topics: String,
    /// The approved text, as it went live.
    pub reply: String,
    /// Stars when it was answered.
    pub rating: Option<i64>,
    pub length: i64,
    pub live_at: Time,
    /// raised | thanked | removed | reopened
    pub outcome: Option<String>,
    pub outcome_at: Option<Time>,
    /// The review.
    pub body: String,
    pub lang: String,
    /// JSON of `judge::Verdict`.
    pub verdict: String,
    pub author_name: Option<String>,
}

const COLUMNS: &str =
    "c.thread_id, c.location, c.topics, c.reply, c.rating, c.length, c.live_at, c.outcome, c.outcome_at,
     r.body, r.lang, r.verdict, r.author_name";
const FROM: &str = "FROM past_case c JOIN thread t ON t.id = c.thread_id JOIN review r ON r.id = t.review_id";

/// What goes into the library.
#[derive(Debug)]
pub struct New<'a> {
    pub thread_id: &'a str,
    pub location: Option<&'a str>,
    pub topics: &'a str,
    pub reply: &'a str,
    pub rating: Option<i64>,
    pub terms: &'a BTreeMap<String, i64>,
}

/// Puts a case into the library, or renews it: a thread is one case, with its last live reply.
///
/// # Errors
/// What the driver says.
pub async fn put(tx: &mut Tx, new: &New<'_>, now: Time) -> sqlx::Result<()> {
    let length = i64::try_from(new.terms.len()).unwrap_or(i64::MAX);
    tx.query(
        "INSERT INTO past_case (thread_id, location, topics, reply, rating, length, live_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (thread_id) DO UPDATE SET location = excluded.location, topics = excluded.topics,
             reply = excluded.reply, rating = excluded.rating, length = excluded.length, live_at = excluded.live_at,
             outcome = NULL, outcome_at = NULL",
    )
    .bind(new.thread_id.to_owned())
    .bind(new.location.map(str::to_owned))
    .bind(new.topics.to_owned())
    .bind(new.reply.to_owned())
    .bind(new.rating)
    .bind(length)
    .bind(now)
    .execute()
    .await?;
    tx.query("DELETE FROM case_term WHERE thread_id = $1")
        .bind(new.thread_id.to_owned())
        .execute()
        .await?;
    let terms: Vec<(&String, &i64)> = new.terms.iter().collect();
    for chunk in terms.chunks(CHUNK) {
        let mut query = tx.query_built(format!(
            "INSERT INTO case_term (term, thread_id, times) VALUES {}",
            placeholders(chunk.len(), 3)
        ));
        for (term, times) in chunk {
            query = query
                .bind((*term).clone())
                .bind(new.thread_id.to_owned())
                .bind(**times);
        }
        query.execute().await?;
    }
    Ok(())
}

/// Takes a case out of the library.
///
/// # Errors
/// What the driver says.
pub async fn forget(tx: &mut Tx, thread_id: &str) -> sqlx::Result<()> {
    tx.query("DELETE FROM past_case WHERE thread_id = $1")
        .bind(thread_id.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// Stars of a case when it was answered; `None`: it is not in the library.
///
/// # Errors
/// What the driver says.
pub async fn answered_at(tx: &mut Tx, thread_id: &str) -> sqlx::Result<Option<Option<i64>>> {
    let row: Option<(Option<i64>,)> = tx
        .query("SELECT rating FROM past_case WHERE thread_id = $1")
        .bind(thread_id.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(rating,)| rating))
}

/// Notes what the author did after our reply.
///
/// # Errors
/// What the driver says.
pub async fn set_outcome(tx: &mut Tx, thread_id: &str, outcome: &str, now: Time) -> sqlx::Result<()> {
    tx.query("UPDATE past_case SET outcome = $2, outcome_at = $3 WHERE thread_id = $1")
        .bind(thread_id.to_owned())
        .bind(outcome.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// The author thanked under his own review: the case of that review, if it is one.
///
/// # Errors
/// What the driver says.
pub async fn thanked(
    tx: &mut Tx,
    source_id: &str,
    review: &str,
    author_id: &str,
    now: Time,
) -> sqlx::Result<()> {
    tx.query(
        "UPDATE past_case SET outcome = 'thanked', outcome_at = $4 WHERE outcome IS DISTINCT FROM 'raised' AND thread_id IN
             (SELECT t.id FROM thread t JOIN review r ON r.id = t.review_id
              WHERE r.source_id = $1 AND r.external_id = $2 AND r.author_id = $3)",
    )
    .bind(source_id.to_owned())
    .bind(review.to_owned())
    .bind(author_id.to_owned())
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

fn numbered(from: usize, count: usize) -> String {
    let list: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    list.join(", ")
}

/// How many cases there are.
///
/// # Errors
/// What the driver says.
pub async fn count(db: &Db) -> sqlx::Result<i64> {
    let (n,): (i64,) = db.query("SELECT count(*) FROM past_case").one().await?;
    Ok(n)
}

/// How many cases hold each term, counted up to a bound; terms that none holds are left out. They are read in the order
/// of the index, or PostgreSQL gathers every entry of a common term before it stops at the bound.
///
/// # Errors
/// What the driver says.
pub async fn holding(db: &Db, terms: &[String]) -> sqlx::Result<HashMap<String, i64>> {
    let mut out = HashMap::new();
    for chunk in terms.chunks(CHUNK) {
        let parts: Vec<String> = (1..=chunk.len())
            .map(|n| {
                format!(
                    "SELECT CAST(${n} AS TEXT), (SELECT count(*) FROM
                         (SELECT 1 FROM case_term WHERE term = ${n} ORDER BY thread_id LIMIT {COMMON}) x)"
                )
            })
            .collect();
        let mut query = db.query_built(parts.join(" UNION ALL "));
        for term in chunk {
            query = query.bind(term.clone());
        }
        for (term, n) in query.all::<(String, i64)>().await? {
            if n > 0 {
                out.insert(term, n);
            }
        }
    }
    Ok(out)
}

/// Ids of cases that share the rarest of these terms, those that share most of them first. `rarest`
/// holds the terms with how many cases hold each and how much it tells, the rarest first.
///
/// # Errors
/// What the driver says.
pub async fn candidates(
    db: &Db,
    rarest: &[(String, i64, f64)],
    but: Option<&str>,
) -> sqlx::Result<Vec<String>> {
    let mut left = ENTRIES;
    let chosen: Vec<&(String, i64, f64)> = rarest
        .iter()
        .take(CHUNK)
        .take_while(|(_, holding, _)| {
            let fits = left > 0;
            left -= holding;
            fits
        })
        .collect();
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = db.query_built(format!(
        "SELECT thread_id, term FROM case_term WHERE term IN ({}) LIMIT {}",
        numbered(1, chosen.len()),
        2 * ENTRIES
    ));
    for (term, _, _) in &chosen {
        query = query.bind(term.clone());
    }
    let mut sums: HashMap<String, f64> = HashMap::new();
    for (thread, term) in query.all::<(String, String)>().await? {
        if Some(thread.as_str()) == but {
            continue;
        }
        let weight = chosen
            .iter()
            .find(|(t, _, _)| *t == term)
            .map_or(0.0, |(_, _, w)| *w);
        *sums.entry(thread).or_default() += weight;
    }
    let mut best: Vec<(String, f64)> = sums.into_iter().collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    let best: Vec<String> = best.into_iter().map(|(id, _)| id).collect();
    distinct(db, &best).await
}

/// The first of these cases whose reviews differ: the same review a hundred times over takes one place.
async fn distinct(db: &Db, best: &[String]) -> sqlx::Result<Vec<String>> {
    let (mut chosen, mut seen) = (Vec::new(), HashSet::new());
    for part in best.chunks(LOOKED_AT).take(LOOKS) {
        let mut query = db.query_built(format!(
            "SELECT t.id, r.content_hash FROM thread t JOIN review r ON r.id = t.review_id WHERE t.id IN ({})",
            numbered(1, part.len())
        ));
        for id in part {
            query = query.bind(id.clone());
        }
        let hashes: HashMap<String, String> = query.all::<(String, String)>().await?.into_iter().collect();
        for id in part {
            if hashes.get(id).is_some_and(|hash| seen.insert(hash.clone())) {
                chosen.push(id.clone());
            }
            if chosen.len() == CANDIDATES {
                return Ok(chosen);
            }
        }
    }
    Ok(chosen)
}

/// Which of these terms each of these cases holds, and how often.
///
/// # Errors
/// What the driver says.
pub async fn shared(
    db: &Db,
    ids: &[String],
    terms: &[String],
) -> sqlx::Result<HashMap<String, BTreeMap<String, i64>>> {
    let mut out: HashMap<String, BTreeMap<String, i64>> = HashMap::new();
    if ids.is_empty() {
        return Ok(out);
    }
    let mut query = db.query_built(format!(
        "SELECT thread_id, term, times FROM case_term WHERE thread_id IN ({})",
        numbered(1, ids.len())
    ));
    for id in ids {
        query = query.bind(id.clone());
    }
    // chosen here: beside a list of terms PostgreSQL takes the index of the terms and reads every case of common ones
    for (thread, term, times) in query.all::<(String, String, i64)>().await? {
        if terms.contains(&term) {
            out.entry(thread).or_default().insert(term, times);
        }
    }
    Ok(out)
}

/// What cases are ranked by.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Outline {
    pub thread_id: String,
    pub location: Option<String>,
    /// JSON array.
    pub topics: String,
    /// Number of different terms.
    pub length: i64,
}

/// The outlines of these cases, in no order.
///
/// # Errors
/// What the driver says.
pub async fn outlines(db: &Db, ids: &[String]) -> sqlx::Result<Vec<Outline>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = db.query_built(format!(
        "SELECT thread_id, location, topics, length FROM past_case WHERE thread_id IN ({})",
        numbered(1, ids.len())
    ));
    for id in ids {
        query = query.bind(id.clone());
    }
    query.all().await
}

/// The cases of these ids, in no order.
///
/// # Errors
/// What the driver says.
pub async fn by_ids(db: &Db, ids: &[String]) -> sqlx::Result<Vec<Case>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = db.query_built(format!(
        "SELECT {COLUMNS} {FROM} WHERE c.thread_id IN ({})",
        numbered(1, ids.len())
    ));
    for id in ids {
        query = query.bind(id.clone());
    }
    query.all().await
}

/// Authors who raised their rating after our reply, in `[from, to)` of a digest; each thread once.
///
/// # Errors
/// What the driver says.
pub async fn recovered(db: &Db, span: &Span) -> sqlx::Result<i64> {
    let place = match &span.scope {
        Scope::All => String::new(),
        Scope::Locations(names) if names.is_empty() => " AND location IS NULL".into(),
        Scope::Locations(names) => format!(
            " AND (location IS NULL OR location IN ({}))",
            numbered(3, names.len())
        ),
    };
    let mut query = db
        .query_built(format!(
            "SELECT count(*) FROM past_case WHERE outcome = 'raised' AND outcome_at >= $1 AND outcome_at < $2{place}"
        ))
        .bind(span.from)
        .bind(span.to);
    if let Scope::Locations(names) = &span.scope {
        for name in names {
            query = query.bind(name.clone());
        }
    }
    let (n,): (i64,) = query.one().await?;
    Ok(n)
}

fn within(scope: &Scope, first: usize) -> String {
    match scope {
        Scope::All => String::new(),
        Scope::Locations(names) if names.is_empty() => " AND c.location IS NULL".into(),
        Scope::Locations(names) => format!(
            " AND (c.location IS NULL OR c.location IN ({}))",
            numbered(first, names.len())
        ),
    }
}

fn scoped<'q>(mut query: super::db::Query<'q>, scope: &Scope) -> super::db::Query<'q> {
    if let Scope::Locations(names) = scope {
        for name in names {
            query = query.bind(name.clone());
        }
    }
    query
}

/// How many cases of these places there are.
///
/// # Errors
/// What the driver says.
pub async fn count_within(db: &Db, scope: &Scope) -> sqlx::Result<i64> {
    let query = db.query_built(format!(
        "SELECT count(*) FROM past_case c WHERE c.length > 0{}",
        within(scope, 1)
    ));
    let (n,): (i64,) = scoped(query, scope).one().await?;
    Ok(n)
}

/// The `n`th case of these places, the newest first.
///
/// # Errors
/// What the driver says.
pub async fn nth(db: &Db, scope: &Scope, n: i64) -> sqlx::Result<Option<Case>> {
    let query = db
        .query_built(format!(
            "SELECT {COLUMNS} {FROM} WHERE c.length > 0{} ORDER BY c.live_at DESC, c.thread_id LIMIT 1 OFFSET $1",
            within(scope, 2)
        ))
        .bind(n);
    scoped(query, scope).optional().await
}
