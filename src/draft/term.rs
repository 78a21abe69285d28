//! The term that a draft names: the playbook's working days, with slack for what the public is told.

use super::Input;
use crate::domain::due::calendar::{Calendar, Class};
use crate::domain::due::{MONTHS_EN, MONTHS_RU};
use crate::domain::{Lang, Urgency};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

/// A promise: what we hold ourselves to, and what we tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub internal: NaiveDate,
    pub public: NaiveDate,
}

/// Working days until the answer, by urgency, where no playbook says otherwise (product.md §4: one to three days
/// with slack, which is what [`slack`] makes of these).
fn days(urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Critical => 0,
        Urgency::High => 1,
        Urgency::Normal | Urgency::Low => 2,
    }
}

/// Half as much again, up to the end of a working day, at least one (rule E2).
fn slack(days: u32) -> u32 {
    (days * 3).div_ceil(2).max(1)
}

/// The day that the draft promises: the one asked for, else `now` plus the playbook's working days in the time
/// zone of `facts.time_zone` (UTC without it) and the calendar of `facts.calendar`. `None` without `promise_by` and
/// `now`.
pub fn promise(input: &Input, urgency: Urgency) -> Option<Term> {
    let fact = |key: &str| input.facts.get(key).and_then(|z| z.as_str());
    let zone = fact("time_zone").and_then(|z| z.parse::<chrono_tz::Tz>().ok());
    let calendar = fact("calendar").and_then(|name| Calendar::by_name(name).ok());
    let local = |t: DateTime<Utc>| zone.map_or(t.date_naive(), |z| t.with_timezone(&z).date_naive());
    let days = input
        .facts
        .get("working_days")
        .and_then(serde_json::Value::as_u64)
        .and_then(|n| u32::try_from(n).ok())
        .filter(|n| *n <= 60)
        .unwrap_or_else(|| days(urgency));
    let reckoned = input.now.and_then(|now| {
        let today = local(now);
        Some(Term {
            internal: add(today, days, calendar)?,
            public: add(today, slack(days), calendar)?,
        })
    });
    if let Some(asked) = input.promise_by.as_deref() {
        let instant = DateTime::parse_from_rfc3339(asked)
            .ok()
            .map(|t| local(t.with_timezone(&Utc)));
        if let Some(public) = asked.parse().ok().or(instant) {
            let internal = reckoned.map_or(public, |r| r.internal.min(public));
            return Some(Term { internal, public });
        }
    }
    reckoned
}

/// `days` working days later; with none the day itself, or the next working day.
fn add(from: NaiveDate, days: u32, calendar: Option<&Calendar>) -> Option<NaiveDate> {
    let works = |day: NaiveDate| match calendar.map(|c| c.class(day)) {
        Some(Ok(Class::Off)) => false,
        Some(Ok(Class::Short)) => true,
        // a year that the calendar does not know counts by weekdays
        _ => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    };
    let (mut day, mut left) = (from, days);
    if days == 0 {
        while !works(day) {
            day = day.succ_opt()?;
        }
    }
    while left > 0 {
        day = day.succ_opt()?;
        if works(day) {
            left -= 1;
        }
    }
    Some(day)
}

/// «до 26 ноября», "by November 26"; without a date the term in words.
pub fn by(date: Option<NaiveDate>, lang: Lang) -> String {
    match (date, lang) {
        (Some(d), Lang::Ru) => format!("до {} {}", d.day(), MONTHS_RU[d.month0() as usize]),
        (Some(d), Lang::En) => format!("by {} {}", MONTHS_EN[d.month0() as usize], d.day()),
        (None, Lang::Ru) => "в течение трёх рабочих дней".to_owned(),
        (None, Lang::En) => "within three working days".to_owned(),
    }
}
