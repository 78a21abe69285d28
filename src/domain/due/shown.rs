//! A deadline in words: «до 12 мая, 18:00 (Владивосток, МСК+7)».

use crate::domain::Lang;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Offset, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// Months after a number, January first.
pub const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// Months, January first.
pub const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Russian zones, shown against Moscow, with their Russian names.
const RUSSIAN: [(Tz, &str); 26] = [
    (Tz::Europe__Kaliningrad, "Калининград"),
    (Tz::Europe__Moscow, "Москва"),
    (Tz::Europe__Kirov, "Киров"),
    (Tz::Europe__Volgograd, "Волгоград"),
    (Tz::Europe__Astrakhan, "Астрахань"),
    (Tz::Europe__Saratov, "Саратов"),
    (Tz::Europe__Ulyanovsk, "Ульяновск"),
    (Tz::Europe__Samara, "Самара"),
    (Tz::Asia__Yekaterinburg, "Екатеринбург"),
    (Tz::Asia__Omsk, "Омск"),
    (Tz::Asia__Novosibirsk, "Новосибирск"),
    (Tz::Asia__Barnaul, "Барнаул"),
    (Tz::Asia__Tomsk, "Томск"),
    (Tz::Asia__Novokuznetsk, "Новокузнецк"),
    (Tz::Asia__Krasnoyarsk, "Красноярск"),
    (Tz::Asia__Irkutsk, "Иркутск"),
    (Tz::Asia__Chita, "Чита"),
    (Tz::Asia__Yakutsk, "Якутск"),
    (Tz::Asia__Khandyga, "Хандыга"),
    (Tz::Asia__Vladivostok, "Владивосток"),
    (Tz::Asia__UstNera, "Усть-Нера"),
    (Tz::Asia__Magadan, "Магадан"),
    (Tz::Asia__Sakhalin, "Сахалин"),
    (Tz::Asia__Srednekolymsk, "Среднеколымск"),
    (Tz::Asia__Kamchatka, "Камчатка"),
    (Tz::Asia__Anadyr, "Анадырь"),
];

fn russian(zone: Tz) -> Option<&'static str> {
    RUSSIAN.iter().find(|(z, _)| *z == zone).map(|(_, name)| *name)
}

/// The place of a zone: its Russian name where it has one, otherwise the last part of its name.
pub fn place(zone: Tz, lang: Lang) -> String {
    match (lang, russian(zone)) {
        (Lang::Ru, Some(name)) => name.to_owned(),
        _ => zone
            .name()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .replace('_', " "),
    }
}

/// The offset of a zone at an instant: Russian zones against Moscow (`МСК+7`), others against UTC.
pub fn offset_label(zone: Tz, at: DateTime<Utc>, lang: Lang) -> String {
    let seconds = |zone: Tz| {
        zone.offset_from_utc_datetime(&at.naive_utc())
            .fix()
            .local_minus_utc()
    };
    let (name, difference) = match russian(zone) {
        Some(_) => (
            lang.pick("МСК", "MSK"),
            seconds(zone) - seconds(Tz::Europe__Moscow),
        ),
        None => ("UTC", seconds(zone)),
    };
    let minutes = difference.abs() / 60;
    match (difference.signum(), minutes % 60) {
        (0, _) => name.to_owned(),
        (sign, 0) => format!("{name}{}{}", if sign > 0 { '+' } else { '−' }, minutes / 60),
        (sign, odd) => format!(
            "{name}{}{}:{odd:02}",
            if sign > 0 { '+' } else { '−' },
            minutes / 60
        ),
    }
}

/// Day and month in words, with the year only if it is not `year_now`.
pub(crate) fn day_in_words(date: NaiveDate, year_now: i32, lang: Lang) -> String {
    let month = lang.pick(MONTHS_RU, MONTHS_EN)[date.month0() as usize];
    if date.year() == year_now {
        format!("{} {month}", date.day())
    } else {
        format!("{} {month} {}", date.day(), date.year())
    }
}

/// A deadline in the zone of its location, as seen at `now`. Midnight is 24:00 of the date before.
pub fn shown(due_at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>, lang: Lang) -> String {
    let due = due_at.with_timezone(&zone).naive_local();
    let today = now.with_timezone(&zone).date_naive();
    let midnight = due.time().num_seconds_from_midnight() < 60;
    let (date, time) = match due.date().pred_opt().filter(|_| midnight) {
        Some(before) => (before, "24:00".to_owned()),
        None => (due.date(), clock(due.time())),
    };
    let until = lang.pick("до", "by");
    let place = format!("({}, {})", place(zone, lang), offset_label(zone, due_at, lang));
    if date == today {
        format!("{until} {time} {place}")
    } else {
        format!(
            "{until} {}, {time} {place}",
            day_in_words(date, today.year(), lang)
        )
    }
}

/// `09:05`.
pub(crate) fn clock(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}
