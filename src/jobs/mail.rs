//! Sends one queued message. No transaction is open while the mail server talks.

use super::{Done, JobError, back_off};
use crate::context::Context;
use crate::mail::{Delivery, Mailer, deliver};
use crate::store::jobs::{self, Leased};
use crate::store::{Time, mails};

/// A message that could not be sent for so long is given up (Postfix's five days).
const GIVE_UP_MS: i64 = 5 * 86_400_000;

/// Does the job.
///
/// # Errors
/// [`JobError`].
pub async fn run(ctx: &Context, mailer: &Mailer, job: &Leased, mail_id: &str) -> Result<Done, JobError> {
    let Some(mail) = mails::get(&ctx.db, mail_id).await? else {
        return end(ctx, job, "cancelled", None).await;
    };
    if mail.state == "sent" {
        return end(ctx, job, "done", None).await;
    }
    match deliver(ctx, mailer, mail_id).await {
        Delivery::Sent { subject, text, html } => {
            let mut tx = ctx.db.begin().await?;
            mails::sent(&mut tx, mail_id, ctx.now(), &subject, &text, &html).await?;
            jobs::finish(&mut tx, job, ctx.now(), "done", None).await?;
            tx.commit().await?;
            Ok(Done::Finished)
        }
        Delivery::Later { error } => {
            let now = ctx.now();
            if now.0 - mail.created_at.0 > GIVE_UP_MS {
                return never(ctx, job, mail_id, &error).await;
            }
            let wait = i64::try_from(back_off(job.attempt).as_millis()).unwrap_or(60_000);
            let mut tx = ctx.db.begin().await?;
            mails::not_sent(&mut tx, mail_id, &error, false).await?;
            tx.commit().await?;
            Ok(Done::Later(Time(now.0 + wait), error))
        }
        Delivery::Never { error } => never(ctx, job, mail_id, &error).await,
        Delivery::Obsolete { why } => {
            let mut tx = ctx.db.begin().await?;
            mails::not_sent(&mut tx, mail_id, &why, true).await?;
            jobs::finish(&mut tx, job, ctx.now(), "cancelled", Some(&why)).await?;
            tx.commit().await?;
            Ok(Done::Finished)
        }
    }
}

async fn never(ctx: &Context, job: &Leased, mail_id: &str, error: &str) -> Result<Done, JobError> {
    let mut tx = ctx.db.begin().await?;
    mails::not_sent(&mut tx, mail_id, error, true).await?;
    jobs::finish(&mut tx, job, ctx.now(), "failed", Some(error)).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}

async fn end(ctx: &Context, job: &Leased, outcome: &str, error: Option<&str>) -> Result<Done, JobError> {
    let mut tx = ctx.db.begin().await?;
    jobs::finish(&mut tx, job, ctx.now(), outcome, error).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}
