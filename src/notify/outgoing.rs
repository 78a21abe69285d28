//! One POST to a third party.

use crate::mail::SendError;
use crate::net::{Client, Limits};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;
use url::Url;

/// From the start of the request to the last byte of the answer (notifications/FORMAT.md: 15–30 s).
const TOTAL: Duration = Duration::from_secs(20);
/// Longest answer that is read, bytes; those of Telegram have a few hundred.
const ANSWER: usize = 64 * 1024;
const AGENT: &str = concat!("otklik/", env!("CARGO_PKG_VERSION"));

/// Where a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Public addresses only; names that lead elsewhere are refused on connecting.
    Public,
    /// Anywhere: the operator marked it internal, or rewrote the host.
    Anywhere,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u64>,
    pub body: Vec<u8>,
}

static PUBLIC: LazyLock<Option<reqwest::Client>> = LazyLock::new(|| {
    let limits = Limits {
        total: TOTAL,
        ..Limits::default()
    };
    Client::with_limits(&BTreeMap::new(), AGENT, "", limits)
        .ok()?
        .public()
        .cloned()
});

static ANYWHERE: LazyLock<Option<reqwest::Client>> = LazyLock::new(|| {
    crate::net::init();
    reqwest::Client::builder()
        .user_agent(AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .timeout(TOTAL)
        .build()
        .ok()
});

/// Posts JSON.
///
/// # Errors
/// [`SendError::Later`] without a word of the address.
pub(super) async fn post(
    reach: Reach,
    url: Url,
    headers: &[(&'static str, String)],
    body: String,
) -> Result<Answer, SendError> {
    post_within(reach, url, headers, body, TOTAL).await
}

/// The same with another limit from the start of the request to the last byte of the answer.
///
/// # Errors
/// As [`post`].
pub(crate) async fn post_within(
    reach: Reach,
    url: Url,
    headers: &[(&'static str, String)],
    body: String,
    total: Duration,
) -> Result<Answer, SendError> {
    let client = match reach {
        Reach::Public => PUBLIC.as_ref(),
        Reach::Anywhere => ANYWHERE.as_ref(),
    };
    let client =
        client.ok_or_else(|| SendError::Later("the certificates of this machine cannot be read".into()))?;
    let mut request = client
        .post(url)
        .header("content-type", "application/json")
        .timeout(total)
        .body(body);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let mut response = request.send().await.map_err(|e| SendError::Later(words(&e)))?;
    let retry_after = response
        .headers()
        .get("retry-after")
        .and_then(|v| v.to_str().ok()?.trim().parse().ok());
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| SendError::Later(words(&e)))? {
        body.extend_from_slice(&chunk[..chunk.len().min(ANSWER - body.len())]);
        if body.len() >= ANSWER {
            break;
        }
    }
    Ok(Answer {
        status,
        retry_after,
        body,
    })
}

/// The kind of the error only: reqwest's own words hold the address.
fn words(error: &reqwest::Error) -> String {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection, or an address that is not allowed"
    } else {
        "the connection broke"
    };
    kind.to_owned()
}
