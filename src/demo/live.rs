//! `otklik demo`: the daemon on the real clock, beside a site on which life goes on.

use super::settings::{self, Settings};
use super::site::{Mood, Platform, Site};
use crate::app::App;
use crate::clock::{Clock, System};
use crate::mail::Mailer;
use anyhow::{Context as _, Result, anyhow};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Somebody writes, edits or deletes this often.
const TICK: Duration = Duration::from_secs(25);
/// Reviews that are there before the first poll.
const HISTORY: u64 = 14;

/// The running demo, opened but not yet served.
pub struct Demo {
    pub app: App,
    site: Site,
    origin: String,
    listener: tokio::net::TcpListener,
}

impl Demo {
    /// Opens site and daemon in `dir`.
    ///
    /// # Errors
    /// Disk, database or a taken address.
    pub async fn open(dir: &Path, database: Option<&str>, listen: SocketAddr) -> Result<Self> {
        std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
        let clock: Arc<dyn Clock> = Arc::new(System);
        let site = Site::open(&dir.join("site"), Arc::clone(&clock)).context("the demo's site")?;
        for tick in 0..HISTORY {
            site.life(tick)?;
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let config = settings::config(&Settings {
            listen,
            database: settings::database(dir, database),
            origin: &origin,
            every: "15s",
            // who tries the product wants work in the queue at once
            history: "loud",
        })?;
        let app = App::open(config, clock, Mailer::kept()).await?;
        Ok(Demo {
            app,
            site,
            origin,
            listener,
        })
    }

    /// Address of the site's page for people.
    pub fn site_page(&self) -> String {
        format!("{}/_site/", self.origin)
    }

    /// Serves until `stop`.
    ///
    /// # Errors
    /// A taken address.
    pub async fn run(self, stop: CancellationToken) -> Result<()> {
        let Demo {
            app, site, listener, ..
        } = self;
        let stopped = stop.clone();
        let serving = tokio::spawn({
            let site = site.clone();
            async move {
                site.serve(listener, async move { stopped.cancelled().await })
                    .await
            }
        });
        let living = tokio::spawn(live(site, Arc::clone(&app.ctx.clock), stop.clone()));
        app.run(stop, true).await?;
        living.await.context("the demo's site")?;
        serving.await.context("the demo's site")??;
        Ok(())
    }
}

async fn live(site: Site, clock: Arc<dyn Clock>, stop: CancellationToken) {
    // a demo that was stopped goes on after the last text that it posted
    let mut tick = (HISTORY..)
        .find(|t| site.made(&format!("life-{t}")).is_none())
        .unwrap_or(HISTORY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = clock.sleep(TICK) => {}
        }
        if let Err(e) = site.life(tick) {
            tracing::error!(error = %e, "the demo's site");
        }
        tick += 1;
    }
}

/// Changes the mood of a platform of a running demo, from another process.
///
/// # Errors
/// No such platform, or no demo in `dir`.
pub fn set_mood(dir: &Path, platform: &str, mood: Mood) -> Result<()> {
    let known: Vec<&str> = Platform::ALL.iter().map(|p| p.word()).collect();
    let platform =
        Platform::of(platform).ok_or_else(|| anyhow!("{platform}: the demo has {}", known.join(", ")))?;
    let site = dir.join("site");
    if !site.is_dir() {
        return Err(anyhow!(
            "{}: no demo was started here; give --data DIR",
            dir.display()
        ));
    }
    super::site::mood::set(&site, platform, mood)?;
    Ok(())
}
