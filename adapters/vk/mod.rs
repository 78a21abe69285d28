//! VKontakte: comments and other people's posts on a wall, discussions, comments under goods, mentions
//! by search; Long Poll as a wake-up; replies under a wall's posts. Only the official API; see NOTES.md.

mod api;
mod board;
mod failure;
mod items;
mod long_poll;
mod place;
mod poll;
mod publish;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod wire;

use crate::{Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use url::Url;

crate::adapter!(Vk);

#[async_trait]
impl Adapter for Vk {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        place::locate(url)
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        place::permalink(place, id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        match place.kind.as_str() {
            place::MENTIONS => poll::mentions(net, place, cursor).await,
            place::BOARD => board::topics(net, place, cursor).await,
            place::GOODS => board::goods(net, place, cursor).await,
            _ => poll::wall(net, place, cursor).await,
        }
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        // A saved error says to wait from when it was saved, which nobody knows: from the epoch,
        // so that it has passed.
        read::read(place, body, DateTime::<Utc>::UNIX_EPOCH)
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
        self.manifest.fits(&order.text)?;
        publish::publish(net, order).await
    }
}
