//! YouTube: comments and replies under the videos of a channel, or under one video. Only the Data API;
//! see NOTES.md.

mod api;
mod locate;
mod poll;
#[cfg(test)]
mod tests;
mod wire;

use crate::parse::talk;
use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder,
};
use async_trait::async_trait;
use serde_json::json;
use url::Url;

crate::adapter!(YouTube);

#[async_trait]
impl Adapter for YouTube {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    /// Of a video; comments of a channel carry the address of theirs.
    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        (place.kind == locate::VIDEO).then(|| wire::address(&place.id, id))?
    }

    fn reply_link(&self, place: &Place, id: &str) -> Option<Url> {
        let studio = || Url::parse("https://studio.youtube.com/channel/comments").ok();
        self.permalink(place, id).or_else(studio)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        poll::poll(net, place, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let own = (place.kind == locate::CHANNEL).then_some(place.id.as_str());
        let answer = api::saved(body)?;
        let mut found = Vec::new();
        let items = wire::items(answer)?;
        let empty = items.proof();
        for item in &items.list {
            item.read(own, &mut found);
        }
        if found.is_empty() && empty.is_none() {
            return Err(Failure::drift("items is empty"));
        }
        Ok(talk::page(found, empty.unwrap_or(Emptiness::Stated)))
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        let top = wire::top(review);
        let own = poll::owner(net, place).await?;
        let mut found = Vec::new();
        poll::replies(net, top, own.as_deref(), &mut found).await?;
        Ok(talk::reply_to(found, review))
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.ready(net, order)?;
        // Conversations have one level: an answer to a reply stands beside it.
        let body = json!({"snippet": {"parentId": wire::top(&order.review), "textOriginal": order.text}});
        let id = api::insert(net, &body).await?;
        Ok(Receipt::Live { id: Some(id) })
    }
}
