//! What can be counted or compared: slots, length, language, attachments, sensitive subjects.

use crate::lint::case::{Case, Findings};
use crate::lint::{Level, Origin};

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    slots(case, out);
    let total = case.reply.chars.len();
    if let Some(limit) = case.limit {
        let used = limit.used(&case.input.text);
        if used > limit.max {
            let detail = format!("{used} > {} {}", limit.max, limit.unit.word());
            out.add("too_long_for_platform", (total, total), &detail);
        }
    }
    language(case, out);
    let attached = case.context.attachments.filter(|a| a.viewed < a.total);
    if let Some(a) = attached {
        out.add(
            "attachment_not_viewed",
            (0, 0),
            &format!("{}/{}", a.viewed, a.total),
        );
    }
    if case
        .input
        .review
        .as_ref()
        .is_some_and(|r| crate::lint::sensitive(&r.text).is_some())
    {
        let most = if case.input.origin == Origin::Draft {
            Level::Block
        } else {
            Level::Warn
        };
        out.add_at_most("sensitive_no_draft", most, (0, total), "");
    }
    if case.context.same_topic_threads_30d.is_some_and(|n| n >= 3) {
        let count = case
            .context
            .same_topic_threads_30d
            .unwrap_or_default()
            .to_string();
        for hit in case.pack.patterns("isolated_case_untrue").hits(&case.reply) {
            out.add("isolated_case_untrue", (hit.start, hit.end), &count);
        }
    }
}

/// `{…}`, `[[…]]`, `<NAME>`, `___`, `[имя]` and the residue of generators.
fn slots(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let chars = &case.reply.chars;
    let mut at = 0;
    while at < chars.len() {
        let close = match chars[at] {
            '{' => '}',
            '[' => ']',
            '<' => '>',
            '_' | '%' => chars[at],
            _ => {
                at += 1;
                continue;
            }
        };
        let inside: usize = chars[at + 1..]
            .iter()
            .take(40)
            .take_while(|c| **c != close && **c != '\n')
            .count();
        let closed = chars.get(at + 1 + inside) == Some(&close);
        let word = chars[at + 1..at + 1 + inside].iter().collect::<String>();
        let named = inside > 0
            && word.chars().any(char::is_alphabetic)
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '-' | '{'));
        let slot = match chars[at] {
            '{' => closed,
            '[' | '<' => closed && named,
            '_' => chars[at..].iter().take(3).all(|c| *c == '_') && chars.len() >= at + 3,
            _ => closed && named && !word.contains(' ') && word.chars().all(|c| c.is_uppercase() || c == '_'),
        };
        if slot {
            let end = if chars[at] == '_' {
                at + chars[at..].iter().take_while(|c| **c == '_').count()
            } else {
                at + 2 + inside
            };
            out.add("unfilled_slot", (at, end), &case.reply.slice(at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    out.add_patterns("unfilled_slot");
}

/// The reply must be in the language of the review (or in the one asked for).
fn language(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let Some(reply) = case.reply.cyrillic_share(12) else {
        return;
    };
    let wanted = match case.input.lang.as_deref().map(|l| l.get(..2).unwrap_or(l)) {
        Some("ru") => Some(1.0),
        Some("en") => Some(0.0),
        _ => case.review.as_ref().and_then(|r| r.cyrillic_share(12)),
    };
    let differs = |wanted: f32| (wanted > 0.7 && reply < 0.3) || (wanted < 0.2 && reply > 0.6);
    if wanted.is_some_and(differs) {
        out.add("wrong_language", (0, case.reply.chars.len()), "");
    }
}
