//! What a reply must never do. Pure: text, context and rule pack in, findings out.
//!
//! Codes, levels, reasons, examples and word patterns are data (`config/rules`); what needs logic is in
//! `check`, one file per concern. What no pattern can tell, a small model hears (`tone`), and only warns. A code that
//! cannot know stays silent.

pub mod case;
mod check;
pub(crate) mod dates;
mod deed;
mod line;
mod matcher;
pub mod name;
pub mod pack;
pub mod pattern;
mod persons;
mod promised;
mod reorder;
pub mod spelling;
pub mod tone;
mod types;

pub(crate) use line::with_configuration;
pub use line::{limit_of, line};
pub use promised::promised;
pub use types::{Attachments, Context, Finding, Input, Level, Origin, Outcome, Review, Turn};

use crate::domain::text::Reading;
use crate::domain::{Lang, Sensitive};
use otklik_adapters::Limit;
use pack::Pack;

/// Codes whose fix is another order of the sentences.
const ORDER: [&str; 2] = ["apology_first_sentence", "apology_before_action"];

/// Checks a reply by the embedded pack. `limit` is the platform's (from its manifest), `reader` the language of
/// the messages. Findings come in the order of their places.
pub fn lint(input: &Input, limit: Option<Limit>, reader: Lang) -> Outcome {
    lint_by(Pack::embedded(), input, limit, reader)
}

/// Checks a reply by the pack of the house.
pub fn lint_by(pack: &Pack, input: &Input, limit: Option<Limit>, reader: Lang) -> Outcome {
    let case = case::Case::new(pack, input, limit);
    let mut findings = case::Findings::new(&case, reader);
    check::all(&case, &mut findings);
    check::doubts(&case, &mut findings);
    let mut findings = findings.list;
    findings.sort_by(|a, b| (a.start, a.end, &a.code).cmp(&(b.start, b.end, &b.code)));
    findings.dedup_by(|a, b| a.code == b.code && a.start == b.start && a.end == b.end);
    let verdict = findings.iter().map(|f| f.level).max().unwrap_or(Level::Pass);
    let out_of_order = findings.iter().any(|f| ORDER.contains(&f.code.as_str()));
    let reordered = if out_of_order {
        reorder::reorder(&case)
    } else {
        None
    };
    Outcome {
        verdict,
        findings,
        reordered,
    }
}

/// Whether an answer to this review needs an action and a term: negative, or mixed with a concrete complaint.
pub fn complains(pack: &Pack, review: &str, rating: Option<u8>) -> bool {
    let reading = Reading::new(review);
    let scan = pack.scan(&reading);
    case::kind(rating, review, &reading, &scan) == case::Kind::Complaint
}

/// A subject for which no draft is made, by the pack's own words.
pub fn sensitive(pack: &Pack, review: &str) -> Option<Sensitive> {
    let scan = pack.scan(&Reading::new(review));
    sensitive_in(&scan)
}

fn sensitive_in(scan: &pack::Scan<'_>) -> Option<Sensitive> {
    let named = |s: &Sensitive| !scan.lexicon(&format!("sensitive_{s}")).is_empty();
    Sensitive::ALL.iter().copied().find(named)
}
