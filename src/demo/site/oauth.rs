//! Google's token endpoint: a refresh token of a person, or an assertion that a service account signed.

use super::Site;
use super::http::parameters;
use super::places::{GOOGLE_CLIENT, SERVICE_ACCOUNT_NAME, YOUTUBE_REFRESH};
use super::proof::{self, Registered};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use ring::signature::RSA_PKCS1_2048_8192_SHA256;
use serde_json::json;
use std::collections::BTreeMap;

/// Scope of the owner's profile.
pub(super) const BUSINESS: &str = "https://www.googleapis.com/auth/business.manage";
/// Scope of the channel's owner.
pub(super) const YOUTUBE: &str = "https://www.googleapis.com/auth/youtube.force-ssl";
/// Scope of the developer's apps.
pub(super) const PUBLISHER: &str = "https://www.googleapis.com/auth/androidpublisher";

const HERE: &str = "https://oauth2.googleapis.com/token";
const ASSERTION: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const LIFE_S: i64 = 3600;

const ACCOUNT: Registered = Registered {
    how: &RSA_PKCS1_2048_8192_SHA256,
    key: include_str!("keys/account.pub"),
};

pub(super) async fn token(State(site): State<Site>, request: Request) -> Response {
    let now = site.0.clock.now();
    let fields = parameters(request).await.unwrap_or_default();
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let scope = match field("grant_type") {
        "refresh_token" => person(&fields),
        ASSERTION => account(field("assertion"), now),
        _ => Err("unsupported_grant_type"),
    };
    match scope {
        Ok(scope) => Json(json!({
            "access_token": proof::issue(scope, now, TimeDelta::seconds(LIFE_S)),
            "expires_in": LIFE_S - 1, "scope": scope, "token_type": "Bearer",
        }))
        .into_response(),
        Err(error) => (
            StatusCode::BAD_REQUEST,
            Json(json!({"error": error, "error_description": "Bad Request"})),
        )
            .into_response(),
    }
}

fn person(fields: &BTreeMap<String, String>) -> Result<&'static str, &'static str> {
    let is = |name: &str, value: &str| fields.get(name).is_some_and(|v| v == value);
    let client = GOOGLE_CLIENT[..2].iter().all(|(name, value)| is(name, value));
    match client {
        true if is("refresh_token", GOOGLE_CLIENT[2].1) => Ok(BUSINESS),
        true if is("refresh_token", YOUTUBE_REFRESH) => Ok(YOUTUBE),
        _ => Err("invalid_grant"),
    }
}

fn account(assertion: &str, now: DateTime<Utc>) -> Result<&'static str, &'static str> {
    let (_, claims) = ACCOUNT.jwt("RS256", assertion).ok_or("invalid_grant")?;
    let second = |name: &str| claims[name].as_i64().unwrap_or_default();
    let (issued, ends) = (second("iat"), second("exp"));
    let fresh = issued <= now.timestamp() + 60 && now.timestamp() < ends && ends - issued <= LIFE_S;
    let ours = claims["iss"] == SERVICE_ACCOUNT_NAME && claims["aud"] == HERE;
    if fresh && ours && claims["scope"] == PUBLISHER {
        Ok(PUBLISHER)
    } else {
        Err("invalid_grant")
    }
}
