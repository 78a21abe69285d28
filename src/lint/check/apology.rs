//! Apologies: only for our own fault, never first, after the action, only one, and not forgotten.

use crate::domain::Fault;
use crate::lint::case::{Case, Findings, Kind};

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let fault = case.input.fault;
    let Some(apology) = case.apologies.first().copied() else {
        let grave = case.input.severity.is_none_or(|s| s >= 2);
        // An apology for a case that must not be admitted would admit it.
        // "Sorry you had to wait" is half an apology and half sympathy: enough here, and no sin elsewhere.
        let sorry = case.reply.words.iter().any(|w| w.fold == "sorry");
        if fault == Some(Fault::Business)
            && grave
            && case.kind == Kind::Complaint
            && !case.regulated()
            && !sorry
        {
            let end = case.reply.chars.len();
            out.add("apology_missing_though_our_fault", (end, end), "");
        }
        return;
    };
    if fault.is_some_and(|f| f != Fault::Business) {
        for a in &case.apologies {
            out.add("apology_not_our_fault", (a.start, a.end), "");
        }
    }
    // The order is that of an answer to somebody unhappy; in an answer to praise it says nothing.
    if case.kind == Kind::Praise {
        return;
    }
    if apology.sentence <= case.first_sentence() {
        out.add("apology_first_sentence", (apology.start, apology.end), "");
        return;
    }
    let first_action = super::action::first_act(case);
    let told = super::specific::tells_the_case(case);
    if !told && first_action.is_none_or(|action| apology.start < action) {
        out.add("apology_before_action", (apology.start, apology.end), "");
    }
}
