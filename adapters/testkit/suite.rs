//! What every adapter promises, asked of one adapter.

use super::checks;
use super::scenario::Scenario;
use crate::declared::DeclaredAdapter;
use crate::{Adapter, Manifest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The result. `failed` names the promise and what happened, without page content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How many promises were asked for and kept.
    pub passed: usize,
    /// The others, one line each: `scenario: promise: what happened`.
    pub failed: Vec<String>,
}

impl Report {
    /// Counts one promise.
    pub fn check(&mut self, what: &str, result: Result<(), String>) {
        match result {
            Ok(()) => self.passed += 1,
            Err(why) => self.failed.push(format!("{what}: {why}")),
        }
    }
}

/// Files packed by the build script: adapter, scenario (empty for notes), file, bytes.
const PACKED: &[(&str, &str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// Asks one of this build's adapters, with its own fixtures and notes.
pub fn conformance(adapter: &dyn Adapter) -> Report {
    let (scenarios, broken) = packed(&adapter.manifest().id);
    let notes = PACKED
        .iter()
        .find(|(id, s, ..)| *id == adapter.manifest().id && s.is_empty());
    let notes = notes.map(|(.., bytes)| String::from_utf8_lossy(bytes).into_owned());
    let mut report = run(adapter, &scenarios, notes.as_deref());
    report.failed.extend(broken);
    report
}

/// The packed scenarios of a platform, and what is wrong with those that cannot be read.
pub fn packed(platform: &str) -> (Vec<Scenario>, Vec<String>) {
    let mut folders: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (_, scenario, file, bytes) in PACKED
        .iter()
        .filter(|(id, s, ..)| *id == platform && !s.is_empty())
    {
        folders
            .entry(scenario)
            .or_default()
            .insert((*file).to_owned(), bytes.to_vec());
    }
    let (good, bad): (Vec<_>, Vec<_>) = folders
        .into_iter()
        .map(|(name, files)| Scenario::from_files(name, files))
        .partition(Result::is_ok);
    (
        good.into_iter().filter_map(Result::ok).collect(),
        bad.into_iter().filter_map(Result::err).collect(),
    )
}

/// Asks the adapter of a folder with `adapter.toml`, `NOTES.md` and `fixtures/`, as in this
/// project: a declared one is built from that very file, so it needs no build of ours.
///
/// # Errors
/// What could not be read, with its path.
pub fn run_dir(dir: &Path) -> Result<Report, String> {
    let path = dir.join("adapter.toml");
    let told = |e: std::io::Error| format!("{}: {e}", path.display());
    let text = std::fs::read_to_string(&path).map_err(told)?;
    let manifest = Manifest::read(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut scenarios = Vec::new();
    let fixtures = dir.join("fixtures");
    if fixtures.is_dir() {
        for entry in std::fs::read_dir(&fixtures).map_err(told)? {
            scenarios.push(Scenario::from_dir(&entry.map_err(told)?.path())?);
        }
    }
    scenarios.sort_by(|a, b| a.name.cmp(&b.name));
    let notes = std::fs::read_to_string(dir.join("NOTES.md")).ok();
    // The very manifest of this build may have code beside it.
    let built = crate::by_id(&manifest.id).filter(|a| *a.manifest() == manifest);
    if manifest.declared.is_some() && built.is_none() {
        let adapter = DeclaredAdapter::read(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        return Ok(run(&adapter, &scenarios, notes.as_deref()));
    }
    let adapter = crate::by_id(&manifest.id).ok_or_else(|| {
        format!(
            "{}: no [declared] part, and no code for {}",
            path.display(),
            manifest.id
        )
    })?;
    Ok(run(adapter, &scenarios, notes.as_deref()))
}

/// Asks an adapter with these scenarios. `notes`: its NOTES.md.
pub fn run(adapter: &dyn Adapter, scenarios: &[Scenario], notes: Option<&str>) -> Report {
    let mut report = Report::default();
    checks::papers::all(adapter, scenarios, notes, &mut report);
    for scenario in scenarios {
        let place = match scenario.place(adapter) {
            Ok(place) => place,
            Err(why) => {
                report.failed.push(format!("{}: {why}", scenario.name));
                continue;
            }
        };
        checks::page::links(adapter, scenario, &place, &mut report);
        if let Some(review) = &scenario.spec.current {
            checks::reply::guard(adapter, scenario, &place, review, &mut report);
            continue;
        }
        if scenario.spec.publish.is_some() {
            checks::reply::all(adapter, scenario, &place, &mut report);
            continue;
        }
        checks::page::all(adapter, scenario, &place, &mut report);
        if scenario.name.starts_with("fresh") && !adapter.manifest().pushed {
            checks::http::all(adapter, scenario, &place, &mut report);
        }
        checks::damage::all(adapter, scenario, &place, &mut report);
    }
    report
}
