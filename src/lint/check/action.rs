//! What will be done and by when; and that every such word is tied to a promise.

use crate::domain::text::{Reading, Word};
use crate::lint::case::{Case, Findings, Kind};
use crate::lint::dates::{self, Term, When};
use crate::lint::deed;
use chrono::{Datelike, Duration, NaiveDate};

/// A promise that is so many days past is another story.
const OLD_PROMISE: i64 = 60;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let terms = dates::terms(&case.reply);
    let whole = (0, case.reply.chars.len());
    let ours = promised(case, &terms);
    if case.kind == Kind::Complaint {
        let deeds = deed::deeds(case);
        let changed = !deed::changes(case).is_empty();
        let settled = is_settled(case);
        // Whoever names the day says in the same sentence what will be done by then.
        let dated = terms.iter().any(|t| ahead(case, t));
        // (seed rule D4: first the question)
        let asks_back = super::specific::asks_back(case) && !case.scan.lexicon("private_channel").is_empty();
        if !settled
            && !dated
            && !asks_back
            && !solved_at_once(case)
            && !acts(case)
            && !changed
            && deeds.iter().all(|d| only_looked(case, d.word))
        {
            out.add("no_action", whole, "");
        }
        if !settled && !dated && !asks_back && case.scan.lexicon("choose_time").is_empty() {
            let vague = case.scan.lexicon("vague_term").first();
            out.add(
                "no_term_or_return_date",
                vague.map_or(whole, |v| (v.start, v.end)),
                "",
            );
        }
    }
    // Where one term is the promised day, an earlier step on the way to it contradicts nothing.
    let some_kept = terms.iter().any(|t| kept(case, t));
    for term in &ours {
        let fits =
            kept(case, term) || (some_kept && (before_promise(case, term) || offered(case, &terms, term)));
        if !fits {
            let said = case.reply.slice(term.start, term.end);
            out.add("term_without_promise", (term.start, term.end), &said);
        }
    }
    history(case, &ours, out);
    for refusal in case.scan.code("refusal_without_alternative") {
        // «без брони не получится», "if he cannot save it": a condition, and no refusal of ours
        let before = case.reply.words[..refusal.word].iter().rev().take(4);
        if before
            .filter(|w| w.sentence == refusal.sentence)
            .any(|w| matches!(w.fold.as_str(), "без" | "without" | "if" | "если" | "things"))
        {
            continue;
        }
        let alternative = case.scan.lexicon("alternative");
        if !alternative.iter().any(|a| {
            (a.start > refusal.end && a.sentence <= refusal.sentence + 1)
                || (a.sentence == refusal.sentence && a.end < refusal.start)
        }) {
            out.add_hit("refusal_without_alternative", refusal);
        }
    }
}

/// The matter is done, or a step of the author's solves it: no term is owed.
pub(super) fn is_settled(case: &Case<'_>) -> bool {
    !case.told("done").is_empty()
        || (solved_at_once(case) && !awaits_repair(case))
        || !deed::changes(case).is_empty()
        || deed::deeds(case)
            .iter()
            .any(|d| d.done && !only_looked(case, d.word))
        || super::specific::tells_the_case(case)
}

/// "It should be resolved shortly. In the interim please use …": the step only bridges the time until we have mended it,
/// and for that a day is owed.
fn awaits_repair(case: &Case<'_>) -> bool {
    !case.scan.lexicon("interim").is_empty() && !case.scan.lexicon("vague_term").is_empty()
}

/// What the reply tells of an act, done or to come.
pub(super) fn says_what(case: &Case<'_>) -> bool {
    is_settled(case) || acts(case) || !deed::deeds(case).is_empty()
}

/// A word of the list of acts, outside a cliché: «сделаем всё возможное» says nothing.
fn acts(case: &Case<'_>) -> bool {
    let empty = case.scan.code("cliche");
    let said = case.told("action");
    said.iter()
        .any(|a| !empty.iter().any(|c| c.start < a.end && a.start < c.end) && !only_looked(case, a.word))
}

