//! Greeting, name, thanks.

use crate::domain::text::fold;
use crate::lint::case::{Case, Findings, Kind};
use crate::lint::name::{is_given, is_patronymic, same_given};

/// Words that stand after a greeting and are nobody's name.
const GENERIC: [&str; 27] = [
    "уважаемый",
    "уважаемая",
    "уважаемые",
    "дорогой",
    "дорогая",
    "клиент",
    "клиенты",
    "гость",
    "гости",
    "друзья",
    "покупатель",
    "автор",
    "пользователь",
    "dear",
    "customer",
    "guest",
    "user",
    "there",
    "reviewer",
    "sir",
    "madam",
    "again",
    "снова",
    "еще",
    "раз",
    "all",
    "team",
];

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let greeted = case.greetings.iter().any(|g| g.start < 60);
    if !greeted {
        out.add("no_greeting", (0, 0), "");
    }
    let named = vocative(case);
    if let Some((first, last)) = named {
        let span = (case.reply.words[first].start, case.reply.words[last].end);
        name(case, first..last + 1, span, out);
    } else if let Some(address) = case.author.as_ref().and_then(|a| a.address.as_deref())
        && !case.names_forbidden()
        && case.vertical() != Some("bank")
    {
        out.add("no_name_though_available", (0, 0), address);
    }
    let thanks = case.pack.lexicon("thanks").hits(&case.reply);
    if case.review.is_some()
        && !thanks
            .iter()
            .any(|t| t.sentence <= 2 || case.kind != Kind::Praise)
    {
        out.add("no_thanks", (0, 0), "");
    }
}

/// The words that address somebody: «Здравствуйте, Анна!», «Анна, добрый день».
fn vocative(case: &Case<'_>) -> Option<(usize, usize)> {
    let words = &case.reply.words;
    let tokens = case
        .author
        .as_ref()
        .map(|a| a.tokens.as_slice())
        .unwrap_or_default();
    let nameish = |i: usize| {
        is_given(&words[i].fold) || is_patronymic(&words[i].fold) || tokens.contains(&words[i].fold)
    };
    let greeting = case.greetings.iter().find(|g| g.start < 60);
    if let Some(greeting) = greeting {
        let mut at = (greeting.word..words.len()).find(|i| words[*i].start >= greeting.end)?;
        while at < words.len()
            && words[at].sentence == greeting.sentence
            && GENERIC.contains(&words[at].fold.as_str())
        {
            at += 1;
        }
        let mut last = None;
        let mut only_names = true;
        for i in at..words.len().min(at + 4) {
            if words[i].sentence != greeting.sentence || GENERIC.contains(&words[i].fold.as_str()) {
                break;
            }
            if i > at
                && case.reply.chars[words[i - 1].end..words[i].start]
                    .iter()
                    .any(|c| matches!(c, ',' | ':' | ';'))
            {
                break;
            }
            last = Some(i);
            only_names &= words[i].capital || nameish(i);
        }
        if let Some(last) = last
            && last - at < 3
            && (at..=last).any(|i| nameish(i) || (only_names && words[i].capital && ends_address(case, last)))
        {
            let last = (at..=last)
                .take_while(|i| words[*i].capital || nameish(*i))
                .last()
                .unwrap_or(at);
            return (words[at].capital || nameish(at)).then_some((at, last));
        }
    }
    // «Анна, добрый день» and «Добрый день! Анна, спасибо».
    for sentence in case.reply.sentences.iter().take(2) {
        let range = sentence.words.clone();
        let skip = range
            .clone()
            .take_while(|i| GENERIC.contains(&words[*i].fold.as_str()))
            .count();
        let first = range.start + skip;
        let run: Vec<usize> = (first..range.end).take(2).take_while(|i| nameish(*i)).collect();
        if let Some(last) = run.last().copied()
            && matches!(case.reply.chars.get(words[last].end), Some(',' | '!'))
        {
            return Some((first, last));
        }
    }
    None
}

fn ends_address(case: &Case<'_>, last: usize) -> bool {
    matches!(
        case.reply.chars.get(case.reply.words[last].end),
        None | Some('!' | ',' | '.' | '\n')
    ) && !case
        .pack
        .lexicon("thanks")
        .hits(&case.reply)
        .iter()
        .any(|t| t.word == last)
}

fn name(case: &Case<'_>, words: std::ops::Range<usize>, span: (usize, usize), out: &mut Findings<'_, '_>) {
    let used = case.reply.slice(span.0, span.1);
    if case.names_forbidden() {
        out.add("wrong_name", span, &used);
        return;
    }
    let Some(author) = &case.author else { return };
    let words = &case.reply.words[words];
    if author.address.is_none() {
        // A given name out of an unreadable profile name is a guess, but no nickname.
        if words
            .iter()
            .all(|w| is_given(&w.fold) && author.tokens.contains(&w.fold))
        {
            return;
        }
        let handle = words.iter().any(|w| {
            author
                .tokens
                .iter()
                .any(|t| *t == fold(&w.fold) || t.contains(&w.fold))
        });
        out.add(
            if handle { "odd_nickname_used" } else { "wrong_name" },
            span,
            &used,
        );
        return;
    }
    let known = |w: &str| {
        author.given.iter().any(|g| same_given(g, w))
            || author.surnames.iter().any(|s| s == w)
            || author.tokens.iter().any(|t| t == w)
    };
    if words.iter().any(|w| !known(&w.fold)) {
        out.add("wrong_name", span, &used);
    }
}
