//! One line of the streaming command: JSON in, JSON out.

use super::{Input, Settings, judge_as};
use serde_json::{Map, Value, json};

/// Judges one JSON line: the verdict with its `id`, or `{"id":…,"error":…}` that says what is wrong.
///
/// # Errors
/// The error object when the line is no JSON object, has no text, or a field has the wrong type or range.
pub fn line(raw: &str, settings: &Settings) -> Result<Value, Value> {
    let value: Value = serde_json::from_str(raw.trim_start_matches('\u{feff}').trim())
        .map_err(|e| error(Value::Null, &format!("not a JSON object: {e}")))?;
    let Value::Object(fields) = value else {
        return Err(error(
            Value::Null,
            "not a JSON object: write {\"id\":…,\"text\":…}",
        ));
    };
    let id = fields.get("id").cloned().unwrap_or(Value::Null);
    let input = read(fields).map_err(|what| error(id.clone(), &what))?;
    let mut out =
        serde_json::to_value(judge_as(settings, &input)).map_err(|e| error(id.clone(), &e.to_string()))?;
    if let Value::Object(fields) = &mut out {
        fields.insert("id".to_owned(), id);
    }
    Ok(out)
}

fn read(fields: Map<String, Value>) -> Result<Input, String> {
    match fields.get("text") {
        Some(Value::String(_)) => {}
        Some(_) => return Err("text: must be a string".to_owned()),
        None => return Err("text: missing".to_owned()),
    }
    if let Some(rating) = fields.get("rating").filter(|r| !r.is_null())
        && !rating.as_u64().is_some_and(|stars| (1..=5).contains(&stars))
    {
        return Err(format!("rating: {rating} is not a whole number from 1 to 5"));
    }
    for name in ["title", "lang", "platform"] {
        if fields.get(name).is_some_and(|v| !v.is_string() && !v.is_null()) {
            return Err(format!("{name}: must be a string"));
        }
    }
    serde_json::from_value(Value::Object(fields)).map_err(|e| e.to_string())
}

fn error(id: Value, what: &str) -> Value {
    json!({ "id": id, "error": what })
}
