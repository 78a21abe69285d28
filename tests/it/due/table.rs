//! Cases reckoned by hand. Local times of the location unless there is an offset.

use super::{Ask, MOSCOW, at};
use otklik::domain::due::{self, Calendar, DueError, Hours, Pauses, Request, Within};

const BAR: &str = "ежедневно 18:00-02:00";

/// zone | hours | calendar | created (local) | within | due (local)
const CASES: &str = "
# the worked examples of the rules
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-06-11T16:15 | 2 рабочих часа | 2026-06-15T10:15
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-03-06T18:00 | 1 working hour | 2026-03-10T10:00
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-11-03T10:00 | 1 working day | 2026-11-05T18:00
Europe/Berlin | ежедневно 20:00-06:00 | - | 2026-03-28T22:00 | 7 working hours | 2026-03-29T06:00
# elapsed time knows neither hours nor calendar
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-12-31T23:30 | 2 часа | 2027-01-01T01:30
Asia/Vladivostok | пн-пт 09:00-18:00 | ru-2026 | 2026-05-09T12:00 | 30 min | 2026-05-09T12:30
# the end of use at closing is the closing, not the next opening
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-12T14:00 | 4 working hours | 2026-05-12T18:00
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-12T14:00:01 | 4 working hours | 2026-05-13T09:00
# before opening, in a lunch break, over a week-end
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-12T03:00 | 90 рабочих минут | 2026-05-12T10:30
Europe/Moscow | пн-пт 09:00-18:00 перерыв 13:00-14:00 | ru-2026 | 2026-05-12T13:15 | 1 working hour | 2026-05-12T15:00
Europe/Moscow | пн-пт 09:00-18:00 перерыв 13:00-14:00 | ru-2026 | 2026-05-12T12:30 | 1 working hour | 2026-05-12T14:30
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-15T17:30 | 1 раб. ч | 2026-05-18T09:30
# eves: an hour less, also across a break, also past midnight; an hour or less is closed
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-04-30T16:30 | 1 working hour | 2026-05-04T09:30
Europe/Moscow | пн-пт 09:00-13:00, 17:30-18:00 | ru-2026 | 2026-04-30T12:00 | 1 working hour | 2026-05-04T09:30
Europe/Moscow | пн-пт 18:00-02:00 | ru-2026 | 2026-04-30T23:00 | 2 working hours | 2026-05-01T01:00
Europe/Moscow | пн-пт 18:00-02:00 | ru-2026 | 2026-04-30T23:00 | 121 working minutes | 2026-05-04T18:01
Europe/Moscow | пн-пт 12:00-13:00 | ru-2026 | 2026-04-30T11:00 | 1 working day | 2026-05-04T13:00
Europe/Moscow | чт 12:00-13:00 | ru-2026 | 2026-04-29T11:00 | 1 working hour | 2026-05-07T13:00
# holidays: closed, exact ranges, as usual
Europe/Moscow | пн-пт 09:00-18:00, празд 10:00-12:00 | ru-2026 | 2026-05-09T09:00 | 1 working hour | 2026-05-09T11:00
Europe/Moscow | пн-пт 09:00-18:00, празд 10:00-12:00 | ru-2026 | 2026-04-30T17:30 | 1 working hour | 2026-05-01T10:30
Europe/Moscow | пн-пт 09:00-18:00, празд как обычно | ru-2026 | 2026-05-11T17:30 | 1 working hour | 2026-05-12T09:30
Europe/Moscow | пн-пт 09:00-18:00, празд как обычно | ru-2026 | 2026-12-31T17:30 | 1 working hour | 2027-01-01T09:30
Europe/Moscow | 24/7 | ru-2026 | 2026-12-31T23:30 | 1 working hour | 2027-01-01T00:30
Europe/Moscow | 24/7, празд выходной | ru-2026 | 2026-04-30T22:30 | 1 working hour | 2026-05-02T00:30
Europe/Moscow | 24/7 | ru-2026 | 2026-05-12T10:00 | 1 working day | 2026-05-14T00:00
Europe/Moscow | пн-пт 09:00-18:00, празд 10:00-12:00 | - | 2026-05-09T09:00 | 1 working hour | 2026-05-11T10:00
# working days: the time of the day of creation does not matter
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-15T08:00 | 1 working day | 2026-05-18T18:00
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-15T23:00 | 1 working day | 2026-05-18T18:00
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-16T12:00 | 1 working day | 2026-05-18T18:00
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-05-17T23:59 | 1 рабочий день | 2026-05-18T18:00
Europe/Moscow | пн-пт 09:00-18:00 | ru-2026 | 2026-04-28T10:00 | 3 рабочих дня | 2026-05-04T18:00
# the tail of a bar's night belongs to the evening before, also during its break
Europe/Moscow | ежедневно 18:00-02:00 | - | 2026-05-13T01:00 | 1 working day | 2026-05-14T02:00
Europe/Moscow | ежедневно 18:00-02:00 | - | 2026-05-13T02:00 | 1 working day | 2026-05-15T02:00
Europe/Moscow | ежедневно 18:00-02:00 перерыв 00:30-01:00 | - | 2026-05-13T00:45 | 1 working day | 2026-05-14T02:00
Europe/Moscow | ежедневно 18:00-02:00 перерыв 00:30-01:00 | - | 2026-05-13T00:15 | 1 working hour | 2026-05-13T01:45
Europe/Moscow | ср 00:00-10:00, вт 20:00-03:00 | - | 2026-05-13T01:00 | 1 working day | 2026-05-13T10:00
# the overlap of yesterday's tail with today counts once
Europe/Moscow | вт 20:00-10:00, ср 08:00-12:00 | - | 2026-05-13T07:00 | 4 working hours | 2026-05-13T11:00
# the last night of the year is answered
Europe/Moscow | ежедневно 18:00-02:00, празд 18:00-02:00 | ru-2026 | 2026-12-31T23:30 | 2 working hours | 2027-01-01T01:30
Europe/Moscow | ежедневно 18:00-02:00, празд 18:00-02:00 | ru-2026 | 2026-12-31T23:30 | 150 working minutes | 2027-01-01T02:00
Europe/Moscow | ежедневно 18:00-02:00, празд 18:00-02:00 | ru-2026 | 2027-01-01T01:00 | 1 working hour | 2027-01-01T02:00
Europe/Moscow | ежедневно 09:00-24:00, празд 09:00-24:00 | ru-2026 | 2026-12-31T22:00 | 2 working hours | 2027-01-01T00:00
# jumps of the clock
Europe/Berlin | ежедневно 20:00-06:00 | - | 2026-10-24T22:00 | 9 working hours | 2026-10-25T06:00
Europe/Berlin | вс 02:15-02:45, пн 09:00-10:00 | - | 2026-03-28T12:00 | 1 working day | 2026-03-30T10:00
Europe/Berlin | вс 02:30-04:00 | - | 2026-03-28T12:00 | 1 working hour | 2026-03-29T04:00
Europe/Berlin | вс 02:00-03:00 | - | 2026-10-24T12:00 | 2 working hours | 2026-10-25T03:00
Australia/Lord_Howe | вс 00:00-05:00 | - | 2026-10-03T12:00 | 4 working hours | 2026-10-04T04:30
Australia/Lord_Howe | вс 00:00-05:00 | - | 2026-04-04T12:00 | 4 working hours | 2026-04-05T03:30
Africa/Cairo | чт 18:00-24:00 | - | 2026-04-23T18:00 | 6 working hours | 2026-04-24T01:00
";

