//! Google Maps: the owner's Business Profile API (all reviews, replies and how far Google is with
//! them), and the Places API as a probe of the public's count. See NOTES.md.

mod api;
mod locate;
mod maps;
mod places;
#[cfg(test)]
mod tests;
mod wire;

use crate::{
    Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder, ReplyRoute,
};
use async_trait::async_trait;
use url::Url;

/// The adapter.
#[derive(Debug)]
pub struct Google {
    manifest: Manifest,
}

impl Google {
    const ID: &str = "google";

    /// With the manifest beside this file.
    ///
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    pub fn new() -> Self {
        Google {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of google"),
        }
    }
}

impl Default for Google {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Adapter for Google {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    /// Only Google knows it: it comes with the review.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if !api::given(net) {
            let allowed = net.access("places_reviews").is_some_and(|v| v.trim() == "yes");
            return if allowed {
                places::poll(net, place).await
            } else {
                Err(Failure::auth("no_access_key"))
            };
        }
        let mut page = api::poll(net, place, cursor).await?;
        if cursor.page.is_none() && net.access("places_key").is_some() {
            // What the public sees is worth more than what the owner is told; a probe that is out of
            // order hides no review.
            match places::probe(net, place).await {
                Ok(counter) => page.counter = counter.or(page.counter),
                Err(refused @ Failure::Auth { .. }) => return Err(refused),
                Err(_) => {}
            }
        }
        Ok(page)
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        if maps::is_such(body) {
            return maps::read(body);
        }
        // Reviews of the Places API are named after their place, and its details have other names.
        let of_places = ["\"publishTime\"", "\"userRatingCount\"", "\"authorAttribution\""];
        let text = String::from_utf8_lossy(body);
        if of_places.iter().any(|word| text.contains(word)) && !text.contains("\"starRating\"") {
            return places::read(body);
        }
        api::read(body, false)
    }

    fn reply_route(&self, _place: &Place, keys: &[&str]) -> ReplyRoute {
        if keys.iter().any(|k| ["access_token", "refresh_token"].contains(k)) {
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
