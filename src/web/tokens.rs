//! Tokens of invitations, resets and mails as they come in an address.

use sha2::{Digest, Sha256};

/// The key under which a token is stored.
pub fn hashed(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
