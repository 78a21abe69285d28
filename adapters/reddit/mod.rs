//! Reddit: mentions and replies of the own account, a subreddit, a search, a thread, and comments in
//! reply. Only the official API with OAuth; see NOTES.md.

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
pub struct Reddit {
    manifest: Manifest,
}

impl Reddit {
    /// With the manifest beside this file.
    ///
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    pub fn new() -> Self {
        Reddit {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of reddit"),
        }
    }
}

impl Default for Reddit {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Adapter for Reddit {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        place::locate(url)
    }

    /// An address of a comment needs its post, which the id does not name; sightings carry theirs.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        poll::poll(net, place, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let own = place::own(place, None);
        wire::page(&wire::things(&recorded::answer(body)?)?, own.as_deref())
    }

    fn reply_route(&self, _place: &Place, keys: &[&str]) -> ReplyRoute {
        if auth::writes(keys) {
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
