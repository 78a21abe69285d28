//! X: mentions of the own account, searches and threads by the official API v2, and replies where the
//! rules allow them. See NOTES.md.

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

crate::adapter!(X);

#[async_trait]
impl Adapter for X {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        place::locate(url)
    }

    fn reply_link(&self, _place: &Place, id: &str) -> Option<Url> {
        place::post(id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        poll::poll(net, place, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let own = (place.kind == place::NUMBER).then_some(place.id.as_str());
        wire::page(&wire::body(&recorded::answer(body)?)?, own)
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
