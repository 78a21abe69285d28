//! One line of `otklik lint`: JSON in, JSON out.

use super::pack::Pack;
use super::{Context, Input, lint_by};
use crate::config::Config;
use crate::domain::Lang;
use chrono::{DateTime, Utc};
use otklik_adapters::Limit;
use serde_json::{Value, json};

/// The longest reply that the platform takes, by its manifest; nothing where none is known.
pub fn limit_of(platform: &str) -> Option<Limit> {
    otklik_adapters::by_id(platform)?.manifest().limit
}

/// Answers one line; `now` stands in where the line has none, the configuration where its `context` is silent.
/// Messages are in the language of the business. A bad line gives `{"id", "error"}`.
pub fn line(pack: &Pack, raw: &str, now: DateTime<Utc>, config: Option<&Config>) -> Value {
    let value: Value = match serde_json::from_str(raw) {
        Ok(value) => value,
        Err(error) => return json!({"id": null, "error": format!("not JSON: {error}")}),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    match serde_json::from_value::<Input>(value) {
        Ok(mut input) => {
            input.now.get_or_insert(now);
            input.context = with_configuration(input.context, config);
            let reader = match config.map(|c| c.business.language.as_str()) {
                Some("en") => Lang::En,
                _ => Lang::Ru,
            };
            let limit = input.platform.as_deref().and_then(limit_of);
            let outcome = lint_by(pack, &input, limit, reader);
            let mut answer = json!({"id": id, "verdict": outcome.verdict, "findings": outcome.findings});
            if let Some(text) = outcome.reordered {
                answer["reordered"] = text.into();
            }
            answer
        }
        Err(error) => json!({"id": id, "error": error.to_string()}),
    }
}

/// The facts of the configuration, unless `context` states them itself.
pub(crate) fn with_configuration(context: Option<Context>, config: Option<&Config>) -> Option<Context> {
    let Some(config) = config else { return context };
    let mut context = context.unwrap_or_default();
    context
        .vertical
        .get_or_insert_with(|| config.reply.vertical.word().to_owned());
    context
        .allowed_contacts
        .get_or_insert_with(|| config.reply.allowed_contacts.clone());
    context
        .greet_by_name
        .get_or_insert_with(|| config.reply.greet_by_name.word().to_owned());
    Some(context)
}
