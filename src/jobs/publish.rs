//! Publishes one approved reply, at most once.
//!
//! Order: mark `sending` (committed) → re-read what stands there → send → commit the outcome. A crash
//! between the first and the last leaves `sending`; whoever finds it says `unknown` and never sends.

use super::door::Door;
use super::poll::Tools;
use super::{Done, JobError, back_off};
use crate::context::Context;
use crate::desk::effects;
use crate::domain::State;
use crate::domain::reply::Event;
use crate::net::Errand;
use crate::store::jobs::{self, Leased};
use crate::store::replies::{self, Approval, Reply};
use crate::store::reviews::{self, Review};
use crate::store::sources::{self, Source};
use crate::store::threads::{self, Thread};
use crate::store::{Time, events, people};
use otklik_adapters::{Failure, OfficialReply, Receipt, ReplyOrder, Standing};

struct Case {
    thread: Thread,
    review: Review,
    source: Source,
    reply: Reply,
    approval: Approval,
}

/// Does the job.
///
/// # Errors
/// [`JobError`]; nothing was sent then.
pub async fn run(
    ctx: &Context,
    tools: &Tools,
    job: &Leased,
    thread_id: &str,
    key: &str,
) -> Result<Done, JobError> {
    let Some(case) = load(ctx, thread_id, key).await? else {
        return obsolete(ctx, job).await;
    };
    match case.reply.state() {
        State::Approved => {}
        // an earlier attempt died between marking and outcome: nobody knows whether it left
        State::Sending => return settle(ctx, job, &case, Event::NoAnswer, None, "unknown").await,
        _ => return obsolete(ctx, job).await,
    }
    if case.reply.send_at.is_some_and(|at| at > ctx.now()) {
        return Ok(Done::Later(
            case.reply.send_at.unwrap_or(ctx.now()),
            "in the outbox".into(),
        ));
    }
    if case.review.content_hash != case.approval.review_hash
        || case.reply.text_hash != case.approval.text_hash
    {
        return obsolete(ctx, job).await;
    }
    let Some(reply) = mark_sending(ctx, &case).await? else {
        return obsolete(ctx, job).await;
    };
    let case = Case { reply, ..case };
    match send(ctx, tools, &case).await {
        Sent::Receipt(Receipt::Live { id } | Receipt::Accepted { id }) => {
            settle(ctx, job, &case, Event::Accepted, id.as_deref(), "published").await
        }
        Sent::Failure(Failure::Unknown) => settle(ctx, job, &case, Event::NoAnswer, None, "unknown").await,
        Sent::Failure(Failure::Refused { reason }) => refuse(ctx, job, &case, &reason).await,
        Sent::Failure(f @ (Failure::Slow { .. } | Failure::Down { .. })) => {
            not_sent(ctx, job, &case, &f).await
        }
        Sent::Failure(f) => refuse(ctx, job, &case, f.outcome()).await,
        Sent::OtherReply => refuse(ctx, job, &case, "another_reply_is_there").await,
        Sent::AlreadyThere => settle(ctx, job, &case, Event::Accepted, None, "published").await,
    }
}

async fn load(ctx: &Context, thread_id: &str, key: &str) -> sqlx::Result<Option<Case>> {
    let Some(reply) = replies::of_thread(&ctx.db, thread_id).await? else {
        return Ok(None);
    };
    if reply.key.as_deref() != Some(key) || reply.by_hand {
        return Ok(None);
    }
    let Some(approval) = reply.approval_id.clone() else {
        return Ok(None);
    };
    let approval = replies::approval(&ctx.db, &approval).await?;
    let thread = threads::by_id(&ctx.db, thread_id).await?;
    let (Some(approval), Some(thread)) = (approval, thread) else {
        return Ok(None);
    };
    let review = reviews::by_id(&ctx.db, &thread.review_id).await?;
    let source = sources::by_id(&ctx.db, &thread.source_id).await?;
    let (Some(review), Some(source)) = (review, source) else {
        return Ok(None);
    };
    Ok(Some(Case {
        thread,
        review,
        source,
        reply,
        approval,
    }))
}

/// Commits `sending` before anything leaves. `None`: somebody was faster.
async fn mark_sending(ctx: &Context, case: &Case) -> Result<Option<Reply>, JobError> {
    let mut tx = ctx.db.begin().await?;
    match replies::step(&mut tx, &case.reply, Event::Send, ctx.now()).await {
        Ok(_) => {}
        Err(replies::ChangeError::Db(e)) => return Err(e.into()),
        Err(_) => return Ok(None),
    }
    let reply = replies::of_thread_in(&mut tx, &case.thread.id).await?;
    tx.commit().await?;
    Ok(reply)
}

enum Sent {
    Receipt(Receipt),
    Failure(Failure),
    /// Somebody else's reply stands there: it is not overwritten.
    OtherReply,
    /// Our very text stands there already.
    AlreadyThere,
}

