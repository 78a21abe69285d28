//! One poll of one source: page by page through the adapter into intake, then what it proves.

use super::door::Door;
use super::{canary, verify};
use crate::context::Context;
use crate::intake::{self, Counts, Intake, IntakeError, Kept};
use crate::net::{Allowance, Client, Errand, Memo, Pacer, Session};
use crate::store::sources::{self, PageMemo, Source};
use crate::store::{Time, events, mails, pace, people};
use chrono::TimeDelta;
use otklik_adapters::{Adapter, Counter, Cursor, Failure, Next, Page, Place};
use serde::Serialize;
use std::sync::Arc;

/// A full pass at least this often, so that edits and removals on later pages are found.
const FULL_EVERY: TimeDelta = TimeDelta::hours(6);

/// The contract's `poll` object.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub source: String,
    pub platform: String,
    pub outcome: &'static str,
    pub pages: u32,
    pub seen: u32,
    pub new: u32,
    pub edited: u32,
    pub removed: u32,
    pub counter: Option<Figures>,
    pub requests: u32,
    pub took_ms: i64,
    pub next_at: String,
    /// Plain words in the language of the business.
    pub cause: Option<String>,
}

/// The platform's own figures.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Figures {
    pub count: Option<u64>,
    pub rating: Option<f64>,
}

/// What a poll needs besides the context.
#[derive(Clone)]
pub struct Tools {
    pub client: Client,
    pub pacer: Arc<dyn Pacer>,
}

/// How far the pages were read.
struct Walk {
    pages: u32,
    requests: u32,
    counts: Counts,
    counter: Option<Counter>,
    resume: Option<String>,
    /// Units of the daily allowance that the poll cost, and how the day stands.
    allowance: Option<(u32, Allowance)>,
    /// Every page from the first to the end of the list was taken in.
    full: bool,
}

impl Walk {
    fn account(&mut self, session: &Session) {
        self.requests += session.requests();
        if let Some((cost, stands)) = session.allowance() {
            let before = self.allowance.map_or(0, |(cost, _)| cost);
            self.allowance = Some((before.saturating_add(cost), stands));
        }
    }
}

/// Polls a leased source and gives the lease back.
///
/// # Errors
/// What the driver says. Everything that the platform does is in the report, not here.
pub async fn poll(ctx: &Context, tools: &Tools, source: &Source) -> sqlx::Result<Report> {
    let started = ctx.clock.now();
    let adapter = otklik_adapters::by_id(&source.platform);
    let mut intake = Intake::open(ctx, source).await?;
    let mut walk = Walk {
        pages: 0,
        requests: 0,
        counts: Counts::default(),
        counter: None,
        resume: None,
        allowance: None,
        full: false,
    };
    let ended = match (adapter, source.place()) {
        (Some(adapter), Some(place)) => {
            read_pages(ctx, tools, source, adapter, &place, &mut intake, &mut walk).await
        }
        _ => Err(Stop::Failure(Failure::Unsupported)),
    };
    let failure = match ended {
        Ok(()) => None,
        Err(Stop::Failure(f)) => Some(f),
        Err(Stop::LeaseLost) => Some(Failure::down("lease_lost")),
        Err(Stop::Db(e)) => return Err(e),
    };
    if failure.is_none() {
        walk.counts.removed += verify::after_poll(ctx, source, intake.taken(), walk.full).await?;
    }
    let next_at = next_poll(ctx, source, adapter, failure.as_ref(), &walk);
    finish(ctx, source, &walk, failure.as_ref(), next_at).await?;
    tracing::info!(
        source.name = source.name,
        outcome = failure.as_ref().map_or("ok", Failure::outcome),
        pages = walk.pages,
        new = walk.counts.new,
        edited = walk.counts.edited,
        "poll"
    );
    let counter = walk.counter;
    Ok(report(
        ctx,
        source,
        failure.as_ref(),
        walk.pages,
        walk.requests,
        walk.counts,
        counter,
        started,
        next_at,
    ))
}

