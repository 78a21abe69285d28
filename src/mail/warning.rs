//! A person must look: a reply was refused, its fate is unknown, it vanished, or its time runs out.

use super::render::{Rendered, render};
use super::text;
use super::view::{Place, Reader, due, href};
use crate::domain::Lang;
use crate::i18n::t;
use chrono::{DateTime, Utc};
use minijinja::{Value, context};

crate::vocabulary! {
    /// What happened; the `why` of the payload.
    Why { Refused = "refused", Unknown = "unknown", Vanished = "vanished", DueSoon = "due_soon" }
}

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub thread_id: String,
    pub place: Place,
    pub why: Why,
    pub summary: String,
    pub body: String,
    /// It insults somebody: the summary stands here, the words on the page.
    pub folded: bool,
    /// Our reply, if there is one.
    pub reply: Option<String>,
    pub reply_by: Option<DateTime<Utc>>,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("warning", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let (headline, advice) = match self.why {
            Why::Refused => ("mail-warning-refused", "mail-warning-refused-advice"),
            Why::Unknown => ("mail-warning-unknown", "mail-warning-unknown-advice"),
            Why::Vanished => ("mail-warning-vanished", "mail-warning-vanished-advice"),
            Why::DueSoon => ("mail-warning-due", "mail-warning-due-advice"),
        };
        let due_time = self.reply_by.map(|at| due(at, self.place.zone, r.now, lang));
        let args = [("due", due_time.as_deref().unwrap_or_default().into())];
        context! {
            reader => r.context(lang),
            place => self.place.context(),
            headline => t(lang, headline, &args),
            advice => t(lang, advice, &[]),
            summary => text::one_line(&self.summary, 200),
            fragment => (!self.folded).then(|| text::cut(&text::one_line(&self.body, 4000), super::alert::FRAGMENT)),
            reply => self.reply.as_deref().map(|t| text::cut(&text::verbatim(t), 2000)).filter(|t| !t.is_empty()),
            due => due_time,
            url => href(&r.thread(&self.thread_id)),
        }
    }

    /// The thin body of a webhook.
    pub fn event(&self) -> serde_json::Value {
        serde_json::json!({
            "thread": self.thread_id,
            "why": self.why,
            "platform": self.place.platform,
            "location": self.place.location,
            "url": self.reader.thread(&self.thread_id),
        })
    }
}
