//! Messages to sightings: whose, about what, and which are no complaints at all.

use super::wire::Message;
use super::{bounce, quote};
use crate::{Answer, Author, Failure, Next, OfficialReply, Page, Sighting, letter, parse};
use chrono::DateTime;
use mail_parser::{Address, HeaderValue, Message as Mail, MessageParser, MimeHeaders};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// The page of these messages; `own`: the mailbox's address, from which our own answers come.
///
/// # Errors
/// [`Failure::Drift`] for a message that is none.
pub fn page(messages: &[Message], own: Option<&str>) -> Result<Page, Failure> {
    let (mut sightings, mut answers, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (n, message) in messages.iter().enumerate() {
        let mail = MessageParser::default()
            .parse(&message.raw)
            .filter(|m| !m.headers().is_empty())
            .ok_or_else(|| Failure::drift(format!("messages[{n}].raw")))?;
        if let Some(answer) = bounce::of(&mail) {
            answers.push(answer);
            continue;
        }
        let from = address(mail.from());
        if own.is_some() && from.as_ref().map(|f| f.0.as_str()) == own {
            answers.extend(our_answer(&mail));
            continue;
        }
        if is_automatic(&mail) {
            continue;
        }
        let one = sighting(&mail, message, from);
        if seen.insert(one.id.clone()) {
            sightings.push(one);
        }
    }
    let mut page = Page::of(sightings, Next::Done);
    page.answers = answers;
    Ok(page)
}

fn sighting(mail: &Mail<'_>, message: &Message, from: Option<(String, Option<String>)>) -> Sighting {
    let written = mail
        .date()
        .and_then(|d| DateTime::from_timestamp(d.to_timestamp(), 0));
    // a clock that runs ahead would hold the deadline back
    let created = match (written.filter(crate::parse::dates::sane), message.at) {
        (Some(written), Some(arrived)) => Some(written.min(arrived)),
        (written, arrived) => written.or(arrived),
    };
    let reply_to = address(mail.reply_to()).filter(|(a, _)| letter::is_address(a));
    let (sender, name) = from.map_or((None, None), |(a, n)| (Some(a), n));
    let body = mail.body_text(0).unwrap_or_default();
    Sighting {
        id: id(mail, message),
        parent: first_id(mail.in_reply_to()),
        author: Author {
            id: reply_to.map(|(a, _)| a).or(sender),
            name: name.as_deref().and_then(parse::nonempty),
        },
        title: mail.subject().and_then(parse::nonempty),
        text: quote::without(&parse::plain(&body)),
        created,
        media: u32::try_from(mail.attachment_count()).unwrap_or(u32::MAX),
        ..Sighting::default()
    }
}

/// What we wrote ourselves, as far as it says to whom.
fn our_answer(mail: &Mail<'_>) -> Option<Answer> {
    Some(Answer {
        to: first_id(mail.in_reply_to())?,
        reply: OfficialReply {
            id: mail.message_id().map(str::to_owned),
            text: quote::without(&parse::plain(&mail.body_text(0).unwrap_or_default())),
            at: mail
                .date()
                .and_then(|d| DateTime::from_timestamp(d.to_timestamp(), 0)),
            ..OfficialReply::default()
        },
    })
}

/// The Message-ID; a message without one goes by its content, which is as stable.
fn id(mail: &Mail<'_>, message: &Message) -> String {
    match mail
        .message_id()
        .filter(|id| !id.is_empty() && !id.contains('\0'))
    {
        Some(id) => id.to_owned(),
        None => {
            let hash = Sha256::digest(&message.raw);
            let hex: String = hash.iter().take(16).map(|b| format!("{b:02x}")).collect();
            format!("sha256-{hex}")
        }
    }
}

fn word<'m>(mail: &'m Mail<'_>, name: &'static str) -> &'m str {
    mail.header(name)
        .and_then(HeaderValue::as_text)
        .unwrap_or_default()
}

/// Robots, vacation notices and lists (RFC 3834 and its older habits) complain of nothing.
fn is_automatic(mail: &Mail<'_>) -> bool {
    let automatic = word(mail, "Auto-Submitted");
    (!automatic.is_empty() && !automatic.eq_ignore_ascii_case("no"))
        || ["bulk", "list", "junk", "auto_reply"]
            .iter()
            .any(|p| word(mail, "Precedence").eq_ignore_ascii_case(p))
        || mail.header("List-Id").is_some()
        || mail.header("X-Autoreply").is_some()
}

/// First address of a header in lower case, with its display name.
fn address(header: Option<&Address<'_>>) -> Option<(String, Option<String>)> {
    let first = header?.first()?;
    let address = first.address()?.trim().to_lowercase();
    let name = first
        .name()
        .map(str::trim)
        .filter(|n| !n.is_empty() && n.to_lowercase() != address);
    Some((address, name.map(str::to_owned)))
}

/// First id of In-Reply-To.
pub fn first_id(value: &HeaderValue<'_>) -> Option<String> {
    let id = match value {
        HeaderValue::Text(id) => id.as_ref(),
        HeaderValue::TextList(ids) => ids.first()?.as_ref(),
        _ => return None,
    };
    parse::nonempty(id.trim_matches(['<', '>', ' ']))
}

/// For [`bounce`]: does this part have that type?
pub fn is_type(part: &mail_parser::MessagePart<'_>, kind: &str, sub: &str) -> bool {
    part.content_type().is_some_and(|c| {
        c.ctype().eq_ignore_ascii_case(kind) && c.subtype().is_some_and(|s| s.eq_ignore_ascii_case(sub))
    })
}
