//! What a reply must never do. Pure: text, context and rule pack in, findings out.
//!
//! Codes, levels, reasons, examples and word patterns are data (`config/rules`); what needs logic is in
//! `check`, one file per concern. A code that cannot know stays silent.

pub mod case;
mod check;
pub(crate) mod dates;
mod line;
pub mod name;
pub mod pack;
pub mod pattern;
mod promised;
mod types;

pub(crate) use line::with_configuration;
pub use line::{limit_of, line};
pub use promised::promised;
pub use types::{Attachments, Context, Finding, Input, Level, Origin, Outcome, Review, Turn};

use crate::domain::text::Reading;
use crate::domain::{Lang, Sensitive};
use otklik_adapters::Limit;

/// Checks a reply. `limit` is the platform's (from its manifest), `reader` the language of the messages.
/// Findings come in the order of their places.
pub fn lint(input: &Input, limit: Option<Limit>, reader: Lang) -> Outcome {
    let case = case::Case::new(input, limit);
    let mut findings = case::Findings::new(&case, reader);
    check::all(&case, &mut findings);
    let mut findings = findings.list;
    findings.sort_by(|a, b| (a.start, a.end, &a.code).cmp(&(b.start, b.end, &b.code)));
    findings.dedup_by(|a, b| a.code == b.code && a.start == b.start && a.end == b.end);
    let verdict = findings.iter().map(|f| f.level).max().unwrap_or(Level::Pass);
    Outcome { verdict, findings }
}

/// Whether a written reason may let a reply with this finding through; an unknown code may not.
pub fn can_be_overridden(code: &str) -> bool {
    pack::Pack::embedded().code(code).is_some_and(|c| !c.is_final)
}

/// Whether an answer to this review needs an action and a term: negative, or mixed with a concrete complaint.
pub fn complains(review: &str, rating: Option<u8>) -> bool {
    case::kind(rating, &Reading::new(review), pack::Pack::embedded()) == case::Kind::Complaint
}

/// A subject for which no draft is made, by the pack's own words.
pub fn sensitive(review: &str) -> Option<Sensitive> {
    let reading = Reading::new(review);
    let named = |s: &Sensitive| {
        pack::Pack::embedded()
            .lexicon(&format!("sensitive_{s}"))
            .found(&reading)
    };
    Sensitive::ALL.iter().copied().find(named)
}
