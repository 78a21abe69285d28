//! Telegram's `sendMessage`, in its HTML. The text comes from our templates, whose only tags are
//! `b` and `a`; everything of strangers is escaped there.

use super::outgoing::{Answer, Reach, post};
use crate::context::Context;
use crate::mail::SendError;
use secrecy::ExposeSecret;
use std::fmt::Write;
use std::time::Duration;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

/// Longest message, in UTF-16 units of the text without tags (Bot API, sendMessage).
pub const LIMIT: usize = 4096;
/// A longer pause that Telegram asks for is left to the queue.
const PATIENCE: u64 = 30;
const HOST: &str = "api.telegram.org";

/// Sends one message to a chat (`-1001234567890`, `@channel`).
///
/// # Errors
/// [`SendError::Never`] where the chat will not take it: the bot was blocked or removed, no such chat.
pub async fn send(ctx: &Context, chat: &str, html: &str) -> Result<(), SendError> {
    let secret = ctx.config.telegram.secret().map_err(SendError::Later)?;
    let token = secret.ok_or_else(|| SendError::Later("telegram.token_file is not set".into()))?;
    let (url, reach) = address(ctx, token.expose_secret())?;
    let text = fit(html, LIMIT);
    let mut message = Message {
        chat: chat.to_owned(),
        text,
        is_html: true,
    };
    let mut waited = false;
    // each branch below is taken at most once, so this ends
    loop {
        let answer = post(reach, url.clone(), &[], message.json()).await?;
        match judge(&answer) {
            Verdict::Sent => return Ok(()),
            Verdict::Unreadable if message.is_html => {
                message = Message {
                    text: plain(&message.text),
                    is_html: false,
                    ..message
                };
            }
            Verdict::Moved(chat) if chat != message.chat => message.chat = chat,
            Verdict::Wait(seconds) if !waited && seconds <= PATIENCE => {
                waited = true;
                ctx.clock.sleep(Duration::from_secs(seconds)).await;
            }
            Verdict::Wait(seconds) => {
                return Err(SendError::Later(format!("Telegram asks to wait for {seconds} s")));
            }
            Verdict::Later(words) => return Err(SendError::Later(words)),
            Verdict::Unreadable | Verdict::Moved(_) => {
                return Err(SendError::Never("Telegram does not take this message".into()));
            }
            Verdict::Never(words) => return Err(SendError::Never(words)),
        }
    }
}

struct Message {
    chat: String,
    text: String,
    is_html: bool,
}

impl Message {
    fn json(&self) -> String {
        let chat = self
            .chat
            .parse::<i64>()
            .map_or_else(|_| self.chat.as_str().into(), serde_json::Value::from);
        let mut body = serde_json::json!({
            "chat_id": chat,
            "text": self.text,
            "link_preview_options": { "is_disabled": true },
        });
        if self.is_html {
            body["parse_mode"] = "HTML".into();
        }
        body.to_string()
    }
}

/// The address of the method, or where the operator rewrote it to.
fn address(ctx: &Context, token: &str) -> Result<(Url, Reach), SendError> {
    let is_token = !token.is_empty()
        && token
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ":_-".contains(c));
    if !is_token {
        return Err(SendError::Later(
            "telegram.token_file does not hold a bot token".into(),
        ));
    }
    let wrong = |_| SendError::Later("network.rewrite: not an address".into());
    match ctx.config.network.rewrite.get(HOST) {
        Some(base) => {
            let base = base.as_str().trim_end_matches('/');
            let url = Url::parse(&format!("{base}/bot{token}/sendMessage")).map_err(wrong)?;
            Ok((url, Reach::Anywhere))
        }
        None => {
            let url = Url::parse(&format!("https://{HOST}/bot{token}/sendMessage")).map_err(wrong)?;
            Ok((url, Reach::Public))
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Sent,
    /// The entities cannot be parsed: once more without them.
    Unreadable,
    /// The group became a supergroup with this id.
    Moved(String),
    /// Seconds.
    Wait(u64),
    Later(String),
    Never(String),
}

fn judge(answer: &Answer) -> Verdict {
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let said = body["description"].as_str().unwrap_or_default();
    let words = crate::mail::text::one_line(&format!("Telegram: {} {said}", answer.status), 200);
    match answer.status {
        200 if body["ok"] == true => Verdict::Sent,
        400 if said.contains("can't parse entities") => Verdict::Unreadable,
        400 => match body["parameters"]["migrate_to_chat_id"].as_i64() {
            Some(chat) => Verdict::Moved(chat.to_string()),
            None => Verdict::Never(words),
        },
        403 => Verdict::Never(words),
        429 => {
            let asked = body["parameters"]["retry_after"].as_u64().or(answer.retry_after);
            Verdict::Wait(asked.unwrap_or(PATIENCE + 1))
        }
        // 401 and 404 are a wrong token: a person mends it and the message still goes out
        _ => Verdict::Later(words),
    }
}

/// Cuts a message to `limit` UTF-16 units of visible text, between graphemes; open tags are closed,
/// and the cut is marked by `…`.
pub fn fit(html: &str, limit: usize) -> String {
    if visible(html) <= limit {
        return html.to_owned();
    }
    let (mut out, mut used, mut open) = (String::new(), 0, Vec::new());
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) => {
                match tag.strip_prefix("</") {
                    Some(_) => drop(open.pop()),
                    None => open.push(name(tag)),
                }
                out.push_str(tag);
            }
            Piece::Shown { source, units } => {
                if used + units + 1 > limit {
                    break;
                }
                used += units;
                out.push_str(source);
            }
        }
    }
    out.push('…');
    for tag in open.iter().rev() {
        // writing to a String cannot fail
        let _ = write!(out, "</{tag}>");
    }
    out
}

