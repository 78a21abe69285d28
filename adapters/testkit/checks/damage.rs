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
    let whole = scenario.poll(adapter, place, &scenario.net(&Play::Recorded));
    let filled = whole.is_ok_and(|p| !p.sightings.is_empty());
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
        if !filled {
            continue;
        }
        let text = String::from_utf8_lossy(body);
        report.check(&told("redesigned is never a silent zero"), {
            names(&text).iter().try_for_each(|name| {
                let body = rename(&text, name).into_bytes();
                for result in both(adapter, scenario, place, file, &body)? {
                    let zero = result.as_ref().is_ok_and(|p| p.sightings.is_empty());
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
