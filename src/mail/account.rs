//! Invitation and password reset: one link of one use that sets a password.

use super::render::{Rendered, render};
use super::view::{Reader, href};
use crate::domain::Lang;
use crate::i18n::t;
use minijinja::context;

/// The whole mail.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    /// `invite` or `reset`.
    pub kind: Kind,
    pub link: String,
    /// How long the link lives.
    pub hours: i64,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Invite,
    Reset,
}

impl Kind {
    /// The word of `mail.kind` and of `link.purpose`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Invite => "invite",
            Kind::Reset => "reset",
        }
    }
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        let context = context! {
            reader => self.reader.context(lang),
            link => href(&self.link),
            lifetime => t(lang, "mail-link-lifetime", &[("n", self.hours.into())]),
        };
        render(self.kind.word(), lang, context)
    }
}
