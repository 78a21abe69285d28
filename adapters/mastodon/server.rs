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
    match net.key("token") {
        Some(token) => request.bearer(&token),
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
    let now = net.now();
    status::check_until(&response, writes, now, || {
        // An ISO time; more than an hour ahead is a mistake.
        let at = crate::parse::dates::rfc3339(response.header("x-ratelimit-reset")?)?;
        (at > now && at < now + TimeDelta::hours(1)).then_some(at)
    })?;
    Ok(response)
}

/// A reading call.
pub async fn get<T: DeserializeOwned>(net: &dyn Net, url: Url) -> Result<T, Failure> {
    let response = send(net, Request::get(url)).await?;
    json::typed(&response.body)
}

/// Our own account on this server: by the token, or else by its name. `None` where neither is given.
pub async fn me(net: &dyn Net, place: &Place) -> Result<Option<Account>, Failure> {
    if net.key("token").is_some() {
        let url = address(place, "/api/v1/accounts/verify_credentials")?;
        return get(net, url).await.map(Some);
    }
    let named = (place.kind == place::ACCOUNT).then(|| place::parts(place).map(|(_, name)| name.to_owned()));
    let Some(name) = net.key("account").or(named.flatten()) else {
        return Ok(None);
    };
    let mut url = address(place, "/api/v1/accounts/lookup")?;
    url.query_pairs_mut()
        .append_pair("acct", name.trim_start_matches('@'));
    get(net, url).await.map(Some)
}
