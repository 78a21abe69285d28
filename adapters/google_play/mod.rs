//! Google Play: the Android Publisher API for one's own apps (a week of reviews, replies), and by
//! opt-in the public store's own request. See NOTES.md.

mod api;
mod auth;
mod locate;
mod store;
#[cfg(test)]
mod tests;

use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, OfficialReply, Page, Place, Receipt,
    ReplyOrder, ReplyRoute,
};
use async_trait::async_trait;
use url::Url;

/// The adapter.
#[derive(Debug)]
pub struct GooglePlay {
    manifest: Manifest,
}

impl GooglePlay {
    const ID: &str = "google_play";

    /// With the manifest beside this file.
    ///
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    pub fn new() -> Self {
        GooglePlay {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of google_play"),
        }
    }
}

impl Default for GooglePlay {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Adapter for GooglePlay {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        let mut url = place.url.clone();
        url.query_pairs_mut().append_pair("reviewId", id);
        Some(url)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if auth::given(net) {
            return api::poll(net, place, cursor).await;
        }
        if net.access("unofficial").is_some_and(|v| v.trim() == "yes") {
            return store::poll(net, place, cursor).await;
        }
        Err(Failure::auth("no_access_key"))
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        if body.trim_ascii_start().starts_with(b"{") {
            return api::read(body, false);
        }
        let answer = store::read(body)?;
        Ok(Page {
            empty: answer.sightings.is_empty().then_some(Emptiness::Stated),
            ..Page::of(answer.sightings, Next::Done)
        })
    }

    fn reply_route(&self, _place: &Place, keys: &[&str]) -> ReplyRoute {
        if keys
            .iter()
            .any(|k| ["access_token", "service_account"].contains(k))
        {
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
        if !auth::given(net) {
            return Err(Failure::Unsupported);
        }
        api::current(net, place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        if !auth::given(net) {
            return Err(Failure::Unsupported);
        }
        self.manifest.fits(&order.text)?;
        api::publish(net, order).await
    }
}
