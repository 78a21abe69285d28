//! Urgent alerts: raised once per review version, told level by level until somebody takes them.

use super::{Actor, DeskError};
use crate::context::Context;
use crate::domain::{Action, Role};
use crate::store::people::Person;
use crate::store::threads::Thread;
use crate::store::{Time, Tx, alerts, events, jobs, mails};

/// The last level; nobody is above the owners.
pub const TOP: i64 = 3;

/// Raises an alert for a thread and tells the first level. `once` keeps it single.
///
/// # Errors
/// What the driver says.
pub async fn raise(
    ctx: &Context,
    tx: &mut Tx,
    people: &[Person],
    thread: &Thread,
    once: &str,
) -> sqlx::Result<bool> {
    let now = ctx.now();
    let climbs_at = Time::from(now.utc() + ctx.config.escalation.after.delta());
    let Some(id) = alerts::insert(tx, &thread.id, once, &thread.urgency, now, climbs_at).await? else {
        return Ok(false);
    };
    tell(ctx, tx, people, thread, &id, 1).await?;
    climb_later(tx, &id, 1, climbs_at).await?;
    Ok(true)
}

/// Queues the climb to the next level.
///
/// # Errors
/// What the driver says.
pub async fn climb_later(tx: &mut Tx, alert_id: &str, level: i64, at: Time) -> sqlx::Result<()> {
    let payload = serde_json::json!({ "climb": alert_id, "from": level }).to_string();
    jobs::enqueue(
        tx,
        "climb",
        &payload,
        Some(&format!("climb:{alert_id}:{level}")),
        at,
    )
    .await?;
    Ok(())
}

/// Tells everybody of one level by each of their channels.
///
/// # Errors
/// What the driver says.
pub async fn tell(
    ctx: &Context,
    tx: &mut Tx,
    people: &[Person],
    thread: &Thread,
    alert_id: &str,
    level: i64,
) -> sqlx::Result<()> {
    for p in audience(people, thread.location.as_deref(), level) {
        let person = ctx.config.people.iter().find(|c| c.name == p.name);
        let mail = vec!["mail".to_owned()];
        for channel in person.map_or(&mail, |c| &c.alerts) {
            let once = format!("alert:{alert_id}:{level}:{}:{channel}", p.id);
            let payload = serde_json::json!({ "alert": alert_id, "level": level });
            mails::queue(tx, ctx.now(), &once, "alert", channel, &p.id, &payload).await?;
        }
    }
    Ok(())
}

/// Who is told at a level: 1 on-call, 2 managers, 3 owners. A level without people passes to the next.
pub fn audience<'p>(people: &'p [Person], location: Option<&str>, level: i64) -> Vec<&'p Person> {
    for step in level..=TOP {
        let role = match step {
            1 => Role::OnCall,
            2 => Role::Manager,
            _ => Role::Owner,
        };
        let found: Vec<&Person> = people
            .iter()
            .filter(|p| p.role() == role && p.covers(location))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// A person takes an alert: it stops climbing.
///
/// # Errors
/// [`DeskError`]; [`DeskError::Conflict`] when somebody else took it.
pub async fn take_alert(ctx: &Context, actor: &Actor, alert_id: &str) -> Result<(), DeskError> {
    actor.must(Action::Take)?;
    let alert = alerts::by_id(&ctx.db, alert_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let mut tx = ctx.db.begin().await?;
    if !alerts::take(&mut tx, alert_id, &actor.id, ctx.now()).await? {
        return if alert.taken_by.as_deref() == Some(actor.id.as_str()) {
            Ok(())
        } else {
            Err(DeskError::Conflict)
        };
    }
    let detail = serde_json::json!({ "alert": alert_id });
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        "alert_taken",
        Some(&alert.thread_id),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
