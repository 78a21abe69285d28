//! Greeting, name, thanks.

use crate::domain::text::Word;
use crate::lint::case::{Case, Findings, Kind};
use crate::lint::name::{
    Author, has_no_russian_form, is_given, is_humped, is_patronymic, may_be, same_given,
};

/// Words that stand after a greeting and are nobody's name.
const GENERIC: [&str; 32] = [
    "уважаемый",
    "уважаемая",
    "уважаемые",
    "дорогой",
    "дорогая",
    "дорогие",
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
    "everyone",
    "folks",
    "friend",
    "friends",
];

/// The greeting stands in the first characters (seed rule A1).
const GREETING_WITHIN: usize = 60;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let greetings = case.scan.lexicon("greeting");
    let named = vocative(case);
    // «Анна, спасибо …»: who is called by name in the first sentence is greeted.
    let called =
        named.is_some_and(|(first, _)| case.reply.words[first].start < GREETING_WITHIN) || set_off(case);
    // «Спасибо за два года вместе»: praise may be answered so at once.
    let thanked = case.kind == Kind::Praise
        && ["thanks", "congratulation"]
            .iter()
            .any(|l| case.scan.lexicon(l).iter().any(|h| h.sentence == 0));
    if !called && !thanked && !greetings.iter().any(|g| g.start < GREETING_WITHIN) {
        out.add("no_greeting", (0, 0), "");
    }
    if let Some((first, last)) = named {
        let span = (case.reply.words[first].start, case.reply.words[last].end);
        name(case, first..last + 1, span, out);
    } else if let Some(address) = case.author.as_ref().and_then(|a| a.address.as_deref())
        && !case.names_forbidden()
        && case.vertical() != Some("bank")
        && !case.may_be_regulated()
        && !called_anywhere(case)
    {
        out.add("no_name_though_available", (0, 0), address);
    }
    let thanks = case.scan.lexicon("thanks");
    if case.review.is_some() && thanks.is_empty() && !heard(case) {
        out.add("no_thanks", (0, 0), "");
    }
    handle(case, out);
}

/// Thanks show that the words had an effect (seed rule A6). Whoever tells what was changed has shown it, and whoever only
/// asks wants an answer.
fn heard(case: &Case<'_>) -> bool {
    let sorry = !case.apologies.is_empty()
        || !case.scan.lexicon("sympathy").is_empty()
        || case.reply.words.iter().any(|w| w.fold == "sorry");
    // joy at the words, or their way to the person they are about, shows the same
    let glad = ["gladness", "congratulation"]
        .iter()
        .any(|l| !case.scan.lexicon(l).is_empty());
    match case.kind {
        Kind::Complaint => super::action::says_what(case) || super::specific::asks_back(case),
        Kind::Praise => glad || asks(case),
        Kind::Other => sorry || glad || asks(case) || super::action::says_what(case),
    }
}

fn asks(case: &Case<'_>) -> bool {
    let sentences = case.review.iter().flat_map(|r| &r.reading.sentences);
    sentences.into_iter().any(|s| s.question)
}

/// A low line or a digit in what is called.
fn is_login(chars: &[char]) -> bool {
    let token = chars.iter().take_while(|c| c.is_alphanumeric() || **c == '_');
    token.into_iter().any(|c| *c == '_' || c.is_ascii_digit())
}

/// «Сан Саныч», «Пал Палыч»: a spoken patronymic makes a name of the word before it.
fn spoken(folds: &[&str]) -> bool {
    const ENDS: [&str; 6] = ["ыч", "ич", "вна", "чна", "шна", "ишна"];
    matches!(folds, [first, second] if first.chars().count() >= 3
        && second.chars().count() >= 4
        && ENDS.iter().any(|e| second.ends_with(e)))
}

/// «Здравствуйте, Злой_Кабан_1987!»: digits or a low line in what is called make it a handle, whoever the author is.
fn handle(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let words = &case.reply.words;
    let greetings = case.scan.lexicon("greeting");
    let Some(greeting) = greetings.iter().find(|g| g.start < GREETING_WITHIN) else {
        return;
    };
    let Some(word) = words.iter().find(|w| w.start >= greeting.end) else {
        return;
    };
    let chars = &case.reply.chars;
    let token = chars[word.start..]
        .iter()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let token: Vec<char> = token.copied().collect();
    let number = token.len() >= 4 && token.iter().all(char::is_ascii_digit);
    let letters = token.iter().filter(|c| c.is_alphabetic()).count();
    let odd = number || token.iter().any(|c| *c == '_' || c.is_ascii_digit());
    let end = word.start + token.len();
    let near = word.sentence == greeting.sentence && word.start <= greeting.end + 3;
    let reported = out.list.iter().any(|f| f.code == "odd_nickname_used");
    if near && odd && (number || letters >= 3) && !reported && matches!(chars.get(end), Some('!' | ',')) {
        out.add(
            "odd_nickname_used",
            (word.start, end),
            &case.reply.slice(word.start, end),
        );
    }
}

