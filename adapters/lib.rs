//! Review platforms: what each one is, how to read it, how to answer on it.
//!
//! This crate knows nothing of the database, the web pages or mail, because Cargo does not let it.
//! An adapter is a folder: `adapter.toml` (the [`Manifest`], always), `NOTES.md`, fixtures, and
//! `mod.rs` only where data is not enough. `README.md` beside this file: an adapter in an afternoon.

pub mod declared;
pub mod failure;
pub mod letter;
pub mod links;
pub mod manifest;
pub mod net;
pub mod parse;
pub mod proof;
pub mod sighting;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;

pub mod app_store;
pub mod facebook;
pub mod file;
pub mod form;
pub mod google;
pub mod google_play;
pub mod instagram;
pub mod mailbox;
pub mod mastodon;
pub mod mozilla_amo;
pub mod ok;
pub mod reddit;
pub mod rustore;
pub mod steam;
pub mod telegram;
pub mod tripadvisor;
pub mod trustpilot;
pub mod twogis;
pub mod vk;
pub mod x;
pub mod yandex_maps;
pub mod youtube;

pub use failure::Failure;
pub use manifest::{Budget, Limit, Manifest, ReplyRoute, Unit};
pub use net::{Method, Net, Request, Response};
pub use sighting::{
    Answer, Author, Counter, Cursor, Emptiness, Next, OfficialReply, Page, Place, Receipt, ReplyOrder,
    Sighting, Standing,
};

use async_trait::async_trait;
use std::sync::LazyLock;
use url::Url;

/// One platform.
#[async_trait]
pub trait Adapter: Send + Sync {
    /// The facts of the platform.
    fn manifest(&self) -> &Manifest;

    /// Understands any link that a person would paste; `None` if it is not ours.
    fn locate(&self, url: &Url) -> Option<Place> {
        self.manifest().locate(url)
    }

    /// Public address of one review, if it can be built from its id. Elsewhere reviews bring their own
    /// ([`Sighting::url`]), or nobody but the platform knows it.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
    }

    /// Where an approved reply is pasted by hand: the owner's cabinet, or else the review itself.
    fn reply_link(&self, place: &Place, id: &str) -> Option<Url> {
        match &self.manifest().reply_at {
            Some(template) => template.for_review(place, id),
            None => self.permalink(place, id),
        }
    }

    /// Reads one page: usually one request, never more than a handful.
    ///
    /// # Errors
    /// One [`Failure`] per decision of the engine. An empty page without [`Emptiness`] is a drift.
    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure>;

    /// Reads one saved response body of this platform, without network (`otklik ingest`). The kind
    /// of body is recognised by its content.
    ///
    /// # Errors
    /// As [`Adapter::poll`].
    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure>;

    /// How a reply to a review of this place gets out, given which keys of `[source.access]` are set.
    fn reply_route(&self, place: &Place, keys: &[&str]) -> ReplyRoute {
        self.manifest().reply_route(place, keys)
    }

    /// Whether what is read shows the official reply, for a source that is answered by this route.
    fn shows_replies(&self, _route: ReplyRoute) -> bool {
        self.manifest().shows_replies
    }

    /// The official reply that stands under a review now (before overwriting, and after `Unknown`).
    ///
    /// # Errors
    /// [`Failure::Unsupported`] where the platform cannot be asked for one review.
    async fn current_reply(
        &self,
        _net: &dyn Net,
        _place: &Place,
        _review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        Err(Failure::Unsupported)
    }

    /// Publishes an approved reply, once. The caller guarantees the approval.
    ///
    /// # Errors
    /// [`Failure::Unknown`] when the request left and no answer came.
    async fn publish(&self, _net: &dyn Net, _order: &ReplyOrder) -> Result<Receipt, Failure> {
        Err(Failure::Unsupported)
    }
}

/// Every platform that this build knows. One line each.
pub fn all() -> &'static [Box<dyn Adapter>] {
    static ALL: LazyLock<Vec<Box<dyn Adapter>>> = LazyLock::new(|| {
        vec![
            Box::new(app_store::AppStore::new()),
            Box::new(facebook::adapter()),
            Box::new(google::Google::new()),
            Box::new(google_play::adapter()),
            Box::new(instagram::adapter()),
            Box::new(mozilla_amo::adapter()),
            Box::new(ok::adapter()),
            Box::new(rustore::adapter()),
            Box::new(twogis::adapter()),
            Box::new(reddit::adapter()),
            Box::new(steam::adapter()),
            Box::new(telegram::Telegram::new()),
            Box::new(tripadvisor::adapter()),
            Box::new(trustpilot::adapter()),
            Box::new(vk::Vk::new()),
            Box::new(x::adapter()),
            Box::new(yandex_maps::YandexMaps::new()),
            Box::new(youtube::YouTube::new()),
            Box::new(mailbox::Mailbox::new()),
            Box::new(form::Form::new()),
            Box::new(file::File::new()),
            // Last: its servers may have any name, so every other platform is asked before it.
            Box::new(mastodon::adapter()),
        ]
    });
    &ALL
}

/// The adapter of a platform id.
pub fn by_id(platform: &str) -> Option<&'static dyn Adapter> {
    all()
        .iter()
        .map(AsRef::as_ref)
        .find(|a| a.manifest().id == platform)
}

/// Which platform a pasted link belongs to. What is brought by hand has no links of its own.
pub fn recognise(url: &Url) -> Option<(&'static dyn Adapter, Place)> {
    all()
        .iter()
        .filter(|a| !a.manifest().pushed)
        .find_map(|a| a.locate(url).map(|p| (a.as_ref(), p)))
}
