//! What follows from the rules, over random questions.

use chrono::{DateTime, TimeDelta, Utc};
use otklik::domain::due::{self, Calendar, Due, DueError, Hours, Pauses, Request, Unit, Within};
use proptest::prelude::*;

const HOURS: [&str; 9] = [
    "пн-пт 09:00-18:00",
    "пн-пт 09:00-18:00 перерыв 13:00-14:00, сб 10:00-15:00",
    "ежедневно 18:00-02:00",
    "ежедневно 20:00-06:00 перерыв 01:00-02:30",
    "24/7",
    "24/7, празд выходной",
    "сб-пн 00:00-24:00, чт 02:15-02:45",
    "вт 20:00-10:00, ср 08:00-12:00, празд 01:00-03:00",
    "вс 01:30-03:30, пн-ср 23:00-01:00",
];
const ZONES: [&str; 7] = [
    "Europe/Moscow",
    "Asia/Vladivostok",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/New_York",
    "Africa/Cairo",
    "Asia/Kathmandu",
];

#[derive(Debug, Clone)]
struct Question {
    created: DateTime<Utc>,
    zone: chrono_tz::Tz,
    hours: &'static str,
    calendar: bool,
    within: Within,
    pauses: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Question {
    fn reckon(&self) -> Result<Due, DueError> {
        let hours = Hours::parse(self.hours).unwrap();
        let pauses = Pauses::new(self.pauses.clone()).unwrap();
        due::reckon(&Request {
            created_at: self.created,
            zone: self.zone,
            hours: &hours,
            calendar: self.calendar.then(|| Calendar::by_name("ru-2026").unwrap()),
            within: self.within,
            pauses: &pauses,
        })
    }

    fn working(&self) -> bool {
        !matches!(self.within.unit, Unit::Hours | Unit::Minutes)
    }

    /// How long the location is open in `[from, to)` outside pauses, minute by minute, by asking
    /// for a deadline of one working minute: open at `t` is where that deadline is a minute later.
    fn open(&self, at: DateTime<Utc>) -> bool {
        let one = Within {
            count: 1,
            unit: Unit::WorkingMinutes,
        };
        let probe = Question {
            created: at,
            within: one,
            ..self.clone()
        };
        probe
            .reckon()
            .is_ok_and(|due| due.due_at == at + TimeDelta::minutes(1))
    }
}

fn units() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![
        Unit::WorkingHours,
        Unit::WorkingMinutes,
        Unit::WorkingDays,
        Unit::Hours,
        Unit::Minutes,
    ])
}

/// Minutes of 2026 and a little around it, weighted to the jumps of the clock.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let from = DateTime::parse_from_rfc3339("2026-01-03T00:00:00Z")
        .unwrap()
        .with_timezone(&Utc);
    let day = |d: i64| d * 1440..(d + 2) * 1440;
    prop_oneof![4 => 0..355 * 1440i64, 1 => day(84), 1 => day(91), 1 => day(110), 1 => day(273), 1 => day(294)]
        .prop_map(move |minutes| from + TimeDelta::minutes(minutes))
}

fn questions() -> impl Strategy<Value = Question> {
    let pause = (-3000..20000i64, 1..4000i64);
    (
        instants(),
        0..60i64,
        prop::sample::select(ZONES.to_vec()),
        prop::sample::select(HOURS.to_vec()),
        any::<bool>(),
        (1..40u16, units()),
        prop::collection::vec(pause, 0..4),
    )
        .prop_map(
            |(created, seconds, zone, hours, calendar, (count, unit), pauses)| Question {
                created: created + TimeDelta::seconds(seconds),
                zone: zone.parse().unwrap(),
                hours,
                calendar,
                within: Within { count, unit },
                pauses: pauses
                    .into_iter()
                    .map(|(from, long)| {
                        (
                            created + TimeDelta::minutes(from),
                            created + TimeDelta::minutes(from + long),
                        )
                    })
                    .collect(),
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_warning_is_never_after_the_deadline(q in questions()) {
        if let Ok(due) = q.reckon() {
            prop_assert!(due.warn_at <= due.due_at);
        }
    }

    #[test]
    fn a_later_creation_never_gives_an_earlier_deadline(q in questions(), later in 1..5000i64) {
        let second = Question { created: q.created + TimeDelta::minutes(later), ..q.clone() };
        if let (Ok(a), Ok(b)) = (q.reckon(), second.reckon()) {
            prop_assert!(a.due_at <= b.due_at, "{} {}", a.due_at, b.due_at);
        }
    }

    #[test]
    fn a_pause_never_makes_the_deadline_earlier(q in questions(), from in -2000..6000i64, long in 1..3000i64) {
        let from = q.created + TimeDelta::minutes(from);
        let mut paused = q.clone();
        paused.pauses.push((from, from + TimeDelta::minutes(long)));
        match (q.reckon(), paused.reckon()) {
            (Ok(a), Ok(b)) => prop_assert!(a.due_at <= b.due_at),
            (Err(a), b) => prop_assert_eq!(Err(a), b),
            (Ok(_), Err(_)) => {}
        }
    }

    #[test]
    fn a_working_deadline_is_open_time_or_its_closing(q in questions()) {
        let no_pause = Question { pauses: Vec::new(), created: q.created - TimeDelta::seconds(q.created.timestamp() % 60), ..q };
        if let (true, Ok(due)) = (no_pause.working(), no_pause.reckon()) {
            prop_assert!(no_pause.open(due.due_at - TimeDelta::minutes(1)), "{}", due.due_at);
        }
    }

    #[test]
    fn the_open_minutes_up_to_the_deadline_are_exactly_the_allowed_ones(q in questions(), count in 1..150u16) {
        let within = Within { count, unit: Unit::WorkingMinutes };
        let q = Question { within, created: q.created - TimeDelta::seconds(q.created.timestamp() % 60), ..q };
        if let Ok(due) = q.reckon() {
            prop_assume!(due.due_at - q.created < TimeDelta::hours(60));
            let minutes = (due.due_at - q.created).num_minutes();
            let open = (0..minutes).filter(|m| q.open(q.created + TimeDelta::minutes(*m))).count();
            prop_assert_eq!(open, usize::from(count));
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,40}", hours in "[пнвтсб .,;:0-9/-]{0,30}") {
        let _ = Hours::parse(&text);
        let _ = Within::parse(&text);
        let _ = Hours::parse(&hours);
        let _ = due::zone(&text);
        let _ = due::line(&text);
        let _ = due::instant("x", &text);
    }
}