/// «Просмотрели запись: Вы кричали», «мастер предложила переделать, Вы отказались»: in a reply against the author a past act
/// tells of the quarrel, unless it is a remedy (lexicon `done`).
fn only_looked(case: &Case<'_>, word: usize) -> bool {
    let looked = || case.scan.lexicon("looked_into").iter().any(|h| h.word == word);
    let remedy = || {
        case.scan
            .lexicon("done")
            .iter()
            .any(|h| (h.word..h.word + 3).contains(&word))
    };
    against_the_author(case) && (looked() || (tells_of_the_past(&case.reply.words[word]) && !remedy()))
}

/// A reproach or a sneer; or half of one where nobody is sorry.
fn against_the_author(case: &Case<'_>) -> bool {
    let half = || !case.scan.doubtful("reproach").is_empty();
    let sorry = || !case.apologies.is_empty() || !case.scan.lexicon("sympathy").is_empty();
    ["reproach", "toxic_or_sarcastic"]
        .iter()
        .any(|c| !case.scan.code(c).is_empty())
        || (half() && !sorry())
}

/// A step that the author can take now, or a link to one. A link to a place where the story must be told once
/// more solves nothing.
pub(super) fn solved_at_once(case: &Case<'_>) -> bool {
    let asks_again = |sentence: usize| {
        let again = case.scan.lexicon("tell_again");
        again.iter().any(|h| h.sentence == sentence)
    };
    !case.told("step").is_empty() || case.scan.lexicon("link").iter().any(|l| !asks_again(l.sentence))
}

/// Where the reply first says what is or will be done.
pub(super) fn first_act(case: &Case<'_>) -> Option<usize> {
    let acts = ["action", "done", "step"].map(|l| case.scan.lexicon(l)).concat();
    let dated = dates::terms(&case.reply);
    let dated = dated
        .iter()
        .filter(|t| ahead(case, t))
        .map(|t| case.span(t.sentence).0);
    let listed = acts.iter().map(|a| a.start).chain(dated).min();
    let told = deed::changes(case).first().copied();
    let deed = || deed::deeds(case).first().map(|d| d.word);
    let told = told.map(|w| case.reply.words[w].start);
    let listed = listed.into_iter().chain(told).min();
    listed.or_else(|| deed().map(|w| case.reply.words[w].start))
}

/// A term that lies ahead, whoever keeps it: not a past day, opening hours or a guarantee.
fn ahead(case: &Case<'_>, term: &Term) -> bool {
    let past = case.scan.lexicon("past_event");
    let gone = !by_then(case, term)
        && past
            .iter()
            // «за три месяца вы были четыре раза»
            .any(|p| p.sentence == term.sentence && (p.start < term.start || spans(case, term)))
        && !case
            .scan
            .lexicon("promise")
            .iter()
            .any(|p| p.sentence == term.sentence);
    !gone && !past_day(case, term) && !not_ours(case, term) && !of_others(case, term)
}

/// A term that others keep or that is already over: «вы через три часа выложили», «просмотрела запись от 12.03», «просим
/// удалить отзыв в течение 5 дней», "guests can reschedule within 12 months", and whatever a reproach says.
fn of_others(case: &Case<'_>, term: &Term) -> bool {
    let here = |l: &str| case.scan.lexicon(l).iter().any(|h| h.sentence == term.sentence);
    let promised = here("promise");
    let over = day_is_over(case, term) || spans(case, term);
    case.blames(term.sentence)
        || theirs_in_the_past(case, term)
        || (!promised && (here("their_act") || (over && told_as_done(case, term))))
}

/// A day of this year that is behind us: said without a year, it may be last spring's or next spring's.
fn day_is_over(case: &Case<'_>, term: &Term) -> bool {
    let (Some(today), When::Date(day, month)) = (case.today, term.when) else {
        return false;
    };
    NaiveDate::from_ymd_opt(today.year(), month, day).is_some_and(|d| d < today)
}

/// «Вы» (or "you") did it then.
fn theirs_in_the_past(case: &Case<'_>, term: &Term) -> bool {
    let clause = &case.reply.words[clause(case, term)];
    let said = |of: &[&str]| clause.iter().any(|w| of.contains(&w.fold.as_str()));
    // "by Friday we will compare what you were told with what happened"
    said(&["вы", "you"])
        && !said(&["мы", "we", "we'll", "will", "i'll"])
        && clause.iter().any(tells_of_the_past)
}

