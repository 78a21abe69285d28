//! Events after which a machine must not answer: what the small model hears beside the rules.

use super::judge::read;
use otklik::domain::Sensitive;
use otklik::judge::model::Events;
use otklik::judge::training::event_fingerprint;

/// Invented texts by hands of which nobody has learned: neither a rule nor the model.
fn unseen() -> impl Iterator<Item = (String, Option<Sensitive>)> {
    let lines = include_str!("../data/sensitive_unseen.jsonl").lines();
    lines.map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let event = row["sensitive"].as_str().map(|w| w.parse().expect("an event"));
        (row["text"].as_str().expect("a text").to_owned(), event)
    })
}

#[test]
fn the_model_was_trained_on_what_the_judge_feeds_it_now() {
    let lines = include_str!("../../config/model/events/banks.jsonl").lines();
    let model = Events::embedded().expect("a file that fits this build");
    assert_eq!(
        model.fed(),
        event_fingerprint(lines),
        "train it anew: config/model/events/README.md"
    );
}

/// Measured when this was written: 192 of 214 events heard, 177 by their kind, 243 texts called sensitive.
#[test]
fn most_events_are_heard_in_words_that_nobody_taught() {
    let (mut events, mut heard, mut called, mut kinds) = (0, 0, 0, 0);
    for (text, event) in unseen() {
        let said = read(&text).sensitive;
        events += usize::from(event.is_some());
        called += usize::from(said.is_some());
        heard += usize::from(said.is_some() && event.is_some());
        kinds += usize::from(said.is_some() && said == event);
    }
    println!("{heard} of {events} events, {kinds} by their kind; {called} texts called sensitive");
    assert!(heard * 100 >= events * 85, "{heard} of {events}");
    assert!(heard * 100 >= called * 75, "{heard} of {called}");
    assert!(kinds * 100 >= heard * 85, "{kinds} of {heard}");
}

#[test]
fn the_reason_names_words_of_the_text_whoever_heard_the_event() {
    for (text, _) in unseen() {
        for reason in read(&text).reasons {
            if reason.about.starts_with("sensitive:") {
                let words: String = text
                    .chars()
                    .skip(reason.start)
                    .take(reason.end - reason.start)
                    .collect();
                assert_eq!(words, reason.text, "{text}");
                assert!(!words.trim().is_empty() && reason.weight > 0.0 && reason.weight <= 1.0);
            }
        }
    }
}

#[test]
fn a_short_complaint_about_a_thing_is_no_event() {
    for text in [
        "Чайник потёк через 3 дня.",
        "Химчистка вернула пальто с пятном, ждите экспертизу месяц",
        "Кожа на руле слезла за год",
        "The fruit was bruised and the bread cut thick",
        "Kettle leaked after 3 days.",
    ] {
        assert_eq!(read(text).sensitive, None, "{text}");
    }
}
