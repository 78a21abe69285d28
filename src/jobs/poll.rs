//! One poll of one source: page by page through the adapter into intake, then what it proves.

use super::door::{Door, Tally};
use super::report::{Came, report};
use super::watch::{Pass, Watch};
use super::{Report, canary, verify, wait};
use crate::context::Context;
use crate::intake::{self, Counts, Intake, IntakeError, Kept};
use crate::net::{Client, Errand, Memo, Pacer, Sample, Session};
use crate::store::sources::{self, PageMemo, Source};
use crate::store::{Time, coverage, pace};
use chrono::TimeDelta;
use otklik_adapters::{Adapter, Counter, Cursor, Emptiness, Failure, Next, Page, Place};
use std::sync::Arc;

/// A full pass at least this often, so that edits and removals on later pages are found.
const FULL_EVERY: TimeDelta = TimeDelta::hours(6);

/// What a poll needs besides the context.
#[derive(Clone)]
pub struct Tools {
    pub client: Client,
    pub pacer: Arc<dyn Pacer>,
}

/// How far the pages were read.
#[derive(Default)]
struct Walk {
    pages: u32,
    counts: Counts,
    counter: Option<Counter>,
    resume: Option<String>,
    tally: Tally,
    /// Every page from the first to the end of the list was taken in.
    full: bool,
    /// The platform says that there is nothing at all.
    stated_empty: bool,
    /// The last body, for the case that the pass as a whole is not to be believed.
    sample: Option<Sample>,
}

/// Polls a leased source and gives the lease back.
///
/// # Errors
/// What the driver says. Everything that the platform does is in the report, not here.
pub async fn poll(ctx: &Context, tools: &Tools, source: &Source) -> sqlx::Result<Report> {
    let started = ctx.clock.now();
    let adapter = otklik_adapters::by_id(&source.platform);
    let mut intake = Intake::open(ctx, source).await?;
    let mut watch = Watch::open(ctx, source).await?;
    let mut walk = Walk::default();
    let ended = match (adapter, source.place()) {
        (Some(adapter), Some(place)) => {
            let mut reading = Reading {
                ctx,
                tools,
                source,
                adapter,
                intake: &mut intake,
                watch: &mut watch,
                walk: &mut walk,
            };
            reading.pages(&place).await
        }
        _ => Err(Stop::Failure(Failure::Unsupported)),
    };
    let mut failure = match ended {
        Ok(()) => None,
        Err(Stop::Failure(f)) => Some(f),
        Err(Stop::LeaseLost) => Some(Failure::down("lease_lost")),
        Err(Stop::Db(e)) => return Err(e),
    };
    if failure.is_none() {
        failure = proved(ctx, source, &intake, &mut watch, &mut walk).await?;
    }
    let next_at = wait::next_poll(ctx, source, adapter, failure.as_ref(), walk.counts, &walk.tally);
    finish(ctx, source, &mut watch, &walk, failure.as_ref(), next_at).await?;
    tracing::info!(
        source.name = source.name,
        outcome = failure.as_ref().map_or("ok", Failure::outcome),
        pages = walk.pages,
        new = walk.counts.new,
        edited = walk.counts.edited,
        "poll"
    );
    let came = Came {
        pages: walk.pages,
        requests: walk.tally.requests,
        counts: walk.counts,
        counter: walk.counter,
    };
    Ok(report(ctx, source, failure.as_ref(), &came, started, next_at))
}

/// What a good walk proves: which reviews and replies are there and which are gone. A pass that shows
/// nothing of what is known proves that it cannot be believed.
async fn proved(
    ctx: &Context,
    source: &Source,
    intake: &Intake<'_>,
    watch: &mut Watch,
    walk: &mut Walk,
) -> sqlx::Result<Option<Failure>> {
    let seen = intake.taken();
    let mut believed = true;
    if walk.full || walk.stated_empty {
        match watch.pass(ctx, source, seen).await? {
            Pass::Silent => {
                let failure = Failure::drift("known_reviews");
                keep_sample(ctx, source, walk.sample.take(), &failure).await?;
                return Ok(Some(failure));
            }
            Pass::Doubtful => believed = false,
            Pass::Sound => {}
        }
    }
    verify::replies(ctx, source, intake.replies()).await?;
    if walk.full && believed {
        walk.counts.removed += verify::absences(ctx, source, seen).await?;
    }
    Ok(None)
}

