//! `otklik due`: one JSON object in, one out.

use super::error::{DueError, clip};
use super::{Calendar, Hours, Pauses, Request, Within, reckon, shown, zone};
use crate::domain::Lang;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

/// Answers one line: `{"id","due_at","warn_at","shown"}` or `{"id","error"}`.
pub fn line(raw: &str) -> Value {
    let Ok(Value::Object(input)) = serde_json::from_str::<Value>(raw) else {
        return json!({ "id": null, "error": DueError::NotAnObject.text(Lang::Ru) });
    };
    let id = input.get("id").cloned().unwrap_or(Value::Null);
    match answer(&input) {
        Ok(mut answer) => {
            answer.insert("id".into(), id);
            Value::Object(answer)
        }
        Err(error) => json!({ "id": id, "error": error.text(lang(&input).unwrap_or(Lang::Ru)) }),
    }
}

fn answer(input: &Map<String, Value>) -> Result<Map<String, Value>, DueError> {
    match input.get("id") {
        None | Some(Value::Null) => return Err(DueError::Missing { field: "id" }),
        Some(Value::String(_) | Value::Number(_)) => {}
        Some(_) => {
            return Err(DueError::WrongType {
                field: "id",
                list: false,
            });
        }
    }
    let created_at = instant("created_at", needed(input, "created_at")?)?;
    let zone = zone(needed(input, "time_zone")?)?;
    let hours = Hours::parse(needed(input, "hours")?)?;
    let within = Within::parse(needed(input, "within")?)?;
    let calendar = text(input, "calendar")?.map(Calendar::by_name).transpose()?;
    let pauses = pauses(input.get("pauses"))?;
    let lang = lang(input)?;
    let now = text(input, "now")?
        .map(|n| instant("now", n))
        .transpose()?
        .unwrap_or(created_at);
    let due = reckon(&Request {
        created_at,
        zone,
        hours: &hours,
        calendar,
        within,
        pauses: &pauses,
    })?;
    let mut answer = Map::new();
    answer.insert("due_at".into(), utc(due.due_at));
    answer.insert("warn_at".into(), utc(due.warn_at));
    answer.insert("shown".into(), shown(due.due_at, zone, now, lang).into());
    Ok(answer)
}

fn utc(at: DateTime<Utc>) -> Value {
    at.to_rfc3339_opts(SecondsFormat::Secs, true).into()
}

/// An optional text; `null` is absent.
fn text<'a>(input: &'a Map<String, Value>, field: &'static str) -> Result<Option<&'a str>, DueError> {
    match input.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(DueError::WrongType { field, list: false }),
    }
}

fn needed<'a>(input: &'a Map<String, Value>, field: &'static str) -> Result<&'a str, DueError> {
    text(input, field)?.ok_or(DueError::Missing { field })
}

fn lang(input: &Map<String, Value>) -> Result<Lang, DueError> {
    match text(input, "lang")? {
        None => Ok(Lang::Ru),
        Some(word) => word.parse().map_err(|_| DueError::Lang { part: clip(word) }),
    }
}

fn pauses(value: Option<&Value>) -> Result<Pauses, DueError> {
    let list = match value {
        None | Some(Value::Null) => return Ok(Pauses::default()),
        Some(Value::Array(list)) => list,
        Some(_) => {
            return Err(DueError::WrongType {
                field: "pauses",
                list: true,
            });
        }
    };
    let mut pauses = Vec::with_capacity(list.len());
    for (at, pair) in list.iter().enumerate() {
        let Value::Array(pair) = pair else {
            return Err(DueError::WrongType {
                field: "pauses",
                list: true,
            });
        };
        let ends = pair.iter().map(|end| match end {
            Value::String(text) if !text.trim().is_empty() => instant("pauses", text),
            Value::String(_) | Value::Null => Err(DueError::PauseOpen { number: at + 1 }),
            _ => Err(DueError::WrongType {
                field: "pauses",
                list: true,
            }),
        });
        match ends.collect::<Result<Vec<_>, _>>()?[..] {
            [from, to] => pauses.push((from, to)),
            [] | [_] => return Err(DueError::PauseOpen { number: at + 1 }),
            _ => {
                return Err(DueError::WrongType {
                    field: "pauses",
                    list: true,
                });
            }
        }
    }
    Pauses::new(pauses)
}

/// Reads an RFC 3339 instant with `Z` or an offset. A second 60 is read as 59.
pub fn instant(field: &'static str, text: &str) -> Result<DateTime<Utc>, DueError> {
    let wrong = || DueError::Instant {
        field,
        part: clip(text),
    };
    if !text.is_ascii() {
        return Err(wrong());
    }
    let at = DateTime::parse_from_rfc3339(text)
        .map_err(|_| wrong())?
        .with_timezone(&Utc);
    // chrono keeps a leap second as 59 plus a second of nanoseconds.
    let leap = at.timestamp_subsec_nanos() >= 1_000_000_000;
    let at = if leap {
        DateTime::from_timestamp(at.timestamp(), at.timestamp_subsec_nanos() - 1_000_000_000)
    } else {
        Some(at)
    };
    at.ok_or_else(wrong)
}
