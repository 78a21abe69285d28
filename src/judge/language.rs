//! Language of a review: `ru`, `en`, `mixed` or `other`. Right for one word as well.
//!
//! Letters that a language does not have, then frequent words (`config/lexicon/languages.tsv`), then trigrams.

use super::fold::{Folded, is_letter};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const SOURCE: &str = include_str!("../../config/lexicon/languages.tsv");
/// Letters that Russian does not have: Ukrainian, Belarusian, Kazakh, Serbian, Macedonian and their neighbours.
const FOREIGN_CYRILLIC: &str = "іїєґўәғқңөұүһђјљњћџѓќѕҳҷӣӯҚӨІЇЄҐЎӘҒҢҰҮҺЂЈЉЊЋЏЃЌЅ";
/// Longer texts are judged by their beginning: so many characters, so many words.
const ENOUGH: usize = 400;
const WORDS: usize = 80;

/// What a frequent word speaks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaks {
    Russian,
    English,
    Another,
}

static FREQUENT: LazyLock<FxHashMap<&'static str, Speaks>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in SOURCE.lines().filter(|l| !l.starts_with('#')) {
        let Some((language, list)) = line.split_once('\t') else {
            continue;
        };
        let speaks = match language {
            "ru" => Speaks::Russian,
            "en" => Speaks::English,
            _ => Speaks::Another,
        };
        words.extend(list.split(' ').map(|word| (word, speaks)));
    }
    words
});

/// Frequent words of a script.
#[derive(Default)]
struct Counts {
    words: usize,
    russian: usize,
    english: usize,
    others: usize,
}

impl Counts {
    /// Of the words that begin with a Cyrillic letter, and of those that begin with a Latin one.
    fn of(folded: &Folded) -> (Counts, Counts) {
        let (mut ours, mut theirs) = (Counts::default(), Counts::default());
        for word in &folded.words {
            let form = folded.form(word);
            match form.chars().next() {
                Some('\u{400}'..'\u{530}') => ours.add(form),
                Some(c) if c < '\u{370}' && is_letter(c) => theirs.add(form),
                _ => {}
            }
        }
        (ours, theirs)
    }

    fn add(&mut self, form: &str) {
        if self.words == WORDS {
            return;
        }
        self.words += 1;
        match FREQUENT.get(form) {
            Some(Speaks::Russian) => self.russian += 1,
            Some(Speaks::English) => self.english += 1,
            Some(Speaks::Another) => self.others += 1,
            None => {}
        }
    }
}

/// The language of a text; a hint (BCP 47) wins.
pub fn detect(folded: &Folded, text: &str, hint: Option<&str>) -> &'static str {
    if let Some(hint) = hint.map(str::trim).filter(|h| !h.is_empty()) {
        return match hint
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "ru" => "ru",
            "en" => "en",
            "mixed" => "mixed",
            _ => "other",
        };
    }
    let (cyrillic, latin, rest) = (folded.cyrillic, folded.latin, folded.other_letters);
    if cyrillic + latin == 0 || rest > cyrillic + latin {
        return "other";
    }
    let (ours, theirs) = Counts::of(folded);
    let enough = || text.char_indices().nth(ENOUGH).map_or(text.len(), |(at, _)| at);
    let beginning = || text.get(..enough()).unwrap_or(text);
    let russian = || is_russian(&ours, text, beginning);
    let both = cyrillic.min(latin) * 4 >= cyrillic.max(latin) && theirs.words >= 2 && ours.words > 0;
    if both {
        // brands are no language
        let english = theirs.english > 0 && is_english(&theirs, beginning());
        return match (russian(), english) {
            (true, true) => "mixed",
            (true, false) if cyrillic >= latin => "ru",
            (false, true) if latin > cyrillic => "en",
            _ => "other",
        };
    }
    match cyrillic >= latin {
        true if russian() => "ru",
        false if is_english(&theirs, beginning()) => "en",
        _ => "other",
    }
}

/// Letters of the beginning that speak for Russian, and those that speak against it.
///
/// Ukrainian, Serbian, Macedonian and Bulgarian do not have «ыэё»: two of the four lack each. A hard sign stands before
/// a vowel in Russian, anywhere in Bulgarian.
fn telling_letters(text: &str) -> (usize, usize) {
    let mut letters = text.chars().take(ENOUGH).peekable();
    let (mut own, mut foreign) = (0, 0);
    while let Some(letter) = letters.next() {
        match letter {
            'а'..='щ' | 'ь' | 'ю' | 'я' | ' '..='~' | 'А'..='Щ' | 'Ь' | 'Ю' | 'Я' => {}
            'ы' | 'э' | 'ё' | 'Ы' | 'Э' | 'Ё' => own += 1,
            'ъ' | 'Ъ' => {
                let next = letters.peek().filter(|next| is_letter(**next));
                foreign += usize::from(next.is_some_and(|next| !"еёюяиЕЁЮЯИ".contains(*next)));
            }
            other => foreign += usize::from(FOREIGN_CYRILLIC.contains(other)),
        }
    }
    (own, foreign)
}

fn is_russian<'t>(counts: &Counts, text: &str, beginning: impl FnOnce() -> &'t str) -> bool {
    let (own, foreign) = telling_letters(text);
    if foreign > 0 {
        // One odd letter in a long Russian text is a disguise or a name, not a language. Kazakh and Belarusian
        // have the Russian letters too, so words must say it.
        return own > 2 * foreign && counts.russian > counts.others;
    }
    if counts.others > 0 || counts.russian > 0 {
        // Neighbours share some words with Russian, so theirs weigh more.
        return counts.russian > 2 * counts.others;
    }
    if own > 0 {
        return true;
    }
    /// Fewer letters than this say nothing about trigrams.
    const TRIGRAMS: usize = 24;
    let text = beginning();
    if text.chars().filter(|c| is_letter(*c)).count() < TRIGRAMS {
        return true;
    }
    whatlang::detect(text).is_none_or(|info| info.lang() == whatlang::Lang::Rus || !info.is_reliable())
}

fn is_english(counts: &Counts, text: &str) -> bool {
    let Counts {
        words,
        english,
        others,
        ..
    } = *counts;
    let accents = text
        .chars()
        .filter(|c| !c.is_ascii() && ('\u{c0}'..='\u{24f}').contains(c))
        .count();
    if others > english || english == 0 && accents > 0 {
        return false;
    }
    if english * 6 >= words && english > others {
        return true;
    }
    // Too short for trigrams: without a sign of another language it is English.
    if words < 5 {
        return accents == 0 && others == 0;
    }
    whatlang::detect(text).is_some_and(|info| info.lang() == whatlang::Lang::Eng)
}
