//! Working hours as people write them: «пн-пт 09:00-18:00, сб 10:00-16:00, празд выходной», `24/7`.
//!
//! ```text
//! hours   = always [ "," or ";" holiday-entry ] | entry { ("," | ";") entry }
//! entry   = days work           days  = dayitem { "," dayitem }
//! work    = closed | all day | as usual | ranges
//! ranges  = range { ("," | space) range } { ["," ] break range }
//! ```
//! What is not listed is an error; nothing is guessed.

mod shifts;
mod token;

use super::error::{DueError, HoursFault, clip};
use token::{Kind, Token, tokens};

pub(super) use shifts::{Shift, shortened};

/// Minutes of a day; a range past midnight ends beyond it.
const DAY: u16 = 24 * 60;

/// What happens on a public holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holiday {
    Closed,
    AsUsual,
    Open(Vec<Shift>),
}

/// Working hours of a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Monday first.
    pub(super) week: [Vec<Shift>; 7],
    pub(super) holiday: Option<Holiday>,
}

impl Hours {
    /// Reads working hours. Case does not matter, `-`, `–`, `—` are the same.
    pub fn parse(text: &str) -> Result<Hours, DueError> {
        let tokens = tokens(text);
        let hours = Parser {
            tokens: &tokens,
            at: 0,
            week: Default::default(),
            holiday: None,
        }
        .hours()
        .map_err(|(fault, part)| DueError::Hours {
            fault,
            part: clip(&part),
        })?;
        if hours.week.iter().all(Vec::is_empty) {
            return Err(DueError::Hours {
                fault: HoursFault::NeverOpen,
                part: clip(text),
            });
        }
        Ok(hours)
    }

    /// Is the last hour of a holiday's eve taken off here, given a calendar? Such is a location
    /// that does not work on holidays; the sources page says so.
    pub fn shortened_on_eves(&self) -> bool {
        matches!(self.holiday, None | Some(Holiday::Closed))
    }

    /// Does any range run past midnight?
    pub(super) fn past_midnight(&self) -> bool {
        let holiday = match &self.holiday {
            Some(Holiday::Open(shifts)) => shifts.as_slice(),
            _ => &[],
        };
        self.week.iter().flatten().chain(holiday).any(|s| s.end() > DAY)
    }
}

type Fault = (HoursFault, String);

/// Which days an entry is about.
#[derive(Default)]
struct Days {
    week: [bool; 7],
    holiday: bool,
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    week: [Option<Vec<Shift>>; 7],
    holiday: Option<Holiday>,
}

