//! Personal data in a public reply.

use crate::lint::case::{Case, Findings};
use crate::lint::name::{is_given, is_patronymic};

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let allowed: Vec<String> = case
        .context
        .allowed_contacts
        .iter()
        .flatten()
        .map(|c| contact_key(c))
        .filter(|c| !c.is_empty())
        .collect();
    numbers(case, &allowed, out);
    mails(case, &allowed, out);
    // «заказ 5 пицц» is no number of an order: those have four digits and more.
    let numbered = case.pack.patterns("pii_in_public").hits(&case.reply);
    for hit in numbered {
        let digits = case.reply.chars[hit.start..hit.end]
            .iter()
            .filter(|c| c.is_ascii_digit())
            .count();
        if digits < 4 {
            continue;
        }
        out.add(
            "pii_in_public",
            (hit.start, hit.end),
            &case.reply.slice(hit.start, hit.end),
        );
    }
    names(case, out);
}

/// A contact without punctuation: digits of a phone (8… as 7…), or the address in lower case.
fn contact_key(contact: &str) -> String {
    if contact.contains('@') {
        return contact.trim().to_lowercase();
    }
    let digits: String = contact.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('8') {
        Some(rest) if digits.len() == 11 => format!("7{rest}"),
        _ => digits,
    }
}

/// Runs of digits with the punctuation of phones and cards: 9 digits or more, unless it is an allowed contact.
fn numbers(case: &Case<'_>, allowed: &[String], out: &mut Findings<'_, '_>) {
    let chars = &case.reply.chars;
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let (mut end, mut digits, mut gap) = (at, 0, 0);
        while at < chars.len() && gap <= 2 {
            match chars[at] {
                c if c.is_ascii_digit() => {
                    digits += 1;
                    gap = 0;
                    end = at + 1;
                }
                ' ' | '\u{a0}' | '-' | '–' | '(' | ')' => gap += 1,
                _ => break,
            }
            at += 1;
        }
        at = at.max(end);
        let key = contact_key(&case.reply.slice(start, end));
        let toll_free = key.starts_with("7800") && key.len() == 11;
        if (9..=20).contains(&digits) && !toll_free && !allowed.contains(&key) {
            let start = if start > 0 && chars[start - 1] == '+' {
                start - 1
            } else {
                start
            };
            out.add("pii_in_public", (start, end), &case.reply.slice(start, end));
        }
    }
}

fn mails(case: &Case<'_>, allowed: &[String], out: &mut Findings<'_, '_>) {
    let chars = &case.reply.chars;
    let part = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    for at in (0..chars.len()).filter(|i| chars[*i] == '@') {
        let before = chars[..at].iter().rev().take(64).take_while(|c| part(c)).count();
        let after = chars[at + 1..].iter().take(120).take_while(|c| part(c)).count();
        let host: String = chars[at + 1..at + 1 + after].iter().collect();
        let host = host.trim_end_matches('.');
        if before > 0 && host.contains('.') {
            let span = (at - before, at + 1 + host.chars().count());
            let found = case.reply.slice(span.0, span.1);
            if !allowed.contains(&found.to_lowercase()) {
                out.add("pii_in_public", span, &found);
            }
        }
    }
}

/// The author's surname, and full names that the review does not give.
fn names(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let words = &case.reply.words;
    let given = |w: &str| {
        case.review
            .as_ref()
            .is_some_and(|r| r.words.iter().any(|x| stem(&x.fold) == stem(w)))
    };
    for (i, word) in words.iter().enumerate() {
        let surname = case
            .author
            .iter()
            .flat_map(|a| &a.surnames)
            .any(|s| s.chars().count() >= 4 && stem(s) == stem(&word.fold));
        if surname && word.capital && !is_patronymic(&word.fold) && !is_given(&word.fold) {
            out.add(
                "pii_in_public",
                (word.start, word.end),
                &case.reply.slice(word.start, word.end),
            );
            continue;
        }
        let Some(next) = words
            .get(i + 1)
            .filter(|n| n.sentence == word.sentence && n.start == word.end + 1)
        else {
            continue;
        };
        let full = word.capital
            && next.capital
            && is_given(&word.fold)
            && family(&next.fold)
            && !is_patronymic(&next.fold);
        if full && !given(&next.fold) {
            out.add(
                "pii_in_public",
                (word.start, next.end),
                &case.reply.slice(word.start, next.end),
            );
        }
    }
}

/// The first five letters: enough to meet a surname in another case.
fn stem(word: &str) -> String {
    word.chars().take(5).collect()
}

fn family(word: &str) -> bool {
    const ENDS: [&str; 17] = [
        "ов", "ова", "ову", "овой", "ев", "ева", "еву", "евой", "ин", "ина", "иной", "ский", "ская", "ской",
        "ому", "енко", "чук",
    ];
    word.chars().count() >= 5 && ENDS.iter().any(|e| word.ends_with(e))
}
