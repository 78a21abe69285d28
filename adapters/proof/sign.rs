//! Signatures by the operator's private keys: RS256 and ES256 of JSON Web Tokens (RFC 7515), and
//! RSA with SHA-512. *ring* does the arithmetic, rustls' own reader the PEM.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding,
    RsaKeyPair,
};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::Value;

/// An RSA key of 2,048 bits or more.
pub struct RsaKey(RsaKeyPair);

/// A key on the curve P-256, such as App Store Connect hands out (`.p8`).
pub struct P256Key(EcdsaKeyPair);

impl RsaKey {
    /// From PEM (PKCS#8, PKCS#1), from the base64 inside of one, or from base64 of a whole PEM.
    /// `None` for anything else; the reason would quote the key.
    pub fn read(text: &str) -> Option<Self> {
        let pair = match der(text)? {
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            _ => return None,
        };
        pair.ok().map(RsaKey)
    }

    /// RSASSA-PKCS1-v1_5 over SHA-256: `RS256`.
    pub fn sha256(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.sign(&RSA_PKCS1_SHA256, message)
    }

    /// RSASSA-PKCS1-v1_5 over SHA-512.
    pub fn sha512(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.sign(&RSA_PKCS1_SHA512, message)
    }

    fn sign(&self, how: &'static dyn RsaEncoding, message: &[u8]) -> Option<Vec<u8>> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let done = self.0.sign(how, &SystemRandom::new(), message, &mut signature);
        done.ok().map(|()| signature)
    }
}

impl P256Key {
    /// As [`RsaKey::read`], from PKCS#8.
    pub fn read(text: &str) -> Option<Self> {
        let PrivateKeyDer::Pkcs8(key) = der(text)? else {
            return None;
        };
        let pair = EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            key.secret_pkcs8_der(),
            &SystemRandom::new(),
        );
        pair.ok().map(P256Key)
    }

    /// The two numbers one after the other, as `ES256` wants them.
    pub fn sha256(&self, message: &[u8]) -> Option<Vec<u8>> {
        let signature = self.0.sign(&SystemRandom::new(), message).ok()?;
        Some(signature.as_ref().to_vec())
    }
}

/// A signed JSON Web Token in compact form. `header` must name the algorithm that `sign` does.
pub fn jwt(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Option<String> {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = sign(signed.as_bytes())?;
    Some(format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

/// The key inside of whatever text holds it. Environment variables often carry `\n` for line breaks.
fn der(text: &str) -> Option<PrivateKeyDer<'static>> {
    let text = text.trim().replace("\\n", "\n");
    if text.contains("-----BEGIN") {
        return PrivateKeyDer::from_pem_slice(text.as_bytes()).ok();
    }
    let packed: String = text.split_ascii_whitespace().collect();
    let bytes = BASE64_STANDARD.decode(packed).ok()?;
    if bytes.starts_with(b"-----BEGIN") {
        return PrivateKeyDer::from_pem_slice(&bytes).ok();
    }
    PrivateKeyDer::try_from(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{
        ECDSA_P256_SHA256_FIXED, KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512,
        UnparsedPublicKey,
    };

    const RSA: &str = include_str!("test_rsa.pem");
    const P256: &str = include_str!("test_p256.p8");

    fn inside(pem: &str) -> String {
        pem.lines().filter(|l| !l.starts_with('-')).collect()
    }

    #[test]
    fn a_key_is_read_in_every_form_in_which_consoles_hand_it_out() {
        let pkcs1 = include_str!("test_rsa_pkcs1.pem");
        for form in [
            RSA.to_owned(),
            RSA.replace('\n', "\r\n"),
            RSA.trim().replace('\n', "\\n"),
            inside(RSA),
            BASE64_STANDARD.encode(RSA),
            pkcs1.to_owned(),
            inside(pkcs1),
        ] {
            let key = RsaKey::read(&form).unwrap_or_else(|| panic!("{}", &form[..40]));
            let public = key.0.public_key().as_ref().to_vec();
            for (how, signature) in [
                (&RSA_PKCS1_2048_8192_SHA256, key.sha256(b"x").unwrap()),
                (&RSA_PKCS1_2048_8192_SHA512, key.sha512(b"x").unwrap()),
            ] {
                let public = UnparsedPublicKey::new(how, &public);
                assert!(public.verify(b"x", &signature).is_ok());
                assert!(public.verify(b"y", &signature).is_err());
            }
        }
        for form in [P256.to_owned(), inside(P256)] {
            let key = P256Key::read(&form).unwrap();
            let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.0.public_key());
            assert!(public.verify(b"x", &key.sha256(b"x").unwrap()).is_ok());
        }
    }

    #[test]
    fn what_is_no_key_and_a_key_of_another_kind_are_none() {
        let cut = &RSA[..RSA.len() / 2];
        for text in ["", "{}", "secret", "-----BEGIN PRIVATE KEY-----", cut, P256] {
            assert!(RsaKey::read(text).is_none());
        }
        for text in ["", "AAAA", RSA, include_str!("test_rsa_pkcs1.pem")] {
            assert!(P256Key::read(text).is_none());
        }
    }
}
