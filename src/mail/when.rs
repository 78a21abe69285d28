//! Instants in words, for mails.

use crate::domain::Lang;
use crate::domain::due::{offset_label, place};
use crate::i18n;
use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

/// `21 ноября`, with the year when it is not this one.
pub fn date(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>, lang: Lang) -> String {
    let (day, today) = (
        at.with_timezone(&zone).date_naive(),
        now.with_timezone(&zone).date_naive(),
    );
    day_in_words(day, today.year(), lang)
}

/// `2026-11-24` as `24 ноября`; anything else as it is.
pub fn iso_date(text: &str, now: DateTime<Utc>, lang: Lang) -> String {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_or_else(|_| text.to_owned(), |d| day_in_words(d, now.year(), lang))
}

fn day_in_words(day: NaiveDate, year_now: i32, lang: Lang) -> String {
    i18n::date(lang, day, year_now).replace(' ', "\u{a0}")
}

/// `03:10` today, `20 ноября, 03:10` on another day.
pub fn moment(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>, lang: Lang) -> String {
    let (there, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    let time = there.format("%H:%M");
    if there.date_naive() == today {
        time.to_string()
    } else {
        format!("{}, {time}", day_in_words(there.date_naive(), today.year(), lang))
    }
}

/// `Москва, МСК`.
pub fn zone_name(zone: Tz, at: DateTime<Utc>, lang: Lang) -> String {
    format!("{}, {}", place(zone, lang), offset_label(zone, at, lang))
}

/// The instant at which the local day of `now` ends.
pub fn day_end(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let day = now.with_timezone(&zone).date_naive();
    let next = day.succ_opt().unwrap_or(day).and_time(chrono::NaiveTime::MIN);
    // where a zone skips midnight the day ends at the first instant of the next one
    (0..=3)
        .find_map(|hours| {
            zone.from_local_datetime(&(next + chrono::TimeDelta::hours(hours)))
                .earliest()
        })
        .map_or(now, |d| d.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_day_ends_at_midnight_of_the_reader_or_at_the_first_instant_after_it() {
        assert_eq!(
            day_end(at("2026-11-21T06:30:00Z"), Tz::Europe__Moscow),
            at("2026-11-21T21:00:00Z")
        );
        assert_eq!(
            day_end(at("2026-11-21T14:30:00Z"), Tz::Asia__Vladivostok),
            at("2026-11-22T14:00:00Z")
        );
        // Cairo had no midnight on 26 April 2024: 23:59 was followed by 01:00
        assert_eq!(
            day_end(at("2024-04-25T12:00:00Z"), Tz::Africa__Cairo),
            at("2024-04-25T22:00:00Z")
        );
    }

    #[test]
    fn a_moment_names_its_day_unless_it_is_today() {
        let now = at("2026-11-21T06:30:00Z");
        let said = |text| moment(at(text), Tz::Europe__Moscow, now, Lang::Ru);
        assert_eq!(said("2026-11-21T00:10:00Z"), "03:10");
        assert_eq!(said("2026-11-20T13:00:00Z"), "20\u{a0}ноября, 16:00");
        assert_eq!(said("2025-12-31T13:00:00Z"), "31\u{a0}декабря\u{a0}2025, 16:00");
    }
}
