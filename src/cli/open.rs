//! Opening the daemon for a command, and saying what went wrong.

use super::Exit;
use crate::app::App;
use crate::clock::System;
use crate::config::{self, Problem};
use crate::context::Context;
use crate::i18n;
use crate::mail::Mailer;
use crate::store::Db;
use anyhow::{Context as _, Result};
use std::path::Path;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Opens everything that a command needs.
///
/// # Errors
/// What is wrong with the configuration (exit 2) or with database and mail server (exit 1).
pub async fn app(path: &Path) -> Result<App> {
    let config = config::load(path)?;
    let mailer = Mailer::new(&config.mail).map_err(|e| anyhow::anyhow!("{}: [mail]: {e}", path.display()))?;
    App::open(config, Arc::new(System), mailer).await
}

/// `otklik run`.
///
/// # Errors
/// As [`app`], and when the address cannot be listened on.
pub async fn daemon(path: &Path) -> Result<Exit> {
    let app = app(path).await?;
    super::person::greet_first_owner(&app.ctx).await?;
    app.run(stop_signal()?, false).await?;
    Ok(Exit::Done)
}

/// A token that is cancelled by SIGTERM or Ctrl-C.
///
/// # Errors
/// Signals cannot be listened to.
pub fn stop_signal() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let told = stop.clone();
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .context("listening for SIGTERM")?;
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        told.cancel();
    });
    Ok(stop)
}

/// An error and its causes on one line.
pub fn one_line(e: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in e.chain() {
        let text = cause.to_string();
        if !parts.iter().any(|p| p.contains(&text)) {
            parts.push(text);
        }
    }
    parts.join(": ").replace('\n', " ")
}

/// Wrong configuration is wrong usage; anything else has failed.
pub fn exit_of(e: &anyhow::Error) -> Exit {
    if e.downcast_ref::<Problem>().is_some()
        || e.downcast_ref::<Usage>().is_some()
        || e.downcast_ref::<crate::rulebook::Broken>().is_some()
    {
        Exit::Usage
    } else {
        Exit::Failed
    }
}

/// A wrong argument: which, and what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

impl Usage {
    /// There is no source of this name; `known` are the names that there are.
    pub fn no_source(name: &str, known: &[String]) -> Self {
        Usage(unknown("no-such-source", name, known))
    }

    /// There is nobody of this name.
    pub fn no_person(name: &str, known: &[String]) -> Self {
        Usage(unknown("no-such-person", name, known))
    }
}

fn unknown(key: &str, name: &str, known: &[String]) -> String {
    let lang = i18n::of_environment();
    let args = [("name", name.into()), ("known", known.join(", ").into())];
    i18n::t(lang, key, &args)
}

/// Database and clock of a configuration, without making anything agree with it: for commands that
/// must not write, or that fill an empty database.
///
/// # Errors
/// As [`app`].
pub async fn bare(path: &Path) -> Result<Context> {
    let config = config::load(path)?;
    let url = config.database.url.clone();
    let db = Db::connect(&url)
        .await
        .with_context(|| format!("database.url {}", crate::app::mask(&url)))?;
    Ok(Context::new(db, Arc::new(System), config))
}
