//! A short phrase of the author's own, cut out word for word: «волосы лежат идеально».
//!
//! The only text of a review that a draft repeats. It is repeated only where nothing but words of the dictionary stands
//! in it: no name, no figure, no link, no emoji, no slip of the pen, and nothing that reads only with what stands before.

use super::spin::lower_first;
use crate::domain::Lang;
use crate::domain::text::{Reading, Word};
use crate::lint::name::is_given;
use crate::lint::spelling;
use std::ops::Range;

/// Words of a quotation, and its letters.
const WORDS: std::ops::RangeInclusive<usize> = 2..=7;
const MOST_LETTERS: usize = 50;

/// Words of a beginning that says something by itself.
const LEAST_BEGINNING: usize = 3;

/// Words that lead on from what was said, and are left out in front.
const LEADING: [&str; 37] = [
    "вообще",
    "даже",
    "действительно",
    "и",
    "а",
    "но",
    "да",
    "также",
    "еще",
    "ну",
    "вот",
    "в",
    "общем",
    "я",
    "мы",
    "она",
    "он",
    "они",
    "это",
    "просто",
    "всегда",
    "очень",
    "тут",
    "там",
    "здесь",
    "что",
    "and",
    "but",
    "so",
    "it's",
    "its",
    "it",
    "is",
    "also",
    "just",
    "well",
    "overall",
];
/// Of these a phrase may still begin with where they belong to it: «очень бережно», "just works".
const KEPT_BEFORE: [&str; 4] = ["очень", "просто", "всегда", "just"];
/// A phrase that holds one of these leans on another sentence, or speaks to somebody.
const LEANING: [&str; 74] = [
    "кому",
    "кто",
    "где",
    "куда",
    "них",
    "меньше",
    "который",
    "которая",
    "которое",
    "которые",
    "которого",
    "которой",
    "которую",
    "которых",
    "этот",
    "эта",
    "это",
    "эти",
    "этого",
    "этой",
    "этом",
    "эту",
    "данный",
    "данном",
    "данное",
    "вы",
    "вас",
    "вам",
    "вами",
    "ваш",
    "ваша",
    "ваше",
    "ваши",
    "вашего",
    "вашей",
    "ваших",
    "мне",
    "меня",
    "мной",
    "мой",
    "моя",
    "мои",
    "моих",
    "моим",
    "моей",
    "мою",
    "я",
    "мы",
    "нас",
    "нам",
    "ее",
    "его",
    "их",
    "ей",
    "ему",
    "ними",
    "ней",
    "нем",
    "чтобы",
    "если",
    "когда",
    "что",
    "пока",
    "как",
    "you",
    "your",
    "this",
    "that",
    "these",
    "which",
    "who",
    "they",
    "their",
    "if",
];
/// What these begin explains more than it says.
const RESTING: [&str; 7] = [
    "котор",
    "чтобы",
    "потому",
    "поскольку",
    "because",
    "whenever",
    "although",
];
/// Nothing ends with these.
const OPEN_ENDED: [&str; 44] = [
    "и",
    "а",
    "но",
    "или",
    "в",
    "во",
    "на",
    "с",
    "со",
    "к",
    "ко",
    "у",
    "о",
    "об",
    "от",
    "до",
    "за",
    "из",
    "по",
    "для",
    "при",
    "не",
    "ни",
    "очень",
    "так",
    "самый",
    "самая",
    "самые",
    "the",
    "a",
    "an",
    "and",
    "or",
    "but",
    "to",
    "of",
    "in",
    "on",
    "with",
    "for",
    "is",
    "are",
    "very",
    "so",
];