/// «за три месяца»: what happened in that span, where the verb tells of the past.
fn spans(case: &Case<'_>, term: &Term) -> bool {
    case.reply
        .slice(term.start, term.end)
        .to_lowercase()
        .starts_with("за ")
}

/// A word of the term says that it lies ahead: «до 24 ноября», "tomorrow", «сегодня до 20 часов».
fn by_then(case: &Case<'_>, term: &Term) -> bool {
    let words = &case.reply.words;
    let at = words.partition_point(|w| w.start < term.start);
    let lead = |w: &str| {
        matches!(
            w,
            "до" | "к"
                | "через"
                | "не"
                | "завтра"
                | "завтрашнему"
                | "послезавтра"
                | "by"
                | "until"
                | "before"
                | "within"
                | "tomorrow"
        )
    };
    let word = |i: usize| {
        words
            .get(i)
            .filter(|w| w.sentence == term.sentence)
            .map(|w| w.fold.as_str())
    };
    let after = words.partition_point(|w| w.start < term.end);
    word(at).is_some_and(lead)
        || at.checked_sub(1).and_then(word).is_some_and(lead)
        || (word(after).is_some_and(lead)
            && word(after + 1).is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit())))
}

fn not_ours(case: &Case<'_>, term: &Term) -> bool {
    let not_ours = case.scan.lexicon("not_our_term");
    not_ours
        .iter()
        .any(|n| n.start <= term.end && term.start <= n.end && n.sentence == term.sentence)
}

/// Terms in which *we* shall do something: those that share a sentence with a promise.
fn promised(case: &Case<'_>, terms: &[Term]) -> Vec<Term> {
    let promises = case.scan.lexicon("promise");
    let past = case.scan.lexicon("past_event");
    let promised = |t: &&Term| {
        let here = promises.iter().any(|p| p.sentence == t.sentence);
        let gone = past.iter().any(|p| p.sentence == t.sentence && p.start < t.start)
            && !promises
                .iter()
                .any(|p| p.sentence == t.sentence && (p.start > t.end || gap(case, t, p.end) <= 3));
        here && !gone
            && !past_day(case, t)
            && !told_as_done(case, t)
            && !t.begins
            && !not_ours(case, t)
            && !conditional(case, t)
    };
    terms.iter().filter(promised).copied().collect()
}

/// A date before today.
fn past_day(case: &Case<'_>, term: &Term) -> bool {
    let date = matches!(term.when, When::Date(..));
    let range = case
        .today
        .and_then(|today| Some((today, term.when.range(today)?)));
    date && range.is_some_and(|(today, (_, last))| last < today)
}

/// "We tripled its capacity on Sunday and will run a test": the clause of the term tells of the past and binds nobody.
fn told_as_done(case: &Case<'_>, term: &Term) -> bool {
    if by_then(case, term) {
        return false;
    }
    let range = clause(case, term);
    let bound = case
        .scan
        .lexicon("promise")
        .iter()
        .any(|p| range.contains(&p.word));
    case.reply.words[range].iter().any(tells_of_the_past) && !bound
}

/// A verb of the past, as far as its ending tells.
fn tells_of_the_past(word: &Word) -> bool {
    let fold = word.fold.as_str();
    if fold.is_ascii() {
        fold.len() > 4 && fold.ends_with("ed")
    } else {
        fold.chars().count() > 4
            && [
                "ли", "ла", "ло", "лся", "лась", "лось", "лись", "ано", "ана", "аны", "ено", "ена", "ены",
            ]
            .iter()
            .any(|e| fold.ends_with(e))
            // «монтаж запланирован на 11.02» lies ahead
            && !["заплан", "назнач", "намеч"].iter().any(|p| fold.starts_with(p))
    }
}

