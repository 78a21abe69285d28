//! The cabinet's door: a token for log-in and password, and calls that carry it.

use crate::parse::{json, status};
use crate::proof::token::Granted;
use crate::{Failure, Net, Request, Response, net};
use serde::Deserialize;
use serde_json::json;
use url::Url;

const BASE: &str = "https://api.account.2gis.com/api/1.0";

/// An address of the cabinet's API.
pub fn address(parts: &[&str], query: &[(&str, &str)]) -> Result<Url, Failure> {
    net::address(BASE, parts, query)
}

/// As the cabinet's own pages ask.
fn dressed(net: &dyn Net, request: Request) -> Request {
    let request = request
        .header("accept", "application/json")
        .header("locale", "ru")
        .header("origin", "https://account.2gis.com");
    match net.key("cabinet_key") {
        Some(key) => request.header("x-api-key", &key),
        None => request,
    }
}

/// A token. Asked for each time: adapters keep no state.
///
/// # Errors
/// [`Failure::Unsupported`] without keys, [`Failure::Auth`] for refused ones.
pub async fn open(net: &dyn Net) -> Result<String, Failure> {
    #[derive(Deserialize)]
    struct Opened {
        result: Granted,
    }
    if let Some(token) = net.key("cabinet_token") {
        return Ok(token);
    }
    let (Some(login), Some(password)) = (net.access("login"), net.access("password")) else {
        return Err(Failure::Unsupported);
    };
    let body = json!({"login": login.trim(), "password": password.trim_end_matches(['\r', '\n'])});
    let request = Request::post_json(address(&["users", "auth"], &[])?, &body);
    let response = net.send(dressed(net, request)).await?;
    if matches!(response.status, 400 | 422) {
        return Err(Failure::auth("log_in_refused"));
    }
    status::check(&response, false, net.now())?;
    Ok(json::typed::<Opened>(&response.body)?.result.access_token)
}

/// Sends a call of the cabinet.
///
/// # Errors
/// By the one table.
pub async fn call(net: &dyn Net, token: &str, request: Request) -> Result<Response, Failure> {
    net.fetch(dressed(net, request).bearer(token)).await
}
