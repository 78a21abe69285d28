//! `otklik poll` and `otklik ingest`.

use super::open::{self, Usage};
use super::{Exit, show};
use crate::context::Context;
use crate::intake::{Intake, clean};
use crate::jobs::Report;
use crate::jobs::poll::believe;
use crate::jobs::report::{Came, report};
use crate::store::{Time, sources};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use otklik_adapters::Failure;
use std::path::{Path, PathBuf};

/// One polling round now.
///
/// # Errors
/// Wrong configuration or no database; what platforms do is in the output.
pub async fn poll(config: &Path, only: &[String], json: bool) -> Result<Exit> {
    let app = open::app(config).await?;
    let names: Vec<String> = sources::enabled(&app.ctx.db)
        .await?
        .into_iter()
        .map(|s| s.name)
        .collect();
    if let Some(wrong) = only.iter().find(|n| !names.contains(n)) {
        return Err(Usage(format!(
            "--source {wrong}: the configuration has: {}",
            names.join(", ")
        ))
        .into());
    }
    let mut exit = Exit::Done;
    for name in names.iter().filter(|n| only.is_empty() || only.contains(n)) {
        match app.runner.poll_named(name).await? {
            Some(report) => {
                if report.outcome != "ok" {
                    exit = Exit::Partly;
                }
                print(&app.ctx, &report, json)?;
            }
            None => {
                eprintln!("otklik: {name}: another process is polling it now");
                exit = Exit::Partly;
            }
        }
    }
    app.ctx.db.close().await;
    Ok(exit)
}

fn print(ctx: &Context, report: &Report, json: bool) -> Result<()> {
    if json {
        return show::line(report);
    }
    let lang = ctx.config.business.language();
    let outcome = crate::i18n::word(lang, "outcome", report.outcome);
    let cause = report
        .cause
        .as_deref()
        .map(|c| format!(" ({c})"))
        .unwrap_or_default();
    let counts = crate::i18n::t(
        lang,
        "poll-counts",
        &[
            ("seen", report.seen.into()),
            ("new", report.new.into()),
            ("edited", report.edited.into()),
            ("removed", report.removed.into()),
        ],
    );
    show::text(&format!("{}: {outcome}{cause}; {counts}", report.source))
}

/// Takes saved response bodies in, without network: one object per file.
///
/// # Errors
/// Wrong configuration, no database, or a file that cannot be read.
pub async fn ingest(config: &Path, source: &str, paths: &[PathBuf]) -> Result<Exit> {
    let app = open::app(config).await?;
    let ctx = &app.ctx;
    let mut exit = Exit::Done;
    for path in paths {
        let body = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let started = ctx.clock.now();
        let until = Time::from(started + TimeDelta::minutes(3));
        let claimed = sources::claim_named(&ctx.db, source, ctx.now(), until, app.runner.owner()).await?;
        let Some(source) = claimed else {
            return Err(Usage(format!(
                "--source {source}: not in the configuration, or being polled now"
            ))
            .into());
        };
        let report = ingest_one(ctx, &source, &body, started).await?;
        if report.outcome != "ok" {
            eprintln!(
                "otklik: {}: {}",
                path.display(),
                report.cause.as_deref().unwrap_or(report.outcome)
            );
            exit = Exit::Partly;
        }
        show::line(&report)?;
    }
    ctx.db.close().await;
    Ok(exit)
}

async fn ingest_one(
    ctx: &Context,
    source: &sources::Source,
    body: &[u8],
    started: chrono::DateTime<chrono::Utc>,
) -> Result<Report> {
    let adapter = otklik_adapters::by_id(&source.platform)
        .context("the platform of this source is not in this build")?;
    let place = source
        .place()
        .context("the place of this source cannot be read")?;
    let mut intake = Intake::open(ctx, source).await?;
    let read = adapter
        .read(&place, body)
        .and_then(|page| believe(&page).map(|()| clean(page)));
    let (counts, counter, failure) = match read {
        Ok(page) => (intake.absorb(&page, None).await?, page.counter, None),
        Err(failure) => (crate::intake::Counts::default(), None, Some(failure)),
    };
    let mut tx = ctx.db.begin().await?;
    if let Some(f @ (Failure::Drift { .. } | Failure::Blocked { .. })) = &failure {
        sources::keep_sample(&mut tx, &source.id, ctx.now(), f, None, body).await?;
    }
    sources::give_back(&mut tx, source, ctx.now(), failure.is_none()).await?;
    tx.commit().await?;
    Ok(report(
        ctx,
        source,
        failure.as_ref(),
        &Came {
            pages: 1,
            requests: 0,
            counts,
            counter,
        },
        started,
        source.due_at,
    ))
}
