//! Around a name: decoration, surnames that look like something else, profiles that borrow somebody's name.

use crate::domain::text::{fold, invisible};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of characters, monuments, cars: nobody's own.
const CHARACTERS: &str = include_str!("../../config/names/characters.txt");
/// Surnames that are words, short, or end like patronymics.
const SURNAMES: &str = include_str!("../../config/names/surnames.txt");

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|l| !l.starts_with('#'))
}

/// «Остап Бендер», «Лада Калина», in either order and beside anything else.
pub(super) fn is_borrowed(words: &[String]) -> bool {
    static PAIRS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(CHARACTERS).map(str::trim).collect());
    words.windows(2).any(|w| {
        let [a, b] = [&w[0], &w[1]];
        PAIRS.contains(format!("{a} {b}").as_str()) || PAIRS.contains(format!("{b} {a}").as_str())
    })
}

/// «Кот», «Ли», «Рабинович»: a surname, whatever else the word means.
pub(super) fn is_known_surname(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| lines(SURNAMES).flat_map(str::split_whitespace).collect());
    word.split('-').all(|part| WORDS.contains(part)) && !word.is_empty()
}

/// A woman's given name, by its ending; in doubt not.
pub(super) fn is_womans(given: &str) -> bool {
    const MEN: [&str; 34] = [
        "никита",
        "илья",
        "лука",
        "кузьма",
        "фома",
        "савва",
        "данила",
        "гаврила",
        "саша",
        "женя",
        "миша",
        "коля",
        "ваня",
        "петя",
        "витя",
        "толя",
        "леша",
        "алеша",
        "паша",
        "гриша",
        "дима",
        "вова",
        "костя",
        "сережа",
        "юра",
        "гена",
        "сеня",
        "федя",
        "яша",
        "мустафа",
        "муса",
        "иса",
        "гоша",
        "слава",
    ];
    const WOMEN: [&str; 9] = [
        "любовь",
        "нинель",
        "рахиль",
        "эсфирь",
        "юдифь",
        "адель",
        "айгуль",
        "гузель",
        "ани",
    ];
    (given.ends_with(['а', 'я']) && !MEN.contains(&given)) || WOMEN.contains(&given)
}

/// Whether signs stand inside of words («Аня❤️Дима»), not around them («✨Алина✨», «***Снежана***»).
pub(super) fn is_broken_up(name: &str) -> bool {
    let letters: Vec<char> = name
        .chars()
        .filter(|c| !invisible(*c) && *c != '\u{fe0f}')
        .collect();
    let usual = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-'’.,()_@—–&+".contains(c);
    let mut runs = letters.split(|c| c.is_whitespace());
    runs.any(|run| {
        let first = run.iter().position(|c| c.is_alphanumeric());
        let last = run.iter().rposition(|c| c.is_alphanumeric());
        first
            .zip(last)
            .is_some_and(|(a, b)| run[a..=b].iter().any(|c| !usual(*c)))
    })
}

/// A name as others write it: «Елена_Воронцова» with a space, «Ольга, мама двоих» without what follows, "Smith, Harriet"
/// with the given name first, "Jan de Vries" without the particle.
pub(super) fn usual_form(name: &str) -> String {
    const PARTICLES: [&str; 14] = [
        "de", "da", "di", "del", "la", "le", "van", "der", "den", "von", "ten", "bin", "ibn", "el",
    ];
    let large = |w: &str| {
        let mut chars = w.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    };
    let name = match name.split_once(", ") {
        Some((person, tail)) if tail.starts_with(char::is_lowercase) => person.to_owned(),
        Some((family, given)) if large(family) && large(given) => format!("{given} {family}"),
        _ => name.to_owned(),
    };
    if let Some((a, b)) = name.split_once('_')
        && !a.is_ascii()
        && large(a)
        && large(b)
    {
        return format!("{a} {b}");
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let kept = words
        .iter()
        .enumerate()
        .filter(|(i, w)| *i == 0 || *i == last || !PARTICLES.contains(w));
    kept.map(|(_, w)| *w).collect::<Vec<_>>().join(" ")
}

/// «Игнатьевна» comes from a name, «Сметанович» from food.
pub(super) fn is_of_a_father(patronymic: &str, is_given: impl Fn(&str) -> bool) -> bool {
    const ENDS: [&str; 8] = ["ьевич", "ьевна", "ович", "евич", "овна", "евна", "инична", "ична"];
    let word = fold(patronymic);
    let root = ENDS.iter().find_map(|e| word.strip_suffix(e)).unwrap_or(&word);
    ["", "й", "ь", "а", "я", "о"]
        .iter()
        .any(|e| is_given(&format!("{root}{e}")))
}

/// «Пофиг Пофигистов», «Хрен Хренович»: a surname made of the first word. Of real names only those of fathers and sons.
pub(super) fn is_mocking(first: &str, second: &str) -> bool {
    let stem: String = fold(first).chars().take(4).collect();
    stem.chars().count() == 4 && fold(second).starts_with(&stem)
}

/// "Katyaaaa": one letter three times over.
pub(super) fn drawled(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .any(|w| w[0] == w[1] && w[1] == w[2] && w[0].is_alphabetic() && !matches!(w[0], 'i' | 'x'))
}

/// Five letters without a vowel.
pub(super) fn unpronounceable(word: &str) -> bool {
    let mut run = 0;
    word.chars().any(|c| {
        run = if "аеиоуыэюяaeiouy".contains(c) || !c.is_alphabetic() {
            0
        } else {
            run + 1
        };
        run >= 5
    })
}
