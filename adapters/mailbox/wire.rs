//! What the engine's IMAP door answers.

use crate::Failure;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// A page of a mailbox.
#[derive(Deserialize)]
pub struct Box {
    /// UIDVALIDITY of the mailbox.
    pub validity: u32,
    /// The UID after which was read; 0 after a change of validity.
    pub after: u32,
    /// EXISTS: how many messages there are.
    pub count: u32,
    /// There are messages with higher UIDs than those here.
    pub more: bool,
    messages: Vec<Packed>,
}

#[derive(Deserialize)]
struct Packed {
    uid: u32,
    /// INTERNALDATE, RFC 3339.
    at: Option<String>,
    /// The beginning of the message (RFC 5322), base64.
    raw: String,
}

/// One message, unpacked.
pub struct Message {
    pub uid: u32,
    pub at: Option<DateTime<Utc>>,
    pub raw: Vec<u8>,
}

impl Box {
    /// The messages in the order of their UIDs.
    ///
    /// # Errors
    /// [`Failure::Drift`] at a message that is not base64.
    pub fn messages(&self) -> Result<Vec<Message>, Failure> {
        let mut found = Vec::with_capacity(self.messages.len());
        for (n, m) in self.messages.iter().enumerate() {
            let raw = BASE64_STANDARD.decode(m.raw.as_bytes());
            found.push(Message {
                uid: m.uid,
                at: m.at.as_deref().and_then(crate::parse::dates::rfc3339),
                raw: raw.map_err(|_| Failure::drift(format!("messages[{n}].raw")))?,
            });
        }
        found.sort_by_key(|m| m.uid);
        Ok(found)
    }
}

impl Message {
    /// A file with one message; `None` if it does not begin with a header.
    pub fn saved(body: &[u8]) -> Option<Self> {
        let first = body.split(|b| *b == b'\n').next()?;
        let name = first
            .split(|b| *b == b':')
            .next()
            .filter(|n| n.len() < first.len())?;
        let header = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        header.then(|| Message {
            uid: 0,
            at: None,
            raw: body.to_vec(),
        })
    }
}
