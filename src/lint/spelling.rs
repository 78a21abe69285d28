//! Spelling by the Hunspell dictionaries of Russian and English that are part of the program
//! (`config/dictionaries`, with their licences).
//!
//! A word counts as a slip only where a known word is one letter away and nothing else explains it: names, words
//! of the review, words of the house and words in capitals are left alone. A missed slip is cheaper than a right
//! word that is called wrong.

use super::case::Case;
use crate::domain::text::Word;
use flate2::read::GzDecoder;
use spellbook::Dictionary;
use std::io::Read;
use std::sync::LazyLock;

/// A word that is probably misspelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    pub start: usize,
    pub end: usize,
    /// The word and what it may have been: «вериулись → вернулись».
    pub told: String,
}

/// Slips reported in one text; more say the same.
const MOST: usize = 5;
/// Unknown words looked at in one text; a text with more is in no language that we know.
const MOST_UNKNOWN: usize = 40;
/// Shorter words are abbreviations too often.
const SHORTEST: usize = 4;
/// Longer words take long to vary and are compounds.
const LONGEST: usize = 24;

struct Speller {
    russian: Dictionary,
    english: Dictionary,
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    // part of the binary, read by a test; what cannot be unpacked is an empty dictionary
    let _ = GzDecoder::new(bytes).read_to_string(&mut text);
    text
}

fn dictionary(aff: &[u8], dic: &[u8]) -> Dictionary {
    Dictionary::new(&unpacked(aff), &unpacked(dic))
        .unwrap_or_else(|error| panic!("embedded dictionary: {error}"))
}

static SPELLER: LazyLock<Speller> = LazyLock::new(|| Speller {
    russian: dictionary(
        include_bytes!("../../config/dictionaries/ru_RU.aff.gz"),
        include_bytes!("../../config/dictionaries/ru_RU.dic.gz"),
    ),
    english: dictionary(
        include_bytes!("../../config/dictionaries/en_US.aff.gz"),
        include_bytes!("../../config/dictionaries/en_US.dic.gz"),
    ),
});

/// Unpacks the dictionaries now (tenths of a second) instead of at the first text.
pub fn prepare() {
    LazyLock::force(&SPELLER);
}

/// The dictionary of the word's own alphabet knows it. The dictionaries spell ё; a text may not.
pub fn knows(word: &str) -> bool {
    modern(word, SHORT_STEM) || in_dictionary(word)
}

/// Begins like a word that is younger than the dictionaries. Behind a stem that is shorter than `long` only an
/// ending may stand: «спа» knows «спа» and no «спаундчек».
fn modern(word: &str, long: usize) -> bool {
    MODERN.iter().any(|stem| {
        word.strip_prefix(stem)
            .is_some_and(|rest| stem.chars().count() >= long || rest.chars().count() <= ENDING)
    })
}

/// Stems from this length on may begin longer words.
const SHORT_STEM: usize = 4;
/// Longest ending of a word, letters.
const ENDING: usize = 3;

fn in_dictionary(word: &str) -> bool {
    if is_russian(word) {
        let russian = &SPELLER.russian;
        russian.check(word) || (word.contains('е') && with_yo(word).iter().any(|w| russian.check(w)))
    } else {
        SPELLER.english.check(word) || american(word).is_some_and(|w| SPELLER.english.check(&w))
    }
}

/// Beginnings of words that are younger than the dictionaries.
static MODERN: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../config/dictionaries/more.txt").lines();
    lines
        .filter(|l| !l.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// The American spelling of a British word, for the American dictionary.
fn american(word: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 12] = [
        ("alle", "ale"),
        ("alli", "ali"),
        ("wards", "ward"),
        ("ise", "ize"),
        ("isa", "iza"),
        ("isi", "izi"),
        ("yse", "yze"),
        ("our", "or"),
        ("tre", "ter"),
        ("ogue", "og"),
        ("elle", "ele"),
        ("elli", "eli"),
    ];
    PAIRS
        .iter()
        .find(|(british, _)| word.contains(british))
        .map(|(british, us)| word.replacen(british, us, 1))
}

