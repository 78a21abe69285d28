//! Proof of who one is: a ready token, or one for a refresh token or for the password of a script app.

use crate::parse::{json, status};
use crate::{Failure, Net, Request, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use url::Url;

const TOKEN: &str = "https://www.reddit.com/api/v1/access_token";

/// Whether these keys are those of a person, who may write; an app alone may only read.
pub fn writes(keys: &[&str]) -> bool {
    let has = |key| keys.contains(&key);
    has("token") || has("refresh_token") || (has("username") && has("password"))
}

/// A bearer token. Asked for each time: adapters keep no state.
///
/// # Errors
/// [`Failure::Auth`] without keys and for refused ones.
pub async fn bearer(net: &dyn Net) -> Result<String, Failure> {
    #[derive(Deserialize)]
    struct Granted {
        access_token: String,
    }
    let key = |name: &str| {
        net.access(name)
            .map(|v| v.trim().to_owned())
            .filter(|v| !v.is_empty())
    };
    if let Some(token) = key("token") {
        return Ok(token);
    }
    let id = key("client_id").ok_or_else(|| Failure::auth("client_id_missing"))?;
    let secret = key("client_secret").unwrap_or_default();
    let (refresh, name, password) = (key("refresh_token"), key("username"), key("password"));
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
    let basic = BASE64_STANDARD.encode(format!("{id}:{secret}"));
    let request = Request::post_form(url, &fields).header("authorization", &format!("Basic {basic}"));
    let response = net.send(request).await?;
    if response.status == 400 {
        return Err(Failure::auth("invalid_grant"));
    }
    check(&response, false, net.now())?;
    let text = json::mend(&response.body)?;
    // A wrong password is answered by {"error":"invalid_grant"} with status 200.
    if text.contains("\"error\"") && text.contains("invalid_grant") {
        return Err(Failure::auth("invalid_grant"));
    }
    let granted: Granted = serde_json::from_str(&text).map_err(|e| json::syntax(&response.body, &e))?;
    Ok(granted.access_token)
}

/// By the one table; the limit tells in seconds when it ends.
pub fn check(response: &Response, writes: bool, now: DateTime<Utc>) -> Result<(), Failure> {
    status::check(response, writes, now).map_err(|failure| match failure {
        Failure::Slow { until: None } => {
            let reset = response
                .header("x-ratelimit-reset")
                .and_then(|v| v.trim().parse::<f64>().ok());
            let wait = reset.filter(|s| (0.0..=3600.0).contains(s));
            Failure::Slow {
                until: wait.map(|s| now + TimeDelta::milliseconds((s * 1000.0) as i64)),
            }
        }
        other => other,
    })
}
