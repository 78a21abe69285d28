//! What is remembered of a page to ask next time only for a change.

use otklik_adapters::{Method, Request, Response};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Validators of the last answer to a conditional request. Stored by the engine beside the source
/// after the page was taken in, never before: else a page that failed would count as seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// Hash of method, address and body of the request; the validators hold for no other.
    pub request: String,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// SHA-256 of the unpacked body, hex.
    pub body_hash: String,
}

impl Memo {
    /// What to remember of `response` to the request with this [`fingerprint`].
    pub fn of(request: &str, response: &Response) -> Self {
        Memo {
            request: request.to_owned(),
            etag: response.header("etag").map(str::to_owned),
            last_modified: response.header("last-modified").map(str::to_owned),
            body_hash: hex::encode(Sha256::digest(&response.body)),
        }
    }

    /// Headers that make the platform answer 304 when nothing changed.
    pub fn validators(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let etag = self.etag.as_deref().map(|v| ("if-none-match", v));
        let since = self.last_modified.as_deref().map(|v| ("if-modified-since", v));
        etag.into_iter().chain(since)
    }
}

/// Tells one request from another without keeping its address, which may carry a token.
pub fn fingerprint(request: &Request) -> String {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    };
    let mut hash = Sha256::new();
    for part in [
        method.as_bytes(),
        request.url.as_str().as_bytes(),
        request.body.as_deref().unwrap_or_default(),
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}
