//! Signed calls. Errors come with HTTP 200, and only their codes are read.

use crate::net::address;
use crate::parse::json;
use crate::{Failure, Net, Request};
use md5::{Digest, Md5};
use serde_json::Value;

fn md5_hex(text: &str) -> String {
    Md5::digest(text).iter().map(|b| format!("{b:02x}")).collect()
}

/// The signature of a call: all parameters but the token, sorted, joined without separators, and the
/// session's secret.
pub fn signature(fields: &[(&str, &str)], token: &str, secret: &str) -> String {
    let mut pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
    pairs.sort();
    let session = md5_hex(&format!("{token}{secret}"));
    md5_hex(&format!("{}{session}", pairs.concat()))
}

/// A reading call.
///
/// # Errors
/// One per decision of the engine.
pub async fn ask(net: &dyn Net, method: &str, fields: &[(&str, &str)]) -> Result<Value, Failure> {
    let key = net.need("application_key")?;
    let (secret, token) = (net.need("application_secret")?, net.need("token")?);
    let mut all = vec![
        ("application_key", key.as_str()),
        ("format", "json"),
        ("method", method),
    ];
    all.extend_from_slice(fields);
    let sig = signature(&all, &token, &secret);
    all.extend([("sig", sig.as_str()), ("access_token", &token)]);
    // By POST, so that the token stays out of addresses.
    let url = address("https://api.ok.ru/fb.do", &[], &[])?;
    saved(&net.fetch(Request::post_form(url, &all)).await?.body)
}

/// An answer, or the failure that it tells.
///
/// # Errors
/// As [`ask`].
pub fn saved(body: &[u8]) -> Result<Value, Failure> {
    let value = json::value(body)?;
    match value.get("error_code").and_then(Value::as_i64) {
        Some(code) => Err(of(code)),
        None => Ok(value),
    }
}

/// The decision. Codes: from memory of apiok.ru's table; see NOTES.md.
fn of(code: i64) -> Failure {
    let sign = || format!("ok_{code}");
    match code {
        7 | 8 | 11 => Failure::Slow { until: None },
        9 => Failure::blocked(sign()),
        10 | 101..=104 | 453 | 455 | 500 | 501 => Failure::auth(sign()),
        300 => Failure::Gone,
        3 | 4 | 100 => Failure::drift(format!("error_code={code}")),
        _ => Failure::down(sign()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_signed_over_sorted_parameters_without_the_token() {
        let fields = [("method", "a.b"), ("format", "json"), ("application_key", "K")];
        // printf TOKENSECRET | md5sum, then printf 'application_key=Kformat=jsonmethod=a.b<that>' | md5sum
        assert_eq!(
            signature(&fields, "TOKEN", "SECRET"),
            "7233a1a1b707e50d802e496dabe3f4ca"
        );
    }

    #[test]
    fn every_code_of_the_table_has_its_decision() {
        let codes = [2, 3, 7, 8, 9, 10, 11, 100, 101, 102, 104, 300, 453, 500, 9999];
        let row = |c: i64| format!("{c}: {:?}", of(c));
        insta::assert_json_snapshot!(codes.map(row).to_vec());
    }
}
