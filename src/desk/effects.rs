//! Carries out the effects of a step of the reply machine, in the same transaction.

use super::memory;
use crate::config::AskByMail;
use crate::context::Context;
use crate::domain::reply::{Effect, Step};
use crate::domain::{Role, Sentiment, State};
use crate::store::people::Person;
use crate::store::replies::Reply;
use crate::store::threads::Thread;
use crate::store::{Time, Tx, jobs, mails, promises, sources, threads};
use chrono::TimeDelta;

/// The key under which an approval is published at most once.
pub fn publish_once(key: &str) -> String {
    format!("publish:{key}")
}

/// Carries out every effect. `reply` is the reply as it was before the step; `why` is told to the
/// people who are warned (`refused`, `unknown`, `vanished`) and becomes the reason of a closing.
///
/// # Errors
/// What the driver says.
pub async fn carry_out(
    ctx: &Context,
    tx: &mut Tx,
    people: &[Person],
    thread: &Thread,
    reply: &Reply,
    step: Step,
    why: &str,
) -> sqlx::Result<()> {
    let now = ctx.now();
    for effect in step.effects {
        match effect {
            Effect::VoidApproval => void(tx, reply, now).await?,
            // enqueued by `approve`, which knows the fresh key and the outbox delay
            Effect::Publish => {}
            Effect::AskApproval => ask(ctx, tx, people, thread, reply).await?,
            Effect::Recheck => {
                let soon = Time::from(now.utc() + TimeDelta::seconds(15));
                sources::hurry(tx, &thread.source_id, soon).await?;
                // where no poll shows replies, nothing will ever prove it: the thread has done its part
                if step.to == State::Published && !shows_replies(tx, &thread.source_id).await? {
                    threads::close(tx, &thread.id, "answered", now).await?;
                    memory::remember(ctx, tx, thread, &reply.text).await?;
                }
            }
            Effect::Warn => warn(tx, people, thread, reply, why, now).await?,
            Effect::CloseThread => {
                threads::close(tx, &thread.id, why, now).await?;
                if let Some(key) = reply.key.as_deref().filter(|_| reply.state() == State::Refused) {
                    promises::void(tx, key, now).await?;
                }
                if step.to == State::VerifiedLive {
                    memory::remember(ctx, tx, thread, &reply.text).await?;
                }
            }
            Effect::ReopenThread => threads::open_again(tx, &thread.id).await?,
        }
    }
    Ok(())
}

async fn shows_replies(tx: &mut Tx, source_id: &str) -> sqlx::Result<bool> {
    let (platform, route) = sources::answered_in(tx, source_id).await?;
    Ok(sources::shows_replies(&platform, &route).unwrap_or(true))
}

async fn void(tx: &mut Tx, reply: &Reply, now: Time) -> sqlx::Result<()> {
    if let Some(key) = &reply.key {
        jobs::cancel(tx, &publish_once(key), now).await?;
        // what may be public binds us, whatever becomes of the text
        if matches!(reply.state(), State::Approved | State::Refused) {
            promises::void(tx, key, now).await?;
        }
    }
    Ok(())
}

/// Asks for approval by mail: the assignee, else everybody who may approve there.
async fn ask(
    ctx: &Context,
    tx: &mut Tx,
    people: &[Person],
    thread: &Thread,
    reply: &Reply,
) -> sqlx::Result<()> {
    let wanted = match ctx.config.reply.ask_by_mail {
        AskByMail::Never => false,
        AskByMail::All => true,
        AskByMail::Negative => thread.sentiment == Sentiment::Negative.word(),
    };
    if !wanted {
        return Ok(());
    }
    for p in approvers(people, thread) {
        let once = format!("approval:{}:{}:{}", reply.id, reply.version, p.id);
        let payload = serde_json::json!({ "thread": thread.id });
        mails::queue(tx, ctx.now(), &once, "approval", "mail", &p.id, &payload).await?;
    }
    Ok(())
}

async fn warn(
    tx: &mut Tx,
    people: &[Person],
    thread: &Thread,
    reply: &Reply,
    why: &str,
    now: Time,
) -> sqlx::Result<()> {
    for p in approvers(people, thread) {
        let once = format!("warning:{why}:{}:{}:{}", reply.id, reply.version, p.id);
        let payload = serde_json::json!({ "thread": thread.id, "why": why });
        mails::queue(tx, now, &once, "warning", "mail", &p.id, &payload).await?;
    }
    Ok(())
}

/// Who may approve a reply in this thread: the assignee alone, if there is one who may.
pub fn approvers<'p>(people: &'p [Person], thread: &Thread) -> Vec<&'p Person> {
    let assigned = people
        .iter()
        .find(|p| Some(&p.id) == thread.assignee_id.as_ref() && p.role().may(crate::domain::Action::Approve));
    if let Some(p) = assigned {
        return vec![p];
    }
    let covering = |role: Role| {
        people
            .iter()
            .filter(move |p| p.role() == role && p.covers(thread.location.as_deref()))
            .collect::<Vec<_>>()
    };
    let managers = covering(Role::Manager);
    if managers.is_empty() {
        covering(Role::Owner)
    } else {
        managers
    }
}
