//! App Store Connect API: every review of one's own app, and responses to them.

use super::connect_wire as wire;
use crate::parse::status;
use crate::proof::sign::{P256Key, jwt};
use crate::{Cursor, Failure, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder, Request, Standing};
use serde_json::json;
use url::Url;

const BASE: &str = "https://api.appstoreconnect.apple.com/v1/";

/// Life of a token, seconds: Apple takes at most twenty minutes.
const LIFE_S: i64 = 600;

/// Whether the API may be used at all.
pub fn given(net: &dyn Net) -> bool {
    net.access("private_key").is_some()
}

/// The signed token by which a request is admitted; made anew for each.
fn token(net: &dyn Net) -> Result<String, Failure> {
    let key = |name: &str| net.access(name).ok_or_else(|| Failure::auth("no_access_key"));
    let (issuer, id) = (key("issuer_id")?, key("key_id")?);
    let private = P256Key::read(&key("private_key")?);
    let now = net.now().timestamp();
    let header = json!({"alg": "ES256", "kid": id.trim(), "typ": "JWT"});
    let claims = json!({
        "iss": issuer.trim(), "iat": now, "exp": now + LIFE_S, "aud": "appstoreconnect-v1",
    });
    private
        .and_then(|key| jwt(&header, &claims, |signed| key.sha256(signed)))
        .ok_or_else(|| Failure::auth("private_key_unreadable"))
}

fn address(parts: &[&str]) -> Result<Url, Failure> {
    let mut url = Url::parse(BASE).map_err(|_| Failure::Unsupported)?;
    url.path_segments_mut()
        .map_err(|()| Failure::Unsupported)?
        .pop_if_empty()
        .extend(parts);
    Ok(url)
}

async fn get(net: &dyn Net, url: Url, conditional: bool) -> Result<Vec<u8>, Failure> {
    let mut request = Request::get(url).header("authorization", &format!("Bearer {}", token(net)?));
    request.conditional = conditional;
    let response = net.send(request).await?;
    status::check(&response, false, net.now())?;
    Ok(response.body)
}

/// One page, newest first; `links.next` is followed as long as it leads to this very list.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let list = address(&["apps", &place.id, "customerReviews"])?;
    let same = |text: &str| {
        let url = Url::parse(text).ok()?;
        (url.origin() == list.origin() && url.path() == list.path()).then_some(url)
    };
    let url = match &cursor.page {
        Some(next) => same(next).ok_or_else(|| Failure::drift("links.next"))?,
        None => {
            let mut first = list.clone();
            first
                .query_pairs_mut()
                .append_pair("sort", "-createdDate")
                .append_pair("include", "response")
                .append_pair("limit", "200");
            first
        }
    };
    let page = wire::read(&get(net, url, true).await?, cursor.page.is_some())?;
    match &page.next {
        // An address that comes again would be read for ever.
        Next::More(next) if cursor.page.as_ref() == Some(next) => Ok(Page {
            next: Next::Done,
            ..page
        }),
        Next::More(next) if same(next).is_none() => Err(Failure::drift("links.next")),
        _ => Ok(page),
    }
}

/// The response under a review now: another one would overwrite it.
///
/// # Errors
/// One per decision of the engine.
pub async fn current(net: &dyn Net, review: &str) -> Result<Option<OfficialReply>, Failure> {
    let mut url = address(&["customerReviews", review])?;
    url.query_pairs_mut().append_pair("include", "response");
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
    let request = Request::post_json(address(&["customerReviewResponses"])?, &body)
        .header("authorization", &format!("Bearer {}", token(net)?))
        .writing();
    let response = net.send(request).await?;
    let refused = |reason: String| Failure::Refused { reason };
    match response.status {
        404 => return Err(refused("review_gone".into())),
        400 | 409 | 422 => {
            let word = wire::reason(&response.body);
            return Err(refused(
                word.unwrap_or_else(|| format!("http_{}", response.status)),
            ));
        }
        _ => status::check(&response, true, net.now())?,
    }
    let written = wire::written(&response.body).ok_or(Failure::Unknown)?;
    Ok(match written.standing {
        Standing::Live => Receipt::Live { id: written.id },
        _ => Receipt::Accepted { id: written.id },
    })
}
