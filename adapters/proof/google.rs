//! Google's token endpoint: an access token for a refresh token or for a signed assertion.

use super::sign::{RsaKey, jwt};
use super::token;
use crate::parse::status;
use crate::{Failure, Net, Request};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

const TOKEN: &str = "https://oauth2.googleapis.com/token";

/// Life of an assertion, seconds: Google takes at most an hour, and one request is enough.
const LIFE_S: i64 = 600;

/// The key file of a service account as Google Cloud hands it out.
#[derive(Deserialize)]
struct Account {
    client_email: String,
    private_key: String,
    private_key_id: Option<String>,
}

/// An access token for a user's consent, given once and kept as a refresh token.
///
/// # Errors
/// [`Failure::Auth`] when it was withdrawn or the client is not the one that it was given to.
pub async fn refreshed(net: &dyn Net, client: (&str, &str), refresh: &str) -> Result<String, Failure> {
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", client.0.trim()),
        ("client_secret", client.1.trim()),
        ("refresh_token", refresh.trim()),
    ];
    token(net, &fields).await
}

/// A token of the owner by the keys `access_token` (ready to use), or else `client_id`, `client_secret` and
/// `refresh_token`. Asked for each time: adapters keep no state.
///
/// # Errors
/// [`Failure::Auth`] where one of them is missing, and as [`refreshed`].
pub async fn of_owner(net: &dyn Net) -> Result<String, Failure> {
    if let Some(token) = net.key("access_token") {
        return Ok(token);
    }
    let (id, secret) = (net.need("client_id")?, net.need("client_secret")?);
    refreshed(net, (&id, &secret), &net.need("refresh_token")?).await
}

/// An access token for a service account; `account` is its key file.
///
/// # Errors
/// [`Failure::Auth`] for an unreadable file and for a refused one.
pub async fn of_account(net: &dyn Net, account: &str, scope: &str) -> Result<String, Failure> {
    let assertion =
        assertion(account, scope, net.now()).ok_or_else(|| Failure::auth("service_account_unreadable"))?;
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("assertion", assertion.as_str()),
    ];
    token(net, &fields).await
}

/// Google answers 400 to a key that is wrong, expired or shut, and says so in the error's details.
pub fn key_refused(error: &Value) -> bool {
    let details = error["details"].as_array();
    details.is_some_and(|d| d.iter().any(|d| d["reason"] == "API_KEY_INVALID"))
}

/// The failure that Google's envelope of an error means where it stands in the place of an answer.
pub fn error_in(answer: &Map<String, Value>) -> Option<Failure> {
    let error = answer.get("error")?;
    let code = error.get("code")?.as_u64()?;
    if key_refused(error) {
        return Some(Failure::auth("key_refused"));
    }
    let code = u16::try_from(code).unwrap_or(500);
    Some(
        status::code(code, false, None)
            .err()
            .unwrap_or_else(|| Failure::drift("error")),
    )
}

async fn token(net: &dyn Net, fields: &[(&str, &str)]) -> Result<String, Failure> {
    let url = Url::parse(TOKEN).map_err(|_| Failure::Unsupported)?;
    token::granted(net, Request::post_form(url, fields)).await
}

/// The JWT (RS256) by which the account asks for a token.
fn assertion(account: &str, scope: &str, now: DateTime<Utc>) -> Option<String> {
    let account: Account = serde_json::from_str(account).ok()?;
    let key = RsaKey::read(&account.private_key)?;
    let mut header = json!({"alg": "RS256", "typ": "JWT"});
    if let Some(id) = account.private_key_id {
        header["kid"] = id.into();
    }
    let claims = json!({
        "iss": account.client_email,
        "scope": scope,
        "aud": TOKEN,
        "iat": now.timestamp(),
        "exp": now.timestamp() + LIFE_S,
    });
    jwt(&header, &claims, |signed| key.sha256(signed))
}
