//! The writing half of intake: one transaction a page.

use super::prepare::{Fresh, Prepared};
use super::{IntakeError, Kept};
use crate::config::Escalation;
use crate::context::Context;
use crate::desk::{self, effects, memory};
use crate::domain::Sentiment;
use crate::domain::reply::{Event, State};
use crate::draft::Drafts;
use crate::store::people::Person;
use crate::store::sources::{self, Source};
use crate::store::threads::{self, Thread};
use crate::store::{Time, Tx, cases, events, replies, reviews};
use chrono::TimeDelta;

/// How long a lease holds after each page; a page never takes that long.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// Stores what a page brought.
///
/// # Errors
/// [`IntakeError`]; then nothing is stored.
pub async fn write(
    ctx: &Context,
    source: &Source,
    people: &[Person],
    page: &Prepared,
    kept: Option<&Kept>,
) -> Result<(), IntakeError> {
    let now = ctx.now();
    let mut tx = ctx.db.begin().await?;
    if !sources::hold(&mut tx, source, Time::from(now.utc() + LEASE)).await? {
        return Err(IntakeError::LeaseLost);
    }
    let w = Writer {
        ctx,
        source,
        people,
        now,
    };
    let mut told = Vec::new();
    let fresh: Vec<reviews::Review> = page.new.iter().map(|f| f.review.clone()).collect();
    reviews::insert(&mut tx, &fresh).await?;
    w.open_threads(&mut tx, &page.new, &mut told).await?;
    for f in &page.edited {
        w.edited(&mut tx, f, &mut told).await?;
    }
    for id in &page.removed {
        w.removed(&mut tx, id, "stub", &mut told).await?;
    }
    for id in &page.restored {
        reviews::restore(&mut tx, id).await?;
    }
    for (id, reply) in &page.official {
        reviews::set_official(&mut tx, id, reply.as_ref()).await?;
    }
    if let Some(kept) = kept {
        sources::keep_memo(&mut tx, &source.id, &kept.page, &kept.memo).await?;
    }
    let quiet = page.new.iter().filter(|f| f.review.quiet).count();
    if quiet > 0 {
        told.push((
            None,
            "history_taken",
            serde_json::json!({ "source": source.name, "reviews": quiet }),
        ));
    }
    // last: the head of the event chain is held until commit
    for (thread, kind, detail) in told {
        events::append(&mut tx, now, "daemon", kind, thread.as_deref(), &detail).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Marks a review as removed because two complete passes did not show it.
///
/// # Errors
/// What the driver says.
pub async fn absent(
    ctx: &Context,
    source: &Source,
    people: &[Person],
    tx: &mut Tx,
    review_id: &str,
) -> sqlx::Result<()> {
    let mut told = Vec::new();
    Writer {
        ctx,
        source,
        people,
        now: ctx.now(),
    }
    .removed(tx, review_id, "absent", &mut told)
    .await?;
    for (thread, kind, detail) in told {
        events::append(tx, ctx.now(), "daemon", kind, thread.as_deref(), &detail).await?;
    }
    Ok(())
}

type Told = Vec<(Option<String>, &'static str, serde_json::Value)>;

struct Writer<'a> {
    ctx: &'a Context,
    source: &'a Source,
    people: &'a [Person],
    now: Time,
}

/// Where a fresh draft leads, and with which text.
fn first_state(drafts: Option<&Drafts>) -> (State, bool) {
    match drafts {
        Some(d) if !d.variants.is_empty() => match State::None.step(Event::Drafted) {
            Ok(step) => (step.to, true),
            Err(_) => (State::None, false),
        },
        _ => (State::None, false),
    }
}

/// The thread of a new review.
pub(super) fn thread_of(source: &Source, f: &Fresh, now: Time) -> Thread {
    let because = if f.review.removed_at.is_some() {
        Some("removed")
    } else if f.review.quiet {
        Some("history")
    } else if f.review.official_text.is_some() {
        Some("answered")
    } else {
        None
    };
    Thread {
        id: crate::store::new_id(),
        review_id: f.review.id.clone(),
        source_id: source.id.clone(),
        location: source.location.clone(),
        urgency: f.review.urgency.clone(),
        sentiment: f.review.sentiment.clone(),
        open: because.is_none(),
        closed_because: because.map(str::to_owned),
        reply_by: f.clocks.reply_by,
        warn_at: f.clocks.warn_at,
        final_by: f.clocks.final_by,
        without_calendar: f.clocks.without_calendar,
        fault: None,
        assignee_id: None,
        editor_id: None,
        editor_until: None,
        opened_at: now,
        version: 1,
    }
}

/// The reply that a new thread starts with.
pub(super) fn reply_of(thread: &Thread, f: &Fresh) -> replies::Reply {
    let (state, has_text) = first_state(f.drafts.as_ref());
    let chosen = f
        .drafts
        .as_ref()
        .and_then(|d| d.variants.first())
        .filter(|_| has_text);
    let text = chosen.map_or("", |v| v.text.as_str());
    let variants = f
        .drafts
        .as_ref()
        .map_or_else(|| "[]".to_owned(), |d| serde_json::json!(d.variants).to_string());
    let refused = f.drafts.as_ref().and_then(|d| d.refused.clone());
    let promise = chosen.and_then(|v| v.promise_by).map(|d| d.to_string());
    replies::Reply::started(&thread.id, state, text, variants, refused, promise)
}

impl Writer<'_> {
    async fn open_threads(&self, tx: &mut Tx, new: &[Fresh], told: &mut Told) -> sqlx::Result<()> {
        let mut opened = Vec::with_capacity(new.len());
        let mut started = Vec::with_capacity(new.len());
        for f in new {
            let thread = thread_of(self.source, f, self.now);
            started.push(reply_of(&thread, f));
            opened.push(thread);
        }
        threads::insert(tx, &opened).await?;
        replies::insert(tx, &started, self.now).await?;
        for ((f, thread), reply) in new.iter().zip(&opened).zip(&started) {
            self.thanks(tx, f).await?;
            if !thread.open {
                continue;
            }
            let detail = serde_json::json!({ "urgency": thread.urgency, "sentiment": thread.sentiment });
            told.push((Some(thread.id.clone()), "review_seen", detail));
            if first_state(f.drafts.as_ref()).1 {
                let step = State::None.step(Event::Drafted);
                if let Ok(step) = step {
                    effects::carry_out(self.ctx, tx, self.people, thread, reply, step, "drafted").await?;
                }
            }
            self.alarm(tx, f, thread).await?;
        }
        Ok(())
    }

    /// A kind word of the author below the review that we answered.
    async fn thanks(&self, tx: &mut Tx, f: &Fresh) -> sqlx::Result<()> {
        let (Some(parent), Some(author)) = (&f.review.parent, &f.review.author_id) else {
            return Ok(());
        };
        if f.review.quiet || f.verdict.sentiment != Sentiment::Positive {
            return Ok(());
        }
        cases::thanked(tx, &self.source.id, parent, author, self.now).await
    }

    async fn alarm(&self, tx: &mut Tx, f: &Fresh, thread: &Thread) -> sqlx::Result<()> {
        let Escalation { from, .. } = self.ctx.config.escalation;
        // declared from most to least urgent
        if f.verdict.urgency <= from && thread.open {
            let once = format!("{}:{}", f.review.id, f.review.versions);
            desk::raise(self.ctx, tx, self.people, thread, &once).await?;
        }
        Ok(())
    }

    async fn edited(&self, tx: &mut Tx, f: &Fresh, told: &mut Told) -> sqlx::Result<()> {
        if !reviews::edit(tx, &f.review, self.now).await? {
            return Ok(());
        }
        let Some(mut thread) = threads::of_review_in(tx, &f.review.id).await? else {
            return Ok(());
        };
        let Some(reply) = replies::of_thread_in(tx, &thread.id).await? else {
            return Ok(());
        };
        let was = reply.state();
        memory::author_edited(tx, &thread.id, f.review.rating, f.verdict.sentiment, self.now).await?;
        self.step(tx, &thread, &reply, Event::ReviewEdited, "review_edited")
            .await?;
        if f.review.official_text.is_none() {
            threads::reopen(
                tx,
                &thread.id,
                &f.review.urgency,
                &f.review.sentiment,
                f.clocks,
                self.now,
            )
            .await?;
        }
        thread.urgency.clone_from(&f.review.urgency);
        thread.sentiment.clone_from(&f.review.sentiment);
        thread.open = f.review.official_text.is_none();
        let detail = serde_json::json!({ "version": f.review.versions, "reply_was": was });
        told.push((Some(thread.id.clone()), "review_edited", detail));
        if was == State::Approved {
            told.push((
                Some(thread.id.clone()),
                "approval_voided",
                serde_json::json!({ "because": "review_edited" }),
            ));
        }
        self.redraft(tx, f, &thread).await?;
        self.alarm(tx, f, &thread).await
    }

    /// A new draft for the new text, unless something of ours is out or a person is writing.
    async fn redraft(&self, tx: &mut Tx, f: &Fresh, thread: &Thread) -> sqlx::Result<()> {
        let Some(drafts) = &f.drafts else { return Ok(()) };
        let Some(reply) = replies::of_thread_in(tx, &thread.id).await? else {
            return Ok(());
        };
        if !matches!(reply.state(), State::Outdated | State::None) {
            return Ok(());
        }
        let variants = serde_json::json!(drafts.variants).to_string();
        replies::set_variants(tx, &reply.id, &variants, drafts.refused.as_deref()).await?;
        let Some(first) = drafts.variants.first() else {
            return Ok(());
        };
        // a person's own words are never overwritten: the variants are offered beside them
        if reply.origin == "draft" {
            let promise = first.promise_by.map(|d| d.to_string());
            replies::set_text(tx, &reply.id, &first.text, "draft", promise.as_deref()).await?;
            self.step(tx, thread, &reply, Event::Drafted, "drafted").await?;
        }
        Ok(())
    }

    async fn removed(&self, tx: &mut Tx, review_id: &str, how: &str, told: &mut Told) -> sqlx::Result<()> {
        if !reviews::remove(tx, review_id, self.now).await? {
            return Ok(());
        }
        let Some(thread) = threads::of_review_in(tx, review_id).await? else {
            return Ok(());
        };
        if let Some(reply) = replies::of_thread_in(tx, &thread.id).await? {
            self.step(tx, &thread, &reply, Event::ReviewRemoved, "removed")
                .await?;
        }
        memory::author_removed(tx, &thread.id, self.now).await?;
        told.push((
            Some(thread.id),
            "review_removed",
            serde_json::json!({ "known_by": how }),
        ));
        Ok(())
    }

    /// Takes a step that the table allows; one that it refuses changes nothing.
    async fn step(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        reply: &replies::Reply,
        event: Event,
        why: &str,
    ) -> sqlx::Result<()> {
        match replies::step(tx, reply, event, self.now).await {
            Ok(step) => effects::carry_out(self.ctx, tx, self.people, thread, reply, step, why).await,
            Err(replies::ChangeError::Refused(_)) => Ok(()),
            // the row is locked (PostgreSQL) or the writer is ours (SQLite): nobody can be faster
            Err(replies::ChangeError::Conflict) => Err(sqlx::Error::RowNotFound),
            Err(replies::ChangeError::Db(e)) => Err(e),
        }
    }
}
