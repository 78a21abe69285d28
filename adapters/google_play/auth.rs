//! Proof of who one is: a ready token, or one for the service account's signed assertion.

use crate::parse::{json, status};
use crate::{Failure, Net, Request};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use serde_json::json;
use url::Url;

const TOKEN: &str = "https://oauth2.googleapis.com/token";
const SCOPE: &str = "https://www.googleapis.com/auth/androidpublisher";

/// Life of an assertion, seconds: Google takes at most an hour, and one request is enough.
const LIFE_S: i64 = 600;

/// The key file as Google Cloud hands it out.
#[derive(Deserialize)]
struct Account {
    client_email: String,
    private_key: String,
    private_key_id: Option<String>,
}

/// Whether the API may be used at all.
pub fn given(net: &dyn Net) -> bool {
    ["access_token", "service_account"]
        .iter()
        .any(|key| net.access(key).is_some())
}

/// A bearer token. With a service account one is asked for each time: adapters keep no state.
///
/// # Errors
/// [`Failure::Auth`] without keys, for an unreadable one and for a refused one.
pub async fn bearer(net: &dyn Net) -> Result<String, Failure> {
    #[derive(Deserialize)]
    struct Granted {
        access_token: String,
    }
    if let Some(token) = net.access("access_token") {
        return Ok(token.trim().to_owned());
    }
    let account = net
        .access("service_account")
        .ok_or_else(|| Failure::auth("no_access_key"))?;
    let assertion = assertion(&account, net.now())?;
    let url = Url::parse(TOKEN).map_err(|_| Failure::Unsupported)?;
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("assertion", &assertion),
    ];
    let response = net.send(Request::post_form(url, &fields)).await?;
    if response.status == 400 {
        return Err(Failure::auth("invalid_grant"));
    }
    status::check(&response, false, net.now())?;
    let text = json::mend(&response.body)?;
    let granted: Granted = serde_json::from_str(&text).map_err(|e| json::syntax(&response.body, &e))?;
    Ok(granted.access_token)
}

/// The JWT (RS256) by which the account asks for a token. Failures hold nothing of the key.
pub fn assertion(account: &str, now: DateTime<Utc>) -> Result<String, Failure> {
    let unreadable = || Failure::auth("service_account_unreadable");
    let account: Account = serde_json::from_str(account).map_err(|_| unreadable())?;
    let key = RsaKeyPair::from_pkcs8(&der(&account.private_key).ok_or_else(unreadable)?)
        .map_err(|_| unreadable())?;
    let mut header = json!({"alg": "RS256", "typ": "JWT"});
    if let Some(id) = account.private_key_id {
        header["kid"] = id.into();
    }
    let claims = json!({
        "iss": account.client_email,
        "scope": SCOPE,
        "aud": TOKEN,
        "iat": now.timestamp(),
        "exp": now.timestamp() + LIFE_S,
    });
    let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        signed.as_bytes(),
        &mut signature,
    )
    .map_err(|_| unreadable())?;
    Ok(format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

/// The bytes between the lines of a PKCS#8 file in PEM.
fn der(pem: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once("-----BEGIN PRIVATE KEY-----")?;
    let (inside, _) = rest.split_once("-----END PRIVATE KEY-----")?;
    let packed: String = inside.split_ascii_whitespace().collect();
    BASE64_STANDARD.decode(packed).ok()
}
