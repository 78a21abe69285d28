//! The same text again: word trigrams shared with what was published lately.

use crate::domain::text::Reading;
use crate::lint::case::{Case, Findings};
use std::collections::HashSet;

/// Replies that are compared.
const LATEST: usize = 200;
/// Share of common trigrams above which two replies are the same reply.
const MOST: f64 = 0.6;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    if case.input.published.is_empty() {
        return;
    }
    let own = trigrams(&case.reply);
    let closest = case
        .input
        .published
        .iter()
        .take(LATEST)
        .map(|p| jaccard(&own, &trigrams(&Reading::new(p))));
    let closest = closest.fold(0.0, f64::max);
    if closest > MOST {
        let percent = format!("{:.0}%", closest * 100.0);
        out.add("too_similar_to_published", (0, case.reply.chars.len()), &percent);
    }
}

fn trigrams(reading: &Reading) -> HashSet<[&str; 3]> {
    reading
        .words
        .windows(3)
        .map(|w| [w[0].fold.as_str(), w[1].fold.as_str(), w[2].fold.as_str()])
        .collect()
}

fn jaccard(a: &HashSet<[&str; 3]>, b: &HashSet<[&str; 3]>) -> f64 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}
