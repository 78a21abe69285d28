//! The same text again: word trigrams shared with what was published lately.

use crate::lint::case::{Case, Findings};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Replies that are compared (lint-rules.md).
const LATEST: usize = 200;
/// Share of common trigrams above which two replies are the same reply (lint-rules.md).
const MOST: f64 = 0.6;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    if case.input.published.is_empty() {
        return;
    }
    let own = trigrams(&case.input.text);
    let published = case.input.published.iter().take(LATEST);
    let closest = published.map(|p| jaccard(&own, &trigrams(p))).fold(0.0, f64::max);
    if closest > MOST {
        let percent = format!("{:.0}%", closest * 100.0);
        out.add("too_similar_to_published", (0, case.reply.chars.len()), &percent);
    }
}

/// Hashes of every three words in a row; words in lower case, ё as е. Two hundred texts are read at each key, so
/// this does not build words.
fn trigrams(text: &str) -> HashSet<u64> {
    let mut out = HashSet::new();
    let mut last = [0_u64; 3];
    let mut count = 0_usize;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        let mut hasher = DefaultHasher::new();
        for c in word.chars().flat_map(char::to_lowercase) {
            (if c == 'ё' { 'е' } else { c }).hash(&mut hasher);
        }
        last = [last[1], last[2], hasher.finish()];
        count += 1;
        if count >= 3 {
            let mut three = DefaultHasher::new();
            last.hash(&mut three);
            out.insert(three.finish());
        }
    }
    out
}

fn jaccard(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}
