//! The door to the mail server: a POST to `mailto:` with a letter ([`otklik_adapters::letter`]) is a mail.
//!
//! The server of the configuration sends it; who that is, `net` does not know.

use super::Client;
use async_trait::async_trait;
use otklik_adapters::letter::Letter;
use otklik_adapters::{Failure, Request, Response};
use serde_json::json;
use std::sync::Arc;

/// Why a letter did not surely leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPosted {
    /// It did not leave; another attempt may work.
    Later,
    /// It will never be taken.
    Never,
    /// It may have left: never sent again.
    Unknown,
}

/// Sends letters.
#[async_trait]
pub trait Post: Send + Sync {
    /// Sends one letter, once, and gives its Message-ID without brackets.
    ///
    /// # Errors
    /// [`NotPosted`].
    async fn post(&self, letter: Letter) -> Result<String, NotPosted>;
}

/// What replies by mail and mailboxes need of the mail section.
#[derive(Clone)]
pub struct MailDoor {
    pub post: Arc<dyn Post>,
    /// PEM of one more certificate authority.
    pub authority: Option<Vec<u8>>,
}

/// Answers a writing request to `mailto:` like a web server: 200 with `message_id`, 422 for a letter that
/// will never be taken.
///
/// # Errors
/// [`Failure::Down`] when it did not leave, [`Failure::Unknown`] when nobody knows.
pub async fn send(client: &Client, request: &Request) -> Result<Response, Failure> {
    let body = request.body.as_deref().unwrap_or_default();
    let letter: Letter = serde_json::from_slice(body).map_err(|_| Failure::Unsupported)?;
    let door = client.mail().ok_or_else(|| Failure::down("no_mail_server"))?;
    let (status, body) = match door.post.post(letter).await {
        Ok(id) => (200, json!({ "message_id": id })),
        Err(NotPosted::Never) => (422, json!({ "error": "refused" })),
        Err(NotPosted::Later) => return Err(Failure::down("mail_server")),
        Err(NotPosted::Unknown) => return Err(Failure::Unknown),
    };
    Ok(Response {
        status,
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
        url: request.url.clone(),
    })
}
