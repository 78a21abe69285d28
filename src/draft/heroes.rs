//! Colleagues whom a review praises by name: «мастер Татьяна» is told, and the author may read it.
//!
//! Only given names of our list count, and only beside a word for somebody who works there.

use crate::domain::text::{Reading, fold};
use crate::lint::name::{Author, is_given};

/// Words between the name and the word for a colleague.
const NEAR: usize = 3;
/// Who works where people are praised.
const COLLEAGUES: [&str; 22] = [
    "мастер",
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
    let mut names: Vec<String> = Vec::new();
    for (i, word) in words.iter().enumerate().filter(|(_, w)| w.capital) {
        let near = i.saturating_sub(NEAR)..(i + 1 + NEAR).min(words.len());
        let colleague = near
            .filter(|j| words[*j].sentence == word.sentence)
            .any(|j| COLLEAGUES.iter().any(|c| words[j].fold.starts_with(c)));
        let Some(name) = colleague.then(|| nominative(&word.fold)).flatten() else {
            continue;
        };
        if !own.contains(&name) && names.len() < 2 && !names.contains(&name) {
            names.push(name);
        }
    }
    let told: Vec<String> = names.iter().filter_map(|n| to(n)).collect();
    (!told.is_empty()).then(|| told.join(" и "))
}

/// The name in the nominative, out of any case.
fn nominative(word: &str) -> Option<String> {
    if is_given(word) {
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
