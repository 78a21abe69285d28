//! The cabinet's door: a token for log-in and password, and calls that carry it.

use crate::parse::{json, status};
use crate::{Failure, Net, Request, Response};
use serde::Deserialize;
use serde_json::json;
use url::Url;

const BASE: &str = "https://api.account.2gis.com/api/1.0";

/// Whether the cabinet may be used at all.
pub fn given(net: &dyn Net) -> bool {
    let has = |key| net.access(key).is_some_and(|v| !v.trim().is_empty());
    has("cabinet_token") || (has("login") && has("password"))
}

/// An address of the cabinet's API. `path` may carry a review's id, which must stay one part of it.
pub fn address(path: &str) -> Result<Url, Failure> {
    Url::parse(&format!("{BASE}{path}")).map_err(|_| Failure::Unsupported)
}

/// As the cabinet's own pages ask.
fn dressed(net: &dyn Net, request: Request) -> Request {
    let request = request
        .header("accept", "application/json")
        .header("locale", "ru")
        .header("origin", "https://account.2gis.com");
    match net.access("cabinet_key") {
        Some(key) => request.header("x-api-key", key.trim()),
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
        result: Token,
    }
    #[derive(Deserialize)]
    struct Token {
        access_token: String,
    }
    if let Some(token) = net.access("cabinet_token").filter(|t| !t.trim().is_empty()) {
        return Ok(token.trim().to_owned());
    }
    let (Some(login), Some(password)) = (net.access("login"), net.access("password")) else {
        return Err(Failure::Unsupported);
    };
    let body = json!({"login": login.trim(), "password": password.trim_end_matches(['\r', '\n'])});
    let request = Request::post_json(address("/users/auth")?, &body);
    let response = net.send(dressed(net, request)).await?;
    if matches!(response.status, 400 | 422) {
        return Err(Failure::auth("log_in_refused"));
    }
    check(&response, false, net)?;
    let text = json::mend(&response.body)?;
    let opened: Opened = serde_json::from_str(&text).map_err(|e| json::syntax(&response.body, &e))?;
    Ok(opened.result.access_token)
}

/// Sends a call of the cabinet.
///
/// # Errors
/// By the one table.
pub async fn call(net: &dyn Net, token: &str, request: Request) -> Result<Response, Failure> {
    let writes = request.writes;
    let request = dressed(net, request).header("authorization", &format!("Bearer {token}"));
    let response = net.send(request).await?;
    check(&response, writes, net)?;
    Ok(response)
}

fn check(response: &Response, writes: bool, net: &dyn Net) -> Result<(), Failure> {
    status::check(response, writes, net.now())
}
