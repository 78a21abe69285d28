//! Colleagues whom a review praises by name: «мастер Татьяна» is told, and the author may read it.
//!
//! Only given names of our list count, and only beside a word for somebody who works there.

use super::bearer::{of_two, unknown};
use super::clauses::{Clauses, Feeling};
use super::situations::Situations;
use crate::domain::Lang;
use crate::domain::text::{Reading, fold};
use crate::lint::name::{Author, is_given, same_given};

/// Words between the name and the word for a colleague.
const NEAR: usize = 3;
/// Words between the thanks and the name.
const THANKED: usize = 3;
const THANKS: [&str; 3] = ["спасибо", "благодар", "признател"];
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

/// Words between a name and what its bearer did, where the review is kind.
const DONE: usize = 3;
/// What colleagues do and are in kind words.
const DEEDS: [&str; 50] = [
    "делал",
    "сделал",
    "красил",
    "покрас",
    "окрас",
    "окраш",
    "стриг",
    "постриг",
    "подстриг",
    "обслуж",
    "помог",
    "подсказ",
    "подобр",
    "консульт",
    "проконсульт",
    "объясн",
    "отвеча",
    "ответил",
    "встрет",
    "встреча",
    "принял",
    "провел",
    "провод",
    "работает",
    "оформ",
    "показал",
    "рассказ",
    "посовет",
    "учел",
    "учла",
    "услыш",
    "понял",
    "предлож",
    "умни",
    "молод",
    "профессионал",
    "волшеб",
    "супер",
    "лучш",
    "замечател",
    "отличн",
    "чудесн",
    "вниматель",
    "приветлив",
    "вежлив",
    "прекрасн",
    "знает",
    "мастер",
    "уклад",
    "маникюр",
];
/// Behind these a name is that of a place or of the author's own people.
const OF_OTHERS: [&str; 30] = [
    "с",
    "на",
    "улиц",
    "ул",
    "имен",
    "метро",
    "зовут",
    "я",
    "муж",
    "жен",
    "сын",
    "доч",
    "мам",
    "пап",
    "подруг",
    "друг",
    "брат",
    "сестр",
    "бабушк",
    "дедушк",
    "внук",
    "внучк",
    "салон",
    "магазин",
    "кафе",
    "ресторан",
    "отел",
    "санкт",
    "центр",
    "клиент",
];
/// Words behind a name that tell of somebody who was not there.
const AWAY: [&str; 9] = [
    "отсутств",
    "уволил",
    "уволен",
    "ушел",
    "ушла",
    "заболе",
    "болел",
    "болеет",
    "отпуск",
];
/// Words behind a name in which one hears that its bearer was not there.
const ABSENT: usize = 5;
/// Colleagues that are named at most.
const MOST_NAMES: usize = 4;
/// Letters in which two forms of one long name agree.
const SAME_LETTERS: usize = 8;

