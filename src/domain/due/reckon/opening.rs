//! When a location is open, as instants.

use super::super::calendar::Class;
use super::super::error::DueError;
use super::super::hours::{Holiday, Shift, shortened};
use super::super::pauses::unite;
use super::super::wall::first_instant;
use super::Request;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

/// `[opening, closing)` as instants.
pub(super) type Piece = (DateTime<Utc>, DateTime<Utc>);

/// One local date as instants, from midnight to midnight.
pub(super) struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// Open stretches, in order, not touching; the tail of the date before included.
    pub open: Vec<Piece>,
    /// The calendar does not cover this date: `open` is only the tail of the date before.
    pub unknown: Option<DueError>,
}

/// Hours, calendar and zone of a question.
pub(super) struct Opening<'a> {
    request: &'a Request<'a>,
    past_midnight: bool,
}

impl<'a> Opening<'a> {
    pub fn new(request: &'a Request<'a>) -> Self {
        Opening {
            request,
            past_midnight: request.hours.past_midnight(),
        }
    }

    /// The local date of an instant.
    pub fn date_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.request.zone).date_naive()
    }

    /// The first instant of a local date.
    pub fn midnight(&self, date: NaiveDate) -> Result<DateTime<Utc>, DueError> {
        self.at(date, 0)
    }

    /// The date on which a creation counts: in the tail of a range past midnight the date on which
    /// that range opened (also during its break), otherwise the local date.
    pub fn day_of_creation(&self, created_at: DateTime<Utc>) -> Result<NaiveDate, DueError> {
        let date = self.date_of(created_at);
        if self.past_midnight {
            let before = date.pred_opt().ok_or(DueError::TooFar)?;
            let within = |shift: &Vec<Piece>| match (shift.first(), shift.last()) {
                (Some(first), Some(last)) => first.0 <= created_at && created_at < last.1,
                _ => false,
            };
            if self.shifts(before)?.iter().any(within) {
                return Ok(before);
            }
        }
        Ok(date)
    }

    /// What is open on a local date.
    pub fn window(&self, date: NaiveDate) -> Result<Window, DueError> {
        let (from, to) = (self.midnight(date)?, self.at(date, 24 * 60)?);
        let mut open = Vec::new();
        if self.past_midnight {
            let before = date.pred_opt().ok_or(DueError::TooFar)?;
            open.extend(self.shifts(before)?.into_iter().flatten());
        }
        let unknown = match self.shifts(date) {
            Ok(shifts) => {
                open.extend(shifts.into_iter().flatten());
                None
            }
            Err(error) => Some(error),
        };
        let mut open: Vec<Piece> = open
            .into_iter()
            .map(|(a, b)| (a.max(from), b.min(to)))
            .filter(|(a, b)| a < b)
            .collect();
        open.sort_unstable();
        Ok(Window {
            from,
            to,
            open: unite(open),
            unknown,
        })
    }

    /// The shifts that open on a date, each as its pieces between breaks. A piece that a jump of
    /// the clock makes empty does not exist.
    pub fn shifts(&self, date: NaiveDate) -> Result<Vec<Vec<Piece>>, DueError> {
        let mut shifts = Vec::new();
        for shift in self.by_the_wall(date)? {
            let mut pieces = Vec::with_capacity(shift.0.len());
            for (start, end) in shift.0 {
                let piece = (self.at(date, start)?, self.at(date, end)?);
                if piece.0 < piece.1 {
                    pieces.push(piece);
                }
            }
            if !pieces.is_empty() {
                shifts.push(pieces);
            }
        }
        Ok(shifts)
    }

    /// The shifts of a date by weekday and calendar.
    fn by_the_wall(&self, date: NaiveDate) -> Result<Vec<Shift>, DueError> {
        let hours = self.request.hours;
        let usual = &hours.week[date.weekday().num_days_from_monday() as usize];
        let (Some(calendar), false) = (
            self.request.calendar,
            matches!(hours.holiday, Some(Holiday::AsUsual)),
        ) else {
            return Ok(usual.clone());
        };
        Ok(match (calendar.class(date)?, &hours.holiday) {
            (Class::Off, Some(Holiday::Open(shifts))) => shifts.clone(),
            (Class::Off, _) => Vec::new(),
            (Class::Short, None | Some(Holiday::Closed)) => shortened(usual),
            (Class::Short | Class::Ordinary, _) => usual.clone(),
        })
    }

    fn at(&self, date: NaiveDate, minutes: u16) -> Result<DateTime<Utc>, DueError> {
        let wall = date
            .and_time(chrono::NaiveTime::MIN)
            .checked_add_signed(TimeDelta::minutes(i64::from(minutes)));
        Ok(first_instant(self.request.zone, wall.ok_or(DueError::TooFar)?))
    }
}