impl Parser<'_> {
    fn hours(mut self) -> Result<Hours, Fault> {
        match self.kind(0) {
            None => return Err((HoursFault::Empty, String::new())),
            Some(Kind::TwentyFourSeven | Kind::AllDay) => self.always()?,
            Some(_) => {
                self.entry()?;
                while self.kind(0).is_some() {
                    self.separator()?;
                    self.entry()?;
                }
            }
        }
        Ok(Hours {
            week: self.week.map(Option::unwrap_or_default),
            holiday: self.holiday,
        })
    }

    fn always(&mut self) -> Result<(), Fault> {
        self.at += 1;
        if self.kind(0).is_some() {
            self.separator()?;
            let part = self.part();
            let days = self.days()?;
            if days.week.contains(&true) {
                return Err((HoursFault::AfterAlways, part));
            }
            self.work(&days)?;
            if self.kind(0).is_some() {
                return Err((HoursFault::AfterAlways, self.part()));
            }
        } else {
            self.holiday = Some(Holiday::AsUsual);
        }
        self.week = std::array::from_fn(|_| Some(shifts::all_day()));
        Ok(())
    }

    fn separator(&mut self) -> Result<(), Fault> {
        if !matches!(self.kind(0), Some(Kind::Comma | Kind::Semicolon)) {
            return Err((HoursFault::Unknown, self.part()));
        }
        self.at += 1;
        if self.kind(0).is_none() {
            return Err((HoursFault::Unfinished, self.before()));
        }
        Ok(())
    }

    fn entry(&mut self) -> Result<(), Fault> {
        if matches!(self.kind(0), Some(Kind::Time)) {
            return Err((HoursFault::DaysMissing, self.part()));
        }
        let days = self.days()?;
        self.work(&days)
    }

    fn days(&mut self) -> Result<Days, Fault> {
        let mut days = Days::default();
        loop {
            let from = self.at;
            let named: Vec<usize> = match self.kind(0) {
                Some(Kind::Day(first)) => {
                    self.at += 1;
                    if matches!(self.kind(0), Some(Kind::Dash)) {
                        self.at += 1;
                        let Some(Kind::Day(last)) = self.kind(0) else {
                            return Err(self.stop());
                        };
                        self.at += 1;
                        if first == last {
                            return Err((HoursFault::Twice, self.text(from)));
                        }
                        (first..=first + (last + 7 - first) % 7).map(|d| d % 7).collect()
                    } else {
                        vec![first]
                    }
                }
                Some(Kind::Daily) => {
                    self.at += 1;
                    (0..7).collect()
                }
                Some(Kind::Weekdays) => {
                    self.at += 1;
                    (0..5).collect()
                }
                Some(Kind::Holiday) => {
                    self.at += 1;
                    if std::mem::replace(&mut days.holiday, true) || self.holiday.is_some() {
                        return Err((HoursFault::Twice, self.text(from)));
                    }
                    Vec::new()
                }
                _ => return Err(self.stop()),
            };
            for day in named {
                if std::mem::replace(&mut days.week[day], true) || self.week[day].is_some() {
                    return Err((HoursFault::Twice, self.text(from)));
                }
            }
            let another = matches!(self.kind(0), Some(Kind::Comma))
                && matches!(
                    self.kind(1),
                    Some(Kind::Day(_) | Kind::Daily | Kind::Weekdays | Kind::Holiday)
                );
            if !another {
                return Ok(days);
            }
            self.at += 1;
        }
    }

    fn work(&mut self, days: &Days) -> Result<(), Fault> {
        let from = self.at;
        let shifts = match self.kind(0) {
            Some(Kind::Closed) => {
                self.at += 1;
                Vec::new()
            }
            Some(Kind::AllDay) => {
                self.at += 1;
                shifts::all_day()
            }
            Some(Kind::How | Kind::As) => {
                let usual = matches!(
                    (self.kind(0), self.kind(1)),
                    (Some(Kind::How), Some(Kind::UsualRu)) | (Some(Kind::As), Some(Kind::UsualEn))
                );
                if !usual {
                    return Err(self.stop());
                }
                self.at += 2;
                if days.week.contains(&true) {
                    return Err((HoursFault::UsualWithoutHoliday, self.text(from)));
                }
                self.holiday = Some(Holiday::AsUsual);
                return Ok(());
            }
            Some(Kind::Time) => self.ranges()?,
            _ => return Err(self.stop()),
        };
        for (slot, named) in self.week.iter_mut().zip(days.week) {
            if named {
                *slot = Some(shifts.clone());
            }
        }
        if days.holiday {
            self.holiday = Some(if shifts.is_empty() {
                Holiday::Closed
            } else {
                Holiday::Open(shifts)
            });
        }
        Ok(())
    }

    fn ranges(&mut self) -> Result<Vec<Shift>, Fault> {
        let mut ranges = Vec::new();
        loop {
            let from = self.at;
            let range = self.range()?;
            ranges.push((range, self.text(from)));
            match (self.kind(0), self.kind(1)) {
                (Some(Kind::Time), _) => {}
                (Some(Kind::Comma), Some(Kind::Time)) => self.at += 1,
                _ => break,
            }
        }
        let mut breaks = Vec::new();
        loop {
            match (self.kind(0), self.kind(1)) {
                (Some(Kind::Break), _) => self.at += 1,
                (Some(Kind::Comma), Some(Kind::Break)) => self.at += 2,
                _ => break,
            }
            let from = self.at;
            let range = self.range()?;
            breaks.push((range, self.text(from)));
        }
        shifts::build(ranges, breaks)
    }

    /// A start before 24:00 and an end, as they are written.
    fn range(&mut self) -> Result<(u16, u16), Fault> {
        let start = self.time()?;
        if start == DAY {
            self.at -= 1;
            return Err((HoursFault::Time, self.part()));
        }
        if !matches!(self.kind(0), Some(Kind::Dash)) {
            return Err(self.stop());
        }
        self.at += 1;
        Ok((start, self.time()?))
    }

    fn time(&mut self) -> Result<u16, Fault> {
        let Some(Kind::Time) = self.kind(0) else {
            return Err(self.stop());
        };
        let time = token::time(&self.tokens[self.at].text).ok_or_else(|| (HoursFault::Time, self.part()))?;
        self.at += 1;
        Ok(time)
    }

    fn kind(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(self.at + ahead).map(|t| t.kind)
    }

    /// The token here, as it was written.
    fn part(&self) -> String {
        self.tokens
            .get(self.at)
            .map(|t| t.text.clone())
            .unwrap_or_default()
    }

    /// The token before, as it was written.
    fn before(&self) -> String {
        self.at
            .checked_sub(1)
            .and_then(|i| self.tokens.get(i))
            .map(|t| t.text.clone())
            .unwrap_or_default()
    }

    /// What was read since the token `from`.
    fn text(&self, from: usize) -> String {
        token::joined(&self.tokens[from..self.at])
    }

    /// The error for a token that cannot stand here.
    fn stop(&self) -> Fault {
        match self.kind(0) {
            Some(_) => (HoursFault::Unknown, self.part()),
            None => (HoursFault::Unfinished, self.before()),
        }
    }
}
