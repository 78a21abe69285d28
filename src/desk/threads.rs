//! Verbs on threads and sources: assign, editing, fault, note, poll now.

use super::{Actor, DeskError};
use crate::context::Context;
use crate::domain::{Action, Fault};
use crate::store::{Time, events, notes, people, reviews, sources, threads};
use chrono::TimeDelta;

/// How long "is editing" holds without a sign of life, seconds.
const EDITING_S: i64 = 90;

/// Gives a thread to somebody, or to nobody.
///
/// # Errors
/// [`DeskError`].
pub async fn assign(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    thread_version: i64,
    person_id: Option<&str>,
) -> Result<(), DeskError> {
    actor.must(Action::Assign)?;
    let to = match person_id {
        None => None,
        Some(id) => Some(
            people::by_id(&ctx.db, id)
                .await?
                .filter(|p| p.active)
                .ok_or(DeskError::NotFound)?,
        ),
    };
    let known = people::active(&ctx.db).await?;
    let mut tx = ctx.db.begin().await?;
    let thread = threads::by_id_in(&mut tx, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let instead = match &to {
        Some(person) => super::care::instead(ctx, &mut tx, &known, &thread, person).await?,
        None => None,
    };
    let meant = instead.is_some().then(|| to.clone()).flatten().map(|p| p.name);
    let to = instead.or(to);
    let person_id = to.as_ref().map(|p| p.id.as_str());
    if !threads::assign(&mut tx, thread_id, thread_version, person_id).await? {
        return Err(DeskError::Conflict);
    }
    let detail = serde_json::json!({ "to": to.map(|p| p.name), "instead_of": meant });
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        "assigned",
        Some(thread_id),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Says "I am editing"; gives the name of somebody else who already is.
///
/// # Errors
/// [`DeskError`].
pub async fn editing(ctx: &Context, actor: &Actor, thread_id: &str) -> Result<Option<String>, DeskError> {
    actor.must(Action::Write)?;
    let now = ctx.now();
    let until = Time::from(now.utc() + TimeDelta::seconds(EDITING_S));
    let mut tx = ctx.db.begin().await?;
    let mine = threads::edit_by(&mut tx, thread_id, &actor.id, now, until).await?;
    tx.commit().await?;
    if mine {
        return Ok(None);
    }
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let Some(other) = thread.editor_id else {
        return Ok(None);
    };
    Ok(people::by_id(&ctx.db, &other).await?.map(|p| p.name))
}

/// A person's judgement of whose fault it was.
///
/// # Errors
/// [`DeskError`].
pub async fn set_fault(ctx: &Context, actor: &Actor, thread_id: &str, fault: Fault) -> Result<(), DeskError> {
    actor.must(Action::Write)?;
    let mut tx = ctx.db.begin().await?;
    threads::set_fault(&mut tx, thread_id, fault.word()).await?;
    let detail = serde_json::json!({ "fault": fault });
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        "fault_set",
        Some(thread_id),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Adds an internal note.
///
/// # Errors
/// [`DeskError`].
pub async fn note(ctx: &Context, actor: &Actor, thread_id: &str, body: &str) -> Result<(), DeskError> {
    actor.must(Action::Write)?;
    let body = body.trim().replace('\0', "\u{fffd}");
    let body = body.as_str();
    if body.is_empty() || body.chars().count() > 5_000 {
        return Err(DeskError::Invalid("desk-note-length"));
    }
    let mut tx = ctx.db.begin().await?;
    notes::add(&mut tx, thread_id, &actor.id, body, ctx.now()).await?;
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        "noted",
        Some(thread_id),
        &serde_json::json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// A person says: I looked at the photos and videos of this review. Without it the linter stops an approval.
///
/// # Errors
/// [`DeskError`].
pub async fn looked(ctx: &Context, actor: &Actor, thread_id: &str) -> Result<(), DeskError> {
    actor.must(Action::Write)?;
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let review = reviews::by_id(&ctx.db, &thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    if review.media <= i64::from(events::viewed(&ctx.db, thread_id).await?) {
        return Ok(());
    }
    let mut tx = ctx.db.begin().await?;
    let detail = serde_json::json!({ "n": review.media });
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        events::VIEWED,
        Some(thread_id),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Asks for a poll of a source at the next free slot.
///
/// # Errors
/// [`DeskError`].
pub async fn poll_now(ctx: &Context, actor: &Actor, source_id: &str) -> Result<(), DeskError> {
    actor.must(Action::Operate)?;
    let mut tx = ctx.db.begin().await?;
    sources::hurry(&mut tx, source_id, ctx.now()).await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}
