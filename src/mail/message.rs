//! One MIME message from what was rendered. Strangers' words cannot make a header, a recipient or a
//! second part.

use super::render::Rendered;
use super::text;
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

/// Why no message could be made: the address in the configuration is not one.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error("{0:?} is not a mail address")]
    Address(String),
    #[error(transparent)]
    Build(#[from] lettre::error::Error),
}

/// `Name <address>` or a bare address, with the name cleaned.
pub fn mailbox_of(text: &str) -> Option<Mailbox> {
    let (name, address) = match text.rsplit_once('<') {
        Some((name, address)) => (name, address.trim_end().strip_suffix('>')?),
        None => ("", text),
    };
    Some(mailbox(name, address.trim().parse().ok()?))
}

/// A mailbox with a cleaned display name.
pub fn mailbox(name: &str, address: Address) -> Mailbox {
    let name = text::display_name(name);
    Mailbox::new((!name.is_empty()).then_some(name), address)
}

/// The sender where none is configured: mails are only kept.
#[expect(clippy::expect_used, reason = "a constant")]
pub fn local() -> Mailbox {
    Mailbox::new(
        Some("Отклик".into()),
        "otklik@localhost".parse().expect("a constant address"),
    )
}

/// Builds the message. The same `id` gives the same Message-ID for every attempt, so that a receiver
/// can drop the second copy of a mail whose first acknowledgement was lost.
///
/// # Errors
/// [`MessageError`].
pub fn build(
    from: &Mailbox,
    to_name: &str,
    to_address: &str,
    id: &str,
    date: DateTime<Utc>,
    rendered: &Rendered,
) -> Result<Message, MessageError> {
    let address: Address = to_address
        .trim()
        .parse()
        .map_err(|_| MessageError::Address(text::one_line(to_address, 100)))?;
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let parts = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, &rendered.text))
        .singlepart(part(ContentType::TEXT_HTML, &rendered.html));
    Ok(Message::builder()
        .from(from.clone())
        .to(mailbox(to_name, address))
        .date(date.into())
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .subject(text::one_line(&rendered.subject, 200))
        // RFC 3834: keeps vacation notices and robots from answering
        .raw_header(HeaderValue::new(automatic, "auto-generated".into()))
        .multipart(parts)?)
}

fn part(kind: ContentType, body: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(body.to_owned())
}
