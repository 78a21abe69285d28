//! The checks that need more than a pattern, one file per concern.

mod action;
mod apology;
mod formal;
mod greeting;
mod names;
mod offers;
mod privacy;
mod rude;
mod similar;
mod slots;
mod specific;
mod style;
mod tone;

use super::Level;
use super::case::{Case, Findings, Kind};

/// Codes that are nothing but word patterns.
const PATTERN_CODES: &[&str] = &[
    "cliche",
    "conditional_apology",
    "reproach",
    "registered_under_number",
    "not_our_competence",
    "blame_other_team",
    "rating_request",
    "lecturing",
    "slang",
    "intensifier",
];

/// Runs every check.
pub(super) fn all(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for code in PATTERN_CODES {
        if *code == "cliche" {
            cliches(case, out);
        } else {
            out.add_patterns(code);
        }
    }
    apology::check(case, out);
    action::check(case, out);
    formal::check(case, out);
    greeting::check(case, out);
    offers::check(case, out);
    privacy::check(case, out);
    rude::check(case, out);
    similar::check(case, out);
    slots::check(case, out);
    specific::check(case, out);
    style::check(case, out);
    tone::check(case, out);
}

/// «Будем делать всё возможное»: an empty promise of goodwill puts a complaint off and stops nobody who was praised.
fn cliches(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let goodwill = case.scan.lexicon("goodwill");
    for hit in case.scan.code("cliche") {
        let kindly = goodwill.iter().any(|g| g.start < hit.end && hit.start < g.end);
        if kindly && case.kind == Kind::Praise {
            out.warn_hit("cliche", hit);
        } else {
            out.add_hit("cliche", hit);
        }
    }
}

/// Words with a harmless sense count where something else blocks already.
pub(super) fn doubts(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    if out.list.iter().all(|f| f.level != Level::Block) {
        return;
    }
    for code in case.pack.codes() {
        for hit in case.scan.doubtful(&code.code) {
            out.add_hit(&code.code, hit);
        }
    }
}
