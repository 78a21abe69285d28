//! Colleagues whom a review praises by name: «мастер Татьяна» is told, and the author may read it.
//!
//! Only given names of our list count, and only beside a word for somebody who works there.

use crate::domain::text::{Reading, fold};
use crate::lint::name::{Author, is_given};

/// Words between the name and the word for a colleague.
const NEAR: usize = 3;
/// Words between the thanks and the name.
const THANKED: usize = 3;
const THANKS: [&str; 3] = ["спасибо", "благодарност", "благодарю"];
/// Words between the word for a house and the name that it bears.
const HOUSE: usize = 2;
const HOUSES: [&str; 4] = ["дом", "студи", "клиник", "ателье"];
/// Letters of a surname.
const MOST_LETTERS: usize = 16;
/// Where a name behind «у» and «к» is that of whoever did the work.
const CARE: [&str; 10] = [
    "мастер",
    "маникюр",
    "педикюр",
    "стриж",
    "салон",
    "бров",
    "ресниц",
    "укладк",
    "массаж",
    "окрашив",
];
/// Who works where people are praised.
const COLLEAGUES: [&str; 23] = [
    "мастер",
    "ассистент",
    "визажист",
    "стилист",
    "парикмахер",
    "барбер",
    "косметолог",
    "администратор",
    "официант",
    "бариста",
    "бармен",
    "врач",
    "доктор",
    "медсестр",
    "менеджер",
    "консультант",
    "продав",
    "тренер",
    "сотрудни",
    "специалист",
    "массажист",
    "преподавател",
    "операционист",
];

/// «Татьяне», «Татьяне и Наталье»; `None` where nobody is named.
pub fn dative(review: &Reading, author: Option<&str>) -> Option<String> {
    let own = author.map(|a| Author::read(a).tokens).unwrap_or_default();
    let words = &review.words;
    let care = words.iter().any(|w| CARE.iter().any(|c| w.fold.starts_with(c)));
    let mut names: Vec<String> = Vec::new();
    for (i, word) in words.iter().enumerate().filter(|(_, w)| w.capital) {
        let near = i.saturating_sub(NEAR)..(i + 1 + NEAR).min(words.len());
        let colleague = near
            .filter(|j| words[*j].sentence == word.sentence)
            .any(|j| COLLEAGUES.iter().any(|c| words[j].fold.starts_with(c)));
        // «спасибо Марине и Нине», and where hair and nails are done «была у Алины»
        let before = |n: usize| i.checked_sub(n).map(|b| words[b].fold.as_str());
        let thanked = (1..=THANKED)
            .any(|n| before(n).is_some_and(|w| THANKS.iter().any(|t| w.starts_with(t))))
            && !review.chars[words[i.saturating_sub(1)].end.min(word.start)..word.start].contains(&',');
        let visited = care && before(1).is_some_and(|w| ["у", "к", "от"].contains(&w));
        // «Дом красоты Анны Монс» is called after somebody
        let house = (1..=HOUSE).any(|n| before(n).is_some_and(|w| HOUSES.iter().any(|h| w.starts_with(h))))
            && word.fold.ends_with(['ы', 'и', 'а', 'я']);
        let colleague = visited || (colleague || thanked) && !house;
        let Some(name) = colleague.then(|| nominative(&word.fold)).flatten() else {
            continue;
        };
        if !own.contains(&name) && names.len() < 2 && !names.contains(&name) {
            names.push(name);
        }
    }
    let mut told: Vec<String> = names.iter().filter_map(|n| to(n)).collect();
    if told.is_empty() {
        told.extend(by_surname(review));
    }
    (!told.is_empty()).then(|| told.join(" и "))
}

