//! RuStore: the public API for one's own apps (reviews, moderated replies), and by opt-in the shop
//! window's own request. See NOTES.md.

mod api;
mod locate;
#[cfg(test)]
mod tests;
mod web;
mod wire;

use crate::{
    Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder, ReplyRoute,
};
use async_trait::async_trait;
use url::Url;

/// The adapter.
#[derive(Debug)]
pub struct RuStore {
    manifest: Manifest,
}

impl RuStore {
    const ID: &str = "rustore";

    /// With the manifest beside this file.
    ///
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    pub fn new() -> Self {
        RuStore {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of rustore"),
        }
    }
}

impl Default for RuStore {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Adapter for RuStore {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    /// No address of a single review is known.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if api::given(net) {
            return api::poll(net, place, cursor).await;
        }
        if net.access("unofficial").is_some_and(|v| v.trim() == "yes") {
            return web::poll(net, place, cursor).await;
        }
        Err(Failure::auth("no_access_key"))
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        api::read(api::unwrap(body)?, false, usize::MAX).map(|(page, _)| page)
    }

    fn reply_route(&self, _place: &Place, keys: &[&str]) -> ReplyRoute {
        if keys.contains(&"private_key") {
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
        if !api::given(net) {
            return Err(Failure::Unsupported);
        }
        api::current(net, place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        if !api::given(net) {
            return Err(Failure::Unsupported);
        }
        self.manifest.fits(&order.text)?;
        api::publish(net, order).await
    }
}
