//! A subject that was mended is back.

use super::render::{Rendered, render};
use super::view::{Reader, href};
use super::{text, when};
use crate::domain::{Lang, Topic};
use crate::i18n::{t, word};
use minijinja::{Value, context};

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub topic: Topic,
    pub location: Option<String>,
    /// `YYYY-MM-DD`.
    pub fixed_on: String,
    /// Different people who complained since.
    pub people: i64,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("topic", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let fixed = when::iso_date(&self.fixed_on, r.now, lang);
        context! {
            reader => r.context(lang),
            topic => text::upfirst(&word(lang, "topic", self.topic.word())),
            location => self.location.as_deref().map(|l| text::one_line(l, 60)),
            told => t(lang, "mail-topic-told", &[("n", self.people.into()), ("fixed", fixed.into())]),
            url => href(&format!("{}/topics", r.base)),
        }
    }
}
