//! What follows when a person corrects how urgent a review is: another deadline, an alert more or less.

use crate::context::Context;
use crate::deadline;
use crate::domain::{Sentiment, Urgency};
use crate::store::reviews::Review;
use crate::store::threads::{self, Thread};
use crate::store::{Time, Tx, alerts, people, sources};
use serde::Serialize;

/// What came of a correction; goes into its event.
#[derive(Debug, Default, Serialize)]
pub struct Followed {
    /// The new end of the time for a reply (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<String>,
    /// `raised` or `withdrawn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<&'static str>,
}

/// Reckons the deadline of an open thread anew and raises or withdraws its alert, in the transaction of the
/// correction. A closed thread has neither.
///
/// # Errors
/// What the driver says.
pub async fn follow(
    ctx: &Context,
    tx: &mut Tx,
    thread: &Thread,
    review: &Review,
    (urgency, sentiment): (Urgency, Sentiment),
) -> sqlx::Result<Followed> {
    if !thread.open {
        return Ok(Followed::default());
    }
    let clocks = clocks(ctx, tx, thread, review, urgency, sentiment).await?;
    threads::set_clocks(tx, &thread.id, clocks).await?;
    Ok(Followed {
        reply_by: clocks.reply_by.map(|by| by.utc().to_rfc3339()),
        alert: alarm(ctx, tx, thread, review, urgency).await?,
    })
}

/// Counts from when the thread's clock started. Where that would end before the correction and the old time was not
/// over yet, it counts from the correction: nobody could have known.
async fn clocks(
    ctx: &Context,
    tx: &mut Tx,
    thread: &Thread,
    review: &Review,
    urgency: Urgency,
    sentiment: Sentiment,
) -> sqlx::Result<threads::Clocks> {
    let now = ctx.now();
    let source = sources::by_id_in(tx, &thread.source_id).await?;
    let platform = source.map_or(String::new(), |s| s.platform);
    let location = ctx
        .config
        .locations
        .iter()
        .find(|l| Some(&l.name) == thread.location.as_ref());
    let written = if review.versions > 1 {
        review.updated_at
    } else {
        review.created_at.or(review.updated_at)
    };
    let start = deadline::start(written.map(Time::utc), thread.opened_at.utc());
    let reckon = |from| deadline::clocks(&ctx.config, location, &platform, urgency, sentiment, from);
    let found = reckon(start);
    let over = |by: Option<Time>| by.is_some_and(|by| by <= now);
    Ok(if over(found.reply_by) && !over(thread.reply_by) {
        reckon(now.utc())
    } else {
        found
    })
}

async fn alarm(
    ctx: &Context,
    tx: &mut Tx,
    thread: &Thread,
    review: &Review,
    urgency: Urgency,
) -> sqlx::Result<Option<&'static str>> {
    // declared from most to least urgent
    if urgency > ctx.config.escalation.from {
        let gone = alerts::withdraw(tx, &thread.id, ctx.now()).await?;
        return Ok((gone > 0).then_some("withdrawn"));
    }
    let all = alerts::of_thread_in(tx, &thread.id).await?;
    if all.iter().any(alerts::Alert::is_open) {
        alerts::set_urgency(tx, &thread.id, urgency.word()).await?;
        return Ok(None);
    }
    // somebody is already on it
    if all.iter().any(|a| a.taken_at.is_some()) {
        return Ok(None);
    }
    let people = people::active_in(tx).await?;
    let corrected = Thread {
        urgency: urgency.word().to_owned(),
        ..thread.clone()
    };
    // two people who correct at once raise it once
    let once = format!("{}:{}:corrected:{}", review.id, review.versions, all.len());
    let raised = super::raise(ctx, tx, &people, &corrected, &once).await?;
    Ok(raised.then_some("raised"))
}