/// «Спасибо, Ольга!»: the author is called by name in some place.
fn called_anywhere(case: &Case<'_>) -> bool {
    let given = case.author.iter().flat_map(|a| a.given.first());
    let mut given = given.into_iter();
    given.any(|g| {
        case.reply
            .words
            .iter()
            .any(|w| w.capital && same_given(&w.fold, g))
    })
}

/// The words that address somebody: «Здравствуйте, Анна!», «Анна, добрый день».
fn vocative(case: &Case<'_>) -> Option<(usize, usize)> {
    after_greeting(case)
        .or_else(|| before_comma(case))
        .or_else(|| after_thanks(case))
}

/// «Большое спасибо, Елена, за …».
fn after_thanks(case: &Case<'_>) -> Option<(usize, usize)> {
    const BETWEEN: [&str; 8] = ["большое", "огромное", "вам", "вас", "you", "so", "much", "very"];
    let words = &case.reply.words;
    let thanks = case.scan.lexicon("thanks").iter().filter(|t| t.sentence <= 1);
    thanks.into_iter().find_map(|t| {
        let mut at = (t.word..words.len()).find(|i| words[*i].start >= t.end)?;
        while words.get(at).is_some_and(|w| BETWEEN.contains(&w.fold.as_str())) {
            at += 1;
        }
        let word = words.get(at).filter(|w| w.sentence == t.sentence && w.capital)?;
        let before = &case.reply.chars[words[at - 1].end..word.start];
        let parted = before.contains(&',') && matches!(case.reply.chars.get(word.end), Some(',' | '!'));
        (parted && nameish(case, at)).then_some((at, at))
    })
}

/// "Thank you for telling us, Hugo.", «Спасибо, Мария Степановна!»: a name between a comma and the end of a clause. A
/// colleague may be named so too, hence this only counts as a greeting.
fn set_off(case: &Case<'_>) -> bool {
    let words = &case.reply.words;
    let begin = |i: usize| i > 0 && case.reply.chars[words[i - 1].end..words[i].start] == [',', ' '];
    words.iter().enumerate().any(|(i, w)| {
        let run = words[i..]
            .iter()
            .take(3)
            .take_while(|n| n.capital && (is_given(&n.fold) || is_patronymic(&n.fold)));
        let run = run.count();
        w.start < GREETING_WITHIN
            && run > 0
            && begin(i)
            && matches!(
                case.reply.chars.get(words[i + run - 1].end),
                Some(',' | '!' | '.')
            )
    })
}

fn nameish(case: &Case<'_>, word: usize) -> bool {
    let fold = &case.reply.words[word].fold;
    // «and» of "Tom_and_Ruth" is nobody's name
    let word = !case.reply.words[word].capital && crate::lint::spelling::knows(fold);
    // a profile of one Latin letter is called by it
    let long = |a: &Author| fold.chars().count() >= 2 || (fold.is_ascii() && a.tokens.len() == 1);
    let token = |a: &Author| !word && long(a) && a.tokens.iter().any(|t| looks_like(t, fold));
    is_given(fold) || is_patronymic(fold) || case.author.as_ref().is_some_and(token)
}

/// The same letters to the eye: "Igtonnant" for "lgtonnant".
fn looks_like(a: &str, b: &str) -> bool {
    let seen = |w: &str| -> String {
        w.chars()
            .map(|c| match c {
                'l' | '1' => 'i',
                '0' => 'o',
                other => other,
            })
            .collect()
    };
    a == b || (a.chars().count() > 3 && seen(a) == seen(b))
}

/// «Mr Henderson» as the profile has it: a title before a word that is no common one.
fn titled(folds: &[&str]) -> bool {
    matches!(folds, ["mr" | "mrs" | "ms" | "dr", name] if !crate::lint::spelling::knows(name))
}

fn generic(case: &Case<'_>, word: usize) -> bool {
    GENERIC.contains(&case.reply.words[word].fold.as_str())
}

