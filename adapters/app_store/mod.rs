//! App Store: the App Store Connect API for one's own apps (every storefront, the whole history,
//! replies), else the public review feed (keyless, 500 newest of each storefront). See NOTES.md.

mod atom;
mod connect;
mod connect_wire;
mod feed;
mod locate;
mod rss;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_connect;
mod wire;

use crate::{
    Adapter, Cursor, Failure, Manifest, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder,
    ReplyRoute,
};
use async_trait::async_trait;
use feed::Answer;
use url::Url;

crate::adapter!(AppStore);

#[async_trait]
impl Adapter for AppStore {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if self.manifest.is_open(net) {
            connect::poll(net, place, cursor).await
        } else {
            rss::poll(net, place, cursor).await
        }
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        if connect_wire::is_such(body) {
            return connect_wire::read(body, false);
        }
        match feed::read(body, None)? {
            Answer::Reviews(reviews, _) => Ok(Page::of(reviews, Next::Done)),
            Answer::Empty(why) => Ok(Page {
                empty: Some(why),
                ..Page::of(Vec::new(), Next::Done)
            }),
            Answer::Glitch => Err(Failure::down("transient_empty")),
        }
    }

    /// The feed shows none.
    fn shows_replies(&self, route: ReplyRoute) -> bool {
        route == ReplyRoute::Api
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        _place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        if !self.manifest.is_open(net) {
            return Err(Failure::Unsupported);
        }
        connect::current(net, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.ready(net, order)?;
        connect::publish(net, order).await
    }
}
