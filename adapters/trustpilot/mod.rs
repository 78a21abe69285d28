//! Trustpilot: the Business API with a key (reviews, replies), and by opt-in the state of the public
//! page. See NOTES.md.

mod api;
mod page;
#[cfg(test)]
mod tests;
mod wire;

use crate::{
    Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder, ReplyRoute,
};
use async_trait::async_trait;
use std::collections::BTreeMap;
use url::Url;

/// The adapter.
pub struct Trustpilot {
    manifest: Manifest,
}

impl Trustpilot {
    /// With its manifest.
    pub fn new() -> Self {
        Trustpilot {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("the manifest of this build"),
        }
    }
}

impl Default for Trustpilot {
    fn default() -> Self {
        Self::new()
    }
}

/// The domain under which a business is listed.
fn domain(text: &str) -> Option<String> {
    let name = text.to_ascii_lowercase();
    let part = |p: &str| {
        !p.is_empty()
            && p.bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let good = name.len() <= 253 && name.contains('.') && name.split('.').all(part);
    good.then_some(name)
}

#[async_trait]
impl Adapter for Trustpilot {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// `www.trustpilot.com/review/DOMAIN`, its national sites (`de.trustpilot.com`), evaluation and
    /// business links; `id` is the domain.
    fn locate(&self, url: &Url) -> Option<Place> {
        let host = url.host_str()?;
        let ours = host == "trustpilot.com" || host.ends_with(".trustpilot.com") || host == "trustpilot.de";
        if !matches!(url.scheme(), "http" | "https") || !ours {
            return None;
        }
        let parts: Vec<&str> = url.path_segments()?.filter(|p| !p.is_empty()).collect();
        let id = match parts.as_slice() {
            ["review" | "evaluate", "embed" | "transparency", id, ..] => domain(id)?,
            ["review" | "evaluate", id, ..] => domain(id)?,
            _ => return None,
        };
        Some(Place {
            platform: "trustpilot".into(),
            kind: "business".into(),
            url: Url::parse(&format!("https://www.trustpilot.com/review/{id}")).ok()?,
            id,
            extra: BTreeMap::new(),
        })
    }

    /// Single reviews have an address without their business; sightings carry it.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
    }

    fn reply_link(&self, _place: &Place, id: &str) -> Option<Url> {
        wire::address(id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if net.access("key").is_some() {
            return api::poll(net, place, cursor).await;
        }
        if net.access("unofficial").is_some_and(|v| v.trim() == "yes") {
            return page::poll(net, place, cursor).await;
        }
        Err(Failure::auth("no_access_key"))
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        page::read(body, None)
    }

    fn reply_route(&self, _place: &Place, keys: &[&str]) -> ReplyRoute {
        let signed = ["refresh_token", "access_token", "password"]
            .iter()
            .any(|k| keys.contains(k));
        if signed && keys.contains(&"key") && keys.contains(&"author") {
            ReplyRoute::Api
        } else {
            ReplyRoute::ByHand
        }
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        _place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        api::current(net, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.manifest.fits(&order.text)?;
        api::publish(net, order).await
    }
}
