//! What the public can see, and how it came about. Changes only by applying [`Line`]s.

use super::platform::Platform;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Place in the order of everything that happened, over both files.
    pub seq: u64,
    pub at: DateTime<Utc>,
    /// The verb's key; empty for what happened through a platform's interface.
    #[serde(default)]
    pub key: String,
    #[serde(flatten)]
    pub event: Event,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Event {
    /// The business published a post that people comment (VK wall, own Telegram channel).
    Announced {
        platform: Platform,
        id: u64,
        text: String,
    },
    Posted {
        platform: Platform,
        place: String,
        id: u64,
        parent: Option<u64>,
        author: String,
        rating: Option<u8>,
        title: Option<String>,
        text: String,
    },
    Edited {
        platform: Platform,
        id: u64,
        rating: Option<u8>,
        text: String,
    },
    Deleted {
        platform: Platform,
        id: u64,
        stub: bool,
    },
    Answered {
        platform: Platform,
        id: u64,
        reply: u64,
        text: String,
        shown_at: DateTime<Utc>,
    },
    /// The platform took an official reply away.
    ReplyRemoved {
        platform: Platform,
        id: u64,
    },
    /// The platform read the last official reply and declined it.
    ReplyRejected {
        platform: Platform,
        id: u64,
        reason: String,
    },
    /// Replies from now on are shown after this time.
    Moderated {
        platform: Platform,
        hold_s: i64,
    },
    /// The bot confirmed updates below this offset.
    Confirmed {
        offset: u64,
    },
}

/// One line of the log of accepted replies. The ground truth for "published at most once".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    pub at: DateTime<Utc>,
    pub platform: Platform,
    /// The platform's id of the review.
    pub review: String,
    pub text: String,
    /// The idempotency key that came with the request; empty where the platform has none.
    pub key: String,
    /// The platform's id of the reply.
    pub reply: u64,
    /// When the public sees it.
    pub shown_at: DateTime<Utc>,
    /// As in the journal.
    pub seq: u64,
}

/// A review as the platform keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub platform: Platform,
    /// See [`Platform::places`].
    pub place: String,
    pub id: u64,
    /// The post under which it stands.
    pub parent: Option<u64>,
    pub author: String,
    pub rating: Option<u8>,
    pub title: Option<String>,
    pub text: String,
    pub created: DateTime<Utc>,
    pub edited: Option<DateTime<Utc>>,
    /// `Some(true)`: removed, and a stub is left; `Some(false)`: without a trace.
    pub removed: Option<bool>,
    pub replies: Vec<Reply>,
}

/// An official reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub id: u64,
    pub text: String,
    pub at: DateTime<Utc>,
    pub shown_at: DateTime<Utc>,
    /// Came through the platform's interface, not by the hand of a person.
    pub by_api: bool,
    /// The platform declined it: its word for why.
    pub rejected: Option<String>,
}

impl Review {
    /// Official replies that the public sees at `now`.
    pub fn shown(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(move |r| r.is_live(now))
    }

    /// Time of the last change by the author.
    pub fn changed(&self) -> DateTime<Utc> {
        self.edited.unwrap_or(self.created)
    }
}

impl Reply {
    /// The public sees it at `now`.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.rejected.is_none() && self.shown_at <= now
    }
}

/// A post of the business.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub platform: Platform,
    pub id: u64,
    pub text: String,
    pub at: DateTime<Utc>,
}

/// What the bot is told: a forwarded post of the channel, a comment, or an administrator's reply.
#[derive(Debug, Clone)]
pub(super) struct Update {
    pub id: u64,
    /// Message id in the group.
    pub message: u64,
    pub text: String,
    /// Time of the edit, for an edit.
    pub edited: Option<DateTime<Utc>>,
}

#[derive(Debug, Default)]
pub(super) struct World {
    pub reviews: BTreeMap<(Platform, u64), Review>,
    pub posts: Vec<Post>,
    pub updates: Vec<Update>,
    /// guid → id of the comment that it made.
    pub guids: BTreeMap<String, u64>,
    /// key of a verb → id of what it made or changed.
    pub keys: BTreeMap<String, u64>,
    /// Last time anything changed.
    pub changed: DateTime<Utc>,
    holds: BTreeMap<Platform, i64>,
    last_id: BTreeMap<Platform, u64>,
    last_update: u64,
}

impl World {
    /// The id of the next thing on a platform; increasing, with the number of digits that the
    /// platform's own ids have.
    pub(super) fn next_id(&self, platform: Platform) -> u64 {
        let first = platform.first_id();
        self.last_id.get(&platform).copied().unwrap_or(first) + 1
    }

    /// When a reply that is taken at `now` will be seen.
    pub(super) fn shown_at(&self, platform: Platform, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::seconds(self.holds.get(&platform).copied().unwrap_or(0))
    }

