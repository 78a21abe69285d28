//! A mail of ours that came back (RFC 3464): the reply was not delivered.

use super::letters::{first_id, is_type};
use crate::{Answer, OfficialReply, Standing};
use mail_parser::{Message, MessageParser, MessagePart, PartType};

/// The answer that did not arrive, if this is a final report of failure that names the message.
pub fn of(mail: &Message<'_>) -> Option<Answer> {
    let part = |sub: &str| mail.parts.iter().find(|p| is_type(p, "message", sub));
    let report = words(part("delivery-status")?)?;
    let status = field(&report, "status")?;
    // 5.4.4 (no route) passes by itself, as every 4.x.x does
    if !status.starts_with("5.") || status == "5.4.4" {
        return None;
    }
    let original =
        part("rfc822").or_else(|| mail.parts.iter().find(|p| is_type(p, "text", "rfc822-headers")))?;
    let headers = words(original)?;
    let original = MessageParser::default().parse(headers.as_bytes())?;
    Some(Answer {
        to: first_id(original.in_reply_to())?,
        reply: OfficialReply {
            id: original.message_id().map(str::to_owned),
            text: original
                .body_text(0)
                .map_or_else(String::new, |t| crate::parse::plain(&t)),
            at: None,
            standing: Standing::Rejected {
                reason: format!("bounced_{}", status.replace('.', "_")),
            },
        },
    })
}

fn words(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => Some(text.to_string()),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
        PartType::Message(inside) => Some(String::from_utf8_lossy(inside.raw_message()).into_owned()),
        PartType::Multipart(_) => None,
    }
}

fn field(report: &str, name: &str) -> Option<String> {
    report.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        let value = value.split_whitespace().next()?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}
