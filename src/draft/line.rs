//! One line of `otklik draft`: JSON in, JSON out.

use super::{Input, Subject, draft_by, facts};
use crate::config::Config;
use crate::judge;
use crate::lint::pack::Pack;
use crate::lint::{limit_of, with_configuration};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Answers one line by the embedded rule pack and the judge as delivered.
pub fn line(raw: &str, now: DateTime<Utc>, config: Option<&Config>) -> Value {
    line_by(Pack::embedded(), raw, now, config, &judge::Settings::default())
}

/// Answers one line by the pack of the house; `now` stands in where the line has none, the configuration where its `context` is silent.
/// The review is read as `settings` say. A bad line gives `{"id", "error"}`.
pub fn line_by(
    pack: &Pack,
    raw: &str,
    now: DateTime<Utc>,
    config: Option<&Config>,
    settings: &judge::Settings,
) -> Value {
    let value: Value = match serde_json::from_str(raw) {
        Ok(value) => value,
        Err(error) => return json!({"id": null, "error": format!("not JSON: {error}")}),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    match serde_json::from_value::<Input>(value) {
        Ok(mut input) => {
            input.now.get_or_insert(now);
            input.context = with_configuration(input.context, config);
            let limit = input.review.platform.as_deref().and_then(limit_of);
            let verdict = judge::judge_as(settings, &input.review);
            if let Some(config) = config {
                let subject = Subject {
                    platform: input.review.platform.as_deref(),
                    location: input.location.as_deref(),
                    topics: &verdict.topics,
                    urgency: verdict.urgency,
                };
                // what the line says itself wins
                for (key, value) in facts(config, subject) {
                    input.facts.entry(key).or_insert(value);
                }
            }
            let mut drafts = draft_by(pack, &input, &verdict, limit, &[]);
            for variant in &mut drafts.variants {
                // the contract knows no other words: a platform's own way of counting counts characters
                if !["bytes", "utf16"].contains(&variant.length.unit.as_str()) {
                    variant.length.unit = "chars".to_owned();
                }
            }
            json!({"id": id, "lang": drafts.lang, "refused": drafts.refused, "variants": drafts.variants})
        }
        Err(error) => json!({"id": id, "error": error.to_string()}),
    }
}
