//! Instants as the reader of a page reads them.

use crate::domain::Lang;
use crate::domain::due::shown;
use crate::i18n::{left, relative, t, time_of};
use crate::store::Time;
use chrono::{SecondsFormat, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use minijinja::{Value, context};

/// Zone, language and present instant of one page.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub lang: Lang,
    pub zone: Tz,
    pub now: Time,
}

/// A deadline as a badge. The kind is a class of the style sheet; a text always stands beside it.
#[derive(Debug, Clone)]
pub struct Due {
    /// overdue | today | later | none
    pub kind: &'static str,
    /// `осталось 1 ч 20 мин`
    pub text: String,
    /// `до 18:00 (Владивосток, МСК+7)`
    pub until: String,
    /// For `<time datetime>`.
    pub iso: String,
}

impl From<Due> for Value {
    fn from(d: Due) -> Value {
        context! { kind => d.kind, text => d.text, until => d.until, iso => d.iso }
    }
}

impl Reader {
    /// `сегодня, 14:05`, `21 ноября, 14:05`.
    pub fn moment(&self, at: Time) -> String {
        relative(self.lang, at.utc(), self.zone, self.now.utc())
    }

    /// `14:05`.
    pub fn clock(&self, at: Time) -> String {
        time_of(at.utc(), self.zone)
    }

    /// Today's date, `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        self.now.utc().with_timezone(&self.zone).date_naive().to_string()
    }

    /// The badge of a deadline; `place` is the zone of the location.
    pub fn due(&self, at: Option<Time>, place: Option<Tz>) -> Due {
        let Some(at) = at else {
            let text = t(self.lang, "web-due-none", &[]);
            return Due {
                kind: "none",
                text,
                until: String::new(),
                iso: String::new(),
            };
        };
        let kind = match at {
            at if at < self.now => "overdue",
            at if at <= self.day_end() => "today",
            _ => "later",
        };
        Due {
            kind,
            text: left(self.lang, at.utc(), self.now.utc()),
            until: shown(at.utc(), place.unwrap_or(self.zone), self.now.utc(), self.lang),
            iso: at.utc().to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    /// The instant at which the reader's day ends.
    pub fn day_end(&self) -> Time {
        let today = self.now.utc().with_timezone(&self.zone).date_naive();
        let midnight = today.succ_opt().unwrap_or(today).and_time(chrono::NaiveTime::MIN);
        // where a zone skips midnight, the day ends at the first instant after it
        (0..=3)
            .find_map(|h| {
                self.zone
                    .from_local_datetime(&(midnight + TimeDelta::hours(h)))
                    .earliest()
            })
            .map_or(self.now, |d| d.with_timezone(&Utc).into())
    }
}
