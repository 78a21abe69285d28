//! `demo --once`: the story on a fast clock. The hands are kept in the directory, so that a killed run
//! goes on where it was.

use super::settings::{self, Settings};
use super::site::Site;
use super::story;
use super::summary::{self, Summary};
use crate::app::App;
use crate::clock::{Clock, Turned};
use crate::mail::Mailer;
use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How far the hands move between two looks.
const STEP: TimeDelta = TimeDelta::minutes(5);

/// Tells the whole story and gives what it came to.
///
/// # Errors
/// Database, disk, or a beat that could not be told to its end.
pub async fn run(dir: &Path, database: Option<&str>) -> Result<Summary> {
    std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    let hands = Hands(dir.join("clock"));
    let clock = Arc::new(Turned::at(hands.read().unwrap_or_else(story::beginning)));
    let site = Site::open(&dir.join("site"), clock.clone()).context("the demo's site")?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn({
        let site = site.clone();
        async move {
            site.serve(listener, async {
                let _ = stopped.await;
            })
            .await
        }
    });
    let config = settings::config(&Settings {
        listen: ([127, 0, 0, 1], 8080).into(),
        database: settings::database(dir, database),
        origin: &origin,
        every: "10m",
        history: "quiet",
    })?;
    let app = App::open(config, clock.clone(), Mailer::kept()).await?;
    let end = story::beginning() + story::LENGTH;
    let mut waiting = Vec::new();
    while clock.now() < end {
        hands.keep(clock.now())?;
        waiting = story::tell(&app.ctx, &site).await?;
        app.runner.drain().await?;
        clock.forward(STEP);
    }
    hands.keep(clock.now())?;
    waiting.extend(story::tell(&app.ctx, &site).await?);
    app.runner.drain().await?;
    let summary = summary::of(&app.ctx.db, &site).await?;
    app.ctx.db.close().await;
    let _ = stop.send(());
    serving.await.context("the demo's site")??;
    if !waiting.is_empty() {
        bail!("the story could not be told to its end: {}", waiting.join(", "));
    }
    Ok(summary)
}

/// The file in which the fast clock survives a kill.
struct Hands(PathBuf);

impl Hands {
    fn read(&self) -> Option<DateTime<Utc>> {
        std::fs::read_to_string(&self.0).ok()?.trim().parse().ok()
    }

    /// Renamed into place: a kill leaves the old hands or the new ones.
    fn keep(&self, now: DateTime<Utc>) -> Result<()> {
        let fresh = self.0.with_extension("new");
        std::fs::write(&fresh, now.to_rfc3339())?;
        std::fs::rename(&fresh, &self.0)?;
        Ok(())
    }
}
