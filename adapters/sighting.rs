//! What an adapter reports: a page of sightings. Values are as the platform gives them, cleaned of
//! markup; nothing is judged here.

use crate::Failure;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Where reviews are read: what a pasted link means to the adapter that recognised it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Platform id, as in the manifest.
    pub platform: String,
    /// What kind of place, in the adapter's own words: `app`, `branch`, `channel`, `wall`.
    pub kind: String,
    /// The platform's id of the place, exact to the byte.
    pub id: String,
    /// The canonical public address.
    pub url: Url,
    /// What else the link said, such as `country`. Known keys are in the adapter's NOTES.
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
}

impl Place {
    /// A place of which a link says nothing else.
    pub fn at(platform: &str, kind: &str, id: &str, url: &str) -> Option<Self> {
        Some(Place {
            platform: platform.to_owned(),
            kind: kind.to_owned(),
            id: id.to_owned(),
            url: Url::parse(url).ok()?,
            extra: BTreeMap::new(),
        })
    }
}

/// Where to read on. Both parts are opaque to the engine, which stores them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// From [`Page::resume`] of the last completed poll (an update offset, a watermark).
    pub resume: Option<String>,
    /// From [`Next::More`] of the page before; `None` for the first page of a poll.
    pub page: Option<String>,
}

impl Cursor {
    /// What is left of a walk whose rest stands in the cursor as JSON. One of another form begins anew.
    pub fn walk<W: DeserializeOwned>(&self) -> Option<W> {
        serde_json::from_str(self.page.as_deref()?).ok()
    }
}

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// The list ends here.
    Done,
    /// There is another page: give this back as [`Cursor::page`].
    More(String),
}

/// One page as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Newest first where the platform allows it.
    pub sightings: Vec<Sighting>,
    /// Official replies whose review may stand on another page.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// `answers` hold every official reply of this time and later, wherever its review stands: a reply of
    /// ours that is not among them is missing. [`DateTime::UNIX_EPOCH`] where they are all there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_since: Option<DateTime<Utc>>,
    pub next: Next,
    /// Kept by the engine when the page is committed and handed back by the next poll.
    #[serde(default)]
    pub resume: Option<String>,
    /// The platform's own count, if this page shows it.
    #[serde(default)]
    pub counter: Option<Counter>,
    /// Why an empty page is believed. Without it, an empty page is a drift (C6).
    #[serde(default)]
    pub empty: Option<Emptiness>,
    /// The page shows the list from its very start or as its direct continuation, with nothing
    /// left out: two such passes without a review let the engine mark it as removed.
    #[serde(default)]
    pub complete: bool,
    /// The next page holds only older items of this same list, so that a page without news may end
    /// the poll. Never where a later page reads another list (comments of a post, another storefront).
    #[serde(default)]
    pub newest_first: bool,
}

impl Page {
    /// A page with sightings and nothing else known.
    pub fn of(sightings: Vec<Sighting>, next: Next) -> Self {
        Page {
            sightings,
            answers: Vec::new(),
            answers_since: None,
            next,
            resume: None,
            counter: None,
            empty: None,
            complete: false,
            newest_first: false,
        }
    }
}

impl Next {
    /// The rest of a walk, for [`Cursor::walk`], if there is any.
    ///
    /// # Errors
    /// [`Failure::Drift`] for one that is no JSON, which none of ours is.
    pub fn walk<W: Serialize>(rest: &W, any: bool) -> Result<Self, Failure> {
        let text = any.then(|| serde_json::to_string(rest)).transpose();
        Ok(Next::from(text.map_err(|_| Failure::drift("cursor"))?))
    }

    /// More at `on`, or else the end.
    pub fn from(on: Option<String>) -> Self {
        on.map_or(Next::Done, Next::More)
    }
}

impl Page {
    /// This page as what `cursor` asked for: a successor that is this very page would be read for ever.
    pub fn asked_by(mut self, cursor: &Cursor) -> Self {
        if matches!(&self.next, Next::More(on) if cursor.page.as_ref() == Some(on)) {
            self.next = Next::Done;
        }
        self
    }
}

