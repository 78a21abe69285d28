//! 2GIS: reading is declared in `adapter.toml`; the owner's cabinet, which is the only way to answer,
//! is code. See NOTES.md. (`2gis` is no Rust word.)

mod cabinet;
mod publish;
mod session;
#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use crate::{Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder};
use async_trait::async_trait;
use url::Url;

/// The adapter.
#[derive(Debug)]
pub struct TwoGis(DeclaredAdapter);

/// The adapter of `adapter.toml` beside this file.
///
/// # Panics
/// Never: the file is part of the build and read by the tests.
pub fn adapter() -> TwoGis {
    TwoGis(DeclaredAdapter::part(include_str!("adapter.toml")).expect("adapter.toml of 2gis"))
}

#[async_trait]
impl Adapter for TwoGis {
    fn manifest(&self) -> &Manifest {
        self.0.manifest()
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        self.0.locate(url)
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        self.0.permalink(place, id)
    }

    /// By the API where its key is given; else by the cabinet where that is open; else the page alone.
    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if net.key("key").is_some() || !self.0.manifest().is_open(net) {
            return self.0.poll(net, place, cursor).await;
        }
        let mut page = cabinet::poll(net, place, cursor).await?;
        if cursor.page.is_none() {
            // The cabinet's list does not show our answers; the public page does. Without it every
            // answer would seem to have vanished.
            let public = self.0.poll(net, place, &Cursor::default()).await?;
            cabinet::join(&mut page, public)?;
        }
        Ok(page)
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        match self.0.read(place, body) {
            Err(failure @ Failure::Drift { .. }) => match cabinet::read(body) {
                Err(Failure::Drift { .. }) => Err(failure),
                other => other,
            },
            other => other,
        }
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        _place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        publish::current(net, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.0.manifest().fits(&order.text)?;
        publish::publish(net, order).await
    }
}