/// «Татьяне», «Татьяне и Наталье»; `None` where nobody is named. `kind`: the review is praise, so a name beside what its
/// bearer did is that of somebody praised; elsewhere only thanks and kind words around the name count.
pub fn dative(review: &Reading, author: Option<&str>, kind: bool) -> Option<String> {
    let own = author.map(|a| Author::read(a).tokens).unwrap_or_default();
    let words = &review.words;
    let clauses = Clauses::new(review, Situations::of(Lang::Ru));
    let care = words.iter().any(|w| CARE.iter().any(|c| w.fold.starts_with(c)));
    let mut names: Vec<(String, String)> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for (i, word) in words.iter().enumerate().filter(|(_, w)| w.capital) {
        if names.len() == MOST_NAMES {
            break;
        }
        let near = |reach: usize| {
            let range = i.saturating_sub(reach)..(i + 1 + reach).min(words.len());
            range.filter(|j| *j != i && words[*j].sentence == word.sentence)
        };
        let begins = |j: usize, list: &[&str]| list.iter().any(|s| words[j].fold.starts_with(s));
        let colleague = near(NEAR).any(|j| begins(j, &COLLEAGUES));
        // «спасибо Марине и Нине», and where hair and nails are done «была у Алины»
        let before = |n: usize| i.checked_sub(n).map(|b| words[b].fold.as_str());
        // «Владимиру огромное спасибо»
        let after = (1..=2).any(|n| {
            let next = words.get(i + n).filter(|w| w.sentence == word.sentence);
            next.is_some_and(|w| w.fold == "спасибо") && word.fold.ends_with(['у', 'е', 'ю', 'и'])
        });
        let thanked = after
            || (1..=THANKED).any(|n| before(n).is_some_and(|w| THANKS.iter().any(|t| w.starts_with(t))))
                && !review.chars[words[i.saturating_sub(1)].end.min(word.start)..word.start].contains(&',');
        let visited = care && before(1).is_some_and(|w| ["у", "к", "от"].contains(&w));
        let others = before(1).is_some_and(|w| {
            OF_OTHERS
                .iter()
                .any(|o| w == *o || o.chars().count() > 2 && w.starts_with(o))
        });
        let did = kind && !others && near(DONE).any(|j| begins(j, &DEEDS));
        // «Дом красоты Анны Монс» is called after somebody
        let house = (1..=HOUSE).any(|n| before(n).is_some_and(|w| HOUSES.iter().any(|h| w.starts_with(h))))
            && word.fold.ends_with(['ы', 'и', 'а', 'я']);
        // whoever is blamed, or was not there, is no hero
        let clause = clauses.feeling(i);
        let absent = clauses.lacked(i)
            || (i + 1..(i + 1 + ABSENT).min(words.len())).any(|j| {
                let next = words.get(j + 1).map_or("", |w| w.fold.as_str());
                begins(j, &AWAY)
                    || words[j].fold == "не" && ["было", "оказалось", "работает", "стало"].contains(&next)
            });
        let fine = clause == Feeling::Good || thanked || kind && clause == Feeling::Unknown;
        // «мастера Владимир и Антон»
        let beside = before(1) == Some("и") && i.checked_sub(2).is_some_and(|b| taken.contains(&b));
        let hero = beside || visited || did || (colleague || thanked) && !house;
        // «Рада» at the beginning of a sentence is glad
        let no_name = ["рада", "вера", "любовь", "надежда"].contains(&word.fold.as_str()) && !colleague;
        // «Юна Богдан» is one person
        let surname =
            i > 0 && taken.contains(&(i - 1)) && review.chars[words[i - 1].end..word.start] == [' '];
        if !hero || absent || !fine || no_name || surname {
            continue;
        }
        // «Мария постригла Павла»: Павел is who was served
        let served = before(1).is_some_and(|w| w.ends_with("ла")) && word.fold.ends_with(['а', 'я']);
        if served && of_two(review, i).is_none() && !is_given(&word.fold) {
            continue;
        }
        let known = of_two(review, i)
            .or_else(|| nominative(&word.fold))
            .and_then(|name| Some((to(&name)?, name)));
        let Some((mut told, name)) = known.or_else(|| unknown(review, i).map(|t| (t.clone(), t))) else {
            continue;
        };
        // «Евгении Бункевич»: her surname ends as his patronymic
        let hers = |father: &&crate::domain::text::Word| {
            !(name.ends_with(['а', 'я']) && father.fold.contains("вич"))
        };
        if let Some(father) = words.get(i + 1).filter(hers).and_then(|w| patronymic(&w.fold)) {
            told = format!("{told} {father}");
        }
        // «Александр» and «Александру» are one
        let same = |n: &str| {
            let stem = |w: &str| w.chars().take(SAME_LETTERS).collect::<String>();
            n == name
                || same_given(n, &name)
                || stem(n).chars().count() == SAME_LETTERS && stem(n) == stem(&name)
        };
        if !own.contains(&name) && !names.iter().any(|(n, _)| same(n)) {
            taken.push(i);
            names.push((name, told));
        }
    }
    let mut told: Vec<String> = names.into_iter().map(|(_, told)| told).collect();
    if told.is_empty() {
        told.extend(by_surname(review));
    }
    let last = told.pop()?;
    Some(match told.len() {
        0 => last,
        _ => format!("{} и {last}", told.join(", ")),
    })
}

