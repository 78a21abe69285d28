//! The only file that knows all parts: opens the database, makes it agree with the configuration and
//! the manifests, starts web pages and workers, stops them in order.

use crate::clock::Clock;
use crate::config::{Config, Every, History};
use crate::context::Context;
use crate::jobs::Runner;
use crate::jobs::poll::Tools;
use crate::mail::{LetterError, Mailer};
use crate::net::{self, Client, MailDoor, NotPosted, PaceFailed, Pacer, Post};
use crate::store::sources::Facts;
use crate::store::{Db, Time, pace, people, sources};
use anyhow::{Context as _, Result};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use otklik_adapters::letter::Letter;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What platforms see of us; honest, as their rules ask.
pub const AGENT: &str = concat!("otklik/", env!("CARGO_PKG_VERSION"));
/// Workers of one daemon. A poll is mostly waiting; four keep a slow platform from blocking the rest.
const WORKERS: usize = 4;

/// An opened daemon.
pub struct App {
    pub ctx: Context,
    pub runner: Arc<Runner>,
}

impl App {
    /// Opens the database, migrates it and makes it agree with the configuration.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub async fn open(config: Config, clock: Arc<dyn Clock>, mailer: Mailer) -> Result<App> {
        net::init();
        let db = Db::connect(&config.database.url)
            .await
            .with_context(|| format!("database.url {}: cannot be opened", mask(&config.database.url)))?;
        db.migrate()
            .await
            .context("database: the schema cannot be brought up to date")?;
        let ctx = Context::new(db, clock, config);
        sync(&ctx)
            .await
            .context("database: the configuration cannot be stored")?;
        let rewrite: BTreeMap<String, String> = ctx
            .config
            .network
            .rewrite
            .iter()
            .map(|(host, to)| (host.clone(), to.to_string()))
            .collect();
        let door = MailDoor {
            post: Arc::new(Letters(mailer.clone())),
            authority: ctx.config.mail.authority().context("mail.ca_file")?,
        };
        let client = Client::new(&rewrite, AGENT, "")
            .context("network.rewrite")?
            .with_mail(door);
        let pacer = Arc::new(DbPacer {
            db: ctx.db.clone(),
            clock: Arc::clone(&ctx.clock),
        });
        let runner = Arc::new(Runner::new(ctx.clone(), Tools { client, pacer }, mailer));
        Ok(App { ctx, runner })
    }

    /// Runs workers and web pages until `stop`; what is in flight is finished first.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn run(&self, stop: CancellationToken, demo: bool) -> Result<()> {
        let listen = self.ctx.config.web.listen;
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("web.listen {listen}: choose a free address"))?;
        let workers = tokio::spawn(Arc::clone(&self.runner).run(WORKERS, stop.clone()));
        let parts = crate::web::Parts {
            heartbeat: self.runner.heartbeat(),
            demo,
            listen,
        };
        let served = crate::web::serve(self.ctx.clone(), parts, listener, stop.clone()).await;
        stop.cancel();
        workers.await.context("workers")?;
        self.ctx.db.close().await;
        served.context("web pages")
    }
}

/// The mail server as platforms' replies see it.
struct Letters(Mailer);

#[async_trait]
impl Post for Letters {
    async fn post(&self, letter: Letter) -> Result<String, NotPosted> {
        self.0.letter(&letter).await.map_err(|e| match e {
            LetterError::Later => NotPosted::Later,
            LetterError::Never => NotPosted::Never,
            LetterError::Unknown => NotPosted::Unknown,
        })
    }
}

/// Makes people, locations and sources of the database agree with configuration and manifests.
///
/// # Errors
/// What the driver says.
pub async fn sync(ctx: &Context) -> sqlx::Result<()> {
    let facts: Vec<Facts> = ctx.config.sources.iter().filter_map(facts).collect();
    let mut tx = ctx.db.begin().await?;
    people::sync(&mut tx, &ctx.config.people, ctx.now()).await?;
    sources::sync(&mut tx, &facts, &ctx.config.locations, ctx.now()).await?;
    tx.commit().await
}

/// `None` cannot happen for a configuration that was checked.
fn facts(s: &crate::config::Source) -> Option<Facts> {
    let adapter = otklik_adapters::by_id(&s.platform)?;
    let place = adapter.locate(&s.url)?;
    let keys: Vec<&str> = s
        .access
        .keys()
        .map(|k| k.strip_suffix("_file").unwrap_or(k))
        .collect();
    Some(Facts {
        name: s.name.clone(),
        reply_route: adapter.reply_route(&place, &keys).word(),
        limit: adapter.manifest().limit,
        place,
        location: s.location.clone(),
        every_ms: match s.every {
            Every::Adaptive => None,
            Every::Span(span) => Some(span.millis()),
        },
        history: match s.history {
            History::Quiet => "quiet",
            History::Loud => "loud",
        },
    })
}

/// The address of a database without its password.
pub fn mask(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut u) if u.password().is_some() => {
            let _ = u.set_password(Some("***"));
            u.to_string()
        }
        _ => url.to_owned(),
    }
}

/// Rate-limit slots in the database: one politeness for every daemon on it.
#[derive(Debug)]
pub struct DbPacer {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl Pacer for DbPacer {
    async fn slot(&self, key: &str, min_interval: Duration) -> Result<DateTime<Utc>, PaceFailed> {
        let interval = i64::try_from(min_interval.as_millis()).unwrap_or(i64::MAX);
        let now = Time::from(self.clock.now());
        pace::slot(&self.db, key, now, interval)
            .await
            .map(Time::utc)
            .map_err(|_| PaceFailed)
    }

    async fn spend(
        &self,
        key: &str,
        day: chrono::NaiveDate,
        cost: u32,
        most: u32,
    ) -> Result<Option<u32>, PaceFailed> {
        pace::spend(&self.db, key, &day.to_string(), cost, most)
            .await
            .map_err(|_| PaceFailed)
    }
}
