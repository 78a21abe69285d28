//! The clock of a deadline: when it runs, when the time is used up.

mod opening;

use super::calendar::Calendar;
use super::error::DueError;
use super::hours::Hours;
use super::pauses::Pauses;
use super::within::{Unit, Within};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use opening::{Opening, Window};

/// A question: until when?
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub created_at: DateTime<Utc>,
    /// The location's zone.
    pub zone: Tz,
    pub hours: &'a Hours,
    /// `None`: only weekdays count.
    pub calendar: Option<&'a Calendar>,
    pub within: Within,
    pub pauses: &'a Pauses,
}

/// The answer; both cut down to the whole minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub due_at: DateTime<Utc>,
    /// Three quarters of the allowed time are used.
    pub warn_at: DateTime<Utc>,
}

/// The answer of the daemon, which needs one even where a calendar is not loaded yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    pub due: Due,
    /// The calendar did not cover the dates: counted by weekdays alone, and to be said so.
    pub without_calendar: bool,
}

/// No deadline lies further from the creation.
const FURTHEST: TimeDelta = TimeDelta::days(1000);

/// Reckons a deadline, or says why there is none.
pub fn reckon(request: &Request<'_>) -> Result<Due, DueError> {
    let limit = request
        .created_at
        .checked_add_signed(FURTHEST)
        .ok_or(DueError::TooFar)?;
    let count = i64::from(request.within.count);
    let (warn, due) = match request.within.unit {
        Unit::Minutes => elapsed(request, limit, TimeDelta::minutes(count))?,
        Unit::Hours => elapsed(request, limit, TimeDelta::hours(count))?,
        Unit::WorkingMinutes => working_time(request, limit, TimeDelta::minutes(count))?,
        Unit::WorkingHours => working_time(request, limit, TimeDelta::hours(count))?,
        Unit::WorkingDays => working_days(request, limit)?,
    };
    if due > limit {
        return Err(DueError::TooFar);
    }
    Ok(Due {
        due_at: whole_minute(due),
        warn_at: whole_minute(warn),
    })
}

/// As [`reckon`]; where the calendar does not cover a needed date, counts by weekdays alone.
pub fn reckon_or_weekdays(request: &Request<'_>) -> Result<Reckoned, DueError> {
    match reckon(request) {
        Ok(due) => Ok(Reckoned {
            due,
            without_calendar: false,
        }),
        Err(DueError::NoCalendar { .. }) => {
            let due = reckon(&Request {
                calendar: None,
                ..*request
            })?;
            Ok(Reckoned {
                due,
                without_calendar: true,
            })
        }
        Err(other) => Err(other),
    }
}

/// When the location closes on a date on which it opens; `None`: it does not open then. Of the request
/// only zone, hours and calendar count.
pub fn closing(request: &Request<'_>, date: NaiveDate) -> Result<Option<DateTime<Utc>>, DueError> {
    let shifts = Opening::new(request).shifts(date)?;
    Ok(shifts.iter().flatten().map(|p| p.1).max())
}

fn whole_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp().div_euclid(60) * 60, 0).unwrap_or(at)
}

/// Counts running time and notes when an amount of it is used up.
struct Meter {
    amount: TimeDelta,
    used: TimeDelta,
    reached: Option<DateTime<Utc>>,
}

impl Meter {
    fn new(amount: TimeDelta) -> Self {
        Meter {
            amount,
            used: TimeDelta::zero(),
            reached: None,
        }
    }

    fn run(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) {
        if self.reached.is_none() && self.used + (to - from) >= self.amount {
            self.reached = Some(from + (self.amount - self.used));
        }
        self.used += to - from;
    }
}

/// 75 % of an amount; exact to the nanosecond, which the cut to the minute makes exact.
fn three_quarters(amount: TimeDelta) -> TimeDelta {
    amount * 3 / 4
}

type WarnAndDue = (DateTime<Utc>, DateTime<Utc>);

