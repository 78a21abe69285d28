//! What a mixed text praises and what it blames.

use otklik::judge::{Input, Side, Verdict, judge};
use std::collections::BTreeMap;

/// A text and its labelled stretches (characters, half open).
struct Case {
    text: String,
    labels: Vec<(usize, usize, char)>,
}

/// `[+praised] [-blamed] [0neither]`, as written in `tests/data/mixed_clauses.txt`.
fn parse(line: &str) -> Case {
    let (mut text, mut labels, mut open) = (Vec::new(), Vec::new(), None);
    let line = line.replace("\\n", "\n");
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => open = chars.next().map(|label| (text.len(), label)),
            ']' => labels.extend(open.take().map(|(start, label)| (start, text.len(), label))),
            c => text.push(c),
        }
    }
    Case {
        text: text.into_iter().collect(),
        labels,
    }
}

fn read(text: &str) -> Verdict {
    judge(&Input {
        text: text.to_owned(),
        ..Input::default()
    })
}

/// The side of most of a stretch.
fn side(verdict: &Verdict, start: usize, end: usize) -> char {
    let mut counts = BTreeMap::from([('0', 0), ('+', 0), ('-', 0)]);
    for at in start..end {
        let side = match verdict.side_at(at) {
            Some(Side::Praised) => '+',
            Some(Side::Blamed) => '-',
            None => '0',
        };
        *counts.entry(side).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .map_or('0', |(side, _)| side)
}

#[test]
fn most_clauses_of_mixed_reviews_take_the_right_side() {
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for line in include_str!("../data/mixed_clauses.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let case = parse(line);
        let verdict = read(&case.text);
        for (start, end, label) in case.labels {
            let found = side(&verdict, start, end);
            all += 1;
            if found == label {
                right += 1;
            } else {
                let stretch: String = case.text.chars().skip(start).take(end - start).collect();
                wrong.push(format!("{label} read {found}: {stretch} || {}", case.text));
            }
        }
    }
    println!("clauses: {right} of {all}\n{}", wrong.join("\n"));
    assert!(right * 100 >= all * 85, "{right} of {all}:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_blamed_in_five_stars_is_told() {
    let verdict = judge(&Input {
        text: "Стригут прекрасно, но ножницы не обрабатывают, на полу волосы.".to_owned(),
        rating: Some(5),
        ..Input::default()
    });
    let blamed: Vec<_> = verdict
        .clauses()
        .filter(|c| c.side == Side::Blamed)
        .map(|c| c.text)
        .collect();
    assert_eq!(blamed, ["но ножницы не обрабатывают, на полу волосы"]);
    assert_eq!(verdict.side_at(0), Some(Side::Praised));
    assert_eq!(verdict.side_at(40), Some(Side::Blamed));
}

#[test]
fn an_empty_heading_blames_nothing() {
    for none in ["нет", "не обнаружил", "их нет", "Нету.", "нет, всем доволен"]
    {
        let text = format!("Достоинства: быстрая доставка, приятная цена. Недостатки: {none}");
        assert_eq!(read(&text).clauses().count(), 0, "{text}");
    }
    assert_ne!(
        read("Достоинства: быстрая доставка. Недостатки: нет парковки рядом")
            .clauses()
            .count(),
        0
    );
}

#[test]
fn a_text_that_only_praises_or_only_blames_has_no_clauses() {
    for text in [
        "Вкусно, быстро, вежливо. Спасибо!",
        "Грязно, холодно, нахамили.",
        "",
        "👍",
        "Great food, kind staff.",
    ] {
        assert_eq!(read(text).clauses().count(), 0, "{text}");
    }
}

#[test]
fn who_asks_or_was_hurt_praises_nothing() {
    for text in [
        "Подскажите, в воскресенье на Светланской до скольки открыты? На карте одно, на двери другое.",
        "У вас на ступеньках на Светланской упала моя мама, сломала шейку бедра, через две недели её не стало.",
        "Персонал вежливый, всё вкусно, но отравились всей семьёй, забрала скорая.",
    ] {
        let told = read(text);
        assert_eq!(told.clauses().count(), 0, "{text}: {:?}", told.reasons);
    }
}