/// The words of `range` as a quotation: without what leads on, in small letters at its beginning; `None` where it would
/// not stand alone.
pub fn cut(lang: Lang, review: &Reading, range: Range<usize>) -> Option<String> {
    let words = &review.words[range.clone()];
    let leads = |fold: &str| LEADING.contains(&fold) && !KEPT_BEFORE.contains(&fold);
    let first = words.iter().position(|w| !leads(&w.fold))?;
    let words = &words[first..];
    // «нету скидочных карт для тех, кто…»: what follows may be left out
    let rest = |w: &Word| RESTING.iter().any(|r| w.fold.starts_with(r));
    let end = words.iter().skip(*WORDS.start()).position(rest);
    let mut words = &words[..end.map_or(words.len(), |at| at + WORDS.start())];
    // of two predicates the first is enough
    if words.len() > *WORDS.end() {
        let and = words[..=*WORDS.end()]
            .iter()
            .rposition(|w| matches!(w.fold.as_str(), "и" | "and"));
        words = &words[..and.filter(|at| *at > *WORDS.start())?];
    }
    if !WORDS.contains(&words.len()) {
        return None;
    }
    let (begin, end) = (words.first()?, words.last()?);
    let plain = words.iter().enumerate().all(|(at, w)| {
        let letters = &review.chars[w.start..w.end];
        let capital = w.capital && (at > 0 || first > 0 || !starts_sentence(review, w.start));
        let spaced = at == 0 || review.chars[words[at - 1].end..w.start] == [' '];
        let dashed = at > 0 && review.chars[words[at - 1].end..w.start] == ['-'];
        let lower: String = letters.iter().flat_map(|c| c.to_lowercase()).collect();
        let own = letters
            .iter()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
        let of_the_language = letters.iter().all(|c| match lang {
            Lang::Ru => matches!(c.to_lowercase().next(), Some('а'..='я' | 'ё')),
            Lang::En => c.is_ascii_alphabetic() || matches!(c, '\'' | '’'),
        });
        let inside = at == 0 || letters.iter().all(|c| !c.is_uppercase());
        !capital
            && inside
            && (spaced || dashed)
            && own
            && of_the_language
            && !LEANING.contains(&w.fold.as_str())
            && !(w.capital && is_given(&w.fold))
            && spelling::knows(&lower.replace('’', "'"))
    });
    if lang == Lang::Ru
        && (oblique(&begin.fold) || torn(words) || mere_adjectives(words) || mere_thing(words))
    {
        return None;
    }
    let closed = !OPEN_ENDED.contains(&end.fold.as_str());
    let text = review.slice(begin.start, end.end);
    let fits = text.chars().count() <= MOST_LETTERS;
    (plain && closed && fits).then(|| lower_first(&text))
}

/// «Золотыми руками», «красивой укладкой»: the case leans on a verb that is not there.
fn oblique(word: &str) -> bool {
    const ENDS: [&str; 11] = [
        "ыми", "ими", "ами", "ями", "ого", "его", "ому", "ему", "ой", "ых", "ую",
    ];
    word.chars().count() > 4 && ENDS.iter().any(|e| word.ends_with(e))
}

/// «Плотные и блестящие», «очень приятная»: nobody is told what is so.
fn mere_adjectives(words: &[Word]) -> bool {
    const ENDS: [&str; 10] = ["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "но"];
    const BESIDE: [&str; 6] = ["и", "очень", "не", "всегда", "такая", "такой"];
    let mere = |w: &Word| BESIDE.contains(&w.fold.as_str()) || ENDS.iter().any(|e| w.fold.ends_with(e));
    words.iter().all(mere)
}

/// «Атмосфера салона»: two nouns say nothing of what they name.
fn mere_thing(words: &[Word]) -> bool {
    const SAYING: [&str; 20] = [
        "о", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ет", "ит", "ут", "ют", "ат", "ят", "ла", "ли",
        "ал", "ил", "ел",
    ];
    words.len() == 2 && !words.iter().any(|w| SAYING.iter().any(|e| w.fold.ends_with(e)))
}

/// «Атмосфера и доброжелательный»: the noun of the last adjective is cut off.
fn torn(words: &[Word]) -> bool {
    const ENDS: [&str; 5] = ["ый", "ий", "ая", "ое", "ые"];
    let adjective = |w: &Word| ENDS.iter().any(|e| w.fold.ends_with(e));
    match words {
        [.., before, and, last] if and.fold == "и" => adjective(last) && !adjective(before),
        _ => false,
    }
}

/// The longest beginning of `range` that can be quoted, of three words or more: where the rest has a name or a slip.
pub fn beginning(lang: Lang, review: &Reading, range: Range<usize>) -> Option<String> {
    let least = range.start + LEAST_BEGINNING;
    (least..=range.end)
        .rev()
        .find_map(|end| cut(lang, review, range.start..end))
}

/// Nothing but spaces and marks stands between the last sentence and this letter.
fn starts_sentence(review: &Reading, at: usize) -> bool {
    let before = review.chars[..at].iter().rev().find(|c| !c.is_whitespace());
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ',' | '«' | '"' | '“'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        let review = Reading::new(text);
        let lang = if text.is_ascii() { Lang::En } else { Lang::Ru };
        cut(lang, &review, 0..review.words.len())
    }

    #[test]
    fn a_phrase_that_stands_alone_is_quoted_word_for_word() {
        for (text, quoted) in [
            ("Волосы лежат идеально", "волосы лежат идеально"),
            ("и просто творит чудеса", "просто творит чудеса"),
            ("it's a lot of fun", "a lot of fun"),
        ] {
            assert_eq!(of(text).as_deref(), Some(quoted), "{text}");
        }
    }

    #[test]
    fn names_figures_slips_and_phrases_that_lean_on_others_are_not_quoted() {
        for text in [
            "мастер Марина супер",
            "скидка 50 процентов",
            "стрижка палучилась стильной",
            "которая творит чудеса",
            "творит 🌟 чудеса",
            "очень вежливый и",
            "супер",
            "атмосфера салона",
            "сделала всё быстро очень аккуратно подсказала правильный уход за руками",
            "visit evil.example now",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