/// The contract's object for what was read.
#[expect(clippy::too_many_arguments, reason = "one object, its fields")]
pub fn report(
    ctx: &Context,
    source: &Source,
    failure: Option<&Failure>,
    pages: u32,
    requests: u32,
    counts: Counts,
    counter: Option<Counter>,
    started: chrono::DateTime<chrono::Utc>,
    next_at: Time,
) -> Report {
    Report {
        source: source.name.clone(),
        platform: source.platform.clone(),
        outcome: failure.map_or("ok", Failure::outcome),
        pages,
        seen: counts.seen,
        new: counts.new,
        edited: counts.edited,
        removed: counts.removed,
        counter: counter.map(|c| Figures {
            count: c.count,
            rating: c.rating,
        }),
        requests,
        took_ms: (ctx.clock.now() - started).num_milliseconds(),
        next_at: crate::instant::rfc3339(next_at.utc()),
        cause: failure.map(|f| tell(ctx, f).cause),
    }
}

/// A failure in plain words, for the log and the commands.
pub fn tell(ctx: &Context, failure: &Failure) -> crate::i18n::Told {
    crate::i18n::failure(
        ctx.config.business.language(),
        failure,
        ctx.config.zone(),
        ctx.clock.now(),
    )
}

enum Stop {
    Failure(Failure),
    LeaseLost,
    Db(sqlx::Error),
}

impl From<IntakeError> for Stop {
    fn from(e: IntakeError) -> Self {
        match e {
            IntakeError::LeaseLost => Stop::LeaseLost,
            IntakeError::Db(e) => Stop::Db(e),
        }
    }
}

async fn read_pages(
    ctx: &Context,
    tools: &Tools,
    source: &Source,
    adapter: &dyn Adapter,
    place: &Place,
    intake: &mut Intake<'_>,
    walk: &mut Walk,
) -> Result<(), Stop> {
    let door = Door::of(ctx, tools, adapter, source).map_err(Stop::Failure)?;
    let wants_full = source
        .full_at
        .is_none_or(|at| ctx.clock.now() - at.utc() >= FULL_EVERY);
    let mut cursor = Cursor {
        resume: source.resume.clone(),
        page: None,
    };
    let mut complete = true;
    let most = adapter.manifest().politeness.max_pages.max(1);
    loop {
        let name = cursor.page.clone().unwrap_or_default();
        let memo = sources::memo(&ctx.db, &source.id, &name)
            .await
            .map_err(Stop::Db)?;
        let known = memo
            .as_ref()
            .and_then(|m| serde_json::from_str::<Memo>(&m.validators).ok());
        let session = door.open(place, known, Errand::Read);
        let read = off_the_runtime(adapter.poll(&session, place, &cursor)).await;
        walk.account(&session);
        let (next, counts, whole, ordered) = match read {
            Ok(page) => {
                believe(&page).map_err(Stop::Failure)?;
                let page = intake::clean(page);
                let kept = kept(&session, &name, &page);
                let counts = intake.absorb(&page, kept.as_ref()).await?;
                walk.counter = page.counter.or(walk.counter);
                walk.resume = page.resume.clone().or(walk.resume.take());
                (page.next, counts, page.complete, page.newest_first)
            }
            Err(Failure::Unchanged) => {
                let Some(memo) = memo else {
                    return Err(Stop::Failure(Failure::drift("unchanged_without_memo")));
                };
                let ids = serde_json::from_str(&memo.ids).unwrap_or_default();
                let next = memo.next.map_or(Next::Done, Next::More);
                (next, intake.unchanged(ids), memo.complete, memo.newest_first)
            }
            Err(failure) => {
                if let Failure::Slow { until: Some(until) } = &failure {
                    // others with the same host or key wait as well
                    if let Some(key) = session.pace_key() {
                        pace::push(&ctx.db, &key, Time::from(*until))
                            .await
                            .map_err(Stop::Db)?;
                    }
                }
                if matches!(failure, Failure::Drift { .. } | Failure::Blocked { .. }) {
                    keep_sample(ctx, source, &session, &failure)
                        .await
                        .map_err(Stop::Db)?;
                }
                if failure == Failure::Gone {
                    let found = canary::ask(ctx, tools, source, adapter, &door).await;
                    return Err(Stop::Failure(found.map_err(Stop::Db)?));
                }
                return Err(Stop::Failure(failure));
            }
        };
        walk.pages += 1;
        walk.counts += counts;
        complete &= whole;
        let news = counts.new + counts.edited + counts.removed > 0;
        match next {
            Next::Done => {
                walk.full = complete;
                return Ok(());
            }
            // a page without news is followed only by known ones
            Next::More(_) if ordered && !news && !wants_full && source.is_settled() => return Ok(()),
            Next::More(_) if walk.pages >= most => return Ok(()),
            Next::More(page) if Some(&page) == cursor.page.as_ref() => {
                return Err(Stop::Failure(Failure::drift("paging_loop")));
            }
            Next::More(page) => cursor.page = Some(page),
        }
    }
}

