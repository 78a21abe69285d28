//! Odnoklassniki, declared in `adapter.toml`: comments under the topics of a group by the signed REST
//! interface. The evidence is thin, so the source is off until somebody switches it on. Here stands what no
//! table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use serde_json::{Value, json};

/// What OK marks in braces.
const MARKS: [&str; 7] = ["group", "user", "media_topic", "theme", "app", "photo", "movie"];

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

fn mend(value: &mut Value) {
    if let Some(text) = value["text"].as_str().map(unmarked) {
        value["text"] = text.into();
    }
    // Where topics come without what is told of them, the feed still names them.
    let refs: Vec<Value> = match value["feeds"].as_array() {
        Some(feeds) if value.pointer("/entities/media_topics").is_none() => {
            let refs = feeds.iter().filter_map(|f| f["target_refs"].as_array()).flatten();
            let ids = refs.filter_map(|r| Some(r.as_str()?.split_once("topic:")?.1));
            ids.map(|id| json!({"id": id})).collect()
        }
        _ => return,
    };
    if !refs.is_empty() {
        value["entities"] = json!({"media_topics": refs});
    }
}

/// `{group:5}Зерно{group}` is a link with its label; other braces stay.
fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let mark = after.split_once('}');
        let kind = |inside: &str| MARKS.contains(&inside.split(':').next().unwrap_or_default());
        rest = match mark.filter(|(inside, _)| kind(inside)) {
            Some((_, behind)) => behind,
            None => {
                out.push('{');
                after
            }
        };
    }
    out + rest
}
