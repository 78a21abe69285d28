//! `otklik seed-demo`: fills a database with made-up reviews, fast.

use super::{Exit, open, show};
use crate::context::Context;
use crate::i18n;
use crate::intake::bulk::Rows;
use crate::seed;
use crate::store::sources::{self, Source};
use crate::store::{Time, settings};
use crate::transfer::progress;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Reviews in one transaction.
const BATCH: u64 = 4_000;
/// How many there are already, so that a second call goes on where the first ended.
const SEEDED: &str = "seeded";

/// Adds `n` reviews.
///
/// # Errors
/// Wrong configuration, one without a source, or no database.
pub async fn run(config: &Path, n: u64) -> Result<Exit> {
    let app = open::app(config).await?;
    let ctx = &app.ctx;
    let sources = Arc::new(sources::enabled(&ctx.db).await?);
    if sources.is_empty() {
        anyhow::bail!(i18n::t(i18n::of_environment(), "seed-no-source", &[]));
    }
    let from: u64 = settings::get(&ctx.db, SEEDED)
        .await?
        .and_then(|v| v.parse().ok())
        .unwrap_or(0);
    let now = ctx.clock.now();
    let bar = progress::counted("seed-demo", n);
    let until = from + n;
    let batch = |at: u64| {
        let (ctx, sources) = (ctx.clone(), Arc::clone(&sources));
        let end = until.min(at + BATCH);
        tokio::task::spawn_blocking(move || make(&ctx, &sources, at, end, now))
    };
    // while one batch is written, the next one is made
    let mut at = from;
    let mut making = batch(at);
    while at < until {
        let rows = making.await.context("making reviews")?;
        at = until.min(at + BATCH);
        making = batch(at);
        let mut tx = ctx.db.begin().await?;
        for part in &rows {
            part.store(&mut tx, ctx.now()).await?;
            bar.inc(part.len() as u64);
        }
        settings::set(&mut tx, SEEDED, &at.to_string()).await?;
        tx.commit().await?;
    }
    bar.finish_and_clear();
    show::line(&json!({ "reviews": n, "sources": sources.len() }))?;
    ctx.db.close().await;
    Ok(Exit::Done)
}

/// Makes the reviews `from..to` on all cores.
fn make(ctx: &Context, sources: &[Source], from: u64, to: u64, now: DateTime<Utc>) -> Vec<Rows> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = (to - from).div_ceil(cores as u64).max(1);
    std::thread::scope(|s| {
        let parts: Vec<_> = (from..to)
            .step_by(usize::try_from(size).unwrap_or(usize::MAX))
            .map(|start| s.spawn(move || part(ctx, sources, start, to.min(start + size), now)))
            .collect();
        parts.into_iter().filter_map(|p| p.join().ok()).collect()
    })
}

fn part(ctx: &Context, sources: &[Source], from: u64, to: u64, now: DateTime<Utc>) -> Rows {
    let mut rows = Rows::default();
    for n in from..to {
        let made = seed::review(n, sources.len(), now);
        let seen_at = Time::from(made.seen_at);
        rows.add(ctx, &sources[made.source], &made.sighting, seen_at, made.open);
    }
    rows
}
