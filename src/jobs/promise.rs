//! Reminders of promises: its owner when the internal date is over, the lead when the public one is,
//! the owners of the business a day later; and, after it was kept, to ask the author.

use crate::context::Context;
use crate::domain::Role;
use crate::store::people::{self, Person};
use crate::store::promises::{self, Promise};
use crate::store::{Time, Tx, events, mails};
use chrono::TimeDelta;

/// So long after the public date the owners of the business are told.
const CLIMBS: TimeDelta = TimeDelta::days(1);
/// From this level on it is late in public.
const LATE: i64 = 2;

/// Tells everybody who must know by now. Gives how many promises were told of.
///
/// # Errors
/// What the driver says.
pub async fn remind(ctx: &Context) -> sqlx::Result<usize> {
    let now = ctx.now();
    let due = promises::to_tell(&ctx.db, now, Time::from(now.utc() - CLIMBS)).await?;
    let asks = promises::to_ask(&ctx.db, now).await?;
    if due.is_empty() && asks.is_empty() {
        return Ok(0);
    }
    let known = people::active(&ctx.db).await?;
    let mut told = 0;
    for (id, was, level) in due {
        let Some(promise) = promises::by_id(&ctx.db, &id).await? else {
            continue;
        };
        let mut tx = ctx.db.begin().await?;
        if !promises::told(&mut tx, &id, was, level).await? {
            continue;
        }
        let why = match level {
            1 => "internal",
            LATE => "late",
            _ => "climbed",
        };
        for p in audience(&known, &promise, level) {
            queue(&mut tx, now, &promise, p, why).await?;
        }
        if level >= LATE && was < LATE {
            let detail = serde_json::json!({ "promise": id });
            let thread = Some(promise.thread_id.as_str());
            events::append(&mut tx, now, "daemon", "promise_late", thread, &detail).await?;
        }
        tx.commit().await?;
        told += 1;
    }
    for id in asks {
        let Some(promise) = promises::by_id(&ctx.db, &id).await? else {
            continue;
        };
        let mut tx = ctx.db.begin().await?;
        if promises::asked(&mut tx, &id).await? {
            for p in audience(&known, &promise, 1) {
                queue(&mut tx, now, &promise, p, "follow_up").await?;
            }
            told += 1;
        }
        tx.commit().await?;
    }
    ctx.bell.notify_one();
    Ok(told)
}

async fn queue(tx: &mut Tx, now: Time, promise: &Promise, to: &Person, why: &str) -> sqlx::Result<()> {
    let once = format!("promise:{}:{why}:{}", promise.id, to.id);
    let payload = serde_json::json!({ "promise": promise.id, "why": why });
    mails::queue(tx, now, &once, "promise", "mail", &to.id, &payload).await?;
    Ok(())
}

/// Its owner; from the second level on the managers of the place, from the third the owners of the
/// business. Where a level has nobody, the next one is told.
fn audience<'p>(people: &'p [Person], promise: &Promise, level: i64) -> Vec<&'p Person> {
    let of = |role: Role| {
        people
            .iter()
            .filter(move |p| p.role() == role && p.covers(promise.location.as_deref()))
    };
    let mut out: Vec<&Person> = people.iter().filter(|p| p.id == promise.owner_id).collect();
    if level >= LATE || out.is_empty() {
        out.extend(of(Role::Manager));
    }
    if level > LATE || out.is_empty() {
        out.extend(of(Role::Owner));
    }
    if out.len() == 1 && level == LATE && out[0].id == promise.owner_id {
        out.extend(of(Role::Owner));
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out.dedup_by(|a, b| a.id == b.id);
    out
}
