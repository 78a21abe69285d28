//! Given names in running text, in whatever case: «Марине», «Ольгу», "Anna's".

use super::stem;
use super::text::{Reading, Word, fold};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/names/ru.txt");
const EN: &str = include_str!("../../config/names/en.txt");

/// Shorter stems belong to too many other words.
const LEAST: usize = 3;

/// Stem -> the name as it is written first in its line.
static STEMS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut map = BTreeMap::new();
    for line in RU.lines().chain(EN.lines()).filter(|l| !l.starts_with('#')) {
        for name in line.split_whitespace() {
            let stem = stem::stem(&fold(name));
            if stem.chars().count() >= LEAST {
                map.entry(stem).or_insert(name);
            }
        }
    }
    map
});

/// Names that are everyday words too: only believed away from the beginning of a sentence.
const WORDS: &[&str] = &[
    "вера",
    "вер",
    "надежд",
    "любов",
    "слав",
    "роман",
    "роз",
    "лил",
    "марк",
    "лев",
    "май",
    "мил",
    "яна",
    "юл",
    "mark",
    "will",
    "may",
    "rose",
    "hope",
    "grace",
    "joy",
    "art",
    "bill",
    "jack",
    "sun",
];

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As our lists write it: «Марина» for «Марине».
    pub name: &'static str,
    /// The stem by which two forms are one name.
    pub stem: String,
    /// Character offsets.
    pub start: usize,
    pub end: usize,
    pub sentence: usize,
}

/// Every given name of a text: a capital letter and a stem of our lists.
pub fn names(reading: &Reading) -> Vec<Named> {
    let first = |w: &Word| {
        reading
            .sentences
            .get(w.sentence)
            .is_some_and(|s| s.start == w.start)
    };
    reading
        .words
        .iter()
        .filter(|w| w.capital)
        .filter_map(|w| {
            let stem = stem::stem(&w.fold);
            let name = STEMS.get(&stem)?;
            let doubtful = WORDS.contains(&stem.as_str()) || WORDS.contains(&w.fold.as_str());
            (!(doubtful && first(w))).then_some(Named {
                name,
                stem,
                start: w.start,
                end: w.end,
                sentence: w.sentence,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_every_case() {
        let found = |text: &str| {
            names(&Reading::new(text))
                .iter()
                .map(|n| n.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("Спасибо Марине и Ольге с ресепшена!"), ["Марина", "Ольга"]);
        assert_eq!(
            found("Нас обслуживал Дмитрий, с Дмитрием легко."),
            ["Дмитрий", "Дмитрий"]
        );
        assert_eq!(found("Anna helped us, thanks to Anna."), ["Anna", "Anna"]);
        assert!(found("Вера в людей вернулась. Очень вкусно, мы всей семьёй.").is_empty());
        assert!(found("Кофе вкусный, персонал приветливый.").is_empty());
    }
}