fn local(zone: &str, wall: &str) -> String {
    let wall = if wall.len() == 16 {
        format!("{wall}:00")
    } else {
        wall.to_owned()
    };
    due::first_instant(due::zone(zone).unwrap(), wall.parse().unwrap()).to_rfc3339()
}

#[test]
fn every_case_reckoned_by_hand_comes_out() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in CASES.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let [zone, hours, calendar, created, within, due] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("six columns: {line}");
        };
        let created = &local(zone, created);
        let calendar = Some(calendar).filter(|name| *name != "-");
        let got = Ask {
            zone,
            hours,
            calendar,
            created,
            within,
            pauses: &[],
        }
        .due();
        count += 1;
        if got != due {
            wrong.push(format!("{line}: {got}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(count, 48);
}

#[test]
fn a_pause_stops_the_clock_until_it_ends() {
    let ask = Ask {
        created: "2026-01-14T17:00:00+03:00",
        within: "2 working hours",
        pauses: &[("2026-01-14T17:30:00+03:00", "2026-01-15T10:00:00+03:00")],
        ..MOSCOW
    };
    assert_eq!(ask.due(), "2026-01-15T11:30");
}

#[test]
fn pauses_in_any_order_overlapping_or_touching_count_once() {
    let ask = Ask {
        created: "2026-05-12T09:00:00+03:00",
        within: "2 working hours",
        pauses: &[
            ("2026-05-12T11:00:00+03:00", "2026-05-12T12:00:00+03:00"),
            ("2026-05-12T08:00:00+03:00", "2026-05-12T10:00:00+03:00"),
            ("2026-05-12T10:00:00+03:00", "2026-05-12T11:30:00+03:00"),
            ("2026-05-12T19:00:00+03:00", "2026-05-12T20:00:00+03:00"),
        ],
        ..MOSCOW
    };
    assert_eq!(ask.due(), "2026-05-12T14:00");
}

#[test]
fn a_working_day_with_a_pause_in_working_time_does_not_count() {
    let monday = |from, to| Ask {
        created: "2026-05-15T10:00:00+03:00",
        within: "1 working day",
        hours: "пн-пт 09:00-18:00 обед 13:00-14:00",
        pauses: Box::leak(Box::new([(from, to)])),
        ..MOSCOW
    };
    assert_eq!(
        monday("2026-05-18T17:59:00+03:00", "2026-05-18T19:00:00+03:00").due(),
        "2026-05-19T18:00"
    );
    assert_eq!(
        monday("2026-05-18T18:00:00+03:00", "2026-05-19T09:00:00+03:00").due(),
        "2026-05-18T18:00"
    );
    assert_eq!(
        monday("2026-05-18T13:00:00+03:00", "2026-05-18T14:00:00+03:00").due(),
        "2026-05-18T18:00"
    );
}

#[test]
fn elapsed_time_stands_still_in_a_pause() {
    let ask = Ask {
        created: "2026-05-16T09:00:00+03:00",
        within: "2 hours",
        pauses: &[("2026-05-16T10:00:00+03:00", "2026-05-17T10:00:00+03:00")],
        ..MOSCOW
    };
    assert_eq!(ask.due(), "2026-05-17T11:00");
}

#[test]
fn the_warning_comes_when_three_quarters_are_used() {
    let warn = |created, within| {
        let due = Ask {
            created,
            within,
            ..MOSCOW
        }
        .reckon()
        .unwrap();
        due.warn_at.to_rfc3339()
    };
    assert_eq!(
        warn("2026-05-12T16:00:00+03:00", "4 working hours"),
        at("2026-05-13T10:00:00+03:00").to_rfc3339()
    );
    assert_eq!(
        warn("2026-05-12T16:00:00+03:00", "4 hours"),
        at("2026-05-12T19:00:00+03:00").to_rfc3339()
    );
    // Friday 15:00: 3 h on Friday and 9 h on Monday; 9 of 12 h are used on Monday at 15:00.
    assert_eq!(
        warn("2026-05-15T15:00:00+03:00", "1 working day"),
        at("2026-05-18T15:00:00+03:00").to_rfc3339()
    );
    // One minute: 45 seconds later, cut down to the minute.
    assert_eq!(
        warn("2026-05-12T10:00:10+03:00", "1 min"),
        at("2026-05-12T10:00:00+03:00").to_rfc3339()
    );
}

#[test]
fn deadlines_are_cut_down_to_the_whole_minute() {
    let ask = Ask {
        created: "2026-05-12T10:00:30.5+03:00",
        within: "4 hours",
        ..MOSCOW
    };
    assert_eq!(ask.reckon().unwrap().due_at, at("2026-05-12T14:00:00+03:00"));
}

#[test]
fn a_date_outside_the_calendar_is_an_error_that_names_the_year() {
    let year = |ask: Ask<'_>| match ask.reckon() {
        Err(DueError::NoCalendar { year }) => year,
        other => panic!("{other:?}"),
    };
    let eve = Ask {
        created: "2026-12-30T17:30:00+03:00",
        within: "1 рабочий час",
        ..MOSCOW
    };
    assert!(
        eve.reckon()
            .unwrap_err()
            .text(otklik::domain::Lang::Ru)
            .contains("нет производственного календаря на 2027 год")
    );
    assert_eq!(year(eve), 2027);
    assert_eq!(
        year(Ask {
            created: "2025-12-31T23:00:00+03:00",
            within: "1 working day",
            ..MOSCOW
        }),
        2025
    );
    // With a range past midnight the date before the creation is needed too.
    let bar = Ask {
        created: "2026-01-01T15:00:00+03:00",
        within: "1 working hour",
        hours: BAR,
        ..MOSCOW
    };
    assert_eq!(year(bar), 2025);
    // 12:00 on 1 January 2027 is outside every known range.
    assert_eq!(
        year(Ask {
            created: "2027-01-01T12:00:00+03:00",
            within: "1 working hour",
            hours: BAR,
            ..MOSCOW
        }),
        2027
    );
}

#[test]
fn the_daemon_counts_by_weekdays_where_a_year_is_missing_and_says_so() {
    let hours = Hours::parse(MOSCOW.hours).unwrap();
    let pauses = Pauses::default();
    let request = Request {
        created_at: at("2026-12-30T17:30:00+03:00"),
        zone: due::zone("Europe/Moscow").unwrap(),
        hours: &hours,
        calendar: Some(Calendar::by_name("ru-2026").unwrap()),
        within: Within::parse("1 working hour").unwrap(),
        pauses: &pauses,
    };
    let late = due::reckon_or_weekdays(&request).unwrap();
    assert!(late.without_calendar);
    assert_eq!(late.due.due_at, at("2026-12-31T09:30:00+03:00"));
    let covered = due::reckon_or_weekdays(&Request {
        created_at: at("2026-05-12T10:00:00+03:00"),
        ..request
    })
    .unwrap();
    assert!(!covered.without_calendar);
    assert_eq!(covered.due.due_at, at("2026-05-12T11:00:00+03:00"));
}

#[test]
fn a_deadline_beyond_a_thousand_days_is_an_error() {
    let elapsed = |within, pause: &'static [(&str, &str)]| {
        Ask {
            within,
            pauses: pause,
            ..MOSCOW
        }
        .reckon()
    };
    assert!(elapsed("9999 hours", &[]).is_ok());
    assert_eq!(
        elapsed("9999 hours", &[("2026-06-01T00:00:00Z", "2029-06-01T00:00:00Z")]),
        Err(DueError::TooFar)
    );
    let days = Ask {
        within: "9999 working days",
        calendar: None,
        ..MOSCOW
    };
    assert_eq!(days.reckon(), Err(DueError::TooFar));
    let edge = Ask {
        hours: "24/7",
        created: "2026-05-12T00:00:00+03:00",
        within: "999 working days",
        ..MOSCOW
    };
    assert_eq!(edge.due(), "2029-02-05T00:00");
    assert_eq!(
        Ask {
            within: "1000 working days",
            ..edge
        }
        .reckon(),
        Err(DueError::TooFar)
    );
}

