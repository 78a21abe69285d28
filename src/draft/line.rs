//! One line of `otklik draft`: JSON in, JSON out.

use super::{Input, draft};
use crate::domain::Lang;
use crate::judge;
use crate::lint::limit_of;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Answers one line. `judge` reads the review, `now` stands in where the line has none. A bad line gives
/// `{"id", "error"}`.
pub fn line(
    raw: &str,
    now: DateTime<Utc>,
    reader: Lang,
    judge: impl Fn(&judge::Input) -> judge::Verdict,
) -> Value {
    let value: Value = match serde_json::from_str(raw) {
        Ok(value) => value,
        Err(error) => return json!({"id": null, "error": format!("not JSON: {error}")}),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    match serde_json::from_value::<Input>(value) {
        Ok(mut input) => {
            input.now.get_or_insert(now);
            let limit = input.review.platform.as_deref().and_then(limit_of);
            let drafts = draft(&input, &judge(&input.review), limit, reader);
            json!({"id": id, "lang": drafts.lang, "refused": drafts.refused, "variants": drafts.variants})
        }
        Err(error) => json!({"id": id, "error": error.to_string()}),
    }
}
