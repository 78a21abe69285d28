//! Mastodon: mentions of the own account, hashtags, searches and threads on any server, and replies
//! by the account's token. Only the official API; see NOTES.md.

mod place;
mod poll;
mod publish;
mod server;
#[cfg(test)]
mod tests;
mod wire;

use crate::parse::recorded;
use crate::{Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder};
use async_trait::async_trait;
use url::Url;

crate::adapter!(Mastodon);

#[async_trait]
impl Adapter for Mastodon {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn reply_link(&self, place: &Place, id: &str) -> Option<Url> {
        place::by_number(place, id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        poll::poll(net, self.manifest.item(), place, cursor).await
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        wire::read(self.manifest.item(), &recorded::answer(body)?)
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        publish::current(net, self.manifest.item(), place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        let standard = self.manifest.limit.map_or(500, |l| l.max);
        publish::publish(net, order, standard).await
    }
}
