//! Learns the local head of the judge from all corrections, checks it, switches it in.

use super::{Done, JobError};
use crate::context::Context;
use crate::desk::corrections;
use crate::domain::{Sentiment, Topic, Urgency};
use crate::judge::Input;
use crate::judge::local::{Correction, learn};
use crate::store::corrections::{Correction as Kept, newest};
use crate::store::jobs::{self, Leased};

/// Older corrections than so many are forgotten.
const MOST: i64 = 2_000;

/// Learns from what is there now: of several jobs the last one sees everything.
///
/// # Errors
/// [`JobError`].
pub async fn run(ctx: &Context, job: &Leased) -> Result<Done, JobError> {
    let kept: Vec<Correction> = newest(&ctx.db, MOST).await?.into_iter().map(correction).collect();
    corrections::refresh(ctx).await?;
    let settings = ctx.judge();
    // a hundred corrections take a tenth of a second of a core
    let learning = tokio::task::spawn_blocking(move || learn(&kept, &settings));
    let outcome = learning
        .await
        .map_err(|e| JobError::Other(format!("learning: {e}")))?;
    let now = corrections::learned(ctx).await?;
    let mut tx = ctx.db.begin().await?;
    corrections::switch_in(&mut tx, &now, outcome).await?;
    jobs::finish(&mut tx, job, ctx.now(), "done", None).await?;
    tx.commit().await?;
    corrections::refresh(ctx).await?;
    Ok(Done::Finished)
}

fn correction(kept: Kept) -> Correction {
    Correction {
        input: Input {
            text: kept.body,
            title: kept.title,
            platform: Some(kept.platform),
            ..Input::default()
        },
        sentiment: kept.sentiment.and_then(|s| s.parse::<Sentiment>().ok()),
        urgency: kept.urgency.and_then(|u| u.parse::<Urgency>().ok()),
        topics: kept
            .topics
            .and_then(|t| serde_json::from_str::<Vec<Topic>>(&t).ok()),
    }
}
