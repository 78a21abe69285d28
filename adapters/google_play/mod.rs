//! Google Play: the Android Publisher API for one's own apps (a week of reviews, replies), and by
//! opt-in the public store's own request. See NOTES.md.

mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder,
};
use async_trait::async_trait;
use url::Url;

crate::adapter!(GooglePlay);

#[async_trait]
impl Adapter for GooglePlay {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        let mut url = place.url.clone();
        url.query_pairs_mut().append_pair("reviewId", id);
        Some(url)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if self.manifest.is_open(net) {
            return api::poll(net, self.manifest.item_of("api"), place, cursor).await;
        }
        if net.wants("unofficial") {
            return store::poll(net, self.manifest.item_of("store"), place, cursor).await;
        }
        Err(Failure::auth("no_access_key"))
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        if body.trim_ascii_start().starts_with(b"{") {
            return api::read(self.manifest.item_of("api"), body, false);
        }
        let answer = store::read(self.manifest.item_of("store"), body)?;
        Ok(Page {
            empty: answer.sightings.is_empty().then_some(Emptiness::Stated),
            ..Page::of(answer.sightings, Next::Done)
        })
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        if !self.manifest.is_open(net) {
            return Err(Failure::Unsupported);
        }
        api::current(net, self.manifest.item_of("api"), place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.ready(net, order)?;
        api::publish(net, order).await
    }
}
