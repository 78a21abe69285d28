//! The same deadlines reckoned minute by minute, from the rules and by none of the program's means
//! but wall time to instant, which `wall.rs` checks.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use otklik::domain::due::calendar::Class;
use otklik::domain::due::{self, Calendar, Hours, Pauses, Request, Unit, Within, first_instant};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Ranges = &'static [(i64, i64)];
const H: i64 = 60;

/// Working hours as text and by hand: ranges of the date in minutes, breaks taken out.
#[derive(Debug, Clone, Copy)]
struct Written {
    text: &'static str,
    week: [Ranges; 7],
    /// The outer range with a tail past midnight, and the days that have it.
    night: Option<(i64, i64, [bool; 7])>,
    holiday: Holiday,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Holiday {
    Closed,
    AsUsual,
    Open(Ranges),
}

const OFFICE: Ranges = &[(9 * H, 13 * H), (14 * H, 18 * H)];
const NIGHT: Ranges = &[(20 * H, 25 * H), (26 * H + 30, 30 * H)];
const DAY: Ranges = &[(0, 24 * H)];

const WRITTEN: [Written; 6] = [
    Written {
        text: "пн-пт 09:00-18:00 перерыв 13:00-14:00, сб 10:00-10:45",
        week: [
            OFFICE,
            OFFICE,
            OFFICE,
            OFFICE,
            OFFICE,
            &[(10 * H, 10 * H + 45)],
            &[],
        ],
        night: None,
        holiday: Holiday::Closed,
    },
    Written {
        text: "ежедневно 20:00-06:00 обед 01:00-02:30",
        week: [NIGHT; 7],
        night: Some((20 * H, 30 * H, [true; 7])),
        holiday: Holiday::Closed,
    },
    Written {
        text: "вт 20:00-10:00, ср 08:00-12:00, hol 01:00-03:00",
        week: [&[], &[(20 * H, 34 * H)], &[(8 * H, 12 * H)], &[], &[], &[], &[]],
        night: Some((20 * H, 34 * H, [false, true, false, false, false, false, false])),
        holiday: Holiday::Open(&[(H, 3 * H)]),
    },
    Written {
        text: "24/7, праздники закрыто",
        week: [DAY; 7],
        night: None,
        holiday: Holiday::Closed,
    },
    Written {
        text: "круглосуточно",
        week: [DAY; 7],
        night: None,
        holiday: Holiday::AsUsual,
    },
    Written {
        text: "сб-пн 01:30-03:30, чт 02:15-02:45, празд как обычно",
        week: [
            &[(90, 210)],
            &[],
            &[],
            &[(135, 165)],
            &[],
            &[(90, 210)],
            &[(90, 210)],
        ],
        night: None,
        holiday: Holiday::AsUsual,
    },
];

struct Oracle<'a> {
    written: &'a Written,
    zone: Tz,
    calendar: Option<&'static Calendar>,
}

