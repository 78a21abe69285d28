//! What may be written as working hours and as allowed time, and what may not.

use otklik::domain::Lang;
use otklik::domain::due::{DueError, Hours, HoursFault, Unit, Within, WithinFault};

#[test]
fn equal_hours_may_be_written_in_many_ways() {
    let same = [
        ("пн-пт 09:00-18:00", "mon-fri 9:00-18:00"),
        ("пн-пт 09:00-18:00", "ПН–ПТ 09:00—18:00"),
        ("пн-пт 09:00-18:00", " пн. - пт.  09:00 - 18:00 "),
        ("пн-пт 09:00-18:00", "будни 09:00-18:00"),
        ("пн-пт 09:00-18:00", "weekdays 09:00-13:00, 13:00-18:00"),
        ("пн-пт 09:00-18:00", "пн, вт, ср, чт, пт 09:00-18:00"),
        (
            "пн-пт 09:00-18:00",
            "понедельник-пятница 09:00-18:00; сб, вс выходной",
        ),
        ("сб-пн 10:00-12:00", "пн 10:00-12:00; сб-вс 10:00-12:00"),
        ("24/7", "круглосуточно"),
        ("24/7", "ежедневно 00:00-24:00, празд как обычно"),
        ("24h, hol closed", "ежедневно круглосуточно, праздники выходной"),
        ("пн 18:00-00:00", "пн 18:00-24:00"),
        ("пн 09:00-13:00 14:00-18:00", "пн 09:00-13:00, 14:00-18:00"),
        ("пн 09:00-18:00, сб-вс закрыто", "mon 09:00-18:00, sat-sun off"),
        ("вс, празд 10:00-16:00", "sun 10:00-16:00; ph. 10:00-16:00"),
    ];
    for (one, other) in same {
        assert_eq!(Hours::parse(one), Hours::parse(other), "{one} | {other}");
        assert!(Hours::parse(one).is_ok(), "{one}");
    }
}

#[test]
fn hours_that_are_not_listed_are_errors_of_the_right_kind() {
    use HoursFault::*;
    let wrong = [
        ("", Empty),
        ("   ", Empty),
        ("09:00-18:00", DaysMissing),
        ("пн 09:00-18:00; 19:00-20:00", DaysMissing),
        ("пн-пт", Unfinished),
        ("пн-пт 09:00-", Unfinished),
        ("пн-пт 09:00-18:00,", Unfinished),
        ("пн-пт 09:00", Unfinished),
        ("пн-пт, 09:00-18:00", Unknown),
        ("пн-пт09:00-18:00", Unknown),
        ("пн 09:00-18:00 сб 10:00-12:00", Unknown),
        ("понедельник. 09:00-18:00", Unknown),
        ("пн 24/7", Unknown),
        ("пн 9-18", Time),
        ("пн 09.00-18.00", Time),
        ("пн 25:00-26:00", Time),
        ("пн 24:00-25:00", Time),
        ("пн 009:00-18:00", Time),
        ("пн 09:60-18:00", Time),
        ("пн 09:00-09:00", ZeroLength),
        ("пн 00:00-00:00", ZeroLength),
        ("пн-пт 09:00-18:00, ср 10:00-12:00", Twice),
        ("пн-пн 09:00-18:00", Twice),
        ("ежедневно, сб 09:00-18:00", Twice),
        ("пн 09:00-18:00, празд закрыто, hol 10:00-12:00", Twice),
        ("пн 09:00-14:00, 13:00-18:00", Overlap),
        ("пн 18:00-02:00, 23:00-23:30", Overlap),
        ("пн 09:00-18:00 перерыв 09:00-10:00", Break),
        ("пн 09:00-18:00 перерыв 17:00-18:00", Break),
        ("пн 09:00-18:00 перерыв 14:00-13:00", Break),
        ("пн 09:00-18:00 перерыв 00:30-01:00", Break),
        ("пн 09:00-12:00, 13:00-18:00 перерыв 11:00-14:00", Break),
        ("пн как обычно", UsualWithoutHoliday),
        ("сб, празд как обычно", UsualWithoutHoliday),
        ("празд как usual", Unknown),
        ("24/7, пн закрыто", AfterAlways),
        ("24/7, празд закрыто, пн 09:00-10:00", AfterAlways),
        ("пн-вс выходной", NeverOpen),
        ("празд 10:00-12:00", NeverOpen),
    ];
    for (text, fault) in wrong {
        match Hours::parse(text) {
            Err(DueError::Hours { fault: got, .. }) => assert_eq!(got, fault, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn an_error_about_hours_quotes_the_part_and_says_what_to_write() {
    let error = Hours::parse("пн-пт 09:00-18:00, сб 10:00-25:00").unwrap_err();
    for lang in [Lang::Ru, Lang::En] {
        let text = error.text(lang);
        assert!(
            text.starts_with("hours: ") && text.contains("25:00") && text.contains("23:59"),
            "{text}"
        );
    }
    let long = "я".repeat(5000);
    assert!(Hours::parse(&long).unwrap_err().text(Lang::Ru).chars().count() < 250);
}

#[test]
fn only_places_that_rest_on_holidays_are_shortened_on_eves() {
    for (hours, short) in [
        ("пн 09:00-18:00", true),
        ("пн 09:00-18:00, празд выходной", true),
        ("пн 09:00-18:00, празд 10:00-12:00", false),
        ("24/7", false),
    ] {
        assert_eq!(Hours::parse(hours).unwrap().shortened_on_eves(), short, "{hours}");
    }
}

#[test]
fn allowed_time_is_read_in_both_languages_and_their_short_forms() {
    use Unit::*;
    for (text, count, unit) in [
        ("4 working hours", 4, WorkingHours),
        ("1 Business  Hour", 1, WorkingHours),
        ("4 рабочих часа", 4, WorkingHours),
        ("4 рабочего час", 4, WorkingHours),
        ("4 раб. ч.", 4, WorkingHours),
        ("30 рабочую минут", 30, WorkingMinutes),
        ("30 working min.", 30, WorkingMinutes),
        ("1 РАБОЧИЙ ДЕНЬ", 1, WorkingDays),
        ("3 раб. дн.", 3, WorkingDays),
        ("9999 h", 9999, Hours),
        ("2 часа", 2, Hours),
        ("45 мин", 45, Minutes),
    ] {
        assert_eq!(Within::parse(text), Ok(Within { count, unit }), "{text}");
    }
}

#[test]
fn allowed_time_that_is_not_listed_is_an_error() {
    use WithinFault::*;
    for (text, fault) in [
        ("", Number),
        ("hours", Number),
        ("0 hours", Number),
        ("04 hours", Number),
        ("+4 hours", Number),
        ("1.5 hours", Number),
        ("10000 hours", Number),
        ("٤ hours", Number),
        ("4hours", Number),
        ("4", Unit),
        ("4 weeks", Unit),
        ("4 working ч", Unit),
        ("4 рабочая час", Unit),
        ("4 рабочий минут", Unit),
        ("2 дня", PlainDays),
        ("2 days", PlainDays),
        ("1 hour 30 minutes", Mixture),
    ] {
        match Within::parse(text) {
            Err(DueError::Within { fault: got, .. }) => assert_eq!(got, fault, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}
