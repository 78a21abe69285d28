//! M2, the urgent alert: why, what was written, who else knows, what happens if nobody takes it.

use super::render::{Rendered, render};
use super::view::{Place, Reader, due, href, list};
use super::{text, when};
use crate::domain::{Lang, Sensitive, Topic, Urgency};
use crate::i18n::t;
use chrono::{DateTime, Utc};
use minijinja::{Value, context};

/// Longest review in a mail, UTF-16 units: longer ones are read on the page. Keeps the mail under
/// 100 KB even if every character has to be escaped.
pub const VERBATIM: usize = 4000;

/// Longest fragment that leaves for a third party's chat (notifications/FORMAT.md, common rules).
pub const FRAGMENT: usize = 300;

/// So many blamed clauses are quoted, and each so far, in UTF-16 units.
const BLAMED: usize = 3;
const CLAUSE: usize = 120;

/// The whole message.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub thread_id: String,
    pub place: Place,
    pub urgency: Urgency,
    pub topics: Vec<Topic>,
    pub sensitive: Option<Sensitive>,
    pub summary: String,
    pub title: Option<String>,
    pub body: String,
    /// It insults somebody: the summary stands here, the words on the page.
    pub folded: bool,
    /// The very words that raised it.
    pub because: Vec<String>,
    /// What the review blames, clause by clause, in its own words.
    pub blamed: Vec<String>,
    pub media: i64,
    /// The author edited the review so many times.
    pub edits: i64,
    /// Earlier reviews of the same author, and how many of them were negative.
    pub history: Option<(i64, i64)>,
    /// Name and channel of everybody else who gets this alert.
    pub told: Vec<(String, String)>,
    pub reply_by: Option<DateTime<Utc>>,
    /// When the next level is told, and who that is.
    pub climbs: Option<(DateTime<Utc>, Vec<String>)>,
    /// Link of one use: "I take it".
    pub take: String,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("alert", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let due_time = self.reply_by.map(|at| due(at, self.place.zone, r.now, lang));
        let because: Vec<String> = self
            .because
            .iter()
            .take(5)
            .map(|w| {
                t(
                    lang,
                    "mail-quoted",
                    &[("text", text::cut(&text::one_line(w, 200), 80).into())],
                )
            })
            .collect();
        let blamed = self.blamed(lang);
        // what is blamed is words of the review too: both together stay below the limit of a chat
        let room = FRAGMENT - blamed.encode_utf16().count().min(FRAGMENT / 2);
        let told: Vec<String> = self
            .told
            .iter()
            .map(|(name, channel)| format!("{} ({})", text::one_line(name, 60), channel_name(channel, lang)))
            .collect();
        let climbs = self.climbs.as_ref().map(|(at, who)| {
            let time = when::moment(*at, r.zone, r.now, lang);
            let names: Vec<String> = who.iter().map(|n| text::one_line(n, 60)).collect();
            t(
                lang,
                "mail-alert-climbs",
                &[
                    ("n", names.len().into()),
                    ("time", time.into()),
                    ("who", list(&names, lang).into()),
                ],
            )
        });
        let body = text::verbatim(&self.body);
        context! {
            reader => r.context(lang),
            place => self.place.context(),
            what => self.what(lang),
            summary => text::one_line(&self.summary, 200),
            title => self.title.as_deref().map(|t| text::one_line(t, 200)).filter(|t| !t.is_empty()),
            folded => self.folded,
            body => text::cut(&body, VERBATIM),
            fragment => (!self.folded).then(|| text::cut(&text::one_line(&self.body, 4000), room)),
            because => because.join(", "),
            blamed_short => text::cut(&blamed, FRAGMENT / 2),
            blamed,
            media => self.media,
            edits => self.edits,
            history => self.history.map(|(all, negative)| {
                t(lang, "mail-alert-history", &[("n", all.into()), ("negative", negative.into())])
            }),
            told => list(&told, lang),
            due => due_time,
            climbs => climbs,
            sensitive => self.sensitive.is_some(),
            take => href(&self.take),
            url => href(&r.thread(&self.thread_id)),
        }
    }

    /// What is blamed, quoted; empty where an insult is folded away, which may be the very words.
    fn blamed(&self, lang: Lang) -> String {
        let clauses = self.blamed.iter().filter(|_| !self.folded);
        let quoted: Vec<String> = clauses
            .map(|c| text::one_line(c, CLAUSE))
            .filter(|c| !c.is_empty())
            .take(BLAMED)
            .map(|c| t(lang, "mail-quoted", &[("text", c.into())]))
            .collect();
        quoted.join(", ")
    }

    /// The reason in two words: what a person must see in the subject.
    fn what(&self, lang: Lang) -> String {
        if let Some(sensitive) = self.sensitive {
            let key = match sensitive {
                Sensitive::Death => "mail-alert-death",
                Sensitive::Injury => "mail-alert-injury",
                Sensitive::Child => "mail-alert-child",
                Sensitive::Discrimination => "mail-alert-discrimination",
                Sensitive::SelfHarm => "mail-alert-self-harm",
            };
            return t(lang, key, &[]);
        }
        let has = |topic| self.topics.contains(&topic);
        let key = if has(Topic::Safety) {
            "mail-alert-safety"
        } else if has(Topic::Refund) {
            "mail-alert-money"
        } else if has(Topic::AppLogin) {
            "mail-alert-account"
        } else {
            "mail-alert-other"
        };
        t(lang, key, &[])
    }

    /// The thin body of a webhook: facts and a link, no text of the review.
    pub fn event(&self, alert_id: &str, lang: Lang) -> serde_json::Value {
        serde_json::json!({
            "alert": alert_id,
            "thread": self.thread_id,
            "urgency": self.urgency,
            "sensitive": self.sensitive,
            "platform": self.place.platform,
            "location": self.place.location,
            "rating": self.place.stars,
            "summary": text::one_line(&self.summary, 200),
            "why": self.what(lang),
            "reply_by": self.reply_by.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            "url": self.reader.thread(&self.thread_id),
        })
    }
}

fn channel_name(channel: &str, lang: Lang) -> String {
    match channel.split_once(':') {
        Some(("telegram", _)) => "Telegram".into(),
        Some(("webhook", name)) => text::one_line(name, 40),
        _ => t(lang, "mail-channel-mail", &[]),
    }
}
