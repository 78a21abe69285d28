//! Reviews of the Business Profile API (v4) as they are on the wire.

use crate::parse::{self, dates};
use crate::{Author, OfficialReply, Sighting, Standing};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    pub reviews: Option<Vec<Review>>,
    /// Of `batchGetReviews`: reviews of many locations, each in a shell.
    pub location_reviews: Option<Vec<Shell>>,
    pub average_rating: Option<f64>,
    pub total_review_count: Option<u64>,
    pub next_page_token: Option<String>,
    /// Empty lists are left out: whatever else stands in the place of reviews is a changed answer.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

#[derive(Deserialize)]
pub struct Shell {
    pub review: Review,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    review_id: Option<String>,
    name: Option<String>,
    reviewer: Option<Reviewer>,
    star_rating: Option<String>,
    comment: Option<String>,
    create_time: Option<String>,
    update_time: Option<String>,
    review_reply: Option<Reply>,
    /// Where the owner answers this review by hand.
    review_reply_url: Option<String>,
    #[serde(default)]
    review_media_items: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reviewer {
    display_name: Option<String>,
    #[serde(default)]
    is_anonymous: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    comment: Option<String>,
    update_time: Option<String>,
    review_reply_state: Option<String>,
    policy_violation: Option<String>,
}

impl Review {
    /// The wrong field, if one is.
    pub fn sighting(&self) -> Result<Sighting, &'static str> {
        let last = |name: &String| name.rsplit('/').next().unwrap_or_default().to_owned();
        let id = self.review_id.clone().or_else(|| self.name.as_ref().map(last));
        let id = id
            .map(|i| i.trim().to_owned())
            .filter(|i| !i.is_empty() && !i.contains(['\0', '/']));
        let created = time(self.create_time.as_deref()).map_err(|()| "createTime")?;
        let updated = time(self.update_time.as_deref()).map_err(|()| "updateTime")?;
        let reviewer = self.reviewer.as_ref().filter(|r| !r.is_anonymous);
        let reply = self.review_reply.as_ref().map(Reply::official).transpose()?;
        let link = self
            .review_reply_url
            .as_deref()
            .filter(|u| u.starts_with("https://"));
        Ok(Sighting {
            id: id.ok_or("reviewId")?,
            author: Author {
                id: None,
                name: reviewer
                    .and_then(|r| r.display_name.as_deref())
                    .and_then(parse::nonempty),
            },
            rating: stars(self.star_rating.as_deref().ok_or("starRating")?)?,
            text: original(&parse::plain(self.comment.as_deref().unwrap_or_default())).to_owned(),
            created: Some(created.ok_or("createTime")?),
            updated,
            edited: updated > created,
            official_reply: reply,
            media: u32::try_from(self.review_media_items.len()).unwrap_or(u32::MAX),
            url: link.and_then(|u| url::Url::parse(u).ok()).map(String::from),
            ..Sighting::default()
        })
    }

    pub fn reply(&self) -> Result<Option<OfficialReply>, &'static str> {
        self.review_reply.as_ref().map(Reply::official).transpose()
    }
}

impl Reply {
    /// The wrong field, if one is.
    pub fn official(&self) -> Result<OfficialReply, &'static str> {
        let text = self.comment.as_deref().ok_or("reviewReply.comment")?;
        Ok(OfficialReply {
            id: None,
            text: parse::plain(text),
            at: time(self.update_time.as_deref()).map_err(|()| "reviewReply.updateTime")?,
            standing: self.standing(),
        })
    }

    /// The state is told since April 2026. A state of a name yet unknown is not called live.
    pub fn standing(&self) -> Standing {
        match self.review_reply_state.as_deref() {
            None | Some("APPROVED" | "REVIEW_REPLY_STATE_UNSPECIFIED") => Standing::Live,
            Some("REJECTED") => Standing::Rejected {
                reason: self.violation(),
            },
            Some(_) => Standing::Pending,
        }
    }

    /// `OFF_TOPIC` → `off_topic`.
    fn violation(&self) -> String {
        let word = self
            .policy_violation
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let good = |w: &String| {
            !w.is_empty() && w.len() <= 40 && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        Some(word).filter(good).unwrap_or_else(|| "rejected".into())
    }

    pub fn states_nothing(&self) -> bool {
        self.review_reply_state.is_none()
    }
}

fn time(written: Option<&str>) -> Result<Option<DateTime<Utc>>, ()> {
    written.map(|t| dates::rfc3339(t).ok_or(())).transpose()
}

fn stars(word: &str) -> Result<Option<u8>, &'static str> {
    Ok(Some(match word {
        "ONE" => 1,
        "TWO" => 2,
        "THREE" => 3,
        "FOUR" => 4,
        "FIVE" => 5,
        "STAR_RATING_UNSPECIFIED" => return Ok(None),
        _ => return Err("starRating"),
    }))
}

/// Google joins a translation to the text, before it or after it; the author wrote the other half.
fn original(text: &str) -> &str {
    const TRANSLATED: &str = "(Translated by Google)";
    const ORIGINAL: &str = "\n(Original)\n";
    if text.starts_with(TRANSLATED)
        && let Some((_, own)) = text.split_once(ORIGINAL)
    {
        return own.trim();
    }
    match text.split_once(&format!("\n\n{TRANSLATED}")) {
        Some((own, _)) => own.trim(),
        None => text,
    }
}
