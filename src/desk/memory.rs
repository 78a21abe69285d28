//! What is remembered: of an author, of a subject, of similar cases and what worked in them.

use super::DeskError;
use crate::context::Context;
use crate::domain::similar::{Candidate, Library, Query, Ranked, rank};
use crate::domain::{Sentiment, Topic, stem};
use crate::judge::Verdict;
use crate::lint::Turn;
use crate::store::cases::{self, Case};
use crate::store::memory::{self, Complaint};
use crate::store::reviews::Review;
use crate::store::threads::Thread;
use crate::store::{Db, Time, Tx, promises, reviews};
use chrono::TimeDelta;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How far back people are counted who complain of the same (product.md §4: 30 days).
pub const SAME_TOPIC: TimeDelta = TimeDelta::days(30);
/// A case that stayed quiet so long after the reply went live counts as settled.
const SETTLED: TimeDelta = TimeDelta::days(14);
/// Similar cases that are shown.
pub const SHOWN: usize = 3;
/// So many times the cases that are shown are read whole: the same text under other stars is left out then.
const SPARE: usize = 8;
/// Below this likeness a case has nothing to teach.
const LEAST: f64 = 0.05;

/// A past case that is like a review.
#[derive(Debug, Clone)]
pub struct Similar {
    pub case: Case,
    /// 0 to 1.
    pub similarity: f64,
    pub worked: Worked,
}

crate::vocabulary! {
    /// What came of a case.
    Worked {
        /// The author raised the rating.
        Raised = "raised",
        /// The author wrote something kind.
        Thanked = "thanked",
        /// The author took the review back.
        Removed = "removed",
        /// Nothing more was heard.
        Settled = "settled",
        /// Too young to tell.
        Fresh = "fresh",
        /// The author was not content.
        Reopened = "reopened",
    }
}

impl Worked {
    /// May it be copied from?
    pub fn is_good(self) -> bool {
        !matches!(self, Worked::Reopened | Worked::Fresh)
    }

    /// What came of a case by now.
    pub fn of(case: &Case, now: Time) -> Worked {
        match case.outcome.as_deref() {
            Some("raised") => Worked::Raised,
            Some("thanked") => Worked::Thanked,
            Some("removed") => Worked::Removed,
            Some(_) => Worked::Reopened,
            None if now.utc() - case.live_at.utc() >= SETTLED => Worked::Settled,
            None => Worked::Fresh,
        }
    }
}

/// What is looked up.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    pub text: &'a str,
    pub topics: &'a [Topic],
    pub location: Option<&'a str>,
    /// Its own thread is no past case of it.
    pub thread: Option<&'a str>,
}

/// The past cases that are most like a text, best first; of cases with the same text one.
///
/// # Errors
/// What the driver says.
pub async fn similar(db: &Db, asked: &Asked<'_>, most: usize, now: Time) -> sqlx::Result<Vec<Similar>> {
    let query = Query {
        terms: stem::terms(asked.text),
        topics: named(asked.topics),
        location: asked.location.map(str::to_owned),
    };
    let terms: Vec<String> = query.terms.keys().cloned().collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let holding = cases::holding(db, &terms).await?;
    if holding.is_empty() {
        return Ok(Vec::new());
    }
    let mut library = Library {
        cases: cases::count(db).await?,
        holding,
        mean_length: 1.0,
    };
    let mut rarest: Vec<(String, i64, f64)> = library
        .holding
        .iter()
        .map(|(term, n)| (term.clone(), *n, library.rareness(term)))
        .collect();
    rarest.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    let ids = cases::candidates(db, &rarest, asked.thread).await?;
    let mut shared = cases::shared(db, &ids, &terms).await?;
    let outlines = cases::outlines(db, &ids).await?;
    let lengths: i64 = outlines.iter().map(|c| c.length).sum();
    library.mean_length = lengths as f64 / outlines.len().max(1) as f64;
    let candidates: Vec<Candidate> = outlines
        .into_iter()
        .map(|c| Candidate {
            shared: shared.remove(&c.thread_id).unwrap_or_default(),
            length: c.length,
            topics: named(&serde_json::from_str::<Vec<Topic>>(&c.topics).unwrap_or_default()),
            location: c.location,
            id: c.thread_id,
        })
        .collect();
    // the same text again teaches nothing new and would take the place of another case
    let best: Vec<Ranked> = rank(&query, &library, &candidates, SPARE * most)
        .into_iter()
        .filter(|r| r.similarity >= LEAST)
        .collect();
    let ids: Vec<String> = best.iter().map(|r| r.id.clone()).collect();
    let mut found: HashMap<String, Case> = cases::by_ids(db, &ids)
        .await?
        .into_iter()
        .map(|c| (c.thread_id.clone(), c))
        .collect();
    let mut told: HashSet<String> = HashSet::new();
    Ok(best
        .into_iter()
        .filter_map(|r| {
            let case = found.remove(&r.id)?;
            told.insert(case.body.trim().to_lowercase()).then(|| Similar {
                worked: Worked::of(&case, now),
                similarity: r.similarity,
                case,
            })
        })
        .take(most)
        .collect())
}

/// Topics that tell cases apart.
fn named(topics: &[Topic]) -> Vec<String> {
    topics
        .iter()
        .filter(|t| **t != Topic::Other)
        .map(|t| t.word().to_owned())
        .collect()
}

