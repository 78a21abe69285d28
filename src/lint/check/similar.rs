//! The same text again: word trigrams shared with what was published lately.

use crate::lint::case::{Case, Findings};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Replies that are compared (lint-rules.md).
const LATEST: usize = 200;
/// Share of common trigrams above which two replies are the same reply (lint-rules.md).
const MOST: f64 = 0.6;
/// Fingerprints kept: the last replies of a few houses, a few megabytes.
const KEPT: usize = 2_000;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    if case.input.published.is_empty() {
        return;
    }
    let own = trigrams(&case.input.text);
    let published = case.input.published.iter().take(LATEST);
    let closest = published
        .map(|p| jaccard(&own, &fingerprint(p)))
        .fold(0.0, f64::max);
    if closest > MOST {
        let percent = format!("{:.0}%", closest * 100.0);
        out.add("too_similar_to_published", (0, case.reply.chars.len()), &percent);
    }
}

/// Hash and length of a text -> its trigrams.
type Known = HashMap<(u64, usize), Arc<[u64]>>;

/// The trigrams of a published text. The same two hundred texts are asked for at each key, so they are remembered: by
/// hash and length, in memory only.
fn fingerprint(text: &str) -> Arc<[u64]> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let key = (hasher.finish(), text.len());
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known().get(&key) {
        return Arc::clone(found);
    }
    let made: Arc<[u64]> = trigrams(text).into();
    let mut all = known();
    if all.len() >= KEPT {
        all.clear();
    }
    all.insert(key, Arc::clone(&made));
    made
}

/// Hashes of every three words in a row, each once, in order of size; words in lower case, ё as е. Texts are read by
/// the hundred, so this builds no words.
fn trigrams(text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    let mut last = [0_u64; 3];
    let mut count = 0_usize;
    let mut word = 0_u64;
    for c in text.chars().chain([' ']) {
        if letter(c) {
            let c = small(c);
            word = mixed(word, u64::from(if c == 'ё' { 'е' } else { c }));
        } else if word != 0 {
            last = [last[1], last[2], word];
            word = 0;
            count += 1;
            if count >= 3 {
                out.push(last.iter().fold(0, |hash, word| mixed(hash, *word)));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Letter or digit; the common ones without a look into the tables of Unicode, which are slow.
fn letter(c: char) -> bool {
    match c {
        'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => true,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        '«' | '»' | '—' | '–' | '…' | '\u{a0}' => false,
        c => c.is_alphanumeric(),
    }
}

/// The small letter; of those that become two letters the first.
fn small(c: char) -> char {
    match c {
        'a'..='z' | 'а'..='я' | 'ё' | '0'..='9' => c,
        // capitals lie 32 places before their small letters
        'А'..='Я' => char::from_u32(c as u32 + 32).unwrap_or(c),
        'Ё' => 'ё',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// One more value in a hash: multiplied by the golden ratio of 64 bits, high bits folded down. Never 0.
fn mixed(hash: u64, value: u64) -> u64 {
    let mut h = (hash.rotate_left(5) ^ value.wrapping_add(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^= h >> 29;
    h.max(1)
}

/// Share of common values of two sorted lists.
fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::{jaccard, trigrams};

    #[test]
    fn case_yo_and_signs_do_not_make_a_text_another_one() {
        let one = trigrams("Шеф пересолил суп, всё заменим сегодня!");
        let other = trigrams("шеф ПЕРЕСОЛИЛ суп. Все заменим: сегодня");
        assert_eq!(one, other);
        assert_eq!(one.len(), 4);
        let half = trigrams("Шеф пересолил суп, всё вернём завтра!");
        assert!((jaccard(&one, &half) - 2.0 / 6.0).abs() < 1e-9);
        assert!(jaccard(&[], &[]).abs() < 1e-9);
    }
}
