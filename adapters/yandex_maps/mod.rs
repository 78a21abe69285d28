//! Yandex Maps: the organisation's page, the site's own `fetchReviews` by opt-in, and the owner's
//! cabinet by his own session, which is the only way to answer. See NOTES.md.

mod cabinet;
mod card;
mod fetch;
mod locate;
mod publish;
#[cfg(test)]
mod tests;
mod wire;

use crate::parse::status;
use crate::{
    Adapter, Cursor, Failure, Manifest, Net, OfficialReply, Page, Place, Receipt, ReplyOrder, Request,
    Response,
};
use async_trait::async_trait;
use url::Url;

crate::adapter!(YandexMaps);

/// A reading request to the public site, answered by what may be read.
async fn ask(net: &dyn Net, request: Request) -> Result<Response, Failure> {
    let request = request.header("accept-language", "ru-RU,ru;q=0.9");
    let response = net.send(request).await?;
    robot(&response)?;
    status::check(&response, false, net.now())?;
    Ok(response)
}

/// The robot check that is known without reading the page: by where one was sent, or by the header.
fn robot(response: &Response) -> Result<(), Failure> {
    let path = response.url.path();
    if ["/showcaptcha", "/checkcaptcha"]
        .iter()
        .any(|p| path.starts_with(p))
        || response.header("need-captcha").is_some_and(|v| v.trim() == "1")
    {
        return Err(Failure::blocked("captcha"));
    }
    Ok(())
}

#[async_trait]
impl Adapter for YandexMaps {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        if cabinet::session(net).is_some() {
            return cabinet::poll(net, place, cursor).await;
        }
        if net.access("fetch_reviews").is_some_and(|v| v.trim() == "yes") {
            return fetch::poll(net, place, cursor).await;
        }
        let response = ask(net, Request::get(place.url.clone()).conditional()).await?;
        Ok(card::read(place, &response.body)?.page)
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let holds = |key: &str| body.windows(key.len()).any(|w| w == key.as_bytes());
        match body.iter().find(|b| !b.is_ascii_whitespace()) {
            Some(b'{') if holds("\"stack\"") => Ok(card::read(place, body)?.page),
            Some(b'{') if holds("\"pager\"") => cabinet::read(body),
            Some(b'{') => fetch::read(body),
            _ => Ok(card::read(place, body)?.page),
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
        if order.text.trim().is_empty() {
            return Err(Failure::refused("empty"));
        }
        publish::publish(net, order).await
    }
}