/// «доктору Ивановой»: a word for a colleague in the dative, and behind it a surname in the dative.
fn by_surname(review: &Reading) -> Option<String> {
    const ROLES: [&str; 9] = [
        "доктору",
        "врачу",
        "мастеру",
        "тренеру",
        "менеджеру",
        "косметологу",
        "администратору",
        "консультанту",
        "специалисту",
    ];
    const ENDS: [&str; 7] = ["овой", "евой", "иной", "ову", "еву", "ину", "скому"];
    let words = &review.words;
    (1..words.len()).find_map(|i| {
        let (role, name) = (&words[i - 1], &words[i]);
        let letters = &review.chars[name.start..name.end];
        let plain = letters.len() <= MOST_LETTERS && letters[1..].iter().all(|c| c.is_lowercase());
        let fits = name.capital && plain && ENDS.iter().any(|e| name.fold.ends_with(e));
        let close = role.sentence == name.sentence && review.chars[role.end..name.start] == [' '];
        (fits && close && ROLES.contains(&role.fold.as_str()))
            .then(|| format!("{} {}", role.fold, review.slice(name.start, name.end)))
    })
}

/// The name in the nominative, out of any case.
fn nominative(word: &str) -> Option<String> {
    // «Марине» is in the list of names of all peoples, and here it is a dative
    if is_given(word) && to(word).is_some() {
        return Some(word.to_owned());
    }
    const ENDS: [(&str, &str); 20] = [
        ("ии", "ия"),
        ("ию", "ия"),
        ("ией", "ия"),
        ("е", "а"),
        ("ы", "а"),
        ("и", "а"),
        ("у", "а"),
        ("ой", "а"),
        ("ей", "а"),
        ("е", "я"),
        ("и", "я"),
        ("ю", "я"),
        ("ей", "я"),
        ("я", "й"),
        ("ю", "й"),
        ("ем", "й"),
        ("е", "й"),
        ("ом", ""),
        ("у", ""),
        ("а", ""),
    ];
    ENDS.iter().find_map(|(end, own)| {
        let name = format!("{}{own}", word.strip_suffix(end)?);
        (name.chars().count() >= 3 && is_given(&name)).then_some(name)
    })
}

/// The dative, with a large letter.
fn to(name: &str) -> Option<String> {
    let dative = if let Some(stem) = name.strip_suffix("ия") {
        format!("{stem}ии")
    } else if let Some(stem) = name.strip_suffix(['а', 'я']) {
        format!("{stem}е")
    } else if let Some(stem) = name.strip_suffix(['й', 'ь']) {
        format!("{stem}ю")
    } else if name.ends_with(|c: char| "бвгджзклмнпрстфхцчшщ".contains(c)) {
        format!("{name}у")
    } else {
        return None;
    };
    // «Павел» — «Павлу», «Лев» — «Льву»: better nothing than wrong
    let fleeting = ["павелу", "левю", "леву", "петру"].contains(&fold(&dative).as_str()) && name != "петр";
    (!fleeting).then(|| super::spin::upper_first(&dative))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_praised_colleague_is_told_in_the_dative() {
        for (review, told) in [
            ("Мастер Татьяна просто волшебница", Some("Татьяне")),
            ("Была у мастера Алины, она супер", Some("Алине")),
            ("Спасибо мастерам Ксении и Ирине!", Some("Ксении и Ирине")),
            ("Стригся у барбера Сергея", Some("Сергею")),
            ("Администратор Иван всё объяснил", Some("Ивану")),
            ("Огромная благодарность Марине и Нине", Some("Марине и Нине")),
            ("Делала маникюр у Алины, держится третью неделю", Some("Алине")),
            (
                "Спасибо доктору Ивановой, всё объяснила",
                Some("доктору Ивановой"),
            ),
            ("Были в гостях у Алины", None),
            ("Ходили с Татьяной в парк", None),
            ("Мастер отличный", None),
        ] {
            assert_eq!(dative(&Reading::new(review), None).as_deref(), told, "{review}");
        }
        assert_eq!(
            dative(&Reading::new("Я Анна, мастер доволен"), Some("Анна")),
            None
        );
    }
}
