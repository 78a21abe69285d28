//! Promises: the date that we mean, the later date that we name, and how a promise ended. Pure.
//!
//! «Называйте сроки с запасом» (seed rule E2), «обещай завтра, сделай сегодня» (E7): the public date is
//! one and a half times as far as the internal one, in working days of the location (product.md §4).

use super::due::{Calendar, Hours, Request, Unit, Within, closing, first_instant};
use super::due::{DueError, Pauses};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// Furthest term that is reckoned, working days.
const FURTHEST: u32 = 120;
/// Working days until the author is asked whether all is well (seed rule I2).
pub const FOLLOW_UP: u32 = 2;
/// Working days of a promise without a date («вернёмся»): the longest of the playbook.
pub const UNDATED: u32 = 3;
/// When a working day of asking begins, local hour.
const MORNING: u32 = 10;

/// Where a promise is kept.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub zone: Tz,
    pub hours: &'a Hours,
    pub calendar: Option<&'a Calendar>,
}

/// Both deadlines of a promise as instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// What we mean; before `public_by`.
    pub internal_by: DateTime<Utc>,
    /// What the author was told.
    pub public_by: DateTime<Utc>,
}

crate::vocabulary! {
    /// How a promise stands in the count. Early, on time and late sum to all that are decided.
    Fate { Open = "open", Early = "early", OnTime = "on_time", Late = "late" }
}

/// Reckons the fate: kept before the internal date, before the public one, or after it.
pub fn fate(terms: &Terms, kept_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Fate {
    match kept_at {
        Some(at) if at <= terms.internal_by => Fate::Early,
        Some(at) if at <= terms.public_by => Fate::OnTime,
        Some(_) => Fate::Late,
        None if now > terms.public_by => Fate::Late,
        None => Fate::Open,
    }
}

impl Place<'_> {
    /// The local date of an instant.
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// When it closes on a date; `None`: it does not open then. A date beyond the calendar counts by
    /// its weekday.
    fn closing(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        let pauses = Pauses::new(Vec::new()).ok()?;
        let ask = |calendar| {
            let request = Request {
                created_at: DateTime::UNIX_EPOCH,
                zone: self.zone,
                hours: self.hours,
                calendar,
                within: Within {
                    count: 1,
                    unit: Unit::WorkingDays,
                },
                pauses: &pauses,
            };
            closing(&request, date)
        };
        match ask(self.calendar) {
            Err(DueError::NoCalendar { .. }) => ask(None).ok().flatten(),
            other => other.ok().flatten(),
        }
    }

    /// The end of a date: closing time, or midnight where it is shut.
    pub fn end_of(&self, date: NaiveDate) -> DateTime<Utc> {
        self.closing(date).unwrap_or_else(|| self.midnight_after(date))
    }

    /// Midnight after a date.
    pub fn midnight_after(&self, date: NaiveDate) -> DateTime<Utc> {
        first_instant(
            self.zone,
            date.succ_opt().unwrap_or(date).and_time(NaiveTime::MIN),
        )
    }

    /// The `n`th working date after `from`; `from` itself for 0.
    pub fn ahead(&self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n.min(FURTHEST);
        let mut date = from;
        // a location that never opens again does not hold the loop
        for _ in 0..FURTHEST * 4 {
            if left == 0 {
                break;
            }
            let Some(next) = date.succ_opt() else { break };
            date = next;
            left -= u32::from(self.closing(date).is_some());
        }
        date
    }

    /// Working dates after `from` up to `to`.
    fn distance(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|d| *d <= to);
        let open = days
            .take(FURTHEST as usize * 4)
            .filter(|d| self.closing(*d).is_some());
        u32::try_from(open.count()).unwrap_or(FURTHEST)
    }

    /// The date to name in public for what we mean to do by `internal`.
    pub fn public_for(&self, now: DateTime<Utc>, internal: NaiveDate) -> NaiveDate {
        let today = self.date(now);
        self.ahead(today, with_slack(self.distance(today, internal.max(today))))
    }

    /// The date to mean for one that is named in public: the latest that leaves the slack.
    pub fn internal_for(&self, now: DateTime<Utc>, public: NaiveDate) -> NaiveDate {
        let today = self.date(now);
        let far = self.distance(today, public.max(today));
        let n = (0..=far).rev().find(|n| with_slack(*n) <= far).unwrap_or(0);
        self.ahead(today, n)
    }

    /// The instants of a promise made now.
    pub fn terms(&self, now: DateTime<Utc>, internal: Option<NaiveDate>, public: NaiveDate) -> Terms {
        let public_by = self.end_of(public).max(now + TimeDelta::hours(1));
        let internal = internal.unwrap_or_else(|| self.internal_for(now, public));
        let by = self.end_of(internal);
        // on one and the same day, or for a day that is nearly over, half of what is left
        let internal_by = if internal < public && by > now && by < public_by {
            by
        } else {
            now + (public_by - now) / 2
        };
        Terms {
            internal_by,
            public_by,
        }
    }

    /// When the author is asked whether all is well, for what was kept `at`.
    pub fn follow_up(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let date = self.ahead(self.date(at), FOLLOW_UP);
        let morning = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or(NaiveTime::MIN);
        first_instant(self.zone, date.and_time(morning))
    }
}

