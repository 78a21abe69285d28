//! Apologies: only for our own fault, never first, after the action, and not forgotten.

use crate::domain::Fault;
use crate::lint::case::{Case, Findings, Kind};

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let fault = case.input.fault;
    let Some(apology) = case.apologies.first().copied() else {
        let grave = case.input.severity.is_none_or(|s| s >= 2);
        if fault == Some(Fault::Business) && grave && case.kind == Kind::Complaint {
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
    if apology.sentence <= case.first_sentence() {
        out.add("apology_first_sentence", (apology.start, apology.end), "");
        return;
    }
    let first_action = case.actions.iter().chain(&case.done).map(|a| a.start).min();
    if first_action.is_none_or(|action| apology.start < action) {
        out.add("apology_before_action", (apology.start, apology.end), "");
    }
}
