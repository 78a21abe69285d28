//! Calls of the Bot API. The token is part of the address, so nothing here keeps or shows one.

use super::posts::Mark;
use super::updates::{self, Own};
use super::wire::{Envelope, Message, Parameters, Update};
use crate::parse::{json, status};
use crate::{Failure, Net, Next, Page, Place, Receipt, ReplyOrder, Request, Response};
use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use url::Url;

/// Most updates of one answer.
const BATCH: usize = 100;
/// What the bot wants to hear of. Reactions and joins are not asked for.
const ALLOWED: &str = r#"["message","edited_message","channel_post","edited_channel_post","my_chat_member"]"#;

fn method(token: &str, name: &str) -> Result<Url, Failure> {
    // A token has only these letters; anything else would change the path.
    let clean = token
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-'));
    if token.is_empty() || !clean {
        return Err(Failure::auth("token_malformed"));
    }
    Url::parse(&format!("https://api.telegram.org/bot{token}/{name}"))
        .map_err(|_| Failure::auth("token_malformed"))
}

/// The account number of a bot, which is public, out of its token.
pub fn bot_of(token: &str) -> Option<i64> {
    token.split_once(':')?.0.parse().ok()
}

/// One batch of updates from the mark on, which also confirms all before it: the engine stores the
/// new mark together with the messages, so a crash between loses nothing.
pub async fn poll(net: &dyn Net, token: &str, place: &Place, mark: Option<Mark>) -> Result<Page, Failure> {
    let mut url = method(token, "getUpdates")?;
    url.query_pairs_mut()
        .append_pair("limit", &BATCH.to_string())
        .append_pair("timeout", "0")
        .append_pair("allowed_updates", ALLOWED);
    if let Some(mark) = &mark {
        url.query_pairs_mut()
            .append_pair("offset", &mark.offset.to_string());
    }
    let response = net.send(Request::get(url)).await?;
    let updates: Vec<Update> = result(&response, net, false)?;
    let full = updates.len() >= BATCH;
    let newest = updates.iter().map(|u| u.update_id).max();
    let began = mark.is_some();
    let mut mark = mark.unwrap_or_default();
    let own = Own {
        place,
        bot: bot_of(token),
    };
    let mut page = updates::page(updates, &own, &mut mark);
    if let Some(newest) = newest {
        mark.offset = newest.saturating_add(1);
    }
    page.resume = (began || newest.is_some()).then(|| mark.to_string());
    if let (true, Some(next)) = (full, &page.resume) {
        page.next = Next::More(next.clone());
    }
    Ok(page)
}

/// The decision behind an answer, or what it holds.
fn result<T: DeserializeOwned>(response: &Response, net: &dyn Net, writes: bool) -> Result<T, Failure> {
    let text = match json::mend(&response.body) {
        Err(_) if writes => return Err(Failure::Unknown),
        text => text?,
    };
    let Ok(envelope) = serde_json::from_str::<Envelope<T>>(&text) else {
        status::check(response, writes, net.now())?;
        return Err(
            match serde_json::from_str::<Envelope<serde::de::IgnoredAny>>(&text) {
                // Sent and taken, but in a shape that we do not know: not to be sent again.
                _ if writes => Failure::Unknown,
                Ok(_) => Failure::drift("result"),
                Err(e) => json::syntax(&response.body, &e),
            },
        );
    };
    match envelope.result {
        Some(result) if envelope.ok => Ok(result),
        _ if envelope.ok => Err(if writes {
            Failure::Unknown
        } else {
            Failure::drift("result")
        }),
        _ => {
            let code = envelope.error_code.unwrap_or(response.status);
            let description = envelope.description.unwrap_or_default();
            Err(failure(
                code,
                &description,
                envelope.parameters.as_ref(),
                net,
                writes,
            ))
        }
    }
}