fn is_russian(word: &str) -> bool {
    word.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

/// The word with one е made ё, each in turn.
fn with_yo(word: &str) -> Vec<String> {
    let at = word.char_indices().filter(|(_, c)| *c == 'е').map(|(i, _)| i);
    at.map(|i| format!("{}ё{}", &word[..i], &word[i + 'е'.len_utf8()..]))
        .collect()
}

/// Probable slips of the reply.
pub(super) fn slips(case: &Case<'_>) -> Vec<Slip> {
    let mut out = Vec::new();
    let mut unknown = 0;
    // In a Russian text Latin words are brands.
    let russian_text = case.reply.cyrillic_share(1).is_some_and(|share| share > 0.3);
    for (n, word) in case.reply.words.iter().enumerate() {
        if out.len() >= MOST || unknown >= MOST_UNKNOWN {
            break;
        }
        if !looked_at(case, n, word, russian_text) {
            continue;
        }
        let raw = case.reply.slice(word.start, word.end);
        let small = raw.to_lowercase();
        if knows(&small) || knows(&raw) {
            continue;
        }
        unknown += 1;
        if is_compound(&small) {
            continue;
        }
        if let Some(right) = neighbour(&small) {
            out.push(Slip {
                start: word.start,
                end: word.end,
                told: format!("{raw} → {right}"),
            });
        }
    }
    out
}

/// A prefix before a word that the dictionary knows: «пересменка», «досеять» are made on the spot.
fn is_compound(word: &str) -> bool {
    const PREFIXES: [&str; 31] = [
        "на",
        "вы",
        "пере",
        "недо",
        "пред",
        "само",
        "меж",
        "под",
        "при",
        "про",
        "раз",
        "рас",
        "без",
        "бес",
        "над",
        "об",
        "до",
        "за",
        "по",
        "от",
        "супер",
        "мини",
        "авто",
        "эко",
        "re",
        "un",
        "pre",
        "over",
        "under",
        "mis",
        "non",
    ];
    let rests = PREFIXES.iter().filter_map(|p| word.strip_prefix(p));
    let prefixed = rests
        .into_iter()
        .any(|rest| rest.chars().count() > SHORTEST && knows(rest));
    // "letterboxed", «тестировщица» where the dictionary has the man alone
    let joined = word.is_ascii()
        && (SHORTEST..word.len().saturating_sub(SHORTEST - 1))
            .any(|at| in_dictionary(&word[..at]) && in_dictionary(&word[at..]));
    let her = word
        .split_once("щиц")
        .is_some_and(|(stem, _)| knows(&format!("{stem}щик")));
    prefixed || joined || her
}

/// Words that a dictionary can judge: one alphabet, small letters, not quoted from the review.
fn looked_at(case: &Case<'_>, n: usize, word: &Word, russian_text: bool) -> bool {
    let chars = &case.reply.chars[word.start..word.end];
    let letters = chars.len();
    let russian = chars
        .iter()
        .all(|c| matches!(c.to_lowercase().next(), Some('а'..='я' | 'ё')));
    let english = chars.iter().all(char::is_ascii_alphabetic);
    let starts = case
        .reply
        .sentences
        .get(word.sentence)
        .is_some_and(|s| s.words.start == n);
    let small_tail = chars[1..].iter().all(|c| c.is_lowercase());
    let joined = |i: usize| {
        matches!(
            case.reply.chars.get(i),
            Some('-' | '‑' | '@' | '.' | '/' | '_' | '*')
        ) && case.reply.chars.get(i + 1).is_some_and(|c| c.is_alphanumeric())
    };
    let joined_before = word.start > 1
        && matches!(
            case.reply.chars[word.start - 1],
            '-' | '‑' | '@' | '.' | '/' | '_' | '*' | '#'
        )
        && !case.reply.chars[word.start - 2].is_whitespace();
    (SHORTEST..=LONGEST).contains(&letters)
        && (russian || (english && !russian_text))
        && small_tail
        && (!word.capital || (starts && !acts(case, n)))
        && !joined(word.end)
        && !joined_before
        && !super::name::is_given(&word.fold)
        && !case.pack.house_words.contains(&word.fold)
        && !case.review.iter().any(|r| {
            r.reading
                .words
                .iter()
                .any(|w| w.fold == word.fold || inflected(&w.fold, &word.fold))
        })
}

/// «лагман» of the review and «лагмане»: no dictionary knows it, but the author writes it so too.
fn inflected(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    common >= SHORTEST && common + 1 >= a.chars().count().min(b.chars().count())
}

/// «Ilka from the server team», «Аяна проверит»: a rare name that begins a sentence and does something.
pub(super) fn acts(case: &Case<'_>, n: usize) -> bool {
    const BEHIND: [&str; 17] = [
        "is", "has", "was", "would", "could", "from", "will", "and", "can", "at", "on", "in", "of", "из",
        "уже", "сам", "сама",
    ];
    let next = case.reply.words.get(n + 1);
    next.is_some_and(|w| {
        let fold = w.fold.as_str();
        let verb = if w.fold.is_ascii() {
            fold.len() > 3 && (fold.ends_with('s') || fold.ends_with("ed"))
        } else {
            ["ет", "ит", "ла", "ёт"].iter().any(|e| fold.ends_with(e)) && fold.chars().count() > 3
        };
        !w.capital && (verb || BEHIND.contains(&fold))
    })
}

/// A known word that one slip of the finger turns into this one: letters swapped, doubled, lost, or the key beside.
fn neighbour(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let n = letters.len();
    let rows = if is_russian(word) {
        RUSSIAN_KEYS
    } else {
        ENGLISH_KEYS
    };
    let known = |w: &[char]| {
        let w: String = w.iter().collect();
        (in_dictionary(&w) || modern(&w, LONGEST)).then_some(w)
    };
    for i in 0..n - 1 {
        let mut w = letters.clone();
        w.swap(i, i + 1);
        if let Some(found) = known(&w) {
            return Some(found);
        }
    }
    for i in 0..n {
        let beside = |j: Option<usize>| {
            let other = j.and_then(|j| letters.get(j));
            other.is_some_and(|o| *o == letters[i] || neighbours(rows, letters[i]).any(|k| k == *o))
        };
        if beside(i.checked_sub(1)) || beside(Some(i + 1)) {
            let mut w = letters.clone();
            w.remove(i);
            if let Some(found) = known(&w) {
                return Some(found);
            }
        }
    }
    for i in 0..n {
        for c in neighbours(rows, letters[i]) {
            let mut w = letters.clone();
            w[i] = c;
            if let Some(found) = known(&w) {
                return Some(found);
            }
        }
    }
    // a lost letter, only in long words: short ones are words of their own too often
    if n >= LONG_ENOUGH {
        let keys: Vec<char> = rows.iter().flat_map(|r| r.chars()).collect();
        for i in 0..=n {
            for c in &keys {
                let mut w = letters.clone();
                w.insert(i, *c);
                if let Some(found) = known(&w) {
                    return Some(found);
                }
            }
        }
    }
    None
}

/// Words from this length on are looked up with a letter more.
const LONG_ENOUGH: usize = 6;
const RUSSIAN_KEYS: [&str; 3] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
const ENGLISH_KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The keys left and right of a letter.
fn neighbours(rows: [&'static str; 3], letter: char) -> impl Iterator<Item = char> {
    rows.into_iter().flat_map(move |row| {
        let keys: Vec<char> = row.chars().collect();
        let at = keys.iter().position(|k| *k == letter);
        let left = at.and_then(|a| a.checked_sub(1)).map(|a| keys[a]);
        let right = at.and_then(|a| keys.get(a + 1).copied());
        left.into_iter().chain(right)
    })
}
