//! Phones, addresses, cards and numbers of orders in a public reply.

use super::names;
use crate::lint::case::{Case, Findings};

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
    for hit in case.scan.code("pii_in_public") {
        let said = &case.reply.chars[hit.start..hit.end];
        if said.iter().filter(|c| c.is_ascii_digit()).count() >= 4 {
            out.add_hit("pii_in_public", hit);
        }
    }
    names::check(case, out);
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

/// A run of digits with the punctuation of phones and cards.
struct Run {
    start: usize,
    end: usize,
    digits: usize,
    /// Digits between punctuation: `548-301` is `[3, 3]`.
    groups: Vec<usize>,
}

fn run_at(chars: &[char], start: usize) -> Run {
    let mut run = Run {
        start,
        end: start,
        digits: 0,
        groups: Vec::new(),
    };
    let (mut at, mut gap) = (start, 1);
    while at < chars.len() && gap <= 3 {
        match chars[at] {
            c if c.is_ascii_digit() => {
                if gap > 0 {
                    run.groups.push(0);
                }
                if let Some(last) = run.groups.last_mut() {
                    *last += 1;
                }
                run.digits += 1;
                gap = 0;
                run.end = at + 1;
            }
            ' ' | '\u{a0}' | '-' | '–' | '‑' | '(' | ')' | '.' => gap += 1,
            _ => break,
        }
        at += 1;
    }
    run
}

fn numbers(case: &Case<'_>, allowed: &[String], out: &mut Findings<'_, '_>) {
    let chars = &case.reply.chars;
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = run_at(chars, at);
        at = run.end;
        let key = contact_key(&case.reply.slice(run.start, run.end));
        let personal = !in_link(chars, run.start)
            && !is_code(case, &run)
            && (is_long(chars, &run) || is_local_phone(case, &run));
        // A free line is the house's own and belongs to nobody.
        let toll_free = key.starts_with("7800") && key.len() == 11;
        if personal && !toll_free && !allowed.contains(&key) {
            let plus = run.start > 0 && chars[run.start - 1] == '+';
            let start = run.start - usize::from(plus);
            out.add(
                "pii_in_public",
                (start, run.end),
                &case.reply.slice(start, run.end),
            );
        }
    }
}

/// «ISBN 978-…», «ГОСТ 31986-2012», "model 5503412": the word before says that the number is a thing's.
fn is_code(case: &Case<'_>, run: &Run) -> bool {
    let hits = case.scan.lexicon("code_word");
    hits.iter().any(|h| h.end <= run.start && run.start - h.end <= 3)
}

/// 9 to 20 digits that are neither a date with a time nor a sum.
fn is_long(chars: &[char], run: &Run) -> bool {
    let date = run.groups.len() >= 3
        // behind a date only a time
        && run.groups[3..].iter().all(|g| *g <= 2)
        && ((run.groups[0] == 4 && run.groups[1] <= 2 && run.groups[2] <= 2)
            || (run.groups[0] <= 2 && run.groups[1] <= 2 && run.groups[2] == 4));
    let sum = run.groups.len() >= 3
        && run.groups[0] <= 3
        && run.groups[1..].iter().all(|g| *g == 3)
        && chars[run.start..run.end]
            .iter()
            .all(|c| c.is_ascii_digit() || c.is_whitespace());
    (9..=20).contains(&run.digits) && !date && !sum
}

/// «548-301», «12-34-56», «223-34-45», best known by the word before.
fn is_local_phone(case: &Case<'_>, run: &Run) -> bool {
    let chars = &case.reply.chars;
    let shape = matches!(
        run.groups.as_slice(),
        [3, 3] | [2, 2, 2] | [3, 2, 2] | [3, 4] | [1, 2, 2] | [6] | [7]
    );
    let hyphens = chars[run.start..run.end]
        .iter()
        .any(|c| matches!(c, '-' | '–' | '‑'));
    let cue = case.scan.lexicon("phone_cue").iter().any(|h| {
        let end = h.end;
        end <= run.start && run.start - end <= 12
    });
    // «100-150 рублей» has its unit behind it, a phone ends the sentence.
    let last = chars[run.end..].iter().find(|c| !c.is_whitespace());
    let alone = last.is_none_or(|c| matches!(c, '.' | '!' | '?' | ';' | '\n' | ')'));
    shape && (cue || (hyphens && alone && run.digits >= 6 && run.groups != [2, 2, 2]))
}

/// Digits inside an address of the net.
pub(super) fn in_link(chars: &[char], at: usize) -> bool {
    let token: String = chars[..at]
        .iter()
        .rev()
        .take(200)
        .take_while(|c| !c.is_whitespace())
        .collect();
    token.contains('/')
        && (token.contains("ptth") || token.contains("sptth") || token.contains("www") || token.contains('.'))
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