/// One and a half times as many, rounded up, and at least one more.
fn with_slack(working_days: u32) -> u32 {
    (working_days * 3).div_ceil(2).max(working_days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn office(hours: &Hours) -> Place<'_> {
        Place {
            zone: Tz::Europe__Moscow,
            hours,
            calendar: Calendar::by_name("ru-2026").ok(),
        }
    }

    #[test]
    fn the_public_date_has_slack_in_working_days() {
        let hours = Hours::parse("пн-пт 09:00-18:00").expect("hours");
        let place = office(&hours);
        // Monday 23 November 2026, noon
        let now = at("2026-11-23T09:00:00Z");
        for (internal, public) in [
            ("2026-11-20", "2026-11-24"), // in the past counts as today
            ("2026-11-23", "2026-11-24"),
            ("2026-11-24", "2026-11-25"),
            ("2026-11-25", "2026-11-26"),
            ("2026-11-26", "2026-11-30"), // 3 -> 4.5 -> 5 working days, over the week-end
            ("2026-11-28", "2026-12-01"), // a Saturday: four working days away
            ("2026-11-30", "2026-12-03"), // 5 -> 7.5 -> 8
        ] {
            assert_eq!(place.public_for(now, date(internal)), date(public), "{internal}");
        }
    }

    #[test]
    fn holidays_are_no_working_days() {
        let hours = Hours::parse("пн-пт 09:00-18:00").expect("hours");
        let place = office(&hours);
        // Thursday before the long week-end of 1 May 2026 (a Friday)
        let now = at("2026-04-30T07:00:00Z");
        assert_eq!(place.public_for(now, date("2026-04-30")), date("2026-05-04"));
        let every_day = Hours::parse("ежедневно 09:00-21:00, празд как обычно").expect("hours");
        assert_eq!(
            office(&every_day).public_for(now, date("2026-04-30")),
            date("2026-05-01")
        );
    }

    #[test]
    fn what_we_mean_is_earlier_than_what_we_name_and_leaves_the_slack() {
        let hours = Hours::parse("пн-пт 09:00-18:00").expect("hours");
        let place = office(&hours);
        let now = at("2026-11-23T09:00:00Z");
        for days in 1..40 {
            let public = date("2026-11-23") + TimeDelta::days(days);
            let internal = place.internal_for(now, public);
            assert!(internal < public, "{public}");
            assert!(place.public_for(now, internal) <= public, "{public}: {internal}");
            let terms = place.terms(now, None, public);
            assert!(
                now < terms.internal_by && terms.internal_by < terms.public_by,
                "{public}"
            );
        }
        let today = place.terms(now, None, date("2026-11-23"));
        assert_eq!(today.public_by, at("2026-11-23T15:00:00Z"), "closing time");
        assert_eq!(
            today.internal_by,
            at("2026-11-23T12:00:00Z"),
            "half of what is left"
        );
        let late = place.terms(at("2026-11-23T20:00:00Z"), None, date("2026-11-23"));
        assert!(late.public_by > at("2026-11-23T20:00:00Z"));
    }

    #[test]
    fn the_author_is_asked_two_working_days_later_in_the_morning() {
        let hours = Hours::parse("пн-пт 09:00-18:00").expect("hours");
        let place = office(&hours);
        assert_eq!(
            place.follow_up(at("2026-11-26T12:00:00Z")),
            at("2026-11-30T07:00:00Z")
        );
    }

    #[test]
    fn every_promise_has_one_fate() {
        let terms = Terms {
            internal_by: at("2026-11-24T15:00:00Z"),
            public_by: at("2026-11-26T15:00:00Z"),
        };
        let now = at("2026-11-25T00:00:00Z");
        let kept = |t: &str| fate(&terms, Some(at(t)), now);
        assert_eq!(kept("2026-11-24T15:00:00Z"), Fate::Early);
        assert_eq!(kept("2026-11-26T15:00:00Z"), Fate::OnTime);
        assert_eq!(kept("2026-11-26T15:00:01Z"), Fate::Late);
        assert_eq!(fate(&terms, None, now), Fate::Open);
        assert_eq!(fate(&terms, None, at("2026-11-27T00:00:00Z")), Fate::Late);
    }
}
