//! The rule pack in force: the embedded one, or that of the house's folder, read again when its files change.
//!
//! A broken file never stops the daemon: the last good pack stays, and [`Rulebook::problem`] says what is wrong.

use crate::config::Rules;
use crate::domain::Lang;
use crate::lint::pack::Pack;
use crate::lint::{Input, Outcome, lint_by};
use otklik_adapters::Limit;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Bytes of one file that are read; a rule pack has a hundredth of it.
const LARGEST: u64 = 1 << 20;

/// Why a rule pack cannot be put in force: file, line, what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

/// Name below the folder -> length and time of the last change.
type Stamp = BTreeMap<String, (u64, Option<SystemTime>)>;

#[derive(Debug)]
struct State {
    pack: Arc<Pack>,
    /// What the folder looked like when it was read last.
    stamp: Option<Stamp>,
    problem: Option<String>,
}

/// Hands out the pack in force. Cheap to ask.
#[derive(Debug)]
pub struct Rulebook {
    rules: Rules,
    state: Mutex<State>,
}

impl Rulebook {
    /// Reads the pack that the configuration asks for. A broken one leaves the embedded pack, without the
    /// configuration's levels, in force.
    pub fn new(rules: &Rules) -> Rulebook {
        let book = Rulebook {
            rules: rules.clone(),
            state: Mutex::new(State {
                pack: embedded(),
                stamp: None,
                problem: None,
            }),
        };
        book.refresh();
        book
    }

    /// Reads the pack once.
    ///
    /// # Errors
    /// File, line and what is allowed.
    pub fn read(rules: &Rules) -> Result<Pack, Broken> {
        let house = match &rules.folder {
            Some(folder) => files(folder).map_err(Broken)?,
            None => BTreeMap::new(),
        };
        Pack::of_house(house, rules).map_err(|problem| match &rules.folder {
            Some(folder) if !problem.starts_with("rules.level") => {
                Broken(format!("{}/{problem}", folder.display()))
            }
            _ => Broken(problem),
        })
    }

    /// The pack in force; files that changed since the last call are read.
    pub fn pack(&self) -> Arc<Pack> {
        self.refresh();
        Arc::clone(&self.lock().pack)
    }

    /// Lints by the pack in force: drafts, the editor, training and the gate at approval all ask here.
    pub fn lint(&self, input: &Input, limit: Option<Limit>, reader: Lang) -> Outcome {
        lint_by(&self.pack(), input, limit, reader)
    }

    /// What is wrong with the files on disk, if they are not what is in force.
    pub fn problem(&self) -> Option<String> {
        self.refresh();
        self.lock().problem.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refresh(&self) {
        let stamp = self.rules.folder.as_deref().map(stamp).unwrap_or_default();
        let mut state = self.lock();
        if state.stamp.as_ref() == Some(&stamp) {
            return;
        }
        state.stamp = Some(stamp);
        match Self::read(&self.rules) {
            Ok(pack) => {
                if state.problem.take().is_some() {
                    tracing::info!("the rule pack can be read again and is in force");
                }
                state.pack = Arc::new(pack);
            }
            Err(problem) => {
                tracing::error!(%problem, "the rule pack is broken; the last good one stays in force");
                state.problem = Some(problem.0);
            }
        }
    }
}

fn embedded() -> Arc<Pack> {
    // reading it cannot fail: it is part of the binary and a test reads it
    Arc::new(
        Pack::of_house(BTreeMap::new(), &Rules::default())
            .unwrap_or_else(|e| panic!("embedded rule pack: {e}")),
    )
}

/// Rule files below the folder: itself, `ru` and `en`.
fn listed(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut out = Vec::new();
    for (prefix, dir) in [
        ("", folder.to_owned()),
        ("ru/", folder.join("ru")),
        ("en/", folder.join("en")),
    ] {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".toml") && !name.starts_with('.') {
                out.push((format!("{prefix}{name}"), entry.path()));
            }
        }
    }
    out
}

fn stamp(folder: &Path) -> Stamp {
    listed(folder)
        .into_iter()
        .map(|(name, path)| {
            let meta = std::fs::metadata(path).ok();
            let stamp = meta.map_or((0, None), |m| (m.len(), m.modified().ok()));
            (name, stamp)
        })
        .collect()
}

fn files(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    if !folder.is_dir() {
        return Err(format!("{}:1: rules.folder is no folder", folder.display()));
    }
    let mut out = BTreeMap::new();
    for (name, path) in listed(folder) {
        let size = std::fs::metadata(&path).map_or(0, |m| m.len());
        if size > LARGEST {
            return Err(format!("{name}:1: {size} bytes; at most {LARGEST} are read"));
        }
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{name}:1: {e}"))?;
        out.insert(name, text);
    }
    Ok(out)
}
