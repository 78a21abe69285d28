//! Google Maps: the owner's Business Profile API (all reviews, replies and how far Google is with
//! them), and the Places API as a probe of the public's count. See NOTES.md.

mod api;
mod locate;
mod maps;
mod places;
#[cfg(test)]
mod tests;
mod wire;

use crate::{Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder};
use async_trait::async_trait;
use url::Url;

crate::adapter!(Google);

#[async_trait]
impl Adapter for Google {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if !self.manifest.is_open(net) {
            return match net.wants("places_reviews") {
                true => places::poll(net, place).await,
                false => Err(Failure::auth("no_access_key")),
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

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        if !self.manifest.is_open(net) {
            return Err(Failure::Unsupported);
        }
        api::current(net, place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.ready(net, order)?;
        api::publish(net, order).await
    }
}
