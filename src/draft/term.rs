//! The term that a draft names: a playbook's number of working days, as a local date.

use super::Input;
use crate::domain::{Lang, Urgency};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

/// Working days until the answer, by urgency. Defaults of product.md §4: one to three with slack.
fn days(urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Critical => 1,
        Urgency::High => 2,
        Urgency::Normal | Urgency::Low => 3,
    }
}

/// The day that the draft promises: the one asked for, else `now` plus the playbook's working days in the time
/// zone of `facts.time_zone` (UTC without it). `None` without `promise_by` and `now`.
pub fn promise(input: &Input, urgency: Urgency) -> Option<NaiveDate> {
    let zone = input
        .facts
        .get("time_zone")
        .and_then(|z| z.as_str())
        .and_then(|z| z.parse::<chrono_tz::Tz>().ok());
    let local = |t: DateTime<Utc>| zone.map_or(t.date_naive(), |z| t.with_timezone(&z).date_naive());
    if let Some(asked) = input.promise_by.as_deref() {
        let instant = DateTime::parse_from_rfc3339(asked)
            .ok()
            .map(|t| local(t.with_timezone(&Utc)));
        if let Some(day) = asked.parse().ok().or(instant) {
            return Some(day);
        }
    }
    let mut day = local(input.now?);
    let mut left = days(urgency);
    while left > 0 {
        day = day.succ_opt()?;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    Some(day)
}

const RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// «до 26 ноября», "by November 26"; without a date the term in words.
pub fn by(date: Option<NaiveDate>, lang: Lang) -> String {
    match (date, lang) {
        (Some(d), Lang::Ru) => format!("до {} {}", d.day(), RU[d.month0() as usize]),
        (Some(d), Lang::En) => format!("by {} {}", EN[d.month0() as usize], d.day()),
        (None, Lang::Ru) => "в течение трёх рабочих дней".to_owned(),
        (None, Lang::En) => "within three working days".to_owned(),
    }
}
