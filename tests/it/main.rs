//! Tests of the whole package, in one binary. Names are promises.

mod alerts;
mod approvals;
mod care;
mod cli;
mod complaints;
mod corrections;
mod coverage;
mod daemons;
mod digests;
mod documents;
mod door;
mod draft;
mod draft_games;
mod draft_praise;
mod draft_quotes;
mod draft_trades;
mod draft_words;
mod due;
mod failures;
mod hostile;
mod i18n;
mod intake;
mod kill;
mod lint;
mod lint_names;
mod lint_order;
mod lint_pack;
mod lint_real_manner;
mod lint_replies;
mod lint_tone;
mod lint_wild;
mod mail;
mod memory;
mod moderation;
mod net;
mod promises;
mod publishing;
mod real_input;
mod real_social;
mod reply;
mod reword;
mod schedule;
mod store;
mod story;
mod structure;
mod support;
mod topics;
mod transfer;
mod web;

/// A file under the shared reference (`OTKLIK_SHARED` or `../shared`), where there is one.
pub fn shared(path: &str) -> Option<String> {
    let root = std::env::var("OTKLIK_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    std::fs::read_to_string(std::path::Path::new(&root).join(path)).ok()
}
mod judge;
mod judge_clauses;
mod judge_evasion;
mod judge_events;
mod judge_irony;
mod judge_language;
mod judge_readings;
mod site;