fn elapsed(request: &Request<'_>, limit: DateTime<Utc>, amount: TimeDelta) -> Result<WarnAndDue, DueError> {
    let (mut warn, mut due) = (Meter::new(three_quarters(amount)), Meter::new(amount));
    for (from, to) in request.pauses.outside(request.created_at, limit) {
        warn.run(from, to);
        due.run(from, to);
    }
    warn.reached.zip(due.reached).ok_or(DueError::TooFar)
}

fn working_time(
    request: &Request<'_>,
    limit: DateTime<Utc>,
    amount: TimeDelta,
) -> Result<WarnAndDue, DueError> {
    let opening = Opening::new(request);
    let (mut warn, mut due) = (Meter::new(three_quarters(amount)), Meter::new(amount));
    let mut date = opening.date_of(request.created_at);
    loop {
        let window = opening.window(date)?;
        if window.from > limit {
            return Err(DueError::TooFar);
        }
        for (from, to) in running(request, &window, window.to) {
            warn.run(from, to);
            due.run(from, to);
        }
        if let Some(found) = warn.reached.zip(due.reached) {
            return Ok(found);
        }
        if let Some(error) = window.unknown {
            return Err(error);
        }
        date = next(date)?;
    }
}

fn working_days(request: &Request<'_>, limit: DateTime<Utc>) -> Result<WarnAndDue, DueError> {
    let opening = Opening::new(request);
    let first = opening.date_of(request.created_at);
    let mut day = opening.day_of_creation(request.created_at)?;
    opening.shifts(first)?; // needed, although nothing is counted on it
    let mut left = request.within.count;
    let due = loop {
        day = next(day)?;
        if opening.midnight(day)? > limit {
            return Err(DueError::TooFar);
        }
        let shifts = opening.shifts(day)?;
        let mut pieces = shifts.iter().flatten();
        let Some(last) = pieces.clone().map(|p| p.1).max() else {
            continue;
        };
        let paused =
            |p: &(DateTime<Utc>, DateTime<Utc>)| request.pauses.touch(p.0.max(request.created_at), p.1);
        if pieces.any(paused) {
            continue;
        }
        left -= 1;
        if left == 0 {
            break last.max(tail_over(&opening, day, last)?);
        }
    };
    let mut runs = Vec::new();
    let mut date = first;
    loop {
        let window = opening.window(date)?;
        if window.from >= due {
            break;
        }
        runs.extend(running(request, &window, due));
        date = next(date)?;
    }
    let total = runs
        .iter()
        .fold(TimeDelta::zero(), |sum, (from, to)| sum + (*to - *from));
    let mut warn = Meter::new(three_quarters(total));
    for (from, to) in runs {
        warn.run(from, to);
    }
    Ok((warn.reached.unwrap_or(due), due))
}

/// Where a range of the day before runs past midnight and beyond the day's own closing, the location
/// does not close then: the union counts (due-rules.md §2), and it closes when that range ends.
fn tail_over(
    opening: &Opening<'_>,
    day: NaiveDate,
    closing: DateTime<Utc>,
) -> Result<DateTime<Utc>, DueError> {
    let Some(before) = day.pred_opt() else {
        return Ok(closing);
    };
    let shifts = opening.shifts(before)?;
    Ok(shifts.iter().flatten().map(|p| p.1).max().unwrap_or(closing))
}

/// The stretches of a window in which the clock runs, from the creation up to `until`.
fn running<'a>(
    request: &'a Request<'_>,
    window: &'a Window,
    until: DateTime<Utc>,
) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + 'a {
    let clipped =
        move |&(from, to): &(DateTime<Utc>, DateTime<Utc>)| (from.max(request.created_at), to.min(until));
    window
        .open
        .iter()
        .map(clipped)
        .flat_map(|(from, to)| request.pauses.outside(from, to.max(from)))
}

fn next(date: NaiveDate) -> Result<NaiveDate, DueError> {
    date.succ_opt().ok_or(DueError::TooFar)
}
