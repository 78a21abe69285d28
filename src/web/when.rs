//! Instants as people read them: in their own zone, with the zone named where it is another one.

use super::texts::{say, say_with};
use crate::domain::Lang;
use crate::store::Time;
use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Serialize;

/// Zone, language and present instant of one page.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub lang: Lang,
    pub zone: Tz,
    pub now: Time,
}

/// How near a deadline is; the words are classes of the style sheet, and each has a text beside it.
#[derive(Debug, Clone, Serialize)]
pub struct Due {
    /// overdue | today | later | none
    pub kind: &'static str,
    /// `осталось 1 ч 20 мин`
    pub text: String,
    /// `до 14:00 (МСК)`
    pub until: String,
    /// Machine form for `<time datetime>`.
    pub iso: String,
}

const DAY_MS: i64 = 24 * 3600 * 1000;

impl Reader {
    fn local(&self, at: Time) -> DateTime<Tz> {
        at.utc().with_timezone(&self.zone)
    }

    fn day(&self, day: NaiveDate) -> String {
        let today = self.local(self.now).date_naive();
        let month = say(self.lang, &format!("month-{}", day.month()));
        if day.year() == today.year() {
            format!("{}\u{a0}{month}", day.day())
        } else {
            format!("{}\u{a0}{month}\u{a0}{}", day.day(), day.year())
        }
    }

    /// `сегодня, 14:05`, `21 ноября, 14:05`.
    pub fn moment(&self, at: Time) -> String {
        let there = self.local(at);
        let time = there.format("%H:%M").to_string();
        let today = self.local(self.now).date_naive();
        let far = there.date_naive().signed_duration_since(today).num_days();
        let key = match far {
            -1 => "day-yesterday",
            0 => "day-today",
            1 => "day-tomorrow",
            _ => return format!("{}, {time}", self.day(there.date_naive())),
        };
        say_with(self.lang, key, &[("time", time.into())])
    }

    /// `14:05` in the reader's zone.
    pub fn clock(&self, at: Time) -> String {
        self.local(at).format("%H:%M").to_string()
    }

    /// A length such as `2 ч 5 мин`, of the absolute value.
    pub fn length(&self, ms: i64) -> String {
        let minutes = ms.unsigned_abs() / 60_000;
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let args = [
            ("days", (days as i64).into()),
            ("hours", (hours as i64).into()),
            ("minutes", (rest as i64).into()),
        ];
        let key = match (days, hours, rest) {
            (0, 0, _) => "length-minutes",
            (0, _, 0) => "length-hours",
            (0, _, _) => "length-hours-minutes",
            _ => "length-days-hours",
        };
        say_with(self.lang, key, &args)
    }

    /// The badge of a deadline, with the zone of the location where it is not the reader's.
    pub fn due(&self, at: Option<Time>, place: Option<Tz>) -> Due {
        let Some(at) = at else {
            return Due { kind: "none", text: say(self.lang, "web-due-none"), until: String::new(), iso: String::new() };
        };
        let left = at.0 - self.now.0;
        let length: String = self.length(left);
        let (kind, key) = match left {
            i64::MIN..0 => ("overdue", "time-overdue"),
            _ if at.0 <= self.day_end().0 => ("today", "time-left"),
            _ => ("later", "time-left"),
        };
        let mut until = self.moment(at);
        if let Some(place) = place.filter(|p| p.offset_from_utc_datetime(&at.utc().naive_utc()).to_string() != self.zone.offset_from_utc_datetime(&at.utc().naive_utc()).to_string()) {
            let there = at.utc().with_timezone(&place);
            until = say_with(self.lang, "web-due-there", &[("time", until.into()), ("there", there.format("%H:%M").to_string().into())]);
        }
        Due {
            kind,
            text: say_with(self.lang, key, &[("time", length.into())]),
            until,
            iso: at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        }
    }

    /// The instant at which the reader's day ends.
    pub fn day_end(&self) -> Time {
        let today = self.local(self.now).date_naive();
        let next = today.succ_opt().unwrap_or(today).and_time(chrono::NaiveTime::MIN);
        // a zone that skips midnight has its day end an hour or so later; 24 hours from now is near enough
        self.zone
            .from_local_datetime(&next)
            .earliest()
            .map_or(Time(self.now.0 + DAY_MS), |d| d.with_timezone(&Utc).into())
    }
}
