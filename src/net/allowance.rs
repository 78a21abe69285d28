//! The daily allowance of a platform: units that every request costs, counted for all sources with one
//! credential and all daemons on one database.

use super::Errand;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use otklik_adapters::Budget;

/// One part in so many is kept for replies: polling may use 90 % of a day's units, publishing all.
const RESERVE: u32 = 10;

/// How an allowance stands after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Units used today, by everybody.
    pub used: u32,
    /// Units that polling may use a day.
    pub most: u32,
    /// When the next day begins.
    pub renews: DateTime<Utc>,
}

impl Allowance {
    /// How long to wait until the next poll so that the units last until the day ends, when one poll
    /// costs `cost` and `sharers` sources poll in turn.
    pub fn pause(self, cost: u32, sharers: u32, now: DateTime<Utc>) -> TimeDelta {
        let left = self.most.saturating_sub(self.used);
        let round = cost.max(1).saturating_mul(sharers.max(1));
        let rest = (self.renews - now).max(TimeDelta::zero());
        match i32::try_from(left / round).unwrap_or(i32::MAX) {
            0 => rest,
            rounds => rest / rounds,
        }
    }
}

/// The rules of one platform's allowance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    units: u32,
    zone: Tz,
}

impl Rule {
    /// A zone that nobody knows counts as UTC; the conformance suite refuses such a manifest.
    pub(super) fn of(budget: &Budget) -> Self {
        Rule {
            units: budget.units,
            zone: budget.zone.parse().unwrap_or(Tz::UTC),
        }
    }

    /// Units that may be used in a day on this errand.
    pub(super) fn most(self, errand: Errand) -> u32 {
        match errand {
            Errand::Publish => self.units,
            Errand::Read => self.units - self.units.div_ceil(RESERVE),
        }
    }

    /// The platform's date.
    pub(super) fn day(self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// The next midnight there; where a jump skips it, the hour after.
    pub(super) fn renews(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let midnight = (self.day(now) + Days::new(1)).and_time(NaiveTime::MIN);
        [midnight, midnight + TimeDelta::hours(1)]
            .into_iter()
            .find_map(|at| self.zone.from_local_datetime(&at).earliest())
            .map_or(now + TimeDelta::days(1), |at| at.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Rule {
        Rule::of(&Budget {
            units: 10_000,
            zone: "America/Los_Angeles".into(),
        })
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_tenth_is_kept_for_replies() {
        assert_eq!(
            (rule().most(Errand::Read), rule().most(Errand::Publish)),
            (9_000, 10_000)
        );
        let small = Rule { units: 5, ..rule() };
        assert_eq!(small.most(Errand::Read), 4, "at least one unit is kept");
    }

    #[test]
    fn the_day_is_the_platform_s() {
        let (before, after) = (at("2026-11-23T07:59:00Z"), at("2026-11-23T08:00:00Z"));
        assert_ne!(rule().day(before), rule().day(after));
        assert_eq!(rule().renews(before), after);
        assert_eq!(rule().renews(after), at("2026-11-24T08:00:00Z"));
    }

    #[test]
    fn polls_are_spread_over_what_is_left_of_the_day() {
        let now = at("2026-11-23T20:00:00Z");
        let half = Allowance {
            used: 8_400,
            most: 9_000,
            renews: at("2026-11-24T08:00:00Z"),
        };
        assert_eq!(
            half.pause(5, 2, now),
            TimeDelta::minutes(12),
            "600 units are 60 rounds in 12 hours"
        );
        let none = Allowance { used: 9_000, ..half };
        assert_eq!(none.pause(5, 2, now), TimeDelta::hours(12));
    }
}
