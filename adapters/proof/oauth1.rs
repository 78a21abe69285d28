//! OAuth 1.0a (RFC 5849): a request signed by the keys of an application and of an account, HMAC-SHA1.

use crate::{Failure, Method, Request};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use url::Url;

/// Signs a request. `keys`: key and secret of the application, token and secret of the account.
///
/// # Errors
/// [`Failure::Down`] where there is no randomness.
pub fn signed(keys: &[String; 4], request: Request, now: DateTime<Utc>) -> Result<Request, Failure> {
    let mut nonce = [0u8; 16];
    SystemRandom::new()
        .fill(&mut nonce)
        .map_err(|_| Failure::down("no_randomness"))?;
    let nonce: String = nonce.iter().map(|b| format!("{b:02x}")).collect();
    let proof = header(keys, request.method, &request.url, &nonce, now.timestamp());
    Ok(request.header("authorization", &proof))
}

/// The `Authorization` header of OAuth 1.0a (RFC 5849). A JSON body is no part of what is signed.
fn header(keys: &[String; 4], method: Method, url: &Url, nonce: &str, at: i64) -> String {
    let [key, secret, token, token_secret] = keys;
    let at = at.to_string();
    let own = [
        ("oauth_consumer_key", key.as_str()),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", &at),
        ("oauth_token", token),
        ("oauth_version", "1.0"),
    ];
    let mut pairs: Vec<(String, String)> = own.iter().map(|(k, v)| (encode(k), encode(v))).collect();
    pairs.extend(url.query_pairs().map(|(k, v)| (encode(&k), encode(&v))));
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
    let mut bare = url.clone();
    bare.set_query(None);
    let verb = match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    };
    let base = format!("{verb}&{}&{}", encode(bare.as_str()), encode(&pairs.join("&")));
    let signing = format!("{}&{}", encode(secret), encode(token_secret));
    let signing = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, signing.as_bytes());
    let signature = BASE64_STANDARD.encode(hmac::sign(&signing, base.as_bytes()));
    let mut shown: Vec<String> = own
        .iter()
        .map(|(k, v)| format!("{k}=\"{}\"", encode(v)))
        .collect();
    shown.push(format!("oauth_signature=\"{}\"", encode(&signature)));
    format!("OAuth {}", shown.join(", "))
}

/// Percent-encoding of RFC 3986.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_signed_as_the_documentation_of_x_computes_it() {
        // The example of "Creating a signature" in X's documentation, with its published keys.
        let keys = [
            "xvz1evFS4wEEPTGEFPHBog",
            "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
            "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
            "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
        ]
        .map(str::to_owned);
        // What the example sends as a form takes part in the signature as a query does.
        let url = "https://api.x.com/1.1/statuses/update.json?include_entities=true&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21";
        let header = header(
            &keys,
            Method::Post,
            &Url::parse(url).unwrap(),
            "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
            1_318_622_958,
        );
        assert!(
            header.starts_with("OAuth oauth_consumer_key=\"xvz1evFS4wEEPTGEFPHBog\", "),
            "{header}"
        );
        assert!(
            header.contains("oauth_signature=\"Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D\""),
            "{header}"
        );
    }
}
