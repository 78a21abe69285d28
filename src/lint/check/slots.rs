//! Slots that nobody filled, and what generators leave behind.

use crate::lint::case::{Case, Findings};

/// `{…}`, `[[…]]`, `<NAME>`, `___`, `[имя]`, `%NAME%`.
pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let chars = &case.reply.chars;
    let mut at = 0;
    while at < chars.len() {
        match slot(chars, at) {
            Some(end) if is_label(case, at) => at = end,
            Some(end) => {
                out.add("unfilled_slot", (at, end), &case.reply.slice(at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    out.add_patterns("unfilled_slot");
}

/// «кнопка [Отмена]», "press <Enter>": what stands on a screen or a key.
fn is_label(case: &Case<'_>, at: usize) -> bool {
    let hits = case.scan.lexicon("label_word");
    hits.iter().any(|h| h.end <= at && at - h.end <= 3)
}

/// The end of the slot that begins at `at`.
fn slot(chars: &[char], at: usize) -> Option<usize> {
    let open = chars[at];
    if open == '_' {
        if at > 0 && chars[at - 1] == '_' {
            return None;
        }
        let run = chars[at..].iter().take_while(|c| **c == '_').count();
        // a line of nothing else parts the signature
        let breaks = |mut side: Box<dyn Iterator<Item = &char> + '_>| {
            side.find(|c| **c == '\n' || !c.is_whitespace())
                .is_none_or(|c| *c == '\n')
        };
        let alone = breaks(Box::new(chars[..at].iter().rev())) && breaks(Box::new(chars[at + run..].iter()));
        return (run >= 3 && !alone).then_some(at + run);
    }
    let close = match open {
        '{' => '}',
        '[' => ']',
        '<' => '>',
        '%' => '%',
        _ => return None,
    };
    let inside: Vec<char> = chars[at + 1..]
        .iter()
        .take(40)
        .take_while(|c| **c != close && **c != '\n')
        .copied()
        .collect();
    let end = at + 1 + inside.len();
    if chars.get(end) != Some(&close) {
        return None;
    }
    let named = inside.iter().any(|c| c.is_alphabetic())
        && inside
            .iter()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '-' | '/' | '\'' | '['));
    let is_slot = match open {
        '{' => true,
        // a Markdown link is none
        '[' => named && chars.get(end + 1) != Some(&'('),
        '<' => named && inside.first().is_some_and(|c| c.is_alphabetic()),
        // «%NAME%», «%username%»; «50% … 70%» has a space inside
        _ => {
            let small = |c: &char| c.is_lowercase() || *c == '_';
            let large = |c: &char| c.is_uppercase() || *c == '_';
            // «%localappdata%/Logs» is a folder
            let path = matches!(chars.get(end + 1), Some('/' | '\\'));
            let one = inside.iter().all(small) || inside.iter().all(large);
            named && inside.len() >= 3 && one && !path
        }
    };
    is_slot.then_some(end + 1)
}