async fn send(ctx: &Context, tools: &Tools, case: &Case) -> Sent {
    let adapter = otklik_adapters::by_id(&case.source.platform);
    let (Some(adapter), Some(place)) = (adapter, case.source.place()) else {
        return Sent::Failure(Failure::Unsupported);
    };
    let door = match Door::of(ctx, tools, adapter, &case.source) {
        Ok(door) => door,
        Err(failure) => return Sent::Failure(failure),
    };
    let manifest = adapter.manifest();
    if manifest.limit.is_some_and(|l| l.used(&case.reply.text) > l.max) {
        return Sent::Failure(Failure::Refused {
            reason: "too_long".into(),
        });
    }
    let session = door.open(&place, None, Errand::Publish);
    match adapter
        .current_reply(&session, &place, &case.review.external_id)
        .await
    {
        // what the platform declined nobody sees: it is not another reply, and not ours either
        Ok(Some(OfficialReply {
            standing: Standing::Rejected { .. },
            ..
        })) => {}
        Ok(Some(shown))
            if shown
                .text
                .split_whitespace()
                .eq(case.reply.text.split_whitespace()) =>
        {
            return Sent::AlreadyThere;
        }
        Ok(Some(shown)) if Some(shown.text.as_str()) != case.approval.seen_official.as_deref() => {
            return Sent::OtherReply;
        }
        Ok(_) | Err(Failure::Unsupported) => {}
        // nothing was sent yet, so no answer to a question is no unknown outcome
        Err(Failure::Unknown) => return Sent::Failure(Failure::down("no_answer")),
        Err(f) => return Sent::Failure(f),
    }
    let order = ReplyOrder {
        place,
        review: case.review.external_id.clone(),
        parent: case.review.parent.clone(),
        author: case.review.author_id.clone(),
        title: case.review.title.clone(),
        text: case.reply.text.clone(),
        idempotency_key: case.approval.id.clone(),
    };
    match adapter.publish(&session, &order).await {
        Ok(receipt) => Sent::Receipt(receipt),
        Err(failure) => Sent::Failure(failure),
    }
}

async fn obsolete(ctx: &Context, job: &Leased) -> Result<Done, JobError> {
    let mut tx = ctx.db.begin().await?;
    jobs::finish(&mut tx, job, ctx.now(), "cancelled", None).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}

/// Commits the outcome together with the end of the job.
async fn settle(
    ctx: &Context,
    job: &Leased,
    case: &Case,
    event: Event,
    platform_id: Option<&str>,
    outcome: &str,
) -> Result<Done, JobError> {
    settle_because(ctx, job, case, event, platform_id, outcome, None).await
}

/// As [`settle`]; `reason`: the platform's own word for why it declined.
async fn settle_because(
    ctx: &Context,
    job: &Leased,
    case: &Case,
    event: Event,
    platform_id: Option<&str>,
    outcome: &str,
    reason: Option<&str>,
) -> Result<Done, JobError> {
    let now = ctx.now();
    let people = people::active(&ctx.db).await?;
    let mut tx = ctx.db.begin().await?;
    let Some(reply) = replies::of_thread_in(&mut tx, &case.thread.id).await? else {
        return Ok(Done::Finished);
    };
    match replies::step(&mut tx, &reply, event, now).await {
        Ok(step) => {
            effects::carry_out(ctx, &mut tx, &people, &case.thread, &reply, step, outcome).await?;
            let published = (event == Event::Accepted).then_some(now);
            replies::set_outcome(&mut tx, &reply.id, platform_id, published, None, reason).await?;
            let detail = serde_json::json!({ "outcome": step.to, "why": reason.unwrap_or(outcome) });
            events::append(&mut tx, now, "daemon", "publish", Some(&case.thread.id), &detail).await?;
        }
        // seen live by a poll meanwhile: all is well
        Err(replies::ChangeError::Refused(_)) => {}
        Err(replies::ChangeError::Conflict) => {
            return Err(JobError::Other("the reply changed meanwhile".into()));
        }
        Err(replies::ChangeError::Db(e)) => return Err(e.into()),
    }
    jobs::finish(&mut tx, job, now, "done", None).await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(Done::Finished)
}

async fn refuse(ctx: &Context, job: &Leased, case: &Case, reason: &str) -> Result<Done, JobError> {
    settle_because(ctx, job, case, Event::Refuse, None, "refused", Some(reason)).await
}

/// Nothing left this machine: back into the outbox.
async fn not_sent(ctx: &Context, job: &Leased, case: &Case, failure: &Failure) -> Result<Done, JobError> {
    let now = ctx.now();
    let until = match failure {
        Failure::Slow { until: Some(until) } => Time::from(*until),
        _ => Time(now.0 + i64::try_from(back_off(job.attempt).as_millis()).unwrap_or(60_000)),
    };
    let mut tx = ctx.db.begin().await?;
    let Some(reply) = replies::of_thread_in(&mut tx, &case.thread.id).await? else {
        return Ok(Done::Finished);
    };
    match replies::step(&mut tx, &reply, Event::NotSent, now).await {
        Ok(_) => {}
        Err(replies::ChangeError::Db(e)) => return Err(e.into()),
        Err(_) => return Err(JobError::Other("the reply changed meanwhile".into())),
    }
    tx.commit().await?;
    Ok(Done::Later(until, failure.to_string()))
}
