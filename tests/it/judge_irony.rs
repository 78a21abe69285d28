//! Praise that is meant as blame, and praise that is meant.

use crate::judge::{read, starred};
use otklik::domain::Sentiment;

fn is_flagged(text: &str) -> bool {
    read(text).reasons.iter().any(|r| r.about == "irony:mark")
}

#[test]
fn most_ironic_complaints_are_read_as_complaints() {
    let texts: Vec<&str> = include_str!("../data/ironic.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .collect();
    let missed: Vec<&&str> = texts
        .iter()
        .filter(|t| read(t).sentiment != Sentiment::Negative)
        .collect();
    let flagged = texts.iter().filter(|t| is_flagged(t)).count();
    println!(
        "{} of {} negative, {flagged} flagged\n{missed:#?}",
        texts.len() - missed.len(),
        texts.len()
    );
    assert!(missed.len() * 100 <= texts.len() * 15, "{missed:#?}");
}

#[test]
fn plain_praise_is_never_turned() {
    for text in [
        "Браво! Великолепный концерт, спасибо артистам.",
        "Молодцы, так держать!",
        "Отличный сервис, спасибо огромное)))",
        "Кафе «Отличное» оправдывает название: вкусно и уютно.",
        "Спасибо мастеру Ольге за прекрасную стрижку 👏👏👏",
        "Всё супер, не ожидала такого внимания )))",
        "Низкий поклон врачам, спасли папу.",
        "Отдельное спасибо администратору Ирине за помощь с бронью.",
        "Great job, thank you for the quick repair!",
        "Keep up the good work, everyone was kind.",
        "Молодцы, так держать! Но очередь большая.",
        "Обожаю этот магазин, каждый раз радуют.",
        "Love how easy the app is.",
        "Well done team 👏 the room was spotless.",
        "Сказка, а не отель: чисто, вкусно, море рядом.",
    ] {
        let verdict = read(text);
        assert!(!is_flagged(text), "{text}");
        assert_ne!(verdict.sentiment, Sentiment::Negative, "{text}");
    }
}

#[test]
fn five_ironic_stars_contradict_the_text() {
    let verdict = starred("Спасибо огромное за потерянный багаж!", 5);
    assert!(verdict.conflict, "{verdict:?}");
}
