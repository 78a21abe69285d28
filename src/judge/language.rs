//! Language of a review: `ru`, `en`, `mixed` or `other`. Right for one word as well.
//!
//! Letters that a language does not have, then frequent words (`config/lexicon/languages.tsv`), then trigrams.

use super::fold::{Folded, Word, is_letter};
use std::collections::HashMap;
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

static FREQUENT: LazyLock<HashMap<&'static str, Speaks>> = LazyLock::new(|| {
    let mut words = HashMap::new();
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
    fn of<'w>(folded: &Folded, words: impl Iterator<Item = &'w Word>) -> Counts {
        let mut counts = Counts::default();
        for word in words.take(WORDS) {
            counts.words += 1;
            match FREQUENT.get(folded.form(word)) {
                Some(Speaks::Russian) => counts.russian += 1,
                Some(Speaks::English) => counts.english += 1,
                Some(Speaks::Another) => counts.others += 1,
                None => {}
            }
        }
        counts
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
    let is_latin = |w: &&Word| {
        folded
            .form(w)
            .chars()
            .next()
            .is_some_and(|c| c < '\u{370}' && is_letter(c))
    };
    let is_cyrillic = |w: &&Word| {
        folded
            .form(w)
            .chars()
            .next()
            .is_some_and(|c| ('\u{400}'..'\u{530}').contains(&c))
    };
    let (ours, theirs) = (
        Counts::of(folded, folded.words.iter().filter(is_cyrillic)),
        Counts::of(folded, folded.words.iter().filter(is_latin)),
    );
    let enough = text.char_indices().nth(ENOUGH).map_or(text.len(), |(at, _)| at);
    let beginning = text.get(..enough).unwrap_or(text);
    let russian = || is_russian(&ours, beginning);
    let both = cyrillic.min(latin) * 4 >= cyrillic.max(latin) && theirs.words >= 2 && ours.words > 0;
    if both {
        // brands are no language
        let english = theirs.english > 0 && is_english(&theirs, beginning);
        return match (russian(), english) {
            (true, true) => "mixed",
            (true, false) if cyrillic >= latin => "ru",
            (false, true) if latin > cyrillic => "en",
            _ => "other",
        };
    }
    match cyrillic >= latin {
        true if russian() => "ru",
        false if is_english(&theirs, beginning) => "en",
        _ => "other",
    }
}

/// Letters that speak against Russian. A hard sign stands before a vowel in Russian, anywhere in Bulgarian.
fn foreign_letters(text: &str) -> usize {
    let shared = |c: char| matches!(c, 'а'..='щ' | 'ь' | 'ю' | 'я' | ' '..='~');
    let mut letters = text.chars().peekable();
    let mut foreign = 0;
    while let Some(letter) = letters.next() {
        let alone = matches!(letter, 'ъ' | 'Ъ')
            && letters
                .peek()
                .is_some_and(|next| is_letter(*next) && !"еёюяиЕЁЮЯИ".contains(*next));
        foreign += usize::from(alone || !shared(letter) && FOREIGN_CYRILLIC.contains(letter));
    }
    foreign
}

fn is_russian(counts: &Counts, text: &str) -> bool {
    // Ukrainian, Serbian, Macedonian and Bulgarian do not have these: two of the four lack each.
    let own = text
        .chars()
        .filter(|c| matches!(c, 'ы' | 'э' | 'ё' | 'Ы' | 'Э' | 'Ё'))
        .count();
    let foreign = foreign_letters(text);
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
