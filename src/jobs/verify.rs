//! What a good poll proves: which replies are live, which are missing, which reviews are gone.

use crate::context::Context;
use crate::desk::effects;
use crate::domain::State;
use crate::domain::reply::Event;
use crate::intake::{self, Replies};
use crate::store::Time;
use crate::store::people::Person;
use crate::store::replies::{self, ChangeError, Reply, Waiting};
use crate::store::sources::{self, Source};
use crate::store::{events, people, reviews, threads};
use chrono::{DateTime, TimeDelta, Utc};
use otklik_adapters::manifest::Deletions;
use std::collections::BTreeSet;

/// Good polls in a row without our text before it counts as missing.
const MISSING_POLLS: i64 = 2;
/// Moderation and delayed publication: so long a fresh reply may be invisible.
const MODERATION: TimeDelta = TimeDelta::hours(24);
/// Complete passes without a review before it counts as removed (decisions.md: deletion).
const ABSENT_PASSES: i64 = 2;

/// Clocks of a platform and ours may differ by so much.
const CLOCKS: TimeDelta = TimeDelta::minutes(10);

/// Checks our replies after a good poll that told this of them.
///
/// # Errors
/// What the driver says.
pub async fn replies(ctx: &Context, source: &Source, shown: &Replies) -> sqlx::Result<()> {
    let people = people::active(&ctx.db).await?;
    for mut waiting in replies::to_verify(&ctx.db, &source.id).await? {
        let told = shown.told.contains(&waiting.external_id);
        // replies stand apart from their reviews, and this one is not where it should be
        let gone = !told && shown.since.is_some_and(|since| is_after(&waiting, since));
        if gone && waiting.official_text.is_some() {
            waiting.official_text = None;
            let mut tx = ctx.db.begin().await?;
            reviews::set_official(&mut tx, &waiting.review_id, None).await?;
            tx.commit().await?;
        }
        // a refusal may come apart from its review: a mail that bounces
        if told || gone || waiting.declined_text.is_some() {
            verify(ctx, &people, source, &waiting).await?;
        }
    }
    Ok(())
}

/// It was published after this time for certain.
fn is_after(w: &Waiting, since: DateTime<Utc>) -> bool {
    let published = w.reply.published_at.map(|at| at.utc());
    published.is_some_and(|at| at - CLOCKS >= since)
}

/// Texts are compared without outer space and with runs of space as one: platforms re-flow them.
fn same_text(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// What a poll says of a reply of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Live,
    /// In moderation.
    Pending,
    Declined,
    Missing,
}

fn sight(w: &Waiting) -> Sight {
    let ours = |shown: &Option<String>| shown.as_deref().is_some_and(|t| same_text(t, &w.reply.text));
    if ours(&w.official_text) {
        if w.official_pending {
            Sight::Pending
        } else {
            Sight::Live
        }
    } else if ours(&w.declined_text) || declined_by_id(w) {
        Sight::Declined
    } else {
        Sight::Missing
    }
}

/// A refusal that does not repeat the text names the reply.
fn declined_by_id(w: &Waiting) -> bool {
    w.declined_text.as_deref() == Some("") && w.official_id.is_some() && w.official_id == w.reply.platform_id
}

/// What happened to the reply; `None`: nothing that matters.
fn event(sight: Sight, state: State, shows: bool) -> Option<Event> {
    match (sight, state) {
        (Sight::Live, _) => Some(Event::SeenLive),
        (Sight::Pending, State::Unknown) => Some(Event::Accepted),
        (Sight::Pending, _) => None,
        // an approved text may be the declined one, approved again: it has not been sent yet
        (Sight::Declined | Sight::Missing, State::Approved) => None,
        (Sight::Declined, _) => Some(Event::Refuse),
        (Sight::Missing, State::Vanished) => None,
        (Sight::Missing, _) => shows.then_some(Event::SeenMissing),
    }
}

