//! The reply must name something of this review, and somebody of ours.

use crate::domain::text::Reading;
use crate::lint::case::{Case, Findings, Kind};
use std::collections::HashSet;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    if let Some(review) = &case.review
        && review.words.len() >= 4
        && !names_aspect(case, review)
    {
        out.add("no_aspect_named", (0, case.reply.chars.len()), "");
    }
    if case.kind == Kind::Complaint && !case.names_forbidden() && !signed(case) {
        let end = case.reply.chars.len();
        out.add("no_named_person", (end, end), "");
    }
}

/// Aspects of the pack (lexicons `aspect_…`), or a shared word that is not a common one.
fn names_aspect(case: &Case<'_>, review: &Reading) -> bool {
    let common = case.pack.lexicon("common_word");
    let stems = |reading: &Reading| -> HashSet<String> {
        let skip: HashSet<usize> = common.hits(reading).iter().map(|h| h.word).collect();
        let words = reading.words.iter().enumerate();
        let long = words.filter(|(i, w)| !skip.contains(i) && w.fold.chars().count() >= 4);
        long.map(|(_, w)| {
            w.fold
                .chars()
                .take(if w.fold.chars().count() <= 5 { 4 } else { 5 })
                .collect()
        })
        .collect()
    };
    let (ours, theirs) = (stems(&case.reply), stems(review));
    if ours.intersection(&theirs).next().is_some() {
        return true;
    }
    case.pack
        .aspects()
        .any(|aspect| aspect.found(review) && aspect.found(&case.reply))
}

/// A given name in the last sentences, or a named contact person.
fn signed(case: &Case<'_>) -> bool {
    let from = case.reply.sentences.len().saturating_sub(2).max(1);
    let skip = case
        .author
        .iter()
        .flat_map(|a| &a.given)
        .cloned()
        .collect::<HashSet<_>>();
    case.reply.words.iter().any(|w| {
        w.sentence >= from && w.capital && !skip.contains(&w.fold) && crate::lint::name::is_given(&w.fold)
    })
}
