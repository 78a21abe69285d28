//! Comments in reply, by the own account.

use super::auth::{bearer, check};
use super::place;
use super::poll::ask;
use crate::parse::json;
use crate::parse::posts::Post;
use crate::{Failure, Net, OfficialReply, Place, Receipt, ReplyOrder, Request};
use chrono::TimeDelta;
use serde_json::Value;
use url::Url;

/// Publishes a reply, once: there is no key against doubles.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    if !order.review.starts_with("t1_") && !order.review.starts_with("t3_") {
        return Err(Failure::Unsupported);
    }
    let token = bearer(net).await?;
    let url = Url::parse("https://oauth.reddit.com/api/comment").map_err(|_| Failure::Unsupported)?;
    let fields = [
        ("api_type", "json"),
        ("raw_json", "1"),
        ("thing_id", order.review.as_str()),
        ("text", &order.text),
    ];
    let request = Request::post_form(url, &fields)
        .header("authorization", &format!("bearer {token}"))
        .writing();
    let response = net.send(request).await?;
    check(&response, true, net.now())?;
    let answer = json::value(&response.body).map_err(|_| Failure::Unknown)?;
    let answer = &answer["json"];
    if let Some(error) = answer["errors"].as_array().and_then(|e| e.first()) {
        return Err(declined(error, answer, net));
    }
    let id = answer.pointer("/data/things/0/data/name").and_then(Value::as_str);
    match (id, answer["errors"].is_array()) {
        (Some(id), _) => Ok(Receipt::Live {
            id: Some(id.to_owned()),
        }),
        // Taken, though the comment is not shown back.
        (None, true) => Ok(Receipt::Accepted { id: None }),
        (None, false) => Err(Failure::Unknown),
    }
}

/// An error inside an answer with status 200: `[CODE, text, field]`.
fn declined(error: &Value, answer: &Value, net: &dyn Net) -> Failure {
    let code = error[0].as_str().unwrap_or_default();
    match code {
        "RATELIMIT" => {
            let wait = answer["ratelimit"]
                .as_f64()
                .filter(|s| (0.0..=86_400.0).contains(s));
            Failure::Slow {
                until: wait.map(|s| net.now() + TimeDelta::milliseconds((s * 1000.0) as i64)),
            }
        }
        "TOO_LONG" => Failure::refused("too_long"),
        "NO_TEXT" => Failure::refused("empty"),
        "THREAD_LOCKED" => Failure::refused("locked"),
        "DELETED_COMMENT" | "DELETED_LINK" | "NO_THING_ID" => Failure::refused("review_gone"),
        "TOO_OLD" => Failure::refused("too_old"),
        "SUBREDDIT_NOTALLOWED" | "SUBREDDIT_NOEXIST" | "USER_BLOCKED" => Failure::refused("not_allowed"),
        "USER_REQUIRED" => Failure::auth("user_required"),
        _ => Failure::refused("declined"),
    }
}

/// Our own comment under a review.
///
/// # Errors
/// [`Failure::Unsupported`] where it is not known who we are.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let own = place::own(place, Some(net)).ok_or(Failure::Unsupported)?;
    let token = bearer(net).await?;
    let path = format!("/user/{own}/comments");
    let things = ask(net, &token, &path, &[("limit", "100"), ("sort", "new")]).await?;
    let ours = things
        .all
        .iter()
        .find(|t| t.is_by(&own) && t.parent_id.as_deref() == Some(review));
    ours.map(|t| {
        t.official()
            .map_err(|field| Failure::drift(format!("children[].data.{field}")))
    })
    .transpose()
}