/// «Здравствуйте, Анна!», «Уважаемая Анна Петровна».
fn after_greeting(case: &Case<'_>) -> Option<(usize, usize)> {
    let words = &case.reply.words;
    let greeting = case
        .scan
        .lexicon("greeting")
        .iter()
        .find(|g| g.start < GREETING_WITHIN)?;
    let mut at = (greeting.word..words.len()).find(|i| words[*i].start >= greeting.end)?;
    while at < words.len() && words[at].sentence == greeting.sentence && generic(case, at) {
        at += 1;
    }
    let inside = |i: usize| words.get(i).is_some_and(|w| w.sentence == greeting.sentence);
    let parted = |i: usize| {
        let between = &case.reply.chars[words[i - 1].end..words[i].start];
        between.iter().any(|c| matches!(c, ',' | ':' | ';' | '—' | '–'))
    };
    let mut last = None;
    for i in (at..words.len()).take(3) {
        let called = inside(i)
            && !generic(case, i)
            && (i == at || !parted(i))
            && (words[i].capital || nameish(case, i));
        if !called {
            break;
        }
        last = Some(i);
    }
    let last = last?;
    let known = (at..=last).any(|i| nameish(case, i));
    // a capital that nobody knows is an address only where it ends like one: «Здравствуйте, Акакий!»
    let ends = matches!(
        case.reply.chars.get(words[last].end),
        None | Some('!' | ',' | '.' | '\n')
    );
    let thanks = case
        .scan
        .lexicon("thanks")
        .iter()
        .any(|t| (at..=last).contains(&t.word));
    let comma_before = at > 0 && parted(at) || at == greeting.word + 1;
    (known || (ends && !thanks && comma_before)).then_some((at, last))
}

/// «Анна, добрый день», «Добрый день! Анна, спасибо», «Александра! …».
fn before_comma(case: &Case<'_>) -> Option<(usize, usize)> {
    for sentence in case.reply.sentences.iter().take(2) {
        let range = sentence.words.clone();
        let skip = range.clone().take_while(|i| generic(case, *i)).count();
        let first = range.start + skip;
        let run = (first..range.end)
            .take(3)
            .take_while(|i| nameish(case, *i))
            .count();
        if run > 0 {
            let last = first + run - 1;
            if matches!(case.reply.chars.get(case.reply.words[last].end), Some(',' | '!')) {
                return Some((first, last));
            }
        }
    }
    None
}

/// «Алиса» for "Alisha": a transcription of a name that has no set one.
fn transcribed(used: &str, given: &str) -> bool {
    used.is_ascii() != given.is_ascii() && has_no_russian_form(given) && may_be(used, given)
}

fn name(case: &Case<'_>, words: std::ops::Range<usize>, span: (usize, usize), out: &mut Findings<'_, '_>) {
    let used = case.reply.slice(span.0, span.1);
    if case.names_forbidden() {
        // "Dear TravelBug_Leeds": `handle` speaks of what is no name
        if !is_login(&case.reply.chars[span.0..]) {
            out.add("wrong_name", span, &used);
        }
        return;
    }
    let Some(author) = &case.author else { return };
    let humped = |w: &Word| is_humped(&case.reply.chars[w.start..w.end]);
    let humped = case.reply.words[words.clone()].iter().any(humped);
    let folds: Vec<&str> = case.reply.words[words].iter().map(|w| w.fold.as_str()).collect();
    let own = |w: &str| {
        author
            .tokens
            .iter()
            .any(|t| looks_like(t, w) || (t.chars().count() > 3 && t.contains(w) && w.chars().count() > 3))
    };
    match &author.address {
        Some(_) => {
            let right = |w: &&str| {
                own(w)
                    || author.given.iter().any(|g| same_given(w, g) || transcribed(w, g))
                    || (is_patronymic(w) && author.tokens.iter().any(|t| may_be(w, t)))
            };
            // A second name that the profile does not show is checked as personal data.
            if !folds.iter().take(1).all(right) || !folds.iter().filter(|w| is_given(w)).all(right) {
                out.add("wrong_name", span, &used);
            }
        }
        None if folds.iter().any(|w| own(w)) => {
            // A given name out of an unreadable profile name is a guess, but no nickname, whatever stands behind it:
            // «Иван Толстой» may be a person.
            let name = folds.first().is_some_and(|w| is_given(w));
            if author.is_handle && !name && !titled(&folds) && !spoken(&folds) {
                out.add("odd_nickname_used", span, &used);
            }
        }
        None => {
            let related = |w: &&str| author.tokens.iter().any(|t| may_be(w, t));
            if folds.iter().any(|w| is_given(w)) && !folds.iter().any(related) {
                out.add("wrong_name", span, &used);
            } else if humped {
                out.add("odd_nickname_used", span, &used);
            }
        }
    }
}
