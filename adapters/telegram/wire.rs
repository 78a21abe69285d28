//! Bot API objects, as far as they are used. Everything that may be missing is optional; unknown
//! fields are ignored.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The envelope of every answer.
#[derive(Debug, Deserialize)]
pub struct Envelope<T> {
    pub ok: bool,
    #[serde(default = "Option::default")]
    pub result: Option<T>,
    pub error_code: Option<u16>,
    /// Read to decide, never shown: it may repeat what was sent.
    pub description: Option<String>,
    pub parameters: Option<Parameters>,
}

#[derive(Debug, Deserialize)]
pub struct Parameters {
    pub retry_after: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct Update {
    pub update_id: i64,
    pub message: Option<Message>,
    pub edited_message: Option<Message>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub title: Option<String>,
    pub username: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub id: i64,
    #[serde(default)]
    pub first_name: String,
    pub last_name: Option<String>,
}

/// Where a forwarded message came from.
#[derive(Debug, Clone, Deserialize)]
pub struct Origin {
    pub chat: Option<Chat>,
    pub message_id: Option<i64>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    pub message_id: i64,
    pub date: Option<i64>,
    pub edit_date: Option<i64>,
    pub chat: Chat,
    pub from: Option<User>,
    pub sender_chat: Option<Chat>,
    pub text: Option<String>,
    pub caption: Option<String>,
    pub reply_to_message: Option<Box<Message>>,
    /// The message that began the thread: under a post, the one that brought the post into the group.
    pub message_thread_id: Option<i64>,
    #[serde(default)]
    pub is_automatic_forward: bool,
    pub forward_origin: Option<Origin>,
    pub media_group_id: Option<String>,
    pub poll: Option<Poll>,
    /// Words in blocks ([`super::rich`]).
    pub rich_message: Option<Value>,
    pub checklist: Option<Value>,
    #[serde(flatten)]
    pub media: Media,
}

impl Message {
    /// What was written in blocks.
    pub fn blocks(&self) -> Option<&Value> {
        self.rich_message.as_ref().or(self.checklist.as_ref())
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Poll {
    #[serde(default)]
    pub question: String,
}

/// Attachments, by presence alone: a message with none of these and no text is a service message.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Media {
    pub photo: Option<IgnoredAny>,
    pub live_photo: Option<IgnoredAny>,
    pub video: Option<IgnoredAny>,
    pub animation: Option<IgnoredAny>,
    pub audio: Option<IgnoredAny>,
    pub document: Option<IgnoredAny>,
    pub sticker: Option<IgnoredAny>,
    pub video_note: Option<IgnoredAny>,
    pub voice: Option<IgnoredAny>,
    pub location: Option<IgnoredAny>,
    pub contact: Option<IgnoredAny>,
    pub story: Option<IgnoredAny>,
    pub paid_media: Option<IgnoredAny>,
    pub dice: Option<IgnoredAny>,
    pub game: Option<IgnoredAny>,
}

impl Media {
    /// Whether anything is attached. An animation comes with a `document` of the same file, so
    /// kinds cannot be counted.
    pub fn any(&self) -> bool {
        [
            &self.photo,
            &self.live_photo,
            &self.video,
            &self.animation,
            &self.audio,
            &self.document,
            &self.sticker,
            &self.video_note,
            &self.voice,
            &self.location,
            &self.contact,
            &self.story,
            &self.paid_media,
            &self.dice,
            &self.game,
        ]
        .iter()
        .any(|m| m.is_some())
    }
}
