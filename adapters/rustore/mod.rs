//! RuStore: the public API for one's own apps (reviews, moderated replies), and by opt-in the shop
//! window's own request. See NOTES.md.

mod api;
#[cfg(test)]
mod tests;
mod web;
mod wire;

use crate::{Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder};
use async_trait::async_trait;

crate::adapter!(RuStore);

#[async_trait]
impl Adapter for RuStore {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if self.manifest.is_open(net) {
            return api::poll(net, self.manifest.item(), place, cursor).await;
        }
        if net.wants("unofficial") {
            return web::poll(net, self.manifest.item(), place, cursor).await;
        }
        Err(Failure::auth("no_access_key"))
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        api::read(self.manifest.item(), api::unwrap(body)?, false, usize::MAX).map(|(page, _)| page)
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
        api::current(net, self.manifest.item(), place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.ready(net, order)?;
        api::publish(net, order).await
    }
}
