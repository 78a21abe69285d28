//! Facebook: comments under a page's posts, posts of visitors, and recommendations as far as they are
//! still given. Only the Graph API; see NOTES.md.

mod locate;
#[cfg(test)]
mod tests;

use crate::graph::walk::{self, Dialect, Target};
use crate::graph::{api, items, read, reply};
use crate::parse::talk::{self, Comment};
use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, OfficialReply, Page, Place, Receipt,
    ReplyOrder, ReplyRoute,
};
use async_trait::async_trait;
use url::Url;

const HOST: &str = "graph.facebook.com";

const COMMENT: &str =
    "id,from{id,name},message,created_time,comment_count,parent{id},permalink_url,attachment";

const DIALECT: Dialect = Dialect {
    posts: "feed",
    post_fields: "id,from{id,name},message,created_time,updated_time,permalink_url,attachments{media_type},\
        comments.filter(stream).order(reverse_chronological).summary(1).limit(100){id,from{id,name},message,\
        created_time,comment_count,parent{id},permalink_url,attachment}",
    comment_fields: COMMENT,
    comments: &[
        ("filter", "stream"),
        ("order", "reverse_chronological"),
        ("summary", "1"),
        ("limit", "100"),
    ],
    proof: (
        "published_posts.limit(0).summary(total_count)",
        "/published_posts/summary/total_count",
    ),
};

/// The adapter.
pub struct Facebook {
    manifest: Manifest,
}

impl Facebook {
    /// With its manifest.
    pub fn new() -> Self {
        Facebook {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("the manifest of this build"),
        }
    }
}

impl Default for Facebook {
    fn default() -> Self {
        Self::new()
    }
}

fn digits(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

/// The page's id; a short name is asked for, because comments name their authors by id.
async fn page_id(net: &dyn Net, place: &Place) -> Result<String, Failure> {
    if digits(&place.id) {
        return Ok(place.id.clone());
    }
    let answer = api::ask(net, HOST, &[&place.id], &[("fields", "id")]).await;
    let answer = answer.map_err(|r| r.failure)?;
    let id = answer.get("id").and_then(serde_json::Value::as_str);
    id.map(str::to_owned).ok_or_else(|| Failure::drift("id"))
}

/// The page's recommendations, for as long as Meta gives them.
async fn recommendations(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let fields = "created_time,has_rating,has_review,rating,recommendation_type,review_text,reviewer{id,name},\
        open_graph_story{id,comments.limit(10){id,from{id,name},message,created_time}}";
    let mut fields = vec![("fields", fields), ("limit", "100")];
    fields.extend(cursor.page.as_deref().map(|a| ("after", a)));
    let answer = match api::ask(net, HOST, &[&place.id, "ratings"], &fields).await {
        // Closed by Meta for this version: nobody can mend that.
        Err(refusal) if refusal.code == Some(12) => return Err(Failure::Unsupported),
        other => other.map_err(|r| r.failure)?,
    };
    let list = walk::list(answer)?;
    let own = [page_id(net, place).await?];
    let context = items::Context {
        own: &own,
        ..items::Context::default()
    };
    let mut found: Vec<Comment> = Vec::new();
    for (i, node) in list.data.iter().enumerate() {
        read::recommended(node, context, &mut found)
            .map_err(|at| Failure::drift(format!("data[{i}].{at}")))?;
    }
    let empty = match (&cursor.page, list.after()) {
        (Some(_), None) => Emptiness::EndOfList,
        _ if !found.is_empty() => Emptiness::Stated,
        _ => counted_none(net, place).await?,
    };
    let next = list.after().filter(|n| Some(*n) != cursor.page.as_deref());
    Ok(Page {
        next: next.map_or(Next::Done, |n| Next::More(n.to_owned())),
        ..talk::page(found, empty)
    })
}

async fn counted_none(net: &dyn Net, place: &Place) -> Result<Emptiness, Failure> {
    let answer = api::ask(net, HOST, &[&place.id], &[("fields", "rating_count")]).await;
    match answer
        .map_err(|r| r.failure)?
        .get("rating_count")
        .and_then(serde_json::Value::as_u64)
    {
        Some(0) => Ok(Emptiness::Counter),
        _ => Err(Failure::drift("data is empty")),
    }
}

#[async_trait]
impl Adapter for Facebook {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        locate::permalink(place, id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if place.kind == locate::RECOMMENDATIONS {
            return recommendations(net, place, cursor).await;
        }
        let target = Target {
            host: HOST,
            user: place.id.clone(),
            own: vec![place.id.clone()],
            only: None,
        };
        walk::step(net, &DIALECT, target, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        read::read(body, std::slice::from_ref(&place.id), false)
    }

    fn reply_route(&self, _place: &Place, keys: &[&str]) -> ReplyRoute {
        if keys.contains(&"token") {
            ReplyRoute::Api
        } else {
            ReplyRoute::ByHand
        }
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        let own = page_id(net, place).await?;
        let comments = format!("comments.limit(100).order(reverse_chronological){{{COMMENT}}}");
        let said = "id,from{id,name},message,created_time";
        // Posts have no parent, and Meta refuses to be asked for one.
        let fields = if review.starts_with(&format!("{own}_")) {
            format!("{said},{comments}")
        } else {
            format!("{said},{comments},parent{{{said},{comments}}}")
        };
        let answer = api::ask(net, HOST, &[review], &[("fields", &fields)]).await;
        let mut answer = answer.map_err(|r| r.failure)?;
        if answer.pointer("/parent/id").is_some() {
            answer = answer["parent"].take();
        }
        reply::within(answer, review, &[own])
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.fits(&order.text)?;
        let id = api::write(net, HOST, &[&order.review, "comments"], &order.text).await?;
        Ok(Receipt::Live { id })
    }
}
