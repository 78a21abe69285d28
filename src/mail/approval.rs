//! M3, the request for approval: the review, the reply exactly as it will look, one link of one use.

use super::alert::VERBATIM;
use super::render::{Rendered, render};
use super::view::{Place, Reader, due, href};
use super::{text, when};
use crate::domain::Lang;
use crate::draft::Length;
use crate::i18n::t;
use chrono::{DateTime, Utc};
use minijinja::{Value, context};

/// Longest reply that a mail shows, UTF-16 units; the longest limit of a platform is below it (Apple,
/// 5,970). A reply that is not shown whole cannot be approved from the mail.
pub const DRAFT: usize = 8000;

/// The whole mail.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub thread_id: String,
    pub place: Place,
    pub summary: String,
    pub title: Option<String>,
    pub body: String,
    /// It insults somebody: the summary stands here, the words on the page.
    pub folded: bool,
    pub media: i64,
    pub edits: i64,
    /// The exact text that waits for approval.
    pub draft: String,
    pub length: Length,
    /// Findings of the linter: forbidden and advised. `None`: not known here.
    pub findings: Option<(i64, i64)>,
    /// A person pastes it by hand after approval.
    pub by_hand: bool,
    /// `YYYY-MM-DD`.
    pub promise_by: Option<String>,
    /// Who keeps it; whoever approves, where it is not known yet.
    pub promise_owner: Option<String>,
    pub reply_by: Option<DateTime<Utc>>,
    /// Link of one use.
    pub approve: String,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("approval", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let whole = self.draft.encode_utf16().count() <= DRAFT;
        // an approval with a forbidden place needs a written reason, which only the page can take
        let approvable = whole && self.findings.is_none_or(|(block, _)| block == 0);
        let overdue = self.reply_by.is_some_and(|at| at <= r.now);
        let due_time = self.reply_by.map(|at| {
            let key = if overdue {
                "mail-reply-was-due"
            } else {
                "mail-reply-due"
            };
            t(
                lang,
                key,
                &[("due", due(at, self.place.zone, r.now, lang).into())],
            )
        });
        let findings = self.findings.map(|(block, warn)| {
            t(
                lang,
                "mail-approval-lint",
                &[("block", block.into()), ("warn", warn.into())],
            )
        });
        context! {
            reader => r.context(lang),
            place => self.place.context(),
            summary => text::one_line(&self.summary, 200),
            title => self.title.as_deref().map(|t| text::one_line(t, 200)).filter(|t| !t.is_empty()),
            folded => self.folded,
            body => text::cut(&text::verbatim(&self.body), VERBATIM),
            media => self.media,
            edits => self.edits,
            draft => text::cut(&text::verbatim(&self.draft), DRAFT),
            length => length(&self.length, lang),
            findings => findings,
            by_hand => self.by_hand,
            promise => self.promised(lang),
            due => due_time,
            overdue => overdue,
            approve => approvable.then(|| href(&self.approve)),
            url => href(&r.thread(&self.thread_id)),
        }
    }
}

impl View {
    /// «до 24 ноября — отвечает Мария».
    fn promised(&self, lang: Lang) -> Option<String> {
        let date = self.promise_by.as_deref()?;
        let date = when::iso_date(&text::one_line(date, 20), self.reader.now, lang);
        Some(match &self.promise_owner {
            Some(owner) => t(
                lang,
                "mail-approval-promise-owner",
                &[("date", date.into()), ("owner", text::one_line(owner, 60).into())],
            ),
            None => t(lang, "mail-approval-promise-by", &[("date", date.into())]),
        })
    }
}

/// `312 из 350 знаков`, in the platform's own unit.
fn length(length: &Length, lang: Lang) -> String {
    let (with_max, without) = match length.unit.as_str() {
        "bytes" => ("mail-length-bytes-of", "mail-length-bytes"),
        "utf16" => ("mail-length-utf16-of", "mail-length-utf16"),
        _ => ("mail-length-chars-of", "mail-length-chars"),
    };
    let used = length.used.into();
    match length.max {
        Some(max) => t(lang, with_max, &[("used", used), ("max", max.into())]),
        None => t(lang, without, &[("used", used)]),
    }
}
