//! How much time is allowed: `4 working hours`, «2 рабочих дня», `30 min`.

use super::error::{DueError, WithinFault, clip};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minutes, counted only while the location is open.
    WorkingMinutes,
    /// Hours, counted only while the location is open.
    WorkingHours,
    /// Dates on which the location opens.
    WorkingDays,
    /// Minutes by the clock.
    Minutes,
    /// Hours by the clock.
    Hours,
}

/// An allowed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    /// 1 to 9999.
    pub count: u16,
    pub unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Noun {
    Hour,
    Minute,
    Day,
}

impl Within {
    /// Reads an allowed time. Number and case of the noun need not agree with the count.
    pub fn parse(text: &str) -> Result<Within, DueError> {
        let lower = text.to_lowercase();
        let parts: Vec<&str> = lower.split(' ').filter(|p| !p.is_empty()).collect();
        let fault = |fault| DueError::Within {
            fault,
            part: clip(text),
        };
        let (&number, unit) = parts.split_first().ok_or_else(|| fault(WithinFault::Number))?;
        let count = count(number).ok_or_else(|| fault(WithinFault::Number))?;
        let unit = match *unit {
            [noun] => match plain(noun) {
                Some(Noun::Hour) => Unit::Hours,
                Some(Noun::Minute) => Unit::Minutes,
                Some(Noun::Day) => return Err(fault(WithinFault::PlainDays)),
                None => return Err(fault(WithinFault::Unit)),
            },
            [adjective, noun] => match working(adjective, noun).ok_or_else(|| fault(WithinFault::Unit))? {
                Noun::Hour => Unit::WorkingHours,
                Noun::Minute => Unit::WorkingMinutes,
                Noun::Day => Unit::WorkingDays,
            },
            ref more if more.iter().any(|p| p.starts_with(|c: char| c.is_ascii_digit())) => {
                return Err(fault(WithinFault::Mixture));
            }
            _ => return Err(fault(WithinFault::Unit)),
        };
        Ok(Within { count, unit })
    }
}

/// 1 to 9999 in ASCII digits, without sign or leading zero.
fn count(text: &str) -> Option<u16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits || text.starts_with('0') {
        None
    } else {
        text.parse().ok()
    }
}

fn english(noun: &str) -> Option<Noun> {
    Some(match noun {
        "hour" | "hours" | "h" | "h." => Noun::Hour,
        "minute" | "minutes" | "min" | "min." => Noun::Minute,
        "day" | "days" => Noun::Day,
        _ => return None,
    })
}

fn russian(noun: &str) -> Option<Noun> {
    Some(match noun {
        "час" | "часа" | "часов" | "ч" | "ч." => Noun::Hour,
        "минута" | "минуту" | "минуты" | "минут" | "мин" | "мин." => {
            Noun::Minute
        }
        "день" | "дня" | "дней" | "дн" | "дн." => Noun::Day,
        _ => return None,
    })
}

fn plain(noun: &str) -> Option<Noun> {
    english(noun).or_else(|| russian(noun))
}

/// Adjective and noun must be of one language; a Russian adjective also of one gender.
fn working(adjective: &str, noun: &str) -> Option<Noun> {
    match adjective {
        "working" | "business" => english(noun),
        "рабочие" | "рабочих" | "раб." => russian(noun),
        "рабочий" | "рабочего" => russian(noun).filter(|n| *n != Noun::Minute),
        "рабочая" | "рабочую" => russian(noun).filter(|n| *n == Noun::Minute),
        _ => None,
    }
}
