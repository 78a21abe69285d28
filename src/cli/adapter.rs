//! `otklik adapter test|doctor`.

use super::evidence::Evidence;
use super::open::{self, Usage};
use super::{Exit, show};
use crate::app::App;
use crate::domain::Lang;
use crate::i18n;
use crate::jobs::canary;
use crate::jobs::door::{Door, Tally};
use crate::jobs::poll::believe;
use crate::jobs::report::tell;
use crate::net::Errand;
use crate::store::sources::{self, Source};
use anyhow::Result;
use otklik_adapters::testkit::{self, Report};
use otklik_adapters::{Cursor, Failure, Page};
use serde_json::json;
use std::path::Path;

/// Asks the adapter of a folder for every promise.
///
/// # Errors
/// The folder has no adapter that can be read.
pub fn test(dir: &Path) -> Result<Exit> {
    let Report { passed, failed } = testkit::run_dir(dir).map_err(anyhow::Error::msg)?;
    for line in &failed {
        eprintln!("otklik: {line}");
    }
    show::line(&json!({ "dir": dir.display().to_string(), "passed": passed, "failed": failed.len() }))?;
    Ok(if failed.is_empty() {
        Exit::Done
    } else {
        Exit::Partly
    })
}

/// Reads the first page of every configured source live, without storing anything.
///
/// # Errors
/// Wrong configuration or no database.
pub async fn doctor(config: &Path) -> Result<Exit> {
    let app = open::app(config).await?;
    let lang = app.ctx.config.business.language();
    let mut exit = Exit::Done;
    for source in sources::enabled(&app.ctx.db).await? {
        let evidence = Evidence::of(&app, &source).await?;
        let read = first_page(&app, &source)
            .await
            .and_then(|p| believe(&p).map(|()| p));
        let name = &source.name;
        match read {
            Ok(page) => {
                let theirs = page.counter.and_then(|c| c.count).map(|n| n.to_string());
                let args = [
                    ("n", page.sightings.len().into()),
                    ("own", evidence.own.into()),
                    ("theirs", theirs.unwrap_or_else(|| "—".into()).into()),
                ];
                show::text(&format!("✓ {name}: {}", i18n::t(lang, "doctor-well", &args)))?;
            }
            Err(failure) => {
                exit = Exit::Partly;
                let told = tell(&app.ctx, &failure);
                show::text(&format!("✗ {name}: {} → {}", told.cause, told.remedy))?;
            }
        }
        for told in evidence.doubts(&app) {
            exit = Exit::Partly;
            show::text(&format!("  ! {} → {}", told.cause, told.remedy))?;
        }
        show::text(&figures(lang, &evidence, &source))?;
        if let Some(line) = other_place(&app, &source).await {
            show::text(&line)?;
        }
        show::text(&recordings(lang, &source.platform))?;
    }
    app.ctx.db.close().await;
    Ok(exit)
}

/// Old reviews found, answers by class, fields lost, samples, next try.
fn figures(lang: Lang, e: &Evidence, source: &Source) -> String {
    let answers: Vec<String> = e
        .answers
        .iter()
        .map(|(class, n)| format!("{class}: {n}"))
        .collect();
    let args = [
        ("found", e.coverage.found.into()),
        ("known", e.coverage.known.into()),
        ("drift", e.coverage.drift.into()),
        ("answers", answers.join(", ").into()),
        ("samples", e.samples.into()),
        ("next", crate::instant::rfc3339(source.due_at.utc()).into()),
    ];
    format!("  {}", i18n::t(lang, "doctor-figures", &args))
}

/// The platform's canary, asked now: whether it answers when this machine asks.
async fn other_place(app: &App, source: &Source) -> Option<String> {
    let adapter = otklik_adapters::by_id(&source.platform)?;
    let place = canary::declared(adapter)?;
    let door = Door::of(&app.ctx, app.runner.tools(), adapter, source).ok()?;
    let read = canary::read(adapter, &door, &place, &mut Tally::default()).await;
    let lang = app.ctx.config.business.language();
    let told = match read {
        Ok(()) => i18n::t(lang, "doctor-canary-well", &[]),
        Err(f) => tell(&app.ctx, &f).cause,
    };
    let args = [("url", place.url.as_str().into()), ("told", told.into())];
    Some(format!("  {}", i18n::t(lang, "doctor-canary", &args)))
}

/// The adapter against its own recordings: what still holds there and fails live has changed outside.
fn recordings(lang: Lang, platform: &str) -> String {
    let Some(adapter) = otklik_adapters::by_id(platform) else {
        return String::new();
    };
    let tested = testkit::conformance(adapter);
    let args = [
        ("passed", tested.passed.into()),
        ("failed", tested.failed.len().into()),
    ];
    format!("  {}", i18n::t(lang, "adapter-conformance", &args))
}

/// The first page of a source: one cheap request, nothing stored.
///
/// # Errors
/// What the platform did.
pub async fn first_page(app: &App, source: &Source) -> Result<Page, Failure> {
    let adapter = otklik_adapters::by_id(&source.platform).ok_or(Failure::Unsupported)?;
    let place = source.place().ok_or(Failure::Unsupported)?;
    let door = Door::of(&app.ctx, app.runner.tools(), adapter, source)?;
    let session = door.open(&place, None, Errand::Read);
    let cursor = Cursor {
        resume: source.resume.clone(),
        page: None,
    };
    adapter.poll(&session, &place, &cursor).await
}

/// Not a link at all.
pub fn no_link(url: &str) -> Usage {
    Usage(i18n::t(
        i18n::of_environment(),
        "not-a-link",
        &[("url", url.into())],
    ))
}
