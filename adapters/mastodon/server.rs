//! Calls of a server's API.

use super::place;
use super::wire::Account;
use crate::parse::{json, status};
use crate::{Failure, Net, Place, Request, Response};
use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use url::Url;

/// The address of a call on the place's own server.
pub fn address(place: &Place, path: &str) -> Result<Url, Failure> {
    let (host, _) = place::parts(place).ok_or(Failure::Unsupported)?;
    Url::parse(&format!("https://{host}{path}")).map_err(|_| Failure::Unsupported)
}

/// With the token, if there is one.
pub fn signed(net: &dyn Net, request: Request) -> Request {
    let request = request.header("accept", "application/json");
    match net.access("token") {
        Some(token) => request.header("authorization", &format!("Bearer {}", token.trim())),
        None => request,
    }
}

/// Sends a request; what comes back may be read.
///
/// # Errors
/// By the one table; the server's own limit names the time when it ends.
pub async fn send(net: &dyn Net, request: Request) -> Result<Response, Failure> {
    let writes = request.writes;
    let response = net.send(signed(net, request)).await?;
    // The message of an error is in the server's language: only the status is read.
    status::check(&response, writes, net.now()).map_err(|failure| match failure {
        Failure::Slow { until: None } => Failure::Slow {
            until: reset(&response, net),
        },
        other => other,
    })?;
    Ok(response)
}

/// `X-RateLimit-Reset` is an ISO time; more than an hour ahead is a mistake.
fn reset(response: &Response, net: &dyn Net) -> Option<chrono::DateTime<chrono::Utc>> {
    let at = crate::parse::dates::rfc3339(response.header("x-ratelimit-reset")?)?;
    (at > net.now() && at < net.now() + TimeDelta::hours(1)).then_some(at)
}

/// A reading call.
pub async fn get<T: DeserializeOwned>(net: &dyn Net, url: Url) -> Result<T, Failure> {
    let response = send(net, Request::get(url)).await?;
    parse(&response.body)
}

/// A body of the API.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let text = json::mend(body)?;
    serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))
}

/// Our own account on this server: by the token, or else by its name. `None` where neither is given.
pub async fn me(net: &dyn Net, place: &Place) -> Result<Option<Account>, Failure> {
    if net.access("token").is_some() {
        let url = address(place, "/api/v1/accounts/verify_credentials")?;
        return get(net, url).await.map(Some);
    }
    let named = (place.kind == place::ACCOUNT).then(|| place::parts(place).map(|(_, name)| name.to_owned()));
    let Some(name) = net.access("account").or(named.flatten()) else {
        return Ok(None);
    };
    let mut url = address(place, "/api/v1/accounts/lookup")?;
    url.query_pairs_mut()
        .append_pair("acct", name.trim().trim_start_matches('@'));
    get(net, url).await.map(Some)
}
