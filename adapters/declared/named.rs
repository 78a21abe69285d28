//! What an answer tells apart from its list and names by id: writers in `includes.users`.

use super::config::Route;
use crate::parse::path::Path;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// Of all values at `of` the one that has at `by` what stands at `key` of a review becomes its field `name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    pub name: String,
    pub key: Path,
    /// From the whole answer.
    pub of: Path,
    pub by: Path,
}

impl Route {
    /// A review with what the answer names it by.
    pub fn joined<'v>(&self, answer: &Value, review: &'v Value) -> Cow<'v, Value> {
        let mut whole = Cow::Borrowed(review);
        for join in &self.join {
            let Some(key) = join.key.first(review) else {
                continue;
            };
            let mut all = join.of.all(answer).into_iter();
            if let Some(found) = all.find(|one| join.by.first(one) == Some(key))
                && let Value::Object(fields) = whole.to_mut()
            {
                fields.insert(join.name.clone(), found.clone());
            }
        }
        whole
    }
}
