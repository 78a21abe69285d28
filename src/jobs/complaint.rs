//! Takes a complaint of the public form in, as a poll takes a page in: under the source's lease, through
//! the adapter, by intake. Done twice it is the same: the id was made when the form was sent.

use super::{Done, JobError};
use crate::context::Context;
use crate::intake::{self, Intake, IntakeError};
use crate::store::jobs::{self, Leased};
use crate::store::{Time, sources};
use chrono::TimeDelta;
use serde_json::Value;

/// The source's lease, and the wait when somebody else has it.
const LEASE: TimeDelta = TimeDelta::minutes(1);
const BUSY: TimeDelta = TimeDelta::seconds(2);

/// Does the job.
///
/// # Errors
/// [`JobError`]; the complaint is still queued then.
pub async fn run(
    ctx: &Context,
    job: &Leased,
    owner: &str,
    source: &str,
    form: &Value,
) -> Result<Done, JobError> {
    let until = Time::from(ctx.clock.now() + LEASE);
    let Some(mut source) = sources::claim_named(&ctx.db, source, ctx.now(), until, owner).await? else {
        return Ok(Done::Later(
            Time::from(ctx.clock.now() + BUSY),
            "source busy".into(),
        ));
    };
    // what somebody has just written is no history, whether or not the source was ever polled
    source.settled_at = source.settled_at.or(Some(ctx.now()));
    let taken = take(ctx, &source, form).await;
    let mut tx = ctx.db.begin().await?;
    sources::give_back(&mut tx, &source, ctx.now(), false).await?;
    if taken.is_ok() {
        // the text stands with its review now, and nowhere else
        jobs::forget(&mut tx, job).await?;
        jobs::finish(&mut tx, job, ctx.now(), "done", None).await?;
    }
    tx.commit().await?;
    taken.map(|()| Done::Finished)
}

async fn take(ctx: &Context, source: &sources::Source, form: &Value) -> Result<(), JobError> {
    let adapter = otklik_adapters::by_id(&source.platform);
    let (Some(adapter), Some(place)) = (adapter, source.place()) else {
        return Err(JobError::Other("the source is no form any more".into()));
    };
    let page = adapter.read(&place, form.to_string().as_bytes());
    let page = page.map_err(|e| JobError::Other(format!("the form: {e}")))?;
    let mut intake = Intake::open(ctx, source).await?;
    match intake.absorb(&intake::clean(page), None).await {
        Ok(_) => Ok(()),
        Err(IntakeError::LeaseLost) => Err(JobError::Other("the lease was lost".into())),
        Err(IntakeError::Db(e)) => Err(e.into()),
    }
}
