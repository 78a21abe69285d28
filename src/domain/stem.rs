//! Words as they are compared across inflections and wordings: Snowball stems, and concepts that
//! several words stand for («ждали», «очередь», "waited").

use super::text::Reading;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/concepts/ru.txt");
const EN: &str = include_str!("../../config/concepts/en.txt");

/// Different terms of one text at most: nobody says more, and noise must not fill the index.
const MOST: usize = 200;
/// Longest term in characters; longer ones are links and keyboard noise.
const LONGEST: usize = 30;

/// Words that say nothing of the matter, folded.
const EMPTY: &[&str] = &[
    "и",
    "в",
    "во",
    "не",
    "что",
    "он",
    "на",
    "я",
    "с",
    "со",
    "как",
    "а",
    "то",
    "все",
    "она",
    "так",
    "его",
    "но",
    "да",
    "ты",
    "к",
    "у",
    "же",
    "вы",
    "за",
    "бы",
    "по",
    "ее",
    "мне",
    "было",
    "вот",
    "от",
    "меня",
    "еще",
    "нет",
    "о",
    "из",
    "ему",
    "когда",
    "даже",
    "ну",
    "ли",
    "если",
    "уже",
    "или",
    "ни",
    "быть",
    "был",
    "была",
    "были",
    "до",
    "вас",
    "нам",
    "нас",
    "мы",
    "они",
    "тут",
    "там",
    "потом",
    "себя",
    "ничего",
    "ей",
    "может",
    "для",
    "эти",
    "этот",
    "эта",
    "это",
    "очень",
    "при",
    "об",
    "под",
    "только",
    "просто",
    "без",
    "чем",
    "тоже",
    "также",
    "который",
    "которая",
    "которые",
    "вообще",
    "нужно",
    "надо",
    "есть",
    "будет",
    "the",
    "a",
    "an",
    "and",
    "or",
    "of",
    "to",
    "in",
    "on",
    "at",
    "is",
    "was",
    "were",
    "be",
    "been",
    "are",
    "it",
    "its",
    "i",
    "we",
    "you",
    "they",
    "he",
    "she",
    "my",
    "our",
    "your",
    "for",
    "with",
    "this",
    "that",
    "so",
    "as",
    "but",
    "have",
    "has",
    "had",
    "do",
    "did",
    "me",
    "us",
    "very",
    "just",
    "there",
    "here",
    "from",
    "by",
    "then",
    "than",
];

/// A concept's name and the beginnings or whole words that stand for it.
struct Concept {
    name: &'static str,
    stems: Vec<&'static str>,
    exact: Vec<&'static str>,
}

static CONCEPTS: LazyLock<Vec<Concept>> = LazyLock::new(|| {
    let lines = RU.lines().chain(EN.lines()).map(str::trim);
    lines
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .filter_map(|line| {
            let (name, words) = line.split_once(' ')?;
            let (stems, exact): (Vec<&str>, Vec<&str>) =
                words.split_whitespace().partition(|w| w.ends_with('*'));
            Some(Concept {
                name,
                stems: stems.into_iter().map(|s| s.trim_end_matches('*')).collect(),
                exact,
            })
        })
        .collect()
});

fn is_cyrillic(word: &str) -> bool {
    word.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

/// The stem of one folded word, by its script.
pub fn stem(word: &str) -> String {
    static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Russian));
    static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
    let stemmer = if is_cyrillic(word) { &*RUSSIAN } else { &*ENGLISH };
    stemmer.stem(word).into_owned()
}

/// The terms by which a text is found again, each with how often it occurs: stems, and `=name` for
/// every concept. Numbers and words that say nothing are left out.
pub fn terms(text: &str) -> BTreeMap<String, i64> {
    let mut out: BTreeMap<String, i64> = BTreeMap::new();
    for word in Reading::new(text).words {
        let word = word.fold;
        let letters = word.chars().count();
        if !(2..=LONGEST).contains(&letters)
            || !word.chars().any(char::is_alphabetic)
            || EMPTY.contains(&word.as_str())
        {
            continue;
        }
        let stands_for =
            |c: &&Concept| c.exact.contains(&word.as_str()) || c.stems.iter().any(|s| word.starts_with(s));
        let named = CONCEPTS.iter().filter(stands_for).map(|c| format!("={}", c.name));
        for term in named.chain([stem(&word)]) {
            if out.len() < MOST || out.contains_key(&term) {
                *out.entry(term).or_default() += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_of_a_word_share_a_term() {
        for (a, b) in [
            ("официант нахамил", "официанта, который хамит"),
            ("ёлка упала", "елки упали"),
            ("холодный кофе", "холодное кофе"),
            ("waiting for a refund", "refunds, we waited"),
        ] {
            let (a, b) = (terms(a), terms(b));
            assert!(
                a.keys().filter(|t| b.contains_key(*t)).count() >= 2,
                "{a:?} {b:?}"
            );
        }
    }

    #[test]
    fn a_text_of_noise_is_bounded() {
        let noise: String = (0..20_000).map(|n| format!("слово{n}а ")).collect();
        assert_eq!(terms(&noise).len(), MOST);
        assert!(terms("12 345 и в на \u{200b}").is_empty());
    }
}