/// Parsing a page cannot be interrupted, and a hostile one may take seconds: other tasks move to other
/// threads meanwhile (decisions.md: parsing runs off the async runtime). A runtime of one thread, as in
/// tests, has nowhere to move them to.
async fn off_the_runtime<F: Future>(work: F) -> F::Output {
    let runtime = tokio::runtime::Handle::current();
    match runtime.runtime_flavor() {
        tokio::runtime::RuntimeFlavor::MultiThread => tokio::task::block_in_place(|| runtime.block_on(work)),
        _ => work.await,
    }
}

/// Silence is never success: an empty page must prove itself.
///
/// # Errors
/// [`Failure::Drift`].
pub fn believe(page: &Page) -> Result<(), Failure> {
    let silent = page.sightings.is_empty() && page.answers.is_empty();
    let goes_on = matches!(page.next, Next::More(_));
    if silent && page.empty.is_none() && !goes_on {
        Err(Failure::drift("empty_without_proof"))
    } else {
        Ok(())
    }
}

fn kept(session: &Session, name: &str, page: &Page) -> Option<Kept> {
    let memo = session.memo()?;
    let ids: Vec<&str> = page.sightings.iter().map(|s| s.id.as_str()).collect();
    Some(Kept {
        page: name.to_owned(),
        memo: PageMemo {
            validators: serde_json::to_string(&memo).ok()?,
            next: match &page.next {
                Next::More(next) => Some(next.clone()),
                Next::Done => None,
            },
            ids: serde_json::json!(ids).to_string(),
            complete: page.complete,
            newest_first: page.newest_first,
        },
    })
}

async fn keep_sample(
    ctx: &Context,
    source: &Source,
    session: &Session,
    failure: &Failure,
) -> sqlx::Result<()> {
    let Some(sample) = session.take_sample() else {
        return Ok(());
    };
    let mut tx = ctx.db.begin().await?;
    let kind = sample.content_type.as_deref();
    sources::keep_sample(&mut tx, &source.id, ctx.now(), failure, kind, &sample.body).await?;
    tx.commit().await
}

