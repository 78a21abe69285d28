//! Facebook: comments under a page's posts, posts of visitors, and recommendations as far as they are
//! still given. Only the Graph API; see NOTES.md.

#[cfg(test)]
mod tests;

use crate::graph::walk::{self, Dialect, Target};
use crate::graph::{api, items, read, reply};
use crate::links::digits;
use crate::parse::list::wrong;
use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder,
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

crate::adapter!(Facebook);

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
    let mut found = Vec::new();
    for (i, node) in list.data.iter().enumerate() {
        read::recommended(node, context, &mut found).map_err(|at| wrong("data", i, &at))?;
    }
    let empty = match (&cursor.page, list.after()) {
        (Some(_), None) => Emptiness::EndOfList,
        _ if !found.is_empty() => Emptiness::Stated,
        _ => counted_none(net, place).await?,
    };
    Ok(walk::listed(&list, found, empty, cursor))
}

async fn counted_none(net: &dyn Net, place: &Place) -> Result<Emptiness, Failure> {
    let answer = api::ask(net, HOST, &[&place.id], &[("fields", "rating_count")]).await;
    match answer.map_err(|r| r.failure)?["rating_count"].as_u64() {
        Some(0) => Ok(Emptiness::Counter),
        _ => Err(Failure::drift("data is empty")),
    }
}

#[async_trait]
impl Adapter for Facebook {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Address of a post (`PAGE_POST`) or of a comment (`POST_COMMENT`) on this page.
    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        let (first, second) = id.split_once('_').filter(|(a, b)| digits(a) && digits(b))?;
        // A short name does not tell which of the two an id is; sightings carry the address themselves.
        if place.kind != "page" || !digits(&place.id) {
            return None;
        }
        let at = |post: &str| format!("https://www.facebook.com/{}/posts/{post}", place.id);
        let comment = || format!("{}?comment_id={second}", at(first));
        Url::parse(&if first == place.id { at(second) } else { comment() }).ok()
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if place.kind == "recommendations" {
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
