//! Promises of the drafts by trade: the damage itself is named, not what stands beside it.

use crate::draft_quotes::in_its_own_words;
use otklik::draft::{Input, draft};
use otklik::judge;

/// Texts that a few ids draw for one review of one star.
fn texts(review: &str) -> Vec<String> {
    let of = |n: u8| {
        let input = Input {
            review: judge::Input {
                id: n.to_string().into(),
                text: review.to_owned(),
                rating: Some(1),
                ..judge::Input::default()
            },
            now: Some("2026-11-23T09:00:00Z".parse().expect("an instant")),
            ..Input::default()
        };
        draft(&input, &judge::judge(&input.review), None, &[]).variants
    };
    (0..6).flat_map(of).map(|v| v.text).collect()
}

/// A review, and the stem that every draft must hold, unless it takes the fault up word for word.
fn names(reviews: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (review, stem) in reviews {
        let texts = texts(review);
        assert!(texts.len() >= 12, "{review}");
        let named = |t: &&String| t.to_lowercase().contains(stem) || in_its_own_words(review, t);
        let without = texts.iter().find(|t| !named(t));
        wrong.extend(without.map(|t| format!("{review}\n  {stem}\n  {t}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_complaint_of_a_trade_is_called_by_its_name() {
    names(&[
        (
            "Были на шиномонтаже, потеряли колпак, сказали, что так и было",
            "детал",
        ),
        ("По базе скрутили 80 тысяч, обманывают с пробегом", "пробег"),
        (
            "Химчистка вернула пальто с пятном, ждите экспертизу месяц",
            "пятн",
        ),
        ("Ремонтировали ноутбук, через неделю сломался снова", "поломк"),
        ("Телефон после падения, по гарантии отказали", "гарант"),
        ("Провайдер ужас: скорость 2 мегабита вместо 100", "скорост"),
        ("В номере отеля холодно, батареи еле тёплые", "холод"),
        ("Тренер всё занятие сидел в телефоне", "тренер"),
        ("Преподаватель не проверяет домашние задания", "преподавател"),
        ("Курьер бросил заказ у двери", "курьер"),
        ("Таксист курил и сделал крюк на полгорода", "водител"),
        ("Управляющая компания не убирает снег во дворе", "двор"),
        ("Пришли, а брони нет, столик отдали другим", "брон"),
        ("По телефону сказали 3000, приехал, насчитали 5500", "цен"),
        ("Мастер в салоне не обрабатывает инструменты", "инструмент"),
        ("После обновления приложение вылетает при входе", "вылет"),
        (
            "Купила сапоги, отклеилась подошва, возврат не принимают",
            "возврат",
        ),
    ]);
}

#[test]
fn an_english_complaint_of_a_trade_is_called_by_its_name() {
    names(&[
        (
            "They scratched the bumper of my car at the garage",
            "damage to the car",
        ),
        (
            "I cancelled my subscription and was charged again",
            "charge after you cancelled",
        ),
        ("The parcel arrived crushed", "arrived damaged"),
        ("Half of the items in my order were missing", "incomplete order"),
        ("Hotel room was freezing at night", "cold in the room"),
        (
            "My filling fell out, so much for this dentist",
            "result of the treatment",
        ),
        ("The technician never showed up", "technician"),
        (
            "Bought boots, the store refused to exchange them",
            "refused return",
        ),
        ("The game is full of cheaters", "cheaters"),
    ]);
}

#[test]
fn what_came_later_is_not_a_wait() {
    for text in texts("Took my car to the garage, two days later the same noise is back") {
        assert!(!text.contains("waiting"), "{text}");
    }
}