impl Oracle<'_> {
    /// Minutes of the wall on which this date works.
    fn minutes(&self, date: NaiveDate) -> Vec<i64> {
        let usual = self.written.week[date.weekday().num_days_from_monday() as usize];
        let class = self.calendar.map_or(Class::Ordinary, |c| c.class(date).unwrap());
        let list = |ranges: Ranges| {
            ranges
                .iter()
                .flat_map(|(from, to)| *from..*to)
                .collect::<Vec<_>>()
        };
        match (class, self.written.holiday) {
            (_, Holiday::AsUsual) | (Class::Ordinary, _) | (Class::Short, Holiday::Open(_)) => list(usual),
            (Class::Off, Holiday::Open(ranges)) => list(ranges),
            (Class::Off, Holiday::Closed) => Vec::new(),
            (Class::Short, Holiday::Closed) => {
                let mut minutes = list(usual);
                minutes.truncate(minutes.len().saturating_sub(60));
                minutes
            }
        }
    }

    fn first(&self, date: NaiveDate, minute: i64) -> DateTime<Utc> {
        first_instant(
            self.zone,
            date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute),
        )
    }

    /// The same as instants, each the beginning of a minute.
    fn instants(&self, date: NaiveDate) -> BTreeSet<DateTime<Utc>> {
        let mut instants = BTreeSet::new();
        for minute in self.minutes(date) {
            let (mut at, end) = (self.first(date, minute), self.first(date, minute + 1));
            while at < end {
                instants.insert(at);
                at += TimeDelta::minutes(1);
            }
        }
        instants
    }

    fn day_of_creation(&self, created: DateTime<Utc>) -> NaiveDate {
        let date = created.with_timezone(&self.zone).date_naive();
        let before = date - Days::new(1);
        let Some((from, _, days)) = self.written.night else {
            return date;
        };
        let last = self.minutes(before).last().copied();
        let on = days[before.weekday().num_days_from_monday() as usize];
        let tail = |last: i64| self.first(before, from) <= created && created < self.first(before, last + 1);
        if on && last.is_some_and(tail) {
            before
        } else {
            date
        }
    }

    /// Due and warning, whole minutes in, exact instants out.
    fn reckon(
        &self,
        created: DateTime<Utc>,
        within: Within,
        pauses: &[(DateTime<Utc>, DateTime<Utc>)],
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        let paused = |at: DateTime<Utc>| pauses.iter().any(|(from, to)| *from <= at && at < *to);
        let first = created.with_timezone(&self.zone).date_naive() - Days::new(1);
        let mut run: Vec<DateTime<Utc>> = Vec::new();
        let mut open = BTreeSet::new();
        if within.unit != Unit::WorkingDays {
            let wanted = usize::from(within.count) * if within.unit == Unit::WorkingHours { 60 } else { 1 };
            for ahead in 0.. {
                open.extend(self.instants(first + Days::new(ahead)));
                run = open
                    .iter()
                    .copied()
                    .filter(|at| *at >= created && !paused(*at))
                    .collect();
                // A day more than is needed, for tails and overlaps.
                if ahead > 2
                    && run
                        .get(wanted - 1)
                        .is_some_and(|at| *at < self.first(first + Days::new(ahead), 0))
                {
                    break;
                }
            }
            run.truncate(wanted);
        } else {
            let mut day = self.day_of_creation(created);
            let mut left = within.count;
            let due = loop {
                day = day + Days::new(1);
                let instants = self.instants(day);
                let counts = !instants.is_empty() && !instants.iter().any(|at| *at >= created && paused(*at));
                left -= u16::from(counts);
                if left == 0 {
                    // the tail of the day before may keep the place open beyond this day's own closing
                    let before = self.instants(day - Days::new(1));
                    let mut closing = *instants.last().unwrap() + TimeDelta::minutes(1);
                    while before.contains(&closing) {
                        closing += TimeDelta::minutes(1);
                    }
                    break closing;
                }
            };
            for date in first.iter_days().take_while(|d| *d <= day + Days::new(1)) {
                open.extend(self.instants(date));
            }
            run.extend(
                open.iter()
                    .copied()
                    .filter(|at| *at >= created && *at < due && !paused(*at)),
            );
            if run.is_empty() {
                return (due, due);
            }
            let warn = run[(run.len() * 3).div_ceil(4) - 1]
                + TimeDelta::seconds([60, 15, 30, 45][run.len() * 3 % 4]);
            return (due, warn);
        }
        let warn =
            run[(run.len() * 3).div_ceil(4) - 1] + TimeDelta::seconds([60, 15, 30, 45][run.len() * 3 % 4]);
        (*run.last().unwrap() + TimeDelta::minutes(1), warn)
    }
}

fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(60))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_deadline_is_the_one_counted_minute_by_minute(
        written in prop::sample::select(WRITTEN.to_vec()),
        zone in prop::sample::select(vec![Tz::Europe__Moscow, Tz::Europe__Berlin, Tz::Australia__Lord_Howe, Tz::America__Havana]),
        calendar in any::<bool>(),
        // 20 January to mid-October, with weight on spring jumps, May holidays and autumn jumps
        start in prop_oneof![20..260i64, 80..98i64, 110..132i64, 270..276i64, 296..299i64],
        offset in 0..1440i64,
        (count, unit) in prop_oneof![
            (1..12u16, Just(Unit::WorkingHours)),
            (1..500u16, Just(Unit::WorkingMinutes)),
            (1..5u16, Just(Unit::WorkingDays)),
        ],
        pauses in prop::collection::vec((-600..4000i64, 1..900i64), 0..3),
    ) {
        let new_year = DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").unwrap().with_timezone(&Utc);
        let created = new_year + TimeDelta::minutes(start * 1440 + offset);
        let pauses: Vec<_> = pauses
            .into_iter()
            .map(|(from, long)| (created + TimeDelta::minutes(from), created + TimeDelta::minutes(from + long)))
            .collect();
        let calendar = calendar.then(|| Calendar::by_name("ru-2026").unwrap());
        let within = Within { count, unit };
        let (hours, united) = (Hours::parse(written.text).unwrap(), Pauses::new(pauses.clone()).unwrap());
        let request = Request { created_at: created, zone, hours: &hours, calendar, within, pauses: &united };
        let got = due::reckon(&request).unwrap();
        let oracle = Oracle { written: &written, zone, calendar };
        let (due, warn) = oracle.reckon(created, within, &pauses);
        prop_assert_eq!((got.due_at, got.warn_at), (due, minute(warn).min(due)));
    }
}
