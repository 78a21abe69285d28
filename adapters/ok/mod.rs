//! Odnoklassniki: comments under the topics of a group by the signed REST interface. The evidence is
//! thin, so the source is off until somebody switches it on; see NOTES.md.

mod api;
mod poll;
#[cfg(test)]
mod tests;
mod wire;

use crate::parse::talk;
use crate::{Adapter, Cursor, Emptiness, Failure, Manifest, Net, Page, Place};
use async_trait::async_trait;
use url::Url;

crate::adapter!(Ok);

#[async_trait]
impl Adapter for Ok {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn reply_link(&self, place: &Place, _id: &str) -> Option<Url> {
        Some(place.url.clone())
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        poll::poll(net, place, cursor).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let answer = api::saved(body)?;
        let context = wire::Context {
            group: Some(&place.id),
            topic: place.extra.get("topic").map(String::as_str),
        };
        if answer.get("comments").is_none() && answer.get("id").is_some() {
            let one = wire::comment(&answer, context).map_err(Failure::drift)?;
            return Result::Ok(talk::page(vec![one], Emptiness::Stated));
        }
        let list = wire::comments(&answer, context)?;
        Result::Ok(talk::page(list.comments, Emptiness::EndOfList))
    }
}