    /// Reviews of one place that stand there now, newest first.
    pub(super) fn standing(&self, platform: Platform, place: &str) -> Vec<&Review> {
        let mut list: Vec<_> = self
            .reviews
            .values()
            .filter(|r| r.platform == platform && r.place == place && r.removed.is_none())
            .collect();
        list.sort_by_key(|r| std::cmp::Reverse((r.created, r.id)));
        list
    }

    /// The latest post of the business on a platform.
    pub(super) fn latest_post(&self, platform: Platform) -> Option<u64> {
        self.posts
            .iter()
            .rev()
            .find(|p| p.platform == platform)
            .map(|p| p.id)
    }

    pub(super) fn apply(&mut self, line: Line) {
        let Line { at, key, event, .. } = line;
        self.changed = self.changed.max(at);
        let touched = match event {
            Event::Announced { platform, id, text } => {
                self.used(platform, id);
                if platform == Platform::Telegram {
                    self.tell(id, &text, None);
                }
                self.posts.push(Post {
                    platform,
                    id,
                    text,
                    at,
                });
                id
            }
            Event::Posted {
                platform,
                place,
                id,
                parent,
                author,
                rating,
                title,
                text,
            } => {
                self.used(platform, id);
                if platform == Platform::Telegram && place == "group" {
                    self.tell(id, &text, None);
                }
                let review = Review {
                    platform,
                    place,
                    id,
                    parent,
                    author,
                    rating,
                    title,
                    text,
                    created: at,
                    edited: None,
                    removed: None,
                    replies: Vec::new(),
                };
                self.reviews.insert((platform, id), review);
                id
            }
            Event::Edited {
                platform,
                id,
                rating,
                text,
            } => {
                if let Some(review) = self.reviews.get_mut(&(platform, id)) {
                    review.text.clone_from(&text);
                    review.rating = rating.or(review.rating);
                    review.edited = Some(at);
                    if platform == Platform::Telegram && review.place == "group" {
                        self.tell(id, &text, Some(at));
                    }
                }
                id
            }
            Event::Deleted { platform, id, stub } => {
                self.with(platform, id, |review| review.removed = Some(stub));
                id
            }
            Event::Answered {
                platform,
                id,
                reply,
                text,
                shown_at,
            } => {
                // A bot hears what administrators write, though not what it wrote itself.
                if self
                    .reviews
                    .get(&(platform, id))
                    .is_some_and(|r| r.place == "group")
                {
                    self.tell(reply, &text, None);
                }
                self.answer(
                    platform,
                    id,
                    Reply {
                        id: reply,
                        text,
                        at,
                        shown_at,
                        by_api: false,
                        rejected: None,
                    },
                );
                id
            }
            Event::ReplyRemoved { platform, id } => {
                self.with(platform, id, |review| drop(review.replies.pop()));
                id
            }
            Event::ReplyRejected { platform, id, reason } => {
                self.with(platform, id, |review| {
                    if let Some(reply) = review.replies.last_mut() {
                        reply.rejected = Some(reason);
                    }
                });
                id
            }
            Event::Moderated { platform, hold_s } => {
                self.holds.insert(platform, hold_s);
                0
            }
            Event::Confirmed { offset } => {
                self.updates.retain(|u| u.id >= offset);
                0
            }
        };
        if !key.is_empty() {
            self.keys.insert(key, touched);
        }
    }

    /// Applies a line of the log of accepted replies.
    pub(super) fn accept(&mut self, line: &Accepted) {
        self.changed = self.changed.max(line.at);
        if !line.key.is_empty() {
            self.guids.insert(line.key.clone(), line.reply);
        }
        if let Ok(id) = line.review.parse() {
            let reply = Reply {
                id: line.reply,
                text: line.text.clone(),
                at: line.at,
                shown_at: line.shown_at,
                by_api: true,
                rejected: None,
            };
            self.answer(line.platform, id, reply);
        }
    }

    fn answer(&mut self, platform: Platform, id: u64, reply: Reply) {
        self.used(platform, reply.id);
        self.with(platform, id, |review| {
            if platform.overwrites() {
                review.replies.clear();
            }
            review.replies.push(reply);
        });
    }

    fn with(&mut self, platform: Platform, id: u64, change: impl FnOnce(&mut Review)) {
        if let Some(review) = self.reviews.get_mut(&(platform, id)) {
            change(review);
        }
    }

    fn used(&mut self, platform: Platform, id: u64) {
        let last = self.last_id.entry(platform).or_default();
        *last = (*last).max(id);
    }

    fn tell(&mut self, message: u64, text: &str, edited: Option<DateTime<Utc>>) {
        self.last_update = self.last_update.max(892_000_000) + 1;
        self.updates.push(Update {
            id: self.last_update,
            message,
            text: text.to_owned(),
            edited,
        });
    }
}
