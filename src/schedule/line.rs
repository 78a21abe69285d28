//! A cron line as everybody writes it, for a library that reads it otherwise.
//!
//! The `cron` crate wants seconds first, counts Sunday as 1 and refuses 0. Here five fields are
//! taken, 0 and 7 are Sunday, 1 is Monday, and ranges of weekdays may wrap.

use super::SlotError;
use cron::Schedule;

const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Reads the five fields.
pub(super) fn parse(line: &str) -> Result<Schedule, SlotError> {
    let lower = line.to_ascii_lowercase();
    let fields: Vec<&str> = lower.split_ascii_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields[..] else {
        return Err(SlotError::Fields(fields.len()));
    };
    if day != "*" && weekday != "*" {
        return Err(SlotError::TwoKindsOfDay);
    }
    let clip = |text: &str| text.chars().take(40).collect::<String>();
    let weekdays = weekdays(weekday).ok_or_else(|| SlotError::Field(5, clip(weekday)))?;
    let read = |parts: [&str; 5]| format!("0 {}", parts.join(" ")).parse::<Schedule>().ok();
    let alone = [
        [minute, "*", "*", "*", "*"],
        ["*", hour, "*", "*", "*"],
        ["*", "*", day, "*", "*"],
        ["*", "*", "*", month, "*"],
    ];
    for (at, parts) in alone.into_iter().enumerate() {
        let field = parts[at];
        let known = field
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b",-*/".contains(&b));
        if !known || read(parts).is_none() {
            return Err(SlotError::Field(at + 1, clip(field)));
        }
    }
    read([minute, hour, day, month, &weekdays]).ok_or_else(|| SlotError::Field(5, clip(weekday)))
}

/// The field of weekdays as names, which the library understands rightly.
fn weekdays(field: &str) -> Option<String> {
    if field == "*" {
        return Some("*".to_owned());
    }
    let mut on = [false; 7];
    for item in field.split(',') {
        let (span, step) = match item.split_once('/') {
            Some((span, step)) => (span, step.parse::<usize>().ok().filter(|s| (1..=7).contains(s))?),
            None => (item, 1),
        };
        let (first, last) = match span.split_once('-') {
            _ if span == "*" => (0, 6),
            Some((first, last)) => {
                let (first, last) = (weekday(first)?, weekday(last)?);
                (first, if last < first { last + 7 } else { last })
            }
            None if step > 1 => return None,
            None => (weekday(span)?, weekday(span)?),
        };
        for day in (first..=last).step_by(step) {
            on[day % 7] = true;
        }
    }
    let names: Vec<&str> = WEEKDAYS
        .iter()
        .zip(on)
        .filter_map(|(name, on)| on.then_some(*name))
        .collect();
    Some(names.join(","))
}

/// 0 (Sunday) to 7 (Sunday again).
fn weekday(text: &str) -> Option<usize> {
    let number = || text.parse::<usize>().ok().filter(|n| *n <= 7 && text.len() == 1);
    WEEKDAYS.iter().position(|name| *name == text).or_else(number)
}
