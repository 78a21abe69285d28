//! Messages that a bot saw, to sightings.
//!
//! A bot's source takes whatever its bot sees, from every chat: an update that was confirmed and
//! dropped would be lost for good. Ids are therefore `<chat>/<message>`.

use super::place;
use super::posts::Mark;
use super::rich;
use super::wire::{Chat, Message, Update};
use crate::parse::{dates, plain};
use crate::{Answer, Author, Emptiness, Next, OfficialReply, Page, Place, Sighting};
use std::collections::HashMap;

/// Who we are in the chats of this source.
pub struct Own<'a> {
    pub place: &'a Place,
    /// The bot's own account: the number before the colon of its token.
    pub bot: Option<i64>,
}

/// Reads updates; edits of a message replace it, parts of an album become one. The mark learns the posts in them.
pub fn page(updates: Vec<Update>, own: &Own<'_>, mark: &mut Mark) -> Page {
    let messages = updates.into_iter().filter_map(|u| {
        let edited = u.message.is_none();
        u.message.or(u.edited_message).map(|m| (m, edited))
    });
    messages_page(messages.collect(), own, mark)
}

/// Reads messages, each with whether it came as an edit.
pub fn messages_page(messages: Vec<(Message, bool)>, own: &Own<'_>, mark: &mut Mark) -> Page {
    for (message, _) in &messages {
        mark.learn(message);
    }
    let mark = &*mark;
    let mut sightings: Vec<Sighting> = Vec::new();
    let mut answers = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (message, edited) in messages {
        if is_context(&message) {
            continue;
        }
        if official(&message, own, mark) {
            answers.extend(answer(&message, own, mark));
            continue;
        }
        let album = message
            .media_group_id
            .as_ref()
            .map(|g| format!("{}/{g}", message.chat.id));
        let seen = sighting(&message, edited, mark);
        let key = album.clone().unwrap_or_else(|| seen.id.clone());
        match known.get(&key) {
            Some(&at) if album.is_some() => join(&mut sightings[at], seen),
            Some(&at) => sightings[at] = seen,
            None => {
                known.insert(key, sightings.len());
                sightings.push(seen);
            }
        }
    }
    sightings.reverse();
    let mut page = Page::of(sightings, Next::Done);
    page.empty = page.sightings.is_empty().then_some(Emptiness::NoEvents);
    page.answers = answers;
    page
}

/// The channel's own posts, and notices such as "joined the group" or "pinned a message".
fn is_context(m: &Message) -> bool {
    let worded = m.text.is_some() || m.caption.is_some() || m.poll.is_some() || m.blocks().is_some();
    let said = worded || m.media.any();
    let channel = m.chat.kind.as_deref() == Some("channel");
    m.is_automatic_forward || channel || !said
}

/// Whether the business itself speaks: the bot, an administrator in the name of the group, or the
/// channel that the group belongs to. Other channels may write in a group as anybody may.
fn official(m: &Message, own: &Own<'_>, mark: &Mark) -> bool {
    let by_bot = own.bot.is_some() && m.from.as_ref().map(|f| f.id) == own.bot;
    by_bot
        || m.sender_chat.as_ref().is_some_and(|sender| {
            let named = sender
                .username
                .as_deref()
                .is_some_and(|u| u.eq_ignore_ascii_case(&own.place.id));
            sender.id == m.chat.id || named || mark.linked(&m.chat, sender)
        })
}

fn answer(m: &Message, own: &Own<'_>, mark: &Mark) -> Option<Answer> {
    let asked = m.reply_to_message.as_deref()?;
    if is_context(asked) || official(asked, own, mark) {
        return None;
    }
    Some(Answer {
        to: id(&asked.chat, asked.message_id),
        reply: OfficialReply {
            id: Some(id(&m.chat, m.message_id)),
            text: said(m),
            at: m.date.and_then(dates::unix),
            ..OfficialReply::default()
        },
    })
}

fn id(chat: &Chat, message: i64) -> String {
    format!("{}/{message}", chat.id)
}

fn said(m: &Message) -> String {
    let poll = || m.poll.as_ref().map(|p| p.question.as_str());
    match m.text.as_deref().or(m.caption.as_deref()).or_else(poll) {
        Some(text) => plain(text),
        None => plain(&m.blocks().map(rich::plain).unwrap_or_default()),
    }
}

fn sighting(m: &Message, edited: bool, mark: &Mark) -> Sighting {
    let parent = m.reply_to_message.as_deref();
    Sighting {
        id: id(&m.chat, m.message_id),
        // The message that opened a forum topic is a notice, not something to answer to.
        parent: parent
            .filter(|p| p.is_automatic_forward || !is_context(p))
            .map(|p| id(&p.chat, p.message_id)),
        author: author(m),
        text: said(m),
        created: m.date.and_then(dates::unix),
        updated: m.edit_date.and_then(dates::unix),
        edited: edited || m.edit_date.is_some(),
        media: u32::from(m.media.any()) + m.blocks().map_or(0, rich::files),
        url: url(m, mark),
        ..Sighting::default()
    }
}

fn author(m: &Message) -> Author {
    if let Some(chat) = &m.sender_chat {
        return Author {
            id: Some(chat.id.to_string()),
            name: chat.title.as_deref().and_then(crate::parse::nonempty),
        };
    }
    let Some(user) = &m.from else {
        return Author::default();
    };
    let name = format!(
        "{} {}",
        user.first_name,
        user.last_name.as_deref().unwrap_or_default()
    );
    Author {
        id: Some(user.id.to_string()),
        name: crate::parse::nonempty(&name),
    }
}

/// Public address: under a post of the channel as its comment, else as a message of the group.
fn url(m: &Message, mark: &Mark) -> Option<String> {
    mark.comment(m).or_else(|| match &m.chat.username {
        _ if m.chat.kind.as_deref() == Some("private") => None,
        Some(name) => Some(format!("https://t.me/{name}/{}", m.message_id)),
        None => place::supergroup(m.chat.id).map(|c| format!("https://t.me/c/{c}/{}", m.message_id)),
    })
}

/// A further part of an album: one more file, perhaps with the caption. The first part names it.
fn join(album: &mut Sighting, part: Sighting) {
    if album.id == part.id {
        part.text.clone_into(&mut album.text);
        (album.edited, album.updated) = (part.edited, part.updated);
        return;
    }
    album.media += part.media;
    if album.text.is_empty() {
        album.text = part.text;
    }
    album.edited |= part.edited;
    album.updated = album.updated.max(part.updated);
}
