//! Proof of who one is: a ready token, or one for a refresh token or for the password of a script app.

use crate::parse::{json, status};
use crate::proof::token;
use crate::{Failure, Net, Request, Response};
use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

const TOKEN: &str = "https://www.reddit.com/api/v1/access_token";

/// A bearer token. Asked for each time: adapters keep no state.
///
/// # Errors
/// [`Failure::Auth`] without keys and for refused ones.
pub async fn bearer(net: &dyn Net) -> Result<String, Failure> {
    if let Some(token) = net.key("token") {
        return Ok(token);
    }
    let id = net
        .key("client_id")
        .ok_or_else(|| Failure::auth("client_id_missing"))?;
    let secret = net.key("client_secret").unwrap_or_default();
    let (refresh, name, password) = (net.key("refresh_token"), net.key("username"), net.key("password"));
    let fields: Vec<(&str, &str)> = match (&refresh, &name, &password) {
        (Some(refresh), ..) => vec![("grant_type", "refresh_token"), ("refresh_token", refresh)],
        (None, Some(name), Some(password)) => {
            vec![
                ("grant_type", "password"),
                ("username", name),
                ("password", password),
            ]
        }
        _ => vec![("grant_type", "client_credentials")],
    };
    let url = Url::parse(TOKEN).map_err(|_| Failure::Unsupported)?;
    let request = token::as_client(Request::post_form(url, &fields), &id, &secret);
    let response = net.send(request).await?;
    // A wrong password is answered by {"error":"invalid_grant"} with status 200.
    let refused = json::value(&response.body).is_ok_and(|v| v["error"] == "invalid_grant");
    if response.status == 400 || refused {
        return Err(Failure::auth("invalid_grant"));
    }
    check(&response, false, net.now())?;
    Ok(json::typed::<token::Granted>(&response.body)?.access_token)
}

/// By the one table; the limit tells in seconds when it ends.
pub fn check(response: &Response, writes: bool, now: DateTime<Utc>) -> Result<(), Failure> {
    status::check_until(response, writes, now, || {
        let reset = response.header("x-ratelimit-reset")?.trim().parse::<f64>().ok()?;
        let wait = Some(reset).filter(|s| (0.0..=3600.0).contains(s))?;
        Some(now + TimeDelta::milliseconds((wait * 1000.0) as i64))
    })
}