/// The words of the clause in which the term stands.
fn clause(case: &Case<'_>, term: &Term) -> std::ops::Range<usize> {
    let words = &case.reply.words;
    let joins = |w: &str| matches!(w, "and" | "but" | "while" | "и" | "а" | "но" | "пока");
    let comma = |from: usize, to: usize| {
        let between = case.reply.chars.get(from..to).unwrap_or_default();
        between.iter().any(|c| matches!(c, ',' | ';' | ':' | '—' | '–'))
    };
    let at = words.partition_point(|w| w.start < term.start);
    let same = |i: usize| words.get(i).is_some_and(|w| w.sentence == term.sentence);
    let first = (0..at)
        .rev()
        .take_while(|i| same(*i) && !comma(words[*i].end, words[i + 1].start) && !joins(&words[*i].fold))
        .last()
        .unwrap_or(at);
    let end = (at + 1..words.len())
        .take_while(|i| {
            same(*i)
                && (words[*i].start < term.end
                    || (!comma(words[i - 1].end, words[*i].start) && !joins(&words[*i].fold)))
        })
        .last()
        .map_or(at + 1, |i| i + 1);
    first..end
}

/// «Если деньги не придут до пятницы, напишите нам»: the term of a condition.
fn conditional(case: &Case<'_>, term: &Term) -> bool {
    let words = case.reply.words.iter();
    let before = words.filter(|w| w.sentence == term.sentence && w.end <= term.start);
    before
        .filter(|w| matches!(w.fold.as_str(), "если" | "if" | "unless"))
        .any(|w| !case.reply.chars[w.end..term.start].contains(&','))
}

/// Words between the end of a promise and the term.
fn gap(case: &Case<'_>, term: &Term, end: usize) -> usize {
    case.reply
        .words
        .iter()
        .filter(|w| w.start >= end && w.end <= term.start)
        .count()
        + if end > term.start { 100 } else { 0 }
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

/// «Завтра или в пятницу»: the author picks one of two days, and one of them is promised.
fn offered(case: &Case<'_>, terms: &[Term], term: &Term) -> bool {
    let kept = terms
        .iter()
        .any(|t| t.sentence == term.sentence && t.start != term.start && kept(case, t));
    let words = case.reply.words.iter().filter(|w| w.sentence == term.sentence);
    kept && words
        .into_iter()
        .any(|w| matches!(w.fold.as_str(), "или" | "либо" | "or"))
}

/// Wholly before the promised day.
fn before_promise(case: &Case<'_>, term: &Term) -> bool {
    let range = promise_by(case).and_then(|p| Some((p, term.when.range(case.today.unwrap_or(p))?)));
    range.is_some_and(|(promise, (_, last))| last <= promise)
}

/// We named another day before, and say nothing about the change; or agreed to what is now refused.
fn history(case: &Case<'_>, promised: &[Term], out: &mut Findings<'_, '_>) {
    let ours = case.context.history.iter().rev().filter(|t| t.by == "us");
    let ours: Vec<Reading> = ours.map(|t| Reading::new(&t.text)).collect();
    let days = |reading: &Reading| -> Vec<When> {
        let all = dates::terms(reading).into_iter().map(|t| t.when);
        all.filter(|w| matches!(w, When::Date(..))).collect()
    };
    let fresh = |w: &When| match (case.today, case.today.and_then(|t| w.range(t))) {
        (Some(today), Some((_, last))) => today - last <= Duration::days(OLD_PROMISE),
        _ => true,
    };
    let before = ours.iter().map(days).find(|d| !d.is_empty()).unwrap_or_default();
    let before: Vec<When> = before.into_iter().filter(fresh).collect();
    let now = days(&case.reply);
    // Whoever names the earlier day speaks of the change.
    if !before.is_empty() && !now.iter().any(|w| before.contains(w)) {
        for term in promised.iter().filter(|t| matches!(t.when, When::Date(..))) {
            let said = case.reply.slice(term.start, term.end);
            out.add("contradicts_history", (term.start, term.end), &said);
        }
    }
    let agreed = || {
        ours.iter().any(|reading| {
            let scan = case.pack.scan(reading);
            !scan.lexicon("agreed_remedy").is_empty() && scan.lexicon("refused_remedy").is_empty()
        })
    };
    if let Some(refused) = case.scan.lexicon("refused_remedy").first()
        && agreed()
    {
        out.add_hit("contradicts_history", refused);
    }
}