enum Stop {
    Failure(Failure),
    LeaseLost,
    Db(sqlx::Error),
}

impl From<sqlx::Error> for Stop {
    fn from(e: sqlx::Error) -> Self {
        Stop::Db(e)
    }
}

impl From<IntakeError> for Stop {
    fn from(e: IntakeError) -> Self {
        match e {
            IntakeError::LeaseLost => Stop::LeaseLost,
            IntakeError::Db(e) => Stop::Db(e),
        }
    }
}

/// One poll's way through the pages.
struct Reading<'a, 'i> {
    ctx: &'a Context,
    tools: &'a Tools,
    source: &'a Source,
    adapter: &'a dyn Adapter,
    intake: &'a mut Intake<'i>,
    watch: &'a mut Watch,
    walk: &'a mut Walk,
}

/// What the loop must know of a page.
struct Read {
    next: Next,
    counts: Counts,
    complete: bool,
    newest_first: bool,
}

impl Reading<'_, '_> {
    async fn pages(&mut self, place: &Place) -> Result<(), Stop> {
        let door = Door::of(self.ctx, self.tools, self.adapter, self.source).map_err(Stop::Failure)?;
        let full_at = self.source.full_at;
        let late = full_at.is_none_or(|at| self.ctx.clock.now() - at.utc() >= FULL_EVERY);
        let wants_full = late || self.watch.wants_full();
        let mut cursor = Cursor {
            resume: self.source.resume.clone(),
            page: None,
        };
        let mut complete = true;
        let most = self.adapter.manifest().politeness.max_pages.max(1);
        loop {
            let read = self.page(&door, place, &cursor).await?;
            self.walk.pages += 1;
            self.walk.counts += read.counts;
            complete &= read.complete;
            let news = read.counts.new + read.counts.edited + read.counts.removed > 0;
            let enough = read.newest_first && !news && !wants_full && self.source.is_settled();
            match read.next {
                Next::Done => {
                    self.walk.full = complete;
                    return Ok(());
                }
                // a page without news is followed only by known ones
                Next::More(_) if enough || self.walk.pages >= most => return Ok(()),
                Next::More(page) if Some(&page) == cursor.page.as_ref() => {
                    return Err(Stop::Failure(Failure::drift("paging_loop")));
                }
                Next::More(page) => cursor.page = Some(page),
            }
        }
    }

    /// Reads one page and takes it in.
    async fn page(&mut self, door: &Door<'_>, place: &Place, cursor: &Cursor) -> Result<Read, Stop> {
        let name = cursor.page.clone().unwrap_or_default();
        let memo = sources::memo(&self.ctx.db, &self.source.id, &name).await?;
        let known = memo
            .as_ref()
            .and_then(|m| serde_json::from_str::<Memo>(&m.validators).ok());
        let session = door.open(place, known, Errand::Read);
        let read = off_the_runtime(self.adapter.poll(&session, place, cursor)).await;
        self.walk.tally.add(&session);
        let page = match read {
            Ok(page) => page,
            Err(Failure::Unchanged) => return self.unchanged(memo),
            Err(failure) => return Err(self.failed(door, &session, failure).await),
        };
        let page = intake::clean(page);
        if let Err(failure) = self.doubt(cursor, &page).await? {
            return Err(self.failed(door, &session, failure).await);
        }
        let kept = kept(&session, &name, &page);
        let counts = self.intake.absorb(&page, kept.as_ref()).await?;
        let walk = &mut *self.walk;
        walk.counter = page.counter.or(walk.counter);
        walk.resume = page.resume.clone().or(walk.resume.take());
        walk.sample = session.take_sample();
        let stated = page.empty.is_some_and(|e| e != Emptiness::NoEvents);
        walk.stated_empty = stated && cursor.page.is_none() && page.sightings.is_empty();
        Ok(Read {
            next: page.next,
            counts,
            complete: page.complete,
            newest_first: page.newest_first,
        })
    }

