//! Reddit: mentions and replies of the own account, a subreddit, a search, a thread, and comments in
//! reply. Only the official API with OAuth; see NOTES.md.

mod auth;
mod place;
mod poll;
mod publish;
#[cfg(test)]
mod tests;
mod wire;

use crate::parse::recorded;
use crate::{Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder};
use async_trait::async_trait;
use url::Url;

crate::adapter!(Reddit);

#[async_trait]
impl Adapter for Reddit {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        place::locate(url)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        poll::poll(net, place, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let own = place::own(place, None);
        wire::page(&wire::things(&recorded::answer(body)?)?, own.as_deref())
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        publish::current(net, place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.ready(net, order)?;
        publish::publish(net, order).await
    }
}
