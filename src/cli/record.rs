//! `otklik adapter record`: the first page of a link or a configured source, kept in a folder with
//! secrets, phone numbers and mail addresses masked.

use super::open::Usage;
use super::{Exit, show};
use crate::app;
use crate::clock::{Clock, System};
use crate::config::{self, Source};
use crate::i18n;
use crate::jobs::door::keys;
use crate::jobs::poll::believe;
use crate::net::record::Recorder;
use crate::net::{Client, SessionParts, pace};
use anyhow::{Context as _, Result};
use otklik_adapters::{Adapter, Cursor, Failure, Place};
use secrecy::SecretString;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to record.
pub enum From {
    /// A pasted link, with the keys of a file that holds what `[source.access]` would.
    Link { url: String, access: Option<PathBuf> },
    /// A source of a configuration, as the daemon would read it.
    Source { config: PathBuf, source: String },
}

struct Task {
    adapter: &'static dyn Adapter,
    place: Place,
    access: BTreeMap<String, SecretString>,
    proxy: Option<SecretString>,
    rewrite: BTreeMap<String, String>,
}

/// Reads the first page as the daemon would, and keeps what was answered.
///
/// # Errors
/// A link of no known platform, wrong keys, no connection, or a folder that cannot be written.
pub async fn run(from: From) -> Result<Exit> {
    let lang = i18n::of_environment();
    let task = match from {
        From::Link { url, access } => linked(&url, access.as_deref())?,
        From::Source { config, source } => configured(&config, &source)?,
    };
    let (adapter, place) = (task.adapter, task.place);
    let clock: Arc<dyn Clock> = Arc::new(System);
    let client = Client::new(&task.rewrite, app::AGENT, "")?;
    let pacer = Arc::new(pace::InMemory::new(Arc::clone(&clock)));
    let session = client.session(SessionParts {
        access: task.access,
        place: Some(&place),
        proxy: task.proxy,
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

fn linked(url: &str, access: Option<&Path>) -> Result<Task> {
    let (adapter, place) = super::source::recognised(url)?;
    let access = match access {
        None => BTreeMap::new(),
        Some(file) => {
            let told = |e: &dyn std::fmt::Display| Usage(format!("{}: {e}", file.display()));
            let text = std::fs::read_to_string(file).map_err(|e| told(&e))?;
            let written: BTreeMap<String, String> = toml::from_str(&text).map_err(|e| told(&e.message()))?;
            config::secrets(&written).map_err(|(key, e)| told(&format!("{key}: {e}")))?
        }
    };
    Ok(Task {
        adapter,
        place,
        access,
        proxy: None,
        rewrite: BTreeMap::new(),
    })
}

fn configured(file: &Path, name: &str) -> Result<Task> {
    let config = config::load(file)?;
    let names = || config.sources.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    let source: &Source = config
        .sources
        .iter()
        .find(|s| s.name == name)
        .ok_or_else(|| Usage::no_source(name, &names()))?;
    let adapter = otklik_adapters::by_id(&source.platform).context("the platform is not in this build")?;
    let place = adapter
        .locate(&source.url)
        .context("the link is not one of the platform")?;
    let (access, proxy) = keys(adapter, Some(source)).map_err(|f| {
        Usage(format!(
            "{name}: {}",
            i18n::failure_cause(i18n::of_environment(), &f)
        ))
    })?;
    let rewrite = config
        .network
        .rewrite
        .iter()
        .map(|(host, to)| (host.clone(), to.to_string()));
    Ok(Task {
        adapter,
        place,
        access,
        proxy,
        rewrite: rewrite.collect(),
    })
}