#[test]
fn the_calendar_of_2026_has_as_many_working_days_as_the_decree() {
    use chrono::{Datelike, NaiveDate, Weekday};
    use otklik::domain::due::calendar::Class;
    let calendar = Calendar::by_name("ru-2026").unwrap();
    let (mut working, mut hours) = (0, 0);
    for date in NaiveDate::from_ymd_opt(2026, 1, 1)
        .unwrap()
        .iter_days()
        .take_while(|d| d.year() == 2026)
    {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        match calendar.class(date).unwrap() {
            Class::Ordinary if !weekend => (working, hours) = (working + 1, hours + 8),
            Class::Short => (working, hours) = (working + 1, hours + 7),
            _ => {}
        }
    }
    assert_eq!((working, 365 - working, hours), (247, 118, 1972));
}

#[test]
fn a_calendar_file_that_contradicts_itself_is_refused() {
    assert!(
        Calendar::parse("x", "year = 2026\noff = ['2027-01-01']\nshort = []")
            .unwrap_err()
            .contains("2027-01-01")
    );
    assert!(
        Calendar::parse("x", "year = 2026\noff = ['2026-01-01']\nshort = ['2026-01-01']")
            .unwrap_err()
            .contains("twice")
    );
    assert!(Calendar::parse("x", "year = 2026\noff = []\nshort = []\nshrt = []").is_err());
}
