//! Deadlines: a table of cases reckoned by hand, and the properties that follow from the rules.

mod grammar;
mod lines;
mod minutes;
mod properties;
mod table;
mod wall;

use chrono::{DateTime, Utc};
use otklik::domain::due::{self, Calendar, Due, DueError, Hours, Pauses, Request, Within};

/// A question in words; instants as RFC 3339.
struct Ask<'a> {
    zone: &'a str,
    hours: &'a str,
    calendar: Option<&'a str>,
    created: &'a str,
    within: &'a str,
    pauses: &'a [(&'a str, &'a str)],
}

const MOSCOW: Ask<'static> = Ask {
    zone: "Europe/Moscow",
    hours: "пн-пт 09:00-18:00",
    calendar: Some("ru-2026"),
    created: "2026-05-12T10:00:00+03:00",
    within: "1 час",
    pauses: &[],
};

fn at(text: &str) -> DateTime<Utc> {
    due::instant("test", text).unwrap()
}

impl Ask<'_> {
    fn reckon(&self) -> Result<Due, DueError> {
        let hours = Hours::parse(self.hours)?;
        let pauses = Pauses::new(self.pauses.iter().map(|(from, to)| (at(from), at(to))).collect())?;
        due::reckon(&Request {
            created_at: at(self.created),
            zone: due::zone(self.zone)?,
            hours: &hours,
            calendar: self.calendar.map(Calendar::by_name).transpose()?,
            within: Within::parse(self.within)?,
            pauses: &pauses,
        })
    }

    /// `due_at` in the location's zone, as `2026-06-15T10:15`, or the error in English.
    fn due(&self) -> String {
        let zone = due::zone(self.zone).unwrap();
        match self.reckon() {
            Ok(due) => due
                .due_at
                .with_timezone(&zone)
                .format("%Y-%m-%dT%H:%M")
                .to_string(),
            Err(error) => error.to_string(),
        }
    }
}
