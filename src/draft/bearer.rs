//! Whose name it is, by the grammar around it: «мастера Александра» is Александр, «мастер Александра» is Александра; and
//! names that no list holds, where a word for a colleague stands before them: «мастеру Татти».

use crate::domain::text::{Reading, Word};
use crate::lint::name::is_given;
use crate::lint::spelling;

/// Behind these a name stands in the genitive.
const GENITIVE: [&str; 6] = ["у", "от", "для", "без", "из", "до"];
/// Verbs whose object a name is: «благодарю Александру».
const OBJECT: [&str; 10] = [
    "благодарю",
    "поблагодарить",
    "отмет",
    "выдел",
    "рекоменд",
    "совет",
    "посовет",
    "хвал",
    "похвал",
    "обожаю",
];
/// Words around a name in which its sex is heard.
const NEAR: usize = 3;
/// Letters of a name that no list holds.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=12;

/// Words for colleagues that take the endings of «мастер»; «продавец» loses its vowel.
const ROLES: [&str; 24] = [
    "мастер",
    "косметолог",
    "администратор",
    "менеджер",
    "врач",
    "доктор",
    "стилист",
    "визажист",
    "барбер",
    "парикмахер",
    "массажист",
    "бровист",
    "тренер",
    "консультант",
    "официант",
    "специалист",
    "подолог",
    "стоматолог",
    "хирург",
    "колорист",
    "инструктор",
    "бариста",
    "бармен",
    "сотрудник",
];

/// A case, as the word for a colleague before a name tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Nominative,
    /// Genitive, and of men and women the accusative.
    Genitive,
    Dative,
    Instrumental,
    Prepositional,
}

/// The case of a word for a colleague.
fn role(word: &str) -> Option<Case> {
    let of = |stem: &str, nominative: &str| {
        if word == nominative {
            return Some(Case::Nominative);
        }
        match word.strip_prefix(stem)? {
            "а" => Some(Case::Genitive),
            "у" => Some(Case::Dative),
            "ом" => Some(Case::Instrumental),
            "е" => Some(Case::Prepositional),
            _ => None,
        }
    };
    of("продавц", "продавец").or_else(|| ROLES.iter().find_map(|r| of(r, r)))
}

fn before(review: &Reading, at: usize, n: usize) -> Option<&Word> {
    let word = review.words.get(at.checked_sub(n)?)?;
    (word.sentence == review.words[at].sentence).then_some(word)
}

/// The nominative of a form that belongs to a man's name and to a woman's: «Александра», «Евгению».
pub fn of_two(review: &Reading, at: usize) -> Option<String> {
    let word = review.words[at].fold.as_str();
    let (stem, end) = word.char_indices().last().map(|(i, c)| (&word[..i], c))?;
    let (man, woman) = match end {
        'а' | 'у' => (stem.to_owned(), format!("{stem}а")),
        'я' | 'ю' => (format!("{stem}й"), format!("{stem}я")),
        _ => return None,
    };
    // «Марья» has no man beside her
    let two = is_given(&man) && is_given(&woman) && !man.ends_with(['а', 'я', 'и', 'о']);
    if !two {
        return None;
    }
    let role = before(review, at, 1).and_then(|w| role(&w.fold));
    let object = (1..=NEAR)
        .any(|n| before(review, at, n).is_some_and(|w| OBJECT.iter().any(|o| w.fold.starts_with(o))));
    let heard = sex(review, at);
    let male = if matches!(end, 'а' | 'я') {
        let genitive = before(review, at, 1).is_some_and(|w| GENITIVE.contains(&w.fold.as_str()));
        match role {
            _ if genitive => true,
            Some(Case::Genitive) => heard != Some(false),
            Some(Case::Nominative) => false,
            _ => object || heard == Some(true),
        }
    } else {
        match role {
            Some(Case::Genitive) => false,
            Some(Case::Dative) => true,
            _ => !object,
        }
    };
    Some(if male { man } else { woman })
}

/// A man (`true`) or a woman, as the words behind the name tell: «который», «сделала».
fn sex(review: &Reading, at: usize) -> Option<bool> {
    let words = &review.words;
    (at + 1..(at + 1 + NEAR).min(words.len()))
        .filter(|i| words[*i].sentence == words[at].sentence)
        .find_map(|i| match words[i].fold.as_str() {
            "который" | "которого" | "которому" | "он" | "ему" => Some(true),
            "которая" | "которую" | "которой" | "она" | "ей" => Some(false),
            w if w.chars().count() > 4 && (w.ends_with("ла") || w.ends_with("лась")) => Some(false),
            w if w.chars().count() > 4 && (w.ends_with("ал") || w.ends_with("ил") || w.ends_with("лся")) => {
                Some(true)
            }
            _ => None,
        })
}

/// The dative of a name that no list holds, behind a word for a colleague whose case tells its own.
pub fn unknown(review: &Reading, at: usize) -> Option<String> {
    let word = &review.words[at];
    let case = role(&before(review, at, 1)?.fold)?;
    let letters: String = review.slice(word.start, word.end);
    let count = letters.chars().count();
    let cyrillic = letters.chars().all(|c| matches!(c, 'А'..='я' | 'ё' | 'Ё'));
    let small = letters.chars().skip(1).all(char::is_lowercase);
    let close = review.chars[before(review, at, 1)?.end..word.start] == [' '];
    if !(word.capital && LETTERS.contains(&count) && cyrillic && small && close) {
        return None;
    }
    // «менеджеру Салона» names no person, «мастеру Ивановой» is a surname
    const SURNAMES: [&str; 8] = ["ова", "ева", "ина", "овой", "евой", "иной", "ову", "еву"];
    if spelling::knows(&letters.to_lowercase()) || SURNAMES.iter().any(|e| word.fold.ends_with(e)) {
        return None;
    }
    let cut = |end: &str| letters.strip_suffix(end).map(str::to_owned);
    let with = |end: &str, new: &str| cut(end).map(|stem| format!("{stem}{new}"));
    let hard = |s: &str| s.ends_with(|c: char| "бвгджзклмнпрстфх".contains(c));
    match case {
        // «Татти» has one form, «Жизель» two that nobody can tell apart
        Case::Dative => (!hard(&letters) && !letters.ends_with('ь')).then(|| letters.clone()),
        Case::Nominative => with("ия", "ии")
            .or_else(|| with("а", "е"))
            .or_else(|| with("я", "е"))
            .or_else(|| with("й", "ю"))
            .or_else(|| letters.ends_with(['и', 'о', 'э', 'у']).then(|| letters.clone()))
            .or_else(|| hard(&letters).then(|| format!("{letters}у"))),
        Case::Genitive => with("ы", "е")
            .or_else(|| with("у", "е"))
            .or_else(|| with("ю", "е")),
        Case::Instrumental => with("ой", "е")
            .or_else(|| with("ей", "е"))
            .or_else(|| with("ом", "у")),
        Case::Prepositional => None,
    }
}
