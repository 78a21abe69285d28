//! Production calendars: which dates of a year are off and which are an hour shorter.

use super::error::{DueError, clip};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The calendars that are compiled in: file name without `.toml`, text. A new year is a new line.
const EMBEDDED: &[(&str, &str)] = &[("ru-2026", include_str!("../../../config/calendar/ru-2026.toml"))];

static LOADED: LazyLock<Vec<Calendar>> = LazyLock::new(|| {
    EMBEDDED
        .iter()
        .filter_map(|(name, text)| Calendar::parse(name, text).ok())
        .collect()
});

/// What a calendar says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The weekday decides.
    Ordinary,
    /// A public holiday or a moved day off.
    Off,
    /// The eve of a public holiday: an hour less.
    Short,
}

/// A production calendar of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    name: String,
    year: i32,
    special: HashMap<NaiveDate, Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i32,
    off: Vec<NaiveDate>,
    short: Vec<NaiveDate>,
}

impl Calendar {
    /// A compiled-in calendar. An error names those that there are.
    pub fn by_name(name: &str) -> Result<&'static Calendar, DueError> {
        LOADED
            .iter()
            .find(|c| c.name == name)
            .ok_or_else(|| DueError::Calendar { part: clip(name) })
    }

    /// Names of the compiled-in calendars.
    pub fn names() -> Vec<&'static str> {
        EMBEDDED.iter().map(|(name, _)| *name).collect()
    }

    /// Reads a calendar file; `Err` says which line or date is wrong.
    pub fn parse(name: &str, text: &str) -> Result<Calendar, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut special = HashMap::new();
        let dates = file
            .off
            .iter()
            .map(|d| (*d, Class::Off))
            .chain(file.short.iter().map(|d| (*d, Class::Short)));
        for (date, class) in dates {
            if date.year() != file.year {
                return Err(format!("{date} is not in {}", file.year));
            }
            if special.insert(date, class).is_some() {
                return Err(format!("{date} is named twice"));
            }
        }
        Ok(Calendar {
            name: name.to_owned(),
            year: file.year,
            special,
        })
    }

    /// The name by which a location refers to it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The class of a date; outside the year of the calendar nothing is known.
    pub fn class(&self, date: NaiveDate) -> Result<Class, DueError> {
        if date.year() != self.year {
            return Err(DueError::NoCalendar { year: date.year() });
        }
        Ok(self.special.get(&date).copied().unwrap_or(Class::Ordinary))
    }
}
