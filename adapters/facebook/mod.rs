//! Facebook, declared in `adapter.toml`: comments under a page's posts, posts of visitors, and recommendations as far
//! as they are still given. Only the Graph API. Here stands what no table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use crate::links::{digits, query};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

fn mend(node: &mut Value) {
    recommended(node);
    addressed(node);
}

/// Recommendations as stars, those from before 2018 under an id of ours.
fn recommended(node: &mut Value) {
    let rating = match node["recommendation_type"].as_str() {
        Some("positive") => 5,
        Some("negative") => 1,
        _ => 0,
    };
    if rating > 0 && node["rating"].is_null() {
        node["rating"] = rating.into();
    }
    let parts = [&node["reviewer"]["id"], &node["created_time"]].map(Value::as_str);
    if let [Some(reviewer), Some(at)] = parts
        && node.get("id").is_none()
    {
        let hash = Sha256::digest(format!("{reviewer}\n{at}"));
        let hex: String = hash[..12].iter().map(|b| format!("{b:02x}")).collect();
        node["id"] = hex.into();
    }
}

/// What the address of a comment tells, where its fields do not: `…/PAGE/posts/POST/?comment_id=C&reply_comment_id=R`.
fn addressed(node: &mut Value) {
    let Some(url) = node["permalink_url"]
        .as_str()
        .and_then(|link| Url::parse(link).ok())
    else {
        return;
    };
    let parts: Vec<&str> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|p| digits(p))
        .collect();
    let number = |key: &str| query(&url, key).filter(|number| digits(number));
    let (Some(post), Some(comment), false) = (parts.last(), number("comment_id"), node["post"].is_string())
    else {
        return;
    };
    let answer = number("reply_comment_id").map(|answer| format!("{post}_{answer}"));
    let comment = format!("{post}_{comment}");
    node["post"] = parts.join("_").into();
    if answer.is_some() && node["parent"].is_null() {
        node["parent"] = json!({"id": comment});
    }
    if node["id"].is_null() {
        node["id"] = answer.unwrap_or(comment).into();
    }
}
