//! Verbs on replies: edit, submit, approve, undo, pasted by hand, drop, reopen.

use super::{Actor, DeskError, Promised, effects, promises};
use crate::context::Context;
use crate::domain::reply::Event;
use crate::domain::{Action, State};
use crate::lint::{Finding, Level};
use crate::store::people::{self, Person};
use crate::store::replies::{self, ChangeError, Consent, Reply};
use crate::store::threads::{self, Thread};
use crate::store::{Time, Tx, events, jobs, reviews, sources};
use std::collections::BTreeMap;

/// Longest text that a person can type; far above every platform's limit.
const MAX_TEXT: usize = 20_000;

struct Open {
    tx: Tx,
    people: Vec<Person>,
    thread: Thread,
    reply: Reply,
}

/// Opens the transaction and checks the version that the person saw.
async fn open(ctx: &Context, thread_id: &str, version: i64) -> Result<Open, DeskError> {
    let people = people::active(&ctx.db).await?;
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let mut tx = ctx.db.begin().await?;
    let reply = replies::of_thread_in(&mut tx, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    if reply.version != version {
        return Err(DeskError::Conflict);
    }
    Ok(Open {
        tx,
        people,
        thread,
        reply,
    })
}

impl Open {
    async fn step(&mut self, ctx: &Context, event: Event, why: &str) -> Result<(), DeskError> {
        let step = replies::step(&mut self.tx, &self.reply, event, ctx.now()).await?;
        effects::carry_out(
            ctx,
            &mut self.tx,
            &self.people,
            &self.thread,
            &self.reply,
            step,
            why,
        )
        .await?;
        Ok(())
    }

    async fn finish(
        mut self,
        ctx: &Context,
        actor: &Actor,
        kind: &str,
        detail: serde_json::Value,
    ) -> Result<Reply, DeskError> {
        let id = &self.thread.id;
        events::append(&mut self.tx, ctx.now(), &actor.name, kind, Some(id), &detail).await?;
        let reply = replies::of_thread_in(&mut self.tx, id)
            .await?
            .ok_or(DeskError::NotFound)?;
        self.tx.commit().await?;
        ctx.bell.notify_one();
        Ok(reply)
    }
}

/// Replaces the text. An approved text goes back to review: its approval is void.
///
/// # Errors
/// [`DeskError`].
pub async fn edit(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    version: i64,
    text: &str,
    promise_by: Option<&str>,
) -> Result<Reply, DeskError> {
    let promised = Promised {
        by: promise_by.map(str::to_owned),
        ..Promised::default()
    };
    edit_with(ctx, actor, thread_id, version, text, &promised).await
}

/// As [`edit`], with the whole promise: its owner, the date that we mean and the one that we name.
///
/// # Errors
/// [`DeskError`].
pub async fn edit_with(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    version: i64,
    text: &str,
    promised: &Promised,
) -> Result<Reply, DeskError> {
    actor.must(Action::Write)?;
    let text = text.replace("\r\n", "\n").replace('\0', "\u{fffd}");
    let text = text.trim();
    if text.is_empty() {
        return Err(DeskError::Invalid("desk-text-empty"));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(DeskError::Invalid("desk-text-too-long"));
    }
    let mut open = open(ctx, thread_id, version).await?;
    let set = promises::checked(ctx, &open.people, &open.thread, promised)?;
    open.step(ctx, Event::Edit, "edit").await?;
    replies::set_text(&mut open.tx, &open.reply.id, text, "person", set.by.as_deref()).await?;
    let (internal, owner) = (set.internal.as_deref(), set.owner.as_deref());
    replies::set_promise(&mut open.tx, &open.reply.id, internal, owner).await?;
    let detail = serde_json::json!({ "text": text, "promise_by": set.by, "internal": set.internal, "owner": set.owner });
    open.finish(ctx, actor, "reply_edited", detail).await
}

/// Offers the text for approval.
///
/// # Errors
/// [`DeskError`].
pub async fn submit(ctx: &Context, actor: &Actor, thread_id: &str, version: i64) -> Result<Reply, DeskError> {
    actor.must(Action::Write)?;
    let mut open = open(ctx, thread_id, version).await?;
    open.step(ctx, Event::Submit, "submit").await?;
    open.finish(ctx, actor, "reply_submitted", serde_json::json!({}))
        .await
}

/// Approves the exact text whose hash is given: into the outbox where the platform takes replies by
/// API, else for publishing by hand.
///
/// # Errors
/// [`DeskError::Conflict`] when the text is not the one that the person saw, [`DeskError::Blocked`]
/// when the linter blocks and `overrides` gives no reason for it.
pub async fn approve(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    version: i64,
    text_hash: &str,
    overrides: &BTreeMap<String, String>,
) -> Result<Reply, DeskError> {
    actor.must(Action::Approve)?;
    let seen = replies::of_thread(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    if seen.version != version || seen.text_hash != text_hash || seen.text.trim().is_empty() {
        return Err(DeskError::Conflict);
    }
    gate(ctx, thread_id, &seen, overrides).await?;

    let mut open = open(ctx, thread_id, version).await?;
    let review = reviews::by_id(&ctx.db, &open.thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let source = sources::by_id(&ctx.db, &open.thread.source_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    if review.removed_at.is_some() {
        return Err(DeskError::Invalid("desk-review-removed"));
    }
    let by_hand =
        source.reply_route != "api" || review.provider.as_deref().is_some_and(|p| p != source.platform);
    let send_at = Time::from(ctx.clock.now() + ctx.config.reply.outbox.delta());
    let reasons = serde_json::json!(overrides).to_string();
    let consent = Consent {
        person_id: &actor.id,
        text_hash,
        review_hash: &review.content_hash,
        seen_official: review.official_text.as_deref(),
        overrides: &reasons,
        by_hand,
        send_at,
    };
    // refuse before writing: the state may not take an approval
    open.reply
        .state()
        .step(Event::Approve)
        .map_err(|r| DeskError::from(ChangeError::Refused(r)))?;
    let key = replies::consent(&mut open.tx, &open.reply, &consent, ctx.now()).await?;
    let promise = promises::make(ctx, &mut open.tx, actor, &open.thread, &open.reply, &key).await?;
    open.step(ctx, Event::Approve, "approve").await?;
    if !by_hand {
        let payload = serde_json::json!({ "publish": thread_id, "key": key }).to_string();
        jobs::enqueue(
            &mut open.tx,
            "publish",
            &payload,
            Some(&effects::publish_once(&key)),
            send_at,
        )
        .await?;
    }
    let detail = serde_json::json!({
        "text_hash": text_hash, "by_hand": by_hand, "overrides": overrides, "promise": promise,
    });
    open.finish(ctx, actor, "reply_approved", detail).await
}

/// The linter at the door: what blocks needs a written reason, and some codes take none.
async fn gate(
    ctx: &Context,
    thread_id: &str,
    reply: &Reply,
    overrides: &BTreeMap<String, String>,
) -> Result<(), DeskError> {
    let input = super::lint_input(ctx, thread_id, &reply.text, reply.promise_by.as_deref()).await?;
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let limit = sources::by_id(&ctx.db, &thread.source_id)
        .await?
        .and_then(|s| s.limit());
    let outcome = ctx.rules.lint(&input, limit, crate::domain::Lang::Ru);
    let pack = ctx.rules.pack();
    let stopping: Vec<Finding> = outcome
        .findings
        .into_iter()
        .filter(|f| f.level == Level::Block)
        .filter(|f| {
            let reason = overrides
                .get(&f.code)
                .is_some_and(|r| r.trim().chars().count() >= 5);
            !(reason && pack.can_be_overridden(&f.code))
        })
        .collect();
    if stopping.is_empty() {
        Ok(())
    } else {
        Err(DeskError::Blocked(stopping))
    }
}

/// Takes an approval back while the reply is in the outbox.
///
/// # Errors
/// [`DeskError`]; [`DeskError::Refused`] once it is being sent.
pub async fn undo(ctx: &Context, actor: &Actor, thread_id: &str, version: i64) -> Result<Reply, DeskError> {
    actor.must(Action::Approve)?;
    let mut open = open(ctx, thread_id, version).await?;
    open.step(ctx, Event::Undo, "undo").await?;
    open.finish(ctx, actor, "approval_undone", serde_json::json!({}))
        .await
}

/// A person says: I pasted it on the platform. The next polls must see it.
///
/// # Errors
/// [`DeskError`].
pub async fn pasted_by_hand(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    version: i64,
) -> Result<Reply, DeskError> {
    actor.must(Action::Approve)?;
    let mut open = open(ctx, thread_id, version).await?;
    if open.reply.state() == State::Approved && !open.reply.by_hand {
        return Err(DeskError::Invalid("desk-goes-out-by-itself"));
    }
    open.step(ctx, Event::PastedByHand, "pasted").await?;
    replies::set_outcome(&mut open.tx, &open.reply.id, None, Some(ctx.now()), None, None).await?;
    open.finish(ctx, actor, "pasted_by_hand", serde_json::json!({}))
        .await
}

/// Decides not to reply, with a written reason.
///
/// # Errors
/// [`DeskError`].
pub async fn drop_reply(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    version: i64,
    reason: &str,
) -> Result<Reply, DeskError> {
    actor.must(Action::Approve)?;
    let reason = reason.trim().replace('\0', "\u{fffd}");
    let reason = reason.as_str();
    if reason.chars().count() < 3 {
        return Err(DeskError::Invalid("desk-reason-missing"));
    }
    let mut open = open(ctx, thread_id, version).await?;
    open.step(ctx, Event::Drop, "no_reply").await?;
    replies::set_outcome(&mut open.tx, &open.reply.id, None, None, None, Some(reason)).await?;
    open.finish(
        ctx,
        actor,
        "reply_dropped",
        serde_json::json!({ "reason": reason }),
    )
    .await
}

/// Takes a stuck reply (refused, unknown, vanished, outdated, dropped) back to work.
///
/// # Errors
/// [`DeskError`].
pub async fn reopen(ctx: &Context, actor: &Actor, thread_id: &str, version: i64) -> Result<Reply, DeskError> {
    actor.must(Action::Approve)?;
    let mut open = open(ctx, thread_id, version).await?;
    open.step(ctx, Event::Reopen, "reopen").await?;
    open.finish(ctx, actor, "reply_reopened", serde_json::json!({}))
        .await
}
