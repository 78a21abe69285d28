//! Housekeeping: what has outlived its purpose is deleted.

use crate::context::Context;
use crate::store::{Time, tidy};
use chrono::TimeDelta;

/// Finished jobs are kept so long, for the person who asks what happened.
const JOBS: TimeDelta = TimeDelta::days(30);

/// Deletes expired sessions and links, old samples and finished jobs.
///
/// # Errors
/// What the driver says.
pub async fn run(ctx: &Context) -> sqlx::Result<()> {
    let now = ctx.clock.now();
    let pages = Time::from(now - ctx.config.retention.raw_pages.delta());
    tidy::run(&ctx.db, now.into(), pages, Time::from(now - JOBS)).await
}
