//! A reply that goes out as a mail: the `complaint` channel (a mailbox, a form).
//!
//! The engine sends it through the mail server of the configuration; what is asked for here is a POST to
//! the `mailto:` address with the letter as JSON. The same idempotency key gives the same Message-ID, so
//! that a receiver can tell a copy, and a bounce can be told to be about this reply.

use crate::{Failure, Net, Receipt, ReplyOrder, Request};
use serde::{Deserialize, Serialize};
use url::Url;

/// One plain-text mail. Addresses are bare (`a@b.c`); ids are without angle brackets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    /// `Name <address>`; `None`: the sender of the mail section.
    #[serde(default)]
    pub from: Option<String>,
    pub subject: String,
    pub text: String,
    /// Left part of the Message-ID; the domain is the sender's.
    pub id: String,
    #[serde(default)]
    pub in_reply_to: Option<String>,
    #[serde(default)]
    pub references: Vec<String>,
}

/// Sends the reply to the author of the review, once. `own`: our address there, unless the key `from` names
/// another; `in_reply_to`: the Message-ID of what is answered.
///
/// # Errors
/// [`Failure::Refused`] when the author left no address, or the server will never take the mail;
/// [`Failure::Unknown`] when nobody knows whether it took it.
pub async fn send(
    net: &dyn Net,
    order: &ReplyOrder,
    own: Option<&str>,
    in_reply_to: Option<&str>,
) -> Result<Receipt, Failure> {
    let refused = |reason: &str| Failure::Refused {
        reason: reason.to_owned(),
    };
    let to = order.author.as_deref().filter(|a| is_address(a));
    let to = to.ok_or_else(|| refused("no_address"))?;
    let title = order.title.as_deref().unwrap_or_default();
    let letter = Letter {
        to: to.to_owned(),
        from: net.access("from").or_else(|| own.map(str::to_owned)),
        subject: subject(title),
        text: order.text.clone(),
        id: order.idempotency_key.clone(),
        in_reply_to: in_reply_to.map(str::to_owned),
        references: order
            .parent
            .iter()
            .cloned()
            .chain(in_reply_to.map(str::to_owned))
            .collect(),
    };
    let value = serde_json::to_value(&letter).map_err(|_| refused("letter"))?;
    let url = Url::parse(&format!("mailto:{to}")).map_err(|_| refused("no_address"))?;
    let answer = net.send(Request::post_json(url, &value).writing()).await?;
    let sent: Option<Sent> = serde_json::from_slice(&answer.body).ok();
    match (answer.status, sent) {
        (200, Some(sent)) => Ok(Receipt::Live {
            id: Some(sent.message_id),
        }),
        (400..500, _) => Err(refused("mail_refused")),
        // an answer that says nothing is no proof that nothing left
        _ => Err(Failure::Unknown),
    }
}

#[derive(Deserialize)]
struct Sent {
    message_id: String,
}

/// `Re: …`, once, and never empty.
fn subject(title: &str) -> String {
    let title = title.trim();
    let again = ["re:", "отв:", "ответ:"]
        .iter()
        .any(|p| title.to_lowercase().starts_with(p));
    match (title.is_empty(), again) {
        (true, _) => "Re:".to_owned(),
        (false, true) => title.to_owned(),
        (false, false) => format!("Re: {title}"),
    }
}

/// Could this be a mail address? The mail library has the last word.
pub fn is_address(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c);
    match text.rsplit_once('@') {
        Some((local, domain)) => {
            !local.is_empty()
                && local.len() <= 64
                && domain.len() <= 253
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && text.chars().all(plain)
                && !local.contains('@')
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_says_re_once() {
        assert_eq!(subject("Холодный кофе"), "Re: Холодный кофе");
        assert_eq!(subject("RE: Холодный кофе"), "RE: Холодный кофе");
        assert_eq!(subject(" "), "Re:");
    }

    #[test]
    fn what_is_no_address_is_never_written_to() {
        for good in ["anna@example.org", "a.b+c@mail.example.org", "анна@пример.рф"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "anna",
            "@example.org",
            "anna@",
            "anna@localhost",
            "a b@example.org",
            "a@example.org\r\nBcc: b@example.org",
            "<a@example.org>",
            "a@b@example.org",
            "a,b@example.org",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