/// The message without tags, entities decoded: the second attempt, and what is kept of it.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        if let Piece::Shown { source, .. } = piece {
            match entity(source) {
                Some(c) => out.push(c),
                None => out.push_str(source),
            }
        }
    }
    out
}

fn visible(html: &str) -> usize {
    pieces(html)
        .map(|p| {
            if let Piece::Shown { units, .. } = p {
                units
            } else {
                0
            }
        })
        .sum()
}

enum Piece<'a> {
    Tag(&'a str),
    /// One grapheme or one entity.
    Shown {
        source: &'a str,
        units: usize,
    },
}

fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match first {
            '<' => rest.find('>').map(|at| at + 1),
            '&' => rest
                .find(';')
                .map(|at| at + 1)
                .filter(|end| entity(&rest[..*end]).is_some()),
            _ => None,
        };
        let (piece, after) = match end {
            Some(end) => rest.split_at(end),
            None => rest.split_at(rest.graphemes(true).next()?.len()),
        };
        rest = after;
        Some(match (first, end) {
            ('<', Some(_)) => Piece::Tag(piece),
            (_, Some(_)) => Piece::Shown {
                source: piece,
                units: entity(piece)?.len_utf16(),
            },
            (_, None) => Piece::Shown {
                source: piece,
                units: piece.encode_utf16().count(),
            },
        })
    })
}

fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    inner.split(' ').next().unwrap_or(inner)
}

/// The character of an entity that the template engine or Telegram knows.
fn entity(source: &str) -> Option<char> {
    let inner = source.strip_prefix('&')?.strip_suffix(';')?;
    match inner {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => {
            let number = inner.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            retry_after: None,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_long_message_is_cut_between_graphemes_with_its_tags_closed() {
        let html = format!(
            "<b>СРОЧНО</b> <a href=\"https://o.example/x\">{}</a>",
            "👩‍👧&lt;".repeat(2000)
        );
        let cut = fit(&html, LIMIT);
        assert!(visible(&cut) <= LIMIT);
        assert!(cut.ends_with("…</a>"));
        assert_eq!(cut.matches("&lt").count(), cut.matches("&lt;").count());
        assert_eq!(fit("<b>коротко</b>", LIMIT), "<b>коротко</b>");
    }

    #[test]
    fn the_plain_form_has_neither_tags_nor_entities() {
        assert_eq!(plain("<b>a &lt;b&gt; &amp; &#x27;c&#39;</b>"), "a <b> & 'c'");
    }

    #[test]
    fn a_blocked_bot_is_for_good_and_a_wrong_token_is_not() {
        let blocked =
            r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#;
        assert!(matches!(judge(&answer(403, blocked)), Verdict::Never(_)));
        assert!(matches!(judge(&answer(401, "{}")), Verdict::Later(_)));
        assert!(matches!(judge(&answer(502, "<html>")), Verdict::Later(_)));
        let slow = r#"{"ok":false,"error_code":429,"parameters":{"retry_after":5}}"#;
        assert_eq!(judge(&answer(429, slow)), Verdict::Wait(5));
        let moved = r#"{"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":-1007}}"#;
        assert_eq!(judge(&answer(400, moved)), Verdict::Moved("-1007".into()));
        let entities = r#"{"ok":false,"description":"Bad Request: can't parse entities: x"}"#;
        assert_eq!(judge(&answer(400, entities)), Verdict::Unreadable);
    }
}
