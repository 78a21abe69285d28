//! The checks, one file per concern. Each notes what it finds; levels and words come from the pack.

mod action;
mod apology;
mod formal;
mod greeting;
mod privacy;
mod rude;
mod similar;
mod specific;
mod style;

use super::case::{Case, Findings};

/// Codes that are nothing but word patterns.
const PATTERN_CODES: &[&str] = &[
    "cliche",
    "conditional_apology",
    "reproach",
    "registered_under_number",
    "not_our_competence",
    "blame_other_team",
    "asks_pii_in_public",
    "rating_request",
    "incentive_in_public",
    "toxic_or_sarcastic",
    "confirms_patient_or_client_status",
    "lecturing",
    "slang",
    "intensifier",
];

/// Runs every check.
pub(super) fn all(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for code in PATTERN_CODES {
        out.add_patterns(code);
    }
    apology::check(case, out);
    action::check(case, out);
    formal::check(case, out);
    greeting::check(case, out);
    privacy::check(case, out);
    rude::check(case, out);
    similar::check(case, out);
    specific::check(case, out);
    style::check(case, out);
}
