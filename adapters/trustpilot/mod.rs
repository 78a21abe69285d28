//! Trustpilot: the Business API with a key (reviews, replies), and by opt-in the state of the public
//! page. See NOTES.md.

mod api;
mod page;
#[cfg(test)]
mod tests;

use crate::declared::config::Item;
use crate::parse::list;
use crate::{
    Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder, Sighting, net,
};
use async_trait::async_trait;
use serde_json::Value;

crate::adapter!(Trustpilot);

#[async_trait]
impl Adapter for Trustpilot {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if net.key("key").is_some() {
            return api::poll(net, self.manifest.item(), place, cursor).await;
        }
        if net.wants("unofficial") {
            return page::poll(net, self.manifest.item(), place, cursor).await;
        }
        Err(Failure::auth("no_access_key"))
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        page::read(self.manifest.item(), body, None)
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        _: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        api::current(net, self.manifest.item(), review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.fits(&order.text)?;
        api::publish(net, self.manifest.item(), order).await
    }
}

/// Replies that vanished from the shape are not ones that were never written.
fn answerable(review: &Value) -> bool {
    ["companyReply", "reply"].iter().any(|k| review.get(k).is_some())
}

/// The reviews of a list of either source.
fn reviews(item: &Item, found: &[Value]) -> Result<Vec<Sighting>, Failure> {
    if !found.is_empty() && !found.iter().any(answerable) {
        return Err(Failure::drift("reviews[].reply"));
    }
    let mut sightings = list::each("reviews", found, |v| item.read(v))?;
    if !sightings.is_empty() && sightings.iter().all(|s| s.text.is_empty() && s.title.is_none()) {
        return Err(Failure::drift("reviews[].text"));
    }
    for one in &mut sightings {
        let url = net::address("https://www.trustpilot.com/reviews", &[&one.id], &[])?;
        one.url = Some(url.into());
    }
    Ok(sightings)
}
