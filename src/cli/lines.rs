//! `otklik judge`, `draft`, `lint` and `due`: a line of JSON in, a line of JSON out, in order.

use super::Exit;
use crate::clock::{Clock, System};
use crate::config::{self, Config};
use crate::desk::corrections;
use crate::lint::pack::Pack;
use crate::rulebook::Rulebook;
use crate::{context, draft, i18n, judge, lint};
use anyhow::Result;
use serde_json::Value;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Lines handed to the cores at a time: constant memory, order kept.
const BATCH: usize = 2_048;
/// Longest line that is read; a longer one is answered by an error and skipped.
const LONGEST: usize = 8 << 20;

fn configured(path: Option<&Path>) -> Result<Option<Config>> {
    path.map(config::load).transpose().map_err(Into::into)
}

/// How the daemon of this configuration reads, with what it has learned from corrections. A database that is not
/// there yet has learned nothing; one that cannot be read is told of on stderr.
async fn reading(config: Option<&Config>) -> judge::Settings {
    let Some(config) = config else {
        return judge::Settings::default();
    };
    let mut settings = context::configured(config);
    match corrections::learned_at(&config.database.url).await {
        Ok(local) => settings.local = local.map(Arc::new),
        Err(error) => {
            let args = [("error", error.to_string().into())];
            eprintln!(
                "{}",
                i18n::t(i18n::of_environment(), "cli-judge-unlearned", &args)
            );
        }
    }
    settings
}

/// The rule pack of the house, else the embedded one; a broken one is said and nothing is read.
fn pack(config: Option<&Config>) -> Result<Pack> {
    let rules = config.map(|c| c.rules.clone()).unwrap_or_default();
    Ok(Rulebook::read(&rules)?)
}

/// Judges every line.
///
/// # Errors
/// Wrong configuration, or stdin or stdout is broken.
pub async fn judge(config: Option<&Path>) -> Result<Exit> {
    let config = configured(config)?;
    let settings = reading(config.as_ref()).await;
    stream(move |raw| judge::lines::line(raw, &settings).unwrap_or_else(|error| error))
}

/// Drafts for every line.
///
/// # Errors
/// As [`judge`].
pub async fn draft(config: Option<&Path>) -> Result<Exit> {
    let config = configured(config)?;
    let settings = reading(config.as_ref()).await;
    let now = System.now();
    let pack = pack(config.as_ref())?;
    stream(move |raw| draft::line_by(&pack, raw, now, config.as_ref(), &settings))
}

/// Lints every line.
///
/// # Errors
/// As [`judge`].
pub fn lint(config: Option<&Path>) -> Result<Exit> {
    let config = configured(config)?;
    let now = System.now();
    let pack = pack(config.as_ref())?;
    stream(move |raw| lint::line(&pack, raw, now, config.as_ref()))
}

/// Reckons the deadline of every line.
///
/// # Errors
/// Stdin or stdout is broken.
pub fn due() -> Result<Exit> {
    stream(crate::domain::due::line)
}

/// Reads stdin line by line, answers with all cores, keeps the order.
fn stream(answer: impl Fn(&str) -> Value + Sync) -> Result<Exit> {
    let mut input = std::io::stdin().lock();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut exit = Exit::Done;
    loop {
        let batch = read_batch(&mut input)?;
        if batch.is_empty() {
            break;
        }
        let size = batch.len().div_ceil(cores);
        let answers: Vec<Vec<Value>> = std::thread::scope(|s| {
            let answer = &answer;
            let parts: Vec<_> = batch
                .chunks(size)
                .map(|part| s.spawn(move || part.iter().map(|l| answer(l)).collect::<Vec<Value>>()))
                .collect();
            parts.into_iter().map(|p| p.join().unwrap_or_default()).collect()
        });
        for value in answers.into_iter().flatten() {
            if value.get("error").is_some() {
                exit = Exit::Partly;
            }
            if let Err(e) = writeln!(out, "{value}") {
                return if e.kind() == std::io::ErrorKind::BrokenPipe {
                    Ok(exit)
                } else {
                    Err(e.into())
                };
            }
        }
        out.flush().or_else(|e| {
            if e.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(e)
            }
        })?;
    }
    Ok(exit)
}

/// Up to [`BATCH`] lines; fewer when the input pauses, so that an interactive user gets answers.
fn read_batch(input: &mut impl BufRead) -> Result<Vec<String>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < LONGEST {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        bytes += line.len();
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if !text.is_empty() {
            batch.push(text.to_owned());
        }
        let buffered = input.fill_buf()?;
        if !buffered.contains(&b'\n') && !batch.is_empty() && buffered.is_empty() {
            break;
        }
    }
    Ok(batch)
}

/// Says that a command of the contract comes later.
///
/// # Errors
/// Always: exit 1.
pub fn not_yet(name: &str) -> Result<Exit> {
    anyhow::bail!("{name}: {}", i18n::t(i18n::of_environment(), "cli-not-yet", &[]))
}