fn failure(code: u16, description: &str, more: Option<&Parameters>, net: &dyn Net, writes: bool) -> Failure {
    let wait = more
        .and_then(|p| p.retry_after)
        .filter(|s| (0..=7 * 86_400).contains(s));
    let until = wait.map(|s| net.now() + TimeDelta::seconds(s));
    match code {
        401 => Failure::auth("unauthorized"),
        // The path of a wrong token does not exist.
        404 if !writes => Failure::auth("token_unknown"),
        409 => Failure::auth("conflict"),
        429 => Failure::Slow { until },
        400 | 403 | 404 if writes => Failure::Refused {
            reason: refusal(description).into(),
        },
        403 => Failure::auth("forbidden"),
        _ => status::code(code, writes, until)
            .err()
            .unwrap_or_else(|| Failure::drift("error_code")),
    }
}

/// Telegram's refusals are sentences; these are their stable parts.
const REFUSALS: &[(&str, &str)] = &[
    ("message to be replied not found", "review_gone"),
    ("message to reply not found", "review_gone"),
    ("replied message not found", "review_gone"),
    ("chat not found", "chat_not_found"),
    ("text is empty", "empty"),
    ("is too long", "too_long"),
    ("can't parse", "markup"),
    ("not enough rights", "no_rights"),
    ("write_forbidden", "no_rights"),
    ("deactivated", "chat_closed"),
    ("upgraded to a supergroup", "chat_moved"),
    ("kicked", "bot_removed"),
    ("not a member", "bot_removed"),
    ("blocked by the user", "blocked_by_user"),
];

fn refusal(description: &str) -> &'static str {
    let text = description.to_lowercase();
    REFUSALS
        .iter()
        .find(|(part, _)| text.contains(part))
        .map_or("refused", |(_, word)| word)
}

/// Sends a reply as plain text, which no character of it can break.
pub async fn publish(net: &dyn Net, token: &str, order: &ReplyOrder) -> Result<Receipt, Failure> {
    let numbers = order
        .review
        .split_once('/')
        .and_then(|(chat, message)| Some((chat.parse::<i64>().ok()?, message.parse::<i64>().ok()?)));
    // A post of a preview page: the bot is no guest there.
    let (chat, message) = numbers.ok_or(Failure::Unsupported)?;
    let body = serde_json::json!({
        "chat_id": chat,
        "text": order.text,
        "reply_parameters": {"message_id": message, "allow_sending_without_reply": false},
        "link_preview_options": {"is_disabled": true},
    });
    let request = Request::post_json(method(token, "sendMessage")?, &body).writing();
    let response = net.send(request).await?;
    let sent: Message = result(&response, net, true)?;
    Ok(Receipt::Live {
        id: Some(format!("{}/{}", sent.chat.id, sent.message_id)),
    })
}

/// A saved body: an envelope, one update or message, or a list of either.
pub fn read(text: &str, body: &[u8], own: &Own<'_>) -> Result<Page, Failure> {
    use serde::Deserialize;
    /// Order matters: each shape is told from the later ones by a field that they lack.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Saved {
        Update(Box<Update>),
        Message(Box<Message>),
        Updates(Vec<Update>),
        Messages(Vec<Message>),
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Body {
        Envelope(Envelope<Saved>),
        Bare(Saved),
    }
    let saved = match serde_json::from_str(text).map_err(|e| json::syntax(body, &e))? {
        Body::Bare(saved) => saved,
        Body::Envelope(e) if e.ok => e.result.ok_or_else(|| Failure::drift("result"))?,
        Body::Envelope(e) => {
            return Err(match e.error_code {
                Some(401 | 404) => Failure::auth("unauthorized"),
                Some(403) => Failure::auth("forbidden"),
                Some(409) => Failure::auth("conflict"),
                Some(429) => Failure::Slow { until: None },
                Some(code) => status::code(code, false, None)
                    .err()
                    .unwrap_or_else(|| Failure::drift("error_code")),
                None => Failure::drift("error_code"),
            });
        }
    };
    let mut mark = Mark::default();
    Ok(match saved {
        Saved::Update(update) => updates::page(vec![*update], own, &mut mark),
        Saved::Updates(updates) => updates::page(updates, own, &mut mark),
        Saved::Message(message) => updates::messages_page(vec![(*message, false)], own, &mut mark),
        Saved::Messages(messages) => {
            let messages = messages.into_iter().map(|m| (m, false)).collect();
            updates::messages_page(messages, own, &mut mark)
        }
    })
}
