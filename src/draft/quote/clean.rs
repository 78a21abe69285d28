//! A stretch of a review as it may stand in our answer, or the reason why it may not.

use super::words::Words;
use crate::domain::Lang;
use crate::domain::text::{Reading, Word};
use crate::lint::{name, spelling};
use std::ops::Range;

/// Letters of a quote.
pub const LONGEST: usize = 78;
/// Words of a quote.
const MOST_WORDS: usize = 12;
/// Letters of an abbreviation, which keeps its capitals.
const ABBREVIATION: usize = 3;
/// Unknown words in capitals up to this length are abbreviations too («HDMI»).
const LONG_ABBREVIATION: usize = 5;
/// Digits of a number that is no price: telephones, cards, orders.
const MOST_DIGITS: usize = 4;
/// Digits in all: a telephone may be written in groups.
const DIGITS_IN_ALL: usize = 9;
/// Letters of a word that can name something.
const NAMES: usize = 4;
/// Words shorter than this are not spelt.
const SHORTEST_SPELT: usize = 3;

/// The text without marks around it, beginning small; none where it may not be taken up.
pub fn clean(lang: Lang, words: &Words, review: &Reading, range: Range<usize>) -> Option<String> {
    let list = &review.words[range.clone()];
    let (first, last) = (list.first()?, list.last()?);
    if list.len() > MOST_WORDS || !stands_alone(words, list) {
        return None;
    }
    let start = money_before(review, first.start);
    let end = sign_after(review, last.end);
    if end - start > LONGEST {
        return None;
    }
    let raw = &review.chars[start..end];
    if !raw.iter().enumerate().all(|(i, c)| is_plain(raw, i, *c)) || private_numbers(raw) {
        return None;
    }
    let letters = raw.iter().filter(|c| c.is_alphabetic()).count();
    let capitals = raw.iter().filter(|c| c.is_uppercase()).count();
    let shouts = capitals * 2 > letters;
    let mut out = String::new();
    let mut at = start;
    for (n, word) in list.iter().enumerate() {
        out.extend(&review.chars[at..word.start]);
        let sentence = review.sentences.get(word.sentence)?;
        let begins = sentence.words.start == range.start + n;
        out.push_str(&said(lang, words, review, word, n == 0, begins, shouts)?);
        at = word.end;
    }
    out.extend(&review.chars[at..end]);
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(out)
}

/// Begins and ends with words that do not hang on anything outside.
fn stands_alone(words: &Words, list: &[Word]) -> bool {
    let fold = |i: usize| list.get(i).map_or("", |w| w.fold.as_str());
    let denied = fold(0) == "не" && words.not_opens.contains(fold(1)) || fold(0) == "это" && fold(1) == "не";
    // "this firm", «эта пицца» name what they point at
    let pointing = matches!(fold(0), "this" | "these" | "этот" | "эта" | "эти") && {
        let next = fold(1);
        next.chars().count() >= NAMES && !words.common.contains(next) && !words.opens.contains(next)
    };
    let last = list.last().map_or("", |w| w.fold.as_str());
    (denied || pointing || !words.opens.contains(fold(0))) && !words.ends.contains(last)
}

/// A word as it is written in the quote; none where it may not stand there.
fn said(
    lang: Lang,
    words: &Words,
    review: &Reading,
    word: &Word,
    opens: bool,
    begins: bool,
    shouts: bool,
) -> Option<String> {
    let raw: String = review.slice(word.start, word.end);
    let small = raw.to_lowercase();
    let (cyrillic, latin) = (
        raw.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)),
        raw.chars().any(|c| c.is_ascii_alphabetic()),
    );
    if cyrillic && (latin || lang == Lang::En) || stretched(&raw) {
        return None;
    }
    if raw.chars().any(|c| c.is_ascii_digit()) {
        return Some(raw);
    }
    if raw == "I" || raw.starts_with("I'") || raw.starts_with("I’") {
        return Some(raw);
    }
    let length = raw.chars().count();
    let knows = |w: &str| w.chars().count() < SHORTEST_SPELT || spelling::knows(w);
    let in_capitals = length > 1 && !raw.chars().any(char::is_lowercase);
    if in_capitals {
        let for_weight = shouts || length > ABBREVIATION || words.weight.contains(&word.fold);
        if for_weight && knows(&small) {
            return Some(small);
        }
        return (length <= LONG_ABBREVIATION && !shouts).then_some(raw);
    }
    // a foreign word in a Russian text is the name of a thing
    if lang == Lang::Ru && latin {
        return (!name::is_given(&raw)).then_some(raw);
    }
    if !word.capital {
        return knows(&small).then_some(raw);
    }
    let person = name::is_given(&raw) || name::is_patronymic(&raw);
    if begins || opens && shouts {
        let fits = !person && knows(&small);
        return fits.then_some(if opens { small } else { raw });
    }
    // in the middle of a sentence a capital names somebody, unless the dictionary says otherwise
    (!person && !name::is_surname(&raw) && lang == Lang::En && (knows(&small) || knows(&raw))).then_some(raw)
}

/// «оооочень», "sooo".
fn stretched(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .any(|w| w[0] == w[1] && w[1] == w[2] && w[0].is_alphabetic())
}

/// Letters, digits, spaces and the few marks that read well inside of quotation marks.
fn is_plain(raw: &[char], i: usize, c: char) -> bool {
    let digit = |j: Option<usize>| j.and_then(|j| raw.get(j)).is_some_and(char::is_ascii_digit);
    let (before, after) = (i.checked_sub(1), Some(i + 1));
    match c {
        ' ' | ',' | '%' | '$' | '£' | '€' | '₽' | '\'' | '’' | '-' => true,
        '.' | ':' | '/' => digit(before) && digit(after),
        '—' | '–' => true,
        c => {
            c.is_ascii_alphanumeric()
                || ('а'..='я').contains(&c)
                || ('А'..='Я').contains(&c)
                || matches!(c, 'ё' | 'Ё')
        }
    }
}

/// A number of a telephone, a card or an order, or a full date.
fn private_numbers(raw: &[char]) -> bool {
    let mut all = 0;
    let mut run = 0;
    let mut dots = 0;
    for (i, c) in raw.iter().enumerate() {
        if c.is_ascii_digit() {
            all += 1;
            run += 1;
            let rest: String = raw[i + 1..].iter().take(5).collect::<String>().to_lowercase();
            let paid = ["р", " р", "₽", " ₽", "$", "€", " €"]
                .iter()
                .any(|m| rest.starts_with(m));
            let last = !raw.get(i + 1).is_some_and(char::is_ascii_digit);
            let priced = paid || i >= run && matches!(raw[i - run], '$' | '£' | '€');
            if last && run > MOST_DIGITS && !(priced && run <= 6) {
                return true;
            }
        } else {
            run = 0;
            dots += usize::from(matches!(c, '.' | '/'));
        }
    }
    all > DIGITS_IN_ALL || dots > 1
}

/// "$24": the sign of money belongs to the number.
fn money_before(review: &Reading, start: usize) -> usize {
    let sign = start.checked_sub(1).and_then(|b| review.chars.get(b));
    start - usize::from(matches!(sign, Some('$' | '£' | '€')))
}

/// «20%», «500 ₽»: so does what stands behind it.
fn sign_after(review: &Reading, end: usize) -> usize {
    match (review.chars.get(end), review.chars.get(end + 1)) {
        (Some('%' | '₽' | '€' | '$'), _) => end + 1,
        (Some(' '), Some('₽' | '€' | '%')) => end + 2,
        _ => end,
    }
}