/// How many different people complain of one of these topics, the one that most complain of. `who` is
/// the author in question, who counts whether stored already or not. `None` where the text has no topic.
pub fn same_topic(complaints: &[Complaint], topics: &[Topic], who: &str) -> Option<u32> {
    let named = named(topics);
    named
        .iter()
        .map(|topic| {
            let word = format!("\"{topic}\"");
            let mut people: BTreeSet<&str> = complaints
                .iter()
                .filter(|c| c.topics.contains(&word))
                .map(|c| c.who.as_str())
                .collect();
            people.insert(who);
            u32::try_from(people.len()).unwrap_or(u32::MAX)
        })
        .max()
}

/// What was said between an author and us lately, oldest first: what a new reply must not contradict.
///
/// # Errors
/// What the driver says.
pub async fn history(
    db: &Db,
    platform: &str,
    author_id: Option<&str>,
    review_id: &str,
    now: Time,
) -> sqlx::Result<Vec<Turn>> {
    let Some(author) = author_id else {
        return Ok(Vec::new());
    };
    let since = Time::from(now.utc() - SAME_TOPIC);
    let at = |t: Time| Some(t.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    let mut turns = Vec::new();
    for e in memory::earlier(db, platform, author, review_id)
        .await?
        .into_iter()
        .rev()
    {
        let answer = e.answer().map(|(text, when)| (text.to_owned(), when));
        let last = answer
            .as_ref()
            .and_then(|(_, when)| *when)
            .unwrap_or(e.written_at);
        if last < since {
            continue;
        }
        turns.push(Turn {
            by: "author".into(),
            text: e.body,
            at: at(e.written_at),
        });
        if let Some((text, when)) = answer {
            turns.push(Turn {
                by: "us".into(),
                text,
                at: when.and_then(at),
            });
        }
    }
    for p in promises::open_to(db, platform, author).await? {
        // what binds us is ours to say, however old it is
        if !turns
            .iter()
            .any(|t: &Turn| t.by == "us" && t.text.contains(&p.what))
        {
            turns.push(Turn {
                by: "us".into(),
                text: p.what,
                at: at(p.made_at),
            });
        }
    }
    Ok(turns)
}

/// The facts of the linter that only the store knows, for one stored review.
///
/// # Errors
/// What the driver says.
pub async fn facts(
    ctx: &Context,
    review: &Review,
    platform: &str,
    location: Option<&str>,
    verdict: Option<&Verdict>,
) -> Result<(Vec<Turn>, Option<u32>), DeskError> {
    let now = ctx.now();
    let author = review.author_id.as_deref();
    let history = history(&ctx.db, platform, author, &review.id, now).await?;
    let topics = verdict.map_or(&[][..], |v| v.topics.as_slice());
    let complains = review.sentiment == Sentiment::Negative.word();
    let people = if complains && !named(topics).is_empty() {
        let since = Time::from(now.utc() - SAME_TOPIC);
        let all = memory::complaints(&ctx.db, location, &review.source_id, since).await?;
        same_topic(&all, topics, &memory::who(platform, author, &review.id))
    } else {
        None
    };
    Ok((history, people))
}

/// A reply is live (or out where no poll can show it): its case goes into the library.
///
/// # Errors
/// What the driver says.
pub async fn remember(ctx: &Context, tx: &mut Tx, thread: &Thread, reply: &str) -> sqlx::Result<()> {
    let Some(review) = reviews::by_id_in(tx, &thread.review_id).await? else {
        return Ok(());
    };
    let whole = match &review.title {
        Some(title) => format!("{title}\n{}", review.body),
        None => review.body.clone(),
    };
    let terms = stem::terms(&whole);
    if reply.trim().is_empty() || terms.is_empty() {
        return Ok(());
    }
    let new = cases::New {
        thread_id: &thread.id,
        location: thread.location.as_deref(),
        topics: &review.topics,
        reply,
        rating: review.rating,
        terms: &terms,
    };
    cases::put(tx, &new, ctx.now()).await
}

/// The author changed the review after our reply: was it for the better?
///
/// # Errors
/// What the driver says.
pub async fn author_edited(
    tx: &mut Tx,
    thread_id: &str,
    rating: Option<i64>,
    sentiment: Sentiment,
    now: Time,
) -> sqlx::Result<()> {
    let Some(was) = cases::answered_at(tx, thread_id).await? else {
        return Ok(());
    };
    let outcome = match (was, rating) {
        (Some(was), Some(is)) if is > was => Worked::Raised,
        (Some(was), Some(is)) if is < was => Worked::Reopened,
        _ if sentiment == Sentiment::Positive => Worked::Thanked,
        _ => Worked::Reopened,
    };
    cases::set_outcome(tx, thread_id, outcome.word(), now).await
}

/// The author took the review back.
///
/// # Errors
/// What the driver says.
pub async fn author_removed(tx: &mut Tx, thread_id: &str, now: Time) -> sqlx::Result<()> {
    match cases::answered_at(tx, thread_id).await? {
        Some(_) => cases::set_outcome(tx, thread_id, Worked::Removed.word(), now).await,
        None => Ok(()),
    }
}
