//! A promise needs its owner: the date that we meant is over, the one that we named is, or it is time
//! to ask the author whether all is well.

use super::render::{Rendered, render};
use super::view::{Place, Reader, due, href};
use super::{text, when};
use crate::domain::Lang;
use crate::i18n::t;
use chrono::{DateTime, Utc};
use minijinja::{Value, context};

crate::vocabulary! {
    /// What happened; the `why` of the payload.
    Why { Internal = "internal", Late = "late", Climbed = "climbed", FollowUp = "follow_up" }
}

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub thread_id: String,
    pub place: Place,
    pub why: Why,
    /// One neutral line about the review.
    pub summary: String,
    /// Our words that bind us.
    pub what: String,
    /// Name of the person who keeps it.
    pub owner: String,
    pub public_by: DateTime<Utc>,
    /// The text named the date to the author.
    pub named: bool,
    /// When it was kept.
    pub kept_at: Option<DateTime<Utc>>,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("promise", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let until = due(self.public_by, self.place.zone, r.now, lang);
        let owner = text::one_line(&self.owner, 60);
        let kept = self.kept_at.unwrap_or(r.now);
        let args = [
            ("due", until.as_str().into()),
            ("owner", owner.as_str().into()),
            ("kept", when::date(kept, self.place.zone, r.now, lang).into()),
        ];
        let said = |part: &str| t(lang, &format!("mail-promise-{}{part}", self.why), &args);
        let public = if self.named {
            t(lang, "mail-promise-named", &args)
        } else {
            t(lang, "mail-promise-undated", &args)
        };
        context! {
            reader => r.context(lang),
            place => self.place.context(),
            headline => said(""),
            advice => said("-advice"),
            what => text::cut(&text::verbatim(&self.what), 400),
            owner,
            public,
            late => matches!(self.why, Why::Late | Why::Climbed),
            summary => text::one_line(&self.summary, 200),
            url => href(&r.thread(&self.thread_id)),
            board => href(&format!("{}/promises", r.base)),
        }
    }

    /// The thin body of a webhook.
    pub fn event(&self, id: &str) -> serde_json::Value {
        serde_json::json!({
            "promise": id,
            "thread": self.thread_id,
            "why": self.why,
            "platform": self.place.platform,
            "location": self.place.location,
            "public_by": self.public_by.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "url": self.reader.thread(&self.thread_id),
        })
    }
}
