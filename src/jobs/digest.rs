//! Digests: one per person, local date and slot, whoever comes first; and the warnings before a
//! deadline. A slot that passed while the daemon was down is sent late, not skipped.

use super::{Done, JobError};
use crate::context::Context;
use crate::schedule::{Slot, slots_between};
use crate::store::jobs::{self, Leased};
use crate::store::{Time, mails, people, settings, threads};
use chrono::{DateTime, TimeDelta, Utc};

/// Until when digest slots were turned into jobs.
const CHECKED: &str = "digests_checked";
/// A daemon that was down longer does not send digests of last week.
const LATEST: TimeDelta = TimeDelta::hours(24);

/// Turns every slot since the last call into a job.
///
/// # Errors
/// What the driver says.
pub async fn plan(ctx: &Context) -> sqlx::Result<()> {
    let now = ctx.clock.now();
    let last = settings::get(&ctx.db, CHECKED)
        .await?
        .and_then(|v| v.parse::<i64>().ok())
        .map(|ms| Time(ms).utc());
    let after = last.unwrap_or(now).max(now - LATEST);
    if last.is_some() && after >= now {
        return Ok(());
    }
    let known = people::active(&ctx.db).await?;
    let mut tx = ctx.db.begin().await?;
    for p in &ctx.config.people {
        let Some(person) = known.iter().find(|k| k.name == p.name) else {
            continue;
        };
        for text in &p.digests {
            let Ok(slot) = Slot::parse(text) else { continue };
            for due in slots_between(&slot, p.time_zone, after, now) {
                let from = previous(&p.digests, p.time_zone, due.at);
                let payload = serde_json::json!({
                    "digest": person.id, "slot": due.key, "from": Time::from(from).0, "to": Time::from(due.at).0,
                });
                let once = format!("digest:{}:{}", person.id, due.key);
                jobs::enqueue(
                    &mut tx,
                    "digest",
                    &payload.to_string(),
                    Some(&once),
                    due.at.into(),
                )
                .await?;
            }
        }
    }
    settings::set(&mut tx, CHECKED, &Time::from(now).0.to_string()).await?;
    tx.commit().await
}

/// The slot before `at`: periods tile time, so that each review is in exactly one digest.
pub fn previous(slots: &[String], zone: chrono_tz::Tz, at: DateTime<Utc>) -> DateTime<Utc> {
    let from = at - TimeDelta::days(8);
    slots
        .iter()
        .filter_map(|s| Slot::parse(s).ok())
        .flat_map(|s| slots_between(&s, zone, from, at - TimeDelta::seconds(1)))
        .map(|due| due.at)
        .max()
        .unwrap_or(at - TimeDelta::days(1))
}

/// Queues the mail of one digest.
///
/// # Errors
/// [`JobError`].
pub async fn run(
    ctx: &Context,
    job: &Leased,
    person: &str,
    slot: &str,
    from: i64,
    to: i64,
) -> Result<Done, JobError> {
    let mut tx = ctx.db.begin().await?;
    let payload = serde_json::json!({ "from": from, "to": to, "slot": slot });
    let once = format!("digest:{person}:{slot}");
    mails::queue(&mut tx, ctx.now(), &once, "digest", "mail", person, &payload).await?;
    jobs::finish(&mut tx, job, ctx.now(), "done", None).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}

/// Warns once of every open thread that has used three quarters of its time.
///
/// # Errors
/// What the driver says.
pub async fn warn(ctx: &Context) -> sqlx::Result<usize> {
    let known = people::active(&ctx.db).await?;
    let now = ctx.now();
    if !threads::any_to_warn(&ctx.db, now).await? {
        return Ok(0);
    }
    let mut tx = ctx.db.begin().await?;
    let due = threads::take_warnings(&mut tx, now, 100).await?;
    for thread in &due {
        // praise does not ring anybody
        if thread.sentiment == "positive" {
            continue;
        }
        for p in crate::desk::effects::approvers(&known, thread) {
            let once = format!("warning:due_soon:{}:{}:{}", thread.id, thread.opened_at.0, p.id);
            let payload = serde_json::json!({ "thread": thread.id, "why": "due_soon" });
            mails::queue(&mut tx, now, &once, "warning", "mail", &p.id, &payload).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}
