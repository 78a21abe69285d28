//! App Store Connect API: every review of one's own app, and responses to them.

use super::connect_wire as wire;
use crate::net::address;
use crate::parse::status;
use crate::proof::sign::{P256Key, jwt};
use crate::{Cursor, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request, Standing};
use serde_json::json;
use url::Url;

const BASE: &str = "https://api.appstoreconnect.apple.com/v1/";

/// Life of a token, seconds: Apple takes at most twenty minutes.
const LIFE_S: i64 = 600;

/// The signed token by which a request is admitted; made anew for each.
fn token(net: &dyn Net) -> Result<String, Failure> {
    let (issuer, id) = (net.need("issuer_id")?, net.need("key_id")?);
    let private = P256Key::read(&net.need("private_key")?);
    let now = net.now().timestamp();
    let header = json!({"alg": "ES256", "kid": id, "typ": "JWT"});
    let claims = json!({
        "iss": issuer, "iat": now, "exp": now + LIFE_S, "aud": "appstoreconnect-v1",
    });
    private
        .and_then(|key| jwt(&header, &claims, |signed| key.sha256(signed)))
        .ok_or_else(|| Failure::auth("private_key_unreadable"))
}

async fn get(net: &dyn Net, url: Url, conditional: bool) -> Result<Vec<u8>, Failure> {
    let mut request = Request::get(url).bearer(&token(net)?);
    request.conditional = conditional;
    Ok(net.fetch(request).await?.body)
}

/// One page, newest first; `links.next` is followed as long as it leads to this very list.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let parts = ["apps", &place.id, "customerReviews"];
    let list = address(BASE, &parts, &[])?;
    let same = |text: &str| {
        let url = Url::parse(text).ok()?;
        (url.origin() == list.origin() && url.path() == list.path()).then_some(url)
    };
    let url = match &cursor.page {
        Some(next) => same(next).ok_or_else(|| Failure::drift("links.next"))?,
        None => {
            let query = [
                ("sort", "-createdDate"),
                ("include", "response"),
                ("limit", "200"),
            ];
            address(BASE, &parts, &query)?
        }
    };
    let page = wire::read(&get(net, url, true).await?, cursor.page.is_some())?.asked_by(cursor);
    match &page.next {
        Next::More(next) if same(next).is_none() => Err(Failure::drift("links.next")),
        _ => Ok(page),
    }
}

/// The response under a review now: another one would overwrite it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let url = address(BASE, &["customerReviews", review], &[("include", "response")])?;
    let page = wire::read(&get(net, url, false).await?, false)?;
    let found = page.sightings.into_iter().find(|s| s.id == review);
    Ok(found.ok_or_else(|| Failure::drift("data.id"))?.official_reply)
}

/// Publishes a response, once. Apple takes it and shows it later.
///
/// # Errors
/// [`Failure::Unknown`] for anything unclear after the request left.
pub async fn publish(net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let body = json!({"data": {
        "type": "customerReviewResponses",
        "attributes": {"responseBody": order.text},
        "relationships": {"review": {"data": {"type": "customerReviews", "id": order.review}}},
    }});
    let request = Request::post_json(address(BASE, &["customerReviewResponses"], &[])?, &body)
        .bearer(&token(net)?)
        .writing();
    let response = net.send(request).await?;
    match response.status {
        400 | 409 | 422 => {
            let word = wire::reason(&response.body);
            return Err(Failure::refused(
                word.unwrap_or_else(|| format!("http_{}", response.status)),
            ));
        }
        _ => status::check(&response, true, net.now()).map_err(Failure::of_review)?,
    }
    let written = wire::written(&response.body).ok_or(Failure::Unknown)?;
    Ok(match written.standing {
        Standing::Live => Receipt::Live { id: written.id },
        _ => Receipt::Accepted { id: written.id },
    })
}
