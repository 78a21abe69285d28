//! Answering by the owner's cabinet.

use super::cabinet::{Item, items, listed};
use super::session::{address, call, open};
use crate::links::digits;
use crate::parse::{self, dates, json};
use crate::{Failure, Net, OfficialReply, Receipt, ReplyOrder, Request};
use serde::Deserialize;
use serde_json::{Value, json};

/// How far back a review is looked for, pages of fifty.
const PAGES: usize = 10;

/// Something said under a review.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    id: Option<Value>,
    text: Option<String>,
    date_created: Option<String>,
    is_official_answer: Option<bool>,
}

/// An id is digits: anything else would be another part of the address.
fn number(review: &str) -> Result<&str, Failure> {
    Some(review).filter(|r| digits(r)).ok_or(Failure::Unsupported)
}

/// The review in the cabinet's list, newest first: there is no way to ask for one.
async fn find(net: &dyn Net, token: &str, order: &ReplyOrder) -> Result<Item, Failure> {
    let mut before: Option<String> = None;
    for _ in 0..PAGES {
        let response = call(net, token, Request::get(listed(&order.place, before.as_deref())?)).await?;
        let page: Vec<Item> = items(&response.body)?;
        let last = page.last().map(|i| i.date_created.clone());
        if let Some(item) = page
            .into_iter()
            .find(|i| i.id().as_deref() == Some(&order.review))
        {
            return Ok(item);
        }
        if last.is_none() || last == before {
            break;
        }
        before = last;
    }
    Err(Failure::refused("review_gone"))
}

/// Publishes an official answer, once. Reviews from elsewhere (Flamp) are never answered here.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let review = number(&order.review)?;
    let max: Option<usize> = net.key("max_length").and_then(|n| n.parse().ok());
    if max.is_some_and(|max| order.text.chars().count() > max) {
        return Err(Failure::refused("too_long"));
    }
    let token = open(net).await?;
    let item = find(net, &token, order).await?;
    if item.provider.as_deref().is_some_and(|p| p != "2gis") {
        return Err(Failure::refused("other_provider"));
    }
    if item.allowed_actions.reply == Some(false) {
        return Err(Failure::refused("not_allowed"));
    }
    let body = json!({"catalog": "2gis", "isOfficialAnswer": true, "text": order.text});
    let url = address(&["presence", "reviews", review, "comments"], &[])?;
    let response = call(net, &token, Request::post_json(url, &body).writing())
        .await
        .map_err(Failure::of_review)?;
    let answer = json::value(&response.body).map_err(|_| Failure::Unknown)?;
    match &answer["result"] {
        Value::Object(made) => Ok(Receipt::Accepted {
            id: made.get("id").and_then(parse::id),
        }),
        _ => Err(Failure::Unknown),
    }
}

/// The official answer that stands under a review now, as the cabinet shows it.
///
/// # Errors
/// [`Failure::Unsupported`] without the cabinet.
pub async fn current(net: &dyn Net, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let review = number(review)?;
    let token = open(net).await?;
    let query = [("catalog", "2gis"), ("limit", "200")];
    let url = address(&["presence", "reviews", review, "comments"], &query)?;
    let response = call(net, &token, Request::get(url)).await?;
    let comments: Vec<Comment> = items(&response.body)?;
    let mut official = comments
        .into_iter()
        .filter(|c| c.is_official_answer == Some(true));
    official
        .next_back()
        .map(|c| {
            Ok(OfficialReply {
                id: c.id.as_ref().and_then(parse::id),
                text: parse::plain(&c.text.ok_or_else(|| Failure::drift("result.items[].text"))?),
                at: c.date_created.as_deref().and_then(dates::rfc3339),
                ..OfficialReply::default()
            })
        })
        .transpose()
}
