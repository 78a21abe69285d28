//! What will be done and by when; and that every such word is tied to a promise.

use crate::lint::case::{Case, Findings, Kind};
use crate::lint::dates::{self, Term, When};
use chrono::{Duration, NaiveDate};

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let terms = dates::terms(&case.reply);
    let promised: Vec<Term> = ours(case, &terms);
    let whole = (0, case.reply.chars.len());
    if case.kind == Kind::Complaint {
        if case.actions.is_empty() && case.done.is_empty() && case.steps.is_empty() {
            out.add("no_action", whole, "");
        }
        if promised.is_empty() && case.done.is_empty() && case.steps.is_empty() {
            let vague = case.pack.lexicon("vague_term").first(&case.reply);
            out.add(
                "no_term_or_return_date",
                vague.map_or(whole, |v| (v.start, v.end)),
                "",
            );
        }
    }
    for term in &promised {
        if !kept(case, term) {
            out.add(
                "term_without_promise",
                (term.start, term.end),
                &case.reply.slice(term.start, term.end),
            );
        }
    }
    history(case, &promised, out);
    for refusal in case
        .pack
        .patterns("refusal_without_alternative")
        .hits(&case.reply)
    {
        let alternative = case.pack.lexicon("alternative").hits(&case.reply);
        if !alternative
            .iter()
            .any(|a| a.start > refusal.end && a.sentence <= refusal.sentence + 1)
        {
            out.add("refusal_without_alternative", (refusal.start, refusal.end), "");
        }
    }
}

/// Terms in which *we* shall do something: those that share a sentence with a promise.
fn ours(case: &Case<'_>, terms: &[Term]) -> Vec<Term> {
    let promises = case.pack.lexicon("promise").hits(&case.reply);
    let past = case.pack.lexicon("past_event").hits(&case.reply);
    let not_ours = case.pack.lexicon("not_our_term").hits(&case.reply);
    let promised = |t: &&Term| {
        let here = promises.iter().any(|p| p.sentence == t.sentence);
        let gone = past.iter().any(|p| p.sentence == t.sentence && p.start < t.start)
            && !promises
                .iter()
                .any(|p| p.sentence == t.sentence && p.start > t.end);
        here && !gone && !not_ours.iter().any(|n| n.start <= t.start && t.end <= n.end)
    };
    terms.iter().filter(promised).copied().collect()
}

/// The day that `promise_by` names; an instant counts as its UTC day.
fn promise_by(case: &Case<'_>) -> Option<NaiveDate> {
    let text = case.input.promise_by.as_deref()?;
    text.get(..10).and_then(|d| d.parse().ok())
}

/// The promise covers the term: same day, or inside the span; what cannot be reckoned is believed.
fn kept(case: &Case<'_>, term: &Term) -> bool {
    let Some(promise) = promise_by(case) else {
        return false;
    };
    let anchor = match (case.today, term.when) {
        (Some(today), _) => today,
        (None, When::Date(..)) => promise,
        (None, _) => return true,
    };
    let Some((first, last)) = term.when.range(anchor) else {
        return false;
    };
    // «завтра» is said in the location's zone, which may be a day ahead of UTC.
    let slack = if matches!(term.when, When::Date(..)) {
        Duration::zero()
    } else {
        Duration::days(1)
    };
    promise >= first - slack && promise <= last + slack
}

/// We named another day before, and say nothing about the change.
fn history(case: &Case<'_>, promised: &[Term], out: &mut Findings<'_, '_>) {
    let Some(earlier) = case.context.history.iter().rev().find(|t| t.by == "us") else {
        return;
    };
    let earlier = crate::domain::text::Reading::new(&earlier.text);
    let before: Vec<When> = dates::terms(&earlier)
        .iter()
        .map(|t| t.when)
        .filter(|w| matches!(w, When::Date(..)))
        .collect();
    for term in promised.iter().filter(|t| matches!(t.when, When::Date(..))) {
        if !before.is_empty() && !before.contains(&term.when) {
            out.add("contradicts_history", (term.start, term.end), "");
        }
    }
    let agreed = case.pack.lexicon("agreed_remedy").found(&earlier);
    if let Some(refused) = case
        .pack
        .lexicon("refused_remedy")
        .first(&case.reply)
        .filter(|_| agreed)
    {
        out.add("contradicts_history", (refused.start, refused.end), "");
    }
}
