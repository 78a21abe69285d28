//! Language of a review: `ru`, `en`, `mixed` or `other`. Right for one word as well.

use super::fold::{Folded, is_letter};

/// Letters that Russian does not have: Ukrainian, Belarusian, Kazakh, Serbian, Macedonian and their neighbours.
const FOREIGN_CYRILLIC: &str = "іїєґўәғқңөұүһђјљњћџѓќѕҳҷӣӯҚӨІЇЄҐЎӘҒҢҰҮҺЂЈЉЊЋЏЃЌЅ";
/// Letters that Ukrainian, Serbian, Macedonian and Bulgarian do not have (two of the four lack each).
const RUSSIAN_LETTERS: &str = "ыэёЫЭЁ";
/// Frequent words of the neighbours that are written with Russian letters and are no Russian words.
const FOREIGN_CYRILLIC_WORDS: &[&str] = &[
    "дуже",
    "але",
    "цей",
    "або",
    "дякую",
    "погано",
    "смачно",
    "гарно",
    "жахливо",
    "немае",
    "съм",
    "беше",
    "също",
    "няма",
    "лошо",
    "храна",
    "одлично",
    "лоше",
    "врло",
    "ние",
    "све",
    "нисам",
    "рахмет",
    "жаксы",
    "жаман",
    "емес",
    "керемет",
];
/// Frequent English words; three in a hundred are enough to tell English from its neighbours.
const ENGLISH_WORDS: &[&str] = &[
    "the",
    "and",
    "is",
    "was",
    "it",
    "this",
    "that",
    "to",
    "of",
    "i",
    "my",
    "for",
    "not",
    "very",
    "with",
    "you",
    "are",
    "have",
    "but",
    "on",
    "we",
    "they",
    "ok",
    "okay",
    "good",
    "bad",
    "great",
    "nice",
    "love",
    "app",
    "best",
    "worst",
    "service",
    "food",
    "place",
    "never",
    "so",
    "thanks",
    "thank",
    "cool",
    "fine",
    "awesome",
    "excellent",
    "terrible",
    "perfect",
    "wow",
    "yes",
    "no",
    "like",
    "works",
    "money",
    "refund",
    "recommend",
    "clean",
    "dirty",
];
/// Longer texts are judged by their beginning.
const ENOUGH: usize = 400;

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
    let beginning: String = text.chars().take(ENOUGH).collect();
    let both = cyrillic.min(latin) * 4 >= cyrillic.max(latin) && latin_words(folded) >= 3;
    let english = || is_english(folded, &beginning);
    if both {
        return match (is_russian(folded, &beginning), english()) {
            (true, true) => "mixed",
            (true, false) if cyrillic >= latin => "ru",
            (false, true) if latin > cyrillic => "en",
            _ => "other",
        };
    }
    match cyrillic >= latin {
        true if is_russian(folded, &beginning) => "ru",
        false if english() => "en",
        _ => "other",
    }
}

fn latin_words(folded: &Folded) -> usize {
    folded
        .words
        .iter()
        .filter(|w| folded.form(w).chars().all(|c| c.is_ascii_lowercase()))
        .count()
}

fn is_russian(folded: &Folded, text: &str) -> bool {
    let shared = |c: &char| matches!(c, 'а'..='ъ' | 'ь' | 'ю' | 'я' | ' '..='~');
    let telling = |set: &str| text.chars().filter(|c| !shared(c) && set.contains(*c)).count();
    let (foreign, own) = (telling(FOREIGN_CYRILLIC), telling(RUSSIAN_LETTERS));
    if foreign > 0 {
        // One odd letter in a long Russian text is a disguise or a name, not a language.
        return own > 2 * foreign;
    }
    if own > 0 {
        return true;
    }
    let words = folded.words.len().min(60);
    let strangers = folded.words[..words]
        .iter()
        .filter(|w| FOREIGN_CYRILLIC_WORDS.contains(&folded.form(w)))
        .count();
    if strangers * 5 >= words.max(1) {
        return false;
    }
    /// Fewer letters than this say nothing about trigrams.
    const TRIGRAMS: usize = 24;
    if text.chars().filter(|c| is_letter(*c)).count() < TRIGRAMS {
        return true;
    }
    whatlang::detect(text).is_none_or(|info| info.lang() == whatlang::Lang::Rus || !info.is_reliable())
}

fn is_english(folded: &Folded, text: &str) -> bool {
    let words = folded.words.len().min(80);
    let known = folded.words[..words]
        .iter()
        .filter(|w| ENGLISH_WORDS.contains(&folded.form(w)))
        .count();
    if known * 6 >= words {
        return true;
    }
    let accents = text.chars().filter(|c| !c.is_ascii() && is_letter(*c)).count();
    if words < 5 {
        return accents == 0 && (known > 0 || words <= 2);
    }
    whatlang::detect(text).is_some_and(|info| info.lang() == whatlang::Lang::Eng)
}
