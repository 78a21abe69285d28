//! Surnames of clients and full names of staff in a public reply.

use crate::domain::text::Word;
use crate::lint::case::{Case, Findings};
use crate::lint::name::{is_given, is_patronymic, is_surname};

/// The author's surname, and full names that the review does not give.
pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let words = &case.reply.words;
    let mut skip = 0;
    let called = called_in_full(case);
    for (i, word) in words.iter().enumerate() {
        if i < skip || !(word.capital || written_small(case, word)) {
            continue;
        }
        if called == Some(i) || of_author(case, word) {
            out.add(
                "pii_in_public",
                (word.start, word.end),
                &case.reply.slice(word.start, word.end),
            );
            continue;
        }
        if let Some(last) = full_name(case, i).or_else(|| surname_first(case, i)) {
            let span = (word.start, words[last].end);
            out.add("pii_in_public", span, &case.reply.slice(span.0, span.1));
            skip = last + 1;
        }
    }
}

/// "Hi April Ariola, …" where the author's name was not given: the last of the words that call somebody by a given name
/// is a surname.
fn called_in_full(case: &Case<'_>) -> Option<usize> {
    if case.author.is_some() {
        return None;
    }
    let words = &case.reply.words;
    let greeting = case.scan.lexicon("greeting").first().filter(|g| g.start < 60)?;
    let first = (greeting.word..words.len()).find(|i| words[*i].start >= greeting.end)?;
    let joined = |i: &usize| {
        let word = &words[*i];
        word.capital
            && word.sentence == greeting.sentence
            && (*i == first || word.start == words[i - 1].end + 1)
    };
    let last = (first..words.len()).take(4).take_while(joined).last()?;
    let ends = matches!(case.reply.chars.get(words[last].end), Some(',' | '!'));
    let ours = ["our_house", "no_person", "role", "common_word", "general_word"];
    let house = ours
        .iter()
        .any(|l| case.scan.lexicon(l).iter().any(|h| h.word == last));
    let latin = words[last].fold.is_ascii() && words[last].fold.chars().count() >= 3;
    let given = is_given(&words[first].fold);
    let family = !is_given(&words[last].fold) && !is_patronymic(&words[last].fold);
    // "Gerard Paul Cruz": of three names the last is the family's
    let third = latin && last >= first + 2;
    (last > first && ends && given && (family || third) && !house).then_some(last)
}

/// «Уважаемый sergey penkin»: the surname as the profile writes it, and no word.
fn written_small(case: &Case<'_>, word: &Word) -> bool {
    let mut surnames = case.author.iter().flat_map(|a| &a.surnames);
    word.fold.chars().count() >= 5
        && surnames.any(|s| *s == word.fold)
        && !crate::lint::spelling::knows(&word.fold)
}

/// A surname of the author, in whatever case.
fn of_author(case: &Case<'_>, word: &Word) -> bool {
    let surnames = case.author.iter().flat_map(|a| &a.surnames);
    let same = |s: &String| s.chars().count() >= 3 && close(s, &word.fold);
    surnames.into_iter().any(same) && !is_patronymic(&word.fold) && !is_given(&word.fold)
}

/// Index of the last word of a full name that begins at `i` and that the review does not give.
fn full_name(case: &Case<'_>, i: usize) -> Option<usize> {
    let words = &case.reply.words;
    let next = |i: usize| {
        words.get(i + 1).filter(|n| {
            n.sentence == words[i].sentence
                && n.start == words[i].end + 1
                && n.capital
                && n.fold.chars().count() >= 3
        })
    };
    if !is_given(&words[i].fold) || place_before(case, i) {
        return None;
    }
    let mut last = i + 1;
    let mut second = next(i)?;
    if is_patronymic(&second.fold) {
        second = next(last)?;
        last += 1;
    }
    let reviewed = case
        .review
        .as_ref()
        .is_some_and(|r| r.reading.words.iter().any(|x| close(&x.fold, &second.fold)));
    let russian = words[i].fold.starts_with(|c: char| ('а'..='я').contains(&c));
    let family = if russian {
        is_surname(&second.fold)
    } else {
        // English surnames look like any word: the place must say that it is a person's name.
        signs(case, i) && !is_given(&second.fold)
    };
    (family && !reviewed && !is_patronymic(&second.fold) && !is_given(&second.fold)).then_some(last)
}

/// «Мокина Мария»: the surname stands first and is no word; one of the review is no secret.
fn surname_first(case: &Case<'_>, i: usize) -> Option<usize> {
    let word = &case.reply.words[i];
    let next = case.reply.words.get(i + 1)?;
    let russian = word.fold.starts_with(|c: char| ('а'..='я').contains(&c));
    const ENDS: [&str; 10] = [
        "ов", "ев", "ин", "ова", "ева", "ина", "ский", "ская", "енко", "ян",
    ];
    let opens = case
        .reply
        .sentences
        .get(word.sentence)
        .is_none_or(|s| s.words.start == i);
    let family = russian
        && !opens
        && ENDS.iter().any(|e| word.fold.ends_with(e))
        && !is_given(&word.fold)
        && !is_patronymic(&word.fold)
        && !crate::lint::spelling::knows(&word.fold)
        && word.fold.chars().count() >= 5;
    let beside =
        next.sentence == word.sentence && next.start == word.end + 1 && next.capital && is_given(&next.fold);
    let told = |w: &Word| {
        let reviewed = case
            .review
            .iter()
            .any(|r| r.reading.words.iter().any(|x| close(&x.fold, &w.fold)));
        reviewed || case.author.iter().any(|a| a.tokens.contains(&w.fold))
    };
    (family && beside && !told(word) && !place_before(case, i)).then_some(i + 1)
}

/// «на улице Марины Цветаевой», «театр Олега Табакова».
fn place_before(case: &Case<'_>, i: usize) -> bool {
    let word = &case.reply.words[i];
    let near = |h: &crate::lint::pattern::Hit| {
        h.sentence == word.sentence && h.end <= word.start && word.start - h.end <= 2
    };
    case.scan.lexicon("place_word").iter().any(near)
}

/// Behind a dash, a closing or a role.
fn signs(case: &Case<'_>, i: usize) -> bool {
    let word = &case.reply.words[i];
    let before = case.reply.chars[..word.start]
        .iter()
        .rev()
        .find(|c| !c.is_whitespace());
    let behind = |lexicon: &str| {
        let hits = case.scan.lexicon(lexicon);
        hits.iter()
            .any(|h| h.end <= word.start && word.start - h.end <= 3)
    };
    matches!(before, Some('—' | '–' | '-')) || behind("closing") || behind("role")
}

/// The same surname in another case: all letters but the ending agree.
fn close(a: &str, b: &str) -> bool {
    let (long_a, long_b) = (a.chars().count(), b.chars().count());
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    // «Вас» is no form of «Васина»
    (a == b || long_a.min(long_b) > 3)
        && same >= 3
        && same + 3 >= long_a.max(long_b)
        && same + 2 >= long_a.min(long_b)
}
