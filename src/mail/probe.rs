//! The test message of `otklik test-mail`.

use super::render::{Rendered, render};
use super::view::{Reader, href};
use super::when;
use crate::domain::Lang;
use minijinja::context;

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        let r = &self.reader;
        let context = context! {
            reader => r.context(lang),
            time => when::moment(r.now, r.zone, r.now, lang),
            url => href(&format!("{}/", r.base)),
        };
        render("test", lang, context)
    }
}