    /// Is the page to be believed? The first one of a poll is also held against earlier ones.
    async fn doubt(&mut self, cursor: &Cursor, page: &Page) -> sqlx::Result<Result<(), Failure>> {
        if let Err(failure) = believe(page) {
            return Ok(Err(failure));
        }
        if cursor.page.is_some() {
            return Ok(Ok(()));
        }
        self.watch.first_page(self.ctx, self.source, page).await
    }

    fn unchanged(&mut self, memo: Option<PageMemo>) -> Result<Read, Stop> {
        let memo = memo.ok_or_else(|| Stop::Failure(Failure::drift("unchanged_without_memo")))?;
        let ids = serde_json::from_str(&memo.ids).unwrap_or_default();
        Ok(Read {
            next: memo.next.map_or(Next::Done, Next::More),
            counts: self.intake.unchanged(ids),
            complete: memo.complete,
            newest_first: memo.newest_first,
        })
    }

    /// What follows from a page that did not come: others wait, a sample is kept, the canary is asked.
    async fn failed(&mut self, door: &Door<'_>, session: &Session, failure: Failure) -> Stop {
        let ctx = self.ctx;
        let done = match &failure {
            Failure::Slow { until: Some(until) } => match session.pace_key() {
                // others with the same host or key wait as well
                Some(key) => pace::push(&ctx.db, &key, Time::from(*until)).await,
                None => Ok(()),
            },
            Failure::Drift { .. } | Failure::Blocked { .. } => {
                keep_sample(ctx, self.source, session.take_sample(), &failure).await
            }
            _ => Ok(()),
        };
        if let Err(e) = done {
            return Stop::Db(e);
        }
        if failure != Failure::Gone {
            return Stop::Failure(failure);
        }
        let tally = &mut self.walk.tally;
        match canary::ask(ctx, self.tools, self.source, self.adapter, door, tally).await {
            Ok((believed, canary)) => {
                self.watch.canary(canary, ctx.now());
                Stop::Failure(believed)
            }
            Err(e) => Stop::Db(e),
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
    sample: Option<Sample>,
    failure: &Failure,
) -> sqlx::Result<()> {
    let Some(sample) = sample else {
        return Ok(());
    };
    let mut tx = ctx.db.begin().await?;
    let kind = sample.content_type.as_deref();
    sources::keep_sample(&mut tx, &source.id, ctx.now(), failure, kind, &sample.body).await?;
    tx.commit().await
}

async fn finish(
    ctx: &Context,
    source: &Source,
    watch: &mut Watch,
    walk: &Walk,
    failure: Option<&Failure>,
    next_at: Time,
) -> sqlx::Result<()> {
    let now = ctx.now();
    let health = watch.concluded(ctx, source, walk.counter, failure).await?;
    let mut tx = ctx.db.begin().await?;
    let verdict = sources::Verdict {
        outcome: failure.map_or("ok", Failure::outcome),
        health: health.word(),
        failure,
        next_at,
        resume: walk.resume.as_deref(),
        full_pass: walk.full && failure.is_none(),
        counter: walk.counter,
    };
    if !sources::finish_poll(&mut tx, source, now, &verdict).await? {
        return Ok(());
    }
    coverage::keep(&mut tx, &source.id, watch.coverage()).await?;
    coverage::count_answers(&mut tx, &source.id, now, &walk.tally.classes).await?;
    watch.tell(ctx, &mut tx, source, health).await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}
