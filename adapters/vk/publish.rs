//! Replies under posts and comments of a wall, in the name of the community.

use super::api;
use super::failure::of_one_post;
use super::items::{Context, Found};
use super::poll::own;
use super::{place, read};
use crate::{Failure, Net, OfficialReply, Place, Receipt, ReplyOrder};

/// Where a review stands.
struct Spot {
    post: i64,
    /// The comment that begins its thread; `None` for a post.
    top: Option<i64>,
}

/// Asks for the review itself: its id alone does not name its post.
async fn spot(net: &dyn Net, owner: i64, review: i64) -> Result<Spot, Failure> {
    let (owner, id) = (owner.to_string(), review.to_string());
    let fields = [("owner_id", owner.as_str()), ("comment_id", &id)];
    match api::list(net, "wall.getComment", &fields).await {
        Ok(list) => {
            let item = list.items.iter().flatten().find(|i| i.id == Some(review));
            let item = item.ok_or(Failure::Gone)?;
            let top = item
                .parents_stack
                .as_ref()
                .and_then(|p| p.first().copied())
                .unwrap_or(review);
            Ok(Spot {
                post: item.post_id.ok_or_else(|| Failure::drift("post_id"))?,
                top: Some(top),
            })
        }
        // No comment has this number, so it is a post.
        Err(refusal)
            if refusal
                .code
                .is_some_and(|c| of_one_post(c) || c == 100 || c == 104) =>
        {
            Ok(Spot {
                post: review,
                top: None,
            })
        }
        Err(refusal) => Err(refusal.failure),
    }
}

/// Owner of the wall and number of the review. A short name is asked for and never taken to be our
/// own: a reply would land under another post of the same number.
async fn ids(place: &Place, review: &str, net: &dyn Net) -> Result<(i64, i64), Failure> {
    // Boards, goods and mentions are answered by hand.
    let review = review.parse().map_err(|_| Failure::Unsupported)?;
    match place::owner(place).filter(|_| place.kind == place::WALL) {
        Some(owner) => Ok((owner, review)),
        None if place.kind == place::WALL => Ok((api::owner_named(net, &place.id).await?, review)),
        None => Err(Failure::Unsupported),
    }
}

/// Publishes a reply. The same key for every attempt keeps VK from writing it twice.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let key = net.access("community_key").ok_or(Failure::Unsupported)?;
    let (owner, review) = ids(&order.place, &order.review, net).await?;
    let spot = match &order.parent {
        None => Spot {
            post: review,
            top: None,
        },
        Some(_) => spot(net, owner, review).await.map_err(Failure::of_review)?,
    };
    let group = own(net)
        .or(Some(owner).filter(|o| *o < 0))
        .map(|g| g.unsigned_abs().to_string());
    let (owner, post, comment) = (owner.to_string(), spot.post.to_string(), review.to_string());
    let mut fields = vec![
        ("owner_id", owner.as_str()),
        ("post_id", &post),
        ("message", &order.text),
        ("guid", &order.idempotency_key),
    ];
    if let Some(group) = &group {
        fields.push(("from_group", group));
    }
    if spot.top.is_some() {
        fields.push(("reply_to_comment", &comment));
    }
    let id = api::create_comment(net, key, &fields).await?;
    Ok(Receipt::Live {
        id: id.map(|n| n.to_string()),
    })
}

/// Looks for our own comment under a review.
pub async fn current(net: &dyn Net, place: &Place, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let (owner, number) = ids(place, review, net).await?;
    let spot = spot(net, owner, number).await?;
    let numbers = [owner, spot.post, spot.top.unwrap_or(0)].map(|n| n.to_string());
    let mut fields = vec![
        ("owner_id", numbers[0].as_str()),
        ("post_id", &numbers[1]),
        ("count", "100"),
        ("sort", "desc"),
        ("preview_length", "0"),
    ];
    if spot.top.is_some() {
        fields.push(("comment_id", &numbers[2]));
    }
    let list = api::list(net, "wall.getComments", &fields)
        .await
        .map_err(|r| r.failure)?;
    read::proof(&list)?;
    let mut found = Found::default();
    let context = Context {
        owner: Some(owner),
        own: own(net),
        post: Some(spot.post),
        post_by_others: spot.top.is_none(),
        ..Context::default()
    };
    found.list(&list, context)?;
    found.sightings.clear();
    found.settle();
    Ok(found
        .answers
        .into_iter()
        .find(|a| a.to == review)
        .map(|a| a.reply))
}
