//! Local times at which something is due: digests at `09:30`, or by a cron line.
//!
//! A slot is a time on the wall of a person's zone. It is turned into an instant by
//! [`first_instant`]: a time that is skipped in spring comes at the jump, a time that is repeated in
//! autumn comes once. [`cron`] is used on the wall clock alone, where it knows no jumps: left to
//! itself it skips a slot in spring and repeats one in autumn.

mod line;

use crate::domain::Lang;
use crate::domain::due::first_instant;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use std::str::FromStr;

/// When something is due, by the clock on a wall.
#[derive(Debug, Clone)]
pub enum Slot {
    /// Every day at this time.
    Daily(NaiveTime),
    /// By a cron line of five fields: minute, hour, day of the month, month, day of the week.
    Cron(Box<cron::Schedule>),
}

/// One time at which a slot is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub at: DateTime<Utc>,
    /// The local date of the wall time, also where a jump moved the instant.
    pub date: NaiveDate,
    /// The same for the same date and time on the wall, whoever reckons and however often:
    /// `2026-11-23T09:30`. Put into a unique column it makes sending twice impossible.
    pub key: String,
}

/// A slot that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotError {
    /// Neither `HH:MM` nor `cron:` with a line.
    Time(String),
    /// A cron line must have five fields.
    Fields(usize),
    /// A field of a cron line is wrong: its place from 1, its text.
    Field(usize, String),
    /// Day of the month and day of the week are both limited: readers of cron disagree about it.
    TwoKindsOfDay,
}

impl SlotError {
    /// What is wrong and what to write instead.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            SlotError::Time(part) => lang.pick(
                format!("«{part}» — не время; напишите 09:30 или cron:30 9 * * mon-fri"),
                format!("\"{part}\" is not a time; write 09:30 or cron:30 9 * * mon-fri"),
            ),
            SlotError::Fields(count) => lang.pick(
                format!("в строке cron полей {count}, а нужно 5: минута, час, число, месяц, день недели; например cron:30 9 * * mon-fri"),
                format!("the cron line has {count} fields and needs 5: minute, hour, day, month, weekday; such as cron:30 9 * * mon-fri"),
            ),
            SlotError::Field(at, part) => lang.pick(
                format!("в строке cron поле {at} «{part}» непонятно; пример: cron:30 9 * * mon-fri"),
                format!("field {at} of the cron line, \"{part}\", is not understood; example: cron:30 9 * * mon-fri"),
            ),
            SlotError::TwoKindsOfDay => lang.pick(
                "в строке cron заданы и число, и день недели; оставьте одно, вместо другого напишите *".to_owned(),
                "the cron line limits both day and weekday; keep one and write * for the other".to_owned(),
            ),
        }
    }
}

impl std::fmt::Display for SlotError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for SlotError {}

impl Slot {
    /// Reads `09:30`, `9:30` or `cron:30 9 * * mon-fri`.
    pub fn parse(text: &str) -> Result<Slot, SlotError> {
        match text.strip_prefix("cron:") {
            Some(line) => line::parse(line).map(|schedule| Slot::Cron(Box::new(schedule))),
            None => time(text)
                .map(Slot::Daily)
                .ok_or_else(|| SlotError::Time(text.chars().take(40).collect())),
        }
    }

    /// Wall times from `from` to `to`, in order; both may be included.
    fn walls<'a>(
        &'a self,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Box<dyn Iterator<Item = NaiveDateTime> + 'a> {
        match self {
            Slot::Daily(time) => Box::new(
                from.date()
                    .iter_days()
                    .map(|d| d.and_time(*time))
                    .take_while(move |wall| *wall <= to),
            ),
            // The wall clock is handed to cron as if it were UTC, which never jumps.
            Slot::Cron(schedule) => Box::new(
                schedule
                    .after_owned(from.and_utc())
                    .map(|wall| wall.naive_utc())
                    .take_while(move |wall| *wall <= to),
            ),
        }
    }
}

impl FromStr for Slot {
    type Err = SlotError;

    fn from_str(text: &str) -> Result<Self, SlotError> {
        Slot::parse(text)
    }
}

fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

/// What is due after `after` and not after `until`, in order. Neighbouring stretches of time give
/// together what the whole stretch gives. Several wall times that a jump puts on one instant are one
/// occurrence, keyed by the last of them.
pub fn slots_between(slot: &Slot, zone: Tz, after: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Occurrence> {
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
    // A whole local date can be skipped or repeated (Samoa 2011), hence two days on both sides.
    let from = local(after).checked_sub_days(Days::new(2));
    let to = local(until).checked_add_days(Days::new(2));
    let (Some(from), Some(to)) = (from, to) else {
        return Vec::new();
    };
    let mut found: Vec<Occurrence> = Vec::new();
    for wall in slot.walls(from, to) {
        let at = first_instant(zone, wall);
        if at <= after {
            continue;
        }
        if at > until {
            break;
        }
        if found.last().is_some_and(|last| last.at == at) {
            found.pop();
        }
        found.push(Occurrence {
            at,
            date: wall.date(),
            key: wall.format("%Y-%m-%dT%H:%M").to_string(),
        });
    }
    found
}