/// A patronymic of any case in the dative, with a large letter.
fn patronymic(word: &str) -> Option<String> {
    let female = ["вна", "вны", "вне", "вну", "вной"];
    let male = ["вич", "вича", "вичу", "вичем", "виче"];
    let cut = |ends: &[&str]| {
        ends.iter()
            .find_map(|e| word.strip_suffix(e))
            .filter(|s| s.chars().count() > 2)
    };
    let dative = cut(&female)
        .map(|s| format!("{s}вне"))
        .or_else(|| cut(&male).map(|s| format!("{s}вичу")))?;
    Some(super::spin::upper_first(&dative))
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
    if ["павла", "павлу", "павлом", "павле"].contains(&word) {
        return Some("павел".to_owned());
    }
    // «Марине» is in the list of names of all peoples, and here it is a dative
    if is_given(word) && to(word).is_some() {
        return Some(word.to_owned());
    }
    const ENDS: [(&str, &str); 24] = [
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
        ("я", "ь"),
        ("ю", "ь"),
        ("ем", "ь"),
        ("е", "ь"),
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
    let dative = if name == "павел" {
        "павлу".to_owned()
    } else {
        dative
    };
    let fleeting = ["левю", "леву", "петру"].contains(&fold(&dative).as_str()) && name != "петр";
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
            ("Благодарна Иванову Игорю за работу", Some("Игорю")),
            ("Павел, отличный мастер, рекомендую", Some("Павлу")),
            (
                "Окрашивание делала Марина, а маникюр Майя: супер",
                Some("Марине и Майе"),
            ),
            ("Спасибо Ирине Петровне, всё объяснила", Some("Ирине Петровне")),
            ("Администратор Ольга нагрубила, ужас", None),
            ("Мастера Анны в этот день не было", None),
            (
                "Хочу выделить мастера Александра, который делал мне стрижку",
                Some("Александру"),
            ),
            ("Стриглась у Александры, очень довольна", Some("Александре")),
            ("Была у мастера Евгения, супер", Some("Евгению")),
            ("Огромное спасибо Александру!", Some("Александру")),
            ("Хочу поблагодарить мастера Александру", Some("Александре")),
            ("Мастер Александра сделала отличную стрижку", Some("Александре")),
            ("Приезжаем к удивительному мастеру Татти, супер", Some("Татти")),
            ("Прекрасный мастер Сюзанна, спасибо", Some("Сюзанне")),
            ("Спасибо менеджеру Салона", None),
            ("Мастер Мария замечательно постригла Павла", Some("Марии")),
            ("Мастер Юна Богдан очень внимательна", Some("Юне")),
            ("Были с Мариной в салоне, маникюр отличный", None),
            (
                "Была на укладке у мастера Евгении Бункевич, супер",
                Some("Евгении"),
            ),
            ("Девушка Анна волшебница! Спасибо мастеру Ане", Some("Анне")),
        ] {
            assert_eq!(
                dative(&Reading::new(review), None, true).as_deref(),
                told,
                "{review}"
            );
        }
        assert_eq!(
            dative(&Reading::new("Я Анна, мастер доволен"), Some("Анна"), true),
            None
        );
    }

    #[test]
    fn in_a_complaint_only_who_is_praised_or_thanked_is_told() {
        for (review, told) in [
            ("Мастер Ольга делала маникюр, покрытие отвалилось", None),
            (
                "Администратор Вера хамила, но мастер Анна замечательная",
                Some("Анне"),
            ),
            ("Спасибо мастеру Инне, остальное очень плохо", Some("Инне")),
        ] {
            assert_eq!(
                dative(&Reading::new(review), None, false).as_deref(),
                told,
                "{review}"
            );
        }
    }
}
