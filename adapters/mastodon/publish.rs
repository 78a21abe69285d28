//! Replies by the account's own token.

use super::server::{address, get, me, send};
use super::wire::{self, list, text};
use crate::declared::config::Item;
use crate::parse::json;
use crate::parse::posts::Post;
use crate::{Failure, Net, OfficialReply, Place, Receipt, ReplyOrder, Request};
use serde::Deserialize;
use serde_json::{Value, json};

/// Characters that an address in the text counts, whatever its length (the software's default).
const ADDRESS: usize = 23;

/// Publishes a reply. The name of the person answered is put in front, else nobody would be told;
/// the reply is seen by as many as the post that it answers. The key keeps the server from writing
/// it twice within the hour.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder, standard: u32) -> Result<Receipt, Failure> {
    #[derive(Deserialize)]
    struct Made {
        id: String,
    }
    if net.key("token").is_none() {
        return Err(Failure::Unsupported);
    }
    if order.text.trim().is_empty() {
        return Err(Failure::refused("empty"));
    }
    let max: usize = net
        .key("max_characters")
        .and_then(|n| n.parse().ok())
        .unwrap_or(standard as usize);
    if length(&order.text) > max {
        return Err(Failure::refused("too_long"));
    }
    let path = format!("/api/v1/statuses/{}", order.review);
    let asked: Value = get(net, address(&order.place, &path)?)
        .await
        .map_err(Failure::of_review)?;
    let name = format!("@{} ", text(&asked, "/account/acct")?);
    // Of a name on another server only the first half counts.
    let local = name.trim_start_matches('@').split('@').next().unwrap_or_default();
    if length(&order.text) + local.trim_end().chars().count() + 2 > max {
        return Err(Failure::refused("too_long"));
    }
    let body = json!({
        "status": format!("{name}{}", order.text),
        "in_reply_to_id": text(&asked, "/id")?,
        "visibility": text(&asked, "/visibility")?,
    });
    let request = Request::post_json(address(&order.place, "/api/v1/statuses")?, &body)
        .header("idempotency-key", &order.idempotency_key)
        .writing();
    let response = send(net, request).await.map_err(Failure::of_review)?;
    let made: Made = json::typed(&response.body).map_err(|_| Failure::Unknown)?;
    Ok(Receipt::Live { id: Some(made.id) })
}

/// Length as the server counts it.
fn length(text: &str) -> usize {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            let link = bare.starts_with("https://") || bare.starts_with("http://");
            let count = word.chars().count();
            if link {
                ADDRESS + count - bare.chars().count()
            } else {
                count
            }
        })
        .sum()
}

/// Our own reply under a post.
///
/// # Errors
/// [`Failure::Unsupported`] where it is not known who we are.
pub async fn current(
    net: &dyn Net,
    item: &Item,
    place: &Place,
    review: &str,
) -> Result<Option<OfficialReply>, Failure> {
    let own = me(net, place).await?.ok_or(Failure::Unsupported)?;
    let path = format!("/api/v1/statuses/{review}/context");
    let under: Value = get(net, address(place, &path)?).await?;
    let posts = wire::told(item, list(&under, "descendants")?)?;
    let ours = posts
        .iter()
        .filter(|s| s.is_by(&own.id) && s.replied_to() == Some(review));
    let newest = ours.max_by_key(|s| (s.at(), s.key()));
    newest.map(|s| s.official().map_err(Failure::drift)).transpose()
}
