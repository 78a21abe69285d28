//! A colleague asks for help with a thread. Counted nowhere.

use super::render::{Rendered, render};
use super::text;
use super::view::{Place, Reader, href};
use crate::domain::Lang;
use crate::i18n::t;
use minijinja::{Value, context};

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub thread_id: String,
    pub place: Place,
    /// Who asks.
    pub who: String,
    pub summary: String,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("help", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let who = text::one_line(&self.who, 60);
        context! {
            reader => self.reader.context(lang),
            place => self.place.context(),
            headline => t(lang, "mail-help-headline", &[("name", who.into())]),
            summary => text::one_line(&self.summary, 200),
            url => href(&self.reader.thread(&self.thread_id)),
        }
    }
}
