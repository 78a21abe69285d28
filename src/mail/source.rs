//! A source went blind: since when, why, what to do, when it is tried again.

use super::render::{Rendered, render};
use super::view::{Reader, href};
use super::{text, when};
use crate::domain::Lang;
use crate::domain::health::Concern;
use crate::i18n::{concerns, t};
use chrono::{DateTime, Utc};
use minijinja::{Value, context};
use otklik_adapters::Failure;

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    /// Platform and location.
    pub name: String,
    /// Name in the configuration.
    pub key: String,
    /// Why it does not see.
    pub failure: Option<Failure>,
    /// What else is wrong, the worst first.
    pub concerns: Vec<Concern>,
    pub since: DateTime<Utc>,
    /// Last good poll.
    pub seen: Option<DateTime<Utc>>,
    pub next: DateTime<Utc>,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("source", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let moment = |at| when::moment(at, r.zone, r.now, lang);
        let told = concerns(lang, &self.concerns, self.failure.as_ref(), r.zone, r.now);
        let told = told.into_iter().next();
        let (since, next) = (moment(self.since), moment(self.next.max(r.now)));
        let times = [("since", since.as_str().into()), ("next", next.into())];
        context! {
            reader => r.context(lang),
            name => text::one_line(&self.name, 80),
            key => text::one_line(&self.key, 80),
            since => &since,
            cause => told.as_ref().map(|t| t.cause.clone()),
            since_line => t(lang, "mail-source-since", &times),
            remedy => told.map(|t| t.remedy),
            seen => self.seen.map(moment),
            url => href(&format!("{}/sources", r.base)),
        }
    }

    /// The thin body of a webhook.
    pub fn event(&self, source_id: &str) -> serde_json::Value {
        serde_json::json!({
            "source": source_id,
            "name": text::one_line(&self.key, 80),
            "outcome": self.failure.as_ref().map_or("ok", Failure::outcome),
            "concerns": self.concerns,
            "since": self.since.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "url": format!("{}/sources", self.reader.base),
        })
    }
}
