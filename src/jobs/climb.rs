//! An alert that nobody took goes to the next level.

use super::{Done, JobError};
use crate::context::Context;
use crate::desk;
use crate::store::jobs::{self, Leased};
use crate::store::{Time, alerts, events, people, threads};

/// The last level: owners. An alert does not climb above them.
const TOP: i64 = 3;

/// Does the job.
///
/// # Errors
/// [`JobError`].
pub async fn run(ctx: &Context, job: &Leased, alert_id: &str, from: i64) -> Result<Done, JobError> {
    let now = ctx.now();
    let people = people::active(&ctx.db).await?;
    let alert = alerts::by_id(&ctx.db, alert_id).await?;
    let thread = match &alert {
        Some(a) => threads::by_id(&ctx.db, &a.thread_id).await?,
        None => None,
    };
    let mut tx = ctx.db.begin().await?;
    if let (Some(alert), Some(thread)) = (alert, thread) {
        let to = from + 1;
        let again = Time::from(now.utc() + ctx.config.escalation.after.delta());
        let goes_on = (to < TOP).then_some(again);
        if from < TOP && thread.open && alerts::climb(&mut tx, alert_id, from, goes_on).await? {
            desk::tell(ctx, &mut tx, &people, &thread, alert_id, to).await?;
            if goes_on.is_some() {
                desk::climb_later(&mut tx, alert_id, to, again).await?;
            }
            let detail = serde_json::json!({ "alert": alert.id, "level": to });
            events::append(&mut tx, now, "daemon", "alert_climbed", Some(&thread.id), &detail).await?;
        }
    }
    jobs::finish(&mut tx, job, now, "done", None).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}
