//! Deadlines: working hours, production calendars and pauses in, instants out.
//!
//! Pure: no clock, no database; zones come from tzdb. `otklik due`, the queue, the mails and the
//! tester on the sources page all reckon here. The rules are stated where they are applied:
//! [`hours`] (what is written), [`calendar`] (which dates differ), [`within`] (how much time is
//! allowed), [`reckon()`] (the clock), [`shown()`] (the words).

pub mod calendar;
mod error;
pub mod hours;
mod line;
mod pauses;
mod reckon;
mod shown;
mod wall;
pub mod within;

pub use calendar::Calendar;
pub use error::{DueError, HoursFault, WithinFault};
pub use hours::Hours;
pub use line::{instant, line};
pub use pauses::Pauses;
pub use reckon::{Due, Reckoned, Request, closing, reckon, reckon_or_weekdays};
pub use shown::{MONTHS_EN, MONTHS_RU, offset_label, place, shown};
pub(crate) use shown::{clock, day_in_words};
pub use wall::first_instant;
pub use within::{Unit, Within};

/// Reads the name of a tzdb zone. Abbreviations and bare offsets (`MSK`, `UTC+3`, `+03:00`) are
/// refused: they do not know the history of a place.
pub fn zone(name: &str) -> Result<chrono_tz::Tz, DueError> {
    name.parse().map_err(|_| DueError::Zone {
        part: error::clip(name),
    })
}
