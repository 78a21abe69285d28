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
use crate::{
    Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder, ReplyRoute,
};
use async_trait::async_trait;
use url::Url;

/// The adapter.
#[derive(Debug)]
pub struct X {
    manifest: Manifest,
}

impl X {
    /// With the manifest beside this file.
    ///
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    pub fn new() -> Self {
        X {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of x"),
        }
    }
}

impl Default for X {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Adapter for X {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        place::locate(url)
    }

    /// An address of a post is the place of its thread; sightings carry their own address.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
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

    /// Only posts that name us may be answered by a program: those of the own account's mentions, and
    /// those under its own posts.
    fn reply_route(&self, place: &Place, keys: &[&str]) -> ReplyRoute {
        if auth::writes(keys) && place.kind != place::SEARCH {
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
        publish::current(net, place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.fits(&order.text)?;
        publish::publish(net, order).await
    }
}
