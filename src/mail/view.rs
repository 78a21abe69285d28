//! What several mails show in the same way: a case in one line, a reply-by time, who reads.

use super::{text, when};
use crate::domain::{Lang, Role};
use crate::i18n::{t, word};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use minijinja::{Value, context};

/// Who gets the mail and from which installation.
#[derive(Debug, Clone)]
pub struct Reader {
    pub name: String,
    pub role: Role,
    pub zone: Tz,
    /// Name of the business.
    pub business: String,
    /// Base of every link, without a slash at its end.
    pub base: String,
    /// The moment that the mail speaks of.
    pub now: DateTime<Utc>,
}

impl Reader {
    /// The part of a template's context that is the same in every mail.
    pub fn context(&self, lang: Lang) -> Value {
        context! {
            name => text::one_line(&self.name, 80),
            role => word(lang, "role", self.role.word()),
            business => text::one_line(&self.business, 80),
                        zone => when::zone_name(self.zone, self.now, lang),
        }
    }

    /// The page of a thread.
    pub fn thread(&self, id: &str) -> String {
        format!("{}/thread/{id}", self.base)
    }
}

/// Where a review is and who wrote it.
#[derive(Debug, Clone)]
pub struct Place {
    /// Title of the platform in the reader's language.
    pub platform: String,
    pub location: Option<String>,
    pub author: Option<String>,
    /// 1 to 5; `None` where the platform has no stars.
    pub stars: Option<u8>,
    /// Zone of the location, in which its reply-by times are told.
    pub zone: Tz,
}

impl Place {
    /// `stars`, `platform`, `location`, `author` for a template.
    pub fn context(&self) -> Value {
        context! {
            stars => self.stars.map(|n| format!("{n}★")),
            platform => text::one_line(&self.platform, 60),
            location => self.location.as_deref().map(|l| text::one_line(l, 60)),
            author => self.author.as_deref().map(|a| text::one_line(a, 60)).filter(|a| !a.is_empty()),
        }
    }
}

/// The title of a platform in the reader's language.
pub fn platform(id: &str, lang: Lang) -> String {
    word(lang, "platform", id)
}

/// An address of ours for `href`: without the engine's `&#x2f;` for every slash, which link checkers
/// and people who read the source stumble over. The base is a parsed URL, the rest ids and tokens.
pub fn href(url: &str) -> Value {
    if url.contains(['"', '<', '>', '&', '\'']) {
        Value::from(url)
    } else {
        Value::from_safe_string(url.to_owned())
    }
}

/// `до 18:00 (Владивосток, МСК+7)`.
pub fn due(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>, lang: Lang) -> String {
    let shown = crate::domain::due::shown(at, zone, now, lang);
    // one unit for the eye: a time is not torn from its "until"
    shown.replacen(' ', "\u{a0}", 1)
}

/// A list in words: `a, b и c`.
pub fn list(names: &[String], lang: Lang) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => t(
            lang,
            "mail-list",
            &[("head", head.join(", ").into()), ("last", last.as_str().into())],
        ),
    }
}
