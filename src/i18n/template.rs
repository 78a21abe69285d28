//! Words in minijinja templates.
//!
//! The render context gives `lang` (`ru`, `en`; Russian without it), `zone` (tzdb name; UTC without
//! it) and `now` (instant). Instants are RFC 3339 texts, as chrono serialises them, or UTC
//! milliseconds. `none` gives an empty text. Results are plain text: the template escapes them.
//!
//! | in a template | gives |
//! |---|---|
//! | `{{ t("count-reviews", n=5) }}` | the text with its arguments |
//! | `{{ urgency\|word("urgency") }}` | a word of a vocabulary |
//! | `{{ at\|date }}`, `{{ at\|datetime }}`, `{{ at\|time }}` | «21 ноября», «21 ноября, 14:05», «14:05» |
//! | `{{ at\|relative }}` | «сегодня, 14:05» |
//! | `{{ due\|left }}` | «осталось 1 ч 20 мин» |
//! | `{{ due\|shown }}` | «до 18:00 (Владивосток, МСК+7)» |
//! | `{{ rating\|stars }}`, `{{ rating\|num }}` | «★★★★☆», «4,5» |

use super::{Arg, Lang, lookup};
use crate::domain::due;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State};

/// Adds the function `t` and the filters of this module to an environment.
pub fn register(env: &mut Environment<'_>) {
    env.add_function("t", text);
    env.add_filter("word", word);
    env.add_filter("date", date);
    env.add_filter("datetime", |state: &State<'_, '_>, at: &Value| {
        at_instant(state, at, |c, at| {
            super::date_time(c.lang, at, c.zone, c.now.unwrap_or(at))
        })
    });
    env.add_filter("time", |state: &State<'_, '_>, at: &Value| {
        at_instant(state, at, |c, at| super::time_of(at, c.zone))
    });
    env.add_filter("relative", |state: &State<'_, '_>, at: &Value| {
        at_instant(state, at, |c, at| match c.now {
            Some(now) => super::relative(c.lang, at, c.zone, now),
            None => super::date_time(c.lang, at, c.zone, at),
        })
    });
    env.add_filter("left", |state: &State<'_, '_>, at: &Value| {
        at_instant(state, at, |c, at| super::left(c.lang, at, c.now.unwrap_or(at)))
    });
    env.add_filter("shown", |state: &State<'_, '_>, at: &Value| {
        at_instant(state, at, |c, at| {
            due::shown(at, c.zone, c.now.unwrap_or(at), c.lang)
        })
    });
    env.add_filter("stars", stars);
    env.add_filter("num", num);
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// What the render context says of reader and moment.
struct Context {
    lang: Lang,
    zone: Tz,
    now: Option<DateTime<Utc>>,
}

fn given(state: &State<'_, '_>, name: &str) -> Option<Value> {
    state.lookup(name).filter(|v| !v.is_none() && !v.is_undefined())
}

fn language(state: &State<'_, '_>) -> Result<Lang, Error> {
    match given(state, "lang") {
        Some(lang) => lang.to_string().parse().map_err(wrong),
        None => Ok(Lang::Ru),
    }
}

fn context(state: &State<'_, '_>) -> Result<Context, Error> {
    let zone = match given(state, "zone") {
        Some(zone) => due::zone(&zone.to_string()).map_err(|e| wrong(e.to_string()))?,
        None => Tz::UTC,
    };
    let now = given(state, "now").map(|now| instant(&now)).transpose()?;
    Ok(Context {
        lang: language(state)?,
        zone,
        now,
    })
}

fn instant(value: &Value) -> Result<DateTime<Utc>, Error> {
    let found = match (value.as_str(), value.as_i64()) {
        (Some(text), _) => due::instant("instant", text).ok(),
        (_, Some(millis)) => DateTime::from_timestamp_millis(millis),
        _ => None,
    };
    found.ok_or_else(|| wrong(format!("{value} is not an instant")))
}

fn at_instant(
    state: &State<'_, '_>,
    at: &Value,
    words: impl FnOnce(&Context, DateTime<Utc>) -> String,
) -> Result<String, Error> {
    if at.is_none() {
        return Ok(String::new());
    }
    Ok(words(&context(state)?, instant(at)?))
}

fn date(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    if value.is_none() {
        return Ok(String::new());
    }
    use chrono::Datelike;
    let context = context(state)?;
    let local = |at: DateTime<Utc>| at.with_timezone(&context.zone).date_naive();
    let date = match value.as_str().and_then(|text| text.parse::<NaiveDate>().ok()) {
        Some(date) => date,
        None => local(instant(value)?),
    };
    Ok(super::date(
        context.lang,
        date,
        context.now.map_or(date, local).year(),
    ))
}

fn text(state: &State<'_, '_>, key: &str, args: Kwargs) -> Result<String, Error> {
    let values: Vec<(String, Value)> = args
        .args()
        .map(|name| Ok((name.to_owned(), args.get(name)?)))
        .collect::<Result<_, Error>>()?;
    let args: Vec<(&str, Arg<'_>)> = values
        .iter()
        .map(|(name, value)| (name.as_str(), arg(value)))
        .collect();
    let lang = language(state)?;
    lookup(lang, key, &args).ok_or_else(|| wrong(format!("there is no text {key:?}")))
}

fn arg(value: &Value) -> Arg<'static> {
    match value.kind() {
        ValueKind::Number => match (value.as_i64(), f64::try_from(value.clone())) {
            (Some(whole), _) => whole.into(),
            (None, Ok(number)) => number.into(),
            (None, Err(_)) => value.to_string().into(),
        },
        _ => value.to_string().into(),
    }
}

fn word(state: &State<'_, '_>, value: &Value, family: &str) -> Result<String, Error> {
    if value.is_none() {
        return Ok(String::new());
    }
    Ok(super::word(language(state)?, family, &value.to_string()))
}

/// 1 to 5 as filled and empty stars, rounded to the nearest.
fn stars(value: &Value) -> Result<String, Error> {
    if value.is_none() {
        return Ok(String::new());
    }
    let rating = f64::try_from(value.clone())?;
    let full = rating.round().clamp(0.0, 5.0) as usize;
    Ok("★".repeat(full) + &"☆".repeat(5 - full))
}

fn num(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    if value.is_none() {
        return Ok(String::new());
    }
    Ok(super::number(language(state)?, f64::try_from(value.clone())?))
}
