//! `otklik adapter list|test|record|doctor`.

use super::open::{self, Usage};
use super::{Exit, show};
use crate::app::{self, App};
use crate::clock::{Clock, System};
use crate::domain::Lang;
use crate::i18n;
use crate::jobs::door::Door;
use crate::jobs::poll::{believe, tell};
use crate::net::record::Recorder;
use crate::net::{Client, Errand, SessionParts, pace};
use crate::store::reviews;
use crate::store::sources::{self, Source};
use anyhow::{Context as _, Result};
use otklik_adapters::testkit::{self, Report};
use otklik_adapters::{Adapter, Cursor, Failure, Page};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What is supported and how far.
///
/// # Errors
/// Stdout cannot be written.
pub fn list(json: bool) -> Result<Exit> {
    let lang = i18n::of_environment();
    for adapter in otklik_adapters::all() {
        let m = adapter.manifest();
        let tested = testkit::conformance(adapter.as_ref());
        if json {
            show::line(&json!({
                "platform": m.id, "title": title(lang, adapter.as_ref()), "read": true, "reply": m.reply.word(),
                "auth": m.auth.word(), "limit": m.limit.map(|l| json!({ "max": l.max, "unit": l.unit.word() })),
                "access": m.access.word(), "evidence": m.evidence.word(),
                "conformance": { "passed": tested.passed, "failed": tested.failed.len() },
            }))?;
        } else {
            let reply = i18n::t(lang, &format!("adapter-reply-{}", m.reply.word()), &[]);
            let kept = [
                ("passed", tested.passed.into()),
                ("failed", tested.failed.len().into()),
            ];
            show::text(&format!(
                "{:<12} {:<14} {reply}; {}",
                m.id,
                title(lang, adapter.as_ref()),
                i18n::t(lang, "adapter-conformance", &kept)
            ))?;
        }
    }
    Ok(Exit::Done)
}

fn title(lang: Lang, adapter: &dyn Adapter) -> &str {
    let title = &adapter.manifest().title;
    lang.pick(&title.ru, &title.en)
}

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

/// Reads the first page of a link as the daemon would, and keeps what was answered in a folder, with
/// secrets, phone numbers and mail addresses masked.
///
/// # Errors
/// A link of no known platform, no connection, or a folder that cannot be written.
pub async fn record(url: &str) -> Result<Exit> {
    let lang = i18n::of_environment();
    let (adapter, place) = super::source::recognised(url)?;
    let clock: Arc<dyn Clock> = Arc::new(System);
    let client = Client::new(&BTreeMap::new(), app::AGENT, "")?;
    let pacer = Arc::new(pace::InMemory::new(Arc::clone(&clock)));
    let session = client.session(SessionParts {
        place: Some(&place),
        ..SessionParts::of(adapter.manifest(), pacer, Arc::clone(&clock))
    });
    let recorder = Recorder::of(&session);
    let read = adapter
        .poll(&recorder, &place, &Cursor::default())
        .await
        .and_then(|page| believe(&page).map(|()| page));
    let stamp = clock.now().format("%Y%m%dT%H%M%SZ");
    let dir = format!("record-{}-{stamp}", adapter.manifest().id);
    let kept = recorder.save(Path::new(&dir)).with_context(|| dir.clone())?;
    let failure = read.as_ref().err();
    show::line(&json!({
        "platform": adapter.manifest().id, "dir": dir, "exchanges": kept,
        "reviews": read.as_ref().map_or(0, |p| p.sightings.len()),
        "outcome": failure.map_or("ok", Failure::outcome),
    }))?;
    match failure {
        None => Ok(Exit::Done),
        Some(f) => {
            eprintln!("otklik: {}", i18n::failure_cause(lang, f));
            Ok(Exit::Partly)
        }
    }
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
        let own = reviews::count_alive(&app.ctx.db, &source.id).await?;
        let read = first_page(&app, &source)
            .await
            .and_then(|p| believe(&p).map(|()| p));
        let name = &source.name;
        match read {
            Ok(page) => {
                let theirs = page.counter.and_then(|c| c.count).map(|n| n.to_string());
                let args = [
                    ("n", page.sightings.len().into()),
                    ("own", own.into()),
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
        show::text(&canary(lang, &source.platform))?;
    }
    app.ctx.db.close().await;
    Ok(exit)
}

/// The adapter against its own recordings: what still holds there and fails live has changed outside.
fn canary(lang: Lang, platform: &str) -> String {
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
