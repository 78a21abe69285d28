//! The small model of tone in the linter: it hears what no pattern can tell, and it only warns.

use otklik::domain::Lang;
use otklik::judge::training::bare_fingerprint;
use otklik::lint::{Finding, Input, Level, lint, tone};

fn heard(text: &str) -> Vec<Finding> {
    let input = Input {
        text: text.to_owned(),
        ..Input::default()
    };
    let codes = ["toxic_or_sarcastic", "reproach", "blame_other_team"];
    let all = lint(&input, None, Lang::En).findings;
    all.into_iter()
        .filter(|f| codes.contains(&f.code.as_str()))
        .collect()
}

#[test]
fn the_model_was_trained_on_what_the_linter_feeds_now() {
    let lines = include_str!("../../config/tone/bad.jsonl").lines();
    let model = tone::embedded().expect("a file that fits this build");
    assert_eq!(
        model.fed(),
        bare_fingerprint(lines),
        "train the tone anew: config/tone/README.md"
    );
}

#[test]
fn a_sneer_without_a_telling_word_is_warned_of_and_never_blocked() {
    for text in [
        "Мы искренне восхищены вашей внимательностью: разглядеть пылинку на верхней полке гардероба дано не каждому.",
        "Спасибо, что прочли. Полтора миллиметра зазора, конечно, трагедия, держимся всем коллективом.",
    ] {
        let found = heard(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].level, Level::Warn, "{text}");
        assert!(found[0].message.starts_with("Sounds"), "{}", found[0].message);
        assert!(found[0].end > found[0].start && found[0].end <= text.chars().count());
    }
}

#[test]
fn strong_words_about_our_own_fault_are_left_alone() {
    for text in [
        "Стыдно читать, честно. Суп нельзя было выносить холодным, тем более ребенку.",
        "За доставку отвечаем мы, кто бы ни сидел за рулем.",
        "Всего Вам самого хорошего. Пусть и дальше всё радует.",
        "Our fault, no excuse: the table was promised to you.",
    ] {
        assert_eq!(heard(text), Vec::new(), "{text}");
    }
}