/// Proof that there is nothing to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Emptiness {
    /// The platform's own counter says zero.
    Counter,
    /// The page says that it is beyond the last one.
    EndOfList,
    /// The platform says in words or by shape that there are no reviews.
    Stated,
    /// An event queue with nothing in it (Bot API): emptiness is its normal answer.
    NoEvents,
}

/// The platform's own figures for a place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Counter {
    /// Reviews or comments that the platform counts, if shown.
    pub count: Option<u64>,
    /// Mean rating, 1.0 to 5.0, if shown.
    pub rating: Option<f64>,
}

impl Counter {
    /// What is shown of both figures; a rating that is none counts as not shown.
    pub fn shown(count: Option<u64>, rating: Option<f64>) -> Option<Self> {
        let rating = rating.filter(|r| (1.0..=5.0).contains(r));
        (count.is_some() || rating.is_some()).then_some(Counter { count, rating })
    }
}

/// Who wrote it, as public. The id is the platform's stable key; the name may change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: Option<String>,
    pub name: Option<String>,
}

/// One public review, comment or mention.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// The platform's id within the place, exact to the byte, stable over edits.
    pub id: String,
    /// External id of the comment or post that this one stands under, if that is context.
    pub parent: Option<String>,
    pub author: Author,
    /// 1 to 5; a recommendation is 5 or 1; `None` where the platform has no stars.
    pub rating: Option<u8>,
    pub title: Option<String>,
    /// Plain text, line breaks as `\n`, no markup, no NUL.
    pub text: String,
    pub created: Option<DateTime<Utc>>,
    /// Time of the last change, if the platform tells it.
    pub updated: Option<DateTime<Utc>>,
    /// The platform says that this was edited (with or without a time).
    pub edited: bool,
    pub official_reply: Option<OfficialReply>,
    /// This list does not tell whether the review is answered: without an [`Sighting::official_reply`] it
    /// says nothing, else that there is none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reply_untold: bool,
    /// Where the platform itself took it from (`flamp` on 2GIS). Such a review may not be
    /// answerable here.
    pub provider: Option<String>,
    /// Number of photos, videos and other attachments.
    pub media: u32,
    /// BCP 47 code, if the platform states one.
    pub lang: Option<String>,
    /// Public address of this very review.
    pub url: Option<String>,
    /// An explicit stub says that it was removed. Never inferred here.
    pub removed: bool,
}

/// The owner's published answer as the platform shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialReply {
    pub id: Option<String>,
    pub text: String,
    pub at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Standing::is_live")]
    pub standing: Standing,
}

/// How far a platform that moderates replies is with one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The public sees it; also where the platform tells nothing of moderation.
    #[default]
    Live,
    /// Taken, not yet shown.
    Pending,
    /// Read and declined. `reason`: a short machine word in lower case, such as `off_topic`.
    Rejected { reason: String },
}

impl Standing {
    /// The public sees it.
    pub fn is_live(&self) -> bool {
        *self == Standing::Live
    }
}

/// An official reply apart from its review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// External id of the review that is answered.
    pub to: String,
    pub reply: OfficialReply,
}

/// What to publish. Made by the engine from an approval; the adapter never changes the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyOrder {
    pub place: Place,
    /// External id of the review.
    pub review: String,
    /// [`Sighting::parent`] of the review.
    pub parent: Option<String>,
    /// [`Author::id`] of the review: whom a mail goes to.
    pub author: Option<String>,
    /// [`Sighting::title`] of the review: what a mail answers.
    pub title: Option<String>,
    /// The approved text, to the byte.
    pub text: String,
    /// The same for every attempt at this reply: VK's `guid`.
    pub idempotency_key: String,
}

/// The platform took the reply. Acceptance is not publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receipt {
    /// Visible at once.
    Live { id: Option<String> },
    /// Taken for moderation or delayed publication.
    Accepted { id: Option<String> },
}
