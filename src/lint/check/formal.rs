//! What can be counted or compared: length, language, attachments, sensitive subjects, counters.

use crate::lint::case::{Case, Findings};
use crate::lint::{Level, Origin, sensitive_in};

/// Distinct people on one topic and place within 30 days from which on nothing is an exception
/// (lint-rules.md).
const REPEATS: u32 = 3;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let total = case.reply.chars.len();
    if let Some(limit) = case.limit {
        let used = limit.used(&case.input.text);
        if used > limit.max {
            let detail = format!("{used} > {} {}", limit.max, limit.unit.word());
            out.add("too_long_for_platform", (total, total), &detail);
        }
    }
    language(case, out);
    if let Some(a) = case.context.attachments.filter(|a| a.viewed < a.total) {
        let detail = format!("{}/{}", a.viewed, a.total);
        out.add("attachment_not_viewed", (0, 0), &detail);
    }
    let sensitive = case
        .review
        .as_ref()
        .is_some_and(|r| sensitive_in(&r.scan).is_some());
    if sensitive {
        let most = if case.input.origin == Origin::Draft {
            Level::Block
        } else {
            Level::Warn
        };
        out.add_at_most("sensitive_no_draft", most, (0, total), "");
    }
    if let Some(count) = case.context.same_topic_threads_30d.filter(|n| *n >= REPEATS) {
        for hit in case.scan.code("isolated_case_untrue") {
            out.add("isolated_case_untrue", (hit.start, hit.end), &count.to_string());
        }
    }
}

/// The reply must be in the language of the review (or in the one asked for).
fn language(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let Some(reply) = case.reply.cyrillic_share(12) else {
        return;
    };
    let wanted = match case.input.lang.as_deref().map(|l| l.get(..2).unwrap_or(l)) {
        Some("ru") => Some(1.0),
        Some("en") => Some(0.0),
        _ => case.review.as_ref().and_then(|r| r.reading.cyrillic_share(12)),
    };
    let differs = |wanted: f32| (wanted > 0.7 && reply < 0.3) || (wanted < 0.2 && reply > 0.6);
    if wanted.is_some_and(differs) {
        out.add("wrong_language", (0, case.reply.chars.len()), "");
    }
}
