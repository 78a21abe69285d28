//! Answering by the owner's cabinet. Anything but the two letters `OK` is no success.

use super::cabinet::{self, Item, LAST};
use crate::parse::json;
use crate::{Failure, Net, OfficialReply, Place, Receipt, ReplyOrder, Request};
use serde::Deserialize;
use serde_json::json;
use url::Url;

/// A review in the cabinet, and the token of the list that it stood in.
struct Found {
    item: Item,
    token: Option<String>,
}

/// Looks a review up, newest first: there is no way to ask for a single one.
async fn find(net: &dyn Net, place: &Place, review: &str) -> Result<Option<Found>, Failure> {
    for number in 1..=LAST {
        let list = cabinet::list(net, place, number, false).await?;
        let (token, total) = (list.csrf_token, list.pager.total.unwrap_or_default());
        let seen = list.pager.offset.unwrap_or_default() + list.items.len() as u64;
        let last = list.items.is_empty() || seen >= total;
        let mut items = list.items.into_iter();
        if let Some(item) = items.find(|i| i.id().as_deref() == Some(review)) {
            return Ok(Some(Found { item, token }));
        }
        if last {
            break;
        }
    }
    Ok(None)
}

/// The owner's answer that stands under a review now.
///
/// # Errors
/// [`Failure::Unsupported`] without a session or for a review that the cabinet does not show.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let found = find(net, place, review).await?.ok_or(Failure::Unsupported)?;
    found
        .item
        .reply()
        .map_err(|field| Failure::drift(format!("list.items[].{field}")))
}

/// The token that writing requests need. The cabinet hands it out with a status of its own, 488.
async fn csrf(net: &dyn Net, cookies: &str) -> Result<String, Failure> {
    #[derive(Deserialize)]
    struct Token {
        csrf: String,
    }
    let url = address("https://yandex.ru/sprav/api/view/chain/0/list/")?;
    let response = net
        .send(Request::post_form(url, &[]).header("cookie", cookies))
        .await?;
    if response.status != 488 {
        cabinet::check(&response, false, net.now())?;
    }
    let token: Token = json::typed(&response.body)?;
    Ok(token.csrf)
}

/// Publishes a reply, once. It goes through Yandex's moderation, so acceptance is not publication.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let cookies = cabinet::session(net).ok_or(Failure::Unsupported)?;
    let found = find(net, &order.place, &order.review).await?;
    let found = found.ok_or_else(|| Failure::refused("review_gone"))?;
    let list_token = found.token.ok_or_else(|| Failure::drift("list.csrf_token"))?;
    let token = csrf(net, &cookies).await?;
    let mut body = json!({
        "reviewId": order.review,
        "text": order.text,
        "reviewsCsrfToken": list_token,
    });
    if let Some(answer_token) = found.item.business_answer_csrf_token {
        body["answerCsrfToken"] = answer_token.into();
    }
    let url = address("https://yandex.ru/sprav/api/ugcpub/business-answer")?;
    let request = Request::post_json(url, &body)
        .header("cookie", &cookies)
        .header("x-csrf-token", &token)
        .writing();
    let response = net.send(request).await?;
    cabinet::check(&response, true, net.now())?;
    match response.body.as_slice() {
        b"OK" => Ok(Receipt::Accepted { id: None }),
        _ => Err(Failure::Unknown),
    }
}

fn address(text: &str) -> Result<Url, Failure> {
    Url::parse(text).map_err(|_| Failure::Unsupported)
}
