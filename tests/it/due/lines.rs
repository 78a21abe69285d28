//! `otklik due`: the JSON object in and out.

use otklik::domain::due::line;
use serde_json::{Value, json};

fn ask(change: &[(&str, Value)]) -> Value {
    let mut input = json!({
        "id": "r1", "created_at": "2026-05-12T04:00:00Z", "time_zone": "Asia/Vladivostok",
        "hours": "пн-пт 09:00-18:00", "within": "4 working hours", "calendar": "ru-2026",
    });
    for (key, value) in change {
        input[*key] = value.clone();
    }
    line(&input.to_string())
}

#[test]
fn a_line_is_answered_with_the_fields_of_the_contract() {
    assert_eq!(
        ask(&[]),
        json!({ "id": "r1", "due_at": "2026-05-12T08:00:00Z", "warn_at": "2026-05-12T07:00:00Z",
                "shown": "до 18:00 (Владивосток, МСК+7)" })
    );
}

#[test]
fn the_deadline_is_shown_in_words_of_place_day_and_language() {
    let shown = |change: &[(&str, Value)]| ask(change)["shown"].as_str().unwrap().to_owned();
    assert_eq!(shown(&[("lang", json!("en"))]), "by 18:00 (Vladivostok, MSK+7)");
    assert_eq!(
        shown(&[("now", json!("2026-05-11T13:59:00Z"))]),
        "до 12 мая, 18:00 (Владивосток, МСК+7)"
    );
    assert_eq!(
        shown(&[("now", json!("2026-05-11T14:00:00Z"))]),
        "до 18:00 (Владивосток, МСК+7)"
    );
    assert_eq!(
        shown(&[("now", json!("2025-05-11T14:00:00Z")), ("lang", json!("en"))]),
        "by 12 May 2026, 18:00 (Vladivostok, MSK+7)"
    );
    let elapsed = |zone: &str, created: &str| {
        shown(&[
            ("time_zone", json!(zone)),
            ("created_at", json!(created)),
            ("within", json!("1 hour")),
        ])
    };
    assert_eq!(
        elapsed("Europe/Kaliningrad", "2026-05-12T07:00:00Z"),
        "до 10:00 (Калининград, МСК−1)"
    );
    assert_eq!(
        elapsed("Europe/Moscow", "2026-05-12T20:00:00Z"),
        "до 24:00 (Москва, МСК)"
    );
    assert_eq!(
        elapsed("Europe/Moscow", "2026-12-31T20:00:00Z"),
        "до 24:00 (Москва, МСК)"
    );
    assert_eq!(
        elapsed("America/New_York", "2026-05-12T12:00:00Z"),
        "до 09:00 (New York, UTC−4)"
    );
    assert_eq!(
        elapsed("Australia/Lord_Howe", "2026-05-12T00:00:00Z"),
        "до 11:30 (Lord Howe, UTC+10:30)"
    );
    assert_eq!(elapsed("UTC", "2026-05-12T00:00:00Z"), "до 01:00 (UTC, UTC)");
    assert_eq!(
        elapsed("Asia/Ust-Nera", "2026-05-12T00:00:00Z"),
        "до 11:00 (Усть-Нера, МСК+7)"
    );
}

#[test]
fn a_second_60_is_read_as_59() {
    let answer = ask(&[
        ("created_at", json!("2026-05-12T03:59:60Z")),
        ("within", json!("1 min")),
    ]);
    assert_eq!(answer["due_at"], "2026-05-12T04:00:00Z");
}

#[test]
fn null_means_absent_and_unknown_fields_are_ignored() {
    let answer = ask(&[
        ("calendar", Value::Null),
        ("pauses", Value::Null),
        ("lang", Value::Null),
        ("now", Value::Null),
        ("x", json!(1)),
    ]);
    assert_eq!(answer["due_at"], "2026-05-12T08:00:00Z");
}

#[test]
fn every_wrong_field_gives_only_id_and_an_error_that_names_it() {
    let wrong = [
        ("created_at", json!("2026-05-12T04:00:00")),
        ("created_at", json!("2026-13-12T04:00:00Z")),
        ("created_at", json!(1)),
        ("created_at", Value::Null),
        ("time_zone", json!("MSK")),
        ("time_zone", json!("UTC+3")),
        ("time_zone", json!("+03:00")),
        ("time_zone", json!("")),
        ("hours", json!("09:00-18:00")),
        ("hours", json!([])),
        ("within", json!("2 days")),
        ("calendar", json!("ru-1999")),
        ("calendar", json!(2026)),
        ("pauses", json!("x")),
        ("pauses", json!([["2026-05-12T05:00:00Z", null]])),
        ("pauses", json!([["2026-05-12T05:00:00Z"]])),
        ("pauses", json!([["2026-05-12T05:00:00Z", ""]])),
        ("pauses", json!([[]])),
        (
            "pauses",
            json!([["2026-05-12T05:00:00Z", "2026-05-12T05:00:00Z"]]),
        ),
        (
            "pauses",
            json!([["2026-05-12T06:00:00Z", "2026-05-12T05:00:00Z"]]),
        ),
        ("pauses", json!([["вчера", "2026-05-12T05:00:00Z"]])),
        ("lang", json!("de")),
        ("now", json!("вчера")),
    ];
    for (field, value) in wrong {
        for lang in ["ru", "en"] {
            let change = if field == "lang" {
                vec![(field, value.clone())]
            } else {
                vec![(field, value.clone()), ("lang", json!(lang))]
            };
            let answer = ask(&change);
            assert_eq!(answer["id"], "r1");
            assert_eq!(answer.as_object().unwrap().len(), 2, "{answer}");
            assert!(
                answer["error"].as_str().unwrap().contains(field),
                "{field} {value}: {answer}"
            );
        }
    }
    assert!(
        ask(&[("id", Value::Null)])["error"]
            .as_str()
            .unwrap()
            .contains("id")
    );
}

#[test]
fn all_fields_are_checked_whatever_the_unit() {
    assert!(ask(&[("within", json!("2 hours")), ("hours", json!("?"))])["error"].is_string());
    assert!(ask(&[("within", json!("2 hours")), ("calendar", json!("?"))])["error"].is_string());
}

#[test]
fn a_line_that_is_no_object_is_answered_with_an_error() {
    for raw in ["", "{", "[]", "null", "\"x\"", "{\"id\":\"\\ud800\"}"] {
        let answer = line(raw);
        assert!(
            answer["id"].is_null() && answer["error"].is_string(),
            "{raw}: {answer}"
        );
    }
}
