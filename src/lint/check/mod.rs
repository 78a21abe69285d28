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
mod told_off;
mod tone;

use super::case::{Case, Findings, Kind};
use super::{Finding, Level};

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

/// Codes that block for facts around the reply, whatever its words.
const FACTS: [&str; 5] = [
    "term_without_promise",
    "too_similar_to_published",
    "attachment_not_viewed",
    "sensitive_no_draft",
    "isolated_case_untrue",
];

/// Codes of what is said against people.
const AT_PEOPLE: [&str; 4] = [
    "reproach",
    "toxic_or_sarcastic",
    "blame_other_team",
    "rating_request",
];

/// Runs every check.
pub(super) fn all(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    // «Что подвело: кухня, обслуживание?»: who asks after a vague review blames nobody
    let asks_back = specific::asks_back(case);
    for code in PATTERN_CODES {
        if *code == "cliche" {
            cliches(case, out);
        } else if !(asks_back && *code == "blame_other_team") {
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

/// Words with a harmless sense count where something else blocks already; in thanks, in sympathy and beside praise nobody
/// is meant by them.
pub(super) fn doubts(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    // a promise that is not yet made says nothing of the words
    let blocked = |f: &Finding| f.level == Level::Block && !FACTS.contains(&f.code.as_str());
    if !out.list.iter().any(blocked) {
        return;
    }
    let polite = case.courteous(&["thanks", "sympathy"]);
    for code in case.pack.codes() {
        let at_people = AT_PEOPLE.contains(&code.code.as_str());
        if at_people && case.kind == Kind::Praise {
            continue;
        }
        let hits = case.scan.doubtful(&code.code);
        for hit in hits
            .iter()
            .filter(|h| !at_people || !polite.contains(&h.sentence))
        {
            out.add_hit(&code.code, hit);
        }
    }
    if !out
        .list
        .iter()
        .any(|f| f.code == "reproach" && f.level == Level::Block)
    {
        for hit in &told_off::acts(case) {
            out.add_hit("reproach", hit);
        }
    }
}
