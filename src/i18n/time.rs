//! Days, times and lengths in words. Instants are shown in the zone that is asked for.

use super::{Lang, t};
use crate::domain::due::{clock, day_in_words};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// «14:05».
pub fn time_of(at: DateTime<Utc>, zone: Tz) -> String {
    clock(at.with_timezone(&zone).time())
}

/// «21 ноября», "21 November"; with the year if it is not `year_now`.
pub fn date(lang: Lang, date: NaiveDate, year_now: i32) -> String {
    day_in_words(date, year_now, lang)
}

/// «21 ноября, 14:05», "21 November, 14:05"; with the year if it is not that of `now`.
pub fn date_time(lang: Lang, at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
    let (local, year_now) = (at.with_timezone(&zone), now.with_timezone(&zone).year());
    format!(
        "{}, {}",
        day_in_words(local.date_naive(), year_now, lang),
        clock(local.time())
    )
}

/// «сегодня, 14:05», «вчера, 14:05», «завтра, 14:05», otherwise as [`date_time`].
pub fn relative(lang: Lang, at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
    let local = at.with_timezone(&zone);
    let key = match (local.date_naive() - now.with_timezone(&zone).date_naive()).num_days() {
        0 => "day-today",
        -1 => "day-yesterday",
        1 => "day-tomorrow",
        _ => return date_time(lang, at, zone, now),
    };
    t(lang, key, &[("time", clock(local.time()).into())])
}

/// «осталось 1 ч 20 мин», «просрочено на 3 ч», in whole minutes, never more than is left; from two
/// days on in days and hours.
pub fn left(lang: Lang, due: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let left = due - now;
    let (key, length) = if left < TimeDelta::zero() {
        ("time-overdue", -left)
    } else {
        ("time-left", left)
    };
    if length < TimeDelta::minutes(1) {
        return t(lang, "time-now", &[]);
    }
    t(lang, key, &[("time", length_text(lang, length).into())])
}

/// «1 ч 20 мин», «2 дня 3 ч».
pub fn length_text(lang: Lang, length: TimeDelta) -> String {
    let (days, hours, minutes) = (length.num_days(), length.num_hours(), length.num_minutes() % 60);
    match (days, hours, minutes) {
        (2.., _, _) if hours % 24 == 0 => t(lang, "count-days", &[("n", days.into())]),
        (2.., _, _) => t(
            lang,
            "length-days-hours",
            &[("days", days.into()), ("hours", (hours % 24).into())],
        ),
        (_, 0, _) => t(lang, "length-minutes", &[("minutes", minutes.into())]),
        (_, _, 0) => t(lang, "length-hours", &[("hours", hours.into())]),
        _ => t(
            lang,
            "length-hours-minutes",
            &[("hours", hours.into()), ("minutes", minutes.into())],
        ),
    }
}
