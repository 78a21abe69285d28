//! An urgent word in disguise is still found: look-alikes, invisible characters, letters set apart, digits for letters.

use crate::judge::read;
use otklik::domain::Urgency;

/// A text with the word that is disguised in brackets.
const TEXTS: [&str; 12] = [
    "Вчера ужинали у вас, вся семья [отравилась], лежим дома.",
    "Ребёнку стало плохо, вызвали [скорую], подозрение на кишечную палочку.",
    "После ужина второй день [рвота] и температура, ели только у вас.",
    "Сотрудник [ударил] меня на глазах у всех.",
    "Официант [избил] моего мужа у входа.",
    "Завтра подаю заявление в [прокуратуру] на ваш магазин.",
    "Я пишу жалобу в [роспотребнадзор] и в полицию.",
    "Ваш водитель [домогался] моей дочери.",
    "В торте было [стекло], сын порезал рот.",
    "Мама попала в [реанимацию] после вашего укола.",
    "We all got food [poisoning] after dinner and went to hospital.",
    "I was [assaulted] by your security guard last night.",
];

fn each(word: &str, change: impl Fn(char) -> String) -> String {
    word.chars().map(change).collect()
}

/// Latin letters that look like the Russian ones, and the other way round.
fn look_alike(c: char) -> char {
    let (ru, en) = ("аеосрхукмт", "aeocpxykmt");
    let find = |from: &str, to: &str| from.chars().position(|f| f == c).and_then(|i| to.chars().nth(i));
    find(ru, en).or_else(|| find(en, ru)).unwrap_or(c)
}

fn digit(c: char) -> char {
    match c {
        'о' | 'o' => '0',
        'з' => '3',
        'ч' => '4',
        'б' => '6',
        'а' => '@',
        'с' | 's' => '$',
        c => c,
    }
}

/// The word, disguised in one way each.
fn disguises(word: &str) -> Vec<(&'static str, String)> {
    let letters = word.chars().map(String::from).collect::<Vec<_>>();
    vec![
        ("look-alikes", each(word, |c| look_alike(c).to_string())),
        ("zero width", letters.join("\u{200b}")),
        ("soft hyphens", letters.join("\u{ad}")),
        ("joiners and direction", letters.join("\u{2060}\u{202e}")),
        ("combining marks", each(word, |c| format!("{c}\u{336}"))),
        ("letters apart", letters.join(" ")),
        ("dots", letters.join(".")),
        ("capitals", word.to_uppercase()),
        (
            "stretched",
            each(word, |c| {
                if "аеиоуaeiou".contains(c) {
                    c.to_string().repeat(4)
                } else {
                    c.to_string()
                }
            }),
        ),
        ("digits", each(word, |c| digit(c).to_string())),
        (
            "look-alikes and zero width",
            each(word, |c| format!("{}\u{200c}", look_alike(c))),
        ),
    ]
}

#[test]
fn an_urgent_word_in_disguise_is_still_found() {
    let (mut all, mut missed) = (0, Vec::new());
    for text in TEXTS {
        let (before, rest) = text.split_once('[').expect("a bracket");
        let (word, after) = rest.split_once(']').expect("a bracket");
        let plain = format!("{before}{word}{after}");
        assert!(read(&plain).urgency <= Urgency::High, "{plain}");
        for (how, word) in disguises(word) {
            let text = format!("{before}{word}{after}");
            all += 1;
            if read(&text).urgency > Urgency::High {
                missed.push(format!("{how}: {text}"));
            }
        }
    }
    println!(
        "{} of {all} disguised texts are found\n{}",
        all - missed.len(),
        missed.join("\n")
    );
    assert!(
        missed.len() * 100 <= all * 5,
        "{} of {all}:\n{}",
        missed.len(),
        missed.join("\n")
    );
}
