//! Replies in the name of the own account.

use super::auth::{self, check};
use super::place::SEARCH;
use super::poll::{own, written};
use crate::parse::json;
use crate::{Failure, Net, OfficialReply, Place, Receipt, ReplyOrder, Request};
use serde_json::Value;
use url::Url;

/// Publishes a reply, once. X puts the name of the person in front by itself.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    // A program may answer only those who name the account.
    if order.place.kind == SEARCH || !order.review.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Failure::Unsupported);
    }
    let url = Url::parse("https://api.x.com/2/tweets").map_err(|_| Failure::Unsupported)?;
    let body = serde_json::json!({
        "text": order.text,
        "reply": {"in_reply_to_tweet_id": order.review},
    });
    let request = auth::writing(net, Request::post_json(url, &body))?.writing();
    let response = net.send(request).await?;
    if response.status == 403 {
        return Err(declined(&response.body));
    }
    check(&response, true, net.now()).map_err(Failure::of_review)?;
    let answer = json::value(&response.body).map_err(|_| Failure::Unknown)?;
    match answer.pointer("/data/id").and_then(Value::as_str) {
        Some(id) => Ok(Receipt::Live {
            id: Some(id.to_owned()),
        }),
        None => Err(Failure::Unknown),
    }
}

/// A refusal is a sentence; these are its stable parts.
fn declined(body: &[u8]) -> Failure {
    let problem = json::value(body).unwrap_or_default();
    let kind = problem["type"].as_str().unwrap_or_default();
    let detail = problem["detail"].as_str().unwrap_or_default().to_lowercase();
    match kind.rsplit('/').next().unwrap_or_default() {
        _ if detail.contains("duplicate") => Failure::refused("duplicate"),
        _ if detail.contains("deleted or not visible") => Failure::refused("review_gone"),
        _ if detail.contains("reply") || detail.contains("mention") => Failure::refused("not_allowed"),
        "client-forbidden" | "oauth1-permissions" | "usage-capped" => Failure::auth("forbidden"),
        _ if detail.contains("permission") => Failure::auth("forbidden"),
        _ => Failure::refused("forbidden"),
    }
}

/// Our own reply to a post, among our newest.
///
/// # Errors
/// [`Failure::Unsupported`] where it is not known who we are.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let own = own(net, place).await?.ok_or(Failure::Unsupported)?;
    let (answers, _) = written(net, &own).await?;
    Ok(answers.into_iter().find(|a| a.to == review).map(|a| a.reply))
}
