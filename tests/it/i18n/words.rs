//! Plurals, days, lengths, numbers, failures.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use otklik::domain::due;
use otklik::i18n::{self, Lang, t};
use otklik_adapters::Failure;

fn at(text: &str) -> DateTime<Utc> {
    due::instant("test", text).unwrap()
}

const VLADIVOSTOK: Tz = Tz::Asia__Vladivostok;

#[test]
fn russian_counts_agree_in_noun_adjective_and_verb() {
    let cases = [
        (0, "0 отзывов", "пришло 0 новых отзывов"),
        (1, "1 отзыв", "пришёл 1 новый отзыв"),
        (2, "2 отзыва", "пришли 2 новых отзыва"),
        (5, "5 отзывов", "пришло 5 новых отзывов"),
        (11, "11 отзывов", "пришло 11 новых отзывов"),
        (21, "21 отзыв", "пришёл 21 новый отзыв"),
        (22, "22 отзыва", "пришли 22 новых отзыва"),
        (111, "111 отзывов", "пришло 111 новых отзывов"),
        (1001, "1001 отзыв", "пришёл 1001 новый отзыв"),
        (12_345, "12\u{a0}345 отзывов", "пришло 12\u{a0}345 новых отзывов"),
    ];
    for (n, noun, verb) in cases {
        assert_eq!(t(Lang::Ru, "count-reviews", &[("n", n.into())]), noun);
        assert_eq!(t(Lang::Ru, "count-new-reviews", &[("n", n.into())]), verb);
    }
}

#[test]
fn english_counts_have_one_and_other() {
    for (n, text) in [
        (0, "0 reviews"),
        (1, "1 review"),
        (21, "21 reviews"),
        (12_345, "12,345 reviews"),
    ] {
        assert_eq!(t(Lang::En, "count-reviews", &[("n", n.into())]), text);
    }
}

#[test]
fn numbers_have_the_comma_or_the_point_of_the_language() {
    assert_eq!(i18n::number(Lang::Ru, 4.5), "4,5");
    assert_eq!(i18n::number(Lang::En, 4.5), "4.5");
    assert_eq!(i18n::number(Lang::Ru, 5.0), "5");
    assert_eq!(i18n::number(Lang::Ru, -1_234_567.25), "−1\u{a0}234\u{a0}567,25");
    assert_eq!(i18n::number(Lang::En, 1234.0), "1234");
}

#[test]
fn days_are_told_in_the_zone_of_the_reader() {
    let now = at("2026-11-21T16:00:00Z");
    let day = at("2026-11-21T04:05:00Z");
    assert_eq!(
        i18n::date_time(Lang::Ru, day, VLADIVOSTOK, now),
        "21 ноября, 14:05"
    );
    assert_eq!(
        i18n::date_time(Lang::En, day, VLADIVOSTOK, now),
        "21 November, 14:05"
    );
    // 16:00 UTC is the 22nd in Vladivostok, so the 21st is yesterday there and today in Moscow.
    assert_eq!(i18n::relative(Lang::Ru, day, VLADIVOSTOK, now), "вчера, 14:05");
    assert_eq!(
        i18n::relative(Lang::Ru, day, Tz::Europe__Moscow, now),
        "сегодня, 07:05"
    );
    assert_eq!(
        i18n::relative(Lang::En, at("2026-11-23T01:00:00Z"), VLADIVOSTOK, now),
        "tomorrow, 11:00"
    );
    assert_eq!(
        i18n::relative(Lang::En, at("2025-11-23T01:00:00Z"), VLADIVOSTOK, now),
        "23 November 2025, 11:00"
    );
    assert_eq!(i18n::time_of(day, VLADIVOSTOK), "14:05");
}

#[test]
fn time_left_and_overdue_are_told_in_whole_minutes() {
    let now = at("2026-11-21T10:00:00Z");
    let left = |due: &str, lang| i18n::left(lang, at(due), now);
    assert_eq!(left("2026-11-21T11:20:59Z", Lang::Ru), "осталось 1 ч 20 мин");
    assert_eq!(left("2026-11-21T11:20:00Z", Lang::En), "1 h 20 min left");
    assert_eq!(left("2026-11-21T10:45:00Z", Lang::Ru), "осталось 45 мин");
    assert_eq!(left("2026-11-21T13:00:00Z", Lang::Ru), "осталось 3 ч");
    assert_eq!(left("2026-11-24T12:30:00Z", Lang::Ru), "осталось 3 д 2 ч");
    assert_eq!(left("2026-11-23T10:00:00Z", Lang::Ru), "осталось 2 дня");
    assert_eq!(left("2026-11-21T10:00:30Z", Lang::Ru), "срок сейчас");
    assert_eq!(left("2026-11-21T07:55:00Z", Lang::Ru), "просрочено на 2 ч 5 мин");
    assert_eq!(left("2026-11-21T07:55:00Z", Lang::En), "2 h 5 min overdue");
}

#[test]
fn arguments_are_never_read_as_patterns_and_no_isolation_marks_appear() {
    let text = t(
        Lang::Ru,
        "day-today",
        &[("time", "{ $x } { day-today } \u{202e}<b>".into())],
    );
    assert_eq!(text, "сегодня, { $x } { day-today } \u{202e}<b>");
}

#[test]
fn every_failure_is_told_with_cause_and_remedy_in_both_languages() {
    let now = at("2026-11-21T10:00:00Z");
    let failures = [
        Failure::Slow { until: None },
        Failure::Slow {
            until: Some(at("2026-11-21T12:30:00Z")),
        },
        Failure::down("timeout"),
        Failure::down("http_502"),
        Failure::auth("no_key"),
        Failure::auth("http_401"),
        Failure::blocked("captcha"),
        Failure::blocked("ban_page"),
        Failure::auth("conflict"),
        Failure::blocked("soft_ban"),
        Failure::down("lease_lost"),
        Failure::Gone,
        Failure::drift("feed.entry[3].id"),
        Failure::Refused {
            reason: "too_long".into(),
        },
        Failure::Unknown,
        Failure::Unsupported,
        Failure::Unchanged,
    ];
    for failure in failures {
        for lang in [Lang::Ru, Lang::En] {
            let told = i18n::failure(lang, &failure, Tz::Europe__Moscow, now);
            for text in [&told.cause, &told.remedy] {
                assert!(
                    text.ends_with('.') && !text.contains("failure-") && !text.contains('$'),
                    "{text}"
                );
                let cyrillic = text.chars().any(|c| ('а'..='я').contains(&c));
                assert_eq!(cyrillic, lang == Lang::Ru, "{text}");
            }
        }
    }
    let slow = Failure::Slow {
        until: Some(at("2026-11-21T12:30:00Z")),
    };
    let told = i18n::failure(Lang::Ru, &slow, Tz::Europe__Moscow, now);
    assert_eq!(told.cause, "Площадка просит подождать до 15:30.");
    assert!(
        i18n::failure(Lang::En, &Failure::down("http_502"), Tz::UTC, now)
            .cause
            .contains("http_502")
    );
}