async fn verify(ctx: &Context, people: &[Person], source: &Source, w: &Waiting) -> sqlx::Result<()> {
    let shows = sources::shows_replies(&source.platform, &source.reply_route).unwrap_or(false);
    let (sight, state) = (sight(w), w.reply.state());
    if sight == Sight::Live && state == State::VerifiedLive && w.reply.missing == 0 {
        return Ok(());
    }
    let Some(event) = event(sight, state, shows) else {
        return not_missing(ctx, w, sight).await;
    };
    let now = ctx.now();
    let mut tx = ctx.db.begin().await?;
    let Some(reply) = replies::of_thread_in(&mut tx, &w.reply.thread_id).await? else {
        return Ok(());
    };
    if reply.version != w.reply.version {
        return Ok(());
    }
    let reason = w.declined_reason.as_deref().filter(|_| event == Event::Refuse);
    if event == Event::SeenMissing {
        let missing = reply.missing + 1;
        replies::set_missing(&mut tx, &reply.id, missing).await?;
        let young = reply
            .published_at
            .is_some_and(|at| now.utc() - at.utc() < MODERATION);
        let waits = state == State::Published && young;
        // a warning is given once, when the count is reached
        let due = if state == State::Unknown {
            missing == MISSING_POLLS
        } else {
            missing >= MISSING_POLLS
        };
        if waits || !due {
            return tx.commit().await;
        }
    } else {
        replies::set_missing(&mut tx, &reply.id, 0).await?;
        let published = match event {
            Event::SeenLive => published(w, &reply, now),
            _ => reply.published_at.unwrap_or(now),
        };
        let verified = (event == Event::SeenLive).then_some(now);
        replies::set_outcome(&mut tx, &reply.id, None, Some(published), verified, reason).await?;
    }
    let Some(thread) = threads::of_review_in(&mut tx, &w.review_id).await? else {
        return Ok(());
    };
    match replies::step(&mut tx, &reply, event, now).await {
        Ok(step) => {
            let why = why(event, state);
            effects::carry_out(ctx, &mut tx, people, &thread, &reply, step, why).await?;
            let detail = serde_json::json!({ "from": state, "to": step.to, "why": reason });
            events::append(&mut tx, now, "daemon", event.word(), Some(&thread.id), &detail).await?;
            tx.commit().await
        }
        Err(ChangeError::Refused(_) | ChangeError::Conflict) => Ok(()),
        Err(ChangeError::Db(e)) => Err(e),
    }
}

/// When a reply that is seen live was published. One whose sending timed out has stood there since before it was
/// seen; the platform's time is believed unless it lies before the sending (some tell the day alone).
fn published(w: &Waiting, reply: &Reply, now: Time) -> Time {
    let known = reply.published_at.unwrap_or(now);
    let sent = reply.send_at.map(|at| at.utc() - CLOCKS);
    let told = w
        .official_at
        .filter(|told| sent.is_none_or(|sent| told.utc() >= sent));
    told.map_or(known, |told| told.min(known))
}

/// The word for the people who are told.
fn why(event: Event, state: State) -> &'static str {
    match (event, state) {
        (Event::SeenLive, _) => "answered",
        (Event::Refuse, _) => "refused",
        (_, State::Unknown) => "unknown",
        _ => "vanished",
    }
}

/// A reply in moderation is not missing, however long that takes.
async fn not_missing(ctx: &Context, w: &Waiting, sight: Sight) -> sqlx::Result<()> {
    if sight != Sight::Pending || w.reply.missing == 0 {
        return Ok(());
    }
    let mut tx = ctx.db.begin().await?;
    replies::set_missing(&mut tx, &w.reply.id, 0).await?;
    tx.commit().await
}

/// Marks reviews as removed that a pass over the whole list did not show; gives their number.
///
/// # Errors
/// What the driver says.
pub async fn absences(ctx: &Context, source: &Source, seen: &BTreeSet<String>) -> sqlx::Result<u32> {
    let Some(adapter) = otklik_adapters::by_id(&source.platform) else {
        return Ok(0);
    };
    let manifest = adapter.manifest();
    if !matches!(manifest.deletions, Deletions::Absence | Deletions::StubOrAbsence) {
        return Ok(0);
    }
    // a list at its cap hides old reviews without anybody removing them
    if manifest.cap.is_some_and(|cap| seen.len() >= cap as usize) {
        return Ok(0);
    }
    let changed: Vec<(reviews::Alive, i64)> = reviews::alive(&ctx.db, &source.id)
        .await?
        .into_iter()
        .filter_map(|r| {
            let absent = if seen.contains(&r.external_id) {
                0
            } else {
                r.absent + 1
            };
            (absent != r.absent).then_some((r, absent))
        })
        .collect();
    if changed.is_empty() {
        return Ok(0);
    }
    let people = people::active(&ctx.db).await?;
    let mut removed = 0;
    let mut tx = ctx.db.begin().await?;
    for (review, absent) in changed {
        reviews::set_absent(&mut tx, &review.id, absent).await?;
        if absent >= ABSENT_PASSES {
            intake::absent(ctx, source, &people, &mut tx, &review.id).await?;
            removed += 1;
        }
    }
    tx.commit().await?;
    Ok(removed)
}
