//! Proof of who one is: a ready token, or one for the service account's signed assertion.

use crate::proof::google;
use crate::{Failure, Net};

const SCOPE: &str = "https://www.googleapis.com/auth/androidpublisher";

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
    if let Some(token) = net.access("access_token") {
        return Ok(token.trim().to_owned());
    }
    let account = net
        .access("service_account")
        .ok_or_else(|| Failure::auth("no_access_key"))?;
    google::of_account(net, &account, SCOPE).await
}