fn next_poll(
    ctx: &Context,
    source: &Source,
    adapter: Option<&'static dyn Adapter>,
    failure: Option<&Failure>,
    walk: &Walk,
) -> Time {
    let now = ctx.clock.now();
    let least = adapter.map_or(600, |a| a.manifest().politeness.min_poll_s);
    let least = TimeDelta::seconds(i64::try_from(least).unwrap_or(600));
    let doubled = |base: TimeDelta, most: TimeDelta| {
        let times = i32::try_from(source.failures.clamp(0, 10)).unwrap_or(0);
        (base * 2_i32.saturating_pow(u32::try_from(times).unwrap_or(0))).min(most)
    };
    let wait = match failure {
        None => regular(source, walk.counts, least).max(spread(ctx, source, walk)),
        Some(Failure::Slow { until: Some(until) }) => (*until - now).max(least),
        Some(
            Failure::Slow { until: None } | Failure::Down { .. } | Failure::Unknown | Failure::Refused { .. },
        ) => doubled(TimeDelta::minutes(1), TimeDelta::hours(1)).max(least.min(TimeDelta::minutes(1))),
        // a changed page, a captcha or a lost key are not mended by asking often
        Some(Failure::Drift { .. } | Failure::Auth { .. }) => {
            doubled(TimeDelta::minutes(10), TimeDelta::hours(2))
        }
        Some(Failure::Blocked { .. }) => doubled(TimeDelta::minutes(30), TimeDelta::hours(6)),
        Some(Failure::Gone) => TimeDelta::hours(6),
        Some(Failure::Unsupported | Failure::Unchanged) => TimeDelta::hours(24),
    };
    Time::from(now + wait)
}

/// How long the poll's cost makes its platform's allowance wait: all sources of the platform are counted
/// as sharing it, whatever their keys are.
fn spread(ctx: &Context, source: &Source, walk: &Walk) -> TimeDelta {
    let Some((cost, stands)) = walk.allowance else {
        return TimeDelta::zero();
    };
    let sharers = ctx
        .config
        .sources
        .iter()
        .filter(|s| s.platform == source.platform);
    let sharers = u32::try_from(sharers.count()).unwrap_or(u32::MAX);
    stands.pause(cost, sharers, ctx.clock.now())
}

/// `every`, or between the platform's least interval and an hour, by whether there was news.
fn regular(source: &Source, counts: Counts, least: TimeDelta) -> TimeDelta {
    if let Some(ms) = source.every_ms {
        return TimeDelta::milliseconds(ms).max(TimeDelta::seconds(1));
    }
    let last = source
        .polled_at
        .map_or(TimeDelta::minutes(10), |at| source.due_at.utc() - at.utc());
    let wait = if counts.new + counts.edited > 0 {
        last / 2
    } else {
        last + last / 4
    };
    wait.clamp(least, TimeDelta::hours(1).max(least))
}

fn health(source: &Source, failure: Option<&Failure>) -> &'static str {
    match failure {
        None => "green",
        // one bad answer is weather, three are a state
        Some(Failure::Slow { .. } | Failure::Down { .. } | Failure::Unknown | Failure::Refused { .. })
            if source.failures < 2 =>
        {
            "yellow"
        }
        Some(_) => "red",
    }
}

async fn finish(
    ctx: &Context,
    source: &Source,
    walk: &Walk,
    failure: Option<&Failure>,
    next_at: Time,
) -> sqlx::Result<()> {
    let now = ctx.now();
    let health = health(source, failure);
    let mut tx = ctx.db.begin().await?;
    let verdict = sources::Verdict {
        outcome: failure.map_or("ok", Failure::outcome),
        health,
        failure,
        next_at,
        resume: walk.resume.as_deref(),
        full_pass: walk.full,
        counter: walk.counter,
    };
    if !sources::finish_poll(&mut tx, source, now, &verdict).await? {
        return Ok(());
    }
    if health == "red" && source.health != "red" {
        let since = source.failing_since.unwrap_or(now).0;
        for p in people::active(&ctx.db)
            .await?
            .iter()
            .filter(|p| p.role().may(crate::domain::Action::Operate))
        {
            if p.covers(source.location.as_deref()) {
                let once = format!("source:{}:{since}:{}", source.id, p.id);
                let payload = serde_json::json!({ "source": source.id });
                mails::queue(&mut tx, now, &once, "source", "mail", &p.id, &payload).await?;
            }
        }
    }
    if health != source.health {
        let detail = serde_json::json!({ "source": source.name, "health": health, "failure": failure });
        events::append(&mut tx, now, "daemon", "source_health", None, &detail).await?;
    }
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}
