//! Damaged pages: never a panic, never a silent zero.

use super::{hold, page, short};
use crate::testkit::mutate::{mutate, names, rename};
use crate::testkit::scenario::{Play, Scenario};
use crate::testkit::suite::Report;
use crate::{Adapter, Failure, Page, Place};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Damaged forms of each file. The project's own tests try more, by other seeds.
const TRIES: u64 = 40;

pub fn all(adapter: &dyn Adapter, scenario: &Scenario, place: &Place, report: &mut Report) {
    for (file, body) in &scenario.files {
        let told = |what: &str| format!("{}: {file} {what}", scenario.name);
        report.check(&told("survives damage"), {
            (0..TRIES).try_for_each(|seed| {
                let (kind, body) = mutate(body, seed);
                both(adapter, scenario, place, file, &body)
                    .map(drop)
                    .map_err(|e| format!("{kind} {seed}: {e}"))
            })
        });
        // Only what is a page of reviews when whole: some files are proofs of emptiness.
        let Ok(whole) = both(adapter, scenario, place, file, body) else {
            continue;
        };
        let filled = whole.map(|r| r.is_ok_and(|p| !p.sightings.is_empty()));
        let text = String::from_utf8_lossy(body);
        report.check(&told("redesigned is never a silent zero"), {
            names(&text).iter().try_for_each(|name| {
                let body = rename(&text, name).into_bytes();
                for (result, filled) in both(adapter, scenario, place, file, &body)?
                    .into_iter()
                    .zip(filled)
                {
                    let zero = filled && result.as_ref().is_ok_and(|p| p.sightings.is_empty());
                    hold(!zero, || format!("without `{name}`: {}", short(&result)))?;
                }
                Ok(())
            })
        });
    }
}

/// A body by `read` and by `poll`.
pub fn both(
    adapter: &dyn Adapter,
    scenario: &Scenario,
    place: &Place,
    file: &str,
    body: &[u8],
) -> Result<[Result<Page, Failure>; 2], String> {
    let caught = |f: &dyn Fn() -> Result<Page, Failure>| {
        let result = catch_unwind(AssertUnwindSafe(f)).map_err(|_| "panic".to_owned())?;
        match &result {
            Ok(page) => page::sane(page)?,
            Err(Failure::Unknown) => return Err("reading is never of unknown outcome".into()),
            Err(_) => {}
        }
        Ok::<_, String>(result)
    };
    let play = Play::Instead(file.to_owned(), body.to_vec());
    Ok([
        caught(&|| adapter.read(place, body))?,
        caught(&|| scenario.poll(adapter, place, &scenario.net(&play)))?,
    ])
}
