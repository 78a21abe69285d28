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

/// What was read of a set of labelled stretches.
#[derive(Default)]
struct Score {
    all: usize,
    right: usize,
    /// Stretches read as praise, and those that are.
    praised: (usize, usize),
    /// The same of blame.
    blamed: (usize, usize),
    wrong: Vec<String>,
}

fn score(set: &str) -> Score {
    let mut score = Score::default();
    for line in set.lines().filter(|l| !l.starts_with('#')) {
        let case = parse(line);
        let verdict = read(&case.text);
        for (start, end, label) in case.labels {
            let found = side(&verdict, start, end);
            let right = usize::from(found == label);
            score.all += 1;
            score.right += right;
            let of_side = match found {
                '+' => Some(&mut score.praised),
                '-' => Some(&mut score.blamed),
                _ => None,
            };
            if let Some((all, of)) = of_side {
                *all += 1;
                *of += right;
            }
            if right == 0 {
                let stretch: String = case.text.chars().skip(start).take(end - start).collect();
                score
                    .wrong
                    .push(format!("{label} read {found}: {stretch} || {}", case.text));
            }
        }
    }
    score
}

/// At least so many of a hundred stretches are right, and so many of those that are read as praise, or as blame.
fn at_least(set: &str, right: usize, precise: usize) {
    let score = score(set);
    let told = format!(
        "{} of {} right; praised {:?}, blamed {:?} (read, right):\n{}",
        score.right,
        score.all,
        score.praised,
        score.blamed,
        score.wrong.join("\n")
    );
    println!("{told}");
    assert!(score.right * 100 >= score.all * right, "{told}");
    for (read, is) in [score.praised, score.blamed] {
        assert!(is * 100 >= read * precise, "{told}");
    }
}

#[test]
fn most_clauses_of_mixed_reviews_take_the_right_side() {
    at_least(include_str!("../data/mixed_clauses.txt"), 92, 96);
}

#[test]
fn concessions_faint_praise_and_small_words_of_degree_take_the_right_side() {
    at_least(include_str!("../data/mixed_turns.txt"), 96, 96);
    at_least(include_str!("../data/mixed_unseen.txt"), 90, 96);
}

#[test]
fn what_should_be_hot_and_is_not_is_blamed() {
    for (text, praised) in [
        ("Нормально, но капучино принесли чуть тёплый", "Нормально"),
        ("Пицца вкусная, но пиво тёплое", "Пицца вкусная"),
        ("Lovely staff, but the latte was barely warm", "Lovely staff"),
    ] {
        let verdict = read(text);
        let told: Vec<_> = verdict.clauses().map(|c| (c.side, c.text)).collect();
        let blamed = text[praised.len()..].trim_start_matches(", ");
        assert_eq!(told, [(Side::Praised, praised), (Side::Blamed, blamed)], "{text}");
    }
}

#[test]
fn a_turn_in_the_middle_of_its_clause_turns_the_whole_of_it() {
    for (text, blamed) in [
        (
            "Кроссовки лёгкие, подошва, правда, стёрлась за месяц.",
            "подошва, правда, стёрлась за месяц",
        ),
        (
            "Driver was polite, car reeked of smoke, though.",
            "car reeked of smoke, though",
        ),
        (
            "Салат свежий, цены, к сожалению, кусаются.",
            "цены, к сожалению, кусаются",
        ),
    ] {
        let verdict = read(text);
        let told: Vec<_> = verdict
            .clauses()
            .filter(|c| c.side == Side::Blamed)
            .map(|c| c.text)
            .collect();
        assert_eq!(told, [blamed], "{text}");
    }
}

#[test]
fn not_only_but_also_is_no_turn() {
    for text in [
        "Не только вкусно, но и быстро принесли.",
        "Not only tasty but also cheap.",
        "Nothing but praise for the lovely staff.",
    ] {
        assert_eq!(read(text).clauses().count(), 0, "{text}");
    }
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
fn what_is_blamed_is_told_once_and_in_order() {
    let blamed = |text: &str| {
        let verdict = read(text);
        verdict
            .blamed()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        blamed("Кофе вкусный, но ждали час. Официантка милая, а столы липкие."),
        ["но ждали час", "а столы липкие"]
    );
    // a text that only blames: the clauses of its subjects
    assert_eq!(
        blamed("Кассир нагрубила, еда холодная."),
        ["Кассир нагрубила", "еда холодная"]
    );
    // beside harm nobody wants to hear what was praised
    let harm = blamed("Персонал вежливый, всё вкусно, но отравились всей семьёй, забрала скорая.");
    assert_eq!(harm, ["но отравились всей семьёй"]);
    for none in [
        "Всё вкусно, персонал вежливый.",
        "Подскажите, до скольки открыты?",
        "",
    ] {
        assert_eq!(blamed(none), Vec::<String>::new(), "{none}");
    }
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
