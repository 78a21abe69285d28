//! The weekly mail of praise: heroes by name, in the authors' own words.

use super::render::{Rendered, render};
use super::view::{Place, Reader, href};
use super::{text, when};
use crate::domain::Lang;
use crate::i18n::t;
use chrono::{DateTime, Utc};
use minijinja::{Value, context};

/// People and quotes that one mail shows at most; the rest is a number.
const HEROES: usize = 20;
const QUOTES: usize = 3;

/// One person who was praised.
#[derive(Debug, Clone)]
pub struct Hero {
    pub name: String,
    pub quotes: Vec<Quote>,
}

/// The words, and where they stand.
#[derive(Debug, Clone)]
pub struct Quote {
    pub place: Place,
    pub words: String,
    pub thread_id: String,
}

/// The whole mail.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub heroes: Vec<Hero>,
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("praise", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let r = &self.reader;
        let day = |at| when::date(at, r.zone, r.now, lang);
        let n = i64::try_from(self.heroes.len()).unwrap_or(i64::MAX);
        let names: Vec<String> = self
            .heroes
            .iter()
            .take(3)
            .map(|h| text::one_line(&h.name, 40))
            .collect();
        let heroes: Vec<Value> = self
            .heroes
            .iter()
            .take(HEROES)
            .map(|h| hero(h, r, lang))
            .collect();
        context! {
            reader => r.context(lang),
            subject => t(lang, "mail-praise-subject", &[("names", names.join(", ").into()), ("n", n.into())]),
            headline => t(lang, "mail-praise-headline", &[("n", n.into())]),
            period => t(lang, "mail-praise-period", &[("from", day(self.from).into()), ("to", day(self.to).into())]),
            more => n - i64::try_from(heroes.len()).unwrap_or(0),
            heroes,
        }
    }
}

fn hero(h: &Hero, reader: &Reader, lang: Lang) -> Value {
    let quotes: Vec<Value> = h
        .quotes
        .iter()
        .take(QUOTES)
        .map(|q| {
            context! {
                words => t(lang, "mail-quoted", &[("text", text::cut(&text::one_line(&q.words, 600), 240).into())]),
                place => q.place.context(),
                url => href(&reader.thread(&q.thread_id)),
            }
        })
        .collect();
    let n = i64::try_from(h.quotes.len()).unwrap_or(i64::MAX);
    context! {
        name => text::one_line(&h.name, 40),
        count => t(lang, "mail-praise-count", &[("n", n.into())]),
        quotes,
    }
}
