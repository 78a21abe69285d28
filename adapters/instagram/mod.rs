//! Instagram: comments under the posts of a professional account, and posts in which it is tagged. Only
//! the official API; see NOTES.md.

#[cfg(test)]
mod tests;

use crate::graph::walk::{self, Dialect, Target};
use crate::graph::{api, items, read, reply};
use crate::parse::list::wrong;
use crate::parse::talk::Comment;
use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder,
};
use async_trait::async_trait;
use serde_json::Value;
use url::Url;

const COMMENT: &str = "id,text,timestamp,username,from,user,parent_id,\
    replies.limit(50){id,text,timestamp,username,from,user,parent_id}";

const DIALECT: Dialect = Dialect {
    posts: "media",
    post_fields: "id,caption,timestamp,permalink,media_type,username,comments_count,comments.limit(50){id,text,\
        timestamp,username,from,user,parent_id,replies.limit(50){id,text,timestamp,username,from,user,parent_id}}",
    comment_fields: COMMENT,
    comments: &[("limit", "50")],
    proof: ("media_count", "/media_count"),
};

crate::adapter!(Instagram);

/// The host and the account, by the way in which it was signed in.
fn target(net: &dyn Net, place: &Place) -> Result<Target, Failure> {
    let account = net.key("account");
    let by_facebook = net.key("login").is_some_and(|l| l == "facebook");
    let (host, user) = match (by_facebook, &account) {
        (true, Some(account)) => ("graph.facebook.com", account.clone()),
        (true, None) => return Err(Failure::auth("no_account")),
        (false, account) => (
            "graph.instagram.com",
            account.clone().unwrap_or_else(|| "me".into()),
        ),
    };
    let (own, only) = match place.kind.as_str() {
        "post" => (None, Some(format!("/{}", place.id))),
        _ => (Some(place.id.clone()), None),
    };
    Ok(Target {
        host,
        user,
        own: own.into_iter().chain(account).collect(),
        only,
    })
}

/// Posts of others in which the account is tagged.
async fn tagged(net: &dyn Net, target: &Target, cursor: &Cursor) -> Result<Page, Failure> {
    let fields = "id,caption,timestamp,permalink,media_type,username";
    let mut fields = vec![("fields", fields), ("limit", "50")];
    fields.extend(cursor.page.as_deref().map(|a| ("after", a)));
    let answer = api::ask(net, target.host, &[&target.user, "tags"], &fields).await;
    let list = walk::list(answer.map_err(|r| r.failure)?)?;
    let read = |(i, node)| {
        let sighting = items::mention(node).map_err(|at| wrong("data", i, &at))?;
        Ok(Comment {
            sighting,
            ..Comment::default()
        })
    };
    let found = list
        .data
        .iter()
        .enumerate()
        .map(read)
        .collect::<Result<_, Failure>>()?;
    // Nobody counts tags, and an empty list is the API's own form of none.
    Ok(walk::listed(&list, found, Emptiness::Stated, cursor))
}

/// A comment, or the one that begins its conversation.
async fn conversation(net: &dyn Net, host: &str, id: &str) -> Result<Value, Failure> {
    let ask = async |id: &str| {
        api::ask(net, host, &[id], &[("fields", COMMENT)])
            .await
            .map_err(|r| r.failure)
    };
    let answer = ask(id).await?;
    match answer.get("parent_id").and_then(Value::as_str) {
        Some(top) if top != id => ask(top).await,
        _ => Ok(answer),
    }
}

#[async_trait]
impl Adapter for Instagram {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn reply_link(&self, place: &Place, _id: &str) -> Option<Url> {
        Some(place.url.clone())
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        let target = target(net, place)?;
        if place.kind == "tagged" {
            return tagged(net, &target, cursor).await;
        }
        walk::step(net, &DIALECT, target, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        read::read(body, std::slice::from_ref(&place.id), place.kind == "tagged")
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        let target = target(net, place)?;
        let answer = conversation(net, target.host, review).await?;
        reply::within(answer, review, &target.own)
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.fits(&order.text)?;
        if order.place.kind == "tagged" {
            return Err(Failure::Unsupported);
        }
        let host = target(net, &order.place)?.host;
        // Conversations have one level: an answer to a reply stands beside it.
        let top = conversation(net, host, &order.review)
            .await
            .map_err(Failure::of_review)?;
        let top = top
            .get("id")
            .and_then(Value::as_str)
            .ok_or_else(|| Failure::drift("id"))?;
        let id = api::write(net, host, &[top, "replies"], &order.text).await?;
        Ok(Receipt::Live { id })
    }
}
