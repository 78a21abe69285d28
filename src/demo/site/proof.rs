//! What platforms check before they answer: signatures, by public keys, and tokens that run out.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ring::signature::{UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A public key that was registered with a platform, in base64 as its console would show it.
pub(super) struct Registered {
    pub how: &'static dyn VerificationAlgorithm,
    pub key: &'static str,
}

impl Registered {
    /// Did the holder of the private key sign this?
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let packed: String = self.key.split_ascii_whitespace().collect();
        BASE64_STANDARD.decode(packed).is_ok_and(|key| {
            UnparsedPublicKey::new(self.how, key)
                .verify(message, signature)
                .is_ok()
        })
    }

    /// Header and claims of a JSON Web Token of this algorithm, if its signature is good.
    pub(super) fn jwt(&self, algorithm: &str, token: &str) -> Option<(Value, Value)> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let part = |p: &str| serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(p).ok()?).ok();
        let (header, claims): (Value, Value) = (part(header)?, part(claims)?);
        // Whoever lets the token choose the algorithm can be told "none".
        (header["alg"] == algorithm).then_some(())?;
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.signed(signed.as_bytes(), &signature)
            .then_some((header, claims))
    }
}

/// A token for `scope` that is good until `now + life`. It says so itself, so that a killed site still
/// knows it.
pub(super) fn issue(scope: &str, now: DateTime<Utc>, life: TimeDelta) -> String {
    let until = (now + life).timestamp();
    format!("demo.{until}.{}", seal(scope, until))
}

/// Is this a token that was issued for `scope`, and still good?
pub(super) fn holds(token: &str, scope: &str, now: DateTime<Utc>) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let ["demo", until, given] = parts.as_slice() else {
        return false;
    };
    until
        .parse()
        .is_ok_and(|until: i64| now.timestamp() < until && seal(scope, until) == *given)
}

fn seal(scope: &str, until: i64) -> String {
    hex::encode(&Sha256::digest(format!("зерно/{scope}/{until}"))[..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_scope_until_it_runs_out() {
        let now = DateTime::from_timestamp(1_795_435_200, 0).expect("an instant");
        let token = issue("reviews", now, TimeDelta::seconds(900));
        let later = |s| now + TimeDelta::seconds(s);
        assert!(holds(&token, "reviews", later(899)));
        assert!(!holds(&token, "reviews", later(900)), "run out");
        assert!(!holds(&token, "replies", now), "another scope");
        let longer = token.replace("demo.17", "demo.18");
        assert!(!holds(&longer, "reviews", now), "made longer by its holder");
        assert!(!holds("", "reviews", now) && !holds("demo.x.y", "reviews", now));
    }

    #[test]
    fn a_token_that_chooses_its_own_algorithm_is_not_believed() {
        let registered = Registered {
            how: &ring::signature::RSA_PKCS1_2048_8192_SHA256,
            key: include_str!("keys/account.pub"),
        };
        let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"RS256"}"#] {
            for signature in ["", "AAAA"] {
                let token = format!("{}.{}.{signature}", part(header), part("{}"));
                assert_eq!(registered.jwt("RS256", &token), None);
            }
        }
    }
}
