//! Which post of a channel a thread of its discussion group belongs to.
//!
//! Telegram names the post only in the message that brought it into the group, and in answers to that very message. A
//! comment on a comment has nothing but the number of its thread. What was learned is therefore kept in the mark of
//! the source, which the engine stores together with the messages.

use super::wire::{Chat, Message};
use serde::{Deserialize, Serialize};

/// Posts that are remembered; the oldest are forgotten. Discussions seldom outlive a few posts, and the mark is
/// written at each poll.
const KEPT: usize = 200;

/// A message of the group and the post that it repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    chat: i64,
    thread: i64,
    channel: i64,
    /// Public name of the channel; a private one has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
}

/// What is kept between two polls: the next update, and the posts that were seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub offset: i64,
    pub posts: Vec<Post>,
}

impl Mark {
    /// A mark as it was written; one of an earlier version is the bare number. One that cannot be read is none:
    /// Telegram then tells every update that was not confirmed.
    pub fn parse(text: &str) -> Option<Mark> {
        let bare = |offset| Mark {
            offset,
            ..Mark::default()
        };
        text.parse()
            .map(bare)
            .ok()
            .or_else(|| serde_json::from_str(text).ok())
    }

    /// Takes in what a message tells of a post.
    pub fn learn(&mut self, message: &Message) {
        for told in [Some(message), message.reply_to_message.as_deref()] {
            let Some(post) = told.and_then(Post::of) else {
                continue;
            };
            self.posts
                .retain(|p| (p.chat, p.thread) != (post.chat, post.thread));
            self.posts.push(post);
            let over = self.posts.len().saturating_sub(KEPT);
            self.posts.drain(..over);
        }
    }

    /// Public address of the message as a comment under its post.
    pub fn comment(&self, message: &Message) -> Option<String> {
        let thread = message
            .reply_to_message
            .as_ref()
            .filter(|p| p.is_automatic_forward)
            .map(|p| p.message_id)
            .or(message.message_thread_id)?;
        let at = (message.chat.id, thread);
        let post = self.posts.iter().find(|p| (p.chat, p.thread) == at)?;
        Some(format!(
            "https://t.me/{}/{}?comment={}",
            post.name.as_ref()?,
            post.number?,
            message.message_id
        ))
    }

    /// Whether the sender is the channel that this group discusses.
    pub fn linked(&self, group: &Chat, sender: &Chat) -> bool {
        let pair = (group.id, sender.id);
        self.posts.iter().any(|p| (p.chat, p.channel) == pair)
    }
}

impl Post {
    fn of(message: &Message) -> Option<Post> {
        if !message.is_automatic_forward {
            return None;
        }
        let origin = message.forward_origin.as_ref();
        let channel = origin
            .and_then(|o| o.chat.as_ref())
            .or(message.sender_chat.as_ref())?;
        Some(Post {
            chat: message.chat.id,
            thread: message.message_id,
            channel: channel.id,
            name: channel.username.clone(),
            number: origin.and_then(|o| o.message_id),
        })
    }
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.posts.is_empty() {
            return write!(f, "{}", self.offset);
        }
        f.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(value: serde_json::Value) -> Message {
        serde_json::from_value(value).unwrap()
    }

    fn forward(thread: i64, number: i64) -> Message {
        message(json!({
            "message_id": thread, "chat": {"id": -100, "type": "supergroup"}, "is_automatic_forward": true,
            "sender_chat": {"id": -200, "type": "channel", "username": "zerno_coffee"},
            "forward_origin": {"chat": {"id": -200, "username": "zerno_coffee"}, "message_id": number},
        }))
    }

    #[test]
    fn a_comment_on_a_comment_leads_to_the_post_of_an_earlier_poll() {
        let mut mark = Mark {
            offset: 8,
            ..Mark::default()
        };
        mark.learn(&forward(45, 7));
        let mark = Mark::parse(&mark.to_string()).unwrap();
        let deep = message(json!({
            "message_id": 51, "message_thread_id": 45, "chat": {"id": -100}, "text": "И у меня",
            "reply_to_message": {"message_id": 47, "chat": {"id": -100}, "text": "Долго"},
        }));
        let comment = mark.comment(&deep);
        assert_eq!(comment.as_deref(), Some("https://t.me/zerno_coffee/7?comment=51"));
        let elsewhere = message(json!({"message_id": 51, "message_thread_id": 45, "chat": {"id": -101}}));
        assert_eq!(mark.comment(&elsewhere), None, "threads are numbered by group");
    }

    #[test]
    fn a_mark_of_an_earlier_version_goes_on_where_it_stood() {
        let mark = Mark::parse("700").unwrap();
        assert_eq!((mark.offset, mark.posts.len()), (700, 0));
        assert_eq!(mark.to_string(), "700");
        assert_eq!(Mark::parse("?"), None);
    }

    #[test]
    fn the_oldest_posts_are_forgotten_and_none_is_kept_twice() {
        let mut mark = Mark::default();
        for n in 0..300 {
            mark.learn(&forward(n, n));
            mark.learn(&forward(n, n));
        }
        assert_eq!((mark.posts.len(), mark.posts[0].thread), (KEPT, 100));
    }
}
